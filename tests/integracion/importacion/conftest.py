"""Quien importa: la analista del Cusco."""

import pytest
from django.test import Client


@pytest.fixture
def cliente(como_ana: Client) -> Client:
    """Su navegador."""
    return como_ana
