"""Rutas de la API de trabajos."""

from rest_framework.routers import SimpleRouter

from trata.trabajos.api import views

rutas = SimpleRouter()
rutas.register("trabajos", views.TrabajoViewSet, "api-trabajo")
urlpatterns = rutas.urls
