"""Rutas de informes."""

from django.urls import URLPattern

app_name = "informes"
urlpatterns: list[URLPattern] = []
