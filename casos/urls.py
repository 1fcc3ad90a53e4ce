"""Rutas de casos."""

from django.urls import URLPattern

app_name = "casos"
urlpatterns: list[URLPattern] = []
