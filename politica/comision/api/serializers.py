"""La Comisión como la sirve la API. Los nombres son los de los modelos."""

from typing import Any

from rest_framework import serializers

from politica.comision.models import (
    Acuerdo,
    Asistencia,
    Composicion,
    Miembro,
    Obligacion,
    PuntoDeAgenda,
    Rendicion,
    Representante,
    Seguimiento,
    Sesion,
)
from politica.comision.reglas import LARGO_DEL_SEGUIMIENTO
from trata.comun.api import BaseSerializer


class MiembroDeComisionSerializer(serializers.ModelSerializer):
    """Un puesto."""

    class Meta:
        model = Miembro
        fields = ("codigo", "entidad", "nombre", "calidad", "puestos", "vigente_hasta")


class ComposicionSerializer(serializers.ModelSerializer):
    """Quiénes integran la Comisión según una norma."""

    miembros = MiembroDeComisionSerializer(many=True, read_only=True)

    class Meta:
        model = Composicion
        fields = ("codigo", "norma", "rige_desde", "vigente_hasta", "nota", "fuente", "miembros")


class RepresentanteSerializer(BaseSerializer):
    """La persona que una entidad designa por resolución."""

    class Meta:
        model = Representante
        fields = (
            *("uuid", "entidad", "tipo", "nombre", "cargo", "correo", "resolucion", "desde"),
            *("hasta", "es_sintetico"),
        )
        read_only_fields = ("uuid", "hasta", "es_sintetico")


class PresenteSerializer(serializers.Serializer):
    """Un puesto que asistió y, si consta, quién lo representó."""

    miembro = serializers.SlugField(max_length=60)
    por = serializers.CharField(required=False, allow_blank=True, max_length=200, default="")


class PresentesSerializer(serializers.Serializer):
    """Los puestos que asistieron."""

    presentes = serializers.ListField(child=PresenteSerializer(), max_length=100)


class DesarrolloSerializer(serializers.Serializer):
    """Qué pasó en la sesión, o por qué se suspende."""

    desarrollo = serializers.CharField(max_length=20_000)


class PuntoSerializer(serializers.ModelSerializer):
    """Un punto de la agenda."""

    class Meta:
        model = PuntoDeAgenda
        fields = ("orden", "texto", "expone")


class AsistenciaDeComisionSerializer(serializers.ModelSerializer):
    """Si el puesto asistió; no quién, que consta en el acta."""

    class Meta:
        model = Asistencia
        fields = ("miembro", "asistio")


class SesionDeComisionSerializer(BaseSerializer):
    """Una sesión. Al convocar, la agenda es una lista de textos: «asunto | quien expone»."""

    agenda = PuntoSerializer(many=True, read_only=True)
    asistencias = AsistenciaDeComisionSerializer(many=True, read_only=True)
    tiene_acta = serializers.BooleanField(source="acta", read_only=True)
    puntos = serializers.ListField(
        child=serializers.CharField(max_length=500), write_only=True, max_length=60
    )

    class Meta:
        model = Sesion
        fields = (
            *("uuid", "version", "tipo", "numero", "anio", "fecha", "lugar", "convocatoria"),
            *("convocada_el", "composicion", "quorum_exigido", "estado", "desarrollo", "agenda"),
            *("asistencias", "tiene_acta", "puntos", "es_sintetico"),
        )
        read_only_fields = (
            *("uuid", "version", "numero", "anio", "composicion", "estado", "desarrollo"),
            "es_sintetico",
        )
        extra_kwargs = {"quorum_exigido": {"required": False}}  # noqa: RUF012
        validators = ()

    def excluidos_de_la_copia(self) -> set[str]:
        """Lo que pone la acción."""
        return super().excluidos_de_la_copia() | {
            *("numero", "anio", "composicion", "quorum_exigido")
        }


class SeguimientoDeAcuerdoSerializer(serializers.ModelSerializer):
    """Lo que se dijo de un acuerdo después."""

    sesion = serializers.SlugRelatedField(slug_field="uuid", read_only=True)

    class Meta:
        model = Seguimiento
        fields = ("registrado_en", "sesion", "estado", "texto")


class AcuerdoDeComisionSerializer(BaseSerializer):
    """Un acuerdo. Al cambiarlo se manda `estado`, `texto_de_seguimiento` y, si toca, la fecha."""

    sesion = serializers.SlugRelatedField(slug_field="uuid", queryset=Sesion.objects.all())
    seguimientos = SeguimientoDeAcuerdoSerializer(many=True, read_only=True)
    esta_vencido = serializers.BooleanField(read_only=True)
    texto_de_seguimiento = serializers.CharField(
        write_only=True,
        required=False,
        max_length=LARGO_DEL_SEGUIMIENTO,
        help_text="Qué se hizo; sólo al cambiar.",
    )

    class Meta:
        model = Acuerdo
        fields = (
            *("uuid", "version", "sesion", "numero", "texto", "responsable", "servicio"),
            *("acordado_el", "plazo", "estado", "cumplido_el", "esta_vencido", "seguimientos"),
            *("texto_de_seguimiento", "es_sintetico"),
        )
        read_only_fields = ("uuid", "version", "numero", "acordado_el", "es_sintetico")
        validators = ()

    def get_fields(self) -> dict[str, Any]:
        """Un acuerdo tomado no cambia de texto: sólo se sigue."""
        campos = super().get_fields()
        if self.instance is None:
            return campos
        for nombre in ("sesion", "texto", "responsable", "servicio", "plazo"):
            campos[nombre].read_only = True
        return campos

    def excluidos_de_la_copia(self) -> set[str]:
        """Lo que pone la acción."""
        return super().excluidos_de_la_copia() | {"numero", "acordado_el"}


class AporteSerializer(serializers.Serializer):
    """Qué hizo la entidad responsable."""

    texto = serializers.CharField(max_length=LARGO_DEL_SEGUIMIENTO)


class RendicionSerializer(serializers.ModelSerializer):
    """Con qué documento se cumplió, cada año."""

    class Meta:
        model = Rendicion
        fields = ("anio", "documento", "fecha")


class ObligacionSerializer(serializers.ModelSerializer):
    """Un informe que la norma manda rendir, y sus rendiciones."""

    rendiciones = RendicionSerializer(many=True, read_only=True)

    class Meta:
        model = Obligacion
        fields = (
            *("codigo", "titulo", "norma", "quien", "ante", "contenido", "mes", "dia", "fuente"),
            *("vigente_hasta", "rendiciones"),
        )


class VencimientoSerializer(serializers.Serializer):
    """Una obligación en un año."""

    obligacion = serializers.CharField(source="obligacion.codigo")
    titulo = serializers.CharField(source="obligacion.titulo")
    anio = serializers.IntegerField()
    limite = serializers.DateField()
    cuando = serializers.CharField(help_text="Lo mismo en palabras, como lo fija la norma")
    esta_vencido = serializers.BooleanField()
    rendicion = RendicionSerializer(allow_null=True)
