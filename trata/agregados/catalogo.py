"""Carga de las fuentes de cifras y revisión del catálogo de variables."""

from typing import Any

import yaml

from trata.agregados.models import Fuente
from trata.agregados.variables import DATOS, errores_de_variables
from trata.comun.catalogos import ErroresDeCatalogo, Resultado, sincronizar

CAMPOS = ("codigo", "nombre", "emisor", "unidad", "cobertura")
OPCIONALES = ("direccion", "licencia", "advertencia")


def leer_fuentes() -> list[dict[str, Any]]:
    """Las fuentes como están en su archivo."""
    return yaml.safe_load((DATOS / "fuentes.yaml").read_text(encoding="utf-8"))["fuentes"]


def cargar(*, verificar: bool) -> list[Resultado]:
    """Pone la tabla de fuentes igual a su archivo. Lanza todos los errores juntos."""
    fuentes = leer_fuentes()
    errores = errores_de_variables()
    for fuente in fuentes:
        errores += [
            f"fuentes.yaml: {fuente.get('codigo', '?')} no dice «{campo}»"
            for campo in CAMPOS
            if not fuente.get(campo)
        ]
    if errores:
        raise ErroresDeCatalogo(errores)
    filas = [
        {c: f[c] for c in CAMPOS} | {c: str(f.get(c, "")).strip() for c in OPCIONALES}
        for f in fuentes
    ]
    return [sincronizar(Fuente, filas, verificar=verificar)]
