"""Avisos a otros sistemas: firma, reintentos, cuerpo congelado y red interna prohibida."""

import json
import socket
import uuid
from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone
from standardwebhooks.webhooks import Webhook, WebhookVerificationError

from tests.fabricas.integracion import receptor_en_la_maquina
from trata.comun.errores import ErrorDeDominio
from trata.integracion import acciones, avisos, envio
from trata.integracion.envio import DestinoProhibidoError, comprobar, es_interna
from trata.integracion.models import Entrega
from trata.trabajos import bandeja
from trata.trabajos.sucesos import anunciar

pytestmark = pytest.mark.django_db


@pytest.fixture
def convenio(adela, sistema_mp):
    hoy = timezone.localdate()
    return acciones.registrar_convenio(
        datos={
            "entidad": sistema_mp.entidad,
            "documento": "Convenio sintético",
            "finalidad": "Avisos",
            "desde": hoy,
            "hasta": hoy + timedelta(days=90),
        },
        por=adela,
    )


@pytest.fixture
def receptor(settings):
    """Un receptor HTTP real en la máquina; `estado` es lo que responde."""
    settings.AVISOS_A_LA_RED_INTERNA = True
    with receptor_en_la_maquina() as escucha:
        yield escucha


@pytest.fixture
def suscripcion(convenio, adela, receptor):
    return avisos.suscribir(
        convenio=convenio,
        datos={"direccion": receptor.direccion, "sucesos": ["caso.enviado"]},
        por=adela,
    )


def ocurrir(suceso="caso.enviado", objeto=None, version=1):
    anunciar(suceso=suceso, objeto=objeto or uuid.uuid4(), version=version)
    bandeja.barrer()


def test_el_aviso_llega_firmado_y_sin_datos_personales(suscripcion, receptor):
    _, secreto = suscripcion
    objeto = uuid.uuid4()
    ocurrir(objeto=objeto)
    assert avisos.entregar_pendientes() == 1
    cabeceras, cuerpo = receptor.recibidos[0]
    leido = Webhook(secreto).verify(cuerpo, {k.lower(): v for k, v in cabeceras.items()})
    assert leido["type"] == "caso.enviado"
    assert leido["data"] == {"objeto": str(objeto), "version": 1}
    assert Entrega.objects.get().estado == "entregada"


def test_con_otro_secreto_la_firma_no_vale(suscripcion, receptor):
    ocurrir()
    avisos.entregar_pendientes()
    cabeceras, cuerpo = receptor.recibidos[0]
    otro = Webhook("whsec_" + "A" * 43 + "=")
    with pytest.raises(WebhookVerificationError):
        otro.verify(cuerpo, {k.lower(): v for k, v in cabeceras.items()})


def test_el_mismo_suceso_no_se_avisa_dos_veces(suscripcion, receptor):
    objeto = uuid.uuid4()
    ocurrir(objeto=objeto)
    avisos.repartir(
        {"suceso": "caso.enviado", "objeto": str(objeto), "version": 1, "ocurrido_en": "x"}
    )
    avisos.entregar_pendientes()
    avisos.entregar_pendientes()
    assert len(receptor.recibidos) == 1


def test_solo_se_avisa_lo_suscrito(suscripcion):
    ocurrir("caso.anulado")
    assert not Entrega.objects.exists()


def test_si_el_destino_falla_se_reintenta_con_el_mismo_cuerpo(suscripcion, receptor):
    receptor.estado = 503
    ocurrir()
    avisos.entregar_pendientes()
    entrega = Entrega.objects.get()
    assert (entrega.estado, entrega.intentos) == ("pendiente", 1)
    assert entrega.proximo_intento > timezone.now()
    assert avisos.entregar_pendientes() == 0
    receptor.estado = 200
    Entrega.objects.update(proximo_intento=timezone.now())
    avisos.entregar_pendientes()
    entrega.refresh_from_db()
    assert entrega.estado == "entregada"
    assert receptor.recibidos[0][1] == receptor.recibidos[1][1]
    ids = {c["webhook-id"] for c, _ in receptor.recibidos}
    assert len(ids) == 1


def test_agotados_los_intentos_queda_a_la_vista_y_se_reenvia(suscripcion, receptor, adela, client):
    receptor.estado = 500
    ocurrir()
    for _ in range(len(avisos.ESPERAS) + 1):
        Entrega.objects.update(proximo_intento=timezone.now())
        avisos.entregar_pendientes()
    entrega = Entrega.objects.get()
    assert entrega.estado == "muerta"
    client.force_login(adela)
    assert "Sin entregar" in client.get(reverse("integracion:avisos")).content.decode()
    receptor.estado = 200
    client.post(reverse("integracion:reenviar", kwargs={"mensaje": entrega.mensaje}))
    avisos.entregar_pendientes()
    entrega.refresh_from_db()
    assert entrega.estado == "entregada"


def test_un_destino_muerto_no_rompe_a_los_demas(suscripcion, convenio, adela, receptor):
    avisos.suscribir(
        convenio=convenio,
        datos={"direccion": "http://127.0.0.1:9/x", "sucesos": ["caso.enviado"]},
        por=adela,
    )
    ocurrir()
    assert avisos.entregar_pendientes() == 2
    assert len(receptor.recibidos) == 1
    assert Entrega.objects.filter(estado="pendiente").get().ultimo_error


@pytest.mark.parametrize(
    "ip",
    [
        "127.0.0.1",
        "10.1.2.3",
        "192.168.0.1",
        "169.254.169.254",
        "::1",
        "fd00::1",
        "0.0.0.0",
        "100.64.0.1",
        "224.0.0.1",
        "::ffff:127.0.0.1",
        "2002:7f00:1::",
        "64:ff9b::7f00:1",
        "64:ff9b:1::a00:1",
        "::127.0.0.1",
        "::ffff:0:127.0.0.1",
        "2001:0:7f00:1::",
        "fec0::1",
        "fe80::1%eth0",
    ],
)
def test_una_direccion_interna_se_reconoce(ip):
    assert es_interna(ip)


@pytest.mark.parametrize("ip", ["8.8.8.8", "200.48.225.130", "2606:4700::1111", "2800:4f0::1"])
def test_una_de_internet_no_se_rechaza(ip):
    assert not es_interna(ip)


@pytest.mark.parametrize(
    "direccion",
    [
        "https://localhost/x",
        "https://127.0.0.1/x",
        "http://127.0.0.1/x",
        "ftp://x/",
        "https:///x",
        "https://u:c@localhost/",
        "https://[::1]/",
        "https://2130706433/",
        "https://0x7f.1/",
    ],
)
def test_no_se_suscribe_a_la_red_interna(convenio, adela, direccion, settings):
    assert settings.AVISOS_A_LA_RED_INTERNA is False
    with pytest.raises(DestinoProhibidoError):
        comprobar(direccion)


class Dns:
    """Responde cada vez la siguiente lista de direcciones; la última se repite."""

    def __init__(self, *respuestas):
        self.respuestas, self.preguntas = list(respuestas), 0

    def __call__(self, anfitrion, puerto, **_):
        ips = self.respuestas[min(self.preguntas, len(self.respuestas) - 1)]
        self.preguntas += 1
        return [(socket.AF_INET, socket.SOCK_STREAM, 6, "", (ip, puerto)) for ip in ips]


@pytest.fixture
def conectados(monkeypatch):
    """A qué direcciones se quiso conectar; ninguna conexión sale."""
    hechas = []

    def anotar(direccion, *_):
        hechas.append(direccion[0])
        raise OSError("sin red")

    monkeypatch.setattr(envio.socket, "create_connection", anotar)
    return hechas


def test_un_nombre_con_una_sola_direccion_interna_no_sirve(monkeypatch):
    monkeypatch.setattr(envio.socket, "getaddrinfo", Dns(["8.8.8.8", "10.0.0.7"]))
    with pytest.raises(DestinoProhibidoError):
        comprobar("https://mitad.example/x")


def test_si_el_dns_cambia_entre_comprobar_y_conectar_se_va_a_lo_comprobado(monkeypatch, conectados):
    dns = Dns(["8.8.8.8"], ["169.254.169.254"])
    monkeypatch.setattr(envio.socket, "getaddrinfo", dns)
    with pytest.raises(OSError, match="sin red"):
        envio.enviar("https://cambia.example/x", b"{}", {})
    assert conectados == ["8.8.8.8"]
    assert dns.preguntas == 1


def test_si_el_nombre_pasa_a_ser_interno_tras_suscribir_no_se_le_envia(
    convenio, adela, monkeypatch, conectados
):
    monkeypatch.setattr(envio.socket, "getaddrinfo", Dns(["8.8.8.8"], ["10.0.0.7"]))
    datos = {"direccion": "https://muda.example/x", "sucesos": ["caso.enviado"]}
    avisos.suscribir(convenio=convenio, datos=datos, por=adela)
    ocurrir()
    assert avisos.entregar_pendientes() == 1
    assert conectados == []
    assert Entrega.objects.get().ultimo_error == "La dirección pertenece a una red interna."


def test_una_redireccion_no_se_sigue(suscripcion, receptor):
    receptor.estado = 307
    receptor.cabeceras = {"Location": f"{receptor.direccion}/adentro"}
    ocurrir()
    avisos.entregar_pendientes()
    assert len(receptor.recibidos) == 1
    entrega = Entrega.objects.get()
    assert (entrega.estado, entrega.ultimo_error) == ("pendiente", "El destino respondió 307.")


def test_en_pantalla_el_error_sale_en_su_campo(convenio, adela, client):
    client.force_login(adela)
    respuesta = client.post(
        reverse("integracion:aviso_nuevo", kwargs={"uuid": convenio.uuid}),
        {"direccion": "https://127.0.0.1/x", "sucesos": ["caso.enviado"]},
    )
    assert respuesta.status_code == 422
    assert "direccion" in respuesta.context["form"].errors


def test_el_secreto_no_se_guarda_en_claro(suscripcion):
    modelo, secreto = suscripcion
    assert secreto not in json.dumps(modelo.secreto_cifrado)
    entrega = Entrega(estado="entregada", suscripcion=modelo)
    with pytest.raises(ErrorDeDominio):
        avisos.reenviar(entrega=entrega, por=modelo.registrado_por)
