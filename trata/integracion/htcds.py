"""El registro dicho en HTCDS 2.0. La equivalencia entera está en `datos/htcds.yaml`."""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import Any

import yaml

from casos.models import Caso, CasoLugar, Victima, VictimaEstado
from casos.vocabulario import es_dato, vocabulario

DATOS = Path(__file__).parent / "datos" / "htcds.yaml"
PAIS = re.compile(r"[A-Z]{2}")
ISO_3166 = "iso_3166"
PROPIOS = ("trata_Caso", "trata_Victima")
NO_COMPARTE = ("no", "retirado")


@dataclass(frozen=True)
class Campo:
    """Un campo del estándar: de qué dato sale, con qué condición y cómo se traduce."""

    nombre: str
    de: str
    y: str = ""
    lista: bool = False
    forma: str = ""
    nombre_de: str = ""
    por_defecto: str = ""
    si: Mapping[str, Any] = field(default_factory=dict)
    valores: Mapping[str, str] = field(default_factory=dict)
    nota: str = ""

    def corresponde(self, datos: Mapping[str, Any]) -> bool:
        """Se cumple su condición, si la tiene."""
        return all(
            datos.get(dato) in (v if isinstance(v, list) else [v]) for dato, v in self.si.items()
        )

    def traducir(self, datos: Mapping[str, Any]) -> Any:
        """El valor en el estándar, o `None` si no hay dato."""
        if not self.corresponde(datos):
            return None
        crudo = datos.get(self.de)
        crudos = list(crudo) if isinstance(crudo, list | tuple) else [crudo]
        if self.y:
            crudos += list(datos.get(self.y) or ())
        hallados = [v for v in map(self.equivalente, crudos) if v is not None]
        if not hallados:
            return self.por_defecto or None
        return list(dict.fromkeys(hallados)) if self.lista else hallados[0]

    def publicado(self, codigo: str) -> str | None:
        """Lo que sale al exportar ese código: su equivalente o, si no lo tiene, el de oficio."""
        return self.equivalente(codigo) or self.por_defecto or None

    def equivalente(self, crudo: Any) -> Any:
        """Un código del registro dicho en el estándar, o `None` si no tiene cómo."""
        if crudo in (None, ""):
            return None
        if self.valores:
            return self.valores.get(str(crudo))
        if self.forma == ISO_3166:
            return str(crudo).upper() if es_dato(str(crudo)) else None
        if self.nombre_de:
            return vocabulario(self.nombre_de).nombre_de(crudo) if es_dato(crudo) else None
        return crudo.isoformat() if hasattr(crudo, "isoformat") else crudo


@cache
def crudo() -> dict[str, Any]:
    """La equivalencia tal como está publicada."""
    return yaml.safe_load(DATOS.read_text(encoding="utf-8"))


@cache
def campos() -> tuple[Campo, ...]:
    """Los campos que se exportan, en su orden."""
    return tuple(Campo(nombre, **dicho) for nombre, dicho in crudo()["campos"].items())


@cache
def vocabulario_de() -> dict[str, str]:
    """Dato del registro → vocabulario de donde salen sus códigos, si tiene uno."""
    columnas = {c.name: c for m in (Victima, Caso) for c in m._meta.concrete_fields}
    columnas["organo"] = VictimaEstado._meta.get_field("organo")
    columnas["estado_victima"] = Victima._meta.get_field("estado")
    columnas["pais_de_explotacion"] = CasoLugar._meta.get_field("pais")
    halladas = {n: getattr(c, "catalogo", "") for n, c in columnas.items()}
    return {dato: halladas[dato] for dato in datos_necesarios() if halladas.get(dato)}


@cache
def campos_de(codigo: str) -> tuple[Campo, ...]:
    """Los campos del estándar que traducen, código por código, un vocabulario del registro."""
    de_quien = vocabulario_de()
    return tuple(
        c for c in campos() if de_quien.get(c.de) == codigo and (c.valores or c.forma == ISO_3166)
    )


def datos_necesarios() -> set[str]:
    """Los datos del registro que hacen falta para traducir."""
    return {d for c in campos() for d in (c.de, c.y, *c.si) if d}


def comparte(datos: Mapping[str, Any]) -> bool:
    """La persona no se negó a compartir sus datos ni lo retiró."""
    return datos.get("consiente_compartir") not in NO_COMPARTE


def registro_de(datos: Mapping[str, Any]) -> dict[str, Any]:
    """Una víctima como registro HTCDS. `datos` trae lo de `datos_necesarios` y sus códigos."""
    registro = {"trata_Caso": datos["codigo"], "trata_Victima": datos["seudonimo"]}
    for campo in campos():
        valor = campo.traducir(datos)
        if valor is not None:
            registro[campo.nombre] = valor
    return registro


def faltas_de(registro: Mapping[str, Any]) -> list[str]:
    """Lo que un registro incumple del estándar: campos que no existen o valores fuera de lista."""
    listas, conocidos = crudo()["listas"], {c.nombre: c for c in campos()}
    malas = []
    for nombre, valor in registro.items():
        campo = conocidos.get(nombre)
        if campo is None:
            malas += [] if nombre in PROPIOS else [f"{nombre}: no es del estándar"]
            continue
        if campo.lista != isinstance(valor, list):
            malas.append(f"{nombre}: {'debe' if campo.lista else 'no debe'} ser una lista")
        valores: Iterable[Any] = valor if isinstance(valor, list) else [valor]
        if nombre in listas:
            malas += [f"{nombre}: «{v}» no está" for v in valores if v not in listas[nombre]]
        elif campo.forma == ISO_3166:
            malas += [f"{nombre}: «{v}» no es un país" for v in valores if not PAIS.fullmatch(v)]
    return malas
