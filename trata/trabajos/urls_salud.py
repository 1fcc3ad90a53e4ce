"""Rutas de la salud de la casa, en su propia dirección corta y pública."""

from django.urls import path

from trata.trabajos import salud

urlpatterns = [
    path("", salud.viva, name="salud"),
    path("lista/", salud.lista, name="salud_lista"),
]
