"""Avance hacia una meta: barra, número y estado en texto y forma, no sólo en color."""

from collections.abc import Callable, Sequence

from trata.comun import formato
from trata.graficos import leyenda
from trata.graficos.escalas import proporcional
from trata.graficos.modelo import (
    Avance,
    Banda,
    Estado,
    Grafico,
    Valor,
    cifra,
    magnitud,
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

BANDAS = {
    Banda.LOGRADA: ("Lograda", "logro"),
    Banda.EN_CURSO: ("En curso", "curso"),
    Banda.EN_RIESGO: ("En riesgo", "riesgo"),
    Banda.CRITICA: ("Crítica", "critico"),
    Banda.SIN_REPORTE: ("Sin reporte", "tenue"),
}


def avances(
    datos: Sequence[Avance], *, titulo: str, encabezado: str = "Meta", ancho: int = 600,
    escribir: Callable[[Valor], str] = formato.numero, descripcion: str = "",
) -> Grafico:  # fmt: skip
    """Una fila por meta: «14,7 de 30 (49,0 %) · En riesgo». «Sin reporte» no es cero."""
    descripcion = descripcion or (
        "; ".join(_frase(a, escribir) for a in datos) + "."
        if datos
        else "No hay datos para este filtro."
    )
    lienzo = Lienzo("avances", titulo, tuple(datos), ancho=ancho)
    if datos:
        _dibujar(lienzo, datos, escribir)
    else:
        leyenda.vacio(lienzo)
    filas = [
        [
            texto(a.etiqueta, a.url), cifra(a.valor, escribir), cifra(a.meta, escribir),
            _cumplido(a), texto(BANDAS[a.banda][0]),
        ]
        for a in datos
    ]  # fmt: skip
    cuadro = tabla([encabezado, "Alcanzado", "Previsto", "Cumplimiento", "Situación"], filas)
    return Grafico(lienzo.cerrar(titulo, descripcion), cuadro, titulo, descripcion, ancho)


def _cumplido(a: Avance):
    valor, meta = magnitud(a.valor), magnitud(a.meta)
    if valor is None or not meta:
        return cifra(None, formato.numero)
    return cifra(valor / meta, lambda _: formato.porcentaje(a.valor, a.meta))


def _medida(a: Avance, escribir: Callable) -> str:
    valor = texto_de(a.valor, Estado.NORMAL, escribir)
    if magnitud(a.valor) is None:
        meta = f"Meta: {texto_de(a.meta, Estado.NORMAL, escribir)} {a.unidad}".rstrip()
        return meta if a.banda is Banda.SIN_REPORTE else f"{meta}; {valor.lower()}"
    if magnitud(a.meta) is None:
        return f"{valor} (sin meta)"
    unidad = f" {a.unidad}" if a.unidad else ""
    return f"{valor} de {escribir(a.meta)}{unidad} ({formato.porcentaje(a.valor, a.meta)})"


def _frase(a: Avance, escribir: Callable) -> str:
    medida = _medida(a, escribir)
    banda = BANDAS[a.banda][0]
    return f"{a.etiqueta}: {medida}" + ("" if medida == banda else f", {banda.lower()}")


def _dibujar(lienzo: Lienzo, datos: Sequence[Avance], escribir: Callable) -> None:
    y = 2.0
    for a in datos:
        nombre, color = BANDAS[a.banda]
        reserva = ancho_texto(nombre, MENOR, negrita=True) + 30
        lineas = partir(a.etiqueta, lienzo.ancho - reserva, 14, 3, negrita=True)
        base = y + 16 + 17 * (len(lineas) - 1)
        medida = partir(_medida(a, escribir), lienzo.ancho, MENOR, 2)
        carril = rect(0, base + 9, lienzo.ancho, 12, "carril", radio=6)
        largo = proporcional(magnitud(a.valor), magnitud(a.meta) or 0, lienzo.ancho)
        relleno = None
        if magnitud(a.valor) is None:
            carril = rect(0, base + 9, lienzo.ancho, 12, "papel", radio=6,
                          relleno=lienzo.trama("raya"))  # fmt: skip
        barra = rect(0, base + 9, largo, 12, color, radio=min(6, largo / 2), relleno=relleno)
        lienzo.marca(
            _frase(a, escribir),
            rect(0, y, lienzo.ancho, base + 42 - y, "fondo", fill_opacity=0),
            parrafo(0, y + 16, lineas, peso=600),
            forma(a.banda, lienzo.ancho - reserva + 16, y + 11.5),
            texto_svg(lienzo.ancho, y + 16, nombre, ancla="end", tamano=MENOR, peso=600),
            carril,
            barra if largo > 0 else "",
            parrafo(0, base + 39, medida, tamano=MENOR, color="secundario", clase="g-cifra"),
            url=a.url,
        )  # fmt: skip
        y = base + 56 + 17 * (len(medida) - 1)
        if a is not datos[-1]:
            lienzo.fondo(linea(0, y - 7, lienzo.ancho, y - 7))
            y += 6
    lienzo.alto = y - 10


def forma(banda: Banda, x: float, y: float, r: float = 6.5) -> str:
    """El signo de cada situación: círculo con visto, círculo, triángulo, rombo y aro."""
    color = BANDAS[banda][1]
    pinta = {"class_": f"g-f-{color}", "fill": COLORES[color]}
    if banda is Banda.LOGRADA:
        visto = f"M{num(x - 3)} {num(y)}l2.2 2.4l4-4.8"
        return elem("circle", cx=x, cy=y, r=r, **pinta) + elem(
            "path", d=visto, fill="none", stroke="#FFFFFF", stroke_width=1.8,
            stroke_linecap="round", stroke_linejoin="round",
        )  # fmt: skip
    if banda is Banda.EN_CURSO:
        medio = f"M{num(x)} {num(y - r)}A{r} {r} 0 0 1 {num(x)} {num(y + r)}Z"
        aro = elem("circle", cx=x, cy=y, r=r - 1, fill="#FFFFFF", class_=f"g-s-{color}",
                   stroke=COLORES[color], stroke_width=2)  # fmt: skip
        return aro + elem("path", d=medio, **pinta)
    if banda is Banda.SIN_REPORTE:
        return elem("circle", cx=x, cy=y, r=r - 1, fill="#FFFFFF", class_=f"g-s-{color}",
                    stroke=COLORES[color], stroke_width=2, stroke_dasharray="2.5 2")  # fmt: skip
    puntas = {
        Banda.EN_RIESGO: [(0, -r), (r, r * 0.8), (-r, r * 0.8)],
        Banda.CRITICA: [(0, -r - 0.5), (r + 0.5, 0), (0, r + 0.5), (-r - 0.5, 0)],
    }[banda]
    return elem(
        "polygon", points=" ".join(f"{num(x + a)},{num(y + b)}" for a, b in puntas), **pinta
    )


def barra_de_avance(dato: Avance, *, ancho: int = 320, **opciones) -> Grafico:
    """Una sola barra, para una tarjeta."""
    return avances([dato], titulo=opciones.pop("titulo", dato.etiqueta), ancho=ancho, **opciones)
