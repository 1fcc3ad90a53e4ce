"""Cuánto ancho le toca a cada columna de una tabla, igual en todos los formatos de oficina."""

from trata.informes.documento import Cuadro


def pesos(cuadro: Cuadro) -> list[float]:
    """El peso de cada columna, por su texto más largo y su palabra más larga."""
    salida = []
    for j, encabezado in enumerate(cuadro.encabezados):
        celdas = [f[j] for f in cuadro.filas if j < len(f)]
        largo = max((len(t) for t in celdas), default=6)
        palabras = (len(p) for t in (encabezado, *celdas) for p in t.split())
        palabra = min(max(palabras, default=6), 36)
        salida.append(max(min(largo, 90) ** 0.72, palabra * 0.8, 5))
    return salida


def anchos(cuadro: Cuadro, ancho: int) -> list[int]:
    """El ancho repartido según los pesos; suma a lo más `ancho`."""
    partes = pesos(cuadro)
    return [int(ancho * p / sum(partes)) for p in partes]
