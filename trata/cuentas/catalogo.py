"""Carga de las entidades: revisa el archivo entero y pone la base igual a él."""

from collections import Counter
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import yaml

from trata.comun.catalogos import ErroresDeCatalogo, Resultado, sincronizar
from trata.cuentas.models import Entidad

DATOS = Path(__file__).resolve().parent / "datos"
CAMPOS = ("codigo", "nombre", "tipo", "fuente")
# El archivo gobierna estos tipos; los demás se crean en pantalla y la carga no los toca.
TIPOS_DEL_ARCHIVO = frozenset(
    {Entidad.Tipo.SECTOR, Entidad.Tipo.AUTONOMA, Entidad.Tipo.ORGANO, Entidad.Tipo.REGIONAL}
)


def leer_entidades() -> list[dict[str, Any]]:
    """Las entidades como están en su archivo."""
    return yaml.safe_load((DATOS / "entidades.yaml").read_text(encoding="utf-8"))["entidades"]


def errores_de_entidades(entidades: Sequence[Mapping[str, Any]]) -> list[str]:
    """Todo lo que no cuadra: códigos repetidos, campos vacíos, tipos y sectores que no existen."""
    codigos = Counter(e.get("codigo") for e in entidades)
    errores = [f"la entidad {c} está {n} veces" for c, n in codigos.items() if n > 1]
    sectores = {e.get("codigo") for e in entidades if e.get("tipo") == Entidad.Tipo.SECTOR}
    for entidad in entidades:
        quien = entidad.get("codigo") or entidad.get("nombre") or "?"
        errores += [f"la entidad {quien} no dice «{c}»" for c in CAMPOS if not entidad.get(c)]
        if entidad.get("tipo") not in Entidad.Tipo.values:
            errores.append(f"la entidad {quien} tiene un tipo desconocido: {entidad.get('tipo')}")
        if entidad.get("sector") and entidad["sector"] not in sectores:
            errores.append(f"la entidad {quien} cita el sector {entidad['sector']}, que no existe")
        if entidad.get("tipo") == Entidad.Tipo.ORGANO and not entidad.get("sector"):
            errores.append(f"el órgano {quien} no dice a qué sector pertenece")
    return errores


def cargar(*, verificar: bool) -> list[Resultado]:
    """Sincroniza las entidades del archivo. Lanza todos los errores juntos."""
    entidades = leer_entidades()
    errores = errores_de_entidades(entidades)
    if errores:
        raise ErroresDeCatalogo(errores)
    filas = [
        {
            "codigo": e["codigo"],
            "nombre": e["nombre"],
            "sigla": e.get("sigla") or "",
            "tipo": e["tipo"],
            "sector_id": e.get("sector"),
            "fuente": e["fuente"],
        }
        for e in sorted(entidades, key=lambda e: bool(e.get("sector")))
    ]
    propios = {fila["codigo"] for fila in filas}
    de_pantalla = (
        Entidad.objects.exclude(tipo__in=TIPOS_DEL_ARCHIVO)
        .exclude(codigo__in=propios)
        .values("codigo", "nombre", "sigla", "tipo", "sector_id", "fuente", "vigente_hasta")
    )
    return [sincronizar(Entidad, [*filas, *de_pantalla], verificar=verificar)]
