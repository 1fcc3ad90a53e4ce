"""La política y la Comisión: qué dice la norma."""

from collections import Counter

from politica.comision.catalogo import leer as leer_comision
from politica.consultas import arbol
from trata.comun import formato
from trata.informes.contexto import Contexto
from trata.informes.documento import Lista, Nota, Parrafo, Seccion

PALABRAS = {3: "tres", 4: "cuatro"}


def politica_nacional(contexto: Contexto) -> Seccion:
    """Norma, objetivos, lineamientos, servicios y quiénes la llevan."""
    vigente = arbol.arbol_en(contexto.fin)
    objetivos = list(vigente.objetivos)
    n_lineamientos = sum(len(o.lineamientos) for o in objetivos)
    n_servicios = len(vigente.servicios)
    clases = Counter(p.clase for p in vigente.proveedores)
    norma = vigente.version
    if norma is None:
        return Seccion(
            "politica",
            "Política Nacional frente a la Trata de Personas",
            (Parrafo(f"En {contexto.anio} la política todavía no regía."),),
        )
    return Seccion(
        "politica",
        "Política Nacional frente a la Trata de Personas",
        (
            Parrafo(
                "Política Nacional frente a la Trata de Personas y sus formas de explotación al "
                f"2030, aprobada por {norma.norma}, del {formato.fecha_larga(norma.fecha_norma)}."
            ),
            Lista(
                (
                    f"{PALABRAS.get(len(objetivos), len(objetivos))} objetivos prioritarios: "
                    "Prevención, Persecución y Atención".capitalize(),
                    f"{n_lineamientos} lineamientos que se concretan en {n_servicios} servicios "
                    "que el Estado brinda",
                    f"Participan {clases['sector']} sectores del Poder Ejecutivo y "
                    f"{clases['autonomo']} instituciones autónomas",
                )
            ),
            *(Parrafo(f"{o.objetivo.codigo}. {o.objetivo.titulo}") for o in objetivos),
        ),
    )


def comision(contexto: Contexto) -> Seccion:
    """Qué es la Comisión Multisectorial, quién la preside y quién es su secretaría."""
    datos = leer_comision()["comision"]
    return Seccion(
        "comision",
        "Comisión Multisectorial contra la Trata de Personas",
        (
            Parrafo(f"{datos['nombre']} ({datos['sigla']})."),
            Lista(
                (
                    f"Creada por el {datos['norma']}, que también aprueba el reglamento de la "
                    "Ley 28950",
                    "Realiza acciones de seguimiento y elabora informes sobre la trata de personas "
                    "y el tráfico ilícito de migrantes",
                    "La preside el Viceministerio de Seguridad Pública (Viceministro de Seguridad "
                    "Pública) del Ministerio del Interior",
                    f"Secretaría Técnica: {datos['secretaria_tecnica']}",
                )
            ),
            Nota(f"Fuente: {datos['fuente']}"),
        ),
    )
