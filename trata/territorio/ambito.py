"""El ámbito de una persona. El alcance territorial vive aquí y sólo aquí.

Un ámbito es un conjunto de prefijos de ubigeo (INEI): `""` es nacional, `"08"` un departamento,
`"0801"` una provincia. Las vistas base, el viewset base y las estadísticas llaman a
`visibles_para`; nadie más filtra por territorio.
"""

from dataclasses import dataclass
from typing import Any, ClassVar, Self

from django.db import models
from django.db.models import Q


@dataclass(frozen=True)
class Ambito:
    """Conjunto de prefijos de ubigeo que una persona puede ver."""

    prefijos: frozenset[str] = frozenset()

    @classmethod
    def nacional(cls) -> "Ambito":
        """El ámbito que lo ve todo."""
        return cls(frozenset({""}))

    @property
    def es_nacional(self) -> bool:
        """Verdadero si incluye todo el país."""
        return "" in self.prefijos

    def cubre(self, codigo: str | None) -> bool:
        """Dice si un ubigeo (2, 4 o 6 cifras) está dentro. Sin ubigeo, sólo el nacional."""
        if self.es_nacional:
            return True
        return codigo is not None and any(codigo.startswith(p) for p in self.prefijos)

    def departamentos(self) -> frozenset[str]:
        """Códigos de dos cifras de los departamentos que toca (vacío si es nacional)."""
        return frozenset(p[:2] for p in self.prefijos if p)

    def q(self, ruta: str) -> Q:
        """Condición para un campo de texto con ubigeo (`ruta` es su nombre en la consulta)."""
        if self.es_nacional:
            return Q()
        if not self.prefijos:
            return Q(pk__in=[])
        condicion = Q()
        for prefijo in sorted(self.prefijos):
            condicion |= Q(**{f"{ruta}__startswith": prefijo})
        return condicion


def ambito_de(usuario: Any) -> Ambito:
    """El ámbito de un usuario; vacío para quien no ha entrado o está inactivo."""
    if usuario is None or not getattr(usuario, "is_active", False):
        return Ambito()
    return getattr(usuario, "ambito", Ambito())


class TerritorialQuerySet(models.QuerySet):
    """Conjunto con un solo punto de entrada por territorio.

    `ruta_territorial` es el campo con el ubigeo (`"ubigeo"`), o la relación hacia el modelo padre
    (`"caso"`), cuyo propio `visibles_para` decide.
    """

    ruta_territorial: ClassVar[str] = ""

    def visibles_para(self, usuario: Any) -> Self:
        """Lo que `usuario` puede ver. Fuera de su ámbito no existe."""
        ambito = ambito_de(usuario)
        if not ambito.prefijos:
            return self.none()
        campo = self.model._meta.get_field(self.ruta_territorial.split("__")[0])
        padre = campo.related_model
        gestor = getattr(padre, "objects", None) if campo.is_relation else None
        if gestor is not None and hasattr(gestor.all(), "visibles_para"):
            return self.filter(**{f"{campo.name}__in": gestor.all().visibles_para(usuario)})
        if ambito.es_nacional:
            return self
        # Por la llave del lugar: un campo foráneo no admite `startswith`, su llave sí y sin JOIN.
        llave = f"__{padre._meta.pk.name}" if campo.is_relation else ""
        ruta = f"{self.ruta_territorial}{llave}"
        return self.filter(ambito.q(ruta))
