"""Reglas de la política: las mismas para el formulario, la API y el archivo."""

import re
from decimal import Decimal

from trata.comun.reglas import Datos, Regla, en_orden, requerido_si

TIPOS_DE_EVIDENCIA = {
    "application/pdf": "pdf",
    "image/jpeg": "jpg",
    "image/png": "png",
    "application/vnd.openxmlformats-officedocument.wordprocessingml.document": "docx",
    "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet": "xlsx",
}
DOCUMENTO = re.compile(r"(?<![\d.,])(\d{8}|9\d{2}[ -]?\d{3}[ -]?\d{3})(?![\d.,]\d|\d)")
EVIDENCIA_MAXIMA = 20_000_000

PERIODO = (
    Regla(
        "fin_antes_de_inicio",
        "fin",
        "El periodo termina antes de empezar. Corrige una de las dos fechas.",
        en_orden("inicio", "fin"),
    ),
    Regla(
        "cierre_antes_de_apertura",
        "cierra_el",
        "El plazo vence antes de que se abra el reporte.",
        en_orden("abre_el", "cierra_el"),
    ),
    Regla(
        "abre_antes_de_terminar",
        "abre_el",
        "El reporte se abre cuando empieza el periodo o después.",
        en_orden("inicio", "abre_el"),
    ),
)


def _reporta(datos: Datos) -> bool:
    return not datos.get("sin_programacion")


def _denominador_cero(datos: Datos) -> bool:
    return datos.get("denominador") is not None and datos["denominador"] == 0


def _negativo(campo: str) -> Regla:
    return Regla(
        f"{campo}_negativo",
        campo,
        "Escribe un número desde 0.",
        lambda datos: datos.get(campo) is not None and datos[campo] < 0,
    )


def _parte_sin_todo(datos: Datos) -> bool:
    return bool(
        datos.get("es_porcentaje")
        and (datos.get("numerador") is None) != (datos.get("denominador") is None)
    )


def _pasa_de_cien(datos: Datos) -> bool:
    if not datos.get("es_porcentaje") or datos.get("supera_cien"):
        return False
    valor, numerador, denominador = (datos.get(c) for c in ("valor", "numerador", "denominador"))
    if valor is not None:
        return valor > 100
    return bool(denominador and numerador is not None and numerador > denominador)


def _valor_no_coincide(datos: Datos) -> bool:
    valor, numerador, denominador = (datos.get(c) for c in ("valor", "numerador", "denominador"))
    if valor is None or numerador is None or not denominador or not datos.get("es_porcentaje"):
        return False
    return abs(Decimal(numerador) * 100 / Decimal(denominador) - valor) > Decimal("0.1")


def _con_valor_sin_programacion(datos: Datos) -> bool:
    return bool(datos.get("sin_programacion")) and any(
        datos.get(c) is not None for c in ("valor", "numerador", "denominador")
    )


AVANCE = (
    Regla(
        "denominador_cero",
        "denominador",
        "El denominador no puede ser 0. Si no hubo a quién atender, marca «Sin programación este "
        "periodo» y explica por qué.",
        _denominador_cero,
    ),
    _negativo("numerador"),
    _negativo("denominador"),
    _negativo("meta_programada"),
    Regla(
        "parte_sin_todo",
        "denominador",
        "Escribe el numerador y el denominador, los dos: uno solo no da un porcentaje.",
        _parte_sin_todo,
    ),
    Regla(
        "porcentaje_mayor_de_cien",
        "numerador",
        "El porcentaje pasa de 100 %. Revisa el numerador y el denominador.",
        _pasa_de_cien,
    ),
    Regla(
        "valor_no_coincide",
        "valor",
        "El valor no es el que dan el numerador y el denominador. Corrige uno o borra el valor.",
        _valor_no_coincide,
    ),
    Regla(
        "sin_programacion_con_valor",
        "sin_programacion",
        "Marcaste «Sin programación este periodo» y escribiste un valor. Deja sólo uno.",
        _con_valor_sin_programacion,
    ),
    Regla(
        "falta_motivo",
        "motivo_sin_programacion",
        "Explica por qué no hubo programación este periodo.",
        requerido_si("motivo_sin_programacion", lambda d: bool(d.get("sin_programacion"))),
    ),
    Regla(
        "otra_magnitud",
        "valor",
        "El valor es de otro orden que los anteriores. Revísalo; si está bien, confírmalo.",
        lambda datos: bool(datos.get("es_otra_magnitud")),
        es_aviso=True,
    ),
)

# Lo que se exige sólo al enviar: el borrador admite vacíos.
ENVIO_DE_AVANCE = (
    Regla(
        "falta_valor",
        "valor",
        "Escribe el valor (o numerador y denominador), o marca «Sin programación este periodo».",
        lambda d: (
            _reporta(d)
            and d.get("valor") is None
            and (
                d.get("numerador") is None or (d.get("es_porcentaje") and not d.get("denominador"))
            )
        ),
    ),
)


def _parece_documento(campo: str) -> Regla:
    return Regla(
        "posible_dato_personal",
        campo,
        "Parece haber un número de documento o de teléfono. Quítalo; si no lo es, confírmalo.",
        lambda d: bool(DOCUMENTO.search(d.get(campo) or "")),
        es_aviso=True,
    )


REPORTE = (_parece_documento("narrativa"), _parece_documento("obstaculos"))
ENVIO_DE_REPORTE = (
    Regla(
        "falta_narrativa",
        "narrativa",
        "Cuenta qué se hizo en el periodo.",
        lambda d: not (d.get("narrativa") or "").strip(),
    ),
)

RECURSO = (
    _negativo("pia"),
    _negativo("pim"),
    _negativo("devengado"),
    Regla(
        "falta_fuente",
        "fuente",
        "Di de dónde sale el dato (por ejemplo, Consulta Amigable del MEF y su fecha).",
        lambda d: (
            not (d.get("fuente") or "").strip()
            and any(d.get(c) is not None for c in ("pia", "pim", "devengado"))
        ),
    ),
    Regla(
        "devengado_mayor_que_pim",
        "devengado",
        "El devengado pasa del PIM. Revísalo; si está bien, confírmalo.",
        lambda d: (
            d.get("pim") is not None
            and d.get("devengado") is not None
            and d["devengado"] > d["pim"]
        ),
        es_aviso=True,
    ),
)
