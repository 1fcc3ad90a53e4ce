"""Pasar lo escrito en «otro» a una categoría. El texto original queda en la historia."""

from collections.abc import Mapping

from django.db import transaction

from casos.consultas.otro import DIMENSIONES, opciones_de, registros_de_grupos
from trata.agregados.acciones import marcar
from trata.comun.errores import ErrorDeDominio
from trata.cuentas.acciones import exigir
from trata.cuentas.models import Usuario
from trata.cuentas.permisos import Permiso


@transaction.atomic
def abrir_otro(*, dimension: str, grupos: Mapping[str, str], por: Usuario) -> int:
    """Reclasifica los registros visibles de cada grupo (texto normalizado → categoría).

    Todos o ninguno: una categoría que no vale no deja pasar las demás. Devuelve cuántos cambiaron.
    """
    exigir(por, Permiso.CASO_VALIDAR)
    posibles = dict(opciones_de(dimension)) if dimension in DIMENSIONES else {}
    if not grupos or not set(grupos.values()) <= posibles.keys():
        raise ErrorDeDominio("valor_fuera_de_catalogo", "Elige una categoría de la lista.")
    campo, texto, es_del_caso = DIMENSIONES[dimension]
    registros = registros_de_grupos(dimension, grupos.keys(), por)
    for clave, registro in registros:
        setattr(registro, campo, grupos[clave])
        setattr(registro, texto, "")
        registro.guardar_version(esperada=registro.version, campos=[campo, texto])
    marcar(objetos={r.pk if es_del_caso else r.caso_id for _, r in registros})
    return len(registros)
