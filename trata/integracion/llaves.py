"""Lo que la integración guarda cifrado: el secreto con que se firman los avisos."""

from trata.auditoria.recifrado import almacen_de
from trata.integracion.models import Suscripcion

SECRETOS_DE_AVISOS = almacen_de(Suscripcion, ("secreto_cifrado",))
