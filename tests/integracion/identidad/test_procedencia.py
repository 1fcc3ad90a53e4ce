"""Cada dato guarda quién lo dijo, cuándo y en qué documento; lo contrario no se pisa."""

import pytest
from django.urls import reverse

from casos.acciones.apertura import abrir_caso
from casos.acciones.identidad import aportar_dato
from casos.acciones.procedencia import declarar_dato
from casos.models import Asignacion, Caso, DatoDeclarado
from tests.fabricas.casos import crear_caso, crear_usuario
from tests.fabricas.identidad import caso_de, con_identidad
from trata.comun.errores import ErrorDeDominio, SinPermisoError
from trata.cuentas.models import Usuario
from trata.trabajos.models import Salida

pytestmark = pytest.mark.django_db
MOTIVO = "Agregar lo que consta en la carpeta fiscal"


@pytest.fixture
def caso():
    return caso_de(crear_usuario("ana_p", "analista", "08"))


@pytest.fixture
def mateo(caso):
    usuario = crear_usuario("mateo_p", "enlace_institucional", "08")
    abrir_caso(caso=caso, motivo=MOTIVO, por=usuario)
    return usuario


def declarar(caso, por, campo, valor, fuente="Disposición fiscal 3"):
    persona = caso.victimas.get()
    return declarar_dato(
        caso=caso, persona=persona, campo=campo, valor=valor, fuente=fuente, por=por
    )


@pytest.mark.parametrize(
    ("campo", "valor", "guardado", "contradice"),
    [
        ("edad", "22", "22", False),
        ("edad", "17", "17", True),
        ("nacionalidad", "Perú", "pe", False),
        ("nacionalidad", "bolivia", "bo", True),
        ("lengua", "quechua", "quechua", False),
    ],
)
def test_lo_declarado_queda_con_su_fuente_y_no_cambia_lo_registrado(
    caso, mateo, campo, valor, guardado, contradice
):
    antes = caso.victimas.values().get()
    dato = declarar(caso, mateo, campo, valor)
    assert (dato.valor, dato.contradice) == (guardado, contradice)
    assert dato.documento_fuente == "Disposición fiscal 3"
    assert caso.victimas.values().get() == antes


@pytest.mark.parametrize(
    ("campo", "valor", "fuente"),
    [
        ("edad", "muchos", "D. 1"),
        ("nacionalidad", "Atlántida", "D. 1"),
        ("edad", "17", " "),
        ("estado", "presunta", "D. 1"),
        ("seudonimo", "x", "D. 1"),
    ],
)
def test_lo_que_no_vale_se_dice_en_su_campo(caso, mateo, campo, valor, fuente):
    with pytest.raises(ErrorDeDominio) as error:
        declarar(caso, mateo, campo, valor, fuente)
    assert error.value.campos
    assert not DatoDeclarado.objects.exists()


def test_no_declara_otro_rol_ni_sobre_otra_persona_ni_en_un_caso_anulado(caso, mateo):
    vera = crear_usuario("vera_p", "validador", "")
    abrir_caso(caso=caso, motivo=MOTIVO, por=vera)
    with pytest.raises(SinPermisoError):
        declarar(caso, vera, "edad", "17")
    ajena = crear_caso(registro="080101").victimas.get()
    dato = {"campo": "edad", "valor": "17", "fuente": "Disposición fiscal 3", "por": mateo}
    with pytest.raises(ErrorDeDominio, match="no se declara aquí"):
        declarar_dato(caso=caso, persona=ajena, **dato)
    Caso.objects.filter(pk=caso.pk).update(estado="anulado", motivo_de_anulacion="Repetido")
    with pytest.raises(ErrorDeDominio, match="anulado"):
        declarar(caso, mateo, "edad", "17")
    assert not DatoDeclarado.objects.exists()


def test_sin_abrir_el_caso_no_se_declara(caso):
    otro = crear_usuario("otro_p", "enlace_institucional", "08")
    with pytest.raises(SinPermisoError):
        declarar(caso, otro, "edad", "17")


def test_por_pantalla_se_ven_los_dos_valores(caso, mateo, client):
    client.force_login(mateo)
    ruta = reverse("casos:dichos", args=[caso.uuid])
    dato = f"{caso.victimas.get().uuid}.edad"
    assert client.post(ruta, {"dato": dato, "valor": "x", "fuente": "D. 1"}).status_code == 422
    client.post(ruta, {"dato": dato, "valor": "17", "fuente": "Disposición 9"})
    texto = client.get(ruta).content.decode()
    assert "Disposición 9" in texto
    assert "En el registro: 22" in texto


def test_si_no_coincide_se_avisa_a_quien_lleva_el_caso_y_el_correo_no_lleva_el_dato(caso, mateo):
    Usuario.objects.filter(username="ana_p").update(email="ana@demo.invalid")
    declarar(caso, mateo, "edad", "22")
    assert not Salida.objects.exists()
    declarar(caso, mateo, "edad", "17")
    identidad = con_identidad(caso, Usuario.objects.get(username="ana_p"))
    aportar_dato(
        identidad=identidad, campo="segundo_apellido", valor="Guzmán", fuente="D. 3", por=mateo
    )
    correos = list(Salida.objects.filter(efecto="trabajos.correo"))
    assert [c.datos["para"] for c in correos] == [["ana@demo.invalid"]] * 2
    for correo in correos:
        assert caso.codigo in correo.datos["asunto"]
        for valor in ("17", "Guzmán", "Inventada", "Huamán"):
            texto = correo.datos["texto"].replace(str(caso.uuid), "").replace(caso.codigo, "")
            assert valor not in texto


def test_quien_dice_el_dato_no_recibe_el_aviso_aunque_lleve_el_caso(caso, mateo):
    Usuario.objects.filter(username="ana_p").update(email="ana@demo.invalid")
    Usuario.objects.filter(pk=mateo.pk).update(email="mateo@demo.invalid")
    Asignacion.objects.create(caso=caso, usuario=mateo)
    declarar(caso, mateo, "edad", "17")
    correo = Salida.objects.get(efecto="trabajos.correo")
    assert correo.datos["para"] == ["ana@demo.invalid"]
