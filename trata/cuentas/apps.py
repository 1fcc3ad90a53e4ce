"""Cuentas, roles y permisos."""

from django.apps import AppConfig


class CuentasConfig(AppConfig):
    """Cuentas, roles y permisos."""

    name = "trata.cuentas"
    label = "cuentas"
    verbose_name = "Cuentas, roles y permisos"
