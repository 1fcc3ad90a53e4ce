"""Lecturas de cuentas."""

from collections.abc import Mapping
from datetime import date, timedelta
from typing import Any

from allauth.mfa.models import Authenticator
from allauth.usersessions.models import UserSession
from django.db.models import Prefetch, Q, QuerySet
from django.utils import timezone

from trata.comun.errores import FueraDeAmbitoError
from trata.cuentas.actos import acto_de, actos_que_decide
from trata.cuentas.models import Autorizacion, Designacion, EnvioPendiente, Usuario
from trata.cuentas.permisos import Permiso
from trata.cuentas.roles import ROLES

TRIMESTRE = timedelta(days=92)


def tiene_segundo_factor(usuario: Usuario) -> bool:
    """Dice si inscribió TOTP o una llave de acceso."""
    tipos = (Authenticator.Type.TOTP, Authenticator.Type.WEBAUTHN)
    return Authenticator.objects.filter(user=usuario, type__in=tipos).exists()


def usuarios() -> QuerySet[Usuario]:
    """Todos, con entidad y designaciones vigentes ya leídas (dos consultas)."""
    vigentes = Prefetch("designaciones", Designacion.objects.vigentes(), to_attr="en_vigor")
    return Usuario.objects.select_related("entidad").prefetch_related(vigentes)


def usuarios_filtrados(filtro: Mapping[str, Any]) -> QuerySet[Usuario]:
    """Los usuarios que cumplen el filtro de la lista (texto, rol, entidad, situación)."""
    conjunto = usuarios()
    vigentes = Designacion.objects.vigentes()
    if filtro.get("texto"):
        texto = filtro["texto"]
        conjunto = conjunto.filter(
            Q(nombres__icontains=texto)
            | Q(apellidos__icontains=texto)
            | Q(username__icontains=texto)
        )
    if filtro.get("rol"):
        conjunto = conjunto.filter(pk__in=vigentes.filter(rol=filtro["rol"]).values("usuario"))
    if filtro.get("entidad"):
        conjunto = conjunto.filter(entidad=filtro["entidad"])
    situacion = filtro.get("situacion")
    if situacion in {"activas", "inactivas"}:
        conjunto = conjunto.filter(is_active=situacion == "activas")
    elif situacion == "sin_rol":
        conjunto = conjunto.exclude(pk__in=vigentes.values("usuario"))
    elif situacion == "por_vencer":
        pronto = timezone.localdate() + timedelta(days=30)
        conjunto = conjunto.filter(pk__in=vigentes.filter(hasta__lte=pronto).values("usuario"))
    return conjunto


def designaciones() -> QuerySet[Designacion]:
    """Todas, con su usuario."""
    return Designacion.objects.select_related("usuario", "registrado_por", "revocada_por")


def designaciones_de(usuario: Usuario) -> QuerySet[Designacion]:
    """La historia de accesos de un usuario, la última primero."""
    return designaciones().filter(usuario=usuario)


def n_sesiones(usuario: Usuario) -> int:
    """Cuántas sesiones abiertas tiene."""
    return UserSession.objects.filter(user=usuario).count()


def usuarios_con_permiso(permiso: Permiso, en: date | None = None) -> QuerySet[Usuario]:
    """Usuarios activos cuyo rol vigente tiene el permiso."""
    roles = [codigo for codigo, rol in ROLES.items() if rol.puede(permiso)]
    vigentes = Designacion.objects.vigentes(en).filter(rol__in=roles)
    return Usuario.objects.filter(is_active=True, designaciones__in=vigentes).distinct()


def designaciones_por_recertificar(en: date | None = None) -> QuerySet[Designacion]:
    """Las vigentes cuya última revisión (o su inicio) tiene más de un trimestre."""
    dia = en or timezone.localdate()
    limite = dia - TRIMESTRE
    return (
        Designacion.objects.vigentes(dia)
        .filter(
            Q(recertificada_en__date__lt=limite)
            | Q(recertificada_en__isnull=True, desde__lt=limite)
        )
        .select_related("usuario", "usuario__entidad")
    )


def envio_pendiente(usuario: Usuario) -> EnvioPendiente | None:
    """Lo que la persona enviaba cuando venció su sesión, si aún está."""
    return EnvioPendiente.objects.filter(usuario=usuario).order_by("-registrado_en").first()


def autorizaciones_pedidas(usuario: Usuario) -> QuerySet[Autorizacion]:
    """Lo que el usuario pidió, lo último primero."""
    return Autorizacion.objects.filter(solicitante=usuario).select_related("decidida_por")


def autorizaciones_por_decidir(usuario: Usuario) -> list[Autorizacion]:
    """Lo que espera a que el usuario decida, lo que vence antes primero."""
    tipos = actos_que_decide(usuario)
    if not tipos:
        return []
    esperan = (
        Autorizacion.objects.por_decidir()
        .filter(tipo__in=tipos)
        .exclude(solicitante=usuario)
        .select_related("solicitante", "solicitante__entidad")
        .order_by("vence_en")
    )
    return [a for a in esperan[:100] if acto_de(a.tipo).puede_decidir(usuario, a)]


def quienes_deciden(autorizacion: Autorizacion) -> list[Usuario]:
    """Las personas que hoy pueden decidirla: su rol lo permite, la alcanzan y no la pidieron."""
    acto = acto_de(autorizacion.tipo)
    llaves = {p for permiso in acto.deciden for p in _llaves_con(permiso)}
    posibles = usuarios().filter(pk__in=llaves).order_by("pk")
    return [u for u in posibles if acto.puede_decidir(u, autorizacion)]


def _llaves_con(permiso: Permiso) -> QuerySet[Usuario]:
    return usuarios_con_permiso(permiso).values_list("pk", flat=True)


def autorizacion_de(usuario: Usuario, uuid: Any) -> Autorizacion:
    """Una autorización propia o que el usuario puede decidir; 404 si no es ni lo uno ni lo otro."""
    hallada = (
        Autorizacion.objects.filter(uuid=uuid)
        .select_related("solicitante", "solicitante__entidad", "decidida_por")
        .first()
    )
    if hallada is not None and (
        hallada.solicitante_id == usuario.pk
        or acto_de(hallada.tipo).puede_decidir(usuario, hallada)
    ):
        return hallada
    raise FueraDeAmbitoError()


def autorizacion_en_curso(usuario: Usuario, tipo: str, objeto: str) -> Autorizacion | None:
    """La que está por decidir o por usar, de esa persona sobre ese objeto."""
    propias = Autorizacion.objects.filter(solicitante=usuario, tipo=tipo, objeto=objeto)
    return propias.en_vigor().first() or propias.por_decidir().first()
