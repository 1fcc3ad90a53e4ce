"""Las pantallas de trabajos, bandeja y correos: cada quien ve lo suyo."""

import hashlib
from datetime import timedelta
from io import BytesIO
from pathlib import Path

import pytest
from django.core.files.base import ContentFile
from django.urls import reverse
from django.utils import timezone

from tests.fabricas.cuentas import usuario
from trata.auditoria.models import Acceso
from trata.comun.cifrado_por_trozos import cifrar_trozos
from trata.trabajos.models import CorreoRetenido, Salida, Trabajo


@pytest.fixture(autouse=True)
def carpeta(settings, tmp_path):
    settings.STORAGES = settings.STORAGES | {
        "default": {
            "BACKEND": "django.core.files.storage.FileSystemStorage",
            "OPTIONS": {"location": str(tmp_path)},
        }
    }


def entrar(client, rol):
    persona = usuario(rol)
    client.force_login(persona, backend="django.contrib.auth.backends.ModelBackend")
    return persona


def trabajo_de(persona, **campos):
    return Trabajo.objects.create(
        tipo="prueba", titulo="Exportación de casos", propietario=persona, **campos
    )


def con_archivo(persona, *trozos, **campos):
    """Un resultado guardado; con `trozos`, cada uno cifrado aparte como los de un archivo largo."""
    trabajo = trabajo_de(
        persona,
        estado="terminado",
        archivo_nombre="casos.csv",
        archivo_tipo="text/csv",
        vence_en=campos.pop("vence_en", timezone.now() + timedelta(hours=1)),
    )
    trozos = trozos or (b"a,b",)
    cifrado = BytesIO()
    for trozo in trozos:
        cifrar_trozos(BytesIO(trozo), cifrado)
    entero = b"".join(trozos)
    trabajo.archivo_bytes, trabajo.archivo_huella = len(entero), hashlib.sha256(entero).hexdigest()
    trabajo.archivo.save("x.bin", ContentFile(cifrado.getvalue()))
    return trabajo


@pytest.mark.django_db
def test_mientras_avanza_la_pagina_se_refresca_y_al_terminar_deja_de_hacerlo(client):
    ana = entrar(client, "analista")
    trabajo = trabajo_de(ana, estado="en_curso", hecho=40, total=100, texto="Escribiendo filas")
    ruta = reverse("trabajos:detalle", args=[trabajo.uuid])
    pagina = client.get(ruta).content.decode()
    assert "every 1s" in pagina
    assert "Escribiendo filas" in pagina
    assert "40 %" in pagina
    fragmento = client.get(ruta, headers={"HX-Request": "true"}).content.decode()
    assert "<html" not in fragmento
    Trabajo.objects.update(estado="terminado")
    assert "every 1s" not in client.get(ruta).content.decode()


@pytest.mark.django_db
def test_descargar_el_resultado_deja_anotado_quien(client):
    trabajo = con_archivo(entrar(client, "analista"))
    respuesta = client.get(reverse("trabajos:archivo", args=[trabajo.uuid]))
    assert b"".join(respuesta.streaming_content) == b"a,b"
    assert 'attachment; filename="casos.csv"' in respuesta["Content-Disposition"]
    assert respuesta["Cache-Control"] == "no-store"
    acceso = Acceso.objects.get()
    assert (acceso.objeto_tipo, acceso.objeto_id) == ("trabajos.trabajo", str(trabajo.uuid))


def cortar_al_final_de_un_trozo(ruta):
    """Lo que queda descifra bien: sólo la huella dice que falta la mitad."""
    guardado = ruta.read_bytes()
    primero = 4 + int.from_bytes(guardado[:4], "big")
    ruta.write_bytes(guardado[:primero])


def cambiar_los_trozos_de_orden(ruta):
    guardado = ruta.read_bytes()
    primero = 4 + int.from_bytes(guardado[:4], "big")
    ruta.write_bytes(guardado[primero:] + guardado[:primero])


@pytest.mark.django_db
@pytest.mark.parametrize("danar", [cortar_al_final_de_un_trozo, cambiar_los_trozos_de_orden])
def test_un_resultado_que_no_es_el_guardado_no_sale_por_ninguna_puerta(client, danar):
    trabajo = con_archivo(entrar(client, "analista"), b"a,b\n", b"c,d\n")
    assert b"".join(trabajo.contenido()) == b"a,b\nc,d\n"
    danar(Path(trabajo.archivo.path))
    en_pantalla = client.get(reverse("trabajos:archivo", args=[trabajo.uuid]), follow=True)
    assert not en_pantalla.streaming
    assert "no es el que este trabajo dejó" in en_pantalla.content.decode()
    por_la_api = client.get(f"/api/v1/trabajos/{trabajo.uuid}/archivo/")
    assert (por_la_api.status_code, por_la_api.json()["codigo"]) == (409, "resultado_alterado")
    assert por_la_api["Content-Type"] == "application/problem+json"
    assert [a.resultado for a in Acceso.objects.filter(objeto_id=trabajo.uuid)] == ["negado"] * 2


@pytest.mark.django_db
def test_un_resultado_vencido_no_se_descarga(client):
    ayer = timezone.now() - timedelta(days=1)
    trabajo = con_archivo(entrar(client, "analista"), vence_en=ayer)
    assert client.get(reverse("trabajos:archivo", args=[trabajo.uuid])).status_code == 404
    assert not Acceso.objects.exists()


@pytest.mark.django_db
def test_el_trabajo_de_otra_persona_no_existe(client):
    ajeno = con_archivo(usuario("analista"))
    entrar(client, "analista")
    for nombre in ("detalle", "archivo"):
        assert client.get(reverse(f"trabajos:{nombre}", args=[ajeno.uuid])).status_code == 404
    assert client.post(reverse("trabajos:cancelar", args=[ajeno.uuid])).status_code == 404
    assert "Exportación" not in client.get(reverse("trabajos:lista")).content.decode()


@pytest.mark.django_db
def test_cancelar_un_trabajo_en_cola(client):
    trabajo = trabajo_de(entrar(client, "analista"))
    respuesta = client.post(reverse("trabajos:cancelar", args=[trabajo.uuid]), follow=True)
    assert "Lo cancelaste" in respuesta.content.decode()
    repetida = client.post(reverse("trabajos:cancelar", args=[trabajo.uuid]), follow=True)
    assert "ya terminó" in repetida.content.decode()


@pytest.mark.django_db
def test_quien_administra_ve_lo_atascado_y_lo_reintenta(client):
    entrar(client, "administrador")
    futuro = timezone.now() + timedelta(hours=1)
    salida = Salida.objects.create(
        efecto="trabajos.correo", clave="1", intentos=9, proximo_en=futuro, ultimo_error="OSError"
    )
    pagina = client.get(reverse("trabajos:bandeja")).content.decode()
    assert "Atascada" in pagina
    assert "OSError" in pagina
    client.post(reverse("trabajos:reintentar", args=[salida.pk]))
    salida.refresh_from_db()
    assert salida.proximo_en <= timezone.now()


@pytest.mark.django_db
@pytest.mark.parametrize("rol", ["analista", "auditor", "comisionado"])
def test_la_bandeja_y_los_correos_son_de_quien_administra(client, rol):
    entrar(client, rol)
    for nombre in ("bandeja", "correos"):
        assert client.get(reverse(f"trabajos:{nombre}")).status_code == 403


@pytest.mark.django_db
def test_un_correo_retenido_se_lee_y_no_se_ejecuta(client):
    entrar(client, "administrador")
    correo = CorreoRetenido.objects.create(
        remitente="trata@localhost", para="ana@ejemplo.pe", asunto="Aviso", texto="<script>x()"
    )
    assert "Aviso" in client.get(reverse("trabajos:correos")).content.decode()
    pagina = client.get(reverse("trabajos:correo", args=[correo.uuid])).content.decode()
    assert "&lt;script&gt;x()" in pagina


@pytest.mark.django_db
def test_la_lista_cuesta_lo_mismo_con_uno_que_con_veinte(
    client, django_assert_max_num_queries, django_assert_num_queries
):
    ana = entrar(client, "analista")
    con_archivo(ana)
    client.get(reverse("trabajos:lista"))
    with django_assert_max_num_queries(30) as uno:
        client.get(reverse("trabajos:lista"))
    for _ in range(20):
        trabajo_de(ana)
    with django_assert_num_queries(len(uno.captured_queries)):
        client.get(reverse("trabajos:lista"))
