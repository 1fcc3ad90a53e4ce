"""Usuarios y designaciones: quién puede, qué se rechaza y qué queda escrito."""

from datetime import date, timedelta

import pytest
from django.core.exceptions import ValidationError
from django.urls import reverse
from django.utils import timezone

from trata.comun.errores import ErrorDeDominio, SinPermisoError
from trata.cuentas import acciones, consultas
from trata.cuentas.acciones.autorizaciones import aprobar_autorizacion
from trata.cuentas.demostracion import PERSONAJES
from trata.cuentas.models import Autorizacion, Designacion, Usuario
from trata.cuentas.permisos import DESCRIPCIONES, Permiso
from trata.cuentas.roles import ROLES

pytestmark = pytest.mark.django_db


def test_todo_permiso_tiene_descripcion_y_algun_rol():
    assert set(DESCRIPCIONES) == set(Permiso)
    usados = {p for rol in ROLES.values() for p in rol.permisos}
    assert usados == set(Permiso)


def test_cada_rol_tiene_su_personaje():
    assert {p.rol for p in PERSONAJES} == set(ROLES)


@pytest.mark.parametrize(
    ("rol", "permiso"),
    [
        ("coordinador_regional", Permiso.CASO_VER),
        ("comisionado", Permiso.CASO_VER),
        ("administrador", Permiso.CASO_VER),
        ("auditor", Permiso.IDENTIDAD_VER),
        ("administrador", Permiso.IDENTIDAD_VER),
        ("analista", Permiso.CASO_VALIDAR),
        ("validador", Permiso.CASO_REGISTRAR),
        ("punto_focal", Permiso.REPORTE_VALIDAR),
        ("validador", Permiso.REPORTE_REGISTRAR),
    ],
)
def test_separacion_de_funciones(rol, permiso):
    assert not ROLES[rol].puede(permiso)


def test_adela_crea_un_usuario_y_le_da_un_rol(adela, augusto, client):
    client.force_login(adela)
    respuesta = client.post(
        reverse("cuentas:nuevo"),
        {
            "nombres": "Rosa",
            "apellidos": "Sintética",
            "username": "Rosa_S",
            "email": "rosa@demo.invalid",
            "entidad": "",
        },
    )
    rosa = Usuario.objects.get(username="rosa_s")
    assert respuesta.url == reverse("cuentas:designar", kwargs={"uuid": rosa.uuid})
    respuesta = client.post(
        respuesta.url,
        {
            "rol": "analista",
            "calidad": "titular",
            "alcance": "departamentos",
            "departamentos": ["08"],
            "desde": "2026-01-01",
            "hasta": "",
            "resolucion": "",
            "motivo": "Ingresa como analista de Cusco",
        },
    )
    assert respuesta.status_code == 302
    assert Usuario.objects.get(pk=rosa.pk).rol is None, "falta que otra persona lo apruebe"
    aprobar_autorizacion(
        autorizacion=Autorizacion.objects.get(), motivo="Consta en su contrato", por=augusto
    )
    assert Usuario.objects.get(pk=rosa.pk).ambito.prefijos == {"08"}


def test_los_errores_de_la_designacion_salen_en_su_campo_y_no_se_pierde_lo_escrito(
    adela, ana, client
):
    client.force_login(adela)
    acciones.revocar_designacion(designacion=ana.designaciones.get(), por=adela)
    respuesta = client.post(
        reverse("cuentas:designar", kwargs={"uuid": ana.uuid}),
        {
            "rol": "punto_focal",
            "calidad": "titular",
            "alcance": "nacional",
            "desde": "2026-05-02",
            "hasta": "2026-05-01",
            "resolucion": "",
            "motivo": "Reemplaza al titular",
        },
    )
    assert respuesta.status_code == 422
    errores = respuesta.context["form"].errors.as_data()
    codigos = {campo: [e.code for e in lista] for campo, lista in errores.items()}
    assert codigos == {"hasta": ["hasta_antes_de_desde"], "resolucion": ["falta_resolucion"]}
    assert b'value="2026-05-02"' in respuesta.content


def test_ana_no_puede_crear_usuarios(ana, client):
    client.force_login(ana)
    assert client.get(reverse("cuentas:usuarios")).status_code == 403
    with pytest.raises(SinPermisoError):
        acciones.registrar_usuario(datos={"username": "x", "nombres": "X"}, por=ana)


def test_nadie_se_designa_a_si_mismo(adela):
    with pytest.raises(ErrorDeDominio) as error:
        acciones.designar(
            usuario=adela, datos={"rol": "administrador", "prefijos": [""]}, por=adela
        )
    assert error.value.codigo == "autodesignacion"


def test_dos_roles_a_la_vez_no(adela, ana):
    with pytest.raises(ErrorDeDominio) as error:
        acciones.designar(usuario=ana, datos={"rol": "validador", "prefijos": [""]}, por=adela)
    assert error.value.codigo == "rol_incompatible"


def test_una_designacion_vencida_no_da_nada(adela, ana):
    d = ana.designaciones.get()
    Designacion.objects.filter(pk=d.pk).update(
        desde=date(2020, 1, 1), hasta=timezone.localdate() - timedelta(days=1)
    )
    ana = Usuario.objects.get(pk=ana.pk)
    assert ana.rol is None
    assert not ana.tiene_permiso(Permiso.CASO_VER)
    assert ana.ambito.prefijos == frozenset()


def test_la_base_rechaza_un_plazo_al_reves(ana):
    with pytest.raises(Exception, match="designacion_hasta_no_antes_de_desde"):
        Designacion.objects.filter(usuario=ana).update(hasta=date(1999, 1, 1))


def test_un_ambito_mal_formado_se_rechaza(adela, ana):
    with pytest.raises(ValidationError) as error:
        acciones.designar(usuario=ana, datos={"rol": "analista", "prefijos": ["8"]}, por=adela)
    assert error.value.error_dict["prefijos"][0].code == "ambito_mal_formado"


def test_lo_que_toca_recertificar_sale_a_los_tres_meses(augusto, ana, client):
    d = ana.designaciones.get()
    hace_cien = timezone.localdate() - timedelta(days=100)
    Designacion.objects.filter(pk=d.pk).update(desde=hace_cien)
    assert list(consultas.designaciones_por_recertificar()) == [d]
    client.force_login(augusto)
    client.post(reverse("cuentas:recertificar", kwargs={"uuid": d.uuid}))
    assert list(consultas.designaciones_por_recertificar()) == []


def test_el_cambio_de_un_usuario_deja_historia(adela, ana):
    antes = ana.eventos.count()
    acciones.editar_usuario(usuario=ana, datos={"nombres": "Ana María"}, por=adela)
    assert ana.eventos.count() == antes + 1


def test_la_lista_de_usuarios_no_consulta_mas_con_mas_filas(
    adela, client, django_assert_num_queries, todos
):
    client.force_login(adela)
    url = reverse("cuentas:usuarios")
    client.get(url)
    with django_assert_num_queries(9):
        client.get(url + "?texto=ana")
    with django_assert_num_queries(9):
        client.get(url)
