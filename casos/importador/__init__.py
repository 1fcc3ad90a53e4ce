"""La tercera puerta: de un archivo a casos, con las mismas reglas que la pantalla y la API."""

from casos.importador.columnas import COLUMNAS, NECESARIAS
from casos.importador.juicio import Lector, Lote

__all__ = ["COLUMNAS", "NECESARIAS", "Lector", "Lote"]
