"""Reglas de los datos de identidad. Reciben el texto en claro, antes de cifrarlo."""

import re

from casos.reglas.persona import documento_mal_formado
from casos.reglas.predicados import Predicado, textos
from trata.comun.reglas import Datos, Regla, requerido_si

TEXTOS = (
    *("nombres", "primer_apellido", "segundo_apellido", "otros_nombres", "documento"),
    *("telefono", "correo", "direccion", "genero_u_orientacion"),
)
DE_NOMBRE = ("nombres", "primer_apellido", "segundo_apellido", "otros_nombres")
LARGOS = {
    "nombres": 120,
    "primer_apellido": 80,
    "segundo_apellido": 80,
    "otros_nombres": 120,
    "documento": 30,
    "telefono": 60,
    "correo": 254,
    "direccion": 300,
    "genero_u_orientacion": 120,
}


def _sin_letras(campo: str) -> Predicado:
    return lambda d: bool(d.get(campo)) and not re.search(r"[^\W\d_]", d[campo])


def _con_cifras(campo: str) -> Predicado:
    return lambda d: bool(re.search(r"\d{3,}", d.get(campo) or ""))


def _muy_largo(campo: str, largo: int) -> Predicado:
    return lambda d: len(d.get(campo) or "") > largo


def _documento_malo(datos: Datos) -> bool:
    return documento_mal_formado(datos.get("documento_tipo") or "", datos.get("documento") or "")


def _correo_malo(datos: Datos) -> bool:
    correo = datos.get("correo") or ""
    return bool(correo) and not re.fullmatch(r"[^@\s]+@[^@\s]+\.[^@\s.]{2,}", correo)


def _documento_sin_serlo(datos: Datos) -> bool:
    return datos.get("documento_tipo") == "sin_documento" and bool(datos.get("documento"))


IDENTIDAD: tuple[Regla, ...] = (
    *textos(*TEXTOS),
    *(
        Regla(f"{c}_muy_largo", c, f"Escribe como máximo {n} caracteres.", _muy_largo(c, n))
        for c, n in LARGOS.items()
    ),
    *(
        Regla(f"{c}_sin_letras", c, "Un nombre lleva letras. Corrígelo o déjalo vacío.", f(c))
        for c in DE_NOMBRE
        for f in (_sin_letras, _con_cifras)
    ),
    Regla(
        "falta_tipo_de_documento",
        "documento_tipo",
        "Selecciona qué documento es.",
        requerido_si("documento_tipo", lambda d: bool(d.get("documento"))),
    ),
    Regla(
        "sin_documento_con_numero",
        "documento",
        "Marcaste «Sin documento»: deja vacío el número o cambia el tipo.",
        _documento_sin_serlo,
    ),
    Regla(
        "documento_mal_formado",
        "documento",
        "El número no tiene la forma de ese documento. El DNI lleva 8 cifras, con sus ceros.",
        _documento_malo,
    ),
    Regla(
        "correo_mal_formado", "correo", "Escribe un correo como nombre@dominio.pe.", _correo_malo
    ),
)
