"""Lo que la API dice y recibe de regiones. Los nombres son los de los modelos."""

from typing import Any

from rest_framework import serializers

from regiones.models import (
    Actividad,
    Acuerdo,
    Capacitacion,
    Compromiso,
    EncuentroMacrorregional,
    EspacioRegional,
    NormaDeEspacio,
    NudoCritico,
    PlanAnual,
    PlanRegional,
    Sesion,
    TemaDeCapacitacion,
)
from trata.comun.api import BaseSerializer
from trata.territorio.models import MacroRegionPolicial

PROCEDENCIA = ("fuente", "fuente_url", "es_sintetico")


class NormaSerializer(serializers.ModelSerializer):
    """Una norma del espacio."""

    class Meta:
        model = NormaDeEspacio
        fields = ("numero", "fecha", "efecto", "contenido", "fuente", "fuente_url")


class EspacioSerializer(BaseSerializer):
    """Un espacio de articulación."""

    ubigeo = serializers.CharField(source="ubigeo_id", read_only=True)
    padre = serializers.SlugRelatedField(slug_field="codigo", read_only=True)
    normas = NormaSerializer(many=True, read_only=True)

    class Meta:
        model = EspacioRegional
        fields = (
            *("uuid", "codigo", "nombre", "region", "nivel", "clase", "ubigeo", "padre"),
            *("presidencia", "secretaria_tecnica", "creado_el", "periodicidad"),
            *("dias_convocatoria", "dias_convocatoria_extraordinaria", "regla_de_quorum"),
            *("minimo_segunda_citacion", "reglamento", "normas", *PROCEDENCIA, "version"),
        )
        read_only_fields = ("uuid", "codigo", "region", "nivel", *PROCEDENCIA, "version")


class DelEspacioSerializer(BaseSerializer):
    """Lo que cuelga del espacio que viene en la dirección."""

    def preparar_copia(self, copia: Any) -> None:
        """Las reglas necesitan saber de qué espacio es."""
        if "espacio" in self.context:
            copia.espacio = self.context["espacio"]


class SesionSerializer(DelEspacioSerializer):
    """Una sesión: se convoca por la API; la asistencia y el acta, en pantalla."""

    class Meta:
        model = Sesion
        fields = (
            *("uuid", "numero", "tipo", "segunda_citacion", "convocada_el", "fecha", "hora"),
            *("modalidad", "lugar", "agenda", "estado", "integrantes_habiles"),
            *("quorum_requerido", "presentes", "es_sintetico", "version"),
        )
        read_only_fields = (
            *("uuid", "numero", "estado", "integrantes_habiles", "quorum_requerido"),
            *("presentes", "es_sintetico", "version"),
        )

    def excluidos_de_la_copia(self) -> set[str]:
        """El número lo pone la acción."""
        return super().excluidos_de_la_copia() | {"numero"}


class AcuerdoSerializer(BaseSerializer):
    """Un acuerdo y su seguimiento."""

    espacio = serializers.SlugRelatedField(slug_field="codigo", read_only=True)
    sesion = serializers.SlugRelatedField(slug_field="uuid", read_only=True)
    responsable = serializers.CharField(source="nombre_del_responsable", read_only=True)
    esta_vencido = serializers.BooleanField(read_only=True)

    class Meta:
        model = Acuerdo
        fields = (
            *("uuid", "espacio", "sesion", "numero", "texto", "responsable", "plazo", "estado"),
            *("cumplido_el", "evidencia", "esta_vencido", "es_sintetico", "version"),
        )
        read_only_fields = ("uuid", "numero", "texto", "es_sintetico", "version")


class PlanRegionalSerializer(DelEspacioSerializer):
    """Un plan regional."""

    class Meta:
        model = PlanRegional
        fields = (
            *("uuid", "nombre", "anio_inicio", "anio_fin", "etapa", "formulado_el"),
            *("validado_el", "aprobado_el", "norma_de_aprobacion", "incluye_tim"),
            *PROCEDENCIA,
            "version",
        )
        read_only_fields = ("uuid", *PROCEDENCIA, "version")


class ActividadSerializer(serializers.ModelSerializer):
    """Una actividad del plan anual."""

    class Meta:
        model = Actividad
        fields = (
            *("uuid", "nombre", "objetivo", "lineamiento", "servicio", "responsable"),
            *("inicio", "fin", "presupuesto", "ejecutado", "unidad_de_medida", "meta_fisica"),
            *("avance_fisico", "estado", "es_sintetico"),
        )


class PlanAnualSerializer(DelEspacioSerializer):
    """Un plan anual con sus actividades."""

    actividades = ActividadSerializer(many=True, read_only=True)

    class Meta:
        model = PlanAnual
        fields = (
            *("uuid", "anio", "estado", "documento_de_aprobacion", "aprobado_el"),
            *("con_apoyo_del_ministerio", "actividades", "es_sintetico", "version"),
        )
        read_only_fields = ("uuid", "es_sintetico", "version")


class CapacitacionSerializer(DelEspacioSerializer):
    """Una capacitación. Nunca trae a los participantes, sólo cuántos."""

    espacio = serializers.SlugRelatedField(slug_field="codigo", read_only=True)
    temas = serializers.PrimaryKeyRelatedField(
        queryset=TemaDeCapacitacion.objects.filter(vigente_hasta=None), many=True
    )
    macrorregiones = serializers.PrimaryKeyRelatedField(
        queryset=MacroRegionPolicial.objects.filter(vigente_hasta=None), many=True, required=False
    )
    participantes_en_lista = serializers.IntegerField(source="n_lista", read_only=True, default=0)

    class Meta:
        model = Capacitacion
        fields = (
            *("uuid", "espacio", "nombre", "publico", "numero_de_actividades", "temas"),
            *("macrorregiones", "modalidad", "horas", "anio", "inicio", "fin", "lugar"),
            *("organiza", "ponentes", "estado", "forma", "total_declarado"),
            *("participantes_en_lista", *PROCEDENCIA, "version"),
        )
        read_only_fields = ("uuid", *PROCEDENCIA, "version")


class NudoSerializer(serializers.ModelSerializer):
    """Un nudo crítico."""

    espacio = serializers.SlugRelatedField(slug_field="codigo", read_only=True)

    class Meta:
        model = NudoCritico
        fields = ("uuid", "objetivo", "titulo", "espacio", "estado", "seguimiento", "es_sintetico")


class CompromisoSerializer(serializers.ModelSerializer):
    """Un compromiso."""

    espacio = serializers.SlugRelatedField(slug_field="codigo", read_only=True)

    class Meta:
        model = Compromiso
        fields = ("uuid", "texto", "espacio", "plazo", "estado", "cumplido_el", "es_sintetico")


class EncuentroSerializer(BaseSerializer):
    """Un encuentro con lo que dejó."""

    convocadas = serializers.SlugRelatedField(slug_field="codigo", many=True, read_only=True)
    nudos = NudoSerializer(many=True, read_only=True)
    compromisos = CompromisoSerializer(many=True, read_only=True)

    class Meta:
        model = EncuentroMacrorregional
        fields = (
            *("uuid", "nombre", "macrorregion", "anio", "mes", "inicio", "fin", "sede"),
            *("modalidad", "proposito", "convocadas", "nudos", "compromisos"),
            *PROCEDENCIA,
            "version",
        )


class ComparacionSerializer(serializers.Serializer):
    """Una fila de la comparación de espacios."""

    espacio = serializers.CharField(source="espacio.codigo")
    region = serializers.CharField(source="espacio.region")
    clase = serializers.CharField(source="espacio.clase")
    integrantes = serializers.IntegerField()
    sesiones = serializers.IntegerField()
    ultima_sesion = serializers.DateField(allow_null=True)
    presentes = serializers.IntegerField()
    convocados = serializers.IntegerField()
    acuerdos_abiertos = serializers.IntegerField()
    acuerdos_vencidos = serializers.IntegerField()
    plan_vigente = serializers.BooleanField()
    avance_anual = serializers.FloatField(allow_null=True)
    redes = serializers.IntegerField()
    provincias = serializers.IntegerField()
    asistencias = serializers.IntegerField()
    asistencias_programadas = serializers.IntegerField()
    participaciones = serializers.IntegerField()


class ComparacionDelAnioSerializer(serializers.Serializer):
    """La comparación de un año."""

    anio = serializers.IntegerField()
    espacios = ComparacionSerializer(many=True)


class HechoSerializer(serializers.Serializer):
    """Un hecho que se puede contar."""

    codigo = serializers.CharField()
    nombre = serializers.CharField()
    unidad = serializers.CharField()
    que_cuenta = serializers.CharField()
    dimensiones = serializers.SerializerMethodField()

    def get_dimensiones(self, hecho: Any) -> dict[str, str]:
        """Código → nombre de cada dimensión."""
        return {codigo: d.nombre for codigo, d in hecho.dimensiones.items()}


class CruceSerializer(serializers.Serializer):
    """Un hecho repartido."""

    codigo = serializers.CharField(source="hecho.codigo")
    unidad = serializers.CharField(source="hecho.unidad")
    por = serializers.ListField(child=serializers.CharField())
    filas = serializers.ListField(child=serializers.DictField())
    total = serializers.IntegerField()
