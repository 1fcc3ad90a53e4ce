"""Cifras del registro que alimentan indicadores de la política.

Cuentan lo mismo que los tableros: materia trata (sola o con tráfico de migrantes), casos enviados
o conformes, por fecha de registro; víctimas no retiradas ni descartadas.
"""

from datetime import date

from django.db.models import QuerySet

from casos.models import Caso, Victima
from casos.reglas.completo import CON_TRATA
from casos.vocabulario import vocabulario
from politica.calculados import CifraDelRegistro, Filtros
from trata.cuentas.permisos import Permiso

RESCATE = "rescatada_operativo"


def casos_entre(desde: date, hasta: date) -> QuerySet[Caso]:
    """Los casos contables registrados entre dos fechas, inclusive."""
    return Caso.objects.contables().filter(
        materia__in=CON_TRATA, fecha_de_registro__range=(desde, hasta)
    )


def victimas_entre(desde: date, hasta: date) -> QuerySet[Victima]:
    """Sus víctimas en pie."""
    casos = casos_entre(desde, hasta).order_by().values("pk")
    return Victima.objects.vigentes().filter(caso__in=casos).exclude(estado="descartada")


def _filas(desde: date, hasta: date) -> list[tuple[str, Filtros]]:
    """Los filtros de la lista de casos que muestran esas filas, una lista por materia."""
    return [
        (
            vocabulario("materia").nombre_de(materia),
            {
                "desde": desde.isoformat(),
                "hasta": hasta.isoformat(),
                "materia": materia,
                "estado": [str(e) for e in Caso.CONTABLES],
            },
        )
        for materia in CON_TRATA
    ]


def _filas_de_rescate(desde: date, hasta: date) -> list[tuple[str, Filtros]]:
    return [(n, {**f, "hallazgo": RESCATE}) for n, f in _filas(desde, hasta)]


CASOS_REGISTRADOS = CifraDelRegistro(
    codigo="casos_registrados",
    nombre="Casos de trata registrados",
    unidad="casos",
    que_cuenta="Casos enviados o conformes, de materia trata, por fecha de registro.",
    contar=lambda desde, hasta: casos_entre(desde, hasta).count(),
    vista="casos:lista",
    permiso=Permiso.CASO_VER,
    filas=_filas,
)
VICTIMAS_DETECTADAS = CifraDelRegistro(
    codigo="victimas_detectadas",
    nombre="Víctimas detectadas",
    unidad="víctimas",
    que_cuenta="Víctimas no descartadas de esos casos, por la fecha de registro del caso.",
    contar=lambda desde, hasta: victimas_entre(desde, hasta).count(),
    vista="casos:lista",
    permiso=Permiso.CASO_VER,
    filas=_filas,
)
VICTIMAS_RESCATADAS = CifraDelRegistro(
    codigo="victimas_rescatadas",
    nombre="Víctimas rescatadas en operativos",
    unidad="víctimas",
    que_cuenta="De las víctimas detectadas, las que se ubicaron en un operativo.",
    contar=lambda desde, hasta: victimas_entre(desde, hasta).filter(hallazgo=RESCATE).count(),
    vista="casos:lista",
    permiso=Permiso.CASO_VER,
    filas=_filas_de_rescate,
)
