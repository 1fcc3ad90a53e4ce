"""Lo que un caso debe tener para enviarse. Un borrador admite vacíos; un envío, no.

`CASO_COMPLETO` se aplica al caso con el resumen de sus partes; `VICTIMA_COMPLETA`, a cada víctima.
"""

from dataclasses import dataclass

from casos.reglas.persona import es_nna
from casos.reglas.predicados import tiene
from trata.comun.reglas import Datos, Regla, requerido_si


@dataclass(frozen=True)
class Punto:
    """Un punto de la lista con que se da la conformidad."""

    codigo: str
    texto: str
    ayuda: str = ""


# «Conforme» certifica el registro, no el delito.
LISTA_DE_CONFORMIDAD: tuple[Punto, ...] = (
    Punto(
        "unidad",
        "Es un solo hecho: no repite otro caso.",
        "Busqué por número de denuncia, carpeta y lugar.",
    ),
    Punto(
        "fuente",
        "La fecha, el lugar de registro y el denunciante coinciden con el documento fuente.",
    ),
    Punto(
        "victimas",
        "Están todas las víctimas y ninguna está dos veces.",
        "El estado de cada una dice quién lo determinó y cuándo.",
    ),
    Punto(
        "dimensiones",
        "Finalidad, medio, captación, vínculo y lugar dicen lo que dice el expediente.",
        "«Otro» se usó sólo cuando ninguna opción servía.",
    ),
    Punto("identidad", "Ningún texto trae nombres, documentos, teléfonos ni direcciones."),
    Punto(
        "nna",
        "Si hay niñas, niños o adolescentes, o duda de la edad, está dicho.",
        "En la duda se presume que lo es.",
    ),
)

CON_TRATA = ("trata", "trata_con_tim")
CON_VICTIMAS = ("trata", "trata_con_tim", "explotacion_conexa")


def _falta(codigo: str, campo: str, mensaje: str) -> Regla:
    return Regla(codigo, campo, mensaje, requerido_si(campo, lambda d: True))


def _de_trata(codigo: str, campo: str, mensaje: str) -> Regla:
    return Regla(codigo, campo, mensaje, requerido_si(campo, tiene("materia", *CON_TRATA)))


def _sin_medio(datos: Datos) -> bool:
    return datos.get("materia") in CON_TRATA and not datos.get("medio") and not es_nna(datos)


CASO_COMPLETO: tuple[Regla, ...] = (
    _falta("falta_materia", "materia", "Selecciona la materia del caso."),
    _falta("falta_origen", "origen", "Selecciona cómo empezó el caso."),
    _falta("falta_fuente", "fuente", "Selecciona la fuente."),
    _falta(
        "falta_fecha_de_registro",
        "fecha_de_registro",
        "Escribe la fecha de la denuncia o intervención.",
    ),
    _falta("falta_denunciante", "denunciante", "Selecciona quién denuncia."),
    _falta("falta_lugar_de_registro", "lugar_de_registro", "Agrega el lugar de registro."),
    Regla(
        "falta_victima",
        "victimas",
        "Agrega al menos una víctima.",
        lambda d: d.get("materia") in CON_VICTIMAS and not d.get("n_victimas"),
    ),
    Regla(
        "falta_migrante",
        "migrantes",
        "Agrega al menos un migrante objeto de tráfico.",
        lambda d: d.get("materia") in {"tim", "trata_con_tim"} and not d.get("n_migrantes"),
    ),
    Regla(
        "victimas_fuera_de_materia",
        "victimas",
        "Un caso sólo de tráfico de migrantes no lleva víctimas de trata: retíralas o cambia la "
        "materia.",
        lambda d: d.get("materia") == "tim" and bool(d.get("n_victimas")),
    ),
    Regla(
        "falta_operativo",
        "operativos",
        "El caso empezó en un operativo: agrega sus datos.",
        lambda d: d.get("origen") == "operativo" and not d.get("n_operativos"),
    ),
)

VICTIMA_COMPLETA: tuple[Regla, ...] = (
    _falta("falta_sexo", "sexo", "Selecciona el sexo."),
    _falta("falta_forma_edad", "forma_edad", "Di qué se sabe de la edad."),
    _falta("falta_nacionalidad", "nacionalidad", "Selecciona la nacionalidad."),
    _falta("falta_educacion", "educacion", "Selecciona el nivel educativo."),
    _falta("falta_hallazgo", "hallazgo", "Selecciona cómo se le ubicó."),
    _falta("falta_estado_de_victima", "estado", "Registra el estado de la víctima."),
    _de_trata("falta_finalidad", "finalidad", "Selecciona la finalidad principal."),
    Regla(
        "falta_medio",
        "medio",
        "Selecciona el medio principal. Sólo se omite si es niña, niño o adolescente "
        "(art. 129-A, inciso 3).",
        _sin_medio,
    ),
    _de_trata("falta_captacion", "captacion", "Selecciona la forma de captación."),
    _de_trata("falta_vinculo", "vinculo", "Selecciona el vínculo principal."),
    _de_trata("falta_lugar_explotacion", "lugar_explotacion", "Selecciona el lugar."),
    _de_trata("falta_alcance", "alcance", "Selecciona el alcance del reclutamiento."),
    Regla(
        "falta_menor_de_14",
        "menor_de_14",
        "Responde si tenía menos de 14 años: decide la pena (art. 129-B).",
        requerido_si(
            "menor_de_14", lambda d: d.get("grupo_edad") == "12-17" and d.get("edad") is None
        ),
    ),
)

MIGRANTE_COMPLETO: tuple[Regla, ...] = (
    _falta("falta_sexo", "sexo", "Selecciona el sexo."),
    _falta("falta_forma_edad", "forma_edad", "Di qué se sabe de la edad."),
    _falta("falta_pais_de_origen", "pais_de_origen", "Selecciona el país de origen."),
)
