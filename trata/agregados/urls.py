"""Rutas de agregados."""

from django.urls import path

from trata.agregados import views

app_name = "agregados"
urlpatterns = [
    path("serie/", views.CargasView.as_view(), name="cargas"),
    path("serie/subir/", views.SubirSerieView.as_view(), name="subir_serie"),
    path("serie/<uuid:uuid>/", views.CargaView.as_view(), name="carga"),
]
