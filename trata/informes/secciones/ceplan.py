"""Los dos reportes a CEPLAN: seguimiento y cumplimiento.

Seguimiento: identificación, indicadores de objetivos, indicadores de servicios, alertas y recursos.
Cumplimiento (DS 029-2018-PCM, art. 25.2): resultados de los objetivos, situación de la
implementación, uso de los recursos y alternativas. Los campos exactos de los formatos de CEPLAN no
constan en las fuentes consultadas: el reporte lo dice.
"""

from collections import defaultdict
from decimal import Decimal

from politica.consultas import arbol
from politica.consultas.avances import Mapa
from politica.consultas.evolucion import retrasos
from politica.consultas.recursos import recursos_del_anio
from politica.models import FIRMES, RecursoServicio
from trata.comun import formato
from trata.informes.contexto import Contexto
from trata.informes.documento import Bloque, Cuadro, Nota, Parrafo, Seccion, Titulo, Valor
from trata.informes.secciones import avance

FORMATO = Nota(
    "Estructura según el DS 029-2018-PCM (art. 25) y los requerimientos publicados del aplicativo "
    "CEPLAN V2. Los campos exactos del formato no constan en las fuentes consultadas."
)


def identificacion(contexto: Contexto) -> Seccion:
    """De qué política es el reporte, quién la conduce, qué periodo y qué problema atiende."""
    regia = arbol.arbol_en(contexto.periodo.fin if contexto.periodo else contexto.fin)
    norma = regia.version
    filas = (
        ("Política", "Política Nacional frente a la Trata de Personas y sus formas de explotación "
         "al 2030"),
        ("Norma", f"{norma.norma}, {formato.fecha_larga(norma.fecha_norma)}" if norma else
         formato.NO_DISPONIBLE),
        ("Ministerio conductor", "Ministerio del Interior"),
        ("Periodo", str(contexto.periodo or formato.NO_DISPONIBLE)),
        ("Problema público", "Persistencia de la victimización por trata de personas"),
        ("Objetivos, lineamientos y servicios", f"{len(regia.objetivos)}, "
         f"{len(list(regia.lineamientos))} y {len(regia.servicios)}"),
    )  # fmt: skip
    causas = tuple(
        (o.objetivo.codigo, o.objetivo.titulo, o.objetivo.causa or formato.NO_DISPONIBLE)
        for o in regia.objetivos
    )
    return Seccion(
        "identificacion",
        "Identificación",
        (
            Cuadro("Datos de la política", ("Dato", "Contenido"), filas),
            Cuadro("Objetivos y causas", ("Objetivo", "Título", "Causa que atiende"), causas),
            FORMATO,
        ),
    )


def objetivos(contexto: Contexto) -> Seccion:
    """Cumplimiento de los objetivos: sus indicadores de resultado."""
    titulo = "Cumplimiento de los objetivos prioritarios"
    if contexto.mapa is None:
        return Seccion("objetivos", titulo, (avance.SIN_PERIODO,))
    mapa = contexto.mapa
    con = [f for o in mapa.objetivos for f in o.indicadores]
    medidos = [f for f in con if f.porcentaje is not None]
    return Seccion(
        "objetivos",
        titulo,
        (
            Parrafo(
                f"{mapa.periodo}: de {formato.plural(len(con), 'indicador', 'indicadores')} de "
                f"resultado, {len(medidos)} con avance calculado."
            ),
            avance.indicadores_de_objetivo(mapa),
            *_contradicciones(mapa),
        ),
    )


def _contradicciones(mapa: Mapa) -> list[Bloque]:
    hay = [f for f in mapa.filas if f.oficial and f.oficial.contradiccion]
    return [Nota(f"{f.ficha.codigo}: {f.oficial.contradiccion}") for f in hay]


def servicios(contexto: Contexto) -> Seccion:
    """Situación de la implementación: los servicios y sus indicadores."""
    titulo = "Situación de la implementación: servicios"
    if contexto.mapa is None:
        return Seccion("servicios", titulo, (avance.SIN_PERIODO,))
    mapa = contexto.mapa
    bloques: list[Bloque] = [Parrafo(avance.resumen_en_palabras(mapa)), avance.por_objetivo(mapa)]
    if len(mapa.objetivos) > 1:
        bloques.append(avance.figura(mapa))
    for o in mapa.objetivos:
        filas = [f for x in o.lineamientos for s in x.servicios for f in s.filas]
        bloques.append(
            avance.matriz(f"Indicadores de servicios de {o.objetivo.codigo}", filas, mapa)
        )
    sin_ficha = [s.servicio.codigo for s in mapa.servicios if not s.filas]
    if sin_ficha:
        bloques.append(
            Nota(f"Sin indicador en las fuentes consultadas: {formato.lista(sin_ficha)}.")
        )
    return Seccion("servicios", titulo, (*bloques, avance.lo_que_falta(mapa)))


def alertas(contexto: Contexto) -> Seccion:
    """Los servicios por debajo de la meta, con lo que su entidad dijo que lo obstaculiza."""
    titulo = "Alertas y obstáculos reportados"
    mapa = contexto.mapa
    if mapa is None:
        return Seccion("alertas", titulo, (avance.SIN_PERIODO,))
    atrasados = retrasos(mapa)
    if not atrasados:
        texto = f"{mapa.periodo}: ningún servicio con avance validado está por debajo de la meta."
        return Seccion("alertas", titulo, (Parrafo(texto),))
    filas = tuple(
        (
            s.servicio.codigo,
            s.servicio.titulo or formato.NO_DISPONIBLE,
            avance.NOMBRE_DE[s.luz],
            avance.por_ciento(s.porcentaje),
            _obstaculo(s.reporte),
        )
        for s in atrasados
    )
    return Seccion(
        "alertas",
        titulo,
        (
            Cuadro(
                "Servicios por debajo de la meta",
                ("Servicio", "Título", "Alerta", "Avance", "Obstáculo que reportó su entidad"),
                filas,
                numericas=(False, False, False, True, False),
                nota="El obstáculo es lo que escribió la entidad en su reporte validado.",
            ),
        ),
    )


def _obstaculo(reporte: object) -> str:
    firme = reporte is not None and reporte.estado in FIRMES
    return (reporte.obstaculos if firme else "") or "No reportó"


def recursos(contexto: Contexto) -> Seccion:
    """Uso de los recursos asignados: PIA, PIM y devengado por servicio."""
    titulo = "Uso de los recursos asignados"
    anio = contexto.periodo.anio if contexto.periodo else contexto.anio
    lista = recursos_del_anio(anio)
    if not lista:
        texto = f"Recursos de {anio}: no disponibles en las fuentes consultadas."
        return Seccion("recursos", titulo, (Parrafo(texto),))
    bloques: list[Bloque] = [_cuadro_de_recursos(lista, anio)]
    if any(r.es_sintetico for r in lista):
        bloques.append(Nota("Los montos son datos sintéticos de demostración."))
    fuentes = dict.fromkeys(r.fuente for r in lista if r.fuente)
    bloques += [Nota(f"Fuente: {f}") for f in fuentes]
    return Seccion("recursos", titulo, tuple(bloques))


def _cuadro_de_recursos(lista: list[RecursoServicio], anio: int) -> Cuadro:
    totales: dict[str, Decimal] = defaultdict(Decimal)
    faltan: dict[str, int] = defaultdict(int)
    campos = ("pia", "pim", "devengado")
    filas: list[tuple[str, ...]] = []
    valores: list[tuple[Valor, ...]] = []
    for r in lista:
        montos = [getattr(r, c) for c in campos]
        for campo, monto in zip(campos, montos, strict=True):
            totales[campo] += monto or 0
            faltan[campo] += monto is None
        filas.append((r.servicio_id, *map(formato.entero, montos), _ejecucion(r.pim, r.devengado)))
        valores.append((r.servicio_id, *(None if m is None else float(m) for m in montos),
                        _parte(r.pim, r.devengado)))  # fmt: skip
    suma = [totales[c] for c in campos]
    filas.append(("Total", *map(formato.entero, suma), _ejecucion(suma[1], suma[2])))
    valores.append(("Total", *map(float, suma), _parte(suma[1], suma[2])))
    falta = sum(faltan.values())
    nota = "Montos en soles. Ejecución: devengado entre PIM."
    if falta:
        nota += f" El total no incluye {formato.plural(falta, 'monto')} sin dato."
    return Cuadro(
        f"Recursos por servicio, {anio}",
        ("Servicio", "PIA (S/)", "PIM (S/)", "Devengado (S/)", "Ejecución"),
        tuple(filas), tuple(valores), (False, True, True, True, True), nota,
    )  # fmt: skip


def _ejecucion(pim: Decimal | None, devengado: Decimal | None) -> str:
    return formato.porcentaje(devengado, pim)


def _parte(pim: Decimal | None, devengado: Decimal | None) -> float | None:
    return float(devengado / pim) if pim and devengado is not None else None


def entidades(contexto: Contexto) -> Seccion:
    """Qué entidades tienen servicios sin reporte validado en el periodo."""
    titulo = "Reportes por entidad"
    mapa = contexto.mapa
    if mapa is None:
        return Seccion("entidades", titulo, (avance.SIN_PERIODO,))
    cuenta: dict[str, list[int]] = defaultdict(lambda: [0, 0])
    for s in mapa.servicios:
        entidad = s.servicio.entidad
        nombre = (entidad.sigla or entidad.nombre) if entidad else "Entidad no disponible"
        cuenta[nombre][0] += 1
        cuenta[nombre][1] += s.reporte is not None and s.reporte.estado in FIRMES
    orden = sorted(cuenta.items(), key=lambda x: (x[1][1] - x[1][0], x[0]))
    return Seccion(
        "entidades",
        titulo,
        (
            Titulo("Quién reportó"),
            Cuadro(
                f"Servicios y reportes validados por entidad, {mapa.periodo}",
                ("Entidad", "Servicios", "Con reporte validado", "Sin reporte validado"),
                tuple((e, *map(formato.entero, (t, c, t - c))) for e, (t, c) in orden),
                tuple((e, t, c, t - c) for e, (t, c) in orden),
                (False, True, True, True),
            ),
        ),
    )
