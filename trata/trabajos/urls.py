"""Rutas de trabajos."""

from django.urls import URLPattern

app_name = "trabajos"
urlpatterns: list[URLPattern] = []
