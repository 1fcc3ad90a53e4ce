"""Qué se cuenta de las regiones y por qué: una definición por dato, para la API y los informes.

Se cuenta en vivo y no en celdas: son miles de filas, no millones, y una capacitación vale por sus
participantes, no por una fila (ADR 0030). Cada hecho nombra su unidad; nunca se suman entre sí ni
con víctimas o casos.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.db.models import Case, Count, F, IntegerField, Model, OuterRef, Subquery, Value, When
from django.db.models.functions import Coalesce

from regiones.models import Acuerdo, AsistenciaTecnica, Capacitacion, Participante, Sesion

EN_LISTA = Subquery(
    Participante.objects.filter(capacitacion=OuterRef("pk"))
    .order_by()
    .values("capacitacion")
    .annotate(n=Count("pk"))
    .values("n"),
    output_field=IntegerField(),
)


@dataclass(frozen=True)
class Dimension:
    """Por qué se puede repartir un hecho: su nombre y el campo."""

    nombre: str
    campo: str


@dataclass(frozen=True)
class Hecho:
    """Algo que se cuenta.

    `peso` es cuánto vale cada fila (1 si no se dice); `filtro`, qué filas cuentan.
    """

    codigo: str
    nombre: str
    unidad: str
    que_cuenta: str
    modelo: type[Model]
    dimensiones: Mapping[str, Dimension]
    filtro: Mapping[str, Any]
    peso: Any = Value(1)


REGION = Dimension("Espacio", "espacio__codigo")
CAPACITACIONES = Hecho(
    codigo="capacitaciones",
    nombre="Participaciones en capacitaciones",
    unidad="participaciones",
    que_cuenta="Filas de lista y totales declarados de capacitaciones realizadas, en el espacio "
    "que las registra. No son personas distintas.",
    modelo=Capacitacion,
    dimensiones={
        "anio": Dimension("Año", "anio"),
        "espacio": REGION,
        "publico": Dimension("Dirigida a", "publico"),
        "modalidad": Dimension("Modalidad", "modalidad"),
        "forma": Dimension("Cómo se registró", "forma"),
    },
    filtro={"estado": Capacitacion.Estado.REALIZADA},
    peso=Case(
        When(forma=Capacitacion.Forma.LISTA, then=Coalesce(EN_LISTA, 0)),
        default=Coalesce(F("total_declarado"), 0),
        output_field=IntegerField(),
    ),
)
ESPACIOS = Hecho(
    codigo="sesiones",
    nombre="Sesiones de los espacios",
    unidad="sesiones",
    que_cuenta="Sesiones convocadas, por el año de su fecha.",
    modelo=Sesion,
    dimensiones={
        "anio": Dimension("Año", "fecha__year"),
        "espacio": REGION,
        "estado": Dimension("Situación", "estado"),
        "tipo": Dimension("Tipo", "tipo"),
    },
    filtro={},
)
ACUERDOS = Hecho(
    codigo="acuerdos",
    nombre="Acuerdos de los espacios",
    unidad="acuerdos",
    que_cuenta="Acuerdos, por el año de su sesión.",
    modelo=Acuerdo,
    dimensiones={
        "anio": Dimension("Año", "sesion__fecha__year"),
        "espacio": REGION,
        "estado": Dimension("Estado", "estado"),
    },
    filtro={},
)
ASISTENCIAS = Hecho(
    codigo="asistencias",
    nombre="Asistencias técnicas",
    unidad="asistencias",
    que_cuenta="Asistencias técnicas del Ministerio a los espacios.",
    modelo=AsistenciaTecnica,
    dimensiones={
        "anio": Dimension("Año", "anio"),
        "espacio": REGION,
        "tema": Dimension("Tema", "tema"),
        "estado": Dimension("Estado", "estado"),
    },
    filtro={},
)
HECHOS: Mapping[str, Hecho] = {
    h.codigo: h for h in (CAPACITACIONES, ESPACIOS, ACUERDOS, ASISTENCIAS)
}
