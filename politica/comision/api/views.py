"""La API de la Comisión: composición, sesiones, acuerdos y obligaciones."""

from typing import Any, ClassVar

from rest_framework.exceptions import ValidationError

from politica.comision import acciones, consultas
from politica.comision.api import serializers
from politica.comision.filtros import AcuerdoFilterSet, SesionFilterSet
from politica.comision.models import Acuerdo, Composicion, Obligacion, Sesion
from trata.comun.api import BaseViewSet, confirmados
from trata.cuentas.permisos import Permiso
from trata.trabajos.api import IdempotenteMixin

LEER = {"list": Permiso.COMISION_VER, "retrieve": Permiso.COMISION_VER}
CAMPOS_DE_ALTA = ("texto", "responsable", "servicio", "plazo")


class DeLaComisionViewSet(BaseViewSet):
    """Base: la Comisión es nacional, no tiene territorio."""

    permisos: ClassVar[dict[str, Permiso]] = LEER
    es_territorial = False


class SoloLecturaViewSet(DeLaComisionViewSet):
    """Base de lo que manda la norma, por su código."""

    lookup_field = "codigo"
    lookup_value_regex = r"[-\w]+"
    ordering = ("codigo",)
    http_method_names = ("get", "head", "options")


class ComposicionViewSet(SoloLecturaViewSet):
    """Quiénes integran la Comisión, norma por norma."""

    queryset = Composicion.objects.prefetch_related("miembros")
    serializer_class = serializers.ComposicionSerializer


class ObligacionViewSet(SoloLecturaViewSet):
    """Los informes que la norma manda rendir y con qué se cumplieron."""

    queryset = Obligacion.objects.prefetch_related("rendiciones")
    serializer_class = serializers.ObligacionSerializer


class SesionViewSet(IdempotenteMixin, DeLaComisionViewSet):
    """Las sesiones; POST convoca una. La asistencia y el acta, en pantalla."""

    queryset = Sesion.objects.prefetch_related("agenda", "asistencias").order_by("-pk")
    serializer_class = serializers.SesionDeComisionSerializer
    filterset_class = SesionFilterSet
    ordenables: ClassVar[dict[str, str]] = {"fecha": "fecha", "registrado_en": "pk"}
    http_method_names = ("get", "post", "head", "options")
    permisos: ClassVar[dict[str, Permiso]] = LEER | {"create": Permiso.COMISION_GESTIONAR}

    def registrar(self, datos: dict[str, Any]) -> Sesion:
        """Convoca y avisa a los representantes."""
        agenda = datos.pop("puntos")
        return acciones.convocar_sesion(datos=datos, agenda=agenda, por=self.request.user)


class AcuerdoViewSet(IdempotenteMixin, DeLaComisionViewSet):
    """Los acuerdos; POST registra uno y PATCH anota su seguimiento."""

    queryset = consultas.acuerdos().order_by("-pk")
    serializer_class = serializers.AcuerdoDeComisionSerializer
    filterset_class = AcuerdoFilterSet
    ordenables: ClassVar[dict[str, str]] = {"plazo": "plazo", "registrado_en": "pk"}
    permisos: ClassVar[dict[str, Permiso]] = LEER | {
        "create": Permiso.COMISION_GESTIONAR,
        "partial_update": Permiso.COMISION_GESTIONAR,
    }

    def registrar(self, datos: dict[str, Any]) -> Acuerdo:
        """Lo anota en su sesión."""
        return acciones.registrar_acuerdo(
            sesion=datos["sesion"],
            datos={c: datos[c] for c in CAMPOS_DE_ALTA if c in datos},
            por=self.request.user,
        )

    def editar(self, instancia: Acuerdo, datos: dict[str, Any], version: int) -> Acuerdo:
        """Anota qué se hizo y el estado nuevo."""
        texto = datos.get("texto_de_seguimiento", "")
        if not texto:
            raise ValidationError({"texto_de_seguimiento": "Escribe qué se hizo."})
        return acciones.seguir_acuerdo(
            acuerdo=instancia,
            datos={
                "estado": datos.get("estado", instancia.estado),
                "texto": texto,
                "cumplido_el": datos.get("cumplido_el", instancia.cumplido_el),
            },
            version=version,
            por=self.request.user,
            confirmados=confirmados(self.request.data),
        )
