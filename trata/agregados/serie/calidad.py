"""Revisión de calidad de la serie: todo defecto encontrado se declara; ninguno se corrige callado.

Entra una `Lectura`; sale un `InformeDeCalidad`. Cada revisión es una función pequeña que recibe el
`Contenido` y devuelve hallazgos. Las definiciones siguen el diccionario oficial: el denominador es
`F1_TOTAL` y una variable «cuadra» en un año si la suma de sus partes es ese total.
"""

from collections import Counter
from collections.abc import Callable

from trata.agregados.serie.contenido import ROTULOS_DE_TOTAL, TOTAL, TOTALES, Contenido
from trata.agregados.serie.contenido import ejemplos as ejemplos_de
from trata.agregados.serie.errores import bloques, departamentos, rotulos
from trata.agregados.serie.lectura import Lectura
from trata.agregados.serie.tipos import Hallazgo, InformeDeCalidad
from trata.agregados.variables import catalogo
from trata.comun.formato import entero, lista, mes_anio, porcentaje
from trata.territorio.nombres import indice


def _partes(anio: Counter, codigo: str) -> int:
    """Suma de las partes publicadas de una variable en un año."""
    return sum(anio[i] for cat in catalogo().variables[codigo].categorias for i in cat.items)


def _pares_inconsistentes(c: Contenido) -> list[Hallazgo]:
    filas = []
    for anio, sumas in c.por_anio.items():
        for codigo, variable in catalogo().variables.items():
            partes, total = _partes(sumas, codigo), sumas[TOTAL]
            if partes != total:
                exceso, falta = _descuadre_por_celda(c, anio, codigo)
                filas.append(
                    {
                        "variable": variable.nombre,
                        "codigo": codigo,
                        "anio": anio,
                        "partes": partes,
                        "total": total,
                        "celdas_con_exceso": exceso,
                        "celdas_con_falta": falta,
                    }
                )
    if not filas:
        return []
    return [
        Hallazgo(
            "par_inconsistente",
            "aviso",
            "Variables cuyas partes no suman el total del año",
            len(filas),
            "Se guardan las partes como se publican; la diferencia se muestra como «sin detalle» y "
            "el denominador sigue siendo F1_TOTAL.",
            tuple(
                f"{f['variable']}, {f['anio']}: {entero(f['partes'])} de {entero(f['total'])}"
                for f in filas
            ),
            tuple(filas),
        )
    ]


def _descuadre_por_celda(c: Contenido, anio: int, codigo: str) -> tuple[int, int]:
    """Celdas de departamento y mes con más y con menos partes que su total."""
    exceso = falta = 0
    for bloque, items in c.bloques.items():
        if bloque[0] == anio:
            partes = _partes(Counter({i: v or 0 for i, v in items.items()}), codigo)
            exceso += partes > (items.get(TOTAL) or 0)
            falta += partes < (items.get(TOTAL) or 0)
    return exceso, falta


def _totales_errados(c: Contenido) -> list[Hallazgo]:
    ejemplos, tabla = [], []
    for anio, sumas in c.por_anio.items():
        for codigo, nombres in TOTALES.items():
            partes, publicado = _partes(sumas, codigo), sum(sumas[r] for r in nombres)
            if codigo != "grupo_edad" and partes == sumas[TOTAL] != publicado:
                con_el_errado = porcentaje(_mayor(sumas, codigo), publicado)
                ejemplos.append(
                    f"{nombres[0]} {anio}: publica {entero(publicado)} y sus partes suman "
                    f"{entero(partes)}; la mayor daría {con_el_errado}"
                )
                tabla.append(
                    {"rotulo": nombres[0], "anio": anio, "publicado": publicado, "partes": partes}
                )
    if not ejemplos:
        return []
    return [
        Hallazgo(
            "total_errado",
            "aviso",
            "Totales publicados que no son la suma de sus partes",
            len(ejemplos),
            "Se usaron las partes, que sí suman el total de registros.",
            tuple(ejemplos),
            tuple(tabla),
        )
    ]


def _mayor(sumas: Counter, codigo: str) -> int:
    variable = catalogo().variables[codigo]
    return max(sum(sumas[i] for i in cat.items) for cat in variable.categorias)


def _totales_mezclados(c: Contenido) -> list[Hallazgo]:
    n = sum(f.item in ROTULOS_DE_TOTAL for f in c.filas)
    return (
        [
            Hallazgo(
                "totales_mezclados",
                "aviso",
                "Filas de TOTAL y SUB TOTAL mezcladas con sus partes",
                n,
                "No se suman. Sólo se usan F1_TOTAL (denominador) y los subtotales por sexo.",
                tuple(sorted(ROTULOS_DE_TOTAL)),
            )
        ]
        if n
        else []
    )


def _vacios(c: Contenido) -> list[Hallazgo]:
    por_anio = Counter(f"{f.item.split('_')[0]}_ {f.anio}" for f in c.filas if f.valor is None)
    if not por_anio:
        return []
    return [
        Hallazgo(
            "valor_vacio",
            "aviso",
            "Valores vacíos",
            sum(por_anio.values()),
            "Se leen como «no publicado», no como cero.",
            ejemplos_de(por_anio),
        )
    ]


def _periodos(c: Contenido) -> list[Hallazgo]:
    hallazgos = []
    if c.anios_sin_mes:
        n = sum(f.anio in c.anios_sin_mes for f in c.filas)
        hallazgos.append(
            Hallazgo(
                "anio_sin_mes",
                "aviso",
                f"Años publicados sin mes: {lista([str(a) for a in sorted(c.anios_sin_mes)])}",
                n,
                "Todo el año venía en el mes 1, sin provincia. Se guarda como año sin mes: no es "
                "enero.",
                tuple(f"{a}: {entero(c.por_anio[a][TOTAL])} registros" for a in c.anios_sin_mes),
            )
        )
    parciales = [a for a in c.por_anio if c.ultimo_mes(a) < 12]
    if parciales:
        hallazgos.append(
            Hallazgo(
                "anio_parcial",
                "aviso",
                "Años incompletos",
                len(parciales),
                "Se marcan en todo gráfico y no se comparan con un año entero.",
                tuple(f"{a}: hasta {mes_anio(a, c.ultimo_mes(a))}" for a in parciales),
            )
        )
    return hallazgos


def _sin_lugar(c: Contenido) -> list[Hallazgo]:
    hallazgos = []
    for campo, nombre in (
        ("provincia", "provincia"),
        ("distrito", "distrito"),
        ("comisaria", "comisaría"),
    ):
        n = sum(not getattr(f, campo) for f in c.filas)
        if n:
            hallazgos.append(
                Hallazgo(
                    f"sin_{campo}",
                    "aviso",
                    f"Filas sin {nombre}",
                    n,
                    "Cuentan en su departamento.",
                    (porcentaje(n, len(c.filas)) + " de las filas",),
                )
            )
    return hallazgos


def _nombres(c: Contenido) -> list[Hallazgo]:
    """Qué parte de los nombres coincide con el INEI y cuáles no."""
    malos: dict[str, Counter] = {"provincia": Counter(), "distrito": Counter()}
    con_nombre: Counter[str] = Counter()
    for fila in c.filas:
        departamento = indice().departamento(fila.lugar) or ""
        provincia = indice().provincia(fila.provincia, departamento)
        if fila.provincia:
            con_nombre["provincia"] += 1
            if not provincia:
                malos["provincia"][f"{fila.provincia} en {fila.lugar}"] += 1
        if fila.distrito:
            con_nombre["distrito"] += 1
            if not (provincia and indice().distrito(fila.distrito, provincia)):
                malos["distrito"][f"{fila.distrito} en {fila.provincia or fila.lugar}"] += 1
    hallazgos = []
    for campo, contador in malos.items():
        if contador:
            bien = con_nombre[campo] - sum(contador.values())
            hallazgos.append(
                Hallazgo(
                    f"{campo}_no_reconocida" if campo == "provincia" else f"{campo}_no_reconocido",
                    "aviso",
                    f"Nombres de {campo} que no coinciden con el INEI "
                    f"(coincide {porcentaje(bien, con_nombre[campo])} de las filas con {campo})",
                    sum(contador.values()),
                    "No se corrigen ni se adivinan; la fila cuenta en su departamento.",
                    ejemplos_de(contador, 20),
                )
            )
    return hallazgos


def _escritura(c: Contenido) -> list[Hallazgo]:
    sin_cero = sum(f.ccdd.isdecimal() and len(f.ccdd) == 1 for f in c.filas)
    hallazgos = []
    if sin_cero:
        hallazgos.append(
            Hallazgo(
                "codigo_sin_cero",
                "aviso",
                "Códigos de departamento sin su cero inicial",
                sin_cero,
                "Se lee «8» como «08» y se comprueba contra el nombre.",
                ("CCDD viene como número, no como texto",),
            )
        )
    mal = Counter(f.item for f in c.filas if "LADRILOS" in f.item)
    if mal:
        hallazgos.append(
            Hallazgo(
                "rotulo_mal_escrito",
                "aviso",
                "Rótulos con faltas de ortografía",
                sum(mal.values()),
                "Se reconocen como están y se muestran bien escritos.",
                ejemplos_de(mal),
            )
        )
    return hallazgos


def _repetidas(c: Contenido) -> list[Hallazgo]:
    if not c.repetidas:
        return []
    return [
        Hallazgo(
            "fila_repetida",
            "aviso",
            "Filas exactamente repetidas",
            c.repetidas,
            "Se contó una sola.",
        )
    ]


def _una_dependencia(c: Contenido) -> list[Hallazgo]:
    veces = Counter(b[:3] for b in c.bloques)
    solas = sum(n == 1 for n in veces.values())
    if len(veces) < 20 or solas < 0.9 * len(veces):
        return []
    return [
        Hallazgo(
            "una_dependencia_por_mes",
            "nota",
            "Cada departamento y mes aparece con una sola dependencia",
            solas,
            "La provincia, el distrito y la comisaría nombran una unidad, aunque el número reúna "
            "lo de todo el departamento: no se publican cifras por provincia con esta fuente.",
            (f"{entero(solas)} de {entero(len(veces))} combinaciones de departamento y mes",),
        )
    ]


REVISIONES: tuple[Callable[[Contenido], list[Hallazgo]], ...] = (
    departamentos,
    rotulos,
    bloques,
    _pares_inconsistentes,
    _totales_errados,
    _totales_mezclados,
    _vacios,
    _periodos,
    _repetidas,
    _escritura,
    _nombres,
    _sin_lugar,
    _una_dependencia,
)


def revisar(lectura: Lectura) -> tuple[InformeDeCalidad, Contenido]:
    """El informe de un archivo y su contenido sin repetidas."""
    contenido = Contenido.de(lectura.filas)
    informe = InformeDeCalidad(lectura.formato, len(lectura.filas), lectura.hoja)
    for revision in REVISIONES:
        informe.hallazgos += revision(contenido)
    informe.totales = {a: s[TOTAL] for a, s in contenido.por_anio.items()}
    informe.ultimo_mes = {a: contenido.ultimo_mes(a) for a in contenido.por_anio}
    return informe, contenido
