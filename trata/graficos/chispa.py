"""La línea mínima para una celda de tabla o una tarjeta, sin ejes."""

from collections.abc import Callable, Sequence

from trata.comun import formato
from trata.graficos.modelo import Estado, Grafico, Valor, cifra, magnitud, tabla, texto, texto_de
from trata.graficos.svg import COLORES, Lienzo, elem, num, rect


def chispa(
    valores: Sequence[Valor], *, titulo: str, ancho: int = 120, alto: int = 32,
    escribir: Callable[[Valor], str] = formato.numero,
) -> Grafico:  # fmt: skip
    """Línea mínima para una celda de tabla: sin ejes; el último valor lleva un punto."""
    lienzo = Lienzo("chispa", titulo, tuple(valores), ancho=ancho)
    lienzo.alto = alto
    puntos = [magnitud(v) for v in valores]
    hay = [v for v in puntos if v is not None]
    techo, piso = max([*hay, 0.0]), min([*hay, 0.0])
    amplitud = (techo - piso) or 1.0
    paso = (ancho - 10) / max(len(valores) - 1, 1)
    trazos, previo, ultimo = [], False, None
    for i, v in enumerate(puntos):
        if v is None:
            previo = False
            continue
        ultimo = (5 + paso * i, alto - 5 - (v - piso) / amplitud * (alto - 10))
        trazos.append(f"{'L' if previo else 'M'}{num(ultimo[0])} {num(ultimo[1])}")
        previo = True
    if ultimo:
        lienzo.fondo(
            elem("path", d="".join(trazos), fill="none", class_="g-s-a", stroke=COLORES["a"],
                 stroke_width=1.8, stroke_linejoin="round", stroke_linecap="round"),
            elem("circle", cx=ultimo[0], cy=ultimo[1], r=3, class_="g-f-a", fill=COLORES["a"]),
        )  # fmt: skip
    else:
        lienzo.fondo(rect(0, alto / 2 - 4, ancho, 8, "papel", relleno=lienzo.trama("raya")))
    dicho = [texto_de(v, Estado.NORMAL, escribir) for v in valores]
    descripcion = f"Evolución: {', '.join(dicho)}." if dicho else "Sin dato."
    cuadro = tabla(["Orden", "Valor"], [
        [texto(str(i + 1)), cifra(v, escribir)] for i, v in enumerate(valores)
    ])  # fmt: skip
    return Grafico(lienzo.cerrar(titulo, descripcion), cuadro, titulo, descripcion, ancho)
