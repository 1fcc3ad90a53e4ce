"""Si un DOCX sirve de plantilla: sano, sin nada activo y sólo con los campos que se admiten.

Cada problema dice su sitio («Encabezado, párrafo 1»). Las llaves están reservadas a los campos:
`{{ titulo }}`. No hay condiciones, ciclos, filtros ni llamadas.
"""

import io
import re
import zipfile
from collections.abc import Collection, Iterator
from dataclasses import dataclass
from difflib import get_close_matches
from typing import Any

from lxml import etree
from PIL import Image, UnidentifiedImageError

from trata.comun.formato import tamano

TAMANO_MAXIMO = 5_000_000
EXPANDIDO_MAXIMO = 40_000_000
PUNTOS_MAXIMOS = 25_000_000
CUERPO = "cuerpo"
# `{{p cuerpo }}` es como lo escribe quien conoce docxtpl; ningún otro campo lleva la «p».
CAMPO = re.compile(r"\{\{(?:p(?=\s+cuerpo\b))?\s*([A-Za-z_][\w.]*)\s*\}\}")
W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
PRINCIPAL = "application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"
CAMPOS_DE_WORD = {
    *("PAGE", "NUMPAGES", "SECTIONPAGES", "SECTION", "TOC", "TC", "REF", "PAGEREF", "SEQ"),
    *("STYLEREF", "DATE", "HYPERLINK", "TITLE", "SYMBOL", "QUOTE", "NOTEREF"),
}
IMAGENES = {"png": "PNG", "jpg": "JPEG", "jpeg": "JPEG", "gif": "GIF"}
ENLACE_EN_CAMPO = re.compile(r'HYPERLINK (\\l |"?(https?://|mailto:))', re.IGNORECASE)
ENLACES = ("https://", "http://", "mailto:")
RELACION_DE_ENLACE = "/relationships/hyperlink"
RELACIONES_MALAS = ("/aFChunk", "/attachedTemplate", "/oleObject", "/package", "/control", "/frame")


@dataclass(frozen=True, slots=True)
class Problema:
    """Algo que impide usar la plantilla, y dónde está."""

    lugar: str
    mensaje: str

    def __str__(self) -> str:
        return f"{self.lugar}: {self.mensaje}" if self.lugar else self.mensaje


@dataclass(frozen=True)
class Revision:
    """Los campos que usa y los problemas que tiene."""

    campos: tuple[str, ...]
    problemas: tuple[Problema, ...]


def revisar_plantilla(contenido: bytes, permitidos: Collection[str]) -> Revision:
    """Revisa un DOCX cuyo ZIP ya se reconoció como sano. No lanza: dice todos los problemas."""
    if len(contenido) > TAMANO_MAXIMO:
        return _sola(f"La plantilla pasa de {tamano(TAMANO_MAXIMO)}. Achica sus imágenes.")
    try:
        with zipfile.ZipFile(io.BytesIO(contenido)) as paquete:
            if sum(e.file_size for e in paquete.infolist()) > EXPANDIDO_MAXIMO:
                return _sola("La plantilla se expande demasiado: no se admite.")
            partes = {e.filename: paquete.read(e) for e in paquete.infolist()}
    except (zipfile.BadZipFile, OSError, ValueError, NotImplementedError):
        return _sola("El archivo está dañado. Guárdalo de nuevo en Word y súbelo.")
    problemas = [*_del_paquete(partes), *_de_imagenes(partes)]
    if problemas:
        return Revision((), tuple(problemas))
    campos: dict[str, None] = {}
    for nombre, texto in partes.items():
        if nombre.endswith((".xml", ".rels")):
            problemas += _de_una_parte(nombre, texto, permitidos, campos)
    if not problemas and CUERPO not in campos:
        problemas.append(
            Problema("", "No dice dónde va el contenido. Escribe {{ cuerpo }} solo, en un párrafo.")
        )
    return Revision(tuple(campos), tuple(problemas))


def _sola(mensaje: str) -> Revision:
    return Revision((), (Problema("", mensaje),))


def _del_paquete(partes: dict[str, bytes]) -> Iterator[Problema]:
    tipos = partes.get("[Content_Types].xml", b"").decode("utf-8", "replace")
    if "macroEnabled" in tipos or "ms-office.vba" in tipos:
        yield Problema("", "Es un documento con macros. Guárdalo como .docx, sin macros.")
    elif PRINCIPAL not in tipos:
        yield Problema("", "No es un documento de Word. Guárdalo como .docx y súbelo.")
    for nombre, texto in partes.items():
        if nombre.endswith((".xml", ".rels")) and re.search(rb"<!(DOCTYPE|ENTITY)", texto):
            yield Problema(nombre, "declara entidades: no se admite.")
        if nombre.endswith(".rels"):
            yield from _de_relaciones(nombre, texto)


def _de_relaciones(nombre: str, texto: bytes) -> Iterator[Problema]:
    for relacion in _arbol(texto).iter("{*}Relationship"):
        tipo, destino = relacion.get("Type", ""), relacion.get("Target", "")
        if tipo.endswith(RELACIONES_MALAS):
            yield Problema(nombre, "trae un objeto o una plantilla adjunta. Quítalo en Word.")
        elif relacion.get("TargetMode") == "External" and not (
            tipo.endswith(RELACION_DE_ENLACE) and destino.startswith(ENLACES)
        ):
            yield Problema(
                nombre, f"trae algo de fuera ({destino[:60]}). Incrústalo en el documento."
            )


def _de_imagenes(partes: dict[str, bytes]) -> Iterator[Problema]:
    for nombre, contenido in partes.items():
        if not nombre.startswith("word/media/"):
            continue
        esperado = IMAGENES.get(nombre.rpartition(".")[2].lower())
        if esperado is None:
            yield Problema(nombre, "no es una imagen que se admita. Usa PNG o JPG.")
            continue
        try:
            with Image.open(io.BytesIO(contenido), formats=[esperado]) as imagen:
                if imagen.width * imagen.height > PUNTOS_MAXIMOS:
                    yield Problema(nombre, "la imagen tiene demasiados puntos: redúcela.")
                imagen.verify()
        except (UnidentifiedImageError, OSError, ValueError, SyntaxError,
                Image.DecompressionBombError, Image.DecompressionBombWarning):  # fmt: skip
            yield Problema(nombre, f"dice ser {esperado} y no lo es. Vuelve a guardarla.")


def _arbol(texto: bytes) -> Any:
    limpio = etree.XMLParser(resolve_entities=False, no_network=True, huge_tree=False)
    try:
        return etree.fromstring(texto, limpio)
    except etree.XMLSyntaxError:
        return etree.Element("ilegible")


def _de_una_parte(
    nombre: str, texto: bytes, permitidos: Collection[str], campos: dict[str, None]
) -> Iterator[Problema]:
    arbol = _arbol(texto)
    if arbol.tag == "ilegible":
        yield Problema(nombre, "no se puede leer. Guarda de nuevo el documento en Word.")
        return
    donde = _parte(nombre)
    if not donde:
        if "{{" in (todo := "".join(arbol.itertext())) or "{%" in todo or "{#" in todo:
            yield Problema(nombre, "aquí no se admiten campos. Ponlos en el cuerpo del documento.")
        return
    for elemento in arbol.iter():
        if any("{" in v or "}" in v for v in elemento.attrib.values() if not _es_guid(v)):
            yield Problema(donde, "hay llaves en un dato oculto (texto alternativo o nombre).")
    for n, parrafo in enumerate(arbol.iter(f"{W}p"), start=1):
        lugar = _lugar(donde, parrafo, n)
        yield from _de_un_parrafo(lugar, parrafo, permitidos, campos, nombre)


def _es_guid(valor: str) -> bool:
    return bool(re.fullmatch(r"\{[0-9A-Fa-f-]{36}\}", valor))


def _parte(nombre: str) -> str:
    """Las partes donde se admiten campos, con su nombre para las personas."""
    if nombre == "word/document.xml":
        return "Cuerpo"
    if re.fullmatch(r"word/header\d*\.xml", nombre):
        return "Encabezado"
    return "Pie de página" if re.fullmatch(r"word/footer\d*\.xml", nombre) else ""


def _lugar(donde: str, parrafo: Any, n: int) -> str:
    ancestros = {a.tag for a in parrafo.iterancestors()}
    if f"{W}tbl" in ancestros:
        return f"{donde}, párrafo {n} (dentro de una tabla)"
    if f"{W}txbxContent" in ancestros:
        return f"{donde}, párrafo {n} (dentro de un cuadro de texto)"
    return f"{donde}, párrafo {n}"


def textos_propios(parrafo: Any) -> list[Any]:
    """Los `w:t` de un párrafo, sin los de un cuadro de texto que lleve adentro."""
    return [t for t in parrafo.iter(f"{W}t") if next(t.iterancestors(f"{W}p")) is parrafo]


def _de_un_parrafo(
    lugar: str, parrafo: Any, permitidos: Collection[str], campos: dict[str, None], parte: str
) -> Iterator[Problema]:
    texto = "".join(t.text or "" for t in textos_propios(parrafo))
    for instruccion in _instrucciones(parrafo):
        clase = instruccion.split(" ")[0].upper()
        if clase not in CAMPOS_DE_WORD or (
            clase == "HYPERLINK" and not ENLACE_EN_CAMPO.match(instruccion)
        ):
            yield Problema(lugar, f"trae un campo de Word que no se admite ({instruccion[:30]}).")
    for campo in CAMPO.findall(texto):
        campos[campo] = None
        if campo != CUERPO and campo not in permitidos:
            parecidos = get_close_matches(campo, [*permitidos, CUERPO], n=1)
            quizas = f" ¿Querías {{{{ {parecidos[0]} }}}}?" if parecidos else ""
            yield Problema(lugar, f"no existe el campo {{{{ {campo} }}}}.{quizas}")
    if "qr" in CAMPO.findall(texto) and parte != "word/document.xml":
        yield Problema(lugar, "{{ qr }} va en el cuerpo, no en el encabezado ni en el pie.")
    if CUERPO in CAMPO.findall(texto):
        suelto = parrafo.getparent().tag == f"{W}body" and parte == "word/document.xml"
        if not suelto or CAMPO.sub("", texto, count=1).strip():
            yield Problema(lugar, "{{ cuerpo }} va solo en su párrafo, fuera de tablas y pies.")
    resto = CAMPO.sub("", texto)
    if "{" in resto or "}" in resto:
        trozo = resto[max(0, resto.find("{")) :][:40].strip()
        yield Problema(lugar, f"sólo se admite {{{{ campo }}}}; esto no se entiende: «{trozo}».")


def _instrucciones(parrafo: Any) -> Iterator[str]:
    simples = [s.get(f"{W}instr", "") for s in parrafo.iter(f"{W}fldSimple")]
    trozos: list[str] = []
    for nodo in parrafo.iter(f"{W}instrText", f"{W}fldChar"):
        if nodo.tag == f"{W}instrText":
            trozos.append(nodo.text or "")
        elif trozos:
            simples.append("".join(trozos))
            trozos = []
    simples.append("".join(trozos))
    for simple in simples:
        if limpio := " ".join(simple.split()):
            yield limpio
