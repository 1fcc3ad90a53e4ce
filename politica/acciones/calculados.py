"""Traer al reporte el valor que el propio registro calcula."""

from decimal import Decimal

from django.db import transaction

from politica.acciones.comun import bloquear, exigir_paso, exigir_periodo
from politica.calculados import cifras
from politica.models import AvanceIndicador, Estado
from trata.comun.errores import ErrorDeDominio
from trata.cuentas.acciones import exigir
from trata.cuentas.models import Usuario
from trata.cuentas.permisos import Permiso


@transaction.atomic
def traer_del_registro(*, avance: AvanceIndicador, por: Usuario) -> AvanceIndicador:
    """Pone en el avance el número que el registro cuenta en el periodo y lo marca «calculado».

    Lanza `ErrorDeDominio` si la ficha del indicador no dice de qué cifra se calcula.
    """
    exigir(por, Permiso.REPORTE_REGISTRAR)
    reporte = bloquear(avance.reporte, por)
    exigir_periodo(reporte.periodo, por)
    exigir_paso(reporte, "guardar")
    cifra = cifras().get(avance.indicador.calculado_de)
    if cifra is None:
        raise ErrorDeDominio(
            "no_calculado", "La ficha de este indicador no dice de qué cifra se calcula."
        )
    avance.valor = Decimal(cifra.contar(reporte.periodo.inicio, reporte.periodo.fin))
    avance.numerador = avance.denominador = None
    avance.es_calculado = True
    avance.save(update_fields=["valor", "numerador", "denominador", "es_calculado"])
    desde = reporte.estado
    if reporte.estado == Estado.PENDIENTE:
        reporte.estado = Estado.BORRADOR
    reporte.guardar_version(esperada=reporte.version, campos=["estado"])
    reporte.movimientos.create(
        desde=desde,
        hasta=reporte.estado,
        nota=f"{avance.indicador_id} calculado del registro: {cifra.nombre}, {avance.valor}.",
        registrado_por=por,
    )
    return avance
