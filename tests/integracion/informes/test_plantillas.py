"""La plantilla de Word: qué se admite, qué no y dónde; ponerla en uso y volver."""

import io
import zipfile

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from docx import Document
from PIL import Image

from tests.fabricas.documentos import alterado, con_instruccion, con_parrafos, con_relacion
from trata.comun.errores import ErrorDeDominio, SinPermisoError
from trata.informes import acciones, consultas
from trata.informes.documento import Cuadro, Documento, Lista, Parrafo, Seccion
from trata.informes.escritores.plantilla import CAMPOS, base, citables, rellenar
from trata.informes.escritores.revision_de_plantilla import revisar_plantilla
from trata.informes.models import ArchivoPublicado, PlantillaDeInforme
from trata.informes.produccion import producir
from trata.trabajos.encargos import ejecutar
from trata.trabajos.models import Trabajo

pytestmark = pytest.mark.django_db
RARO = 'a & b < c > "d" {{ 7*7 }} {% for x in y %} 😀'


def subir(contenido: bytes, por, tipo: str = "") -> PlantillaDeInforme:
    return acciones.subir_plantilla(
        archivo=io.BytesIO(contenido), tipo=tipo, nota="Membrete nuevo", por=por
    )


def problemas(contenido: bytes, por, tipo: str = "") -> str:
    with pytest.raises(ErrorDeDominio) as error:
        subir(contenido, por, tipo)
    assert not PlantillaDeInforme.objects.exists()
    assert error.value.campos["archivo"]
    return "\n".join(error.value.datos.get("problemas", [error.value.mensaje]))


def lienzo(ancho: int, alto: int) -> bytes:
    """Un PNG en blanco: pocos bytes, muchos puntos."""
    salida = io.BytesIO()
    Image.new("1", (ancho, alto)).save(salida, "PNG")
    return salida.getvalue()


def test_la_plantilla_de_la_casa_se_descarga_y_sirve_tal_cual(vera, client):
    client.force_login(vera)
    contenido = client.get(reverse("informes:plantilla-base")).content
    revision = revisar_plantilla(contenido, citables({}))
    assert revision.problemas == ()
    assert {"cuerpo", "titulo", "folio", "corte"} <= set(revision.campos)
    assert subir(contenido, vera).numero == 1


@pytest.mark.parametrize(
    ("parrafos", "esperado"),
    [
        (["{{ tituloo }}", "{{ cuerpo }}"], "Cuerpo, párrafo 1: no existe el campo {{ tituloo }}. "
         "¿Querías {{ titulo }}?"),
        (["x", "{{ titulo|upper }}", "{{ cuerpo }}"], "Cuerpo, párrafo 2: sólo se admite"),
        (["{% if 1 %}x{% endif %}", "{{ cuerpo }}"], "Cuerpo, párrafo 1: sólo se admite"),
        (["{{ ''.__class__.__mro__ }}", "{{ cuerpo }}"], "Cuerpo, párrafo 1: sólo se admite"),
        (["{{ titulo.__class__ }}", "{{ cuerpo }}"], "no existe el campo {{ titulo.__class__ }}"),
        (["{{ titulo", "}} {{ cuerpo }}"], "Cuerpo, párrafo 1: sólo se admite"),
        (["antes {{ cuerpo }}"], "va solo en su párrafo"),
        (["{{p titulo }}", "{{ cuerpo }}"], "Cuerpo, párrafo 1: sólo se admite"),
        (["{{r titulo }}", "{{ cuerpo }}"], "Cuerpo, párrafo 1: sólo se admite"),
        (["{{ptitulo}}", "{{ cuerpo }}"], "no existe el campo {{ ptitulo }}"),
        (["{{ titulo }}"], "No dice dónde va el contenido"),
    ],
)  # fmt: skip
def test_un_campo_que_no_se_admite_se_dice_con_su_sitio(vera, parrafos, esperado):
    assert esperado in problemas(con_parrafos(*parrafos), vera)


def test_el_sitio_distingue_el_encabezado(vera):
    dicho = problemas(con_parrafos("{{ cuerpo }}", encabezado="{{ secreto }}"), vera)
    assert "Encabezado, párrafo 1: no existe el campo {{ secreto }}" in dicho


@pytest.mark.parametrize(
    ("hacer", "esperado"),
    [
        (lambda: alterado({"word/vbaProject.bin": b"x"}), "macros"),
        (lambda: alterado({"[Content_Types].xml": lambda x: x.replace(
            b"wordprocessingml.document.main+xml", b"document.macroEnabled.main+xml")}), "macros"),
        (lambda: con_relacion("image", "https://malo.example/x.png"), "trae algo de fuera"),
        (lambda: con_relacion("attachedTemplate", "file:///x.dotm"), "plantilla adjunta"),
        (lambda: con_relacion("hyperlink", "file:///etc/passwd"), "trae algo de fuera"),
        (lambda: con_relacion("oleObject", "embeddings/x.bin"), "trae un objeto"),
        (lambda: con_parrafos("{{ cuerpo }}", encabezado="{{ qr }}"), "va en el cuerpo"),
        (lambda: alterado({"word/document.xml": lambda x: x.replace(
            b"<w:body>", b'<w:body><w:p w:rsidR="{{ titulo }}"/>')}), "dato oculto"),
        (lambda: alterado({"word/media/a.png": lienzo(6000, 5000)}), "demasiados puntos"),
        (lambda: con_instruccion("DDEAUTO c:\\cmd"), "campo de Word que no se admite"),
        (lambda: con_instruccion("INCLUDEPICTURE http://x"), "campo de Word que no se admite"),
        (lambda: con_instruccion('HYPERLINK "\\\\malo\\x"'), "campo de Word que no se admite"),
        (lambda: alterado({"word/media/a.png": b"no soy un png"}), "dice ser PNG y no lo es"),
        (lambda: alterado({"word/media/a.emf": b"x"}), "no es una imagen que se admita"),
        (lambda: alterado({"word/footnotes.xml": b"<a>{{ titulo }}</a>"}), "no se admiten campos"),
        (lambda: alterado({"word/document.xml": lambda x: b"<!DOCTYPE a>" + x}), "entidades"),
        (lambda: alterado({"word/document.xml": b"<a><b>"}), "no se puede leer"),
        (lambda: alterado({"word/relleno.xml": b"0" * 30_000_000}), "expande demasiado"),
        (lambda: b"PK\x03\x04 roto", "dañado|no se admite|No se admite"),
        (lambda: b"hola", "No se admite"),
        (lambda: b"", "vacío"),
        (lambda: b"x" * 5_000_001, "5\u00a0MB"),
    ],
)  # fmt: skip
def test_una_plantilla_peligrosa_o_rota_se_rechaza_y_no_queda(vera, hacer, esperado):
    dicho = problemas(hacer(), vera)
    assert any(parte in dicho for parte in esperado.split("|")), dicho


def test_un_enlace_a_una_pagina_y_la_p_de_docxtpl_si_se_admiten(vera):
    assert subir(con_relacion("hyperlink", "https://www.gob.pe/mininter"), vera).pk
    assert subir(con_instruccion('HYPERLINK "https://www.gob.pe/mininter"'), vera).pk
    assert subir(con_parrafos("{{titulo}}", "{{p cuerpo }}"), vera).campos == ["titulo", "cuerpo"]


def test_lo_escrito_no_se_interpreta_y_el_documento_no_se_corrompe():
    cuerpo = (Parrafo(RARO), Lista((RARO, "x" * 5000)), Cuadro("C", (RARO, "n"), ((RARO, "1"),)))
    documento = Documento(RARO, RARO, "hoy", (Seccion("a", RARO, cuerpo),), marcas=(RARO,))
    contenido = rellenar(base(), documento, {}, [*CAMPOS, "cuerpo"])
    assert zipfile.ZipFile(io.BytesIO(contenido)).testzip() is None
    d = Document(io.BytesIO(contenido))
    parrafos = [p.text for p in d.paragraphs]
    assert parrafos.count(RARO) >= 6, "también en los campos de la plantilla"
    assert "49" not in "".join(parrafos)
    assert d.tables[0].rows[0].cells[0].text == RARO


def test_una_plantilla_sin_los_estilos_de_la_casa_tambien_sirve():
    def pelar(estilos: bytes) -> bytes:
        return estilos.replace(b'w:val="List Bullet"', b'w:val="Otro"').replace(
            b'w:val="Caption"', b'w:val="Otra"'
        )

    propia = alterado({"word/styles.xml": pelar})
    documento = Documento("t", "s", "hoy", (Seccion("a", "A", (Lista(("uno",)),)),))
    d = Document(io.BytesIO(rellenar(propia, documento, {}, list(CAMPOS))))
    assert [p.style.name for p in d.paragraphs if p.text == "uno"] == ["List Bullet"]


def test_las_cifras_del_tipo_se_pueden_citar_y_en_otro_no(vera):
    propia = con_parrafos("Mujeres: {{ pais.sexo.pct }}", "{{ cuerpo }}")
    plantilla = subir(propia, vera, "boletin")
    documento = consultas.ejemplo("boletin", vera)
    d = Document(io.BytesIO(producir(documento, "docx", plantilla)))
    cifra = documento.cifras()["pais.sexo.pct"].valor
    assert d.paragraphs[0].text == f"Mujeres: {cifra}"
    PlantillaDeInforme.objects.all().delete()
    assert "no existe el campo {{ pais.sexo.pct }}" in problemas(propia, vera)


def test_una_cifra_que_el_informe_no_tiene_se_lee_sin_dato(vera):
    plantilla = subir(con_parrafos("{{ pais.sexo.pct }}", "{{ cuerpo }}"), vera, "boletin")
    vacio = Documento("t", "s", "hoy", ())
    d = Document(io.BytesIO(producir(vacio, "docx", plantilla)))
    assert d.paragraphs[0].text == "sin dato"


def test_se_pone_en_uso_se_vuelve_a_otra_y_a_la_de_la_casa(vera, boletin):
    primera, segunda = subir(base(), vera), subir(base(), vera)
    del_tipo = subir(base(), vera, "boletin")
    assert consultas.plantilla_en_vigor("boletin") is None, "subir no es usar"
    acciones.usar_plantilla(plantilla=primera, por=vera)
    acciones.usar_plantilla(plantilla=segunda, por=vera)
    assert consultas.plantilla_en_vigor("boletin") == segunda
    acciones.usar_plantilla(plantilla=del_tipo, por=vera)
    assert consultas.plantilla_en_vigor("boletin") == del_tipo
    acciones.volver_a_la_de_la_casa(tipo="boletin", por=vera)
    assert consultas.plantilla_en_vigor("boletin") == segunda
    acciones.usar_plantilla(plantilla=primera, por=vera)
    assert consultas.plantilla_en_vigor("boletin") == primera
    acciones.volver_a_la_de_la_casa(tipo="", por=vera)
    assert consultas.plantilla_en_vigor("boletin") is None
    assert PlantillaDeInforme.objects.count() == 3


def test_lo_publicado_sale_con_la_plantilla_en_uso_y_lo_dice(vera, dario, aprobado):
    plantilla = subir(con_parrafos("MEMBRETE 2027 {{ folio }}", "{{ cuerpo }}"), vera)
    acciones.usar_plantilla(plantilla=plantilla, por=vera)
    publicada = acciones.publicar(informe=aprobado, por=dario)
    assert ejecutar(Trabajo.objects.get(tipo="informes.archivar").pk)
    archivo = ArchivoPublicado.objects.get(formato="docx")
    assert archivo.plantilla == plantilla
    contenido = consultas.leer_guardado(archivo.ruta, archivo.sha256)
    primero = Document(io.BytesIO(contenido)).paragraphs[0].text
    assert primero == f"MEMBRETE 2027 {publicada.folio}"


def test_clara_no_toca_la_plantilla(clara, client):
    client.force_login(clara)
    assert client.get(reverse("informes:plantillas")).status_code == 403
    with pytest.raises(SinPermisoError):
        subir(base(), clara)


def test_la_secretaria_la_sube_la_mira_y_la_usa_en_pantalla(vera, client):
    client.force_login(vera)
    url = reverse("informes:plantilla-subir")
    mala = SimpleUploadedFile("m.docx", con_parrafos("{{ mal }}", "{{ cuerpo }}"))
    respuesta = client.post(url, {"tipo": "", "nota": "x", "archivo": mala})
    assert respuesta.status_code == 422
    assert "no existe el campo {{ mal }}" in respuesta.content.decode()
    buena = SimpleUploadedFile("b.docx", con_parrafos("MEMBRETE {{ titulo }}", "{{ cuerpo }}"))
    lista = client.post(url, {"tipo": "boletin", "nota": "Membrete", "archivo": buena})
    plantilla = PlantillaDeInforme.objects.get()
    assert lista.url == reverse("informes:plantilla", args=[plantilla.uuid])
    assert "MEMBRETE Boletín estadístico" in client.get(lista.url).content.decode()
    for nombre in ("plantilla-ejemplo", "plantilla-archivo"):
        contenido = client.get(reverse(f"informes:{nombre}", args=[plantilla.uuid])).content
        assert contenido.startswith(b"PK")
    client.post(reverse("informes:plantilla-usar", args=[plantilla.uuid]))
    assert "En uso" in client.get(reverse("informes:plantillas")).content.decode()
    client.post(reverse("informes:plantilla-volver"), {"tipo": "boletin"})
    assert consultas.plantilla_en_vigor("boletin") is None
