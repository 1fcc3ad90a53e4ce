"""Las consultas que se redactan una vez dicen lo mismo que si se redactaran cada vez."""

from datetime import date

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from casos.models import Caso
from tests.fabricas.casos import crear_caso, crear_usuario
from trata.agregados.models import Corrida
from trata.comun.preparadas import LISTA, Preparada
from trata.cuentas.models import Designacion, Usuario

pytestmark = pytest.mark.django_db


def test_solo_cambian_los_valores():
    casos = [crear_caso(fecha_de_registro=date(2026, 3, dia)) for dia in (10, 11, 12)]
    preparada = Preparada(
        lambda llaves, dia: Caso.objects.filter(pk__in=llaves, fecha_de_registro__gte=dia).order_by(
            "pk"
        ),
        LISTA, date,
    )  # fmt: skip
    llaves = [c.pk for c in casos]
    assert preparada.objetos(llaves, date(2026, 3, 11)) == casos[1:]
    assert preparada.objetos(llaves[:2], date(2026, 3, 11)) == casos[1:2]
    assert preparada.objetos([], date(2026, 3, 11)) == []
    (leido,) = preparada.objetos(llaves[2:], date(2026, 3, 1))
    assert leido.datos_para_reglas() == Caso.objects.get(pk=leido.pk).datos_para_reglas()


def test_un_hueco_que_no_llega_o_que_no_va_solo_no_se_admite():
    with pytest.raises(ValueError, match="entero"):
        Preparada(lambda a, b: Caso.objects.filter(pk=a), int, int).filas(1, 2)
    with pytest.raises(ValueError, match="va solo"):
        Preparada(lambda ll: Caso.objects.filter(pk__in=[*ll, 7]), LISTA).filas([1])
    with pytest.raises(ValueError, match="entero"):
        Preparada(lambda a: Caso.objects.filter(codigo=a), int).filas(1)


def test_lo_que_django_convierte_al_leer_no_se_lee_asi():
    with pytest.raises(ValueError, match="se convierte"):
        Preparada(lambda a: Corrida.objects.filter(pk=a), int).objetos(1)


def test_las_designaciones_de_cada_pedido_son_las_vigentes_de_esa_persona():
    ana, otra = crear_usuario("ana", "analista", "08"), crear_usuario("otra", "validador", "")
    for campos in ({"hasta": date(2020, 1, 2), "desde": date(2020, 1, 1)}, {"desde": date.max}):
        Designacion.objects.create(usuario=ana, rol="auditor", prefijos=[], **campos)
    revocada = Designacion.objects.create(usuario=ana, rol="auditor", prefijos=[])
    Designacion.objects.filter(pk=revocada.pk).update(revocada_en="2026-01-01T00:00Z")
    for usuario in (ana, otra):
        leido = Usuario.objects.get(pk=usuario.pk)
        assert leido.designaciones_vigentes == list(usuario.designaciones.vigentes())
        assert len(leido.designaciones_vigentes) == 1
        suyo = usuario.ambito
        with CaptureQueriesContext(connection) as consultas:
            assert leido.designaciones_vigentes[0].usuario is leido
            assert leido.ambito == suyo
        assert len(consultas) == 0
