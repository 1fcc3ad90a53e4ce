"""Todo lo de una región, para su página y para su informe anual."""

from dataclasses import dataclass
from typing import Any

from django.db.models import F, Q
from django.utils import timezone

from politica.models import Lineamiento, Objetivo, Proveedor, Servicio
from regiones.consultas import capacitaciones, cobertura, encuentros, espacios, sesiones
from regiones.consultas.capacitaciones import Capacitados
from regiones.models import Acuerdo, AlcanceDeCapacitacion, Capacitacion, EspacioRegional


@dataclass(frozen=True)
class Fortalecimiento:
    """Asistencias técnicas de un espacio en un año, frente a lo programado."""

    anio: int
    ejecutadas: int
    programadas: int | None


def espacio_regional(codigo: str, usuario: Any) -> EspacioRegional | None:
    """El espacio regional de una región del ámbito; `None` si está fuera o no existe."""
    return (
        EspacioRegional.objects.regionales()
        .visibles_para(usuario)
        .select_related("ubigeo")
        .filter(codigo=codigo)
        .first()
    )


def fortalecimiento_de(espacio: EspacioRegional, anio: int) -> Fortalecimiento:
    """Ejecutadas y programadas del año."""
    meta = espacio.metas.filter(anio=anio).first()
    hechas = espacio.asistencias_tecnicas.filter(anio=anio, estado="ejecutada").count()
    return Fortalecimiento(anio, hechas, meta.programadas if meta else None)


def servicios_con_presencia(espacio: EspacioRegional) -> list[Servicio]:
    """Servicios de la política con actividades del plan o capacitaciones en la región."""
    de_planes = espacio.planes_anuales.filter(actividades__servicio__isnull=False).values(
        "actividades__servicio"
    )
    de_capacitaciones = espacio.capacitaciones.filter(servicio__isnull=False).values("servicio")
    return list(
        Servicio.objects.filter(codigo__in=de_planes)
        .union(Servicio.objects.filter(codigo__in=de_capacitaciones))
        .order_by("codigo")
    )


def capacitados_de(espacio: EspacioRegional) -> Capacitados:
    """Todo lo que la región registra o la alcanza."""
    return capacitaciones.capacitados(capacitaciones_de(espacio))


def capacitaciones_de(espacio: EspacioRegional) -> Any:
    """Capacitaciones que el espacio registra o que lo alcanzan."""
    alcanzan = AlcanceDeCapacitacion.objects.filter(espacio=espacio).values("capacitacion")
    return Capacitacion.objects.filter(Q(espacio=espacio) | Q(pk__in=alcanzan)).con_detalle()


def vida_de(espacio: EspacioRegional, anio: int) -> dict[str, Any]:
    """Sesiones y acuerdos: los del año y lo que sigue abierto."""
    del_anio = list(sesiones.sesiones_de(espacio).filter(fecha__year=anio))
    abiertos = (
        Acuerdo.objects.filter(espacio=espacio)
        .abiertos()
        .select_related("responsable__entidad", "sesion")
        .order_by(F("plazo").asc(nulls_last=True))
    )
    return {
        "sesiones": del_anio,
        "realizadas": sum(s.estado == "realizada" for s in del_anio),
        "proxima": espacio.sesiones.filter(
            estado__in=("convocada", "en_curso"), fecha__gte=timezone.localdate()
        )
        .order_by("fecha")
        .first(),
        "acuerdos": list(abiertos),
        "vencidos": sum(a.esta_vencido for a in abiertos),
        "cumplidos": Acuerdo.objects.filter(espacio=espacio, estado="cumplido").count(),
    }


def todo_de(espacio: EspacioRegional, usuario: Any) -> dict[str, Any]:
    """Lo que la página de la región muestra, salvo la estadística."""
    anio = timezone.localdate().year
    provincias = cobertura.de_un_espacio(cobertura.cobertura_provincial(usuario), espacio)
    plan_anual = espacio.planes_anuales.filter(anio=anio).first()
    return {
        "anio_de_gestion": anio,
        "normas": list(espacio.normas.all()),
        "integrantes": list(espacios.integrantes_de(espacio)),
        "redes": list(espacios.arbol_de(espacio)),
        "provincias": provincias,
        "planes": [
            {"plan": p, "etapas": espacios.etapas_del_plan(p)}
            for p in espacio.planes.order_by("es_sintetico", "-anio_fin", "-pk")
        ],
        "plan_anual": espacios.plan_anual_con_avance(plan_anual) if plan_anual else None,
        "vida": vida_de(espacio, anio),
        "asistencias": list(espacio.asistencias_tecnicas.all()),
        "hechos": list(espacio.asistencias_tecnicas.filter(es_sintetico=False).order_by("pk")),
        "fortalecimiento": fortalecimiento_de(espacio, anio),
        "capacitaciones": list(capacitaciones_de(espacio)),
        "capacitados": capacitados_de(espacio),
        "encuentros": list(encuentros.de_un_espacio(espacio)),
        "adopciones": list(encuentros.adoptadas_por(espacio)),
        "servicios": servicios_con_presencia(espacio),
        "alertas_inasistencia": sesiones.alertas_de_inasistencia([espacio]),
        "alertas_sesion": sesiones.alertas_de_sesion([espacio]),
    }


def marco_nacional() -> dict[str, int]:
    """Cuántos objetivos, lineamientos, servicios y proveedores tiene la política vigente."""
    proveedores = Proveedor.objects.filter(vigente_hasta=None)
    return {
        "objetivos": Objetivo.objects.filter(vigente_hasta=None).count(),
        "lineamientos": Lineamiento.objects.filter(vigente_hasta=None).count(),
        "servicios": Servicio.objects.filter(vigente_hasta=None).count(),
        "sectores": proveedores.filter(clase=Proveedor.Clase.SECTOR).count(),
        "autonomos": proveedores.filter(clase=Proveedor.Clase.AUTONOMO).count(),
    }
