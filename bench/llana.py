"""La API que se escribiría sin pensarlo: ModelViewSet y ModelSerializer anidados.

Mismos campos, mismo alcance, y sus `select_related` y `prefetch_related`; sin filtros ni cuotas,
que la casa sí lleva. Es la vara con que se mide la lista de casos; nadie más la usa.
"""

from django.db.models import Prefetch, QuerySet
from django.urls import include, path
from rest_framework import serializers, viewsets
from rest_framework.pagination import CursorPagination
from rest_framework.permissions import IsAuthenticated

from casos.api.serializers import CasoSerializer, serializador_de
from casos.models import Caso, Victima

DE_VICTIMA = serializador_de("victima").Meta.fields


class VictimaLlana(serializers.ModelSerializer):
    """La víctima, campo por campo."""

    caso = serializers.SlugRelatedField(slug_field="uuid", read_only=True)

    class Meta:
        model = Victima
        fields = DE_VICTIMA


class CasoLlano(serializers.ModelSerializer):
    """El caso con sus víctimas dentro."""

    victimas = VictimaLlana(many=True, read_only=True)

    class Meta:
        model = Caso
        fields = (*CasoSerializer.Meta.fields, "victimas")


class Pagina(CursorPagination):
    """Cien por página, por llave."""

    page_size = 100
    ordering = "-id"


class CasosLlanos(viewsets.ModelViewSet):
    """La lista de siempre."""

    permission_classes = (IsAuthenticated,)
    serializer_class = CasoLlano
    filter_backends = ()
    throttle_classes = ()
    pagination_class = Pagina
    queryset = Caso.objects.select_related("entidad")

    def get_queryset(self) -> QuerySet[Caso]:
        vigentes = Victima.objects.vigentes().select_related("caso").order_by("pk")
        visibles = super().get_queryset().visibles_para(self.request.user)
        return visibles.prefetch_related(Prefetch("victimas", vigentes))


urlpatterns = [
    path("llana/casos/", CasosLlanos.as_view({"get": "list"})),
    path("", include("trata.urls")),
]
