"""Serializadores del registro, armados desde la ficha: los nombres son los del modelo."""

from collections.abc import Mapping
from functools import cache
from typing import Any

from django.db import models
from django.db.models.expressions import RawSQL
from rest_framework import serializers
from rest_framework.fields import SkipField

from casos.api.campos import CategoriaApiField, CategoriasApiField, LlaveField, UbigeoApiField
from casos.campos import CategoriaField, CategoriasField
from casos.consultas.necesidad import RELATO, abiertos_entre
from casos.ficha import PARTES, PRECISION_DE, SECCIONES
from casos.models import Atencion, Caso, CategoriaPublicada
from casos.models.base import PersonaModel
from casos.models.hecho import TIPO_QUE_CALLA
from trata.comun.api import BaseSerializer

DE_LECTURA_DE_CASO = (
    *("uuid", "codigo", "estado", "version", "registrado_en", "enviado_en", "conforme_en"),
    *("anulado_en", "motivo_de_anulacion", "es_demostracion"),
)
# Lo mismo que `Atencion.calla_quien_atiende`, para las listas que se leen por columnas: quién acoge
# no sale de la base. Sin parámetros, porque la consulta de lo incluido se escribe una sola vez.
QUIEN_ATIENDE = RawSQL(  # noqa: S611 - una constante del modelo, nada que llegue de fuera
    f"CASE WHEN casos_atencion.tipo = '{TIPO_QUE_CALLA}' THEN NULL "
    "ELSE casos_atencion.entidad_id END",
    (),
    output_field=models.CharField(),
)
DE_RELACION = ("caso", "victima", "implicado", "migrante")
DE_PERSONA = ("victima", "implicado", "migrante")


def abiertos_en(casos: set[int], contexto: dict[str, Any]) -> set[int]:
    """Los que quien pide lleva o abrió; lo ya preguntado en el mismo pedido no se repite."""
    sabidos = contexto.setdefault("abiertos", {})
    nuevos = casos - sabidos.keys()
    if nuevos:
        abiertos = abiertos_entre(contexto["request"].user, nuevos)
        sabidos.update((caso, caso in abiertos) for caso in nuevos)
    return {caso for caso in casos if sabidos[caso]}


class FichaSerializer(BaseSerializer):
    """Base: categorías con sus códigos de falta, lugares y llaves por identificador público."""

    serializer_related_field = LlaveField

    def build_standard_field(self, field_name: str, model_field: models.Field) -> Any:
        """Las categorías tienen su propio campo."""
        if isinstance(model_field, CategoriaField):
            return CategoriaApiField, {"catalogo": model_field.catalogo}
        if isinstance(model_field, CategoriasField):
            return CategoriasApiField, {"catalogo": model_field.catalogo}
        return super().build_standard_field(field_name, model_field)

    def build_relational_field(self, field_name: str, relation_info: Any) -> Any:
        """Los lugares, por código; las personas, por identificador público."""
        if field_name == "ubigeo":
            return UbigeoApiField, {"required": False, "allow_null": True}
        clase, argumentos = super().build_relational_field(field_name, relation_info)
        if field_name in DE_PERSONA:
            modelo = relation_info.related_model
            return serializers.SlugRelatedField, {
                "slug_field": "uuid",
                "queryset": modelo.objects.filter(retirado_en=None),
                "required": False,
                "allow_null": True,
            }
        return clase, argumentos | {"required": False}

    def to_internal_value(self, data: Any) -> dict[str, Any]:
        """Convierte todo lo que se puede; si algo falla, dice también qué reglas incumple el resto.

        Así la API responde lo mismo que la pantalla y el archivo, y de una sola vez.
        """
        if not isinstance(data, Mapping):
            return super().to_internal_value(data)
        validos: dict[str, Any] = {}
        errores: dict[str, Any] = {}
        for campo in self._writable_fields:
            try:
                valor = campo.run_validation(campo.get_value(data))
            except serializers.ValidationError as error:
                errores[campo.field_name] = error.detail
            except SkipField:
                continue
            else:
                validos[campo.field_name] = valor
        if not errores:
            return validos
        if not any(campo in errores for campo in DE_RELACION):
            try:
                self.validate(validos)
            except serializers.ValidationError as error:
                for campo, lista in error.detail.items():
                    errores[campo] = [*errores.get(campo, ()), *lista]
        raise serializers.ValidationError(errores)

    def validate(self, attrs: dict[str, Any]) -> dict[str, Any]:
        """Una fecha sin precisión es de día."""
        for fecha, precision in PRECISION_DE.items():
            if attrs.get(fecha) and precision in self.fields and not attrs.get(precision):
                actual = getattr(self.instance, precision, "")
                attrs[precision] = actual or "dia"
        return super().validate(attrs)

    def to_representation(self, instance: Any) -> dict[str, Any]:
        """Sin el relato, si quien pide no lleva el caso ni lo abrió."""
        datos = super().to_representation(instance)
        if getattr(instance, "calla_quien_atiende", False):
            datos |= {"entidad": None}
        campo, pedido = RELATO.get(type(instance)), self.context.get("request")
        if campo is None or campo not in datos or pedido is None:
            return datos
        caso = instance.pk if isinstance(instance, Caso) else instance.caso_id
        return datos if caso in abiertos_en({caso}, self.context) else datos | {campo: ""}

    @classmethod
    def expresion_de_lectura(cls, campo: str) -> RawSQL | None:
        """Con qué se lee una columna que en alguna fila se calla."""
        return QUIEN_ATIENDE if (cls.Meta.model, campo) == (Atencion, "entidad") else None

    @classmethod
    def retocar_lectura(cls, escritas: Any, casos: Any, contexto: dict[str, Any]) -> None:
        """Lo mismo para una lista leída por columnas; `casos` es la llave del caso de cada fila."""
        campo = RELATO.get(cls.Meta.model)
        if campo is None or campo not in escritas[0]:
            return
        abiertos = abiertos_en(set(casos), contexto)
        for escrita, caso in zip(escritas, casos, strict=True):
            if caso not in abiertos:
                escrita[campo] = ""

    def excluidos_de_la_copia(self) -> set[str]:
        """Lo que pone la acción."""
        return {"registrado_por", "codigo", "seudonimo"} | (
            {"numero"} if issubclass(self.Meta.model, PersonaModel) else set()
        )


class CasoSerializer(FichaSerializer):
    """Un caso, sin sus partes: cada una tiene su recurso."""

    class Meta:
        model = Caso
        fields = (
            *DE_LECTURA_DE_CASO,
            *(c for s in SECCIONES for c in s.campos),
            "precision_de_registro",
            "precision_del_hecho",
        )
        read_only_fields = DE_LECTURA_DE_CASO
        validators = ()


class ParteSerializer(FichaSerializer):
    """Una parte de un caso. `caso` se dice al crear y no cambia."""

    llave_de_retoque = ("caso_id",)
    caso = serializers.SlugRelatedField(slug_field="uuid", queryset=Caso.objects.all())

    def get_fields(self) -> dict[str, Any]:
        """Al cambiar, el caso ya no se escribe."""
        campos = super().get_fields()
        if self.instance is not None:
            campos["caso"].read_only = True
        return campos

    def preparar_copia(self, copia: Any) -> None:
        """Las reglas de una parte miran su caso."""
        if self.instance is not None:
            copia.caso = self.instance.caso


@cache
def serializador_de(codigo: str) -> type[ParteSerializer]:
    """La clase de serializador de una parte."""
    parte = PARTES[codigo]
    propios = {c.name for c in parte.modelo._meta.concrete_fields}
    lectura = ["uuid", "version", "registrado_en"]
    if issubclass(parte.modelo, PersonaModel):
        lectura += ["numero", "seudonimo"]
    if codigo == "victima":
        lectura.append("estado")
    precisiones = [p for f, p in PRECISION_DE.items() if f in parte.campos and p in propios]
    meta = type(
        "Meta",
        (),
        {
            "model": parte.modelo,
            "fields": (*lectura, "caso", *parte.campos, *precisiones),
            "read_only_fields": tuple(lectura),
            "validators": (),
        },
    )
    nombre = f"{parte.modelo.__name__}Serializer"
    return type(nombre, (ParteSerializer,), {"Meta": meta, "__doc__": parte.muchos})


class CategoriaSerializer(serializers.ModelSerializer):
    """Una categoría de un vocabulario."""

    class Meta:
        model = CategoriaPublicada
        fields = (
            *("vocabulario", "categoria", "nombre", "item", "sube_a", "desde", "hasta"),
            *("es_dato", "orden"),
        )
