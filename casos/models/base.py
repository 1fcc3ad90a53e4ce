"""Lo que comparten los modelos del registro."""

from typing import Any, ClassVar

from django.db import models
from django.db.models import Q

from casos.campos import CategoriaField
from trata.comun.modelos import PublicoModel, RegistradoModel, ReglasModel, VersionadoModel
from trata.territorio.ambito import TerritorialQuerySet


class FichaModel(ReglasModel, RegistradoModel, PublicoModel, VersionadoModel):
    """Registro con reglas, autor, identificador público y versión. La base no deja borrarlo."""

    nunca_se_borra: ClassVar[bool] = True

    class Meta:
        abstract = True


class HijoDeCasoQuerySet(TerritorialQuerySet):
    """Lo que cuelga de un caso se ve si se ve el caso."""

    ruta_territorial = "caso"

    def vigentes(self) -> "HijoDeCasoQuerySet":
        """Lo que no se ha retirado."""
        return self.filter(retirado_en=None)


class HijoDeCasoModel(FichaModel):
    """Parte de un caso. Nada se borra: se retira con motivo y deja de mostrarse."""

    caso = models.ForeignKey("casos.Caso", on_delete=models.PROTECT, related_name="%(class)ss")
    retirado_en = models.DateTimeField("retirado el", null=True, editable=False)
    retirado_motivo = models.CharField("motivo", max_length=300, blank=True, editable=False)

    objects = HijoDeCasoQuerySet.as_manager()

    class Meta:
        abstract = True

    def datos_para_reglas(self) -> dict[str, Any]:
        """Agrega lo que del caso deciden las reglas de sus partes."""
        datos = super().datos_para_reglas()
        caso = self._state.fields_cache.get("caso")
        if caso is not None:
            datos |= {
                "materia": caso.materia,
                "caso_fecha_de_registro": caso.fecha_de_registro,
                "caso_fecha_del_hecho": caso.fecha_del_hecho,
            }
        return datos


class PersonaModel(HijoDeCasoModel):
    """Una persona del caso, siempre por su seudónimo. Nombre y documento no viven aquí.

    La edad se dice de una de cuatro maneras (`forma_edad`); `grupo_edad` es la que se cuenta.
    """

    numero = models.PositiveSmallIntegerField("número en el caso", editable=False)
    seudonimo = models.CharField("código", max_length=30, unique=True, editable=False)
    sexo = CategoriaField("sexo", catalogo="sexo")
    forma_edad = CategoriaField("qué se sabe de la edad", catalogo="forma_edad")
    edad = models.PositiveSmallIntegerField("edad (años cumplidos)", null=True, blank=True)
    fecha_nacimiento = models.DateField("fecha de nacimiento", null=True, blank=True)
    precision_nacimiento = CategoriaField("precisión", catalogo="precision")
    grupo_edad = CategoriaField("grupo de edad", catalogo="grupo_edad")
    nacionalidad = CategoriaField("nacionalidad", catalogo="pais")
    tipo_documento = CategoriaField("documento de identidad", catalogo="tipo_documento")

    class Meta:
        abstract = True

    def __str__(self) -> str:
        return self.seudonimo


def restricciones_de_persona(nombre: str) -> list[models.BaseConstraint]:
    """Lo que SQL puede decir de la edad: rango, y acuerdo entre edad y grupo."""
    sin_grupo = Q(edad__isnull=True) | ~Q(
        grupo_edad__in=["0-5", "6-11", "12-17", "18-29", "30-59", "60-mas"]
    )
    acuerdo = (
        Q(grupo_edad="0-5", edad__lte=5)
        | Q(grupo_edad="6-11", edad__range=(6, 11))
        | Q(grupo_edad="12-17", edad__range=(12, 17))
        | Q(grupo_edad="18-29", edad__range=(18, 29))
        | Q(grupo_edad="30-59", edad__range=(30, 59))
        | Q(grupo_edad="60-mas", edad__gte=60)
    )
    return [
        models.CheckConstraint(
            condition=Q(edad__isnull=True) | Q(edad__lte=120), name=f"{nombre}_edad_posible"
        ),
        models.CheckConstraint(condition=sin_grupo | acuerdo, name=f"{nombre}_edad_y_grupo"),
        models.UniqueConstraint(fields=["caso", "numero"], name=f"{nombre}_numero_unico"),
    ]
