"""Documentos DOCX de un espacio: acta, oficios e informe anual, desde plantillas reemplazables.

La plantilla se rellena en un entorno cerrado de Jinja y sólo con textos y listas de textos: aunque
alguien la cambie, no alcanza objetos ni código.
"""

import io
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from django.utils import timezone
from docxtpl import DocxTemplate
from jinja2.sandbox import SandboxedEnvironment

from regiones.consultas.sesiones import (
    AlertaDeInasistencia,
    estado_del_quorum,
    habiles_en,
    lista_de_asistencia,
)
from regiones.models import EspacioRegional, Sesion
from trata.comun import formato

PLANTILLAS = Path(__file__).resolve().parent / "plantillas"
TIPO_DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
ESTADOS = {"presente": "Presente", "ausente": "Ausente", "justificado": "Ausencia justificada"}


def rellenar(nombre: str, datos: Mapping[str, Any]) -> bytes:
    """Recibe el nombre de la plantilla y los datos; devuelve el DOCX."""
    plantilla = DocxTemplate(PLANTILLAS / f"{nombre}.docx")
    plantilla.render(dict(datos), SandboxedEnvironment(autoescape=True))
    salida = io.BytesIO()
    plantilla.save(salida)
    return salida.getvalue()


def _nota(sintetico: bool) -> str:
    cuando = formato.fecha_hora(timezone.now())
    marca = "Contenido sintético de demostración. " if sintetico else ""
    return f"{marca}Documento generado el {cuando}. Borrador hasta que se firme."


def _comunes(sesion: Sesion) -> dict[str, Any]:
    return {
        "espacio": sesion.espacio.nombre,
        "region": sesion.espacio.region,
        "sesion": str(sesion),
        "anio": str(sesion.fecha.year),
        "tipo": sesion.get_tipo_display().lower(),
        "modalidad": sesion.get_modalidad_display().lower(),
        "lugar": sesion.lugar or "lugar por precisar",
        "fecha": formato.fecha_larga(sesion.fecha),
        "hora": f" a las {sesion.hora:%H:%M}" if sesion.hora else "",
        "convocada": formato.fecha_larga(sesion.convocada_el),
        "citacion": ", en segunda citación" if sesion.segunda_citacion else "",
        "agenda": list(sesion.agenda),
        "nota": _nota(sesion.es_sintetico),
    }


def _asistentes(sesion: Sesion) -> list[dict[str, str]]:
    filas = []
    for fila in lista_de_asistencia(sesion):
        asistencia = fila["asistencia"]
        persona = asistencia.representante if asistencia else None
        filas.append(
            {
                "institucion": fila["integrante"].nombre,
                "representante": persona.nombres if persona else "—",
                "estado": ESTADOS[asistencia.estado] if asistencia else "Sin marcar",
            }
        )
    return filas


def _acuerdo(acuerdo: Any) -> dict[str, str]:
    votos = ""
    if acuerdo.a_favor is not None:
        votos = (
            f"Votos: {acuerdo.a_favor} a favor, {acuerdo.en_contra or 0} en contra y "
            f"{acuerdo.abstenciones or 0} abstenciones."
        )
    return {
        "numero": str(acuerdo.numero),
        "texto": acuerdo.texto,
        "responsable": acuerdo.nombre_del_responsable,
        "plazo": formato.fecha_larga(acuerdo.plazo) if acuerdo.plazo else "sin plazo",
        "votos": votos,
    }


def acta(sesion: Sesion) -> bytes:
    """El acta de la sesión, con lo registrado hasta ahora."""
    quorum = estado_del_quorum(sesion)
    frase = (
        f"Instituciones hábiles: {quorum.habiles}. Quórum requerido: {quorum.requerido}"
        f"{' (mitad más uno, como referencia)' if quorum.de_referencia else ''}. "
        f"Presentes: {quorum.presentes}. "
        f"{'Hay quórum.' if quorum.alcanza else 'No hay quórum.'}"
    )
    acuerdos = sesion.acuerdos.select_related("responsable__entidad").order_by("numero")
    return rellenar(
        "acta",
        _comunes(sesion)
        | {
            "sesion": str(sesion).upper(),
            "quorum": frase,
            "asistentes": _asistentes(sesion),
            "desarrollo": sesion.desarrollo or "Sin anotaciones.",
            "acuerdos": [_acuerdo(a) for a in acuerdos],
        },
    )


def oficio_de_convocatoria(sesion: Sesion) -> bytes:
    """El oficio múltiple que convoca la sesión."""
    instituciones = [i.nombre for i in habiles_en(sesion).select_related("entidad")]
    return rellenar(
        "oficio_convocatoria",
        _comunes(sesion)
        | {
            "sesion": str(sesion).lower(),
            "instituciones": instituciones,
            "requerido": str(estado_del_quorum(sesion).requerido),
        },
    )


def oficio_de_inasistencia(alerta: AlertaDeInasistencia) -> bytes:
    """El oficio a la institución que falta más de tres sesiones seguidas."""
    hoy = timezone.localdate()
    return rellenar(
        "oficio_inasistencia",
        {
            "espacio": alerta.espacio.nombre,
            "region": alerta.espacio.region,
            "anio": str(hoy.year),
            "hoy": formato.fecha_larga(hoy),
            "institucion": alerta.integrante.nombre,
            "seguidas": str(alerta.seguidas),
            "ultima": formato.fecha_larga(alerta.ultima),
            "nota": _nota(False),
        },
    )


def informe_anual(espacio: EspacioRegional, anio: int, secciones: list[dict[str, Any]]) -> bytes:
    """El informe anual a la Secretaría Técnica, en borrador."""
    return rellenar(
        "informe_anual",
        {
            "espacio": espacio.nombre,
            "anio": str(anio),
            "hoy": formato.fecha_larga(timezone.localdate()),
            "secciones": secciones,
            "nota": _nota(False),
        },
    )
