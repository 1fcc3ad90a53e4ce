"""Reglas de las solicitudes de enlace."""

from casos.reglas.predicados import categorias, obligatorio, textos

SOLICITUD_DE_ENLACE = (
    *categorias({"tipo": "tipo_clave"}),
    *textos("numero", "motivo", es_narrativo=("motivo",)),
    obligatorio(
        "falta_institucion",
        "institucion",
        "Selecciona la institución que puso el número.",
        dato="institucion_id",
    ),
    obligatorio("falta_tipo", "tipo", "Selecciona el tipo de número."),
    obligatorio("falta_numero", "numero", "Escribe el número."),
    obligatorio("falta_motivo", "motivo", "Escribe para qué pides el enlace."),
)
