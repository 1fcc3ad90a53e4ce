"""Entradas malas: un mensaje claro en su sitio y nunca un documento corrupto."""

import io
import os
import zipfile

import pytest
from django.urls import reverse
from docx import Document as abrir_docx
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from openpyxl import load_workbook
from pptx import Presentation
from pypdf import PdfReader

from trata.informes.contexto import Contexto
from trata.informes.documento import (
    Borrador,
    Cifra,
    Cifras,
    Cuadro,
    Documento,
    Imagen,
    Lista,
    Nota,
    Parrafo,
    Pregunta,
    Seccion,
    SerieNativa,
    Titulo,
    a_datos,
    de_datos,
)
from trata.informes.escritores import FORMATOS
from trata.informes.revision import es_dibujo, figuras_rotas
from trata.informes.tipos import TIPOS, componer

FEOS = ["a & b < c > \"d\" 'e'", "=1+1", "@SUMA(A1)", "#strong[x] $x$ \\ *y* _z_", "</w:t><b>",
        "😀 עברית 漢字", "x" * 4000, "palabra " * 900, "a\x00b\x0bc\ud800d", "{{ campo }}",
        "línea\nlínea\r\n\tlínea", "", " ", "-" * 40, "]]>", "&#0;", "%s{0}"]  # fmt: skip
texto = st.one_of(st.sampled_from(FEOS), st.text(max_size=60))
SVG = '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 60 40"><rect width="6"/></svg>'
dibujos = st.sampled_from(
    [SVG, "", "no es una imagen", "\x89PNG\r\n\x1a\n", "<svg viewBox='x'>", SVG[:-6],
     '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 0 0"></svg>',
     f'<!DOCTYPE svg [<!ENTITY a "b">]>{SVG}'],
)  # fmt: skip


@st.composite
def cuadros(draw):
    columnas = draw(st.integers(1, 9))
    fila = st.tuples(*[texto] * columnas)
    filas = tuple(draw(st.lists(fila, max_size=4)))
    return Cuadro(draw(texto), draw(fila), filas, nota=draw(texto))


@st.composite
def imagenes(draw):
    series = (SerieNativa(draw(texto), (1.0, None, 3.5)),) if draw(st.booleans()) else ()
    return Imagen(draw(texto), draw(texto), draw(dibujos), draw(cuadros()),
                  descripcion=draw(texto), nativo="barras" if series else "",
                  categorias=("a", draw(texto), "c") if series else (), series=series)  # fmt: skip


bloques = st.one_of(
    st.builds(Titulo, texto),
    st.builds(Parrafo, texto),
    st.builds(Nota, texto),
    st.builds(Lista, st.tuples(texto, texto)),
    st.builds(Borrador, st.tuples(texto)),
    st.builds(Pregunta, texto, texto, st.tuples(texto), st.just("1")),
    st.builds(Cifras, st.tuples(st.builds(Cifra, st.just("a.b.pct"), texto, texto, texto))),
    cuadros(),
    imagenes(),
)
documentos = st.builds(
    Documento,
    texto,
    texto,
    texto,
    st.lists(bloques, max_size=5).map(lambda b: (Seccion("a", "Sección", tuple(b)),)),
    folio=texto,
    forma=st.sampled_from(["informe", "ficha", "carpeta"]),
)


@settings(
    max_examples=int(os.environ.get("EJEMPLOS_DE_FUZZ", "12")),
    deadline=None,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large],
)
@given(documentos)
def test_ningun_documento_sale_corrupto(documento):
    assert de_datos(a_datos(documento)) == documento
    escritos = {f: FORMATOS[f].escribir(documento) for f in FORMATOS}
    assert len(PdfReader(io.BytesIO(escritos["pdf"])).pages) >= 1
    for formato in ("docx", "xlsx", "pptx"):
        assert zipfile.ZipFile(io.BytesIO(escritos[formato])).testzip() is None
    abrir_docx(io.BytesIO(escritos["docx"]))
    Presentation(io.BytesIO(escritos["pptx"]))
    libro = load_workbook(io.BytesIO(escritos["xlsx"]))
    assert all(c.data_type != "f" for hoja in libro for fila in hoja.rows for c in fila)
    assert b"<script" not in escritos["html"].lower()
    rotas = figuras_rotas(documento)
    if rotas:
        assert "No se pudo dibujar" in escritos["html"].decode()


@pytest.mark.parametrize("roto", ["no es una imagen", "<svg viewBox='x'>", SVG[:-6]])
def test_una_imagen_que_no_lo_es_se_dice_con_su_sitio(roto):
    assert es_dibujo(SVG)
    assert not es_dibujo(roto)
    imagen = Imagen("Evolución", "sub", roto, Cuadro("Datos", ("Año",), (("2021",),)))
    documento = Documento("t", "s", "hoy", (Seccion("a", "Situación", (imagen,)),))
    assert figuras_rotas(documento) == ["Evolución (sección «Situación»)"]
    for formato in ("html", "docx"):
        datos = FORMATOS[formato].escribir(documento)
        leido = datos.decode() if formato == "html" else " ".join(
            p.text for p in abrir_docx(io.BytesIO(datos)).paragraphs
        )  # fmt: skip
        assert "No se pudo dibujar «Evolución», en la sección «Situación»" in leido


@pytest.mark.django_db
@pytest.mark.parametrize("codigo", ["boletin", "carpeta", "glotip"])
def test_un_anio_sin_datos_lo_dice_en_todos_los_formatos(dario, codigo):
    documento = componer(TIPOS[codigo], Contexto(2005, dario))
    for formato in FORMATOS.values():
        assert formato.escribir(documento)
    dicho = FORMATOS["html"].escribir(documento).decode()
    assert "no tiene datos de 2005" in dicho
    assert not [c for c in documento.cifras() if c.startswith("pais.")]


@pytest.mark.django_db
def test_un_semestre_que_la_fuente_publica_sin_meses_se_explica(dario):
    documento = componer(TIPOS["boletin"], Contexto(2023, dario, semestre=1))
    assert "publica 2023 sin meses" in FORMATOS["html"].escribir(documento).decode()


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("datos", "campo", "dicho"),
    [
        ({"tipo": "ficha-regional", "anio": "2021", "espacio": "999999"}, "espacio", "Elige"),
        ({"tipo": "ficha-regional", "anio": "2021"}, "espacio", "Elige la región"),
        ({"tipo": "anual", "anio": "2021"}, "periodo", "Elige el periodo"),
        ({"tipo": "glotip", "anio": "1492"}, "anio", "2000"),
        ({"tipo": "carpeta", "anio": "2021", "semestre": "1"}, "semestre", "Sólo el boletín"),
        ({"tipo": "no-existe", "anio": "2021"}, "tipo", "Elige"),
    ],
)
def test_un_pedido_malo_se_rechaza_en_su_campo(vera, client, datos, campo, dicho):
    client.force_login(vera)
    respuesta = client.post(reverse("informes:nuevo"), datos)
    assert respuesta.status_code == 422
    form = respuesta.context["form"]
    assert campo in form.errors, form.errors


def test_un_dibujo_que_declara_entidades_no_se_dibuja():
    sano = '<svg viewBox="0 0 10 10"><text>a</text></svg>'
    assert es_dibujo(sano)
    assert not es_dibujo(f'<!DOCTYPE svg [<!ENTITY a "b">]>{sano.replace(">a<", ">&a;<")}')
