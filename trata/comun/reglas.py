"""Reglas como datos: la misma lista sirve al formulario, a la API y al archivo.

Python puro: no importa Django. Una regla tiene código, campo, mensaje y un predicado que dice
si los datos la incumplen. El código es el nombre de la falta (`fin_antes_de_inicio`).
"""

from collections.abc import Callable, Collection, Iterable, Mapping
from dataclasses import dataclass
from typing import Any

Datos = Mapping[str, Any]


@dataclass(frozen=True)
class Falta:
    """Incumplimiento de una regla: código, campo donde se muestra y frase que dice qué hacer."""

    codigo: str
    campo: str
    mensaje: str
    es_aviso: bool = False


@dataclass(frozen=True)
class Regla:
    """Una regla de negocio.

    `incumple` recibe los datos (nombre de campo → valor ya convertido; las llaves foráneas por
    `<campo>_id`) y devuelve verdadero cuando hay falta. Un aviso (`es_aviso`) no bloquea si la
    persona lo confirma.
    """

    codigo: str
    campo: str
    mensaje: str
    incumple: Callable[[Datos], bool]
    es_aviso: bool = False

    def falta(self) -> Falta:
        """La falta que esta regla produce."""
        return Falta(self.codigo, self.campo, self.mensaje, self.es_aviso)


def faltas(
    reglas: Iterable[Regla], datos: Datos, *, confirmados: Collection[str] = ()
) -> list[Falta]:
    """Aplica las reglas a los datos; devuelve las faltas en el orden de las reglas.

    `confirmados` son los códigos de avisos que la persona ya confirmó.
    """
    return [
        regla.falta()
        for regla in reglas
        if regla.incumple(datos) and not (regla.es_aviso and regla.codigo in confirmados)
    ]


def en_orden(antes: str, despues: str) -> Callable[[Datos], bool]:
    """Predicado: la fecha `despues` es anterior a `antes` (si falta una, no hay falta)."""

    def incumple(datos: Datos) -> bool:
        inicio, fin = datos.get(antes), datos.get(despues)
        return inicio is not None and fin is not None and fin < inicio

    return incumple


def requerido_si(campo: str, condicion: Callable[[Datos], bool]) -> Callable[[Datos], bool]:
    """Predicado: se cumple la condición y el campo está vacío."""

    def incumple(datos: Datos) -> bool:
        return condicion(datos) and datos.get(campo) in (None, "", [], ())

    return incumple


def vacio_si(campo: str, condicion: Callable[[Datos], bool]) -> Callable[[Datos], bool]:
    """Predicado: se cumple la condición y el campo tiene valor."""

    def incumple(datos: Datos) -> bool:
        return condicion(datos) and datos.get(campo) not in (None, "", [], ())

    return incumple
