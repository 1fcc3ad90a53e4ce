"""El tipo de un archivo por su contenido, y lo que no se admite aunque el tipo sea bueno.

Un archivo que es dos cosas a la vez (políglota), que se expande (bomba) o que ejecuta algo (macros,
JavaScript) se rechaza. El nombre y el tipo que dice el navegador no cuentan.
"""

import io
import re
import zipfile
import zlib
from dataclasses import dataclass

import filetype

from trata.comun.errores import ErrorDeDominio
from trata.comun.formato import tamano

TAMANO_MAXIMO = 20_000_000
EXPANDIDO_MAXIMO = 200_000_000
ENTRADAS_MAXIMAS = 2_000
RAZON_MAXIMA = 150
PDF_EXPANDIDO_MAXIMO = 20_000_000

TIPOS: dict[str, str] = {
    "application/pdf": "pdf",
    "image/jpeg": "jpg",
    "image/png": "png",
    "application/vnd.openxmlformats-officedocument.wordprocessingml.document": "docx",
    "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet": "xlsx",
}
NOMBRES_DE_TIPOS = "PDF, JPG, PNG, DOCX o XLSX"
CABECERAS = {
    "pdf": b"%PDF-",
    "jpg": b"\xff\xd8\xff",
    "png": b"\x89PNG\r\n\x1a\n",
    "docx": b"PK\x03\x04",
}
CABECERAS["xlsx"] = CABECERAS["docx"]
# Lo que hace activo a un PDF. En un PDF los nombres pueden ir con #xx.
ACTIVO_EN_PDF = re.compile(
    rb"/(?:JavaScript|JS|Launch|EmbeddedFiles?|RichMedia|XFA|GoToE|ImportData|SubmitForm)(?![A-Za-z0-9])"
)
NOMBRE_CON_NUMERAL = re.compile(rb"#([0-9A-Fa-f]{2})")
FLUJO = re.compile(rb"stream\r?\n(.*?)endstream", re.DOTALL)
MALO_EN_OFFICE = re.compile(
    r"vbaProject|\.bin$|oleObject|activeX|\.(exe|dll|js|vbs|html?|jar)$", re.I
)
ETIQUETA_WEB = re.compile(rb"<\s*(?:script|html|svg|!doctype|iframe|\?php)", re.I)


@dataclass(frozen=True)
class Tipo:
    """Tipo MIME y extensión, por el contenido."""

    mime: str
    extension: str


def falla(codigo: str, mensaje: str) -> ErrorDeDominio:
    """Un rechazo del archivo, con su código y qué hacer."""
    return ErrorDeDominio(codigo, mensaje, campos={"archivo": mensaje})


def reconocer(contenido: bytes) -> Tipo:
    """El tipo del archivo. Lanza `ErrorDeDominio`: vacío, grande, no admitido, dos cosas a la vez,
    bomba o activo."""
    if not contenido:
        raise falla("archivo_vacio", "El archivo está vacío.")
    if len(contenido) > TAMANO_MAXIMO:
        maximo = tamano(TAMANO_MAXIMO)
        raise falla("archivo_muy_grande", f"El archivo pasa de {maximo}. Sube uno más liviano.")
    hallado = filetype.guess(contenido[:8192])
    extension = TIPOS.get(hallado.mime, "") if hallado else ""
    if hallado is not None and hallado.mime == "application/zip":
        extension = _office(contenido)
    if not extension or not contenido.startswith(CABECERAS[extension]):
        raise falla("tipo_no_admitido", f"No se admite este archivo. Sube {NOMBRES_DE_TIPOS}.")
    if extension in {"docx", "xlsx"}:
        if _office(contenido) != extension:
            raise falla("tipo_no_admitido", f"No se admite este archivo. Sube {NOMBRES_DE_TIPOS}.")
    elif zipfile.is_zipfile(io.BytesIO(contenido)):
        raise falla("archivo_doble", "El archivo esconde otro adentro. Guárdalo de nuevo y súbelo.")
    if extension == "pdf":
        _revisar_pdf(contenido)
    mime = next(m for m, e in TIPOS.items() if e == extension)
    return Tipo(mime, extension)


def _office(contenido: bytes) -> str:
    """`docx` o `xlsx` si el zip es un documento sano; vacío si no es ninguno."""
    try:
        with zipfile.ZipFile(io.BytesIO(contenido)) as paquete:
            entradas = paquete.infolist()
    except (zipfile.BadZipFile, ValueError, NotImplementedError) as error:
        raise falla(
            "archivo_danado", "El archivo está dañado. Guárdalo de nuevo y súbelo."
        ) from error
    _revisar_paquete(entradas, len(contenido))
    nombres = {e.filename for e in entradas}
    if "[Content_Types].xml" not in nombres:
        return ""
    if "word/document.xml" in nombres:
        return "docx"
    return "xlsx" if "xl/workbook.xml" in nombres else ""


def _revisar_paquete(entradas: list[zipfile.ZipInfo], tamano: int) -> None:
    total = sum(e.file_size for e in entradas)
    if len(entradas) > ENTRADAS_MAXIMAS or total > EXPANDIDO_MAXIMO:
        raise falla("archivo_bomba", "El archivo se expande demasiado: no se admite.")
    if total > 1_000_000 and total / max(tamano, 1) > RAZON_MAXIMA:
        raise falla("archivo_bomba", "El archivo se expande demasiado: no se admite.")
    vistos: set[str] = set()
    for entrada in entradas:
        ruta = entrada.filename
        enlace = (entrada.external_attr >> 16) & 0o170000 == 0o120000
        fuera = ruta.startswith(("/", "\\")) or ".." in re.split(r"[/\\]", ruta)
        if fuera or enlace or ruta in vistos or entrada.flag_bits & 0x1:
            raise falla("archivo_danado", "El archivo tiene partes que no se admiten.")
        if MALO_EN_OFFICE.search(ruta) and not ruta.startswith(
            ("xl/printerSettings", "word/printerSettings")
        ):
            raise falla("archivo_activo", "El archivo trae macros u objetos. Guárdalo sin ellos.")
        vistos.add(ruta)


def _revisar_pdf(contenido: bytes) -> None:
    if ETIQUETA_WEB.search(contenido[:2048]):
        raise falla("archivo_doble", "El archivo es también una página web: no se admite.")
    if b"%%EOF" not in contenido[-2048:]:
        raise falla("archivo_danado", "El PDF está incompleto o trae algo después del final.")
    textos = [contenido, *_flujos_abiertos(contenido)]
    for texto in textos:
        plano = NOMBRE_CON_NUMERAL.sub(lambda m: bytes([int(m[1], 16)]), texto)
        if ACTIVO_EN_PDF.search(plano):
            raise falla(
                "archivo_activo",
                "El PDF ejecuta acciones o trae archivos adentro. Imprímelo como PDF y súbelo.",
            )


def _flujos_abiertos(contenido: bytes) -> list[bytes]:
    """Los flujos de objetos del PDF, descomprimidos con tope."""
    abiertos, quedan = [], PDF_EXPANDIDO_MAXIMO
    for hallado in FLUJO.finditer(contenido):
        if b"/ObjStm" not in contenido[max(0, hallado.start() - 400) : hallado.start()]:
            continue
        abridor = zlib.decompressobj()
        try:
            texto = abridor.decompress(hallado[1], quedan)
        except zlib.error:
            continue
        quedan -= len(texto)
        if quedan <= 0 or abridor.unconsumed_tail:
            raise falla("archivo_bomba", "El PDF se expande demasiado: no se admite.")
        abiertos.append(texto)
    return abiertos
