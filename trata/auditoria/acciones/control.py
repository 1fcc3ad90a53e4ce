"""Lo que hace quien audita y quien lleva los datos personales."""

from collections.abc import Mapping
from typing import Any

from django.db import models, transaction
from django.utils import timezone

from trata.auditoria.consultas import alertas
from trata.auditoria.models import (
    Alerta,
    Incidente,
    PeticionDeVerificacion,
    RegistroCanario,
    SolicitudArco,
)
from trata.comun.candados import Candado, tomar
from trata.comun.cifrado import cifrar
from trata.comun.errores import (
    DuplicadoError,
    ErrorDeDominio,
    EstadoInvalidoError,
    FueraDeAmbitoError,
)
from trata.cuentas.acciones import exigir
from trata.cuentas.models import Usuario
from trata.cuentas.permisos import Permiso


def _numero(modelo: type[models.Model], prefijo: str) -> str:
    """El siguiente número del año (`INC-2026-003`), sin huecos ni repetidos."""
    tomar(Candado.NUMERO_DE_CONTROL)
    inicio = f"{prefijo}-{timezone.localdate().year}-"
    ultimo = (
        modelo._base_manager.filter(numero__startswith=inicio)
        .order_by("-numero")
        .values_list("numero", flat=True)
        .first()
    )
    siguiente = int(ultimo.rpartition("-")[2]) + 1 if ultimo else 1
    return f"{inicio}{siguiente:03d}"


@transaction.atomic
def registrar_incidente(*, datos: Mapping[str, Any], por: Usuario) -> Incidente:
    """Abre un incidente: desde `conocido_en` corren 24 y 48 horas."""
    exigir(por, Permiso.INCIDENTE_GESTIONAR)
    incidente = Incidente(**datos, registrado_por=por, numero=_numero(Incidente, "INC"))
    if incidente.conocido_en and incidente.conocido_en > timezone.now():
        raise ErrorDeDominio(
            "conocido_en_el_futuro",
            "El incidente no pudo conocerse en el futuro.",
            campos={"conocido_en": "Escribe una fecha y hora que ya pasaron."},
        )
    incidente.full_clean(exclude=["registrado_por"])
    incidente.save()
    return incidente


@transaction.atomic
def editar_incidente(
    *, incidente: Incidente, datos: Mapping[str, Any], version: int, por: Usuario
) -> Incidente:
    """Corrige un incidente abierto. La hora en que se conoció no se corre: es el reloj."""
    exigir(por, Permiso.INCIDENTE_GESTIONAR)
    if incidente.cerrado_en is not None:
        raise EstadoInvalidoError("cerrado", "Este incidente ya se cerró.")
    for campo, valor in datos.items():
        if campo != "conocido_en":
            setattr(incidente, campo, valor)
    incidente.full_clean(exclude=["registrado_por"])
    return incidente.guardar_version(esperada=version)


@transaction.atomic
def marcar_hito(*, incidente: Incidente, hito: str, por: Usuario) -> Incidente:
    """Anota ahora un paso del incidente. Un paso no se borra ni se repite."""
    exigir(por, Permiso.INCIDENTE_GESTIONAR)
    if hito not in Incidente.HITOS:
        raise ErrorDeDominio("hito_desconocido", "Ese paso no existe.")
    incidente = Incidente.objects.select_for_update().get(pk=incidente.pk)
    if getattr(incidente, hito) is not None:
        raise EstadoInvalidoError("ya_marcado", "Ese paso ya estaba anotado.")
    if hito == "cerrado_en" and incidente.notificado_en is None:
        raise EstadoInvalidoError(
            "sin_notificar", "Antes de cerrarlo anota la notificación a la autoridad."
        )
    setattr(incidente, hito, timezone.now())
    return incidente.guardar_version(esperada=incidente.version, campos=[hito])


@transaction.atomic
def registrar_solicitud(*, datos: Mapping[str, Any], por: Usuario) -> SolicitudArco:
    """Registra una solicitud; el nombre y el contacto se guardan cifrados."""
    exigir(por, Permiso.INCIDENTE_GESTIONAR)
    valores = dict(datos)
    solicitud = SolicitudArco(
        solicitante=cifrar(valores.pop("nombre")),
        contacto=cifrar(valores.pop("contacto", "")),
        numero=_numero(SolicitudArco, "ARCO"),
        registrado_por=por,
        **valores,
    )
    solicitud.full_clean(exclude=["registrado_por"])
    solicitud.save()
    return solicitud


@transaction.atomic
def atender_solicitud(
    *, solicitud: SolicitudArco, datos: Mapping[str, Any], version: int, por: Usuario
) -> SolicitudArco:
    """Cambia el estado de una solicitud abierta y, al cerrarla, guarda la respuesta."""
    exigir(por, Permiso.INCIDENTE_GESTIONAR)
    if SolicitudArco.objects.get(pk=solicitud.pk).respondida_en is not None:
        raise EstadoInvalidoError("ya_respondida", "Esta solicitud ya se respondió.")
    solicitud.estado = datos["estado"]
    solicitud.respuesta = datos.get("respuesta", "")
    solicitud.respondida_en = None if solicitud.esta_abierta else timezone.now()
    solicitud.full_clean(exclude=["registrado_por"])
    return solicitud.guardar_version(
        esperada=version, campos=["estado", "respuesta", "respondida_en"]
    )


@transaction.atomic
def revisar_alerta(*, alerta: Alerta, estado: str, nota: str, por: Usuario) -> Alerta:
    """Cierra una alerta con lo que se halló. Nadie revisa la suya."""
    exigir(por, Permiso.ALERTA_DE_ACCESO_VER)
    if not alertas(por).filter(pk=alerta.pk).exists():
        raise FueraDeAmbitoError()
    alerta = Alerta.objects.select_for_update().get(pk=alerta.pk)
    if alerta.usuario_id == por.pk:
        raise ErrorDeDominio("alerta_propia", "Otra persona tiene que revisar tus lecturas.")
    if alerta.estado != Alerta.Estado.ABIERTA:
        raise EstadoInvalidoError("ya_revisada", "Esta alerta ya se revisó.")
    if estado not in (Alerta.Estado.JUSTIFICADA, Alerta.Estado.INCIDENTE):
        raise ErrorDeDominio("estado", "Elige qué se halló.", campos={"estado": "Elige uno."})
    if not nota.strip():
        raise ErrorDeDominio("falta_nota", "Escribe qué hallaste.", campos={"nota": "Falta."})
    alerta.estado, alerta.nota = estado, nota.strip()[:500]
    alerta.revisada_en, alerta.revisada_por = timezone.now(), por
    alerta.save(update_fields=["estado", "nota", "revisada_en", "revisada_por"])
    return alerta


@transaction.atomic
def poner_canario(*, datos: Mapping[str, Any], por: Usuario) -> RegistroCanario:
    """Declara un registro señuelo."""
    exigir(por, Permiso.INCIDENTE_GESTIONAR)
    if RegistroCanario.objects.filter(
        objeto_tipo=datos["objeto_tipo"], objeto_id=datos["objeto_id"]
    ).exists():
        raise DuplicadoError("ya_es_senuelo", "Ese registro ya es un señuelo.")
    canario = RegistroCanario(**datos, registrado_por=por)
    canario.full_clean(exclude=["registrado_por"])
    canario.save()
    return canario


@transaction.atomic
def pedir_verificacion(*, por: Usuario) -> PeticionDeVerificacion:
    """Pide al sellador que verifique ahora; si ya hay un pedido sin atender, es ese."""
    exigir(por, Permiso.AUDITORIA_VER)
    pendiente = PeticionDeVerificacion.objects.filter(atendida_en__isnull=True).first()
    return pendiente or PeticionDeVerificacion.objects.create(pedida_por=por)
