"""Lecturas de reportes: el anterior, los valores de antes, lo que falta y quién se atrasa."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from django.db.models import Count, Q
from django.utils import timezone

from politica.models import EDITABLES, FIRMES, AvanceIndicador, Estado, Periodo, Reporte
from trata.cuentas.models import Entidad, Usuario


def anterior_de(reporte: Reporte) -> Reporte | None:
    """El reporte más reciente de lo mismo en un periodo que terminó antes, con algo escrito."""
    return (
        Reporte.objects.filter(
            servicio_id=reporte.servicio_id,
            indicador_id=reporte.indicador_id,
            periodo__fin__lt=reporte.periodo.fin,
        )
        .exclude(estado=Estado.PENDIENTE)
        .prefetch_related("avances")
        .order_by("-periodo__fin")
        .first()
    )


def valores_anteriores(reporte: Reporte) -> dict[str, list[Decimal]]:
    """Valores firmes de los periodos anteriores, por indicador."""
    filas = AvanceIndicador.objects.filter(
        indicador__in=reporte.avances.values("indicador"),
        reporte__estado__in=FIRMES,
        reporte__periodo__fin__lt=reporte.periodo.fin,
        valor__isnull=False,
    ).values_list("indicador_id", "valor")
    hallados: dict[str, list[Decimal]] = {}
    for codigo, valor in filas:
        hallados.setdefault(codigo, []).append(valor)
    return hallados


def periodos() -> list[Periodo]:
    """Todos los periodos, del más reciente al más antiguo."""
    return list(Periodo.objects.all())


def periodo_por_defecto() -> Periodo | None:
    """El más reciente que tenga algo firme que mostrar; si no hay, el último."""
    con_datos = Periodo.objects.filter(reportes__estado__in=FIRMES).distinct().first()
    return con_datos or Periodo.objects.first()


def periodo_en_curso() -> Periodo | None:
    """El que se está reportando: abierto, sin cerrar y de plazo más próximo."""
    return Periodo.objects.abiertos().order_by("cierra_el").first()


@dataclass(frozen=True)
class Faltante:
    """Lo que debe una entidad en un periodo."""

    entidad: Entidad
    total: int
    sin_empezar: int
    en_borrador: int
    observados: int
    enviados: int
    firmes: int

    @property
    def debe(self) -> int:
        """Reportes que aún dependen de la entidad."""
        return self.sin_empezar + self.en_borrador + self.observados


def faltantes(periodo: Periodo, usuario: Usuario) -> list[Faltante]:
    """Por entidad, cuánto falta; primero quien más debe."""

    def cuenta(*estados: str) -> Count:
        return Count("pk", filter=Q(estado__in=estados))

    filas = (
        Reporte.objects.visibles_para(usuario)
        .filter(periodo=periodo)
        .order_by()
        .values("entidad")
        .annotate(
            total=Count("pk"),
            sin_empezar=cuenta(Estado.PENDIENTE),
            en_borrador=cuenta(Estado.BORRADOR, Estado.POR_APROBAR),
            observados=cuenta(Estado.OBSERVADO),
            enviados=cuenta(Estado.ENVIADO),
            firmes=cuenta(*FIRMES),
        )
    )
    entidades = Entidad.objects.in_bulk([f["entidad"] for f in filas])
    lista = [Faltante(**(f | {"entidad": entidades[f["entidad"]]})) for f in filas]
    return sorted(lista, key=lambda x: (-x.debe, str(x.entidad)))


def por_recordar(hoy: date | None = None) -> list[tuple[Periodo, Entidad, int]]:
    """(periodo, entidad, cuántos debe) de los periodos abiertos."""
    filas = (
        Reporte.objects.filter(periodo__in=Periodo.objects.abiertos(hoy), estado__in=EDITABLES)
        .order_by()
        .values("periodo", "entidad")
        .annotate(n=Count("pk"))
    )
    abiertos = Periodo.objects.in_bulk({f["periodo"] for f in filas})
    entidades = Entidad.objects.in_bulk({f["entidad"] for f in filas})
    return [(abiertos[f["periodo"]], entidades[f["entidad"]], f["n"]) for f in filas]


def bandeja(usuario: Usuario) -> dict[str, list[Reporte]]:
    """Los reportes que esperan algo de `usuario`, según su papel, en periodos abiertos."""
    base = (
        Reporte.objects.visibles_para(usuario)
        .filter(periodo__in=Periodo.objects.abiertos())
        .select_related("periodo", "servicio", "indicador", "entidad")
    )
    hoy = timezone.localdate()
    return {
        "por_reportar": list(base.filter(estado__in=EDITABLES)),
        "enviados": list(base.filter(estado=Estado.ENVIADO)),
        "validados": list(base.filter(estado=Estado.VALIDADO)),
        "vencidos": list(
            base.filter(estado__in=EDITABLES - {Estado.OBSERVADO}, periodo__cierra_el__lt=hoy)
        ),
    }
