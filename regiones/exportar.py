"""La comparación de los espacios en CSV y XLSX: las mismas cifras que la pantalla."""

import io
from collections.abc import Sequence
from typing import Any

import xlsxwriter

from regiones.consultas.espacios import FilaDeRegion
from trata.comun.formato import NO_DISPONIBLE
from trata.comun.planillas import a_csv

TIPO_XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


def tabla(filas: Sequence[FilaDeRegion], anio: int) -> list[list[Any]]:
    """Encabezados y filas; una tasa va con su numerador y su denominador."""
    encabezados = [
        *("Región", "Tipo de espacio", "Año de gestión", "Instituciones", "Sesiones realizadas"),
        *("Última sesión", "Presentes", "Instituciones hábiles", "Acuerdos abiertos"),
        *("Acuerdos vencidos", "Plan regional", "Vigencia del plan", "Plan vigente"),
        *("Avance del plan anual (%)", "Provincias con red", "Provincias"),
        *("Asistencias ejecutadas", "Asistencias programadas", "Participantes capacitados"),
    ]
    return [encabezados, *(_fila(f, anio) for f in filas)]


def _fila(f: FilaDeRegion, anio: int) -> list[Any]:
    avance = None if f.avance_anual is None else round(float(f.avance_anual) * 100, 1)
    plan = f.plan
    return [
        f.espacio.region,
        f.espacio.get_clase_display() or NO_DISPONIBLE,
        anio,
        f.integrantes,
        f.sesiones,
        f.ultima_sesion.isoformat() if f.ultima_sesion else "",
        f.presentes,
        f.convocados,
        f.acuerdos_abiertos,
        f.acuerdos_vencidos,
        plan.get_etapa_display() if plan else NO_DISPONIBLE,
        plan.vigencia if plan else "",
        "Sí" if f.plan_vigente else "No",
        "" if avance is None else avance,
        f.redes,
        f.provincias,
        f.asistencias,
        f.asistencias_programadas,
        f.participaciones,
    ]


def en_csv(filas: Sequence[Sequence[Any]]) -> bytes:
    """CSV en UTF-8 con BOM; un texto nunca se vuelve fórmula."""
    return a_csv(filas[0], filas[1:])


def en_xlsx(filas: Sequence[Sequence[Any]]) -> bytes:
    """XLSX con la primera fila fija; un texto nunca se vuelve fórmula."""
    salida = io.BytesIO()
    opciones = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False}
    with xlsxwriter.Workbook(salida, opciones) as libro:
        hoja = libro.add_worksheet("Espacios regionales")
        hoja.freeze_panes(1, 1)
        negrita = libro.add_format({"bold": True, "text_wrap": True, "valign": "top"})
        for n, fila in enumerate(filas):
            hoja.write_row(n, 0, fila, negrita if n == 0 else None)
        hoja.set_column(0, 1, 24)
        hoja.set_column(2, len(filas[0]) - 1, 14)
    return salida.getvalue()
