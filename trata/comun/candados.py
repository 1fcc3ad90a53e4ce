"""Los candados consultivos de la base: cada uno con su nombre y su número, en un solo registro.

Un candado hace esperar a quien quiera lo mismo, aunque esté en otro proceso o en otra máquina, y se
suelta al terminar la transacción que lo tomó. Dos cosas distintas no comparten número.
"""

from enum import IntEnum, unique

from django.db import connection

# Con una clave de texto el número va de semilla: textos iguales de dos candados no se estorban.
_ESPERAR = {
    int: "SELECT pg_advisory_xact_lock(%(candado)s, %(clave)s)",
    str: "SELECT pg_advisory_xact_lock(hashtextextended(%(clave)s, %(candado)s))",
}
_INTENTAR = {
    int: "SELECT pg_try_advisory_xact_lock(%(candado)s, %(clave)s)",
    str: "SELECT pg_try_advisory_xact_lock(hashtextextended(%(clave)s, %(candado)s))",
}


@unique
class Candado(IntEnum):
    """Qué cuida cada número."""

    TRABAJO = 7304  # clave: el trabajo. Dura lo que su proceso, no una transacción
    RECALCULO = 7305
    IDEMPOTENCIA = 7306  # clave: cuenta y clave de la petición
    SELLO = 7307
    NUMERO_DE_CONTROL = 7308  # incidentes y solicitudes ARCO
    CODIGO_EXTERNO = 7309  # clave: institución, recurso y código
    NUMERO_DE_INFORME = 7310  # clave: el año
    IMPORTACION = 7311  # clave: parte de la huella del archivo
    LLAVE_DE_FIRMA = 7312
    SERIE_OFICIAL = 7313
    DOCUMENTO = 7314  # clave: índice ciego del documento


def tomar(candado: Candado, clave: int | str = 0) -> None:
    """Espera el candado y lo tiene hasta el fin de la transacción."""
    with connection.cursor() as cursor:
        cursor.execute(_ESPERAR[type(clave)], {"candado": int(candado), "clave": clave})


def intentar(candado: Candado, clave: int | str = 0) -> bool:
    """Lo toma si está libre, hasta el fin de la transacción; si no, devuelve falso sin esperar."""
    with connection.cursor() as cursor:
        cursor.execute(_INTENTAR[type(clave)], {"candado": int(candado), "clave": clave})
        return bool(cursor.fetchone()[0])
