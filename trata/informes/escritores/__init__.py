"""Los escritores: de un `Documento` a los bytes de un formato."""

from collections.abc import Callable
from dataclasses import dataclass

from trata.informes.documento import Documento
from trata.informes.escritores import docx, html, pdf, pptx, xlsx
from trata.informes.revision import revisado


@dataclass(frozen=True)
class Formato:
    """Un formato de salida."""

    codigo: str
    nombre: str
    tipo: str
    escritor: Callable[[Documento], bytes]

    def escribir(self, documento: Documento) -> bytes:
        """Los bytes del documento; una figura que no se puede dibujar sale como aviso."""
        return self.escritor(revisado(documento))


_OFICINA = "application/vnd.openxmlformats-officedocument"
FORMATOS: dict[str, Formato] = {
    f.codigo: f
    for f in (
        Formato("html", "HTML", "text/html; charset=utf-8", html.escribir),
        Formato("pdf", "PDF", "application/pdf", pdf.escribir),
        Formato("docx", "DOCX", f"{_OFICINA}.wordprocessingml.document", docx.escribir),
        Formato("xlsx", "XLSX", f"{_OFICINA}.spreadsheetml.sheet", xlsx.escribir),
        Formato("pptx", "PPTX", f"{_OFICINA}.presentationml.presentation", pptx.escribir),
    )
}
