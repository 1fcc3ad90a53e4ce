"""El I semestre de 2023: lo calculado iguala lo oficial, y lo que no, está dicho.

El oráculo es independiente: lee el archivo del informe y divide con fracciones, sin `formulas`.
"""

from fractions import Fraction

import pytest
import yaml
from django.db import connection
from django.test.utils import CaptureQueriesContext

from politica import catalogo, informe_inicial
from politica.consultas.avances import mapa_de
from politica.models import Periodo, Reporte
from tests.fabricas.politica import secretaria
from trata.cuentas import catalogo as catalogo_de_cuentas

pytestmark = pytest.mark.django_db

IGUALES = {
    "S03.1", "S04.1", "S05.1", "S06.1", "S10.1", "S11.1", "S13.1", "S16.1", "S16.2", "S17.1",
    "S18.1", "S19.1", "S20.1", "S22.2", "S25.1", "S26.1", "S27.1", "S28.1", "S29.1", "S30.1",
    "S32.1", "S38.1", "S41.1", "S42.1",
}  # fmt: skip
REDONDEO_DEL_INFORME = {"S04.1", "S05.1", "S22.2"}
CONTRADICEN = {"S07.1", "S23.1"}
NO_CALCULABLES = {
    "S02.1", "S12.1", "S15.1", "S21.1", "S22.1", "S24.1", "S31.1", "S33.1", "S34.1", "S36.1",
    "S37.1", "S39.1", "S40.1",
}  # fmt: skip


@pytest.fixture
def mapa(db):
    catalogo_de_cuentas.cargar(verificar=False)
    catalogo.cargar(verificar=False)
    informe_inicial.cargar(verificar=False)
    periodo = Periodo.objects.get(anio=2023, tipo=Periodo.Tipo.SEMESTRE_1)
    return mapa_de(periodo, secretaria())


def _oraculo() -> dict[str, tuple[Fraction | None, Fraction]]:
    """Cumplimiento recalculado desde los archivos, a mano: (calculado o nada, publicado)."""
    informe = yaml.safe_load((catalogo.DATOS / "informe_2023_1.yaml").read_text("utf-8"))
    arbol = yaml.safe_load((catalogo.DATOS / "politica.yaml").read_text("utf-8"))
    metas = {
        i["codigo"]: (i["logros"][2023], i["unidad"])
        for s in arbol["servicios"]
        for i in s["indicadores"]
    }  # noqa: E501
    resultado = {}
    for fila in informe["reportes"]:
        if fila["indicador"] not in metas:
            continue
        meta, unidad = metas[fila["indicador"]]
        valor = None
        if "denominador" in fila:
            valor = Fraction(fila["numerador"]) / Fraction(fila["denominador"])
            valor *= 100 if unidad == "porcentaje" else 1
        elif "valor" in fila:
            valor = Fraction(fila["valor"])
        cumplimiento = None if valor is None else min(valor / Fraction(meta) * 100, Fraction(100))
        resultado[fila["indicador"]] = (cumplimiento, Fraction(fila["cumplimiento"]))
    return resultado


def test_el_semestre_trae_39_indicadores_de_37_servicios(mapa):
    assert Reporte.objects.filter(periodo=mapa.periodo, servicio__isnull=False).count() == 37
    assert len(_oraculo()) == 39
    assert len(IGUALES | CONTRADICEN | NO_CALCULABLES) == 39


def test_lo_calculado_iguala_lo_oficial_con_menos_de_un_punto(mapa):
    oraculo = _oraculo()
    filas = {f.ficha.codigo: f for f in mapa.filas}
    cerca = set()
    for codigo, (calculado, publicado) in oraculo.items():
        if calculado is None:
            assert filas[codigo].tipo_1.motivo == "publicado"
            continue
        assert abs(Fraction(filas[codigo].tipo_1.porcentaje) - calculado) <= Fraction(1, 20)
        if abs(Fraction(filas[codigo].tipo_1.porcentaje) - publicado) < 1:
            cerca.add(codigo)
    assert cerca == IGUALES


def test_tres_difieren_por_el_redondeo_del_propio_informe():
    distintos = set()
    for codigo, (calculado, publicado) in _oraculo().items():
        if codigo in IGUALES:
            decimales = 1 if publicado.denominator > 1 else 0
            if round(float(calculado), decimales) != float(publicado):
                distintos.add(codigo)
    assert distintos == REDONDEO_DEL_INFORME


def test_dos_contradicen_al_informe_y_estan_marcados(mapa):
    filas = {f.ficha.codigo: f for f in mapa.filas}
    for codigo, (calculado, publicado) in _oraculo().items():
        lejos = calculado is not None and abs(calculado - publicado) >= 1
        assert lejos == (codigo in CONTRADICEN), codigo
    for codigo in CONTRADICEN | {"S25.1", "OP2.1"}:
        assert filas[codigo].oficial.contradiccion, codigo


def test_lo_no_calculable_dice_por_que(mapa):
    sin_partes = {f.ficha.codigo for f in mapa.filas if f.oficial and f.oficial.no_calculable}
    assert sin_partes == NO_CALCULABLES


def test_los_indicadores_de_objetivo_dan_lo_publicado_menos_el_que_se_contradice(mapa):
    avances = {f.ficha.codigo: f for o in mapa.objetivos for f in o.indicadores}
    assert float(avances["OP1.1"].porcentaje) == pytest.approx(70, abs=1)
    assert float(avances["OP2.1"].porcentaje) == pytest.approx(49, abs=1)
    assert avances["OP2.1"].oficial.cumplimiento == 100
    assert avances["OP2.2"].porcentaje == 100
    assert float(avances["OP3.1"].porcentaje) == pytest.approx(59, abs=1)


def test_los_silencios_se_cuentan_y_no_se_promedian(mapa):
    assert mapa.resumen.total == 42
    assert mapa.resumen.sin_indicador == 5
    assert {s.servicio.pk for s in mapa.servicios if s.luz == "sin_indicador"} == {
        "S01", "S08", "S09", "S14", "S35",
    }  # fmt: skip


def test_cargar_otra_vez_no_cambia_nada(mapa):
    assert informe_inicial.cargar(verificar=False)[0].nuevos == 0


def test_el_mapa_cuesta_lo_mismo_con_uno_o_con_cuarenta_reportes(mapa, django_assert_num_queries):
    periodo, usuario = mapa.periodo, secretaria("otra")
    usuario.rol  # noqa: B018 - la designación se lee una vez por pedido
    with CaptureQueriesContext(connection) as primera:
        mapa_de(periodo, usuario)
    Reporte.objects.filter(periodo=periodo).exclude(servicio_id="S04").update(estado="pendiente")
    with django_assert_num_queries(len(primera)):
        mapa_de(periodo, usuario)
