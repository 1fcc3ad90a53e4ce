"""Rotar la llave alcanza a los archivos que esperan importarse y a los encargados."""

import pytest
from cryptography.fernet import Fernet
from django.utils.module_loading import import_string

from casos.acciones import contenido_de, muestra_de
from casos.models import Importacion
from tests.fabricas.casos import crear_usuario
from trata.comun.cifrado import cifrar, cifrar_bytes
from trata.trabajos.acciones import encargar
from trata.trabajos.models import EntradaDeTrabajo

pytestmark = pytest.mark.django_db
ALMACENES = (
    "casos.llaves.ARCHIVOS_POR_IMPORTAR",
    "casos.llaves.MUESTRAS_POR_IMPORTAR",
    "trata.trabajos.llaves.ENTRADAS",
)


def test_lo_que_espera_se_recifra_y_se_lee_con_la_llave_nueva(settings):
    vieja, nueva = Fernet.generate_key().decode(), Fernet.generate_key().decode()
    settings.LLAVES_DE_CIFRADO = f"v:{vieja}"
    ana = crear_usuario("ana", "analista", "08")
    importacion = Importacion.objects.create(
        usuario=ana,
        nombre="a.csv",
        sha256="0" * 64,
        contenido_cifrado=cifrar_bytes(b"a,b"),
        muestra_cifrada=cifrar('{"a": ["1"]}'),
    )
    Importacion.objects.create(usuario=ana, nombre="vacia.csv", sha256="1" * 64)
    encargar(tipo="agregados.revisar", datos={}, por=ana, entrada=b"hoja")
    settings.LLAVES_DE_CIFRADO = f"n:{nueva},v:{vieja}"
    almacenes = [import_string(ruta) for ruta in ALMACENES]
    assert [a.pendientes() for a in almacenes] == [1, 1, 1]
    assert [a.recifrar(10) for a in almacenes] == [1, 1, 1]
    assert [a.pendientes() for a in almacenes] == [0, 0, 0]
    settings.LLAVES_DE_CIFRADO = f"n:{nueva}"
    importacion.refresh_from_db()
    assert contenido_de(importacion) == b"a,b"
    assert muestra_de(importacion) == {"a": ["1"]}
    assert bytes(EntradaDeTrabajo.objects.get().contenido_cifrado).startswith(b"n:")
