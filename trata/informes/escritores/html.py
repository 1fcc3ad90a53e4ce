"""HTML: la misma plantilla que la pantalla, suelta y lista para imprimir."""

from django.template.loader import render_to_string

from trata.informes.documento import Documento


def escribir(documento: Documento) -> bytes:
    """La página completa en UTF-8."""
    return render_to_string("informes/documento.html", {"documento": documento}).encode()
