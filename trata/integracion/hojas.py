"""Qué clases de personas se exportan: cada hoja, una fila por persona con los datos de su caso.

Nunca una identidad: sólo lo que consta en su ficha, por su código. Las tres salen por el mismo
mecanismo (`exportacion.exportar`): mismo filtro, mismo alcance, mismo folio, misma constancia.
"""

from dataclasses import dataclass

from django.db.models import OuterRef, QuerySet, Subquery

from casos.models import Caso, CasoLugar, Implicado, Migrante, Victima
from casos.models.base import PersonaModel

DE_CASO = (
    "codigo", "materia", "estado", "fecha_de_registro", "entidad_id", "denunciante", "destino",
)  # fmt: skip
DE_PERSONA = ("seudonimo", "sexo", "edad", "grupo_edad", "nacionalidad")
FOLIO = "folio_de_exportacion"


@dataclass(frozen=True)
class Hoja:
    """Una clase de persona: su modelo, qué columnas salen y cómo se la nombra."""

    codigo: str
    nombre: str
    modelo: type[PersonaModel]
    campos: tuple[str, ...]
    para: str

    @property
    def prefijo(self) -> str:
        """Con que empiezan sus columnas: «victima_sexo»."""
        return self.modelo._meta.model_name

    @property
    def columnas(self) -> tuple[str, ...]:
        """Los encabezados: el caso, la persona y el folio."""
        return (
            *(f"caso_{c.removesuffix('_id')}" for c in DE_CASO),
            "caso_ubigeo_de_registro",
            *(f"{self.prefijo}_{c.removesuffix('_id')}" for c in self.campos),
            FOLIO,
        )

    @property
    def rutas(self) -> tuple[str, ...]:
        """De dónde sale cada columna, sin el folio."""
        return (*(f"caso__{c}" for c in DE_CASO), "ubigeo_de_registro", *self.campos)

    def personas(self, casos: QuerySet[Caso]) -> QuerySet[PersonaModel]:
        """Las vigentes de esos casos, en orden, con su ubigeo de registro."""
        registro = lugar("registro").values("ubigeo_id")[:1]
        return (
            self.modelo.objects.vigentes()
            .filter(caso__in=casos.order_by().values("pk"))
            .annotate(ubigeo_de_registro=Subquery(registro))
            .order_by("caso_id", "id")
        )


def lugar(rol: str) -> QuerySet[CasoLugar]:
    """El primer lugar vigente del caso con ese rol, para una subconsulta."""
    return CasoLugar.objects.filter(caso=OuterRef("caso"), rol=rol, retirado_en=None).order_by("id")


VICTIMAS = Hoja(
    "victimas",
    "Víctimas",
    Victima,
    (
        *("seudonimo", "estado", "sexo", "edad", "grupo_edad", "nacionalidad", "educacion"),
        *("finalidad", "captacion", "medio", "vinculo", "lugar_explotacion", "alcance"),
        "hallazgo",
    ),
    "Una fila por víctima, con su caso.",
)
IMPLICADOS = Hoja(
    "implicados",
    "Implicados",
    Implicado,
    (
        *DE_PERSONA,
        *("condicion", "fecha_de_condicion", "sentencia_firme", "detenido", "participaciones"),
        *("es_funcionario", "en_organizacion"),
    ),
    "Una fila por persona implicada: su condición en el proceso y su participación.",
)
MIGRANTES = Hoja(
    "migrantes",
    "Migrantes",
    Migrante,
    (
        *DE_PERSONA,
        *("pais_de_origen", "pais_de_destino", "paises_de_transito", "cruce", "fecha_de_cruce"),
        *("peligros", "no_acompanado", "solicita_refugio", "derivado_a_id"),
        "fecha_de_derivacion",
    ),
    "Una fila por migrante objeto de tráfico: su ruta, los peligros y su protección.",
)
HOJAS = {h.codigo: h for h in (VICTIMAS, IMPLICADOS, MIGRANTES)}
