"""Certificados en PDF (PDF/UA-1): una página por participante, con código y QR verificables."""

import io
import json
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import segno
import typst
from django.conf import settings
from django.urls import reverse
from django.utils import timezone

from regiones.models import Capacitacion, Certificado
from trata.comun import formato
from trata.comun.cifrado import descifrar
from trata.graficos.png import rutas_de_fuentes

PLANTILLA = Path(__file__).resolve().parent / "plantillas" / "certificado.typ"
POR_LOTE = 200


def direccion_de(codigo: str) -> str:
    """La dirección pública donde se comprueba un código."""
    return settings.DIRECCION_PUBLICA + reverse("regiones:certificado", args=[codigo])


def _qr(codigo: str) -> str:
    salida = io.BytesIO()
    segno.make(direccion_de(codigo), error="m").save(salida, kind="svg", border=0, scale=4)
    return salida.getvalue().decode()


def _detalle(capacitacion: Capacitacion) -> str:
    horas = (
        f", de {formato.plural(capacitacion.horas, 'hora lectiva', 'horas lectivas')}"
        if capacitacion.horas
        else ""
    )
    if capacitacion.inicio is None:
        return f"{horas}, {capacitacion.anio}"
    cuando = formato.fecha_larga(capacitacion.inicio)
    if capacitacion.fin and capacitacion.fin != capacitacion.inicio:
        return f"{horas}, del {cuando} al {formato.fecha_larga(capacitacion.fin)}"
    return f"{horas}, el {cuando}"


def hacer_pdf(capacitacion: Capacitacion, certificados: Sequence[Certificado]) -> bytes:
    """Un PDF con los certificados; los nombres se descifran sólo aquí."""
    datos: dict[str, Any] = {
        "titulo": capacitacion.nombre,
        "emisor": capacitacion.organiza or capacitacion.espacio.nombre,
        "detalle": _detalle(capacitacion),
        "temas": "; ".join(t.nombre for t in capacitacion.temas.all()),
        "direccion": settings.DIRECCION_PUBLICA + reverse("regiones:verificar"),
        "emitido": f"Emitido el {formato.fecha_larga(timezone.localdate())}.",
        "marca": " Contenido sintético de demostración." if capacitacion.es_sintetico else "",
        "certificados": [
            {
                "nombre": descifrar(c.participante.nombre_cifrado),
                "codigo": en_grupos(c.codigo),
                "qr": _qr(c.codigo),
            }
            for c in certificados
        ],
    }
    return typst.compile(
        PLANTILLA.read_bytes(),
        format="pdf",
        font_paths=list(rutas_de_fuentes()),
        sys_inputs={"datos": json.dumps(datos, ensure_ascii=False)},
        pdf_standards=["ua-1"],
    )


def en_grupos(codigo: str) -> str:
    """«ABCD-EFGH-…»: más fácil de leer y de dictar."""
    return "-".join(codigo[i : i + 4] for i in range(0, len(codigo), 4))
