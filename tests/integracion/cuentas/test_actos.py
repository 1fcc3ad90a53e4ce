"""Los actos de dos personas, dichos aparte del código: quién pide, quién decide y hasta dónde."""

import pytest
from django.conf import settings
from django.utils import timezone

from casos.acciones.paradero import guardar_paradero, pedir_paradero
from casos.acciones.supresion import pedir_supresion
from tests.fabricas.casos import crear_usuario
from tests.fabricas.identidad import caso_de, con_identidad
from trata.comun.errores import SinPermisoError
from trata.cuentas.acciones.autorizaciones import aprobar_autorizacion, pedir_autorizacion
from trata.cuentas.actos import acto_de
from trata.cuentas.consultas import autorizaciones_por_decidir
from trata.cuentas.designaciones import pedir_designacion
from trata.cuentas.models import Usuario

pytestmark = pytest.mark.django_db
MOTIVO = "Lo pide el oficio 120 de la fiscalía"
# Acto → qué permiso lo pide, qué permisos lo deciden.
ACTOS = {
    "cuentas.designar": ("usuario_gestionar", {"recertificar", "usuario_gestionar"}),
    "integracion.exportar": ("caso_exportar", {"caso_validar"}),
    "casos.paradero": ("identidad_ver", {"caso_asignar"}),
    "casos.lecturas": ("identidad_ver", {"alerta_de_acceso_ver"}),
    "casos.suprimir": ("identidad_editar", {"incidente_gestionar"}),
}
# Quién decide lo que pidió alguien de Cusco; los demás, ni lo ven.
DECIDEN = {
    "cuentas.designar": {"augusto"},
    "casos.paradero": {"vera", "dario"},
    "casos.lecturas": {"vera", "dario", "augusto"},
    "casos.suprimir": {"augusto"},
}


def test_cada_acto_lo_pide_y_lo_decide_quien_dice_la_tabla():
    actos = {codigo: acto_de(codigo) for codigo in settings.ACTOS_DE_DOS_PERSONAS}
    assert {c: (a.pide, set(a.deciden)) for c, a in actos.items()} == ACTOS


def pedir(codigo, ana, adela):
    if codigo == "cuentas.designar":
        nueva = Usuario.objects.create_user("rosa_q", nombres="Rosa")
        datos = {"rol": "analista", "prefijos": ["08"], "desde": timezone.localdate()}
        return pedir_designacion(usuario=nueva, datos=datos, motivo=MOTIVO, por=adela)
    if codigo == "casos.lecturas":
        return pedir_autorizacion(
            tipo=codigo, datos={"cuantas": 5}, resumen="Leer 5 más", motivo=MOTIVO, por=ana
        )
    caso = caso_de(ana)
    if codigo == "casos.suprimir":
        return pedir_supresion(identidad=con_identidad(caso, ana), motivo=MOTIVO, por=ana)
    paradero = guardar_paradero(victima=caso.victimas.get(), direccion="Jr. Nadie 1", por=ana)
    return pedir_paradero(paradero=paradero, motivo=MOTIVO, por=ana)


@pytest.mark.parametrize("codigo", sorted(DECIDEN))
def test_de_toda_la_casa_solo_deciden_quienes_deben(codigo, todos):
    pedido = pedir(codigo, todos["ana"], todos["adela"])
    assert {n for n, u in todos.items() if pedido in autorizaciones_por_decidir(u)} == (
        DECIDEN[codigo]
    )
    for nombre in sorted(set(todos) - DECIDEN[codigo]):
        with pytest.raises(SinPermisoError):
            aprobar_autorizacion(autorizacion=pedido, motivo=MOTIVO, por=todos[nombre])


@pytest.mark.parametrize("codigo", ["casos.lecturas", "casos.paradero"])
def test_lo_de_una_region_no_lo_decide_quien_valida_en_otra(codigo, todos):
    pedido = pedir(codigo, todos["ana"], todos["adela"])
    lima = crear_usuario("lima_q", "validador", "15")
    assert autorizaciones_por_decidir(lima) == []
    with pytest.raises(SinPermisoError):
        aprobar_autorizacion(autorizacion=pedido, motivo=MOTIVO, por=lima)
    cusco = crear_usuario("cusco_q", "validador", "08")
    assert autorizaciones_por_decidir(cusco) == [pedido]
