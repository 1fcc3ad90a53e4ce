"""Rutas de auditoria."""

from django.urls import path

from trata.auditoria.views import control, rastro

app_name = "auditoria"
urlpatterns = [
    path("", control.InicioView.as_view(), name="inicio"),
    path("historia/", rastro.HistoriaView.as_view(), name="historia"),
    path("historia/archivo.csv", rastro.HistoriaCsvView.as_view(), name="historia_csv"),
    path("historia/<slug:tabla>/<int:pk>/", rastro.EventoView.as_view(), name="evento"),
    path("accesos/", rastro.AccesosView.as_view(), name="accesos"),
    path("accesos/archivo.csv", rastro.AccesosCsvView.as_view(), name="accesos_csv"),
    path("entradas/", rastro.EntradasView.as_view(), name="entradas"),
    path("sello/", control.SelloView.as_view(), name="sello"),
    path("sello/verificar/", control.PedirVerificacionView.as_view(), name="verificar"),
    path("sello/ancla.json", control.AnclaView.as_view(), name="ancla"),
    path("alertas/", control.AlertasView.as_view(), name="alertas"),
    path("alertas/senuelo/", control.CanarioCreateView.as_view(), name="canario"),
    path("alertas/<uuid:uuid>/", control.AlertaView.as_view(), name="alerta"),
    path("incidentes/", control.IncidentesView.as_view(), name="incidentes"),
    path("incidentes/nuevo/", control.IncidenteCreateView.as_view(), name="incidente_nuevo"),
    path("incidentes/<uuid:uuid>/", control.IncidenteView.as_view(), name="incidente"),
    path(
        "incidentes/<uuid:uuid>/editar/",
        control.IncidenteUpdateView.as_view(),
        name="incidente_editar",
    ),
    path(
        "incidentes/<uuid:uuid>/accesos.csv",
        control.IncidenteCsvView.as_view(),
        name="incidente_csv",
    ),
    path(
        "incidentes/<uuid:uuid>/<slug:hito>/",
        control.IncidenteHitoView.as_view(),
        name="incidente_hito",
    ),
    path("solicitudes/", control.SolicitudesView.as_view(), name="solicitudes"),
    path("solicitudes/nueva/", control.SolicitudCreateView.as_view(), name="solicitud_nueva"),
    path("solicitudes/<uuid:uuid>/", control.SolicitudView.as_view(), name="solicitud"),
]
