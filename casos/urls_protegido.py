"""Rutas de la mitad protegida. Van antes que las de la ficha, que aceptan cualquier palabra."""

from django.urls import path, re_path

from casos.views import (
    adjuntos,
    dos_personas,
    duplicados,
    enlaces,
    identidad,
    necesidad,
    procedencia,
    relacionados,
    reparto,
)

urlpatterns = [
    path("personas/buscar/", necesidad.BuscarIdentidadView.as_view(), name="buscar-identidad"),
    path("lecturas/", dos_personas.LecturasView.as_view(), name="lecturas"),
    path("relevo/", necesidad.RelevoView.as_view(), name="relevo"),
    path("asignar/", reparto.AsignarVariosView.as_view(), name="asignar-varios"),
    path("duplicados/", duplicados.DuplicadosView.as_view(), name="duplicados"),
    path("duplicados/<uuid:par>/", duplicados.ParView.as_view(), name="duplicado"),
    path(
        "uniones/<uuid:union>/deshacer/",
        duplicados.DeshacerView.as_view(),
        name="deshacer-union",
    ),
    path("enlaces/", enlaces.EnlacesView.as_view(), name="enlaces"),
    re_path(
        r"^enlaces/(?P<uuid>[0-9a-f-]{36})/(?P<verbo>aceptar|rechazar|retirar)/$",
        enlaces.EnlaceAccionView.as_view(),
        name="enlace-accion",
    ),
    path("<uuid:uuid>/enlaces/", enlaces.EnlacesDeCasoView.as_view(), name="enlaces-de-caso"),
    path("<uuid:uuid>/relacionados/", relacionados.RelacionadosView.as_view(), name="relacionados"),
    path("<uuid:uuid>/dichos/", procedencia.DichosView.as_view(), name="dichos"),
    path("<uuid:uuid>/archivos/", adjuntos.AdjuntosView.as_view(), name="adjuntos"),
    path("<uuid:uuid>/archivos/<uuid:adjunto>/", adjuntos.AdjuntoView.as_view(), name="adjunto"),
    path("<uuid:uuid>/asignar/", necesidad.AsignarView.as_view(), name="asignar"),
    path(
        "<uuid:uuid>/paradero/<uuid:persona>/",
        dos_personas.ParaderoView.as_view(),
        name="paradero",
    ),
    path(
        "<uuid:uuid>/identidades/<uuid:identidad>/suprimir/",
        dos_personas.SuprimirView.as_view(),
        name="identidad-suprimir",
    ),
    path("<uuid:uuid>/abrir/", necesidad.AbrirView.as_view(), name="abrir"),
    path("<uuid:uuid>/identidades/", identidad.CuadernoView.as_view(), name="identidades"),
    path(
        "<uuid:uuid>/identidades/otra/",
        identidad.EscribirIdentidadView.as_view(),
        name="identidad-otra",
    ),
    path(
        "<uuid:uuid>/identidades/parecidas/",
        identidad.ParecidasView.as_view(),
        name="identidad-parecidas",
    ),
    path(
        "<uuid:uuid>/identidades/de/<slug:codigo>/<uuid:persona>/",
        identidad.EscribirIdentidadView.as_view(),
        name="identidad-nueva",
    ),
    path(
        "<uuid:uuid>/identidades/<uuid:identidad>/",
        identidad.IdentidadView.as_view(),
        name="identidad",
    ),
    path(
        "<uuid:uuid>/identidades/<uuid:identidad>/editar/",
        identidad.EscribirIdentidadView.as_view(),
        name="identidad-editar",
    ),
    path(
        "<uuid:uuid>/identidades/<uuid:identidad>/revelar/",
        identidad.RevelarView.as_view(),
        name="identidad-revelar",
    ),
    path(
        "<uuid:uuid>/identidades/<uuid:identidad>/verificar/",
        identidad.VerificarView.as_view(),
        name="identidad-verificar",
    ),
    path(
        "<uuid:uuid>/identidades/<uuid:identidad>/aportar/",
        identidad.AportarView.as_view(),
        name="identidad-aportar",
    ),
    path(
        "<uuid:uuid>/identidades/<uuid:identidad>/reserva/",
        identidad.ReservaView.as_view(),
        name="identidad-reserva",
    ),
]
