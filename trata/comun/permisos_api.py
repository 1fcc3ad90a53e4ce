"""Permiso de la API: niega por defecto.

Módulo aparte porque DRF lo carga mientras se carga a sí mismo.
"""

from typing import Any

from rest_framework.permissions import BasePermission
from rest_framework.request import Request


class PermisoDeLaTabla(BasePermission):
    """Niega por defecto. La vista declara `permisos = {"list": Permiso.X, …}` por acción,
    o `permiso` para todas."""

    message = "Tu rol no te permite hacer esto."

    def has_permission(self, request: Request, view: Any) -> bool:
        """Busca el permiso de la acción en la vista y lo pide al usuario (y a su credencial)."""
        if not request.user or not request.user.is_authenticated:
            return False
        accion = getattr(view, "action", None) or (request.method or "").lower()
        if accion == "metadata":
            accion = "list"
        permiso = getattr(view, "permisos", {}).get(accion, getattr(view, "permiso", None))
        return permiso is not None and puede(request, permiso)


def puede(request: Request, permiso: Any) -> bool:
    """Dice si la cuenta tiene el permiso y su credencial se lo presta."""
    if not request.user.tiene_permiso(permiso):
        return False
    recorte = getattr(request.auth, "permite", None)
    return recorte is None or recorte(permiso)
