"""El menú como datos: cada entrada dice a qué vista va y qué permiso pide."""

from dataclasses import dataclass

from trata.cuentas.permisos import Permiso


@dataclass(frozen=True)
class Entrada:
    """Una entrada del menú. `vista` es el nombre de URL; `prefijo` marca cuándo está activa."""

    titulo: str
    vista: str
    permiso: Permiso
    prefijo: str
    icono: str = ""


@dataclass(frozen=True)
class Seccion:
    """Un grupo de entradas."""

    titulo: str
    entradas: tuple[Entrada, ...]


# Cada app agrega aquí sus entradas en su sección.
MENU: tuple[Seccion, ...] = (
    Seccion(
        "El país",
        (Entrada("La foto del año", "inicio", Permiso.TABLERO_VER, "/"),),
    ),
    Seccion("Registro", ()),
    Seccion("Política Nacional", ()),
    Seccion("Regiones", ()),
    Seccion("Informes", ()),
    Seccion("Control", ()),
    Seccion("Administración", ()),
)
