"""Trabajos en segundo plano del registro."""

from casos import consultas
from casos.importacion import importar, revisar
from trata.trabajos.encargos import EnCurso


def importar_archivo(trabajo: EnCurso) -> None:
    """Revisa o importa un archivo grande. `datos`: `importacion` (uuid), `modo`, `solo_validas`."""
    importacion = consultas.importacion_de(trabajo.usuario, trabajo.datos["importacion"])
    trabajo.avance(0, 2, "Leyendo el archivo")
    if trabajo.datos["modo"] == "importar":
        informe = importar(
            importacion, trabajo.usuario, solo_validas=bool(trabajo.datos.get("solo_validas"))
        )
    else:
        informe = revisar(importacion, trabajo.usuario)
    trabajo.avance(2, 2, "Listo")
    trabajo.resumen({c: v for c, v in informe.items() if isinstance(v, int | str)})
