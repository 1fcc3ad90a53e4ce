"""Por qué no coinciden, silencios y alertas: con su fuente, en su ámbito y sin sumar nada."""

from datetime import date, timedelta

import pytest
from django.core import mail
from django.test import Client
from django.utils import timezone
from django.utils.timezone import localdate

from casos.models import Caso
from politica.acciones.periodos import registrar_periodo
from politica.models import Reporte
from regiones.models import Sesion
from tests.fabricas.casos import crear_caso
from tests.fabricas.cuentas import usuario
from tests.fabricas.politica import secretaria
from tests.fabricas.regiones import espacio, sesion
from trata.comun.formato import NO_DISPONIBLE
from trata.tableros import avisos
from trata.tableros.coincidencias import fuentes_del_anio
from trata.tableros.models import SuscripcionDeAlerta
from trata.trabajos.bandeja import barrer
from trata.trabajos.models import Salida

pytestmark = pytest.mark.django_db


def test_2022_muestra_631_y_1430_lado_a_lado_y_nunca_su_suma(client: Client) -> None:
    client.force_login(usuario("comisionado"))
    html = client.get("/por-que-no-coinciden/", {"anio": 2022}).content.decode()
    assert "631" in html
    assert "1\xa0430" in html
    assert "2\xa0061" not in html
    assert html.count("fuente__datos") == 4


def test_la_figura_de_las_fuentes_se_descarga_sin_sumarlas(client: Client) -> None:
    client.force_login(usuario("comisionado"))
    texto = client.get("/por-que-no-coinciden.csv", {"anio": 2022}).content.decode("utf-8-sig")
    assert '"Ministerio Público","1430"' in texto.replace("'", "")
    assert "2061" not in texto
    assert client.get("/por-que-no-coinciden.svg", {"anio": 2022}).status_code == 200
    assert client.get("/por-que-no-coinciden.exe").status_code == 404


def test_lo_que_ninguna_fuente_dice_no_es_un_cero() -> None:
    por_nombre = {f.nombre: f for f in fuentes_del_anio(2021)}
    assert por_nombre["Ministerio Público"].cifra == NO_DISPONIBLE
    assert por_nombre["Ministerio de la Mujer y Poblaciones Vulnerables"].n is None
    assert por_nombre["Serie oficial de la PNP"].cifra == "535"


def test_los_silencios_de_la_serie_son_de_los_25_departamentos(client: Client) -> None:
    client.force_login(usuario("comisionado"))
    contexto = client.get("/silencios/").context
    assert len(contexto["callados"]) + len(contexto["demas"]) == 25
    assert contexto["hasta"] == (2025, 9)


def test_un_coordinador_no_ve_meses_del_registro(client: Client) -> None:
    client.force_login(usuario("coordinador_regional", prefijos=("08",)))
    for ruta in ("/silencios/", "/alertas/"):
        contexto = client.get(ruta, {"fuente": "registro"}).context
        assert [p["activa"] for p in contexto["pestanas"]] == [True]


def test_un_analista_de_cusco_sólo_vigila_cusco_en_el_registro(client: Client) -> None:
    client.force_login(usuario("analista", prefijos=("08",)))
    contexto = client.get("/silencios/", {"fuente": "registro"}).context
    nombres = [s.nombre for s in [*contexto["callados"], *contexto["demas"]]]
    assert nombres == ["Cusco"]


def test_un_ambito_sin_departamentos_no_es_todo_el_pais() -> None:
    assert avisos.silencios("registro", []) == []
    assert avisos.alertas_de("registro", []) == []


def test_las_alertas_de_la_serie_se_explican(client: Client) -> None:
    client.force_login(usuario("comisionado"))
    respuesta = client.get("/alertas/")
    assert respuesta.context["recientes"]
    assert respuesta.context["anteriores"]
    assert "Lo habitual va de" in respuesta.content.decode()


def test_suscribirse_y_dejarlo(client: Client) -> None:
    persona = usuario("comisionado")
    client.force_login(persona)
    client.post("/alertas/suscribir/", {"fuente": "registro", "activa": "si"})
    assert persona.suscripciones_de_alerta.get().fuente == "serie"
    client.post("/alertas/suscribir/", {"fuente": "serie", "activa": "no"})
    assert not persona.suscripciones_de_alerta.exists()


def test_el_correo_de_una_alerta_no_se_envia_dos_veces(monkeypatch: pytest.MonkeyPatch) -> None:
    persona = usuario("comisionado", email="persona@ejemplo.pe")
    SuscripcionDeAlerta.objects.create(usuario=persona, fuente="serie")
    ultimo = avisos.alertas_de("serie")[0].mes
    originales = avisos.meses_de
    monkeypatch.setattr(
        avisos, "meses_de", lambda c: [m for m in originales(c) if m <= ultimo] or [ultimo]
    )
    assert avisos.enviar_alertas() > 0
    cuantas = Salida.objects.count()
    avisos.enviar_alertas()
    assert Salida.objects.count() == cuantas > 0
    assert not mail.outbox  # nada sale hasta que la bandeja lo atiende


@pytest.mark.django_db(transaction=True)
def test_la_alerta_sale_por_la_bandeja_una_sola_vez(monkeypatch: pytest.MonkeyPatch) -> None:
    persona = usuario("comisionado", email="persona@ejemplo.pe")
    SuscripcionDeAlerta.objects.create(usuario=persona, fuente="serie")
    primera = avisos.alertas_de("serie")[0]
    monkeypatch.setattr(avisos, "meses_de", lambda _: [primera.mes])
    monkeypatch.setattr(avisos, "alertas_de", lambda *_: [primera])
    for _ in range(2):
        avisos.enviar_alertas()
        barrer()
    [carta] = mail.outbox
    assert carta.to == ["persona@ejemplo.pe"]
    assert primera.nombre in carta.subject
    assert "cuando lo habitual va de" in carta.body
    assert "Puedes dejar de recibir" in carta.body


def test_un_sector_que_no_envia_se_nombra_con_sus_periodos(client: Client) -> None:
    vera = secretaria()
    for anio in (2024, 2025):
        registrar_periodo(
            datos={
                "anio": anio, "tipo": "semestre_1", "inicio": date(anio, 1, 1),
                "fin": date(anio, 6, 30), "abre_el": date(anio, 7, 1),
                "cierra_el": date(anio, 7, 31),
            },
            por=vera,
        )  # fmt: skip
    client.force_login(vera)
    callados = {c.nombre: c for c in client.get("/silencios/").context["sectores"]}
    mimp = next(c for nombre, c in callados.items() if "Mujer" in nombre)
    assert mimp.cantidad == 2
    assert "períodos vencidos sin enviar nada" in mimp.frase
    suyos = Reporte.objects.filter(entidad="mimp", periodo__anio=2025)
    for estado, calla in (("por_aprobar", True), ("enviado", False), ("observado", False)):
        suyos.update(estado=estado)
        despues = [c.nombre for c in client.get("/silencios/").context["sectores"]]
        assert (mimp.nombre in despues) == calla, estado
        assert despues


def test_un_espacio_regional_que_no_sesiona_se_nombra(client: Client) -> None:
    carmen = usuario("coordinador_regional", prefijos=("08",))
    client.force_login(carmen)
    [callado] = client.get("/silencios/").context["regiones"]
    assert callado.nombre == "Cusco"
    assert "no disponible en las fuentes consultadas" in callado.frase
    hoy = localdate()
    convocada = sesion(espacio("cusco"), carmen, fecha=hoy - timedelta(days=30))
    Sesion.objects.filter(pk=convocada.pk).update(estado=Sesion.Estado.REALIZADA)
    assert client.get("/silencios/").context["regiones"] == []
    html = client.get("/silencios/").content.decode()
    assert "Loreto" not in html.split('id="regiones"')[1].split("</section>")[0]


def test_de_lo_que_no_puede_ver_no_se_dice_que_nadie_calle(client: Client) -> None:
    caso = crear_caso(registro="080101", entidad_id="mp")
    hace_tiempo = timezone.now() - timedelta(days=100)
    Caso.objects.filter(pk=caso.pk).update(registrado_en=hace_tiempo)
    quienes = {
        "validador": {"sectores": True, "regiones": True, "unidades": True},
        "comisionado": {"sectores": True, "regiones": True, "unidades": False},
        "enlace_institucional": {"sectores": False, "regiones": False, "unidades": True},
    }
    for rol, partes in quienes.items():
        client.force_login(usuario(rol, prefijos=("08",)))
        respuesta = client.get("/silencios/")
        html = respuesta.content.decode()
        for parte, ve in partes.items():
            assert (respuesta.context[parte] is not None) == ve, (rol, parte)
            assert (f'id="{parte}"' in html) == (f'href="#{parte}"' in html) == ve, (rol, parte)
        if partes["unidades"]:
            [callado] = respuesta.context["unidades"]
            assert callado.cantidad == 100
    client.force_login(usuario("validador", prefijos=("16",)))
    assert client.get("/silencios/").context["unidades"] == []
