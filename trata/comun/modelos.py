"""Bases de los modelos: reglas en `clean`, quién y cuándo, versión para no pisar a nadie."""

import uuid
from collections.abc import Collection, Iterable
from typing import Any, ClassVar, Self, TypeVar

from django.conf import settings
from django.core.exceptions import NON_FIELD_ERRORS, ValidationError
from django.db import models
from django.db.models import F

from trata.comun.errores import ConflictoError
from trata.comun.reglas import Falta, Regla, faltas

M = TypeVar("M", bound="VersionadoModel")


def error_de_validacion(lista: Iterable[Falta], campos: Collection[str]) -> ValidationError:
    """Convierte faltas en un `ValidationError` por campo, con el código de cada regla.

    Una falta de un campo que la instancia no tiene se muestra arriba del formulario.
    """
    por_campo: dict[str, list[ValidationError]] = {}
    for falta in lista:
        clave = falta.campo if falta.campo in campos else NON_FIELD_ERRORS
        error = ValidationError(falta.mensaje, code=falta.codigo)
        error.es_aviso = falta.es_aviso
        por_campo.setdefault(clave, []).append(error)
    return ValidationError(por_campo)


class ReglasModel(models.Model):
    """Modelo cuyas reglas viven en su `reglas.py` y se aplican en `clean`.

    `avisos_confirmados` guarda, sólo en memoria, los códigos de avisos que la persona confirmó.
    """

    reglas: ClassVar[tuple[Regla, ...]] = ()
    avisos_confirmados: Collection[str] = ()

    class Meta:
        abstract = True

    def datos_para_reglas(self) -> dict[str, Any]:
        """Los valores de los campos concretos, por `name` y por `attname`, sin consultar nada."""
        datos: dict[str, Any] = {}
        for campo in self._meta.concrete_fields:
            valor = self.__dict__.get(campo.attname)
            datos[campo.attname] = valor
            if not campo.is_relation:
                datos[campo.name] = valor
        return datos

    def clean(self) -> None:
        """Aplica las reglas del modelo; lanza `ValidationError` por campo."""
        super().clean()
        encontradas = faltas(
            self.reglas, self.datos_para_reglas(), confirmados=self.avisos_confirmados
        )
        if encontradas:
            raise error_de_validacion(encontradas, {c.name for c in self._meta.get_fields()})


class RegistradoModel(models.Model):
    """Pareja de campos: cuándo y quién registró. Se llenan en la acción, nunca en el formulario."""

    registrado_en = models.DateTimeField("registrado el", auto_now_add=True, editable=False)
    registrado_por = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name="registrado por",
        on_delete=models.PROTECT,
        related_name="+",
        editable=False,
        null=True,
    )

    class Meta:
        abstract = True


class PublicoModel(models.Model):
    """Identificador público sin significado: es lo único que aparece en direcciones y archivos."""

    uuid = models.UUIDField("identificador", default=uuid.uuid4, unique=True, editable=False)

    class Meta:
        abstract = True


class VersionadoModel(models.Model):
    """Bloqueo optimista: cada cambio lleva la versión que la persona tenía delante."""

    version = models.PositiveIntegerField("versión", default=1, editable=False)

    class Meta:
        abstract = True

    def guardar_version(self, *, esperada: int, campos: Iterable[str] | None = None) -> Self:
        """Guarda si la versión en la base sigue siendo `esperada`; si no, `ConflictoError`.

        Recibe la versión que la persona editó y los campos que cambian (todos si es `None`).
        Es un solo `UPDATE … WHERE version = esperada`: dos personas a la vez nunca se pisan.
        """
        nombres = set(campos) if campos is not None else None
        valores = {
            campo.attname: getattr(self, campo.attname)
            for campo in self._meta.concrete_fields
            if not campo.primary_key
            and campo.name not in {"version", "registrado_en", "registrado_por", "uuid"}
            and (nombres is None or campo.name in nombres or campo.attname in nombres)
        }
        tipo = type(self)
        cambiadas = tipo._base_manager.filter(pk=self.pk, version=esperada).update(
            **valores, version=F("version") + 1
        )
        if cambiadas != 1:
            raise ConflictoError(
                actual=tipo._base_manager.filter(pk=self.pk).first(), esperada=esperada
            )
        self.version = esperada + 1
        return self
