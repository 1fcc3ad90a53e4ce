"""Los archivos: el borrador se encarga; lo publicado se hace una vez y siempre es lo mismo."""

import hashlib
import io
import zipfile

import pytest
from django.core.files.storage import default_storage
from django.urls import reverse
from django.utils import timezone

from trata.comun.errores import EstadoInvalidoError
from trata.informes import acciones, consultas
from trata.informes.models import ArchivoPublicado, Informe, VersionPublicada
from trata.trabajos.encargos import ejecutar
from trata.trabajos.models import Trabajo

pytestmark = pytest.mark.django_db


def test_el_borrador_se_encarga_y_se_ve_su_avance(boletin, vera, client):
    client.force_login(vera)
    respuesta = client.post(reverse("informes:generar", args=[boletin.uuid, "todos"]))
    trabajo = Trabajo.objects.get()
    assert respuesta.url == reverse("trabajos:detalle", args=[trabajo.uuid])
    assert trabajo.estado == "en_cola"
    assert ejecutar(trabajo.pk)
    trabajo.refresh_from_db()
    assert (trabajo.estado, trabajo.porcentaje) == ("terminado", 100)
    with zipfile.ZipFile(io.BytesIO(b"".join(trabajo.contenido()))) as paquete:
        nombres = sorted(n.rpartition(".")[2] for n in paquete.namelist())
    assert nombres == ["docx", "html", "pdf", "pptx", "xlsx"]


def test_un_solo_formato_sale_sin_zip_y_uno_que_no_existe_es_404(boletin, vera, client):
    client.force_login(vera)
    client.post(reverse("informes:generar", args=[boletin.uuid, "xlsx"]))
    trabajo = Trabajo.objects.get()
    ejecutar(trabajo.pk)
    trabajo.refresh_from_db()
    assert trabajo.archivo_nombre == "informe-borrador.xlsx"
    assert client.post(reverse("informes:generar", args=[boletin.uuid, "exe"])).status_code == 404


def test_un_trabajo_de_un_informe_que_ya_no_se_ve_no_entrega_nada(boletin, vera, dario, nora):
    trabajo = acciones.encargar_borrador(informe=boletin, formatos=["xlsx"], por=vera)
    vera.designaciones.update(revocada_en=timezone.now())
    assert ejecutar(trabajo.pk)
    trabajo.refresh_from_db()
    assert not trabajo.archivo or trabajo.estado == "fallido"


def archivar() -> None:
    assert ejecutar(Trabajo.objects.get(tipo="informes.archivar").pk)


def test_lo_publicado_se_hace_una_vez_y_se_sirve_igual(publicada, dario, client):
    url = reverse("informes:version", args=[publicada.informe.uuid, 1, "docx"])
    client.force_login(dario)
    assert client.get(url).status_code == 302, "todavía se está preparando"
    archivar()
    primera, segunda = client.get(url), client.get(url)
    assert primera.content == segunda.content
    guardado = ArchivoPublicado.objects.get(formato="docx")
    assert hashlib.sha256(primera.content).hexdigest() == guardado.sha256
    assert publicada.archivos.count() == 5
    with pytest.raises(EstadoInvalidoError):
        acciones.encargar_archivos(version=publicada, por=dario)
    otra = acciones.guardar_archivo(
        version=publicada, formato="docx", contenido=b"otra cosa", plantilla=None, por=dario
    )
    assert (otra.pk, otra.sha256) == (guardado.pk, guardado.sha256)


def test_un_archivo_cambiado_en_disco_no_se_entrega(publicada, dario, client):
    archivar()
    archivo = ArchivoPublicado.objects.get(formato="xlsx")
    with default_storage.open(archivo.ruta, "wb") as abierto:
        abierto.write(b"otra cosa")
    client.force_login(dario)
    url = reverse("informes:version", args=[publicada.informe.uuid, 1, "xlsx"])
    respuesta = client.get(url)
    assert respuesta.status_code == 503
    assert b"otra cosa" not in respuesta.content


def test_no_se_hacen_archivos_de_un_contenido_alterado(publicada):
    VersionPublicada.objects.filter(pk=publicada.pk).update(
        datos=dict(publicada.datos) | {"titulo": "otro"}
    )
    archivar()
    assert Trabajo.objects.get(tipo="informes.archivar").estado == "fallido"
    assert not ArchivoPublicado.objects.exists()
    assert not consultas.autenticidad(publicada.clave).es_integra


def test_publicado_se_ve_lo_congelado_y_la_ficha_dice_que_falta(publicada, dario, client):
    client.force_login(dario)
    detalle = client.get(reverse("informes:detalle", args=[publicada.informe.uuid]))
    assert "congelado" in detalle.content.decode()
    assert publicada.procedencia["Catálogo de la política"].startswith("Versión ")
    assert len(publicada.procedencia["Huella de la serie"]) == 64
    url = reverse("informes:publicada", args=[publicada.informe.uuid, 1])
    assert "faltan 5 de 5" in client.get(url).content.decode()
    archivar()
    assert "faltan" not in client.get(url).content.decode()
    trozo = client.get(url, headers={"HX-Request": "true"}).content.decode()
    assert "<html" not in trozo
    assert "SHA" not in trozo or "Archivos" in trozo
    assert client.get(url.replace("/1/", "/9/")).status_code == 404


def test_la_correccion_pide_motivo_y_se_compara_con_la_anterior(publicada, vera, dario, client):
    informe = Informe.objects.get()
    client.force_login(dario)
    url = reverse("informes:motivo", args=[informe.uuid, "reabrir"])
    assert client.post(url, {"motivo": ""}).status_code == 422
    client.post(url, {"motivo": "Se corrige el texto"})
    informe.refresh_from_db()
    acciones.escribir_texto(
        informe=informe, clave="cifras", texto="Texto nuevo", version=0, por=vera
    )
    acciones.mover(informe=informe, paso="enviar", por=vera)
    acciones.mover(informe=informe, paso="aprobar", por=dario)
    segunda = acciones.publicar(informe=informe, por=dario)
    assert segunda.motivo == "Se corrige el texto"
    informe.refresh_from_db()
    assert informe.motivo_de_correccion == ""
    cambios = client.get(
        reverse("informes:cambios", args=[informe.uuid, 1]), {"frente_a": "2"}
    ).content.decode()
    assert "Texto nuevo" in cambios
    assert segunda.folio in cambios
