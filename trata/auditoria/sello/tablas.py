"""Qué se sella: las tablas de eventos y las de sólo agregar con fecha propia."""

from dataclasses import dataclass
from typing import Any

from django.apps import apps
from django.db import connection
from pghistory.models import Event

# Una función de PostgreSQL recibe hasta cien argumentos: dos por columna.
COLUMNAS_POR_TROZO = 45


@dataclass(frozen=True)
class TablaSellada:
    """Una tabla, su llave entera y la columna con la fecha de cada fila."""

    nombre: str
    llave: str
    momento: str

    @property
    def sql(self) -> str:
        """El nombre entre comillas."""
        return citar(self.nombre)


def citar(nombre: str) -> str:
    """Un identificador entre comillas de SQL."""
    return connection.ops.quote_name(nombre)


def tablas_selladas() -> list[TablaSellada]:
    """Las tablas que hoy se sellan, por nombre."""
    tablas = []
    for modelo in apps.get_models():
        meta = modelo._meta
        if issubclass(modelo, Event):
            tablas.append(TablaSellada(meta.db_table, "pgh_id", "pgh_created_at"))
        elif momento := getattr(modelo, "campo_de_momento", ""):
            columna = meta.get_field(momento).column
            tablas.append(TablaSellada(meta.db_table, meta.pk.column, columna))
    return sorted(tablas, key=lambda t: t.nombre)


def columnas_por_tabla(cursor: Any) -> dict[str, list[str]]:
    """Las columnas que tiene ahora cada tabla del esquema, en orden alfabético."""
    cursor.execute(
        "SELECT c.relname, array_agg(a.attname::text ORDER BY a.attname) FROM pg_class c "
        "JOIN pg_attribute a ON a.attrelid = c.oid AND a.attnum > 0 AND NOT a.attisdropped "
        "WHERE c.relkind = 'r' AND c.relnamespace = 'public'::regnamespace GROUP BY c.relname"
    )
    return dict(cursor.fetchall())


def huella_sql(columnas: list[str]) -> str:
    """Expresión SQL con la huella de la fila `t`: SHA-256 de un JSON con esas columnas.

    Sólo esas: agregar una columna después no cambia la huella de lo ya sellado.
    """
    trozos = [
        "jsonb_build_object({})".format(
            ", ".join(f"'{c}', t.{citar(c)}" for c in columnas[i : i + COLUMNAS_POR_TROZO])
        )
        for i in range(0, len(columnas), COLUMNAS_POR_TROZO)
    ]
    return f"sha256(convert_to(({' || '.join(trozos)})::text, 'UTF8'))"


def preparar_sesion(cursor: Any) -> None:
    """Fija lo que cambia cómo se escribe un valor: la huella no depende del servidor."""
    cursor.execute("SET LOCAL TIME ZONE 'UTC'")
    cursor.execute("SET LOCAL DateStyle = 'ISO, YMD'")
    cursor.execute("SET LOCAL IntervalStyle = 'postgres'")
    cursor.execute("SET LOCAL extra_float_digits = 1")
    cursor.execute("SET LOCAL bytea_output = 'hex'")
