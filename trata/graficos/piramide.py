"""Pirámide de población: mujeres a la izquierda, hombres a la derecha, misma escala."""

from collections.abc import Callable, Sequence

from trata.comun import formato
from trata.graficos import leyenda
from trata.graficos.escalas import proporcional
from trata.graficos.modelo import (
    Estado,
    Grafico,
    Tramo,
    Valor,
    cifra,
    magnitud,
    tabla,
    texto,
    texto_de,
)
from trata.graficos.svg import MENOR, Lienzo, ancho_texto, linea, parrafo, rect, texto_svg


def piramide(
    tramos: Sequence[Tramo], *, titulo: str, unidad: str = "víctimas", ancho: int = 600,
    escribir: Callable[[Valor], str] = formato.entero, descripcion: str = "",
) -> Grafico:  # fmt: skip
    """Edad por sexo; los tramos llegan de menor a mayor edad y se dibujan de abajo arriba."""
    descripcion = descripcion or describir(tramos, unidad, escribir)
    lienzo = Lienzo("piramide", titulo, tuple(tramos), ancho=ancho)
    if tramos:
        _dibujar(lienzo, list(reversed(tramos)), escribir)
    else:
        leyenda.vacio(lienzo)
    filas = [
        [
            texto(t.etiqueta),
            cifra(t.mujeres, escribir, t.estado, t.url_mujeres),
            cifra(t.hombres, escribir, t.estado, t.url_hombres),
        ]
        for t in tramos
    ]
    cuadro = tabla(["Edad", "Mujeres", "Hombres"], filas)
    return Grafico(lienzo.cerrar(titulo, descripcion), cuadro, titulo, descripcion, ancho)


def _suma(tramos: Sequence[Tramo], lado: str) -> float:
    return sum(magnitud(getattr(t, lado), t.estado) or 0.0 for t in tramos)


def describir(tramos: Sequence[Tramo], unidad: str, escribir: Callable) -> str:
    """Totales por sexo y el tramo mayor de cada uno."""
    if not tramos:
        return "No hay datos para este filtro."
    frases = [f"Pirámide de edad y sexo ({unidad})."]
    for lado, nombre in (("mujeres", "Mujeres"), ("hombres", "Hombres")):
        mayor = max(tramos, key=lambda t: magnitud(getattr(t, lado), t.estado) or 0.0)
        frases.append(
            f"{nombre}: {escribir(_suma(tramos, lado))}; el grupo mayor es {mayor.etiqueta}, con "
            f"{texto_de(getattr(mayor, lado), mayor.estado, escribir)}."
        )
    return " ".join(frases)


def _dibujar(lienzo: Lienzo, tramos: Sequence[Tramo], escribir: Callable) -> None:
    centro = max(ancho_texto(t.etiqueta, MENOR) for t in tramos) + 20
    centro = min(centro, lienzo.ancho * 0.3)
    cifras = [
        texto_de(getattr(t, lado), t.estado, escribir)
        for t in tramos
        for lado in ("mujeres", "hombres")
    ]
    reserva = max(ancho_texto(c, MENOR, negrita=True) for c in cifras) + 8
    largo_total = max((lienzo.ancho - centro) / 2 - reserva, 20)
    maximo = max(
        magnitud(getattr(t, lado), t.estado) or 0.0
        for t in tramos
        for lado in ("mujeres", "hombres")
    )
    medio_izq, medio_der = (lienzo.ancho - centro) / 2, (lienzo.ancho + centro) / 2
    y = _cabecera(lienzo, tramos, medio_izq, medio_der, escribir)
    arriba = y - 2
    for t in tramos:
        lienzo.fondo(
            texto_svg(lienzo.ancho / 2, y + 18, t.etiqueta, ancla="middle", tamano=MENOR,
                      color="secundario", clase="g-cifra")
        )  # fmt: skip
        for lado, color in (("mujeres", "a"), ("hombres", "b")):
            _mitad(lienzo, t, lado, color, (medio_izq, medio_der), y, largo_total, maximo, escribir)
        y += 30
    lienzo.fondo(
        linea(medio_izq, arriba, medio_izq, y, "eje"),
        linea(medio_der, arriba, medio_der, y, "eje"),
    )
    lienzo.alto = y + 4


def _cabecera(lienzo: Lienzo, tramos, izquierda: float, derecha: float, escribir) -> float:
    """Sexo y total sobre cada lado, en una línea o en dos; devuelve la `y` siguiente."""
    nombres = [("Mujeres", escribir(_suma(tramos, "mujeres")), izquierda, "end", "a"),
               ("Hombres", escribir(_suma(tramos, "hombres")), derecha, "start", "b")]  # fmt: skip
    juntos = all(ancho_texto(f"{n} · {c}", negrita=True) <= izquierda for n, c, *_ in nombres)
    for nombre, cuantas, x, ancla, color in nombres:
        lineas = [f"{nombre} · {cuantas}"] if juntos else [nombre, cuantas]
        alto = 21 + 17 * (len(lineas) - 1)
        lienzo.fondo(
            parrafo(x, 15, lineas, ancla=ancla, peso=600, clase="g-cifra"),
            rect(x - (24 if ancla == "end" else 0), alto, 24, 3, color),
        )
    return 34.0 if juntos else 51.0


def _mitad(lienzo, t, lado, color, medios, y, largo_total, maximo, escribir) -> None:
    valor = getattr(t, lado)
    largo = proporcional(magnitud(valor, t.estado), maximo, largo_total)
    izquierda = lado == "mujeres"
    relleno, falta = None, magnitud(valor, t.estado) is None
    if falta:
        relleno = lienzo.trama("punto" if t.estado is Estado.RESERVADO else "raya")
        largo = 20.0
    elif t.estado is Estado.PROVISIONAL:
        relleno = lienzo.trama("provisional", color)
    x = medios[0] - largo if izquierda else medios[1]
    dicho = texto_de(valor, t.estado, escribir)
    corto = "–" if falta else dicho
    x_texto = x - 6 if izquierda else x + largo + 6
    franja = 0 if izquierda else medios[1]
    lienzo.marca(
        f"{lado.capitalize()}, {t.etiqueta}: {dicho}",
        rect(franja, y, medios[0], 29, "fondo", fill_opacity=0),
        rect(x, y + 3, largo, 22, color, relleno=relleno),
        texto_svg(x_texto, y + 18.5, corto, ancla="end" if izquierda else "start", tamano=MENOR,
                  peso=600, color="tenue" if falta else "tinta", clase="g-cifra"),
        url=t.url_mujeres if izquierda else t.url_hombres,
    )  # fmt: skip
