"""Las listas de la API tampoco dejan salir lo ajeno: ni por `incluir`, ni por `campos`, ni en CSV.

Se pide cada lista de todas sus formas: como quien no ve el caso, y como quien lo ve pero no lo
abrió.
"""

from collections.abc import Iterator
from typing import Any
from urllib.parse import urlencode

import pytest
from django.test import Client

from casos.acciones.apertura import abrir_caso
from casos.api.serializers import FichaSerializer
from tests.arquitectura.rutas import rutas
from tests.fabricas.casos import crear_usuario
from tests.fabricas.marcas import caso_con_marcas
from trata.comun.api import LecturaMixin

pytestmark = pytest.mark.django_db
MOTIVO = "Sembrar marcas para la prueba"


def listas() -> dict[str, type[LecturaMixin]]:
    """Cada lista de la API: su dirección y su vista."""
    return {
        f"/{ruta.patron}".replace("^", "").replace("$", ""): ruta.vista
        for ruta in rutas()
        if isinstance(ruta.vista, type)
        and issubclass(ruta.vista, LecturaMixin)
        and ruta.nombre.endswith("-list")
        and "<" not in ruta.patron
    }


def de_lectura(clase: Any) -> list[str]:
    """Los campos que un serializador muestra."""
    return [c.field_name for c in clase()._readable_fields]


def formas(vista: type[LecturaMixin]) -> Iterator[dict[str, str]]:
    """De cuántas maneras se pide una lista: entera, por campos, con lo que cuelga y por partes."""
    yield {}
    yield {"campos": ",".join(de_lectura(vista.serializer_class))}
    for campo in ("hechos", "texto", "sustento", "detalle"):
        if campo in de_lectura(vista.serializer_class):
            yield {"campos": campo}
    if not vista.inclusiones:
        return
    incluir = ",".join(vista.inclusiones)
    yield {"incluir": incluir}
    for nombre, inclusion in vista.inclusiones.items():
        suyos = de_lectura(inclusion.serializador())
        yield {"incluir": nombre, "campos": ",".join(f"{nombre}.{c}" for c in suyos)}


def respuestas(usuario: Any) -> Iterator[tuple[str, str]]:
    """(dirección, texto) de cada lista en cada forma, en JSON y en CSV."""
    cliente = Client()
    cliente.force_login(usuario)
    for direccion, vista in listas().items():
        for forma in formas(vista):
            for formato in ({}, {"format": "csv"}):
                pedido = f"{direccion}?{urlencode(forma | formato)}"
                respuesta = cliente.get(pedido)
                assert respuesta.status_code in {200, 403}, (pedido, respuesta.content[:200])
                yield pedido, respuesta.content.decode()


def halladas(usuario: Any, marcas: list[str]) -> dict[str, set[str]]:
    """Dirección → las marcas que salieron por ella."""
    return {
        direccion: suyas
        for direccion, texto in respuestas(usuario)
        if (suyas := {m for m in marcas if m in texto})
    }


@pytest.fixture
def sembrado(db):
    return caso_con_marcas(crear_usuario("duena_k", "analista", "16"))


def test_el_recorrido_pide_todas_las_listas_del_registro():
    todas = listas()
    assert {"/api/v1/casos/", "/api/v1/notas/", "/api/v1/solicitudes-de-enlace/"} <= set(todas)
    fichas = [v for v in todas.values() if issubclass(v.serializer_class, FichaSerializer)]
    assert len(fichas) > 11
    assert len(todas) > 20


@pytest.mark.parametrize("rol", ["analista", pytest.param("sistema", marks=pytest.mark.lenta)])
def test_nada_de_un_caso_ajeno_sale_por_ninguna_forma_de_ninguna_lista(sembrado, rol):
    caso, ficha, relato, identidades = sembrado
    marcas = [*ficha, *relato, *identidades, caso.codigo, str(caso.uuid)]
    assert halladas(crear_usuario("bruno_k", rol, "15"), marcas) == {}


def test_quien_ve_el_caso_y_no_lo_abrio_lee_la_ficha_pero_no_el_relato(sembrado):
    caso, ficha, relato, identidades = sembrado
    vecina = crear_usuario("vecina_k", "analista", "16")
    assert halladas(vecina, [*relato, *identidades]) == {}
    abrir_caso(caso=caso, motivo=MOTIVO, por=vecina)
    todas = halladas(vecina, [*ficha, *relato, *identidades])
    assert not set().union(*todas.values()) & set(identidades)
    assert set().union(*todas.values()) & set(ficha)
    abiertas = {d for d, suyas in todas.items() if suyas & set(relato)}
    # Control: al abrirlo, el relato sale por cada puerta que se probó.
    for puerta in (
        "/api/v1/notas/?campos=texto",
        "/api/v1/notas/?campos=texto&format=csv",
        "/api/v1/casos/?campos=hechos&format=csv",
        "/api/v1/atenciones/?",
    ):
        assert puerta in abiertas
    assert any(d.startswith("/api/v1/casos/?incluir=notas") for d in abiertas)
    assert any(d.startswith("/api/v1/notas/?incluir=caso") for d in abiertas)
