"""Archivos hostiles y archivos raros: una frase clara, dentro de sus límites, y nunca un 500."""

import io
import resource
import time
import zipfile

import pytest
from openpyxl import Workbook

from casos.importador import Lector
from casos.importador.columnas import CONOCIDOS
from casos.models import Caso, Importacion
from tests.fabricas.importacion import FILA, SIN_NUMERO, a_csv, a_xlsx, correr_trabajos
from trata.comun.importador import ArchivoIlegibleError, Tabla, leer_tabla
from trata.trabajos.models import Trabajo

pytestmark = pytest.mark.django_db
BASE = [list(SIN_NUMERO), list(SIN_NUMERO.values())]


def con_pieza(nombre: str, contenido: bytes, *, en_vez: bool = False) -> bytes:
    """Un libro bueno al que se le agrega o cambia una pieza por dentro."""
    salida = io.BytesIO()
    with (
        zipfile.ZipFile(io.BytesIO(a_xlsx(BASE))) as bueno,
        zipfile.ZipFile(salida, "w", zipfile.ZIP_DEFLATED) as nuevo,
    ):
        for pieza in bueno.infolist():
            if pieza.filename != nombre:
                nuevo.writestr(pieza.filename, bueno.read(pieza.filename))
        nuevo.writestr(nombre, contenido)
    return salida.getvalue()


HOJA = "xl/worksheets/sheet1.xml"
CABEZA = b'<?xml version="1.0"?><worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><sheetData>'
COLA = b"</sheetData></worksheet>"


def bomba_de_ceros() -> bytes:
    """Cuarenta kilos que se vuelven cuarenta megas."""
    return con_pieza(HOJA, CABEZA + b" " * 40_000_000 + COLA)


def bomba_de_filas() -> bytes:
    """Un kilo que dice tener una celda en la última fila y en la última columna."""
    lejos = b'<row r="1048576"><c r="XFD1048576" t="inlineStr"><is><t>x</t></is></c></row>'
    return con_pieza(HOJA, CABEZA + b'<row r="1"><c r="A1"><v>1</v></c></row>' + lejos + COLA)


def bomba_de_textos() -> bytes:
    """Un texto de 32 KB citado desde cien mil celdas: tres gigas si se copia."""
    textos = (
        b'<?xml version="1.0"?><sst xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main">'
        b"<si><t>" + b"x" * 32_000 + b"</t></si></sst>"
    )
    celdas = b"".join(
        b'<row r="%d">' % f
        + b"".join(b'<c r="%s%d" t="s"><v>0</v></c>' % (c, f) for c in (b"A", b"B", b"C", b"D"))
        + b"</row>"
        for f in range(1, 25_001)
    )
    salida = io.BytesIO()
    with (
        zipfile.ZipFile(io.BytesIO(con_pieza(HOJA, CABEZA + celdas + COLA))) as bueno,
        zipfile.ZipFile(salida, "w", zipfile.ZIP_DEFLATED) as nuevo,
    ):
        for pieza in bueno.infolist():
            contenido = bueno.read(pieza.filename)
            nuevo.writestr(
                pieza.filename, textos if pieza.filename == "xl/sharedStrings.xml" else contenido
            )
        nuevo.writestr("relleno.bin", bytes(range(256)) * 4000, zipfile.ZIP_STORED)
    return salida.getvalue()


def con_xxe() -> bytes:
    cuerpo = (
        b'<?xml version="1.0"?><!DOCTYPE x [<!ENTITY e SYSTEM "file:///etc/passwd">]>'
        + CABEZA[21:] + b'<row r="1"><c r="A1" t="inlineStr"><is><t>&e;</t></is></c></row>' + COLA
    )  # fmt: skip
    return con_pieza(HOJA, cuerpo)


def mil_millones_de_risas() -> bytes:
    cuerpo = (
        b'<?xml version="1.0"?><!DOCTYPE l [<!ENTITY a "ja"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;">'
        b'<!ENTITY c "&b;&b;&b;&b;&b;&b;&b;&b;">]>' + CABEZA[21:] + COLA
    )
    return con_pieza(HOJA, cuerpo)


def con_clave() -> bytes:
    """La forma de un libro cifrado por Office: un contenedor OLE con `EncryptedPackage`."""
    return (
        b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600 + "EncryptedPackage".encode("utf-16-le")
    )


def zip_mentiroso() -> bytes:
    """Dice que pesa poco; al abrirlo no coincide."""
    libro = bytearray(a_xlsx(BASE))
    return bytes(libro[: len(libro) // 2])


MALOS = {
    "vacío": (b"", "archivo_vacio"),
    "sólo espacios": (b"  \n \n", "archivo_vacio"),
    "sólo encabezados": (a_csv([SIN_NUMERO]).splitlines()[0] + b"\n", "archivo_vacio"),
    "bomba de ceros": (bomba_de_ceros, "archivo_grande"),
    "bomba de filas": (bomba_de_filas, "no_se_pudo_abrir"),
    "bomba de textos": (bomba_de_textos, "no_se_pudo_abrir"),
    "entidad externa": (con_xxe, "xml_con_entidades"),
    "mil millones de risas": (mil_millones_de_risas, "xml_con_entidades"),
    "macros": (lambda: con_pieza("xl/vbaProject.bin", b"macro"), "con_macros"),
    "20 MB de comas": (b"," * 19_000_000, "demasiadas_columnas"),
    "un renglón sin fin": (b"x" * 19_000_000, "csv_roto"),
    "comillas sin cerrar": (b'a,b\n"' + b"x\n" * 100_000, "csv_roto"),
    "más de 50 000 filas": (b"materia,sexo\n" + b"trata,mujer\n" * 50_020, "demasiadas_filas"),
    "más de 20 MB": (b"a,b\n" * 5_100_000, "archivo_grande"),
    "Excel antiguo": (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 900, "excel_antiguo"),
    "con contraseña": (con_clave, "con_contrasena"),
    "truncado": (zip_mentiroso, "danado"),
    "un ZIP cualquiera": (lambda: _zip_con("a.txt"), "no_es_libro"),
    "piezas repetidas": (lambda: _zip_con(*["xl/workbook.xml"] * 2), "zip_raro"),
    "mil piezas": (lambda: _zip_con(*[f"{i}.xml" for i in range(1200)]), "zip_raro"),
    "una foto con otro nombre": (b"\x89PNG\r\n\x1a\n" + b"\0" * 90, "no_es_tabla"),
    "un PDF con otro nombre": (b"%PDF-1.7\n" + b"\0" * 90, "no_es_tabla"),
    "una página web": (b"<html><table><tr><td>1</td></tr></table></html>", "no_es_tabla"),
    "binario": (b"\x01\x02\x00\x03" * 400, "no_es_tabla"),
}


def _zip_con(*nombres: str) -> bytes:
    salida = io.BytesIO()
    with zipfile.ZipFile(salida, "w") as comprimido:
        for nombre in nombres:
            comprimido.writestr(nombre, b"<x/>")
    return salida.getvalue()


@pytest.mark.filterwarnings("ignore:Duplicate name")
@pytest.mark.parametrize("cual", MALOS)
def test_lo_hostil_se_rechaza_con_una_frase_y_dentro_de_sus_limites(cual):
    contenido, codigo = MALOS[cual]
    contenido = contenido() if callable(contenido) else contenido
    antes = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    inicio = time.process_time()
    with pytest.raises(ArchivoIlegibleError) as error:
        leer_tabla(contenido, conocidos=CONOCIDOS)
    assert error.value.codigo == codigo, error.value.mensaje
    assert error.value.mensaje.endswith(".")
    assert time.process_time() - inicio < 10
    # El que se agranda es el proceso aparte (con su tope); este casi no crece.
    assert resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - antes < 200 * 1024


@pytest.mark.parametrize(
    "cual", ["macros", "truncado", "con contraseña", "vacío", "entidad externa"]
)
def test_en_pantalla_lo_malo_da_una_frase_y_nada_queda(cliente, cual):
    contenido, _ = MALOS[cual]
    archivo = io.BytesIO(contenido() if callable(contenido) else contenido)
    archivo.name = "casos.xlsx"
    respuesta = cliente.post("/casos/importar/", {"archivo": archivo})
    if respuesta.status_code == 422:
        assert "El archivo está vacío" in respuesta.content.decode()
        return
    correr_trabajos()
    importacion = Importacion.objects.get()
    assert importacion.estado == Importacion.Estado.RECHAZADA
    assert bytes(importacion.contenido_cifrado) == b""
    pagina = cliente.get(f"/casos/importar/{importacion.uuid}/").content.decode()
    assert importacion.informe["rechazo"] in pagina
    assert Trabajo.objects.get().estado == "fallido"
    assert Caso.objects.count() == 0


def test_cien_megas_de_comas_no_pasan_del_formulario(cliente):
    archivo = io.BytesIO(b"," * 100_000_000)
    archivo.name = "casos.csv"
    respuesta = cliente.post("/casos/importar/", {"archivo": archivo})
    assert respuesta.status_code == 422
    assert "pesa más de 20\u00a0MB" in respuesta.content.decode()
    assert not Importacion.objects.exists()


# --- Lo raro que sí se lee ------------------------------------------------------------------------
def con_hojas_ocultas() -> bytes:
    libro = Workbook()
    oculta = libro.active
    oculta.title, oculta.sheet_state = "Secreta", "hidden"
    oculta.append(["materia", "sexo"])
    visible = libro.create_sheet("Datos")
    for fila in BASE:
        visible.append(fila)
    salida = io.BytesIO()
    libro.save(salida)
    return salida.getvalue()


def con_titulos_combinados() -> bytes:
    """Un título arriba y encabezados en dos niveles: grupo combinado y columna debajo."""
    libro = Workbook()
    hoja = libro.active
    hoja["A1"] = "REPORTE DE CASOS"
    hoja.merge_cells("A1:J1")
    for i, (columna, valor) in enumerate(SIN_NUMERO.items(), 1):
        grupo = "EL CASO" if i < 5 else "LA VÍCTIMA"
        hoja.cell(3, i).value = grupo if i in (1, 5) else None
        hoja.cell(4, i).value = columna
        hoja.cell(5, i).value = valor
    hoja.merge_cells("A3:D3")
    hoja.merge_cells("E3:J3")
    hoja.insert_cols(1)
    salida = io.BytesIO()
    libro.save(salida)
    return salida.getvalue()


def con_encabezado_vertical() -> bytes:
    """Encabezados combinados hacia abajo, junto a otros de un solo renglón."""
    libro = Workbook()
    hoja = libro.active
    for i, (columna, valor) in enumerate(SIN_NUMERO.items(), 1):
        if i <= 4:
            hoja.cell(1, i).value = columna
            hoja.merge_cells(start_row=1, end_row=2, start_column=i, end_column=i)
        else:
            hoja.cell(1, i).value = "LA VÍCTIMA" if i == 5 else None
            hoja.cell(2, i).value = columna
        hoja.cell(3, i).value = valor
    salida = io.BytesIO()
    libro.save(salida)
    return salida.getvalue()


def con_fechas_y_numeros_de_excel() -> bytes:
    libro = Workbook()
    hoja = libro.active
    hoja.append([*SIN_NUMERO, "numero", "institucion", "tipo_numero"])
    valores = dict(SIN_NUMERO) | {"edad": 17.0}
    hoja.append([*valores.values(), "0012345", "PNP", "sidpol"])
    columna = list(SIN_NUMERO).index("fecha_de_registro") + 1
    hoja.cell(2, columna).value = 46091  # 10/03/2026, sin formato de fecha
    hoja.cell(2, list(SIN_NUMERO).index("ubigeo_de_registro") + 1).value = 80101
    salida = io.BytesIO()
    libro.save(salida)
    return salida.getvalue()


TEXTO = a_csv([SIN_NUMERO]).decode()
RAROS = {
    "UTF-8": TEXTO.encode(),
    "UTF-8 con BOM": TEXTO.encode("utf-8-sig"),
    "UTF-16": TEXTO.encode("utf-16"),
    "latin-1": TEXTO.encode("latin-1"),
    "Windows-1252": TEXTO.encode("cp1252"),
    "punto y coma": a_csv([SIN_NUMERO], ";"),
    "tabulador": a_csv([SIN_NUMERO], "\t"),
    "barra": a_csv([SIN_NUMERO], "|"),
    "fin de línea antiguo": TEXTO.replace("\r\n", "\r").encode(),
    "filas vacías alrededor": ("\n\n" + TEXTO + "\n,,,\n\n").encode(),
    "apóstrofos": a_csv([SIN_NUMERO | {"edad": "'17", "ubigeo_de_registro": "'080101"}]),
    "hojas ocultas": con_hojas_ocultas(),
    "títulos combinados": con_titulos_combinados(),
    "encabezado vertical": con_encabezado_vertical(),
    "fechas de Excel": con_fechas_y_numeros_de_excel(),
    "fecha con hora": a_csv([SIN_NUMERO | {"fecha_de_registro": "2026-03-10 14:30:00"}]),
    "mes en letras": a_csv([SIN_NUMERO | {"fecha_de_registro": "10-mar-2026"}]),
    "fila de totales vacía": a_csv([SIN_NUMERO, dict.fromkeys(SIN_NUMERO, "")]),
}


@pytest.mark.parametrize("cual", RAROS)
def test_lo_raro_pero_bueno_se_lee_igual(ana, cual):
    tabla = leer_tabla(RAROS[cual], conocidos=CONOCIDOS)
    lote = Lector(ana).leer(tabla)
    assert lote.problemas == []
    caso = lote.casos[0]
    assert caso.caso["fecha_de_registro"].isoformat() == "2026-03-10"
    assert caso.lugares[0]["ubigeo"].pk == "080101"
    assert caso.victimas[0][1]["finalidad"] == "explotacion_sexual"
    assert caso.victimas[0][1]["edad"] == 17
    if cual == "fechas de Excel":
        assert caso.clave["numero"] == "0012345"
    if cual == "hojas ocultas":
        assert (tabla.hoja, tabla.ocultas) == ("Datos", 1)


def test_el_numero_de_fila_es_el_de_la_hoja(ana):
    filas = [["REPORTE"], [], list(FILA), list(FILA.values()), [], list(FILA.values())]
    filas[5][list(FILA).index("edad")] = "150"
    lote = Lector(ana).leer(leer_tabla(a_xlsx(filas), conocidos=CONOCIDOS))
    assert [(p.fila, p.codigo) for p in lote.problemas] == [(6, "edad_imposible")]


@pytest.mark.parametrize(
    ("texto", "dice"),
    [
        ("03/25/2026", "primero el día"),
        ("31/02/2026", "que exista"),
        ("10/03/26", "4 dígitos"),
        ("ayer", "que exista"),
    ],
)
def test_una_fecha_que_no_se_entiende_no_se_adivina(ana, texto, dice):
    lote = Lector(ana).leer(leer_tabla(a_csv([SIN_NUMERO | {"fecha_de_registro": texto}])))
    assert [p.campo for p in lote.problemas] == ["fecha_de_registro"]
    assert dice in lote.problemas[0].mensaje
    assert lote.problemas[0].valor == texto


def test_una_formula_entra_como_texto_y_no_se_calcula(ana):
    tabla = leer_tabla(a_csv([SIN_NUMERO | {"dependencia": "=1+1"}]))
    assert tabla.filas[0][1]["dependencia"] == "=1+1"
    assert isinstance(tabla, Tabla)
