"""Cada proceso de pruebas usa lo suyo: si compartieran Redis, uno vaciaría el del otro."""

from django.conf import settings

from tests import entorno
from trata.celery import app
from trata.servicios_locales.rutas import url_para_celery


def test_la_configuracion_leida_apunta_al_redis_de_este_proceso():
    propio = entorno.redis_de(entorno.TRABAJADOR)
    assert propio == settings.REDIS_URL
    assert settings.CACHES["default"]["LOCATION"] == propio
    assert app.conf.broker_url == url_para_celery(propio)
