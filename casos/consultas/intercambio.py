"""Lecturas del intercambio con otros sistemas."""

from typing import Any

from django.db.models import QuerySet
from django.shortcuts import get_object_or_404

from casos.models import Asignacion, Caso, ClaveExterna, CodigoExterno, SolicitudDeEnlace
from trata.cuentas.models import Usuario
from trata.cuentas.permisos import Permiso


def codigos_externos() -> QuerySet[CodigoExterno]:
    """Todos; quien llama los recorta al ámbito."""
    return CodigoExterno.objects.select_related("caso", "fuente").order_by("-id")


def codigo_de_la_fuente(usuario: Usuario, recurso: str, codigo: str) -> CodigoExterno | None:
    """Lo que la institución del usuario ya nombró así."""
    return CodigoExterno.objects.filter(
        fuente=usuario.entidad_id, recurso=recurso, codigo=codigo
    ).first()


def solicitudes() -> QuerySet[SolicitudDeEnlace]:
    """Todas, con lo que muestran las listas; quien llama las recorta."""
    return SolicitudDeEnlace.objects.select_related(
        "caso__entidad", "caso_destino__entidad", "entidad", "institucion", "registrado_por"
    ).order_by("-id")


def solicitud_visible(usuario: Usuario, uuid: Any) -> SolicitudDeEnlace:
    """Una que el usuario envió o recibió; 404 si no."""
    return get_object_or_404(solicitudes().visibles_para(usuario), uuid=uuid)


def recibidas(usuario: Usuario) -> QuerySet[SolicitudDeEnlace]:
    """Las que nombran un caso que ve."""
    return solicitudes().recibidas_por(usuario)


def enviadas(usuario: Usuario) -> QuerySet[SolicitudDeEnlace]:
    """Las de su institución."""
    return solicitudes().enviadas_por(usuario)


def enlaces_de(caso: Caso) -> list[tuple[SolicitudDeEnlace, Caso]]:
    """Los enlaces aceptados de un caso, con el caso del otro lado."""
    aceptadas = solicitudes().filter(estado=SolicitudDeEnlace.Estado.ACEPTADA)
    como_origen = [(s, s.caso_destino) for s in aceptadas.filter(caso=caso)]
    return como_origen + [(s, s.caso) for s in aceptadas.filter(caso_destino=caso)]


def caso_nombrado(solicitud: SolicitudDeEnlace, usuario: Usuario) -> Caso | None:
    """El caso visible que lleva el número que la solicitud nombra."""
    clave = (
        ClaveExterna.objects.filter(
            institucion=solicitud.institucion_id,
            tipo=solicitud.tipo,
            numero=solicitud.numero,
            retirado_en=None,
            caso__in=Caso.objects.visibles_para(usuario),
        )
        .exclude(caso=solicitud.caso_id)
        .select_related("caso__entidad")
        .first()
    )
    return clave.caso if clave else None


def puede_responder(caso: Caso | None, usuario: Usuario) -> bool:
    """Responde quien asigna casos en ese ámbito, o quien lleva el nombrado y escribe en él."""
    if caso is None:
        return False
    if usuario.tiene_permiso(Permiso.CASO_ASIGNAR):
        return True
    lleva = Asignacion.objects.vigentes().filter(caso=caso, usuario=usuario)
    return usuario.tiene_permiso(Permiso.ATENCION_REGISTRAR) and lleva.exists()
