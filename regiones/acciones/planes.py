"""Lo que se hace con los planes y con la estrategia de fortalecimiento."""

from collections.abc import Collection, Mapping
from typing import Any

from django.db import transaction

from regiones.acciones.comun import exigir_espacio, guardar_cambio, guardar_nuevo
from regiones.models import (
    Actividad,
    AsistenciaTecnica,
    EspacioRegional,
    MetaDeAsistencia,
    PlanAnual,
    PlanRegional,
)
from trata.comun.errores import ErrorDeDominio, EstadoInvalidoError
from trata.cuentas.models import Usuario


@transaction.atomic
def registrar_plan(
    *, espacio: EspacioRegional, datos: Mapping[str, Any], por: Usuario
) -> PlanRegional:
    """Registra un plan regional, en la etapa en que esté."""
    exigir_espacio(espacio, por)
    return guardar_nuevo(PlanRegional(espacio=espacio, **datos), por=por)


@transaction.atomic
def editar_plan(
    *, plan: PlanRegional, datos: Mapping[str, Any], version: int | None, por: Usuario
) -> PlanRegional:
    """Cambia la etapa, la norma o la vigencia."""
    exigir_espacio(plan.espacio, por)
    return guardar_cambio(plan, datos=datos, version=version)


def _revisar_plan_regional(plan: PlanAnual) -> None:
    if plan.plan_regional_id and plan.plan_regional.espacio_id != plan.espacio_id:
        raise ErrorDeDominio(
            "plan_de_otro_espacio",
            "El plan regional elegido es de otro espacio.",
            campos={"plan_regional": "Elige un plan de este espacio."},
        )


@transaction.atomic
def registrar_plan_anual(
    *, espacio: EspacioRegional, datos: Mapping[str, Any], por: Usuario
) -> PlanAnual:
    """Abre el plan anual de trabajo; uno por espacio y año."""
    exigir_espacio(espacio, por)
    plan = PlanAnual(espacio=espacio, **datos)
    _revisar_plan_regional(plan)
    return guardar_nuevo(plan, por=por)


@transaction.atomic
def editar_plan_anual(
    *, plan: PlanAnual, datos: Mapping[str, Any], version: int | None, por: Usuario
) -> PlanAnual:
    """Cambia estado o aprobación del plan anual."""
    exigir_espacio(plan.espacio, por)
    for campo, valor in datos.items():
        setattr(plan, campo, valor)
    _revisar_plan_regional(plan)
    return guardar_cambio(plan, datos=datos, version=version)


def _exigir_plan_abierto(plan: PlanAnual) -> None:
    if plan.estado == PlanAnual.Estado.CERRADO:
        raise EstadoInvalidoError("plan_cerrado", "El plan anual está cerrado.")


@transaction.atomic
def registrar_actividad(
    *,
    plan: PlanAnual,
    datos: Mapping[str, Any],
    por: Usuario,
    confirmados: Collection[str] = (),
) -> Actividad:
    """Agrega una actividad al plan anual."""
    exigir_espacio(plan.espacio, por)
    _exigir_plan_abierto(plan)
    return guardar_nuevo(Actividad(plan=plan, **datos), por=por, confirmados=confirmados)


@transaction.atomic
def editar_actividad(
    *,
    actividad: Actividad,
    datos: Mapping[str, Any],
    version: int | None,
    por: Usuario,
    confirmados: Collection[str] = (),
) -> Actividad:
    """Cambia una actividad o registra su avance."""
    exigir_espacio(actividad.plan.espacio, por)
    _exigir_plan_abierto(actividad.plan)
    return guardar_cambio(actividad, datos=datos, version=version, confirmados=confirmados)


@transaction.atomic
def registrar_asistencia_tecnica(
    *, espacio: EspacioRegional, datos: Mapping[str, Any], por: Usuario
) -> AsistenciaTecnica:
    """Registra una asistencia técnica del Ministerio a un espacio."""
    exigir_espacio(espacio, por)
    return guardar_nuevo(AsistenciaTecnica(espacio=espacio, **datos), por=por)


@transaction.atomic
def editar_asistencia_tecnica(
    *,
    asistencia: AsistenciaTecnica,
    datos: Mapping[str, Any],
    version: int | None,
    por: Usuario,
) -> AsistenciaTecnica:
    """Registra el resultado o reprograma."""
    exigir_espacio(asistencia.espacio, por)
    return guardar_cambio(asistencia, datos=datos, version=version)


@transaction.atomic
def fijar_meta(
    *, espacio: EspacioRegional, anio: int, programadas: int, por: Usuario, **marcas: Any
) -> MetaDeAsistencia:
    """Fija cuántas asistencias se programan para un espacio en un año."""
    exigir_espacio(espacio, por)
    meta = MetaDeAsistencia.objects.filter(espacio=espacio, anio=anio).first()
    if meta is not None:
        return guardar_cambio(meta, datos={"programadas": programadas}, version=None)
    return guardar_nuevo(
        MetaDeAsistencia(espacio=espacio, anio=anio, programadas=programadas, **marcas), por=por
    )
