"""Lecturas de los espacios: la comparación de los 26 y la ficha de cada uno."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date
from fractions import Fraction
from typing import Any

from django.db.models import Count, Prefetch, Q, QuerySet, Sum
from django.utils import timezone

from regiones import reglas
from regiones.consultas import cobertura as provincial
from regiones.models import (
    Actividad,
    Acuerdo,
    AsistenciaTecnica,
    Capacitacion,
    EspacioRegional,
    Integrante,
    MetaDeAsistencia,
    PlanAnual,
    PlanRegional,
    Representante,
    Sesion,
)
from trata.comun import formato


@dataclass
class FilaDeRegion:
    """Lo que la comparación dice de un espacio regional en un año."""

    espacio: EspacioRegional
    anio: int
    integrantes: int = 0
    sesiones: int = 0
    ultima_sesion: date | None = None
    presentes: int = 0
    convocados: int = 0
    acuerdos_abiertos: int = 0
    acuerdos_vencidos: int = 0
    plan: PlanRegional | None = None
    avance_anual: Fraction | None = None
    con_plan_anual: bool = False
    redes: int = 0
    provincias: int = 0
    asistencias: int = 0
    asistencias_programadas: int = 0
    participaciones: int = 0
    campos: dict[str, Any] = field(default_factory=dict)

    @property
    def plan_vigente(self) -> bool:
        """Un plan suyo rige en el año de la fila."""
        return self.plan is not None and self.plan.rige_en(self.anio)


def regionales(usuario: Any) -> QuerySet[EspacioRegional]:
    """Los espacios regionales del ámbito, en orden alfabético de región."""
    return (
        EspacioRegional.objects.regionales()
        .visibles_para(usuario)
        .select_related("ubigeo")
        .order_by("ubigeo__clave_orden", "codigo")
    )


def comparacion(usuario: Any, anio: int) -> list[FilaDeRegion]:
    """La tabla de los espacios del ámbito. El número de consultas no depende de cuántos son."""
    filas = {e.pk: FilaDeRegion(e, anio) for e in regionales(usuario)}
    _contar_vida(filas, anio)
    _poner_planes(filas, anio)
    _contar_fortalecimiento(filas, anio)
    cobertura = provincial.cobertura_provincial(usuario)
    for fila in filas.values():
        parte = provincial.de_un_espacio(cobertura, fila.espacio)
        fila.redes, fila.provincias = parte.con_red, parte.total
    return list(filas.values())


def _contar_vida(filas: dict[int, FilaDeRegion], anio: int) -> None:
    hoy = timezone.localdate()
    vigentes = Integrante.objects.filter(espacio__in=filas).vigentes()
    for pk, n in vigentes.order_by().values_list("espacio").annotate(n=Count("pk")):
        filas[pk].integrantes = n
    sesiones = (
        Sesion.objects.filter(espacio__in=filas, fecha__year=anio, estado="realizada")
        .order_by()
        .values_list("espacio")
        .annotate(n=Count("pk"), p=Sum("presentes"), h=Sum("integrantes_habiles"))
    )
    for pk, n, presentes, habiles in sesiones:
        filas[pk].sesiones = n
        filas[pk].presentes, filas[pk].convocados = presentes or 0, habiles or 0
    ultimas = (
        Sesion.objects.filter(espacio__in=filas, estado="realizada", fecha__lte=hoy)
        .order_by("espacio_id", "-fecha")
        .distinct("espacio_id")
        .values_list("espacio", "fecha")
    )
    for pk, fecha in ultimas:
        filas[pk].ultima_sesion = fecha
    acuerdos = (
        Acuerdo.objects.filter(espacio__in=filas)
        .abiertos()
        .order_by()
        .values_list("espacio")
        .annotate(n=Count("pk"), v=Count("pk", filter=Q(plazo__lt=hoy)))
    )
    for pk, n, vencidos in acuerdos:
        filas[pk].acuerdos_abiertos, filas[pk].acuerdos_vencidos = n, vencidos


def _poner_planes(filas: dict[int, FilaDeRegion], anio: int) -> None:
    """El plan que rige en el año; si ninguno, el último que tuvo o tendrá."""
    planes = PlanRegional.objects.filter(espacio__in=filas).order_by("anio_fin", "pk")
    for plan in sorted(planes, key=lambda p: p.rige_en(anio)):
        filas[plan.espacio_id].plan = plan
    for pk in PlanAnual.objects.filter(espacio__in=filas, anio=anio).values_list(
        "espacio", flat=True
    ):
        filas[pk].con_plan_anual = True
    por_espacio: dict[int, list[Actividad]] = defaultdict(list)
    for actividad in Actividad.objects.filter(
        plan__espacio__in=filas, plan__anio=anio
    ).select_related("plan"):
        por_espacio[actividad.plan.espacio_id].append(actividad)
    for pk, actividades in por_espacio.items():
        filas[pk].avance_anual = avance_del_plan(actividades)


def avance_del_plan(actividades: Iterable[Actividad]) -> Fraction | None:
    """Promedio simple del avance físico de las actividades no suspendidas; sin dato cuenta cero.

    Devuelve un valor entre 0 y 1, o `None` si no hay actividades.
    """
    activas = [a for a in actividades if a.estado != Actividad.Estado.SUSPENDIDA]
    if not activas:
        return None
    return sum((a.avance or Fraction(0) for a in activas), Fraction(0)) / len(activas)


def _contar_fortalecimiento(filas: dict[int, FilaDeRegion], anio: int) -> None:
    ejecutadas = (
        AsistenciaTecnica.objects.filter(espacio__in=filas, anio=anio, estado="ejecutada")
        .order_by()
        .values_list("espacio")
        .annotate(n=Count("pk"))
    )
    for pk, n in ejecutadas:
        filas[pk].asistencias = n
    for pk, n in MetaDeAsistencia.objects.filter(espacio__in=filas, anio=anio).values_list(
        "espacio", "programadas"
    ):
        filas[pk].asistencias_programadas = n
    capacitaciones = Capacitacion.objects.filter(
        espacio__in=filas, anio=anio, estado="realizada"
    ).order_by()
    for pk, n in (
        capacitaciones.filter(forma="totales")
        .values_list("espacio")
        .annotate(n=Sum("total_declarado"))
    ):
        filas[pk].participaciones += n or 0
    for pk, n in (
        capacitaciones.filter(forma="lista")
        .values_list("espacio")
        .annotate(n=Count("participantes"))
    ):
        filas[pk].participaciones += n


def integrantes_de(espacio: EspacioRegional) -> Sequence[Integrante]:
    """Instituciones con sus representantes de hoy (`actuales`) y anteriores (`anteriores`)."""
    hoy = timezone.localdate()
    vigente = Q(desde__lte=hoy) & (Q(hasta__isnull=True) | Q(hasta__gte=hoy))
    return (
        espacio.integrantes.select_related("entidad")
        .prefetch_related(
            Prefetch(
                "representantes",
                queryset=Representante.objects.filter(vigente).order_by("-calidad"),
                to_attr="actuales",
            ),
            Prefetch(
                "representantes",
                queryset=Representante.objects.exclude(vigente).order_by("-desde"),
                to_attr="anteriores",
            ),
        )
        .order_by("hasta", "id")
    )


def arbol_de(espacio: EspacioRegional) -> QuerySet[EspacioRegional]:
    """Redes provinciales y espacios distritales que cuelgan de un espacio, con sus hijos."""
    return (
        EspacioRegional.objects.filter(padre=espacio, vigente_hasta=None)
        .prefetch_related("hijos")
        .order_by("nivel", "ubigeo_id")
    )


def plan_anual_con_avance(plan: PlanAnual) -> dict[str, Any]:
    """El plan anual con sus actividades, avance y dinero en soles."""
    actividades = list(plan.actividades.select_related("servicio", "lineamiento"))
    con_dinero = [a for a in actividades if a.presupuesto is not None]
    avance = avance_del_plan(actividades)
    return {
        "plan": plan,
        "actividades": actividades,
        "avance": avance,
        "porcentaje": round(avance * 100) if avance is not None else 0,
        "avance_texto": formato.proporcion(avance) if avance is not None else "Sin dato",
        "concluidas": sum(a.estado == Actividad.Estado.CONCLUIDA for a in actividades),
        "atrasadas": sum(a.esta_atrasada for a in actividades),
        "presupuesto": sum(a.presupuesto for a in con_dinero) if con_dinero else None,
        "ejecutado": sum(a.ejecutado or 0 for a in con_dinero) if con_dinero else None,
    }


def etapas_del_plan(plan: PlanRegional) -> list[dict[str, str]]:
    """Las etapas de un plan como pasos: formulado, validado, aprobado, y vencido si ya pasó."""
    orden = list(PlanRegional.Etapa.values)
    actual = orden.index(plan.etapa)
    pasos = [
        {"texto": texto, "estado": "hecho" if orden.index(etapa) <= actual else "pendiente"}
        for etapa, texto in (
            ("formulado", "Formulado"),
            ("validado", "Validado"),
            ("aprobado", "Aprobado con norma"),
        )
    ]
    visible = reglas.etapa_visible(
        etapa=plan.etapa, anio_fin=plan.anio_fin, hoy=timezone.localdate()
    )
    if visible == "vencido":
        pasos.append({"texto": f"Vencido desde {plan.anio_fin + 1}", "estado": "actual"})
    return pasos


def todos(usuario: Any) -> QuerySet[EspacioRegional]:
    """Los espacios del ámbito, de cualquier nivel."""
    return EspacioRegional.objects.visibles_para(usuario).filter(vigente_hasta=None)


def asistencias(usuario: Any, anio: int) -> QuerySet[AsistenciaTecnica]:
    """Asistencias técnicas del ámbito en el año."""
    return (
        AsistenciaTecnica.objects.visibles_para(usuario).filter(anio=anio).select_related("espacio")
    )


def por_codigo(codigo: str, usuario: Any) -> EspacioRegional | None:
    """Un espacio del ámbito, de cualquier nivel, por su código."""
    return EspacioRegional.objects.visibles_para(usuario).filter(codigo=codigo).first()
