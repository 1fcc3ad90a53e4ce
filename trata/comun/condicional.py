"""`ETag` en toda lectura de la API y 304 a quien ya tiene lo mismo.

En una ficha la etiqueta es `"versión-huella"`: la versión es lo que pide `If-Match`; la huella
distingue dos lecturas de la misma versión que muestran cosas distintas (el relato, lo incluido).
"""

import hashlib
from collections.abc import Mapping

from rest_framework.request import Request
from rest_framework.response import Response

LECTURAS = {"GET", "HEAD"}


def version_en(etiqueta: str) -> str:
    """La versión que trae una etiqueta: `"3"`, `W/"3"` o `"3-5f2a…"`."""
    return etiqueta.strip().removeprefix("W/").strip('"').split("-")[0]


def poner_etiqueta(request: Request, response: Response) -> None:
    """Tras escribir: la versión; al leer, además la huella, y 304 si es la de `If-None-Match`."""
    if response.status_code >= 300 or not isinstance(response, Response):
        return
    datos = getattr(response, "data", None)
    version = datos.get("version", "") if isinstance(datos, Mapping) else ""
    if request.method in LECTURAS and response.status_code == 200:
        response.add_post_render_callback(lambda lista: _comparar(request, lista, version))
    elif version:
        response["ETag"] = f'"{version}"'


def _comparar(request: Request, response: Response, version: object) -> None:
    huella = hashlib.sha256(response.content).hexdigest()[:32]
    response["ETag"] = f'"{version}-{huella}"' if version else f'W/"{huella}"'
    conocidas = {
        e.strip().removeprefix("W/") for e in request.headers.get("If-None-Match", "").split(",")
    }
    if response["ETag"].removeprefix("W/") in conocidas:
        response.status_code = 304
        response.content = b""
