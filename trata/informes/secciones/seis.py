"""Las seis cifras en el tiempo y en el territorio: líneas, mapas y sus tablas."""

from fractions import Fraction

from trata.agregados.cortes import Cifra
from trata.agregados.variables import catalogo
from trata.comun import formato
from trata.graficos import Estado, Punto, Region, Serie, lineas, mapa_departamentos
from trata.graficos.lamina import panel
from trata.informes.contexto import Contexto
from trata.informes.documento import Bloque, Cuadro, Imagen, Nota, Seccion, SerieNativa, Valor
from trata.informes.secciones.crimen import CORTOS, sin_serie
from trata.informes.secciones.figuras import sin_cuadro
from trata.territorio.consultas import nombre_de

CLAVE, ANCHO, ANCHO_DE_MAPA = "seis", 220, 270


def _porcentaje(valor: Fraction) -> str:
    return f"{formato.decimal(valor)}{formato.NBSP}%"


def evolucion_y_mapa(contexto: Contexto) -> Seccion:
    """Las seis cifras año por año y departamento por departamento."""
    titulo = "Las seis cifras en el tiempo y en el territorio"
    if not contexto.hay_serie:
        return Seccion(CLAVE, titulo, sin_serie(contexto))
    bloques: list[Bloque] = [_lineas(contexto), _por_anio(contexto)]
    if contexto.regional is None:
        bloques += [_mapas(contexto), _por_departamento(contexto)]
    bloques.append(
        Nota(
            "Cada porcentaje tiene por denominador el total de registros PNP del mismo año y "
            "lugar, con lo que no consta. El lugar es el de registro, no el de la explotación."
        )
    )
    return Seccion(CLAVE, titulo, tuple(bloques))


def _parte(cifra: Cifra) -> Fraction | None:
    if cifra.numerador is None or not cifra.denominador:
        return None
    return Fraction(cifra.numerador, cifra.denominador)


def _nombres() -> list[str]:
    return [CORTOS[d.codigo] for d in catalogo().foto]


def _etiqueta(contexto: Contexto, anio: int) -> str:
    if not contexto.cobertura.es_parcial(anio):
        return str(anio)
    ultimo = formato.MESES[contexto.cobertura.ultimo_mes[anio] - 1]
    return f"{anio} (a {ultimo})"


def _lineas(contexto: Contexto) -> Imagen:
    por_anio, lugar = contexto.cifras_por_anio, contexto.pedido.lugar
    nombres = _nombres()
    dibujos, series = [], []
    for i, nombre in enumerate(nombres):
        partes = {anio: _parte(cifras[i]) for anio, cifras in por_anio.items()}
        puntos = tuple(_punto(contexto, anio, parte) for anio, parte in partes.items())
        grafico = lineas(
            [Serie(nombre, puntos)],
            titulo=f"{nombre}, {lugar}",
            unidad="porcentaje",
            encabezado="Año",
            ancho=ANCHO,
            escribir=_porcentaje,
        )
        dibujos.append((nombre, grafico))
        valores = tuple(None if p is None else round(float(p) * 100, 1) for p in partes.values())
        series.append(SerieNativa(f"{nombre} (%)", valores))
    titular = "Las seis cifras, año por año"
    return Imagen(
        titular=titular,
        subtitulo=f"Porcentaje de los registros PNP · {lugar} · según lugar de registro",
        svg=str(panel(dibujos, titulo=titular, columnas=3)),
        cuadro=sin_cuadro(),
        descripcion=" ".join(f"{t}: {g.descripcion}" for t, g in dibujos),
        fuente=contexto.nacional.fuente,
        notas=("Los números están en el cuadro que sigue.",),
        nativo="lineas",
        categorias=tuple(_etiqueta(contexto, a) for a in por_anio),
        series=tuple(series),
    )


def _punto(contexto: Contexto, anio: int, parte: Fraction | None) -> Punto:
    parcial = contexto.cobertura.es_parcial(anio)
    estado = Estado.PROVISIONAL if parcial else Estado.NORMAL
    return Punto(
        _etiqueta(contexto, anio),
        None if parte is None else parte * 100,
        estado=Estado.SIN_DATO if parte is None else estado,
        eje=f"{anio}*" if parcial else str(anio),
    )


def _dicho(cifra: Cifra) -> str:
    if cifra.numerador is None or not cifra.denominador:
        return formato.SIN_DATO
    parte = formato.porcentaje(cifra.numerador, cifra.denominador)
    return f"{parte} ({formato.entero(cifra.numerador)})"


def _fila(inicio: str, cifras: list[Cifra]) -> tuple[str, ...]:
    return (inicio, formato.entero(cifras[0].denominador), *(_dicho(c) for c in cifras))


def _valores(inicio: Valor, cifras: list[Cifra]) -> tuple[Valor, ...]:
    partes = (_parte(c) for c in cifras)
    numeros = (None if p is None else float(p) for p in partes)
    return (inicio, cifras[0].denominador, *numeros)


def _por_anio(contexto: Contexto) -> Cuadro:
    por_anio = contexto.cifras_por_anio
    return Cuadro(
        titulo=f"Las seis cifras por año, {contexto.pedido.lugar}",
        encabezados=("Año", "Registros PNP", *_nombres()),
        filas=tuple(_fila(_etiqueta(contexto, a), c) for a, c in por_anio.items()),
        valores=tuple(_valores(_etiqueta(contexto, a), c) for a, c in por_anio.items()),
        numericas=(False, *(True,) * 7),
        nota="Porcentaje y, entre paréntesis, numerador. «Sin dato»: la fuente no publica esa "
        "variable ese año.",
    )


def _por_departamento(contexto: Contexto) -> Cuadro:
    filas = contexto.cifras_por_departamento
    nombres = {d: nombre_de(f"{d:02}") for d in filas}
    orden = sorted(filas, key=lambda d: (-filas[d][0].denominador, nombres[d]))
    return Cuadro(
        titulo=f"Las seis cifras por departamento, {contexto.nacional.periodo}",
        encabezados=("Departamento", "Registros PNP", *_nombres()),
        filas=tuple(_fila(nombres[d], filas[d]) for d in orden),
        valores=tuple(_valores(nombres[d], filas[d]) for d in orden),
        numericas=(False, *(True,) * 7),
        nota="Con pocos registros un porcentaje cambia mucho de un año a otro: lee siempre el "
        "número. Un departamento que no está no tiene filas en la fuente: puede ser cero o que "
        "no se reportó.",
    )


def _mapas(contexto: Contexto) -> Imagen:
    por_departamento = contexto.cifras_por_departamento
    dibujos = []
    for i, nombre in enumerate(_nombres()):
        regiones = [
            Region(codigo, _conteo(por_departamento.get(int(codigo)), i), nombre_de(codigo))
            for codigo in contexto.nacional.poblacion
        ]
        grafico = mapa_departamentos(
            regiones,
            titulo=f"{nombre}, {contexto.nacional.periodo}",
            unidad="registros PNP",
            ancho=ANCHO_DE_MAPA,
            escribir=formato.entero,
            mayores=False,
        )
        dibujos.append((nombre, grafico))
    titular = f"Dónde se registran las seis cifras, {contexto.nacional.periodo}"
    return Imagen(
        titular=titular,
        subtitulo="Registros PNP por departamento · según lugar de registro",
        svg=str(panel(dibujos, titulo=titular, columnas=3)),
        cuadro=sin_cuadro(),
        descripcion=" ".join(f"{t}: {g.descripcion}" for t, g in dibujos),
        fuente=contexto.nacional.fuente,
        notas=("Los números están en el cuadro que sigue.",),
    )


def _conteo(cifras: list[Cifra] | None, i: int) -> int | None:
    return None if cifras is None else cifras[i].numerador
