"""Rotar la llave alcanza también a los archivos, se puede matar a medias y repetir."""

import io
import os
import signal
import subprocess
import sys

import pytest
from cryptography.fernet import Fernet
from django.conf import settings as ajustes
from django.core.management import CommandError, call_command

from casos.acciones.adjuntos import leer, subir_adjunto
from casos.llaves import CONTENIDO_DE_ADJUNTOS, IDENTIDADES
from casos.models import Adjunto, Identidad
from tests import bases
from tests.fabricas.casos import crear_usuario
from tests.fabricas.identidad import caso_de, con_identidad
from trata.comun.cifrado import descifrar
from trata.comun.errores import ServicioNoDisponibleError

CUANTOS = 6
# Corre `llaves rotar` en otro proceso que se mata solo en el punto y la vuelta que se le dice.
ORDEN = """
import os, signal, sys
from pathlib import Path
import django
django.setup()
from django.conf import settings
from django.core.management import call_command
settings.DATABASES["default"]["NAME"] = sys.argv[1]
settings.LLAVES_DE_CIFRADO = os.environ["LLAVES"]
punto, vuelta, vistas = sys.argv[2], int(sys.argv[3]), []
def morir_en(original):
    def envuelto(*args, **kwargs):
        vistas.append(1)
        despues = punto.startswith("tras")
        hecho = original(*args, **kwargs) if despues else None
        if len(vistas) == vuelta:
            os.kill(os.getpid(), signal.SIGKILL)
        return hecho if despues else original(*args, **kwargs)
    return envuelto
if punto in ("antes_de_reemplazar", "tras_reemplazar"):
    Path.replace = morir_en(Path.replace)
elif punto == "tras_anotar":
    from casos import llaves
    llaves.recifrar_archivo = morir_en(llaves.recifrar_archivo)
call_command("llaves", "rotar")
"""


def pdf(numero):
    return b"%PDF-1.4\n1 0 obj<</N " + str(numero).encode() + b">>endobj\ntrailer<<>>\n%%EOF\n"


@pytest.fixture
def carpeta(carpeta_de_archivos):
    return carpeta_de_archivos


@pytest.fixture
def llaves(settings):
    """Deja vigente la vieja; devuelve (sólo vieja, nueva y vieja, sólo nueva)."""
    vieja, nueva = (f"{n}:{Fernet.generate_key().decode()}" for n in ("vieja", "nueva"))
    settings.LLAVES_DE_CIFRADO = vieja
    return vieja, f"{nueva},{vieja}", nueva


def sembrar():
    ana = crear_usuario("ana_r", "analista", "08")
    caso = caso_de(ana)
    con_identidad(caso, ana)
    for numero in range(CUANTOS):
        subir_adjunto(
            caso=caso, archivo=io.BytesIO(pdf(numero)), clase="otro", por=ana, nombre="acta.pdf"
        )
    return caso


def rotar_en_otro_proceso(carpeta, llaves, punto, vuelta):
    entorno = os.environ | {
        "LLAVES": llaves,
        "RUTA_DE_ARCHIVOS": str(carpeta),
    }
    return subprocess.run(
        [sys.executable, "-c", ORDEN, bases.nombre_de_mi_base(), punto, str(vuelta)],
        cwd=ajustes.BASE_DIR,
        env=entorno,
        capture_output=True,
        text=True,
        timeout=60,
    )


def test_los_archivos_tambien_se_recifran_y_la_llave_vieja_deja_de_hacer_falta(
    db, carpeta, llaves, settings
):
    sembrar()
    _, las_dos, solo_nueva = llaves
    settings.LLAVES_DE_CIFRADO = las_dos
    assert CONTENIDO_DE_ADJUNTOS.pendientes() == CUANTOS
    with pytest.raises(CommandError, match="contenido de los archivos: 6"):
        call_command("llaves", "retirar")
    assert CONTENIDO_DE_ADJUNTOS.pendientes() == CUANTOS, "retirar no toca nada"
    call_command("llaves", "rotar")
    call_command("llaves", "retirar")
    settings.LLAVES_DE_CIFRADO = solo_nueva
    assert {leer(a)[:8] for a in Adjunto.objects.all()} == {b"%PDF-1.4"}
    assert descifrar(Identidad.objects.get().nombres_cifrado) == "Ficticia Rosaura"


def test_si_se_retira_sin_rotar_los_archivos_ya_no_se_leen(db, carpeta, llaves, settings):
    """Control negativo: lo que `retirar` impide."""
    sembrar()
    settings.LLAVES_DE_CIFRADO = llaves[2]
    with pytest.raises(ServicioNoDisponibleError):
        leer(Adjunto.objects.first())


def test_un_archivo_que_no_esta_en_su_sitio_impide_retirar_su_llave(db, carpeta, llaves, settings):
    sembrar()
    ruta = carpeta / Adjunto.objects.first().ruta
    guardado = ruta.read_bytes()
    ruta.unlink()
    settings.LLAVES_DE_CIFRADO = llaves[1]
    call_command("llaves", "rotar")
    with pytest.raises(CommandError, match="contenido de los archivos: 1"):
        call_command("llaves", "retirar")
    ruta.write_bytes(guardado)
    call_command("llaves", "rotar")
    call_command("llaves", "retirar")


@pytest.mark.lenta
@pytest.mark.django_db(transaction=True)
def test_matada_con_kill_9_en_cualquier_punto_la_rotacion_se_repite_y_no_se_pierde_nada(
    carpeta, llaves, settings
):
    caso = sembrar()
    antes = {a.pk: leer(a) for a in caso.adjuntos.all()}
    _, las_dos, solo_nueva = llaves
    for punto, vuelta in (("antes_de_reemplazar", 2), ("tras_reemplazar", 2), ("tras_anotar", 2)):
        muerto = rotar_en_otro_proceso(carpeta, las_dos, punto, vuelta)
        assert muerto.returncode == -signal.SIGKILL, muerto.stderr[-500:]
        settings.LLAVES_DE_CIFRADO = las_dos
        assert {a.pk: leer(a) for a in caso.adjuntos.all()} == antes
        assert CONTENIDO_DE_ADJUNTOS.pendientes() > 0
        with pytest.raises(CommandError, match="llaves rotar"):
            call_command("llaves", "retirar")
    entero = rotar_en_otro_proceso(carpeta, las_dos, "ninguno", 0)
    assert entero.returncode == 0, entero.stderr[-500:]
    settings.LLAVES_DE_CIFRADO = solo_nueva
    assert (CONTENIDO_DE_ADJUNTOS.pendientes(), IDENTIDADES.pendientes()) == (0, 0)
    assert {a.pk: leer(a) for a in caso.adjuntos.all()} == antes
    assert len([f for f in carpeta.rglob("*") if f.is_file()]) == CUANTOS
