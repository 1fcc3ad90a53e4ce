"""Figura, lista, API y XLSX dan el mismo número, para cada figura, rol y región."""

import io
import random
from dataclasses import replace
from datetime import date
from typing import Any

import pytest
import python_calamine
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from casos.models import Caso, CasoLugar, Victima
from tests.fabricas.casos import crear_caso
from tests.fabricas.cuentas import usuario
from trata.agregados.acciones import marcar, procesar_marcas
from trata.agregados.models import Unidad
from trata.agregados.prudencia import POCOS
from trata.agregados.variables import variable
from trata.agregados.vivo import fuente_de
from trata.comun.errores import ServicioNoDisponibleError
from trata.comun.formato import NBSP
from trata.tableros import acciones
from trata.tableros.figuras.catalogo import claves_de
from trata.tableros.figuras.evolucion import evolucion
from trata.tableros.registro import leer_pedido

pytestmark = pytest.mark.django_db
API = "/api/v1/estadisticas"
LUGARES = ("080101", "080801", "150101", "150122", "170101")


@pytest.fixture
def registro() -> None:
    """Sesenta casos en tres departamentos, algunos que no cuentan."""
    azar = random.Random(4)
    for _ in range(60):
        caso = crear_caso(
            registro=azar.choice(LUGARES),
            victimas=azar.choice((1, 1, 2, 3)),
            victima={"sexo": azar.choice(("mujer", "mujer", "hombre", "no_consta"))},
            fecha_de_registro=date(azar.choice((2024, 2025)), azar.randint(1, 12), 5),
            estado=azar.choice(("enviado", "enviado", "enviado", "observado", "borrador")),
            denunciante=azar.choice(("madre", "pnp_oficio", "")),
            materia=azar.choice(("trata", "trata", "trata", "tim")),
        )
        fines = ("explotacion_sexual", "mendicidad", "servidumbre", "no_consta")
        Victima.objects.filter(caso=caso).update(finalidad=azar.choice(fines))
    marcar(objetos=Caso.objects.values_list("pk", flat=True))
    procesar_marcas()


def contados(**filtro: Any) -> int:
    """A mano, desde el registro: lo enviado o conforme, de trata."""
    return Victima.objects.filter(
        caso__estado__in=("enviado", "conforme"), caso__materia__in=("trata", "trata_con_tim"),
        **filtro,
    ).count()  # fmt: skip


CORTES = [
    {"anio": "2024"},
    {"anio": "2024", "departamento": "08"},
    {"anio": "2025", "departamento": "15", "sexo": "mujer"},
    {"anio": "2024", "departamento": "08", "provincia": "0801"},
    {"anio": "2025", "mes": "3"},
    {"anio": "2024", "fin": "mendicidad", "sexo": "hombre"},
    {"anio": "2024", "unidad": "casos"},
]
ROLES = [("direccion", ("",)), ("analista", ("08",)), ("validador", ("15", "17"))]


@pytest.mark.parametrize("rol", ROLES, ids=lambda r: f"{r[0]}-{'-'.join(r[1]) or 'peru'}")
@pytest.mark.parametrize("corte", CORTES, ids=lambda c: "-".join(c.values()))
def test_figura_lista_api_y_xlsx_dan_el_mismo_numero(
    client: Client, registro: None, rol: Any, corte: dict[str, str]
) -> None:
    persona = usuario(rol[0], prefijos=rol[1])
    client.force_login(persona)
    pedido = leer_pedido(corte, persona)
    n = pedido.total
    assert client.get("/tablero/", corte).context["pedido"].total == n
    assert client.get("/tablero/lista/", corte).context["total"] == n
    assert client.get(f"{API}/lista/", corte).json()["total"] == n
    propias = fuente_de(pedido.corte).variables
    for clave in claves_de(pedido):
        api = client.get(f"{API}/figuras/{clave}/", corte)
        assert api.status_code == 200, (clave, api.content)
        assert api.json()["total"] == n
        xlsx = client.get(f"/tablero/figura/{clave}.xlsx", corte)
        hoja = python_calamine.CalamineWorkbook.from_filelike(io.BytesIO(xlsx.content))
        filas = hoja.get_sheet_by_name("Datos").to_python()[1:]
        # calamine lee todo número como decimal y lo vacío como texto
        de_la_api = [
            [float(v) if isinstance(v, int) else v for v in f] for f in api.json()["filas"]
        ]
        assert filas == de_la_api, clave
        if clave in propias and clave not in dict(pedido.corte.filtros):
            assert sum(int(f[1]) for f in filas) == n, clave


@pytest.mark.usefixtures("registro")
def test_los_numeros_son_los_del_registro_contados_a_mano(client: Client) -> None:
    client.force_login(usuario("direccion"))
    en_2024 = {"caso__fecha_de_registro__year": 2024}
    total = client.get("/tablero/", {"anio": "2024"}).context["pedido"].total
    assert total == contados(**en_2024) > 10
    en_cusco = client.get("/tablero/", {"anio": "2024", "departamento": "08"})
    lugar = {"caso__lugares__rol": "registro", "caso__lugares__ubigeo__codigo__startswith": "08"}
    assert en_cusco.context["pedido"].total == contados(**en_2024, **lugar)
    mujeres = client.get("/tablero/", {"anio": "2024", "sexo": "mujer"}).context["pedido"].total
    assert mujeres == contados(**en_2024, sexo="mujer")


@pytest.mark.usefixtures("registro")
def test_con_pocos_registros_ningun_titular_divide(client: Client) -> None:
    client.force_login(usuario("direccion"))
    pocas = client.get("/tablero/", {"anio": "2024", "departamento": "08"}).context
    assert 0 < pocas["pedido"].total < POCOS
    titulares = [f.titular for s in pocas["secciones"] for f, _ in s["figuras"]]
    assert not [t for t in titulares if "%" in t or "de cada" in t]
    assert "de cada" not in pocas["hallazgo"]
    lados = client.get("/tablero/comparar/", {"anio": "2025", "departamento": "08"}).context
    assert {r.diferencia for r in lados["renglones"]} == {"Pocos registros"}
    assert not [f.titular for f in lados["figuras"] if "%" in f.titular]
    cruce = client.get("/tablero/cruce/", {"anio": "2024", "departamento": "08"}).context
    assert f"de {pocas['pedido'].total}" in cruce["figura"].titular
    assert "%" not in cruce["figura"].titular


@pytest.mark.parametrize(
    ("n", "previo", "final"),
    [
        (45, 30, "45 víctimas en 2024, +50,0 % frente a 2023"),
        (45, 29, "45 víctimas en 2024, 16 más que en 2023"),
        (29, 40, "29 víctimas en 2024, 11 menos que en 2023"),
        (12, 12, "12 víctimas en 2024, igual que en 2023"),
        (12, 0, "12 víctimas en 2024"),
    ],
)
def test_el_cambio_de_un_anio_a_otro_solo_es_un_porcentaje_con_treinta_registros(
    n: int, previo: int, final: str
) -> None:
    pedido = leer_pedido({}, usuario("direccion"))
    pedido.corte = pedido.corte.del_anio(2024)
    pedido.anuales = {2023: previo, 2024: n}
    pedido.cobertura = replace(pedido.cobertura, anios=(2023, 2024), ultimo_mes={})
    assert evolucion(pedido).titular.replace(NBSP, " ") == f"Perú: {final}"


@pytest.mark.usefixtures("registro")
def test_servidumbre_cuenta_como_no_identificada() -> None:
    pedido = leer_pedido({"anio": "2024"}, usuario("direccion"))
    no_identificada = pedido.distribucion("fin").contar(["no_identificado"])
    esperado = contados(
        caso__fecha_de_registro__year=2024, finalidad__in=("servidumbre", "no_consta")
    )
    assert no_identificada == esperado


@pytest.mark.usefixtures("registro")
def test_un_analista_de_cusco_no_ve_lima(client: Client) -> None:
    client.force_login(usuario("analista", prefijos=("08",)))
    for ruta in ("/tablero/", "/tablero/lista/", "/tablero/cruce/", "/tablero/comparar/"):
        contexto = client.get(ruta, {"anio": "2024", "departamento": "15"}).context
        assert contexto["pedido"].corte.departamento == 8, ruta
    cuerpo = client.get("/tablero/", {"anio": "2024"}).content.decode()
    assert "Lima" not in cuerpo
    comparado = client.get("/tablero/comparar/", {"contra_departamento": "15"}).context["otro"]
    assert comparado.corte.departamento == 8


@pytest.mark.usefixtures("registro")
def test_quien_tiene_una_provincia_no_ve_las_demas_de_su_departamento(client: Client) -> None:
    client.force_login(usuario("analista", prefijos=("0801",)))
    pagina = client.get("/tablero/", {"anio": "2024", "departamento": "08"})
    assert pagina.context["pedido"].corte.provincia == 801
    assert "figura-provincias" not in pagina.content.decode()
    assert client.get("/tablero/figura/provincias.csv", {"anio": "2024"}).status_code == 404
    assert client.get(f"{API}/figuras/provincias/", {"anio": "2024"}).status_code == 404


@pytest.mark.usefixtures("registro")
def test_mirar_cifras_del_registro_queda_anotado(client: Client) -> None:
    persona = usuario("comisionado")
    client.force_login(persona)
    for ruta in ("/tablero/", "/tablero/figura/fin.csv", f"{API}/figuras/fin/", "/tablero/cruce/"):
        antes = persona.accesos.count()
        assert client.get(ruta, {"anio": "2024", "departamento": "08"}).status_code == 200
        assert persona.accesos.count() == antes + 1, ruta
    assert "anio=2024&departamento=08" in persona.accesos.latest("pk").motivo


@pytest.mark.usefixtures("registro")
def test_comparar_anota_los_dos_lados(client: Client) -> None:
    persona = usuario("comisionado")
    client.force_login(persona)
    consulta = {"anio": "2025", "departamento": "08", "contra_departamento": "15"}
    for ruta in ("/tablero/comparar/", "/tablero/comparar/sexo.csv"):
        assert client.get(ruta, consulta).status_code == 200
        a, b = persona.accesos.order_by("-pk")[:2]
        assert ["departamento=15" in a.motivo, "departamento=08" in b.motivo] == [True, True], ruta


@pytest.mark.usefixtures("registro")
def test_si_no_se_puede_anotar_no_se_ve_ninguna_cifra(
    client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fallar(**_: Any) -> None:
        raise ServicioNoDisponibleError("sin_constancia", "No se pudo anotar.")

    monkeypatch.setattr(acciones, "registrar_acceso", fallar)
    client.force_login(usuario("direccion"))
    del_sitio = ("", "figura/fin.csv", "lista/", "lista.csv", "cruce/", "comparar/")
    rutas = [*(f"/tablero/{r}" for r in del_sitio), f"{API}/figuras/fin/", f"{API}/lista/"]
    for ruta in rutas:
        assert client.get(ruta, {"anio": "2024"}).status_code == 503, ruta


@pytest.mark.usefixtures("registro")
def test_un_coordinador_regional_ve_cifras_y_ninguna_lista(client: Client) -> None:
    client.force_login(usuario("coordinador_regional", prefijos=("08",)))
    html = client.get("/tablero/", {"anio": "2024"}).content.decode()
    assert "Ver la lista" not in html
    assert client.get("/tablero/lista/").status_code == 403
    assert client.get(f"{API}/lista/").status_code == 403
    assert client.get("/tablero/lista.xlsx").status_code == 403
    pedido = client.get(
        "/tablero/", {"mes": "3", "departamento": "08", "provincia": "0801"}
    ).context["pedido"]
    assert (pedido.corte.mes, pedido.corte.provincia) == (None, None)


@pytest.mark.usefixtures("registro")
def test_pulsar_una_barra_filtra_y_volver_a_pulsarla_lo_quita() -> None:
    persona = usuario("direccion")
    pedido = leer_pedido({"anio": "2024"}, persona)
    assert "sexo=mujer" in pedido.url_filtro(sexo="mujer")
    filtrado = leer_pedido({"anio": "2024", "sexo": "mujer"}, persona)
    assert "sexo=" not in filtrado.url_filtro(sexo="mujer")
    desconocido = {"anio": "2024", "sexo": "nada", "agregar": "fin:nada"}
    assert leer_pedido(desconocido, persona).corte.filtros == ()
    assert filtrado.total == pedido.distribucion("sexo").contar(["mujer"])
    assert filtrado.distribucion("sexo").contar(["hombre"]) == pedido.distribucion("sexo").contar(
        ["hombre"]
    )


@pytest.mark.usefixtures("registro")
@pytest.mark.parametrize("medida", ["n", "fila", "columna", "total"])
def test_un_cruce_suma_el_total_y_se_descarga(client: Client, medida: str) -> None:
    client.force_login(usuario("direccion"))
    consulta = {"anio": "2024", "filas": "fin", "columnas": "sexo", "mostrar": medida}
    contexto = client.get("/tablero/cruce/", consulta).context
    ultima = contexto["figura"].tabla.filas[-1]
    assert ultima[-1].valor == (contexto["pedido"].total if medida == "n" else 1)
    for formato in ("csv", "xlsx", "svg"):
        assert client.get(f"/tablero/cruce.{formato}", consulta).status_code == 200


@pytest.mark.usefixtures("registro")
def test_dos_lados_se_comparan_en_el_mismo_periodo_y_se_descargan(client: Client) -> None:
    persona = usuario("direccion")
    client.force_login(persona)
    consulta = {"anio": "2025", "mes": "s1", "departamento": "08", "contra_departamento": "15"}
    contexto = client.get("/tablero/comparar/", consulta).context
    assert contexto["lados"] == ["Cusco, primer semestre de 2025", "Lima, primer semestre de 2025"]
    assert contexto["otro"].total == leer_pedido(consulta | {"departamento": "15"}, persona).total
    anterior = client.get("/tablero/comparar/", {"anio": "2025"}).context
    assert anterior["lados"][1] == "Perú, 2024"
    for figura in contexto["figuras"]:
        assert [d.formato for d in figura.descargas] == ["CSV", "XLSX", "SVG", "PNG"]
        texto = client.get(figura.descargas[0].url).content.decode("utf-8-sig")
        assert "Cusco, primer semestre de 2025" in texto
        assert "Lima, primer semestre de 2025" in texto
    assert client.get("/tablero/comparar/nada.csv", consulta).status_code == 404


@pytest.mark.usefixtures("registro")
def test_con_una_provincia_elegida_las_demas_se_miden_sobre_el_departamento(client: Client) -> None:
    client.force_login(usuario("direccion"))
    corte = {"anio": "2024", "departamento": "08", "provincia": "0801"}
    pagina = client.get("/tablero/figura/provincias/", corte)
    figura = pagina.context["figura"]
    del_departamento = leer_pedido(corte | {"provincia": ""}, pagina.wsgi_request.user).total
    assert sum(fila[1].valor for fila in figura.tabla.filas) == del_departamento
    assert f"de {del_departamento} víctimas" in figura.titular
    assert "Figura sola" not in pagina.content.decode()


@pytest.mark.usefixtures("registro")
def test_cualquier_par_de_variables_se_puede_cruzar_y_suma_lo_mismo(client: Client) -> None:
    client.force_login(usuario("direccion"))
    variables = fuente_de(leer_pedido({}, usuario("direccion")).corte).variables
    for codigo in variables:
        if codigo != "sexo":
            contexto = client.get(
                "/tablero/cruce/", {"anio": "2024", "filas": codigo, "columnas": "sexo"}
            ).context
            fila = contexto["figura"].tabla.filas[-1]
            assert fila[-1].valor == contexto["pedido"].total, variable(codigo).nombre


def test_un_cruce_se_guarda_se_comparte_y_se_quita(client: Client) -> None:
    persona = usuario("direccion")
    client.force_login(persona)
    respuesta = client.post(
        "/tablero/cruce/guardar/", {"nombre": "Mío", "consulta": "filas=fin&columnas=sexo"}
    )
    assert respuesta.url == "/tablero/cruce/?filas=fin&columnas=sexo"
    guardado = persona.cruces_guardados.get()
    otra = Client()
    otra.force_login(usuario("direccion"))
    otra.post(f"/tablero/cruce/{guardado.uuid}/borrar/")
    assert persona.cruces_guardados.exists()
    client.post(f"/tablero/cruce/{guardado.uuid}/borrar/")
    assert not persona.cruces_guardados.exists()


@pytest.mark.usefixtures("registro")
def test_exportar_la_lista_queda_anotado(client: Client) -> None:
    persona = usuario("direccion")
    client.force_login(persona)
    respuesta = client.get("/tablero/lista.csv", {"anio": "2024"})
    filas = respuesta.content.decode("utf-8-sig").splitlines()
    assert len(filas) - 1 == leer_pedido({"anio": "2024"}, persona).total
    assert persona.accesos.filter(resultado="exportado").exists()


@pytest.mark.parametrize(
    "malo",
    [
        {"anio": "x"}, {"mes": "99"}, {"departamento": "zz"}, {"provincia": "0801"},
        {"sexo": "otro"}, {"unidad": "nada"}, {"pagina": "-4"}, {"anio": "9" * 30},
    ],
)  # fmt: skip
def test_parametros_inventados_no_rompen_nada(client: Client, malo: dict[str, str]) -> None:
    client.force_login(usuario("direccion"))
    for ruta in ("/tablero/", "/tablero/lista/", "/tablero/cruce/", "/tablero/comparar/"):
        assert client.get(ruta, malo).status_code == 200, ruta


def test_la_unidad_se_nombra_y_no_se_mezcla() -> None:
    assert {Unidad(u).plural for u in Unidad} == {"registros PNP", "víctimas", "casos"}


@pytest.mark.usefixtures("registro")
def test_el_mapa_puede_mirar_el_lugar_de_explotacion() -> None:
    persona = usuario("direccion")
    for caso in Caso.objects.filter(fecha_de_registro__year=2024)[:6]:
        CasoLugar.objects.create(caso=caso, rol="explotacion", ubigeo_id="170101")
        marcar(objetos=[caso.pk])
    procesar_marcas()
    pedido = leer_pedido({"anio": "2024", "rol": "explotacion"}, persona)
    lugar = {"caso__lugares__rol": "explotacion", "caso__lugares__ubigeo_id": "170101"}
    esperado = contados(caso__fecha_de_registro__year=2024, **lugar)
    assert pedido.departamentos.get(17, 0) == esperado > 0
    assert "departamento_explotacion=17" in pedido.url_lugar("17")
    filtrado = leer_pedido(
        {"anio": "2024", "rol": "explotacion", "departamento_explotacion": "17"}, persona
    )
    assert (filtrado.total, filtrado.lugar) == (esperado, "Madre de Dios")
    assert "según lugar de explotación" in filtrado.subtitulo


@pytest.mark.usefixtures("registro")
@pytest.mark.parametrize("ruta", ["/tablero/", "/tablero/lista/"])
def test_pocas_filas_o_muchas_cuestan_las_mismas_consultas(client: Client, ruta: str) -> None:
    client.force_login(usuario("direccion"))
    for filtros in ({}, {"sexo": "mujer"}):
        cuantas, totales = [], []
        for departamento in ("15", "17", "15"):  # la primera calienta lo que se recuerda
            with CaptureQueriesContext(connection) as consultas:
                pagina = client.get(ruta, {"anio": "2024", "departamento": departamento} | filtros)
            cuantas.append(len(consultas))
            totales.append(pagina.context["pedido"].total)
        assert totales[0] > totales[1] > 0
        assert cuantas[1] == cuantas[2] <= 40


@pytest.mark.usefixtures("registro")
def test_una_figura_se_baja_como_imagen(client: Client) -> None:
    client.force_login(usuario("direccion"))
    respuesta = client.get("/tablero/figura/fin.png", {"anio": "2024"})
    assert respuesta.content.startswith(b"\x89PNG")


@pytest.mark.usefixtures("registro")
def test_se_filtra_por_cualquier_categoria_tambien_al_cruzar(client: Client) -> None:
    persona = usuario("direccion")
    client.force_login(persona)
    consulta = {"anio": "2024", "filas": "fin", "columnas": "grupo_edad", "agregar": "sexo:mujer"}
    contexto = client.get("/tablero/cruce/", consulta).context
    esperado = leer_pedido({"anio": "2024", "sexo": "mujer"}, persona).total
    assert contexto["figura"].tabla.filas[-1][-1].valor == esperado > 0
    assert [f["texto"] for f in contexto["pedido"].fichas] == ["Sexo: Mujer"]
    assert "sexo=mujer" in contexto["consulta"]
