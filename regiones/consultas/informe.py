"""El informe anual de un espacio, como secciones de texto a partir de lo registrado."""

from typing import Any

from regiones.consultas import capacitaciones, espacios, sesiones
from regiones.consultas.estadistica import estadistica_de
from regiones.consultas.region import capacitaciones_de, fortalecimiento_de
from regiones.models import Acuerdo, EspacioRegional
from trata.comun import formato

Seccion = dict[str, Any]

REALIZADAS = ("actividad realizada", "actividades realizadas")
DISTINTAS = ("persona distinta", "personas distintas")


def secciones_de(espacio: EspacioRegional, anio: int) -> list[Seccion]:
    """Las secciones del informe: título, texto y líneas. Lo que falta lo dice."""
    return [
        _funcionamiento(espacio, anio),
        _acuerdos(espacio, anio),
        _planes(espacio, anio),
        _fortalecimiento(espacio, anio),
        _capacitaciones(espacio, anio),
        _redes(espacio),
        _estadistica(espacio, anio),
    ]


def _seccion(titulo: str, texto: str, lineas: list[str] | None = None) -> Seccion:
    return {"titulo": titulo, "texto": texto, "lineas": lineas or []}


def _funcionamiento(espacio: EspacioRegional, anio: int) -> Seccion:
    lista = list(sesiones.sesiones_de(espacio).filter(fecha__year=anio).order_by("fecha"))
    hechas = [s for s in lista if s.estado == "realizada"]
    presentes = sum(s.presentes or 0 for s in hechas)
    habiles = sum(s.integrantes_habiles or 0 for s in hechas)
    parte = f" Asistencia: {formato.porcentaje(presentes, habiles)}." if habiles else ""
    return _seccion(
        "1. Funcionamiento del espacio",
        f"Sesiones convocadas: {len(lista)}; realizadas: {len(hechas)}.{parte}",
        [
            f"{s}: {formato.fecha_larga(s.fecha)}, {s.get_estado_display().lower()}"
            + (f", {s.presentes} de {s.integrantes_habiles} presentes" if s.presentes else "")
            for s in lista
        ],
    )


def _acuerdos(espacio: EspacioRegional, anio: int) -> Seccion:
    lista = list(
        Acuerdo.objects.filter(espacio=espacio, sesion__fecha__year=anio)
        .select_related("sesion", "responsable__entidad")
        .order_by("sesion__fecha", "numero")
    )
    cumplidos = sum(a.estado == "cumplido" for a in lista)
    vencidos = sum(a.esta_vencido for a in lista)
    return _seccion(
        "2. Acuerdos",
        f"Acuerdos tomados: {len(lista)}; cumplidos: {cumplidos}; vencidos: {vencidos}.",
        [
            f"{a.texto} ({a.nombre_del_responsable}): "
            f"{'vencido' if a.esta_vencido else a.get_estado_display().lower()}"
            for a in lista
        ],
    )


def _planes(espacio: EspacioRegional, anio: int) -> Seccion:
    vigentes = list(espacio.planes.que_rigen(anio))
    plan = espacio.planes_anuales.filter(anio=anio).first()
    texto = (
        "Plan regional: "
        + formato.lista([f"{p.nombre} ({p.vigencia}, {p.get_etapa_display()})" for p in vigentes])
        + "."
        if vigentes
        else "No hay plan regional en vigor registrado."
    )
    if plan is None:
        return _seccion("3. Planes", f"{texto} No hay plan anual de trabajo registrado.")
    datos = espacios.plan_anual_con_avance(plan)
    lineas = [
        f"{a.nombre}: {a.avance_fisico if a.avance_fisico is not None else 'sin dato'} de "
        f"{a.meta_fisica} ({a.unidad_de_medida.lower()}), {a.get_estado_display().lower()}"
        for a in datos["actividades"]
    ]
    avance = formato.proporcion(datos["avance"]) if datos["avance"] is not None else "sin dato"
    return _seccion("3. Planes", f"{texto} {plan}: avance físico {avance}.", lineas)


def _fortalecimiento(espacio: EspacioRegional, anio: int) -> Seccion:
    resumen = fortalecimiento_de(espacio, anio)
    de_cuantas = f" de {resumen.programadas}" if resumen.programadas else ""
    lineas = [
        f"{a.get_tema_display()}: {a.resultado or a.descripcion}"
        for a in espacio.asistencias_tecnicas.filter(anio=anio, estado="ejecutada")
    ]
    return _seccion(
        "4. Fortalecimiento desde el Ministerio",
        f"Asistencias técnicas ejecutadas: {resumen.ejecutadas}{de_cuantas}.",
        lineas,
    )


def _capacitaciones(espacio: EspacioRegional, anio: int) -> Seccion:
    conjunto = capacitaciones_de(espacio).filter(anio=anio)
    cuenta = capacitaciones.capacitados(conjunto)
    return _seccion(
        "5. Capacitaciones",
        f"{formato.plural(cuenta.actividades, *REALIZADAS)} con "
        f"{formato.plural(cuenta.participaciones, 'participante')}."
        + (
            f" Donde hay lista: {formato.plural(cuenta.personas, *DISTINTAS)}."
            if cuenta.personas
            else ""
        ),
        [str(c) for c in conjunto],
    )


def _redes(espacio: EspacioRegional) -> Seccion:
    redes = list(espacios.arbol_de(espacio))
    return _seccion(
        "6. Redes provinciales y espacios distritales",
        f"Registrados: {len(redes)}." if redes else "No hay ninguno registrado.",
        [f"{r.nombre} ({r.get_nivel_display().lower()})" for r in redes],
    )


def _estadistica(espacio: EspacioRegional, anio: int) -> Seccion:
    datos = estadistica_de(espacio, anio)
    if datos is None:
        return _seccion("7. Estadística", "No hay serie oficial cargada.")
    otro = f" (último año disponible: {datos.anio})" if datos.anio != anio else ""
    lineas = [
        f"{f.frase}: {formato.porcentaje(f.region.numerador, f.region.denominador)} "
        f"({f.region.numerador} de {f.region.denominador})"
        for f in datos.filas
        if f.region.numerador is not None and f.region.denominador
    ]
    return _seccion(
        "7. Estadística de la serie oficial",
        f"{datos.lugar} registró {formato.plural(datos.total_region, 'víctima')} en "
        f"{datos.anio}{otro}, según lugar de registro. {datos.aviso}".strip(),
        lineas,
    )
