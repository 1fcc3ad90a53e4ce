"""Lecturas de las plantillas de Word."""

from typing import Any

from django.db.models import QuerySet

from politica.consultas.reportes import periodos_con_datos
from regiones.consultas.espacios import regionales
from regiones.models import EspacioRegional
from trata.agregados.consultas import cobertura_de_la_serie
from trata.informes.consultas.documentos import sin_textos
from trata.informes.documento import Documento
from trata.informes.models import Informe, PlantillaDeInforme
from trata.informes.reglas import PIDEN_PERIODO, PIDEN_REGION


def plantillas() -> QuerySet[PlantillaDeInforme]:
    """Todas, con quién las subió; la última de cada tipo primero."""
    return PlantillaDeInforme.objects.select_related("registrado_por")


def plantilla_en_vigor(tipo: str) -> PlantillaDeInforme | None:
    """La plantilla de ese tipo; si no tiene, la de todos; si no hay, la de la casa (`None`)."""
    vigentes = {
        p.tipo: p for p in PlantillaDeInforme.objects.filter(en_vigor=True, tipo__in=[tipo, ""])
    }
    return vigentes.get(tipo) or vigentes.get("")


def informe_de_ejemplo(tipo: str, usuario: Any, espacio: EspacioRegional | None = None) -> Informe:
    """Un informe sin guardar de ese tipo, con los últimos datos que haya."""
    if espacio is None and tipo in PIDEN_REGION:
        espacio = regionales(usuario).first()
    periodo = next(reversed(periodos_con_datos()), None) if tipo in PIDEN_PERIODO else None
    return Informe(
        tipo=tipo,
        anio=cobertura_de_la_serie().ultimo_completo or 2021,
        espacio=espacio,
        periodo=periodo,
    )


def ejemplo(tipo: str, usuario: Any) -> Documento:
    """El documento con que se prueba una plantilla (el boletín, si es para todos los tipos)."""
    return sin_textos(informe_de_ejemplo(tipo or "boletin", usuario), usuario)
