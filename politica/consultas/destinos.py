"""Lineamientos, servicios e indicadores de la política, por código o por nombre."""

from typing import Any

from django.urls import reverse

from politica.models import Indicador, Lineamiento, Servicio
from trata.cuentas.destinos import Destino, contiene
from trata.cuentas.permisos import Permiso

CLASES = (
    (Servicio, "Servicio", "politica:servicio", "titulo"),
    (Lineamiento, "Lineamiento", "politica:lineamiento", "titulo"),
    (Indicador, "Indicador", "politica:ficha", "nombre"),
)


def buscar(usuario: Any, texto: str) -> list[Destino]:
    """«S28», «L1.1», «S28.1» o palabras del nombre."""
    if not usuario.tiene_permiso(Permiso.POLITICA_VER):
        return []
    return [
        Destino(
            f"{codigo} · {nombre}",
            clase,
            reverse(vista, args=[codigo]),
            es_exacto=codigo.upper() == texto.upper(),
        )
        for modelo, clase, vista, campo in CLASES
        for codigo, nombre in modelo.objects.order_by("codigo").values_list("codigo", campo)
        if codigo.upper() == texto.upper() or contiene(texto, nombre)
    ]
