"""Lo que cierra un documento: definiciones y el anexo con todas las cifras que se citan."""

from trata.comun import formato
from trata.informes.contexto import Contexto
from trata.informes.documento import Cifra, Cuadro, Documento, Nota, Seccion

DEFINICIONES = (
    ("Registro PNP", "Una fila de la serie oficial («Denuncias por comisión»): un registro por "
     "víctima, según la Policía Nacional del Perú. No es un caso ni una sentencia."),
    ("Víctima (registro)", "Una persona registrada como víctima en TRATA, en casos enviados o "
     "conformes de materia trata, no descartada."),
    ("Lugar", "El de registro, salvo que se diga otro. No es donde ocurrió la explotación."),
    ("Porcentaje", "Numerador entre el total de registros del mismo año y lugar, con lo que no "
     "consta dentro del denominador."),
    ("Otro", "Lo que la fuente junta sin detallar. Es un hallazgo: dice cuánto no se sabe."),
    ("Sin dato", "La fuente no lo publica. No es cero."),
    ("Avance", "El menor avance de los indicadores del servicio; sólo cuentan los reportes "
     "validados."),
    ("Participación", "Una persona en una capacitación; quien va a dos cuenta dos veces."),
)  # fmt: skip


def definiciones(contexto: Contexto) -> Seccion:
    """Qué cuenta cada unidad y de dónde sale."""
    return Seccion(
        "definiciones",
        "Definiciones y fuentes",
        (
            Cuadro("Definiciones", ("Término", "Qué quiere decir"), DEFINICIONES),
            Nota(f"Serie oficial: {contexto.nacional.fuente}"),
            Nota(
                "Política y regiones: TRATA, con la fuente de cada dato. Población: INEI, 2025, "
                "por distrito."
            ),
        ),
    )


def anexo(documento: Documento) -> Seccion | None:
    """Todas las cifras del documento, con su clave: adonde llegan los enlaces."""
    cifras = list(documento.cifras().values())
    if not cifras:
        return None
    return Seccion(
        "anexo",
        "Anexo. Las cifras de este documento",
        (
            Cuadro(
                "Cifras que este documento cita",
                ("Clave", "Qué mide", "Dónde y cuándo", "Valor", "Base"),
                tuple((c.clave, c.texto, c.etiqueta, c.valor, _base(c)) for c in cifras),
                numericas=(False, False, False, True, False),
                anclas=tuple(c.clave for c in cifras),
                nota="La clave es el nombre con que el texto cita la cifra.",
            ),
        ),
    )


def _base(cifra: Cifra) -> str:
    return cifra.base or formato.SIN_DATO


__all__ = ["anexo", "definiciones"]
