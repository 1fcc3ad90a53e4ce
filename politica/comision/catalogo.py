"""Carga de la composición de la Comisión por norma y de sus obligaciones."""

from collections.abc import Mapping
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any

import yaml

from politica.comision.models import Composicion, Miembro, Obligacion
from trata.comun.catalogos import ErroresDeCatalogo, Resultado, sincronizar
from trata.cuentas.models import Entidad

DATOS = Path(__file__).resolve().parent / "datos"


@cache
def leer() -> dict[str, Any]:
    """El archivo como está."""
    return yaml.safe_load((DATOS / "comision.yaml").read_text(encoding="utf-8"))


def _miembros(composicion: Mapping[str, Any], preside: str) -> list[dict[str, Any]]:
    """Las filas de los puestos de una composición, en su orden."""
    puestos = [
        {"entidad": e, "calidad": "preside" if e == preside else "miembro"}
        for e in composicion["miembros"]
    ]
    puestos += [{**p, "calidad": "participa"} for p in composicion["participan"]]
    return [
        {
            "codigo": f"{composicion['codigo']}-{p.get('entidad') or 'sociedad-civil'}",
            "composicion_id": composicion["codigo"],
            "entidad_id": p.get("entidad"),
            "nombre": p.get("nombre", ""),
            "calidad": p["calidad"],
            "puestos": p.get("puestos", 1),
            "orden": i,
        }
        for i, p in enumerate(puestos)
    ]


def errores_de_la_comision(datos: Mapping[str, Any], entidades: set[str]) -> list[str]:
    """Entidades que no existen, fechas imposibles y obligaciones sin fuente."""
    errores = []
    for composicion in datos["composiciones"]:
        citadas = composicion["miembros"] + [
            p["entidad"] for p in composicion["participan"] if p.get("entidad")
        ]
        errores += [
            f"{composicion['codigo']} cita la entidad {e}, que no existe"
            for e in citadas
            if e not in entidades
        ]
        if len(set(citadas)) != len(citadas):
            errores.append(f"{composicion['codigo']} repite una entidad")
    for obligacion in datos["obligaciones"]:
        if not obligacion.get("fuente"):
            errores.append(f"{obligacion['codigo']} no dice su fuente")
        if obligacion["dia"] and not obligacion["mes"]:
            errores.append(f"{obligacion['codigo']} tiene día y no mes")
    return errores


def cargar(*, verificar: bool) -> list[Resultado]:
    """Pone composiciones, puestos y obligaciones iguales al archivo."""
    datos = leer()
    errores = errores_de_la_comision(datos, set(Entidad.objects.values_list("pk", flat=True)))
    if errores:
        raise ErroresDeCatalogo(errores)
    composiciones = [
        {
            **{c: x[c] for c in ("codigo", "norma", "dia_no_visto", "nota", "fuente")},
            "rige_desde": date.fromisoformat(x["rige_desde"]),
        }
        for x in datos["composiciones"]
    ]
    preside = datos["comision"]["preside"]
    puestos = [p for x in datos["composiciones"] for p in _miembros(x, preside)]
    return [
        sincronizar(Composicion, composiciones, verificar=verificar),
        sincronizar(Miembro, puestos, verificar=verificar),
        sincronizar(Obligacion, datos["obligaciones"], verificar=verificar),
    ]
