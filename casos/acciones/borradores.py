"""Lo escrito y no guardado, las búsquedas con nombre y los envíos que ya se hicieron."""

from collections.abc import Mapping
from typing import Any
from uuid import UUID

from django.db import transaction

from casos.models import Borrador, BusquedaGuardada, EnvioDeFormulario
from trata.comun.errores import ErrorDeDominio
from trata.cuentas.models import Usuario

LARGO_DE_BORRADOR = 60_000
BORRADORES_POR_PERSONA = 200


def guardar_borrador(
    *,
    clave: str,
    datos: Mapping[str, Any],
    version: int | None,
    por: Usuario,
    titulo: str = "",
    direccion: str = "",
) -> Borrador:
    """Guarda lo escrito en un formulario, por persona y sección. Lo último escrito gana.

    Lanza `ErrorDeDominio` si es demasiado.
    """
    if sum(len(str(v)) for v in datos.values()) > LARGO_DE_BORRADOR:
        raise ErrorDeDominio("borrador_muy_grande", "Es demasiado texto para un borrador.")
    if not Borrador.objects.filter(usuario=por, clave=clave).exists():
        viejos = Borrador.objects.filter(usuario=por).order_by("-guardado_en")
        sobran = list(viejos.values_list("pk", flat=True)[BORRADORES_POR_PERSONA - 1 :])
        Borrador.objects.filter(pk__in=sobran).delete()
    borrador, _ = Borrador.objects.update_or_create(
        usuario=por,
        clave=clave[:160],
        defaults={
            "datos": dict(datos),
            "version": version,
            "titulo": titulo[:160],
            "direccion": direccion[:300],
        },
    )
    return borrador


def descartar_borrador(*, clave: str, por: Usuario) -> None:
    """Olvida lo escrito en un formulario: ya se guardó, o la persona lo descartó."""
    Borrador.objects.filter(usuario=por, clave=clave).delete()


@transaction.atomic
def guardar_busqueda(*, nombre: str, consulta: str, por: Usuario) -> BusquedaGuardada:
    """Guarda los filtros de la lista con un nombre; si ya existía, la reemplaza."""
    nombre = " ".join(nombre.split())[:80]
    if not nombre:
        raise ErrorDeDominio(
            "falta_nombre", "Escribe un nombre.", campos={"nombre": "Escribe un nombre."}
        )
    busqueda, _ = BusquedaGuardada.objects.update_or_create(
        usuario=por, nombre=nombre, defaults={"consulta": consulta[:2000]}
    )
    return busqueda


def borrar_busqueda(*, busqueda: BusquedaGuardada, por: Usuario) -> None:
    """Quita una búsqueda guardada propia."""
    BusquedaGuardada.objects.filter(pk=busqueda.pk, usuario=por).delete()


def marcar_envio(*, marca: UUID, destino: str, por: Usuario) -> bool:
    """Anota que un formulario se procesó. Falso si ya se había anotado: fue un doble envío."""
    _, nuevo = EnvioDeFormulario.objects.get_or_create(
        marca=marca, defaults={"usuario": por, "destino": destino[:300]}
    )
    return nuevo
