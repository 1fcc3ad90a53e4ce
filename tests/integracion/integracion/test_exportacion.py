"""Exportar: exactamente lo filtrado, dentro del ámbito, sin identidades y sin fórmulas."""

import csv
import json

import pytest
from django.http import QueryDict
from django.urls import reverse
from openpyxl import load_workbook

from casos.consultas import casos_de
from casos.filtros import CasoFilterSet
from casos.models import Victima
from casos.sintetico.demostracion import cargar as cargar_registro
from trata.integracion import exportacion
from trata.trabajos.models import Trabajo

pytestmark = pytest.mark.django_db
CONSULTA = "departamento=08&desde_2=2021&desde_1=1&desde_0=1"


@pytest.fixture
def registro(todos):
    cargar_registro(lambda _: None)
    return todos


def leer(ruta):
    with ruta.open(encoding="utf-8-sig", newline="") as entrada:
        return list(csv.DictReader(entrada))


@pytest.mark.lenta
def test_se_exporta_lo_mismo_que_se_cuenta_en_la_lista(registro, tmp_path):
    nora, ana = registro["nora"], registro["ana"]
    casos = exportacion.casos_filtrados(CONSULTA, nora)
    en_lista = CasoFilterSet(QueryDict(CONSULTA), queryset=casos_de(nora)).qs
    assert casos.count() == en_lista.count() > 0
    victimas = Victima.objects.vigentes().filter(caso__in=en_lista).count()
    for formato, (_, escribir) in exportacion.FORMATOS.items():
        archivo = tmp_path / f"salida.{formato}"
        assert escribir(exportacion.filas_de(casos, "F"), archivo, {"Folio": "F"}) == victimas
    filas = leer(tmp_path / "salida.csv")
    de_cusco = [f for f in filas if f["caso_ubigeo_de_registro"][:2] == "08"]
    assert len(filas) == victimas
    assert de_cusco
    hoja = load_workbook(tmp_path / "salida.xlsx")["Víctimas"]
    assert hoja.max_row == victimas + 1
    assert len(json.loads((tmp_path / "salida.json").read_text())["victimas"]) == victimas
    todo = list(exportacion.filas_de(exportacion.casos_filtrados("", ana), "F"))
    assert 0 < len(todo) < Victima.objects.vigentes().count()
    assert {f[0] for f in todo} == set(casos_de(ana).values_list("codigo", flat=True))


@pytest.mark.parametrize("valor", ["=1+1", "+51", "-5", "@x", "\tx", "＝1"])
def test_un_texto_que_parece_formula_no_lo_es(valor):
    assert exportacion.inofensivo(valor) == f"'{valor}"
    assert exportacion.inofensivo("normal") == "normal"


def test_ninguna_columna_es_de_identidad():
    assert not {c for c in exportacion.COLUMNAS if "nombre" in c or "documento" in c}


def test_ana_pide_y_carmen_no_puede(ana, carmen, client):
    url = reverse("integracion:exportar")
    client.force_login(carmen)
    assert client.post(url, {"formato": "csv"}).status_code == 403
    client.force_login(ana)
    respuesta = client.post(url, {"formato": "csv", "consulta": ""})
    trabajo = Trabajo.objects.get(tipo="integracion.exportar_casos")
    assert respuesta.url == reverse("trabajos:detalle", kwargs={"uuid": trabajo.uuid})
    assert client.post(url, {"formato": "exe"}).url == reverse("casos:lista")
    assert client.post(url, {"formato": "csv", "consulta": "sexo=%00"}).status_code == 302
    assert Trabajo.objects.filter(tipo="integracion.exportar_casos").count() <= 2
