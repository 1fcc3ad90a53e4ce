"""Mapa y losetas por departamento de registro: conteo o tasa por 100 000 habitantes."""

from fractions import Fraction

from trata.agregados.prudencia import son_pocos
from trata.comun.formato import decimal, entero, plural, porcentaje, tasa
from trata.graficos.barras import barras
from trata.graficos.figura import Figura
from trata.graficos.mapa import mapa_departamentos
from trata.graficos.modelo import Barra, Region, adaptable
from trata.graficos.mosaico import mosaico
from trata.tableros.figuras.armado import figura
from trata.tableros.pedido import TASA, Pedido
from trata.territorio.catalogo import ANIO_DE_LA_POBLACION
from trata.territorio.consultas import nombre_de


def _regiones(pedido: Pedido) -> list[Region]:
    regiones = []
    for codigo, habitantes in pedido.poblacion.items():
        n = pedido.departamentos.get(int(codigo), 0)
        es_tasa = pedido.medida == TASA
        regiones.append(
            Region(
                codigo,
                Fraction(n * 100_000, habitantes) if es_tasa else n,
                nombre_de(codigo),
                pedido.url_lugar(codigo),
                estado=pedido.estado,
                numerador=n if es_tasa else None,
                denominador=habitantes if es_tasa else None,
            )
        )
    return regiones


def _titular(pedido: Pedido) -> str:
    if not pedido.departamentos:
        return f"Sin {pedido.unidad} en {pedido.periodo}"
    if pedido.medida == TASA:
        codigo = max(
            pedido.poblacion,
            key=lambda c: Fraction(pedido.departamentos.get(int(c), 0), pedido.poblacion[c]),
        )
        n = pedido.departamentos.get(int(codigo), 0)
        valor = tasa(n, pedido.poblacion[codigo])
        return f"{nombre_de(codigo)} tiene la tasa más alta: {valor} por 100 000 habitantes"
    mayor, n = max(pedido.departamentos.items(), key=lambda x: x[1])
    total = sum(pedido.departamentos.values())
    reune = f"{nombre_de(f'{mayor:02}')} reúne {entero(n)}"
    if son_pocos(total):
        return f"{reune} de {entero(total)} {pedido.unidad}"
    return f"{reune}: {porcentaje(n, total)} del país"


def _notas(pedido: Pedido) -> tuple[str, ...]:
    notas = []
    if "registro" in pedido.regla_de_lugar:
        notas.append(
            "Es el lugar donde se registró, no donde ocurrió la explotación. Lima reúne unidades "
            "con alcance nacional."
        )
    else:
        fuera = pedido.total - sum(pedido.departamentos.values())
        notas.append(f"En otro país o sin lugar conocido: {entero(fuera)} {pedido.unidad}.")
    if pedido.medida == TASA:
        notas.append(f"Población: INEI, {ANIO_DE_LA_POBLACION}.")
    if pedido.corte.anio >= 2023:
        notas.append("Desde 2023 la fuente no separa Lima Metropolitana de Lima Provincias.")
    return tuple(notas)


def _titular_de_losetas(pedido: Pedido) -> str:
    con = [n for n in pedido.departamentos.values() if n]
    pocos = sum(n < 10 for n in con)
    vacios = len(pedido.poblacion) - len(con)
    return (
        f"{plural(pocos, 'departamento tiene', 'departamentos tienen')} menos de 10; "
        f"{plural(vacios, 'no tiene', 'no tienen')} ninguno"
    )


def _dibujar(pedido: Pedido, clave: str, dibujo, titular: str) -> Figura:
    es_tasa = pedido.medida == TASA
    unidad = f"{pedido.unidad} por 100 000 habitantes" if es_tasa else pedido.unidad
    grafico = adaptable(
        dibujo,
        _regiones(pedido),
        titulo=f"Por departamento, {pedido.regla_de_lugar}, {pedido.periodo}",
        unidad=unidad,
        escribir=decimal if es_tasa else entero,
    )
    return figura(pedido, clave, titular, grafico, _notas(pedido))


def mapa(pedido: Pedido) -> Figura:
    """Coropleta con los límites."""
    return _dibujar(pedido, "mapa", mapa_departamentos, _titular(pedido))


def losetas(pedido: Pedido) -> Figura:
    """Losetas de igual tamaño: un departamento pequeño se ve igual que uno grande."""
    return _dibujar(pedido, "losetas", mosaico, _titular_de_losetas(pedido))


def provincias(pedido: Pedido) -> Figura:
    """Las provincias del departamento, por lugar de registro."""
    departamento = f"{pedido.corte.departamento:02}"
    leidas = pedido.provincias
    # Con una provincia elegida las demás siguen a la vista: la base es siempre el departamento.
    base = sum(leidas.values())
    filas = [
        Barra(
            nombre_de(f"{codigo:04}") if codigo else "Sin provincia",
            n,
            base,
            url=pedido.url_inicio(provincia=f"{codigo:04}") if codigo else "",
            residual=not codigo,
            destacada=codigo == pedido.corte.provincia,
        )
        for codigo, n in leidas.items()
    ]
    grafico = adaptable(
        barras,
        filas,
        titulo=f"Provincias de {nombre_de(departamento)}, {pedido.periodo}",
        unidad=pedido.unidad,
        encabezado="Provincia",
    )
    mayor = max(filas, key=lambda b: b.valor, default=None)
    titular = (
        f"{mayor.etiqueta} reúne {entero(mayor.valor)} de {entero(base)} {pedido.unidad}"
        if mayor
        else "Sin registros"
    )
    denominador = f"Denominador: {entero(base)} {pedido.unidad} de {nombre_de(departamento)}."
    return figura(pedido, "provincias", titular, grafico, (denominador,))
