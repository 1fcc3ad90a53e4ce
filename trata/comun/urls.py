"""Rutas de comun."""

from django.urls import path

from trata.comun import salud

urlpatterns = [
    path("salud/", salud.viva, name="salud"),
    path("salud/lista/", salud.lista, name="salud_lista"),
]
