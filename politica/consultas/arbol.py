"""El árbol de la política tal como regía en una fecha.

Las tablas guardan lo vigente; los cambios de `CambioCatalogo` que empiezan después de la fecha se
deshacen aquí, en memoria. Lo que se devuelve es para leer: nunca se guarda.
"""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from typing import Any

from django.db import models
from django.db.models import Q

from politica.catalogo import ELEMENTOS
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
from trata.cuentas.models import Entidad


@dataclass
class Ficha:
    """Un indicador con sus metas por año."""

    indicador: Indicador
    metas: dict[int, Decimal] = field(default_factory=dict)

    @property
    def codigo(self) -> str:
        """El código del indicador."""
        return self.indicador.codigo


@dataclass
class RamaServicio:
    """Un servicio con sus indicadores."""

    servicio: Servicio
    fichas: list[Ficha] = field(default_factory=list)


@dataclass
class RamaLineamiento:
    """Un lineamiento con sus servicios."""

    lineamiento: Lineamiento
    servicios: list[RamaServicio] = field(default_factory=list)


@dataclass
class RamaObjetivo:
    """Un objetivo con sus indicadores, sub-causas y lineamientos."""

    objetivo: Objetivo
    fichas: list[Ficha] = field(default_factory=list)
    subcausas: list[Subcausa] = field(default_factory=list)
    lineamientos: list[RamaLineamiento] = field(default_factory=list)


@dataclass
class Arbol:
    """El árbol entero en una fecha. `sueltos`: servicios cuyo lineamiento no dicen las fuentes."""

    en: date
    version: VersionCatalogo | None
    objetivos: list[RamaObjetivo]
    sueltos: list[RamaServicio]
    proveedores: list[Proveedor]
    semaforo: Semaforo | None

    @property
    def servicios(self) -> list[RamaServicio]:
        """Todos los servicios, por número."""
        ramas = [s for o in self.objetivos for x in o.lineamientos for s in x.servicios]
        return sorted(ramas + self.sueltos, key=lambda r: r.servicio.numero)

    @property
    def lineamientos(self) -> list[RamaLineamiento]:
        """Todos los lineamientos en orden."""
        return [x for o in self.objetivos for x in o.lineamientos]

    @property
    def fichas(self) -> dict[str, Ficha]:
        """Todos los indicadores por código."""
        de_objetivo = [f for o in self.objetivos for f in o.fichas]
        de_servicio = [f for s in self.servicios for f in s.fichas]
        return {f.codigo: f for f in de_objetivo + de_servicio}

    def logros_que_faltan(self, anios: Iterable[int]) -> int:
        """Cuántos logros esperados por año no dicen las fuentes."""
        lista = list(anios)
        return sum(a not in f.metas for f in self.fichas.values() for a in lista)

    @property
    def huecos(self) -> list[tuple[str, str]]:
        """Lo que las fuentes no dicen: (código, qué falta)."""
        faltan = [(s.servicio.codigo, "título") for s in self.servicios if not s.servicio.titulo]
        faltan += [
            (s.servicio.codigo, "indicador")
            for s in self.servicios
            if not s.fichas and s.servicio.titulo
        ]
        faltan += [
            (f.codigo, "línea base") for f in self.fichas.values() if f.indicador.linea_base is None
        ]
        faltan += [(p.codigo, "entidad") for p in self.proveedores if p.entidad_id is None]
        return faltan


def _vigentes(modelo: type[models.Model], en: date) -> dict[str, Any]:
    """Las filas del modelo que rigen en la fecha, por código."""
    condicion = (Q(rige_desde__isnull=True) | Q(rige_desde__lte=en)) & (
        Q(vigente_hasta__isnull=True) | Q(vigente_hasta__gte=en)
    )
    return {o.pk: o for o in modelo._default_manager.filter(condicion).order_by("codigo")}


def _deshacer(filas: dict[str, dict[str, Any]], cambios: Iterable[CambioCatalogo]) -> None:
    """Devuelve a cada campo el valor que tenía antes de los cambios (del último al primero)."""
    for cambio in cambios:
        obj = filas.get(cambio.elemento, {}).get(cambio.codigo)
        if obj is None or not cambio.campo:
            continue
        columna = next(f for f in obj._meta.concrete_fields if f.attname == cambio.campo)
        anterior = cambio.anterior
        if columna.is_relation:
            setattr(obj, cambio.campo, anterior)
        else:
            setattr(obj, cambio.campo, columna.to_python(anterior))


def arbol_en(en: date) -> Arbol:
    """El árbol que regía en `en` (11 consultas, sea cual sea su tamaño)."""
    filas = {nombre: _vigentes(modelo, en) for nombre, modelo in ELEMENTOS.items()}
    _deshacer(
        filas, CambioCatalogo.objects.filter(rige_desde__gt=en).order_by("-rige_desde", "-id")
    )
    entidades = Entidad.objects.in_bulk()
    for nombre in ("servicio", "indicador", "proveedor"):
        for obj in filas[nombre].values():
            obj.entidad = entidades.get(obj.entidad_id)
    return Arbol(
        en=en,
        version=VersionCatalogo.objects.filter(rige_desde__lte=en).order_by("-numero").first(),
        objetivos=_armar(filas),
        sueltos=[
            RamaServicio(s, _fichas(filas, servicio=s.pk))
            for s in filas["servicio"].values()
            if s.lineamiento_id not in filas["lineamiento"]
        ],
        proveedores=sorted(
            filas["proveedor"].values(), key=lambda p: (p.clase != "sector", p.codigo)
        ),
        semaforo=Semaforo.objects.filter(rige_desde__lte=en).first()
        or Semaforo.objects.order_by("rige_desde").first(),
    )


def _fichas(
    filas: dict[str, dict[str, Any]], *, servicio: str | None = None, objetivo: str | None = None
) -> list[Ficha]:
    """Los indicadores de un servicio o de un objetivo, con sus metas."""
    logros: Iterable[LogroEsperado] = filas["logro"].values()
    return [
        Ficha(i, {m.anio: m.valor for m in logros if m.indicador_id == i.pk})
        for i in filas["indicador"].values()
        if (servicio is not None and i.servicio_id == servicio)
        or (objetivo is not None and i.objetivo_id == objetivo)
    ]


def _armar(filas: dict[str, dict[str, Any]]) -> list[RamaObjetivo]:
    """Cuelga cada fila de su padre."""
    servicios: dict[str, list[RamaServicio]] = {}
    for servicio in sorted(filas["servicio"].values(), key=lambda s: s.numero):
        rama = RamaServicio(servicio, _fichas(filas, servicio=servicio.pk))
        servicios.setdefault(servicio.lineamiento_id, []).append(rama)
    return [
        RamaObjetivo(
            objetivo,
            _fichas(filas, objetivo=objetivo.pk),
            [s for s in filas["subcausa"].values() if s.objetivo_id == objetivo.pk],
            [
                RamaLineamiento(x, servicios.get(x.pk, []))
                for x in filas["lineamiento"].values()
                if x.objetivo_id == objetivo.pk
            ],
        )
        for objetivo in filas["objetivo"].values()
    ]
