"""Reglas sobre la serie oficial: tendencia, orden de territorios, brechas y calidad del dato."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from fractions import Fraction

from trata.agregados.prudencia import son_pocos
from trata.comun import formato
from trata.informes.hallazgos.base import Hallazgo, Parte, campo, cantidad, medida, segun

ORDINALES = {3: "tercer", 4: "cuarto", 5: "quinto", 6: "sexto", 7: "séptimo", 8: "octavo"}
UMBRAL_OTRO, UMBRAL_NO_CONSTA = Fraction(1, 4), Fraction(1, 10)
PIDE_HISTORIA = 4


@dataclass(frozen=True)
class Serie:
    """Totales por año de un lugar. Un año sin llave es un año del que la fuente no trae nada.

    `parciales` dice, de cada año incompleto, qué tramo tiene («enero a setiembre»). Con `semestre`
    («II semestre»), cada valor es el de ese semestre.
    """

    ambito: str
    lugar: str
    valores: Mapping[int, int]
    parciales: Mapping[int, str] = field(default_factory=dict)
    singular: str = "registro PNP"
    plural: str = "registros PNP"
    semestre: str = ""

    def en(self, anio: int) -> str:
        """«en 2021», «en el II semestre de 2021»."""
        return f"en el {self.semestre} de {anio}" if self.semestre else f"en {anio}"

    def frente(self, anio: int) -> str:
        """«frente a 2021», «frente al II semestre de 2021»."""
        return f"frente al {self.semestre} de {anio}" if self.semestre else f"frente a {anio}"

    def unidad(self, n: int) -> str:
        """La unidad que concuerda con `n`."""
        return segun(n, self.singular, self.plural)

    def completos(self, hasta: int) -> list[int]:
        """Años completos con dato, hasta `hasta`, en orden."""
        return sorted(a for a in self.valores if a <= hasta and a not in self.parciales)


def tendencia(serie: Serie, anio: int) -> list[Hallazgo]:
    """Cuánto hay en el año y cómo se compara con el anterior y con toda la serie."""
    n = serie.valores.get(anio)
    if n is None:
        return [
            Hallazgo(
                "calidad",
                f"La fuente no trae ninguna fila de {serie.lugar} {serie.en(anio)}: puede ser cero "
                "o que no se reportó.",
            )
        ]
    clave, donde = f"{serie.ambito}.total", f"{serie.lugar}, {anio}"
    total = cantidad(clave, "total del año", donde, n, serie.plural)
    inicio = f"{serie.lugar}: {campo(clave)} {serie.unidad(n)} {serie.en(anio)}"
    if anio in serie.parciales:
        tramo = serie.parciales[anio]
        frase = f"{inicio} ({tramo}). No está completo: no se compara con un período entero."
        return [Hallazgo("tendencia", frase, (total,))]
    previo = serie.valores.get(anio - 1)
    if previo is None or anio - 1 in serie.parciales:
        return [Hallazgo("tendencia", f"{inicio}. No hay uno anterior con que comparar.", (total,))]
    anterior = cantidad(
        f"{clave}_anterior", "total del año anterior", f"{serie.lugar}, {anio - 1}", previo,
        serie.plural,
    )  # fmt: skip
    cambio, cifras = _cambio(serie, anio, n, previo)
    extra = _lugar_en_la_serie(serie, anio)
    frase = f"{inicio}, {cambio}.{f' {extra}' if extra else ''}"
    return [Hallazgo("tendencia", frase, (total, anterior, *cifras))]


def _cambio(serie: Serie, anio: int, n: int, previo: int) -> tuple[str, tuple]:
    clave = f"{serie.ambito}.total"
    antes = f"{campo(f'{clave}_anterior')} {serie.unidad(previo)}"
    if n == previo:
        return f"los mismos que {serie.en(anio - 1)} ({antes})", ()
    donde = f"{serie.lugar}, {anio - 1} a {anio}"
    sube = n > previo
    if son_pocos(n, previo):
        base = f"de {formato.entero(previo)} a {formato.entero(n)} {serie.plural}"
        diferencia = medida(
            f"{clave}_diferencia", "diferencia", donde, formato.entero(abs(n - previo)), base
        )
        frase = (
            f"{campo(diferencia.clave)} {'más' if sube else 'menos'} que {serie.en(anio - 1)} "
            f"({antes}). "
            "Son pocos registros: no se calcula un porcentaje de cambio"
        )
        return frase, (diferencia,)
    base = f"de {formato.entero(previo)} a {formato.entero(n)} {serie.plural}"
    valor = formato.variacion(n, previo).lstrip(f"+{formato.MENOS}")
    cifra = medida(f"{clave}_variacion", "cambio en el año", donde, valor, base)
    verbo = "un aumento de" if sube else "una disminución de"
    return f"{verbo} {campo(cifra.clave)} {serie.frente(anio - 1)} ({antes})", (cifra,)


def _lugar_en_la_serie(serie: Serie, anio: int) -> str:
    anios = serie.completos(anio)
    if len(anios) < PIDE_HISTORIA:
        return ""
    valores = [serie.valores[a] for a in anios]
    if son_pocos(max(valores)):
        return ""
    previos, actual = valores[:-1], valores[-1]
    if actual > max(previos):
        return f"Es la cifra más alta desde {anios[0]}."
    if actual < min(previos):
        return f"Es la cifra más baja desde {anios[0]}."
    racha = _racha(anios, valores)
    if abs(racha) >= 3:
        nombre = ORDINALES.get(abs(racha), f"{abs(racha)}.º")
        return f"Es el {nombre} año seguido de {'aumento' if racha > 0 else 'disminución'}."
    return ""


def _racha(anios: Sequence[int], valores: Sequence[int]) -> int:
    """Años seguidos de aumento (positivo) o disminución (negativo) que terminan en el último."""
    racha = 0
    for i in range(len(valores) - 1, 0, -1):
        paso = valores[i] - valores[i - 1]
        seguidos = anios[i] - anios[i - 1] == 1
        if not seguidos or paso == 0 or (racha and (paso > 0) != (racha > 0)):
            break
        racha += 1 if paso > 0 else -1
    return racha


def ranking(
    valores: Mapping[str, int], total: int, donde: str, unidad: str = "registros PNP"
) -> list[Hallazgo]:
    """Qué territorios reúnen más, con empates dichos como empates."""
    orden = sorted(((n, nombre) for nombre, n in valores.items() if n), key=lambda x: (-x[0], x[1]))
    if not orden or not total:
        return []
    mayor = orden[0][0]
    primeros = [nombre for n, nombre in orden if n == mayor]
    parte = Parte("ranking.primero", "del territorio con más", donde, mayor, total, unidad)
    if len(primeros) == 1:
        frase = f"{primeros[0]} tiene más, según lugar de registro: {parte.citada}"
    elif len(primeros) <= 5:
        frase = f"{formato.lista(primeros)} empatan con más, cada uno con {parte.citada}"
    else:
        frase = f"{len(primeros)} territorios empatan con más, cada uno con {parte.citada}"
    cifras = [parte.cifra]
    if len(orden) > 3 and len(primeros) == 1 and orden[2][0] > orden[3][0]:
        suma = Parte("ranking.tres", "de los tres con más", donde, sum(n for n, _ in orden[:3]),
                     total, unidad)  # fmt: skip
        nombres = formato.lista([nombre for _, nombre in orden[:3]])
        frase += f". Los tres primeros ({nombres}) suman {suma.citada}"
        cifras.append(suma.cifra)
    return [Hallazgo("ranking", f"{frase}.", tuple(cifras))]


def tasas(
    valores: Mapping[str, int],
    poblacion: Mapping[str, int],
    donde: str,
    unidad: str = "registros PNP",
) -> list[Hallazgo]:
    """La tasa más alta por 100 000 habitantes, sólo entre territorios con al menos 10 registros."""  # noqa: E501
    medibles = {t: Fraction(n, poblacion[t]) for t, n in valores.items()
                if n >= 10 and poblacion.get(t)}  # fmt: skip
    if not medibles:
        return []
    mayor = max(medibles, key=lambda t: (medibles[t], t))
    n, habitantes = valores[mayor], poblacion[mayor]
    cifra = medida(
        "ranking.tasa",
        "tasa por 100 000 habitantes más alta",
        f"{mayor}, {donde}",
        formato.tasa(n, habitantes),
        f"{formato.entero(n)} {unidad} entre {formato.entero(habitantes)} habitantes (INEI 2025)",
    )
    frase = (
        f"Por cada 100 000 habitantes, la tasa más alta es la de {mayor}: {campo(cifra.clave)} "
        f"({formato.entero(n)} {unidad} entre {formato.entero(habitantes)} habitantes, INEI 2025). "
        "Sólo se comparan territorios con 10 registros o más."
    )
    return [Hallazgo("ranking", frase, (cifra,))]


def reparto(parte: Parte, frase: str, corto: str) -> Hallazgo:
    """«79,6 % de las víctimas son mujeres (426 de 535 registros PNP)».

    Con pocos registros, sólo el número: «Mujeres: 12 de 14 registros PNP».
    """
    if son_pocos(parte.de):
        return Hallazgo("reparto", f"{corto}: {parte.contada}.", (parte.cifra,))
    texto = f"{campo(f'{parte.clave}.pct')} {frase} {parte.base}."
    return Hallazgo("reparto", texto, (parte.cifra,))


def brecha(pares: Sequence[tuple[Parte, Parte, str]], lugar: str) -> list[Hallazgo]:
    """La mayor diferencia entre una región y el país: (de la región, del país, qué mide)."""
    pares = [p for p in pares if p[0].de and p[1].de]
    if not pares:
        return []
    if son_pocos(*(p[0].de for p in pares)):
        una = pares[0][0]
        texto = f"{lugar} tiene {campo(f'{una.clave}.base')} {una.palabra}: con tan pocos no se "
        texto += "comparan porcentajes con los del país."
        return [Hallazgo("brecha", texto, (una.cifra,))]
    propia, pais, frase = max(pares, key=lambda p: (abs(_distancia(p[0], p[1])), p[0].clave))
    cifra = _puntos("region.brecha", f"diferencia de {lugar} con el país", pais, propia)
    texto = (
        f"La mayor diferencia de {lugar} con el país está en «{frase}»: {propia.citada} frente a "
        f"{pais.citada}, {campo(cifra.clave)}."
    )
    return [Hallazgo("brecha", texto, (propia.cifra, pais.cifra, cifra))]


def cambio_de_partes(pares: Sequence[tuple[Parte, Parte, str]], anio: int) -> list[Hallazgo]:
    """De las mismas cifras en dos años, la que más cambió: (del año, del anterior, qué mide)."""
    pares = [p for p in pares if not son_pocos(p[0].de, p[1].de)]
    if not pares:
        return []
    ahora, antes, frase = max(pares, key=lambda p: (abs(_distancia(p[0], p[1])), p[0].clave))
    if _distancia(ahora, antes) == 0:
        return []
    cifra = _puntos("pais.cambio", f"cambio de {anio - 1} a {anio}", antes, ahora)
    texto = (
        f"De {anio - 1} a {anio}, la cifra que más cambió es «{frase}»: pasó de {antes.citada} a "
        f"{ahora.citada}, {campo(cifra.clave)}."
    )
    return [Hallazgo("brecha", texto, (antes.cifra, ahora.cifra, cifra))]


def _distancia(una: Parte, otra: Parte) -> Fraction:
    return Fraction(una.n, una.de) - Fraction(otra.n, otra.de)


def _puntos(clave: str, texto: str, desde: Parte, hasta: Parte):
    valor = formato.puntos(Fraction(hasta.n, hasta.de), Fraction(desde.n, desde.de))
    base = f"{desde.cifra.valor} y {hasta.cifra.valor}, con sus bases"
    return medida(clave, texto, hasta.donde, valor, base)


def calidad(partes: Sequence[tuple[str, Parte, Parte]]) -> list[Hallazgo]:
    """Variables de las que poco se sabe: (nombre, parte de «otro», parte que no consta).

    Con pocos registros no se dice nada: una parte grande de 14 no dice cómo registra nadie.
    """
    hallados = []
    for nombre, otro, no_consta in partes:
        if not son_pocos(otro.de) and Fraction(otro.n, otro.de) >= UMBRAL_OTRO:
            frase = f"{nombre}: la fuente dice «otro» y nada más en {otro.citada}."
            hallados.append(Hallazgo("calidad", frase, (otro.cifra,)))
        parte = 0 if son_pocos(no_consta.de) else Fraction(no_consta.n, no_consta.de)
        if parte >= UMBRAL_NO_CONSTA:
            frase = f"{nombre}: no consta en {no_consta.citada}."
            hallados.append(Hallazgo("calidad", frase, (no_consta.cifra,)))
    return hallados
