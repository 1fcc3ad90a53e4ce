"""Rutas de integracion."""

from django.urls import URLPattern

app_name = "integracion"
urlpatterns: list[URLPattern] = []
