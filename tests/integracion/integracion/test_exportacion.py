"""Exportar: exactamente lo filtrado, dentro del ámbito, sin identidades y sin fórmulas."""

import csv
import io
import json
import subprocess
import sys

import pytest
from django.http import QueryDict
from django.urls import reverse
from openpyxl import load_workbook

from casos.consultas import casos_de
from casos.filtros import CasoFilterSet
from casos.identidad import cuotas
from casos.models import Asignacion, Caso, Implicado, Migrante, Victima, VictimaEstado
from casos.sintetico.demostracion import cargar as cargar_registro
from casos.vocabulario import vocabulario
from tests.fabricas.casos import crear_caso
from tests.fabricas.identidad import con_identidad
from trata.auditoria.models import Acceso
from trata.comun.errores import ErrorDeDominio, SinPermisoError
from trata.cuentas.models import Designacion
from trata.integracion import escritores, exportacion, htcds
from trata.integracion.exportacion_masiva import pedir_exportacion
from trata.integracion.hojas import HOJAS, VICTIMAS
from trata.trabajos import encargos
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
    for formato in ("csv", "xlsx", "json"):
        archivo = tmp_path / f"salida.{formato}"
        escribir = exportacion.FORMATOS[formato].escribir
        filas = exportacion.filas_de(casos, "F")
        assert escribir(filas, archivo, {"Folio": "F"}, VICTIMAS.columnas) == victimas
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


@pytest.mark.parametrize(
    "valor",
    ["=1+1", "+51", "-5", "@x", "\tx", "＝1", "\ufeff=1", "\u200b@x", "\n=cmd|' /C calc'!A0"],
)
def test_un_texto_que_parece_formula_no_lo_es(valor, tmp_path):
    destino = tmp_path / "x"
    escritores.a_csv([[valor]], destino, {}, ["a"])
    texto = destino.read_text(encoding="utf-8-sig").split("\n", 1)[1]
    assert texto.startswith("\"'")
    escritores.a_xlsx([[valor]], destino, {"Folio": valor}, ["a"])
    celda = load_workbook(destino.rename(tmp_path / "x.xlsx"))["Víctimas"].cell(2, 1)
    assert celda.data_type == "s"


def test_ninguna_columna_es_de_identidad():
    todas = {c for hoja in HOJAS.values() for c in hoja.columnas}
    assert not {c for c in todas if "nombre" in c or "documento" in c or "ocupacion" in c}


def test_ana_pide_y_carmen_no_puede(ana, carmen, client):
    url = reverse("integracion:exportar")
    client.force_login(carmen)
    assert client.post(url, {"formato": "csv"}).status_code == 403
    client.force_login(ana)
    respuesta = client.post(url, {"formato": "csv", "consulta": ""})
    trabajo = Trabajo.objects.get(tipo="integracion.exportar_casos")
    assert respuesta.url == reverse("trabajos:detalle", kwargs={"uuid": trabajo.uuid})
    assert client.post(url, {"formato": "exe"}).status_code == 422
    invalido = client.post(url, {"formato": "csv", "consulta": "sexo=%00"})
    assert invalido.url == reverse("casos:lista")
    assert Trabajo.objects.filter(tipo="integracion.exportar_casos").count() == 1


def exportar(client, quien, **datos):
    """Pide una exportación por la pantalla, la corre y devuelve el trabajo."""
    client.force_login(quien)
    respuesta = client.post(reverse("integracion:exportar"), {"consulta": "", **datos})
    assert respuesta.status_code == 302, respuesta.content.decode()[-3000:]
    trabajo = Trabajo.objects.filter(tipo="integracion.exportar_casos").latest("pk")
    encargos.ejecutar(trabajo.pk)
    trabajo.refresh_from_db()
    assert trabajo.estado == "terminado", trabajo.error
    return trabajo


def contenido_de(trabajo):
    return b"".join(trabajo.contenido())


def de_cusco(ana, **victima):
    caso = crear_caso(registro="080101", victima={"sexo": "mujer", "edad": 25} | victima)
    Asignacion.objects.create(caso=caso, usuario=ana, es_responsable=True)
    return caso


def test_la_pagina_dice_cuanto_sale_y_la_lista_lleva_su_filtro(ana, client):
    de_cusco(ana)
    crear_caso(registro="160101")
    client.force_login(ana)
    assert "/exportar/?sexo=mujer" in client.get("/casos/?sexo=mujer").content.decode()
    pagina = client.get(reverse("integracion:exportar"), {"sexo": "mujer"})
    assert pagina.context["n_casos"] == 1
    assert [(h.codigo, n) for h, n in pagina.context["hojas"]] == [
        *(("victimas", 1), ("implicados", 0), ("migrantes", 0))
    ]
    ninguno = client.get(reverse("integracion:exportar"), {"sexo": "hombre"})
    assert ninguno.context["n_casos"] == 0


def test_lo_exportado_vence_lleva_folio_y_queda_anotado(ana, client):
    de_cusco(ana)
    trabajo = exportar(client, ana, formato="xlsx")
    assert trabajo.vence_en is not None
    acceso = Acceso.objects.get(objeto_id=str(trabajo.uuid))
    assert acceso.usuario == ana
    assert "victima_sexo" in acceso.campos
    libro = load_workbook(io.BytesIO(contenido_de(trabajo)))
    ficha = dict(libro["Ficha"].values)
    assert ficha["Folio"] in trabajo.archivo_nombre
    assert libro["Víctimas"].cell(2, len(VICTIMAS.columnas)).value == ficha["Folio"]
    assert ficha["Folio"] in libro["Víctimas"].oddFooter.center.text
    respuesta = client.get(f"/trabajos/{trabajo.uuid}/archivo/")
    assert respuesta.status_code == 200
    assert b"".join(respuesta.streaming_content)
    assert Acceso.objects.filter(objeto_id=str(trabajo.uuid)).count() == 2


def test_implicados_y_migrantes_salen_por_el_mismo_camino_y_dentro_del_ambito(ana, client):
    for registro in ("080101", "160101"):
        caso = crear_caso(registro=registro, victima={"sexo": "mujer"})
        for n, modelo in enumerate((Implicado, Migrante)):
            modelo.objects.create(
                caso=caso, numero=1, seudonimo=f"{caso.codigo}-{n}", sexo="hombre", edad=30
            )
    Implicado.objects.update(participaciones=["captador", "transportista"])
    Migrante.objects.update(pais_de_origen="ve", peligros=["=cmd"])
    casos = {}
    for hoja in HOJAS.values():
        trabajo = exportar(client, ana, formato="csv", hoja=hoja.codigo)
        texto = contenido_de(trabajo).decode("utf-8-sig")
        filas = list(csv.DictReader(io.StringIO(texto)))
        assert tuple(filas[0]) == hoja.columnas
        casos[hoja.codigo] = [f["caso_codigo"] for f in filas]
        assert [f["caso_ubigeo_de_registro"] for f in filas] == ["080101"]
        assert Acceso.objects.get(objeto_id=str(trabajo.uuid)).campos == list(hoja.columnas)
        if hoja.codigo == "implicados":
            assert filas[0]["implicado_participaciones"] == "captador, transportista"
        if hoja.codigo == "migrantes":
            assert filas[0]["migrante_peligros"] == "'=cmd"
        libro = contenido_de(exportar(client, ana, formato="xlsx", hoja=hoja.codigo))
        assert load_workbook(io.BytesIO(libro))[hoja.nombre].max_row == 2
        datos = json.loads(contenido_de(exportar(client, ana, formato="json", hoja=hoja.codigo)))
        assert len(datos[hoja.codigo]) == 1
    assert casos["victimas"] == casos["implicados"] == casos["migrantes"]


@pytest.mark.parametrize(
    ("datos", "campo"),
    [
        ({"hoja": "implicados", "formato": "htcds"}, "formato"),
        ({"hoja": "migrantes", "formato": "csv", "identidades": "on"}, "identidades"),
        ({"hoja": "nadie", "formato": "csv"}, "hoja"),
    ],
)
def test_lo_que_una_hoja_no_lleva_se_dice_y_no_se_encarga(ana, client, datos, campo):
    client.force_login(ana)
    respuesta = client.post(reverse("integracion:exportar"), {"motivo": "Prueba", **datos})
    assert respuesta.status_code == 422
    assert campo in respuesta.context["form"].errors
    assert not Trabajo.objects.filter(tipo="integracion.exportar_casos").exists()


@pytest.mark.parametrize(
    ("datos", "codigo"),
    [
        ({"formato": "csv", "hoja": "implicados", "identidades": True}, "sin_identidad"),
        ({"formato": "htcds", "hoja": "migrantes"}, "solo_victimas"),
        ({"formato": "csv", "hoja": "nadie"}, "hoja_desconocida"),
    ],
)
def test_lo_que_una_hoja_no_lleva_tampoco_se_encarga_sin_pantalla(ana, datos, codigo):
    with pytest.raises(ErrorDeDominio) as error:
        pedir_exportacion(consulta="", motivo="Prueba", por=ana, **datos)
    assert error.value.codigo == codigo
    assert not Trabajo.objects.filter(tipo="integracion.exportar_casos").exists()


def test_exporta_quien_puede_al_pedir_y_al_hacerse(ana, carmen, client):
    with pytest.raises(SinPermisoError):
        pedir_exportacion(consulta="", formato="csv", por=carmen)
    with pytest.raises(ErrorDeDominio) as error:
        pedir_exportacion(consulta="", formato="exe", por=ana)
    assert error.value.codigo == "formato_desconocido"
    trabajo = pedir_exportacion(consulta="", formato="csv", por=ana)
    Designacion.objects.filter(usuario=ana).update(rol="enlace_institucional")
    encargos.ejecutar(trabajo.pk)
    trabajo.refresh_from_db()
    assert trabajo.estado == "fallido"
    assert not trabajo.archivo_nombre


def test_sin_motivo_o_sin_permiso_no_salen_identidades(ana, todos, client):
    con_identidad(de_cusco(ana), ana)
    client.force_login(ana)
    url = reverse("integracion:exportar")
    sin_motivo = client.post(url, {"formato": "csv", "identidades": "1"})
    assert sin_motivo.status_code == 422
    htcds_con = client.post(url, {"formato": "htcds", "identidades": "1", "motivo": "a" * 30})
    assert htcds_con.status_code == 422
    dario = todos["dario"]
    client.force_login(dario)
    assert "Incluir las identidades" not in client.get(url).content.decode()
    trabajo = exportar(
        client, dario, formato="csv", identidades="1", motivo="Quiero verlas todas ya"
    )
    assert "identidad_nombres" not in contenido_de(trabajo).decode("utf-8-sig")


def test_con_motivo_salen_las_de_sus_casos_y_nunca_el_nombre_de_una_nina(ana, todos, client):
    adulta = con_identidad(de_cusco(ana), ana)
    nina = con_identidad(de_cusco(ana, edad=12, grupo_edad="12-17"), ana)
    ajeno = de_cusco(ana)
    ajena = con_identidad(ajeno, ana)
    Asignacion.objects.filter(caso=ajeno).update(usuario=todos["nora"])
    trabajo = exportar(
        client, ana, formato="csv", identidades="1", motivo="Oficio 123 del MP sobre estos casos"
    )
    filas = list(csv.DictReader(contenido_de(trabajo).decode("utf-8-sig").splitlines()))
    por_codigo = {f["victima_seudonimo"]: f for f in filas}
    assert por_codigo[adulta.victima.seudonimo]["identidad_nombres"]
    assert por_codigo[nina.victima.seudonimo]["identidad_nombres"] == exportacion.RESERVADA
    assert por_codigo[ajena.victima.seudonimo]["identidad_nombres"] == exportacion.EN_CASOS_AJENOS
    leidas = Acceso.objects.filter(objeto_tipo="casos.identidad", resultado="mostrado")
    assert leidas.filter(motivo__contains="Oficio 123").count() == 2
    assert "Confidencial" not in json.dumps(filas[0])


def test_no_se_exportan_mas_identidades_que_el_tope_del_dia(ana, client, monkeypatch):
    monkeypatch.setattr(cuotas, "LECTURAS_POR_DIA", 1)
    for _ in range(2):
        con_identidad(de_cusco(ana), ana)
    client.force_login(ana)
    respuesta = client.post(
        reverse("integracion:exportar"),
        {"formato": "csv", "identidades": "1", "motivo": "Oficio 123 del MP"},
    )
    assert respuesta.status_code == 422
    assert "te quedan 1 lecturas" in respuesta.content.decode()


# --- HTCDS ----------------------------------------------------------------------------------------
def test_htcds_sale_con_la_forma_del_estandar_y_sin_quien_no_comparte(ana, client):
    caso = de_cusco(ana, finalidad="explotacion_laboral", lugar_explotacion="chacra",
                    controles=["deuda"], captacion="redes_sociales", nacionalidad="ve",
                    lengua="quechua", estado="identificada")  # fmt: skip
    victima = caso.victimas.get()
    VictimaEstado.objects.create(
        caso=caso, victima=victima, estado="identificada", fecha=caso.fecha_de_registro,
        organo="fiscalia", sustento="Disp. 1", registrado_por=ana,
    )  # fmt: skip
    de_cusco(ana, consiente_compartir="no")
    de_cusco(ana, consiente_compartir="retirado")
    Caso.objects.filter(pk=de_cusco(ana).pk).update(materia="tim")
    trabajo = exportar(client, ana, formato="htcds")
    documento = json.loads(contenido_de(trabajo))
    assert (documento["estandar"], documento["version"]) == ("HTCDS", "2.0")
    (registro,) = documento["registros"]
    assert registro["vic_TypeOfExploitation"] == ["ForcedLabour"]
    assert registro["vic_ForcedLabourIndustry"] == "A_AgricultureForestryAndFishing"
    assert registro["vic_MethodsOfControl"] == ["DebtBondage"]
    assert registro["vic_MethodOfRecruitment"] == ["ThroughOnlineSocialNetworks"]
    assert registro["vic_TraffickingStatus"] == "ActualVictimOfTrafficking"
    assert registro["vic_TraffickingStatusDecisionMakingOrg"] == "CourtOrProsecution"
    assert (registro["prs_Citizenship"], registro["prs_PrimaryLanguage"]) == (["VE"], "que")
    assert not [c for c in registro if "Name" in c or "Birth" in c]
    assert htcds.faltas_de(registro) == []
    assert trabajo.resumen["sin exportar (no comparten o no es trata)"] == 3


@pytest.mark.lenta
def test_todo_el_registro_cumple_el_estandar(registro):
    casos = exportacion.casos_filtrados("", registro["nora"])
    dichos = list(exportacion.registros_htcds(casos))
    assert [f for d in dichos for f in htcds.faltas_de(d)] == []
    assert len(dichos) > 100


def test_la_equivalencia_sale_de_los_vocabularios_y_cae_en_las_listas():
    listas = htcds.crudo()["listas"]
    for campo in htcds.campos():
        if campo.nombre in listas:
            fuera = set(campo.valores.values()) - set(listas[campo.nombre])
            assert not fuera, campo.nombre
        for origen in ("captacion", "finalidad", "vinculo", "educacion", "lengua", "organo",
                       "lugar_explotacion", "estado_victima"):  # fmt: skip
            if campo.de == origen:
                codigos = {c.codigo for c in vocabulario(origen).categorias}
                assert set(campo.valores) <= codigos, (campo.nombre, set(campo.valores) - codigos)


@pytest.mark.parametrize(
    ("registro", "dice"),
    [
        ({"vic_Inventado": 1}, "no es del estándar"),
        ({"prs_Gender": "Mujer"}, "no está"),
        ({"vic_MethodsOfControl": "Other"}, "debe ser una lista"),
        ({"prs_Citizenship": ["Perú"]}, "no es un país"),
    ],
)
def test_la_validacion_de_htcds_puede_fallar(registro, dice):
    assert dice in htcds.faltas_de(registro)[0]


# --- Cien mil filas -------------------------------------------------------------------------------
ESCRIBIR_MUCHO = """
import resource, sys
from pathlib import Path
from trata.integracion.escritores import {funcion} as escribir
columnas = [f"c{{i}}" for i in range(10)]
def filas(n):
    for i in range(n):
        yield [i, *(f"valor {{i}} {{j}}" for j in range(9))]
escribir(filas(2000), Path(sys.argv[1]), {{}}, columnas)
antes = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
n = escribir(filas(100_000), Path(sys.argv[1]), {{"Folio": "F"}}, columnas)
print(n, resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - antes)
"""


@pytest.mark.parametrize("funcion", ["a_csv", "a_json", "a_xlsx"])
def test_cien_mil_filas_no_ocupan_mas_memoria_que_dos_mil(funcion, tmp_path):
    programa = ESCRIBIR_MUCHO.format(funcion=funcion)
    salida = subprocess.run(
        [sys.executable, "-c", programa, str(tmp_path / "x")],
        capture_output=True, text=True, check=True,
    ).stdout.split()  # fmt: skip
    assert int(salida[0]) == 100_000
    assert int(salida[1]) < 20_000  # KB
