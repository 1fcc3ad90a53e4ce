"""Suprimir una identidad: lo único que aquí se borra de verdad, y lo deciden dos personas.

Lo pide quien lleva el caso, con el documento que lo ordena; lo aprueba el oficial de datos. El caso
y sus hechos quedan con código; la autorización es la constancia de qué se suprimió y por qué.
"""

from django.db import transaction
from django.utils import timezone

from casos.acciones.apertura import exigir_abierto, exigir_motivo
from casos.acciones.comunes import bloquear
from casos.consultas.necesidad import esta_asignado
from casos.models import ClaveDeNombre, Identidad, Paradero, PosibleDuplicado
from casos.models.identidad import CAMPOS_CIFRADOS
from trata.comun.errores import ErrorDeDominio, SinPermisoError
from trata.cuentas.acciones import exigir
from trata.cuentas.acciones.autorizaciones import pedir_autorizacion
from trata.cuentas.models import Autorizacion, Usuario
from trata.cuentas.permisos import Permiso

ACTO = "casos.suprimir"


@transaction.atomic
def pedir_supresion(*, identidad: Identidad, motivo: str, por: Usuario) -> Autorizacion:
    """Pide borrar los datos de una persona. `motivo` cita el documento que lo ordena."""
    exigir(por, Permiso.IDENTIDAD_EDITAR)
    exigir_abierto(identidad.caso, por)
    if not esta_asignado(identidad.caso, por):
        raise SinPermisoError("Sólo quien lleva el caso pide suprimir una identidad.")
    if not identidad.guardados:
        raise ErrorDeDominio("sin_datos", "Esta persona no tiene ningún dato guardado.")
    return pedir_autorizacion(
        tipo=ACTO,
        objeto=str(identidad.uuid),
        resumen=f"Suprimir la identidad de {identidad.seudonimo}",
        motivo=exigir_motivo(motivo),
        por=por,
    )


@transaction.atomic
def suprimir_identidad(*, identidad: Identidad) -> Identidad:
    """Borra los datos, lo dicho de ellos, su paradero y sus índices. La llama el acto aprobado."""
    bloquear(identidad.caso)
    actual = Identidad.objects.select_for_update(of=("self",)).get(pk=identidad.pk)
    for columna in CAMPOS_CIFRADOS.values():
        setattr(actual, columna, "")
    actual.documento_indice, actual.suprimida_en = "", timezone.now()
    actual.guardar_version(
        esperada=actual.version,
        campos=[*CAMPOS_CIFRADOS.values(), "documento_indice", "suprimida_en"],
    )
    actual.datos.update(valor_cifrado="", es_vigente=False)
    ClaveDeNombre.objects.filter(identidad=actual).delete()
    paradero = Paradero.objects.filter(victima=actual.victima_id).first()
    if paradero is not None:
        paradero.direccion_cifrado = ""
        paradero.guardar_version(esperada=paradero.version, campos=["direccion_cifrado"])
    pares = PosibleDuplicado.objects.pendientes()
    pares.filter(una=actual).delete()
    pares.filter(otra=actual).delete()
    unica = actual.persona_unica
    if unica is not None and not unica.identidades.exclude(documento_indice="").exists():
        unica.documento_indice = ""
        unica.save(update_fields=["documento_indice"])
    return actual
