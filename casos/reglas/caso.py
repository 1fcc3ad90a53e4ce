"""Reglas del caso, sus números en otros sistemas y sus lugares."""

import re

from casos.reglas.predicados import categorias, fechas, obligatorio, otro, textos
from trata.comun.reglas import Datos, Regla, en_orden, requerido_si, vacio_si

CATEGORIAS_DE_CASO = {
    "materia": "materia",
    "origen": "origen",
    "fuente": "fuente",
    "precision_de_registro": "precision",
    "canal": "canal",
    "denunciante": "denunciante",
    "destino": "destino",
    "precision_del_hecho": "precision",
}
FORMAS_DE_CLAVE = {
    "sidpol": re.compile(r"\d{5,15}"),
    "carpeta_fiscal": re.compile(r"[0-9A-Z]{1,12}(-[0-9A-Z]{1,12}){1,4}"),
    "expediente": re.compile(r"\d{1,6}-\d{4}(-[0-9A-Z]{1,12}){0,6}"),
}
FORMA_DE_UBIGEO = re.compile(r"\d{2}(\d{2}(\d{2})?)?")


def normalizar_clave(numero: str) -> str:
    """«  0123-2026 - 0-jr » → «0123-2026-0-JR»: sin espacios y en mayúsculas."""
    return re.sub(r"\s+", "", numero or "").upper()


CASO: tuple[Regla, ...] = (
    *categorias(CATEGORIAS_DE_CASO),
    *fechas("fecha_de_registro", "fecha_del_hecho", "fecha_fin_del_hecho"),
    *textos("dependencia", "denunciante_otro", "destino_otro", "hechos", es_narrativo=("hechos",)),
    *otro("denunciante", "denunciante_otro", "denunciante"),
    *otro("destino", "destino_otro", "destino"),
    Regla(
        "fin_antes_de_inicio",
        "fecha_fin_del_hecho",
        "La fecha final es anterior a la fecha del hecho. Corrige una de las dos.",
        en_orden("fecha_del_hecho", "fecha_fin_del_hecho"),
    ),
    Regla(
        "hecho_posterior_a_registro",
        "fecha_del_hecho",
        "El hecho aparece después de la denuncia. Corrige la fecha o confirma que es correcta.",
        en_orden("fecha_del_hecho", "fecha_de_registro"),
        es_aviso=True,
    ),
)


def _clave_mal_formada(datos: Datos) -> bool:
    forma = FORMAS_DE_CLAVE.get(datos.get("tipo") or "")
    numero = normalizar_clave(datos.get("numero") or "")
    return bool(numero) and forma is not None and not forma.fullmatch(numero)


CLAVE_EXTERNA: tuple[Regla, ...] = (
    *categorias({"tipo": "tipo_clave"}),
    *textos("numero"),
    obligatorio(
        "falta_institucion",
        "institucion",
        "Selecciona la institución que dio el número.",
        dato="institucion_id",
    ),
    obligatorio("falta_tipo", "tipo", "Selecciona qué número es."),
    obligatorio("falta_numero", "numero", "Escribe el número."),
    Regla(
        "numero_mal_formado",
        "numero",
        "Escribe el número como aparece en el documento: SIDPOL sólo cifras; carpeta fiscal y "
        "expediente con sus guiones.",
        _clave_mal_formada,
    ),
)


def _ubigeo_mal_formado(datos: Datos) -> bool:
    codigo = datos.get("ubigeo_id")
    return bool(codigo) and not FORMA_DE_UBIGEO.fullmatch(str(codigo))


LUGAR: tuple[Regla, ...] = (
    *categorias({"rol": "rol_lugar", "pais": "pais", "precision": "precision"}),
    *fechas("fecha"),
    obligatorio("falta_rol", "rol", "Selecciona qué ocurrió en este lugar."),
    Regla(
        "ubigeo_mal_formado",
        "ubigeo",
        "Selecciona departamento, provincia y distrito de la lista.",
        _ubigeo_mal_formado,
    ),
    Regla(
        "falta_lugar",
        "ubigeo",
        "Selecciona al menos el departamento.",
        requerido_si("ubigeo_id", lambda d: d.get("pais") == "pe"),
    ),
    Regla(
        "ubigeo_fuera_del_peru",
        "ubigeo",
        "Un lugar de otro país no lleva departamento. Cambia el país o quita el departamento.",
        vacio_si("ubigeo_id", lambda d: d.get("pais") != "pe"),
    ),
    Regla(
        "registro_fuera_del_peru",
        "pais",
        "La denuncia se registra en el Perú.",
        lambda d: d.get("rol") == "registro" and d.get("pais") != "pe",
    ),
)
