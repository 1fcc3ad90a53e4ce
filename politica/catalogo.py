"""Carga del árbol oficial: revisa `politica.yaml` entero y pone la base igual a él.

Lo que la Secretaría Técnica completó o cambió en pantalla (con su norma) se respeta.
"""

from collections import Counter
from collections.abc import Iterable, Mapping
from datetime import date
from decimal import Decimal, InvalidOperation
from functools import cache
from pathlib import Path
from typing import Any

import yaml
from django.db import models

from politica.models import (
    CambioCatalogo,
    Indicador,
    Lineamiento,
    LogroEsperado,
    Objetivo,
    Proveedor,
    Semaforo,
    Servicio,
    Subcausa,
    VersionCatalogo,
)
from trata.comun.catalogos import ErroresDeCatalogo, Resultado, sincronizar
from trata.cuentas.models import Entidad

DATOS = Path(__file__).resolve().parent / "datos"
ESPERADOS = {"objetivos": 3, "lineamientos": 19, "servicios": 42, "proveedores": 15}
ELEMENTOS: dict[str, type[models.Model]] = {
    "objetivo": Objetivo,
    "subcausa": Subcausa,
    "lineamiento": Lineamiento,
    "proveedor": Proveedor,
    "servicio": Servicio,
    "indicador": Indicador,
    "logro": LogroEsperado,
}


@cache
def leer() -> dict[str, Any]:
    """El archivo como está."""
    return yaml.safe_load((DATOS / "politica.yaml").read_text(encoding="utf-8"))


@cache
def fuentes() -> dict[str, dict[str, str]]:
    """Clave corta → título y dirección de cada fuente citada."""
    return leer()["fuentes"]


def indicadores_del_archivo(datos: Mapping[str, Any]) -> list[dict[str, Any]]:
    """Todos los indicadores, con el código de su servicio u objetivo."""
    de_servicio = [
        {"fuente": s["fuente"], **i, "servicio": s["codigo"]}
        for s in datos["servicios"]
        for i in s["indicadores"]
    ]
    return de_servicio + list(datos["indicadores_de_objetivo"])


def errores_del_archivo(datos: Mapping[str, Any], entidades: Iterable[str]) -> list[str]:
    """Todo lo que no cuadra en el archivo: cantidades, códigos, referencias, números, fuentes."""
    errores = [
        f"se esperaban {n} {clave} y hay {len(datos[clave])}"
        for clave, n in ESPERADOS.items()
        if len(datos[clave]) != n
    ]
    indicadores = indicadores_del_archivo(datos)
    grupos = [(c, datos[c]) for c in (*ESPERADOS, "subcausas")] + [("indicadores", indicadores)]
    for clave, filas in grupos:
        veces = Counter(f["codigo"] for f in filas)
        errores += [f"{clave}: {c} está {n} veces" for c, n in veces.items() if n > 1]
        errores += [f"{clave}: {f['codigo']} no dice su fuente" for f in filas if not f["fuente"]]
    return errores + _referencias_rotas(datos, set(entidades)) + _numeros_malos(indicadores)


def _referencias_rotas(datos: Mapping[str, Any], entidades: set[str]) -> list[str]:
    objetivos = {o["codigo"] for o in datos["objetivos"]}
    lineamientos = {x["codigo"] for x in datos["lineamientos"]}
    pedidos = [(x["codigo"], x["objetivo"], objetivos) for x in datos["lineamientos"]]
    pedidos += [(x["codigo"], x["objetivo"], objetivos) for x in datos["subcausas"]]
    pedidos += [(x["codigo"], x["objetivo"], objetivos) for x in datos["indicadores_de_objetivo"]]
    pedidos += [(x["codigo"], x["entidad"], entidades) for x in datos["indicadores_de_objetivo"]]
    pedidos += [(x["codigo"], x["entidad"], entidades) for x in datos["proveedores"]]
    for servicio in datos["servicios"]:
        pedidos.append((servicio["codigo"], servicio["entidad"], entidades))
        pedidos.append((servicio["codigo"], servicio["lineamiento"], lineamientos))
        pedidos += [
            (servicio["codigo"], x, lineamientos) for x in servicio["lineamientos_posibles"]
        ]
    return [
        f"{codigo} cita «{citado}», que no existe"
        for codigo, citado, existentes in pedidos
        if citado is not None and citado not in existentes
    ]


def _numeros_malos(indicadores: Iterable[Mapping[str, Any]]) -> list[str]:
    errores = []
    for indicador in indicadores:
        quien = indicador["codigo"]
        if indicador["unidad"] not in Indicador.Unidad.values:
            errores.append(f"{quien}: unidad desconocida «{indicador['unidad']}»")
        if indicador["sentido"] not in Indicador.Sentido.values:
            errores.append(f"{quien}: sentido desconocido «{indicador['sentido']}»")
        numeros = [indicador["linea_base"], *indicador["logros"].values()]
        for texto in numeros:
            try:
                _numero(texto)
            except InvalidOperation:
                errores.append(f"{quien}: «{texto}» no es un número")
    return errores


def _numero(texto: str | None) -> Decimal | None:
    return None if texto is None else Decimal(texto)


def _con_lo_de_pantalla(
    elemento: str, filas: list[dict[str, Any]], cambios: list[CambioCatalogo]
) -> list[dict[str, Any]]:
    """Pone sobre las filas del archivo lo que se cambió o incorporó en pantalla."""
    modelo = ELEMENTOS[elemento]
    propios = [c for c in cambios if c.elemento == elemento]
    actuales = {o.pk: o for o in modelo._default_manager.filter(pk__in={c.codigo for c in propios})}
    por_codigo = {f["codigo"]: f for f in filas}
    for cambio in propios:
        obj = actuales.get(cambio.codigo)
        if obj is None:
            continue
        if cambio.codigo not in por_codigo:
            fila = {f.attname: getattr(obj, f.attname) for f in modelo._meta.concrete_fields}
            por_codigo[cambio.codigo] = fila
        elif cambio.campo:
            por_codigo[cambio.codigo][cambio.campo] = getattr(obj, cambio.campo)
    return list(por_codigo.values())


def filas_del_archivo(datos: Mapping[str, Any]) -> dict[str, list[dict[str, Any]]]:
    """Las filas de cada tabla, por `attname`."""
    indicadores = indicadores_del_archivo(datos)
    return {
        "objetivo": [dict(o) for o in datos["objetivos"]],
        "subcausa": [_con_llaves(s, "objetivo") for s in datos["subcausas"]],
        "lineamiento": [_con_llaves(x, "objetivo") for x in datos["lineamientos"]],
        "proveedor": [_con_llaves(p, "entidad") for p in datos["proveedores"]],
        "servicio": [
            _con_llaves(s, "entidad", "lineamiento", sin=("indicadores",))
            for s in datos["servicios"]
        ],
        "indicador": [
            _con_llaves(i, "servicio", "objetivo", "entidad", sin=("logros",))
            | {"linea_base": _numero(i["linea_base"]), "frecuencia": "anual"}
            for i in indicadores
        ],
        "logro": [
            {
                "codigo": f"{i['codigo']}-{anio}",
                "indicador_id": i["codigo"],
                "anio": anio,
                "valor": _numero(valor),
                "fuente": i["fuente"],
            }
            for i in indicadores
            for anio, valor in i["logros"].items()
        ],
    }


def _con_llaves(fila: Mapping[str, Any], *llaves: str, sin: tuple[str, ...] = ()) -> dict[str, Any]:
    """Cambia `llave` por `llave_id` y quita lo que no es columna."""
    valores = {c: v for c, v in fila.items() if c not in llaves and c not in sin}
    return valores | {f"{c}_id": fila.get(c) for c in llaves}


def cargar(*, verificar: bool) -> list[Resultado]:
    """Sincroniza el árbol y asegura la versión 1 y las bandas. Lanza todos los errores juntos."""
    datos = leer()
    entidades = set(Entidad.objects.values_list("codigo", flat=True))
    errores = errores_del_archivo(datos, entidades)
    if errores:
        raise ErroresDeCatalogo(errores)
    if not verificar:
        _asegurar_version_inicial(datos)
    cambios = list(CambioCatalogo.objects.order_by("id"))
    return [
        sincronizar(
            ELEMENTOS[elemento], _con_lo_de_pantalla(elemento, filas, cambios), verificar=verificar
        )
        for elemento, filas in filas_del_archivo(datos).items()
    ]


def _asegurar_version_inicial(datos: Mapping[str, Any]) -> None:
    """La norma que aprueba la política es la versión 1; las bandas por defecto, las del archivo."""
    politica, bandas = datos["politica"], datos["semaforo"]
    VersionCatalogo.objects.get_or_create(
        numero=1,
        defaults={
            "norma": politica["norma"],
            "fecha_norma": date.fromisoformat(politica["fecha_norma"]),
            "rige_desde": date.fromisoformat(politica["rige_desde"]),
            "descripcion": "Aprueba la política. " + datos["no_consultado"],
        },
    )
    Semaforo.objects.get_or_create(
        rige_desde=date.fromisoformat(bandas["rige_desde"]),
        defaults={
            "verde_desde": Decimal(bandas["verde_desde"]),
            "amarillo_desde": Decimal(bandas["amarillo_desde"]),
            "fuente": bandas["fuente"],
        },
    )
