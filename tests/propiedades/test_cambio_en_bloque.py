"""Actualizar por archivo, en bloque, deja lo mismo que los verbos de la pantalla uno por uno.

El oráculo cambia cada parte con `editar_caso`, `editar_parte` y `registrar_parte`; se deshace y se
hace otra vez en bloque. Tiene que quedar lo mismo en el registro, en el buscador, en el alcance, en
las marcas y en la historia.
"""

import os

import pytest
from django.db import connection, transaction
from hypothesis import HealthCheck, assume, example, given, settings
from hypothesis import strategies as st

from casos import acciones
from casos.importador import Lector
from casos.models import Caso, CasoLugar, Importacion, Victima, VictimaEstado
from tests.fabricas.casos import crear_usuario
from tests.fabricas.importacion import FILA
from trata.agregados.models import Marca
from trata.comun.importador import Tabla
from trata.trabajos.models import Salida

pytestmark = pytest.mark.django_db
AJUSTES = settings(
    max_examples=int(os.environ.get("EJEMPLOS_DE_IMPORTADOR", "8")),
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
MODELOS = (Caso, CasoLugar, Victima, VictimaEstado)
DE_CADA_ESCRITURA = {"id", "uuid", "version", "registrado_en"}
DEL_CASO = {
    "dependencia": ("Wanchaq", "Santiago"),
    "fecha_de_registro": ("10/03/2026", "20/06/2026"),
    "fecha_del_hecho": ("01/02/2024", "05/03/2026"),
    "ubigeo_de_registro": ("080101", "080901"),
    "ubigeo_de_captacion": ("160101", "080101"),
}
DE_LA_VICTIMA = {
    "sexo": ("hombre", "mujer"),
    "edad": ("17", "30", "61"),
    "fecha_nacimiento": ("10/03/2008", "01/01/1996"),
    "finalidad": ("explotacion_laboral", "explotacion_sexual"),
    "controles": ("amenazas_fisicas", "amenazas_fisicas|deuda"),
    "pueblo": ("Matsigenka", "Ashaninka"),
    "estado_victima": ("posible", "presunta"),
    "fecha_de_estado": ("12/03/2026", "01/03/2026"),
}


def algunas(columnas):
    valores = {c: st.sampled_from(v) for c, v in columnas.items()}
    return st.fixed_dictionaries({}, optional=valores)


def con_organo(victima):
    """Un estado lleva su fecha y quién lo determinó; el que retrocede se confirma."""
    if not {"estado_victima", "fecha_de_estado"} & victima.keys():
        return victima
    completo = {"estado_victima": "presunta", "fecha_de_estado": "12/03/2026", "organo": "policia"}
    return completo | victima | {"confirmar": "estado_retrocede"}


def leer(por, filas):
    numeradas = [(n, {c: v for c, v in f.items() if v}) for n, f in enumerate(filas, 2)]
    return Lector(por).leer(Tabla(sorted({"sexo", *(c for f in filas for c in f)}), numeradas))


def de_a_uno(cambiado, por):
    """Los mismos cambios con los verbos de la pantalla."""
    nuevas, confirmar = {}, {"estado_retrocede"}
    for cambio in cambiado.cambios:
        datos = dict(cambio.datos)
        if cambio.es_nuevo:
            if cambio.objeto is VictimaEstado:
                datos["victima"] = nuevas.get(cambio.victima) or Victima.objects.get(
                    caso=cambiado.caso, numero=cambio.victima
                )
            parte = acciones.registrar_parte(
                cambio.objeto, caso=cambiado.caso, datos=datos, por=por, confirmar=confirmar
            )
            if isinstance(parte, Victima):
                nuevas[parte.numero] = parte
            continue
        actual = type(cambio.objeto).objects.get(pk=cambio.objeto.pk)
        pedido = {"datos": datos, "version": actual.version, "por": por, "confirmar": confirmar}
        if isinstance(actual, Caso):
            acciones.editar_caso(caso=actual, **pedido)
        else:
            acciones.editar_parte(parte=actual, **pedido)


def foto():
    """Todo lo que importa de cómo quedó, sin lo que cada escritura pone distinto."""
    filas = {}
    for modelo in MODELOS:
        campos = [
            c.attname for c in modelo._meta.concrete_fields if c.name not in DE_CADA_ESCRITURA
        ]
        if modelo is VictimaEstado:
            campos[campos.index("victima_id")] = "victima__numero"
        filas[modelo.__name__] = sorted(map(str, modelo.objects.values_list(*campos)))
        eventos = modelo.pgh_event_model.objects.order_by("pgh_obj_id", "-pgh_id")
        ultimos = eventos.distinct("pgh_obj_id").values("pgh_obj_id", "version")
        vivos = set(modelo.objects.values_list("pk", "version"))
        filas[f"historia de {modelo.__name__}"] = {
            (e["pgh_obj_id"], e["version"]) for e in ultimos
        } == vivos
    with connection.cursor() as cursor:
        cursor.execute("SELECT vector::text FROM casos_busquedadecaso ORDER BY caso_id")
        filas["buscador"] = cursor.fetchall()
    filas["marcas"] = set(Marca.objects.values_list("objeto", flat=True))
    filas["aviso"] = Salida.objects.filter(clave__startswith="caso.cambiado").exists()
    return filas


def probando(hacer):
    """Lo que queda tras hacerlo; después se deshace."""
    with transaction.atomic():
        hacer()
        quedo = foto()
        transaction.set_rollback(True)
    return quedo


RETIRADO = "Se deshizo la importación"


def ida_y_vuelta(importacion, lote, por):
    """Importar y deshacer."""
    acciones.importar_lote(importacion=importacion, lote=lote, informe={}, por=por)
    cuenta = acciones.deshacer_importacion(importacion=importacion, motivo="Era otro", por=por)
    assert cuenta == {"se_anularon": 0, "volvieron": 1, "se_quedaron": 0}


@pytest.fixture
def ana():
    return crear_usuario("ana", "analista", "08")


def preparar(ana):
    """Un caso de dos víctimas, la segunda con fecha de nacimiento, y un paso que no está solo."""
    segunda = FILA | {"sexo": "hombre", "edad": "", "fecha_nacimiento": "10/03/2008"}
    contenido = leer(ana, [FILA, segunda])
    assert contenido.problemas == []
    importacion = Importacion.objects.create(usuario=ana, nombre="x", sha256="0" * 64)
    acciones.importar_lote(importacion=importacion, lote=contenido, informe={}, por=ana)
    Marca.objects.all().delete()
    Salida.objects.all().delete()


@AJUSTES
@given(algunas(DEL_CASO), algunas(DE_LA_VICTIMA), algunas(DE_LA_VICTIMA), st.booleans())
@example({"fecha_del_hecho": "01/02/2024"}, {}, {}, False)
@example({}, {"estado_victima": "posible", "fecha_de_estado": "01/03/2026"}, {}, True)
@example(dict.fromkeys(DEL_CASO) | {c: v[1] for c, v in DEL_CASO.items()}, {"edad": "30"}, {}, True)
def test_en_bloque_queda_lo_mismo_que_de_a_uno(ana, caso, una, otra, con_tercera):
    with transaction.atomic():
        preparar(ana)
        clave = {c: FILA[c] for c in ("institucion", "tipo_numero", "numero", "materia")}
        fijas = {c: FILA[c] for c in ("fecha_de_registro", "ubigeo_de_registro")}
        filas = [clave | fijas | caso | con_organo(v) for v in (una, otra)]
        if con_tercera:
            filas.append(filas[0] | FILA | caso | {"edad": "25"})
        lote = leer(ana, filas)
        assume(not lote.filas_con_error and lote.cambiados)
        antes = foto()
        importacion = Importacion.objects.create(usuario=ana, nombre="y", sha256="1" * 64)
        uno = probando(lambda: de_a_uno(lote.cambiados[0], ana))
        bloque = probando(
            lambda: acciones.importar_lote(importacion=importacion, lote=lote, informe={}, por=ana)
        )
        assert bloque == uno
        deshecha = probando(lambda: ida_y_vuelta(importacion, lote, ana))
        for modelo in MODELOS:
            vivos = {f for f in deshecha[modelo.__name__] if RETIRADO not in f}
            assert vivos == set(antes[modelo.__name__])
        assert all(uno[f"historia de {m.__name__}"] for m in MODELOS)
        transaction.set_rollback(True)
