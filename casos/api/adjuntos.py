"""Archivos de un caso en la API: las mismas comprobaciones, topes y constancias que la pantalla.

Se listan y se describen sólo los de casos que se llevan o se abrieron. El contenido sale de
`descargar`, con motivo, de uno en uno; el nombre original no sale nunca.
"""

import hashlib
from typing import Any, ClassVar

from django.db.models import QuerySet
from django.http import HttpResponse
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.decorators import action
from rest_framework.parsers import MultiPartParser
from rest_framework.request import Request
from rest_framework.response import Response

from casos import consultas
from casos.acciones import adjuntos as verbos
from casos.api.identidad import MotivoSerializer
from casos.api.views import FiltroDePartes
from casos.archivos.contenido import NOMBRES_DE_TIPOS, TAMANO_MAXIMO
from casos.consultas.adjuntos import adjuntos_abiertos
from casos.models import Adjunto
from trata.comun.api import BaseViewSet
from trata.comun.errores import SinPermisoError
from trata.comun.formato import tamano
from trata.comun.lectores import JsonAcotado
from trata.comun.permisos_api import puede
from trata.cuentas.permisos import Permiso
from trata.trabajos.api import IdempotenteMixin


def huella_de(archivo: Any) -> str:
    """SHA-256 de lo recibido; lo deja otra vez al comienzo."""
    suma = hashlib.sha256()
    for pedazo in archivo.chunks():
        suma.update(pedazo)
    archivo.seek(0)
    return suma.hexdigest()


class AdjuntoSerializer(serializers.ModelSerializer):
    """Un archivo por su código. `archivo` y `nombre_original` entran y no vuelven a salir."""

    caso = serializers.UUIDField(source="caso.uuid", help_text="Identificador del caso")
    nombre = serializers.CharField(read_only=True)
    archivo = serializers.FileField(
        write_only=True,
        use_url=False,
        help_text=f"{NOMBRES_DE_TIPOS}, hasta {tamano(TAMANO_MAXIMO)}",
    )
    contiene_identidad = serializers.BooleanField(
        default=True, help_text="Muestra quién es alguien: descargarlo pide ver identidades"
    )
    se_puede_descargar = serializers.BooleanField(read_only=True)

    class Meta:
        model = Adjunto
        fields = (
            *("uuid", "version", "caso", "numero", "nombre", "clase", "contiene_identidad"),
            *("tipo", "tamano", "sha256_recibido", "sha256_guardado", "metadatos", "antivirus"),
            *("se_puede_descargar", "registrado_en", "archivo"),
        )
        read_only_fields = (
            *("uuid", "version", "numero", "tipo", "tamano", "sha256_recibido"),
            *("sha256_guardado", "metadatos", "antivirus", "registrado_en"),
        )
        validators = ()


class AdjuntoViewSet(IdempotenteMixin, BaseViewSet):
    """Archivos de los casos que llevas o abriste."""

    queryset = Adjunto.objects.filter(retirado_en=None).select_related("caso").order_by("-id")
    serializer_class = AdjuntoSerializer
    filterset_class = FiltroDePartes
    con_version = ("retirar",)
    ordenables: ClassVar[dict[str, str]] = {"registrado_en": "pk"}
    parser_classes = (JsonAcotado, MultiPartParser)
    http_method_names = ("get", "post", "head", "options")
    permisos: ClassVar[dict[str, Permiso]] = {
        "list": Permiso.CASO_VER,
        "retrieve": Permiso.CASO_VER,
        "create": Permiso.ATENCION_REGISTRAR,
        "descargar": Permiso.CASO_VER,
        "retirar": Permiso.ATENCION_REGISTRAR,
    }

    def get_queryset(self) -> QuerySet[Adjunto]:
        """Los del ámbito cuyo caso está abierto para quien pide."""
        return adjuntos_abiertos(super().get_queryset(), self.request.user)

    def cuerpo_de_la_huella(self, request: Request) -> Any:
        """El archivo cuenta por su contenido."""
        archivo = request.data.get("archivo")
        if not hasattr(archivo, "chunks"):
            return request.data
        otros = {c: request.data.get(c) for c in request.data if c != "archivo"}
        return otros | {"archivo": huella_de(archivo)}

    def registrar(self, datos: dict[str, Any]) -> Adjunto:
        """Sube un archivo."""
        archivo = datos["archivo"]
        # El acuse de un archivo lleva la huella de sus bytes, no la del sobre en que vino.
        self.request._request.huella_del_cuerpo = huella_de(archivo)
        return verbos.subir_adjunto(
            caso=consultas.caso_de(self.request.user, datos["caso"]["uuid"]),
            archivo=archivo,
            nombre=archivo.name or "",
            clase=datos["clase"],
            contiene_identidad=datos["contiene_identidad"],
            por=self.request.user,
        )

    @extend_schema(
        request=MotivoSerializer, responses={(200, "application/octet-stream"): OpenApiTypes.BINARY}
    )
    @action(detail=True, methods=["post"])
    def descargar(self, request: Request, uuid: str | None = None) -> HttpResponse:
        """El contenido, con su tipo. Pide para qué y queda anotado."""
        adjunto = self.get_object()
        if adjunto.contiene_identidad and not puede(request, Permiso.IDENTIDAD_VER):
            raise SinPermisoError("Tu rol o tu credencial no alcanza identidades.")
        pedido = MotivoSerializer(data=request.data)
        pedido.is_valid(raise_exception=True)
        descarga = verbos.descargar_adjunto(
            adjunto=adjunto, motivo=pedido.validated_data["motivo"], por=request.user
        )
        return HttpResponse(
            descarga.contenido,
            content_type=descarga.tipo,
            headers={
                "Content-Disposition": f'attachment; filename="{descarga.nombre}"',
                "X-Content-Type-Options": "nosniff",
            },
        )

    @extend_schema(request=MotivoSerializer, responses={204: None})
    @action(detail=True, methods=["post"])
    def retirar(self, request: Request, uuid: str | None = None) -> Response:
        """Lo saca de la vista, con motivo. Pide `If-Match`. El archivo se conserva."""
        pedido = MotivoSerializer(data=request.data)
        pedido.is_valid(raise_exception=True)
        verbos.retirar_adjunto(
            adjunto=self.get_object(),
            motivo=pedido.validated_data["motivo"],
            version=self.version_pedida(),
            por=request.user,
        )
        return Response(status=204)
