"""La historia: completa, sólo de agregar y con un único desvío declarado."""

import pytest
from django.db import connection, transaction

from tests.arquitectura.test_historia_completa import modelos_propios
from tests.fabricas.cuentas import usuario
from trata.auditoria.historia import sin_historia
from trata.auditoria.models import HistoriaOmitida
from trata.comun.historia import DISPARADORES, tablas_de_eventos, tablas_de_solo_agregar
from trata.cuentas.models import Designacion, Entidad, Usuario


def test_los_disparadores_se_llaman_como_cree_el_desvio():
    for modelo in modelos_propios():
        if getattr(modelo, "pgh_event_model", None) is not None:
            nombres = {t.name for t in modelo._meta.triggers}
            assert set(DISPARADORES) <= nombres, modelo._meta.label


@pytest.mark.django_db
def test_la_aplicacion_solo_lee_y_agrega_en_toda_tabla_de_historia():
    tablas = tablas_de_solo_agregar()
    assert set(tablas_de_eventos()) < set(tablas)
    with connection.cursor() as cursor:
        for tabla in tablas:
            cursor.execute(
                "SELECT array_agg(privilege_type::text ORDER BY 1) "
                "FROM information_schema.role_table_grants "
                "WHERE grantee = 'app' AND table_name = %s",
                [tabla],
            )
            assert cursor.fetchone()[0] == ["INSERT", "SELECT"], tabla


@pytest.mark.django_db
def test_alta_cambio_y_baja_dejan_evento_por_orm_masivo_y_sql_crudo():
    eventos = Usuario.pgh_event_model.objects
    uno = usuario(username="uno")
    Usuario.objects.bulk_create([Usuario(username="dos")])
    Usuario.objects.filter(username__in=["uno", "dos"]).update(nombres="X")
    with connection.cursor() as cursor:
        cursor.execute("DELETE FROM cuentas_usuario WHERE username = 'dos'")
    uno.delete()
    etiquetas = list(eventos.order_by("pgh_id").values_list("username", "pgh_label"))
    assert sorted(etiquetas) == [
        ("dos", "alta"),
        ("dos", "baja"),
        ("dos", "cambio"),
        ("uno", "alta"),
        ("uno", "baja"),
        ("uno", "cambio"),
    ]


@pytest.mark.django_db
def test_la_contrasena_no_se_copia_a_la_historia():
    columnas = {c.name for c in Usuario.pgh_event_model._meta.concrete_fields}
    assert "password" not in columnas


@pytest.mark.django_db
def test_el_desvio_declarado_no_deja_eventos_y_si_constancia():
    ana = usuario(username="ana")
    antes = Usuario.pgh_event_model.objects.count()
    with sin_historia(Usuario, motivo="volumen sintético", por=ana):
        Usuario.objects.bulk_create([Usuario(username=f"s{n}") for n in range(50)])
        Designacion.objects.create(usuario=ana, rol="analista", prefijos=["08"])
    assert Usuario.pgh_event_model.objects.count() == antes
    assert Designacion.pgh_event_model.objects.count() == 1
    constancia = HistoriaOmitida.objects.get()
    assert (constancia.motivo, constancia.tablas) == ("volumen sintético", ["cuentas_usuario"])
    usuario(username="despues")
    assert Usuario.pgh_event_model.objects.count() == antes + 1


@pytest.mark.django_db
def test_si_la_carga_falla_no_queda_ni_la_carga_ni_la_constancia():
    def cargar():
        with sin_historia(Usuario, motivo="volumen"):
            usuario(username="s1")
            raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        cargar()
    assert not HistoriaOmitida.objects.exists()
    assert not Usuario.objects.filter(username="s1").exists()


@pytest.mark.django_db(transaction=True)
def test_sql_crudo_tras_el_desvio_en_la_misma_transaccion_vuelve_a_dejar_evento():
    with transaction.atomic():
        with sin_historia(Usuario, motivo="volumen"):
            usuario(username="s1")
        with connection.cursor() as cursor:
            cursor.execute("UPDATE cuentas_usuario SET nombres = 'Y' WHERE username = 's1'")
    assert Usuario.pgh_event_model.objects.filter(username="s1").count() == 1


@pytest.mark.django_db
def test_lo_que_cargan_los_catalogos_dice_que_fue_la_carga():
    cargados = Entidad.pgh_event_model.objects.all()
    assert cargados.exists()
    assert {e.pgh_context["proceso"] for e in cargados} == {"carga de catálogos"}
