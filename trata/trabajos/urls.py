"""Rutas de trabajos."""

from django.urls import path

from trata.trabajos import views

app_name = "trabajos"
urlpatterns = [
    path("", views.TrabajoListView.as_view(), name="lista"),
    path("bandeja/", views.SalidaListView.as_view(), name="bandeja"),
    path("bandeja/<int:pk>/reintentar/", views.SalidaReintentarView.as_view(), name="reintentar"),
    path("correos/", views.CorreoListView.as_view(), name="correos"),
    path("correos/<uuid:uuid>/", views.CorreoDetailView.as_view(), name="correo"),
    path("<uuid:uuid>/", views.TrabajoDetailView.as_view(), name="detalle"),
    path("<uuid:uuid>/cancelar/", views.TrabajoCancelarView.as_view(), name="cancelar"),
    path("<uuid:uuid>/archivo/", views.TrabajoArchivoView.as_view(), name="archivo"),
]
