"""El respaldo y la restauración de docs/operacion.md, con las mismas órdenes."""

import subprocess

import pytest
from django.conf import settings
from django.contrib.auth import get_user_model
from django.core.management import call_command
from psycopg2 import sql

from tests import bases, entorno
from trata.comun.base_de_datos import conectar_como_administrador
from trata.servicios_locales.postgres import carpeta_de_programas

RESTAURADA = f"restaurada_{entorno.TRABAJADOR}"
pytestmark = pytest.mark.skipif(
    entorno.postgres() is None, reason="usa los programas del PostgreSQL embebido"
)


def _programa(nombre: str, *argumentos: str) -> None:
    enchufes = entorno.postgres().enchufes
    orden = [carpeta_de_programas() / nombre, "-h", enchufes, "-U", "postgres", *argumentos]
    hecho = subprocess.run([str(p) for p in orden], capture_output=True, text=True)
    assert hecho.returncode == 0, hecho.stderr


def _conteos_y_secuencias(base: str) -> dict[str, object]:
    conexion = conectar_como_administrador(base)
    try:
        with conexion.cursor() as cursor:
            cursor.execute("SELECT tablename FROM pg_tables WHERE schemaname = 'public'")
            resultado: dict[str, object] = {}
            for (tabla,) in cursor.fetchall():
                consulta = (
                    "SELECT count(*), md5(string_agg(t::text, '|' ORDER BY t::text)) FROM {} t"
                )
                cursor.execute(sql.SQL(consulta).format(sql.Identifier(tabla)))
                resultado[tabla] = cursor.fetchone()
            cursor.execute("SELECT sequencename, last_value FROM pg_sequences ORDER BY 1")
            resultado["secuencias"] = cursor.fetchall()
            cursor.execute(
                "SELECT grantee, table_name, privilege_type "
                "FROM information_schema.role_table_grants WHERE grantee = 'app' ORDER BY 1, 2, 3"
            )
            resultado["permisos"] = cursor.fetchall()
            cursor.execute(
                "SELECT tgname, tgenabled FROM pg_trigger WHERE NOT tgisinternal ORDER BY 1"
            )
            resultado["disparadores"] = cursor.fetchall()
            return resultado
    finally:
        conexion.close()


@pytest.mark.django_db(transaction=True)
def test_lo_restaurado_es_igual_fila_por_fila_con_sus_permisos(tmp_path):
    get_user_model().objects.create(username="respaldada", nombres="Respaldada")
    archivo = tmp_path / "trata.dump"
    _programa("pg_dump", "--format=custom", "--file", str(archivo), bases.nombre_de_mi_base())
    settings.DATABASES["default"]["NAME"] = RESTAURADA
    call_command("preparar_base")
    settings.DATABASES["default"]["NAME"] = bases.nombre_de_mi_base()
    _programa("pg_restore", "--exit-on-error", "--dbname", RESTAURADA, str(archivo))
    original = _conteos_y_secuencias(bases.nombre_de_mi_base())
    assert original["cuentas_usuario"][0] >= 1
    assert original["permisos"]
    assert _conteos_y_secuencias(RESTAURADA) == original


@pytest.mark.django_db
def test_un_respaldo_danado_se_rechaza(tmp_path):
    archivo = tmp_path / "trata.dump"
    archivo.write_bytes(b"PGDMP esto no es un respaldo")
    hecho = subprocess.run(
        [carpeta_de_programas() / "pg_restore", "--list", archivo], capture_output=True, text=True
    )
    assert hecho.returncode != 0
