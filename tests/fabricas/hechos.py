"""Hechos al azar para probar el motor sin pasar por el registro."""

import random
from typing import Any

from trata.agregados.models import Celda, HechoVictima
from trata.agregados.motor.fuentes import FuenteDeHechos
from trata.agregados.variables import variable


def al_azar(semilla: int, cuantos: int, *, anios: tuple[int, ...] = (2020, 2021)) -> list[dict]:
    """Filas de hechos con todas sus columnas."""
    azar = random.Random(semilla)
    campos = [c.name for c in HechoVictima._meta.concrete_fields]
    fijas = {"id", "caso", "anio", "mes", "departamento", "provincia", "contable"}
    filas = []
    for i in range(1, cuantos + 1):
        departamento = azar.choice([0, 8, 15, 25])
        fila: dict[str, Any] = {
            "id": i,
            "caso": azar.randint(1, max(cuantos // 2, 1)),
            "anio": azar.choice(anios),
            "mes": azar.choice([0, 1, 2, 12]),
            "departamento": departamento,
            "provincia": departamento and departamento * 100 + azar.randint(0, 2),
            "contable": azar.random() < 0.9,
        }
        for campo in campos:
            if campo not in fijas:
                fila[campo] = azar.choice([0] + [c.numero for c in variable(campo).categorias][:5])
        filas.append(fila)
    return filas


def guardar(filas: list[dict]) -> None:
    """Reemplaza los hechos por estos."""
    HechoVictima.objects.all().delete()
    HechoVictima.objects.bulk_create([HechoVictima(**f) for f in filas])


def celdas_guardadas(f: FuenteDeHechos) -> dict[tuple, int]:
    """Las celdas del registro como las cuenta el oráculo."""
    campos = (
        *("departamento", "provincia", "anio", "mes"),
        *("variable", "categoria", "variable2", "categoria2"),
    )
    filas = Celda.objects.filter(fuente=2, unidad=f.unidad).values_list(*campos, "n")
    return {tuple(x[:-1]): x[-1] for x in filas}
