"""Una persona registrada por muchas manos termina siendo una; lo unido se puede deshacer."""

from concurrent.futures import ThreadPoolExecutor

import pytest
from django.db import connection, connections
from django.urls import reverse

from casos.acciones.duplicados import deshacer, relacionar_casos, son_distintas, unir, vincular
from casos.acciones.identidad import registrar_identidad
from casos.consultas.duplicados import comparacion, pares_de, relacionados_con
from casos.models import Atencion, Identidad, PersonaUnica, PosibleDuplicado, Union
from tests.fabricas.casos import crear_caso, crear_usuario, datos_de_victima
from tests.fabricas.identidad import FICTICIA, caso_de, con_identidad
from trata.comun.base_de_datos import como_dueno
from trata.comun.errores import (
    DuplicadoError,
    ErrorDeDominio,
    EstadoInvalidoError,
    FueraDeAmbitoError,
)

MOTIVO = "Las dos actas traen la misma fecha de nacimiento"


@pytest.fixture
def ana(db):
    return crear_usuario("ana_d", "analista", "08")


def par_en_dos_casos(ana, **datos):
    con_identidad(caso_de(ana), ana, documento="", **datos)
    con_identidad(caso_de(ana), ana, documento="", **datos)
    return PosibleDuplicado.objects.get()


def par_en_un_caso(ana):
    caso = caso_de(ana, victimas=2)
    con_identidad(caso, ana, documento="", telefono="")
    registrar_identidad(
        caso=caso,
        persona=caso.victimas.get(numero=2),
        datos=FICTICIA,
        por=ana,
        confirmar=["nombre_repetido"],
    )
    return PosibleDuplicado.objects.get()


def foto(caso):
    """Todo lo que una unión puede cambiar, para comparar antes y después."""
    return {
        "personas": [
            (
                i.pk,
                i.persona_unica_id,
                i.retirada_en is None,
                i.telefono_cifrado,
                i.documento_indice,
            )
            for i in Identidad.objects.filter(caso=caso).order_by("pk")
        ],
        "victimas": list(
            caso.victimas.order_by("pk").values_list("pk", "retirado_en", "retirado_motivo")
        ),
        "atenciones": list(Atencion.objects.order_by("pk").values_list("pk", "victima_id")),
        "unicas": list(PersonaUnica.objects.order_by("pk").values_list("pk", "unida_a")),
    }


def test_dos_escrituras_de_una_persona_se_proponen_con_sus_razones(ana):
    par = par_en_dos_casos(ana)
    assert par.puntaje == 100
    assert "Mismo nombre" in par.razones


def test_vincular_reune_y_deshacer_vuelve_exactamente(ana):
    par = par_en_dos_casos(ana)
    antes = foto(par.una.caso) | {"otro": foto(par.otra.caso)}
    union = vincular(par=par, motivo=MOTIVO, por=ana)
    assert PersonaUnica.objects.filter(unida_a=None).count() == 1
    assert Identidad.objects.filter(persona_unica=union.queda).count() == 2
    deshacer(union=union, motivo=MOTIVO, por=ana)
    assert foto(par.una.caso) | {"otro": foto(par.otra.caso)} == antes
    assert PosibleDuplicado.objects.pendientes().count() == 1
    with pytest.raises(EstadoInvalidoError):
        deshacer(union=union, motivo=MOTIVO, por=ana)


def test_unir_deja_una_victima_con_todo_y_deshacer_vuelve_exactamente(ana):
    par = par_en_un_caso(ana)
    caso = par.una.caso
    Atencion.objects.create(caso=caso, victima=par.otra.victima, tipo="legal")
    antes = foto(caso)
    union = unir(par=par, motivo=MOTIVO, por=ana)
    assert caso.victimas.filter(retirado_en=None).count() == 1
    assert Atencion.objects.get().victima_id == par.una.victima_id
    queda = Identidad.objects.get(pk=par.una.pk)
    assert queda.telefono_cifrado
    assert queda.documento_indice
    deshacer(union=union, motivo=MOTIVO, por=ana)
    assert foto(caso) == antes


def test_no_se_deshace_una_union_si_hay_otra_despues(ana):
    par_en_dos_casos(ana)
    con_identidad(caso_de(ana), ana, documento="")
    primero, segundo = PosibleDuplicado.objects.order_by("pk")[:2]
    union = vincular(par=primero, motivo=MOTIVO, por=ana)
    otra = vincular(par=segundo, motivo=MOTIVO, por=ana)
    with pytest.raises(EstadoInvalidoError):
        deshacer(union=union, motivo=MOTIVO, por=ana)
    deshacer(union=otra, motivo=MOTIVO, por=ana)
    deshacer(union=union, motivo=MOTIVO, por=ana)


def test_las_distintas_no_se_vuelven_a_proponer(ana):
    par = par_en_dos_casos(ana)
    son_distintas(par=par, motivo=MOTIVO, por=ana)
    con_identidad(caso_de(ana), ana, documento="00000033", nombres="Supuesta")
    assert not PosibleDuplicado.objects.pendientes().exists()


def test_cada_decision_va_con_lo_que_corresponde(ana):
    par = par_en_un_caso(ana)
    with pytest.raises(ErrorDeDominio):
        vincular(par=par, motivo=MOTIVO, por=ana)
    with pytest.raises(ErrorDeDominio):
        unir(par=par, motivo="", por=ana)


def test_bruno_no_ve_ni_resuelve_un_par_de_cusco(ana, client):
    bruno = crear_usuario("bruno_d", "analista", "15")
    par = par_en_dos_casos(ana)
    assert not pares_de(bruno).exists()
    with pytest.raises(FueraDeAmbitoError):
        son_distintas(par=par, motivo=MOTIVO, por=bruno)
    client.force_login(bruno)
    assert client.get(reverse("casos:duplicado", args=[par.uuid])).status_code == 404


def test_un_par_con_un_pie_fuera_del_ambito_no_se_ve(ana):
    lima = crear_usuario("lima_d", "analista", "15")
    con_identidad(caso_de(ana), ana, documento="")
    con_identidad(caso_de(lima, registro="150101"), lima, documento="")
    assert PosibleDuplicado.objects.count() == 1
    assert not pares_de(ana).exists()
    assert not pares_de(lima).exists()
    assert pares_de(crear_usuario("nacional_d", "validador", "")).count() == 1


def test_la_comparacion_no_trae_ningun_nombre(ana, client):
    par = par_en_dos_casos(ana)
    textos = " ".join(f"{f.que} {f.una} {f.otra}" for f in comparacion(par))
    assert "Inventada" not in textos
    client.force_login(ana)
    for nombre, args in (("duplicado", [par.uuid]), ("duplicados", [])):
        pagina = client.get(reverse(f"casos:{nombre}", args=args)).content.decode()
        assert par.una.seudonimo in pagina
        assert "Inventada" not in pagina


def test_se_resuelve_y_se_deshace_por_pantalla(ana, client):
    par = par_en_dos_casos(ana)
    client.force_login(ana)
    ruta = reverse("casos:duplicado", args=[par.uuid])
    assert client.post(ruta, {"decision": "vincular"}).status_code == 422
    assert client.post(ruta, {"decision": "vincular", "motivo": MOTIVO}).status_code == 302
    union = Union.objects.get()
    client.post(reverse("casos:deshacer-union", args=[union.uuid]), {"motivo": MOTIVO})
    union.refresh_from_db()
    assert union.deshecha_por == ana


def test_dos_casos_se_relacionan_y_solo_lo_ve_quien_ve_los_dos(ana):
    uno, otro = caso_de(ana), caso_de(ana)
    relacionar_casos(uno=otro, otro=uno, relacion="mismo_hecho", motivo=MOTIVO, por=ana)
    assert [c for c, _ in relacionados_con(uno, ana)] == [otro]
    ajeno = crear_caso(registro="150101")
    with pytest.raises(FueraDeAmbitoError):
        relacionar_casos(uno=uno, otro=ajeno, relacion="mismo_hecho", motivo=MOTIVO, por=ana)


# --- A la vez ----------------------------------------------------------------------------------


def preparar(cuantas, veces):
    """`cuantas` personas que `veces` manos registran a la vez, cada una en su caso."""
    ana = crear_usuario("ana_c", "analista", "08")
    trabajos = []
    for numero in range(veces):
        caso = caso_de(ana, victimas=cuantas)
        trabajos += [(caso, numero, persona) for persona in caso.victimas.order_by("numero")]
    return ana, trabajos


def registrar_a_la_vez(trabajos, hilos=8):
    def uno(trabajo):
        try:
            return registrar_identidad(**trabajo).pk
        except DuplicadoError:
            return None
        finally:
            connections.close_all()

    with ThreadPoolExecutor(hilos) as grupo:
        return list(grupo.map(uno, trabajos))


def datos_de(numero):
    letras = "".join("ABCDEFGHIJ"[int(c)] for c in f"{numero:03d}")
    return FICTICIA | {"documento": f"{90000000 + numero}", "nombres": f"Ficticia {letras}fona"}


@pytest.mark.django_db(transaction=True)
def test_muchas_personas_registradas_por_ocho_manos_a_la_vez_en_ocho_casos_son_las_que_son():
    ana, trabajos = preparar(cuantas=13, veces=8)
    pedidos = [
        {"caso": caso, "persona": persona, "datos": datos_de(persona.numero), "por": ana}
        for caso, _, persona in trabajos
    ]
    pedidos.sort(key=lambda p: p["persona"].numero)
    registrar_a_la_vez(pedidos)
    assert Identidad.objects.count() == 13 * 8
    assert PersonaUnica.objects.filter(unida_a=None).count() == 13
    assert not PersonaUnica.objects.filter(en_disputa=True).exists()


@pytest.mark.lenta
@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("con_documento", [True, False])
def test_cien_personas_por_ocho_manos_en_el_mismo_caso_dan_cien(con_documento):
    ana = crear_usuario("ana_c", "analista", "08")
    caso = caso_de(ana, victimas=0)
    victimas = [
        caso.victimas.create(**datos_de_victima(caso, n) | {"caso": caso}) for n in range(1, 801)
    ]
    pedidos = []
    for indice, victima in enumerate(victimas):
        datos = datos_de(indice // 8)
        if not con_documento:
            datos |= {"documento": "", "documento_tipo": ""}
        pedidos.append({"caso": caso, "persona": victima, "datos": datos, "por": ana})
    hechos = registrar_a_la_vez(pedidos)
    assert sum(h is not None for h in hechos) == 100
    assert Identidad.objects.count() == PersonaUnica.objects.count() == 100


@pytest.mark.django_db(transaction=True)
def test_sin_el_candado_ni_el_indice_la_prueba_se_pondria_roja(monkeypatch):
    """Control negativo: quitados los dos, la misma persona queda repetida."""
    monkeypatch.setattr("casos.acciones.identidad.con_candado", lambda indice: None)
    with como_dueno(), connection.cursor() as cursor:
        cursor.execute("DROP INDEX persona_unica_por_documento")
    ana, trabajos = preparar(cuantas=6, veces=8)
    pedidos = sorted(
        (
            {"caso": caso, "persona": persona, "datos": datos_de(persona.numero), "por": ana}
            for caso, _, persona in trabajos
        ),
        key=lambda p: p["persona"].numero,
    )
    registrar_a_la_vez(pedidos)
    assert PersonaUnica.objects.count() > 6
