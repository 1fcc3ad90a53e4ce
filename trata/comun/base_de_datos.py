"""Los dos roles de la base de datos y lo que cada uno puede.

`dueno` es dueño del esquema y sólo lo usan las migraciones. `app` es todo lo demás: lee y escribe
filas, pero no es dueño de nada, no cambia tablas y no puede vaciarlas (TRUNCATE). Sin esta
separación, ningún REVOKE de las tablas de auditoría probaría nada.
"""

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from typing import Any

import psycopg2
from django.conf import settings
from django.core.management.base import CommandError
from django.db import connections, migrations
from psycopg2 import errors, sql

DUENO = "dueno"
APP = "app"


def _datos_de_conexion(base: str) -> dict[str, Any]:
    """Devuelve los argumentos de psycopg2 de la cuenta de las migraciones, en la base `base`."""
    datos = settings.BASE_DE_MIGRACIONES
    argumentos = {
        "dbname": base,
        "user": datos["USER"],
        "password": datos["PASSWORD"],
        "host": datos["HOST"],
        "port": datos["PORT"],
    }
    return {k: v for k, v in argumentos.items() if v} | datos.get("OPTIONS", {})


def conectar_como_administrador(base: str) -> Any:
    """Devuelve una conexión psycopg2 con la cuenta de las migraciones, en modo autocommit.

    Lanza `CommandError` con lo que hay que hacer si no se puede conectar.
    """
    try:
        conexion = psycopg2.connect(**_datos_de_conexion(base))
    except psycopg2.OperationalError as error:
        if f'"{base}" does not exist' in str(error):
            raise BaseInexistente from error
        raise CommandError(
            "No se pudo conectar con PostgreSQL. Si usas los servicios de esta máquina, arráncalos "
            "con: python3 manage.py servicios arrancar. Si usas un servidor, revisa DATABASE_URL y "
            f"DATABASE_URL_MIGRACIONES. Detalle: {str(error).strip()}"
        ) from error
    conexion.autocommit = True
    return conexion


class BaseInexistente(Exception):
    """El servidor responde pero la base de datos pedida todavía no existe."""


def asegurar_roles(base: str) -> None:
    """Crea la base de datos `base` y los dos roles si faltan, y deja sus permisos al día."""
    try:
        conexion = conectar_como_administrador(base)
    except BaseInexistente:
        _crear_base(base)
        conexion = conectar_como_administrador(base)
    try:
        with conexion.cursor() as cursor:
            _crear_roles(cursor)
            _dar_permisos(cursor, base)
    finally:
        conexion.close()


def _crear_base(base: str) -> None:
    conexion = conectar_como_administrador("postgres")
    try:
        with conexion.cursor() as cursor:
            cursor.execute(sql.SQL("CREATE DATABASE {}").format(sql.Identifier(base)))
    except errors.DuplicateDatabase:
        pass  # otro proceso la creó a la vez
    finally:
        conexion.close()


def _crear_roles(cursor: Any) -> None:
    for rol, atributos in ((DUENO, "NOLOGIN"), (APP, "LOGIN")):
        cursor.execute("SELECT 1 FROM pg_roles WHERE rolname = %s", [rol])
        if cursor.fetchone():
            continue
        try:
            cursor.execute(
                sql.SQL("CREATE ROLE {} {}").format(sql.Identifier(rol), sql.SQL(atributos))
            )
        except (errors.DuplicateObject, errors.UniqueViolation):
            continue  # otro proceso lo creó a la vez
    datos = settings.DATABASES["default"]
    if datos["USER"] == APP and datos["PASSWORD"]:
        cursor.execute(
            sql.SQL("ALTER ROLE {} PASSWORD %s").format(sql.Identifier(APP)), [datos["PASSWORD"]]
        )
    cursor.execute("SELECT rolsuper FROM pg_roles WHERE rolname = current_user")
    if not cursor.fetchone()[0]:
        cursor.execute("GRANT dueno, app TO CURRENT_USER")


def _dar_permisos(cursor: Any, base: str) -> None:
    ordenes = (
        "ALTER DATABASE {base} OWNER TO dueno",
        "REVOKE ALL ON DATABASE {base} FROM PUBLIC",
        "GRANT CONNECT, TEMPORARY ON DATABASE {base} TO app",
        "ALTER SCHEMA public OWNER TO dueno",
        "REVOKE ALL ON SCHEMA public FROM PUBLIC",
        "GRANT USAGE ON SCHEMA public TO app",
        "ALTER DEFAULT PRIVILEGES FOR ROLE dueno IN SCHEMA public "
        "GRANT SELECT, INSERT, UPDATE, DELETE ON TABLES TO app",
        "ALTER DEFAULT PRIVILEGES FOR ROLE dueno IN SCHEMA public "
        "GRANT USAGE, SELECT ON SEQUENCES TO app",
    )
    for orden in ordenes:
        cursor.execute(sql.SQL(orden).format(base=sql.Identifier(base)))


@contextmanager
def como_dueno(alias: str = "default") -> Iterator[None]:
    """Mientras dura, la conexión `alias` de Django entra como dueña del esquema."""
    conexion = connections[alias]
    datos = conexion.settings_dict
    originales = dict(datos)
    administrador = settings.BASE_DE_MIGRACIONES
    conexion.close()
    datos.update({k: administrador[k] for k in ("USER", "PASSWORD", "HOST", "PORT")})
    datos["OPTIONS"] = administrador.get("OPTIONS", {}) | {"options": f"-c role={DUENO}"}
    try:
        yield
    finally:
        conexion.close()
        datos.clear()
        datos.update(originales)


def retirar_escritura(tablas: Iterable[str], alias: str = "default") -> None:
    """Deja que `app` sólo lea y agregue en `tablas` (las que ya existan). Se llama como dueño."""
    with connections[alias].cursor() as cursor:
        existentes = set(connections[alias].introspection.table_names(cursor))
        for tabla in sorted(existentes.intersection(tablas)):
            cursor.execute(
                f"REVOKE UPDATE, DELETE, TRUNCATE ON {connections[alias].ops.quote_name(tabla)} "
                f"FROM {APP}"
            )


def retirar_borrado(tablas: Iterable[str], alias: str = "default") -> None:
    """Deja que `app` lea, agregue y cambie en `tablas`, pero no borre. Se llama como dueño."""
    with connections[alias].cursor() as cursor:
        existentes = set(connections[alias].introspection.table_names(cursor))
        for tabla in sorted(existentes.intersection(tablas)):
            cursor.execute(
                f"REVOKE DELETE, TRUNCATE ON {connections[alias].ops.quote_name(tabla)} FROM {APP}"
            )


def indexar_autores(tablas: Iterable[str], alias: str = "default") -> None:
    """Índice por autor en cada tabla de eventos, para preguntar qué hizo una persona.

    Va aquí y no en las migraciones porque las tablas de eventos las hace la biblioteca.
    """
    citar = connections[alias].ops.quote_name
    with connections[alias].cursor() as cursor:
        existentes = set(connections[alias].introspection.table_names(cursor))
        for tabla in sorted(existentes.intersection(tablas)):
            cursor.execute(
                f"CREATE INDEX IF NOT EXISTS {citar(tabla[:56] + '_autor')} ON {citar(tabla)} "
                f"((pgh_context->>'usuario'), pgh_id)"
            )


def solo_agregar(*tablas: str) -> migrations.RunSQL:
    """Operación de migración: en `tablas`, la aplicación lee y agrega, pero no cambia ni borra."""
    return _retirar("UPDATE, DELETE", tablas)


def solo_leer(*tablas: str) -> migrations.RunSQL:
    """Operación de migración: en `tablas`, la aplicación sólo lee."""
    return _retirar("INSERT, UPDATE, DELETE", tablas)


def _retirar(permisos: str, tablas: tuple[str, ...]) -> migrations.RunSQL:
    lista = ", ".join(f'"{tabla}"' for tabla in tablas)
    return migrations.RunSQL(
        sql=f"REVOKE {permisos} ON {lista} FROM {APP}",
        reverse_sql=f"GRANT {permisos} ON {lista} TO {APP}",
    )
