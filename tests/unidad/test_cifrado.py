"""El cifrado de identidades y su índice ciego."""

import pytest
from cryptography.fernet import Fernet
from django.core.exceptions import ImproperlyConfigured
from hypothesis import given
from hypothesis import strategies as st

from trata.comun import cifrado
from trata.comun.errores import ServicioNoDisponibleError

VIEJA, NUEVA = Fernet.generate_key().decode(), Fernet.generate_key().decode()


@given(st.text(alphabet=st.characters(exclude_categories=("Cs",)), max_size=80))
def test_lo_cifrado_se_descifra_igual_y_no_se_lee(texto):
    guardado = cifrado.cifrar(texto)
    assert cifrado.descifrar(guardado) == texto
    if len(texto) > 3:
        assert texto not in guardado


def test_dos_cifrados_del_mismo_texto_son_distintos():
    assert cifrado.cifrar("45678912") != cifrado.cifrar("45678912")


def test_lo_cifrado_dice_con_que_llave(settings):
    settings.LLAVES_DE_CIFRADO = f"b:{NUEVA},a:{VIEJA}"
    assert cifrado.cifrar("x").startswith("b:")


def test_la_llave_anterior_sigue_descifrando_y_se_puede_recifrar(settings):
    settings.LLAVES_DE_CIFRADO = f"a:{VIEJA}"
    guardado = cifrado.cifrar("María")
    settings.LLAVES_DE_CIFRADO = f"b:{NUEVA},a:{VIEJA}"
    assert cifrado.descifrar(guardado) == "María"
    nuevo = cifrado.recifrar(guardado)
    assert nuevo.startswith("b:")
    settings.LLAVES_DE_CIFRADO = f"b:{NUEVA}"
    assert cifrado.descifrar(nuevo) == "María"
    with pytest.raises(ServicioNoDisponibleError):
        cifrado.descifrar(guardado)


def test_un_cifrado_alterado_no_se_muestra():
    guardado = cifrado.cifrar("secreto")
    with pytest.raises(ServicioNoDisponibleError):
        cifrado.descifrar(guardado[:-4] + "AAAA")


def test_el_indice_ciego_no_distingue_mayusculas_ni_espacios_y_si_el_uso():
    uno = cifrado.indice_ciego(" Av.  Grau 12 ", uso="direccion")
    assert uno == cifrado.indice_ciego("av. grau 12", uso="direccion")
    assert uno != cifrado.indice_ciego("av. grau 12", uso="nombre")
    assert len(uno) == 64


def test_otra_llave_da_otro_indice(settings):
    antes = cifrado.indice_ciego("45678912", uso="documento")
    settings.LLAVE_DE_INDICE = "00112233445566778899aabbccddeeff" * 2
    assert cifrado.indice_ciego("45678912", uso="documento") != antes


@pytest.mark.parametrize(
    "mala",
    ["", "sin-id", "a:corta", "a:" + "A" * 43 + "=", f"a:{VIEJA},a:{NUEVA}", f":{VIEJA}"],
    ids=["vacia", "sin-id", "corta", "de-ejemplo", "id-repetido", "id-vacio"],
)
def test_una_llave_de_cifrado_que_falta_o_es_de_ejemplo_se_rechaza(mala):
    with pytest.raises(ImproperlyConfigured):
        cifrado.leer_llaves(mala)


@pytest.mark.parametrize("mala", ["", "abc", "00" * 32, "zz" * 32])
def test_una_llave_de_indice_que_falta_o_es_de_ejemplo_se_rechaza(mala):
    with pytest.raises(ImproperlyConfigured):
        cifrado.leer_llave_de_indice(mala)
