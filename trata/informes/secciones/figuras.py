"""De una `Figura` de los tableros a un bloque de informe, con su gráfico nativo si se puede."""

from trata.graficos.figura import Figura
from trata.graficos.lamina import sin_enlaces
from trata.informes.documento import Cuadro, Imagen, SerieNativa

NATIVOS = {"barras", "columnas", "lineas"}


def cuadro_de(figura: Figura) -> Cuadro:
    """La tabla completa de la figura."""
    tabla = figura.tabla
    return Cuadro(
        titulo=figura.grafico.titulo or figura.titular,
        encabezados=tuple(tabla.encabezados),
        filas=tuple(tuple(d.texto for d in fila) for fila in tabla.filas),
        valores=tuple(
            tuple(v if isinstance(v, str | int | float) or v is None else float(v) for v in fila)
            for fila in tabla.valores()
        ),
        numericas=tuple(tabla.numericas),
    )


def imagen_de(figura: Figura, nativo: str = "", *, todas: bool = False) -> Imagen:
    """La figura como bloque. `nativo` es la clase de gráfico de oficina que le corresponde.

    El gráfico nativo lleva la primera columna de números; con `todas`, todas.
    """
    cuadro = cuadro_de(figura)
    categorias: tuple[str, ...] = ()
    series: tuple[SerieNativa, ...] = ()
    if nativo in NATIVOS and cuadro.filas:
        categorias = tuple(fila[0] for fila in cuadro.filas)
        columnas = range(1, len(cuadro.encabezados)) if todas else (1,)
        series = tuple(
            SerieNativa(cuadro.encabezados[j], tuple(_numero(fila[j]) for fila in cuadro.valores))
            for j in columnas
        )
    return Imagen(
        titular=figura.titular,
        subtitulo=figura.subtitulo,
        svg=sin_enlaces(figura.grafico.svg),
        cuadro=cuadro,
        descripcion=figura.grafico.descripcion or figura.titular,
        fuente=figura.fuente,
        notas=figura.notas,
        nativo=nativo if series else "",
        categorias=categorias,
        series=series,
    )


def _numero(valor: object) -> float | None:
    return float(valor) if isinstance(valor, int | float) else None


def sin_cuadro() -> Cuadro:
    """Cuando la tabla de una figura es otro cuadro del documento."""
    return Cuadro("", (), ())
