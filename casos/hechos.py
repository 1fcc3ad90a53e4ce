"""Qué se cuenta del registro y cómo: una definición por dato, para tablero, lista, API y archivo.

Por defecto cuenta (`contable`) lo de materia trata (sola o con tráfico de migrantes), en casos
enviados o conformes, de víctimas no retiradas ni descartadas, por lugar y fecha de registro. Los
borradores y lo que no tiene fecha de registro no llegan a los hechos.
"""

from casos.models import Caso
from casos.reglas.completo import CON_TRATA
from casos.vocabulario import INICIO_DE_LA_SERIE, Vocabulario, vocabulario
from trata.agregados.models import ROLES_DE_LUGAR, HechoCaso, HechoVictima, Unidad
from trata.agregados.motor.fuentes import FuenteDeHechos, en_numeros
from trata.agregados.variables import EXTERIOR, Variable, variable

# De la variable que se cuenta al vocabulario del registro que la llena.
VOCABULARIO_DE = {
    "sexo": "sexo",
    "grupo_edad": "grupo_edad",
    "fin": "finalidad",
    "educacion": "educacion",
    "vinculo": "vinculo",
    "denunciante": "denunciante",
    "captacion": "captacion",
    "medio": "medio",
    "lugar_explotacion": "lugar_explotacion",
    "reclutamiento": "alcance",
    "destino": "destino",
    "hallazgo": "hallazgo",
    "estado_victima": "estado_victima",
    "origen": "origen",
    "fuente_caso": "fuente",
}
CONTABLE = f"c.materia IN {CON_TRATA} AND c.estado IN {tuple(e.value for e in Caso.CONTABLES)}"
FECHA = "c.fecha_de_registro"


def _con_fechas(expresion: str, v: Variable, voc: Vocabulario) -> dict[str, int]:
    """De código del registro a número de categoría, con las categorías finas sin fecha propia."""
    return {
        c.codigo: v.categoria(voc.sube(c.codigo)).numero
        for c in voc.categorias
        if voc.sube(c.codigo) and c.desde == INICIO_DE_LA_SERIE and c.hasta is None
    }


def contado(codigo: str, expresion: str) -> str:
    """SQL de una variable: el código del registro, subido a lo publicado, como número.

    Una categoría fina con fechas cuenta como la publicada sólo mientras rige.
    """
    v, voc = variable(codigo), vocabulario(VOCABULARIO_DE[codigo])
    sin_dato = v.categoria(voc.sin_dato_sube_a).numero if voc.sin_dato_sube_a else 0
    base = en_numeros(expresion, _con_fechas(expresion, v, voc)).replace(
        "ELSE 0", f"ELSE {sin_dato}"
    )
    for c in voc.categorias:
        if c.sube_a and (c.desde != INICIO_DE_LA_SERIE or c.hasta):
            hasta = f" AND {FECHA} <= '{c.hasta}'" if c.hasta else ""
            base = (
                f"CASE WHEN {expresion} = '{c.codigo}' AND {FECHA} >= '{c.desde}'{hasta} "
                f"THEN {v.categoria(c.sube_a).numero}::smallint ELSE {base} END"
            )
    return base


def _propia(codigo: str, expresion: str) -> str:
    """SQL de una variable cuyas categorías son los códigos del registro, sin subir."""
    return en_numeros(expresion, {c.codigo: c.numero for c in variable(codigo).categorias})


def _nacionalidad() -> str:
    v = variable("nacionalidad")
    otra = v.categoria("otra").numero
    conocidas = {c.codigo: c.numero for c in v.categorias if c.codigo != "otra"}
    return (
        f"CASE WHEN length(v.nacionalidad) <> 2 THEN 0::smallint ELSE "
        f"{en_numeros('v.nacionalidad', conocidas).replace('ELSE 0', f'ELSE {otra}')} END"
    )


def _comunes(llave: str, contable: str) -> dict[str, str]:
    return {
        "id": llave,
        "caso": "c.id",
        "anio": f"extract(year FROM {FECHA})::smallint",
        "mes": f"(CASE c.precision_de_registro WHEN 'anio' THEN 0 "
        f"ELSE extract(month FROM {FECHA}) END)::smallint",
        "departamento": "coalesce(left(r.ubigeo_id, 2), '0')::smallint",
        "provincia": "CASE WHEN length(r.ubigeo_id) >= 4 THEN left(r.ubigeo_id, 4)::smallint "
        "ELSE 0::smallint END",
        "contable": contable,
        "estado_registro": _propia("estado_registro", "c.estado"),
        "fuente_caso": contado("fuente_caso", "c.fuente"),
    }


REGISTRO = (
    "LEFT JOIN casos_casolugar r ON r.caso_id = c.id AND r.rol = 'registro' "
    "AND r.retirado_en IS NULL"
)
VALIDOS = f"c.estado <> 'borrador' AND {FECHA} IS NOT NULL"


# El primer lugar de cada rol, todos en una sola lectura de los lugares del caso.
DEPARTAMENTO = (
    "CASE WHEN ubigeo_id IS NOT NULL THEN left(ubigeo_id, 2)::smallint "
    f"WHEN pais NOT IN ('', 'pe') AND length(pais) = 2 THEN {EXTERIOR} ELSE 0 END"
)
LUGARES = (
    "CROSS JOIN LATERAL (SELECT "
    + ", ".join(
        f"coalesce((array_agg({DEPARTAMENTO} ORDER BY id) FILTER (WHERE rol = '{rol}'))[1], 0)"
        f"::smallint AS {rol}"
        for rol in ROLES_DE_LUGAR
    )
    + " FROM casos_casolugar WHERE caso_id = c.id AND retirado_en IS NULL) l"
)


ASISTENCIA = (
    "CASE WHEN (SELECT bool_or(a.fecha_de_inicio IS NOT NULL OR a.resultado = 'atendida') "
    "FROM casos_atencion a WHERE a.victima_id = v.id AND a.retirado_en IS NULL) THEN 1 "
    "WHEN EXISTS (SELECT 1 FROM casos_atencion a WHERE a.victima_id = v.id "
    "AND a.retirado_en IS NULL) THEN 2 ELSE 3 END::smallint"
)

VICTIMAS = FuenteDeHechos(
    codigo="victimas",
    familia="caso",
    unidad=Unidad.VICTIMA,
    modelo=HechoVictima,
    columnas=_comunes("v.id", f"({CONTABLE} AND v.estado <> 'descartada')")
    | {
        "sexo": contado("sexo", "v.sexo"),
        "grupo_edad": contado("grupo_edad", "v.grupo_edad"),
        "fin": contado("fin", "v.finalidad"),
        "educacion": contado("educacion", "v.educacion"),
        "vinculo": contado("vinculo", "v.vinculo"),
        "denunciante": contado("denunciante", "c.denunciante"),
        "captacion": contado("captacion", "v.captacion"),
        "medio": contado("medio", "v.medio"),
        "lugar_explotacion": contado("lugar_explotacion", "v.lugar_explotacion"),
        "reclutamiento": contado("reclutamiento", "v.alcance"),
        "destino": contado("destino", "c.destino"),
        "nacionalidad": _nacionalidad(),
        "hallazgo": contado("hallazgo", "v.hallazgo"),
        "estado_victima": contado("estado_victima", "v.estado"),
        "asistencia": ASISTENCIA,
    }
    | {f"departamento_{rol}": f"l.{rol}" for rol in ROLES_DE_LUGAR},
    origen=(
        f"FROM casos_victima v JOIN casos_caso c ON c.id = v.caso_id {REGISTRO} {LUGARES} "
        f"WHERE v.retirado_en IS NULL AND {VALIDOS}"
    ),
    objeto="c.id",
)

CASOS = FuenteDeHechos(
    codigo="casos",
    familia="caso",
    unidad=Unidad.CASO,
    modelo=HechoCaso,
    columnas=_comunes("c.id", f"({CONTABLE})")
    | {
        "denunciante": contado("denunciante", "c.denunciante"),
        "destino": contado("destino", "c.destino"),
        "origen": contado("origen", "c.origen"),
        "tamano": "CASE WHEN n.victimas = 0 THEN 0 WHEN n.victimas = 1 THEN 1 "
        "WHEN n.victimas < 5 THEN 2 ELSE 3 END::smallint",
    },
    origen=(
        f"FROM casos_caso c {REGISTRO} CROSS JOIN LATERAL (SELECT count(*) AS victimas "
        f"FROM casos_victima v WHERE v.caso_id = c.id AND v.retirado_en IS NULL) n WHERE {VALIDOS}"
    ),
    objeto="c.id",
)
