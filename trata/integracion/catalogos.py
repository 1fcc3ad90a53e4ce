"""Los catálogos como se publican: con versión, vigencias y equivalencias con otros estándares."""

import hashlib
import json
from dataclasses import asdict, dataclass
from datetime import date
from functools import cache
from typing import Any

from casos.vocabulario import INICIO_DE_LA_SERIE, Vocabulario, vocabularios
from trata.integracion import htcds

DATOS_ABIERTOS = "datos_abiertos"
HTCDS = "htcds"


@dataclass(frozen=True)
class Equivalencia:
    """Un código y lo que le corresponde en un campo de un estándar."""

    codigo: str
    estandar: str
    valor: str
    via: str = ""
    campo: str = ""


def equivalencias_de(lista: Vocabulario) -> list[Equivalencia]:
    """Con qué rótulo sale cada código en los datos abiertos y cómo se dice en HTCDS."""
    en_htcds = [
        Equivalencia(c.codigo, HTCDS, valor, campo=campo.nombre)
        for campo in htcds.campos_de(lista.codigo)
        for c in lista.categorias
        if (valor := campo.publicado(c.codigo)) is not None
    ]
    return [*_en_datos_abiertos(lista), *en_htcds]


def estandares_de(lista: Vocabulario) -> list[dict[str, Any]]:
    """Por cada campo de HTCDS que la traduce: de dónde sale y qué códigos no tienen equivalente."""
    publicado = htcds.crudo()
    return [
        {
            "estandar": HTCDS,
            "campo": campo.nombre,
            "version": publicado["version"],
            "fuente": publicado["fuente"],
            "nota": campo.nota,
            "sin_equivalente": [
                c.codigo for c in lista.categorias if campo.publicado(c.codigo) is None
            ],
        }
        for campo in htcds.campos_de(lista.codigo)
    ]


def _en_datos_abiertos(lista: Vocabulario) -> list[Equivalencia]:
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
    contenido.append(estandares_de(lista))
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
        "estandares": estandares_de(lista),
    }
