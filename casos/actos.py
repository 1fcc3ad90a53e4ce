"""Los actos del registro que piden dos personas."""

from typing import Any

from django.urls import reverse

from casos.acciones import lecturas, paradero, supresion
from casos.consultas.necesidad import ve_el_caso
from casos.models import Identidad
from trata.cuentas.actos import Acto
from trata.cuentas.models import Autorizacion, Usuario
from trata.cuentas.permisos import Permiso


def _ve_el_caso(usuario: Usuario, autorizacion: Autorizacion) -> bool:
    return ve_el_caso(usuario, autorizacion.datos.get("caso", ""))


def _alcanza_a_quien_pide(usuario: Usuario, autorizacion: Autorizacion) -> bool:
    """Su ámbito cubre entero el de quien pide: lo de Cusco no lo decide quien valida en Lima."""
    return all(usuario.ambito.cubre(p) for p in autorizacion.solicitante.ambito.prefijos)


def _ir_al_paradero(autorizacion: Any) -> str:
    datos = autorizacion.datos
    return reverse("casos:paradero", args=[datos["caso"], datos["victima"]])


def _suprimir(autorizacion: Autorizacion) -> str:
    identidad = Identidad.objects.get(uuid=autorizacion.objeto)
    supresion.suprimir_identidad(identidad=identidad)
    return ""


PARADERO = Acto(
    paradero.ACTO,
    "Ver un paradero de la bóveda",
    pide=Permiso.IDENTIDAD_VER,
    deciden=(Permiso.CASO_ASIGNAR,),
    ejecutar=_ir_al_paradero,
    alcanza=_ve_el_caso,
)
LECTURAS = Acto(
    lecturas.ACTO,
    "Leer más identidades",
    pide=Permiso.IDENTIDAD_VER,
    deciden=(Permiso.ALERTA_DE_ACCESO_VER,),
    alcanza=_alcanza_a_quien_pide,
)
SUPRIMIR = Acto(
    supresion.ACTO,
    "Suprimir una identidad",
    pide=Permiso.IDENTIDAD_EDITAR,
    deciden=(Permiso.INCIDENTE_GESTIONAR,),
    ejecutar=_suprimir,
)
