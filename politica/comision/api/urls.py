"""Rutas de la API de la Comisión."""

from django.urls import path
from rest_framework.routers import SimpleRouter

from politica.comision.api import views

rutas = SimpleRouter()
rutas.register("comision/composiciones", views.ComposicionViewSet, "api-composicion")
rutas.register("comision/representantes", views.RepresentanteViewSet, "api-representante")
rutas.register("comision/obligaciones", views.ObligacionViewSet, "api-obligacion")
rutas.register("comision/sesiones", views.SesionViewSet, "api-sesion-de-comision")
rutas.register("comision/acuerdos", views.AcuerdoViewSet, "api-acuerdo-de-comision")
urlpatterns = [
    path("comision/vencimientos/", views.VencimientosView.as_view(), name="api-vencimientos"),
    *rutas.urls,
]
