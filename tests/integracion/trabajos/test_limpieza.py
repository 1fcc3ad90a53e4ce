"""Lo operativo caduca a su plazo; lo de ayer, no."""

from datetime import timedelta

import pytest
from axes.models import AccessAttempt, AccessFailureLog, AccessLog
from django.contrib.sessions.models import Session
from django.core.files.base import ContentFile
from django.utils import timezone

from tests.fabricas.cuentas import usuario
from trata.trabajos import limpieza
from trata.trabajos.models import ClaveDeIdempotencia, EjecucionPeriodica, Salida, Trabajo

pytestmark = pytest.mark.django_db
UN_DIA = timedelta(days=1)


@pytest.fixture
def ana():
    return usuario("analista")


@pytest.fixture(autouse=True)
def archivos_aparte(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path


def trabajo(ana, nombre, **campos):
    nuevo = Trabajo.objects.create(tipo=nombre, propietario=ana, estado="terminado", **campos)
    nuevo.archivo.save(f"{nombre}.csv", ContentFile(b"a,b\n"))
    return nuevo


def test_al_vencer_un_resultado_se_borra_su_archivo_y_queda_la_constancia(ana):
    ahora = timezone.now()
    vencido = trabajo(ana, "v", terminado_en=ahora - UN_DIA, vence_en=ahora - timedelta(minutes=1))
    vivo = trabajo(ana, "a", terminado_en=ahora, vence_en=ahora + timedelta(hours=1))
    almacen, nombre = vencido.archivo.storage, vencido.archivo.name
    assert limpieza.caducar() == 1
    vencido.refresh_from_db()
    vivo.refresh_from_db()
    assert (vencido.estado, vencido.archivo.name) == ("vencido", "")
    assert not almacen.exists(nombre)
    assert vivo.estado == "terminado"
    assert almacen.exists(vivo.archivo.name)
    assert limpieza.caducar() == 0


@pytest.mark.parametrize(
    ("modelo", "momento", "plazo", "datos"),
    [
        (Salida, "hecha_en", limpieza.GUARDAR_SALIDAS, {"efecto": "x"}),
        (ClaveDeIdempotencia, "creada_en", limpieza.GUARDAR_CLAVES, {"estado": 201, "usuario": 1}),
        (EjecucionPeriodica, "hecha_en", limpieza.GUARDAR_MARCAS, {"nombre": "x"}),
        (Trabajo, "terminado_en", limpieza.GUARDAR_TRABAJOS, {"estado": "vencido", "usuario": 1}),
        (Session, "expire_date", timedelta(), {"session_data": ""}),
        (AccessAttempt, "attempt_time", limpieza.GUARDAR_INTENTOS, {"failures_since_start": 1}),
        (AccessFailureLog, "attempt_time", limpieza.GUARDAR_INTENTOS, {}),
        (AccessLog, "attempt_time", limpieza.GUARDAR_INTENTOS, {}),
    ],
    ids=lambda x: getattr(x, "__name__", ""),
)
def test_cada_cosa_se_borra_pasado_su_plazo_y_no_antes(ana, modelo, momento, plazo, datos):
    llave = {
        Salida: "clave",
        ClaveDeIdempotencia: "clave",
        EjecucionPeriodica: "periodo",
        Trabajo: "tipo",
        Session: "session_key",
    }.get(modelo, "username")
    if datos.pop("usuario", None):
        datos["propietario" if modelo is Trabajo else "usuario"] = ana
    for nombre, cuando in (("viejo", plazo + UN_DIA), ("reciente", plazo - UN_DIA)):
        creado = modelo.objects.create(
            **datos,
            **{llave: nombre},
            **({"expire_date": timezone.now()} if modelo is Session else {}),
        )
        modelo.objects.filter(pk=creado.pk).update(**{momento: timezone.now() - cuando})
    limpieza.caducar()
    assert list(modelo.objects.values_list(llave, flat=True)) == ["reciente"]


def test_lo_que_no_se_entrego_espera_aunque_sea_viejo():
    hace_mucho = timezone.now() - 10 * limpieza.GUARDAR_SALIDAS
    Salida.objects.create(efecto="x", clave="1", creada_en=hace_mucho)
    limpieza.caducar()
    assert Salida.objects.count() == 1
