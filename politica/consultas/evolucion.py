"""La política a lo largo del tiempo: mapas de todos los periodos y serie de cada indicador."""

from bisect import bisect_right
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from politica.consultas.arbol import Arbol, Ficha, arbol_en
from politica.consultas.avances import (
    FilaServicio,
    Mapa,
    calcular,
    mapa_de,
    recortar,
    reportes_por_periodo,
)
from politica.formulas import Avance, Resumen
from politica.models import (
    FIRMES,
    AvanceIndicador,
    CambioCatalogo,
    Indicador,
    Periodo,
    Reporte,
    Semaforo,
    Servicio,
    VersionCatalogo,
)
from trata.cuentas.models import Usuario


@dataclass(frozen=True)
class PuntoDeSerie:
    """Un indicador en un periodo."""

    periodo: Periodo
    valor: Decimal | None
    meta: Decimal | None
    avance: Avance
    cortes: tuple[tuple[str, str, Decimal], ...] = ()


def serie_de(fichas: Iterable[Ficha], usuario: Usuario) -> dict[str, list[PuntoDeSerie]]:
    """Los valores firmes de cada indicador en el tiempo, del más antiguo al más reciente."""
    por_codigo = {f.codigo: f for f in fichas}
    registros = (
        AvanceIndicador.objects.filter(
            indicador__in=por_codigo,
            reporte__in=Reporte.objects.visibles_para(usuario).filter(estado__in=FIRMES),
        )
        .select_related("reporte__periodo", "cifra_oficial")
        .order_by("reporte__periodo__fin")
    )
    series: dict[str, list[PuntoDeSerie]] = {codigo: [] for codigo in por_codigo}
    for registro in registros:
        periodo = registro.reporte.periodo
        meta, _, tipo_1, _ = calcular(por_codigo[registro.indicador_id], registro, periodo.anio)
        series[registro.indicador_id].append(PuntoDeSerie(periodo, registro.valor, meta, tipo_1))
    return series


def _cortes_del_catalogo() -> list[date]:
    """Las fechas en que el catálogo cambió: entre dos de ellas, el árbol es el mismo."""
    fechas: set[date | None] = set()
    for modelo, campo in (
        (CambioCatalogo, "rige_desde"),
        (VersionCatalogo, "rige_desde"),
        (Semaforo, "rige_desde"),
        (Indicador, "rige_desde"),
        (Indicador, "vigente_hasta"),
        (Servicio, "vigente_hasta"),
    ):
        fechas |= set(modelo._default_manager.order_by().values_list(campo, flat=True).distinct())
    return sorted(f for f in fechas if f is not None)


def mapas(periodos: Sequence[Periodo], usuario: Usuario) -> list[Mapa]:
    """El mapa de cada periodo; el árbol se lee una vez por versión."""
    cortes = _cortes_del_catalogo()
    reportes = reportes_por_periodo(periodos, usuario)
    arboles: dict[int, Arbol] = {}
    lista = []
    for periodo in periodos:
        clave = bisect_right(cortes, periodo.fin)
        if clave not in arboles:
            arboles[clave] = recortar(arbol_en(periodo.fin), usuario)
        lista.append(mapa_de(periodo, usuario, arboles[clave], reportes[periodo.pk]))
    return lista


@dataclass(frozen=True)
class Cambio:
    """Un servicio en dos periodos."""

    servicio: Servicio
    antes: FilaServicio | None
    ahora: FilaServicio

    @property
    def diferencia(self) -> Decimal | None:
        """Puntos porcentuales de más o de menos; nada si falta uno de los dos."""
        previo = self.antes.porcentaje if self.antes else None
        if previo is None or self.ahora.porcentaje is None:
            return None
        return self.ahora.porcentaje - previo


def comparar(antes: Mapa, ahora: Mapa) -> list[Cambio]:
    """Servicio por servicio, los dos periodos; primero lo que más cayó y al final lo que falta."""
    previos = {s.servicio.pk: s for s in antes.servicios}
    cambios = [Cambio(s.servicio, previos.get(s.servicio.pk), s) for s in ahora.servicios]
    return sorted(
        cambios,
        key=lambda c: (c.diferencia is None, c.diferencia or Decimal(0), c.servicio.numero),
    )


def retrasos(mapa: Mapa) -> list[FilaServicio]:
    """Los servicios con avance por debajo del verde, del más atrasado al menos."""
    debajo = [
        s
        for s in mapa.servicios
        if s.porcentaje is not None and s.porcentaje < mapa.bandas.verde_desde
    ]
    return sorted(debajo, key=lambda s: (s.porcentaje, s.servicio.numero))


def resumen_de(servicios: Iterable[FilaServicio]) -> Resumen:
    """La cuenta de luces de unos servicios."""
    return sum((Resumen(**{s.luz.value: 1}) for s in servicios), Resumen())
