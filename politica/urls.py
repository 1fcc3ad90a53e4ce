"""Rutas de politica."""

from django.urls import URLPattern

app_name = "politica"
urlpatterns: list[URLPattern] = []
