"""Rutas del registro en la API."""

from rest_framework.routers import SimpleRouter

from casos.api.adjuntos import AdjuntoViewSet
from casos.api.identidad import IdentidadViewSet
from casos.api.intercambio import CodigoExternoViewSet, SolicitudDeEnlaceViewSet
from casos.api.views import CasoViewSet, CategoriaViewSet, vista_de_parte

RECURSOS = {
    "clave": "claves-externas",
    "lugar": "lugares",
    "victima": "victimas",
    "migrante": "migrantes",
    "implicado": "implicados",
    "vinculo": "vinculos",
    "operativo": "operativos",
    "establecimiento": "establecimientos",
    "atencion": "atenciones",
    "estado": "estados-de-victima",
    "nota": "notas",
}
router = SimpleRouter()
router.register("casos", CasoViewSet, basename="casos")
router.register("identidades", IdentidadViewSet, basename="identidades")
router.register("adjuntos", AdjuntoViewSet, basename="adjuntos")
router.register("codigos-externos", CodigoExternoViewSet, basename="codigos-externos")
router.register("solicitudes-de-enlace", SolicitudDeEnlaceViewSet, basename="enlaces")
router.register("categorias", CategoriaViewSet, basename="categorias")
for _codigo, _ruta in RECURSOS.items():
    router.register(_ruta, vista_de_parte(_codigo), basename=_ruta)
urlpatterns = router.urls
