"""Ningún formulario del registro cae con lo que escriba una persona (o quien no lo es)."""

import os
from uuid import uuid4

import pytest
from django.test import Client
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from casos.ficha import PARTES, POR_CODIGO
from casos.forms.ficha import form_de_parte, form_de_seccion
from casos.models import Asignacion
from tests.fabricas.casos import crear_caso, crear_usuario

pytestmark = [pytest.mark.django_db, pytest.mark.lenta]
TERRIBLES = st.sampled_from(
    [
        "",
        " ",
        "x" * 20_000,
        "\x00",
        "a\x00b",
        "\x07\x1b[31m",
        "😀👩‍👧‍👦",
        "مرحبا \u202egnirts",
        "<script>alert(1)</script>",
        "' OR 1=1; DROP TABLE casos_caso; --",
        "%s %(x)s {x} {{x}} {% x %}",
        "1",
        "9999",
        "0001",
        "-1",
        "1e309",
        "٣",
        "²",
        "NaN",
        "99999999999999999999",
        "31",
        "13",
        "08",
        "080101",
        "999999",
        str(uuid4()),
        "si",
        "otro",
        "mujer",
        "no_existe",
        "\ud800".encode("utf-8", "surrogatepass").decode("utf-8", "replace"),
    ]
)
LO_QUE_SEA = st.one_of(TERRIBLES, st.text(max_size=40))
AJUSTES = settings(
    max_examples=int(os.environ.get("EJEMPLOS_DE_FUZZ", "4")),
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)


def nombres(clase, caso=None):
    """Los nombres con que el navegador envía cada campo."""
    form = clase(**({"caso": caso} if caso is not None else {}))
    salida = []
    for campo in form:
        widget = campo.field.widget
        sufijos = getattr(widget, "widgets_names", None)
        salida += [f"{campo.html_name}{s}" for s in sufijos] if sufijos else [campo.html_name]
    return salida


@pytest.fixture
def ana():
    return crear_usuario("ana", "analista", "")


@pytest.fixture
def cliente(ana):
    cliente = Client(raise_request_exception=False)
    cliente.force_login(ana)
    return cliente


@pytest.fixture
def caso(ana):
    caso = crear_caso(registro="080101", estado="borrador")
    Asignacion.objects.create(caso=caso, usuario=ana)
    return caso


def responde(respuesta):
    assert respuesta.status_code in {200, 302, 400, 404, 409, 422}, respuesta.status_code
    texto = respuesta.content.decode()
    assert "<script>alert(1)</script>" not in texto


@pytest.mark.parametrize("codigo", sorted(PARTES))
@AJUSTES
@given(datos=st.data())
def test_ninguna_parte_cae(codigo, datos, cliente, caso):
    campos = nombres(form_de_parte(codigo), caso)
    cuerpo = datos.draw(st.dictionaries(st.sampled_from(campos), LO_QUE_SEA, max_size=len(campos)))
    extras = {"version": datos.draw(LO_QUE_SEA), "marca": datos.draw(LO_QUE_SEA)}
    responde(cliente.post(f"/casos/{caso.uuid}/{codigo}/nueva/", cuerpo | extras))


@pytest.mark.parametrize("codigo", [c for c, s in POR_CODIGO.items() if s.grupos])
@AJUSTES
@given(datos=st.data())
def test_ninguna_seccion_cae(codigo, datos, cliente, caso):
    campos = nombres(form_de_seccion(codigo))
    cuerpo = datos.draw(st.dictionaries(st.sampled_from(campos), LO_QUE_SEA, max_size=len(campos)))
    responde(cliente.post(f"/casos/{caso.uuid}/seccion/{codigo}/", cuerpo | {"version": "1"}))


FILTROS = ("texto", "departamento", "rol", "desde", "hasta", "estado", "materia", "fuente")
MAS_FILTROS = ("entidad", "finalidad", "sexo", "grupo_edad", "vencidos", "orden", "despues", "col")


@AJUSTES
@given(consulta=st.dictionaries(st.sampled_from(FILTROS + MAS_FILTROS), LO_QUE_SEA))
def test_la_lista_no_cae(consulta, cliente, caso):
    responde(cliente.get("/casos/", consulta))


@AJUSTES
@given(
    consulta=st.dictionaries(
        st.sampled_from(
            ("numero", "tipo", "institucion", "fecha_dia", "fecha_mes", "fecha_anio")
            + ("ubigeo_departamento", "ubigeo_provincia", "ubigeo_distrito")
        ),
        LO_QUE_SEA,
    )
)
def test_buscar_antes_y_registrar_no_caen(consulta, cliente):
    responde(cliente.get("/casos/nuevo/", consulta))
    responde(cliente.post("/casos/nuevo/registrar/", consulta))


@AJUSTES
@given(cuerpo=st.dictionaries(st.text(max_size=20), LO_QUE_SEA, max_size=6))
def test_el_borrador_no_cae(cuerpo, cliente, caso):
    responde(cliente.post(f"/casos/borrador/?de=/casos/{caso.uuid}/victima/nueva/", cuerpo))
    responde(cliente.get(f"/casos/{caso.uuid}/victima/nueva/"))


@AJUSTES
@given(datos=st.data())
def test_los_verbos_no_caen(datos, cliente, caso):
    for ruta in ("enviar", "anular"):
        cuerpo = {c: datos.draw(LO_QUE_SEA) for c in ("version", "motivo")}
        if ruta == "anular":
            cuerpo["motivo"] = ""
        responde(cliente.post(f"/casos/{caso.uuid}/{ruta}/", cuerpo))
    responde(
        cliente.post(
            "/casos/busquedas/",
            {"nombre": datos.draw(LO_QUE_SEA), "consulta": datos.draw(LO_QUE_SEA)},
        )
    )


@pytest.fixture
def como_dario():
    cliente = Client(raise_request_exception=False)
    cliente.force_login(crear_usuario("dario", "direccion", ""))
    return cliente


@AJUSTES
@given(datos=st.data())
def test_quien_valida_asigna_o_anula_escribe_lo_que_sea_y_nada_cae(datos, como_dario, caso):
    """Validar, observar, asignar, quitar, relevar, abrir, anular, en bloque y «abrir el otro»."""
    enviado = crear_caso(registro="080101", estado="enviado")
    base, lo = f"/casos/{enviado.uuid}", f"/casos/{caso.uuid}"
    for ruta, campos in (
        (f"{base}/validar/", ("version", "observar", "en_1", "texto_1", "en_2", "texto_2")),
        (f"{base}/validar/", ("version", "comprobado", "aprobar")),
        (f"{lo}/asignar/", ("persona", "responsable", "motivo", "aunque_no_lo_vea")),
        (f"{lo}/asignar/", ("quitar", "motivo")),
        (f"{lo}/abrir/", ("motivo",)),
        ("/casos/relevo/", ("sale", "entra", "motivo")),
        ("/casos/colas/aprobar/", ("caso", "seguro")),
        ("/casos/otro/", ("dimension", "elegida", "clave-1", "categoria-1", "solo")),
        ("/casos/asignar/", ("caso", "todos", "texto", "persona", "responsable", "motivo")),
        (f"{base}/anular/", ("version", "motivo")),
    ):
        cuerpo = {c: datos.draw(LO_QUE_SEA, label=c) for c in campos}
        if "anular" in ruta and cuerpo["motivo"].strip():
            continue  # anularía el caso: de eso ya hay otra prueba
        responde(como_dario.post(ruta, cuerpo))
    dimension = datos.draw(LO_QUE_SEA)
    responde(como_dario.get("/casos/otro/", {"dimension": dimension}))
    responde(
        como_dario.get("/casos/colas/", {c: datos.draw(LO_QUE_SEA) for c in ("cola", "antes")})
    )


@AJUSTES
@given(datos=st.data())
def test_quien_registra_edita_retira_atiende_y_resuelve_conflictos_sin_que_nada_caiga(
    datos, cliente, caso
):
    victima = caso.victimas.get()
    observacion = caso.observaciones.create(seccion="victimas", texto="x")
    base = f"/casos/{caso.uuid}"
    campos = nombres(form_de_parte("victima"), caso)
    cuerpo = datos.draw(st.dictionaries(st.sampled_from(campos), LO_QUE_SEA, max_size=20))
    elige = {f"elige-{c}": datos.draw(LO_QUE_SEA) for c in list(cuerpo)[:3]}
    responde(cliente.post(f"{base}/victima/{victima.uuid}/", cuerpo | elige | {"version": "0"}))
    responde(cliente.post(f"{base}/victima/{victima.uuid}/retirar/", {"motivo": "\x00"}))
    responde(cliente.post(f"{base}/observaciones/{observacion.uuid}/atender/"))
    responde(cliente.post("/casos/colas/enviar/", {"caso": datos.draw(LO_QUE_SEA)}))
    responde(
        cliente.get(
            "/casos/ubigeo/", {"campo": "ubigeo", "ubigeo_provincia": datos.draw(LO_QUE_SEA)}
        )
    )
    assert caso.victimas.vigentes().count() == 1


@pytest.mark.parametrize("version", ["¹", "٣", "9" * 5000, "-1", "1e9"])
def test_una_version_que_no_es_un_numero_no_cae(version, cliente, caso):
    for ruta in ("enviar/", "seccion/denuncia/", "anular/"):
        responde(cliente.post(f"/casos/{caso.uuid}/{ruta}", {"version": version, "motivo": ""}))


def test_el_doble_clic_el_boton_atras_y_dos_pestanas_no_doblan_ni_pierden(cliente, caso):
    """La misma marca dos veces no dobla; «atrás» la reenvía; la pestaña vieja ve el conflicto."""
    ruta = f"/casos/{caso.uuid}/implicado/nueva/"
    marca = {"marca": str(uuid4()), "condicion": "investigado", "sexo": "hombre"}
    primera = cliente.post(ruta, marca)
    assert cliente.post(ruta, marca).url == primera.url
    assert cliente.post(ruta, marca | {"sexo": "mujer"}).url == primera.url
    assert caso.implicados.count() == 1
    seccion = f"/casos/{caso.uuid}/seccion/denuncia/"
    assert cliente.post(seccion, {"version": 1, "dependencia": "pestaña 1"}).status_code == 302
    vieja = cliente.post(seccion, {"version": 1, "dependencia": "pestaña 2"})
    assert vieja.status_code == 409
    assert "pestaña 1" in vieja.content.decode()
    assert "pestaña 2" in vieja.content.decode()
