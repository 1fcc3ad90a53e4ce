"""Exportar mucho de una vez lo aprueba otra persona que ve lo mismo."""

from typing import Any

from django.urls import reverse

from casos.consultas import casos_de
from trata.comun.errores import ErrorDeDominio
from trata.comun.formato import entero
from trata.cuentas.acciones import exigir
from trata.cuentas.acciones.autorizaciones import pedir_autorizacion
from trata.cuentas.actos import Acto
from trata.cuentas.models import Autorizacion, Usuario
from trata.cuentas.permisos import Permiso
from trata.integracion.catalogos import HTCDS
from trata.integracion.exportacion import (
    FORMATOS,
    admite_identidades,
    casos_filtrados,
    exigir_identidades,
)
from trata.integracion.hojas import HOJAS, VICTIMAS
from trata.trabajos.acciones import encargar
from trata.trabajos.models import Trabajo

# Hasta cuántos casos exporta una persona sola. Propuesta de diseño; ajústala con el uso.
CASOS_SIN_SEGUNDA_PERSONA = 500
TRABAJO = "integracion.exportar_casos"


def _encargar(datos: dict[str, Any], por: Usuario) -> Trabajo:
    hoja = HOJAS[datos.get("hoja", VICTIMAS.codigo)].nombre.lower()
    titulo = f"Exportar {hoja} en {FORMATOS[datos['formato']].nombre}"
    return encargar(tipo=TRABAJO, datos=dict(datos), por=por, titulo=titulo)


def _ejecutar(autorizacion: Autorizacion) -> str:
    trabajo = _encargar(autorizacion.datos, autorizacion.solicitante)
    return reverse("trabajos:detalle", args=[trabajo.uuid])


def _ve_lo_mismo(usuario: Usuario, autorizacion: Autorizacion) -> bool:
    if usuario.ambito.es_nacional:
        return True
    pedidos = casos_filtrados(autorizacion.datos["consulta"], autorizacion.solicitante)
    return not pedidos.exclude(pk__in=casos_de(usuario).values("pk")).exists()


EXPORTAR = Acto(
    "integracion.exportar",
    "Exportar muchos casos",
    pide=Permiso.CASO_EXPORTAR,
    deciden=(Permiso.CASO_VALIDAR,),
    ejecutar=_ejecutar,
    alcanza=_ve_lo_mismo,
)


def pedir_exportacion(
    *,
    consulta: str,
    formato: str,
    por: Usuario,
    motivo: str = "",
    identidades: bool = False,
    hoja: str = VICTIMAS.codigo,
) -> Trabajo | Autorizacion:
    """Encarga la exportación de lo filtrado o, si es mucho, la deja a la espera de otra persona.

    Es la única puerta para exportar casos. Lanza `ErrorDeDominio` si el filtro o el formato no
    valen, si es mucho o lleva identidades y no se dice para qué (`falta_motivo`), o si son más
    identidades de las que hoy puede leer.
    """
    exigir(por, Permiso.CASO_EXPORTAR)
    if formato not in FORMATOS:
        raise ErrorDeDominio("formato_desconocido", "Elige un formato de la lista.")
    if hoja not in HOJAS:
        raise ErrorDeDominio("hoja_desconocida", "Elige de la lista a quiénes exportar.")
    if formato == HTCDS and hoja != VICTIMAS.codigo:
        raise ErrorDeDominio("solo_victimas", "HTCDS sólo lleva víctimas.")
    if identidades and not admite_identidades(FORMATOS[formato], HOJAS[hoja]):
        raise ErrorDeDominio("sin_identidad", "Eso sale siempre sin identidades.")
    casos = casos_filtrados(consulta, por)
    datos: dict[str, Any] = {"consulta": consulta, "formato": formato, "motivo": motivo}
    datos["hoja"] = hoja
    if identidades:
        datos |= {"identidades": True, "motivo": exigir_identidades(casos, motivo, por)}
    cuantos = casos.count()
    if cuantos <= CASOS_SIN_SEGUNDA_PERSONA:
        return _encargar(datos, por)
    return pedir_autorizacion(
        tipo=EXPORTAR.codigo,
        datos=datos,
        resumen=f"Exportar {entero(cuantos)} casos ({HOJAS[hoja].nombre.lower()}), "
        f"{'con' if identidades else 'sin'} identidades, en {FORMATOS[formato].nombre}",
        motivo=motivo,
        por=por,
    )
