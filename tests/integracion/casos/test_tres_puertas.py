"""Las tres puertas —pantalla, API (alta y PATCH) y archivo— dicen lo mismo de lo mismo."""

import csv
import io
import json

import pytest
from django.test import Client

from casos.forms.ficha import form_de_parte
from casos.importador import Lector
from casos.models import Caso, Victima
from tests.fabricas.casos import crear_caso
from trata.comun.importador import leer_tabla

pytestmark = pytest.mark.django_db

VICTIMA = {
    "sexo": "mujer",
    "edad": "22",
    "nacionalidad": "pe",
    "finalidad": "explotacion_sexual",
    "medio": "engano",
}
MALOS = [
    {"sexo": "otra_cosa"},
    {"edad": "121"},
    {"edad": "-1"},
    {"edad": "abc"},
    {"edad": "99999"},
    {"edad": "95"},
    {"edad": "15", "grupo_edad": "18-29"},
    {"forma_edad": "nacimiento"},
    {"fecha_nacimiento": "1850-01-01"},
    {"fecha_nacimiento": "2090-01-01"},
    {"fecha_nacimiento": "2000-01-01"},
    {"medio": "otro"},
    {"medio_otro": "algo"},
    {"medio_otro": "x" * 121, "medio": "otro"},
    {"medio": "otro", "medio_otro": "a\x07b"},
    {"medios_adicionales": ["engano"]},
    {"medios_adicionales": ["no_existe"]},
    {"finalidad": "", "finalidades_adicionales": ["mendicidad"]},
    {"fecha_de_captacion": "2026-03-01", "fecha_de_hallazgo": "2026-02-01"},
    {"menor_de_14": "si"},
    {"necesita_interprete": "no", "tuvo_interprete": "si"},
    {"sexo": "hombre", "gestante": "si"},
    {"dependientes": "16"},
    {"ajustes": "llámala al 987654321"},
    {"fecha_de_hallazgo": "1-1-1"},
]


@pytest.fixture
def caso():
    return crear_caso(registro="080101", estado="borrador")


def como_formulario(datos):
    planos = {}
    for clave, valor in datos.items():
        if clave.startswith("fecha"):
            anio, mes, dia = valor.split("-")
            planos |= {f"{clave}_dia": dia, f"{clave}_mes": mes, f"{clave}_anio": anio}
        else:
            planos[clave] = valor
    return planos


def faltas_del_formulario(datos, caso, ana):
    """(campo, código) que da la pantalla."""
    cliente = Client()
    cliente.force_login(ana)
    respuesta = cliente.post(f"/casos/{caso.uuid}/victima/nueva/", como_formulario(datos))
    assert respuesta.status_code == 422, datos
    errores = respuesta.context_data["form"].errors.as_data()
    return {(campo, e.code) for campo, lista in errores.items() for e in lista}


def _campos(respuesta):
    return {
        (campo.split(".")[0], falta["codigo"])
        for campo, lista in respuesta.json()["campos"].items()
        for falta in lista
    }


def faltas_de_la_api(datos, caso, ana):
    cliente = Client()
    cliente.force_login(ana)
    cuerpo = {c: v for c, v in datos.items() if v != ""} | {"caso": str(caso.uuid)}
    respuesta = cliente.post("/api/v1/victimas/", json.dumps(cuerpo), "application/json")
    assert respuesta.status_code == 400, respuesta.content
    return _campos(respuesta)


def faltas_del_patch(datos, caso, ana):
    victima = Victima.objects.create(
        caso=caso, numero=9, seudonimo=f"{caso.codigo}-V9", registrado_por=ana
    )
    cliente = Client()
    cliente.force_login(ana)
    cuerpo = {c: v for c, v in datos.items() if v != ""}
    respuesta = cliente.patch(
        f"/api/v1/victimas/{victima.uuid}/",
        json.dumps(cuerpo),
        "application/json",
        headers={"If-Match": '"1"'},
    )
    assert respuesta.status_code == 400, respuesta.content
    return _campos(respuesta)


def archivo(filas):
    columnas = list(dict.fromkeys(c for f in filas for c in f))
    salida = io.StringIO()
    escritor = csv.DictWriter(salida, columnas)
    escritor.writeheader()
    for fila in filas:
        escritor.writerow({c: "|".join(v) if isinstance(v, list) else v for c, v in fila.items()})
    return salida.getvalue().encode()


DEL_CASO = {
    "materia": "trata",
    "fecha_de_registro": "2026-03-10",
    "ubigeo_de_registro": "080101",
}


def faltas_del_archivo(datos, ana):
    lote = Lector(ana).leer(leer_tabla(archivo([DEL_CASO | datos])))
    return {(p.campo, p.codigo) for p in lote.problemas}


@pytest.mark.parametrize("cambio", MALOS, ids=lambda c: "-".join(c))
def test_el_mismo_dato_malo_da_los_mismos_codigos_en_todas_las_puertas(cambio, caso, ana):
    datos = VICTIMA | cambio
    esperadas = faltas_del_formulario(datos, caso, ana)
    assert esperadas
    assert faltas_de_la_api(datos, caso, ana) == esperadas
    assert faltas_del_patch(datos, caso, ana) == esperadas
    assert faltas_del_archivo(datos, ana) == esperadas


def test_el_formulario_de_la_victima_tiene_los_campos_de_la_api(caso):
    assert set(form_de_parte("victima").base_fields) >= set(VICTIMA)


def registrar_por_la_api(cliente: Client) -> str:
    """Un caso completo, pieza por pieza; devuelve su identificador."""

    def enviar(ruta, **datos):
        return cliente.post(f"/api/v1/{ruta}/", json.dumps(datos), "application/json")

    respuesta = enviar(
        "casos",
        materia="trata",
        origen="denuncia",
        fuente="pnp",
        denunciante="madre",
        fecha_de_registro="2026-03-10",
    )
    assert respuesta.status_code == 201, respuesta.content
    uuid = respuesta.json()["uuid"]
    assert enviar("lugares", caso=uuid, rol="registro", ubigeo="080101").status_code == 201
    fuera = enviar("lugares", caso=uuid, rol="registro", ubigeo="160101")
    assert fuera.status_code == 400
    victima = enviar(
        "victimas",
        caso=uuid,
        **VICTIMA,
        educacion="secundaria",
        captacion="internet",
        vinculo="pareja",
        alcance="nacional",
        lugar_explotacion="bar",
        hallazgo="detectada",
    ).json()
    paso = enviar(
        "estados-de-victima",
        caso=uuid,
        victima=victima["uuid"],
        estado="presunta",
        fecha="2026-03-11",
        organo="policia",
    )
    assert paso.status_code == 201, paso.content
    return uuid


def test_un_caso_entero_por_la_api(como_ana):
    cliente = como_ana
    uuid = registrar_por_la_api(cliente)
    sin_version = cliente.post(f"/api/v1/casos/{uuid}/enviar/")
    assert sin_version.status_code == 428
    version = cliente.get(f"/api/v1/casos/{uuid}/").json()["version"]
    enviado = cliente.post(f"/api/v1/casos/{uuid}/enviar/", headers={"If-Match": f'"{version}"'})
    assert enviado.status_code == 200, enviado.content
    assert enviado.json()["estado"] == "enviado"
    vieja = cliente.patch(
        f"/api/v1/casos/{uuid}/",
        json.dumps({"dependencia": "x"}),
        "application/json",
        headers={"If-Match": '"1"'},
    )
    assert vieja.status_code == 412


def test_las_entidades_de_un_operativo_se_ponen_se_cambian_y_se_quitan_por_la_api(ana):
    caso = crear_caso(registro="080101", estado="borrador")
    cliente = Client()
    cliente.force_login(ana)
    alta = cliente.post(
        "/api/v1/operativos/",
        json.dumps({"caso": str(caso.uuid), "unidad": "DIVINTRAP", "entidades": ["mp", "mimp"]}),
        "application/json",
    )
    assert alta.status_code == 201, alta.content
    assert sorted(alta.json()["entidades"]) == ["mimp", "mp"]
    ruta = f"/api/v1/operativos/{alta.json()['uuid']}/"

    def cambiar(version, **datos):
        return cliente.patch(
            ruta,
            json.dumps(datos),
            "application/json",
            headers={"If-Match": f'"{version}"'},
        )

    cambio = cambiar(1, entidades=["mininter"])
    assert cambio.status_code == 200, cambio.content
    assert cambio.json()["entidades"] == ["mininter"]
    operativo = caso.operativos.get()
    assert [e.pk for e in operativo.entidades.all()] == ["mininter"]
    assert cambiar(2, unidad="Otra").json()["entidades"] == ["mininter"]
    assert cambiar(1, entidades=[]).status_code == 412
    malo = cambiar(3, entidades=["no-existe"])
    assert malo.status_code == 400
    assert "entidades" in malo.json()["campos"]
    assert cambiar(3, entidades=[]).json()["entidades"] == []


def test_la_api_no_muestra_lo_ajeno_ni_deja_colgarle_nada(ana):
    ajeno = crear_caso(registro="160101")
    cliente = Client()
    cliente.force_login(ana)
    assert cliente.get(f"/api/v1/casos/{ajeno.uuid}/").status_code == 404
    assert cliente.get("/api/v1/victimas/").json()["resultados"] == []
    cuerpo = json.dumps({"caso": str(ajeno.uuid), "sexo": "mujer"})
    respuesta = cliente.post("/api/v1/victimas/", cuerpo, "application/json")
    assert respuesta.status_code == 400
    assert "caso" in respuesta.json()["campos"]


def test_la_clave_de_idempotencia_registra_un_solo_caso(ana):
    cliente = Client()
    cliente.force_login(ana)
    for _ in range(3):
        cliente.post(
            "/api/v1/casos/",
            json.dumps({"materia": "trata"}),
            "application/json",
            headers={"Idempotency-Key": "a1"},
        )
    assert Caso.objects.count() == 1


COMPLETA = DEL_CASO | {
    "institucion": "MP",
    "tipo_numero": "Carpeta fiscal",
    "numero": "506-2026-12",
    "origen": "Denuncia",
    "sexo": "Mujer",
    "edad": "17",
    "finalidad": "explotación sexual",
    "estado_victima": "presunta",
    "fecha_de_estado": "11/03/2026",
    "organo": "policia",
}


@pytest.mark.parametrize("codificacion", ["utf-8", "utf-8-sig", "cp1252", "utf-16"])
@pytest.mark.parametrize("separador", [",", ";", "\t"])
def test_el_csv_se_lee_en_cualquier_codificacion_y_separador(ana, codificacion, separador):
    texto = archivo([COMPLETA]).decode().replace(",", separador)
    lote = Lector(ana).leer(leer_tabla(texto.encode(codificacion)))
    assert lote.problemas == []
    assert lote.casos[0].victimas[0][1]["finalidad"] == "explotacion_sexual"


def test_un_lugar_ajeno_no_entra_por_el_archivo(ana):
    faltas = faltas_del_archivo(VICTIMA | {"ubigeo_de_registro": "160101"}, ana)
    assert ("ubigeo_de_registro", "lugar_fuera_de_ambito") in faltas
