"""La lista de lo contado: las mismas filas que suma la figura, con sus códigos."""

from dataclasses import dataclass
from typing import Any

from django.db.models import QuerySet

from casos.models import Caso, Victima
from trata.agregados import vivo
from trata.agregados.models import HechoCaso, Unidad
from trata.agregados.models.hechos import HechoModel
from trata.agregados.variables import variable
from trata.comun.formato import mes_anio
from trata.tableros.models import CruceGuardado, SuscripcionDeAlerta
from trata.tableros.registro import PedidoDelRegistro
from trata.territorio.consultas import nombre_de

DE_VICTIMA = ("sexo", "grupo_edad", "fin", "estado_victima", "estado_registro")
DE_CASO = ("origen", "denunciante", "destino", "tamano", "estado_registro")


@dataclass(frozen=True)
class FilaDeLista:
    """Una fila de la lista: su código, el caso al que lleva y sus datos en palabras."""

    codigo: str
    caso_codigo: str
    caso_uuid: str
    lugar: str
    fecha: str
    valores: tuple[str, ...]


def hechos_visibles(pedido: PedidoDelRegistro, usuario: Any) -> QuerySet[HechoModel]:
    """Los hechos del corte en casos que la persona puede ver."""
    hechos = vivo.hechos(pedido.corte)
    visibles = Caso.objects.visibles_para(usuario)
    if visibles.query.where:
        hechos = hechos.filter(caso__in=visibles.values("id"))
    return hechos.order_by("-anio", "-mes", "-id")


def columnas_de(pedido: PedidoDelRegistro) -> tuple[str, ...]:
    """Los códigos de variable que se muestran en la lista."""
    return DE_CASO if pedido.corte.unidad == Unidad.CASO else DE_VICTIMA


def filas_de(hechos: list[HechoModel], columnas: tuple[str, ...]) -> list[FilaDeLista]:
    """Las filas de una página, con dos consultas más: códigos de caso y de víctima."""
    casos = {
        pk: (codigo, str(uuid))
        for pk, codigo, uuid in Caso.objects.filter(pk__in={h.caso for h in hechos}).values_list(
            "pk", "codigo", "uuid"
        )
    }
    seudonimos = {}
    if hechos and not isinstance(hechos[0], HechoCaso):
        personas = Victima.objects.filter(pk__in=[h.id for h in hechos])
        seudonimos = dict(personas.values_list("pk", "seudonimo"))
    return [_fila(h, casos.get(h.caso, ("", "")), seudonimos, columnas) for h in hechos]


def _fila(
    h: HechoModel, caso: tuple[str, str], seudonimos: dict[int, str], columnas: tuple[str, ...]
) -> FilaDeLista:
    lugar = f"{h.provincia:04}" if h.provincia else f"{h.departamento:02}" if h.departamento else ""
    nombre = nombre_de(lugar) if lugar else "No consta"
    if len(lugar) == 4:
        nombre = f"{nombre} ({nombre_de(lugar[:2])})"
    return FilaDeLista(
        seudonimos.get(h.id, caso[0]),
        caso[0],
        caso[1],
        nombre,
        mes_anio(h.anio, h.mes or None),
        tuple(variable(c).categoria(getattr(h, c)).nombre for c in columnas),
    )


def cruces_de(usuario: Any) -> QuerySet[CruceGuardado]:
    """Los cruces que guardó la persona."""
    return CruceGuardado.objects.filter(propietario=usuario)


def esta_suscrito(usuario: Any, fuente: str) -> bool:
    """Si la persona recibe las alertas de la fuente."""
    return SuscripcionDeAlerta.objects.filter(usuario=usuario, fuente=fuente).exists()
