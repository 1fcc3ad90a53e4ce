"""Quién miró, y el contexto que la historia lleva dentro."""

import pytest
from django.db import connection
from django.test import RequestFactory

from tests.fabricas.cuentas import usuario
from trata.auditoria import contexto
from trata.auditoria.acciones import registrar_acceso
from trata.auditoria.models import Acceso
from trata.comun.direccion import direccion_de
from trata.comun.errores import ErrorDeDominio, ServicioNoDisponibleError
from trata.cuentas.models import Usuario


def ultimo_evento():
    return Usuario.pgh_event_model.objects.order_by("-pgh_id").first()


@pytest.mark.django_db
def test_el_acceso_guarda_quien_que_campos_y_por_que():
    ana, visto = usuario("analista"), usuario()
    with contexto.contexto(direccion="10.0.0.7", url="/casos/x/"):
        registrar_acceso(usuario=ana, objeto=visto, campos=["nombres"], motivo=" Citación ")
    acceso = Acceso.objects.get()
    assert (acceso.usuario, acceso.rol, acceso.objeto_id) == (ana, "analista", str(visto.uuid))
    assert (acceso.objeto_tipo, acceso.campos) == ("cuentas.usuario", ["nombres"])
    assert (acceso.motivo, acceso.direccion, acceso.url) == ("Citación", "10.0.0.7", "/casos/x/")


@pytest.mark.django_db
def test_sin_motivo_no_hay_acceso():
    with pytest.raises(ErrorDeDominio, match="para qué"):
        registrar_acceso(usuario=usuario("analista"), objeto=usuario(), campos=["x"], motivo=" ")
    assert not Acceso.objects.exists()


@pytest.mark.django_db(transaction=True)
def test_si_no_se_puede_anotar_no_se_muestra(como_administrador):
    ana, visto = usuario("analista"), usuario()
    with como_administrador.cursor() as cursor:
        cursor.execute("REVOKE INSERT ON auditoria_acceso FROM app")
    with pytest.raises(ServicioNoDisponibleError):
        registrar_acceso(usuario=ana, objeto=visto, campos=["nombres"], motivo="Citación")


@pytest.mark.django_db(transaction=True)
def test_con_la_tabla_de_accesos_bloqueada_se_niega_en_segundos(como_administrador):
    ana, visto = usuario("analista"), usuario()
    como_administrador.autocommit = False
    with como_administrador.cursor() as cursor:
        cursor.execute("LOCK TABLE auditoria_acceso IN ACCESS EXCLUSIVE MODE")
        with pytest.raises(ServicioNoDisponibleError):
            registrar_acceso(usuario=ana, objeto=visto, campos=["nombres"], motivo="Citación")
    como_administrador.rollback()


@pytest.mark.django_db
def test_una_tarea_dice_quien_la_hace_y_por_que():
    ana = usuario("analista")
    with contexto.como(ana, motivo="carga inicial"):
        usuario(username="nueva")
    evento = ultimo_evento()
    assert evento.pgh_context == {"usuario": ana.pk, "rol": "analista", "motivo": "carga inicial"}


@pytest.mark.django_db
def test_un_proceso_sin_persona_deja_su_nombre():
    with contexto.como(None, motivo="tarea periódica", proceso="beat"):
        usuario(username="nueva")
    assert ultimo_evento().pgh_context["proceso"] == "beat"


@pytest.mark.django_db
def test_el_contexto_de_dentro_no_se_queda_al_salir():
    ana = usuario("analista")
    with contexto.contexto(direccion="10.0.0.1"):
        with contexto.como(ana, motivo="dentro"):
            pass
        usuario(username="despues")
    assert ultimo_evento().pgh_context == {"direccion": "10.0.0.1"}


@pytest.mark.django_db
def test_tambien_lo_masivo_y_el_sql_crudo_llevan_contexto():
    ana = usuario("analista")
    with contexto.como(ana, motivo="masivo"):
        Usuario.objects.bulk_create([Usuario(username="b1"), Usuario(username="b2")])
        Usuario.objects.filter(username="b1").update(nombres="Otro")
        with connection.cursor() as cursor:
            cursor.execute("UPDATE cuentas_usuario SET nombres = 'Crudo' WHERE username = 'b2'")
    eventos = Usuario.pgh_event_model.objects.filter(username__in=["b1", "b2"])
    assert eventos.count() == 4
    assert {e.pgh_context["motivo"] for e in eventos} == {"masivo"}


@pytest.mark.parametrize(
    ("proxies", "cadena", "esperada"),
    [
        (0, "6.6.6.6", "10.0.0.1"),
        (1, "6.6.6.6, 190.1.1.1", "190.1.1.1"),
        (2, "6.6.6.6, 190.1.1.1, 10.9.9.9", "190.1.1.1"),
        (2, "190.1.1.1", "10.0.0.1"),
    ],
)
def test_la_direccion_reenviada_solo_se_cree_si_la_puso_un_proxy_propio(
    settings, proxies, cadena, esperada
):
    settings.PROXIES_DE_CONFIANZA = proxies
    pedido = RequestFactory().get("/", REMOTE_ADDR="10.0.0.1", HTTP_X_FORWARDED_FOR=cadena)
    assert direccion_de(pedido) == esperada
