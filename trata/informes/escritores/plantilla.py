"""El DOCX desde la plantilla de la Secretaría: sus campos y, en su sitio, el cuerpo del informe.

Los campos los pone docxtpl en un entorno cerrado de jinja2 (`SandboxedEnvironment`, con escape y
sin nada indefinido); el cuerpo se escribe después, así que nada de lo escrito se interpreta.
"""

import copy
import io
import re
from collections.abc import Collection, Mapping
from typing import Any
from uuid import uuid4

from docx import Document
from docx.shared import Cm
from docx.text.paragraph import Paragraph
from docxtpl import DocxTemplate
from jinja2 import StrictUndefined
from jinja2.sandbox import SandboxedEnvironment

from trata.informes.documento import Documento, Seccion
from trata.informes.escritores import docx
from trata.informes.escritores.revision_de_plantilla import CAMPO, CUERPO, W, textos_propios
from trata.informes.escritores.texto import limpio
from trata.informes.qr import qr_png

CAMPOS: Mapping[str, str] = {
    "titulo": "Título del informe",
    "subtitulo": "Región, año y periodo",
    "corte": "Fecha de corte de los datos",
    "folio": "Folio (INF-2026-003) o «Borrador»",
    "clasificacion": "Clasificación del documento",
    "fuente": "De dónde salen los datos",
    "verificacion": "Dirección donde se comprueba que es auténtico",
    "avisos": "Avisos sobre los datos, si los hay",
    "qr": "Código QR para comprobarlo (solo en el cuerpo; vacío en un borrador)",
}
DE_IMAGEN = "qr"
SIN_DATO = "sin dato"
SIN_VERIFICAR = "(borrador: tendrá dirección al publicarse)"
ESTILOS = (
    *("Title", "Subtitle", "Heading 1", "Heading 2", "Heading 3", "List Bullet", "Caption"),
    *("Table Grid", "Light List Accent 1", "Light Grid Accent 1"),
)
CLAVE_DE_CIFRA = re.compile(r"[a-z_][a-z0-9_]*(\.[a-z_][a-z0-9_]*)+")


def base() -> bytes:
    """La plantilla de la casa, para descargarla y cambiarla: se ve igual, con campos."""
    campos = {nombre: f"{{{{ {nombre} }}}}" for nombre in CAMPOS}
    fuera = {nombre: campos.pop(nombre) for nombre in ("avisos", "qr", "verificacion")}
    avisos = (fuera["avisos"],)
    vacio = docx.escribir(Documento(**campos, secciones=(), marcas=avisos, forma="ficha"))
    d = Document(io.BytesIO(vacio))
    d.core_properties.title = "Plantilla de informe"
    d.add_paragraph(fuera["qr"])
    d.add_paragraph(f"Verifica este documento en {fuera['verificacion']}")
    d.add_paragraph(f"{{{{ {CUERPO} }}}}")
    return _guardar(d)


def rellenar(
    plantilla: bytes, documento: Documento, valores: Mapping[str, str], usados: Collection[str]
) -> bytes:
    """El informe en la plantilla. `valores`: lo que dice cada cifra; `usados`: los campos que la
    plantilla cita. Una cifra que el informe no tiene se lee «sin dato»."""
    marca = f"TRATA{uuid4().hex}"
    t = DocxTemplate(io.BytesIO(_marcar_el_cuerpo(plantilla, marca)))
    entorno = SandboxedEnvironment(autoescape=True, undefined=StrictUndefined)
    entorno.globals.clear()
    marca_de_imagen = f"QR{marca}"
    t.render(_contexto(documento, valores, usados) | {DE_IMAGEN: marca_de_imagen}, entorno)
    d = t.docx
    _asegurar_estilos(d)
    _poner_el_qr(d, marca_de_imagen, documento.verificacion)
    parrafo = next(p for p in d.element.body.iter(f"{W}p") if marca in "".join(p.itertext()))
    _poner_el_cuerpo(d, parrafo, documento.secciones)
    d.core_properties.title = limpio(documento.titulo)[:250]
    d.core_properties.author = "Secretaría Técnica de la Comisión Multisectorial"
    d.core_properties.last_modified_by = ""
    d.core_properties.language = "es-PE"
    return _guardar(d)


def _contexto(
    documento: Documento, valores: Mapping[str, str], usados: Collection[str]
) -> dict[str, Any]:
    propios = {n: limpio(getattr(documento, n)) for n in CAMPOS if n not in {"avisos", DE_IMAGEN}}
    propios["avisos"] = limpio(" ".join(documento.marcas))
    propios["verificacion"] = propios["verificacion"] or SIN_VERIFICAR
    contexto: dict[str, Any] = dict(propios)
    for clave in usados:
        if clave in propios or clave in {CUERPO, DE_IMAGEN}:
            continue
        *ramas, hoja = clave.split(".")
        nodo = contexto
        for rama in ramas:
            nodo = nodo.setdefault(rama, {})
        nodo[hoja] = limpio(valores.get(clave, SIN_DATO))
    return contexto


def citables(valores: Mapping[str, str]) -> set[str]:
    """Los campos que una plantilla puede citar: los del documento y las cifras con clave llana.

    Una cifra cuya clave es el comienzo de otra no se puede citar.
    """
    llanas = {c for c in valores if CLAVE_DE_CIFRA.fullmatch(c)}
    ramas = {c.rpartition(".")[0] for c in llanas}
    return set(CAMPOS) | {c for c in llanas if c not in ramas and c.split(".")[0] not in CAMPOS}


def _marcar_el_cuerpo(plantilla: bytes, marca: str) -> bytes:
    """Cambia `{{ cuerpo }}` por una marca única, antes de que nada se interprete."""
    d = Document(io.BytesIO(plantilla))
    for parrafo in d.element.body.iter(f"{W}p"):
        textos = textos_propios(parrafo)
        if CUERPO in CAMPO.findall("".join(t.text or "" for t in textos)):
            textos[0].text = marca
            for sobra in textos[1:]:
                sobra.text = ""
    return _guardar(d)


def _poner_el_qr(d: Any, marca: str, direccion: str) -> None:
    """Cambia cada marca por el código QR de la dirección, o por nada si no la hay."""
    for parrafo in d.element.body.iter(f"{W}p"):
        for texto in textos_propios(parrafo):
            if marca not in (texto.text or ""):
                continue
            texto.text = texto.text.replace(marca, "")
            if direccion:
                imagen = (
                    Paragraph(parrafo, d._body)
                    .add_run()
                    .add_picture(io.BytesIO(qr_png(direccion)), width=Cm(2.6))
                )
                imagen._inline.docPr.set("descr", "Código QR para verificar este documento")


def _asegurar_estilos(d: Any) -> None:
    """Copia de la plantilla de la casa los estilos que la propia no tenga."""
    presentes = {e.name for e in d.styles}
    faltan = [n for n in ESTILOS if n not in presentes]
    if not faltan:
        return
    de_la_casa = Document(io.BytesIO(base()))
    for nombre in faltan:
        if nombre in {e.name for e in de_la_casa.styles}:
            nuevo = copy.deepcopy(de_la_casa.styles[nombre].element)
            nuevo.set(f"{W}styleId", f"Trata{nuevo.get(f'{W}styleId')}")
            for numeracion in nuevo.iter(f"{W}numPr"):
                numeracion.getparent().remove(numeracion)
            d.styles.element.append(nuevo)


def _poner_el_cuerpo(d: Any, parrafo: Any, secciones: tuple[Seccion, ...]) -> None:
    cuerpo = d.element.body
    antes = set(cuerpo)
    docx.escribir_secciones(d, secciones)
    for nuevo in [e for e in cuerpo if e not in antes]:
        parrafo.addprevious(nuevo)
    cuerpo.remove(parrafo)


def _guardar(d: Any) -> bytes:
    salida = io.BytesIO()
    d.save(salida)
    return salida.getvalue()
