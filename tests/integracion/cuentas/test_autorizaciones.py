"""Lo que pide dos personas no lo hace una sola, ni por la pantalla, ni por la acción, ni en SQL."""

from datetime import timedelta

import pytest
from django.db import IntegrityError, transaction
from django.urls import reverse
from django.utils import timezone

from trata.comun.errores import ErrorDeDominio, EstadoInvalidoError, SinPermisoError
from trata.cuentas import consultas
from trata.cuentas.acciones.autorizaciones import (
    aprobar_autorizacion,
    negar_autorizacion,
    pedir_autorizacion,
    retirar_autorizacion,
)
from trata.cuentas.designaciones import pedir_designacion
from trata.cuentas.models import Autorizacion, Designacion, Usuario
from trata.trabajos.models import Salida

pytestmark = pytest.mark.django_db
MOTIVO = "Coincide con el oficio 120 de personal"


@pytest.fixture
def pedido(adela):
    nueva = Usuario.objects.create_user("rosa_p", nombres="Rosa")
    return pedir_designacion(
        usuario=nueva,
        datos={"rol": "analista", "prefijos": ["08"], "desde": timezone.localdate()},
        motivo=MOTIVO,
        por=adela,
    )


def rol_de(nombre):
    return Usuario.objects.get(username=nombre).rol


def test_un_rol_rige_cuando_otra_persona_lo_aprueba(pedido, augusto):
    assert rol_de("rosa_p") is None
    assert consultas.autorizaciones_por_decidir(augusto) == [pedido]
    aprobado = aprobar_autorizacion(autorizacion=pedido, motivo=MOTIVO, por=augusto)
    assert rol_de("rosa_p").codigo == "analista"
    assert Designacion.objects.get(usuario__username="rosa_p").registrado_por == pedido.solicitante
    assert aprobado.decidida_por == augusto
    with pytest.raises(EstadoInvalidoError):
        aprobar_autorizacion(autorizacion=pedido, motivo=MOTIVO, por=augusto)


def test_quien_pide_no_se_autoriza_ni_por_accion_ni_en_la_base(pedido, adela):
    with pytest.raises(SinPermisoError, match="quien pide no se autoriza"):
        aprobar_autorizacion(autorizacion=pedido, motivo=MOTIVO, por=adela)
    with pytest.raises(IntegrityError, match="autorizacion_de_dos_personas"), transaction.atomic():
        Autorizacion.objects.filter(pk=pedido.pk).update(
            estado="aprobada", decidida_por=adela, decidida_en=timezone.now()
        )
    with (
        pytest.raises(IntegrityError, match="autorizacion_decidida_por_alguien"),
        transaction.atomic(),
    ):
        Autorizacion.objects.filter(pk=pedido.pk).update(estado="aprobada")
    assert rol_de("rosa_p") is None


def test_quien_recibe_el_rol_tampoco_lo_aprueba(adela, augusto):
    pedido = pedir_designacion(
        usuario=augusto,
        datos={"rol": "auditor", "prefijos": [""], "desde": timezone.localdate()},
        motivo=MOTIVO,
        por=adela,
    )
    assert consultas.autorizaciones_por_decidir(augusto) == []
    with pytest.raises(SinPermisoError):
        aprobar_autorizacion(autorizacion=pedido, motivo=MOTIVO, por=augusto)


@pytest.mark.parametrize("nombre", ["ana", "vera", "dario", "paula"])
def test_quien_no_decide_ese_acto_no_lo_ve(pedido, todos, nombre, client):
    assert consultas.autorizaciones_por_decidir(todos[nombre]) == []
    with pytest.raises(SinPermisoError):
        aprobar_autorizacion(autorizacion=pedido, motivo=MOTIVO, por=todos[nombre])
    client.force_login(todos[nombre])
    assert client.get(reverse("cuentas:autorizacion", args=[pedido.uuid])).status_code == 404


def test_a_las_24_horas_vence_y_ya_no_se_aprueba(pedido, augusto):
    ayer = timezone.now() - timedelta(hours=25)
    Autorizacion.objects.filter(pk=pedido.pk).update(
        pedida_en=ayer, vence_en=ayer + timedelta(hours=24)
    )
    with pytest.raises(EstadoInvalidoError):
        aprobar_autorizacion(autorizacion=pedido, motivo=MOTIVO, por=augusto)
    assert consultas.autorizaciones_por_decidir(augusto) == []
    with pytest.raises(IntegrityError, match="vence_en_un_dia"), transaction.atomic():
        Autorizacion.objects.filter(pk=pedido.pk).update(
            vence_en=timezone.now() + timedelta(days=9)
        )


def test_si_quien_pidio_perdio_el_permiso_no_se_aprueba(pedido, adela, augusto):
    Designacion.objects.filter(usuario=adela).update(revocada_en=timezone.now())
    with pytest.raises(SinPermisoError):
        aprobar_autorizacion(autorizacion=pedido, motivo=MOTIVO, por=augusto)
    assert rol_de("rosa_p") is None


def pedir_lecturas(por):
    return pedir_autorizacion(
        tipo="casos.lecturas", datos={"cuantas": 5}, resumen="Leer 5 más", motivo=MOTIVO, por=por
    )


def test_el_permiso_de_quien_pidio_se_mira_aunque_el_acto_no_haga_nada(ana, vera):
    pedido = pedir_lecturas(ana)
    Designacion.objects.filter(usuario=ana).update(revocada_en=timezone.now())
    with pytest.raises(SinPermisoError):
        aprobar_autorizacion(autorizacion=pedido, motivo=MOTIVO, por=vera)
    pedido.refresh_from_db()
    assert pedido.estado == "pendiente"


def test_pide_quien_puede_y_lo_mismo_dos_veces_es_un_pedido(ana, augusto):
    with pytest.raises(SinPermisoError):
        pedir_lecturas(augusto)
    assert pedir_lecturas(ana).pk == pedir_lecturas(ana).pk
    assert Autorizacion.objects.count() == 1


def test_solo_quien_pidio_retira(pedido, augusto):
    with pytest.raises(SinPermisoError):
        retirar_autorizacion(autorizacion=pedido, por=augusto)
    pedido.refresh_from_db()
    assert pedido.estado == "pendiente"


def test_negar_y_retirar_no_hacen_nada(pedido, adela, augusto):
    negar_autorizacion(autorizacion=pedido, motivo="No consta en la planilla", por=augusto)
    assert rol_de("rosa_p") is None
    with pytest.raises(EstadoInvalidoError):
        retirar_autorizacion(autorizacion=pedido, por=adela)


def test_si_el_acto_ya_no_se_puede_hacer_la_aprobacion_no_queda(pedido, augusto):
    """Entre el pedido y la aprobación alguien le dio otro rol: no se aprueba a medias."""
    rosa = Usuario.objects.get(username="rosa_p")
    Designacion.objects.create(usuario=rosa, rol="auditor", prefijos=[""])
    with pytest.raises(ErrorDeDominio, match="otro rol"):
        aprobar_autorizacion(autorizacion=pedido, motivo=MOTIVO, por=augusto)
    pedido.refresh_from_db()
    assert pedido.estado == "pendiente"


def test_se_pide_y_se_aprueba_por_pantalla(pedido, adela, augusto, client):
    client.force_login(adela)
    propia = client.get(reverse("cuentas:autorizacion", args=[pedido.uuid])).content.decode()
    assert "Ya no lo necesito" in propia
    assert "Aprobar" not in propia
    client.force_login(augusto)
    lista = client.get(reverse("cuentas:autorizaciones")).content.decode()
    assert "Dar a rosa_p el rol Analista" in lista
    ruta = reverse("cuentas:autorizacion", args=[pedido.uuid])
    assert client.post(ruta, {"aprobar": "1", "motivo": ""}).status_code == 422
    assert client.post(ruta, {"aprobar": "1", "motivo": MOTIVO}).status_code == 302
    assert rol_de("rosa_p").codigo == "analista"


def correos() -> list[dict]:
    filas = Salida.objects.filter(efecto="trabajos.correo").order_by("pk")
    return [f.datos for f in filas]


def test_a_quien_puede_decidir_se_le_escribe_y_a_quien_pidio_no(augusto, dario, pedido, adela):
    assert augusto in consultas.quienes_deciden(pedido)
    assert [c["para"] for c in correos()] == [
        [u.email] for u in consultas.quienes_deciden(pedido) if u.email
    ]
    direcciones = {d for c in correos() for d in c["para"]}
    assert augusto.email in direcciones
    assert not {adela.email, dario.email} & direcciones


def test_el_correo_no_dice_de_quien_ni_para_que(augusto, pedido):
    correo = correos()[0]
    dicho = f"{correo['asunto']} {correo['texto']}"
    assert str(pedido.uuid) in dicho
    assert "Dar un rol" in dicho
    for callado in ("rosa", "Rosa", MOTIVO, "analista", pedido.solicitante.apellidos):
        assert callado not in dicho


def test_pedir_dos_veces_no_escribe_dos_veces_y_al_decidir_se_avisa_a_quien_pidio(
    pedido, adela, augusto
):
    antes = len(correos())
    datos = {"rol": "analista", "prefijos": ["08"], "desde": timezone.localdate()}
    otra = Usuario.objects.get(username="rosa_p")
    assert pedir_designacion(usuario=otra, datos=datos, motivo=MOTIVO, por=adela) == pedido
    assert len(correos()) == antes
    negar_autorizacion(autorizacion=pedido, motivo=MOTIVO, por=augusto)
    ultimo = correos()[-1]
    assert ultimo["para"] == [adela.email]
    assert ultimo["asunto"].startswith("Negada")
    assert MOTIVO not in ultimo["texto"]
