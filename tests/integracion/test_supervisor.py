"""El supervisor de la demostración: repone lo que cae, se rinde a tiempo y no toca lo ajeno."""

import os
import subprocess
import sys
import time
from pathlib import Path

import psutil
import pytest

from trata.servicios_locales.procesos import ErrorDeServicio
from trata.servicios_locales.supervisor import (
    MARCA,
    REPOSICIONES_POR_MINUTO,
    Supervisor,
    limpiar_sueltos,
    sueltos,
)

DORMIR = ("-c", "import time; time.sleep(60)")


@pytest.fixture
def supervisor(tmp_path):
    supervisor = Supervisor(tmp_path, Path.cwd(), {})
    yield supervisor
    supervisor.detener()


def _esperar_a_que_caiga(supervisor):
    while supervisor.procesos[0].popen.poll() is None:
        time.sleep(0.01)


def test_repone_un_proceso_que_cae(supervisor):
    supervisor.iniciar("uno", DORMIR)
    primero = supervisor.procesos[0].popen
    primero.kill()
    _esperar_a_que_caiga(supervisor)
    dicho = []
    supervisor.revisar(dicho.append)
    assert supervisor.procesos[0].popen.pid != primero.pid
    assert supervisor.procesos[0].popen.poll() is None
    assert "arranco otra vez" in dicho[0]


def test_se_rinde_si_cae_una_y_otra_vez_y_dice_donde_leer(supervisor, tmp_path):
    supervisor.iniciar("malo", ("-c", "print('no puedo'); raise SystemExit(3)"))
    for _ in range(REPOSICIONES_POR_MINUTO):
        _esperar_a_que_caiga(supervisor)
        supervisor.revisar(lambda texto: None)
    _esperar_a_que_caiga(supervisor)
    with pytest.raises(ErrorDeServicio, match=r"código 3.*malo\.log"):
        supervisor.revisar(lambda texto: None)
    assert "no puedo" in (tmp_path / "registros" / "malo.log").read_text()


def test_detener_termina_tambien_a_los_nietos(supervisor, tmp_path):
    nieto = "import subprocess, sys; subprocess.run([sys.executable, '-c', 'input()'])"
    supervisor.iniciar("padre", ("-c", nieto))
    supervisor.iniciar("sordo", ("-c", "import signal, time; signal.pause()"))
    while len(sueltos(tmp_path)) < 2:
        time.sleep(0.01)
    supervisor.detener()
    assert sueltos(tmp_path) == []


def test_limpia_lo_suyo_y_no_lo_de_otra_copia(tmp_path):
    mia, ajena = tmp_path / "mia", tmp_path / "ajena"
    mia.mkdir()
    ajena.mkdir()
    procesos = [
        subprocess.Popen([sys.executable, *DORMIR], env=os.environ | {MARCA: str(raiz)})
        for raiz in (mia, ajena)
    ]
    try:
        while not sueltos(mia) or not sueltos(ajena):
            time.sleep(0.01)
        assert limpiar_sueltos(mia) == 1
        assert not psutil.pid_exists(procesos[0].pid)
        assert procesos[1].poll() is None
    finally:
        for proceso in procesos:
            proceso.kill()
            proceso.wait()
