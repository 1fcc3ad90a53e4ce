"""Quién lleva un caso, quién lo abrió, y qué se puede mostrar a cada quien."""

from collections.abc import Iterable
from typing import Any

from django.db import connection
from django.db.models import Count, Q, QuerySet
from django.shortcuts import get_object_or_404
from django.utils import timezone

from casos.consultas.expediente import Expediente, expediente
from casos.models import (
    Apertura,
    Asignacion,
    Atencion,
    Caso,
    Identidad,
    Nota,
    Observacion,
    VictimaEstado,
)
from casos.reglas import es_nna
from casos.vocabulario import es_dato
from trata.cuentas.models import Designacion, Usuario
from trata.cuentas.permisos import Permiso
from trata.cuentas.roles import ROLES

# Dónde alguien pudo contar lo que no debe leer cualquiera: se lee al llevar o abrir el caso.
RELATO: dict[type, str] = {
    Caso: "hechos",
    Nota: "texto",
    VictimaEstado: "sustento",
    Atencion: "detalle",
}
CAMPOS_DE_RELATO = tuple(RELATO.values())
GRUPOS_DE_ADULTOS = frozenset({"18-29", "30-59", "60-mas"})


def esta_asignado(caso: Caso, usuario: Usuario) -> bool:
    """Dice si el usuario lleva el caso hoy."""
    return Asignacion.objects.vigentes().filter(caso=caso, usuario=usuario).exists()


def esta_abierto(caso: Caso, usuario: Usuario) -> bool:
    """Dice si lo lleva, o si lo abrió con un motivo que no venció."""
    return (
        esta_asignado(caso, usuario)
        or Apertura.objects.vigentes().filter(caso=caso, usuario=usuario).exists()
    )


def ve_el_caso(usuario: Usuario, uuid: Any) -> bool:
    """Dice si el usuario ve el caso con ese identificador."""
    return Caso.objects.visibles_para(usuario).filter(uuid=uuid).exists()


def asignados_de(caso: Caso) -> QuerySet[Asignacion]:
    """Quiénes llevan el caso hoy, primero el responsable."""
    return (
        Asignacion.objects.vigentes()
        .filter(caso=caso)
        .select_related("usuario", "usuario__entidad")
        .order_by("-es_responsable", "desde")
    )


def aperturas_de(caso: Caso) -> QuerySet[Apertura]:
    """Las últimas veces que alguien sin asignación abrió el caso."""
    return Apertura.objects.filter(caso=caso).select_related("usuario").order_by("-desde")[:10]


def con_casos(usuario: Usuario) -> QuerySet[Usuario]:
    """Las personas que llevan casos visibles para el usuario, con cuántos."""
    visibles = Caso.objects.visibles_para(usuario)
    vigente = Q(asignaciones__hasta=None, asignaciones__caso__in=visibles)
    return (
        Usuario.objects.annotate(n_casos=Count("asignaciones", filter=vigente))
        .filter(n_casos__gt=0)
        .order_by("apellidos", "nombres")
    )


def pueden_llevar_casos() -> QuerySet[Usuario]:
    """Cuentas activas de personas cuyo rol ve casos."""
    roles = [r.codigo for r in ROLES.values() if r.puede(Permiso.CASO_VER)]
    vigentes = Designacion.objects.vigentes().filter(rol__in=roles)
    return Usuario.objects.filter(
        is_active=True, es_sistema=False, pk__in=vigentes.values("usuario")
    ).order_by("apellidos", "nombres")


def asignacion_de(caso: Caso, pk: Any) -> Asignacion:
    """Una asignación vigente del caso; `Http404` si no está."""
    return get_object_or_404(
        Asignacion.objects.vigentes().select_related("caso", "usuario"), caso=caso, pk=pk
    )


def observaciones_abiertas(caso: Caso, usuario: Usuario, parte: Any) -> list[Observacion]:
    """Las de una parte que faltan atender; sin su texto, si no se lleva ni se abrió el caso."""
    lista = list(
        caso.observaciones.filter(atendida_en=None, parte=parte.uuid).select_related(
            "registrado_por"
        )
    )
    if lista and not esta_abierto(caso, usuario):
        for observacion in lista:
            observacion.texto = ""
    return lista


ABIERTOS = """
SELECT caso_id FROM casos_asignacion WHERE usuario_id = %s AND hasta IS NULL AND caso_id = ANY(%s)
UNION ALL
SELECT caso_id FROM casos_apertura WHERE usuario_id = %s AND hasta > %s AND caso_id = ANY(%s)
"""


def abiertos_entre(usuario: Usuario, llaves: Iterable[int]) -> set[int]:
    """De esos casos, los que el usuario lleva o tiene abiertos, en una consulta.

    Va en cada página de la API y de cada cien casos: escrita aquí, Django no la redacta cada vez.
    """
    lista = list(llaves)
    with connection.cursor() as cursor:
        cursor.execute(ABIERTOS, [usuario.pk, lista, usuario.pk, timezone.now(), lista])
        return {caso for (caso,) in cursor.fetchall()}


def casos_abiertos(usuario: Usuario) -> set[int]:
    """Las llaves de todos los casos que el usuario lleva o tiene abiertos, en una consulta."""
    asignados = Asignacion.objects.vigentes().filter(usuario=usuario).order_by()
    abiertos = Apertura.objects.vigentes().filter(usuario=usuario).order_by()
    llaves = asignados.values_list("caso_id", flat=True)
    return set(llaves.union(abiertos.values_list("caso_id", flat=True)))


def reservar_relato(completo: Expediente) -> Expediente:
    """Quita de lo cargado (no de la base) el relato, las notas y los detalles.

    Es lo que ve quien no lleva el caso ni lo abrió: los hechos con código y nada más.
    """
    completo.caso.hechos = ""
    completo.partes["nota"] = []
    for codigo in ("estado", "atencion"):
        for parte in completo.de(codigo):
            setattr(parte, RELATO[type(parte)], "")
    for observacion in completo.observaciones:
        observacion.texto = ""
    return completo


def expediente_para(caso: Caso, usuario: Usuario) -> Expediente:
    """El expediente con lo que el usuario puede leer: entero, o sin relato si no lo abrió."""
    completo = expediente(caso)
    return completo if esta_abierto(caso, usuario) else reservar_relato(completo)


def protegida_como_nna(identidad: Identidad) -> bool:
    """Niña, niño o adolescente, o no se sabe la edad: en la duda se protege como tal."""
    persona = identidad.persona
    if persona is None:
        return identidad.es_nna
    return datos_de_nna(persona)


def datos_de_nna(persona: Any) -> bool:
    """Lo mismo, desde la persona del caso."""
    if es_nna(persona.datos_para_reglas()):
        return True
    if persona._meta.model_name == "implicado":
        return False
    sabe = persona.edad is not None or persona.fecha_nacimiento is not None
    grupo = persona.grupo_edad
    return not sabe and not (es_dato(grupo) and grupo in GRUPOS_DE_ADULTOS)


def identidades_por_persona(personas: Iterable[Any]) -> dict[Any, Identidad]:
    """Identidad de cada persona del caso por su uuid, en una consulta por clase."""
    lista = list(personas)
    encontradas: dict[Any, Identidad] = {}
    for clase in ("victima", "implicado", "migrante"):
        llaves = [p.pk for p in lista if p._meta.model_name == clase]
        if not llaves:
            continue
        conjunto = Identidad.objects.filter(**{f"{clase}__in": llaves}, retirada_en=None)
        for identidad in conjunto.select_related(clase):
            encontradas[getattr(identidad, clase).uuid] = identidad
    return encontradas
