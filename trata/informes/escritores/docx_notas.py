"""Notas al pie de Word: las que el programa numera, lleva al pie de su página y deja editar."""

from typing import Any

from docx.opc.constants import CONTENT_TYPE, RELATIONSHIP_TYPE
from docx.opc.packuri import PackURI
from docx.opc.part import Part
from docx.oxml import OxmlElement, parse_xml
from docx.oxml.ns import nsdecls, qn
from lxml import etree

from trata.informes.escritores.texto import limpio

_VACIA = f"""<?xml version="1.0" encoding="UTF-8" standalone="yes"?>
<w:footnotes {nsdecls("w")}>
<w:footnote w:type="separator" w:id="-1"><w:p><w:r><w:separator/></w:r></w:p></w:footnote>
<w:footnote w:type="continuationSeparator" w:id="0"><w:p><w:r><w:continuationSeparator/></w:r></w:p>
</w:footnote></w:footnotes>"""


def poner_nota(d: Any, parrafo: Any, texto: str) -> None:
    """Pone la llamada al final del párrafo y la nota en la parte de notas del documento."""
    parte = _parte(d)
    notas = parse_xml(parte.blob)
    numero = 1 + max(int(n.get(qn("w:id"))) for n in notas)
    nota = OxmlElement("w:footnote", attrs={qn("w:id"): str(numero)})
    cuerpo = OxmlElement("w:p")
    cuerpo.append(_tramo(OxmlElement("w:footnoteRef"), alza=True))
    dicho = OxmlElement("w:t", attrs={qn("xml:space"): "preserve"})
    dicho.text = f" {limpio(texto)}"
    cuerpo.append(_tramo(dicho))
    nota.append(cuerpo)
    notas.append(nota)
    parte._blob = etree.tostring(notas, xml_declaration=True, encoding="UTF-8", standalone=True)
    llamada = OxmlElement("w:footnoteReference", attrs={qn("w:id"): str(numero)})
    parrafo._p.append(_tramo(llamada, alza=True, puntos=0))


def _tramo(contenido: Any, *, alza: bool = False, puntos: int = 9) -> Any:
    """Un tramo con letra de `puntos` (0: la del párrafo), alzada si es un número de nota."""
    tramo, forma = OxmlElement("w:r"), OxmlElement("w:rPr")
    if puntos:
        forma.append(OxmlElement("w:sz", attrs={qn("w:val"): str(puntos * 2)}))
    if alza:
        forma.append(OxmlElement("w:vertAlign", attrs={qn("w:val"): "superscript"}))
    tramo.append(forma)
    tramo.append(contenido)
    return tramo


def _parte(d: Any) -> Part:
    """La parte de notas: la que ya traiga la plantilla, o una nueva."""
    for relacion in d.part.rels.values():
        if relacion.reltype == RELATIONSHIP_TYPE.FOOTNOTES:
            return relacion.target_part
    direccion = PackURI("/word/footnotes.xml")
    parte = Part(direccion, CONTENT_TYPE.WML_FOOTNOTES, _VACIA.encode(), d.part.package)
    d.part.relate_to(parte, RELATIONSHIP_TYPE.FOOTNOTES)
    return parte
