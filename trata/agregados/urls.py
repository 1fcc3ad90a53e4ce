"""Rutas de agregados."""

from django.urls import path

from trata.agregados.views import motor, serie

app_name = "agregados"
urlpatterns = [
    path("serie/", serie.CargasView.as_view(), name="cargas"),
    path("serie/subir/", serie.SubirSerieView.as_view(), name="subir_serie"),
    path("serie/<uuid:uuid>/", serie.CargaView.as_view(), name="carga"),
    path("corridas/", motor.CorridasView.as_view(), name="corridas"),
    path("corridas/avance/", motor.AvanceView.as_view(), name="avance"),
    path(
        "corridas/recalcular/",
        motor.EncargarView.as_view(tipo="agregados.recalcular"),
        name="recalcular",
    ),
    path("corridas/revisar/", motor.EncargarView.as_view(tipo="agregados.revisar"), name="revisar"),
]
