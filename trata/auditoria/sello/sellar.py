"""Sellar: firmar en un lote las filas confirmadas que aún no tienen sello.

Una fila es visible sólo cuando su transacción se confirmó, así que quien escribe a la vez no causa
falsas alarmas: su fila entra en un lote posterior. Para no releer toda la tabla, cada lote guarda
`completa_hasta`: la hora en que empezó la transacción más antigua en curso al sellarlo. Lo que se
numeró antes ya se había confirmado (y está sellado) o se descartó. No se guardan números internos
de transacción.
"""

from collections.abc import Mapping
from datetime import UTC, datetime, timedelta
from typing import Any

from trata.auditoria.sello.cadena import Cabecera, ContenidoDeTabla, firmar
from trata.auditoria.sello.tablas import (
    TablaSellada,
    columnas_por_tabla,
    huella_sql,
    preparar_sesion,
    tablas_selladas,
)
from trata.comun.candados import Candado

FILAS_POR_TABLA = 20_000
NADA_COMPLETO = datetime(1970, 1, 2, tzinfo=UTC)
# De las sesiones de otro rol no se ve cuándo empezó su transacción: se supone hasta esto.
TRANSACCION_AJENA = timedelta(hours=1)


def transaccion_mas_antigua(cursor: Any) -> datetime:
    """Hora en que empezó la transacción más antigua que sigue en curso en esta base."""
    cursor.execute(
        "SELECT clock_timestamp(), min(xact_start) FILTER (WHERE pid <> pg_backend_pid()), "
        "count(*) FILTER (WHERE backend_start IS NULL) FROM pg_stat_activity "
        "WHERE datname = current_database() AND backend_type = 'client backend'"
    )
    ahora, antigua, ajenas = cursor.fetchone()
    limite = min(ahora, antigua or ahora)
    return min(limite, ahora - TRANSACCION_AJENA) if ajenas else limite


def tomar_turno(cursor: Any) -> bool:
    """Un solo sellador a la vez; el turno dura hasta el fin de la transacción."""
    cursor.execute("SELECT pg_try_advisory_xact_lock(%s, 0)", [Candado.SELLO])
    return bool(cursor.fetchone()[0])


def sellar(cursor: Any, llaves: Mapping[str, bytes], *, desde: datetime) -> int | None:
    """Firma un lote con lo pendiente, en la transacción de `cursor`; devuelve su número.

    `desde` se calcula antes, en otra transacción. Devuelve `None` si no hay nada que sellar o si
    otro sellador tiene el turno.
    """
    if not tomar_turno(cursor):
        return None
    preparar_sesion(cursor)
    cursor.execute(
        "SELECT numero, firma, completa_hasta FROM auditoria_lote ORDER BY numero DESC LIMIT 1"
    )
    numero, anterior, completa = cursor.fetchone() or (0, "", NADA_COMPLETO)
    columnas, marcas = columnas_por_tabla(cursor), _marcas(cursor, completa)
    pendientes = (
        _pendiente(cursor, tabla, columnas[tabla.nombre], *marcas.get(tabla.nombre, (0, 0)))
        for tabla in tablas_selladas()
        if tabla.nombre in columnas
    )
    contenidos = [c for c in pendientes if c is not None]
    filas = sum(len(c.llaves) for c in contenidos)
    if not filas:
        return None
    # Después de leer: ninguna fila de este lote se numeró más tarde que `momento`.
    cursor.execute("SELECT clock_timestamp()")
    momento = cursor.fetchone()[0]
    if all(len(c.llaves) < FILAS_POR_TABLA for c in contenidos):
        completa = max(completa, desde)
    identificador, llave = next(iter(llaves.items()))
    cabecera = Cabecera(numero + 1, momento, completa, filas, identificador, anterior)
    _guardar(cursor, cabecera, contenidos, firmar(llave, cabecera, contenidos))
    return cabecera.numero


def _marcas(cursor: Any, completa: datetime) -> dict[str, tuple[int, int]]:
    """Por tabla, la llave hasta la que no hay que volver a mirar y el lote en que quedó.

    Lo numerado antes de `completa` (del lote anterior) ya está sellado o no llegó a guardarse.
    """
    cursor.execute(
        "SELECT lt.tabla, max(lt.ultima), max(lt.lote_id) "
        "FROM auditoria_lotetabla lt JOIN auditoria_lote l ON l.numero = lt.lote_id "
        "WHERE l.momento <= %s GROUP BY lt.tabla",
        [completa],
    )
    return {tabla: (marca, lote) for tabla, marca, lote in cursor.fetchall()}


def _pendiente(
    cursor: Any, tabla: TablaSellada, columnas: list[str], marca: int, lote: int
) -> ContenidoDeTabla | None:
    """Las filas de la tabla sin sello, hasta un máximo por lote."""
    cursor.execute(
        f"WITH sellada AS (SELECT unnest(llaves) AS llave FROM auditoria_lotetabla "  # noqa: S608
        f"WHERE tabla = %s AND lote_id > %s) "
        f"SELECT t.{tabla.llave}, {huella_sql(columnas)} FROM {tabla.sql} t "
        f"WHERE t.{tabla.llave} > %s "
        f"AND NOT EXISTS (SELECT 1 FROM sellada s WHERE s.llave = t.{tabla.llave}) "
        f"ORDER BY t.{tabla.llave} LIMIT {FILAS_POR_TABLA}",
        [tabla.nombre, lote, marca],
    )
    filas = cursor.fetchall()
    if not filas:
        return None
    return ContenidoDeTabla(
        tabla.nombre,
        tuple(columnas),
        tuple(f[0] for f in filas),
        b"".join(bytes(f[1]) for f in filas),
    )


def _guardar(
    cursor: Any, cabecera: Cabecera, contenidos: list[ContenidoDeTabla], firma: str
) -> None:
    cursor.execute(
        "INSERT INTO auditoria_lote (numero, momento, completa_hasta, filas, llave, anterior, "
        "firma) "
        "VALUES (%s, %s, %s, %s, %s, %s, %s)",
        [
            *(cabecera.numero, cabecera.momento, cabecera.completa_hasta, cabecera.filas),
            *(cabecera.llave, cabecera.anterior, firma),
        ],
    )
    for contenido in contenidos:
        cursor.execute(
            "INSERT INTO auditoria_lotetabla (lote_id, tabla, columnas, llaves, ultima, huellas) "
            "VALUES (%s, %s, %s, %s, %s, %s)",
            [
                *(cabecera.numero, contenido.tabla, list(contenido.columnas)),
                *(list(contenido.llaves), contenido.llaves[-1], contenido.huellas),
            ],
        )
