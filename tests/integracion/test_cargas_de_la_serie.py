"""Subir la serie desde la pantalla: sólo quien puede, con su informe y sin dejar nada a medias."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from tests.fabricas import serie_publicada as publicada
from tests.fabricas.cuentas import usuario
from tests.fabricas.importacion import correr_trabajos
from trata.agregados.models import Carga, Celda
from trata.trabajos.models import EntradaDeTrabajo, Trabajo

pytestmark = pytest.mark.django_db
SUBIR = "/estadisticas/serie/subir/"


def subir(cliente: Client, contenido: bytes) -> tuple[Trabajo, str]:
    """El trabajo ya hecho y la página de la carga que dejó."""
    archivo = SimpleUploadedFile("serie.csv", contenido)
    respuesta = cliente.post(SUBIR, {"archivo": archivo})
    trabajo = Trabajo.objects.get()
    assert respuesta.url == reverse("trabajos:detalle", args=[trabajo.uuid])
    assert b"nombre,edad" not in bytes(EntradaDeTrabajo.objects.get().contenido_cifrado)
    (trabajo,) = correr_trabajos()
    assert not EntradaDeTrabajo.objects.exists()
    carga = Carga.objects.latest("pk")
    pagina = cliente.get(reverse("agregados:carga", args=[carga.uuid]))
    return trabajo, pagina.content.decode()


def test_la_direccion_sube_la_serie_y_ve_su_informe(client: Client) -> None:
    persona = usuario("direccion")
    client.force_login(persona)
    trabajo, html = subir(client, publicada.como_csv(publicada.filas_publicadas([2021])))
    assert trabajo.estado == "terminado"
    assert "Informe de calidad" in html
    assert "Filas de TOTAL y SUB TOTAL mezcladas" in html
    assert Carga.objects.get(vigente=True).registrado_por == persona


def test_un_archivo_malo_se_explica_y_la_serie_sigue(client: Client) -> None:
    client.force_login(usuario("validador"))
    antes = Celda.objects.count()
    trabajo, html = subir(client, b"nombre,edad\nAna,3\n")
    assert "No se cargó nada" in html
    assert "le faltan las columnas" in html
    assert "le faltan las columnas" in trabajo.error
    assert Celda.objects.count() == antes


def test_sin_archivo_el_formulario_dice_que_falta(client: Client) -> None:
    client.force_login(usuario("direccion"))
    assert client.post(SUBIR).status_code == 422


@pytest.mark.parametrize("rol", ["analista", "comisionado", "coordinador_regional", "auditor"])
def test_los_demas_roles_no_pueden_subir(client: Client, rol: str) -> None:
    client.force_login(usuario(rol))
    assert client.post(SUBIR).status_code == 403


def test_cualquiera_que_ve_tableros_lee_la_calidad_de_la_serie(client: Client) -> None:
    client.force_login(usuario("comisionado"))
    html = client.get(reverse("agregados:cargas")).content.decode()
    assert "serie_pnp_reducida" in html
    assert "Cargar una publicación" not in html
    carga = Carga.objects.get(vigente=True)
    html = client.get(reverse("agregados:carga", args=[carga.uuid])).content.decode()
    assert "Alcance del reclutamiento, 2020" in html
    assert "1\xa0032" in html
