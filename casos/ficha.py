"""La ficha del caso como datos: secciones y grupos de campos.

La recorren la lista de tareas, los formularios, la revisión, la página del caso y la impresión.
"""

from dataclasses import dataclass, field

from django.db import models

from casos.models import (
    Atencion,
    CasoLugar,
    ClaveExterna,
    Establecimiento,
    Implicado,
    Migrante,
    Nota,
    Operativo,
    Victima,
    VictimaEstado,
    Vinculo,
)
from casos.models.base import HijoDeCasoModel
from trata.comun.formularios import Grupo

# Fecha → campo que guarda su precisión.
PRECISION_DE = {
    "fecha_de_registro": "precision_de_registro",
    "fecha_del_hecho": "precision_del_hecho",
    "fecha_nacimiento": "precision_nacimiento",
    "fecha_de_captacion": "precision_de_captacion",
    "fecha": "precision",
}


def con_mayuscula(texto: str) -> str:
    """«¿tenía…?» → «¿Tenía…?»."""
    inicio = 1 if texto[:1] == "¿" else 0
    return texto[:inicio] + texto[inicio : inicio + 1].upper() + texto[inicio + 1 :]


# Las llaves a una persona llevan el nombre del campo, que no tiene tilde.
ROTULOS = {"victima": "víctima"}


def rotulo(campo: models.Field) -> str:
    """El nombre de un campo como se lee en un formulario o en el expediente."""
    return con_mayuscula(ROTULOS.get(campo.name) or str(campo.verbose_name))


@dataclass(frozen=True)
class Parte:
    """Un modelo que cuelga del caso: cómo se llama en la dirección, sus grupos y sus títulos."""

    codigo: str
    modelo: type[HijoDeCasoModel]
    uno: str
    muchos: str
    agregar: str
    grupos: tuple[Grupo, ...]
    resumen: tuple[str, ...] = ()

    @property
    def campos(self) -> tuple[str, ...]:
        """Todos los campos, en el orden de los grupos."""
        return tuple(c for g in self.grupos for c in g.campos)


@dataclass(frozen=True)
class Seccion:
    """Una tarea de la ficha: campos del caso, partes, o ambas cosas."""

    codigo: str
    titulo: str
    ayuda: str
    grupos: tuple[Grupo, ...] = ()
    partes: tuple[str, ...] = ()
    materias: tuple[str, ...] = field(default=())

    @property
    def campos(self) -> tuple[str, ...]:
        """Campos del caso que se llenan en la sección."""
        return tuple(c for g in self.grupos for c in g.campos)

    def corresponde(self, materia: str) -> bool:
        """Dice si la sección se llena en un caso de esta materia."""
        return not self.materias or not materia or materia in self.materias


EDAD = (
    "sexo",
    "forma_edad",
    "edad",
    "fecha_nacimiento",
    "grupo_edad",
    "nacionalidad",
    "tipo_documento",
)

PARTES: dict[str, Parte] = {
    p.codigo: p
    for p in (
        Parte(
            "clave",
            ClaveExterna,
            "número en otro sistema",
            "Números en otros sistemas",
            "Agregar número",
            (Grupo("Número", "institucion", "tipo", "numero"),),
            ("institucion", "tipo", "numero"),
        ),
        Parte(
            "lugar",
            CasoLugar,
            "lugar",
            "Lugares",
            "Agregar lugar",
            (Grupo("Lugar", "rol", "pais", "ubigeo", "fecha"),),
            ("rol", "ubigeo", "pais", "fecha"),
        ),
        Parte(
            "victima",
            Victima,
            "víctima",
            "Víctimas",
            "Agregar víctima",
            (
                Grupo("Persona", *EDAD, "educacion", "menor_de_14"),
                Grupo(
                    "Captación",
                    "captacion",
                    "captacion_otra",
                    "medio",
                    "medio_otro",
                    "vinculo",
                    "vinculo_otro",
                    "alcance",
                    "fecha_de_captacion",
                ),
                Grupo(
                    "Explotación y hallazgo",
                    "finalidad",
                    "finalidad_otra",
                    "lugar_explotacion",
                    "lugar_explotacion_otro",
                    "hallazgo",
                    "fecha_de_hallazgo",
                ),
                Grupo(
                    "Además de lo principal",
                    "finalidades_adicionales",
                    "medios_adicionales",
                    "captaciones_adicionales",
                    "vinculos_adicionales",
                    "lugares_adicionales",
                    "controles",
                    ayuda="Marca lo que también consta en el expediente. Puedes dejarlo vacío.",
                ),
                Grupo(
                    "Diversidad y apoyo",
                    "etnia",
                    "pueblo",
                    "lengua",
                    "necesita_interprete",
                    "tuvo_interprete",
                    "discapacidad",
                    "ajustes",
                    "gestante",
                    "dependientes",
                    "consiente_asistencia",
                    "consiente_compartir",
                    "consiente_consulado",
                    ayuda="El consentimiento es para la asistencia y los datos: nunca sobre el "
                    "delito.",
                ),
            ),
            ("sexo", "edad", "grupo_edad", "estado", "finalidad"),
        ),
        Parte(
            "migrante",
            Migrante,
            "migrante",
            "Migrantes objeto de tráfico",
            "Agregar migrante",
            (
                Grupo("Persona", *EDAD),
                Grupo(
                    "Ruta",
                    "pais_de_origen",
                    "pais_de_destino",
                    "paises_de_transito",
                    "cruce",
                    "fecha_de_cruce",
                    "peligros",
                ),
                Grupo(
                    "Protección",
                    "no_acompanado",
                    "solicita_refugio",
                    "derivado_a",
                    "fecha_de_derivacion",
                ),
            ),
            ("sexo", "edad", "pais_de_origen", "pais_de_destino"),
        ),
        Parte(
            "implicado",
            Implicado,
            "implicado",
            "Personas implicadas",
            "Agregar persona implicada",
            (
                Grupo("Persona", *EDAD, "ocupacion"),
                Grupo(
                    "Situación",
                    "condicion",
                    "fecha_de_condicion",
                    "sentencia_firme",
                    "detenido",
                    "participaciones",
                    "es_funcionario",
                    "en_organizacion",
                ),
            ),
            ("condicion", "sexo", "edad"),
        ),
        Parte(
            "vinculo",
            Vinculo,
            "vínculo",
            "Vínculos entre víctimas e implicados",
            "Agregar vínculo",
            (Grupo("Vínculo", "victima", "implicado", "tipo", "tipo_otro", "conviven"),),
            ("victima", "implicado", "tipo"),
        ),
        Parte(
            "operativo",
            Operativo,
            "operativo",
            "Operativo",
            "Agregar operativo",
            (
                Grupo(
                    "Operativo",
                    "nota_informativa",
                    "fecha",
                    "unidad",
                    "fiscal_presente",
                    "fiscalia",
                    "entidades",
                    "detenidas",
                    "rescatadas",
                ),
            ),
            ("nota_informativa", "fecha", "unidad"),
        ),
        Parte(
            "establecimiento",
            Establecimiento,
            "establecimiento",
            "Establecimientos",
            "Agregar establecimiento",
            (
                Grupo(
                    "Establecimiento",
                    "tipo",
                    "tipo_otro",
                    "nombre",
                    "actividades",
                    "nna_presentes",
                    "tiene_licencia",
                    "ubigeo",
                ),
            ),
            ("tipo", "nombre", "ubigeo"),
        ),
        Parte(
            "atencion",
            Atencion,
            "atención",
            "Atenciones y derivaciones",
            "Agregar atención",
            (
                Grupo("A quién y qué", "victima", "migrante", "tipo", "entidad", "servicio"),
                Grupo(
                    "Fechas y resultado",
                    "fecha_de_derivacion",
                    "plazo",
                    "fecha_de_acuse",
                    "fecha_de_inicio",
                    "fecha_de_fin",
                    "resultado",
                    "detalle",
                ),
            ),
            ("tipo", "entidad", "fecha_de_derivacion", "resultado"),
        ),
        Parte(
            "estado",
            VictimaEstado,
            "estado de la víctima",
            "Estado de las víctimas",
            "Agregar paso",
            (Grupo("Estado", "victima", "estado", "fecha", "organo", "sustento"),),
            ("victima", "estado", "fecha", "organo"),
        ),
        Parte(
            "nota",
            Nota,
            "nota",
            "Notas del equipo",
            "Agregar nota",
            (Grupo("Nota", "texto"),),
            ("texto",),
        ),
    )
}

SECCIONES: tuple[Seccion, ...] = (
    Seccion(
        "denuncia",
        "Denuncia y fuente",
        "Qué se denunció, quién y dónde se registró.",
        (
            Grupo("El caso", "materia", "origen", "fuente", "entidad", "dependencia"),
            Grupo(
                "La denuncia",
                "fecha_de_registro",
                "hora_de_registro",
                "canal",
                "denunciante",
                "denunciante_otro",
                "destino",
                "destino_otro",
            ),
        ),
        ("clave",),
    ),
    Seccion(
        "hechos",
        "Hechos y lugares",
        "Cuándo ocurrió y en qué lugares.",
        (Grupo("Los hechos", "fecha_del_hecho", "fecha_fin_del_hecho", "hechos"),),
        ("lugar",),
    ),
    Seccion(
        "operativo",
        "Operativo y establecimiento",
        "La intervención y el local, si los hubo.",
        partes=("operativo", "establecimiento"),
    ),
    Seccion(
        "victimas",
        "Víctimas",
        "Una página por víctima, y el estado de cada una.",
        partes=("victima", "estado"),
        materias=("trata", "explotacion_conexa", "trata_con_tim"),
    ),
    Seccion(
        "migrantes",
        "Migrantes objeto de tráfico",
        "Se cuentan aparte de las víctimas de trata.",
        partes=("migrante",),
        materias=("tim", "trata_con_tim"),
    ),
    Seccion(
        "implicados",
        "Personas implicadas",
        "Su condición en el proceso y su vínculo con cada víctima.",
        partes=("implicado", "vinculo"),
    ),
    Seccion(
        "atencion",
        "Atención y derivaciones",
        "Qué se pidió, a quién y en qué quedó.",
        partes=("atencion",),
    ),
    Seccion("notas", "Notas del equipo", "Lo que conviene que sepa quien sigue.", partes=("nota",)),
)
POR_CODIGO = {s.codigo: s for s in SECCIONES}
SECCION_DE_PARTE = {p: s.codigo for s in SECCIONES for p in s.partes}
PARTE_DE_MODELO = {p.modelo: p.codigo for p in PARTES.values()}
SECCION_DE_CAMPO = {c: s.codigo for s in SECCIONES for c in s.campos} | {
    "lugar_de_registro": "hechos",
    "victimas": "victimas",
    "migrantes": "migrantes",
    "operativos": "operativo",
}
