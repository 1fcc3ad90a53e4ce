"""Rutas de tableros. `inicio` va sin espacio de nombres: es adonde llega quien entra."""

from django.urls import include, path

from trata.tableros.views import cruces, foto, registro, vigilancia

rutas = [
    path("figura/<slug:clave>/", foto.FiguraView.as_view(), name="figura"),
    path(
        "figura/<slug:clave>.<slug:formato>",
        foto.FiguraArchivoView.as_view(),
        name="figura_archivo",
    ),
    path("tablero/", registro.RegistroView.as_view(), name="registro"),
    path("tablero/lista/", registro.ListaView.as_view(), name="lista"),
    path("tablero/lista.<slug:formato>", registro.ListaArchivoView.as_view(), name="lista_archivo"),
    path(
        "tablero/figura/<slug:clave>/",
        registro.RegistroFiguraView.as_view(),
        name="registro_figura",
    ),
    path(
        "tablero/figura/<slug:clave>.<slug:formato>",
        registro.RegistroFiguraArchivoView.as_view(),
        name="registro_figura_archivo",
    ),
    path("por-que-no-coinciden/", vigilancia.CoincidenciasView.as_view(), name="coincidencias"),
    path(
        "por-que-no-coinciden.<slug:formato>",
        vigilancia.CoincidenciasArchivoView.as_view(),
        name="coincidencias_archivo",
    ),
    path("silencios/", vigilancia.SilenciosView.as_view(), name="silencios"),
    path("alertas/", vigilancia.AlertasView.as_view(), name="alertas"),
    path("alertas/suscribir/", vigilancia.SuscribirView.as_view(), name="suscribir"),
    path("tablero/comparar/", cruces.CompararView.as_view(), name="comparar"),
    path(
        "tablero/comparar/<slug:codigo>.<slug:formato>",
        cruces.CompararArchivoView.as_view(),
        name="comparar_archivo",
    ),
    path("tablero/cruce/", cruces.CruceView.as_view(), name="cruce"),
    path("tablero/cruce/guardar/", cruces.GuardarCruceView.as_view(), name="guardar_cruce"),
    path(
        "tablero/cruce/<uuid:uuid>/borrar/", cruces.BorrarCruceView.as_view(), name="borrar_cruce"
    ),
    path("tablero/cruce.<slug:formato>", cruces.CruceArchivoView.as_view(), name="cruce_archivo"),
]
urlpatterns = [
    path("", foto.InicioView.as_view(), name="inicio"),
    path("", include((rutas, "tableros"))),
]
