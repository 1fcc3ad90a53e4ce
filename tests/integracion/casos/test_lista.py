"""La lista contra una cuenta hecha a mano: filtros, cuenta, orden, páginas y búsquedas."""

import random
import re
from datetime import date, timedelta
from urllib.parse import urlencode

import pytest
from django.test import Client
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from casos.acciones.busqueda import indexar
from casos.consultas.busqueda import ORDENES, pagina
from casos.models import BusquedaGuardada, Caso, CasoLugar
from tests.fabricas.casos import crear_caso, crear_usuario

pytestmark = pytest.mark.django_db
CODIGO = re.compile(r"TRATA-2026-9\d{5}")
DEPARTAMENTOS = {"08": "080101", "15": "150101", "16": "160101"}
FECHAS = [None, date(2025, 3, 1), date(2025, 12, 31), date(2026, 1, 1), date(2026, 1, 1)]
SIN_PRISA = settings(
    max_examples=15, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)


def uno_al_azar(azar):
    """Un caso como diccionario: con él se crea y con él se cuenta a mano."""
    return {
        "estado": azar.choice(["borrador", "enviado", "observado"]),
        "materia": azar.choice(["trata", "explotacion_conexa"]),
        "fuente": azar.choice(["pnp", "mp"]),
        "fecha": azar.choice(FECHAS),
        "registro": azar.choice(list(DEPARTAMENTOS)),
        "captacion": azar.choice([None, *DEPARTAMENTOS]),
        "dependencia": azar.choice(["", "Comisaría Ñahuí", "DEPINTRAP"]),
        "victimas": [
            {
                "sexo": azar.choice(["mujer", "hombre"]),
                "grupo_edad": azar.choice(["12-17", "18-29"]),
                "finalidad": azar.choice(["explotacion_sexual", "explotacion_laboral"]),
                "estado": azar.choice(["presunta", "identificada"]),
            }
            for _ in range(azar.randrange(3))
        ],
    }


def guardar(hecho):
    caso = crear_caso(
        registro=DEPARTAMENTOS[hecho["registro"]],
        victimas=0,
        fecha_de_registro=hecho["fecha"],
        **{c: hecho[c] for c in ("estado", "materia", "fuente", "dependencia")},
    )
    if hecho["captacion"]:
        ubigeo = DEPARTAMENTOS[hecho["captacion"]]
        CasoLugar.objects.create(caso=caso, rol="captacion", ubigeo_id=ubigeo)
    for numero, victima in enumerate(hecho["victimas"], 1):
        edad = 15 if victima["grupo_edad"] == "12-17" else 22
        seudonimo = f"{caso.codigo}-V{numero}"
        caso.victimas.create(numero=numero, seudonimo=seudonimo, edad=edad, **victima)
    indexar([caso.pk])
    return caso.codigo


@pytest.fixture
def registro():
    azar = random.Random(11)
    hechos = [uno_al_azar(azar) for _ in range(45)]
    return {guardar(h): h for h in hechos}


DE_VICTIMA = {
    "sexo": "sexo",
    "grupo_edad": "grupo_edad",
    "finalidad": "finalidad",
    "estado_victima": "estado",
}


def cumple(hecho, consulta):
    """La cuenta a mano: sin SQL, condición por condición."""
    for campo in ("materia", "fuente"):
        if campo in consulta and hecho[campo] != consulta[campo]:
            return False
    if "estado" in consulta and hecho["estado"] not in consulta["estado"]:
        return False
    if "departamento" in consulta:
        rol = consulta.get("rol", "registro")
        if hecho[rol] != consulta["departamento"]:
            return False
    if "desde" in consulta and not (hecho["fecha"] and hecho["fecha"].year >= 2026):
        return False
    if "hasta" in consulta and not (hecho["fecha"] and hecho["fecha"].year <= 2025):
        return False
    if "texto" in consulta and "Ñahuí" not in hecho["dependencia"]:
        return False
    pedidos = {DE_VICTIMA[c]: v for c, v in consulta.items() if c in DE_VICTIMA}
    return not pedidos or any(
        all(v[c] == valor for c, valor in pedidos.items()) for v in hecho["victimas"]
    )


OPCIONES = {
    "materia": ["trata"],
    "fuente": ["pnp"],
    "estado": [["enviado"], ["borrador", "observado"]],
    "departamento": ["08", "15"],
    "rol": ["captacion"],
    "desde": ["2026"],
    "hasta": ["2025"],
    "texto": ["nahui"],
    "sexo": ["mujer"],
    "grupo_edad": ["12-17"],
    "finalidad": ["explotacion_laboral"],
    "estado_victima": ["identificada"],
}


def consultas_al_azar(cuantas):
    azar = random.Random(5)
    lista = [{}, *({c: v[0]} for c, v in OPCIONES.items())]
    while len(lista) < cuantas:
        elegidos = azar.sample(sorted(OPCIONES), azar.randint(2, 4))
        lista.append({c: azar.choice(OPCIONES[c]) for c in elegidos})
    return lista


def test_la_cuenta_las_filas_y_la_api_son_las_de_contar_a_mano(registro):
    cliente = Client()
    cliente.force_login(crear_usuario("nora", "analista", ""))
    parciales = 0
    for consulta in consultas_al_azar(26):
        esperados = {c for c, hecho in registro.items() if cumple(hecho, consulta)}
        texto = cliente.get("/casos/", consulta).content.decode().replace("\xa0", " ")
        tabla = texto.partition("<tbody>")[2]
        assert set(CODIGO.findall(tabla)) == esperados, consulta
        cuenta = "1 caso<" if len(esperados) == 1 else f"{len(esperados)} casos<"
        assert f"<strong>{cuenta}" in texto, consulta
        api = cliente.get("/api/v1/casos/", consulta | {"limite": 100}).json()["resultados"]
        assert {c["codigo"] for c in api} == esperados, consulta
        parciales += 0 < len(esperados) < len(registro)
    assert parciales > 15  # los filtros sí filtran


def test_bruno_filtra_dentro_de_su_ambito_y_de_lo_que_tiene_asignado(registro):
    cliente = Client()
    cliente.force_login(crear_usuario("bruno", "analista", "15"))
    suyos = {c for c, h in registro.items() if "15" in {h["registro"], h["captacion"]}}
    texto = cliente.get("/casos/").content.decode()
    assert set(CODIGO.findall(texto.partition("<tbody>")[2])) == suyos


@SIN_PRISA
@given(
    dias=st.lists(st.none() | st.integers(0, 3), max_size=9),
    orden=st.sampled_from(sorted(ORDENES)),
    tamano=st.integers(1, 4),
)
def test_las_paginas_por_llave_son_la_lista_entera_en_su_orden(dias, orden, tamano):
    Caso.objects.update(estado="anulado", motivo_de_anulacion="x")
    Caso.objects.bulk_create(
        Caso(
            codigo=f"K-{Caso.objects.count()}-{i}",
            fecha_de_registro=None if dia is None else date(2026, 1, 1) + timedelta(dia),
        )
        for i, dia in enumerate(dias)
    )
    conjunto = Caso.objects.filter(estado="borrador")
    campo, desciende = ORDENES[orden]
    signo = -1 if desciende else 1

    def llave(caso):
        if campo == "id":
            return (0, 0, signo * caso.pk)
        fecha = caso.fecha_de_registro
        return (fecha is None, signo * fecha.toordinal() if fecha else 0, signo * caso.pk)

    esperada = [c.pk for c in sorted(conjunto, key=llave)]
    hojas, cursor = [], ""
    while True:
        hoja = pagina(conjunto, orden=orden, despues=cursor, por_pagina=tamano)
        hojas.append(hoja)
        if not (cursor := hoja.siguiente):
            break
    assert [c.pk for h in hojas for c in h.filas] == esperada
    for anterior, hoja in zip(hojas, hojas[1:], strict=False):
        vuelta = pagina(conjunto, orden=orden, antes=hoja.anterior, por_pagina=tamano)
        assert [c.pk for c in vuelta.filas] == [c.pk for c in anterior.filas]


@pytest.fixture
def como_ana():
    cliente = Client()
    cliente.force_login(crear_usuario("ana", "analista", "08"))
    return cliente


def encabezados(texto):
    cabeza = texto.partition("<thead>")[2].partition("</thead>")[0]
    return [re.sub(r"<[^>]+>", "", t).strip() for t in re.findall(r"<th.*?</th>", cabeza)]


def test_se_eligen_las_columnas(como_ana):
    crear_caso(registro="080101", fuente="pnp")
    texto = como_ana.get("/casos/?col=fuente&col=origen").content.decode()
    assert encabezados(texto) == ["Código", "Fuente", "Cómo empezó"]
    assert "Policía Nacional" in texto.partition("<tbody>")[2]
    de_entrada = encabezados(como_ana.get("/casos/").content.decode())
    assert de_entrada == [
        *("Código", "Fecha", "Lugar de registro", "Materia", "Víctimas", "Estado")
    ]


def test_se_ordena_desde_el_encabezado_y_se_conserva_lo_filtrado(como_ana):
    viejo = crear_caso(registro="080101", fecha_de_registro=date(2020, 1, 1)).codigo
    nuevo = crear_caso(registro="080101", fecha_de_registro=date(2026, 1, 1)).codigo
    crear_caso(registro="080101", materia="explotacion_conexa")

    def abrir(ruta):
        texto = como_ana.get(f"/casos/{ruta}").content.decode()
        return texto, list(dict.fromkeys(CODIGO.findall(texto.partition("<tbody>")[2])))

    def enlace_de_fecha(texto):
        return re.search(r'<th[^>]*><a href="([^"]+)">Fecha', texto)[1].replace("&amp;", "&")

    texto, _ = abrir("?materia=trata")
    texto, filas = abrir(enlace_de_fecha(texto))
    assert filas == [nuevo, viejo]
    assert re.search(r'aria-sort="descending"><a[^>]*>Fecha', texto)
    texto, filas = abrir(enlace_de_fecha(texto))
    assert filas == [viejo, nuevo]
    assert re.search(r'aria-sort="ascending"><a[^>]*>Fecha', texto)


def test_una_busqueda_guardada_da_la_misma_cuenta_se_reemplaza_y_es_de_cada_quien(como_ana):
    for materia in ("trata", "trata", "explotacion_conexa"):
        crear_caso(registro="080101", materia=materia)
    consulta = urlencode({"materia": "trata", "orden": "fecha_desc", "col": "fuente"})
    for guardada in ("estado=borrador", consulta):
        como_ana.post("/casos/busquedas/", {"nombre": "  Sólo   trata ", "consulta": guardada})
    busqueda = BusquedaGuardada.objects.get()
    assert busqueda.nombre == "Sólo trata"
    lista = como_ana.get("/casos/").content.decode()
    enlace = re.search(r'class="ficha" href="([^"]+)">Sólo trata', lista)[1].replace("&amp;", "&")
    texto = como_ana.get(f"/casos/{enlace}").content.decode().replace("\xa0", " ")
    assert "<strong>2 casos<" in texto
    assert encabezados(texto) == ["Código", "Fuente"]
    otra = Client()
    otra.force_login(crear_usuario("rosa", "analista", "08"))
    assert "Sólo trata" not in otra.get("/casos/").content.decode()
    assert otra.post(f"/casos/busquedas/{busqueda.pk}/borrar/").status_code == 404
    assert como_ana.post(f"/casos/busquedas/{busqueda.pk}/borrar/").status_code == 302
    assert not BusquedaGuardada.objects.exists()
    como_ana.post("/casos/busquedas/", {"nombre": " ", "consulta": consulta})
    assert not BusquedaGuardada.objects.exists()


@pytest.mark.parametrize(
    "escrito",
    ["{codigo}", "{minusculas}", "{corto}", " {codigo} ", "{codigo}-V1", "trata {anio} {numero}"],
)
def test_por_su_codigo_se_encuentra_el_caso_y_ninguno_mas(como_ana, escrito):
    caso, otro = crear_caso(registro="080101"), crear_caso(registro="080101")
    indexar([caso.pk, otro.pk])
    _, anio, numero = caso.codigo.split("-")
    texto = escrito.format(
        codigo=caso.codigo,
        minusculas=caso.codigo.lower(),
        corto=f"{anio}-{int(numero)}",
        anio=anio,
        numero=int(numero),
    )
    pagina_ = como_ana.get("/casos/", {"texto": texto}).content.decode()
    assert caso.codigo in pagina_
    assert otro.codigo not in pagina_


def test_un_numero_ajeno_con_forma_de_codigo_tambien_se_encuentra(como_ana):
    caso = crear_caso(registro="080101", dependencia="Nota 2024-77")
    indexar([caso.pk])
    assert caso.codigo in como_ana.get("/casos/", {"texto": "2024-77"}).content.decode()
