"""Los espacios regionales, por el nombre de la región."""

from typing import Any

from django.urls import reverse

from regiones.consultas.espacios import regionales
from trata.cuentas.destinos import Destino, contiene
from trata.cuentas.permisos import Permiso


def buscar(usuario: Any, texto: str) -> list[Destino]:
    """«Cusco», «madre de dios»: los de su ámbito."""
    if not usuario.tiene_permiso(Permiso.REGION_VER):
        return []
    return [
        Destino(str(espacio), "Espacio regional", reverse("regiones:region", args=[espacio.codigo]))
        for espacio in regionales(usuario)
        if contiene(texto, str(espacio))
    ]
