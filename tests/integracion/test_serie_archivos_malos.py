"""Archivos malos: informe claro en español y nada cargado a medias. Y los raros que sí valen."""

from collections.abc import Callable
from typing import Any

import pytest

from tests.fabricas import serie_publicada as publicada
from trata.agregados.acciones import importar_serie
from trata.agregados.models import Carga, Celda

pytestmark = pytest.mark.django_db
Fila = list[Any]


@pytest.fixture(scope="module")
def filas() -> list[Fila]:
    return publicada.filas_publicadas([2021])


def cargar(contenido: bytes) -> Carga:
    return importar_serie(contenido=contenido, archivo="prueba", por=None)


def total_2021() -> int | None:
    return (
        Celda.objects.filter(
            fuente=1, anio=2021, departamento=None, mes=None, variable=0, variable2=None
        )
        .values_list("n", flat=True)
        .first()
    )


def con(filas: list[Fila], columna: int, cambio: Callable[[Any], Any]) -> list[Fila]:
    return [[*f[:columna], cambio(f[columna]), *f[columna + 1 :]] for f in filas]


def otro_orden(filas: list[Fila]) -> bytes:
    orden = [9, 8, 7, 6, 5, 4, 3, 2, 1, 0]
    cabecera = [publicada.CABECERA[i] for i in orden]
    return publicada.como_csv([[f[i] for i in orden] for f in filas], cabecera=cabecera)


RAROS = {
    "punto y coma": lambda f: publicada.como_csv(f, separador=";"),
    "tabulador": lambda f: publicada.como_csv(f, separador="\t"),
    "UTF-8 con BOM": lambda f: publicada.como_csv(f, codificacion="utf-8-sig"),
    "latin-1": lambda f: publicada.como_csv(f, codificacion="cp1252"),
    "UTF-16": lambda f: publicada.como_csv(f, codificacion="utf-16"),
    "otro orden de columnas": otro_orden,
    "números como texto": lambda f: publicada.como_csv(con(f, 9, lambda v: f" {v},0 ")),
    "CCDD con su cero": lambda f: publicada.como_csv(con(f, 2, lambda v: f"{v:02}")),
    "XLSX con portada": publicada.como_xlsx,
    "XLSX de otra hoja": lambda f: publicada.como_xlsx(f, hoja="Hoja1"),
    "CUZCO y ANCASH": lambda f: publicada.como_csv(
        con(f, 3, lambda v: {"CUSCO": "CUZCO", "ÁNCASH": "ANCASH"}.get(v, v))
    ),
    "filas vacías al final": lambda f: publicada.como_csv([*f, [""] * 10, [""] * 10]),
    "filas repetidas": lambda f: publicada.como_csv([*f, *f[:500]]),
}


@pytest.mark.parametrize("forma", RAROS)
def test_la_misma_serie_en_otra_forma_da_lo_mismo(forma: str, filas: list[Fila]) -> None:
    carga = cargar(RAROS[forma](filas))
    assert carga.estado == Carga.Estado.CARGADA, carga.informe["mensaje"]
    assert total_2021() == 535


def cambiar_una(filas: list[Fila], columna: int, valor: Any) -> bytes:
    return publicada.como_csv([*filas[:100], [*filas[100][:columna], valor,
                                             *filas[100][columna + 1:]], *filas[101:]])  # fmt: skip


MALOS = {
    "vacío": (lambda f: b"", "vacío"),
    "sólo cabecera": (lambda f: publicada.como_csv([]), "sólo tiene la cabecera"),
    "un PDF": (lambda f: b"%PDF-1.7\n\0\0\x81\x8d", "no es texto"),
    "un XLS antiguo": (lambda f: b"\xd0\xcf\x11\xe0" + b"\0" * 600, "Excel antiguo"),
    "un ZIP que no es Excel": (lambda f: b"PK\x05\x06" + b"\0" * 18, "no es un libro de Excel"),
    "XLSX truncado": (lambda f: publicada.como_xlsx(f)[:9000], "incompleto o dañado"),
    "otra tabla": (lambda f: b"nombre,edad\nAna,3\n", "le faltan las columnas"),
    "sin la columna Valor": (
        lambda f: publicada.como_csv([x[:9] for x in f], cabecera=publicada.CABECERA[:9]),
        "Valor",
    ),
    "truncado a mitad de fila": (lambda f: publicada.como_csv(f)[:-31], "truncado"),
    "truncado a mitad de bloque": (lambda f: publicada.como_csv(f[:-40]), "truncado"),
    "valor negativo": (lambda f: cambiar_una(f, 9, -3), "entero"),
    "valor con letras": (lambda f: cambiar_una(f, 9, "muchos"), "«muchos»"),
    "mes 13": (lambda f: cambiar_una(f, 1, 13), "va de 1 a 12"),
    "departamento inventado": (lambda f: cambiar_una(f, 3, "ATLÁNTIDA"), "no se reconocen"),
    "código de RENIEC": (
        lambda f: publicada.como_csv(con(f, 2, lambda v: 7 if v == 8 else v)),
        "código no coincide",
    ),
    "dato doble": (
        lambda f: publicada.como_csv([*f, [*f[5][:9], f[5][9] + 1]]),
        "dos veces con valores distintos",
    ),
    "sin finalidad": (
        lambda f: publicada.como_csv([x for x in f if not str(x[8]).startswith("F1_")]),
        "Falta la finalidad",
    ),
}


@pytest.mark.parametrize("defecto", MALOS)
def test_un_archivo_malo_se_explica_y_no_carga_nada(defecto: str, filas: list[Fila]) -> None:
    hacer, frase = MALOS[defecto]
    antes = set(Celda.objects.values_list("id", flat=True))
    assert antes
    carga = cargar(hacer(filas))
    assert carga.estado == Carga.Estado.RECHAZADA
    assert frase in carga.informe["mensaje"]
    assert set(Celda.objects.values_list("id", flat=True)) == antes
    assert not carga.vigente


def test_el_informe_dice_todos_los_defectos_de_la_serie_publicada() -> None:
    informe = Carga.objects.get(vigente=True).informe
    hallados = {h["codigo"]: h for h in informe["hallazgos"]}
    assert informe["filas"] == 75_508
    assert {c: h["cantidad"] for c, h in hallados.items()} == {
        "par_inconsistente": 7,
        "total_errado": 5,
        "totales_mezclados": 10_536,
        "valor_vacio": 1_032,
        "anio_sin_mes": 1_892,
        "anio_parcial": 1,
        "codigo_sin_cero": 21_672,
        "rotulo_mal_escrito": 878,
        "provincia_no_reconocida": 1_204,
        "distrito_no_reconocido": 19_952,
        "sin_provincia": 18_146,
        "sin_distrito": 19_006,
        "sin_comisaria": 18_920,
        "una_dependencia_por_mes": 876,
    }
    pares = {(f["codigo"], f["anio"]) for f in hallados["par_inconsistente"]["tabla"]}
    assert pares == {
        ("grupo_edad", 2017), ("destino", 2022), ("destino", 2023), ("lugar_explotacion", 2017),
        ("lugar_explotacion", 2018), ("lugar_explotacion", 2019), ("reclutamiento", 2020),
    }  # fmt: skip


def test_los_defectos_se_encuentran_en_un_archivo_que_los_trae(filas: list[Fila]) -> None:
    malas = [
        [*f[:9], "" if f[8] == "D_JUEZ" else 400 if f[8] == "P3_TOTAL" and f[2] == 15 else f[9]]
        for f in filas
        if f[1] <= 6
    ]
    carga = cargar(publicada.como_csv([*malas, malas[0]]))
    assert carga.estado == Carga.Estado.CARGADA, carga.informe["mensaje"]
    codigos = {h["codigo"] for h in carga.informe["hallazgos"]}
    assert {"valor_vacio", "total_errado", "fila_repetida", "anio_parcial"} <= codigos
    assert {"provincia_no_reconocida", "distrito_no_reconocido"} <= codigos
