"""Del departamento de captación al de explotación: de dónde salen y adónde van."""

from trata.agregados.prudencia import son_pocos
from trata.agregados.variables import EXTERIOR, variable
from trata.comun.formato import entero, porcentaje
from trata.graficos.figura import Figura
from trata.graficos.matriz import matriz
from trata.graficos.modelo import Celda, adaptable
from trata.graficos.mosaico import SIGLAS
from trata.tableros.figuras.armado import figura
from trata.tableros.pedido import Pedido

MAXIMO = 8


def recorrido(pedido: Pedido) -> Figura:
    """Matriz de los departamentos más frecuentes; el resto, junto en la última fila y columna."""
    celdas = pedido.cruce("departamento_captacion", "departamento_explotacion")
    conocidas = {k: n for k, n in celdas.items() if k[0] and k[1]}
    origenes = _mayores(conocidas, 0)
    destinos = _mayores(conocidas, 1)
    # «Otros» (`None`) sólo si alguien quedó fuera de los mayores.
    salidas = [*origenes, *([None] if any(a not in origenes for a, _ in conocidas) else [])]
    llegadas = [*destinos, *([None] if any(b not in destinos for _, b in conocidas) else [])]
    nombres = {c.numero: c.nombre for c in variable("departamento_captacion").categorias}
    nombres[None] = "Otros"
    grafico = adaptable(
        matriz,
        [nombres[o] for o in salidas],
        [nombres[d] for d in llegadas],
        [
            [
                Celda(_suma(conocidas, o, d, origenes, destinos), _url(pedido, o, d))
                for d in llegadas
            ]
            for o in salidas
        ],
        titulo=f"De la captación a la explotación, {pedido.lugar}, {pedido.periodo}",
        unidad=pedido.unidad,
        eje_filas="Captación",
        eje_columnas="Explotación",
        cortas=["Otros" if d is None else SIGLAS.get(f"{d:02}", "Ext.") for d in llegadas],
        extenso=True,
    )
    total = sum(celdas.values())
    movidas = sum(n for (a, b), n in conocidas.items() if a != b)
    exterior = sum(n for (a, _), n in conocidas.items() if a == EXTERIOR)
    notas = (
        f"Denominador: {entero(total)} {pedido.unidad}. No consta alguno de los dos lugares: "
        f"{entero(total - sum(conocidas.values()))}.",
    )
    return figura(pedido, "recorrido", _titular(pedido, movidas, exterior, total), grafico, notas)


def _titular(pedido: Pedido, movidas: int, exterior: int, total: int) -> str:
    if not total:
        return "Sin datos de captación y explotación"
    if son_pocos(total):
        return (
            f"De {entero(total)} {pedido.unidad}, {entero(movidas)} con la captación en un lugar y "
            f"la explotación en otro; {entero(exterior)}, con la captación en otro país"
        )
    return (
        f"El {porcentaje(movidas, total)} fue captado en un lugar y explotado en otro; "
        f"el {porcentaje(exterior, total)}, captado en otro país"
    )


def _url(pedido: Pedido, origen: int | None, destino: int | None) -> str:
    """Filtrar por los dos departamentos; las casillas de «Otros» no filtran."""
    if origen is None or destino is None:
        return ""
    lados = {"captacion": origen, "explotacion": destino}
    numeros = variable("departamento_captacion")
    return pedido.url_filtro(
        **{f"departamento_{rol}": numeros.categoria(n).codigo for rol, n in lados.items()}
    )


def _mayores(celdas: dict[tuple[int, int], int], lado: int) -> list[int]:
    sumas: dict[int, int] = {}
    for par, n in celdas.items():
        sumas[par[lado]] = sumas.get(par[lado], 0) + n
    return sorted(sumas, key=lambda x: (-sumas[x], x))[:MAXIMO]


def _suma(
    celdas: dict[tuple[int, int], int],
    origen: int | None,
    destino: int | None,
    origenes: list[int],
    destinos: list[int],
) -> int:
    """La casilla; `None` reúne a los que no están entre los mayores."""
    return sum(
        n
        for (a, b), n in celdas.items()
        if (a == origen if origen is not None else a not in origenes)
        and (b == destino if destino is not None else b not in destinos)
    )
