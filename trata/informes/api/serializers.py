"""Informes en la API: qué hay, en qué estado y con qué folio y huella se publicó."""

from typing import Any

from django.urls import reverse
from rest_framework import serializers

from trata.comun.api import BaseSerializer
from trata.informes.escritura import LARGO_MAXIMO
from trata.informes.models import Comentario, Informe, VersionPublicada


class VersionPublicadaSerializer(serializers.ModelSerializer):
    """Una versión congelada: su folio, su huella y dónde comprobarla."""

    folio = serializers.CharField(read_only=True)
    publicada_en = serializers.DateTimeField(source="registrado_en", read_only=True)
    verificacion = serializers.SerializerMethodField()

    class Meta:
        model = VersionPublicada
        fields = ("folio", "version", "sha256", "publicada_en", "verificacion")

    def get_verificacion(self, version: VersionPublicada) -> str:
        """La página pública que comprueba la huella."""
        return reverse("informes:verificar", kwargs={"clave": version.clave})


class InformeSerializer(BaseSerializer):
    """Un informe. Lo publicado se lee entero en `documento`."""

    espacio = serializers.SlugRelatedField(slug_field="codigo", read_only=True)
    periodo = serializers.SlugRelatedField(slug_field="uuid", read_only=True)
    versiones = VersionPublicadaSerializer(many=True, read_only=True)

    class Meta:
        model = Informe
        fields = (
            *("uuid", "version", "tipo", "anio", "espacio", "periodo", "estado", "expediente"),
            *("registrado_en", "versiones"),
        )
        read_only_fields = fields


class DocumentoSerializer(serializers.Serializer):
    """El documento publicado, tal como se congeló."""

    folio = serializers.CharField()
    sha256 = serializers.CharField()
    documento: Any = serializers.DictField(help_text="Secciones con textos, cifras y tablas.")


class SeccionSerializer(serializers.Serializer):
    """Una sección de un informe en redacción. `version` 0: nadie la escribió."""

    clave = serializers.CharField()
    titulo = serializers.CharField()
    texto = serializers.CharField()
    version = serializers.IntegerField()
    actualizado_en = serializers.DateTimeField(allow_null=True)
    la_tiene = serializers.CharField(help_text="La cuenta a la que se le dio; vacío si a nadie")
    vence_el = serializers.DateField(allow_null=True)
    esta_lista = serializers.BooleanField()


class SeccionEnteraSerializer(SeccionSerializer):
    """Una sección con las cifras que su texto puede citar y lo que la casa redacta por regla."""

    campos = serializers.ListField(child=serializers.CharField())
    automatico = serializers.CharField()


class TextoSerializer(serializers.Serializer):
    """El texto de una sección: las cifras se citan con sus campos, nunca se teclean."""

    texto = serializers.CharField(allow_blank=True, max_length=LARGO_MAXIMO, trim_whitespace=False)


class ComentarioSerializer(serializers.ModelSerializer):
    """Un comentario de una sección; en `general`, de todo el informe."""

    class Meta:
        model = Comentario
        fields = ("uuid", "clave", "texto", "registrado_en", "resuelto_en")
        read_only_fields = ("uuid", "registrado_en", "resuelto_en")
