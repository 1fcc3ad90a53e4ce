"""Suscripciones: un enlace por periodo, sin archivos, con los permisos de quien lo abre."""

from datetime import UTC, datetime, timedelta

import pytest
import time_machine
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from regiones.models import EspacioRegional
from trata.comun.errores import DuplicadoError, ErrorDeDominio, SinPermisoError
from trata.informes import acciones, consultas
from trata.informes.acciones.suscripciones import etiqueta_de_periodo
from trata.informes.demostracion import poblar
from trata.informes.models import Informe, SuscripcionDeInformes
from trata.informes.tasks import avisar_suscritos
from trata.informes.tipos import TIPOS
from trata.trabajos.bandeja import barrer
from trata.trabajos.models import Salida

pytestmark = pytest.mark.django_db
DICIEMBRE = datetime(2026, 12, 20, 15, tzinfo=UTC)
ENERO = datetime(2027, 1, 1, 15, tzinfo=UTC)


def suscribir(por, periodicidad="mes", tipo="boletin", **mas) -> SuscripcionDeInformes:
    datos = {"tipo": tipo, "periodicidad": periodicidad, **mas}
    return acciones.suscribir(datos=datos, por=por)


def correos() -> list[Salida]:
    return list(Salida.objects.filter(efecto="trabajos.correo", clave__startswith="informes."))


@pytest.mark.parametrize(
    ("periodicidad", "esperada"),
    [("mes", "2026-12"), ("trimestre", "2026-T4"), ("semestre", "2026-S2"), ("anio", "2026")],
)
def test_la_etiqueta_del_periodo(periodicidad, esperada):
    assert etiqueta_de_periodo(periodicidad, DICIEMBRE) == esperada


def test_en_lima_todavia_es_junio():
    assert etiqueta_de_periodo("semestre", datetime(2026, 7, 1, 3, tzinfo=UTC)) == "2026-S1"


def test_un_correo_por_periodo_aunque_se_repita(clara, mailoutbox):
    with time_machine.travel(DICIEMBRE, tick=False):
        suscribir(clara)
        assert acciones.enviar_programados() == 0, "el primero llega con el periodo siguiente"
    with time_machine.travel(ENERO, tick=False):
        assert avisar_suscritos() == 1
        assert avisar_suscritos() is None
        SuscripcionDeInformes.objects.update(ultimo_periodo="2026-12")
        acciones.enviar_programados()
        [salida] = correos()
        barrer()
        barrer()
    [correo] = mailoutbox
    assert correo.to == [clara.email]
    assert correo.attachments == []
    assert "/informes/suscripciones/" in correo.body
    assert "/baja/" in correo.body
    assert "79,6" not in correo.body
    assert salida.clave.endswith(":2027-01")


def test_quien_perdio_el_permiso_no_recibe_ni_abre(clara, client):
    with time_machine.travel(DICIEMBRE, tick=False):
        suscripcion = suscribir(clara)
    clara.designaciones.update(revocada_en=timezone.now())
    with time_machine.travel(ENERO, tick=False):
        assert acciones.enviar_programados() == 0
    client.force_login(clara)
    url = reverse("informes:suscripcion", args=[suscripcion.uuid])
    assert client.get(url).status_code in {302, 403}


def test_al_abrir_se_ve_lo_de_ahora_y_solo_lo_propio(clara, olga, client):
    suscripcion = suscribir(clara)
    url = reverse("informes:suscripcion", args=[suscripcion.uuid])
    client.force_login(clara)
    assert "Boletín estadístico" in client.get(url).content.decode()
    client.force_login(olga)
    assert client.get(url).status_code == 404


def test_publicar_avisa_a_los_suscritos_sin_archivos(clara, aprobado, dario):
    suscribir(clara, "al_publicar")
    suscribir(clara, "al_publicar", "glotip")
    publicada = acciones.publicar(informe=aprobado, por=dario)
    [salida] = correos()
    assert publicada.folio in salida.datos["asunto"]
    assert reverse("informes:detalle", args=[aprobado.uuid]) in salida.datos["texto"]


def test_no_hay_dos_suscripciones_iguales_y_la_baja_permite_otra(clara, client):
    suscripcion = suscribir(clara)
    with pytest.raises(DuplicadoError):
        suscribir(clara)
    client.force_login(clara)
    url = reverse("informes:suscripcion-baja", args=[suscripcion.uuid])
    assert "dejará de recibir" in client.get(url).content.decode()
    client.post(url)
    suscripcion.refresh_from_db()
    assert suscripcion.baja_en is not None
    assert suscribir(clara).pk != suscripcion.pk


def test_solo_la_secretaria_suscribe_a_otra_persona(clara, olga, vera, client):
    with pytest.raises(SinPermisoError):
        suscribir(clara, persona=olga)
    client.force_login(vera)
    client.post(
        reverse("informes:suscribir"),
        {"persona": olga.pk, "tipo": "boletin", "periodicidad": "trimestre"},
    )
    assert SuscripcionDeInformes.objects.get().persona == olga
    assert str(olga) in client.get(reverse("informes:suscripciones")).content.decode()
    client.force_login(clara)
    respuesta = client.post(
        reverse("informes:suscribir"),
        {"persona": olga.pk, "tipo": "boletin", "periodicidad": "mes"},
    )
    assert respuesta.status_code == 302
    assert SuscripcionDeInformes.objects.get(periodicidad="mes").persona == clara


def test_un_informe_regional_pide_su_region_en_el_campo(clara, client):
    client.force_login(clara)
    respuesta = client.post(
        reverse("informes:suscribir"), {"tipo": "ficha-regional", "periodicidad": "mes"}
    )
    assert respuesta.status_code == 422
    assert "Elige la región" in respuesta.content.decode()


def test_nadie_se_suscribe_a_una_region_que_no_ve_ni_la_abre_si_dejo_de_verla(luis, client):
    cusco, loreto = (EspacioRegional.objects.get(ubigeo=u, nivel="regional") for u in ("08", "16"))
    with pytest.raises(ErrorDeDominio) as error:
        suscribir(luis, tipo="ficha-regional", espacio=cusco)
    assert error.value.campos["espacio"] == "Esa persona no ve esa región."
    suscripcion = suscribir(luis, tipo="ficha-regional", espacio=loreto)
    client.force_login(luis)
    url = reverse("informes:suscripcion", args=[suscripcion.uuid])
    assert client.get(url).status_code == 200
    SuscripcionDeInformes.objects.update(espacio=cusco)
    assert client.get(url).status_code == 404
    SuscripcionDeInformes.objects.update(ultimo_periodo="2000-01")
    assert acciones.enviar_programados() == 0


def test_la_demostracion_deja_informes_y_se_puede_repetir(todos):
    dichos: list[str] = []
    poblar(dichos.append)
    poblar(dichos.append)
    assert dichos[0].startswith("Informes: ")
    assert dichos[1] == "Informes: los de demostración ya estaban"
    estados = Informe.objects.values_list("estado", flat=True)
    assert set(estados) == {e.value for e in Informe.Estado}


def test_suscripciones_y_mis_secciones_no_gastan_mas_con_mas_filas(vera, todos, client):
    client.force_login(vera)
    manana = timezone.localdate() + timedelta(days=1)

    def otra(anio: int, persona: str) -> None:
        suscribir(vera, persona=todos[persona])
        informe = acciones.registrar_informe(datos={"tipo": "boletin", "anio": anio}, por=vera)
        datos = {"persona": vera, "vence_el": manana, "nota": ""}
        acciones.asignar_seccion(informe=informe, clave="cifras", datos=datos, por=vera)

    def cuantas() -> list[int]:
        todas = []
        for nombre in ("suscripciones", "mis-secciones"):
            with CaptureQueriesContext(connection) as captadas:
                assert client.get(reverse(f"informes:{nombre}")).status_code == 200
            todas.append(len(captadas))
        return todas

    otra(2021, "clara")
    cuantas()
    con_una = cuantas()
    for n, persona in enumerate(("dario", "olga", "ana", "bruno", "luis")):
        otra(2022 + n, persona)
    assert cuantas() == con_una


@pytest.mark.parametrize("tipo", sorted(TIPOS))
def test_sin_periodo_ni_region_ni_anio_con_datos_el_documento_se_compone_igual(tipo, vera):
    documento = consultas.sin_textos(Informe(tipo=tipo, anio=2005), vera)
    assert documento.titulo
    assert all(s.titulo for s in documento.secciones)
