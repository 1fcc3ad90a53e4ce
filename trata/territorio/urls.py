"""Rutas de territorio."""

from django.urls import URLPattern

app_name = "territorio"
urlpatterns: list[URLPattern] = []
