"""Quién dejó de reportar además de los departamentos: entidades, sectores y espacios regionales.

Para quien no puede ver de qué se habla, cada lectura es nula: no es lo mismo que «nadie calla».
"""

from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from django.db.models import Count, Max, Q
from django.urls import reverse
from django.utils.timezone import localdate

from casos.models import Caso
from politica.models import SIN_ENVIAR, Periodo, Reporte
from regiones.consultas.espacios import regionales
from regiones.consultas.sesiones import ultimas_sesiones
from trata.comun.formato import fecha_larga, plural
from trata.cuentas.models import Entidad
from trata.cuentas.permisos import Permiso

DIAS_SIN_REGISTRAR = 90
DIAS_SIN_SESIONAR = 365
PERIODOS = 8
"""Cuántos períodos de reporte hacia atrás se miran."""


@dataclass(frozen=True)
class Callado:
    """Alguien en silencio: quién, cuánto lleva y adónde ir a preguntar."""

    nombre: str
    cantidad: int
    frase: str
    url: str = ""


def unidades(usuario: Any) -> list[Callado] | None:
    """Entidades que registraron alguna vez en el ámbito y llevan 90 días o más sin hacerlo."""
    if not usuario.tiene_permiso(Permiso.CASO_VER):
        return None
    hoy = localdate()
    filas = (
        Caso.objects.visibles_para(usuario)
        .exclude(entidad=None)
        .order_by()
        .values("entidad__nombre")
        .annotate(ultimo=Max("registrado_en"), casos=Count("id"))
        .filter(ultimo__date__lt=hoy - timedelta(days=DIAS_SIN_REGISTRAR))
        .order_by("ultimo")
    )
    return [
        Callado(
            f["entidad__nombre"],
            (hoy - f["ultimo"].date()).days,
            f"Registró {plural(f['casos'], 'caso')}; el último, el {fecha_larga(f['ultimo'])}.",
        )
        for f in filas
    ]


def sectores(usuario: Any) -> list[Callado] | None:
    """Entidades con servicios de la política que no enviaron nada en los últimos períodos vencidos.

    Cuenta los períodos seguidos, del último hacia atrás, sin ningún reporte enviado. Lo
    observado ya se envió una vez: no es silencio.
    """
    if not usuario.tiene_permiso(Permiso.POLITICA_VER):
        return None
    vencidos = list(Periodo.objects.filter(cierra_el__lt=localdate()).order_by("-fin")[:PERIODOS])
    cuentas = (
        Reporte.objects.del_alcance(usuario)
        .filter(periodo__in=vencidos)
        .order_by()
        .values_list("entidad", "periodo")
        .annotate(debidos=Count("pk"), enviados=Count("pk", filter=~Q(estado__in=SIN_ENVIAR)))
    )
    por_entidad: dict[str, dict[int, tuple[int, int]]] = {}
    for entidad, periodo, debidos, enviados in cuentas:
        por_entidad.setdefault(entidad, {})[periodo] = (debidos, enviados)
    entidades = Entidad.objects.in_bulk(por_entidad)
    callados = [
        _sector(entidades[codigo], [(p, filas[p.pk]) for p in vencidos if p.pk in filas])
        for codigo, filas in por_entidad.items()
    ]
    return sorted((c for c in callados if c), key=lambda c: (-c.cantidad, c.nombre))


def _sector(entidad: Entidad, historia: list[tuple[Periodo, tuple[int, int]]]) -> Callado | None:
    """El silencio de una entidad; nulo si en su último período envió algo."""
    seguidos = 0
    for _, (_, enviados) in historia:
        if enviados:
            break
        seguidos += 1
    if not seguidos:
        return None
    debidos = historia[0][1][0]
    antes = historia[seguidos][0].nombre if seguidos < len(historia) else ""
    ultimo = f"Último envío: {antes}." if antes else "Sin envíos en los períodos que se miran."
    return Callado(
        entidad.nombre,
        seguidos,
        f"{plural(seguidos, 'período vencido', 'períodos vencidos')} sin enviar nada; en el último "
        f"debía {plural(debidos, 'reporte')}. {ultimo}",
        reverse("politica:entidad", args=[entidad.codigo]),
    )


def regiones(usuario: Any) -> list[Callado] | None:
    """Espacios regionales que llevan un año o más sin una sesión realizada, o nunca tuvieron."""
    if not usuario.tiene_permiso(Permiso.REGION_VER):
        return None
    hoy = localdate()
    espacios = list(regionales(usuario))
    ultimas = ultimas_sesiones(espacios)
    callados = [
        Callado(
            espacio.region,
            (hoy - ultimas[espacio.pk]).days if espacio.pk in ultimas else 0,
            _frase_de_region(ultimas.get(espacio.pk)),
            reverse("regiones:espacio", args=[espacio.uuid]),
        )
        for espacio in espacios
        if espacio.pk not in ultimas or (hoy - ultimas[espacio.pk]).days >= DIAS_SIN_SESIONAR
    ]
    return sorted(callados, key=lambda c: (-c.cantidad, c.nombre))


def _frase_de_region(ultima: date | None) -> str:
    if ultima is None:
        return "No hay ninguna sesión registrada: no disponible en las fuentes consultadas."
    return f"La última sesión registrada fue el {fecha_larga(ultima)}."
