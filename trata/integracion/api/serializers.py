"""Acuses, avisos, catálogos y entidades, como los sirve la API."""

from typing import Any

from rest_framework import serializers

from trata.comun.api import BaseSerializer
from trata.cuentas.models import Entidad
from trata.integracion.acuses import texto_firmado
from trata.integracion.models import Acuse, Convenio, Entrega, LlaveDeFirma, Suscripcion
from trata.integracion.sucesos import OPCIONES_DE_SUCESO


class AcuseSerializer(BaseSerializer):
    """La constancia firmada de un mensaje. `firmado` es el texto exacto que la firma cubre."""

    llave = serializers.CharField(source="llave_id", read_only=True)
    firmado = serializers.SerializerMethodField()

    class Meta:
        model = Acuse
        fields = (
            *("uuid", "metodo", "ruta", "huella", "estado", "objeto", "version", "recibido_en"),
            *("llave", "firma", "firmado"),
        )
        read_only_fields = fields

    def get_firmado(self, acuse: Acuse) -> str:
        """El texto firmado, para comprobarlo sin armarlo."""
        return texto_firmado(acuse)


class LlaveSerializer(BaseSerializer):
    """Una llave pública Ed25519. Las retiradas siguen aquí: comprueban acuses antiguos."""

    class Meta:
        model = LlaveDeFirma
        fields = ("identificador", "publica", "creada_en", "retirada_en")
        read_only_fields = fields


class SuscripcionSerializer(BaseSerializer):
    """A dónde se avisa y de qué. El secreto sólo sale en la respuesta del alta."""

    convenio = serializers.SlugRelatedField(slug_field="uuid", queryset=Convenio.objects.all())
    direccion = serializers.URLField(max_length=300)
    sucesos = serializers.ListField(child=serializers.ChoiceField(OPCIONES_DE_SUCESO))
    secreto = serializers.CharField(read_only=True, required=False)

    class Meta:
        model = Suscripcion
        fields = ("uuid", "convenio", "direccion", "sucesos", "activa", "registrado_en", "secreto")
        read_only_fields = ("uuid", "activa", "registrado_en")

    def excluidos_de_la_copia(self) -> set[str]:
        """El secreto lo pone la acción."""
        return super().excluidos_de_la_copia() | {"secreto_cifrado"}

    def to_representation(self, instance: Suscripcion) -> dict[str, Any]:
        """Con el secreto sólo si se acaba de crear."""
        datos = super().to_representation(instance)
        datos.pop("secreto", None)
        secreto = getattr(instance, "secreto", "")
        return datos | ({"secreto": secreto} if secreto else {})


class EntregaSerializer(BaseSerializer):
    """Un aviso para una suscripción, con su cuerpo tal como se firmó."""

    suscripcion = serializers.SlugRelatedField(slug_field="uuid", read_only=True)

    class Meta:
        model = Entrega
        fields = (
            *("mensaje", "suscripcion", "suceso", "cuerpo", "estado", "intentos"),
            *("proximo_intento", "ultimo_error", "creada_en", "entregada_en"),
        )
        read_only_fields = fields


class EntidadSerializer(BaseSerializer):
    """Una institución por su código."""

    class Meta:
        model = Entidad
        fields = ("codigo", "nombre", "sigla", "tipo", "sector", "vigente_hasta")
        read_only_fields = fields


class SucesoSerializer(serializers.Serializer):
    """Un suceso al que un sistema se puede suscribir."""

    codigo = serializers.CharField()
    nombre = serializers.CharField()


class CatalogoSerializer(serializers.Serializer):
    """Un vocabulario: su versión cambia sólo si cambia algo de lo que contiene."""

    codigo = serializers.CharField()
    nombre = serializers.CharField()
    version = serializers.CharField(help_text="Doce cifras de la huella de su contenido.")
    rige_desde = serializers.DateField(help_text="La última vigencia que empezó.")
    publicado = serializers.BooleanField(help_text="Es una dimensión de los datos abiertos.")
    categorias = serializers.IntegerField(help_text="Cuántas tiene.")


class CategoriaDeCatalogoSerializer(serializers.Serializer):
    """Un valor con su vigencia."""

    codigo = serializers.CharField()
    nombre = serializers.CharField()
    es_dato = serializers.BooleanField(help_text="Falso en «No consta» y sus hermanas.")
    desde = serializers.DateField()
    hasta = serializers.DateField(allow_null=True)


class EquivalenciaSerializer(serializers.Serializer):
    """A qué corresponde un código en otro estándar."""

    codigo = serializers.CharField()
    estandar = serializers.CharField(help_text="`datos_abiertos` o `htcds`.")
    valor = serializers.CharField()
    via = serializers.CharField(help_text="El código publicado al que sube, si no es el mismo.")
    campo = serializers.CharField(help_text="El campo del estándar; vacío en los datos abiertos.")


class EstandarDeCatalogoSerializer(serializers.Serializer):
    """Un campo de un estándar que traduce el catálogo, y lo que no alcanza a decir."""

    estandar = serializers.CharField()
    campo = serializers.CharField()
    version = serializers.CharField()
    fuente = serializers.CharField()
    nota = serializers.CharField()
    sin_equivalente = serializers.ListField(child=serializers.CharField())


class CatalogoEnteroSerializer(CatalogoSerializer):
    """Un vocabulario con sus valores y sus equivalencias publicadas."""

    valores = CategoriaDeCatalogoSerializer(many=True)
    equivalencias = EquivalenciaSerializer(many=True)
    estandares = EstandarDeCatalogoSerializer(many=True)
