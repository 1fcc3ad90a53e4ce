"""Rutas de la API de estadísticas."""

from django.urls import path

from trata.tableros.api import views

urlpatterns = [
    path("figuras/", views.FigurasView.as_view(), name="api_figuras"),
    path("figuras/<slug:clave>/", views.FiguraView.as_view(), name="api_figura"),
    path("serie/<slug:clave>/", views.FiguraDeLaSerieView.as_view(), name="api_figura_serie"),
    path("lista/", views.ListaView.as_view(), name="api_lista_de_figura"),
]
