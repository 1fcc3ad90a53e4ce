"""Rutas de agregados."""

from django.urls import URLPattern

app_name = "agregados"
urlpatterns: list[URLPattern] = []
