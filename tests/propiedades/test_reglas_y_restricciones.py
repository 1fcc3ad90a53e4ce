"""Las reglas y la base dicen lo mismo: regla rota si y sólo si restricción violada.

Cada fila de `PAREJAS` escribe datos al azar en una fila real de PostgreSQL y compara. Otra prueba
comprueba que no quede ninguna restricción sin pareja.
"""

import os
from datetime import date, timedelta

import pytest
from django.apps import apps
from django.core.exceptions import ValidationError
from django.db import IntegrityError, models, transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from casos import acciones, reglas
from casos.models import Atencion, Caso, CasoLugar, ClaveExterna, Implicado, Migrante, Victima
from casos.vocabulario import vocabulario
from tests.fabricas.casos import crear_caso, crear_usuario
from trata.comun.reglas import faltas
from trata.cuentas.models import Entidad

pytestmark = pytest.mark.django_db
AJUSTES = settings(
    max_examples=int(os.environ.get("EJEMPLOS_DE_RESTRICCIONES", "25")),
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)


def codigos(catalogo):
    return st.sampled_from(["", *(c.codigo for c in vocabulario(catalogo).categorias)])


FECHAS = st.none() | st.integers(0, 4).map(lambda n: date(2026, 1, 1) + timedelta(n))
EDAD = {"edad": st.none() | st.integers(0, 300), "grupo_edad": st.just("")}
EDAD_Y_GRUPO = {
    "edad": st.none() | st.sampled_from([0, 5, 6, 11, 12, 17, 18, 29, 30, 59, 60, 120]),
    "grupo_edad": codigos("grupo_edad"),
}
# (modelo, restricción de la base, reglas, código de la regla, datos al azar)
PAREJAS = [
    (
        Caso,
        "caso_fin_no_antes_del_hecho",
        reglas.CASO,
        "fin_antes_de_inicio",
        {"fecha_del_hecho": FECHAS, "fecha_fin_del_hecho": FECHAS},
    ),
    (
        CasoLugar,
        "lugar_ubigeo_solo_en_peru",
        reglas.LUGAR,
        "ubigeo_fuera_del_peru",
        {"pais": codigos("pais"), "ubigeo_id": st.sampled_from([None, "08", "0801", "080101"])},
    ),
    (
        Victima,
        "victima_interprete_si_lo_necesita",
        reglas.VICTIMA,
        "interprete_sin_necesidad",
        {"necesita_interprete": codigos("si_no"), "tuvo_interprete": codigos("si_no")},
    ),
    (
        Migrante,
        "migrante_derivacion_no_antes_del_cruce",
        reglas.MIGRANTE,
        "derivacion_antes_del_cruce",
        {"fecha_de_cruce": FECHAS, "fecha_de_derivacion": FECHAS},
    ),
    (
        Atencion,
        "atencion_fin_no_antes_de_inicio",
        reglas.ATENCION,
        "fin_antes_de_inicio",
        {"fecha_de_inicio": FECHAS, "fecha_de_fin": FECHAS},
    ),
    (
        Atencion,
        "atencion_de_una_persona",
        reglas.ATENCION,
        "dos_personas",
        {"victima_id": st.booleans(), "migrante_id": st.booleans()},
    ),
    *(
        (modelo, f"{nombre}_{cual}", lista, codigo, datos)
        for modelo, nombre, lista in (
            (Victima, "victima", reglas.VICTIMA),
            (Implicado, "implicado", reglas.IMPLICADO),
            (Migrante, "migrante", reglas.MIGRANTE),
        )
        for cual, codigo, datos in (
            ("edad_posible", "edad_imposible", EDAD),
            ("edad_y_grupo", "grupo_no_corresponde_a_edad", EDAD_Y_GRUPO),
        )
    ),
]
# Restricciones que no son de un dato sino de la vida del registro: las prueba la máquina de estados
# (`test_vida_del_registro.py`) o, las de unicidad, la prueba de claves de aquí abajo.
DE_LA_VIDA = {
    *("caso_anulado_con_motivo", "caso_conforme_por_otra_persona", "caso_conforme_con_fecha"),
}


def restriccion_violada(modelo, pk, datos):
    """El nombre de la restricción que la base opone al cambio; `None` si lo acepta. Nada queda."""
    try:
        with transaction.atomic():
            modelo.objects.filter(pk=pk).update(**datos)
            transaction.set_rollback(True)
    except IntegrityError as error:
        return error.__cause__.diag.constraint_name
    return None


@pytest.fixture
def filas():
    caso = crear_caso(registro="080101", materia="trata_con_tim", estado="borrador")
    migrante = Migrante.objects.create(caso=caso, numero=1, seudonimo=f"{caso.codigo}-M1")
    return {
        Caso: caso,
        CasoLugar: caso.lugares.get(),
        Victima: caso.victimas.get(),
        Implicado: Implicado.objects.create(caso=caso, numero=1, seudonimo=f"{caso.codigo}-I1"),
        Migrante: migrante,
        Atencion: Atencion.objects.create(caso=caso),
    }


@pytest.mark.parametrize("pareja", PAREJAS, ids=lambda p: p[1])
@AJUSTES
@given(azar=st.data())
def test_regla_rota_si_y_solo_si_restriccion_violada(pareja, azar, filas):
    modelo, restriccion, lista, codigo, campos = pareja
    datos = {c: azar.draw(valores, label=c) for c, valores in campos.items()}
    for llave, persona in (("victima_id", Victima), ("migrante_id", Migrante)):
        if llave in datos:
            datos[llave] = filas[persona].pk if datos[llave] else None
    rota = codigo in {f.codigo for f in faltas(lista, datos)}
    violada = restriccion_violada(modelo, filas[modelo].pk, datos)
    assert (violada == restriccion) is rota, (datos, violada)
    assert violada in {None, restriccion}


def test_toda_restriccion_del_registro_tiene_su_pareja():
    del_registro = {m for m, *_ in PAREJAS} | set(apps.get_app_config("casos").get_models())
    declaradas = {
        r.name
        for m in del_registro
        if m.__module__ in {"casos.models.caso", "casos.models.persona", "casos.models.hecho"}
        for r in m._meta.constraints
        if isinstance(r, models.CheckConstraint)
    }
    assert declaradas == {p[1] for p in PAREJAS} | DE_LA_VIDA


CLAVES = st.fixed_dictionaries(
    {
        "institucion": st.sampled_from(["mp", "pj"]),
        "tipo": st.sampled_from(["carpeta_fiscal", "expediente"]),
        "numero": st.sampled_from(
            ["506-2026", " 506-2026 ", "506 - 2026", "507-2026", "506-2026-A"]
        ),
    }
)


@AJUSTES
@given(primera=CLAVES, segunda=CLAVES, retirada=st.booleans())
def test_una_clave_se_rechaza_si_y_solo_si_la_base_la_tendria_repetida(
    primera, segunda, retirada, ana_y_casos
):
    ana, uno, otro = ana_y_casos

    def registrar(caso, datos):
        completos = datos | {"institucion": Entidad.objects.get(pk=datos["institucion"])}
        return acciones.registrar_parte(ClaveExterna, caso=caso, datos=completos, por=ana)

    with transaction.atomic():
        clave = registrar(uno, primera)
        if retirada:
            acciones.retirar_parte(parte=clave, motivo="Era de otro", version=1, por=ana)
        try:
            with transaction.atomic():
                registrar(otro, segunda)
                transaction.set_rollback(True)
            rechazada = False
        except ValidationError as error:
            rechazada = "clave_repetida" in {
                e.code for lista in error.error_dict.values() for e in lista
            }
        datos = {"institucion_id": segunda["institucion"], "tipo": segunda["tipo"]}
        try:
            with transaction.atomic():
                ClaveExterna.objects.create(
                    caso=otro, numero=reglas.normalizar_clave(segunda["numero"]), **datos
                )
                transaction.set_rollback(True)
            repetida = False
        except IntegrityError as error:
            repetida = error.__cause__.diag.constraint_name == "clave_externa_unica"
        assert rechazada is repetida
        transaction.set_rollback(True)


@pytest.fixture
def ana_y_casos():
    ana = crear_usuario("ana", "analista", "08")
    return ana, *(crear_caso(registro="080101", estado="borrador") for _ in range(2))
