"""Lo que la integración guarda cifrado: el secreto de los avisos y la llave de los acuses."""

from trata.auditoria.recifrado import almacen_de
from trata.integracion.models import LlaveDeFirma, Suscripcion

SECRETOS_DE_AVISOS = almacen_de(Suscripcion, ("secreto_cifrado",))
LLAVES_DE_FIRMA = almacen_de(LlaveDeFirma, ("privada_cifrada",))
