"""Bases de datos de las pruebas: la plantilla y los clones."""

import os
import shutil
from pathlib import Path

from django.conf import settings
from django.core.management import call_command, get_commands
from django.db import connections
from psycopg2 import errors, sql

from tests import entorno
from trata.comun.base_de_datos import conectar_como_administrador

PLANTILLA = "plantilla"
PLANTILLAS_QUE_SE_GUARDAN = 3


def nombre_de_mi_base() -> str:
    """Devuelve el nombre de la base de datos de este proceso de pruebas."""
    return f"pruebas_{os.environ['TRATA_CORRIDA']}_{entorno.TRABAJADOR}"


def preparar() -> None:
    """Arranca el servidor si falta, se asegura de la plantilla y clona la base de este proceso."""
    with entorno.candado(entorno.GUARDADAS / "candado"):
        plantilla = _plantilla_externa() if entorno.postgres() is None else _plantilla_embebida()
    os.environ["TRATA_PLANTILLA"] = plantilla
    clonar()
    usar(nombre_de_mi_base())


def usar(base: str) -> None:
    """Hace que la conexión de Django apunte a `base`."""
    conexion = connections["default"]
    conexion.close()
    conexion.settings_dict["NAME"] = settings.DATABASES["default"]["NAME"] = base


def clonar() -> None:
    """Crea de nuevo la base de este proceso, idéntica a la plantilla."""
    connections["default"].close()
    nombre = sql.Identifier(nombre_de_mi_base())
    plantilla = sql.Identifier(os.environ["TRATA_PLANTILLA"])
    administrador = conectar_como_administrador("postgres")
    try:
        with administrador.cursor() as cursor:
            cursor.execute(sql.SQL("DROP DATABASE IF EXISTS {} WITH (FORCE)").format(nombre))
            cursor.execute(
                sql.SQL("CREATE DATABASE {} OWNER dueno TEMPLATE {} STRATEGY file_copy").format(
                    nombre, plantilla
                )
            )
    finally:
        administrador.close()


def borrar() -> None:
    """Borra la base de este proceso (sólo hace falta en un servidor ajeno)."""
    connections["default"].close()
    if entorno.postgres() is None:
        _borrar_base(nombre_de_mi_base())


def _borrar_base(base: str) -> None:
    administrador = conectar_como_administrador("postgres")
    try:
        with administrador.cursor() as cursor:
            cursor.execute(
                sql.SQL("DROP DATABASE IF EXISTS {} WITH (FORCE)").format(sql.Identifier(base))
            )
    finally:
        administrador.close()


def _plantilla_embebida() -> str:
    servidor = entorno.postgres()
    if servidor.listo():
        return PLANTILLA
    guardada = entorno.GUARDADAS / entorno.huella()
    if (guardada / "PG_VERSION").exists():
        os.utime(guardada)
        entorno.copiar_carpeta(guardada, servidor.datos)
        servidor.arrancar()
        return PLANTILLA
    servidor.arrancar()
    _llenar(PLANTILLA)
    servidor.detener()
    _guardar(servidor.datos, guardada)
    servidor.arrancar()
    return PLANTILLA


def _guardar(datos: Path, guardada: Path) -> None:
    provisional = guardada.with_suffix(f".{os.getpid()}")
    entorno.copiar_carpeta(datos, provisional)
    provisional.rename(guardada)
    viejas = sorted(
        (carpeta for carpeta in entorno.GUARDADAS.iterdir() if carpeta.is_dir()),
        key=lambda carpeta: carpeta.stat().st_mtime,
        reverse=True,
    )
    for carpeta in viejas[PLANTILLAS_QUE_SE_GUARDAN:]:
        shutil.rmtree(carpeta, ignore_errors=True)


def _plantilla_externa() -> str:
    nombre = f"plantilla_{entorno.huella()}"
    administrador = conectar_como_administrador("postgres")
    try:
        with administrador.cursor() as cursor:
            cursor.execute("SELECT 1 FROM pg_database WHERE datname = %s", [nombre])
            existe = cursor.fetchone()
    finally:
        administrador.close()
    if not existe:
        provisional = f"{nombre}_a_medias"
        _borrar_base(provisional)
        _llenar(provisional)
        _renombrar(provisional, nombre)
    return nombre


def _renombrar(actual: str, nuevo: str) -> None:
    administrador = conectar_como_administrador("postgres")
    try:
        with administrador.cursor() as cursor:
            cursor.execute(
                sql.SQL("ALTER DATABASE {} RENAME TO {}").format(
                    sql.Identifier(actual), sql.Identifier(nuevo)
                )
            )
    except errors.DuplicateDatabase:
        _borrar_base(actual)
    finally:
        administrador.close()


def _llenar(base: str) -> None:
    """Migra `base` y carga en ella los catálogos."""
    usar(base)
    call_command("migrate", verbosity=0, interactive=False)
    if "cargar_catalogos" in get_commands():
        call_command("cargar_catalogos", verbosity=0)
    connections["default"].close()
