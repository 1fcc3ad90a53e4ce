"""Serializadores de la política. Los nombres son los de los modelos."""

from typing import Any

from rest_framework import serializers

from politica.models import (
    AvanceIndicador,
    CifraOficial,
    Desagregacion,
    Indicador,
    Lineamiento,
    LogroEsperado,
    Objetivo,
    Periodo,
    Reporte,
    Servicio,
)
from trata.comun.api import BaseSerializer


class ObjetivoSerializer(serializers.ModelSerializer):
    """Un objetivo."""

    class Meta:
        model = Objetivo
        fields = ("codigo", "titulo", "causa", "variantes", "fuente")


class LineamientoSerializer(serializers.ModelSerializer):
    """Un lineamiento."""

    class Meta:
        model = Lineamiento
        fields = ("codigo", "objetivo", "titulo", "variantes", "sin_servicios", "nota", "fuente")


class ServicioSerializer(serializers.ModelSerializer):
    """Un servicio. Un texto vacío es «no disponible en las fuentes consultadas»."""

    class Meta:
        model = Servicio
        fields = (
            "codigo", "numero", "titulo", "lineamiento", "lineamientos_posibles", "entidad",
            "organo", "receptores", "condicion", "cobertura", "estandares", "nota", "fuente",
            "vigente_hasta",
        )  # fmt: skip


class LogroSerializer(serializers.ModelSerializer):
    """Un logro esperado."""

    class Meta:
        model = LogroEsperado
        fields = ("anio", "valor")


class IndicadorSerializer(serializers.ModelSerializer):
    """La ficha de un indicador con sus logros."""

    logros = LogroSerializer(many=True, read_only=True)

    class Meta:
        model = Indicador
        fields = (
            "codigo", "servicio", "objetivo", "entidad", "nombre", "objeto_medicion",
            "justificacion", "limitaciones", "responsable", "metodo_calculo", "numerador_nombre",
            "denominador_nombre", "proceso_recoleccion", "fuente_de_datos", "relevancia", "unidad",
            "sentido", "sentido_deducido", "agregacion", "frecuencia", "linea_base_anio",
            "linea_base", "calculado_de", "logros", "fuente", "vigente_hasta",
        )  # fmt: skip


class PeriodoSerializer(serializers.ModelSerializer):
    """Un periodo."""

    class Meta:
        model = Periodo
        fields = (
            "uuid", "anio", "tipo", "inicio", "fin", "abre_el", "cierra_el", "cerrado_en",
            "es_sintetico",
        )  # fmt: skip


class CifraOficialSerializer(serializers.ModelSerializer):
    """Lo que el informe publicado dice."""

    class Meta:
        model = CifraOficial
        fields = (
            "texto", "cumplimiento", "cumplimiento_en_el_texto", "contradiccion", "no_calculable",
            "fuente",
        )  # fmt: skip


class DesagregacionSerializer(serializers.ModelSerializer):
    """Un corte."""

    class Meta:
        model = Desagregacion
        fields = ("dimension", "categoria", "valor")


class AvanceSerializer(serializers.ModelSerializer):
    """El avance de un indicador. Al escribir se mandan sólo los campos que cambian."""

    desagregaciones = DesagregacionSerializer(many=True, required=False)
    cifra_oficial = CifraOficialSerializer(read_only=True, allow_null=True)

    class Meta:
        model = AvanceIndicador
        fields = (
            "indicador", "numerador", "denominador", "valor", "meta_programada",
            "sin_programacion", "motivo_sin_programacion", "es_calculado", "desagregaciones",
            "cifra_oficial",
        )  # fmt: skip
        read_only_fields = ("es_calculado",)
        validators = ()

    def get_fields(self) -> dict[str, Any]:
        """El indicador va por su código, sin consultar la base por cada fila."""
        campos = super().get_fields()
        campos["indicador"] = serializers.CharField(source="indicador_id", max_length=20)
        return campos


class ReporteSerializer(BaseSerializer):
    """El reporte de un servicio en un periodo."""

    periodo = serializers.SlugRelatedField(slug_field="uuid", read_only=True)
    periodo_nombre = serializers.CharField(source="periodo.nombre", read_only=True)
    avances = AvanceSerializer(many=True, required=False)

    class Meta:
        model = Reporte
        fields = (
            "uuid", "version", "periodo", "periodo_nombre", "servicio", "indicador", "entidad",
            "estado", "narrativa", "obstaculos", "avances", "enviado_en", "validado_en",
            "conforme_en", "es_sintetico",
        )  # fmt: skip
        read_only_fields = (
            "uuid", "version", "servicio", "indicador", "entidad", "estado", "enviado_en",
            "validado_en", "conforme_en", "es_sintetico",
        )  # fmt: skip
