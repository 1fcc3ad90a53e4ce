"""Lo que la auditoría guarda cifrado."""

from trata.auditoria.models import SolicitudArco
from trata.auditoria.recifrado import almacen_de

SOLICITUDES = almacen_de(SolicitudArco, ("solicitante", "contacto"))
