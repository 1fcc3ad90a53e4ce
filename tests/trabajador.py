"""Un trabajador de Celery de verdad sobre la base de esta corrida, para matarlo: `celery -A`."""

import os

from django.conf import settings

settings.DATABASES["default"]["NAME"] = os.environ["BASE_DEL_TRABAJADOR"]

from trata.celery import app  # noqa: E402

__all__ = ["app"]
