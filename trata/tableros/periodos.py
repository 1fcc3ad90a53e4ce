"""El período de un tablero: año, semestre, trimestre, mes, o de un mes a otro. Puro.

En la dirección: `anio` con `mes` («7», «s1», «t3»), o `desde` y `hasta` («2021-03», o «2021» para
el año entero). Lo que no se entiende se ignora.
"""

import re
from collections.abc import Iterable, Mapping
from typing import Any

from trata.agregados.tramos import Mes, Tramo
from trata.comun.formato import MESES, mes_anio
from trata.comun.numeros import natural

PARTES = {
    "s1": (1, 6, "Primer semestre"),
    "s2": (7, 12, "Segundo semestre"),
    "t1": (1, 3, "Primer trimestre"),
    "t2": (4, 6, "Segundo trimestre"),
    "t3": (7, 9, "Tercer trimestre"),
    "t4": (10, 12, "Cuarto trimestre"),
}
FORMA = re.compile(r"(\d{4})(?:-(\d{1,2}))?")


def opciones_de_parte() -> list[Any]:
    """Las partes de un año, agrupadas para un desplegable."""
    nombres = {codigo: nombre for codigo, (_, _, nombre) in PARTES.items()}
    return [
        ("", "Todo el año"),
        ("Semestres", [(c, n) for c, n in nombres.items() if c[0] == "s"]),
        ("Trimestres", [(c, n) for c, n in nombres.items() if c[0] == "t"]),
        ("Meses", [(str(n), m.capitalize()) for n, m in enumerate(MESES, 1)]),
    ]


def opciones_de_mes(anios: Iterable[int], ultimo: Mapping[int, int]) -> list[Any]:
    """Los meses que la fuente cubre, por año y del último al primero."""
    return [
        ("", "—"),
        *(
            (
                str(anio),
                [
                    (f"{anio}-{mes:02}", mes_anio(anio, mes))
                    for mes in range(ultimo.get(anio) or 12, 0, -1)
                ],
            )
            for anio in sorted(anios, reverse=True)
        ),
    ]


def _mes(texto: str, *, al_final: bool) -> Mes | None:
    leido = FORMA.fullmatch(texto)
    if leido is None:
        return None
    mes = int(leido[2]) if leido[2] else (12 if al_final else 1)
    return (int(leido[1]), mes) if 1 <= mes <= 12 else None


def leer(datos: Mapping[str, str], anios: Iterable[int], por_defecto: int, detalla: bool) -> tuple[
    int, int | None, Tramo | None
]:  # fmt: skip
    """(año, mes, tramo) de los parámetros; quien no `detalla` sólo elige años enteros."""
    anios = sorted(anios)
    libre = _libre(datos, anios)
    if libre is not None:
        if not detalla:
            libre = Tramo((libre.desde[0], 1), (libre.hasta[0], 12))
        return _reducir(libre)
    anio = natural(datos.get("anio"), cifras=4)
    anio = anio if anio in anios else por_defecto
    parte = datos.get("mes", "") if detalla else ""
    if parte in PARTES:
        primero, ultimo, _ = PARTES[parte]
        return anio, None, Tramo((anio, primero), (anio, ultimo))
    mes = natural(parte, cifras=2)
    if mes is not None and 1 <= mes <= 12:
        return anio, mes, None
    return anio, None, None


def _libre(datos: Mapping[str, str], anios: list[int]) -> Tramo | None:
    """De un mes a otro, dentro de lo que hay; al revés se da vuelta."""
    if not anios:
        return None
    desde = _mes(datos.get("desde", ""), al_final=False)
    hasta = _mes(datos.get("hasta", ""), al_final=True)
    if desde is None and hasta is None:
        return None
    primero, ultimo = (anios[0], 1), (anios[-1], 12)
    desde, hasta = max(desde or primero, primero), min(hasta or ultimo, ultimo)
    return Tramo(desde, hasta) if desde <= hasta else Tramo(hasta, desde)


def _reducir(tramo: Tramo) -> tuple[int, int | None, Tramo | None]:
    """Un tramo de un solo año o de un solo mes se lee como tal."""
    if tramo.desde == tramo.hasta:
        return tramo.hasta[0], tramo.hasta[1], None
    if tramo.es_de_anios and len(tramo.trozos) == 1:
        return tramo.hasta[0], None, None
    return tramo.hasta[0], None, tramo


def parte_de(tramo: Tramo | None) -> str:
    """«s1», «t3»; vacío si el tramo es libre."""
    if tramo is None or len(tramo.trozos) != 1:
        return ""
    meses = tramo.trozos[0][1:]
    return next((c for c, (m, n, _) in PARTES.items() if (m, n) == meses), "")


def parametros(mes: int | None, tramo: Tramo | None) -> dict[str, str]:
    """El período como parámetros de la dirección, sin el año."""
    if tramo is None or parte_de(tramo):
        return {"mes": parte_de(tramo) or str(mes or ""), "desde": "", "hasta": ""}
    (a, m), (b, n) = tramo.desde, tramo.hasta
    return {"mes": "", "desde": f"{a}-{m:02}", "hasta": f"{b}-{n:02}"}


def en_palabras(tramo: Tramo) -> str:
    """«primer semestre de 2024», «2019 a 2024», «marzo a junio de 2024»."""
    (a, m), (b, n) = tramo.desde, tramo.hasta
    parte = parte_de(tramo)
    if parte:
        return f"{PARTES[parte][2].lower()} de {a}"
    if tramo.es_de_anios:
        return f"{a} a {b}"
    if a == b:
        return f"{MESES[m - 1]} a {MESES[n - 1]} de {a}"
    return f"{mes_anio(a, m)} a {mes_anio(b, n)}"
