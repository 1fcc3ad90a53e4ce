"""Carga de las fuentes de cifras y revisión del catálogo de variables."""

from typing import Any

import yaml

from trata.agregados.acciones.serie import cargar_serie_incluida
from trata.agregados.models import Carga, Fuente, NumeroDeFuente
from trata.agregados.serie.reducida import leer_reducida
from trata.agregados.variables import DATOS, catalogo, errores_de_variables
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


def cargar_serie(*, verificar: bool) -> list[Resultado]:
    """La serie reducida incluida, sólo si todavía no hay ninguna carga vigente."""
    rotulo = "serie oficial incluida"
    datos, meta = leer_reducida()
    conocidos = set(catalogo().por_item())
    errores = sorted({f"rótulo desconocido {d.item}" for d in datos if d.item not in conocidos})
    if len(meta.get("sha256_original", "")) != 64:
        errores.append("falta el SHA-256 del archivo original")
    if errores:
        raise ErroresDeCatalogo(errores)
    if Carga.objects.filter(fuente=NumeroDeFuente.SERIE_PNP, vigente=True).exists():
        return [Resultado(rotulo, iguales=len(datos))]
    if not verificar:
        cargar_serie_incluida()
    return [Resultado(rotulo, nuevos=len(datos))]
