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


def pedir_reportes(*, periodo: Periodo, por: Usuario | None, arbol: Arbol | None = None) -> int:
    """Crea los reportes pendientes que falten; devuelve cuántos creó. Se puede repetir."""
    arbol = arbol or arbol_en(periodo.fin)
    nuevos = 0
    for rama in arbol.servicios:
        if rama.servicio.entidad_id and rama.fichas:
            nuevos += _pedir(
                periodo, por, [f.codigo for f in rama.fichas],
                servicio_id=rama.servicio.pk, entidad_id=rama.servicio.entidad_id,
            )  # fmt: skip
    for objetivo in arbol.objetivos:
        for ficha in objetivo.fichas:
            if ficha.indicador.entidad_id:
                nuevos += _pedir(
                    periodo, por, [ficha.codigo],
                    indicador_id=ficha.codigo, entidad_id=ficha.indicador.entidad_id,
                )  # fmt: skip
    return nuevos


def _pedir(
    periodo: Periodo, por: Usuario | None, indicadores: list[str], *, entidad_id: str, **llave: str
) -> int:
    reporte, nuevo = Reporte.objects.get_or_create(
        periodo=periodo,
        **({"servicio_id": None, "indicador_id": None} | llave),
        defaults={"entidad_id": entidad_id, "es_sintetico": periodo.es_sintetico},
    )
    for codigo in indicadores:
        AvanceIndicador.objects.get_or_create(reporte=reporte, indicador_id=codigo)
    return int(nuevo)


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
