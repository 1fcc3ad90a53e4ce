"""Leer un conjunto de identidades: más de las que el tope del día permite, si otra lo aprueba."""

from django.db import transaction
from django.db.models import IntegerField, Sum
from django.db.models.fields.json import KT
from django.db.models.functions import Cast

from casos.acciones.apertura import exigir_motivo
from casos.identidad import cuotas
from trata.comun.errores import ErrorDeDominio
from trata.comun.formato import plural
from trata.cuentas.acciones import exigir
from trata.cuentas.acciones.autorizaciones import pedir_autorizacion
from trata.cuentas.models import Autorizacion, Usuario
from trata.cuentas.permisos import Permiso

ACTO = "casos.lecturas"


@transaction.atomic
def pedir_lecturas(*, cuantas: int, motivo: str, por: Usuario) -> Autorizacion:
    """Pide poder leer `cuantas` identidades más hoy. Cada una se sigue leyendo con su motivo."""
    exigir(por, Permiso.IDENTIDAD_VER)
    if not 1 <= cuantas <= cuotas.LECTURAS_QUE_SE_PIDEN:
        mensaje = f"Pide entre 1 y {cuotas.LECTURAS_QUE_SE_PIDEN}."
        raise ErrorDeDominio("cuantas_fuera_de_rango", mensaje, campos={"cuantas": mensaje})
    return pedir_autorizacion(
        tipo=ACTO,
        datos={"cuantas": cuantas},
        resumen=f"Leer {plural(cuantas, 'identidad', 'identidades')} más de las "
        f"{cuotas.LECTURAS_POR_DIA} del día",
        motivo=exigir_motivo(motivo),
        por=por,
    )


def tope_de_lecturas(usuario: Usuario) -> int:
    """Cuántas identidades puede leer hoy: las de todos más las autorizadas en vigor."""
    extra = (
        Autorizacion.objects.en_vigor()
        .filter(tipo=ACTO, solicitante=usuario)
        .aggregate(n=Sum(Cast(KT("datos__cuantas"), IntegerField())))["n"]
    )
    return cuotas.LECTURAS_POR_DIA + (extra or 0)
