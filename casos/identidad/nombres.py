"""El nombre de una persona en palabras comparables, y el documento en su forma única."""

import re
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass

from casos.identidad.fonetica import clave_fonetica

# No distinguen a nadie: «De la Cruz» y «Cruz» son la misma palabra.
PARTICULAS = frozenset(
    {"DE", "DEL", "LA", "LAS", "LOS", "EL", "Y", "E", "VDA", "VIUDA", "DA", "DI"}
)
ABREVIATURAS = {
    "MA": "MARIA",
    "MRIA": "MARIA",
    "JSE": "JOSE",
    "FCO": "FRANCISCO",
    "STA": "SANTA",
    "STO": "SANTO",
    "RDRGZ": "RODRIGUEZ",
    "GLEZ": "GONZALEZ",
    "HDEZ": "HERNANDEZ",
    "FDEZ": "FERNANDEZ",
}
LARGO_MAXIMO = 200


@dataclass(frozen=True)
class Nombre:
    """Nombres y apellidos como se escribieron. Cualquiera puede faltar o estar en otro sitio."""

    nombres: str = ""
    primer_apellido: str = ""
    segundo_apellido: str = ""
    otros: str = ""

    @property
    def completo(self) -> str:
        """Nombres y apellidos seguidos, sin el nombre social ni los alias."""
        partes = (self.nombres, self.primer_apellido, self.segundo_apellido)
        return " ".join(p for p in partes if p)


def normalizar(texto: str) -> str:
    """«Ñaupari Núñez, José» → «ÑAUPARI NUÑEZ JOSE»: sin tildes ni signos; la eñe se conserva."""
    marcado = unicodedata.normalize("NFKC", texto[:LARGO_MAXIMO]).upper()
    marcado = unicodedata.normalize("NFC", marcado).replace("Ñ", "\0")
    plano = unicodedata.normalize("NFD", marcado)
    plano = "".join(c for c in plano if not unicodedata.combining(c)).replace("\0", "Ñ")
    plano = re.sub(r"[’'´`]", "", plano)
    return " ".join(re.findall(r"[A-ZÑÇ0-9]+", plano))


def palabras(texto: str) -> tuple[str, ...]:
    """Las palabras que distinguen, sin partículas ni repetidas, en el orden escrito."""
    vistas: dict[str, None] = {}
    for palabra in normalizar(texto).split():
        limpia = ABREVIATURAS.get(palabra, palabra)
        if limpia not in PARTICULAS and (len(limpia) > 1 or limpia.isdecimal()):
            vistas.setdefault(limpia)
    return tuple(vistas)


def claves(textos: Iterable[str]) -> frozenset[tuple[str, str]]:
    """Las claves de búsqueda: pares (`exacta` o `fonetica`, palabra o clave)."""
    juntas: set[tuple[str, str]] = set()
    for texto in textos:
        for palabra in palabras(texto):
            juntas.add(("exacta", palabra))
            juntas.add(("fonetica", clave_fonetica(palabra)))
    return frozenset(juntas)


def documento_normal(tipo: str, numero: str) -> str:
    """El número como se compara: sin espacios ni signos, en mayúsculas; el DNI con 8 cifras."""
    limpio = re.sub(r"[^0-9A-ZÑ]", "", normalizar(numero))
    if tipo == "dni" and limpio.isdecimal() and 6 <= len(limpio) < 8:
        return limpio.zfill(8)
    return limpio
