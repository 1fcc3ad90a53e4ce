"""Lo que alguien escribió no se pierde aunque el caso cambie debajo de sus manos."""

from datetime import date
from uuid import uuid4

import pytest
from django.core.exceptions import ValidationError
from django.test import Client

from casos import acciones
from casos.forms.campos import FechaField
from casos.models import Asignacion, Borrador, Caso, VictimaEstado
from tests.fabricas.casos import crear_caso, crear_usuario

pytestmark = pytest.mark.django_db
LO_MIO = "DEPINTRAP Cusco, segundo piso"


@pytest.fixture
def caso(ana):
    caso = crear_caso(registro="080101", estado="borrador", registrado_por=ana)
    Asignacion.objects.create(caso=caso, usuario=ana)
    return caso


def test_si_otra_persona_envia_el_caso_lo_escrito_queda_a_la_vista_y_vuelve_al_reabrirse(
    como_ana, caso
):
    ruta = f"/casos/{caso.uuid}/seccion/denuncia/"
    Caso.objects.filter(pk=caso.pk).update(estado="enviado", version=2)
    respuesta = como_ana.post(ruta, {"version": 1, "materia": "trata", "dependencia": LO_MIO})
    texto = respuesta.content.decode()
    assert respuesta.status_code == 409
    assert LO_MIO in texto
    assert "El registro está enviado" in texto
    caso.refresh_from_db()
    assert caso.dependencia == ""
    assert LO_MIO in como_ana.get(ruta).content.decode()
    Caso.objects.filter(pk=caso.pk).update(estado="observado")
    abierto = como_ana.get(ruta).content.decode()
    assert f'value="{LO_MIO}"' in abierto
    conflicto = como_ana.post(ruta, {"version": 1, "materia": "trata", "dependencia": LO_MIO})
    assert conflicto.status_code == 409


def test_lo_cerrado_se_puede_descartar(como_ana, caso):
    ruta = f"/casos/{caso.uuid}/seccion/denuncia/"
    Caso.objects.filter(pk=caso.pk).update(estado="enviado")
    como_ana.post(ruta, {"version": 1, "dependencia": LO_MIO})
    assert Borrador.objects.exists()
    assert como_ana.post(ruta, {"descartar": "1"}).status_code == 302
    assert not Borrador.objects.exists()


def test_si_otra_persona_retira_a_la_victima_se_dice_y_no_se_pierde_lo_escrito(como_ana, ana, caso):
    victima = caso.victimas.get()
    acciones.retirar_parte(parte=victima, motivo="Está dos veces", version=1, por=ana)
    respuesta = como_ana.post(
        f"/casos/{caso.uuid}/victima/{victima.uuid}/",
        {"version": 1, "sexo": "mujer", "ajustes": "Lengua de señas"},
    )
    texto = respuesta.content.decode()
    assert respuesta.status_code == 409
    assert "Otra persona retiró esto del caso" in texto
    assert "Lengua de señas" in texto


def test_si_vence_la_apertura_mientras_se_escribe_lo_escrito_queda_en_borrador(caso):
    Caso.objects.filter(pk=caso.pk).update(hechos="Un relato anterior")
    rosa = crear_usuario("rosa", "analista", "08")
    cliente = Client()
    cliente.force_login(rosa)
    ruta = f"/casos/{caso.uuid}/seccion/hechos/"
    respuesta = cliente.post(ruta, {"version": 1, "hechos": "Lo que Rosa agregó"})
    assert respuesta.url == f"/casos/{caso.uuid}/abrir/"
    cliente.post(respuesta.url, {"motivo": "Completar la atención de hoy"})
    assert "Lo que Rosa agregó" in cliente.get(ruta).content.decode()


def test_el_doble_envio_de_lo_que_cerro_el_caso_no_dice_que_se_perdio(como_ana, caso):
    ruta = f"/casos/{caso.uuid}/seccion/denuncia/"
    datos = {"version": 1, "materia": "trata", "origen": "denuncia", "marca": str(uuid4())}
    primera = como_ana.post(ruta, datos)
    Caso.objects.filter(pk=caso.pk).update(estado="enviado")
    assert como_ana.post(ruta, datos).url == primera.url


def test_un_estado_que_retrocede_se_confirma_por_pantalla_y_por_la_api(como_ana, ana, caso):
    victima = caso.victimas.get()

    def paso(estado, dia, **extras):
        datos = {
            "victima": victima,
            "estado": estado,
            "fecha": date(2026, 4, dia),
            "organo": "fiscalia",
            "sustento": "Disposición 3",
        }
        return acciones.registrar_parte(VictimaEstado, caso=caso, datos=datos, por=ana, **extras)

    paso("presunta", 1)
    paso("identificada", 10)
    with pytest.raises(ValidationError) as error:
        paso("posible", 12)
    assert error.value.error_dict["estado"][0].code == "estado_retrocede"
    datos = {"victima": victima.pk, "estado": "posible", "organo": "fiscalia"}
    datos |= {"fecha_dia": "12", "fecha_mes": "4", "fecha_anio": "2026"}
    respuesta = como_ana.post(f"/casos/{caso.uuid}/estado/nueva/", datos)
    assert 'name="confirmar" value="estado_retrocede"' in respuesta.content.decode()
    confirmado = datos | {"confirmar": "estado_retrocede"}
    assert como_ana.post(f"/casos/{caso.uuid}/estado/nueva/", confirmado).status_code == 302
    por_api = {
        "caso": str(caso.uuid),
        "victima": str(victima.uuid),
        "estado": "presunta",
        "fecha": "2026-04-11",
        "organo": "policia",
    }
    respuesta = como_ana.post("/api/v1/estados-de-victima/", por_api, "application/json")
    assert respuesta.status_code == 400
    assert respuesta.json()["campos"]["estado"][0]["codigo"] == "estado_retrocede"
    paso("posible", 1, confirmar=["estado_retrocede"])


@pytest.mark.parametrize(
    ("pegado", "espera"),
    [
        (["10/03/2026", "", ""], date(2026, 3, 10)),
        (["10-3-2026", "", ""], date(2026, 3, 10)),
        (["10.03.2026", "", ""], date(2026, 3, 10)),
        (["2026-03-10", "", ""], date(2026, 3, 10)),
    ],
)
def test_una_fecha_pegada_entera_en_el_dia_se_entiende(pegado, espera):
    campo = FechaField()
    datos = dict(zip(("f_dia", "f_mes", "f_anio"), pegado, strict=True))
    assert campo.clean(campo.widget.value_from_datadict(datos, {}, "f")) == espera
    assert 'name="f_dia" class="ancho-2" maxlength="10"' in campo.widget.render("f", None, {})


def test_quien_se_pisa_a_si_mismo_en_otra_ventana_lo_lee_asi(como_ana, caso):
    ruta = f"/casos/{caso.uuid}/seccion/denuncia/"
    como_ana.post(ruta, {"version": 1, "dependencia": "Una"})
    segunda = como_ana.post(ruta, {"version": 1, "dependencia": "Otra"})
    assert segunda.status_code == 409
    texto = segunda.content.decode()
    assert "Guardaste esta sección en otra ventana" in texto
    assert "Otra persona" not in texto
