"""Reglas de las cuentas."""

from trata.comun.reglas import Datos, Regla, en_orden, requerido_si
from trata.cuentas.roles import ROLES


def _exige_resolucion(datos: Datos) -> bool:
    rol = ROLES.get(datos.get("rol") or "")
    return rol is not None and rol.exige_resolucion


def _prefijo_mal_formado(datos: Datos) -> bool:
    return any(
        len(prefijo) not in (0, 2, 4) or (prefijo and not prefijo.isdecimal())
        for prefijo in datos.get("prefijos") or ()
    )


DESIGNACION = (
    Regla(
        "hasta_antes_de_desde",
        "hasta",
        "La fecha de término es anterior a la de inicio. Corrige una de las dos.",
        en_orden("desde", "hasta"),
    ),
    Regla(
        "falta_resolucion",
        "resolucion",
        "Escribe la resolución que designa al punto focal.",
        requerido_si("resolucion", _exige_resolucion),
    ),
    Regla(
        "ambito_mal_formado",
        "prefijos",
        "Cada código del ámbito tiene 2 cifras (departamento) o 4 (provincia).",
        _prefijo_mal_formado,
    ),
    Regla(
        "falta_ambito",
        "prefijos",
        "Indica el ámbito: nacional, o los departamentos o provincias.",
        lambda datos: not datos.get("prefijos"),
    ),
)
