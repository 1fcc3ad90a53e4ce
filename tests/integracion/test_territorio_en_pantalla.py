"""El territorio en pantalla y la corrección de las Macro Regiones Policiales."""

import pytest
from django.test import Client

from tests.fabricas.cuentas import usuario
from trata.territorio import catalogo
from trata.territorio.models import MacroRegionPolicial

pytestmark = pytest.mark.django_db
EDITAR = "/territorio/macro-region-policial/cusco/"


def test_cualquier_rol_ve_los_25_departamentos_y_lo_que_falta(client: Client) -> None:
    client.force_login(usuario("comisionado"))
    respuesta = client.get("/territorio/")
    assert len(respuesta.context["departamentos"]) == 25
    html = respuesta.content.decode()
    assert "no disponible en las fuentes consultadas" in html
    assert "34\xa0350\xa0244" in html
    assert "Corregir" not in html


def test_el_administrador_corrige_y_la_carga_no_lo_pisa(client: Client) -> None:
    client.force_login(usuario("administrador"))
    datos = {"nombre": "Macro Región Policial Cusco", "departamentos": ["08", "03"], "fuente": "RM"}
    assert client.post(EDITAR, datos).status_code == 302
    catalogo.cargar(verificar=False)
    cusco = MacroRegionPolicial.objects.get(pk="cusco")
    assert set(cusco.departamentos.values_list("pk", flat=True)) == {"03", "08"}
    assert cusco.editada
    assert cusco.eventos.filter(pgh_label="cambio").exists()


def test_sin_fuente_no_se_corrige(client: Client) -> None:
    client.force_login(usuario("administrador"))
    assert client.post(EDITAR, {"nombre": "X", "fuente": ""}).status_code == 422


@pytest.mark.parametrize("rol", ["analista", "direccion", "comisionado"])
def test_los_demas_no_corrigen(client: Client, rol: str) -> None:
    client.force_login(usuario(rol))
    assert client.get(EDITAR).status_code == 403
