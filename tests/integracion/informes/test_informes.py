"""El camino de un informe, sus formatos, su huella y su verificación."""

import io
import re
import zipfile

import pytest
from django.core.exceptions import ValidationError
from django.urls import reverse
from docx import Document
from openpyxl import load_workbook

from trata.comun.errores import ErrorDeDominio, EstadoInvalidoError, SinPermisoError
from trata.informes import acciones, consultas
from trata.informes.documento import Documento, Parrafo, Seccion, a_datos, de_datos, huella
from trata.informes.escritores import FORMATOS
from trata.informes.models import Informe, VersionPublicada
from trata.informes.textos import con_cifras
from trata.trabajos.encargos import ejecutar
from trata.trabajos.models import Trabajo

pytestmark = pytest.mark.django_db


def plano(texto: str) -> str:
    return re.sub(r"[\s\u00a0\u202f]+", " ", texto)


def test_las_mismas_cifras_en_todos_los_formatos(boletin, vera):
    documento = consultas.vivo(boletin, vera)
    esperadas = [c.base for c in documento.cifras().values()]
    assert len(esperadas) >= 6
    docx = Document(io.BytesIO(FORMATOS["docx"].escribir(documento)))
    en_docx = plano(" ".join(c.text for t in docx.tables for f in t.rows for c in f.cells))
    libro = load_workbook(io.BytesIO(FORMATOS["xlsx"].escribir(documento)))
    en_xlsx = plano(" ".join(str(v) for f in libro["Cifras"].values for v in f))
    html = plano(FORMATOS["html"].escribir(documento).decode())
    for base in map(plano, esperadas):
        assert base in en_docx
        assert base in en_xlsx
        assert base in html
    assert [f[4:6] for f in libro["Cifras"].values][3:][0] == (426, 535)


def test_el_pdf_es_pdf_ua_y_trae_indice(boletin, vera):
    pdf = FORMATOS["pdf"].escribir(consultas.vivo(boletin, vera))
    assert pdf.startswith(b"%PDF-")
    assert b"pdfuaid" in pdf


@pytest.mark.parametrize(
    "texto",
    [
        "a & b < c > \"d\" 'e'",
        "=1+1",
        "#strong[x] $x$ \\ *y*",
        "😀 ‏עברית‏",
        "x" * 5000,
        "a\x00b\x0bc",
    ],
)
def test_ningun_texto_rompe_un_documento(texto):
    documento = Documento(texto, texto, "hoy", (Seccion("a", texto, (Parrafo(texto),)),))
    assert de_datos(a_datos(documento)) == documento
    for codigo in ("docx", "xlsx", "pptx"):
        datos = FORMATOS[codigo].escribir(documento)
        assert zipfile.ZipFile(io.BytesIO(datos)).testzip() is None
    libro = load_workbook(io.BytesIO(FORMATOS["xlsx"].escribir(documento)))
    assert all(c.data_type != "f" for h in libro for f in h.rows for c in f)
    assert FORMATOS["pdf"].escribir(documento).startswith(b"%PDF-")


def test_un_anio_sin_datos_lo_dice(vera):
    informe = acciones.registrar_informe(datos={"tipo": "boletin", "anio": 2005}, por=vera)
    texto = FORMATOS["html"].escribir(consultas.vivo(informe, vera)).decode()
    assert "no tiene datos de 2005" in texto


def test_una_ficha_regional_sin_region_se_rechaza_en_su_campo(vera):
    with pytest.raises(ValidationError) as error:
        acciones.registrar_informe(datos={"tipo": "ficha-regional", "anio": 2021}, por=vera)
    assert error.value.error_dict["espacio"][0].code == "falta_region"


def test_las_cifras_se_citan_y_no_se_teclean(boletin, vera):
    acciones.escribir_texto(
        informe=boletin,
        clave="cifras",
        texto="Son mujeres {{ pais.sexo.pct }}.",
        version=0,
        por=vera,
    )
    documento = consultas.vivo(boletin, vera)
    assert plano(documento.secciones[0].bloques[0].texto) == "Son mujeres 79,6 %."


def test_un_campo_que_no_existe_se_dice_con_su_nombre(boletin, vera):
    with pytest.raises(ErrorDeDominio) as error:
        acciones.escribir_texto(
            informe=boletin, clave="cifras", texto="{{ no.existe }}", version=0, por=vera
        )
    assert error.value.codigo == "campo_desconocido"
    assert "no.existe" in error.value.campos["texto"]
    assert "campo desconocido" in con_cifras("{{ no.existe }}", {})


def test_nadie_aprueba_el_informe_que_empezo(dario):
    informe = acciones.registrar_informe(datos={"tipo": "boletin", "anio": 2021}, por=dario)
    acciones.mover(informe=informe, paso="enviar", por=dario)
    with pytest.raises(SinPermisoError):
        acciones.mover(informe=informe, paso="aprobar", por=dario)


def test_un_borrador_no_se_publica(boletin, dario):
    with pytest.raises(EstadoInvalidoError):
        acciones.publicar(informe=boletin, por=dario)


def test_publicar_congela_y_numera(aprobado, dario):
    publicada = acciones.publicar(informe=aprobado, por=dario)
    assert re.fullmatch(r"INF-\d{4}-001", publicada.folio)
    assert publicada.sha256 == huella(publicada.datos)
    otra = dict(publicada.datos) | {"titulo": "otro"}
    assert huella(otra) != publicada.sha256
    assert consultas.congelado(publicada).folio == publicada.folio
    assert consultas.comparacion(publicada, None, dario).cambios == []


def test_una_correccion_es_otra_version_del_mismo_numero(aprobado, vera, dario):
    primera = acciones.publicar(informe=aprobado, por=dario)
    acciones.mover(informe=aprobado, paso="reabrir", por=dario, motivo="Faltaba una región")
    acciones.mover(informe=aprobado, paso="enviar", por=vera)
    acciones.mover(informe=aprobado, paso="aprobar", por=dario)
    segunda = acciones.publicar(informe=aprobado, por=dario)
    assert segunda.folio == f"{primera.folio}-v2"
    assert VersionPublicada.objects.count() == 2


def test_lo_que_cambio_desde_la_publicacion_se_ve_cifra_por_cifra(aprobado, dario):
    publicada = acciones.publicar(informe=aprobado, por=dario)
    datos = publicada.datos
    cifra = datos["secciones"][0]["bloques"][0]["cifras"][0]
    cifra["valor"] = "99,9 %"
    VersionPublicada.objects.filter(pk=publicada.pk).update(datos=datos)
    publicada.refresh_from_db()
    [cambio] = consultas.comparacion(publicada, None, dario).cambios
    assert cambio.publicada.startswith("99,9 %")


def test_cualquiera_verifica_un_folio_sin_ver_su_contenido(aprobado, dario, client):
    publicada = acciones.publicar(informe=aprobado, por=dario)
    url = reverse("informes:verificar", kwargs={"clave": publicada.clave})
    pagina = client.get(url)
    assert pagina.status_code == 200
    texto = pagina.content.decode()
    assert publicada.folio in texto
    assert publicada.sha256 in texto
    assert "79,6" not in texto
    assert client.get(url.replace(str(publicada.clave), str(aprobado.uuid))).status_code == 404


def test_vera_recorre_el_camino_en_pantalla(vera, dario, client):
    client.force_login(vera)
    respuesta = client.post(
        reverse("informes:nuevo"), {"tipo": "boletin", "anio": "2021", "expediente": ""}
    )
    informe = Informe.objects.get()
    assert respuesta.url == reverse("informes:detalle", kwargs={"uuid": informe.uuid})
    assert client.get(respuesta.url).status_code == 200
    mala = client.post(
        reverse("informes:texto", kwargs={"uuid": informe.uuid, "clave": "cifras"}),
        {"texto": "Escribí mucho {{ mal }}", "version": "0"},
    )
    assert mala.status_code == 422
    assert b"Escrib\xc3\xad mucho" in mala.content
    client.post(reverse("informes:paso", kwargs={"uuid": informe.uuid, "paso": "enviar"}))
    client.force_login(dario)
    client.post(reverse("informes:paso", kwargs={"uuid": informe.uuid, "paso": "aprobar"}))
    client.post(reverse("informes:paso", kwargs={"uuid": informe.uuid, "paso": "publicar"}))
    informe.refresh_from_db()
    assert informe.estado == "publicado"
    assert ejecutar(Trabajo.objects.get(tipo="informes.archivar").pk)
    for formato in ("pdf", "docx", "xlsx", "pptx"):
        archivo = client.get(reverse("informes:version", args=[informe.uuid, 1, formato]))
        assert archivo.status_code == 200
        assert archivo["Content-Disposition"].startswith('attachment; filename="INF-')


def test_clara_lee_y_no_redacta(boletin, clara, client):
    client.force_login(clara)
    assert client.get(reverse("informes:lista")).status_code == 200
    assert client.get(reverse("informes:nuevo")).status_code == 403
    respuesta = client.post(reverse("informes:paso", args=[boletin.uuid, "enviar"]))
    boletin.refresh_from_db()
    assert respuesta.status_code == 302
    assert boletin.estado == "borrador"
