"""El texto con que se busca un caso: códigos, números, lugares y lo escrito aparte, sin relatos.

Una sola manera para uno y para miles: cada parte se lee con una consulta por tanda.
"""

from collections.abc import Collection

from django.db import connection
from django.db.models import QuerySet

from casos.models import Caso, CasoLugar, ClaveExterna, Establecimiento, Operativo, Victima
from casos.reglas.persona import DIMENSIONES
from trata.territorio.consultas import nombre_completo
from trata.territorio.nombres import normalizar

LARGO = 20_000
GUARDAR = """
INSERT INTO casos_busquedadecaso (caso_id, vector)
SELECT t.caso, to_tsvector('spanish', t.texto) || to_tsvector('spanish', t.plano)
FROM unnest(%s::bigint[], %s::text[], %s::text[]) AS t(caso, texto, plano)
ON CONFLICT (caso_id) DO UPDATE SET vector = EXCLUDED.vector
"""
DE_VICTIMA = ("seudonimo", "pueblo", *(d[0] for d in DIMENSIONES.values()))
DE_LOCAL = ("nombre", "actividades", "tipo_otro")
DE_OPERATIVO = ("nota_informativa", "unidad")


def indexar(llaves: Collection[int]) -> None:
    """Rehace el texto de búsqueda de esos casos, con y sin tildes ni eñes."""
    textos = _textos(llaves)
    if not textos:
        return
    enteros = [" ".join(t for t in suyos if t)[:LARGO] for suyos in textos.values()]
    with connection.cursor() as cursor:
        cursor.execute(GUARDAR, [list(textos), enteros, [_sin_signos(t) for t in enteros]])


def _sin_signos(texto: str) -> str:
    """Sin tildes; y otra vez sin eñes: quien no la tiene en su teclado escribe «Canete»."""
    plano = normalizar(texto)
    return f"{plano} {plano.replace('Ñ', 'N')}" if "Ñ" in plano else plano


def _textos(llaves: Collection[int]) -> dict[int, list[str]]:
    propios = ("codigo", "dependencia", "denunciante_otro", "destino_otro")
    textos = {
        pk: suyos for pk, *suyos in Caso.objects.filter(pk__in=llaves).values_list("pk", *propios)
    }
    for caso, numero in _de(ClaveExterna.objects.vigentes(), llaves, "numero"):
        textos[caso] += [numero, numero.replace("-", " ")]
    con_lugar = CasoLugar.objects.vigentes().exclude(ubigeo=None)
    for caso, ubigeo in _de(con_lugar, llaves, "ubigeo_id"):
        textos[caso].append(nombre_completo(ubigeo))
    for modelo, campos in (
        (Establecimiento, DE_LOCAL), (Operativo, DE_OPERATIVO), (Victima, DE_VICTIMA),
    ):  # fmt: skip
        for caso, *escritos in _de(modelo.objects.vigentes(), llaves, *campos):
            textos[caso] += escritos
    return textos


def _de(conjunto: QuerySet, llaves: Collection[int], *campos: str) -> QuerySet:
    return conjunto.filter(caso__in=llaves).order_by("pk").values_list("caso_id", *campos)
