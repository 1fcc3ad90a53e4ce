"""El índice del caso junto a cada formulario: en qué sección se está y cómo va cada una."""

from typing import Any

from django.urls import reverse

from casos.consultas.expediente import Expediente


def indice_de(completo: Expediente, actual: str) -> list[dict[str, Any]]:
    """Una fila por sección que corresponde a la materia: título, dirección, estado, si es ésta."""
    return [
        {
            "titulo": t.seccion.titulo,
            "ayuda": t.seccion.ayuda,
            "cuantas": t.cuantas,
            "url": reverse("casos:seccion", args=[completo.caso.uuid, t.seccion.codigo]),
            "estado": t.estado,
            "activa": t.seccion.codigo == actual,
        }
        for t in completo.avance()
    ]
