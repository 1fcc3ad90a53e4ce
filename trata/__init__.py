"""Paquete del proyecto. Celery se carga con Django para que las tareas compartan la app."""

from trata.celery import app as celery_app

__all__ = ["celery_app"]
