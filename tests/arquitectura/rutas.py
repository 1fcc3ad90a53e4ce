"""Recorre el URLconf: cada ruta con su vista y lo que la vista pide."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from django.urls import URLPattern, URLResolver, get_resolver
from rest_framework.views import APIView

# Vistas que no piden haber entrado.
VISTAS_PUBLICAS = {
    "trata.trabajos.salud.viva",
    "trata.trabajos.salud.lista",
    "trata.comun.vistas_publicas.accesibilidad",
    "trata.comun.vistas_publicas.sin_conexion",
    "trata.comun.vistas_publicas.trabajador_sin_conexion",
    "VerificarCertificadoView",
    "politica.comision.vistas_calendario.suscripcion",  # pide una llave firmada
    "VerificarInformeView",
}
# Vistas propias para quien ya entró, con cualquier rol o sin ninguno: sólo tratan lo suyo.
SOLO_ENTRADA = {
    "EntradaView",
    "IrView",
    "SinRolView",
    "EnvioPendienteView",
    "PreferenciaDeTablaView",
    "trata.comun.vistas_publicas.seguir",
    "trata.comun.vistas_galeria.galeria",
}
# Paquetes ajenos que traen su propia protección.
AJENOS = ("allauth.", "django.", "django_prometheus.", "knox.", "rest_framework.")
METODOS = ("get", "post", "put", "patch", "delete")


@dataclass(frozen=True)
class Ruta:
    """Una ruta del sitio."""

    patron: str
    nombre: str
    vista: Any
    modulo: str
    metodos: tuple[str, ...] = METODOS
    # En la API, la acción de cada método: {"get": "list"}.
    acciones: Mapping[str, str] = field(default_factory=dict)

    @property
    def clase(self) -> str:
        """Nombre de la clase de vista, o ruta completa de la función."""
        nombre = getattr(self.vista, "__name__", type(self.vista).__name__)
        return nombre if isinstance(self.vista, type) else f"{self.modulo}.{nombre}"


def rutas() -> Iterator[Ruta]:
    """Todas las rutas, en orden."""
    yield from _recorrer(get_resolver().url_patterns, "", "")


def _recorrer(patrones: list[Any], antes: str, espacio: str) -> Iterator[Ruta]:
    for patron in patrones:
        texto = antes + str(patron.pattern)
        if isinstance(patron, URLResolver):
            interno = f"{espacio}{patron.namespace}:" if patron.namespace else espacio
            yield from _recorrer(patron.url_patterns, texto, interno)
        elif isinstance(patron, URLPattern):
            vista = getattr(patron.callback, "view_class", None) or getattr(
                patron.callback, "cls", patron.callback
            )
            acciones = getattr(patron.callback, "actions", None) or {}
            metodos = _metodos(acciones, vista)
            nombre = f"{espacio}{patron.name}"
            yield Ruta(texto, nombre, vista, vista.__module__, metodos, acciones)


def propias() -> list[Ruta]:
    """Rutas de la casa que piden permiso."""
    return [
        r
        for r in rutas()
        if not r.modulo.startswith(AJENOS)
        and r.clase not in VISTAS_PUBLICAS | SOLO_ENTRADA
        and not r.patron.endswith("<drf_format_suffix:format>")
    ]


def permiso_que_pide(ruta: Ruta, metodo: str) -> str | None:
    """El permiso que la vista declara para el método; `None` si se lo niega a todos."""
    vista, por_defecto = ruta.vista, getattr(ruta.vista, "permiso", None)
    if issubclass(vista, APIView):
        accion = ruta.acciones.get(metodo, metodo)
        return getattr(vista, "permisos", {}).get(accion, por_defecto)
    return getattr(vista, "permiso_por_metodo", {}).get(metodo.upper(), por_defecto)


def _metodos(acciones: Mapping[str, str], vista: Any) -> tuple[str, ...]:
    """Los métodos que la vista atiende; todos si es una función."""
    if not isinstance(vista, type):
        return METODOS
    if acciones:
        return tuple(m for m in METODOS if m in acciones and m in vista.http_method_names)
    return tuple(m for m in METODOS if hasattr(vista, m) and m in vista.http_method_names)


def desprotegida(ruta: Ruta) -> str | None:
    """La infracción de una ruta, o `None` si pide lo que debe."""
    if ruta.modulo.startswith(AJENOS):
        return None
    if ruta.clase in VISTAS_PUBLICAS | SOLO_ENTRADA:
        return None
    permisos = getattr(ruta.vista, "permisos", None)
    if getattr(ruta.vista, "permiso", None) is None and not permisos:
        return f"{ruta.patron} ({ruta.modulo}.{ruta.clase}) no declara permiso"
    return None
