"""Cómo se reconoce una palabra escrita de muchas maneras."""

import unicodedata
from typing import Any


def clave(texto: Any) -> str:
    """«Oficial superior» y «oficial-superior» dan «oficial_superior»."""
    plano = unicodedata.normalize("NFKD", str(texto)).encode("ascii", "ignore").decode()
    return "_".join(plano.lower().replace("-", " ").replace("_", " ").split())
