"""Las listas se bajan en CSV: exactamente lo filtrado, dentro del ámbito y sin fórmulas."""

import csv
import io

import pytest
from django.urls import reverse
from django.utils import timezone

from politica.comision import acciones as de_comision
from regiones.models import Acuerdo, Capacitacion, EspacioRegional
from tests.fabricas import regiones as de_regiones
from trata.cuentas.models import Entidad
from trata.informes.models import Informe

pytestmark = pytest.mark.django_db


def bajar(cliente, nombre, **filtro):
    respuesta = cliente.get(reverse(nombre), filtro | {"descargar": "csv", "pagina": "2"})
    assert respuesta.status_code == 200
    assert respuesta["Content-Type"].startswith("text/csv")
    assert ".csv" in respuesta["Content-Disposition"]
    return list(csv.DictReader(io.StringIO(respuesta.content.decode("utf-8-sig"))))


def en(region, modelo, **campos):
    espacio = EspacioRegional.objects.get(ubigeo_id=region, padre=None)
    return modelo.objects.create(espacio=espacio, **campos)


def test_las_capacitaciones_salen_las_del_ambito_y_las_del_filtro(como_carmen, como_nora, carmen):
    for region, publico in (("08", "pnp"), ("08", "operadores"), ("16", "pnp")):
        en(region, Capacitacion, nombre=f"=Taller {region}", anio=2025, publico=publico,
           registrado_por=carmen)  # fmt: skip
    propias = bajar(como_carmen, "regiones:capacitaciones")
    assert {f["Capacitación"] for f in propias} == {"'=Taller 08"}
    assert len(bajar(como_carmen, "regiones:capacitaciones", publico="pnp")) == 1
    assert bajar(como_carmen, "regiones:capacitaciones", publico="nadie") == []
    assert len(propias) == 2
    assert len(bajar(como_nora, "regiones:capacitaciones")) == 3
    pagina = como_carmen.get(reverse("regiones:capacitaciones"), {"publico": "pnp"})
    assert "?publico=pnp&amp;descargar=csv" in pagina.content.decode()


def test_los_acuerdos_regionales_salen_enteros_aunque_pasen_de_una_pagina(
    como_carmen, carmen, luis
):
    for codigo, por, cuantos in (("cusco", carmen, 60), ("loreto", luis, 1)):
        sesion = de_regiones.sesion(de_regiones.espacio(codigo), por)
        for n in range(1, cuantos + 1):
            Acuerdo.objects.create(
                espacio=sesion.espacio, sesion=sesion, numero=n, texto=codigo, registrado_por=por
            )
    filas = bajar(como_carmen, "regiones:acuerdos")
    assert len(filas) == 60
    assert {f["Acuerdo"] for f in filas} == {"cusco"}


def test_los_acuerdos_de_la_comision_salen_los_que_se_ven(como_clara):
    sesion = de_comision.convocar_sesion(datos={"fecha": timezone.now()}, agenda=["Uno"], por=None)
    for texto, entidad in (("Remitir", "mimp"), ("Publicar", "mp")):
        datos = {"texto": texto, "responsable": Entidad.objects.get(pk=entidad)}
        datos["plazo"] = timezone.localdate()
        de_comision.registrar_acuerdo(sesion=sesion, datos=datos, por=None)
    assert [f["Acuerdo"] for f in bajar(como_clara, "comision:acuerdos", responsable="mp")] == [
        "Publicar"
    ]
    assert len(bajar(como_clara, "comision:acuerdos")) == 2
    assert bajar(como_clara, "comision:acuerdos", situacion="cumplidos") == []


def test_los_informes_salen_los_que_se_ven_y_quien_no_ve_la_lista_no_la_baja(
    como_clara, como_mateo, vera
):
    Informe.objects.create(tipo="boletin", anio=2025, registrado_por=vera)
    filas = bajar(como_clara, "informes:lista")
    assert [(f["Año"], f["Folio"]) for f in filas] == [("2025", "")]
    negada = como_mateo.get(reverse("informes:lista"), {"descargar": "csv"})
    assert negada.status_code == 403
