"""Lo que las regiones guardan cifrado: los nombres de quienes participaron."""

from regiones.models import Participante
from trata.auditoria.recifrado import almacen_de

PARTICIPANTES = almacen_de(Participante, ("nombre_cifrado",))
