"""Lo que los trabajos guardan cifrado: el archivo con que se encargó cada uno."""

from trata.auditoria.recifrado import almacen_de_bytes
from trata.trabajos.models import EntradaDeTrabajo

ENTRADAS = almacen_de_bytes(EntradaDeTrabajo, "contenido_cifrado")
