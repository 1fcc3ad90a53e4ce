"""Lo común a todas las pruebas: PostgreSQL y Redis reales, rol `app`, sin red."""

from collections.abc import Iterator
from typing import Any

from tests import entorno

entorno.preparar()

pytest_plugins = ["tests.personajes"]

import django  # noqa: E402
import psycopg2  # noqa: E402
import pytest  # noqa: E402

django.setup()

from django.conf import settings  # noqa: E402
from django.test import TransactionTestCase  # noqa: E402
from redis import Redis  # noqa: E402

from tests import bases, sin_red  # noqa: E402
from trata.comun.base_de_datos import conectar_como_administrador  # noqa: E402

# Argon2 es lento a propósito; sólo las pruebas de contraseñas lo piden.
settings.PASSWORD_HASHERS = [
    "django.contrib.auth.hashers.MD5PasswordHasher",
    *settings.PASSWORD_HASHERS,
]


def pytest_configure(config: pytest.Config) -> None:
    """El proceso principal arranca Redis; PostgreSQL arranca con la primera prueba que lo pida."""
    sin_red.prohibir()
    if entorno.ES_EL_PRINCIPAL and not config.option.collectonly:
        entorno.arrancar_redis()


@pytest.hookimpl(optionalhook=True)
def pytest_xdist_setupnodes(specs: list[Any]) -> None:
    """Cada proceso nace con su base de Redis: la configuración se lee antes que este archivo."""
    for spec in specs:
        spec.env["REDIS_URL"] = entorno.redis_de(spec.id)


def pytest_unconfigure(config: pytest.Config) -> None:
    """El proceso principal apaga los servidores y borra su carpeta."""
    if entorno.ES_EL_PRINCIPAL:
        entorno.apagar()


def _reponer_la_base(self: TransactionTestCase) -> None:
    """Tras una prueba transaccional se clona la plantilla: `app` no puede hacer TRUNCATE."""
    bases.clonar()


TransactionTestCase._fixture_teardown = _reponer_la_base


@pytest.fixture(scope="session")
def django_db_setup(django_db_blocker: Any) -> Iterator[None]:
    """Una base por proceso, clonada de la plantilla migrada y con catálogos."""
    with django_db_blocker.unblock():
        bases.preparar()
    yield
    with django_db_blocker.unblock():
        bases.borrar()


@pytest.fixture(scope="session")
def redis_de_pruebas() -> Iterator[Redis]:
    """Cliente del Redis de este proceso de pruebas."""
    cliente = Redis.from_url(settings.REDIS_URL)
    yield cliente
    cliente.close()


@pytest.fixture(autouse=True)
def redis_vacio(redis_de_pruebas: Redis) -> None:
    """Cada prueba empieza con el Redis vacío."""
    redis_de_pruebas.flushdb()


@pytest.fixture
def como_administrador(db: None) -> Iterator[Any]:
    """Conexión psycopg2 con todos los privilegios, fuera de la transacción de la prueba.

    Sirve para ver el esquema y los permisos. Lo que escriba queda: úsala con `transactional_db`.
    """
    conexion: psycopg2.extensions.connection = conectar_como_administrador(
        bases.nombre_de_mi_base()
    )
    yield conexion
    conexion.close()
