"""Figuras de regiones: datos de `consultas` a dibujos de `trata.graficos`, con su titular."""

from collections.abc import Sequence
from datetime import date
from typing import Any

from django.urls import reverse

from regiones.consultas.cobertura import CON_RED, CON_REGIONAL, SIN_RED, Cobertura
from regiones.consultas.estadistica import EstadisticaDeRegion
from regiones.models import Actividad as ActividadDelPlan
from trata.comun import formato
from trata.graficos import (
    Actividad,
    Elemento,
    Estado,
    Figura,
    Punto,
    Region,
    Serie,
    adaptable,
    cobertura,
    gantt,
    lineas,
    mapa_provincias,
)

FUENTE_SERIE = "Policía Nacional del Perú, datos abiertos «Trata de personas»"
FUENTE_PROPIA = "Registro de espacios regionales de esta casa y normas publicadas"
NOTA_MINIMO = (
    "Una provincia sin red registrada puede tenerla: las fuentes consultadas no traen la lista "
    "completa."
)


def _pagina_de(espacio: Any) -> str:
    if espacio is None:
        return ""
    if espacio.nivel == "regional":
        return reverse("regiones:region", args=[espacio.codigo])
    return reverse("regiones:espacio", args=[espacio.uuid])


def _descripcion(provincial: Cobertura) -> str:
    con_red = formato.lista([p.nombre for p in provincial.en(CON_RED)]) or "ninguna"
    return (
        f"Mapa del Perú por provincias. Con red provincial: {con_red}. Sin red registrada: "
        f"{len(provincial.en(SIN_RED))} provincias."
    )


def mapa_de_redes(provincial: Cobertura) -> Figura:
    """El mapa de las provincias: con red, atendidas por su espacio regional, sin red registrada."""
    valores = {SIN_RED: 0, CON_REGIONAL: 1, CON_RED: 2}
    regiones = [
        Region(p.codigo, valores[p.situacion], p.nombre, url=_pagina_de(p.espacio))
        for p in provincial.provincias
    ]
    titulos = {0: "Sin red registrada", 1: "Regional", 2: "Con red provincial"}
    return Figura(
        titular=f"{formato.entero(provincial.con_red)} de "
        f"{formato.entero(provincial.total)} provincias tienen red provincial registrada",
        subtitulo=f"{formato.entero(len(provincial.provincias))} provincias; en "
        f"{formato.entero(len(provincial.en(CON_REGIONAL)))} el espacio regional es el de la "
        "provincia",
        grafico=adaptable(
            mapa_provincias,
            regiones,
            titulo="Provincias con red",
            unidad="situación",
            escribir=lambda v: titulos.get(int(v or 0), ""),
            enlaces=False,
            mayores=False,
            descripcion=_descripcion(provincial),
        ),
        fuente=FUENTE_PROPIA,
        notas=(NOTA_MINIMO,),
        nivel=2,
    )


def provincias_de(provincial: Cobertura, region: str) -> Figura:
    """Una por una, las provincias de una región: cuáles tienen red."""
    elementos = [
        Elemento(
            p.nombre,
            {CON_RED: True, SIN_RED: False, CON_REGIONAL: None}[p.situacion],
            p.titulo,
            _pagina_de(p.espacio) if p.situacion == CON_RED else "",
        )
        for p in provincial.provincias
    ]
    return Figura(
        titular=f"{formato.entero(provincial.con_red)} de {formato.entero(provincial.total)} "
        f"provincias de {region} tienen red registrada",
        grafico=adaptable(
            cobertura,
            elementos,
            titulo=f"Redes provinciales de {region}",
            si="Con red registrada",
            no="Sin red registrada",
            encabezado="Provincia",
        ),
        fuente=FUENTE_PROPIA,
        notas=(NOTA_MINIMO,),
    )


def evolucion_de(datos: EstadisticaDeRegion) -> Figura:
    """Registros por año en la región."""
    puntos = tuple(
        Punto(
            str(anio),
            datos.por_anio.get(anio, 0),
            eje=str(anio),
            estado=Estado.PROVISIONAL if anio in datos.parciales else Estado.NORMAL,
        )
        for anio in datos.anios
    )
    primero, ultimo = datos.anios[0], datos.anios[-1]
    return Figura(
        titular=f"{datos.lugar} registró {formato.entero(datos.total_region)} en {datos.anio}",
        subtitulo=f"Registros de la PNP por año, {primero} a {ultimo}, según lugar de registro",
        grafico=adaptable(
            lineas,
            [Serie(datos.lugar, puntos)],
            titulo=f"Registros por año en {datos.lugar}",
            unidad="registros",
        ),
        fuente=FUENTE_SERIE,
        notas=tuple(f"{a}: año incompleto." for a in sorted(datos.parciales)),
    )


def cronograma(
    actividades: Sequence[ActividadDelPlan], titulo: str, hoy: date, *, con_enlaces: bool
) -> Figura:
    """El plan anual como cronograma. `con_enlaces`: cada barra lleva a su actividad."""
    barras = [
        Actividad(
            a.nombre,
            a.inicio,
            a.fin,
            avance=float(a.avance) if a.avance is not None else None,
            situacion="Atrasada" if a.esta_atrasada else a.get_estado_display(),
            responsable=a.responsable,
            url=reverse("regiones:actividad", args=[a.uuid]) if con_enlaces else "",
        )
        for a in actividades
    ]
    concluidas = sum(a.estado == "concluida" for a in actividades)
    return Figura(
        titular=f"{concluidas} de {len(barras)} actividades concluidas",
        subtitulo=titulo,
        grafico=adaptable(gantt, barras, titulo=titulo, hoy=hoy, extenso=True),
        fuente=FUENTE_PROPIA,
        nivel=2,
    )
