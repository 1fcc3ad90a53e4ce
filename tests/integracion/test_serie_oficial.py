"""La serie oficial entra entera, dos veces da lo mismo, y sus cifras conocidas salen."""

import time
from typing import Any

import pytest
from django.db import IntegrityError, transaction

from tests.fabricas import serie_publicada as publicada
from trata.agregados.acciones import cargar_serie_incluida, importar_serie
from trata.agregados.models import Carga, Celda, NumeroDeFuente, Unidad

pytestmark = pytest.mark.django_db

TOTALES = {
    2017: 725, 2018: 734, 2019: 509, 2020: 372, 2021: 535, 2022: 631, 2023: 583, 2024: 669,
    2025: 384,
}  # fmt: skip


def celdas() -> dict[tuple[Any, ...], int]:
    campos = [c.name for c in Celda._meta.concrete_fields if c.name not in ("id", "n")]
    return {fila[:-1]: fila[-1] for fila in Celda.objects.values_list(*campos, "n")}


def n(anio: int, variable: int = 0, categorias: tuple[int, ...] = (0,), **donde: Any) -> int:
    filtro = {"departamento": None, "provincia": None, "mes": None, "variable2": None} | donde
    return sum(
        Celda.objects.filter(
            fuente=NumeroDeFuente.SERIE_PNP, anio=anio, variable=variable,
            categoria__in=categorias, **filtro,
        ).values_list("n", flat=True)
    )  # fmt: skip


def test_los_totales_anuales_son_los_publicados() -> None:
    cargar_serie_incluida()
    assert {anio: n(anio) for anio in TOTALES} == TOTALES
    assert sum(TOTALES.values()) == 5142


@pytest.mark.parametrize(
    ("variable", "categorias", "esperado", "items"),
    [
        (1, (1,), 426, [f"EF_DE {x} AÑOS" for x in ("0 A 5", "6 A 11", "12 A 17", "18 A 29",
                                                    "30 A 59")] + ["EF_DE 60 A MAS"]),
        (2, (4,), 302, ["EF_DE 18 A 29 AÑOS", "EM_DE 18 A 29 AÑOS"]),
        (4, (2,), 393, ["P3_SECUNDARIA"]),
        (3, (1, 2), 427, ["F1_EXPLOTACION SEXUAL", "F1_EXPLOTACION LABORAL"]),
        (5, (1, 2, 3, 4), 78, ["P4_CONOCIDO", "P4_CONYUGE", "P4_FAMILIAR", "P4_TUTOR"]),
        (6, (1, 2, 3), 52, ["P5_MADRE", "P5_HERMANA", "P5_UN FAMILIAR"]),
    ],
)  # fmt: skip
def test_las_seis_cifras_de_2021_salen_de_una_lectura_independiente(
    variable: int, categorias: tuple[int, ...], esperado: int, items: list[str]
) -> None:
    assert publicada.suma(items=items, anio=2021) == esperado
    assert n(2021, variable, categorias) == esperado
    assert n(2021) == 535


def test_cada_celda_de_departamento_y_mes_es_la_del_archivo() -> None:
    sumas: dict[tuple[int, int, int], int] = {}
    for anio, mes, departamento, item, valor in publicada.crudo():
        if item.startswith("F1_"):
            clave = (anio, mes, departamento)
            sumas[clave] = sumas.get(clave, 0) + valor
    guardadas = {
        (c.anio, c.mes, c.departamento): c.n
        for c in Celda.objects.filter(fuente=1, variable=0, mes__isnull=False).exclude(
            departamento=None
        )
    }
    assert guardadas == sumas
    assert len(sumas) == 877


def test_enero_de_2023_no_muestra_el_anio_entero() -> None:
    assert n(2023) == 583
    assert n(2023, mes=0) == 583
    assert n(2023, mes=1) == 0


def test_el_sexo_de_2017_existe_aunque_las_edades_no_se_publicaran() -> None:
    assert n(2017, 1, (1, 2)) == 725
    assert n(2017, 2, (1, 2, 3, 4, 5, 6)) == 0


def test_los_niveles_altos_son_la_suma_de_sus_hojas() -> None:
    hojas: dict[tuple[Any, ...], int] = {}
    for c in Celda.objects.filter(fuente=1, mes__isnull=False).exclude(departamento=None):
        clave = (c.anio, c.variable, c.categoria, c.variable2, c.categoria2)
        hojas[clave] = hojas.get(clave, 0) + c.n
    nacionales = {
        (c.anio, c.variable, c.categoria, c.variable2, c.categoria2): c.n
        for c in Celda.objects.filter(fuente=1, departamento=None, mes=None)
    }
    assert nacionales == hojas


def test_el_archivo_publicado_y_la_serie_incluida_dan_las_mismas_celdas() -> None:
    cargar_serie_incluida()
    incluidas = celdas()
    contenido = publicada.como_csv(publicada.filas_publicadas(TOTALES))
    inicio = time.monotonic()
    carga = importar_serie(contenido=contenido, archivo="serie.csv", por=None)
    assert time.monotonic() - inicio < 20
    assert carga.estado == Carga.Estado.CARGADA, carga.informe
    assert carga.filas == 877 * 84  # dos rótulos no tienen ninguna cantidad en nueve años
    assert celdas() == incluidas
    assert (carga.corte_anio, carga.corte_mes) == (2025, 9)


def test_importar_dos_veces_el_mismo_archivo_no_cambia_nada() -> None:
    contenido = publicada.como_csv(publicada.filas_publicadas([2021]))
    primera = importar_serie(contenido=contenido, archivo="a.csv", por=None)
    antes = celdas()
    segunda = importar_serie(contenido=contenido, archivo="a.csv", por=None)
    assert segunda.estado == Carga.Estado.SIN_CAMBIOS
    assert celdas() == antes
    assert list(Carga.objects.filter(vigente=True)) == [primera]


def test_una_publicacion_nueva_reemplaza_a_la_anterior_entera() -> None:
    importar_serie(
        contenido=publicada.como_csv(publicada.filas_publicadas([2020])), archivo="a", por=None
    )
    importar_serie(
        contenido=publicada.como_csv(publicada.filas_publicadas([2021])), archivo="b", por=None
    )
    assert (n(2020), n(2021)) == (0, 535)


def test_otras_fuentes_no_se_tocan() -> None:
    Celda.objects.create(fuente=NumeroDeFuente.REGISTRO, unidad=Unidad.VICTIMA, anio=2021, n=3)
    cargar_serie_incluida()
    assert Celda.objects.get(fuente=NumeroDeFuente.REGISTRO).n == 3


def test_la_base_no_admite_dos_celdas_con_las_mismas_coordenadas_nulas() -> None:
    Celda.objects.create(fuente=2, unidad=2, anio=2021, n=3)
    with pytest.raises(IntegrityError), transaction.atomic():
        Celda.objects.create(fuente=2, unidad=2, anio=2021, n=4)
