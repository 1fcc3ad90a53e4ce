"""Lo que la importación no deja hacer aunque la pantalla no lo haya atajado antes."""

import io
import json
import os
import zipfile

import pytest
from django.test import Client

from casos import acciones
from casos.acciones import deshacer
from casos.acciones.deshacer import se_puede_deshacer
from casos.acciones.importacion import tomar_turno
from casos.consultas import importacion as consultas
from casos.importador import Lector
from casos.models import Caso, CasoLugar, FuenteDeImportacion, Importacion
from tests.fabricas.casos import crear_usuario
from tests.fabricas.importacion import FILA, SIN_NUMERO, a_csv, a_xlsx, pedir, subir
from trata.comun import importador
from trata.comun.errores import ErrorDeDominio, EstadoInvalidoError, SinPermisoError
from trata.comun.importador import ArchivoIlegibleError, leer_tabla
from trata.cuentas.models import Entidad

pytestmark = pytest.mark.django_db
Estado = Importacion.Estado


@pytest.fixture
def ana():
    return crear_usuario("ana", "analista", "08")


@pytest.fixture
def cliente(ana):
    cliente = Client()
    cliente.force_login(ana)
    return cliente


@pytest.mark.parametrize(
    ("estado", "codigo"), [(Estado.IMPORTADA, "ya_importada"), (Estado.LEYENDO, "sin_revisar")]
)
def test_solo_se_importa_lo_revisado_y_una_vez(cliente, ana, estado, codigo):
    importacion = subir(cliente, a_csv([FILA]))
    Importacion.objects.filter(pk=importacion.pk).update(estado=estado)
    with pytest.raises(EstadoInvalidoError) as error:
        tomar_turno(importacion)
    assert error.value.codigo == codigo


def test_lo_ya_importado_no_se_empareja_y_lo_no_importado_no_se_deshace(cliente, ana):
    importacion = subir(cliente, a_csv([FILA]))
    with pytest.raises(EstadoInvalidoError):
        deshacer.deshacer_importacion(importacion=importacion, motivo="Se repitió", por=ana)
    pedir(cliente, importacion, "confirmar")
    with pytest.raises(EstadoInvalidoError):
        acciones.emparejar(importacion=importacion, emparejado={}, por=ana)


def test_un_lote_con_lugares_ajenos_no_entra_aunque_se_haya_juzgado_con_otro_ambito(cliente, ana):
    importacion = subir(cliente, a_csv([FILA]))
    de_loreto = leer_tabla(a_csv([SIN_NUMERO | {"ubigeo_de_registro": "160101"}]))
    lote = Lector(crear_usuario("nora", "analista", "")).leer(de_loreto)
    assert (len(lote.casos), lote.problemas) == (1, [])
    with pytest.raises(ErrorDeDominio) as error:
        acciones.importar_lote(importacion=importacion, lote=lote, informe={}, por=ana)
    assert error.value.codigo == "fuera_de_ambito"
    assert Caso.objects.count() == 0


def test_importar_es_de_quien_puede(cliente):
    importacion = subir(cliente, a_csv([FILA]))
    mateo = crear_usuario("mateo", "enlace_institucional", "08")
    with pytest.raises(SinPermisoError):
        acciones.subir_archivo(nombre="x.csv", contenido=b"a,b", por=mateo)
    with pytest.raises(SinPermisoError):
        acciones.encargar_paso(importacion=importacion, modo="importar", por=mateo)
    with pytest.raises(SinPermisoError):
        acciones.emparejar(importacion=importacion, emparejado={}, por=mateo)
    with pytest.raises(SinPermisoError):
        deshacer.deshacer_importacion(importacion=importacion, motivo="Se repitió", por=mateo)


def test_no_se_deshace_lo_que_alguien_toca_en_ese_momento(cliente, ana, monkeypatch):
    importacion = pedir(cliente, subir(cliente, a_csv([FILA])), "confirmar")
    acciones.editar_caso(caso=Caso.objects.get(), datos={"dependencia": "x"}, version=1, por=ana)
    monkeypatch.setattr(deshacer, "tocados_despues", lambda *a: set())
    with pytest.raises(EstadoInvalidoError) as error:
        deshacer.deshacer_importacion(importacion=importacion, motivo="Se repitió", por=ana)
    assert error.value.codigo == "tocado_ahora"


def test_una_actualizacion_no_se_deshace_si_alguien_escribio_o_si_ya_no_se_ve(cliente, ana):
    rosa = crear_usuario("rosa", "analista", "08")
    pedir(cliente, subir(cliente, a_csv([FILA])), "confirmar")
    cliente.force_login(rosa)
    cambio = pedir(cliente, subir(cliente, a_csv([FILA | {"dependencia": "W"}])), "confirmar")
    assert se_puede_deshacer(cambio, rosa) == {"se_anulan": 0, "vuelven": 1, "se_quedan": 0}
    CasoLugar.objects.update(ubigeo_id="150101")
    assert se_puede_deshacer(cambio, rosa) == {"se_anulan": 0, "vuelven": 0, "se_quedan": 1}
    CasoLugar.objects.update(ubigeo_id="080101")
    caso = Caso.objects.get()
    acciones.editar_caso(caso=caso, datos={"dependencia": "Z"}, version=caso.version, por=ana)
    assert se_puede_deshacer(cambio, rosa) == {"se_anulan": 0, "vuelven": 0, "se_quedan": 1}


def test_las_fuentes_y_los_archivos_de_otra_institucion_no_se_ven(cliente, ana):
    mp, pj = Entidad.objects.get(pk="mp"), Entidad.objects.get(pk="pj")
    ana.entidad = mp
    ana.save()
    importacion = pedir(cliente, subir(cliente, a_csv([FILA])), "confirmar")
    FuenteDeImportacion.objects.create(entidad=mp, nombre="Mensual", huella="h", guardada_por=ana)
    luis = crear_usuario("luis", "analista", "08")
    luis.entidad = pj
    luis.save()
    assert consultas.fuente_con_huella(ana, "h") is not None
    assert consultas.fuente_con_huella(luis, "h") is None
    assert consultas.importada_igual(ana, importacion.sha256) == importacion
    assert consultas.importada_igual(luis, importacion.sha256) is None


def test_un_texto_libre_no_se_repite_en_el_informe(cliente):
    largo = "Kanario" * 60
    malo = subir(cliente, a_csv([SIN_NUMERO | {"dependencia": largo}]))
    assert malo.problemas
    assert "Kanario" not in str((malo.problemas, malo.informe))
    pedir(cliente, subir(cliente, a_csv([FILA])), "confirmar")
    cambio = subir(cliente, a_csv([FILA | {"dependencia": "Kanario"}]))
    assert cambio.informe["actualizados"] == 1
    assert "Kanario" not in str(cambio.informe)
    assert "otro texto" in str(cambio.informe)


def con_clave(libro: bytes) -> bytes:
    """Las mismas piezas, marcadas como cifradas en cada cabecera del ZIP."""
    marcado = bytearray(libro)
    for firma, sitio in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        desde = marcado.find(firma)
        while desde >= 0:
            marcado[desde + sitio] |= 1
            desde = marcado.find(firma, desde + 4)
    return bytes(marcado)


@pytest.mark.parametrize(
    ("contenido", "codigo"),
    [
        (lambda: con_clave(a_xlsx([["materia"], ["trata"]])), "con_contrasena"),
        (lambda: a_xlsx([[f"c{i}" for i in range(201)]] * 2), "demasiadas_columnas"),
    ],
    ids=["piezas cifradas", "doscientas una columnas"],
)
def test_un_libro_que_no_se_admite(contenido, codigo):
    libro = contenido()
    assert zipfile.is_zipfile(io.BytesIO(libro))
    with pytest.raises(ArchivoIlegibleError) as error:
        leer_tabla(libro)
    assert error.value.codigo == codigo


def test_quien_abre_el_archivo_no_recibe_el_entorno(monkeypatch, tmp_path):
    espia = tmp_path / "espia.py"
    espia.write_text(
        "import json, os, sys\n"
        "dicho = {'codigo': 'espia', 'mensaje': json.dumps(dict(os.environ))}\n"
        "open(sys.argv[2] + '.meta', 'w').write(json.dumps(dicho))\n"
    )
    monkeypatch.setenv("LLAVE_DE_PRUEBA", "Kanario")
    monkeypatch.setattr(importador, "LECTOR", espia)
    with pytest.raises(ErrorDeDominio) as error:
        leer_tabla(b"a,b\n1,2\n")
    assert error.value.codigo == "espia"
    assert "Kanario" in os.environ.values()
    assert "Kanario" not in error.value.mensaje


ESPIA = """
import json, resource, sys
{hace}
dicho = {{"codigo": "espia", "mensaje": json.dumps({dice})}}
open(sys.argv[2] + ".meta", "w").write(json.dumps(dicho))
"""


def espiar(monkeypatch, tmp_path, *, hace="", dice="''"):
    """Pone en lugar del lector uno que hace y dice eso; devuelve el error que sale."""
    espia = tmp_path / "espia.py"
    espia.write_text(ESPIA.format(hace=hace, dice=dice))
    monkeypatch.setattr(importador, "LECTOR", espia)
    with pytest.raises(ArchivoIlegibleError) as error:
        leer_tabla(b"a,b\n1,2\n")
    return error.value


def test_quien_abre_el_archivo_tiene_sus_topes_puestos(monkeypatch, tmp_path):
    topes = ("AS", "CPU", "FSIZE", "CORE")
    pedido = f"[resource.getrlimit(getattr(resource, 'RLIMIT_' + t)) for t in {topes}]"
    dicho = espiar(monkeypatch, tmp_path, dice=pedido)
    assert dicho.codigo == "espia"
    puestos = (importador.MEMORIA_MAXIMA, importador.SEGUNDOS_MAXIMOS, importador.SALIDA_MAXIMA, 0)
    assert json.loads(dicho.mensaje) == [[tope, tope] for tope in puestos]


@pytest.mark.parametrize(
    ("tope", "valor", "hace", "codigo"),
    [
        ("MEMORIA_MAXIMA", 128 * 1024 * 1024, "bytearray(300_000_000)", "no_se_pudo_abrir"),
        ("SALIDA_MAXIMA", 1000, "open(sys.argv[2], 'wb').truncate(2000)", "no_se_pudo_abrir"),
        ("SEGUNDOS_MAXIMOS", 1, "import time; time.sleep(8)", "muy_lento"),
    ],
)
def test_quien_se_pasa_de_su_tope_muere_y_se_dice(monkeypatch, tmp_path, tope, valor, hace, codigo):
    if codigo != "muy_lento":
        assert espiar(monkeypatch, tmp_path, hace=hace).codigo == "espia"
    monkeypatch.setattr(importador, tope, valor)
    assert espiar(monkeypatch, tmp_path, hace=hace).codigo == codigo
