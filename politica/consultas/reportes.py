"""Lecturas de reportes: el anterior, los valores de antes, lo que falta y quién se atrasa."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from django.db.models import Count, Q, QuerySet
from django.utils import timezone

from politica.models import (
    EDITABLES,
    FIRMES,
    AvanceIndicador,
    CambioCatalogo,
    Estado,
    Evidencia,
    ExcepcionDePeriodo,
    Observacion,
    Periodo,
    RecursoServicio,
    Reporte,
    VersionCatalogo,
)
from trata.comun.numeros import natural
from trata.cuentas.models import Designacion, Entidad, Usuario


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
        Reporte.objects.del_alcance(usuario)
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


def reportes_visibles(usuario: Usuario) -> QuerySet[Reporte]:
    """Los reportes que `usuario` ve, con lo que usan las pantallas."""
    return Reporte.objects.visibles_para(usuario).con_todo()


def de_periodo(periodo: Periodo, usuario: Usuario) -> list[Reporte]:
    """Los reportes visibles de un periodo, por número de servicio."""
    return list(reportes_visibles(usuario).filter(periodo=periodo))


def todos_los_periodos() -> QuerySet[Periodo]:
    """Todos los periodos."""
    return Periodo.objects.all()


def periodo_pedido(codigo: str | None) -> Periodo | None:
    """El periodo de la URL («2023-semestre_1»); nada si no existe."""
    escrito, _, tipo = (codigo or "").partition("-")
    anio = natural(escrito, cifras=4)
    return Periodo.objects.filter(anio=anio, tipo=tipo).first() if anio else None


def periodos_con_cuentas() -> list[Periodo]:
    """Los periodos con cuántos reportes pidieron y cuántos están firmes."""
    return list(
        Periodo.objects.annotate(
            pedidos=Count("reportes"),
            firmes=Count("reportes", filter=Q(reportes__estado__in=FIRMES)),
        )
    )


def excepciones_de(periodo: Periodo) -> list[ExcepcionDePeriodo]:
    """Las excepciones dadas en un periodo."""
    return list(periodo.excepciones.select_related("usuario", "registrado_por"))


def quienes_reportan() -> QuerySet[Usuario]:
    """Usuarios activos designados como punto focal."""
    vigentes = Designacion.objects.vigentes().filter(rol="punto_focal")
    return Usuario.objects.filter(is_active=True, designaciones__in=vigentes).distinct()


def recurso_de(servicio: str, anio: int) -> RecursoServicio | None:
    """El dinero de un servicio en un año."""
    return RecursoServicio.objects.filter(servicio_id=servicio, anio=anio).first()


def evidencias_de(reporte: Reporte) -> QuerySet[Evidencia]:
    """Las evidencias en pie de un reporte."""
    return Evidencia.objects.filter(reporte=reporte, retirada_en__isnull=True).select_related(
        "registrado_por"
    )


def evidencia_visible(uuid: Any, usuario: Usuario) -> Evidencia | None:
    """La evidencia, si su reporte está al alcance de `usuario`."""
    visibles = Reporte.objects.visibles_para(usuario)
    return Evidencia.objects.filter(uuid=uuid, reporte__in=visibles).first()


def observaciones_de(reporte: Reporte) -> list[Observacion]:
    """Las observaciones del reporte, con su campo."""
    return list(reporte.observaciones.select_related("avance", "registrado_por"))


def ultimo_autor(reporte: Reporte) -> str:
    """Quién movió el reporte por última vez."""
    ultimo = reporte.movimientos.select_related("registrado_por").last()
    return str(ultimo.registrado_por) if ultimo and ultimo.registrado_por else "Otra persona"


def periodos_con_datos() -> list[Periodo]:
    """Los que tienen algo firme, del más antiguo al más reciente."""
    return list(Periodo.objects.filter(reportes__estado__in=FIRMES).distinct().order_by("fin"))


def periodo_anterior(periodo: Periodo) -> Periodo | None:
    """El más reciente con algo firme que terminó antes."""
    return (
        Periodo.objects.filter(fin__lt=periodo.fin, reportes__estado__in=FIRMES).distinct().first()
    )


def hoy() -> date:
    """La fecha de hoy en Lima."""
    return timezone.localdate()


def versiones() -> list[VersionCatalogo]:
    """Las versiones del catálogo con sus cambios."""
    return list(VersionCatalogo.objects.annotate(n=Count("cambios")))


def cambios_recientes() -> list[CambioCatalogo]:
    """Los últimos cambios del catálogo en pantalla."""
    return list(CambioCatalogo.objects.select_related("version_catalogo", "registrado_por")[:50])


def editables_de(periodo: Periodo, usuario: Usuario) -> list[Reporte]:
    """Los reportes del periodo que la entidad de `usuario` aún puede escribir."""
    return [r for r in de_periodo(periodo, usuario) if r.estado in EDITABLES]
