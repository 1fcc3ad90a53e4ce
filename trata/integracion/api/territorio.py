"""El territorio en la API."""

from rest_framework import serializers
from rest_framework.routers import SimpleRouter

from trata.comun.api import BaseViewSet
from trata.cuentas.permisos import Permiso
from trata.territorio.models import Ubigeo


class UbigeoSerializer(serializers.ModelSerializer):
    """Departamento, provincia o distrito con su población."""

    class Meta:
        model = Ubigeo
        fields = ("codigo", "nombre", "nivel", "padre", "poblacion", "poblacion_anio")


class UbigeoViewSet(BaseViewSet):
    """Códigos del INEI: 25 departamentos, 196 provincias y 1 891 distritos."""

    permiso = Permiso.TERRITORIO_VER
    queryset = Ubigeo.objects.order_by("codigo")
    serializer_class = UbigeoSerializer
    filterset_fields = {"nivel": ["exact"], "padre": ["exact"]}
    es_territorial = False
    http_method_names = ("get", "head", "options")
    lookup_field = "codigo"
    lookup_value_regex = r"\d{2,6}"
    ordering = ("codigo",)


router = SimpleRouter()
router.register("ubigeos", UbigeoViewSet, basename="ubigeos")
urlpatterns = router.urls
