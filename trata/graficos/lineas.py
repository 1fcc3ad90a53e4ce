"""Series en el tiempo: líneas con rótulo directo y la línea mínima de una tabla («chispa»)."""

import math
from collections.abc import Callable, Sequence

from trata.comun import formato
from trata.graficos import leyenda
from trata.graficos.escalas import marcas
from trata.graficos.modelo import (
    COMPACTO,
    Estado,
    Grafico,
    Punto,
    Serie,
    Valor,
    cifra,
    magnitud,
    mayuscula,
    tabla,
    texto,
    texto_de,
)
from trata.graficos.svg import (
    CATEGORIAS,
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

Escribir = Callable[[Valor], str]


def lineas(
    series: Sequence[Serie], *, titulo: str, unidad: str = "víctimas", encabezado: str = "Período",
    ancho: int = 600, escribir: Escribir = formato.numero, descripcion: str = "",
) -> Grafico:  # fmt: skip
    """Hasta cuatro líneas desde cero; lo provisional va a trazos y lo que falta deja un hueco."""
    if len(series) > len(CATEGORIAS):
        raise ValueError("Como mucho cuatro series por gráfico.")
    momentos = _momentos(series)
    por_momento = [{p.etiqueta: p for p in s.puntos} for s in series]
    descripcion = descripcion or describir(series, unidad, escribir)
    lienzo = Lienzo("lineas", titulo, tuple(series), ancho=ancho)
    if momentos:
        _Trazado(lienzo, series, momentos, por_momento, escribir).dibujar()
    else:
        leyenda.vacio(lienzo)
    filas = [
        [texto(m.etiqueta)] + [_casilla(v.get(m.etiqueta), escribir) for v in por_momento]
        for m in momentos
    ]
    cuadro = tabla([encabezado, *(s.nombre or mayuscula(unidad) for s in series)], filas)
    return Grafico(lienzo.cerrar(titulo, descripcion), cuadro, titulo, descripcion, ancho)


def _momentos(series: Sequence[Serie]) -> list[Punto]:
    unicos: dict[str, Punto] = {}
    for serie in series:
        for punto in serie.puntos:
            unicos.setdefault(punto.etiqueta, punto)
    return list(unicos.values())


def _casilla(punto: Punto | None, escribir: Escribir):
    if punto is None:
        return cifra(None, escribir)
    return cifra(punto.valor, escribir, punto.estado, punto.url)


def describir(series: Sequence[Serie], unidad: str, escribir: Escribir) -> str:
    """Principio, fin, máximo y mínimo de cada serie, en palabras."""
    frases = []
    for s in series:
        hay = [p for p in s.puntos if magnitud(p.valor, p.estado) is not None]
        if not hay:
            continue
        mayor = max(hay, key=lambda p: magnitud(p.valor))
        menor = min(hay, key=lambda p: magnitud(p.valor))
        nombre = f"{s.nombre}: " if s.nombre else ""
        frases.append(
            f"{nombre}de {escribir(hay[0].valor)} en {hay[0].etiqueta} a "
            f"{escribir(hay[-1].valor)} en {hay[-1].etiqueta}; máximo "
            f"{escribir(mayor.valor)} ({mayor.etiqueta}), mínimo {escribir(menor.valor)} "
            f"({menor.etiqueta})."
        )
        ausentes = len(s.puntos) - len(hay)
        if ausentes:
            frases.append(f"{formato.plural(ausentes, 'período')} sin dato.")
        if any(p.estado is Estado.PROVISIONAL for p in s.puntos):
            frases.append("El último tramo es provisional.")
    if not frases:
        return "No hay datos para este filtro."
    return f"Gráfico de líneas ({unidad}). {' '.join(frases)}"


class _Trazado:
    """Geometría de un gráfico de líneas: márgenes, escalas y cada capa del dibujo."""

    def __init__(self, lienzo, series, momentos, por_momento, escribir) -> None:
        self.lienzo, self.series, self.momentos = lienzo, series, momentos
        self.por_momento, self.escribir = por_momento, escribir
        self.compacto = lienzo.ancho < COMPACTO
        self.varias = len(series) > 1
        valores = [m for v in por_momento for p in v.values() if (m := magnitud(p.valor, p.estado))]
        self.marcas = _eje_y(valores)
        self.arriba = 26.0
        if self.compacto and self.varias:
            nombres = [s.nombre for s in series]
            self.arriba = leyenda.series(lienzo, nombres, CATEGORIAS) + 22
        self.izquierda = max(ancho_texto(formato.numero(m), MENOR) for m in self.marcas) + 10
        self.derecha = self._margen_derecho()
        self.abajo = self.arriba + (200 if self.compacto else 270)
        plano = lienzo.ancho - self.izquierda - self.derecha
        self.paso = plano / max(len(momentos) - 1, 1)
        self.solo = len(momentos) == 1

    def _margen_derecho(self) -> float:
        if self.compacto or not self.varias:
            return 30.0
        largos = [
            ancho_texto(s.nombre, MENOR) + ancho_texto(self._ultimo(s), negrita=True)
            for s in self.series
        ]
        return min(max(largos) + 44, 220)

    def _ultimo(self, serie: Serie) -> str:
        """El último valor que se puede leer, como se escribirá junto a la línea."""
        legibles = [p.valor for p in serie.puntos if magnitud(p.valor, p.estado) is not None]
        return self.escribir(legibles[-1]) if legibles else ""

    def x(self, i: int) -> float:
        if self.solo:
            return self.izquierda + self.paso / 2
        return self.izquierda + self.paso * i

    def y(self, valor: float) -> float:
        bajo, alto = self.marcas[0], self.marcas[-1]
        return self.abajo - (valor - bajo) / (alto - bajo) * (self.abajo - self.arriba)

    def dibujar(self) -> None:
        self._rejilla()
        estados = self._bandas()
        self._eje_x()
        rotulos = []
        for serie, valores, color in zip(self.series, self.por_momento, CATEGORIAS, strict=False):
            rotulos += self._linea(serie, valores, color)
        self._rotulos_finales(rotulos)
        self._sensibles()
        alto = self.abajo + 34
        self.lienzo.alto = leyenda.estados(self.lienzo, estados, alto) if estados else alto

    def _rejilla(self) -> None:
        fin = self.lienzo.ancho - self.derecha
        for m in self.marcas:
            y = self.y(m)
            self.lienzo.fondo(
                linea(self.izquierda, y, fin, y, "eje" if m == 0 else "rejilla"),
                texto_svg(self.izquierda - 8, y + 4.5, formato.numero(m), ancla="end",
                          tamano=MENOR, color="tenue", clase="g-cifra"),
            )  # fmt: skip

    def _bandas(self) -> list[Estado]:
        """Tramas verticales donde ningún valor se puede leer o donde es provisional."""
        usados = []
        ancho = min(self.paso, 46) if len(self.momentos) > 1 else 46
        for i, m in enumerate(self.momentos):
            puntos = [v.get(m.etiqueta) for v in self.por_momento]
            estado = _peor([p for p in puntos if p], len(puntos))
            if estado is None:
                continue
            usados.append(estado)
            clase = {Estado.SIN_DATO: "raya", Estado.RESERVADO: "punto"}.get(estado)
            relleno = self.lienzo.trama(clase or "provisional", "sin-dato")
            x = max(self.x(i) - ancho / 2, self.izquierda)
            fin = min(self.x(i) + ancho / 2, self.lienzo.ancho - self.derecha + 14)
            self.lienzo.fondo(
                rect(x, self.arriba - 8, fin - x, self.abajo - self.arriba + 8, "papel",
                     relleno=relleno, fill_opacity=0.75)
            )  # fmt: skip
        return [e for e in Estado if e in usados]

    def _eje_x(self) -> None:
        libre = -math.inf
        for i, m in enumerate(self.momentos):
            rotulo = m.etiqueta if m.eje is None else m.eje
            if not rotulo:
                continue
            medio = ancho_texto(rotulo, MENOR) / 2
            x = min(max(self.x(i), medio), self.lienzo.ancho - medio)
            if x - medio < libre:
                continue
            libre = x + medio + 10
            self.lienzo.fondo(
                linea(self.x(i), self.abajo, self.x(i), self.abajo + 5, "eje"),
                texto_svg(x, self.abajo + 21, rotulo, ancla="middle", tamano=MENOR,
                          color="secundario", clase="g-cifra"),
            )  # fmt: skip

    def _linea(self, serie: Serie, valores: dict[str, Punto], color: str) -> list[tuple]:
        """Dibuja los tramos y devuelve el rótulo del final."""
        previo, ultimo, guion, tramos = None, None, "", {"": [], "2 5": []}
        marcados = len(self.momentos) <= 24
        puntos = []
        for i, m in enumerate(self.momentos):
            p = valores.get(m.etiqueta)
            valor = magnitud(p.valor, p.estado) if p else None
            if valor is None:
                previo = None
                continue
            aqui = (self.x(i), self.y(valor))
            provisional = p.estado is Estado.PROVISIONAL
            estilo = "2 5" if provisional else ""
            suelto = previo is None
            if suelto:
                tramos[estilo].append(f"M{num(aqui[0])} {num(aqui[1])}")
            else:
                origen = "" if estilo == guion else f"M{num(previo[0])} {num(previo[1])}"
                tramos[estilo].append(f"{origen}L{num(aqui[0])} {num(aqui[1])}")
            guion = estilo
            if marcados or suelto or provisional:
                puntos.append(_marcador(*aqui, color, hueco=provisional))
            previo = ultimo = aqui
        self._trazar(tramos, color)
        self.lienzo.fondo(*puntos)
        if not self.varias:
            self._cifras(valores)
        if ultimo is None:
            return []
        return [(ultimo[1], ultimo[0], serie.nombre, self._final(valores), color)]

    def _trazar(self, tramos: dict[str, list[str]], color: str) -> None:
        for guion, partes in tramos.items():
            if partes:
                trazo = elem(
                    "path", d="".join(partes), fill="none", class_=f"g-s-{color}",
                    stroke=COLORES[color], stroke_width=2.6, stroke_linejoin="round",
                    stroke_linecap="round", stroke_dasharray=guion or None,
                )  # fmt: skip
                self.lienzo.fondo(trazo)

    def _final(self, valores: dict[str, Punto]) -> str:
        hay = [
            p for m in self.momentos
            if (p := valores.get(m.etiqueta)) and magnitud(p.valor, p.estado) is not None
        ]  # fmt: skip
        return self.escribir(hay[-1].valor)

    def _cifras(self, valores: dict[str, Punto]) -> None:
        """Con una sola serie se escriben los valores: todos si caben; si no, máximo y último."""
        visibles = [
            (i, p, valor) for i, m in enumerate(self.momentos)
            if (p := valores.get(m.etiqueta))
            and (valor := magnitud(p.valor, p.estado)) is not None
        ]  # fmt: skip
        if not visibles:
            return
        caben = self.paso >= max(ancho_texto(self.escribir(p.valor)) for _, p, _ in visibles) + 4
        mayor = max(visibles, key=lambda v: v[2])
        elegidos = visibles if caben or self.solo else _unicos(mayor, visibles[-1])
        if (
            not (caben or self.solo)
            and visibles[-1][0] - mayor[0] > 0
            and (self.x(visibles[-1][0]) - self.x(mayor[0]) < 44)
        ):
            elegidos = [mayor]
        for i, p, valor in elegidos:
            rotulo = self.escribir(p.valor)
            medio = ancho_texto(rotulo, negrita=True) / 2
            dx, dy = _apartar(visibles, i)
            if dy > 0 and self.y(valor) + dy > self.abajo - 2:
                dy = -11.0  # debajo pisaría el eje
            x = self.x(i) + dx * (medio + 1)
            x = min(max(x, self.izquierda + medio - 2), self.lienzo.ancho - medio)
            self.lienzo.fondo(
                texto_svg(x, self.y(valor) + dy, rotulo, ancla="middle", peso=600, halo=True,
                          clase="g-cifra")
            )  # fmt: skip

    def _rotulos_finales(self, rotulos: list[tuple]) -> None:
        """Nombre de cada serie junto a su último punto, separados para que no se pisen."""
        if not self.varias or self.compacto:
            return
        libre = -math.inf
        tope = self.abajo + 4 - 20 * (len(rotulos) - 1)
        for k, (y, x, nombre, valor, color) in enumerate(sorted(rotulos)):
            y = max(min(y + 5, tope + 20 * k), libre)
            libre = y + 20
            inicio = max(x, self.lienzo.ancho - self.derecha) + 19
            fuerte = texto_svg(inicio, y, valor, peso=700, color="tinta", clase="g-cifra")
            resto = inicio + ancho_texto(valor, negrita=True) + 7
            nombre = partir(nombre, self.lienzo.ancho - resto, MENOR, 1)
            rotulo = parrafo(resto, y, nombre, tamano=MENOR, color="secundario")
            self.lienzo.fondo(fuerte, rotulo)
            self.lienzo.fondo(rect(inicio - 8, y - 11, 4, 13, color, radio=1))

    def _sensibles(self) -> None:
        """Una franja invisible por período con todos sus valores; enlaza si es ancha (≥ 24 px)."""
        for i, m in enumerate(self.momentos):
            puntos = [
                (s, v.get(m.etiqueta)) for s, v in zip(self.series, self.por_momento, strict=True)
            ]
            dichos = [_decir(s, p, self.escribir) for s, p in puntos if p]
            url = next((p.url for _, p in puntos if p and p.url), "")
            mitad = self.paso / 2
            x = max(self.x(i) - mitad, 0)
            ancho = min(self.x(i) + mitad, self.lienzo.ancho) - x
            self.lienzo.marca(
                f"{m.etiqueta}: {'; '.join(dichos)}",
                rect(
                    x,
                    self.arriba,
                    ancho,
                    self.abajo - self.arriba,
                    "fondo",
                    fill_opacity=0,
                ),
                url=url if ancho >= 24 else "",
            )


def _decir(serie: Serie, punto: Punto, escribir: Escribir) -> str:
    valor = texto_de(punto.valor, punto.estado, escribir)
    aviso = " (provisional)" if punto.estado is Estado.PROVISIONAL else ""
    return f"{serie.nombre} {valor}{aviso}".strip()


def _peor(puntos: Sequence[Punto], series: int) -> Estado | None:
    """Qué trama lleva un período: falta sólo si no hay ningún valor que leer."""
    legibles = [p for p in puntos if magnitud(p.valor, p.estado) is not None]
    if legibles:
        provisional = any(p.estado is Estado.PROVISIONAL for p in legibles)
        return Estado.PROVISIONAL if provisional else None
    reservado = any(p.estado is Estado.RESERVADO for p in puntos)
    return Estado.RESERVADO if reservado else Estado.SIN_DATO


def _eje_y(valores: Sequence[float]) -> list[float]:
    alto, bajo = max([*valores, 0.0]), min([*valores, 0.0])
    if bajo >= 0:
        return marcas(alto)
    paso = marcas(max(alto, -bajo), 3)[1]
    primero, ultimo = math.floor(bajo / paso), max(math.ceil(alto / paso), 0)
    return [paso * i for i in range(primero, ultimo + 1)]


def _unicos(mayor: tuple, ultimo: tuple) -> list[tuple]:
    return [mayor] if mayor[0] == ultimo[0] else [mayor, ultimo]


def _apartar(visibles: Sequence[tuple], i: int) -> tuple[float, float]:
    """Hacia dónde se aparta la cifra de su línea: abajo en un valle, al lado en una cuesta."""
    valores = {k: v for k, _, v in visibles}
    antes, aqui, despues = valores.get(i - 1), valores[i], valores.get(i + 1)
    vecinos = [v for v in (antes, despues) if v is not None]
    if vecinos and aqui != 0 and all(v > aqui for v in vecinos):
        return 0.0, 23.0
    if antes is not None and despues is not None and antes > aqui > despues:
        return 0.7, -8.0
    if antes is not None and despues is not None and antes < aqui < despues:
        return -0.7, -8.0
    return 0.0, -11.0


_FORMAS = {"a": "circulo", "b": "cuadrado", "c": "rombo", "d": "triangulo"}


def _marcador(x: float, y: float, color: str, *, hueco: bool) -> str:
    """Cada serie tiene su forma, además de su color."""
    pinta = {
        "fill": COLORES["fondo"] if hueco else COLORES[color], "stroke": COLORES[color],
        "stroke_width": 2, "class_": f"g-s-{color}" + ("" if hueco else f" g-f-{color}"),
    }  # fmt: skip
    forma = _FORMAS[color]
    if forma == "circulo":
        return elem("circle", cx=x, cy=y, r=3.6, **pinta)
    if forma == "cuadrado":
        return elem("rect", x=x - 3.2, y=y - 3.2, width=6.4, height=6.4, **pinta)
    puntas = {"rombo": [(0, -4.6), (4.6, 0), (0, 4.6), (-4.6, 0)],
              "triangulo": [(0, -4.6), (4.4, 3.4), (-4.4, 3.4)]}[forma]  # fmt: skip
    return elem(
        "polygon", points=" ".join(f"{num(x + a)},{num(y + b)}" for a, b in puntas), **pinta
    )
