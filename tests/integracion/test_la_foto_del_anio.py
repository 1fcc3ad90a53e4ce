"""«La foto del año»: las cifras conocidas, el departamento al lado y cada figura con su archivo."""

import csv
import io
from typing import Any

import pytest
from django.test import Client

from tests.fabricas import serie_publicada as publicada
from tests.fabricas.cuentas import usuario
from trata.agregados.models import Carga, Celda
from trata.tableros.figuras.catalogo import FIGURAS
from trata.tableros.palabras import en_palabras

pytestmark = pytest.mark.django_db
CONOCIDAS = [
    ("79,6\xa0%", "426 de 535"),
    ("56,4\xa0%", "302 de 535"),
    ("73,5\xa0%", "393 de 535"),
    ("79,8\xa0%", "427 de 535"),
    ("14,6\xa0%", "78 de 535"),
    ("9,7\xa0%", "52 de 535"),
]


@pytest.fixture
def direccion(client: Client) -> Client:
    client.force_login(usuario("direccion", prefijos=("",)))
    return client


def contexto(cliente: Client, **parametros: Any) -> Any:
    respuesta = cliente.get("/", parametros)
    assert respuesta.status_code == 200
    return respuesta.context


def test_la_foto_de_2021_muestra_las_seis_cifras_del_ministerio(direccion: Client) -> None:
    tarjetas = contexto(direccion, anio=2021)["tarjetas"]
    assert [
        (t.porcentaje, t.fraccion.removesuffix(" registros PNP")) for t in tarjetas
    ] == CONOCIDAS
    html = direccion.get("/", {"anio": 2021}).content.decode()
    for porcentaje, _ in CONOCIDAS:
        assert porcentaje in html
    assert "Perú, 2021" in html
    assert "según lugar de registro" in html


def test_cusco_2021_va_al_lado_de_la_cifra_nacional(direccion: Client) -> None:
    mujeres, jovenes, *_ = contexto(direccion, anio=2021, departamento="08")["tarjetas"]
    assert (mujeres.porcentaje, mujeres.comparado_fraccion) == ("79,6\xa0%", "30 de 32")
    assert jovenes.comparado_fraccion == "19 de 32"


def test_se_dice_cuanto_es_otro(direccion: Client) -> None:
    tarjetas = {t.codigo: t for t in contexto(direccion, anio=2021)["tarjetas"]}
    assert "«Otro»: 85,4\xa0% (457)" in tarjetas["vinculo"].letra_chica
    assert "«Otro»: 90,3\xa0% (483)" in tarjetas["denunciante"].letra_chica
    assert any("Trabajos y servicios forzados" in x for x in tarjetas["sexual_laboral"].letra_chica)


def test_sin_parametros_se_ve_el_ultimo_anio_completo(direccion: Client) -> None:
    assert contexto(direccion)["pedido"].corte.anio == 2024


def test_un_anio_incompleto_se_marca(direccion: Client) -> None:
    html = direccion.get("/", {"anio": 2025}).content.decode()
    assert "Año incompleto" in html
    assert "2025 (enero a setiembre)" in html


def test_2017_no_inventa_edades(direccion: Client) -> None:
    tarjetas = {t.codigo: t for t in contexto(direccion, anio=2017)["tarjetas"]}
    assert tarjetas["jovenes"].porcentaje == "Sin dato"
    assert tarjetas["mujeres"].porcentaje != "Sin dato"


@pytest.mark.parametrize("malo", [{"anio": "1999"}, {"departamento": "99"}, {"medida": "x"}])
def test_un_filtro_inventado_no_rompe_la_pagina(direccion: Client, malo: dict[str, str]) -> None:
    assert direccion.get("/", malo).status_code == 200


@pytest.mark.parametrize("clave", sorted(FIGURAS))
def test_cada_figura_se_abre_sola_y_se_descarga(direccion: Client, clave: str) -> None:
    consulta = {"anio": 2021, "departamento": "08"}
    assert direccion.get(f"/figura/{clave}/", consulta).status_code == 200
    for formato, firma in (("csv", b"\xef\xbb\xbf"), ("xlsx", b"PK"), ("svg", b"<svg")):
        respuesta = direccion.get(f"/figura/{clave}.{formato}", consulta)
        assert respuesta.status_code == 200
        assert respuesta.content.startswith(firma)
        assert f"trata-{clave}-08-2021.{formato}" in respuesta["Content-Disposition"]


def test_el_csv_de_finalidad_dice_lo_mismo_que_una_lectura_independiente(
    direccion: Client,
) -> None:
    contenido = direccion.get("/figura/fin.csv", {"anio": 2021}).content.decode("utf-8-sig")
    filas = {f[0]: int(f[1]) for f in list(csv.reader(io.StringIO(contenido)))[1:]}
    assert filas["Explotación sexual"] == publicada.suma(items=["F1_EXPLOTACION SEXUAL"], anio=2021)
    assert sum(filas.values()) == 535


def test_el_mapa_suma_el_pais(direccion: Client) -> None:
    contenido = direccion.get("/figura/mapa.csv", {"anio": 2021}).content.decode("utf-8-sig")
    filas = list(csv.DictReader(io.StringIO(contenido)))
    assert len(filas) == 25
    assert sum(int(list(f.values())[1]) for f in filas) == 535


def test_una_figura_o_un_formato_inventado_responde_404(direccion: Client) -> None:
    assert direccion.get("/figura/nada/").status_code == 404
    assert direccion.get("/figura/fin.exe").status_code == 404


def test_un_coordinador_de_cusco_empieza_en_su_departamento(client: Client) -> None:
    client.force_login(usuario("coordinador_regional", prefijos=("08",)))
    assert contexto(client)["pedido"].lugar == "Cusco"
    assert contexto(client, departamento="")["pedido"].lugar == "Perú"


def test_sin_entrar_no_se_ve_nada(client: Client) -> None:
    assert client.get("/").status_code == 302


def test_quien_no_ve_tableros_no_los_ve(client: Client) -> None:
    client.force_login(usuario("auditor", prefijos=("",)))
    respuesta = client.get("/")
    assert respuesta.status_code in (302, 403)
    assert client.get("/figura/fin/").status_code == 403


def test_sin_serie_cargada_la_pagina_lo_dice(direccion: Client) -> None:
    Celda.objects.filter(fuente=1).delete()
    Carga.objects.all().delete()
    assert "Todavía no hay ninguna carga" in direccion.get("/").content.decode()


def test_la_foto_hace_las_mismas_consultas_para_el_pais_y_para_lima(
    direccion: Client, django_assert_max_num_queries: Any
) -> None:
    for departamento in ("", "15"):
        with django_assert_max_num_queries(24):
            direccion.get("/", {"anio": 2021, "departamento": departamento})


@pytest.mark.parametrize(
    ("n", "de", "dicho"),
    [
        (426, 535, "ocho de cada diez"),
        (302, 535, "más de la mitad"),
        (0, 10, "ninguno"),
        (10, 10, "todos"),
        (1, 3, "uno de cada tres"),
        (1, 0, ""),
        (3, 2, ""),
        (29, 30, "casi todos"),
    ],
)
def test_una_proporcion_se_dice_con_palabras(n: int, de: int, dicho: str) -> None:
    assert en_palabras(n, de) == dicho
