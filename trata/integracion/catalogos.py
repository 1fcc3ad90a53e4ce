"""Los catálogos como se publican: con versión, vigencias y equivalencias con otros estándares."""

import hashlib
import json
from dataclasses import asdict, dataclass
from datetime import date
from functools import cache
from typing import Any

from casos.vocabulario import INICIO_DE_LA_SERIE, Vocabulario, vocabularios

DATOS_ABIERTOS = "datos_abiertos"


@dataclass(frozen=True)
class Equivalencia:
    """Un código y lo que le corresponde en un estándar."""

    codigo: str
    estandar: str
    valor: str
    via: str = ""


def equivalencias_de(lista: Vocabulario) -> list[Equivalencia]:
    """El rótulo con que cada código sale en los datos abiertos, y por cuál categoría sube."""
    if not lista.publicado:
        return []
    halladas = []
    for categoria in lista.categorias:
        sube = lista.sube(categoria.codigo)
        publicada = lista.por_codigo.get(sube)
        if publicada is not None and publicada.item:
            via = sube if sube != categoria.codigo else ""
            halladas.append(Equivalencia(categoria.codigo, DATOS_ABIERTOS, publicada.item, via))
    return halladas


@cache
def version_de(codigo: str) -> str:
    """La versión de un catálogo: huella de códigos, nombres, vigencias y equivalencias."""
    lista = vocabularios()[codigo]
    contenido = [lista.nombre, [asdict(c) for c in lista.categorias]]
    contenido.append([asdict(e) for e in equivalencias_de(lista)])
    texto = json.dumps(contenido, sort_keys=True, default=str, ensure_ascii=False)
    return hashlib.sha256(texto.encode()).hexdigest()[:12]


def resumen_de(lista: Vocabulario) -> dict[str, Any]:
    """La fila de un catálogo en la lista."""
    hoy = date.today()
    desde = [c.desde for c in lista.categorias if c.desde <= hoy]
    return {
        "codigo": lista.codigo,
        "nombre": lista.nombre,
        "version": version_de(lista.codigo),
        "rige_desde": max(desde, default=INICIO_DE_LA_SERIE),
        "publicado": lista.publicado,
        "categorias": len(lista.categorias),
    }


def catalogos() -> list[dict[str, Any]]:
    """Todos, por código."""
    return [resumen_de(lista) for _, lista in sorted(vocabularios().items())]


def catalogo(codigo: str) -> dict[str, Any] | None:
    """Uno con todo, o `None` si no existe."""
    lista = vocabularios().get(codigo)
    if lista is None:
        return None
    valores = [
        {c: getattr(v, c) for c in ("codigo", "nombre", "es_dato", "desde", "hasta")}
        for v in lista.categorias
    ]
    return resumen_de(lista) | {
        "valores": valores,
        "equivalencias": [asdict(e) for e in equivalencias_de(lista)],
    }
