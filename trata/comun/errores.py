"""Errores de dominio: se lanzan en `acciones` y se atrapan en dos sitios.

`trata.comun.formularios.AccionFormMixin` los muestra en el formulario y
`trata.comun.errores_api.manejar_excepcion` los convierte en la forma única de la API.
"""

from collections.abc import Mapping
from typing import Any


class ErrorDeDominio(Exception):
    """Algo que la persona puede entender y corregir.

    `campos` lleva mensajes por campo; `estado` es el código HTTP que le corresponde.
    """

    estado = 400

    def __init__(
        self, codigo: str, mensaje: str, *, campos: Mapping[str, str] | None = None, **datos: Any
    ) -> None:
        super().__init__(mensaje)
        self.codigo = codigo
        self.mensaje = mensaje
        self.campos = dict(campos or {})
        self.datos = datos


class EstadoInvalidoError(ErrorDeDominio):
    """La transición pedida no existe desde el estado actual."""

    estado = 409


class ConflictoError(ErrorDeDominio):
    """Otra persona guardó antes: la versión que se quería cambiar ya no es la última."""

    estado = 409

    def __init__(self, *, actual: Any, esperada: int) -> None:
        super().__init__(
            "version_cambiada",
            "Otra persona guardó este registro mientras lo editabas. Compara las dos versiones.",
        )
        self.actual = actual
        self.esperada = esperada


class DuplicadoError(ErrorDeDominio):
    """Ya existe un registro con la misma clave."""

    estado = 409


class SinPermisoError(ErrorDeDominio):
    """La persona ve el registro, pero su rol no le permite esta acción."""

    estado = 403

    def __init__(self, mensaje: str = "Tu rol no te permite hacer esto.") -> None:
        super().__init__("sin_permiso", mensaje)


class FueraDeAmbitoError(ErrorDeDominio):
    """El registro queda fuera del ámbito: hacia afuera es igual a que no exista."""

    estado = 404

    def __init__(self) -> None:
        super().__init__("no_encontrado", "No encontramos lo que buscas.")


class ServicioNoDisponibleError(ErrorDeDominio):
    """Una pieza necesaria no responde; no se hace la acción a medias."""

    estado = 503
