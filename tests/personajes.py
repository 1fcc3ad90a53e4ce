"""Los personajes de las pruebas: los mismos de la demostración."""

import pytest
from django.test import Client

from trata.cuentas.demostracion import PERSONAJES, crear_personaje
from trata.cuentas.models import Usuario

POR_NOMBRE = {p.username: p for p in PERSONAJES}


def _personaje(nombre: str):
    @pytest.fixture(name=nombre)
    def personaje(db: None) -> Usuario:
        crear_personaje(POR_NOMBRE[nombre])
        return Usuario.objects.get(username=nombre)

    return personaje


for _nombre in POR_NOMBRE:
    globals()[f"fixture_{_nombre}"] = _personaje(_nombre)


@pytest.fixture
def todos(db: None) -> dict[str, Usuario]:
    """Todos los personajes por nombre de usuario."""
    for personaje in PERSONAJES:
        crear_personaje(personaje)
    return {u.username: u for u in Usuario.objects.filter(username__in=POR_NOMBRE)}


def _navegador_de(nombre: str):
    @pytest.fixture(name=f"como_{nombre}")
    def navegador(request: pytest.FixtureRequest) -> Client:
        cliente = Client()
        cliente.force_login(request.getfixturevalue(nombre))
        return cliente

    return navegador


for _nombre in POR_NOMBRE:
    globals()[f"fixture_como_{_nombre}"] = _navegador_de(_nombre)
