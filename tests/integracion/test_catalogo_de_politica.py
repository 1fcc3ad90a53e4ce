"""El árbol oficial: completo, sin invenciones, con todos los errores a la vez y con versiones."""

import copy
from datetime import date

import pytest

from politica import catalogo
from politica.consultas.arbol import arbol_en
from politica.models import (
    CambioCatalogo,
    Indicador,
    Lineamiento,
    Objetivo,
    Servicio,
    VersionCatalogo,
)
from trata.cuentas import catalogo as catalogo_de_cuentas
from trata.cuentas.models import Entidad

pytestmark = pytest.mark.django_db
HOY = date(2026, 11, 24)


@pytest.fixture(autouse=True)
def _arbol(db):
    catalogo_de_cuentas.cargar(verificar=False)
    catalogo.cargar(verificar=False)


def test_el_arbol_tiene_3_objetivos_19_lineamientos_y_42_servicios():
    assert Objetivo.objects.count() == 3
    assert Lineamiento.objects.count() == 19
    assert Servicio.objects.count() == 42
    assert Indicador.objects.filter(servicio__isnull=False).count() == 39
    assert (
        Indicador.objects.filter(servicio__isnull=False).values("servicio").distinct().count() == 37
    )
    assert Indicador.objects.filter(objetivo__isnull=False).count() == 4


def test_lo_que_ninguna_fuente_dice_queda_vacio():
    sin_titulo = Servicio.objects.filter(titulo="").values_list("codigo", flat=True)
    assert list(sin_titulo) == ["S08", "S09", "S14", "S35"]
    for servicio in Servicio.objects.filter(titulo=""):
        assert servicio.entidad_id is None
        assert servicio.lineamiento_id is None
    arbol = arbol_en(HOY)
    assert ("AUT04", "entidad") in arbol.huecos
    assert [p.clase for p in arbol.proveedores].count("sector") == 11
    assert [p.clase for p in arbol.proveedores].count("autonomo") == 4


def test_cada_elemento_dice_su_fuente():
    for modelo in catalogo.ELEMENTOS.values():
        assert not modelo._default_manager.filter(fuente="").exists(), modelo


def test_cargar_dos_veces_deja_lo_mismo():
    for resultado in catalogo.cargar(verificar=False) + catalogo_de_cuentas.cargar(verificar=False):
        assert (resultado.nuevos, resultado.cambiados, resultado.cerrados) == (0, 0, 0), resultado


def test_se_dicen_todos_los_errores_del_archivo_y_no_solo_el_primero():
    malo = copy.deepcopy(catalogo.leer())
    malo["servicios"][0]["lineamiento"] = "L9.9"
    malo["servicios"][1]["entidad"] = "ministerio-inventado"
    malo["servicios"][2]["indicadores"][0]["unidad"] = "kilos"
    malo["servicios"][3]["indicadores"][0]["linea_base"] = "mucho"
    malo["servicios"][4]["fuente"] = ""
    del malo["lineamientos"][18]
    texto = "\n".join(
        catalogo.errores_del_archivo(malo, Entidad.objects.values_list("pk", flat=True))
    )
    for esperado in (
        "L9.9",
        "ministerio-inventado",
        "kilos",
        "mucho",
        "no dice su fuente",
        "hay 18",
    ):
        assert esperado in texto


def test_las_entidades_malas_se_dicen_todas():
    texto = "\n".join(
        catalogo_de_cuentas.errores_de_entidades(
            [
                {"codigo": "a", "nombre": "A", "tipo": "sector", "fuente": "f"},
                {"codigo": "a", "nombre": "", "tipo": "cosa", "fuente": "f"},
                {"codigo": "b", "nombre": "B", "tipo": "organo", "fuente": "f", "sector": "zzz"},
                {"codigo": "c", "nombre": "C", "tipo": "organo", "fuente": "f"},
            ]
        )
    )
    for esperado in (
        "está 2 veces",
        "no dice «nombre»",
        "desconocido: cosa",
        "zzz",
        "a qué sector",
    ):
        assert esperado in texto


def test_una_entidad_creada_en_pantalla_sobrevive_a_otra_carga():
    Entidad.objects.create(codigo="ong-x", nombre="ONG X", tipo=Entidad.Tipo.SOCIEDAD_CIVIL)
    catalogo_de_cuentas.cargar(verificar=False)
    assert Entidad.objects.get(pk="ong-x").vigente_hasta is None


def test_la_politica_tiene_su_version_1_con_su_norma():
    version = arbol_en(HOY).version
    assert (version.numero, version.norma) == (1, "Decreto Supremo 009-2021-IN")


def test_un_periodo_pasado_se_muestra_con_el_catalogo_que_regia():
    version = VersionCatalogo.objects.create(
        numero=2, norma="RM de prueba", fecha_norma=date(2026, 7, 1), rige_desde=date(2026, 7, 2)
    )
    servicio = Servicio.objects.get(pk="S04")
    anterior, servicio.titulo = servicio.titulo, "Título nuevo"
    servicio.save()
    CambioCatalogo.objects.create(
        version_catalogo=version, clase="modifica", elemento="servicio", codigo="S04",
        campo="titulo", anterior=anterior, nuevo="Título nuevo", rige_desde=version.rige_desde,
    )  # fmt: skip
    titulos = {
        dia: next(r.servicio.titulo for r in arbol_en(dia).servicios if r.servicio.pk == "S04")
        for dia in (date(2023, 6, 30), HOY)
    }
    assert titulos == {date(2023, 6, 30): anterior, HOY: "Título nuevo"}
    catalogo.cargar(verificar=False)
    servicio.refresh_from_db()
    assert servicio.titulo == "Título nuevo", "la carga no pisa lo cambiado en pantalla"


def test_leer_el_arbol_cuesta_siempre_lo_mismo(django_assert_num_queries):
    with django_assert_num_queries(11):
        arbol = arbol_en(HOY)
    with django_assert_num_queries(0):
        assert [str(r.servicio.entidad) for r in arbol.servicios]
        assert len(arbol.fichas) == 43
