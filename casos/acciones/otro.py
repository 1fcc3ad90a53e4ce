"""Pasar lo escrito en «otro» a una categoría. El texto original queda en la historia."""

from django.db import transaction

from casos.consultas.otro import DIMENSIONES, opciones_de, registros_del_grupo
from trata.agregados.acciones import marcar
from trata.comun.errores import ErrorDeDominio
from trata.cuentas.acciones import exigir
from trata.cuentas.models import Usuario
from trata.cuentas.permisos import Permiso


@transaction.atomic
def abrir_otro(*, dimension: str, clave: str, categoria: str, por: Usuario) -> int:
    """Reclasifica todos los registros visibles con ese texto. Devuelve cuántos cambiaron."""
    exigir(por, Permiso.CASO_VALIDAR)
    if dimension not in DIMENSIONES or categoria not in dict(opciones_de(dimension)):
        raise ErrorDeDominio("valor_fuera_de_catalogo", "Elige una categoría de la lista.")
    campo, texto, es_del_caso = DIMENSIONES[dimension]
    registros = registros_del_grupo(dimension, clave, por)
    for registro in registros:
        setattr(registro, campo, categoria)
        setattr(registro, texto, "")
        registro.guardar_version(esperada=registro.version, campos=[campo, texto])
    marcar(objetos={r.pk if es_del_caso else r.caso_id for r in registros})
    return len(registros)
