"""El documento dice todo de cada operación, la guía funciona y el cliente generado también."""

import importlib.util
import re
import shutil
import subprocess
from io import StringIO
from pathlib import Path

import pytest
from django.conf import settings
from django.core.management import call_command

from casos.models import Caso
from tests.fabricas.casos import crear_usuario
from tests.fabricas.integracion import documento_openapi, receptor_en_la_maquina, token_para
from trata.cuentas.models import Entidad
from trata.cuentas.permisos import Permiso
from trata.integracion import avisos
from trata.integracion.models import Acuse, Convenio
from trata.trabajos import bandeja

GUIA = Path(settings.BASE_DIR) / "docs" / "api.md"


def operaciones():
    for ruta, por_verbo in documento_openapi()["paths"].items():
        for verbo, operacion in por_verbo.items():
            yield f"{verbo} {ruta}", operacion


def faltas_de(operacion):
    """Lo que una operación no dice."""
    faltas = []
    if operacion.get("x-permiso") not in {str(p) for p in Permiso}:
        faltas.append("permiso")
    if "Permiso:" not in operacion.get("description", ""):
        faltas.append("permiso en palabras")
    if not operacion.get("summary"):
        faltas.append("resumen")
    if not {"400", "401", "403", "429"} <= set(operacion["responses"]):
        faltas.append("errores")
    buenas = [r for e, r in operacion["responses"].items() if e.startswith("2")]
    contenidos = [c for r in operacion["responses"].values() for c in r.get("content", {}).values()]
    contenidos += operacion.get("requestBody", {}).get("content", {}).values()
    if not buenas or any("example" not in c for c in contenidos):
        faltas.append("ejemplos")
    return faltas


def test_cada_operacion_dice_su_permiso_sus_errores_y_un_ejemplo():
    assert [(n, f) for n, o in operaciones() if (f := faltas_de(o))] == []
    assert len(list(operaciones())) > 150


def test_una_operacion_muda_se_ve():
    assert set(faltas_de({"responses": {"200": {"content": {"application/json": {}}}}})) >= {
        "permiso",
        "errores",
        "ejemplos",
    }


def test_lo_que_cambia_pide_version_y_lo_que_crea_admite_clave():
    por_nombre = dict(operaciones())
    cambio = por_nombre["patch /api/v1/casos/{uuid}/"]
    alta = por_nombre["post /api/v1/casos/"]
    assert {"If-Match"} <= {p["name"] for p in cambio["parameters"]}
    assert {"412", "428"} <= set(cambio["responses"])
    assert {"Idempotency-Key"} <= {p["name"] for p in alta["parameters"]}
    assert alta["requestBody"]["content"]["application/json"]["example"]["materia"] == "trata"


@pytest.fixture
def credencial(transactional_db):
    cuenta = crear_usuario("sistema-mp", "sistema", "")
    cuenta.entidad = Entidad.objects.get(pk="mp")
    cuenta.save()
    return token_para(cuenta)


@pytest.mark.skipif(
    not (shutil.which("curl") and shutil.which("jq")),
    reason="La guía usa curl y jq, y esta máquina no los tiene.",
)
def test_la_guia_se_ejecuta_tal_cual(credencial, live_server):
    bloques = re.findall(r"```bash\n(.*?)```", GUIA.read_text(encoding="utf-8"), re.S)
    assert len(bloques) >= 7
    guion = "set -euo pipefail\n" + "\n".join(bloques)
    hecho = subprocess.run(
        ["bash", "-c", guion],
        env={"PATH": "/usr/bin:/bin", "TRATA": live_server.url, "TOKEN": credencial},
        capture_output=True,
        text=True,
        timeout=120,
    )
    assert hecho.returncode == 0, (hecho.stdout[-600:], hecho.stderr[-600:])
    assert Caso.objects.count() == 2
    assert Caso.objects.get(dependencia="Segunda Fiscalía").victimas.count() == 1


@pytest.fixture
def modulo(tmp_path):
    """El cliente recién generado, cargado desde su archivo."""
    archivo = tmp_path / "trata_cliente.py"
    call_command("generar_cliente", salida=archivo, stdout=StringIO())
    espec = importlib.util.spec_from_file_location("trata_cliente", archivo)
    cargado = importlib.util.module_from_spec(espec)
    espec.loader.exec_module(cargado)
    return cargado


def test_el_cliente_generado_lleva_un_caso_desde_el_alta_hasta_su_aviso(
    credencial, live_server, modulo, settings
):
    settings.AVISOS_A_LA_RED_INTERNA = True
    trata = modulo.Cliente(live_server.url, credencial)
    datos = {"materia": "trata", "origen": "denuncia", "fuente": "pnp"}
    with receptor_en_la_maquina() as receptor:
        secreto = suscribir(receptor.direccion, ["caso.cambiado"])
        alta = trata.casos_create(datos, idempotency_key="c-1")
        caso = alta.datos["uuid"]
        assert trata.casos_create(datos, idempotency_key="c-1").datos == alta.datos
        with pytest.raises(modulo.ProblemaError) as otra:
            trata.casos_create(datos | {"fuente": "mp"}, idempotency_key="c-1")
        assert (otra.value.estado, otra.value.codigo) == (422, "clave_reutilizada")
        victima = {"caso": caso, "sexo": "mujer", "forma_edad": "exacta", "edad": 22}
        hecha = trata.victimas_create(victima, idempotency_key="v-1")
        assert hecha.estado == 201
        assert trata.victimas_create(victima, idempotency_key="v-1").datos == hecha.datos
        assert Caso.objects.get(uuid=caso).victimas.count() == 1
        cambio = {"dependencia": "Fiscalía"}
        guardado = trata.casos_partial_update(caso, cambio, if_match=alta.etag)
        with pytest.raises(modulo.ProblemaError) as vieja:
            trata.casos_partial_update(caso, cambio, if_match=alta.etag)
        assert vieja.value.estado == 412
        bandeja.barrer()
        avisos.entregar_pendientes()
        cabeceras, cuerpo = receptor.recibidos[-1]
    aviso = modulo.abrir_aviso(secreto, cabeceras, cuerpo)
    assert aviso["type"] == "caso.cambiado"
    assert aviso["data"] == {"objeto": caso, "version": guardado.datos["version"]}
    for cambiado, ajeno in (
        (cuerpo.replace(b"caso", b"otro"), {}),
        (cuerpo, {"webhook-id": "x"}),
        (cuerpo, {"webhook-timestamp": "1"}),
    ):
        with pytest.raises(modulo.AvisoFalsoError):
            modulo.abrir_aviso(secreto, cabeceras | ajeno, cambiado)


def suscribir(direccion, sucesos):
    """Una suscripción del convenio que hay; devuelve su secreto."""
    quien = crear_usuario("adela", "administrador", "")
    datos = {"direccion": direccion, "sucesos": sucesos}
    return avisos.suscribir(convenio=Convenio.objects.get(), datos=datos, por=quien)[1]


def test_el_cliente_generado_crea_cambia_pagina_y_dice_los_errores(credencial, live_server, modulo):
    trata = modulo.Cliente(live_server.url, credencial)
    datos = {"materia": "trata", "origen": "denuncia", "fuente": "pnp"}
    alta = trata.casos_create(datos, idempotency_key="c-1")
    repetida = trata.casos_create(datos, idempotency_key="c-1")
    assert alta.datos == repetida.datos
    assert Acuse.objects.filter(uuid=alta.acuse).exists()
    cambio = trata.casos_partial_update(
        alta.datos["uuid"], {"dependencia": "Fiscalía"}, if_match=alta.etag
    )
    assert cambio.datos["dependencia"] == "Fiscalía"
    for n in range(3):
        trata.casos_create(datos, idempotency_key=f"otra-{n}")
    codigos = [c["codigo"] for c in trata.todas(trata.casos_list, limite=2, campos="codigo")]
    assert len(set(codigos)) == len(codigos) == Caso.objects.count() == 4
    with pytest.raises(modulo.ProblemaError) as error:
        trata.casos_create({"materia": "no_existe"})
    assert (error.value.estado, error.value.codigo) == (400, "datos_invalidos")
    assert "materia" in error.value.campos
    with pytest.raises(modulo.ProblemaError) as ajena:
        modulo.Cliente(live_server.url, "0" * 64).casos_list()
    assert ajena.value.estado == 401
