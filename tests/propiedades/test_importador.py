"""El importador y `full_clean` (con la acción) dicen lo mismo de cualquier fila.

El importador juzga valores ya convertidos, con catálogos cargados y sin preguntar a la base fila
por fila; la acción hace `full_clean` y escribe. Para cada fila al azar se exige el mismo veredicto
y, cuando es «no», las mismas faltas en los mismos campos.
"""

import os

import pytest
from django.core.exceptions import NON_FIELD_ERRORS, ValidationError
from django.db import transaction
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from casos import acciones
from casos.consultas.importacion import entidades_por_sigla
from casos.importador import Lector
from casos.importador.columnas import COLUMNAS, DE_CASO, DE_ESTADO, DE_VICTIMA
from casos.importador.lectura import Lectura
from casos.models import Asignacion, Caso, CasoLugar, ClaveExterna, Victima, VictimaEstado
from casos.vocabulario import vocabulario
from tests.fabricas.casos import crear_usuario
from tests.fabricas.importacion import SIN_NUMERO
from trata.comun.importador import Tabla

pytestmark = pytest.mark.django_db
FECHAS = ("10/03/2026", "11/03/2026", "01/02/2026", "03/2026", "2025", "31/12/2090", "01/01/1940",
          "15/06/1999", "2008", "20/05/2013")  # fmt: skip
ENTEROS = ("0", "5", "12", "13", "14", "17", "18", "29", "59", "60", "91", "120", "121", "16")
TEXTOS = ("algo", "x" * 300, "a\x07b", "llama al 987654321", "Ñandú", "otro")
DE_DJANGO = {"blank", "null"}
AJUSTES = settings(
    max_examples=int(os.environ.get("EJEMPLOS_DE_IMPORTADOR", "8")),
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)


def valores(codigo: str) -> st.SearchStrategy[str]:
    """Celdas posibles de una columna: buenas casi siempre, y las que rozan cada regla."""
    columna = COLUMNAS[codigo]
    if columna.catalogo:
        codigos = [c.codigo for c in vocabulario(columna.catalogo).categorias]
        uno = st.sampled_from(codigos)
        return st.lists(uno, max_size=3).map("|".join) if columna.es_multiple else uno
    if codigo.startswith("fecha"):
        return st.sampled_from(FECHAS)
    if codigo in {"edad", "dependientes"}:
        return st.sampled_from(ENTEROS)
    if codigo == "hora_de_registro":
        return st.just("14:30")
    return st.sampled_from(TEXTOS)


LIBRES = [c for c in (*DE_CASO, *DE_VICTIMA, *DE_ESTADO) if c not in SIN_NUMERO]
LLENAS = ("materia", "fecha_de_registro", "sexo", "edad", "finalidad", "grupo_edad", "forma_edad",
          "fecha_nacimiento", "fecha_del_hecho", "estado_victima", "organo", "fecha_de_estado",
          "medio", "medio_otro", "medios_adicionales", "menor_de_14")  # fmt: skip


@st.composite
def filas(draw):
    """Una fila: unas cuantas columnas cambiadas sobre una fila buena."""
    fila = dict(SIN_NUMERO)
    for codigo in draw(st.lists(st.sampled_from([*LLENAS, *LIBRES]), max_size=7, unique=True)):
        fila[codigo] = draw(st.one_of(st.just(""), valores(codigo), valores(codigo)))
    if draw(st.booleans()):
        fila |= {
            "institucion": "mp",
            "tipo_numero": draw(st.sampled_from(["sidpol", "carpeta_fiscal", "expediente", ""])),
            "numero": draw(st.sampled_from(["12345", "506-2026-1", "x y", "00123-2026-0-JR", ""])),
        }
    fila["ubigeo_de_registro"] = draw(st.sampled_from(["080101", "08", "150101", ""]))
    fila["ubigeo_de_explotacion"] = draw(st.sampled_from(["", "160101"]))
    avisos = ["edad_poco_probable", "hombre_gestante", "parece_identidad", "muchos_dependientes"]
    fila["confirmar"] = "|".join(draw(st.lists(st.sampled_from(avisos), max_size=4)))
    return {c: t for c, t in fila.items() if t}


def por_el_importador(fila, quien):
    """(faltas por columna, lote) de la fila."""
    tabla = Tabla(list(fila), [(2, fila)])
    lote = Lector(quien).leer(tabla, {"columnas": {c: c for c in fila}})
    return {(p.campo, p.codigo) for p in lote.problemas if not p.es_aviso}, lote


def convertida(fila):
    """La fila en valores, por el mismo conversor; `None` si una celda no se entiende."""
    lectura = Lectura(
        columnas={c: c for c in fila}, valores={}, fijos={}, entidades=entidades_por_sigla()
    )
    (grupo,) = lectura.leer(Tabla(list(fila), [(2, fila)]), lambda n: None)
    return None if lectura.problemas else grupo


def _nombrar(error, columnas):
    """(columna, código). El «no puede estar vacío» de Django repite la regla del mismo campo."""
    todas = {
        (columnas.get(c, "" if c == NON_FIELD_ERRORS else c), e.code)
        for c, lista in error.error_dict.items()
        for e in lista
    }
    dichas = {campo for campo, codigo in todas if codigo not in DE_DJANGO}
    return {(c, k) for c, k in todas if k not in DE_DJANGO or c not in dichas}


class PorLasAcciones:
    """Las faltas que dan `full_clean` y las acciones, escribiendo de verdad."""

    def __init__(self, grupo, quien):
        self.malas = set()
        self.grupo = grupo
        self.confirmar = grupo.confirmados
        self.pedido = {"por": quien, "confirmar": self.confirmar}

    def intentar(self, columnas, hacer, *args, **kwargs):
        try:
            with transaction.atomic():
                return hacer(*args, **kwargs)
        except ValidationError as error:
            self.malas |= _nombrar(error, columnas)
            return None

    def parte(self, modelo, datos, columnas=None):
        return self.intentar(
            columnas or {}, acciones.registrar_parte, modelo, caso=self.caso, datos=datos,
            **self.pedido,
        )  # fmt: skip

    def registrar(self):
        grupo = self.grupo
        caso = self.intentar({}, acciones.registrar_caso, datos=grupo.caso, **self.pedido)
        self.caso = caso or self.a_la_fuerza(grupo.caso)
        if grupo.clave:
            self.parte(ClaveExterna, grupo.clave, {"tipo": "tipo_numero"})
        for rol in ("registro", "captacion", "explotacion"):
            if rol == "registro" or rol in grupo.lugares:
                datos = {"rol": rol, "pais": "pe", "ubigeo": grupo.lugares.get(rol)}
                self.parte(CasoLugar, datos, {"ubigeo": f"ubigeo_de_{rol}"})
        (leida,) = grupo.filas
        hecha = self.intentar({}, self.victima, leida.victima)
        if leida.estado:
            if hecha is None:
                hecha = Victima.objects.create(
                    caso=self.caso, numero=9, seudonimo=f"{self.caso.codigo}-V9"
                )
            columnas = {"estado": "estado_victima", "fecha": "fecha_de_estado"}
            self.parte(VictimaEstado, leida.estado | {"victima": hecha}, columnas)
        return self.malas

    def a_la_fuerza(self, datos):
        """Un caso que las reglas no admiten, para poder juzgar también a su víctima."""
        caso = Caso.objects.create(codigo="TRATA-2026-999999", registrado_por=self.pedido["por"])
        Asignacion.objects.create(caso=caso, usuario=self.pedido["por"])
        propios = ("materia", "fecha_de_registro", "fecha_del_hecho")
        Caso.objects.filter(pk=caso.pk).update(**{c: datos[c] for c in propios if c in datos})
        caso.refresh_from_db()
        return caso

    def victima(self, datos):
        """El formulario y la API juzgan lo escrito antes de que la acción deduzca la edad."""
        escrita = Victima(caso=self.caso, numero=1, seudonimo="X-V1", **datos)
        escrita.avisos_confirmados = self.confirmar
        escrita.full_clean(exclude=["registrado_por"])
        return acciones.registrar_parte(Victima, caso=self.caso, datos=datos, **self.pedido)


@pytest.fixture
def quien():
    return crear_usuario("ana", "analista", "08")


@AJUSTES
@given(fila=filas())
@example(fila={**SIN_NUMERO, "edad": "30", "forma_edad": "presuncion_nna", "grupo_edad": "12-17"})
@example(fila={**SIN_NUMERO, "edad": "12", "fecha_nacimiento": "20/05/2013"})
@example(fila={**SIN_NUMERO, "medio": "otro"})
@example(fila={**SIN_NUMERO, "materia": "tim"})
@example(fila={c: v for c, v in SIN_NUMERO.items() if c != "ubigeo_de_registro"})
@example(fila={**SIN_NUMERO, "edad": "95", "confirmar": "edad_poco_probable"})
def test_el_importador_y_las_acciones_dicen_lo_mismo(quien, fila):
    faltas, lote = por_el_importador(fila, quien)
    grupo = convertida(fila)
    if grupo is None:
        assert faltas
        assert not lote.casos
        return
    punto = transaction.savepoint()
    esperadas = PorLasAcciones(grupo, quien).registrar()
    transaction.savepoint_rollback(punto)
    assert faltas == esperadas
    assert bool(lote.casos) == (not esperadas)
