"""Los actos que piden dos personas: quién los pide, quién los decide y qué pasa al aprobarlos.

Cada app aporta los suyos en `settings.ACTOS_DE_DOS_PERSONAS` (código → ruta de un `Acto`).
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.utils.module_loading import import_string

from trata.comun.errores import ErrorDeDominio
from trata.cuentas.permisos import Permiso


@dataclass(frozen=True)
class Acto:
    """Un acto de dos personas.

    `ejecutar(autorizacion)` corre en la transacción que aprueba y devuelve adónde lleva el
    resultado (o vacío). `alcanza(usuario, autorizacion)` dice si quien decide ve aquello de que se
    trata: lo que queda fuera de su ámbito no le aparece.
    """

    codigo: str
    nombre: str
    pide: Permiso
    deciden: tuple[Permiso, ...]
    ejecutar: Callable[[Any], str] = lambda autorizacion: ""
    alcanza: Callable[[Any, Any], bool] = lambda usuario, autorizacion: True

    def puede_decidir(self, usuario: Any, autorizacion: Any) -> bool:
        """Es otra persona, su rol lo permite y lo alcanza su ámbito."""
        return (
            usuario.pk != autorizacion.solicitante_id
            and any(usuario.tiene_permiso(p) for p in self.deciden)
            and self.alcanza(usuario, autorizacion)
        )


def acto_de(codigo: str) -> Acto:
    """El acto con ese código. Lanza `ErrorDeDominio` si no existe."""
    if codigo not in settings.ACTOS_DE_DOS_PERSONAS:
        raise ErrorDeDominio("acto_desconocido", "Ese acto no existe.")
    return import_string(settings.ACTOS_DE_DOS_PERSONAS[codigo])


def actos_que_decide(usuario: Any) -> list[str]:
    """Los códigos de los actos que el rol del usuario puede decidir."""
    return [
        codigo
        for codigo in settings.ACTOS_DE_DOS_PERSONAS
        if any(usuario.tiene_permiso(p) for p in acto_de(codigo).deciden)
    ]
