"""Lecturas de la auditoría: accesos, sello, alertas, incidentes y solicitudes."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Any

from django.apps import apps
from django.db.models import Count, F, Max, Min, Q, QuerySet, Sum
from django.utils import timezone
from pghistory.models import Event

from trata.auditoria.models import (
    Acceso,
    Alerta,
    Entrada,
    HistoriaOmitida,
    Incidente,
    Lote,
    PeticionDeVerificacion,
    RegistroCanario,
    SolicitudArco,
    Verificacion,
)
from trata.cuentas.models import Designacion, Usuario
from trata.cuentas.roles import nombre_del_rol
from trata.territorio.ambito import ambito_de

REGISTRO = "casos"  # la app cuyas lecturas se anotan


@dataclass(frozen=True)
class QuienVio:
    """Una persona que vio algo: cuántas veces, cuándo y con qué motivos."""

    usuario: str
    nombre: str
    rol: str
    veces: int
    primera: datetime
    ultima: datetime


def inicio_del_dia(dia: Any) -> datetime:
    """Medianoche de Lima de ese día."""
    return timezone.make_aware(datetime.combine(dia, time.min))


def accesos(filtro: Mapping[str, Any]) -> QuerySet[Acceso]:
    """Los accesos que cumplen el filtro: `usuario`, `objeto_tipo`, `objeto_id`, `desde`, `hasta`
    (días, ambos incluidos) y `resultado`."""
    conjunto = Acceso.objects.select_related("usuario", "usuario__entidad")
    if texto := (filtro.get("usuario") or "").strip():
        conjunto = conjunto.filter(
            Q(usuario__username__icontains=texto)
            | Q(usuario__nombres__icontains=texto)
            | Q(usuario__apellidos__icontains=texto)
        )
    for campo in ("objeto_tipo", "objeto_id"):
        if valor := (filtro.get(campo) or "").strip():
            conjunto = conjunto.filter(**{campo: valor})
    if desde := filtro.get("desde"):
        conjunto = conjunto.filter(momento__gte=inicio_del_dia(desde))
    if hasta := filtro.get("hasta"):
        conjunto = conjunto.filter(momento__lt=inicio_del_dia(hasta + timedelta(days=1)))
    return conjunto


def quien_vio(
    *, objeto_tipo: str, objeto_id: str, desde: datetime, hasta: datetime
) -> list[QuienVio]:
    """Quién vio un registro entre dos momentos, en una sola consulta."""
    filas = (
        Acceso.objects.filter(
            objeto_tipo=objeto_tipo, objeto_id=objeto_id, momento__range=(desde, hasta)
        )
        .values("usuario__username", "usuario__nombres", "usuario__apellidos", "rol")
        .annotate(veces=Count("pk"), primera=Min("momento"), ultima=Max("momento"))
        .order_by("-veces", "usuario__username")
    )
    return [
        QuienVio(
            f["usuario__username"],
            f"{f['usuario__nombres']} {f['usuario__apellidos']}".strip(),
            *(nombre_del_rol(f["rol"]), f["veces"], f["primera"], f["ultima"]),
        )
        for f in filas
    ]


def resumen_por_persona(filtro: Mapping[str, Any]) -> list[QuienVio]:
    """Quién vio el registro del filtro, entre sus fechas (por defecto, siempre)."""
    desde, hasta = filtro.get("desde"), filtro.get("hasta")
    return quien_vio(
        objeto_tipo=filtro["objeto_tipo"],
        objeto_id=filtro["objeto_id"],
        desde=inicio_del_dia(desde) if desde else inicio_del_dia(date(2000, 1, 1)),
        hasta=inicio_del_dia(hasta + timedelta(days=1)) if hasta else timezone.now(),
    )


def accesos_de_alerta(alerta: Alerta) -> QuerySet[Acceso]:
    """Las lecturas que causaron una alerta."""
    return Acceso.objects.select_related("usuario").filter(
        usuario_id=alerta.usuario_id, momento__range=(alerta.desde, alerta.hasta)
    )


def accesos_de_incidente(incidente: Incidente) -> QuerySet[Acceso]:
    """Los accesos dentro del intervalo del incidente, por la cuenta y el registro si se dijeron."""
    conjunto = Acceso.objects.select_related("usuario").filter(
        momento__range=(incidente.desde, incidente.fin)
    )
    if incidente.usuario_id:
        conjunto = conjunto.filter(usuario_id=incidente.usuario_id)
    if incidente.objeto_tipo:
        conjunto = conjunto.filter(objeto_tipo=incidente.objeto_tipo)
    if incidente.objeto_id:
        conjunto = conjunto.filter(objeto_id=incidente.objeto_id)
    return conjunto


def afectados_de_incidente(incidente: Incidente) -> QuerySet:
    """Los registros distintos que se miraron: son las personas a las que hay que avisar."""
    return (
        accesos_de_incidente(incidente)
        .order_by()
        .values("objeto_tipo", "objeto_id")
        .annotate(
            veces=Count("pk"),
            personas=Count("usuario", distinct=True),
            primera=Min("momento"),
            ultima=Max("momento"),
        )
        .order_by("-veces", "objeto_tipo", "objeto_id")
    )


def nombre_del_tipo(objeto_tipo: str) -> str:
    """El nombre en castellano de un tipo de registro (`casos.victima` → «víctima»)."""
    try:
        return str(apps.get_model(objeto_tipo)._meta.verbose_name)
    except (LookupError, ValueError):
        return objeto_tipo


def tipos_vistos() -> list[tuple[str, str]]:
    """Los tipos de registro que alguien ha mirado, para el filtro."""
    tipos = Acceso.objects.order_by("objeto_tipo").values_list("objeto_tipo", flat=True).distinct()
    return [(t, nombre_del_tipo(t).capitalize()) for t in tipos]


def tipos_que_se_leen() -> list[tuple[str, str]]:
    """Los tipos del registro de casos con identificador público: los que pueden ser un señuelo."""
    propios = (
        m
        for m in apps.get_app_config(REGISTRO).get_models()
        if not issubclass(m, Event) and any(f.name == "uuid" for f in m._meta.fields)
    )
    return sorted(
        ((m._meta.label_lower, str(m._meta.verbose_name).capitalize()) for m in propios),
        key=lambda opcion: opcion[1],
    )


def entradas(filtro: Mapping[str, Any]) -> QuerySet[Entrada]:
    """Quién entró, salió o no pudo, según `usuario` (parte del nombre) y `resultado`."""
    conjunto = Entrada.objects.select_related("usuario")
    if texto := (filtro.get("usuario") or "").strip():
        conjunto = conjunto.filter(usuario__username__icontains=texto)
    if resultado := filtro.get("resultado"):
        conjunto = conjunto.filter(resultado=resultado)
    return conjunto


def ultima_verificacion() -> Verificacion | None:
    """El resultado más reciente."""
    return Verificacion.objects.first()


def verificaciones() -> QuerySet[Verificacion]:
    """Los últimos resultados."""
    return Verificacion.objects.all()[:10]


def lotes() -> QuerySet[Lote]:
    """Los lotes, el último primero."""
    return Lote.objects.all()


def resumen_del_sello() -> dict[str, Any]:
    """Cuántos lotes y filas hay sellados, el último y si hay una verificación pedida."""
    return Lote.objects.aggregate(filas=Sum("filas"), lotes=Count("pk"), ultimo=Max("momento")) | {
        "pedida": PeticionDeVerificacion.objects.filter(atendida_en__isnull=True).first(),
        "omitidas": HistoriaOmitida.objects.select_related("usuario")[:10],
    }


def alertas(por: Usuario) -> QuerySet[Alerta]:
    """Las alertas del equipo de quien mira, primero las abiertas.

    Su equipo es quien tiene toda su designación dentro del ámbito de `por`: quien supervisa el
    Cusco no revisa a quien lee de todo el país. El ámbito nacional las ve todas.
    """
    todas = Alerta.objects.select_related("usuario", "revisada_por").order_by(
        "estado", F("creada_en").desc(), "-id"
    )
    ambito = ambito_de(por)
    if ambito.es_nacional:
        return todas
    designaciones = Designacion.objects.vigentes().values_list("usuario_id", "prefijos")
    dentro: dict[int, bool] = {}
    for usuario, prefijos in designaciones:
        cabe = bool(prefijos) and all(ambito.cubre(p) for p in prefijos)
        dentro[usuario] = dentro.get(usuario, True) and cabe
    return todas.filter(usuario__in=[u for u, cabe in dentro.items() if cabe])


def canarios() -> QuerySet[RegistroCanario]:
    """Los registros señuelo."""
    return RegistroCanario.objects.select_related("registrado_por").order_by("-registrado_en")


def incidentes() -> QuerySet[Incidente]:
    """Los incidentes, primero los abiertos y, entre ellos, el que vence antes."""
    return Incidente.objects.select_related("usuario", "registrado_por").order_by(
        F("cerrado_en").desc(nulls_first=True), "conocido_en"
    )


def solicitudes() -> QuerySet[SolicitudArco]:
    """Las solicitudes ARCO, por su plazo."""
    return SolicitudArco.objects.select_related("registrado_por").order_by(
        F("respondida_en").desc(nulls_first=True), "vence_el"
    )


def usuarios_para_elegir() -> QuerySet[Usuario]:
    """Las cuentas que se pueden señalar en un incidente."""
    return Usuario.objects.order_by("apellidos", "nombres")


def resumen_de_control() -> dict[str, Any]:
    """Lo que la portada de control muestra: integridad, lecturas de hoy y lo pendiente."""
    hoy = inicio_del_dia(timezone.localdate())
    abiertos = Incidente.objects.filter(cerrado_en__isnull=True)
    return {
        "verificacion": ultima_verificacion(),
        "accesos_hoy": Acceso.objects.filter(momento__gte=hoy).count(),
        "personas_hoy": Acceso.objects.filter(momento__gte=hoy)
        .order_by()
        .values("usuario")
        .distinct()
        .count(),
        "alertas_abiertas": Alerta.objects.filter(estado=Alerta.Estado.ABIERTA).count(),
        "incidentes_abiertos": abiertos.count(),
        "por_notificar": abiertos.filter(notificado_en__isnull=True).order_by("conocido_en"),
        "solicitudes_abiertas": SolicitudArco.objects.filter(respondida_en__isnull=True).count(),
        "solicitudes_vencidas": SolicitudArco.objects.filter(
            respondida_en__isnull=True, vence_el__lt=timezone.localdate()
        ).count(),
    }
