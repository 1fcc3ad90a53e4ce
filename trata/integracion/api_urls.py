"""Raíz de la API: reúne las rutas de cada app (`<app>/api/urls.py`)."""

from django.urls import include, path

from trata.integracion.api import views

urlpatterns = [
    path("", views.RaizView.as_view(), name="api_raiz"),
    path("esquema/", views.EsquemaView.as_view(), name="api_esquema"),
    path("documentacion/", views.DocumentacionView.as_view(), name="api_documentacion"),
    path("", include("trata.integracion.api.territorio")),
    path("", include("politica.api.urls")),
    path("estadisticas/", include("trata.tableros.api.urls")),
    path("", include("casos.api.urls")),
    path("", include("regiones.api.urls")),
]
