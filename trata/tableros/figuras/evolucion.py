"""Años y meses: cómo cambia el total, con lo incompleto marcado."""

from trata.agregados.prudencia import son_pocos
from trata.agregados.tramos import Mes
from trata.comun.formato import MESES, entero, lista, mes_anio, variacion
from trata.graficos.figura import Figura
from trata.graficos.lineas import lineas
from trata.graficos.modelo import Estado, Punto, Serie, adaptable, mayuscula
from trata.tableros.figuras.armado import figura
from trata.tableros.pedido import Pedido

MESES_ROTULADOS = 18
"""Hasta cuántos meses caben con su nombre en el eje."""


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
                url=pedido.url_anio(anio),
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
    anios = pedido.cobertura.anios
    alcance = f"{mayuscula(pedido.unidad)} · {pedido.lugar}, {anios[0]} a {anios[-1]}"
    return figura(
        pedido, "evolucion", _titular(pedido), grafico, _notas(pedido),
        alcance=f"{alcance} · {pedido.regla_de_lugar}",
    )  # fmt: skip


def _titular(pedido: Pedido) -> str:
    anio = pedido.corte.anio
    n, previo = pedido.anuales.get(anio, 0), pedido.anuales.get(anio - 1)
    base = f"{pedido.lugar}: {entero(n)} {pedido.unidad} en {anio}"
    if pedido.cobertura.es_parcial(anio):
        return f"{base}; el año no está completo"
    if not previo or pedido.cobertura.es_parcial(anio - 1):
        return base
    if n == previo:
        return f"{base}, igual que en {anio - 1}"
    if son_pocos(n, previo):
        mas = "más" if n > previo else "menos"
        return f"{base}, {entero(abs(n - previo))} {mas} que en {anio - 1}"
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
    """Total por mes del período; un año publicado sin mes no tiene meses que mostrar."""
    c = pedido.corte
    pedidos = c.tramo.meses if c.tramo else [(c.anio, m) for m in range(1, 13)]
    con_meses = [mes for mes in pedidos if mes[0] not in pedido.cobertura.sin_mes]
    grafico = adaptable(
        lineas,
        [Serie(pedido.lugar, tuple(_punto(pedido, mes, pedidos) for mes in pedidos))]
        if con_meses
        else [],
        titulo=f"Meses de {_rango(pedido)}, {pedido.lugar}",
        unidad=pedido.unidad,
        encabezado="Mes",
    )
    alcance = f"{mayuscula(pedido.unidad)} · {pedido.lugar}, {_rango(pedido)}"
    return figura(
        pedido, "meses", _titular_de_meses(pedido, con_meses), grafico,
        _notas_de_meses(pedido, pedidos), alcance=f"{alcance} · {pedido.regla_de_lugar}",
    )  # fmt: skip


def _rango(pedido: Pedido) -> str:
    return pedido.periodo if pedido.corte.tramo else str(pedido.corte.anio)


def _punto(pedido: Pedido, mes: Mes, pedidos: list[Mes]) -> Punto:
    """Un mes; en tramos largos el eje sólo rotula cada enero."""
    anio, m = mes
    vacio = anio in pedido.cobertura.sin_mes or m > pedido.cobertura.ultimo_mes.get(anio, 12)
    largo = len(pedidos) > MESES_ROTULADOS
    eje = (str(anio) if m == 1 else None) if largo else MESES[m - 1][:3]
    return Punto(
        mes_anio(anio, m),
        None if vacio else pedido.meses.get(mes, 0),
        url="" if vacio else pedido.url_mes(anio, m),
        estado=Estado.SIN_DATO if vacio else Estado.NORMAL,
        eje=eje,
    )


def _titular_de_meses(pedido: Pedido, con_meses: list[Mes]) -> str:
    contados = {mes: n for mes, n in pedido.meses.items() if mes in con_meses}
    if not con_meses:
        return f"La fuente publica {_rango(pedido)} sin meses"
    if not any(contados.values()):
        return f"Sin {pedido.unidad} en {_rango(pedido)}"
    mayor = max(contados.values())
    cuales = [mes for mes, n in contados.items() if n == mayor]
    if len(cuales) > 2:
        return f"Los meses más altos llegan a {entero(mayor)} {pedido.unidad}"
    nombres = [mes_anio(a, m) if pedido.corte.tramo else MESES[m - 1] for a, m in cuales]
    fueron = "fue el mes con más" if len(cuales) == 1 else "fueron los meses con más"
    return f"{mayuscula(lista(nombres))} {fueron} {pedido.unidad}: {entero(mayor)}"


def _notas_de_meses(pedido: Pedido, pedidos: list[Mes]) -> tuple[str, ...]:
    sin_mes = sorted({a for a, _ in pedidos} & pedido.cobertura.sin_mes)
    if not sin_mes or not pedido.corte.tramo:
        return ()
    return (f"{lista([str(a) for a in sin_mes])} se registró sin mes: no se ve en esta figura.",)
