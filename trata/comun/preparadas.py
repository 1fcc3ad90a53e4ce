"""Consultas que se repiten en cada pedido: se compilan una vez por proceso y sólo cambian valores.

Para lo que Django tardaría más en redactar que la base en responder.
"""

from collections.abc import Callable, Sequence
from datetime import UTC, date, datetime
from functools import cached_property
from typing import Any

from django.db import connection, models
from django.db.models import QuerySet

LISTA = "lista"
# Un valor que no puede ser de verdad ocupa el lugar de cada hueco mientras se redacta.
_TESTIGOS: dict[Any, Callable[[int], Any]] = {
    int: lambda i: -918_273_600 - i,
    LISTA: lambda i: -918_273_600 - i,
    date: lambda i: date(1 + i, 2, 3),
    datetime: lambda i: datetime(1 + i, 2, 3, 4, 5, 6, 7, tzinfo=UTC),
}


class Preparada:
    """`armar` recibe un valor por hueco y devuelve el conjunto; `huecos` son sus clases.

    Un hueco `LISTA` recibe una lista de llaves y va en un `__in`. Lanza `ValueError` si un hueco
    no llega solo y entero a la sentencia, o si algún campo se convierte al leerlo.
    """

    def __init__(self, armar: Callable[..., QuerySet], *huecos: Any) -> None:
        self.armar, self.huecos = armar, huecos

    @cached_property
    def _redactada(self) -> tuple[str, list[Any]]:
        """La sentencia y, por parámetro, el número de su hueco o su valor fijo en una tupla."""
        testigos = self._testigos()
        sentencia, parametros = self._de_muestra().query.sql_with_params()
        pedazos = sentencia.split("%s")
        plan: list[Any] = [testigos.index(p) if p in testigos else (p,) for p in parametros]
        for i, hueco in enumerate(plan):
            if isinstance(hueco, int) and self.huecos[hueco] == LISTA:
                if not pedazos[i].endswith("IN (") or not pedazos[i + 1].startswith(")"):
                    raise ValueError("Un hueco de lista va solo en un «IN (…)».")
                pedazos[i] = pedazos[i].removesuffix("IN (") + "= ANY("
        if {p for p in plan if isinstance(p, int)} != set(range(len(self.huecos))):
            raise ValueError("Cada hueco tiene que llegar entero a la sentencia.")
        return "%s".join(pedazos), plan

    def _testigos(self) -> list[Any]:
        return [_TESTIGOS[h](i) for i, h in enumerate(self.huecos)]

    def _de_muestra(self) -> QuerySet:
        pares = zip(self.huecos, self._testigos(), strict=True)
        return self.armar(*([t] if h == LISTA else t for h, t in pares))

    def filas(self, *valores: Any) -> list[tuple]:
        """Las filas tal como las entrega la base, en el orden del conjunto."""
        sentencia, plan = self._redactada
        parametros = [valores[p] if isinstance(p, int) else p[0] for p in plan]
        with connection.cursor() as cursor:
            cursor.execute(sentencia, parametros)
            return cursor.fetchall()

    @cached_property
    def _campos(self) -> tuple[type[models.Model], Sequence[str]]:
        modelo = self._de_muestra().model
        campos = modelo._meta.concrete_fields
        for campo in campos:
            propios = campo.get_db_converters(connection)
            if propios or connection.ops.get_db_converters(campo.get_col(modelo._meta.db_table)):
                raise ValueError(f"{modelo.__name__}.{campo.name} se convierte al leerlo.")
        return modelo, [c.attname for c in campos]

    def objetos(self, *valores: Any) -> list[Any]:
        """Las filas como objetos del modelo. El conjunto trae todas sus columnas."""
        modelo, nombres = self._campos
        return [modelo.from_db("default", nombres, fila) for fila in self.filas(*valores)]
