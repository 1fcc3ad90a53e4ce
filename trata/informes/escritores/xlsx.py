"""XLSX: una hoja por tabla, con portada, índice, cifras, textos y notas.

Nada se interpreta como fórmula ni como enlace; los números van como números.
"""

import io
import re
from typing import Any

import xlsxwriter

from trata.informes.documento import (
    Borrador,
    Cifra,
    Cuadro,
    Documento,
    Lista,
    Nota,
    Parrafo,
    Pregunta,
    Titulo,
    textos_marcados,
)
from trata.informes.escritores.texto import limpio
from trata.informes.marcas import plano

LARGO_DE_HOJA = 31
ANCHO_MAXIMO = 60
LARGO_DE_CELDA = 32_000
CIFRAS = "Cifras"


def escribir(documento: Documento) -> bytes:
    """El libro entero."""
    salida = io.BytesIO()
    opciones = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False}
    with xlsxwriter.Workbook(salida, opciones) as libro:
        _Libro(libro, documento).escribir()
    return salida.getvalue()


def _celda_de_texto(texto: object) -> str:
    """El texto que cabe en una celda: Excel no admite más."""
    return limpio(texto)[:LARGO_DE_CELDA]


class _Libro:
    def __init__(self, libro: xlsxwriter.Workbook, documento: Documento) -> None:
        self.libro, self.d = libro, documento
        self.nombres: set[str] = set()
        self.indice: list[tuple[str, str]] = []
        self.fila_de: dict[str, int] = {}
        libro.set_properties({"title": limpio(documento.titulo)[:250], "subject": documento.folio})
        self.estilos = _estilos(libro)

    def escribir(self) -> None:
        portada = self.hoja("Portada")
        self.cifras()
        self.preguntas()
        for cuadro in self.d.cuadros():
            if not cuadro.anclas:
                self.cuadro(cuadro)
        self.textos()
        self.portada(portada)

    def hoja(self, titulo: str, que_trae: str = "") -> Any:
        nombre = self._nombre(titulo)
        hoja = self.libro.add_worksheet(nombre)
        hoja.set_landscape()
        hoja.set_paper(9)
        hoja.fit_to_pages(1, 0)
        pie = f"{self.d.folio} · Corte: {self.d.corte} · {self.d.clasificacion}".replace("&", "&&")
        hoja.set_footer(f"&L&8{limpio(pie)[:200]}&R&8Página &P de &N")
        if que_trae:
            self.indice.append((nombre, que_trae))
        return hoja

    def _nombre(self, titulo: str) -> str:
        """Un nombre de hoja válido y que no se repite."""
        base = re.sub(r"[\[\]:*?/\\']", " ", limpio(titulo)).strip()[:LARGO_DE_HOJA] or "Tabla"
        nombre, n = base, 2
        while nombre.lower() in self.nombres:
            cola = f" ({n})"
            nombre, n = base[: LARGO_DE_HOJA - len(cola)] + cola, n + 1
        self.nombres.add(nombre.lower())
        return nombre

    def portada(self, hoja: Any) -> None:
        d, estilos = self.d, self.estilos
        hoja.set_column(0, 0, 24)
        hoja.set_column(1, 1, 90)
        hoja.write_string(0, 0, _celda_de_texto(d.titulo), estilos["titulo"])
        datos = (
            ("Asunto", d.subtitulo),
            ("Corte", d.corte),
            ("Fuente", d.fuente),
            ("Folio", d.folio),
            ("Clasificación", d.clasificacion),
            ("Verificación", d.verificacion),
            *(("Aviso", marca) for marca in d.marcas),
        )
        fila = 2
        for que, valor in datos:
            if valor:
                hoja.write_string(fila, 0, que, estilos["cabeza"])
                hoja.write_string(fila, 1, _celda_de_texto(valor), estilos["texto"])
                fila += 1
        fila += 1
        hoja.write_string(fila, 0, "Hoja", estilos["cabeza"])
        hoja.write_string(fila, 1, "Qué trae", estilos["cabeza"])
        for i, (nombre, que_trae) in enumerate(self.indice, start=fila + 1):
            hoja.write_url(i, 0, f"internal:'{nombre}'!A1", estilos["enlace"], nombre)
            hoja.write_string(i, 1, _celda_de_texto(que_trae), estilos["texto"])

    def cifras(self) -> None:
        cifras = list(self.d.cifras().values())
        if not cifras:
            return
        cuadro = Cuadro(
            "Cifras que el documento muestra o cita",
            ("Clave", "Qué mide", "Dónde y cuándo", "Valor", "Numerador", "Denominador", "Base",
             "Nota"),
            tuple(
                (c.clave, c.texto, c.etiqueta, c.valor, "", "", c.base, c.nota) for c in cifras
            ),
            tuple(_valores(c) for c in cifras),
            (False, False, False, True, True, True, False, False),
            numero=CIFRAS,
        )  # fmt: skip
        self.cuadro(cuadro)
        self.fila_de = {c.clave: i for i, c in enumerate(cifras, start=4)}

    def preguntas(self) -> None:
        preguntas = [b for b in self.d.bloques() if isinstance(b, Pregunta)]
        if not preguntas:
            return
        estilos, hoja = self.estilos, self.hoja("Preguntas", "Preguntas probables y sus cifras")
        hoja.set_column(0, 0, 5)
        hoja.set_column(1, 1, 40)
        hoja.set_column(2, 2, 90)
        hoja.set_column(3, 3, 30)
        for j, texto in enumerate(("N.º", "Pregunta", "Respuesta", "Cifras (clic para verlas)")):
            hoja.write_string(0, j, texto, estilos["cabeza"])
        fila = 1
        for p in preguntas:
            hoja.write_string(fila, 0, p.numero, estilos["texto"])
            hoja.write_string(fila, 1, _celda_de_texto(p.pregunta), estilos["texto"])
            hoja.write_string(fila, 2, _celda_de_texto(p.respuesta), estilos["texto"])
            for clave in p.claves:
                if clave in self.fila_de:
                    destino = f"internal:'{CIFRAS}'!A{self.fila_de[clave]}"
                    hoja.write_url(fila, 3, destino, estilos["enlace"], clave)
                fila += 1
            fila += 0 if p.claves else 1
        hoja.freeze_panes(1, 0)

    def cuadro(self, cuadro: Cuadro) -> None:
        estilos = self.estilos
        hoja = self.hoja(cuadro.numero or cuadro.titulo, cuadro.titulo)
        hoja.write_string(0, 0, _celda_de_texto(_titulo(cuadro)), estilos["titulo"])
        for j, encabezado in enumerate(cuadro.encabezados):
            hoja.write_string(2, j, _celda_de_texto(encabezado), estilos["cabeza"])
            largos = [len(str(f[j])) for f in cuadro.filas if j < len(f)]
            ancho = max([min(len(encabezado), 18), *largos], default=10) + 2
            hoja.set_column(j, j, min(ancho, ANCHO_MAXIMO))
        filas = cuadro.valores or cuadro.filas
        for i, fila in enumerate(filas, start=3):
            for j, valor in enumerate(fila):
                self.celda(hoja, i, j, valor, cuadro)
        hoja.freeze_panes(3, 1)
        hoja.repeat_rows(2)
        pie = len(filas) + 4
        for k, linea in enumerate(filter(None, (cuadro.nota, self.d.fuente, self.corte))):
            hoja.write_string(pie + k, 0, _celda_de_texto(linea), estilos["chico"])

    @property
    def corte(self) -> str:
        """El pie de cada hoja."""
        return f"Corte: {self.d.corte} · {self.d.folio}"

    def celda(self, hoja: Any, i: int, j: int, valor: Any, cuadro: Cuadro) -> None:
        estilos = self.estilos
        dicho = _dicho(cuadro, i - 3, j)
        if valor is None and not dicho:
            return
        if valor is None or isinstance(valor, bool):
            hoja.write_string(i, j, _celda_de_texto(dicho), estilos["falta"])
        elif isinstance(valor, int):
            es_anio = j == 0 and 1900 <= valor <= 2100
            hoja.write_number(i, j, valor, None if es_anio else estilos["entero"])
        elif isinstance(valor, float):
            hoja.write_number(i, j, valor, estilos[_formato_de(valor, dicho)])
        else:
            hoja.write_string(i, j, _celda_de_texto(valor), estilos["texto"])

    def textos(self) -> None:
        estilos, hoja = self.estilos, self.hoja("Textos y notas", "Los textos del documento")
        hoja.set_column(0, 0, 34)
        hoja.set_column(1, 1, 110)
        fila = 0
        for seccion in self.d.secciones:
            for bloque in seccion.bloques:
                for texto in _textos_de(bloque):
                    hoja.write_string(fila, 0, _celda_de_texto(seccion.titulo), estilos["cabeza"])
                    hoja.write_string(fila, 1, _celda_de_texto(texto), estilos["texto"])
                    fila += 1


def _titulo(cuadro: Cuadro) -> str:
    return cuadro.titulo if cuadro.numero in ("", CIFRAS) else cuadro.rotulo


def _valores(c: Cifra) -> tuple[Any, ...]:
    return (c.clave, c.texto, c.etiqueta, c.valor, c.numerador, c.denominador, c.base, c.nota)


def _dicho(cuadro: Cuadro, fila: int, columna: int) -> str:
    if fila < len(cuadro.filas) and columna < len(cuadro.filas[fila]):
        return str(cuadro.filas[fila][columna])
    return ""


def _formato_de(valor: float, dicho: str) -> str:
    if "%" in dicho:
        return "fraccion"
    return "entero" if valor == int(valor) else "decimal"


def _textos_de(bloque: Any) -> tuple[str, ...]:
    if marcados := textos_marcados(bloque):
        return tuple(map(plano, marcados))
    if isinstance(bloque, Titulo | Parrafo | Nota):
        return (bloque.texto,)
    if isinstance(bloque, Lista):
        return bloque.items
    if isinstance(bloque, Borrador):
        return (*filter(None, (bloque.titulo,)), *bloque.items)
    return ()


def _estilos(libro: xlsxwriter.Workbook) -> dict[str, Any]:
    tope = {"valign": "top"}
    return {
        "titulo": libro.add_format({"bold": True, "font_size": 14, "font_color": "#12305c"}),
        "cabeza": libro.add_format(
            {"bold": True, "bottom": 1, "text_wrap": True, "bg_color": "#EEF2F7"} | tope
        ),
        "texto": libro.add_format({"text_wrap": True} | tope),
        "falta": libro.add_format({"font_color": "#555869", "align": "right"} | tope),
        "chico": libro.add_format({"font_color": "#555869"}),
        "enlace": libro.add_format({"font_color": "#0056AC", "underline": 1} | tope),
        "fraccion": libro.add_format({"num_format": "0.0%"} | tope),
        "decimal": libro.add_format({"num_format": "#,##0.0#"} | tope),
        "entero": libro.add_format({"num_format": "#,##0"} | tope),
    }
