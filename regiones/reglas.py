"""Reglas de espacios, sesiones, planes, capacitaciones y encuentros. Python puro.

Fuentes: Reglamento Interno de la Comisión de Lima Metropolitana (Decreto de Alcaldía 10,
24/05/2022) para convocatoria, quórum e inasistencias, que se usa como referencia donde el espacio
no tiene reglamento registrado; DS 001-2016-IN art. 22 para planes.
"""

from collections.abc import Sequence
from datetime import date, timedelta
from fractions import Fraction

from trata.comun.reglas import Datos, Regla, en_orden, requerido_si

INASISTENCIAS_SEGUIDAS = 3
DIAS_POR_PERIODICIDAD = {
    "mensual": 31,
    "bimestral": 62,
    "trimestral": 92,
    "cuatrimestral": 123,
    "semestral": 184,
    "anual": 366,
}
CIFRAS_POR_NIVEL = {"regional": (2, 4), "provincial": (4,), "distrital": (6,)}
ACUERDO_ABIERTO = ("pendiente", "en_proceso")


# --- Cálculos -----------------------------------------------------------------------------------


def quorum_requerido(
    *, integrantes: int, regla: str, segunda_citacion: bool = False, minimo: int | None = None
) -> int:
    """Cuántas instituciones deben estar presentes.

    Mitad más uno: la parte entera de la mitad, más uno. Dos tercios: el entero igual o mayor. En
    segunda citación basta `minimo` si el reglamento lo fija. Sin integrantes no hay quórum posible
    y se devuelve 1.
    """
    if segunda_citacion and minimo is not None:
        return max(1, min(minimo, integrantes) if integrantes else minimo)
    if regla == "dos_tercios":
        return max(1, -(-integrantes * 2 // 3))
    return integrantes // 2 + 1


def hay_quorum(*, presentes: int, requerido: int) -> bool:
    """Dice si los presentes alcanzan."""
    return presentes >= requerido


def inasistencias_seguidas(estados: Sequence[str]) -> int:
    """Cuántas ausencias sin justificar van seguidas hasta hoy.

    `estados` va de la sesión más reciente a la más antigua; «presente» corta la cuenta y
    «justificado» ni suma ni corta.
    """
    cuenta = 0
    for estado in estados:
        if estado == "presente":
            break
        cuenta += estado == "ausente"
    return cuenta


def supera_inasistencias(estados: Sequence[str], *, maximo: int = INASISTENCIAS_SEGUIDAS) -> bool:
    """Más de `maximo` sesiones seguidas sin asistir: se comunica a la entidad."""
    return inasistencias_seguidas(estados) > maximo


def proxima_sesion_limite(*, ultima: date | None, desde: date, periodicidad: str) -> date | None:
    """Hasta qué día debe sesionar; `None` si no hay periodicidad registrada."""
    dias = DIAS_POR_PERIODICIDAD.get(periodicidad)
    return None if dias is None else (ultima or desde) + timedelta(days=dias)


def esta_vencido(*, estado: str, plazo: date | None, hoy: date) -> bool:
    """Un acuerdo o compromiso abierto cuyo plazo ya pasó."""
    return estado in ACUERDO_ABIERTO and plazo is not None and plazo < hoy


def avance(hecho: Fraction | int | None, meta: Fraction | int | None) -> Fraction | None:
    """Avance físico entre 0 y 1 (con tope en 1); `None` sin meta o sin dato."""
    if hecho is None or not meta:
        return None
    return min(Fraction(1), Fraction(hecho) / Fraction(meta))


def etapa_visible(*, etapa: str, anio_fin: int, hoy: date) -> str:
    """«vencido» cuando su último año ya pasó; si no, la etapa registrada."""
    return "vencido" if anio_fin < hoy.year else etapa


# --- Reglas de cada modelo ------------------------------------------------------------------------


def _cifras_no_corresponden(datos: Datos) -> bool:
    codigo, nivel = datos.get("ubigeo_id"), datos.get("nivel")
    return bool(codigo and nivel) and len(codigo) not in CIFRAS_POR_NIVEL.get(nivel, ())


ESPACIO = (
    Regla(
        "ubigeo_de_otro_nivel",
        "ubigeo",
        "El lugar no corresponde al nivel del espacio: elige una región, provincia o distrito.",
        _cifras_no_corresponden,
    ),
    Regla(
        "falta_espacio_padre",
        "padre",
        "Elige el espacio del que depende.",
        requerido_si("padre_id", lambda d: d.get("nivel") in ("provincial", "distrital")),
    ),
    Regla(
        "regional_con_padre",
        "padre",
        "Un espacio regional no depende de otro.",
        lambda d: d.get("nivel") == "regional" and d.get("padre_id") is not None,
    ),
)
PERIODO = (
    Regla(
        "hasta_antes_de_desde",
        "hasta",
        "La fecha de fin no puede ser anterior a la de inicio.",
        en_orden("desde", "hasta"),
    ),
)
INTEGRANTE = (
    *PERIODO,
    Regla(
        "institucion_faltante",
        "institucion",
        "Elige una entidad o escribe el nombre de la institución.",
        lambda d: not d.get("entidad_id") and not (d.get("institucion") or "").strip(),
    ),
    Regla(
        "institucion_doble",
        "institucion",
        "Elige una entidad o escribe un nombre, no las dos cosas.",
        lambda d: bool(d.get("entidad_id")) and bool((d.get("institucion") or "").strip()),
    ),
)


def _convocatoria_corta(datos: Datos) -> bool:
    convocada, fecha = datos.get("convocada_el"), datos.get("fecha")
    dias = datos.get("dias_de_convocatoria")
    if convocada is None or fecha is None or dias is None or fecha < convocada:
        return False
    return (fecha - convocada).days < dias


SESION = (
    Regla(
        "sesion_antes_de_convocatoria",
        "fecha",
        "La sesión no puede ser anterior a su convocatoria.",
        en_orden("convocada_el", "fecha"),
    ),
    Regla(
        "convocatoria_corta",
        "convocada_el",
        "La convocatoria tiene menos días de anticipación que los que pide el reglamento.",
        _convocatoria_corta,
        es_aviso=True,
    ),
    Regla(
        "agenda_vacia",
        "agenda",
        "Escribe al menos un punto de agenda.",
        lambda d: not [p for p in (d.get("agenda") or []) if p.strip()],
    ),
)
CUMPLIMIENTO = (
    Regla(
        "falta_fecha_de_cumplimiento",
        "cumplido_el",
        "Escribe la fecha en que se cumplió.",
        requerido_si("cumplido_el", lambda d: d.get("estado") == "cumplido"),
    ),
    Regla(
        "falta_evidencia",
        "evidencia",
        "Describe la evidencia del cumplimiento.",
        requerido_si("evidencia", lambda d: d.get("estado") == "cumplido"),
    ),
    Regla(
        "cumplido_sin_estado",
        "cumplido_el",
        "Quita la fecha de cumplimiento o cambia el estado a «Cumplido».",
        lambda d: d.get("cumplido_el") is not None and d.get("estado") != "cumplido",
    ),
)
ACUERDO = (
    *CUMPLIMIENTO,
    Regla(
        "acuerdo_sin_responsable",
        "responsable_texto",
        "Elige la institución responsable o escribe quién es.",
        lambda d: not d.get("responsable_id") and not (d.get("responsable_texto") or "").strip(),
    ),
)
COMPROMISO = CUMPLIMIENTO
PLAN = (
    Regla(
        "fin_antes_de_inicio",
        "anio_fin",
        "El plan no puede terminar antes de empezar.",
        en_orden("anio_inicio", "anio_fin"),
    ),
    Regla(
        "validado_antes_de_formulado",
        "validado_el",
        "La validación no puede ser anterior a la formulación.",
        en_orden("formulado_el", "validado_el"),
    ),
    Regla(
        "aprobado_antes_de_validado",
        "aprobado_el",
        "La aprobación no puede ser anterior a la validación.",
        en_orden("validado_el", "aprobado_el"),
    ),
    Regla(
        "aprobado_sin_norma",
        "norma_de_aprobacion",
        "Un plan aprobado lleva el número de la ordenanza o norma que lo aprueba.",
        requerido_si("norma_de_aprobacion", lambda d: d.get("etapa") == "aprobado"),
    ),
)


def _fuera_del_anio(datos: Datos) -> bool:
    anio = datos.get("anio_del_plan")
    dias = [datos.get("inicio"), datos.get("fin")]
    return anio is not None and any(d is not None and d.year != anio for d in dias)


ACTIVIDAD = (
    Regla(
        "fin_antes_de_inicio",
        "fin",
        "La actividad no puede terminar antes de empezar.",
        en_orden("inicio", "fin"),
    ),
    Regla(
        "fuera_del_anio",
        "inicio",
        "Las fechas deben caer en el año del plan.",
        _fuera_del_anio,
    ),
    Regla(
        "concluida_sin_avance",
        "avance_fisico",
        "Para concluir la actividad registra lo que se alcanzó de la meta física.",
        lambda d: d.get("estado") == "concluida" and d.get("avance_fisico") is None,
    ),
    Regla(
        "ejecutado_mayor_al_presupuesto",
        "ejecutado",
        "Lo ejecutado supera el presupuesto de la actividad.",
        lambda d: (
            d.get("ejecutado") is not None
            and d.get("presupuesto") is not None
            and d["ejecutado"] > d["presupuesto"]
        ),
        es_aviso=True,
    ),
)
ASISTENCIA_TECNICA = (
    Regla(
        "ejecutada_sin_resultado",
        "resultado",
        "Describe el resultado de la asistencia.",
        requerido_si("resultado", lambda d: d.get("estado") == "ejecutada"),
    ),
)
CAPACITACION = (
    Regla(
        "fin_antes_de_inicio",
        "fin",
        "La capacitación no puede terminar antes de empezar.",
        en_orden("inicio", "fin"),
    ),
    Regla(
        "anio_distinto",
        "anio",
        "El año no coincide con la fecha de inicio.",
        lambda d: (
            d.get("inicio") is not None
            and d.get("anio") is not None
            and d["inicio"].year != d["anio"]
        ),
    ),
    Regla(
        "total_faltante",
        "total_declarado",
        "Escribe cuántas personas participaron o elige registrar la lista.",
        requerido_si(
            "total_declarado",
            lambda d: d.get("forma") == "totales" and d.get("estado") == "realizada",
        ),
    ),
)
PARTICIPANTE = (
    Regla(
        "nota_fuera_de_rango",
        "nota_salida",
        "Las notas van de 0 a 20.",
        lambda d: any(
            d.get(c) is not None and not 0 <= d[c] <= 20 for c in ("nota_entrada", "nota_salida")
        ),
    ),
    Regla(
        "asistencia_fuera_de_rango",
        "asistencia",
        "La asistencia va de 0 a 100 %.",
        lambda d: d.get("asistencia") is not None and not 0 <= d["asistencia"] <= 100,
    ),
)
ENCUENTRO = (
    Regla(
        "fin_antes_de_inicio",
        "fin",
        "El encuentro no puede terminar antes de empezar.",
        en_orden("inicio", "fin"),
    ),
    Regla(
        "mes_fuera_de_rango",
        "mes",
        "El mes va de 1 a 12.",
        lambda d: d.get("mes") is not None and not 1 <= d["mes"] <= 12,
    ),
)
