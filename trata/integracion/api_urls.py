"""Raíz de la API: reúne las rutas de cada app (`<app>/api/urls.py`)."""

from django.urls import include, path

from trata.integracion.api import views

urlpatterns = [
    path("", views.RaizView.as_view(), name="api_raiz"),
    path("esquema/", views.EsquemaView.as_view(), name="api_esquema"),
    path("documentacion/", views.DocumentacionView.as_view(), name="api_documentacion"),
    path("", include("trata.integracion.api.territorio")),
    path("", include("trata.integracion.api.catalogos")),
    path("", include("trata.integracion.api.recursos")),
    path("", include("trata.trabajos.api.urls")),
    path("", include("trata.informes.api.urls")),
    path("", include("politica.api.urls")),
    path("", include("politica.comision.api.urls")),
    path("estadisticas/", include("trata.tableros.api.urls")),
    path("", include("casos.api.urls")),
    path("", include("regiones.api.urls")),
]
