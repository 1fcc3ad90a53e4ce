"""Rutas de la API de regiones, bajo `/api/v1/`."""

from django.urls import path
from rest_framework.routers import SimpleRouter

from regiones.api import views

DEL_ESPACIO = r"regiones/espacios/(?P<espacio_codigo>[-\w]+)"
router = SimpleRouter()
router.register("regiones/espacios", views.EspacioViewSet, "api-espacio")
router.register(f"{DEL_ESPACIO}/sesiones", views.SesionViewSet, "api-sesion")
router.register(f"{DEL_ESPACIO}/planes", views.PlanRegionalViewSet, "api-plan")
router.register(f"{DEL_ESPACIO}/planes-anuales", views.PlanAnualViewSet, "api-plan-anual")
router.register(
    f"{DEL_ESPACIO}/capacitaciones",
    views.CapacitacionesDelEspacioViewSet,
    "api-capacitacion-del-espacio",
)
router.register("regiones/acuerdos", views.AcuerdoViewSet, "api-acuerdo")
router.register("regiones/capacitaciones", views.CapacitacionViewSet, "api-capacitacion")
router.register("regiones/encuentros", views.EncuentroViewSet, "api-encuentro")

urlpatterns = [
    path("regiones/comparacion/", views.ComparacionView.as_view(), name="api-comparacion"),
    path("regiones/hechos/", views.HechosView.as_view(), name="api-hechos"),
    path("regiones/hechos/<slug:codigo>/", views.CruceView.as_view(), name="api-cruce"),
    *router.urls,
]
