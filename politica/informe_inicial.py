"""Carga del I semestre de 2023 tal como lo reporta el informe oficial, con sus contradicciones.

No es un catálogo que cambie: si el periodo ya está, se deja igual y sólo se completa lo que falte.
"""

from collections.abc import Mapping
from datetime import date
from decimal import Decimal
from functools import cache
from typing import Any

import yaml
from django.utils import timezone

from politica.catalogo import DATOS
from politica.formulas import a_decimal, valor_desde
from politica.models import (
    AvanceIndicador,
    CifraOficial,
    Estado,
    Indicador,
    Periodo,
    Reporte,
)
from trata.comun.catalogos import ErroresDeCatalogo, Resultado

DECIMALES = ("numerador", "denominador", "valor", "dato_suelto", "cumplimiento_en_el_texto")


@cache
def leer() -> dict[str, Any]:
    """El archivo como está."""
    return yaml.safe_load((DATOS / "informe_2023_1.yaml").read_text(encoding="utf-8"))


def errores_del_informe(datos: Mapping[str, Any], indicadores: set[str]) -> list[str]:
    """Indicadores que no existen o se repiten y filas que no dicen por qué no se calculan."""
    vistos: set[str] = set()
    errores = []
    for fila in datos["reportes"]:
        quien = fila["indicador"]
        if quien not in indicadores:
            errores.append(f"{quien} no está en el catálogo")
        if quien in vistos:
            errores.append(f"{quien} está repetido")
        vistos.add(quien)
        tiene = fila.get("valor") or (fila.get("numerador") and fila.get("denominador"))
        if not tiene and not fila.get("no_calculable"):
            errores.append(f"{quien} no trae valor ni dice por qué no se puede calcular")
    return errores


def _decimales(fila: Mapping[str, Any]) -> dict[str, Decimal | None]:
    return {c: Decimal(fila[c]) if fila.get(c) is not None else None for c in DECIMALES}


def _periodo(datos: Mapping[str, Any]) -> Periodo:
    inicio, fin = (date.fromisoformat(datos[c]) for c in ("inicio", "fin"))
    periodo, _ = Periodo.objects.get_or_create(
        anio=datos["anio"],
        tipo=datos["tipo"],
        defaults={
            "inicio": inicio,
            "fin": fin,
            "abre_el": fin,
            "cierra_el": fin,
            "cerrado_en": timezone.now(),
            "fuente": "Informe de avances del I semestre de 2023 (MININTER); las fechas de su "
            "ventana de reporte no están en las fuentes consultadas.",
        },
    )
    return periodo


def _reporte(periodo: Periodo, indicador: Indicador) -> Reporte:
    servicio = indicador.servicio
    llave = (
        {"servicio": servicio, "indicador": None}
        if servicio
        else {"servicio": None, "indicador": indicador}
    )
    reporte, _ = Reporte.objects.get_or_create(
        periodo=periodo,
        **llave,
        defaults={
            "entidad_id": servicio.entidad_id if servicio else indicador.entidad_id,
            "estado": Estado.CERRADO,
        },
    )
    return reporte


def _registrar(periodo: Periodo, fila: Mapping[str, Any], indicador: Indicador) -> bool:
    """Crea el avance de una fila si falta; dice si lo creó."""
    reporte = _reporte(periodo, indicador)
    if AvanceIndicador.objects.filter(reporte=reporte, indicador=indicador).exists():
        return False
    numeros = _decimales(fila)
    calculado = valor_desde(
        numeros["numerador"], numeros["denominador"], porcentual=indicador.es_porcentual
    )
    avance = AvanceIndicador.objects.create(
        reporte=reporte,
        indicador=indicador,
        numerador=numeros["numerador"],
        denominador=numeros["denominador"],
        valor=numeros["valor"] if numeros["valor"] is not None else a_decimal(calculado),
    )
    CifraOficial.objects.create(
        avance=avance,
        texto=fila["texto"],
        cumplimiento=Decimal(fila["cumplimiento"]),
        cumplimiento_en_el_texto=numeros["cumplimiento_en_el_texto"],
        contradiccion=fila.get("contradiccion", ""),
        no_calculable=fila.get("no_calculable", ""),
        dato_suelto=numeros["dato_suelto"],
        fuente=fila["fuente"],
    )
    return True


def cargar(*, verificar: bool) -> list[Resultado]:
    """Asegura el semestre reportado. Lanza todos los errores juntos."""
    datos = leer()
    indicadores = Indicador.objects.select_related("servicio").in_bulk()
    errores = errores_del_informe(datos, set(indicadores))
    if errores and not (verificar and not indicadores):
        raise ErroresDeCatalogo(errores)
    filas = datos["reportes"]
    if verificar:
        return [Resultado("cifras del I semestre de 2023", iguales=len(filas))]
    periodo = _periodo(datos["periodo"])
    nuevos = sum(_registrar(periodo, fila, indicadores[fila["indicador"]]) for fila in filas)
    return [Resultado("cifras del I semestre de 2023", nuevos=nuevos, iguales=len(filas) - nuevos)]
