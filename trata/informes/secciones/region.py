"""Lo que se hizo en una región: espacio, plan, redes, policía y encuentros."""

from collections.abc import Iterable

from regiones.models import AsistenciaTecnica, Capacitacion, EncuentroMacrorregional
from trata.comun import formato
from trata.informes.contexto import Contexto
from trata.informes.documento import Bloque, Cuadro, Lista, Nota, Parrafo, Seccion

SINTETICO = " (dato sintético de demostración)"


def _marca(objeto: object) -> str:
    return SINTETICO if getattr(objeto, "es_sintetico", False) else ""


def _fuentes(objetos: Iterable[object]) -> list[Bloque]:
    fuentes = dict.fromkeys(f for o in objetos if (f := getattr(o, "fuente", "")))
    return [Nota(f"Fuente: {f}") for f in fuentes]


def acciones(contexto: Contexto) -> Seccion:
    """Fortalecimiento del espacio regional: asistencias, plan regional, plan anual y redes."""
    espacio, datos = contexto.espacio, contexto.region
    if espacio is None:
        return Seccion("acciones", "Acciones en la región", (Parrafo("Sin región elegida."),))
    planes = [p["plan"] for p in datos["planes"]]
    hechos: list[AsistenciaTecnica] = datos["hechos"]
    lineas = [f"{h.descripcion}{_marca(h)}" for h in hechos]
    lineas += [
        f"Plan regional: {p}, vigente {p.anio_inicio or 'desde fecha no disponible'} hasta "
        f"{p.anio_fin}, {p.get_etapa_display().lower()}{_marca(p)}"
        for p in planes
    ]
    lineas.append(
        f"Redes provinciales registradas: {len(datos['redes'])} (tercer nivel de gobierno)"
    )
    return Seccion(
        "acciones",
        f"Acciones en la región {espacio.region}: fortalecimiento del espacio de articulación",
        (Lista(tuple(lineas)), *_fuentes([*hechos, *planes])),
    )


def _actividad(c: Capacitacion) -> str:
    cuantas = formato.plural(c.numero_de_actividades, "actividad", "actividades")
    return (
        f"{c.nombre}: {cuantas}, {formato.plural(c.total_declarado, 'participante')} ({c.anio}). "
        f"Temas: {formato.lista([str(t) for t in c.temas.all()])}. Macro Regiones Policiales: "
        f"{formato.lista([str(m) for m in c.macrorregiones.all()])}."
    )


def policia(contexto: Contexto) -> Seccion:
    """Capacitaciones a la PNP que alcanzan a la región."""
    lista: list[Capacitacion] = list(contexto.region.get("capacitaciones", ()))
    publicadas = [c for c in lista if not c.es_sintetico]
    sinteticas = [c for c in lista if c.es_sintetico]
    bloques: list[Bloque] = [Lista(tuple(_actividad(c) for c in publicadas))]
    if sinteticas:
        bloques.append(
            Nota(f"Capacitaciones sintéticas, de demostración, sin contar: {len(sinteticas)}.")
        )
    return Seccion(
        "policia",
        "Fortalecimiento de la Policía Nacional del Perú",
        (*bloques, *_fuentes(publicadas)),
    )


def encuentros(contexto: Contexto) -> Seccion:
    """Encuentros macrorregionales que convocaron a la región."""
    lista: list[EncuentroMacrorregional] = list(contexto.region.get("encuentros", ()))
    lineas = [
        f"{e.nombre}, {formato.mes_anio(e.anio, e.mes) if e.mes else e.anio}: "
        f"{formato.lista([r.region for r in e.convocadas.all()])}{_marca(e)}"
        for e in lista
    ]
    return Seccion(
        "encuentros",
        "Encuentros macrorregionales",
        (
            Parrafo(
                "Reconocen los nudos críticos de la lucha contra la trata desde la realidad de "
                "cada zona y las buenas prácticas que otras regiones pueden emular."
            ),
            Lista(tuple(lineas)) if lineas else Parrafo("Sin encuentros registrados."),
            *_fuentes(lista),
        ),
    )


def vida(contexto: Contexto) -> Seccion:
    """Sesiones, acuerdos e integrantes del espacio."""
    datos = contexto.region
    if not datos:
        return Seccion("vida", "Vida del espacio", (Parrafo("Sin región elegida."),))
    integrantes = datos["integrantes"]
    filas = tuple((str(i),) for i in integrantes)
    return Seccion(
        "vida",
        "Vida del espacio",
        (
            Parrafo(
                f"{formato.plural(len(integrantes), 'institución', 'instituciones')} integrantes; "
                f"{len(datos['alertas_inasistencia'])} con más de tres inasistencias seguidas."
            ),
            Cuadro("Integrantes", ("Institución", ""), filas)
            if filas
            else Nota("Sin integrantes."),
        ),
    )
