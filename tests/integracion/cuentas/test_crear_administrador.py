"""La primera cuenta de una instalación nueva."""

import io

import pytest
from django.core.management import call_command
from django.core.management.base import CommandError

from trata.cuentas.models import Usuario

CLAVE = "tres tristes tigres 27"


def _crear(monkeypatch, clave=CLAVE, usuario="jefa", correo="jefa@mininter.gob.pe", **opciones):
    monkeypatch.setattr("sys.stdin", io.StringIO(f"{clave}\n"))
    call_command("crear_administrador", usuario, nombres="Jefa", correo=correo, **opciones)


@pytest.mark.django_db
def test_crea_la_primera_cuenta_con_su_rol(monkeypatch):
    _crear(monkeypatch)
    jefa = Usuario.objects.get(username="jefa")
    assert jefa.rol.codigo == "administrador"
    assert jefa.check_password(CLAVE)
    assert not jefa.is_superuser


@pytest.mark.django_db
def test_crea_tambien_a_la_segunda_persona_una_sola_vez(monkeypatch):
    _crear(monkeypatch)
    _crear(monkeypatch, usuario="vigila", auditor=True)
    assert Usuario.objects.get(username="vigila").rol.codigo == "auditor"
    with pytest.raises(CommandError, match="Ya hay una cuenta"):
        _crear(monkeypatch, usuario="otra", auditor=True)


@pytest.mark.django_db
def test_con_una_cuenta_vigente_se_niega(monkeypatch):
    _crear(monkeypatch)
    with pytest.raises(CommandError, match="Ya hay una cuenta"):
        _crear(monkeypatch, usuario="otra")
    assert not Usuario.objects.filter(username="otra").exists()


@pytest.mark.django_db
@pytest.mark.parametrize("clave", ["", "corta", "123456789012", "contraseña12"[:8]])
def test_una_contrasena_debil_no_crea_nada(monkeypatch, clave):
    with pytest.raises(CommandError):
        _crear(monkeypatch, clave=clave)
    assert not Usuario.objects.filter(username="jefa").exists()


@pytest.mark.django_db
def test_un_correo_mal_escrito_no_crea_nada(monkeypatch):
    with pytest.raises(CommandError):
        _crear(monkeypatch, correo="no-es-correo")
    assert not Usuario.objects.filter(username="jefa").exists()
