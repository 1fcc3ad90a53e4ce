"""Rutas de la API de la Comisión."""

from rest_framework.routers import SimpleRouter

from politica.comision.api import views

rutas = SimpleRouter()
rutas.register("comision/composiciones", views.ComposicionViewSet, "api-composicion")
rutas.register("comision/obligaciones", views.ObligacionViewSet, "api-obligacion")
rutas.register("comision/sesiones", views.SesionViewSet, "api-sesion-de-comision")
rutas.register("comision/acuerdos", views.AcuerdoViewSet, "api-acuerdo-de-comision")
urlpatterns = rutas.urls
