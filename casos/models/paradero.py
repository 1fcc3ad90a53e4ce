"""La bóveda: dónde está acogida o escondida una persona. Aparte de todo y para dos personas."""

from typing import ClassVar

from django.db import models

from casos.models.base import HijoDeCasoQuerySet
from casos.models.caso import Caso
from casos.models.persona import Victima
from trata.comun.historia import con_historia
from trata.comun.modelos import PublicoModel, RegistradoModel, VersionadoModel


@con_historia(exclude=("direccion_cifrado",))
class Paradero(RegistradoModel, PublicoModel, VersionadoModel):
    """La dirección exacta de una víctima bajo protección.

    El registro guarda y muestra de una acogida a lo más su tipo y su departamento; esto sólo existe
    si alguien lo necesita para llegar a ella, y verlo pide la aprobación de otra persona. No sale
    en listas, búsquedas, API, exportaciones, impresión ni avisos.
    """

    nunca_se_borra: ClassVar[bool] = True

    caso = models.ForeignKey(Caso, on_delete=models.PROTECT, related_name="paraderos")
    victima = models.OneToOneField(Victima, on_delete=models.PROTECT, related_name="paradero")
    direccion_cifrado = models.TextField("dirección", blank=True, editable=False)

    objects = HijoDeCasoQuerySet.as_manager()

    class Meta:
        verbose_name = "paradero"
        ordering = ("caso", "victima")

    def __str__(self) -> str:
        return f"Paradero de {self.victima.seudonimo}"
