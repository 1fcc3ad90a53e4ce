"""La forma en que la API sirve figuras y listas: la misma tabla de la pantalla."""

from rest_framework import serializers


class FiguraSerializer(serializers.Serializer):
    """Una figura: hallazgo, alcance, fuente y su tabla."""

    clave = serializers.CharField(help_text="Nombre de la figura en la dirección.")
    titulo = serializers.CharField()
    hallazgo = serializers.CharField(help_text="El hallazgo en una frase.")
    alcance = serializers.CharField(help_text="Unidad, lugar, período y regla de lugar.")
    unidad = serializers.CharField()
    total = serializers.IntegerField(help_text="El denominador.")
    fuente = serializers.CharField()
    notas = serializers.ListField(child=serializers.CharField())
    columnas = serializers.ListField(child=serializers.CharField())
    filas = serializers.ListField(child=serializers.ListField())


class ClaveDeFiguraSerializer(serializers.Serializer):
    """Una figura disponible."""

    clave = serializers.CharField()
    direccion = serializers.CharField()


class FilaDeListaSerializer(serializers.Serializer):
    """Una fila de lo contado: códigos, nunca nombres."""

    codigo = serializers.CharField()
    caso = serializers.CharField(source="caso_codigo")
    lugar = serializers.CharField()
    fecha = serializers.CharField()
    valores = serializers.ListField(child=serializers.CharField())


class ListaSerializer(serializers.Serializer):
    """Una página de lo contado y el total, que es el de la figura."""

    total = serializers.IntegerField()
    columnas = serializers.ListField(child=serializers.CharField())
    filas = FilaDeListaSerializer(many=True)
