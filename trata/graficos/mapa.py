"""Mapas de clases (coropletas) de los 25 departamentos y de las 196 provincias.

Clases discretas (≤ 5) con leyenda en palabras; «Sin dato» con raya gris y «Dato reservado» con
punto; el Callao se repite ampliado en un recuadro. Nunca puntos de víctimas.
"""

import json
from collections import Counter
from collections.abc import Callable, Sequence
from functools import lru_cache
from pathlib import Path

from trata.comun import formato
from trata.graficos import leyenda
from trata.graficos.escalas import Clases, clasificar
from trata.graficos.modelo import (
    COMPACTO,
    Estado,
    Grafico,
    Region,
    Valor,
    cifra,
    magnitud,
    mayuscula,
    tabla,
    texto,
    texto_de,
)
from trata.graficos.svg import (
    COLORES,
    MENOR,
    Lienzo,
    ancho_texto,
    elem,
    linea,
    num,
    parrafo,
    partir,
    rect,
    texto_svg,
)

CONTORNOS = Path(__file__).parent / "datos" / "contornos.json"
Escribir = Callable[[Valor], str]


@lru_cache(maxsize=1)
def contornos() -> dict:
    """El archivo derivado de trazos (ver `datos/FUENTE.md`)."""
    return json.loads(CONTORNOS.read_text(encoding="utf-8"))


def mapa_departamentos(datos: Sequence[Region], **opciones) -> Grafico:
    """Mapa de los 25 departamentos. Opciones: las de `mapa`."""
    return mapa("departamentos", datos, **opciones)


def mapa_provincias(datos: Sequence[Region], **opciones) -> Grafico:
    """Mapa de las 196 provincias, con el borde de los departamentos encima."""
    return mapa("provincias", datos, **opciones)


def completar(nivel: str, datos: Sequence[Region]) -> dict[str, Region]:
    """Una región por trazo, con nombre; las que no llegaron quedan «Sin dato»."""
    dadas = {r.codigo: r for r in datos}
    salida = {}
    for codigo, forma in contornos()[nivel].items():
        r = dadas.get(codigo) or Region(codigo, None, estado=Estado.SIN_DATO)
        nombre = r.nombre or forma["n"]
        salida[codigo] = Region(
            codigo, r.valor, nombre, r.url, r.estado, r.numerador, r.denominador
        )
    return salida


def frase(r: Region, escribir: Escribir) -> str:
    """«Lima: 1,6 (176 de 10 800 000)»."""
    dicho = texto_de(r.valor, r.estado, escribir)
    visible = magnitud(r.valor, r.estado) is not None
    if visible and r.numerador is not None and r.denominador is not None:
        dicho += f" ({formato.entero(r.numerador)} de {formato.entero(r.denominador)})"
    return f"{r.nombre}: {dicho}{', provisional' if r.estado is Estado.PROVISIONAL else ''}"


def clases_de(regiones: Sequence[Region]) -> Clases:
    """Las clases que corresponden a estos datos."""
    valores = [m for r in regiones if (m := magnitud(r.valor, r.estado)) is not None]
    return clasificar(valores)


def mapa(
    nivel: str, datos: Sequence[Region], *, titulo: str, unidad: str = "víctimas",
    ancho: int = 600, escribir: Escribir = formato.numero, etiquetas: bool = False,
    clases: Clases | None = None, enlaces: bool = True, descripcion: str = "", mayores: bool = True,
) -> Grafico:  # fmt: skip
    """Coropleta. `clases` fija la escala para comparar dos mapas; `etiquetas` escribe el valor.

    `enlaces=False` deja los enlaces sólo en la tabla (regiones menores que un dedo);
    `mayores=False` quita «Los más altos» (valores que son categorías).
    """
    regiones = completar(nivel, datos)
    fuera = [r for r in datos if r.codigo not in regiones]
    clases = clases or clases_de(list(regiones.values()))
    descripcion = descripcion or describir(nivel, regiones, fuera, unidad, escribir)
    lienzo = Lienzo("mapa", nivel, titulo, tuple(datos), etiquetas, ancho=ancho)
    dibujo = _Mapa(lienzo, nivel, regiones, clases, escribir)
    dibujo.enlaces, dibujo.mayores = enlaces and nivel == "departamentos", mayores
    dibujo.dibujar(etiquetas)
    leyenda_de_clases(dibujo, unidad)
    cuadro = tabla_de([*regiones.values(), *fuera], nivel, unidad, escribir)
    return Grafico(lienzo.cerrar(titulo, descripcion), cuadro, titulo, descripcion, ancho)


def describir(nivel: str, regiones: dict, fuera: Sequence, unidad: str, escribir) -> str:
    """Los mayores, los menores y cuántos faltan."""
    orden = ordenar(regiones.values())
    hay = [r for r in orden if magnitud(r.valor, r.estado) is not None]
    aparte = f"Sin lugar en el mapa: {len(fuera)}." if fuera else ""
    if not hay:
        return f"No hay datos para este filtro. {aparte}".strip()
    partes = [
        f"Mapa del Perú por {nivel} ({unidad}). Valores más altos: "
        f"{'; '.join(frase(r, escribir) for r in hay[:5])}. "
        f"Más bajo: {frase(hay[-1], escribir)}."
    ]
    falta = Counter(
        "reservado" if r.estado is Estado.RESERVADO else "sin dato"
        for r in orden if magnitud(r.valor, r.estado) is None
    )  # fmt: skip
    partes += [f"{nivel.capitalize()} con dato reservado: {falta['reservado']}."] * bool(
        falta["reservado"]
    )
    partes += [f"Sin dato: {falta['sin dato']}."] * bool(falta["sin dato"])
    return " ".join([*partes, aparte]).strip()


def ordenar(regiones) -> list[Region]:
    """De mayor a menor valor; lo que falta, al final y por nombre."""
    return sorted(
        regiones,
        key=lambda r: (
            magnitud(r.valor, r.estado) is None, -(magnitud(r.valor, r.estado) or 0), r.codigo,
        ),
    )  # fmt: skip


def tabla_de(regiones: Sequence[Region], nivel: str, unidad: str, escribir: Escribir):
    """Tabla de mayor a menor, con numerador y denominador si los hay."""
    con_fraccion = any(r.numerador is not None for r in regiones)
    encabezados = [nivel[:-1].capitalize(), mayuscula(unidad)]
    encabezados += ["Numerador", "Denominador"] if con_fraccion else []
    filas = []
    for r in ordenar(regiones):
        fila = [texto(r.nombre or r.codigo, r.url), cifra(r.valor, escribir, r.estado)]
        if con_fraccion:
            fila += [cifra(v, formato.entero, r.estado) for v in (r.numerador, r.denominador)]
        filas.append(fila)
    return tabla(encabezados, filas)


class _Mapa:
    """Geometría del mapa dentro del lienzo: escala, recuadro del Callao y rótulos."""

    def __init__(self, lienzo, nivel, regiones, clases, escribir) -> None:
        self.lienzo, self.nivel, self.regiones = lienzo, nivel, regiones
        self.clases, self.escribir, self.enlaces, self.mayores = clases, escribir, True, True
        self.compacto = lienzo.ancho < COMPACTO
        self.ancho = lienzo.ancho if self.compacto else min(lienzo.ancho * 0.63, 480)
        datos = contornos()
        self.k = (self.ancho - 4) / datos["ancho"]
        self.alto = datos["alto"] * self.k + 8
        self.formas = datos[nivel]

    def relleno(self, r: Region, escala: float = 1.0) -> tuple[str, str | None]:
        """Clase de color y, si falta o es provisional, la trama."""
        valor = magnitud(r.valor, r.estado)
        if valor is None:
            clase = "punto" if r.estado is Estado.RESERVADO else "raya"
            return "papel", self.lienzo.trama(clase, escala=escala)
        tono = self.clases.tono(valor)
        if r.estado is Estado.PROVISIONAL:
            return tono, self.lienzo.trama("provisional", tono, escala=escala)
        return tono, None

    def dibujar(self, etiquetas: bool) -> None:
        k = self.k
        grueso = (1.0 if self.nivel == "departamentos" else 0.6) / k
        with self.lienzo.grupo(f"translate(2 4) scale({k:.4f})"):
            self._silueta(k)
            for codigo, forma in self.formas.items():
                self._region(self.regiones[codigo], forma["d"], grueso, 1 / k)
            if self.nivel == "provincias":
                bordes = "".join(f["d"] for f in contornos()["departamentos"].values())
                self.lienzo.fondo(
                    elem("path", d=bordes, fill="none", stroke="#FFFFFF", stroke_width=1.8 / k)
                )
        if etiquetas:
            self._etiquetas()
        self._recuadro()

    def _silueta(self, k: float) -> None:
        """El contorno del país, para que los tonos claros no se pierdan en el papel."""
        todo = "".join(f["d"] for f in contornos()["departamentos"].values())
        self.lienzo.fondo(
            elem("path", d=todo, fill="none", class_="g-s-eje", stroke=COLORES["eje"],
                 stroke_width=1.6 / k, stroke_linejoin="round")
        )  # fmt: skip

    def _region(self, r: Region, d: str, grueso: float, escala: float, **mas) -> None:
        tono, trama = self.relleno(r, escala)
        forma = elem(
            "path", d=d, class_=None if trama else f"g-f-{tono}", fill=trama or COLORES[tono],
            stroke="#FFFFFF", stroke_width=grueso, stroke_linejoin="round", **mas,
        )  # fmt: skip
        self.lienzo.marca(frase(r, self.escribir), forma, url=r.url if self.enlaces else "")

    def _etiquetas(self) -> None:
        for codigo, forma in self.formas.items():
            r = self.regiones[codigo]
            valor = magnitud(r.valor, r.estado)
            if valor is None or codigo in ("07", "0701"):
                continue
            rotulo = self.escribir(r.valor)
            x0, y0, x1, y1 = (c * self.k for c in forma["b"])
            if ancho_texto(rotulo, MENOR) > (x1 - x0) * 0.75 or y1 - y0 < 22:
                continue
            provisional = r.estado is Estado.PROVISIONAL
            oscuro = self.clases.tono(valor) in ("m4", "m5") and not provisional
            self.lienzo.fondo(
                texto_svg(forma["c"][0] * self.k + 2, forma["c"][1] * self.k + 8, rotulo,
                          ancla="middle", tamano=MENOR, peso=600, clase="g-cifra",
                          color="fondo" if oscuro else "tinta", halo=provisional)
            )  # fmt: skip

    def _recuadro(self) -> None:
        """El Callao ampliado, al suroeste, unido por una línea a su sitio."""
        codigo = "07" if self.nivel == "departamentos" else "0701"
        r, forma = self.regiones[codigo], contornos()["callao"]
        ancho, alto = 92.0, 104.0
        x, y = 4.0, self.alto - alto - (8 if self.compacto else 40)
        cx, cy = (c * self.k + d for c, d in zip(self.formas[codigo]["c"], (2, 4), strict=True))
        k = 62 / forma["alto"]
        dx = x + (ancho - forma["ancho"] * k) / 2
        tono, trama = self.relleno(r, 1 / k)
        self.lienzo.fondo(
            linea(x + ancho / 2, y, cx - 3, cy + 2, "eje"),
            elem("circle", cx=cx, cy=cy, r=5, fill="none", class_="g-s-eje",
                 stroke=COLORES["eje"]),
        )  # fmt: skip
        self.lienzo.marca(
            frase(r, self.escribir),
            rect(x + 0.5, y, ancho, alto, "fondo", radio=4, stroke=COLORES["rejilla"]),
            texto_svg(x + ancho / 2, y + 18, "Callao", ancla="middle", tamano=MENOR),
            elem("path", d=forma["d"], transform=f"translate({num(dx)} {num(y + 24)}) "
                 f"scale({k:.4f})", class_=None if trama else f"g-f-{tono}",
                 fill=trama or COLORES[tono], stroke=COLORES["eje"], stroke_width=1 / k),
            texto_svg(x + ancho / 2, y + alto - 6, _corto(r, self.escribir), ancla="middle",
                      tamano=MENOR, peso=600, clase="g-cifra"),
            url=r.url,
        )  # fmt: skip


def _corto(r: Region, escribir: Escribir) -> str:
    return "Reservado" if r.estado is Estado.RESERVADO else texto_de(r.valor, r.estado, escribir)


def leyenda_de_clases(dibujo: _Mapa, unidad: str) -> None:
    """Clases con su intervalo y cuántas regiones tiene cada una; a la derecha o debajo."""
    lienzo, regiones = dibujo.lienzo, list(dibujo.regiones.values())
    x, y = (0.0, dibujo.alto + 14) if dibujo.compacto else (dibujo.ancho + 24, 8.0)
    filas = filas_de_leyenda(lienzo, regiones, dibujo.clases, dibujo.escribir, dibujo.nivel)
    lineas = partir(unidad[:1].upper() + unidad[1:], lienzo.ancho - x, MENOR, 3)
    lienzo.fondo(parrafo(x, y + 12, lineas, tamano=MENOR, color="secundario", peso=600))
    y = leyenda.escala(lienzo, x, y + 17 * len(lineas) + 8, filas)
    if not dibujo.compacto and dibujo.mayores:
        y = _mayores(lienzo, x, y + 20, regiones, dibujo.escribir)
    lienzo.alto = max(y, dibujo.alto) + 4


def filas_de_leyenda(lienzo, regiones, clases: Clases, escribir, nivel: str = "departamentos"):
    """Una fila por clase (de mayor a menor) y por cada trama usada, con cuántas regiones tiene."""
    corto = "dep." if nivel == "departamentos" else "prov."
    visibles = [m for r in regiones if (m := magnitud(r.valor, r.estado)) is not None]
    cuenta = Counter(clases.indice(v) for v in visibles)
    filas = [
        ("", tono, rotulo, f"{cuenta[i]} {corto}")
        for i, (tono, rotulo) in enumerate(zip(clases.tonos, clases.rotulos(escribir), strict=True))
    ][::-1]
    reservadas = sum(r.estado is Estado.RESERVADO for r in regiones)
    ausentes = len(regiones) - len(visibles) - reservadas
    if ausentes:
        filas.append((lienzo.trama("raya"), "", "Sin dato", f"{ausentes} {corto}"))
    if reservadas:
        filas.append((lienzo.trama("punto"), "", "Dato reservado", f"{reservadas} {corto}"))
    if any(r.estado is Estado.PROVISIONAL for r in regiones):
        filas.append((lienzo.trama("provisional", "m3"), "", "Provisional", ""))
    return filas


def _mayores(lienzo: Lienzo, x: float, y: float, regiones, escribir) -> float:
    """Los cinco valores más altos, escritos: la cifra no se adivina por el tono."""
    hay = [r for r in ordenar(regiones) if magnitud(r.valor, r.estado) is not None][:5]
    if not hay:
        return y
    lienzo.fondo(texto_svg(x, y + 12, "Los más altos", tamano=MENOR, peso=600, color="secundario"))
    y += 24
    fin = min(lienzo.ancho, x + 200)
    for r in hay:
        valor = escribir(r.valor)
        nombre = partir(r.nombre, fin - x - ancho_texto(valor) - 12, 14, 1)
        lienzo.fondo(
            parrafo(x, y + 13, nombre),
            texto_svg(fin, y + 13, valor, ancla="end", peso=600, clase="g-cifra"),
            linea(x, y + 21, fin, y + 21),
        )
        y += 27
    return y
