"""Rutas de cuentas."""

from django.urls import path, re_path

from trata.cuentas import views, vistas_de_autorizaciones
from trata.cuentas.vista_de_destinos import IrView

app_name = "cuentas"
urlpatterns = [
    path("entrada/", views.EntradaView.as_view(), name="entrada"),
    path("ir/", IrView.as_view(), name="ir"),
    path("sin-rol/", views.SinRolView.as_view(), name="sin_rol"),
    path("pendiente/", views.EnvioPendienteView.as_view(), name="pendiente"),
    path("tabla/", views.PreferenciaDeTablaView.as_view(), name="tabla"),
    path("mi-cuenta/", views.MiCuentaView.as_view(), name="mi_cuenta"),
    path("roles/", views.RolesView.as_view(), name="roles"),
    path("usuarios/", views.UsuarioListView.as_view(), name="usuarios"),
    path("usuarios/nuevo/", views.UsuarioCreateView.as_view(), name="nuevo"),
    path("usuarios/<uuid:uuid>/", views.UsuarioDetailView.as_view(), name="usuario"),
    path("usuarios/<uuid:uuid>/editar/", views.UsuarioUpdateView.as_view(), name="editar"),
    path("usuarios/<uuid:uuid>/designar/", views.DesignacionCreateView.as_view(), name="designar"),
    re_path(
        r"^usuarios/(?P<uuid>[0-9a-f-]{36})/(?P<verbo>desactivar|reactivar|enlace)/$",
        views.AccionDeUsuarioView.as_view(),
        name="accion",
    ),
    path("designaciones/<uuid:uuid>/revocar/", views.RevocarView.as_view(), name="revocar"),
    path(
        "autorizaciones/",
        vistas_de_autorizaciones.AutorizacionesView.as_view(),
        name="autorizaciones",
    ),
    path(
        "autorizaciones/<uuid:uuid>/",
        vistas_de_autorizaciones.AutorizacionView.as_view(),
        name="autorizacion",
    ),
    path("recertificacion/", views.RecertificacionView.as_view(), name="recertificacion"),
    path("recertificacion/<uuid:uuid>/", views.RecertificarView.as_view(), name="recertificar"),
]
