"""La orden `cargar_catalogos`: idempotente, dice todos los errores, no borra nada."""

from datetime import date
from io import StringIO
from typing import Any

import pytest
from django.core.management import CommandError, call_command
from django.db import IntegrityError, transaction

from trata.comun.catalogos import ErroresDeCatalogo, Resultado, cargar_todos, sincronizar
from trata.territorio import catalogo, consultas
from trata.territorio.models import MacroRegionPolicial, Macrorregion, Ubigeo
from trata.territorio.nombres import Lugar, leer_lugares

pytestmark = pytest.mark.django_db


def cargador_roto(*, verificar: bool) -> list[Resultado]:
    raise ErroresDeCatalogo(["uno", "dos"])


def cargador_que_escribe(*, verificar: bool) -> list[Resultado]:
    Macrorregion.objects.create(codigo="x", nombre="X", fuente="prueba")
    return [Resultado("x", nuevos=1)]


def test_cargar_dos_veces_deja_lo_mismo() -> None:
    catalogo.cargar(verificar=False)
    segunda = catalogo.cargar(verificar=False)
    assert [(r.nuevos, r.cambiados, r.cerrados) for r in segunda] == [(0, 0, 0)] * 3
    assert segunda[0].iguales == 25 + 196 + 1891


def test_verificar_no_escribe() -> None:
    catalogo.cargar(verificar=False)
    Ubigeo.objects.filter(pk="080101").update(nombre="Otro")
    resultado = catalogo.cargar(verificar=True)[0]
    assert resultado.cambiados == 1
    assert Ubigeo.objects.get(pk="080101").nombre == "Otro"


def test_lo_que_el_archivo_ya_no_trae_queda_sin_vigencia_y_no_se_borra() -> None:
    filas = [{"codigo": "a", "nombre": "A", "fuente": "f"}, {"codigo": "b", "nombre": "B"}]
    sincronizar(Macrorregion, filas)
    resultado = sincronizar(Macrorregion, filas[:1], hoy=date(2026, 1, 2))
    assert resultado.cerrados >= 1
    assert Macrorregion.objects.get(pk="b").vigente_hasta == date(2026, 1, 2)
    sincronizar(Macrorregion, filas)
    assert Macrorregion.objects.get(pk="b").vigente_hasta is None


def test_la_orden_dice_todos_los_errores_y_no_guarda_nada(settings: Any) -> None:
    settings.CATALOGOS = (f"{__name__}.cargador_que_escribe", f"{__name__}.cargador_roto")
    errores = StringIO()
    with pytest.raises(CommandError, match="2 errores"):
        call_command("cargar_catalogos", stderr=errores, stdout=StringIO())
    assert "uno" in errores.getvalue()
    assert "dos" in errores.getvalue()
    assert not Macrorregion.objects.filter(pk="x").exists()


def test_los_catalogos_del_proyecto_no_tienen_errores() -> None:
    assert cargar_todos(verificar=True)


def test_se_dicen_todos_los_defectos_de_un_catalogo_malo() -> None:
    lugares = leer_lugares()
    malos = [*lugares, lugares[0], Lugar("ZZ", "Nada", 0), Lugar("990101", "Huérfano", 5)]
    texto = "\n".join(catalogo.errores_de_lugares(malos))
    for esperado in ("está 2 veces", "no es un código INEI", "falta su padre 9901", "1892"):
        assert esperado in texto


def test_la_base_rechaza_un_codigo_que_no_es_del_inei() -> None:
    with pytest.raises(IntegrityError), transaction.atomic():
        Ubigeo.objects.create(codigo="8", nombre="Mal", nivel="departamento", clave_orden="mal")


def test_la_macrorregion_sur_es_la_de_la_fuente_y_lo_demas_queda_vacio() -> None:
    catalogo.cargar(verificar=False)
    sur = Macrorregion.objects.get(pk="sur")
    assert set(sur.departamentos.values_list("codigo", flat=True)) == {
        "04", "08", "17", "18", "21", "23",
    }  # fmt: skip
    assert MacroRegionPolicial.objects.get(pk="cusco").departamentos.count() == 0


def test_lo_corregido_en_pantalla_sobrevive_a_otra_carga() -> None:
    catalogo.cargar(verificar=False)
    cusco = MacroRegionPolicial.objects.get(pk="cusco")
    cusco.nombre, cusco.editada = "Macro Región Policial Cusco (corregida)", True
    cusco.save()
    cusco.departamentos.set(["08"])
    catalogo.cargar(verificar=False)
    cusco.refresh_from_db()
    assert cusco.nombre.endswith("(corregida)")
    assert list(cusco.departamentos.values_list("codigo", flat=True)) == ["08"]


def test_los_departamentos_salen_en_orden_espanol() -> None:
    catalogo.cargar(verificar=False)
    nombres = [d.nombre for d in consultas.departamentos()]
    assert nombres[:3] == ["Amazonas", "Áncash", "Apurímac"]
    assert len(nombres) == 25


def test_la_poblacion_del_pais_es_la_suma_de_sus_departamentos() -> None:
    catalogo.cargar(verificar=False)
    assert consultas.poblacion_de("") == sum(consultas.poblacion_por_departamento().values())
    assert consultas.poblacion_de("") == 34_350_244
    assert consultas.nombre_completo("080108") == "Wanchaq, Cusco, Cusco"
