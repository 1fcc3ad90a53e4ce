"""Rutas de interoperabilidad."""

from django.urls import path, re_path

from trata.integracion import views
from trata.integracion import vistas_de_avisos as avisos
from trata.integracion.vistas_de_exportacion import ExportarCasosView

app_name = "integracion"
urlpatterns = [
    path("exportar/", ExportarCasosView.as_view(), name="exportar"),
    path("avisos/", avisos.SuscripcionListView.as_view(), name="avisos"),
    path(
        "convenios/<uuid:uuid>/aviso/", avisos.SuscripcionCreateView.as_view(), name="aviso_nuevo"
    ),
    re_path(
        r"^avisos/(?P<uuid>[0-9a-f-]{36})/(?P<verbo>detener|reanudar)/$",
        avisos.SuscripcionAccionView.as_view(),
        name="aviso_accion",
    ),
    path("entregas/<uuid:mensaje>/reenviar/", avisos.ReenviarView.as_view(), name="reenviar"),
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
