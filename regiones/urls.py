"""Rutas de regiones."""

from django.urls import URLPattern

app_name = "regiones"
urlpatterns: list[URLPattern] = []
