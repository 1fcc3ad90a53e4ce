"""Asignar varios casos desde la lista: de una vez, sólo lo que se ve, y se dice lo que no."""

import pytest
from django.test import Client

from casos import acciones
from casos.models import Asignacion
from casos.views import reparto
from tests.fabricas.casos import crear_caso, crear_usuario
from trata.comun.errores import ErrorDeDominio, SinPermisoError
from trata.comun.formato import NBSP
from trata.trabajos.models import Salida

pytestmark = pytest.mark.django_db
RUTA = "/casos/asignar/"


@pytest.fixture
def ana():
    usuario = crear_usuario("ana", "analista", "08")
    usuario.email = "ana@pruebas.pe"
    usuario.save()
    return usuario


@pytest.fixture
def como_vera(vera):
    cliente = Client()
    cliente.force_login(vera)
    return cliente


def lleva(usuario):
    return set(Asignacion.objects.vigentes().filter(usuario=usuario).values_list("caso", flat=True))


def correos():
    return Salida.objects.filter(efecto="trabajos.correo")


def test_reparte_cada_caso_segun_se_pueda_y_avisa_una_sola_vez(vera, ana):
    nuevo, otro = crear_caso(registro="080101"), crear_caso(registro="080201")
    suyo = crear_caso(registro="080101")
    anulado = crear_caso(registro="080101", estado="anulado", motivo_de_anulacion="Repetido")
    lejano = crear_caso(registro="160101")
    Asignacion.objects.create(caso=suyo, usuario=ana, es_responsable=False)
    antes = crear_usuario("berta", "analista", "08")
    Asignacion.objects.create(caso=nuevo, usuario=antes, es_responsable=True)
    reparto = acciones.asignar_casos(
        casos=[nuevo, otro, suyo, anulado, lejano],
        a=ana,
        responsable=True,
        motivo="Reparto de la semana",
        por=vera,
    )
    assert reparto.nuevos == (nuevo.codigo, otro.codigo)
    assert (reparto.ya_llevaba, reparto.anulados, reparto.fuera_de_su_ambito) == (
        (suyo.codigo,),
        (anulado.codigo,),
        (lejano.codigo,),
    )
    assert lleva(ana) == {nuevo.pk, otro.pk, suyo.pk}
    for caso in (nuevo, otro, suyo):
        responsables = caso.asignaciones.vigentes().filter(es_responsable=True)
        assert [a.usuario for a in responsables] == [ana]
    assert nuevo.asignaciones.vigentes().filter(usuario=antes).exists()
    (correo,) = correos()
    assert nuevo.codigo in str(correo.datos)
    assert anulado.codigo not in str(correo.datos)


def test_queda_en_la_historia_quien_asigno_y_por_que(vera, ana):
    caso = crear_caso(registro="080101")
    acciones.asignar_casos(casos=[caso], a=ana, motivo="Reparto", por=vera)
    asignacion = caso.asignaciones.get()
    assert (asignacion.registrado_por, asignacion.motivo) == (vera, "Reparto")
    assert asignacion.eventos.count() == 1


def test_quien_asigna_solo_reparte_lo_que_ve(ana):
    de_lima = crear_usuario("vito", "validador", "15")
    ajeno = crear_caso(registro="080101")
    reparto = acciones.asignar_casos(casos=[ajeno], a=ana, por=de_lima)
    assert reparto.nuevos == ()
    assert lleva(ana) == set()


def test_ni_quien_no_asigna_ni_a_quien_no_ve_casos(vera, ana):
    caso = crear_caso(registro="080101")
    with pytest.raises(SinPermisoError):
        acciones.asignar_casos(casos=[caso], a=ana, por=ana)
    adela = crear_usuario("adela", "administrador", "")
    with pytest.raises(ErrorDeDominio):
        acciones.asignar_casos(casos=[caso], a=adela, por=vera)
    assert not caso.asignaciones.exists()


def test_cuesta_lo_mismo_repartir_uno_que_veinte(vera, ana, django_assert_max_num_queries):
    casos = [crear_caso(registro="080101") for _ in range(20)]
    with django_assert_max_num_queries(22):
        acciones.asignar_casos(casos=casos, a=ana, por=vera)
    assert len(lleva(ana)) == 20


def test_desde_la_lista_se_marcan_se_confirma_y_se_dice_lo_que_no(como_vera, ana):
    cerca, lejos = crear_caso(registro="080101"), crear_caso(registro="160101")
    lista = como_vera.get("/casos/").content.decode().replace(NBSP, " ")
    assert f'value="{cerca.uuid}"' in lista
    assert "Asignar los elegidos" in lista
    marcados = {"caso": [str(cerca.uuid), str(lejos.uuid), "no-es-uuid"]}
    pagina = como_vera.get(RUTA, marcados).content.decode().replace(NBSP, " ")
    assert "Asignar 2 casos" in pagina
    hecho = (
        como_vera.post(RUTA, marcados | {"persona": ana.pk}, follow=True)
        .content.decode()
        .replace(NBSP, " ")
    )
    assert "ahora lleva 1 caso más" in hecho
    assert f"no lo ve en su territorio: {lejos.codigo}" in hecho
    assert lleva(ana) == {cerca.pk}


def test_los_filtros_de_la_lista_eligen_los_mismos_que_cuenta(como_vera):
    de_cusco, _ = crear_caso(registro="080101"), crear_caso(registro="160101")
    consulta = {"todos": "1", "departamento": "08"}
    pagina = como_vera.get(RUTA, consulta).content.decode().replace(NBSP, " ")
    assert "Asignar 1 caso<" in pagina
    assert de_cusco.codigo in pagina


def test_no_se_reparten_mas_del_tope_ni_marcados_ni_por_filtro(como_vera, monkeypatch):
    monkeypatch.setattr(reparto, "TOPE", 2)
    casos = [crear_caso(registro="080101") for _ in range(3)]
    for elegidos in ({"caso": [str(c.uuid) for c in casos]}, {"todos": "1"}):
        pagina = como_vera.get(RUTA, elegidos).content.decode().replace(NBSP, " ")
        assert "Asignar 2 casos" in pagina
        assert "hasta 2 casos a la vez" in pagina
        otra = crear_usuario(f"lleva-{next(iter(elegidos))}", "analista", "08")
        como_vera.post(RUTA, elegidos | {"persona": otra.pk})
        assert len(lleva(otra)) == 2


def test_la_pagina_no_lista_lo_de_otro_territorio():
    crear_caso(registro="150101")
    ajeno = crear_caso(registro="080101")
    cliente = Client()
    cliente.force_login(crear_usuario("vito", "validador", "15"))
    for elegidos in ({"todos": "1"}, {"caso": [str(ajeno.uuid)]}):
        pagina = cliente.get(RUTA, elegidos, follow=True).content.decode()
        assert ajeno.codigo not in pagina


def test_sin_marcar_nada_o_sin_persona_no_se_asigna(como_vera, ana):
    caso = crear_caso(registro="080101")
    assert "Marca al menos un caso" in como_vera.get(RUTA, follow=True).content.decode().replace(
        NBSP, " "
    )
    sin_persona = como_vera.post(RUTA, {"caso": str(caso.uuid)})
    assert sin_persona.status_code == 422
    assert "Selecciona a la persona" in sin_persona.content.decode().replace(NBSP, " ")
    assert lleva(ana) == set()


def test_quien_no_asigna_no_ve_casillas_ni_entra(ana):
    crear_caso(registro="080101")
    cliente = Client()
    cliente.force_login(ana)
    assert "Asignar los elegidos" not in cliente.get("/casos/").content.decode().replace(NBSP, " ")
    assert cliente.get(RUTA).status_code == 403
    assert cliente.post(RUTA).status_code == 403
