"""La orden `llaves`, la rotación y la negativa a arrancar sin llaves."""

import os
import stat
import subprocess
import sys
import threading

import pytest
from allauth.mfa.models import Authenticator
from cryptography.fernet import Fernet
from django.apps import apps
from django.conf import settings as ajustes
from django.core.management import CommandError, call_command
from django.db import connections, transaction
from django.utils import timezone
from django.utils.module_loading import import_string
from pghistory.models import Event

from tests.fabricas.cuentas import usuario
from trata.auditoria import acciones
from trata.auditoria.models import HistoriaOmitida, SolicitudArco
from trata.auditoria.recifrado import almacen_de
from trata.comun import cifrado, comprobaciones
from trata.cuentas.models import EnvioPendiente
from trata.servicios_locales.secretos import escribir_secreto, secreto_local

SERVIDOR = {
    "TRATA_ENTORNO": "servidor",
    "SECRET_KEY": "x9" * 40,
    "REDIS_URL": "redis://127.0.0.1:1/0",
    "DATABASE_URL": "postgres://app:x@127.0.0.1:1/trata",
    "LLAVES_DE_CIFRADO": "k1:" + Fernet.generate_key().decode(),
    "LLAVE_DE_INDICE": os.urandom(32).hex(),
}


def manage(*orden, **entorno):
    limpio = {k: v for k, v in os.environ.items() if not k.startswith(("TRATA_", "LLAVE"))}
    return subprocess.run(
        [sys.executable, "manage.py", *orden],
        cwd=ajustes.BASE_DIR,
        env={k: v for k, v in (limpio | entorno).items() if v is not None},
        capture_output=True,
        text=True,
    )


PENDIENTES = almacen_de(EnvioPendiente, ("cuerpo",))


@pytest.mark.parametrize(
    ("cambio", "mensaje"),
    [
        ({"LLAVES_DE_CIFRADO": None}, "Falta la variable LLAVES_DE_CIFRADO"),
        ({"LLAVES_DE_CIFRADO": "k1:" + "A" * 43 + "="}, "de ejemplo"),
        ({"LLAVE_DE_INDICE": "00" * 32}, "LLAVE_DE_INDICE"),
    ],
)
def test_un_servidor_no_arranca_sin_llaves_o_con_una_de_ejemplo(cambio, mensaje):
    hecho = manage("check", **(SERVIDOR | cambio))
    assert hecho.returncode != 0
    assert mensaje in hecho.stderr


def test_un_servidor_con_llaves_arranca_y_la_web_no_puede_ver_la_del_sello():
    assert manage("shell", "-c", "1", **SERVIDOR).returncode == 0
    con_sello = SERVIDOR | {"LLAVE_DE_SELLO": "s1:" + os.urandom(32).hex()}
    hecho = manage("check", "--tag", "security", **con_sello)
    assert hecho.returncode != 0
    assert "trata.E002" in hecho.stderr


def test_la_orden_llaves_arranca_sin_llaves_y_lo_que_crea_sirve():
    hecho = manage("llaves", "crear", TRATA_ENTORNO="servidor")
    assert hecho.returncode == 0, hecho.stderr
    creadas = dict(r.split("=", 1) for r in hecho.stdout.splitlines() if not r.startswith("#"))
    assert set(creadas) == {"LLAVES_DE_CIFRADO", "LLAVE_DE_INDICE", "LLAVE_DE_SELLO"}
    cifrado.leer_llaves(creadas["LLAVES_DE_CIFRADO"])
    cifrado.leer_llave_de_indice(creadas["LLAVE_DE_INDICE"])


def test_un_secreto_local_se_crea_una_vez_y_solo_lo_lee_su_dueno(tmp_path):
    uno = secreto_local(tmp_path, "clave")
    assert secreto_local(tmp_path, "clave") == uno
    assert stat.S_IMODE((tmp_path / "secretos" / "clave").stat().st_mode) == 0o600
    escribir_secreto(tmp_path / "secretos" / "clave", "otro")
    assert secreto_local(tmp_path, "clave") == "otro"
    assert stat.S_IMODE((tmp_path / "secretos" / "clave").stat().st_mode) == 0o600


def test_verificar_se_queja_de_un_archivo_que_otros_pueden_leer(settings, tmp_path, monkeypatch):
    archivo = tmp_path / "llave"
    escribir_secreto(archivo, settings.LLAVE_DE_INDICE)
    monkeypatch.setenv("LLAVE_DE_INDICE_FILE", str(archivo))
    call_command("llaves", "verificar")
    archivo.chmod(0o644)
    with pytest.raises(CommandError, match="chmod 600"):
        call_command("llaves", "verificar")


def test_listar_no_muestra_ninguna_llave(settings, capsys):
    call_command("llaves", "listar")
    dicho = capsys.readouterr().out
    assert "(vigente)" in dicho
    for parte in settings.LLAVES_DE_CIFRADO.split(","):
        assert parte.split(":")[1] not in dicho
    assert settings.LLAVE_DE_INDICE not in dicho


@pytest.mark.django_db
def test_rotar_recifra_por_lotes_se_puede_repetir_y_retirar_avisa_antes(settings, capsys):
    vieja, nueva = Fernet.generate_key().decode(), Fernet.generate_key().decode()
    settings.ALMACENES_CIFRADOS = (f"{__name__}.PENDIENTES",)
    settings.LLAVES_DE_CIFRADO = f"v:{vieja}"
    for n in range(7):
        EnvioPendiente.objects.create(
            usuario=usuario(), ruta="/x/", cuerpo=cifrado.cifrar(f"texto {n}")
        )
    settings.LLAVES_DE_CIFRADO = f"n:{nueva},v:{vieja}"
    assert PENDIENTES.recifrar(3) == 3
    assert PENDIENTES.pendientes() == 4
    with pytest.raises(CommandError, match="llaves rotar"):
        call_command("llaves", "retirar")
    call_command("llaves", "rotar")
    call_command("llaves", "rotar")
    assert "Recifradas 0" in capsys.readouterr().out
    settings.LLAVES_DE_CIFRADO = f"n:{nueva}"
    textos = {cifrado.descifrar(e.cuerpo) for e in EnvioPendiente.objects.all()}
    assert textos == {f"texto {n}" for n in range(7)}
    assert HistoriaOmitida.objects.filter(motivo__startswith="rotación").exists()


def test_la_comprobacion_calla_cuando_todo_esta_bien_y_habla_cuando_no(settings):
    assert comprobaciones.llaves_utiles() == []
    assert comprobaciones.sello_ajeno() == []
    settings.LLAVE_DE_INDICE = "corta"
    assert [e.id for e in comprobaciones.llaves_utiles()] == ["trata.E001"]


@pytest.mark.django_db
def test_todos_los_almacenes_declarados_se_recifran_y_siguen_sirviendo(settings):
    vieja, nueva = Fernet.generate_key().decode(), Fernet.generate_key().decode()
    settings.LLAVES_DE_CIFRADO = f"v:{vieja}"
    ana = usuario("auditor")
    Authenticator.objects.create(
        user=ana, type=Authenticator.Type.TOTP, data={"secret": cifrado.cifrar("JBSWY3DP")}
    )
    Authenticator.objects.create(
        user=ana,
        type=Authenticator.Type.RECOVERY_CODES,
        data={"seed": cifrado.cifrar("semilla"), "used_mask": 3},
    )
    hoy = timezone.localdate()
    acciones.registrar_solicitud(
        datos={
            "nombre": "Rosa",
            "tipo": "acceso",
            "descripcion": "x",
            "recibida_el": hoy,
            "vence_el": hoy,
        },
        por=ana,
    )
    settings.LLAVES_DE_CIFRADO = f"n:{nueva},v:{vieja}"
    call_command("llaves", "rotar")
    settings.LLAVES_DE_CIFRADO = f"n:{nueva}"
    totp, codigos = Authenticator.objects.order_by("pk")
    assert cifrado.descifrar(totp.data["secret"]) == "JBSWY3DP"
    assert (cifrado.descifrar(codigos.data["seed"]), codigos.data["used_mask"]) == ("semilla", 3)
    assert cifrado.descifrar(SolicitudArco.objects.get().solicitante) == "Rosa"


def columnas_cifradas():
    """Toda columna de la casa cuyo nombre dice que va cifrada."""
    return {
        f"{m._meta.label}.{c.name}"
        for m in apps.get_models()
        if m._meta.managed and not issubclass(m, Event)
        for c in m._meta.concrete_fields
        if c.name.endswith("_cifrado")
    }


def test_ninguna_columna_cifrada_queda_fuera_de_la_rotacion(settings):
    alcanzadas = {c for ruta in settings.ALMACENES_CIFRADOS for c in import_string(ruta).columnas}
    assert columnas_cifradas() - alcanzadas == set()
    sin_avisos = {c for c in alcanzadas if not c.startswith("integracion.")}
    assert columnas_cifradas() - sin_avisos == {"integracion.Suscripcion.secreto_cifrado"}


@pytest.mark.django_db(transaction=True)
def test_una_fila_que_otra_persona_tiene_bloqueada_no_se_da_por_recifrada(settings):
    vieja, nueva = Fernet.generate_key().decode(), Fernet.generate_key().decode()
    settings.LLAVES_DE_CIFRADO = f"v:{vieja}"
    envio = EnvioPendiente.objects.create(usuario=usuario(), ruta="/x/", cuerpo=cifrado.cifrar("t"))
    settings.LLAVES_DE_CIFRADO = f"n:{nueva},v:{vieja}"
    suelta = threading.Event()

    def tener_bloqueada():
        with transaction.atomic():
            EnvioPendiente.objects.select_for_update().get(pk=envio.pk)
            tomada.set()
            suelta.wait(5)
        connections.close_all()

    tomada = threading.Event()
    otra = threading.Thread(target=tener_bloqueada)
    otra.start()
    tomada.wait(5)
    assert PENDIENTES.pendientes() == 1
    threading.Timer(0.3, suelta.set).start()
    assert PENDIENTES.recifrar(10) == 1
    otra.join()
    assert PENDIENTES.pendientes() == 0
