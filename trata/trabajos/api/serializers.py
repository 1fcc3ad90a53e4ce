"""Un trabajo en segundo plano como lo ve quien lo pidió."""

from rest_framework import serializers

from trata.comun.api import BaseSerializer
from trata.trabajos.models import Trabajo


class TrabajoSerializer(BaseSerializer):
    """Cuánto va, en qué quedó y si dejó un archivo. Sin los datos con que se encargó."""

    tiene_archivo = serializers.BooleanField(read_only=True)

    class Meta:
        model = Trabajo
        fields = (
            *("uuid", "tipo", "titulo", "estado", "hecho", "total", "texto", "resumen"),
            *("tiene_archivo", "archivo_nombre", "archivo_tipo", "archivo_bytes"),
            *("archivo_huella", "error", "creado_en", "iniciado_en", "terminado_en", "vence_en"),
        )
        read_only_fields = fields
