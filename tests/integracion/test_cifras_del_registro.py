"""Indicadores calculados: el número es el de las filas que el enlace muestra."""

from datetime import date, timedelta
from decimal import Decimal
from urllib.parse import parse_qs, urlsplit

import pytest
from django.http import QueryDict
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from casos.filtros import CasoFilterSet
from casos.models import Caso, Victima
from politica.acciones import calculados, periodos, reportes
from politica.calculados import cifras
from politica.models import Indicador, Reporte
from tests.fabricas.casos import crear_caso
from tests.fabricas.politica import punto_focal, secretaria
from trata.comun.errores import ErrorDeDominio

pytestmark = pytest.mark.django_db
DESDE, HASTA = date(2026, 1, 1), date(2026, 6, 30)


@pytest.fixture
def casos(db):
    crear_caso(victimas=2, estado="enviado")
    crear_caso(victimas=1, estado="enviado", victima={"hallazgo": "se_presento"})
    crear_caso(materia="trata_con_tim", estado="enviado", fecha_de_registro=HASTA)
    crear_caso(estado="borrador")
    crear_caso(estado="enviado", fecha_de_registro=date(2026, 7, 1))
    crear_caso(estado="enviado", victima={"estado": "descartada"})


def filas_de(codigo: str):
    """Los casos que muestran las listas enlazadas, con el mismo filtro de la pantalla."""
    for nombre, url in cifras()[codigo].enlaces(DESDE, HASTA):
        partes = urlsplit(url)
        assert partes.path == reverse("casos:lista")
        assert parse_qs(partes.query)["materia"], nombre
        filtro = CasoFilterSet(QueryDict(partes.query), queryset=Caso.objects.all())
        assert filtro.is_valid(), filtro.errors
        yield from filtro.qs


def test_los_casos_son_exactamente_los_de_la_lista(casos):
    assert cifras()["casos_registrados"].contar(DESDE, HASTA) == 4
    assert len(list(filas_de("casos_registrados"))) == 4


def test_las_victimas_son_las_de_esos_casos_sin_las_descartadas(casos):
    hallados = {c.pk for c in filas_de("victimas_detectadas")}
    esperado = sum(
        v.caso_id in hallados and v.estado != "descartada" for v in Victima.objects.all()
    )
    assert cifras()["victimas_detectadas"].contar(DESDE, HASTA) == esperado == 4


def test_las_rescatadas_llevan_a_los_casos_donde_hubo_rescate(casos):
    assert cifras()["victimas_rescatadas"].contar(DESDE, HASTA) == 3
    assert all(
        c.victimas.filter(hallazgo="rescatada_operativo").exists()
        for c in filas_de("victimas_rescatadas")
    )


def test_todas_las_cifras_declaradas_cuentan():
    assert len(cifras()) == 5
    for cifra in cifras().values():
        assert cifra.contar(DESDE, HASTA) >= 0
        assert cifra.que_cuenta


def test_traer_del_registro_marca_calculado_y_cambiarlo_a_mano_lo_desmarca(casos):
    vera, pedro = secretaria(), punto_focal("pedro", "mininter")
    hoy = timezone.localdate()
    Indicador.objects.filter(pk="OP2.2").update(calculado_de="victimas_rescatadas")
    datos = {
        "anio": 2026, "tipo": "semestre_1", "inicio": DESDE, "fin": HASTA,
        "abre_el": HASTA + timedelta(days=1), "cierra_el": hoy + timedelta(days=5),
    }  # fmt: skip
    periodo = periodos.registrar_periodo(datos=datos, por=vera)
    reporte = Reporte.objects.get(periodo=periodo, indicador="OP2.2")
    avance = calculados.traer_del_registro(avance=reporte.avances.get(), por=pedro)
    assert (avance.valor, avance.es_calculado) == (3, True)
    reporte.refresh_from_db()
    assert (reporte.estado, reporte.version) == ("borrador", 2)
    cambio = {"avances": {"OP2.2": {"valor": Decimal(5)}}}
    reportes.guardar_reporte(
        reporte=reporte, datos=cambio, version=2, por=pedro, confirmados=["otra_magnitud"]
    )
    assert reporte.avances.get().es_calculado is False
    otro = Reporte.objects.get(periodo=periodo, servicio="S04").avances.get()
    with pytest.raises(ErrorDeDominio, match="no dice"):
        calculados.traer_del_registro(avance=otro, por=pedro)


def test_la_pagina_enlaza_las_filas_solo_a_quien_puede_verlas(casos):
    ruta = reverse("politica:calculados")
    for quien, ve in ((secretaria(), True), (punto_focal(), False)):
        navegador = Client()
        navegador.force_login(quien, backend="django.contrib.auth.backends.ModelBackend")
        texto = navegador.get(ruta).content.decode()
        assert "Víctimas detectadas" in texto
        assert (f"{reverse('casos:lista')}?desde=" in texto) is ve
