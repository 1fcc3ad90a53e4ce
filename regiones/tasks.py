"""Trabajos largos de regiones: certificados en lote y listas largas de participantes."""

import io
import zipfile

from regiones import importador
from regiones.acciones.capacitaciones import agregar_participantes, emitir_certificados
from regiones.certificados import POR_LOTE, hacer_pdf
from regiones.consultas.capacitaciones import indice_de_categorias, participantes_de
from regiones.consultas.comun import visible
from regiones.models import Capacitacion
from trata.comun.errores import FueraDeAmbitoError
from trata.comun.planillas import a_csv
from trata.trabajos.encargos import EnCurso


def certificados(trabajo: EnCurso) -> None:
    """Emite los certificados de una capacitación y adjunta el PDF (o un ZIP con varios)."""
    capacitacion = visible(Capacitacion, trabajo.datos["capacitacion"], trabajo.usuario, "espacio")
    if capacitacion is None:
        raise FueraDeAmbitoError()
    participantes = list(participantes_de(capacitacion))
    total, archivos = len(participantes), []
    for desde in range(0, total, POR_LOTE):
        if trabajo.fue_cancelado():
            return
        lote = participantes[desde : desde + POR_LOTE]
        emitidos = emitir_certificados(
            capacitacion=capacitacion, participantes=lote, por=trabajo.usuario
        )
        archivos.append(hacer_pdf(capacitacion, emitidos))
        trabajo.avance(min(desde + POR_LOTE, total), total, "Certificados emitidos")
    if len(archivos) == 1:
        trabajo.adjuntar("certificados.pdf", archivos[0], "application/pdf")
    elif archivos:
        trabajo.adjuntar("certificados.zip", _juntar(archivos), "application/zip")
    trabajo.resumen({"Certificados": total, "Archivos PDF": len(archivos)})


def participantes(trabajo: EnCurso) -> None:
    """Una lista larga de participantes: se agrega entera o se dicen todas sus faltas en un CSV."""
    capacitacion = visible(Capacitacion, trabajo.datos["capacitacion"], trabajo.usuario, "espacio")
    if capacitacion is None:
        raise FueraDeAmbitoError()
    trabajo.avance(0, 3, "Leyendo la lista")
    lectura = importador.leer(io.BytesIO(trabajo.entrada()), categorias=indice_de_categorias())
    trabajo.avance(1, 3, "Revisando cada fila")
    if lectura.sirve:
        n = agregar_participantes(
            capacitacion=capacitacion, filas=lectura.filas, por=trabajo.usuario
        )
        trabajo.resumen({"participantes agregados": n})
        return
    filas = [(f.renglon, f.columna, f.mensaje) for f in lectura.faltas]
    trabajo.adjuntar(
        "por-corregir.csv", a_csv(("Renglón", "Columna", "Qué corregir"), filas), "text/csv"
    )
    trabajo.resumen({"participantes agregados": 0, "por corregir": len(filas)})


def _juntar(archivos: list[bytes]) -> bytes:
    salida = io.BytesIO()
    with zipfile.ZipFile(salida, "w", zipfile.ZIP_STORED) as comprimido:
        for numero, contenido in enumerate(archivos, 1):
            comprimido.writestr(f"certificados-{numero:02d}.pdf", contenido)
    return salida.getvalue()
