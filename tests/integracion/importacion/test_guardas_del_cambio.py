"""Lo que un archivo ya juzgado no cambia: el registro pudo moverse mientras tanto."""

import pytest
from django.db import IntegrityError, connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from casos import acciones
from casos.acciones.cambio_en_bloque import Trabajo
from casos.importador import Lector
from casos.models import Caso, CasoImportado, CasoLugar, ClaveExterna, Importacion
from tests.fabricas.casos import crear_usuario
from tests.fabricas.importacion import FILA, a_csv, pedir, subir
from trata.comun.errores import DuplicadoError, EstadoInvalidoError, FueraDeAmbitoError
from trata.comun.importador import leer_tabla
from trata.comun.reglas import Regla

pytestmark = pytest.mark.django_db
PASO = {"estado_victima": "presunta", "fecha_de_estado": "10/03/2026", "organo": "policia"}


@pytest.fixture
def ana():
    return crear_usuario("ana", "analista", "08")


@pytest.fixture
def rosa():
    """No lleva el caso: lo ve sólo por su lugar."""
    return crear_usuario("rosa", "analista", "08")


@pytest.fixture
def caso(ana):
    cliente = Client()
    cliente.force_login(ana)
    pedir(cliente, subir(cliente, a_csv([FILA | PASO])), "confirmar")
    return Caso.objects.get()


def juzgar(por, *filas):
    return Lector(por).leer(leer_tabla(a_csv([FILA | PASO | f for f in filas])))


def importar(lote, por):
    assert (len(lote.cambiados), lote.filas_con_error) == (1, set())
    importacion = Importacion.objects.create(usuario=por, nombre="x", sha256="1" * 64)
    acciones.importar_lote(importacion=importacion, lote=lote, informe={}, por=por)
    return importacion


def nada_cambio():
    return not CasoImportado.objects.filter(accion="actualizado").exists()


def test_si_alguien_escribio_despues_de_juzgarlo_no_se_cambia(ana, rosa, caso):
    lote = juzgar(rosa, {"dependencia": "W"})
    acciones.editar_caso(caso=caso, datos={"dependencia": "Z"}, version=caso.version, por=ana)
    with pytest.raises(EstadoInvalidoError) as error:
        importar(lote, rosa)
    assert error.value.codigo == "cambio_a_la_vez"
    assert nada_cambio()


def test_si_ya_no_se_edita_no_se_cambia(rosa, caso):
    lote = juzgar(rosa, {"dependencia": "W"})
    Caso.objects.update(estado=Caso.Estado.ENVIADO, enviado_en=timezone.now())
    with pytest.raises(EstadoInvalidoError) as error:
        importar(lote, rosa)
    assert error.value.codigo == "no_editable"
    assert nada_cambio()


@pytest.mark.parametrize(("de", "a"), [("160101", "080901"), ("080101", "160101")])
def test_ni_se_trae_lo_que_no_se_ve_ni_se_lleva_adonde_no_se_vera(rosa, caso, de, a):
    CasoLugar.objects.filter(rol="registro").update(ubigeo_id=de)
    lote = juzgar(crear_usuario("nora", "analista", ""), {"ubigeo_de_registro": a})
    with pytest.raises(FueraDeAmbitoError):
        importar(lote, rosa)
    assert nada_cambio()


def test_los_casos_quedan_bloqueados_antes_de_compararlos(rosa, caso):
    lote = juzgar(rosa, {"dependencia": "W"})
    with CaptureQueriesContext(
        connection,
    ) as dichas:
        importar(lote, rosa)
    de_casos = [c["sql"] for c in dichas if 'FROM "casos_caso" WHERE' in c["sql"]]
    assert "FOR UPDATE" in de_casos[0]


def test_lo_que_la_base_halla_repetido_se_dice(rosa, caso, monkeypatch):
    def repetido(*_):
        raise IntegrityError

    lote = juzgar(rosa, {"dependencia": "W"})
    monkeypatch.setattr(Trabajo, "escribir", repetido)
    with pytest.raises(DuplicadoError):
        importar(lote, rosa)


def test_un_caso_con_dos_numeros_no_se_cambia_dos_veces(rosa, caso):
    clave = ClaveExterna.objects.get()
    clave.pk, clave.uuid, clave.numero = None, ClaveExterna().uuid, "77-2026-1"
    clave.save(force_insert=True)
    lote = juzgar(rosa, {"dependencia": "W"}, {"dependencia": "Z", "numero": "77-2026-1"})
    assert "caso_repetido" in {p.codigo for p in lote.problemas}


def test_un_estado_que_retrocede_se_avisa_tambien_por_archivo(rosa, caso):
    lote = juzgar(rosa, {"estado_victima": "posible", "fecha_de_estado": "12/03/2026"})
    assert "estado_retrocede" in {p.codigo for p in lote.problemas}


def test_no_se_deshace_si_lo_de_antes_ya_no_se_admite(rosa, caso, monkeypatch):
    importacion = importar(juzgar(rosa, {"dependencia": "W"}), rosa)
    nueva = Regla("nueva", "dependencia", "Así ya no.", lambda d: d["dependencia"] != "W")
    monkeypatch.setattr(Caso, "reglas", (nueva,))
    with pytest.raises(EstadoInvalidoError) as error:
        acciones.deshacer_importacion(importacion=importacion, motivo="Era otro", por=rosa)
    assert error.value.codigo == "no_vuelve"
