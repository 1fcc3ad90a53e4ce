"""Lecturas del registro. Todo parte de `visibles_para`."""

from collections.abc import Iterable
from typing import Any
from uuid import UUID

from django.db.models import QuerySet
from django.shortcuts import get_object_or_404

from casos.ficha import PARTE_DE_MODELO, PARTES
from casos.models import (
    Borrador,
    BusquedaGuardada,
    Caso,
    EnvioDeFormulario,
    Nota,
)
from casos.models.base import HijoDeCasoModel
from trata.cuentas.models import Entidad, Usuario


def casos_de(usuario: Usuario) -> QuerySet[Caso]:
    """Los casos que el usuario ve."""
    return Caso.objects.visibles_para(usuario)


def todos_los_casos() -> QuerySet[Caso]:
    """Todos; quien llama los recorta al ámbito."""
    return Caso.objects.all()


def caso_de(usuario: Usuario, uuid: Any) -> Caso:
    """Un caso visible; `Http404` si no existe para el usuario."""
    conjunto = casos_de(usuario).select_related(
        "entidad", "registrado_por", "enviado_por", "conforme_por", "anulado_por"
    )
    return get_object_or_404(conjunto, uuid=uuid)


def casos_por_uuid(usuario: Usuario, uuids: Iterable[str]) -> list[Caso]:
    """Los casos visibles de una lista de identificadores; los que no lo son se ignoran."""
    validos = []
    for texto in uuids:
        try:
            validos.append(UUID(texto))
        except ValueError:
            continue
    return list(casos_de(usuario).filter(uuid__in=validos).order_by("id"))


def codigo_de(parte: HijoDeCasoModel) -> str:
    """El código con que la ficha nombra a una parte."""
    return PARTE_DE_MODELO[type(parte)]


def parte_de(caso: Caso, codigo: str, uuid: Any, *, aun_retirada: bool = False) -> HijoDeCasoModel:
    """Una parte vigente de un caso (o también retirada, si se pide); `Http404` si no está."""
    modelo = PARTES[codigo].modelo if codigo in PARTES else Nota
    conjunto = modelo.objects.all() if aun_retirada else modelo.objects.vigentes()
    conjunto = conjunto if codigo in PARTES else modelo.objects.none()
    parte = get_object_or_404(conjunto, caso=caso, uuid=uuid)
    parte.caso = caso
    return parte


def partes_vigentes(codigo: str) -> QuerySet[HijoDeCasoModel]:
    """Todas las partes de una clase, con lo que nombran; quien llama las recorta al ámbito."""
    parte = PARTES[codigo]
    relaciones = [
        c.name
        for c in parte.modelo._meta.concrete_fields
        if c.is_relation and (c.name in parte.campos or c.name == "caso")
    ]
    muchos = [c.name for c in parte.modelo._meta.many_to_many]
    conjunto = parte.modelo.objects.filter(retirado_en=None).select_related(*relaciones)
    return conjunto.prefetch_related(*muchos).order_by("-id")


def anterior_de(caso: Caso, codigo: str) -> HijoDeCasoModel | None:
    """La última persona de la misma clase, para copiar de ella."""
    return PARTES[codigo].modelo.objects.filter(caso=caso, retirado_en=None).order_by("-id").first()


def entidades_vigentes() -> QuerySet[Entidad]:
    """Las entidades que hoy se pueden elegir."""
    return Entidad.objects.filter(vigente_hasta=None).order_by("nombre")


def borrador_de(usuario: Usuario, clave: str) -> Borrador | None:
    """Lo que el usuario dejó escrito en un formulario."""
    return Borrador.objects.filter(usuario=usuario, clave=clave[:160]).first()


def borradores_de(usuario: Usuario) -> QuerySet[Borrador]:
    """Los formularios a medio escribir del usuario, el último primero."""
    return Borrador.objects.filter(usuario=usuario).order_by("-guardado_en")


def busquedas_de(usuario: Usuario) -> QuerySet[BusquedaGuardada]:
    """Las búsquedas guardadas del usuario."""
    return BusquedaGuardada.objects.filter(usuario=usuario).order_by("nombre")


def envio_hecho(marca: Any) -> EnvioDeFormulario | None:
    """El envío ya procesado con esa marca, si lo hay."""
    return EnvioDeFormulario.objects.filter(pk=marca).first()
