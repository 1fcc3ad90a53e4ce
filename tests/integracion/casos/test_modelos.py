"""La base dice la última palabra: restricciones, alcance por lugar y por asignación."""

import pytest
from django.db import IntegrityError, ProgrammingError, transaction

from casos.ficha import PARTES
from casos.models import Asignacion, Caso, CasoLugar, Victima
from tests.fabricas.casos import crear_caso, crear_usuario

pytestmark = pytest.mark.django_db


def test_bruno_no_ve_un_caso_de_cusco_y_ana_si():
    ana, bruno = crear_usuario("ana", "analista", "08"), crear_usuario("bruno", "analista", "15")
    caso = crear_caso(registro="080101")
    assert list(Caso.objects.visibles_para(ana)) == [caso]
    assert list(Caso.objects.visibles_para(bruno)) == []


def test_dos_regiones_comparten_un_caso_sin_copiarlo():
    bruno = crear_usuario("bruno", "analista", "15")
    caso = crear_caso(registro="080101")
    CasoLugar.objects.create(caso=caso, rol="captacion", ubigeo_id="150101")
    assert list(Caso.objects.visibles_para(bruno)) == [caso]
    assert Victima.objects.visibles_para(bruno).count() == caso.victimas.count() == 1


def test_un_lugar_retirado_deja_de_dar_alcance():
    bruno = crear_usuario("bruno", "analista", "15")
    caso = crear_caso(registro="080101")
    lugar = CasoLugar.objects.create(caso=caso, rol="captacion", ubigeo_id="150101")
    CasoLugar.objects.filter(pk=lugar.pk).update(retirado_en="2026-01-01T00:00Z")
    assert not Caso.objects.visibles_para(bruno).exists()


def test_quien_tiene_asignado_el_caso_lo_ve_hasta_el_relevo():
    bruno = crear_usuario("bruno", "analista", "15")
    caso = crear_caso(registro="080101")
    asignacion = Asignacion.objects.create(caso=caso, usuario=bruno)
    assert Caso.objects.visibles_para(bruno).exists()
    Asignacion.objects.filter(pk=asignacion.pk).update(hasta="2026-01-01T00:00Z")
    assert not Caso.objects.visibles_para(bruno).exists()


def test_un_usuario_inactivo_no_ve_nada():
    nora = crear_usuario("nora", "analista", "")
    crear_caso(registro="080101")
    nora.is_active = False
    assert not Caso.objects.visibles_para(nora).exists()


@pytest.mark.parametrize(
    "cambio",
    [
        {"edad": 121},
        {"edad": 15, "grupo_edad": "18-29"},
        {"necesita_interprete": "no", "tuvo_interprete": "si"},
    ],
)
def test_la_base_rechaza_una_victima_incoherente(cambio):
    victima = crear_caso().victimas.get()
    with pytest.raises(IntegrityError), transaction.atomic():
        Victima.objects.filter(pk=victima.pk).update(**cambio)


def test_un_caso_tiene_un_solo_lugar_de_registro():
    caso = crear_caso(registro="080101")
    with pytest.raises(IntegrityError), transaction.atomic():
        CasoLugar.objects.create(caso=caso, rol="registro", ubigeo_id="150101")


def test_anular_sin_motivo_no_cabe_en_la_base():
    caso = crear_caso()
    with pytest.raises(IntegrityError), transaction.atomic():
        Caso.objects.filter(pk=caso.pk).update(estado="anulado")


def test_cada_cambio_deja_historia():
    caso = crear_caso()
    Caso.objects.filter(pk=caso.pk).update(dependencia="DEPINTRAP Cusco")
    assert [e.pgh_label for e in caso.eventos.order_by("pgh_id")] == ["alta", "cambio"]


def test_los_alcances_los_mantiene_la_base_y_no_ensucian_la_historia():
    bruno = crear_usuario("bruno", "analista", "15")
    caso = crear_caso(registro="080101")
    CasoLugar.objects.bulk_create(
        [CasoLugar(caso=caso, rol="captacion", ubigeo_id=u) for u in ("150101", "15")]
    )
    asignacion = Asignacion.objects.create(caso=caso, usuario=bruno)
    caso.refresh_from_db()
    esperados = ["08", "0801", "080101", "15", "1501", "150101", f"u{bruno.pk}"]
    assert sorted(caso.alcances) == sorted(esperados)
    CasoLugar.objects.filter(rol="captacion").update(retirado_en="2026-01-01T00:00Z")
    Asignacion.objects.filter(pk=asignacion.pk).update(hasta="2026-01-01T00:00Z")
    caso.refresh_from_db()
    assert caso.alcances == ["08", "0801", "080101"]
    assert [e.pgh_label for e in caso.eventos.all()] == ["alta"]


def test_los_alcances_siguen_a_un_lugar_que_cambia_de_caso():
    uno, otro = crear_caso(registro="080101"), crear_caso(registro="150101")
    lugar = CasoLugar.objects.create(caso=uno, rol="captacion", ubigeo_id="160101")
    CasoLugar.objects.filter(pk=lugar.pk).update(caso=otro)
    uno.refresh_from_db()
    otro.refresh_from_db()
    assert "16" not in uno.alcances
    assert "16" in otro.alcances


def test_la_base_no_deja_borrar_nada_del_expediente():
    modelos = {Caso, Asignacion, *(p.modelo for p in PARTES.values())}
    for modelo in modelos:
        with pytest.raises(ProgrammingError, match="permission denied"), transaction.atomic():
            modelo.objects.all()._raw_delete("default")
