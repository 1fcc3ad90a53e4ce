"""Abrir, cerrar y exceptuar periodos."""

from collections.abc import Mapping
from typing import Any

from django.db import transaction
from django.utils import timezone

from politica.acciones.comun import mover
from politica.consultas.arbol import Arbol, arbol_en
from politica.models import AvanceIndicador, Estado, ExcepcionDePeriodo, Periodo, Reporte
from trata.comun.errores import EstadoInvalidoError
from trata.cuentas.acciones import exigir
from trata.cuentas.models import Usuario
from trata.cuentas.permisos import Permiso

Llave = tuple[str | None, str | None]


@transaction.atomic
def registrar_periodo(*, datos: Mapping[str, Any], por: Usuario) -> Periodo:
    """Crea un periodo y pide un reporte por cada servicio e indicador de objetivo con responsable.

    Usa el catálogo que rige al terminar el periodo. Lanza `ValidationError` si las fechas no van.
    """
    exigir(por, Permiso.PERIODO_GESTIONAR)
    periodo = Periodo(registrado_por=por, **datos)
    periodo.full_clean()
    periodo.save()
    pedir_reportes(periodo=periodo, por=por)
    return periodo


@transaction.atomic
def editar_periodo(*, periodo: Periodo, datos: Mapping[str, Any], por: Usuario) -> Periodo:
    """Cambia las fechas de un periodo sin cerrar."""
    exigir(por, Permiso.PERIODO_GESTIONAR)
    periodo = Periodo.objects.select_for_update().get(pk=periodo.pk)
    if periodo.esta_cerrado:
        raise EstadoInvalidoError("periodo_cerrado", f"El {periodo} está cerrado.")
    for campo, valor in datos.items():
        setattr(periodo, campo, valor)
    periodo.full_clean()
    periodo.save()
    return periodo


def _pedidos(arbol: Arbol) -> list[tuple[Llave, str, list[str]]]:
    """Lo que toca reportar: (servicio, indicador de objetivo), entidad y sus indicadores."""
    pedidos = [
        ((r.servicio.pk, None), r.servicio.entidad_id, [f.codigo for f in r.fichas])
        for r in arbol.servicios
        if r.servicio.entidad_id and r.fichas
    ]
    pedidos += [
        ((None, f.codigo), f.indicador.entidad_id, [f.codigo])
        for o in arbol.objetivos
        for f in o.fichas
        if f.indicador.entidad_id
    ]
    return pedidos


def pedir_reportes(*, periodo: Periodo, por: Usuario | None, arbol: Arbol | None = None) -> int:
    """Crea los reportes pendientes que falten; devuelve cuántos creó. Se puede repetir."""
    pedidos = _pedidos(arbol or arbol_en(periodo.fin))
    hechos = {(r.servicio_id, r.indicador_id): r for r in periodo.reportes.order_by()}
    nuevos = [
        Reporte(
            periodo=periodo,
            servicio_id=llave[0],
            indicador_id=llave[1],
            entidad_id=entidad,
            es_sintetico=periodo.es_sintetico,
        )
        for llave, entidad, _ in pedidos
        if llave not in hechos
    ]
    Reporte.objects.bulk_create(nuevos)
    hechos |= {(r.servicio_id, r.indicador_id): r for r in nuevos}
    anotados = set(
        AvanceIndicador.objects.filter(reporte__periodo=periodo).values_list(
            "reporte_id", "indicador_id"
        )
    )
    AvanceIndicador.objects.bulk_create(
        AvanceIndicador(reporte=hechos[llave], indicador_id=codigo)
        for llave, _, codigos in pedidos
        for codigo in codigos
        if (hechos[llave].pk, codigo) not in anotados
    )
    return len(nuevos)


@transaction.atomic
def cerrar_periodo(*, periodo: Periodo, por: Usuario) -> Periodo:
    """Cierra el periodo: lo conforme queda cerrado; lo demás queda como está y así se cuenta."""
    exigir(por, Permiso.PERIODO_GESTIONAR)
    periodo = Periodo.objects.select_for_update().get(pk=periodo.pk)
    if periodo.esta_cerrado:
        raise EstadoInvalidoError("ya_cerrado", f"El {periodo} ya estaba cerrado.")
    if not periodo.esta_vencido:
        raise EstadoInvalidoError(
            "plazo_vigente", "El plazo para reportar no ha vencido: aún no se puede cerrar."
        )
    conformes = periodo.reportes.filter(estado=Estado.CONFORME).order_by("pk")
    for reporte in conformes.select_for_update(of=("self",)):
        mover(reporte, "cerrar", por)
    periodo.cerrado_en, periodo.cerrado_por = timezone.now(), por
    periodo.save(update_fields=["cerrado_en", "cerrado_por"])
    return periodo


@transaction.atomic
def dar_excepcion(
    *, periodo: Periodo, datos: Mapping[str, Any], por: Usuario
) -> ExcepcionDePeriodo:
    """Permite a una persona, por su nombre y hasta una fecha, corregir en un periodo cerrado."""
    exigir(por, Permiso.PERIODO_GESTIONAR)
    excepcion = ExcepcionDePeriodo(periodo=periodo, registrado_por=por, **datos)
    excepcion.full_clean()
    if excepcion.hasta < timezone.localdate():
        raise EstadoInvalidoError(
            "fecha_pasada",
            "La excepción vence antes de hoy.",
            campos={"hasta": "Elige otra fecha."},
        )
    excepcion.save()
    return excepcion
