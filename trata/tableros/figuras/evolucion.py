"""Años y meses: cómo cambia el total, con lo incompleto marcado."""

from trata.agregados import consultas
from trata.comun.formato import MESES, entero, lista, mes_anio, variacion
from trata.graficos.figura import Figura
from trata.graficos.lineas import lineas
from trata.graficos.modelo import Estado, Punto, Serie, adaptable
from trata.tableros.figuras.armado import figura
from trata.tableros.pedido import Pedido


def evolucion(pedido: Pedido) -> Figura:
    """Total por año de toda la serie."""
    puntos = []
    for anio in pedido.cobertura.anios:
        parcial = pedido.cobertura.es_parcial(anio)
        puntos.append(
            Punto(
                f"{anio} (a {MESES[pedido.cobertura.ultimo_mes[anio] - 1]})"
                if parcial
                else f"{anio}",
                pedido.anuales.get(anio, 0),
                url=pedido.url_inicio(anio=anio),
                estado=Estado.PROVISIONAL if parcial else Estado.NORMAL,
                eje=f"{anio}*" if parcial else f"{anio}",
            )
        )
    grafico = adaptable(
        lineas,
        [Serie(pedido.lugar, tuple(puntos))],
        titulo=f"Evolución anual, {pedido.lugar}",
        unidad=pedido.unidad,
        encabezado="Año",
        extenso=True,
    )
    return figura(pedido, "evolucion", _titular(pedido), grafico, _notas(pedido))


def _titular(pedido: Pedido) -> str:
    anio = pedido.corte.anio
    n, previo = pedido.anuales.get(anio, 0), pedido.anuales.get(anio - 1)
    base = f"{pedido.lugar}: {entero(n)} {pedido.unidad} en {pedido.periodo}"
    if pedido.cobertura.es_parcial(anio):
        return f"{base}; el año no está completo"
    if not previo or pedido.cobertura.es_parcial(anio - 1):
        return base
    return f"{base}, {variacion(n, previo)} frente a {anio - 1}"


def _notas(pedido: Pedido) -> tuple[str, ...]:
    notas = []
    parciales = [a for a in pedido.cobertura.anios if pedido.cobertura.es_parcial(a)]
    for anio in parciales:
        hasta = mes_anio(anio, pedido.cobertura.ultimo_mes[anio])
        notas.append(f"* {anio} llega a {hasta}: no se compara con un año entero.")
    if pedido.cobertura.sin_mes:
        anios = lista([str(a) for a in sorted(pedido.cobertura.sin_mes)])
        notas.append(f"{anios} se publicó sin meses ni provincias.")
    vacios = [str(a) for a in pedido.cobertura.anios if not pedido.anuales.get(a)]
    if vacios:
        notas.append(
            f"La fuente no trae ninguna fila de {pedido.lugar} en {lista(vacios)}: puede ser "
            "cero o que no se reportó."
        )
    return tuple(notas)


def meses(pedido: Pedido) -> Figura:
    """Total por mes del año del corte; un año publicado sin mes no tiene meses que mostrar."""
    anio = pedido.corte.anio
    leidos = consultas.por_mes(pedido.corte)
    ultimo = pedido.cobertura.ultimo_mes.get(anio, 12)
    sin_mes = anio in pedido.cobertura.sin_mes
    puntos = [
        Punto(
            mes_anio(anio, m),
            None if sin_mes or m > ultimo else leidos.get(m, 0),
            estado=Estado.SIN_DATO if sin_mes or m > ultimo else Estado.NORMAL,
            eje=MESES[m - 1][:3],
        )
        for m in range(1, 13)
    ]
    if sin_mes:
        puntos, titular = [], f"La fuente publica {anio} sin meses"
    else:
        mayor = max(leidos, key=lambda m: leidos[m], default=0)
        titular = (
            f"{MESES[mayor - 1].capitalize()} fue el mes con más registros: {entero(leidos[mayor])}"
            if mayor
            else "Sin registros"
        )
    grafico = adaptable(
        lineas,
        [Serie(pedido.lugar, tuple(puntos))] if puntos else [],
        titulo=f"Meses de {anio}, {pedido.lugar}",
        unidad=pedido.unidad,
        encabezado="Mes",
    )
    return figura(pedido, "meses", titular, grafico)
