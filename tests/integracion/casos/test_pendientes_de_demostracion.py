"""El escritorio de la demostración: hay trabajo por hacer, nada cuenta, y no se repite."""

import pytest
from django.db import connection

from casos.hechos import CONTABLE
from casos.models import Caso, Observacion
from casos.sintetico.pendientes import cargar
from trata.cuentas.demostracion import crear_usuarios

pytestmark = pytest.mark.django_db


def test_deja_borradores_y_un_observado_que_no_cuentan_en_las_cifras():
    crear_usuarios(lambda _: None)
    for _ in range(2):
        cargar()
    estados = sorted(Caso.objects.values_list("estado", flat=True))
    assert estados == ["borrador", "borrador", "borrador", "observado"]
    assert Observacion.objects.count() == 2
    assert not Caso.objects.filter(es_demostracion=False).exists()
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT count(*) FROM casos_caso c WHERE {CONTABLE}")
        assert cursor.fetchone() == (0,)
