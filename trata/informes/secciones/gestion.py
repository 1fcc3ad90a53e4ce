"""La Comisión y las regiones en el año: sesiones, acuerdos, espacios y capacitaciones."""

from collections import Counter

from politica.comision.models import Acuerdo
from regiones.consultas import capacitaciones, encuentros
from regiones.consultas.espacios import FilaDeRegion
from regiones.consultas.region import servicios_con_presencia
from regiones.consultas.sesiones import acuerdos_del_anio
from regiones.models import Capacitacion, EncuentroMacrorregional, EspacioRegional
from trata.comun import formato
from trata.informes.contexto import Contexto
from trata.informes.documento import Bloque, Cuadro, Lista, Nota, Parrafo, Seccion, Valor

SINTETICO = Nota("Incluye datos sintéticos de demostración: ninguno es de una institución real.")


def _si_hay(*grupos: object) -> tuple[Bloque, ...]:
    objetos = [o for grupo in grupos for o in grupo]
    return (SINTETICO,) if any(getattr(o, "es_sintetico", False) for o in objetos) else ()


def comision(contexto: Contexto) -> Seccion:
    """Sesiones de la Comisión y qué pasó con sus acuerdos."""
    anio, sesiones, acuerdos = contexto.anio, contexto.sesiones, contexto.acuerdos
    titulo = "La Comisión en el año: sesiones y acuerdos"
    if not sesiones and not acuerdos:
        texto = f"No hay sesiones ni acuerdos de la Comisión registrados en {anio}."
        return Seccion("sesiones", titulo, (Parrafo(texto),))
    hechas = sum(s.estado == "realizada" for s in sesiones)
    estados = Counter("Vencido" if a.esta_vencido else a.get_estado_display() for a in acuerdos)
    partes = [f"{n} {estado.lower()}" for estado, n in estados.most_common()]
    cuenta = f" De {formato.plural(len(acuerdos), 'acuerdo')}: {formato.lista(partes)}."
    bloques: list[Bloque] = [
        Parrafo(
            f"En {anio} se convocaron {formato.plural(len(sesiones), 'sesión', 'sesiones')} y se "
            f"realizaron {hechas}.{cuenta if acuerdos else ' No hay acuerdos registrados.'}"
        ),
        Cuadro(
            f"Sesiones de la Comisión, {anio}",
            ("Sesión", "Fecha", "Situación", "Acuerdos"),
            tuple(
                (str(s), formato.fecha_larga(s.fecha), s.get_estado_display(),
                 formato.entero(s.n_acuerdos))
                for s in sesiones
            ),
            tuple(
                (str(s), formato.fecha_larga(s.fecha), s.get_estado_display(), s.n_acuerdos)
                for s in sesiones
            ),
            (False, False, False, True),
        ),
    ]  # fmt: skip
    if acuerdos:
        bloques.append(_cuadro_de_acuerdos(acuerdos, anio))
    return Seccion("sesiones", titulo, (*bloques, *_si_hay(sesiones, acuerdos)))


def _cuadro_de_acuerdos(acuerdos: list[Acuerdo], anio: int) -> Cuadro:
    return Cuadro(
        f"Acuerdos de la Comisión y su cumplimiento, {anio}",
        ("Acuerdo", "Responsable", "Plazo", "Estado"),
        tuple(
            (
                a.texto,
                a.responsable.sigla or a.responsable.nombre,
                formato.fecha_corta(a.plazo),
                "Vencido" if a.esta_vencido else _estado(a),
            )
            for a in acuerdos
        ),
        nota="Vencido: sigue abierto y su plazo pasó.",
    )


def _estado(a: Acuerdo) -> str:
    if a.cumplido_el:
        return f"Cumplido el {formato.fecha_corta(a.cumplido_el)}"
    return a.get_estado_display()


def espacios(contexto: Contexto) -> Seccion:
    """Los espacios regionales: plan, sesiones, asistencia, acuerdos y redes."""
    anio, filas = contexto.anio, contexto.espacios
    titulo = "Espacios regionales de articulación"
    if not filas:
        return Seccion("espacios", titulo, (Parrafo("No hay espacios regionales en tu ámbito."),))
    con_plan = sum(f.plan_vigente for f in filas)
    con_sesion = sum(f.sesiones > 0 for f in filas)
    return Seccion(
        "espacios",
        titulo,
        (
            Parrafo(
                f"De {formato.plural(len(filas), 'espacio regional', 'espacios regionales')}, "
                f"{con_plan} tienen un plan regional en vigor en {anio} y {con_sesion} sesionaron."
            ),
            _cuadro_de_espacios(filas, anio),
            *_si_hay([f.plan for f in filas if f.plan]),
        ),
    )  # fmt: skip


def _cuadro_de_espacios(filas: list[FilaDeRegion], anio: int) -> Cuadro:
    textos, valores, por_espacio = [], [], acuerdos_del_anio(anio)
    for f in filas:
        plan = f.plan if f.plan_vigente else None
        vigencia = f"{plan.vigencia}, {plan.etapa_corta.lower()}" if plan else "Sin plan en vigor"
        tomados, cumplidos = por_espacio.get(f.espacio.pk, (0, 0))
        asistencia = formato.porcentaje(f.presentes, f.convocados)
        textos.append(
            (
                f.espacio.region,
                vigencia,
                formato.entero(f.sesiones),
                asistencia,
                formato.entero(tomados),
                formato.entero(cumplidos),
                formato.entero(f.redes),
            )
        )
        parte = f.presentes / f.convocados if f.convocados else None
        valores.append((f.espacio.region, vigencia, f.sesiones, parte, tomados, cumplidos, f.redes))
    return Cuadro(
        f"Los espacios regionales, {anio}",
        ("Región", "Plan regional", "Sesiones", "Asistencia", "Acuerdos", "Cumplidos",
         "Redes provinciales"),
        tuple(textos), tuple(valores), (False, False, True, True, True, True, True),
        "Asistencia: presentes entre integrantes hábiles de las sesiones realizadas. Acuerdos: "
        "los tomados en el año y, de ellos, los cumplidos.",
    )  # fmt: skip


def formacion(contexto: Contexto) -> Seccion:
    """Capacitaciones del año: por Macro Región Policial y una por una."""
    anio, titulo = contexto.anio, "Capacitaciones"
    conjunto = Capacitacion.objects.visibles_para(contexto.usuario).filter(anio=anio)
    cuenta = capacitaciones.capacitados(conjunto)
    if not cuenta.actividades:
        texto = f"No hay capacitaciones realizadas registradas en {anio}."
        return Seccion("capacitaciones", titulo, (Parrafo(texto),))
    filas = capacitaciones.cobertura_por_macrorregion(conjunto)
    datos: list[tuple[Valor, ...]] = [
        (f.macrorregiones, f.capacitados.actividades, f.capacitados.participaciones,
         f.capacitados.personas)
        for f in filas
    ]  # fmt: skip
    datos.append(("Total", cuenta.actividades, cuenta.participaciones, cuenta.personas))
    return Seccion(
        "capacitaciones",
        titulo,
        (
            Parrafo(
                f"En {anio} se realizaron "
                f"{formato.plural(cuenta.actividades, 'actividad', 'actividades')} de capacitación "
                f"con {formato.plural(cuenta.participaciones, 'participación', 'participaciones')}."
            ),
            Cuadro(
                f"Capacitación por Macro Región Policial, {anio}",
                ("Macro Región Policial", "Actividades", "Participaciones", "Personas con lista"),
                tuple((str(d[0]), *map(formato.entero, d[1:])) for d in datos),
                tuple(datos),
                (False, True, True, True),
                "Participaciones: filas de lista más totales declarados; quien asistió a dos "
                "cuenta dos veces. Personas: distintas por su documento, sólo donde hay lista. El "
                "total de personas no es la suma: alguien puede estar en varias filas.",
            ),
            *_si_hay(conjunto),
        ),
    )


def reuniones(contexto: Contexto) -> Seccion:
    """Los encuentros macrorregionales del año."""
    anio, titulo = contexto.anio, "Encuentros macrorregionales"
    lista: list[EncuentroMacrorregional] = list(
        encuentros.visibles(contexto.usuario).filter(anio=anio)
    )
    if not lista:
        texto = f"No hay encuentros macrorregionales registrados en {anio}."
        return Seccion("encuentros", titulo, (Parrafo(texto),))
    filas, valores = [], []
    for e in lista:
        regiones = formato.lista([r.region for r in e.convocadas.all()])
        cuando = formato.mes_anio(e.anio, e.mes)
        numeros = (e.n_nudos, e.n_practicas, e.n_compromisos)
        filas.append((e.nombre, cuando, regiones, *map(formato.entero, numeros)))
        valores.append((e.nombre, cuando, regiones, *numeros))
    return Seccion(
        "encuentros",
        titulo,
        (
            Cuadro(
                f"Encuentros macrorregionales, {anio}",
                ("Encuentro", "Cuándo", "Regiones", "Nudos críticos", "Buenas prácticas",
                 "Compromisos"),
                tuple(filas), tuple(valores), (False, False, False, True, True, True),
            ),
            *_si_hay(lista),
        ),
    )  # fmt: skip


def presencia(espacio: EspacioRegional) -> Lista | Nota:
    """Los servicios de la política con presencia en la región."""
    servicios = servicios_con_presencia(espacio)
    if not servicios:
        return Nota("Ningún servicio de la política tiene actividades registradas en la región.")
    return Lista(tuple(f"{s.codigo}. {s.titulo or 'Título no disponible'}" for s in servicios))
