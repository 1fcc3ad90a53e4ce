"""Barras horizontales ordenadas, con su número y su porcentaje al lado."""

from collections.abc import Callable, Sequence

from trata.comun import formato
from trata.graficos import leyenda
from trata.graficos.escalas import proporcional
from trata.graficos.modelo import (
    COMPACTO,
    Barra,
    Estado,
    Grafico,
    Valor,
    cifra,
    magnitud,
    mayuscula,
    tabla,
    texto,
    texto_de,
)
from trata.graficos.svg import (
    Lienzo,
    ancho_texto,
    linea,
    parrafo,
    partir,
    rect,
    texto_svg,
)

Escribir = Callable[[Valor], str]


def ordenadas(datos: Sequence[Barra]) -> list[Barra]:
    """De mayor a menor; lo que falta después, lo residual («No consta») siempre al final."""
    return sorted(
        datos,
        key=lambda b: (b.residual, magnitud(b.valor, b.estado) is None, -(magnitud(b.valor) or 0)),
    )


def rotulo(barra: Barra, escribir: Escribir) -> tuple[str, str]:
    """Lo que se escribe junto a la barra: el valor y, si hay denominador, el porcentaje."""
    valor = texto_de(barra.valor, barra.estado, escribir)
    if magnitud(barra.valor, barra.estado) is None or magnitud(barra.total) in (None, 0.0):
        return valor, ""
    return valor, formato.porcentaje(barra.valor, barra.total)


def frase(barra: Barra, escribir: Escribir) -> str:
    """«Mujer: 426 (79,6 %)», con «provisional» si lo es."""
    valor, parte = rotulo(barra, escribir)
    aviso = ", provisional" if barra.estado is Estado.PROVISIONAL else ""
    return f"{barra.etiqueta}: {valor}{f' ({parte})' if parte else ''}{aviso}"


def describir(datos: Sequence[Barra], unidad: str, escribir: Escribir) -> str:
    """Texto alternativo de unas barras a partir de los mismos datos."""
    if not datos:
        return "No hay datos para este filtro."
    visibles = [b for b in datos if magnitud(b.valor, b.estado) is not None]
    partes = [f"Barras horizontales de {formato.plural(len(datos), 'categoría')} ({unidad})."]
    partes += ["; ".join(frase(b, escribir) for b in visibles[:8]) + "."] if visibles else []
    if len(visibles) > 8:
        partes.append(f"Hay {len(visibles) - 8} más en la tabla.")
    if len(visibles) < len(datos):
        partes.append(f"Sin dato visible: {len(datos) - len(visibles)}.")
    return " ".join(partes)


def barras(
    datos: Sequence[Barra], *, titulo: str, unidad: str = "víctimas", encabezado: str = "Categoría",
    ordenar: bool = True, ancho: int = 600, escribir: Escribir = formato.entero,
    descripcion: str = "",
) -> Grafico:  # fmt: skip
    """Barras horizontales ordenadas, con el número y el porcentaje escritos al lado."""
    filas = ordenadas(datos) if ordenar else list(datos)
    descripcion = descripcion or describir(filas, unidad, escribir)
    lienzo = Lienzo("barras", titulo, filas, ancho=ancho)
    if not filas:
        leyenda.vacio(lienzo)
    elif ancho < COMPACTO:
        dibujar_compactas(lienzo, filas, escribir)
    else:
        _amplias(lienzo, filas, escribir)
    return Grafico(
        lienzo.cerrar(titulo, descripcion), _tabla(filas, encabezado, unidad, escribir),
        titulo, descripcion, ancho,
    )  # fmt: skip


def _tabla(filas: Sequence[Barra], encabezado: str, unidad: str, escribir: Escribir):
    con_parte = any(b.total is not None for b in filas)
    encabezados = [encabezado, mayuscula(unidad)] + (["Porcentaje"] if con_parte else [])
    cuerpo = []
    for b in filas:
        fila = [texto(b.etiqueta, b.url), cifra(b.valor, escribir, b.estado)]
        if con_parte:
            fila.append(_parte(b))
        cuerpo.append(fila)
    return tabla(encabezados, cuerpo)


def _parte(b: Barra):
    valor, total = magnitud(b.valor, b.estado), magnitud(b.total)
    if valor is None or not total:
        return cifra(None, formato.proporcion, b.estado)
    return cifra(valor / total, lambda _: formato.porcentaje(b.valor, b.total))


def _color(b: Barra, hay_destacada: bool) -> str:
    if b.residual:
        return "residual"
    return "suave" if hay_destacada and not b.destacada else "a"


def dibujar_barra(
    lienzo: Lienzo, b: Barra, x: float, y: float, largo: float, grueso: float, color: str
):
    """El rectángulo del dato, o un trozo de trama si falta o está reservado."""
    if b.estado is Estado.RESERVADO:
        return rect(x, y, 28, grueso, "papel", relleno=lienzo.trama("punto"))
    if magnitud(b.valor, b.estado) is None:
        return rect(x, y, 28, grueso, "papel", relleno=lienzo.trama("raya"))
    provisional = b.estado is Estado.PROVISIONAL
    relleno = lienzo.trama("provisional", color) if provisional else None
    return rect(x, y, largo, grueso, color, radio=1.5, relleno=relleno)


def _maximo(filas: Sequence[Barra]) -> float:
    return max((magnitud(b.valor, b.estado) or 0.0 for b in filas), default=0.0)


def _amplias(lienzo: Lienzo, filas: Sequence[Barra], escribir: Escribir) -> None:
    """Nombre a la izquierda, barra y valor al final de la barra."""
    rotulos = [rotulo(b, escribir) for b in filas]
    columna = min(
        max(ancho_texto(b.etiqueta, negrita=b.destacada) for b in filas) + 14, lienzo.ancho * 0.36
    )
    reserva = max(_ancho_rotulo(*r) for r in rotulos) + 12
    reserva = min(reserva, lienzo.ancho * 0.5)
    largo_total, maximo = lienzo.ancho - columna - reserva, _maximo(filas)
    hay_destacada = any(b.destacada for b in filas)
    y = 6.0
    for b, (valor, parte) in zip(filas, rotulos, strict=True):
        lineas = partir(b.etiqueta, columna - 12, negrita=b.destacada)
        alto = 36 if len(lineas) == 1 else 44
        centro = y + alto / 2
        largo = proporcional(magnitud(b.valor, b.estado), maximo, largo_total)
        falta = magnitud(b.valor, b.estado) is None
        lienzo.marca(
            frase(b, escribir),
            rect(0, y, lienzo.ancho, alto, "fondo", fill_opacity=0),
            parrafo(columna - 12, centro + 5 - (len(lineas) - 1) * 8.5, lineas, ancla="end",
                    peso=600 if b.destacada else None),
            dibujar_barra(lienzo, b, columna, centro - 10, largo, 20, _color(b, hay_destacada)),
            _rotulo(columna + (28 if falta else largo) + 8, centro + 5, valor, parte, falta),
            url=b.url,
        )  # fmt: skip
        y += alto
    lienzo.fondo(linea(columna, 2, columna, y + 2, "eje"))
    lienzo.alto = y + 6


def dibujar_compactas(lienzo: Lienzo, filas: Sequence[Barra], escribir: Escribir) -> None:
    """Nombre y valor en una línea; la barra, debajo y de lado a lado."""
    maximo, y = _maximo(filas), 2.0
    hay_destacada = any(b.destacada for b in filas)
    rotulos = [rotulo(b, escribir) for b in filas]
    columna = max(ancho_texto(parte) for _, parte in rotulos)
    fin = lienzo.ancho - (columna + 10 if columna else 0)
    for b, (valor, parte) in zip(filas, rotulos, strict=True):
        falta = magnitud(b.valor, b.estado) is None
        derecha = lienzo.ancho if falta else fin
        lineas = partir(
            b.etiqueta, derecha - ancho_texto(valor, negrita=True) - 14, negrita=b.destacada
        )
        alto = 48 + (len(lineas) - 1) * 17
        base = y + 18
        pie = base + (len(lineas) - 1) * 17
        largo = proporcional(magnitud(b.valor, b.estado), maximo, lienzo.ancho)
        lienzo.marca(
            frase(b, escribir),
            rect(0, y, lienzo.ancho, alto - 4, "fondo", fill_opacity=0),
            parrafo(0, base, lineas, peso=600 if b.destacada else None),
            texto_svg(derecha, base, valor, ancla="end", peso=None if falta else 600,
                      color="tenue" if falta else "tinta", clase="g-cifra"),
            texto_svg(lienzo.ancho, base, parte, ancla="end", color="tenue", clase="g-cifra")
            if parte else "",
            dibujar_barra(lienzo, b, 0, pie + 8, largo, 12, _color(b, hay_destacada)),
            url=b.url,
        )  # fmt: skip
        y += alto
    lienzo.alto = y


def _ancho_rotulo(valor: str, parte: str) -> float:
    return ancho_texto(valor, negrita=True) + (ancho_texto(parte) + 8 if parte else 0)


def _rotulo(x: float, y: float, valor: str, parte: str, falta: bool) -> str:
    numero = texto_svg(
        x, y, valor, peso=None if falta else 600, color="tenue" if falta else "tinta",
        clase="g-cifra",
    )  # fmt: skip
    if not parte:
        return numero
    desplazada = x + ancho_texto(valor, negrita=True) + 8
    return numero + texto_svg(desplazada, y, parte, color="tenue", clase="g-cifra")
