"""Rutas de comision."""

from django.urls import URLPattern

app_name = "comision"
urlpatterns: list[URLPattern] = []
