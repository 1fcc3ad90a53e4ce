"""Manipulaciones al azar de la historia, hechas como superusuario y sin disparadores.

Cada función recibe un cursor y un generador de azar, altera algo y devuelve qué tabla y qué fila
tocó (o `None` si la manipulación no deja una fila). Se deshacen con ROLLBACK.
"""

from random import Random
from typing import Any

EVENTOS = "cuentas_usuarioevent"
ACCESOS = "auditoria_acceso"


def _una(cursor: Any, azar: Random, tabla: str, llave: str) -> int:
    cursor.execute(f"SELECT {llave} FROM {tabla} ORDER BY {llave}")
    return azar.choice([fila[0] for fila in cursor.fetchall()])


def _tabla(azar: Random) -> tuple[str, str, str]:
    return azar.choice([(EVENTOS, "pgh_id", "pgh_created_at"), (ACCESOS, "id", "momento")])


def editar(cursor: Any, azar: Random) -> tuple[str, int]:
    """Cambia un valor de un evento o de un acceso."""
    if azar.random() < 0.5:
        fila = _una(cursor, azar, EVENTOS, "pgh_id")
        cursor.execute(f"UPDATE {EVENTOS} SET nombres = nombres || 'x' WHERE pgh_id = %s", [fila])
        return EVENTOS, fila
    fila = _una(cursor, azar, ACCESOS, "id")
    cursor.execute(f"UPDATE {ACCESOS} SET motivo = 'otro motivo' WHERE id = %s", [fila])
    return ACCESOS, fila


def borrar(cursor: Any, azar: Random) -> tuple[str, int]:
    """Borra una fila."""
    tabla, llave, _ = _tabla(azar)
    fila = _una(cursor, azar, tabla, llave)
    cursor.execute(f"DELETE FROM {tabla} WHERE {llave} = %s", [fila])
    return tabla, fila


def insertar_atrasada(cursor: Any, azar: Random) -> tuple[str, int]:
    """Mete una fila con fecha de antes del sello."""
    origen = _una(cursor, azar, ACCESOS, "id")
    cursor.execute(
        f"INSERT INTO {ACCESOS} (uuid, momento, usuario_id, rol, objeto_tipo, objeto_id, campos, "
        f"motivo, resultado, direccion, url) SELECT gen_random_uuid(), "
        f"momento - make_interval(mins => %s), usuario_id, rol, objeto_tipo, objeto_id, campos, "
        f"motivo, resultado, direccion, url FROM {ACCESOS} WHERE id = %s RETURNING id",
        [azar.randint(30, 50_000), origen],
    )
    return ACCESOS, cursor.fetchone()[0]


def insertar_en_hueco(cursor: Any, azar: Random) -> tuple[str, int]:
    """Mete una fila con fecha de hoy en un número ya pasado."""
    fila = _una(cursor, azar, ACCESOS, "id")
    cursor.execute(f"DELETE FROM {ACCESOS} WHERE id = %s RETURNING usuario_id", [fila])
    usuario = cursor.fetchone()[0]
    cursor.execute(
        f"INSERT INTO {ACCESOS} (id, uuid, momento, usuario_id, rol, objeto_tipo, objeto_id, "
        f"campos, motivo, resultado, direccion, url) VALUES (%s, gen_random_uuid(), now(), %s, "
        f"'', 'x.y', '1', '{{}}', 'm', 'mostrado', '', '')",
        [fila, usuario],
    )
    return ACCESOS, fila


def correr_la_hora(cursor: Any, azar: Random) -> tuple[str, int]:
    """Mueve la hora de una fila, aunque sea un microsegundo."""
    tabla, llave, momento = _tabla(azar)
    fila = _una(cursor, azar, tabla, llave)
    cursor.execute(
        f"UPDATE {tabla} SET {momento} = {momento} + make_interval(secs => %s) WHERE {llave} = %s",
        [azar.choice([0.000001, -0.5, 3600, -86400]), fila],
    )
    return tabla, fila


def cambiar_autor(cursor: Any, azar: Random) -> tuple[str, int]:
    """Le echa la culpa a otra persona."""
    if azar.random() < 0.5:
        fila = _una(cursor, azar, EVENTOS, "pgh_id")
        cursor.execute(
            f"UPDATE {EVENTOS} SET pgh_context = '{{\"usuario\": 999999}}' WHERE pgh_id = %s",
            [fila],
        )
        return EVENTOS, fila
    fila = _una(cursor, azar, ACCESOS, "id")
    cursor.execute(
        f"UPDATE {ACCESOS} SET usuario_id = (SELECT min(id) FROM cuentas_usuario WHERE id <> "
        f"usuario_id) WHERE id = %s",
        [fila],
    )
    return ACCESOS, fila


def intercambiar(cursor: Any, azar: Random) -> tuple[str, int]:
    """Intercambia el contenido de dos filas."""
    cursor.execute(f"SELECT id FROM {ACCESOS}")
    una, otra = azar.sample([f[0] for f in cursor.fetchall()], 2)
    cursor.execute(f"UPDATE {ACCESOS} SET id = -1 WHERE id = %s", [una])
    cursor.execute(f"UPDATE {ACCESOS} SET id = %s WHERE id = %s", [una, otra])
    cursor.execute(f"UPDATE {ACCESOS} SET id = %s WHERE id = -1", [otra])
    return ACCESOS, una


def recortar_la_cola(cursor: Any, azar: Random) -> None:
    """Borra los últimos lotes con todas sus filas, como si no hubieran existido."""
    cursor.execute("SELECT numero FROM auditoria_lote ORDER BY numero DESC LIMIT 4")
    numeros = [f[0] for f in cursor.fetchall()]
    desde = numeros[azar.randrange(len(numeros))]
    for tabla, llave in ((EVENTOS, "pgh_id"), (ACCESOS, "id")):
        cursor.execute(
            f"DELETE FROM {tabla} WHERE {llave} IN (SELECT unnest(llaves) FROM auditoria_lotetabla "
            f"WHERE tabla = %s AND lote_id >= %s)",
            [tabla, desde],
        )
    cursor.execute("DELETE FROM auditoria_lotetabla WHERE lote_id >= %s", [desde])
    cursor.execute("DELETE FROM auditoria_lote WHERE numero >= %s", [desde])


def quitar_un_lote(cursor: Any, azar: Random) -> None:
    """Borra un lote de en medio, sin sus filas."""
    cursor.execute("SELECT max(numero) FROM auditoria_lote")
    numero = azar.randint(1, cursor.fetchone()[0] - 1)
    cursor.execute("DELETE FROM auditoria_lotetabla WHERE lote_id = %s", [numero])
    cursor.execute("DELETE FROM auditoria_lote WHERE numero = %s", [numero])
