"""Las pantallas de la política abren, respetan papeles y cuestan lo mismo con 1 y con 20 filas."""

from datetime import timedelta
from decimal import Decimal

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from politica.acciones import reportes
from politica.models import Estado, Periodo, Reporte, Servicio
from tests.fabricas.politica import periodo_abierto, planeamiento, punto_focal, secretaria

pytestmark = pytest.mark.django_db


def cliente(usuario) -> Client:
    nuevo = Client()
    nuevo.force_login(usuario, backend="django.contrib.auth.backends.ModelBackend")
    return nuevo


@pytest.fixture
def vera(db):
    return secretaria()


@pytest.fixture
def paula(db):
    return punto_focal()


@pytest.fixture
def periodo(vera) -> Periodo:
    return periodo_abierto(por=vera)


PAGINAS = [
    ("mapa", {}), ("retrasos", {}), ("comparar", {}), ("mis_reportes", {}),
    ("objetivo", {"codigo": "OP1"}), ("lineamiento", {"codigo": "L1.1"}),
    ("lineamiento", {"codigo": "L1.3"}), ("servicio", {"codigo": "S16"}),
    ("servicio", {"codigo": "S08"}), ("servicio", {"codigo": "S07"}),
    ("ficha", {"codigo": "S04.1"}), ("ficha", {"codigo": "OP2.1"}),
    ("entidad", {"codigo": "mimp"}), ("entidad", {"codigo": "defensoria"}),
    ("periodos", {}), ("periodo_nuevo", {}), ("catalogo", {}), ("version_nueva", {}),
    ("semaforo", {}), ("indicador_nuevo", {}), ("logro", {"codigo": "S04.1"}),
    ("completar", {"elemento": "servicio", "codigo": "S08"}),
    ("completar", {"elemento": "proveedor", "codigo": "AUT04"}),
    ("completar", {"elemento": "indicador", "codigo": "S04.1"}),
    ("retirar", {"elemento": "indicador", "codigo": "S04.1"}),
]  # fmt: skip


@pytest.mark.parametrize(("nombre", "partes"), PAGINAS)
def test_la_pagina_abre_para_la_secretaria(vera, nombre, partes):
    respuesta = cliente(vera).get(reverse(f"politica:{nombre}", kwargs=partes))
    assert respuesta.status_code == 200
    texto = respuesta.content.decode()
    assert "style=" not in texto
    assert "<h1" in texto


def test_el_mapa_muestra_los_42_servicios_y_dice_los_silencios(vera):
    texto = (
        cliente(vera).get(reverse("politica:mapa") + "?periodo=2023-semestre_1").content.decode()
    )
    for numero in range(1, 43):
        assert f"/politica/servicios/S{numero:02}/" in texto
    assert "de 42 servicios" in texto
    assert "Sin indicador" in texto
    assert "No disponible en las fuentes consultadas" in texto


def test_el_punto_focal_ve_solo_sus_servicios(paula):
    navegador = cliente(paula)
    texto = navegador.get(reverse("politica:mapa")).content.decode()
    assert "/politica/servicios/S28/" in texto
    assert "/politica/servicios/S04/" not in texto
    assert navegador.get(reverse("politica:servicio", args=["S04"])).status_code == 404
    assert navegador.get(reverse("politica:entidad", args=["mtpe"])).status_code == 404
    assert navegador.get(reverse("politica:catalogo")).status_code == 403
    assert navegador.get(reverse("politica:periodos")).status_code == 403


def test_un_reporte_ajeno_no_existe(paula, periodo):
    ajeno = Reporte.objects.get(periodo=periodo, servicio="S04")
    navegador = cliente(paula)
    for nombre in ("reporte", "recurso", "evidencia_nueva"):
        assert navegador.get(reverse(f"politica:{nombre}", args=[ajeno.uuid])).status_code == 404
    assert navegador.post(reverse("politica:enviar", args=[ajeno.uuid])).status_code == 404


def test_el_formulario_guarda_y_envia_y_los_errores_conservan_lo_escrito(paula, periodo):
    reporte = Reporte.objects.get(periodo=periodo, servicio="S28")
    ruta = reverse("politica:reporte", args=[reporte.uuid])
    navegador = cliente(paula)
    assert navegador.get(ruta).status_code == 200
    mal = {"version": "1", "S28_1-numerador": "5", "S28_1-denominador": "0", "narrativa": "Algo"}
    respuesta = navegador.post(ruta, mal)
    assert respuesta.status_code == 422
    assert "El denominador no puede ser 0" in respuesta.content.decode()
    assert ">Algo" in respuesta.content.decode().replace("\n", "").replace("\r", "")
    bien = mal | {"S28_1-denominador": "10,5", "paso": "enviar"}
    assert navegador.post(ruta, bien).status_code == 302
    reporte.refresh_from_db()
    assert reporte.estado == Estado.ENVIADO
    assert reporte.avances.get().valor == Decimal("47.619048")


def test_una_version_que_no_es_un_numero_posible_se_trata_como_conflicto(paula, periodo):
    reporte = Reporte.objects.get(periodo=periodo, servicio="S28")
    ruta = reverse("politica:reporte", args=[reporte.uuid])
    for version in ("9" * 5000, "9" * 40, "٣", "-1"):
        respuesta = cliente(paula).post(ruta, {"version": version, "narrativa": "Lo mío"})
        assert respuesta.status_code == 409
        assert "Lo mío" in respuesta.content.decode()


def test_el_conflicto_muestra_las_dos_versiones_y_se_resuelve(paula, periodo):
    reporte = Reporte.objects.get(periodo=periodo, servicio="S28")
    ruta = reverse("politica:reporte", args=[reporte.uuid])
    reportes.guardar_reporte(
        reporte=reporte, datos={"narrativa": "De Pía"}, version=1, por=punto_focal("pia")
    )
    navegador = cliente(paula)
    respuesta = navegador.post(ruta, {"version": "1", "narrativa": "De Paula", "obstaculos": "X"})
    assert respuesta.status_code == 409
    texto = respuesta.content.decode()
    assert "De Pía" in texto
    assert "De Paula" in texto
    resuelto = {
        "version": "2", "narrativa": "De Paula", "obstaculos": "X",
        "elige-narrativa": "guardada", "elige-obstaculos": "tuya",
    }  # fmt: skip
    assert navegador.post(ruta, resuelto).status_code == 302
    reporte.refresh_from_db()
    assert (reporte.narrativa, reporte.obstaculos) == ("De Pía", "X")


def test_el_autoguardado_responde_la_version_nueva(paula, periodo):
    reporte = Reporte.objects.get(periodo=periodo, servicio="S28")
    respuesta = cliente(paula).post(
        reverse("politica:reporte", args=[reporte.uuid]),
        {"version": "1", "narrativa": "A medias"},
        headers={"X-Autoguardado": "1"},
    )
    assert (respuesta.status_code, respuesta["X-Version"]) == (200, "2")


def test_la_secretaria_no_puede_escribir_y_el_punto_focal_no_puede_validar(vera, paula, periodo):
    reporte = Reporte.objects.get(periodo=periodo, servicio="S28")
    assert cliente(vera).post(reverse("politica:reporte", args=[reporte.uuid])).status_code == 403
    for nombre in ("validar", "observar", "conformidad"):
        ruta = reverse(f"politica:{nombre}", args=[reporte.uuid])
        assert cliente(paula).post(ruta).status_code == 403
    assert (
        cliente(planeamiento()).get(reverse("politica:reporte", args=[reporte.uuid])).status_code
        == 200
    )


def test_completar_un_vacio_pide_sustento_y_vale_desde_el_inicio(vera):
    navegador = cliente(vera)
    ruta = reverse("politica:completar", kwargs={"elemento": "servicio", "codigo": "S08"})
    version = navegador.get(ruta).context["form"].fields["version_catalogo"].queryset.get()
    datos = {"titulo": "Servicio ocho", "version_catalogo": version.pk, "sustento": ""}
    assert navegador.post(ruta, datos).status_code == 422
    assert navegador.post(ruta, datos | {"sustento": "Anexo 6.1, p. 139"}).status_code == 302
    assert Servicio.objects.get(pk="S08").titulo == "Servicio ocho"
    texto = navegador.get(reverse("politica:servicio", args=["S08"])).content.decode()
    assert "Servicio ocho" in texto, "completar vale también para los periodos pasados"


def test_la_lista_cuesta_lo_mismo_con_1_y_con_40_reportes(vera, periodo):
    navegador = cliente(vera)
    ruta = f"{reverse('politica:mis_reportes')}?periodo=2031-semestre_1"
    navegador.get(ruta)
    with CaptureQueriesContext(connection) as muchos:
        navegador.get(ruta)
    Reporte.objects.filter(periodo=periodo).exclude(servicio="S28").delete()
    with CaptureQueriesContext(connection) as uno:
        navegador.get(ruta)
    assert len(uno) == len(muchos)


def test_las_fechas_de_un_periodo_se_cambian_hasta_que_se_cierra(vera, periodo):
    navegador = cliente(vera)
    ruta = reverse("politica:editar", args=[periodo.uuid])
    assert cliente(punto_focal()).get(ruta).status_code == 403
    assert navegador.get(ruta).status_code == 200
    datos = {
        "anio": periodo.anio, "tipo": periodo.tipo, "inicio": periodo.inicio.isoformat(),
        "fin": periodo.fin.isoformat(), "abre_el": periodo.abre_el.isoformat(),
    }  # fmt: skip
    antes = periodo.abre_el - timedelta(days=3)
    assert navegador.post(ruta, datos | {"cierra_el": antes.isoformat()}).status_code == 422
    nuevo = timezone.localdate() - timedelta(days=1)
    assert navegador.post(ruta, datos | {"cierra_el": nuevo.isoformat()}).status_code == 302
    assert navegador.post(reverse("politica:cerrar", args=[periodo.uuid])).status_code == 302
    periodo.refresh_from_db()
    assert periodo.esta_cerrado
    assert navegador.post(ruta, datos | {"cierra_el": nuevo.isoformat()}).status_code == 422


def test_un_reporte_enviado_despues_del_plazo_lo_dice(vera, paula, periodo):
    reporte = Reporte.objects.get(periodo=periodo, servicio="S28")
    tarde = timezone.now() + timedelta(days=8)
    Reporte.objects.filter(pk=reporte.pk).update(estado=Estado.ENVIADO, enviado_en=tarde)
    ruta = f"{reverse('politica:mis_reportes')}?periodo={periodo.clave}"
    assert "fuera de plazo" in cliente(vera).get(ruta).content.decode()
