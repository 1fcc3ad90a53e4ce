"""Reglas de las personas: edad, documento y las dimensiones de la víctima."""

import re
from datetime import date

from casos.reglas.predicados import (
    MINIMO_DE_NACIMIENTO,
    adicionales,
    categorias,
    fechas,
    obligatorio,
    otro,
    textos,
    tiene,
)
from casos.vocabulario import es_dato, grupo_de_edad
from trata.comun.reglas import Datos, Regla, en_orden, requerido_si

CATEGORIAS_DE_PERSONA = {
    "sexo": "sexo",
    "forma_edad": "forma_edad",
    "precision_nacimiento": "precision",
    "grupo_edad": "grupo_edad",
    "nacionalidad": "pais",
    "tipo_documento": "tipo_documento",
}
DIMENSIONES = {
    # principal: (texto del «otro», lista de adicionales, vocabulario, nombre)
    "finalidad": ("finalidad_otra", "finalidades_adicionales", "finalidad", "la finalidad"),
    "medio": ("medio_otro", "medios_adicionales", "medio", "el medio"),
    "captacion": ("captacion_otra", "captaciones_adicionales", "captacion", "la captación"),
    "vinculo": ("vinculo_otro", "vinculos_adicionales", "vinculo", "el vínculo"),
    "lugar_explotacion": (
        "lugar_explotacion_otro",
        "lugares_adicionales",
        "lugar_explotacion",
        "el lugar",
    ),
}
CATEGORIAS_DE_VICTIMA = CATEGORIAS_DE_PERSONA | {
    "hallazgo": "hallazgo",
    "educacion": "educacion",
    "menor_de_14": "si_no",
    "alcance": "alcance",
    **{principal: d[2] for principal, d in DIMENSIONES.items()},
    **{d[1]: d[2] for d in DIMENSIONES.values()},
    "precision_de_captacion": "precision",
    "controles": "control",
    "etnia": "etnia",
    "lengua": "lengua",
    "necesita_interprete": "si_no",
    "tuvo_interprete": "si_no",
    "discapacidad": "discapacidad",
    "gestante": "si_no",
    "consiente_asistencia": "consentimiento",
    "consiente_compartir": "consentimiento",
    "consiente_consulado": "consentimiento",
}
GRUPOS_DE_NNA = {"0-5", "6-11", "12-17"}
FORMAS_DE_DOCUMENTO = {
    "dni": re.compile(r"\d{8}"),
    "ce": re.compile(r"[0-9A-Z]{9,12}"),
    "pasaporte": re.compile(r"[0-9A-Z]{5,15}"),
    "ptp": re.compile(r"\d{6,15}"),
    "cpp": re.compile(r"\d{6,15}"),
    "refugio": re.compile(r"[0-9A-Z-]{4,20}"),
    "cedula_extranjera": re.compile(r"[0-9A-Z.-]{4,20}"),
    "salvoconducto": re.compile(r"[0-9A-Z-]{4,20}"),
}


def documento_mal_formado(tipo: str, numero: str) -> bool:
    """Dice si el número no tiene la forma de su tipo. Sin tipo conocido no opina."""
    forma = FORMAS_DE_DOCUMENTO.get(tipo)
    limpio = re.sub(r"\s+", "", numero or "").upper()
    return bool(limpio) and forma is not None and not forma.fullmatch(limpio)


def anios_entre(nacimiento: date, referencia: date) -> int:
    """Años cumplidos en la fecha de referencia."""
    antes = (referencia.month, referencia.day) < (nacimiento.month, nacimiento.day)
    return referencia.year - nacimiento.year - antes


def fecha_de_referencia(datos: Datos) -> date | None:
    """La fecha a la que se cuenta la edad: la del hecho o, si no consta, la del registro."""
    return datos.get("caso_fecha_del_hecho") or datos.get("caso_fecha_de_registro")


def edades_posibles(datos: Datos) -> range | None:
    """Las edades compatibles con la fecha de nacimiento y su precisión; `None` si no se sabe."""
    nacimiento, referencia = datos.get("fecha_nacimiento"), fecha_de_referencia(datos)
    if nacimiento is None or referencia is None:
        return None
    mayor = anios_entre(nacimiento, referencia)
    menor = mayor
    if datos.get("precision_nacimiento") == "mes":
        menor = anios_entre(nacimiento.replace(day=28), referencia)
    elif datos.get("precision_nacimiento") == "anio":
        menor = anios_entre(nacimiento.replace(month=12, day=31), referencia)
    return range(menor, mayor + 1)


def grupo_calculado(datos: Datos) -> str:
    """El grupo de edad que se deduce de la edad o del nacimiento; vacío si no se puede."""
    if datos.get("forma_edad") == "presuncion_nna":
        return "no_determinado"
    edad = datos.get("edad")
    if edad is not None:
        return grupo_de_edad(edad)
    posibles = edades_posibles(datos)
    grupos = {grupo_de_edad(a) for a in posibles} if posibles else set()
    return grupos.pop() if len(grupos) == 1 else ""


def deducir_edad(datos: Datos) -> dict[str, str]:
    """`forma_edad` y `grupo_edad` que se deducen de lo escrito; lo que ya se dijo se respeta."""
    forma = datos.get("forma_edad") or ""
    if not forma and datos.get("edad") is not None:
        forma = "exacta"
    elif not forma and datos.get("fecha_nacimiento") is not None:
        forma = "nacimiento"
    elif not forma and es_dato(datos.get("grupo_edad")):
        forma = "grupo"
    grupo = datos.get("grupo_edad") or grupo_calculado({**datos, "forma_edad": forma})
    return {
        "forma_edad": forma,
        "grupo_edad": "no_determinado" if forma == "presuncion_nna" else grupo,
    }


def es_nna(datos: Datos) -> bool:
    """Niña, niño o adolescente, o se presume que lo es (en la duda se protege)."""
    if datos.get("forma_edad") == "presuncion_nna" or datos.get("grupo_edad") in GRUPOS_DE_NNA:
        return True
    edad = datos.get("edad")
    if edad is not None:
        return edad < 18
    posibles = edades_posibles(datos)
    return posibles is not None and posibles.start < 18


def _edad_contra_nacimiento(datos: Datos) -> bool:
    posibles, edad = edades_posibles(datos), datos.get("edad")
    return posibles is not None and edad is not None and edad not in posibles


def _grupo_contra_edad(datos: Datos) -> bool:
    grupo, edad = datos.get("grupo_edad"), datos.get("edad")
    return edad is not None and es_dato(grupo) and grupo_de_edad(edad) != grupo


def _grupo_contra_nacimiento(datos: Datos) -> bool:
    posibles, grupo = edades_posibles(datos), datos.get("grupo_edad")
    if not posibles or not es_dato(grupo):
        return False
    return grupo not in {grupo_de_edad(a) for a in posibles}


def _nacio_despues(datos: Datos) -> bool:
    posibles = edades_posibles(datos)
    return posibles is not None and posibles.stop - 1 < 0


PERSONA: tuple[Regla, ...] = (
    *fechas("fecha_nacimiento", minimo=MINIMO_DE_NACIMIENTO),
    Regla(
        "edad_imposible",
        "edad",
        "Escribe una edad entre 0 y 120 años.",
        lambda d: d.get("edad") is not None and not 0 <= d["edad"] <= 120,
    ),
    Regla(
        "edad_poco_probable",
        "edad",
        "La edad es mayor de 90 años. Corrígela o confirma que es correcta.",
        lambda d: d.get("edad") is not None and 90 < d["edad"] <= 120,
        es_aviso=True,
    ),
    Regla(
        "nacio_despues_del_hecho",
        "fecha_nacimiento",
        "La fecha de nacimiento es posterior al hecho. Corrígela.",
        _nacio_despues,
    ),
    Regla(
        "falta_edad",
        "edad",
        "Escribe la edad o cambia lo que se sabe de ella.",
        requerido_si("edad", tiene("forma_edad", "exacta")),
    ),
    Regla(
        "falta_nacimiento",
        "fecha_nacimiento",
        "Escribe la fecha de nacimiento o cambia lo que se sabe de la edad.",
        requerido_si("fecha_nacimiento", tiene("forma_edad", "nacimiento")),
    ),
    Regla(
        "falta_grupo",
        "grupo_edad",
        "Selecciona el grupo de edad.",
        requerido_si("grupo_edad", tiene("forma_edad", "grupo")),
    ),
    Regla(
        "edad_no_corresponde_a_nacimiento",
        "edad",
        "La edad no corresponde a la fecha de nacimiento. Corrige una de las dos.",
        _edad_contra_nacimiento,
    ),
    Regla(
        "grupo_no_corresponde_a_edad",
        "grupo_edad",
        "El grupo no corresponde a la edad. Corrige uno de los dos.",
        _grupo_contra_edad,
    ),
    Regla(
        "grupo_no_corresponde_a_nacimiento",
        "grupo_edad",
        "El grupo no corresponde a la fecha de nacimiento. Corrige uno de los dos.",
        _grupo_contra_nacimiento,
    ),
)


def _dimensiones() -> tuple[Regla, ...]:
    reglas: list[Regla] = []
    for principal, (texto, lista, catalogo, nombre) in DIMENSIONES.items():
        reglas += otro(principal, texto, catalogo)
        reglas += adicionales(principal, lista, nombre)
    return tuple(reglas)


VICTIMA: tuple[Regla, ...] = (
    *categorias(CATEGORIAS_DE_VICTIMA),
    *PERSONA,
    *fechas("fecha_de_captacion", "fecha_de_hallazgo"),
    *textos("pueblo", "ajustes", *(d[0] for d in DIMENSIONES.values()), es_narrativo=("ajustes",)),
    *_dimensiones(),
    Regla(
        "victima_fuera_de_materia",
        "finalidad",
        "Un caso de tráfico ilícito de migrantes no lleva finalidad ni medio: registra a la "
        "persona como migrante o cambia la materia.",
        lambda d: d.get("materia") == "tim" and es_dato(d.get("finalidad") or d.get("medio")),
    ),
    Regla(
        "hallazgo_antes_de_captacion",
        "fecha_de_hallazgo",
        "La fecha en que se le ubicó es anterior a la captación. Corrige una de las dos.",
        en_orden("fecha_de_captacion", "fecha_de_hallazgo"),
    ),
    Regla(
        "menor_de_14_no_corresponde",
        "menor_de_14",
        "Esta respuesta no corresponde a la edad. Corrige una de las dos.",
        lambda d: (
            d.get("edad") is not None
            and (
                (d.get("menor_de_14") == "si" and d["edad"] >= 14)
                or (d.get("menor_de_14") == "no" and d["edad"] < 14)
            )
        ),
    ),
    Regla(
        "interprete_sin_necesidad",
        "tuvo_interprete",
        "Dijiste que no necesita intérprete: deja esta respuesta en «No aplica».",
        lambda d: (
            d.get("necesita_interprete") in {"no", "no_aplica"}
            and d.get("tuvo_interprete") not in {"", "no_aplica", None}
        ),
    ),
    Regla(
        "hombre_gestante",
        "gestante",
        "Revisa el sexo o esta respuesta, o confirma que es correcta.",
        lambda d: d.get("sexo") == "hombre" and d.get("gestante") == "si",
        es_aviso=True,
    ),
    Regla(
        "muchos_dependientes",
        "dependientes",
        "Son más de 15 personas a su cargo. Corrígelo o confirma que es correcto.",
        lambda d: (d.get("dependientes") or 0) > 15,
        es_aviso=True,
    ),
)

CATEGORIAS_DE_IMPLICADO = CATEGORIAS_DE_PERSONA | {
    "condicion": "condicion",
    "sentencia_firme": "si_no",
    "participaciones": "participacion",
    "detenido": "si_no",
    "es_funcionario": "si_no",
    "en_organizacion": "si_no",
}
IMPLICADO: tuple[Regla, ...] = (
    *categorias(CATEGORIAS_DE_IMPLICADO),
    *PERSONA,
    *fechas("fecha_de_condicion"),
    *textos("ocupacion"),
    Regla(
        "firmeza_sin_sentencia",
        "sentencia_firme",
        "Sólo una sentencia o absolución puede ser firme.",
        lambda d: (
            d.get("sentencia_firme") == "si"
            and d.get("condicion") not in {"sentenciado", "absuelto"}
        ),
    ),
)

CATEGORIAS_DE_MIGRANTE = CATEGORIAS_DE_PERSONA | {
    "pais_de_origen": "pais",
    "pais_de_destino": "pais",
    "paises_de_transito": "pais",
    "cruce": "cruce",
    "peligros": "peligro",
    "no_acompanado": "si_no",
    "solicita_refugio": "si_no",
}
MIGRANTE: tuple[Regla, ...] = (
    *categorias(CATEGORIAS_DE_MIGRANTE),
    *PERSONA,
    *fechas("fecha_de_cruce", "fecha_de_derivacion"),
    Regla(
        "migrante_fuera_de_materia",
        "pais_de_origen",
        "El caso no es de tráfico de migrantes: cambia la materia o registra una víctima.",
        lambda d: d.get("materia") in {"trata", "explotacion_conexa"},
    ),
    Regla(
        "derivacion_antes_del_cruce",
        "fecha_de_derivacion",
        "La derivación es anterior al cruce. Corrige una de las dos.",
        en_orden("fecha_de_cruce", "fecha_de_derivacion"),
    ),
    Regla(
        "adulto_no_acompanado",
        "no_acompanado",
        "Esta pregunta es sólo para niñas, niños y adolescentes.",
        lambda d: d.get("no_acompanado") == "si" and d.get("edad") is not None and d["edad"] >= 18,
    ),
)

ESTADO_DE_VICTIMA: tuple[Regla, ...] = (
    *categorias({"estado": "estado_victima", "organo": "organo"}),
    *fechas("fecha"),
    *textos("sustento", es_narrativo=("sustento",)),
    obligatorio("falta_estado", "estado", "Selecciona el estado."),
    obligatorio("falta_fecha", "fecha", "Escribe la fecha."),
    obligatorio("falta_organo", "organo", "Selecciona quién lo determinó."),
    Regla(
        "falta_sustento",
        "sustento",
        "Escribe el documento que lo sustenta.",
        requerido_si("sustento", tiene("estado", "identificada", "acreditada", "descartada")),
    ),
    Regla(
        "acredita_otro_organo",
        "organo",
        "Sólo el Poder Judicial acredita en sentencia.",
        lambda d: d.get("estado") == "acreditada" and d.get("organo") != "poder_judicial",
    ),
)

VINCULO: tuple[Regla, ...] = (
    *categorias({"tipo": "vinculo", "conviven": "si_no"}),
    *textos("tipo_otro"),
    *otro("tipo", "tipo_otro", "vinculo"),
    obligatorio("falta_tipo", "tipo", "Selecciona el vínculo."),
    Regla(
        "sobra_vinculo",
        "conviven",
        "Elige otro vínculo: una persona desconocida no vivía con la víctima.",
        lambda d: d.get("tipo") == "desconocido" and d.get("conviven") == "si",
    ),
)
