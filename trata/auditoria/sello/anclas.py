"""Anclas: la última firma, guardada fuera de la base.

Quien recorta la cola de la historia con sus lotes no deja rastro dentro; el ancla lo muestra.
"""

import json
import os
from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from django.conf import settings

ULTIMA = "ultima.json"
DIARIAS = "anclas.jsonl"


@dataclass(frozen=True)
class Ancla:
    """Qué lote era el último y cuál era su firma."""

    numero: int
    momento: str
    firma: str

    def como_texto(self) -> str:
        """Una línea de JSON."""
        return json.dumps(asdict(self), ensure_ascii=False)


def leer_ancla(texto: str) -> Ancla:
    """Recibe una línea de JSON; devuelve el ancla. Lanza `ValueError` si no lo es."""
    datos: Mapping[str, Any] = json.loads(texto)
    try:
        return Ancla(int(datos["numero"]), str(datos["momento"]), str(datos["firma"]))
    except (KeyError, TypeError) as error:
        raise ValueError("La línea no es un ancla.") from error


def leer_anclas(archivos: Iterable[Path]) -> list[Ancla]:
    """Recibe archivos con un ancla por línea; los que no existen se omiten."""
    return [
        leer_ancla(linea)
        for archivo in archivos
        if archivo.exists()
        for linea in archivo.read_text(encoding="utf-8").splitlines()
        if linea.strip()
    ]


def ultima_ancla(cursor: Any) -> Ancla | None:
    """El ancla del último lote de la base; nada si no hay lotes."""
    cursor.execute("SELECT numero, momento, firma FROM auditoria_lote ORDER BY numero DESC LIMIT 1")
    fila = cursor.fetchone()
    return Ancla(fila[0], fila[1].isoformat(), fila[2]) if fila else None


def carpeta_de_anclas() -> Path:
    """La carpeta del sellador, fuera de la base (`RUTA_DE_ANCLAS`)."""
    return Path(settings.RUTA_DE_ANCLAS)


def archivos_propios() -> list[Path]:
    """Los dos archivos de anclas del sellador."""
    return [carpeta_de_anclas() / ULTIMA, carpeta_de_anclas() / DIARIAS]


def guardar_ancla(ancla: Ancla) -> None:
    """Reemplaza de una vez la última ancla y agrega la primera de cada día."""
    carpeta = carpeta_de_anclas()
    carpeta.mkdir(parents=True, exist_ok=True, mode=0o700)
    provisional = carpeta / f".{ULTIMA}.{os.getpid()}"
    provisional.write_text(ancla.como_texto() + "\n", encoding="utf-8")
    provisional.replace(carpeta / ULTIMA)
    diarias = carpeta / DIARIAS
    anteriores = leer_anclas([diarias])
    if not anteriores or anteriores[-1].momento[:10] != ancla.momento[:10]:
        with diarias.open("a", encoding="utf-8") as salida:
            salida.write(ancla.como_texto() + "\n")
