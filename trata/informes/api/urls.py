"""Rutas de la API de informes."""

from rest_framework.routers import SimpleRouter

from trata.informes.api import views

rutas = SimpleRouter()
rutas.register("informes", views.InformeViewSet, "api-informe")
urlpatterns = rutas.urls
