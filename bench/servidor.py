"""La aplicación, tal cual, apuntada a la base desechable de un banco: `BENCH_BASE`."""

import os

from django.conf import settings
from django.core.wsgi import get_wsgi_application

application = get_wsgi_application()
settings.DATABASES["default"]["NAME"] = os.environ["BENCH_BASE"]
