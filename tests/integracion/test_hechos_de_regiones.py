"""Los hechos de regiones frente a una cuenta lenta, y dentro del ámbito."""

from collections import Counter
from itertools import combinations

import pytest
from rest_framework.test import APIClient

from regiones.consultas import cruces
from regiones.demostracion import cargar
from regiones.hechos import HECHOS
from regiones.models import Capacitacion, Sesion
from trata.comun.errores import ErrorDeDominio
from trata.cuentas.demostracion import crear_usuarios
from trata.cuentas.models import Usuario

pytestmark = pytest.mark.django_db


@pytest.fixture
def vera():
    crear_usuarios(lambda _: None)
    cargar(lambda _: None)
    return Usuario.objects.get(username="vera")


def lento():
    """Participaciones por año y espacio, fila por fila."""
    cuenta = Counter()
    for c in Capacitacion.objects.all():
        if c.estado != "realizada":
            continue
        n = c.participantes.count() if c.forma == "lista" else c.total_declarado
        cuenta[(c.anio, c.espacio.codigo)] += n
    return cuenta


def test_cada_hecho_da_el_mismo_total_por_cualquier_dimension(vera):
    cruce = cruces.repartir(HECHOS["capacitaciones"], por=("anio", "espacio"), usuario=vera)
    assert {(f["anio"], f["espacio"]): f["n"] for f in cruce.filas} == dict(lento())
    assert sum(lento().values()) >= 669
    for hecho in HECHOS.values():
        pares = [*combinations(hecho.dimensiones, 1), *combinations(hecho.dimensiones, 2)]
        totales = {cruces.repartir(hecho, por=par, usuario=vera).total for par in pares}
        assert len(totales) == 1, hecho.codigo
    assert cruces.repartir(HECHOS["sesiones"], por=("estado",), usuario=vera).total == (
        Sesion.objects.count()
    )


def test_carmen_solo_cuenta_lo_suyo_y_una_dimension_ajena_se_rechaza(vera):
    carmen = Usuario.objects.get(username="carmen")
    cruce = cruces.repartir(HECHOS["sesiones"], por=("espacio",), usuario=carmen)
    assert {f["espacio"] for f in cruce.filas} == {"cusco"}
    with pytest.raises(ErrorDeDominio):
        cruces.repartir(HECHOS["sesiones"], por=("victimas",), usuario=carmen)
    api = APIClient()
    api.force_authenticate(carmen)
    datos = api.get("/api/v1/regiones/hechos/capacitaciones/?por=anio").data
    assert {f["anio"]: f["n"] for f in datos["filas"]}[2021] == 669
    assert api.get("/api/v1/regiones/hechos/sesiones/?por=password").status_code == 400
    assert api.get("/api/v1/regiones/hechos/nada/").status_code == 404
    assert len(api.get("/api/v1/regiones/hechos/").data) == len(HECHOS)
