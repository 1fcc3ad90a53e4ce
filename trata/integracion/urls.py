"""Rutas de interoperabilidad."""

from django.urls import path, re_path

from trata.integracion import views

app_name = "integracion"
urlpatterns = [
    path("convenios/", views.ConvenioListView.as_view(), name="convenios"),
    path("convenios/nuevo/", views.ConvenioCreateView.as_view(), name="convenio_nuevo"),
    path(
        "convenios/<uuid:uuid>/credencial/",
        views.CredencialCreateView.as_view(),
        name="credencial_nueva",
    ),
    re_path(
        r"^credenciales/(?P<uuid>[0-9a-f-]{36})/(?P<verbo>rotar|revocar)/$",
        views.CredencialAccionView.as_view(),
        name="credencial_accion",
    ),
]
