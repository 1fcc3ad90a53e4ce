"""La primera migración, rápida, deja exactamente el mismo esquema que la corriente de Django."""

import os
import subprocess

import pytest
from django.core.management import call_command

from tests import bases, entorno
from trata.comun import primera_migracion
from trata.comun.management.commands import migrate
from trata.servicios_locales.postgres import carpeta_de_programas

CORRIENTE = "esquema_corriente"


def _esquema(base: str) -> list[str]:
    """Devuelve el esquema de `base` como lo escribe pg_dump, sin lo que cambia en cada volcado."""
    volcado = subprocess.run(
        [
            *(carpeta_de_programas() / "pg_dump", "--schema-only"),
            *("-h", entorno.postgres().enchufes, "-U", "postgres", base),
        ],
        capture_output=True,
        text=True,
        check=True,
    ).stdout
    return [linea for linea in volcado.splitlines() if "restrict" not in linea]


@pytest.mark.lenta
@pytest.mark.skipif(
    not os.environ.get("TRATA_PRUEBAS_COMPLETAS"),
    reason="dura minutos; corre en .ci/run, que define TRATA_PRUEBAS_COMPLETAS",
)
@pytest.mark.django_db(transaction=True)
@pytest.mark.skipif(entorno.postgres() is None, reason="compara en el PostgreSQL embebido")
def test_el_esquema_es_identico_al_de_la_migracion_corriente(monkeypatch):
    mia = bases.nombre_de_mi_base()
    monkeypatch.setattr(migrate, "es_la_primera", lambda alias: False)
    bases.usar(CORRIENTE)
    try:
        call_command("migrate", verbosity=0, interactive=False)
    finally:
        bases.usar(mia)
    rapido, corriente = _esquema(bases.PLANTILLA), _esquema(CORRIENTE)
    assert len(corriente) > 1000
    assert rapido == corriente


@pytest.mark.django_db
def test_con_migraciones_aplicadas_se_usa_la_migracion_corriente():
    assert not primera_migracion.es_la_primera("default")
