"""Predicados del registro: fechas posibles, valores de catálogo, textos sin nada raro.

Python puro. Cada función devuelve un predicado (datos → hay falta) o una lista de reglas.
"""

import re
import unicodedata
from collections.abc import Callable, Iterable, Mapping
from datetime import date, datetime
from zoneinfo import ZoneInfo

from casos.vocabulario import es_dato, vocabulario
from trata.comun.reglas import Datos, Regla, requerido_si

LIMA = ZoneInfo("America/Lima")
MINIMO = date(1950, 1, 1)
MINIMO_DE_NACIMIENTO = date(1900, 1, 1)
IDENTIDAD = re.compile(r"(?<!\d)(?:\d{8}|9\d{8}|(?:\+?51[ -]?)9\d{2}[ -]?\d{3}[ -]?\d{3})(?!\d)")
Predicado = Callable[[Datos], bool]


def hoy() -> date:
    """La fecha de hoy en el Perú."""
    return datetime.now(LIMA).date()


def futura(campo: str) -> Predicado:
    """La fecha es posterior a hoy."""
    return lambda d: isinstance(d.get(campo), date) and d[campo] > hoy()


def muy_antigua(campo: str, minimo: date = MINIMO) -> Predicado:
    """La fecha es anterior a lo que el registro admite."""
    return lambda d: isinstance(d.get(campo), date) and d[campo] < minimo


def fuera_de(campo: str, catalogo: str) -> Predicado:
    """El valor (o alguno de la lista) no está en el vocabulario."""

    def incumple(datos: Datos) -> bool:
        valor = datos.get(campo)
        if valor in (None, "", []):
            return False
        valores = valor if isinstance(valor, list | tuple) else [valor]
        return any(v not in vocabulario(catalogo) for v in valores)

    return incumple


def con_controles(campo: str) -> Predicado:
    """El texto trae caracteres de control (salvo salto de línea y tabulación)."""

    def incumple(datos: Datos) -> bool:
        texto = datos.get(campo)
        return (
            isinstance(texto, str)
            and not texto.isprintable()
            and any(unicodedata.category(c) in {"Cc", "Cs"} and c not in "\n\r\t" for c in texto)
        )

    return incumple


def con_identidad(campo: str) -> Predicado:
    """El texto parece traer un DNI o un teléfono."""
    return lambda d: bool(IDENTIDAD.search(d.get(campo) or ""))


def tiene(campo: str, *valores: str) -> Predicado:
    """El campo vale uno de `valores`."""
    return lambda d: d.get(campo) in valores


def fechas(*campos: str, minimo: date = MINIMO) -> tuple[Regla, ...]:
    """Reglas de una fecha: ni futura ni imposible."""
    reglas: list[Regla] = []
    for campo in campos:
        reglas.append(Regla("fecha_futura", campo, "Escribe una fecha que ya pasó.", futura(campo)))
        reglas.append(
            Regla(
                "fecha_muy_antigua",
                campo,
                f"Escribe el año con 4 dígitos, desde {minimo.year}.",
                muy_antigua(campo, minimo),
            )
        )
    return tuple(reglas)


def categorias(pares: Mapping[str, str]) -> tuple[Regla, ...]:
    """Una regla por campo de categoría: su valor está en el vocabulario."""
    return tuple(
        Regla(
            "valor_fuera_de_catalogo",
            campo,
            "Elige uno de los valores de la lista.",
            fuera_de(campo, catalogo),
        )
        for campo, catalogo in pares.items()
    )


def textos(*campos: str, es_narrativo: Iterable[str] = ()) -> tuple[Regla, ...]:
    """Reglas de texto libre: sin caracteres de control y, si es narrativo, sin identidades."""
    reglas = [
        Regla(
            "caracteres_de_control",
            campo,
            "El texto trae caracteres que no se pueden guardar. Escríbelo de nuevo.",
            con_controles(campo),
        )
        for campo in campos
    ]
    reglas += [
        Regla(
            "parece_identidad",
            campo,
            "Parece que escribiste un documento o un teléfono. Quítalo: aquí no van identidades.",
            con_identidad(campo),
            es_aviso=True,
        )
        for campo in es_narrativo
    ]
    return tuple(reglas)


def obligatorio(codigo: str, campo: str, mensaje: str, *, dato: str = "") -> Regla:
    """Regla: el campo se llena siempre. `dato` es su nombre en los datos si es otro (`x_id`)."""
    return Regla(codigo, campo, mensaje, requerido_si(dato or campo, lambda d: True))


def otro(campo: str, texto: str, catalogo: str) -> tuple[Regla, ...]:
    """Si se elige «otro», se escribe cuál; si no, el texto sobra."""
    codigos = {c.codigo for c in vocabulario(catalogo).categorias if c.es_otro}
    return (
        Regla(
            "falta_decir_cual",
            texto,
            "Elegiste «otro»: escribe cuál.",
            lambda d: d.get(campo) in codigos and not (d.get(texto) or "").strip(),
        ),
        Regla(
            "sobra_decir_cual",
            texto,
            "Borra este texto o elige «otro».",
            lambda d: d.get(campo) not in codigos and bool((d.get(texto) or "").strip()),
        ),
    )


def adicionales(principal: str, lista: str, nombre: str) -> tuple[Regla, ...]:
    """Los valores adicionales piden un principal, no lo repiten ni se repiten."""
    return (
        Regla(
            "adicional_sin_principal",
            lista,
            f"Elige primero {nombre} principal.",
            lambda d: bool(d.get(lista)) and not es_dato(d.get(principal)),
        ),
        Regla(
            "adicional_repetido",
            lista,
            "Quita de aquí el valor principal y los repetidos.",
            lambda d: (
                bool(d.get(lista))
                and (d.get(principal) in d[lista] or len(set(d[lista])) != len(d[lista]))
            ),
        ),
    )
