"""Lo que se puede escribir en una sección, y dónde está lo que no.

Python puro. El texto es llano: un párrafo por línea, «## » abre un subtítulo y «- » una viñeta;
dentro, **negrita**, *cursiva* y [nota: al pie]. No hay HTML: una etiqueta pegada se lee tal cual.
Las cifras se citan como `{{ campo }}`; escribir a mano el porcentaje de un campo se rechaza, porque
no cambiaría con los datos.
"""

import re
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass
from difflib import get_close_matches

from trata.informes.documento import Bloque, Lista, Parrafo, Titulo
from trata.informes.marcas import marcas_sueltas, plano, tiene_marcas
from trata.informes.reglas import CAMPO_VIVO

LARGO_MAXIMO = 20_000
LLAVES = re.compile(r"\{\{|\}\}|\{%|%\}|\{#|#\}")
PORCENTAJE = re.compile(r"(?<![\w{.,])(\d{1,3}(?:[.,]\d+)?)\s*(?:%|por ciento\b)")
ENTERO = re.compile(r"(?<![\w.,/°-])(\d{1,3}(?:[ \u00a0\u202f.]\d{3})+|\d{2,7})(?![\w,/°%-])")
# Controles, y los signos de dirección que esconden lo que de verdad dice un texto.
INVISIBLES = re.compile(
    "[\x00-\x08\x0b-\x1f\x7f\u200b\u200e\u200f\u202a-\u202e\u2066-\u2069\ufeff]"
)


@dataclass(frozen=True, slots=True)
class Reparo:
    """Algo que corregir, con su línea. Un aviso no impide guardar."""

    linea: int
    codigo: str
    mensaje: str
    es_aviso: bool = False

    def __str__(self) -> str:
        return f"Línea {self.linea}: {self.mensaje}"


def limpiar(texto: str) -> str:
    """El texto sin signos invisibles, con saltos de línea corrientes y sin espacios al final."""
    parejo = unicodedata.normalize("NFC", texto.replace("\r\n", "\n").replace("\r", "\n"))
    return "\n".join(linea.rstrip() for linea in INVISIBLES.sub("", parejo).split("\n")).strip("\n")


def _numero(texto: str) -> str:
    """«79.6» y «79,6» son el mismo; los miles no cuentan."""
    return re.sub(r"[\s\u00a0\u202f]", "", texto).replace(".", ",")


def revisar(texto: str, valores: Mapping[str, str]) -> list[Reparo]:
    """Los reparos de un texto. `valores`: campo → lo que dice ahora."""
    porcentajes = {_numero(v.rstrip("%")): c for c, v in valores.items() if v.endswith("%")}
    enteros = {re.sub(r"\D", "", v): c for c, v in valores.items() if not v.endswith("%")}
    reparos: list[Reparo] = []
    for n, linea in enumerate(texto.split("\n"), start=1):
        reparos += _de_campos(n, linea, valores)
        if suelta := marcas_sueltas(linea):
            reparos.append(Reparo(n, "marca_suelta", f"hay {suelta}.", es_aviso=True))
        suelto = CAMPO_VIVO.sub(" ", linea)
        reparos += _de_porcentajes(n, suelto, porcentajes)
        reparos += _de_enteros(n, suelto, enteros)
    return reparos


def _de_campos(n: int, linea: str, valores: Mapping[str, str]) -> list[Reparo]:
    reparos = []
    for campo in CAMPO_VIVO.findall(linea):
        if campo in valores:
            continue
        parecidos = get_close_matches(campo, valores, n=1)
        quizas = f" ¿Querías «{parecidos[0]}»?" if parecidos else ""
        reparos.append(
            Reparo(
                n,
                "campo_desconocido",
                f"no existe el campo «{campo}».{quizas} Elígelo de la lista.",
            )
        )
    if LLAVES.search(CAMPO_VIVO.sub(" ", linea)):
        reparos.append(
            Reparo(n, "llaves_sueltas", "hay llaves que no cierran. Bórralas y elige de la lista.")
        )
    return reparos


def _de_porcentajes(n: int, linea: str, conocidos: Mapping[str, str]) -> list[Reparo]:
    reparos = []
    for dicho in PORCENTAJE.findall(linea):
        campo = conocidos.get(_numero(dicho))
        if campo:
            mensaje = f"escribiste {dicho} % a mano. Bórralo e inserta «{campo}» desde la lista."
            reparos.append(Reparo(n, "cifra_a_mano", mensaje))
        else:
            mensaje = (
                f"{dicho} % está escrito a mano y no cambiará con los datos. "
                "Di de qué documento sale."
            )
            reparos.append(Reparo(n, "porcentaje_a_mano", mensaje, es_aviso=True))
    return reparos


def _de_enteros(n: int, linea: str, conocidos: Mapping[str, str]) -> list[Reparo]:
    reparos = []
    for dicho in ENTERO.findall(linea):
        digitos = re.sub(r"\D", "", dicho)
        campo = conocidos.get(digitos)
        if campo and not 1900 <= int(digitos) <= 2100:
            mensaje = f"{dicho} coincide con «{campo}». Si es esa cifra, insértala desde la lista."
            reparos.append(Reparo(n, "entero_a_mano", mensaje, es_aviso=True))
    return reparos


def bloques_de(texto: str) -> tuple[Bloque, ...]:
    """El texto como bloques del documento: subtítulos (sin marcas), viñetas y párrafos."""
    bloques: list[Bloque] = []
    for cruda in texto.split("\n"):
        linea = cruda.strip()
        if linea.startswith("## "):
            bloques.append(Titulo(plano(linea[3:].strip())))
        elif linea.startswith("- "):
            previa = bloques.pop() if bloques and isinstance(bloques[-1], Lista) else Lista(())
            items = (*previa.items, linea[2:].strip())
            bloques.append(Lista(items, any(map(tiene_marcas, items))))
        elif linea:
            bloques.append(Parrafo(linea, tiene_marcas(linea)))
    return tuple(bloques)
