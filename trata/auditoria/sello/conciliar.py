"""Conciliar: que cada fila de hoy sea la que dice su último evento.

El sello prueba que nadie tocó la historia; esto prueba que nadie cambió los datos sin dejarla. Un
cambio hecho con los disparadores apagados no deja evento, y aquí se ve.
"""

from typing import Any

from django.apps import apps
from django.db import connection, models
from pghistory.models import Event

from trata.auditoria.sello.verificar import Hallazgo

# Lo cifrado cambia de forma al rotar la llave, sin evento; alterarlo lo impide su propia firma.
CIFRADO = "_cifrado"
MAXIMO_POR_TABLA = 100


def modelos_con_historia() -> list[type[models.Model]]:
    """Los modelos cuyos cambios dejan evento, por nombre de tabla."""
    return sorted(
        (
            m.pgh_tracked_model
            for m in apps.get_models()
            if issubclass(m, Event) and getattr(m, "pgh_tracked_model", None) is not None
        ),
        key=lambda m: m._meta.db_table,
    )


def tablas_declaradas(cursor: Any) -> set[str]:
    """Las tablas que alguna carga declarada escribió sin historia."""
    cursor.execute("SELECT DISTINCT unnest(tablas) FROM auditoria_historiaomitida")
    return {fila[0] for fila in cursor.fetchall()}


def conciliar(cursor: Any) -> list[Hallazgo]:
    """Compara cada tabla con sus últimos eventos; devuelve las filas que no coinciden."""
    declaradas = tablas_declaradas(cursor)
    hallazgos: list[Hallazgo] = []
    for modelo in modelos_con_historia():
        hallazgos += _conciliar_tabla(cursor, modelo, modelo._meta.db_table in declaradas)
    return hallazgos


def _conciliar_tabla(cursor: Any, modelo: type[models.Model], declarada: bool) -> list[Hallazgo]:
    citar = connection.ops.quote_name
    evento = modelo.pgh_event_model
    columnas = [
        citar(c.column)
        for c in evento._meta.concrete_fields
        if not c.name.startswith("pgh_") and not c.name.endswith(CIFRADO)
    ]
    fila = ", ".join(f"t.{c}" for c in columnas)
    copia = ", ".join(f"e.{c}" for c in columnas)
    llave, tabla = citar(modelo._meta.pk.column), citar(modelo._meta.db_table)
    cursor.execute(
        f"WITH e AS (SELECT DISTINCT ON (pgh_obj_id) * FROM {citar(evento._meta.db_table)} "  # noqa: S608
        f"ORDER BY pgh_obj_id, pgh_id DESC) "
        f"SELECT COALESCE(t.{llave}::text, e.pgh_obj_id::text), e.pgh_id, "
        f"t.{llave} IS NULL, e.pgh_id IS NULL "
        f"FROM {tabla} t FULL JOIN e ON e.pgh_obj_id = t.{llave} "
        f"WHERE (t.{llave} IS NULL AND e.pgh_label <> 'baja') OR (t.{llave} IS NOT NULL AND "
        f"(e.pgh_id IS NULL OR e.pgh_label = 'baja' OR ROW({fila}) IS DISTINCT FROM ROW({copia}))) "
        f"LIMIT {MAXIMO_POR_TABLA}"
    )
    hallazgos = []
    for identificador, pgh_id, falta, sin_evento in cursor.fetchall():
        if sin_evento and declarada:
            continue
        if falta:
            tipo = "borrada sin dejar evento"
        elif sin_evento:
            tipo = "escrita sin dejar evento"
        else:
            tipo = "cambiada sin dejar evento"
        detalle = f"identificador {identificador}"
        hallazgos.append(Hallazgo(tipo, None, modelo._meta.db_table, pgh_id, detalle))
    return hallazgos
