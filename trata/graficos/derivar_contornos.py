"""Deriva `datos/contornos.json` de los límites provinciales en TopoJSON.

    python -m trata.graficos.derivar_contornos peru_provincias_196.topojson ubigeo_inei_2025.csv

Entran: TopoJSON con `objects.provincias`, propiedades IDPROV y CCDD (códigos INEI), y el catálogo
de distritos del INEI (columnas departamento, provincia y ubigeo), de donde salen los nombres con
tildes. Sale: un JSON con los trazos de 25 departamentos y 196 provincias en un plano de 1000
unidades de ancho, y el Callao ampliado diez veces para su recuadro.

Proyección equirrectangular con paralelo base 9,2° S (el centro del país). Los arcos compartidos se
simplifican una sola vez (Visvalingam, por área), así que dos vecinos no dejan huecos entre sí; el
departamento es la unión de los arcos que sólo una de sus provincias usa.
"""

import argparse
import csv
import heapq
import json
import math
from collections import Counter
from pathlib import Path

ANCHO = 1000
PARALELO = math.radians(9.2)
DESTINO = Path(__file__).parent / "datos" / "contornos.json"
Punto = tuple[float, float]


def decodificar(topologia: dict) -> list[list[Punto]]:
    """Arcos en grados, deshechas la cuantización y las diferencias."""
    (sx, sy), (tx, ty) = topologia["transform"]["scale"], topologia["transform"]["translate"]
    arcos = []
    for arco in topologia["arcs"]:
        x = y = 0
        puntos = []
        for dx, dy in arco:
            x, y = x + dx, y + dy
            puntos.append((x * sx + tx, y * sy + ty))
        arcos.append(puntos)
    return arcos


def proyectar(arcos: list[list[Punto]]) -> tuple[list[list[Punto]], float]:
    """Al plano de `ANCHO` unidades, con la `y` hacia abajo; devuelve también el alto."""
    lon = [p[0] for a in arcos for p in a]
    lat = [p[1] for a in arcos for p in a]
    escala = ANCHO / ((max(lon) - min(lon)) * math.cos(PARALELO))
    alto = (max(lat) - min(lat)) * escala
    return [
        [((x - min(lon)) * math.cos(PARALELO) * escala, (max(lat) - y) * escala) for x, y in arco]
        for arco in arcos
    ], alto


def _area(a: Punto, b: Punto, c: Punto) -> float:
    return abs((b[0] - a[0]) * (c[1] - a[1]) - (c[0] - a[0]) * (b[1] - a[1])) / 2


def simplificar(arco: list[Punto], umbral: float) -> list[Punto]:
    """Visvalingam: quita los vértices cuyo triángulo mide menos que `umbral`; fija los extremos."""
    n = len(arco)
    minimo = 6 if arco[0] == arco[-1] else 2
    previo, proximo = list(range(-1, n - 1)), list(range(1, n + 1))
    cola = [(_area(arco[i - 1], arco[i], arco[i + 1]), i) for i in range(1, n - 1)]
    vigente = {i: area for area, i in cola}
    heapq.heapify(cola)
    quedan = n
    while cola and quedan > minimo:
        area, i = heapq.heappop(cola)
        if vigente.get(i) != area:
            continue
        if area > umbral:
            break
        del vigente[i]
        quedan -= 1
        a, b = previo[i], proximo[i]
        proximo[a], previo[b] = b, a
        for j in (a, b):
            if 0 < j < n - 1:
                nueva = max(area, _area(arco[previo[j]], arco[j], arco[proximo[j]]))
                vigente[j] = nueva
                heapq.heappush(cola, (nueva, j))
    return [p for i, p in enumerate(arco) if i in (0, n - 1) or i in vigente]


def anillos_de(geometria: dict) -> list[list[int]]:
    """Los anillos, como listas de índices de arco (negativos: al revés)."""
    if geometria["type"] == "Polygon":
        return geometria["arcs"]
    return [anillo for poligono in geometria["arcs"] for anillo in poligono]


def unir(anillos: list[list[int]]) -> list[list[int]]:
    """Disuelve: deja los arcos que aparecen una vez y los encadena en anillos cerrados."""
    indice = {a: i for i, anillo in enumerate(anillos) for a in anillo}
    veces = Counter(a if a >= 0 else ~a for anillo in anillos for a in anillo)
    return [[a for a in indice if veces[a if a >= 0 else ~a] == 1]]


def encadenar(sueltos: list[int], arcos: list[list[Punto]]) -> list[list[int]]:
    """Ordena arcos dirigidos en anillos: el fin de uno es el comienzo del siguiente."""
    desde: dict[Punto, list[int]] = {}
    for a in sueltos:
        desde.setdefault(extremos(a, arcos)[0], []).append(a)
    anillos = []
    while desde:
        actual = next(iter(desde.values()))[0]
        anillo = []
        while actual is not None:
            inicio, fin = extremos(actual, arcos)
            anillo.append(actual)
            desde[inicio].remove(actual)
            if not desde[inicio]:
                del desde[inicio]
            actual = desde[fin][0] if fin in desde else None
        anillos.append(anillo)
    return anillos


def extremos(a: int, arcos: list[list[Punto]]) -> tuple[Punto, Punto]:
    """Primer y último punto de un arco dirigido."""
    arco = arcos[a if a >= 0 else ~a]
    return (arco[0], arco[-1]) if a >= 0 else (arco[-1], arco[0])


def poligono(anillo: list[int], arcos: list[list[Punto]]) -> list[tuple[int, int]]:
    """Vértices enteros del anillo, sin repetidos seguidos."""
    puntos: list[tuple[int, int]] = []
    for a in anillo:
        arco = arcos[a] if a >= 0 else arcos[~a][::-1]
        for x, y in arco:
            p = (round(x), round(y))
            if not puntos or puntos[-1] != p:
                puntos.append(p)
    if len(puntos) > 1 and puntos[0] == puntos[-1]:
        puntos.pop()
    return puntos


def trazo(poligonos: list[list[tuple[int, int]]]) -> str:
    """Comandos SVG relativos, compactos."""
    partes = []
    for puntos in poligonos:
        if len(puntos) < 3:
            continue
        partes.append(f"M{puntos[0][0]} {puntos[0][1]}l")
        pares = [f"{b[0] - a[0]} {b[1] - a[1]}" for a, b in zip(puntos, puntos[1:], strict=False)]
        partes.append(" ".join(pares).replace(" -", "-") + "z")
    return "".join(partes)


def superficie(puntos: list[tuple[int, int]]) -> float:
    """Área con signo (fórmula del cordón)."""
    pares = zip(puntos, [*puntos[1:], *puntos[:1]], strict=True)
    return sum(a[0] * b[1] - b[0] * a[1] for a, b in pares) / 2


def dentro(x: float, y: float, puntos: list[tuple[int, int]]) -> bool:
    """¿El punto está dentro del polígono? (regla par–impar)."""
    resultado = False
    for (x1, y1), (x2, y2) in zip(puntos, [*puntos[1:], *puntos[:1]], strict=True):
        if (y1 > y) != (y2 > y) and x < (x2 - x1) * (y - y1) / (y2 - y1) + x1:
            resultado = not resultado
    return resultado


def _distancia(x: float, y: float, a: Punto, b: Punto) -> float:
    dx, dy = b[0] - a[0], b[1] - a[1]
    largo = dx * dx + dy * dy
    t = 0 if not largo else min(max(((x - a[0]) * dx + (y - a[1]) * dy) / largo, 0), 1)
    return math.hypot(x - a[0] - t * dx, y - a[1] - t * dy)


def rotulo(puntos: list[tuple[int, int]]) -> tuple[int, int]:
    """El punto interior más lejos del borde, donde mejor cabe un rótulo."""
    xs, ys = [p[0] for p in puntos], [p[1] for p in puntos]
    bordes = list(zip(puntos, [*puntos[1:], *puntos[:1]], strict=True))
    mejor = (-1.0, (xs[0], ys[0]))
    for i in range(1, 24):
        for j in range(1, 24):
            x = min(xs) + (max(xs) - min(xs)) * i / 24
            y = min(ys) + (max(ys) - min(ys)) * j / 24
            if dentro(x, y, puntos):
                lejos = min(_distancia(x, y, a, b) for a, b in bordes)
                mejor = max(mejor, (lejos, (round(x), round(y))))
    return mejor[1]


def region(anillos: list[list[int]], arcos: list[list[Punto]]) -> dict:
    """El trazo `d`, el punto del rótulo `c` y la caja `b` de una región."""
    poligonos = [poligono(a, arcos) for a in anillos]
    poligonos = [p for p in poligonos if len(p) > 2]
    mayor = max(poligonos, key=lambda p: abs(superficie(p)))
    xs, ys = [x for p in poligonos for x, _ in p], [y for p in poligonos for _, y in p]
    return {
        "d": trazo(poligonos),
        "c": rotulo(mayor),
        "b": [min(xs), min(ys), max(xs), max(ys)],
    }


def nombres(archivo: Path) -> dict[str, str]:
    """Nombre de cada departamento y provincia, por código, según el catálogo de distritos."""
    salida = {}
    with archivo.open(encoding="utf-8-sig", newline="") as entrada:
        for fila in csv.DictReader(entrada, delimiter=";"):
            salida[fila["ubigeo"][:2]] = fila["departamento"]
            salida[fila["ubigeo"][:4]] = fila["provincia"]
    return salida


def ampliado(anillos: list[list[int]], arcos: list[list[Punto]], veces: int) -> dict:
    """Una región pequeña con `veces` más resolución, movida al origen de su caja."""
    grandes = [[(x * veces, y * veces) for x, y in arco] for arco in arcos]
    x0, y0, x1, y1 = region(anillos, grandes)["b"]
    movidos = [[(x - x0, y - y0) for x, y in arco] for arco in grandes]
    return {"d": region(anillos, movidos)["d"], "ancho": x1 - x0, "alto": y1 - y0}


def derivar(topologia: dict, nombre: dict[str, str]) -> dict:
    """Todo el archivo derivado, como diccionario."""
    completos, alto = proyectar(decodificar(topologia))
    provincias = topologia["objects"]["provincias"]["geometries"]
    finos = [simplificar(a, 3.0) for a in completos]
    gruesos = [simplificar(a, 9.0) for a in completos]
    por_departamento: dict[str, list[list[int]]] = {}
    salida = {"ancho": ANCHO, "alto": round(alto), "departamentos": {}, "provincias": {}}
    for g in sorted(provincias, key=lambda g: g["properties"]["IDPROV"]):
        por_departamento.setdefault(g["properties"]["CCDD"], []).extend(anillos_de(g))
        codigo = g["properties"]["IDPROV"]
        salida["provincias"][codigo] = {"n": nombre[codigo]} | region(anillos_de(g), finos)
    for codigo, anillos in sorted(por_departamento.items()):
        # Callao es tan pequeño que conserva todo su detalle.
        arcos = finos if codigo == "07" else gruesos
        bordes = encadenar(unir(anillos)[0], arcos)
        salida["departamentos"][codigo] = {"n": nombre[codigo]} | region(bordes, arcos)
    salida["callao"] = ampliado(por_departamento["07"], completos, 10)
    return salida


def principal() -> None:
    """Orden de consola."""
    lector = argparse.ArgumentParser(description="Deriva los contornos del mapa.")
    lector.add_argument("topojson", type=Path)
    lector.add_argument("ubigeo", type=Path)
    lector.add_argument("--destino", type=Path, default=DESTINO)
    opciones = lector.parse_args()
    topologia = json.loads(opciones.topojson.read_text(encoding="utf-8"))
    derivado = derivar(topologia, nombres(opciones.ubigeo))
    texto = json.dumps(derivado, separators=(",", ":"), ensure_ascii=False)
    opciones.destino.write_text(texto + "\n", encoding="utf-8")


if __name__ == "__main__":
    principal()
