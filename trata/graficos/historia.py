"""La historia de un caso como línea de tiempo y una estructura como árbol."""

from collections.abc import Iterator, Sequence

from trata.comun import formato
from trata.graficos import leyenda
from trata.graficos.modelo import COMPACTO, Grafico, Hito, Nodo, tabla, texto
from trata.graficos.svg import COLORES, MENOR, Lienzo, elem, linea, num, parrafo, partir, rect


def linea_de_tiempo(
    hitos: Sequence[Hito], *, titulo: str, ancho: int = 600, descripcion: str = ""
) -> Grafico:
    """Sucesos de arriba abajo, en el orden recibido; la fecha inexacta va en palabras."""
    descripcion = descripcion or (
        f"Línea de tiempo con {formato.plural(len(hitos), 'suceso')}. "
        + " ".join(f"{_cuando(h)}: {h.titulo}." for h in hitos)
        if hitos
        else "No hay sucesos registrados."
    )
    lienzo = Lienzo("linea_de_tiempo", titulo, tuple(hitos), ancho=ancho)
    if hitos:
        _dibujar_hitos(lienzo, hitos)
    else:
        leyenda.vacio(lienzo, "No hay sucesos registrados")
    filas = [[texto(_cuando(h)), texto(h.titulo, h.url), texto(h.detalle)] for h in hitos]
    cuadro = tabla(["Fecha", "Suceso", "Detalle"], filas)
    return Grafico(lienzo.cerrar(titulo, descripcion), cuadro, titulo, descripcion, ancho)


def _cuando(h: Hito) -> str:
    return h.cuando or formato.fecha_corta(h.fecha)


def _dibujar_hitos(lienzo: Lienzo, hitos: Sequence[Hito]) -> None:
    compacto = lienzo.ancho < COMPACTO
    eje = 8.0 if compacto else 118.0
    inicio, y = eje + 20, 4.0
    nodos = []
    for h in hitos:
        y_nodo = y + 12
        fecha = _cuando(h)
        partes = []
        if compacto:
            partes.append(parrafo(inicio, y + 16, [fecha], tamano=MENOR, color="tenue"))
            y += 19
        else:
            lineas_fecha = partir(fecha, eje - 20, MENOR, 2)
            partes.append(parrafo(eje - 18, y + 16, lineas_fecha, ancla="end", tamano=MENOR,
                                  color="tenue", clase="g-cifra"))  # fmt: skip
        titulos = partir(h.titulo, lienzo.ancho - inicio, 14, 3, negrita=True)
        partes.append(parrafo(inicio, y + 16, titulos, peso=600))
        y += 17 * len(titulos)
        detalles = partir(h.detalle, lienzo.ancho - inicio, MENOR, 4) if h.detalle else []
        partes.append(parrafo(inicio, y + 17, detalles, tamano=MENOR, color="secundario"))
        y += 17 * len(detalles)
        nodos.append((y_nodo, h.destacado))
        nombre = f"{fecha}: {h.titulo}{f'. {h.detalle}' if h.detalle else ''}"
        lienzo.marca(nombre, *partes, url=h.url)
        y += 26
    lienzo.fondo(linea(eje, nodos[0][0], eje, nodos[-1][0], "eje", grosor=2))
    for y_nodo, destacado in nodos:
        lienzo.fondo(
            elem("circle", cx=eje, cy=y_nodo, r=6.5, stroke_width=2.5, stroke=COLORES["a"],
                 class_=f"g-s-a g-f-{'a' if destacado else 'fondo'}",
                 fill=COLORES["a" if destacado else "fondo"])
        )  # fmt: skip
    lienzo.alto = y - 8


def arbol(raiz: Nodo, *, titulo: str, ancho: int = 600, descripcion: str = "") -> Grafico:
    """Un árbol con sangría, del tronco a las hojas."""
    nodos = list(_recorrer(raiz, 0))
    descripcion = descripcion or (
        f"Árbol de {formato.plural(len(nodos), 'elemento')} que cuelga de {raiz.titulo}: "
        + formato.lista([n.titulo for n in raiz.hijos])
        + "."
    )
    lienzo = Lienzo("arbol", titulo, raiz, ancho=ancho)
    _dibujar_arbol(lienzo, nodos)
    filas = [
        [texto(str(nivel + 1)), texto(n.titulo, n.url), texto(n.detalle)] for nivel, n in nodos
    ]
    cuadro = tabla(["Nivel", "Elemento", "Detalle"], filas)
    return Grafico(lienzo.cerrar(titulo, descripcion), cuadro, titulo, descripcion, ancho)


def _recorrer(nodo: Nodo, nivel: int) -> Iterator[tuple[int, Nodo]]:
    yield nivel, nodo
    for hijo in nodo.hijos:
        yield from _recorrer(hijo, nivel + 1)


def _dibujar_arbol(lienzo: Lienzo, nodos: Sequence[tuple[int, Nodo]]) -> None:
    profundidad = max(nivel for nivel, _ in nodos)
    sangria = min(24.0, (lienzo.ancho * 0.5) / max(profundidad, 1))
    y = 2.0
    padres: dict[int, float] = {}
    for nivel, n in nodos:
        x = nivel * sangria
        inicio = x + 16
        titulos = partir(n.titulo, lienzo.ancho - inicio, 14, 2, negrita=bool(n.hijos))
        detalles = partir(n.detalle, lienzo.ancho - inicio, MENOR, 2) if n.detalle else []
        centro = y + 14
        if nivel:
            codo_x = (nivel - 1) * sangria + 5
            codo = f"M{num(codo_x)} {num(padres[nivel - 1])}V{num(centro)}H{num(x)}"
            trazo = elem("path", d=codo, fill="none", class_="g-s-sin-dato", stroke_width=1.5,
                         stroke=COLORES["sin-dato"])  # fmt: skip
            lienzo.fondo(trazo)
        padres[nivel] = centro + 7
        lienzo.marca(
            f"{n.titulo}{f'. {n.detalle}' if n.detalle else ''}",
            rect(x, centro - 5, 10, 10, "a" if nivel == 0 else "suave", radio=2 if n.hijos else 5),
            parrafo(inicio, y + 19, titulos, peso=600 if n.hijos else None),
            parrafo(inicio, y + 19 + 17 * len(titulos), detalles, tamano=MENOR, color="secundario"),
            url=n.url,
        )
        y += 17 * (len(titulos) + len(detalles)) + 13
    lienzo.alto = y
