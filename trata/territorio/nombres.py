"""De un nombre de lugar escrito de cualquier manera a su código INEI. Python puro, sin base.

El distrito se busca siempre dentro de su provincia y la provincia dentro de su departamento: hay
distritos homónimos («Santa Rosa» se repite en diez provincias) y adivinar sería inventar.
"""

import csv
import re
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import Any

import yaml

DATOS = Path(__file__).parent / "datos"


def normalizar(texto: str) -> str:
    """Sin tildes, en mayúsculas, sin signos: «Páucar del Sara-Sara» → «PAUCAR DEL SARA SARA».

    La eñe se conserva como letra propia: «Ferreñafe» no es «Ferrenafe» mal escrito en un índice,
    pero al buscar se admite de las dos maneras (ver `Indice`).
    """
    marcado = texto.upper().replace("Ñ", "\0")
    plano = unicodedata.normalize("NFD", marcado)
    plano = "".join(c for c in plano if not unicodedata.combining(c)).replace("\0", "Ñ")
    return " ".join(re.findall(r"[A-ZÑ0-9]+", plano))


def clave_orden(texto: str) -> str:
    """Clave para ordenar en español con `COLLATE "C"`: sin tildes y con la eñe después de la n."""
    return normalizar(texto).lower().replace("ñ", "n~")


@dataclass(frozen=True)
class Lugar:
    """Una fila del catálogo: código INEI, nombre oficial y población (habitantes)."""

    codigo: str
    nombre: str
    poblacion: int

    @property
    def padre(self) -> str:
        """Código del nivel superior; cadena vacía en un departamento."""
        return self.codigo[:-2]


def _sin_enie(texto: str) -> str:
    return texto.replace("Ñ", "N")


@dataclass
class Indice:
    """Busca códigos por nombre. `por_nombre` va de (código del padre, nombre) a código."""

    lugares: Mapping[str, Lugar]
    por_nombre: dict[tuple[str, str], str] = field(default_factory=dict)

    def anotar(self, padre: str, nombre: str, codigo: str) -> None:
        """Admite `nombre` como otra forma de escribir `codigo` dentro de `padre`."""
        self.por_nombre.setdefault((padre, _sin_enie(normalizar(nombre))), codigo)

    def buscar(self, nombre: str, *, dentro_de: str = "") -> str | None:
        """Código del lugar llamado `nombre` dentro del código `dentro_de`; `None` si no consta."""
        limpio = _sin_enie(normalizar(nombre or ""))
        return self.por_nombre.get((dentro_de, limpio)) if limpio else None

    def departamento(self, nombre: str) -> str | None:
        """«CUZCO», «Áncash», «ANCASH» → «08», «02», «02»."""
        return self.buscar(nombre)

    def provincia(self, nombre: str, departamento: str) -> str | None:
        """La provincia `nombre` del departamento de código `departamento`."""
        return self.buscar(nombre, dentro_de=departamento)

    def distrito(self, nombre: str, provincia: str) -> str | None:
        """El distrito `nombre` de la provincia de código `provincia`."""
        return self.buscar(nombre, dentro_de=provincia)


def leer_lugares(ruta: Path = DATOS / "ubigeo.csv") -> list[Lugar]:
    """Las 2 112 filas del catálogo, en orden de código."""
    with ruta.open(encoding="utf-8", newline="") as archivo:
        return [
            Lugar(f["codigo"], f["nombre"], int(f["poblacion"])) for f in csv.DictReader(archivo)
        ]


def leer_variantes(ruta: Path = DATOS / "variantes.yaml") -> dict[str, Any]:
    """Otras formas de escribir, por nivel."""
    return yaml.safe_load(ruta.read_text(encoding="utf-8"))


@cache
def indice() -> Indice:
    """El índice del catálogo entero, con variantes; se arma una vez por proceso."""
    lugares = leer_lugares()
    armado = Indice({lugar.codigo: lugar for lugar in lugares})
    for lugar in lugares:
        armado.anotar(lugar.padre, lugar.nombre, lugar.codigo)
    variantes = leer_variantes()
    for nombre, codigo in variantes["departamentos"].items():
        armado.anotar("", nombre, codigo)
    for nivel in ("provincias", "distritos"):
        for codigo, nombres in variantes[nivel].items():
            for nombre in nombres:
                armado.anotar(codigo[:-2], nombre, codigo)
    return armado
