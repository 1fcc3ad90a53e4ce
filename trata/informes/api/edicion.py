"""Redactar un informe por la API: secciones, comentarios y pasos, con los verbos de la pantalla."""

from typing import Any, ClassVar

from django.http import Http404
from django.shortcuts import get_object_or_404
from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.decorators import action
from rest_framework.request import Request
from rest_framework.response import Response

from trata.cuentas.permisos import Permiso
from trata.informes import acciones, consultas
from trata.informes.api import serializers as formas
from trata.informes.documento import Seccion
from trata.informes.models import Informe
from trata.informes.textos import borrador_de, opciones

SIN_PAGINAS = {"pagination_class": None, "filter_backends": []}
UN_COMENTARIO = r"comentarios/(?P<comentario>[0-9a-f-]{36})/(?P<que>resolver|reabrir)"
PUBLICAR = "publicar"


class PasoSerializer(serializers.Serializer):
    """Un paso del camino de un informe."""

    paso = serializers.ChoiceField((*acciones.PASOS, PUBLICAR))
    motivo = serializers.CharField(required=False, allow_blank=True, max_length=500, default="")


class EdicionMixin:
    """Lo editorial de `InformeViewSet`: sólo para quien redacta, aprueba o publica en pantalla."""

    con_version = ("escribir_seccion", "mover")
    de_edicion: ClassVar[dict[str, Permiso]] = dict.fromkeys(
        (
            *("secciones", "seccion", "escribir_seccion", "comentarios", "comentar"),
            *("estado_del_comentario", "mover"),
        ),
        Permiso.INFORME_REDACTAR,
    )

    def _secciones(self, informe: Informe) -> list[dict[str, Any]]:
        documento = consultas.sin_textos(informe, self.request.user)
        guardados = {t.clave: t for t in informe.textos.all()}
        asignadas = consultas.asignaciones_de(informe)
        campos = sorted(opciones(documento.cifras()))
        return [
            _fila(s, guardados.get(s.clave), asignadas.get(s.clave))
            | {"campos": campos, "automatico": borrador_de(documento, s.clave)}
            for s in documento.secciones
        ]

    def _una(self, informe: Informe, clave: str) -> dict[str, Any]:
        for fila in self._secciones(informe):
            if fila["clave"] == clave:
                return fila
        raise Http404

    @extend_schema(responses=formas.SeccionSerializer(many=True), summary="Secciones por redactar")
    @action(detail=True, methods=["get"], **SIN_PAGINAS)
    def secciones(self, request: Request, uuid: str | None = None) -> Response:
        """Cada sección con su texto guardado, quién la tiene y para cuándo."""
        filas = self._secciones(self.get_object())
        return Response(formas.SeccionSerializer(filas, many=True).data)

    @extend_schema(responses=formas.SeccionEnteraSerializer, summary="Una sección")
    @action(detail=True, methods=["get"], url_path=r"secciones/(?P<clave>[-\w]+)")
    def seccion(self, request: Request, uuid: str | None = None, clave: str = "") -> Response:
        """Su texto y las cifras que puede citar."""
        fila = self._una(self.get_object(), clave)
        return Response(formas.SeccionEnteraSerializer(fila).data)

    @extend_schema(
        request=formas.TextoSerializer,
        responses=formas.SeccionEnteraSerializer,
        summary="Escribir una sección",
    )
    @seccion.mapping.patch
    def escribir_seccion(
        self, request: Request, uuid: str | None = None, clave: str = ""
    ) -> Response:
        """Guarda el texto. Pide `If-Match` (`"0"` si nadie la escribió)."""
        informe = self.get_object()
        version = self.exigir_version(self._una(informe, clave)["version"])
        pedido = formas.TextoSerializer(data=request.data)
        pedido.is_valid(raise_exception=True)
        acciones.escribir_texto(
            informe=informe,
            clave=clave,
            texto=pedido.validated_data["texto"],
            version=version,
            por=request.user,
        )
        fila = self._una(self.get_object(), clave)
        return Response(formas.SeccionEnteraSerializer(fila).data)

    @extend_schema(responses=formas.ComentarioSerializer(many=True), summary="Comentarios")
    @action(detail=True, methods=["get"], **SIN_PAGINAS)
    def comentarios(self, request: Request, uuid: str | None = None) -> Response:
        """Todos, abiertos y resueltos."""
        lista = consultas.comentarios_de(self.get_object())
        return Response(formas.ComentarioSerializer(lista, many=True).data)

    @extend_schema(
        request=formas.ComentarioSerializer,
        responses={201: formas.ComentarioSerializer},
        summary="Observar una sección",
    )
    @comentarios.mapping.post
    def comentar(self, request: Request, uuid: str | None = None) -> Response:
        """Deja un comentario en una sección, o en `general`: sin resolverlo no se aprueba."""
        pedido = formas.ComentarioSerializer(data=request.data)
        pedido.is_valid(raise_exception=True)
        hecho = acciones.comentar(
            informe=self.get_object(), por=request.user, **pedido.validated_data
        )
        return Response(formas.ComentarioSerializer(hecho).data, status=201)

    @extend_schema(
        request=None, responses=formas.ComentarioSerializer, summary="Resolver o reabrir"
    )
    @action(detail=True, methods=["post"], url_path=UN_COMENTARIO)
    def estado_del_comentario(
        self, request: Request, uuid: str | None = None, comentario: str = "", que: str = ""
    ) -> Response:
        """Da por atendido un comentario, o lo vuelve a abrir."""
        hallado = get_object_or_404(consultas.comentarios_de(self.get_object()), uuid=comentario)
        hecho = acciones.resolver_comentario(
            comentario=hallado, resuelto=que == "resolver", por=request.user
        )
        return Response(formas.ComentarioSerializer(hecho).data)

    @extend_schema(
        request=PasoSerializer, responses=formas.InformeSerializer, summary="Dar un paso"
    )
    @action(detail=True, methods=["post"])
    def mover(self, request: Request, uuid: str | None = None) -> Response:
        """Enviar, devolver, aprobar, retirar, publicar o reabrir; cada paso exige su permiso.

        Pide `If-Match`. Nadie aprueba lo que empezó o escribió.
        """
        informe = self.get_object()
        pedido = PasoSerializer(data=request.data)
        pedido.is_valid(raise_exception=True)
        self.exigir_version(informe.version)
        if pedido.validated_data["paso"] == PUBLICAR:
            acciones.publicar(informe=informe, por=request.user)
        else:
            acciones.mover(informe=informe, por=request.user, **pedido.validated_data)
        return Response(self.get_serializer(self.get_object()).data)


def _fila(seccion: Seccion, texto: Any, asignacion: Any) -> dict[str, Any]:
    return {
        "clave": seccion.clave,
        "titulo": seccion.titulo,
        "texto": texto.texto if texto else "",
        "version": texto.version if texto else 0,
        "actualizado_en": texto.actualizado_en if texto else None,
        "la_tiene": asignacion.persona.username if asignacion else "",
        "vence_el": asignacion.vence_el if asignacion else None,
        "esta_lista": bool(asignacion and asignacion.esta_lista),
    }
