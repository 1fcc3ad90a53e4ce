"""El camino de un reporte: qué verbo lleva de qué estado a cuál. Datos puros."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Paso:
    """Un verbo: desde qué estados se puede, a cuál lleva y cómo se dice."""

    desde: frozenset[str]
    hasta: str
    hecho: str


PASOS: dict[str, Paso] = {
    "guardar": Paso(
        frozenset({"pendiente", "borrador", "por_aprobar", "observado"}), "", "Borrador guardado"
    ),
    "presentar": Paso(
        frozenset({"borrador", "observado"}), "por_aprobar", "Presentado para aprobar"
    ),
    "devolver": Paso(frozenset({"por_aprobar"}), "borrador", "Devuelto dentro de la entidad"),
    "enviar": Paso(
        frozenset({"borrador", "por_aprobar", "observado"}), "enviado", "Enviado a la Secretaría"
    ),
    "observar": Paso(frozenset({"enviado"}), "observado", "Observado"),
    "validar": Paso(frozenset({"enviado"}), "validado", "Validado"),
    "dar_conformidad": Paso(frozenset({"validado"}), "conforme", "Con conformidad de la OGPP"),
    "rectificar": Paso(
        frozenset({"validado", "conforme", "cerrado"}), "enviado", "Rectificado: vuelve a revisión"
    ),
    "cerrar": Paso(frozenset({"conforme"}), "cerrado", "Cerrado con su periodo"),
}


def puede(verbo: str, estado: str) -> bool:
    """Dice si el verbo existe desde el estado."""
    return estado in PASOS[verbo].desde
