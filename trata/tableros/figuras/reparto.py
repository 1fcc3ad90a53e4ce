"""Cómo se reparte una variable: barras ordenadas (o en su orden, si lo tiene) y pirámide."""

from trata.agregados.consultas import Distribucion
from trata.agregados.prudencia import son_pocos
from trata.agregados.variables import NNA, variable
from trata.comun.formato import entero, porcentaje
from trata.graficos.barras import barras
from trata.graficos.figura import Figura
from trata.graficos.modelo import Barra, Estado, Tramo, adaptable, mayuscula
from trata.graficos.piramide import piramide
from trata.tableros.figuras.armado import figura, notas_de
from trata.tableros.palabras import en_frase, en_palabras
from trata.tableros.pedido import Pedido


def titular_de(pedido: Pedido, reparto: Distribucion) -> str:
    """El hallazgo en una frase: la categoría mayor y su parte; con pocos registros, sin dividir."""
    nombre = reparto.variable.nombre
    if not reparto.tiene_datos:
        return f"{nombre}: la fuente no lo publica para {pedido.periodo}"
    if not reparto.total:
        return f"{nombre}: sin {pedido.unidad} en {pedido.periodo}"
    mayor = max(reparto.partes, key=lambda p: p.n)
    if son_pocos(reparto.total):
        base = f"{entero(reparto.total)} {pedido.unidad}"
        return f"{nombre}: {en_frase(mayor.categoria.nombre)}, {entero(mayor.n)} de {base}"
    parte = porcentaje(mayor.n, reparto.total)
    if mayor.categoria.es_otro:
        return f"{nombre}: «{en_frase(mayor.categoria.nombre)}» reúne {parte}"
    if reparto.variable.codigo == "sexo" and mayor.categoria.codigo == "mujer":
        return mayuscula(cuantas_mujeres(en_palabras(mayor.n, reparto.total), parte, pedido.unidad))
    return f"{nombre}: {en_frase(mayor.categoria.nombre)}, {parte}"


def cuantas_mujeres(dicho: str, parte: str, unidad: str) -> str:
    """«casi nueve de cada diez víctimas son mujeres», «el 85,3 % de las víctimas son mujeres»."""
    son_personas = unidad == "víctimas"
    las, todas = ("las", "todas") if son_personas else ("los", "todos")
    son = "son mujeres" if son_personas else "son de mujeres"
    if "de cada" in dicho:
        return f"{dicho} {unidad} {son}"
    if dicho.endswith("todos"):
        return f"{dicho.replace('todos', todas)} {las} {unidad} {son}"
    return f"{dicho or f'el {parte}'} de {las} {unidad} {son}"


def reparto(pedido: Pedido, codigo: str) -> Figura:
    """Barras de una variable, con su porcentaje sobre el total y lo que no consta al final."""
    leido = pedido.distribucion(codigo)
    datos = [
        Barra(
            p.categoria.nombre,
            p.n,
            leido.total,
            url=pedido.url_filtro(**{codigo: p.categoria.codigo}),
            residual=p.categoria.es_no_consta,
            destacada=p.categoria.numero == pedido.filtro_de(codigo),
            estado=pedido.estado,
        )
        for p in leido.partes
        if p.n or leido.variable.es_ordinal
    ]
    if leido.sin_detalle > 0:
        datos.append(Barra("Sin detalle", leido.sin_detalle, leido.total, residual=True))
    if not leido.tiene_datos:
        datos = []
    grafico = adaptable(
        barras,
        datos,
        titulo=f"{leido.variable.nombre}, {pedido.lugar}, {pedido.periodo}",
        unidad=pedido.unidad,
        encabezado=leido.variable.nombre,
        ordenar=not leido.variable.es_ordinal,
    )
    return figura(pedido, codigo, titular_de(pedido, leido), grafico, notas_de(pedido, leido))


def edad_y_sexo(pedido: Pedido) -> Figura:
    """Pirámide de edad por sexo."""
    celdas = pedido.cruce("sexo", "grupo_edad")
    edades = pedido.distribucion("grupo_edad")
    sexo = variable("sexo")
    mujer, hombre = sexo.categoria("mujer").numero, sexo.categoria("hombre").numero
    estado = Estado.NORMAL if edades.tiene_datos else Estado.SIN_DATO
    tramos = [
        Tramo(
            c.nombre,
            celdas.get((mujer, c.numero), 0) if edades.tiene_datos else None,
            celdas.get((hombre, c.numero), 0) if edades.tiene_datos else None,
            url_mujeres=pedido.url_filtro(sexo="mujer", grupo_edad=c.codigo),
            url_hombres=pedido.url_filtro(sexo="hombre", grupo_edad=c.codigo),
            estado=estado,
        )
        for c in edades.variable.categorias
    ]
    grafico = adaptable(
        piramide,
        tramos,
        titulo=f"Edad y sexo, {pedido.lugar}, {pedido.periodo}",
        unidad=pedido.unidad,
    )
    return figura(
        pedido, "edad_y_sexo", _titular_de_edades(pedido, edades), grafico, notas_de(pedido, edades)
    )


def _titular_de_edades(pedido: Pedido, edades: Distribucion) -> str:
    if not edades.tiene_datos:
        return f"La fuente no publica las edades de {pedido.corte.anio}"
    menores = edades.contar(NNA)
    if son_pocos(edades.total):
        base = f"{entero(edades.total)} {pedido.unidad}"
        return f"{entero(menores)} de {base} son niñas, niños o adolescentes"
    return (
        f"{porcentaje(menores, edades.total)} son niñas, niños o adolescentes; "
        f"{porcentaje(edades.contar(['18-29']), edades.total)} tienen de 18 a 29 años"
    )
