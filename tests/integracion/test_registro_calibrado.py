"""El registro sintético suma lo que suma la serie, contra una lectura independiente del archivo."""

import random
from collections import Counter, defaultdict

import pytest
from django.test import Client

from casos.consultas.busqueda import con_texto
from casos.hechos import CASOS, VICTIMAS
from casos.models import Caso, Victima
from casos.sintetico.demostracion import cargar
from casos.sintetico.margenes import ajustar, mazos
from tests import bases
from tests.fabricas import serie_publicada as publicada
from tests.fabricas.cuentas import usuario
from tests.fabricas.hechos import celdas_guardadas
from tests.referencia.celdas import celdas_esperadas
from tests.referencia.figuras import (
    API,
    ENTERO,
    PERILLA,
    comprobar_archivos,
    comprobar_enlaces,
    numeros,
    suma_su_total,
)
from trata.agregados.models import Celda, HechoCaso, HechoVictima
from trata.agregados.serie.reducida import leer_reducida
from trata.agregados.variables import catalogo, variable
from trata.cuentas.permisos import Permiso
from trata.cuentas.roles import ROLES
from trata.tableros.figuras.catalogo import claves_de
from trata.tableros.registro import leer_pedido

INCONSISTENTES = {
    ("grupo_edad", 2017), ("destino", 2022), ("destino", 2023), ("lugar_explotacion", 2017),
    ("lugar_explotacion", 2018), ("lugar_explotacion", 2019), ("reclutamiento", 2020),
}  # fmt: skip


@pytest.fixture(scope="module")
def registro(django_db_setup: None, django_db_blocker) -> None:
    """El registro calibrado para todo el archivo; después, la base vuelve a la plantilla."""
    with django_db_blocker.unblock():
        cargar()
    yield
    with django_db_blocker.unblock():
        bases.clonar()


pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("registro")]


def margenes_publicados() -> dict[tuple[str, int, int, int, str], int]:
    """(variable, año, mes, departamento, categoría) → n, leído a mano del archivo."""
    margenes: Counter = Counter()
    for anio, mes, departamento, item, valor in publicada.crudo():
        for v in catalogo().variables.values():
            for c in v.categorias:
                if item in c.items or (
                    v.codigo == "sexo" and item[:3] in ("EF_", "EM_") and item[:3] == c.items[0][:3]
                ):
                    margenes[(v.codigo, anio, mes, departamento, c.codigo)] += valor
    return margenes


def margenes_del_registro() -> dict[tuple[str, int, int, int, str], int]:
    """Lo mismo, contado fila por fila de los hechos."""
    margenes: Counter = Counter()
    publicadas = [v for v in catalogo().variables.values() if any(c.items for c in v.categorias)]
    for h in HechoVictima.objects.filter(contable=True):
        for v in publicadas:
            categoria = v.categoria(getattr(h, v.codigo))
            margenes[(v.codigo, h.anio, h.mes, h.departamento, categoria.codigo)] += 1
    return margenes


def test_hay_una_victima_por_registro_y_casos_con_varias() -> None:
    por_caso = Counter(Victima.objects.values_list("caso", flat=True))
    assert sum(por_caso.values()) == 5142
    assert Caso.objects.filter(es_demostracion=True).count() == len(por_caso) < 5142
    assert sum(n > 1 for n in por_caso.values()) > 500
    assert set(Caso.objects.values_list("entidad", flat=True)) == {"mininter"}
    hallados = con_texto(Caso.objects.all(), "Madre de Dios")
    assert set(hallados) >= set(Caso.objects.filter(lugares__ubigeo__codigo__startswith="17"))


def test_los_margenes_son_los_publicados_salvo_los_siete_pares_inconsistentes() -> None:
    publicados, propios = margenes_publicados(), margenes_del_registro()
    distintos = defaultdict(int)
    for clave in publicados.keys() | propios.keys():
        variable_, anio, *_, categoria = clave
        if categoria != "no_consta" and publicados.get(clave, 0) != propios.get(clave, 0):
            distintos[(variable_, anio)] += 1
        if categoria == "no_consta" and propios[clave]:
            distintos[(variable_, anio)] += 1
    assert set(distintos) == INCONSISTENTES


def test_las_seis_cifras_de_2021_salen_tambien_del_registro() -> None:
    for cifra, esperado in zip(catalogo().foto, (426, 302, 393, 427, 78, 52), strict=True):
        v = variable(cifra.variable)
        n = sum(
            Celda.objects.filter(
                fuente=2, unidad=2, anio=2021, departamento=None, mes=None, variable2=None,
                variable=v.numero,
                categoria__in=[v.categoria(c).numero for c in cifra.categorias],
            ).values_list("n", flat=True)
        )  # fmt: skip
        assert n == esperado, cifra.codigo


@pytest.mark.parametrize(
    ("fuente", "modelo"), [(VICTIMAS, HechoVictima), (CASOS, HechoCaso)], ids=["victimas", "casos"]
)
def test_las_celdas_son_las_de_contar_a_mano(fuente, modelo) -> None:
    numeros = {v: variable(v).numero for v in fuente.variables}
    esperadas = celdas_esperadas(modelo.objects.values(), numeros, fuente.pares)
    assert celdas_guardadas(fuente) == dict(esperadas)


def test_quien_denuncia_es_uno_por_caso_aunque_haya_varias_victimas() -> None:
    por_caso = defaultdict(set)
    for caso, denunciante, destino in HechoVictima.objects.values_list(
        "caso", "denunciante", "destino"
    ):
        por_caso[caso].add((denunciante, destino))
    assert all(len(pares) == 1 for pares in por_caso.values())


def test_nadie_es_real_y_se_dice() -> None:
    assert not Caso.objects.filter(codigo__startswith="TRATA-2021", es_demostracion=False).exists()


def test_cargar_otra_vez_no_duplica() -> None:
    cargar()
    assert Victima.objects.count() == 5142


def test_la_regla_de_una_fila_por_victima() -> None:
    assert ajustar({"a": 2}, 3) == (["a", "a", "no_consta"], False)
    assert ajustar({"a": 4, "b": 2}, 3) == (["a", "a", "b"], True)
    assert ajustar({}, 2) == (["no_consta", "no_consta"], False)


def test_los_mazos_tienen_una_carta_por_persona_en_cada_variable() -> None:
    datos, _ = leer_reducida()
    for mazo in mazos(datos).values():
        assert {len(c) for c in mazo.cartas.values()} == {mazo.n}
        assert len(mazo.sexo_y_edad) == mazo.n


# --- Tablero = lista = API = XLSX = CSV, con todo el registro
REGIONES = ("", *(f"{d:02}" for d in range(1, 26)), "1501")
PERIODOS: tuple[dict[str, str], ...] = (
    {"anio": "2021"},
    {"anio": "2024", "mes": "t3"},
    {"desde": "2021-03", "hasta": "2022-06"},
    {"anio": "2024", "mes": "5"},
    {"anio": "2023", "unidad": "casos"},
    {"anio": "2022", "sexo": "mujer", "fin": "explotacion_sexual"},
    {"anio": "2022", "rol": "residencia", "medida": "tasa"},
)
QUIENES_VEN = [codigo for codigo, rol in ROLES.items() if rol.puede(Permiso.TABLERO_VER)]


def combinaciones() -> list[tuple[str, str, dict[str, str]]]:
    """(rol, región, período): todas, o una muestra con cada rol y cada período alguna vez."""
    if PERILLA == "todo":
        return [(r, x, p) for r in QUIENES_VEN for x in REGIONES for p in PERIODOS]
    if ENTERO:
        turnos = [(x, n * 3 + i) for n, x in enumerate(REGIONES) for i in range(3)]
        return [
            (QUIENES_VEN[t % len(QUIENES_VEN)], x, PERIODOS[t % len(PERIODOS)]) for x, t in turnos
        ]
    azar = random.Random(6)
    return [
        (QUIENES_VEN[i % len(QUIENES_VEN)], azar.choice(REGIONES), PERIODOS[i % len(PERIODOS)])
        for i in range(len(QUIENES_VEN) + 1)
    ]


@pytest.mark.parametrize(("rol", "region", "periodo"), combinaciones())
def test_cada_figura_es_su_lista_su_api_y_su_archivo(
    client: Client, rol: str, region: str, periodo: dict[str, str]
) -> None:
    persona = usuario(rol, prefijos=(region,))
    client.force_login(persona)
    azar = random.Random(f"{rol}{region}")
    corte = periodo | {"departamento": region[:2], "provincia": region if len(region) == 4 else ""}
    pedido = leer_pedido(corte, persona)
    pagina = client.get("/tablero/", corte).context
    assert pagina["pedido"].total == pedido.total
    if persona.tiene_permiso(Permiso.CASO_VER):
        assert client.get("/tablero/lista/", corte).context["total"] == pedido.total
        assert client.get(f"{API}/lista/", corte).json()["total"] == pedido.total
    mostradas = {f.clave: f for s in pagina["secciones"] for f, _ in s["figuras"]}
    claves = claves_de(pedido)
    assert list(mostradas) == [f"figura-{c}" for c in claves]
    for clave in claves if ENTERO else azar.sample(claves, min(6, len(claves))):
        figura = mostradas[f"figura-{clave}"]
        en_pantalla = numeros(figura.tabla.valores())
        comprobar_archivos(client, clave, corte, en_pantalla)
        comprobar_enlaces(client, persona, pedido, figura, azar)
        suma_su_total(pedido, clave, figura)


@pytest.mark.parametrize("rol", QUIENES_VEN)
def test_pedir_otra_region_devuelve_la_propia(client: Client, rol: str) -> None:
    """Las 24 × 25 combinaciones de región propia y ajena; por HTTP, una por rol (o todas)."""
    propias = REGIONES[1:26]
    azar = random.Random(rol)
    for propia in propias if ENTERO else azar.sample(propias, 2):
        persona = usuario(rol, prefijos=(propia,))
        client.force_login(persona)
        esperado = leer_pedido({"anio": "2022", "departamento": propia}, persona).total
        ajenas = [x for x in propias if x != propia]
        for ajena in ajenas:
            pedido = leer_pedido({"anio": "2022", "departamento": ajena}, persona)
            assert (pedido.corte.departamento, pedido.total) == (int(propia), esperado)
        corte = {"anio": "2022", "departamento": azar.choice(ajenas)}
        assert client.get("/tablero/", corte).context["pedido"].total == esperado
        de_la_api = client.get(f"{API}/figuras/sexo/", corte).json()["filas"]
        de_su_region = client.get(f"{API}/figuras/sexo/", corte | {"departamento": propia})
        assert de_la_api == de_su_region.json()["filas"]
        if persona.tiene_permiso(Permiso.CASO_VER):
            filas = client.get("/tablero/lista/", corte).context
            assert filas["total"] == esperado
