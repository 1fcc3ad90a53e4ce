"""Aplicación Celery: descubre `tasks.py` de cada app."""

import os

from celery import Celery

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "trata.settings")

app = Celery("trata")
app.config_from_object("django.conf:settings", namespace="CELERY")
app.autodiscover_tasks()
app.steps["worker"].add("trata.trabajos.latidos:LatidoDelWorker")
