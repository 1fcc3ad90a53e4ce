"""Nombres inventados y sus escrituras: el conjunto rotulado con que se mide el acierto.

Se arman con nombres y apellidos frecuentes al azar y con sílabas: no son de nadie.
"""

import random
from collections.abc import Iterator

NOMBRES = [
    "ROSA",
    "MARIA",
    "JOSE",
    "LUIS",
    "JUAN",
    "CARMEN",
    "ANA",
    "LUZ",
    "JORGE",
    "CARLOS",
    "MIGUEL",
    "YESENIA",
    "JESSICA",
    "XIMENA",
    "FLOR",
    "ELIZABETH",
    "KARINA",
    "YANETH",
    "WILBER",
    "JHON",
    "GUILLERMO",
    "HECTOR",
    "VICTOR",
    "SILVIA",
    "CECILIA",
    "BRENDA",
    "KATHERINE",
    "MILAGROS",
    "SOLEDAD",
    "FELICITAS",
    "EUSEBIA",
    "HILARIO",
    "VALENTINA",
    "ZOILA",
    "ROSENDO",
    "NIEVES",
    "GLADYS",
    "NELLY",
]  # noqa: SIM905
APELLIDOS = [
    "QUISPE",
    "MAMANI",
    "FLORES",
    "HUAMAN",
    "CONDORI",
    "RODRIGUEZ",
    "SANCHEZ",
    "GARCIA",
    "ROJAS",
    "CHAVEZ",
    "VASQUEZ",
    "CCORI",
    "CHOQUEHUANCA",
    "HUANCA",
    "YUPANQUI",
    "VALVERDE",
    "CESPEDES",
    "ZEVALLOS",
    "LLANOS",
    "VILLANUEVA",
    "GUTIERREZ",
    "GONZALES",
    "HERNANDEZ",
    "BENAVIDES",
    "CABEZAS",
    "ESPINOZA",
    "MUÑOZ",
    "PEÑA",
    "ACUÑA",
    "ÑAUPARI",
    "TICONA",
    "APAZA",
    "CUSI",
    "PUMA",
    "HUARACHI",
]  # noqa: SIM905
SILABAS = "BA CHE DI FU GA HUA JO KI LLA MO NE ÑI PE QUI RO SA TI VE YO ZA".split()  # noqa: SIM905
ESCRITURAS = (
    *(("V", "B"), ("B", "V"), ("Z", "S"), ("S", "Z"), ("CE", "SE"), ("CI", "SI"), ("LL", "Y")),
    *(("QUI", "KI"), ("QUE", "KE"), ("HUA", "GUA"), ("HUA", "WA"), ("H", ""), ("Y", "LL")),
    *(("J", "Y"), ("X", "J"), ("K", "C"), ("Ñ", "N"), ("E", "I"), ("NN", "N"), ("CC", "C")),
)


def apellido_raro(azar: random.Random) -> str:
    """Un apellido que no existe, de tres sílabas: la cola larga de los apellidos."""
    return "".join(azar.choice(SILABAS) for _ in range(3))


def persona(azar: random.Random) -> tuple[str, str, str]:
    """Nombres y dos apellidos al azar; uno de cada tres apellidos es raro."""
    nombres = " ".join(azar.sample(NOMBRES, azar.choice((1, 2, 2))))
    apellidos = [
        apellido_raro(azar) if azar.random() < 1 / 3 else azar.choice(APELLIDOS) for _ in range(2)
    ]
    return nombres, apellidos[0], apellidos[1]


def mal_escrito(azar: random.Random, texto: str) -> str:
    """El mismo nombre con una o dos confusiones de las que se ven en las fichas."""
    cambios = [(a, b) for a, b in ESCRITURAS if a in texto]
    for viejo, nuevo in azar.sample(cambios, min(len(cambios), azar.choice((1, 2)))):
        texto = texto.replace(viejo, nuevo, 1)
    return texto


def variante(azar: random.Random, nombre: tuple[str, str, str]) -> str:
    """Otra manera de escribir a la misma persona."""
    nombres, uno, dos = nombre
    forma = azar.randrange(4)
    if forma == 0:
        return mal_escrito(azar, f"{nombres} {uno} {dos}")
    if forma == 1:
        return f"{uno} {dos} {mal_escrito(azar, nombres)}"
    if forma == 2:
        return mal_escrito(azar, f"{nombres} {uno}")
    return mal_escrito(azar, f"{nombres.split()[0]} {uno} {dos}").title()


def conjunto_rotulado(
    parejas: int, semilla: int = 17
) -> Iterator[tuple[tuple[str, str, str], tuple[str, ...], bool]]:
    """Parejas de nombres y si son la misma persona.

    Por cada persona: otra escritura de su nombre (cierto); su gemela, un homónimo parcial y alguien
    al azar (falso).
    """
    azar = random.Random(semilla)  # noqa: S311 - datos de prueba
    for _ in range(parejas):
        nombre = persona(azar)
        yield nombre, (variante(azar, nombre),), True
        gemela = (azar.choice([n for n in NOMBRES if n not in nombre[0]]), *nombre[1:])
        for otra in (gemela, (nombre[0], nombre[1], apellido_raro(azar)), persona(azar)):
            yield nombre, otra, False
