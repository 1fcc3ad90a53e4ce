"""Las cifras del registro en un periodo, con su camino a las filas."""

from dataclasses import dataclass

from politica.calculados import CifraDelRegistro, cifras
from politica.models import Indicador, Periodo
from trata.cuentas.models import Usuario


@dataclass(frozen=True)
class CifraDePeriodo:
    """Una cifra contada en un periodo, sus listas y los indicadores que la usan."""

    cifra: CifraDelRegistro
    valor: int
    enlaces: list[tuple[str, str]]
    indicadores: list[Indicador]


def cifras_de(periodo: Periodo, usuario: Usuario) -> list[CifraDePeriodo]:
    """Todas las cifras del periodo. Los enlaces, sólo a quien puede abrir esas listas."""
    usan: dict[str, list[Indicador]] = {}
    for indicador in Indicador.objects.exclude(calculado_de=""):
        usan.setdefault(indicador.calculado_de, []).append(indicador)
    return [
        CifraDePeriodo(
            cifra,
            cifra.contar(periodo.inicio, periodo.fin),
            cifra.enlaces(periodo.inicio, periodo.fin)
            if usuario.tiene_permiso(cifra.permiso)
            else [],
            usan.get(codigo, []),
        )
        for codigo, cifra in cifras().items()
    ]


def opciones() -> list[tuple[str, str]]:
    """Para elegir en la ficha de qué cifra se calcula un indicador."""
    return [(c.codigo, c.nombre) for c in cifras().values()]
