"""Las identidades de la demostración: nombres de fábula, y nada se repite al volver a correr."""

import pytest

from casos.models import DatoDeIdentidad, Identidad, PosibleDuplicado
from casos.sintetico.identidades import cargar
from tests.fabricas.casos import crear_caso
from trata.cuentas.demostracion import crear_usuarios

pytestmark = pytest.mark.django_db


def test_la_demostracion_muestra_duplicados_reserva_contradiccion_y_ninas():
    crear_usuarios(lambda _: None)
    for numero in range(7):
        crear_caso(registro="080101", es_demostracion=True, dependencia=f"Unidad {numero}")
    for _ in range(2):
        nina = {"edad": 15, "grupo_edad": "12-17"}
        crear_caso(registro="080101", es_demostracion=True, victima=nina)
    dichos: list[str] = []
    cargar(dichos.append)
    assert Identidad.objects.count() == 8
    assert Identidad.objects.filter(reserva_de_identidad=True).count() == 1
    assert DatoDeIdentidad.objects.filter(contradice=True).count() == 1
    assert PosibleDuplicado.objects.count() == 1
    cargar(dichos.append)
    assert Identidad.objects.count() == 8
    assert len(dichos) == 1


def test_sin_casos_de_demostracion_no_falla():
    crear_usuarios(lambda _: None)
    cargar(lambda _: None)
    assert not Identidad.objects.exists()
