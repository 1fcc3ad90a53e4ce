"""Campos de la API del registro: los mismos códigos de falta que el formulario."""

from typing import Any

from drf_spectacular.extensions import OpenApiSerializerFieldExtension
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import extend_schema_field
from rest_framework import serializers

from casos.campos import FUERA, MENSAJE_FUERA
from casos.vocabulario import vocabulario
from trata.territorio.models import Ubigeo
from trata.territorio.nombres import indice


class CategoriaApiField(serializers.CharField):
    """Código de un vocabulario; cadena vacía si aún no se responde."""

    def __init__(self, *, catalogo: str, **kwargs: Any) -> None:
        self.catalogo = catalogo
        super().__init__(required=False, allow_blank=True, **kwargs)

    def to_internal_value(self, data: Any) -> str:
        """Comprueba que el código exista."""
        valor = super().to_internal_value(data)
        if valor and valor not in vocabulario(self.catalogo):
            raise serializers.ValidationError(MENSAJE_FUERA, code=FUERA)
        return valor


class CategoriasApiField(serializers.ListField):
    """Lista de códigos de un vocabulario."""

    def __init__(self, *, catalogo: str, **kwargs: Any) -> None:
        self.catalogo = catalogo
        super().__init__(child=serializers.CharField(), required=False, **kwargs)

    def to_internal_value(self, data: Any) -> list[str]:
        """Comprueba que los códigos existan."""
        valores = super().to_internal_value(data)
        if any(v not in vocabulario(self.catalogo) for v in valores):
            raise serializers.ValidationError(MENSAJE_FUERA, code=FUERA)
        return valores


@extend_schema_field(OpenApiTypes.STR)
class UbigeoApiField(serializers.Field):
    """Código INEI de 2, 4 o 6 cifras."""

    es_columna = True  # su valor es la llave tal cual

    def to_internal_value(self, data: Any) -> Ubigeo:
        """Comprueba forma y existencia sin consultar la base."""
        codigo = str(data)
        if not codigo.isascii() or not codigo.isdecimal() or len(codigo) not in (2, 4, 6):
            raise serializers.ValidationError(
                "Escribe el código INEI: 2, 4 o 6 cifras.", code="ubigeo_mal_formado"
            )
        if codigo not in indice().lugares:
            raise serializers.ValidationError("Ese lugar no existe.", code="ubigeo_inexistente")
        return Ubigeo(pk=codigo)

    def to_representation(self, value: Ubigeo) -> str:
        """El código."""
        return str(value.pk)


class LlaveField(serializers.PrimaryKeyRelatedField):
    """Llave foránea; lo que no existe o no se ve da `invalid_choice`, como en el formulario."""

    default_error_messages = {
        "invalid_choice": "Elige uno de los valores de la lista.",
    }

    def to_internal_value(self, data: Any) -> Any:
        """Busca el objeto entre los permitidos."""
        if isinstance(data, str) and "\x00" in data:
            self.fail("invalid_choice")
        try:
            return super().to_internal_value(data)
        except serializers.ValidationError:
            self.fail("invalid_choice")


class CategoriaEnElEsquema(OpenApiSerializerFieldExtension):
    """El campo de un vocabulario dice cuál; el gancho de la API pone sus códigos."""

    target_class = "casos.api.campos.CategoriaApiField"

    def map_serializer_field(self, auto_schema: Any, direction: str) -> dict[str, Any]:
        """Texto con su catálogo; vacío si aún no se responde."""
        catalogo = self.target.catalogo
        return {
            "type": "string",
            "x-catalogo": catalogo,
            "x-admite-vacio": True,
            "description": f"Código del catálogo «{catalogo}» (/api/v1/catalogos/{catalogo}/).",
        }


class CategoriasEnElEsquema(CategoriaEnElEsquema):
    """Lo mismo para una lista de códigos."""

    target_class = "casos.api.campos.CategoriasApiField"

    def map_serializer_field(self, auto_schema: Any, direction: str) -> dict[str, Any]:
        """Una lista de códigos del catálogo."""
        uno = super().map_serializer_field(auto_schema, direction) | {"x-admite-vacio": False}
        return {"type": "array", "items": uno, "description": uno.pop("description")}
