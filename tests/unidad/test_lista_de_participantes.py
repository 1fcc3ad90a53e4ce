"""La lista de participantes: formatos que se aceptan y archivos malos que se explican."""

import io
import zipfile
from decimal import Decimal

import pytest

from regiones import importador
from regiones.consultas.capacitaciones import claves_de_categorias

CATEGORIAS = claves_de_categorias([("oficial-superior", "Oficial superior")])


def leer(contenido):
    return importador.leer(io.BytesIO(contenido), categorias=CATEGORIAS)


@pytest.mark.parametrize("separador", [",", ";", "\t"])
def test_los_encabezados_se_entienden_escritos_de_varias_maneras(separador):
    filas = [
        ["DNI", "Nombres y Apellidos", "SEXO", "Categoría de grado", "Nota salida"],
        ["01234567", "Núñez Peña", "Femenino", "OFICIAL SUPERIOR", "15.5"],
    ]
    lectura = leer("\n".join(separador.join(f) for f in filas).encode("utf-8-sig"))
    assert lectura.faltas == []
    (fila,) = lectura.filas
    assert (fila["documento"], fila["sexo"], fila["categoria_id"], fila["nota_salida"]) == (
        "01234567",
        "mujer",
        "oficial-superior",
        Decimal("15.50"),
    )


@pytest.mark.parametrize(
    ("contenido", "dice"),
    [
        (b"", "vac"),
        (b"nombre;sexo\nUno;F", "Faltan las columnas: documento"),
        (b"documento;nombre;sexo\n", "no tiene filas"),
        (b"PK\x03\x04roto", "da"),
        (b"\xd0\xcf\x11\xe0viejo", "Excel antiguo"),
    ],
)
def test_un_archivo_que_no_sirve_dice_por_que(contenido, dice):
    lectura = leer(contenido)
    assert not lectura.sirve
    assert dice in lectura.faltas[0].mensaje


def test_una_bomba_comprimida_no_se_abre():
    salida = io.BytesIO()
    with zipfile.ZipFile(salida, "w", zipfile.ZIP_DEFLATED) as bomba:
        bomba.writestr("xl/workbook.xml", "<a/>")
        bomba.writestr("xl/worksheets/sheet1.xml", b"0" * 30_000_000)
    lectura = leer(salida.getvalue())
    assert "demasiado grande" in lectura.faltas[0].mensaje


@pytest.mark.parametrize(
    ("columna", "valor"),
    [
        ("nota_salida", "21"),
        ("nota_salida", "NaN"),
        ("nota_salida", "quince"),
        ("asistencia", "101"),
        ("asistencia", "-1"),
        ("categoria", "Coronel Supremo"),
        ("tipo_documento", "carnet"),
        ("sexo", "X"),
        ("nombre", ""),
        ("documento", "1234567"),
    ],
)
def test_cada_celda_mala_se_senala_en_su_renglon(columna, valor):
    base = {"tipo_documento": "dni", "documento": "12345678", "nombre": "Uno", "sexo": "F"}
    fila = base | {columna: valor}
    lectura = leer((";".join(fila) + "\n" + ";".join(fila.values())).encode())
    assert [f.renglon for f in lectura.faltas] == [2]
    assert not lectura.sirve
