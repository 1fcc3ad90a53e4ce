"""Rutas de tableros."""

from django.urls import URLPattern

app_name = "tableros"
urlpatterns: list[URLPattern] = []
