"""Leer la serie tal como la publica el Ministerio: XLSX o CSV, sin importar el orden de columnas.

Entra el contenido de un archivo; salen `Fila`s o `ArchivoIlegibleError` con una frase que dice qué
pasa y qué hacer. Aquí no se juzga la calidad de los datos: sólo si se pueden leer.
"""

import csv
import io
import zipfile
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

import python_calamine

from trata.agregados.serie.tipos import ArchivoIlegibleError, Fila, Hallazgo
from trata.territorio.nombres import normalizar

COLUMNAS = {
    "anio": ("AÑO", "ANO", "ANIO"),
    "mes": ("MES",),
    "ccdd": ("CCDD", "UBIGEO DEPARTAMENTO"),
    "lugar": ("LUGAR", "DEPARTAMENTO"),
    "provincia": ("PROVINCIA",),
    "distrito": ("DISTRITO",),
    "comisaria": ("COMISARIA",),
    "item": ("DENUNCIAS POR COMISION",),
    "valor": ("VALOR", "CANTIDAD"),
}
OPCIONALES = {"provincia", "distrito", "comisaria"}
MAXIMO_DE_FILAS = 1_000_000
MAXIMO_DESCOMPRIMIDO = 400_000_000
MAXIMO_DE_ERRORES = 50
ROTULOS = {"anio": "AÑO", "item": "Denuncias por comisión", "valor": "Valor", "ccdd": "CCDD"}


@dataclass(frozen=True)
class Lectura:
    """Las filas y de dónde salieron."""

    filas: list[Fila]
    formato: str
    hoja: str = ""


def leer(contenido: bytes) -> Lectura:
    """Reconoce el formato por su contenido (no por su nombre) y devuelve las filas."""
    if not contenido.strip():
        raise ArchivoIlegibleError("El archivo está vacío. Descárgalo de nuevo de datos abiertos.")
    if contenido.startswith(b"PK"):
        return _leer_xlsx(contenido)
    if contenido.startswith(b"\xd0\xcf\x11\xe0"):
        raise ArchivoIlegibleError(
            "Es un Excel antiguo (.xls) o protegido. Guárdalo como .xlsx sin contraseña."
        )
    return _leer_csv(contenido)


# --- XLSX ---------------------------------------------------------------------------------------
def _revisar_zip(contenido: bytes) -> None:
    """Antes de abrir un XLSX: que sea un ZIP completo y que no esconda un archivo gigante."""
    try:
        with zipfile.ZipFile(io.BytesIO(contenido)) as zip_:
            if sum(i.file_size for i in zip_.infolist()) > MAXIMO_DESCOMPRIMIDO:
                raise ArchivoIlegibleError("El archivo es demasiado grande al descomprimirse.")
            if "xl/workbook.xml" not in zip_.namelist():
                raise ArchivoIlegibleError(
                    "El archivo no es un libro de Excel (.xlsx). Sube el XLSX o el CSV publicado."
                )
            danado = zip_.testzip()
    except zipfile.BadZipFile:
        danado = "el índice"
    if danado:
        raise ArchivoIlegibleError(
            "El archivo está incompleto o dañado: no se puede abrir. Descárgalo de nuevo."
        )


def _leer_xlsx(contenido: bytes) -> Lectura:
    _revisar_zip(contenido)
    try:
        libro = python_calamine.CalamineWorkbook.from_filelike(io.BytesIO(contenido))
        hojas = [(n, libro.get_sheet_by_name(n).to_python()) for n in libro.sheet_names]
    except python_calamine.CalamineError as error:
        raise ArchivoIlegibleError(
            f"Excel no pudo leerse por dentro ({error}). Descárgalo de nuevo."
        ) from None
    faltan: dict[str, list[str]] = {}
    for nombre, filas in hojas:
        for posicion, cabecera in enumerate(filas[:20]):
            indices, ausentes = _ubicar(cabecera)
            if not ausentes:
                leidas = _convertir(filas[posicion + 1 :], indices, posicion + 2)
                return Lectura(leidas, "xlsx", nombre)
            if len(ausentes) < 4:
                faltan[nombre] = ausentes
    detalle = "; ".join(f"en «{h}» faltan {', '.join(a)}" for h, a in faltan.items())
    raise ArchivoIlegibleError(
        "Ninguna hoja tiene las columnas de la serie (AÑO, MES, CCDD, lugar, PROVINCIA, DISTRITO, "
        f"COMISARÍA, Denuncias por comisión, Valor). Hojas: {', '.join(n for n, _ in hojas)}."
        + (f" {detalle}." if detalle else "")
    )


# --- CSV ----------------------------------------------------------------------------------------
def _decodificar(contenido: bytes) -> tuple[str, str]:
    if contenido.startswith((b"\xff\xfe", b"\xfe\xff")):
        return contenido.decode("utf-16"), "UTF-16"
    try:
        codificacion = "UTF-8 con BOM" if contenido.startswith(b"\xef\xbb\xbf") else "UTF-8"
        return contenido.decode("utf-8-sig"), codificacion
    except UnicodeDecodeError:
        pass
    # El latin-1 de Windows: los pocos octetos sin letra asignada vuelven ilegible el archivo.
    try:
        return contenido.decode("cp1252"), "latin-1"
    except UnicodeDecodeError:
        raise ArchivoIlegibleError(
            "El archivo no es texto ni un libro de Excel. Sube el XLSX o el CSV publicado."
        ) from None


def _leer_csv(contenido: bytes) -> Lectura:
    texto, codificacion = _decodificar(contenido)
    if "\0" in texto:
        raise ArchivoIlegibleError(
            "El archivo no es texto ni un libro de Excel. Sube el XLSX o el CSV publicado."
        )
    primera = next((linea for linea in texto.splitlines() if linea.strip()), "")
    separador = max(";,\t|", key=primera.count)
    filas = list(csv.reader(io.StringIO(texto, newline=""), delimiter=separador))
    inicio = next((i for i, f in enumerate(filas) if any(c.strip() for c in f)), 0)
    indices, ausentes = _ubicar(filas[inicio])
    if ausentes:
        raise ArchivoIlegibleError(
            f"A la primera fila le faltan las columnas {', '.join(ausentes)}. Tiene: "
            f"{', '.join(c.strip() for c in filas[inicio] if c.strip())[:300]}."
        )
    nombre = {"\t": "tabulador"}.get(separador, f"«{separador}»")
    return Lectura(
        _convertir(filas[inicio + 1 :], indices, inicio + 2),
        f"csv, separado por {nombre}, {codificacion}",
    )


# --- De celdas a filas ----------------------------------------------------------------------------
def _ubicar(cabecera: Sequence[Any]) -> tuple[dict[str, int], list[str]]:
    """Dónde está cada columna y los rótulos de las obligatorias que faltan."""
    vistos = {normalizar(str(c)): i for i, c in reversed(list(enumerate(cabecera)))}
    indices = {
        campo: vistos[nombre]
        for campo, nombres in COLUMNAS.items()
        for nombre in reversed(nombres)
        if nombre in vistos
    }
    ausentes = [
        ROTULOS.get(c, c.upper()) for c in COLUMNAS if c not in indices and c not in OPCIONALES
    ]
    return indices, ausentes


def _texto(valor: Any) -> str:
    if isinstance(valor, float) and valor.is_integer():
        return str(int(valor))
    return " ".join(str(valor).split())


def _entero(valor: Any) -> int | None:
    """12, 12.0, "12", " 12,0 " → 12; vacío → `None`; otra cosa lanza `ValueError`."""
    if isinstance(valor, str):
        limpio = valor.replace("\xa0", "").strip()
        if not limpio:
            return None
        valor = float(limpio.replace(",", "."))
    if valor is None:
        return None
    if isinstance(valor, bool) or valor != int(valor) or valor < 0:
        raise ValueError
    return int(valor)


def _convertir(crudas: Iterable[Sequence[Any]], indices: dict[str, int], desde: int) -> list[Fila]:
    """Las filas tipadas. Junta los errores (hasta 50) y rechaza el archivo entero si hay alguno."""
    filas: list[Fila] = []
    errores: list[str] = []
    ancho = max(indices.values()) + 1
    for numero, cruda in enumerate(crudas, desde):
        if not any(c not in ("", None) and str(c).strip() for c in cruda):
            continue
        try:
            filas.append(_una_fila(cruda, indices, ancho))
        except ValueError as error:
            errores.append(f"Fila {numero}: {error}")
        if len(filas) > MAXIMO_DE_FILAS:
            raise ArchivoIlegibleError("El archivo pasa de un millón de filas: no es la serie.")
    if errores:
        hallazgo = Hallazgo(
            "fila_ilegible",
            "error",
            "Filas que no se pueden leer",
            len(errores),
            "No se cargó nada. Corrige el archivo o descárgalo de nuevo.",
            tuple(errores[:MAXIMO_DE_ERRORES]),
        )
        raise ArchivoIlegibleError(
            f"{len(errores)} filas no se pueden leer; la primera: {errores[0]}", [hallazgo]
        )
    if not filas:
        raise ArchivoIlegibleError("El archivo sólo tiene la cabecera: no hay ninguna fila.")
    return filas


def _una_fila(cruda: Sequence[Any], indices: dict[str, int], ancho: int) -> Fila:
    if len(cruda) < ancho:
        raise ValueError(f"tiene {len(cruda)} columnas y se esperaban {ancho} (¿está truncado?)")
    numeros: dict[str, int | None] = {}
    for campo in ("anio", "mes", "valor"):
        crudo = cruda[indices[campo]]
        try:
            numeros[campo] = _entero(crudo)
        except (ValueError, OverflowError):
            rotulo = ROTULOS.get(campo, campo.upper())
            raise ValueError(f"{rotulo} dice «{crudo}» y debe ser un número entero") from None
    anio, mes = numeros["anio"], numeros["mes"]
    if anio is None or not 1990 <= anio <= 2100:
        raise ValueError(f"AÑO dice «{cruda[indices['anio']]}»")
    if mes is not None and not 0 <= mes <= 12:
        raise ValueError(f"MES dice «{mes}» y va de 1 a 12")
    textos = {
        campo: _texto(cruda[indices[campo]]) if campo in indices else ""
        for campo in ("ccdd", "lugar", "provincia", "distrito", "comisaria", "item")
    }
    return Fila(anio=anio, mes=mes or 0, valor=numeros["valor"], **textos)
