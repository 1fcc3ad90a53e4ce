"""De la serie a celdas: sitúa cada cantidad, suma los niveles altos y no inventa nada.

Entra el contenido revisado (o la serie reducida que trae el proyecto); sale un diccionario de
coordenadas a cantidad. Las coordenadas son las de `models.Celda`, con `None` en los niveles altos.
"""

from collections import Counter
from collections.abc import Iterable, Iterator
from typing import NamedTuple

from trata.agregados.serie.contenido import TOTAL, Contenido
from trata.agregados.serie.tipos import MES_NO_PUBLICADO, Dato
from trata.agregados.variables import catalogo
from trata.territorio.nombres import indice

PREFIJO_DE_TOTAL = "F1_"
SEXO_DEL_PREFIJO = {"EF_": 1, "EM_": 2}


class Coordenada(NamedTuple):
    """Dónde va una cantidad. Ver las convenciones en `models`."""

    departamento: int | None
    anio: int
    mes: int | None
    variable: int = 0
    categoria: int = 0
    variable2: int | None = None
    categoria2: int | None = None


def datos_de(contenido: Contenido) -> Iterator[Dato]:
    """Las cantidades no nulas, sin los totales que repiten a sus partes.

    De los subtotales por sexo sólo pasan los de años sin edades (2017): es lo único que dice el
    sexo de esas personas.
    """
    con_edad = {
        f.anio for f in contenido.filas if f.valor and f.item.startswith(("EF_DE", "EM_DE"))
    }
    suma: Counter[tuple[int, int, int, str]] = Counter()
    for fila in contenido.filas:
        es_sexo_solo = fila.item.endswith("_SUB TOTAL") and fila.anio not in con_edad
        if fila.valor and ("TOTAL" not in fila.item or es_sexo_solo):
            mes = MES_NO_PUBLICADO if fila.anio in contenido.anios_sin_mes else fila.mes
            departamento = int(indice().departamento(fila.lugar) or 0)
            suma[(fila.anio, mes, departamento, fila.item)] += fila.valor
    for clave in sorted(suma):
        yield Dato(*clave, suma[clave])


def _hojas(datos: Iterable[Dato]) -> Counter[Coordenada]:
    """Celdas de departamento y mes: total, cada variable y el cruce de sexo y edad."""
    por_item = catalogo().por_item()
    edad = catalogo().variables["grupo_edad"].numero
    sexo = catalogo().variables["sexo"].numero
    hojas: Counter[Coordenada] = Counter()
    for anio, mes, departamento, item, valor in datos:
        lugar = (departamento, anio, mes)
        if item.startswith(PREFIJO_DE_TOTAL) and item != TOTAL:
            hojas[Coordenada(*lugar)] += valor
        for variable, categoria in por_item.get(item, ()):
            hojas[Coordenada(*lugar, variable.numero, categoria.numero)] += valor
            if variable.numero == edad:
                mujer_u_hombre = SEXO_DEL_PREFIJO[item[:3]]
                hojas[Coordenada(*lugar, sexo, mujer_u_hombre)] += valor
                hojas[Coordenada(*lugar, sexo, mujer_u_hombre, edad, categoria.numero)] += valor
    return hojas


def celdas_de(datos: Iterable[Dato]) -> Counter[Coordenada]:
    """Hojas y niveles altos: país, año, y país y año a la vez."""
    celdas: Counter[Coordenada] = Counter()
    for hoja, n in _hojas(datos).items():
        for departamento in (hoja.departamento, None):
            for mes in (hoja.mes, None):
                celdas[hoja._replace(departamento=departamento, mes=mes)] += n
    return celdas
