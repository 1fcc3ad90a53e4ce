"""Rutas de tableros. `inicio` va sin espacio de nombres: es adonde llega quien entra."""

from django.urls import include, path

from trata.tableros import views

rutas = [
    path("figura/<slug:clave>/", views.FiguraView.as_view(), name="figura"),
    path(
        "figura/<slug:clave>.<slug:formato>",
        views.FiguraArchivoView.as_view(),
        name="figura_archivo",
    ),
]
urlpatterns = [
    path("", views.InicioView.as_view(), name="inicio"),
    path("", include((rutas, "tableros"))),
]
