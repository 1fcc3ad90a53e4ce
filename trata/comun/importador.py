"""Leer tablas que llegan de fuera: CSV o XLSX, con sus trampas, sin confiar en nada.

Entra el contenido y sale una `Tabla` de textos, o `ArchivoIlegibleError` con lo que hay que hacer.
Aquí no hay palabras del dominio: convertir y juzgar cada celda es de quien importa.
"""

import csv
import io
import json
import re
import resource
import subprocess
import sys
import tempfile
import unicodedata
import zipfile
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from trata.comun.errores import ErrorDeDominio

BYTES_MAXIMOS = 20_000_000
FILAS_MAXIMAS = 50_000
COLUMNAS_MAXIMAS = 200
DESCOMPRIMIDO_MAXIMO = 200_000_000
RAZON_MAXIMA = 120
PIEZAS_MAXIMAS = 1_000
MEMORIA_MAXIMA = 768 * 1024 * 1024
SEGUNDOS_MAXIMOS = 20
SEPARADORES = (",", ";", "\t", "|")
EXCEL_ANTIGUO = b"\xd0\xcf\x11\xe0"
# Proceso aparte: si el libro es una bomba, muere él y no el servidor.
LECTOR = """
import json, sys
from python_calamine import CalamineWorkbook
libro = CalamineWorkbook.from_path(sys.argv[1])
hoja = libro.get_sheet_by_index(0)
maximo = int(sys.argv[2])
for i, fila in enumerate(hoja.iter_rows()):
    if i > maximo:
        break
    print(json.dumps([c if isinstance(c, (int, float, bool)) else str(c) for c in fila]))
"""


class ArchivoIlegibleError(ErrorDeDominio):
    """El archivo no se puede leer; el mensaje dice qué hacer."""

    def __init__(self, mensaje: str, codigo: str = "archivo_ilegible") -> None:
        super().__init__(codigo, mensaje, campos={"archivo": mensaje})


@dataclass(frozen=True)
class Problema:
    """Una falta de una fila: número de fila como se ve en la hoja, campo, código y mensaje."""

    fila: int
    campo: str
    codigo: str
    mensaje: str
    es_aviso: bool = False


@dataclass
class Tabla:
    """Encabezados normalizados y filas de textos, con el número que tienen en la hoja."""

    encabezados: list[str]
    filas: list[tuple[int, dict[str, str]]] = field(default_factory=list)
    formato: str = ""


def normalizar_encabezado(texto: str) -> str:
    """«Fecha de la Denuncia *» → «fecha_de_la_denuncia»."""
    plano = unicodedata.normalize("NFD", texto.lower())
    plano = "".join(c for c in plano if not unicodedata.combining(c))
    return "_".join(re.findall(r"[a-z0-9]+", plano))


def leer_tabla(contenido: bytes) -> Tabla:
    """Reconoce el formato por el contenido, no por el nombre. Lanza `ArchivoIlegibleError`."""
    if not contenido.strip():
        raise ArchivoIlegibleError("El archivo está vacío.", "archivo_vacio")
    if len(contenido) > BYTES_MAXIMOS:
        raise ArchivoIlegibleError("El archivo pesa más de 20 MB. Divídelo.", "archivo_grande")
    if contenido.startswith(b"PK"):
        return _tabla(_filas_de_xlsx(contenido), "xlsx")
    if contenido.startswith(EXCEL_ANTIGUO):
        raise ArchivoIlegibleError(
            "Es un Excel antiguo (.xls) o protegido. Guárdalo como .xlsx sin contraseña."
        )
    return _tabla(_filas_de_csv(contenido), "csv")


def decodificar(contenido: bytes) -> str:
    """UTF-8 (con o sin BOM), UTF-16 con BOM o, si no, Windows-1252 y latín-1."""
    if contenido.startswith((b"\xff\xfe", b"\xfe\xff")):
        codificaciones: Sequence[str] = ("utf-16",)
    else:
        codificaciones = ("utf-8-sig", "cp1252", "latin-1")
    for codificacion in codificaciones:
        try:
            return contenido.decode(codificacion)
        except UnicodeDecodeError:
            continue
    raise ArchivoIlegibleError("No reconocemos la codificación. Guárdalo como CSV UTF-8.")


def _filas_de_csv(contenido: bytes) -> Iterable[list[str]]:
    texto = decodificar(contenido)
    if "\x00" in texto:
        raise ArchivoIlegibleError("El archivo no es una tabla de texto.")
    primera = texto.splitlines()[0] if texto.splitlines() else ""
    separador = max(SEPARADORES, key=primera.count)
    try:
        yield from csv.reader(io.StringIO(texto, newline=""), delimiter=separador, strict=False)
    except csv.Error as error:
        raise ArchivoIlegibleError("El CSV tiene comillas o celdas rotas. Revísalo.") from error


def revisar_zip(contenido: bytes) -> None:
    """Antes de abrir un XLSX: entero, sin clave y sin esconder algo enorme."""
    try:
        with zipfile.ZipFile(io.BytesIO(contenido)) as comprimido:
            piezas = comprimido.infolist()
            if len(piezas) > PIEZAS_MAXIMAS or any(p.flag_bits & 1 for p in piezas):
                raise ArchivoIlegibleError("El libro está protegido o tiene demasiadas piezas.")
            total = sum(p.file_size for p in piezas)
            if total > DESCOMPRIMIDO_MAXIMO or total > RAZON_MAXIMA * max(len(contenido), 1):
                raise ArchivoIlegibleError(
                    "El archivo es demasiado grande al descomprimirse.", "archivo_grande"
                )
            if "xl/workbook.xml" not in comprimido.namelist():
                raise ArchivoIlegibleError("El archivo no es un libro de Excel (.xlsx).")
    except zipfile.BadZipFile as error:
        raise ArchivoIlegibleError("El archivo está dañado. Descárgalo o guárdalo otra vez.") from (
            error
        )


def _limitar() -> None:
    resource.setrlimit(resource.RLIMIT_AS, (MEMORIA_MAXIMA, MEMORIA_MAXIMA))
    resource.setrlimit(resource.RLIMIT_CPU, (SEGUNDOS_MAXIMOS, SEGUNDOS_MAXIMOS))


def _filas_de_xlsx(contenido: bytes) -> Iterable[list[str]]:
    revisar_zip(contenido)
    with tempfile.TemporaryDirectory() as carpeta:
        libro = Path(carpeta) / "libro.xlsx"
        libro.write_bytes(contenido)
        try:
            salida = subprocess.run(
                [sys.executable, "-c", LECTOR, str(libro), str(FILAS_MAXIMAS + 1)],
                capture_output=True,
                timeout=SEGUNDOS_MAXIMOS * 2,
                preexec_fn=_limitar,
                check=False,
            )
        except subprocess.TimeoutExpired as error:
            raise ArchivoIlegibleError("El libro tarda demasiado en abrirse.") from error
    if salida.returncode != 0:
        raise ArchivoIlegibleError("No se pudo abrir el libro. Guárdalo otra vez como .xlsx.")
    for linea in salida.stdout.decode("utf-8").splitlines():
        yield [_texto_de_celda(c) for c in json.loads(linea)]


def _texto_de_celda(valor: object) -> str:
    """Una celda de Excel como texto: 17.0 → «17»; las fechas, en ISO."""
    if isinstance(valor, bool):
        return "si" if valor else "no"
    if isinstance(valor, float) and valor.is_integer():
        return str(int(valor))
    return str(valor)


def _tabla(filas: Iterable[list[str]], formato: str) -> Tabla:
    tabla: Tabla | None = None
    for numero, fila in enumerate(filas, 1):
        celdas = [c.strip() for c in fila]
        if not any(celdas):
            continue
        if tabla is None:
            tabla = Tabla(_encabezados(celdas), formato=formato)
            continue
        if len(tabla.filas) >= FILAS_MAXIMAS:
            raise ArchivoIlegibleError(
                f"El archivo tiene más de {FILAS_MAXIMAS} filas. Divídelo.", "demasiadas_filas"
            )
        pares = zip(tabla.encabezados, celdas, strict=False)
        tabla.filas.append((numero, {e: c for e, c in pares if e}))
    if tabla is None or not tabla.filas:
        raise ArchivoIlegibleError("El archivo no tiene filas de datos.", "archivo_vacio")
    return tabla


def _encabezados(celdas: Sequence[str]) -> list[str]:
    if len(celdas) > COLUMNAS_MAXIMAS:
        raise ArchivoIlegibleError("El archivo tiene demasiadas columnas.")
    nombres = [normalizar_encabezado(c) for c in celdas]
    repetidos = sorted({n for n in nombres if n and nombres.count(n) > 1})
    if repetidos:
        raise ArchivoIlegibleError(f"Hay columnas repetidas: {', '.join(repetidos)}.")
    return nombres


def exigir_columnas(tabla: Tabla, necesarias: Iterable[str], conocidas: Mapping[str, str]) -> None:
    """Faltan columnas o sobran: una sola frase que nombra todas."""
    faltan = [conocidas.get(c, c) for c in necesarias if c not in tabla.encabezados]
    if faltan:
        raise ArchivoIlegibleError(f"Faltan columnas: {', '.join(faltan)}.", "faltan_columnas")
    sobran = [e for e in tabla.encabezados if e and e not in conocidas]
    if sobran:
        raise ArchivoIlegibleError(
            f"No conocemos estas columnas: {', '.join(sobran)}. Usa la plantilla.",
            "columnas_desconocidas",
        )
