"""Raíz de la API: reúne las rutas de cada app (`<app>/api/urls.py`)."""

from django.urls import URLPattern

urlpatterns: list[URLPattern] = []
