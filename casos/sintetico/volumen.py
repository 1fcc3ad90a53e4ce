"""Multiplicar el registro sintético para medir: el mismo reparto, muchas veces.

Sólo para volúmenes de prueba: se escribe con SQL y, declarado, sin un evento de historia por fila.
"""

from django.db import connection, models

from casos.models import Caso, CasoLugar, Victima
from trata.auditoria.historia import sin_historia

SALTO = 10_000_000
"""Distancia entre las llaves de una copia y la siguiente."""

# Sin parámetros: quien omite la historia antepone su propia sentencia. Todos son enteros propios.
# Columnas que no se copian tal cual: la llave se corre y lo único se vuelve único otra vez.
PROPIAS = {
    "id": "t.id + k.k * {salto}",
    "caso_id": "t.caso_id + k.k * {salto}",
    "uuid": "gen_random_uuid()",
    "codigo": "'T' || substr(t.codigo, 7) || '-' || k.k",
    "seudonimo": "'T' || substr(t.seudonimo, 7) || '-' || k.k",
}


def _copiar(modelo: type[models.Model]) -> str:
    columnas = [c.column for c in modelo._meta.concrete_fields]
    valores = ", ".join(PROPIAS.get(c, f"t.{c}") for c in columnas)
    return (
        f"INSERT INTO {modelo._meta.db_table} ({', '.join(columnas)}) SELECT {valores} "  # noqa: S608
        f"FROM {modelo._meta.db_table} t, generate_series({{desde}}, {{hasta}}) AS k(k) "
        f"WHERE t.id < {{salto}}"
    )


def multiplicar(hasta: int) -> int:
    """Agrega copias del registro hasta tener al menos `hasta` víctimas; devuelve cuántas hay.

    Requiere el registro calibrado ya cargado. Las copias que ya existan no se repiten.
    """
    base = Victima.objects.filter(pk__lt=SALTO).count()
    hechas = Caso.objects.order_by("-pk").values_list("pk", flat=True).first() // SALTO
    veces = -(-hasta // base) - 1
    if veces > hechas:
        datos = {"salto": SALTO, "desde": hechas + 1, "hasta": veces}
        modelos = (Caso, CasoLugar, Victima)
        with (
            sin_historia(*modelos, motivo="Volumen sintético para medir"),
            connection.cursor() as cursor,
        ):
            for modelo in modelos:
                cursor.execute(_copiar(modelo).format(**datos))
    return Victima.objects.count()
