"""Quitar de un archivo lo que dice de más: dónde se tomó la foto, quién escribió el documento."""

import io
import re
import warnings
import zipfile

from PIL import Image, ImageOps

from casos.archivos.contenido import Tipo, falla

PUNTOS_MAXIMOS = 50_000_000
CALIDAD = 90
# Propiedades de un documento de Office: autor, empresa, plantilla, quién lo cambió por última vez.
PROPIEDADES = re.compile(r"^docProps/(?:core|app|custom)\.xml$")
NUCLEO_VACIO = (
    b'<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n<cp:coreProperties '
    b'xmlns:cp="http://schemas.openxmlformats.org/package/2006/metadata/core-properties"/>'
)
APP_VACIA = (
    b'<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n<Properties '
    b'xmlns="http://schemas.openxmlformats.org/officeDocument/2006/extended-properties"/>'
)
CUSTOM_VACIO = APP_VACIA.replace(b"extended-properties", b"custom-properties")
DATO_DE_PDF = re.compile(
    rb"(/(?:Author|Creator|Producer|Title|Subject|Keywords|Company|SourceModified)\s*)"
    rb"(\((?:\\.|[^\\()])*\)|<[0-9A-Fa-f\s]*>)"
)
XMP = re.compile(rb"(<x:xmpmeta[^>]*>)(.*?)(</x:xmpmeta>)", re.DOTALL)


def limpiar(contenido: bytes, tipo: Tipo) -> tuple[bytes, str]:
    """Devuelve el archivo sin metadatos y una frase que dice qué se hizo."""
    if tipo.extension in {"jpg", "png"}:
        return _imagen(contenido, tipo), "Se volvió a codificar la imagen, sin metadatos"
    if tipo.extension == "pdf":
        return _pdf(contenido)
    return _office(contenido), "Se quitaron autor, empresa y propiedades"


def _imagen(contenido: bytes, tipo: Tipo) -> bytes:
    """La misma imagen sin EXIF ni nada después de su final, ya girada como debe verse."""
    formato = {"jpg": "JPEG", "png": "PNG"}[tipo.extension]
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("error", Image.DecompressionBombWarning)
            imagen = Image.open(io.BytesIO(contenido), formats=[formato])
            if imagen.width * imagen.height > PUNTOS_MAXIMOS:
                raise falla("imagen_muy_grande", "La imagen tiene demasiados puntos: redúcela.")
            derecha = ImageOps.exif_transpose(imagen)
            derecha.load()
            modos = {"L", "RGB"} if formato == "JPEG" else {"L", "LA", "RGB", "RGBA", "P", "1"}
            limpia = derecha if derecha.mode in modos else derecha.convert("RGB")
            destino = io.BytesIO()
            salida = Image.new(limpia.mode, limpia.size)
            salida.paste(limpia)
            if limpia.mode == "P":
                salida.putpalette(limpia.getpalette())
            salida.save(destino, formato, **({"quality": CALIDAD} if formato == "JPEG" else {}))
    except (Image.DecompressionBombError, Image.DecompressionBombWarning) as error:
        raise falla("imagen_muy_grande", "La imagen tiene demasiados puntos: redúcela.") from error
    except (OSError, ValueError, SyntaxError) as error:
        raise falla("archivo_danado", "La imagen está dañada. Vuelve a guardarla.") from error
    return destino.getvalue()


def _pdf(contenido: bytes) -> tuple[bytes, str]:
    """Pone espacios donde decía autor y programa, sin mover nada. Lo firmado no se toca."""
    if b"/ByteRange" in contenido:
        return contenido, "PDF firmado: se conserva entero, con sus metadatos"

    def en_blanco(hallado: re.Match[bytes]) -> bytes:
        valor = hallado[2]
        return hallado[1] + valor[:1] + b" " * (len(valor) - 2) + valor[-1:]

    limpio = DATO_DE_PDF.sub(en_blanco, contenido)
    limpio = XMP.sub(lambda m: m[1] + b" " * len(m[2]) + m[3], limpio)
    return limpio, "Se borraron los metadatos legibles del PDF"


def _office(contenido: bytes) -> bytes:
    destino = io.BytesIO()
    with (
        zipfile.ZipFile(io.BytesIO(contenido)) as origen,
        zipfile.ZipFile(destino, "w", zipfile.ZIP_DEFLATED) as limpio,
    ):
        for entrada in origen.infolist():
            if entrada.is_dir():
                continue
            try:
                parte = origen.read(entrada)
            except (zipfile.BadZipFile, RuntimeError, OSError) as error:
                raise falla("archivo_danado", "El archivo está dañado.") from error
            if PROPIEDADES.match(entrada.filename):
                parte = _propiedades_vacias(entrada.filename)
            sellada = zipfile.ZipInfo(entrada.filename, date_time=(1980, 1, 1, 0, 0, 0))
            sellada.compress_type = zipfile.ZIP_DEFLATED
            limpio.writestr(sellada, parte)
    return destino.getvalue()


def _propiedades_vacias(nombre: str) -> bytes:
    if nombre.endswith("core.xml"):
        return NUCLEO_VACIO
    return APP_VACIA if nombre.endswith("app.xml") else CUSTOM_VACIO
