"""La diferencia entre dos lados: sólo entre períodos que se pueden restar."""

from dataclasses import dataclass, field

import pytest

from trata.agregados.cortes import Corte
from trata.agregados.tramos import Tramo
from trata.comun.formato import NBSP
from trata.tableros.comparacion import cuanto_cambia


@dataclass
class Lado:
    """Lo que la comparación mira de un pedido."""

    total: int
    corte: Corte = field(default_factory=lambda: Corte(2024))
    es_parcial: bool = False
    unidad: str = "víctimas"
    lugar: str = "Perú"
    periodo: str = "2023"


SEMESTRE = Corte(2024, tramo=Tramo((2024, 1), (2024, 6)))


@pytest.mark.parametrize(
    ("a", "b", "resta", "porque"),
    [
        (Lado(669), Lado(583), "+86", "víctimas: +14,8 % frente a Perú, 2023"),
        (Lado(500), Lado(583), "−83", "víctimas: −14,2 % frente a Perú, 2023"),
        (Lado(9), Lado(583), "−574", "son pocos registros"),
        (Lado(669, SEMESTRE), Lado(583), "—", "no duran lo mismo"),
        (Lado(669, Corte(2024, mes=3)), Lado(583, SEMESTRE), "—", "no duran lo mismo"),
        (Lado(384, es_parcial=True), Lado(669), "—", "está incompleto"),
        (Lado(384), Lado(669, es_parcial=True), "—", "está incompleto"),
    ],
)
def test_se_resta_o_se_dice_por_que_no(a: Lado, b: Lado, resta: str, porque: str) -> None:
    dicha, razon = cuanto_cambia(a, b)
    assert dicha == resta
    assert porque in razon.replace(NBSP, " ")
