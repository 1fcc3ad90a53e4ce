"""Del documento a los bytes de un formato, con la plantilla de Word que esté en vigor."""

from trata.informes import consultas
from trata.informes.documento import Documento
from trata.informes.escritores import FORMATOS
from trata.informes.escritores.plantilla import rellenar
from trata.informes.models import PlantillaDeInforme
from trata.informes.textos import opciones


def con_plantilla(plantilla: PlantillaDeInforme, documento: Documento) -> bytes:
    """El DOCX del documento en una plantilla guardada."""
    contenido = consultas.leer_guardado(plantilla.ruta, plantilla.sha256)
    return rellenar(contenido, documento, opciones(documento.cifras()), plantilla.campos)


def producir(
    documento: Documento, formato: str, plantilla: PlantillaDeInforme | None = None
) -> bytes:
    """Los bytes del documento en el formato; en DOCX, con `plantilla` si la hay."""
    if formato == "docx" and plantilla is not None:
        return con_plantilla(plantilla, documento)
    return FORMATOS[formato].escribir(documento)
