"""Rutas de informes."""

from django.urls import path, re_path

from trata.informes.views import informes as views

app_name = "informes"
urlpatterns = [
    path("", views.InformeListView.as_view(), name="lista"),
    path("nuevo/", views.InformeCreateView.as_view(), name="nuevo"),
    path("verificar/<uuid:clave>/", views.VerificarInformeView.as_view(), name="verificar"),
    path("<uuid:uuid>/", views.InformeDetailView.as_view(), name="detalle"),
    path("<uuid:uuid>/archivo/<slug:formato>/", views.ArchivoView.as_view(), name="archivo"),
    path(
        "<uuid:uuid>/version/<int:version>/<slug:formato>/",
        views.ArchivoView.as_view(),
        name="version",
    ),
    path("<uuid:uuid>/cambios/<int:version>/", views.CambiosView.as_view(), name="cambios"),
    path("<uuid:uuid>/texto/<slug:clave>/", views.TextoView.as_view(), name="texto"),
    path("<uuid:uuid>/comentar/<slug:clave>/", views.ComentarioView.as_view(), name="comentar"),
    re_path(
        r"^(?P<uuid>[0-9a-f-]{36})/paso/(?P<paso>enviar|devolver|aprobar|reabrir|publicar)/$",
        views.PasoView.as_view(),
        name="paso",
    ),
]
