"""La bóveda de direcciones: guardar, pedir verla, verla una vez. Verla es cosa de dos personas."""

from dataclasses import dataclass

from django.db import transaction

from casos.acciones.apertura import exigir_abierto, exigir_motivo
from casos.acciones.comunes import bloquear
from casos.consultas.necesidad import esta_asignado
from casos.models import Caso, Paradero, Victima
from trata.auditoria.acciones import registrar_acceso
from trata.comun.cifrado import cifrar, descifrar
from trata.comun.errores import ErrorDeDominio, EstadoInvalidoError, SinPermisoError
from trata.cuentas.acciones import exigir
from trata.cuentas.acciones.autorizaciones import pedir_autorizacion, usar_autorizacion
from trata.cuentas.models import Autorizacion, Usuario
from trata.cuentas.permisos import Permiso

ACTO = "casos.paradero"
LARGO = 300


@dataclass(frozen=True)
class ParaderoVisto:
    """La dirección, que se muestra una vez y no se guarda en ningún otro sitio."""

    direccion: str
    segundos: int


@transaction.atomic
def guardar_paradero(*, victima: Victima, direccion: str, por: Usuario) -> Paradero:
    """Guarda cifrada la dirección de una víctima bajo protección; vacía, la borra.

    Sólo quien lleva el caso: haberlo abierto no basta. Escribirla no permite volver a leerla.
    """
    exigir(por, Permiso.IDENTIDAD_EDITAR)
    exigir_abierto(victima.caso, por)
    if not esta_asignado(victima.caso, por):
        raise SinPermisoError("Sólo quien lleva el caso guarda un paradero.")
    caso = bloquear(victima.caso)
    if caso.estado == Caso.Estado.ANULADO:
        raise EstadoInvalidoError("caso_anulado", "El caso está anulado: ya no se escribe.")
    limpia = " ".join(direccion.replace("\x00", "").split())
    if len(limpia) > LARGO:
        mensaje = f"Escribe como máximo {LARGO} caracteres."
        raise ErrorDeDominio("direccion_muy_larga", mensaje, campos={"direccion": mensaje})
    paradero = Paradero.objects.filter(victima=victima).first()
    if paradero is None:
        return Paradero.objects.create(
            caso=caso, victima=victima, direccion_cifrado=cifrar(limpia), registrado_por=por
        )
    paradero.direccion_cifrado = cifrar(limpia)
    return paradero.guardar_version(esperada=paradero.version, campos=["direccion_cifrado"])


@transaction.atomic
def pedir_paradero(*, paradero: Paradero, motivo: str, por: Usuario) -> Autorizacion:
    """Pide ver la dirección. La autoriza otra persona, de dirección o de validación."""
    exigir(por, Permiso.IDENTIDAD_VER)
    exigir_abierto(paradero.caso, por)
    if not paradero.direccion_cifrado:
        raise ErrorDeDominio("sin_paradero", "No hay ninguna dirección guardada.")
    return pedir_autorizacion(
        tipo=ACTO,
        objeto=str(paradero.uuid),
        datos={"caso": str(paradero.caso.uuid), "victima": str(paradero.victima.uuid)},
        resumen=f"Ver el paradero de {paradero.victima.seudonimo}",
        motivo=exigir_motivo(motivo),
        por=por,
    )


@transaction.atomic
def ver_paradero(*, paradero: Paradero, por: Usuario, segundos: int) -> ParaderoVisto:
    """Muestra la dirección una vez, con la autorización de otra persona, y queda anotado.

    Lanza `SinPermisoError` si no hay autorización en vigor y `ServicioNoDisponibleError` si no se
    puede anotar: entonces no se descifra nada y la autorización no se gasta.
    """
    exigir(por, Permiso.IDENTIDAD_VER)
    exigir_abierto(paradero.caso, por)
    permiso = usar_autorizacion(tipo=ACTO, objeto=str(paradero.uuid), por=por)
    registrar_acceso(
        usuario=por,
        objeto=paradero,
        campos=("direccion",),
        motivo=f"{permiso.motivo} (lo autorizó {permiso.decidida_por.username})"[:300],
    )
    return ParaderoVisto(descifrar(paradero.direccion_cifrado), segundos)
