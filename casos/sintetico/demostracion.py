"""El paso de la demostración: 5 142 víctimas inventadas que suman como la serie oficial."""

from collections.abc import Callable

from casos.models import Caso
from casos.sintetico.escritura import escribir
from casos.sintetico.margenes import mazos
from casos.sintetico.personas import CasoSintetico, Fabrica
from trata.agregados.acciones import recalcular_todo
from trata.agregados.serie.reducida import leer_reducida
from trata.comun.formato import entero

PRIMERO = "TRATA-2017-000001"


def sinteticos(semilla: int = 9) -> list[CasoSintetico]:
    """Los casos de toda la serie, siempre los mismos para la misma semilla."""
    fabrica = Fabrica(semilla)
    datos, _ = leer_reducida()
    return [caso for lugar, mazo in mazos(datos).items() for caso in fabrica.casos(lugar, mazo)]


def cargar(decir: Callable[[str], None] = lambda _: None) -> None:
    """Escribe el registro calibrado y calcula sus celdas. Si ya está, no hace nada."""
    if Caso.objects.filter(codigo=PRIMERO, es_demostracion=True).exists():
        return
    decir("Registro sintético: repartiendo la serie oficial en casos…")
    casos = sinteticos()
    escribir(casos)
    victimas = sum(len(c.victimas) for c in casos)
    decir(f"Registro sintético: {entero(len(casos))} casos y {entero(victimas)} víctimas.")
    corrida = recalcular_todo()
    decir(f"Estadísticas: {entero(corrida.celdas)} celdas calculadas.")
