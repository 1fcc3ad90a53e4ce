"""Reglas de la Comisión."""

from trata.comun.reglas import Datos, Regla, en_orden

# Letras de lo que se dice de un acuerdo, en la pantalla y en la API.
LARGO_DEL_SEGUIMIENTO = 4_000


def quorum_de(miembros: int) -> int:
    """Mayoría absoluta de los componentes (regla general de la Ley 27444)."""
    return miembros // 2 + 1


def _cumplido_sin_fecha(datos: Datos) -> bool:
    return datos.get("estado") == "cumplido" and not datos.get("cumplido_el")


SESION = (
    Regla(
        "quorum_en_cero",
        "quorum_exigido",
        "El quórum es de una persona o más.",
        lambda d: d.get("quorum_exigido") is not None and d["quorum_exigido"] < 1,
    ),
)
ACUERDO = (
    Regla(
        "falta_fecha_de_cumplimiento",
        "cumplido_el",
        "Di qué día se cumplió.",
        _cumplido_sin_fecha,
    ),
    Regla(
        "plazo_antes_del_acuerdo",
        "plazo",
        "El plazo vence antes del acuerdo. Corrige la fecha.",
        en_orden("acordado_el", "plazo"),
    ),
)
