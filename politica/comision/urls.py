"""Rutas de comision."""

from django.urls import URLPattern, path

from politica.comision import views, vistas_calendario, vistas_de_acuerdos

app_name = "comision"
SESION = "sesiones/<uuid:uuid>/"
urlpatterns: list[URLPattern] = [
    path("", views.ComisionView.as_view(), name="inicio"),
    path("miembros/", views.MiembrosView.as_view(), name="miembros"),
    path("miembros/designar/", views.RepresentanteCrearView.as_view(), name="designar"),
    path("sesiones/nueva/", views.SesionCrearView.as_view(), name="sesion_nueva"),
    path(SESION, views.SesionView.as_view(), name="sesion"),
    path(f"{SESION}editar/", views.SesionEditarView.as_view(), name="sesion_editar"),
    path(f"{SESION}asistencia/", views.AsistenciaView.as_view(), name="asistencia"),
    path(f"{SESION}cerrar/", views.CerrarView.as_view(), name="sesion_cerrar"),
    path(f"{SESION}suspender/", views.SuspenderView.as_view(), name="sesion_suspender"),
    path(f"{SESION}acuerdo/", views.AcuerdoCrearView.as_view(), name="acuerdo_nuevo"),
    path(f"{SESION}acta/subir/", views.ActaSubirView.as_view(), name="acta_subir"),
    path(f"{SESION}acta/", views.ActaView.as_view(), name="acta"),
    path("acuerdos/", vistas_de_acuerdos.AcuerdoListView.as_view(), name="acuerdos"),
    path("acuerdos/<uuid:uuid>/", vistas_de_acuerdos.AcuerdoView.as_view(), name="acuerdo"),
    path("acuerdos/<uuid:uuid>/aportar/", vistas_de_acuerdos.AporteView.as_view(), name="aportar"),
    path("calendario/", vistas_calendario.CalendarioView.as_view(), name="calendario"),
    path("calendario.ics", vistas_calendario.CalendarioIcsView.as_view(), name="ics"),
    path("calendario/<str:llave>.ics", vistas_calendario.suscripcion, name="suscripcion"),
    path(
        "obligaciones/<slug:codigo>/cumplir/",
        vistas_calendario.RendicionView.as_view(),
        name="rendir",
    ),
]
