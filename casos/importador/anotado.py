"""El mismo archivo, con cada falta escrita en su celda, para corregirlo y volver a subirlo."""

from collections import defaultdict
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import Any

import xlsxwriter
from xlsxwriter.worksheet import Worksheet

from casos.importador.columnas import COLUMNAS
from casos.importador.plantilla import listas_de, poner_lista
from trata.comun.importador import Problema, Tabla

TITULO = "Qué corregir"
COMENTARIOS_MAXIMOS = 5_000


def escribir_anotado(
    destino: Path,
    tabla: Tabla,
    problemas: Sequence[Problema],
    columnas: Mapping[str, str],
    al_avanzar: Callable[[int], None] = lambda hecho: None,
) -> None:
    """Escribe el libro: las mismas columnas y filas, y «Qué corregir» al comienzo.

    Las celdas con falta van en rojo y llevan un comentario; el texto nunca se vuelve fórmula.
    """
    por_fila: dict[int, list[Problema]] = defaultdict(list)
    for p in problemas:
        por_fila[p.fila].append(p)
    opciones = {"constant_memory": True, "strings_to_formulas": False, "strings_to_urls": False,
                "strings_to_numbers": False}  # fmt: skip
    with xlsxwriter.Workbook(str(destino), opciones) as libro:
        hoja = libro.add_worksheet("Casos")
        titulos = [
            (e, t) for e, t in zip(tabla.encabezados, tabla.titulos, strict=False)
            if e and e != "que_corregir"
        ]  # fmt: skip
        pintor = _Pintor(libro, hoja, [e for e, _ in titulos], columnas)
        listas = listas_de(libro, [COLUMNAS[c] for c in columnas.values() if c in COLUMNAS])
        pintor.encabezar([t for _, t in titulos], listas, len(tabla.filas))
        for i, (numero, celdas) in enumerate(tabla.filas, 1):
            pintor.fila(i, celdas, por_fila.get(numero, ()))
            if i % 1000 == 0:
                al_avanzar(i)


class _Pintor:
    """Escribe fila a fila, sin volver atrás."""

    def __init__(
        self,
        libro: xlsxwriter.Workbook,
        hoja: Worksheet,
        encabezados: list[str],
        columnas: Mapping[str, str],
    ) -> None:
        self.hoja = hoja
        self.encabezados = encabezados
        self.columnas = [columnas.get(e, "") for e in encabezados]
        self.sitio = {c: i for i, c in enumerate(self.columnas, 1) if c}
        self.comentarios = 0
        self.titulo = libro.add_format(
            {"bold": True, "font_color": "white", "bg_color": "#12305C", "text_wrap": True,
             "valign": "top"}
        )  # fmt: skip
        self.roja = libro.add_format(
            {"bg_color": "#FDE2E2", "border": 1, "border_color": "#BF0909"}
        )
        self.ambar = libro.add_format({"bg_color": "#FFF3EA"})
        self.que = libro.add_format(
            {"text_wrap": True, "valign": "top", "font_color": "#BF0909", "font_size": 9}
        )

    def encabezar(self, titulos: Sequence[str], listas: dict[str, str], filas: int) -> None:
        """La primera fila, los anchos y las listas desplegables."""
        self.hoja.set_column(0, 0, 48)
        self.hoja.set_column(1, max(1, len(titulos)), 20)
        self.hoja.freeze_panes(1, 1)
        for i, codigo in enumerate(self.columnas, 1):
            if codigo in COLUMNAS:
                poner_lista(self.hoja, i, COLUMNAS[codigo], listas, (1, filas))
        self.hoja.write_string(0, 0, TITULO, self.titulo)
        for i, texto in enumerate(titulos, 1):
            self.hoja.write_string(0, i, texto, self.titulo)

    def fila(self, numero: int, celdas: Mapping[str, str], problemas: Sequence[Any]) -> None:
        """Una fila con sus faltas."""
        malas = {self.sitio.get(p.campo, 0): p for p in reversed(problemas)}
        if problemas:
            self.hoja.write_string(numero, 0, _en_frases(problemas), self.que)
        for i, encabezado in enumerate(self.encabezados, 1):
            texto, mala = celdas.get(encabezado, ""), malas.get(i)
            if mala is None:
                if texto:
                    self.hoja.write_string(numero, i, texto)
                continue
            formato = self.ambar if mala.es_aviso else self.roja
            if texto:
                self.hoja.write_string(numero, i, texto, formato)
            else:
                self.hoja.write_blank(numero, i, None, formato)
            if self.comentarios < COMENTARIOS_MAXIMOS:
                self.comentarios += 1
                self.hoja.write_comment(numero, i, f"{mala.mensaje}\n[{mala.codigo}]")


def _en_frases(problemas: Sequence[Problema]) -> str:
    """«Edad: Escribe una edad entre 0 y 120. Sexo: …», con el código de los avisos."""
    frases = []
    for p in problemas:
        columna = COLUMNAS.get(p.campo)
        donde = f"{columna.nombre.capitalize()}: " if columna else ""
        frases.append(f"{donde}{p.mensaje} [{p.codigo}]")
    return "\n".join(dict.fromkeys(frases))
