"""Reglas del operativo, el establecimiento, la atención, la nota y la observación."""

from casos.reglas.predicados import categorias, fechas, obligatorio, otro, textos
from casos.vocabulario import es_dato
from trata.comun.reglas import Regla, en_orden, requerido_si

OPERATIVO: tuple[Regla, ...] = (
    *categorias({"fiscal_presente": "si_no"}),
    *fechas("fecha"),
    *textos("nota_informativa", "unidad", "fiscalia"),
    Regla(
        "falta_fiscalia",
        "fiscalia",
        "Escribe la fiscalía que participó.",
        requerido_si("fiscalia", lambda d: d.get("fiscal_presente") == "si"),
    ),
    Regla(
        "demasiadas_personas",
        "rescatadas",
        "Son más de 300 personas. Corrígelo o confirma que es correcto.",
        lambda d: (d.get("rescatadas") or 0) > 300,
        es_aviso=True,
    ),
)

ESTABLECIMIENTO: tuple[Regla, ...] = (
    *categorias({"tipo": "lugar_explotacion", "nna_presentes": "si_no", "tiene_licencia": "si_no"}),
    *textos("tipo_otro", "nombre", "actividades"),
    *otro("tipo", "tipo_otro", "lugar_explotacion"),
    obligatorio("falta_tipo", "tipo", "Selecciona el tipo."),
)

ATENCION: tuple[Regla, ...] = (
    *categorias({"tipo": "tipo_atencion", "resultado": "resultado"}),
    *fechas("fecha_de_derivacion", "fecha_de_acuse", "fecha_de_inicio", "fecha_de_fin"),
    *textos("detalle", es_narrativo=("detalle",)),
    obligatorio("falta_tipo", "tipo", "Selecciona el tipo."),
    obligatorio(
        "falta_entidad", "entidad", "Selecciona la entidad que atiende.", dato="entidad_id"
    ),
    Regla(
        "dos_personas",
        "victima",
        "Una atención es de una sola persona.",
        lambda d: bool(d.get("victima_id")) and bool(d.get("migrante_id")),
    ),
    Regla(
        "fin_antes_de_inicio",
        "fecha_de_fin",
        "El fin es anterior al inicio. Corrige una de las dos fechas.",
        en_orden("fecha_de_inicio", "fecha_de_fin"),
    ),
    Regla(
        "acuse_antes_de_derivacion",
        "fecha_de_acuse",
        "El acuse es anterior a la derivación. Corrige una de las dos fechas.",
        en_orden("fecha_de_derivacion", "fecha_de_acuse"),
    ),
    Regla(
        "plazo_antes_de_derivacion",
        "plazo",
        "El plazo es anterior a la derivación. Corrige una de las dos fechas.",
        en_orden("fecha_de_derivacion", "plazo"),
    ),
    Regla(
        "falta_resultado",
        "resultado",
        "La atención terminó: selecciona el resultado.",
        lambda d: d.get("fecha_de_fin") is not None and not es_dato(d.get("resultado")),
    ),
)

NOTA: tuple[Regla, ...] = (
    *textos("texto", es_narrativo=("texto",)),
    obligatorio("falta_texto", "texto", "Escribe la nota."),
)

OBSERVACION: tuple[Regla, ...] = (
    *textos("texto", "campo", "seccion"),
    obligatorio("falta_texto", "texto", "Escribe qué corregir."),
)
