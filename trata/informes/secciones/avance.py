"""El avance de la política en un periodo: por objetivo, lineamiento y servicio, con lo que falta.

Sólo cuenta lo validado. Lo que no se reportó se cuenta, no se promedia.
"""

from collections import Counter
from collections.abc import Iterable

from politica.consultas.arbol import Ficha
from politica.consultas.avances import FilaIndicador, FilaObjetivo, FilaServicio, Mapa
from politica.formulas import Luz, Resumen
from politica.models import FIRMES
from trata.comun import formato
from trata.comun.formato import NO_DISPONIBLE
from trata.graficos import Barra, Fila, apiladas
from trata.informes.contexto import Contexto
from trata.informes.documento import (
    Bloque,
    Cuadro,
    Imagen,
    Nota,
    Parrafo,
    Seccion,
    SerieNativa,
    Titulo,
    Valor,
)
from trata.informes.secciones.figuras import sin_cuadro

ESTADOS = (
    (Luz.VERDE, "En meta"),
    (Luz.AMARILLO, "En riesgo"),
    (Luz.ROJO, "Con retraso"),
    (Luz.EN_REVISION, "En revisión"),
    (Luz.NO_CALCULABLE, "No calculable"),
    (Luz.SIN_REPORTE, "Sin reporte"),
    (Luz.SIN_PROGRAMACION, "Sin programación"),
    (Luz.SIN_INDICADOR, "Sin indicador"),
)
NOMBRE_DE = dict(ESTADOS)
SIN_PERIODO = Parrafo("No hay un periodo de reporte elegido.")


def avance(contexto: Contexto) -> Seccion:
    """Avance por objetivo, lineamiento y servicio, con lo que falta de cada uno."""
    titulo = "Avance de la política"
    mapa = contexto.mapa
    if mapa is None:
        return Seccion("avance", titulo, (SIN_PERIODO,))
    bloques: list[Bloque] = [Parrafo(resumen_en_palabras(mapa)), por_objetivo(mapa)]
    if len(mapa.objetivos) > 1:
        bloques.append(figura(mapa))
    bloques.append(indicadores_de_objetivo(mapa))
    for objetivo in mapa.objetivos:
        bloques += _de_un_objetivo(objetivo, mapa.periodo.anio)
    if mapa.sueltos:
        bloques += [
            Titulo("Servicios cuyo lineamiento no dicen las fuentes"),
            servicios_de("Servicios sin lineamiento", mapa.sueltos, mapa.periodo.anio),
        ]
    bloques.append(lo_que_falta(mapa))
    return Seccion("avance", titulo, tuple(bloques))


def resumen_en_palabras(mapa: Mapa) -> str:
    """«I semestre de 2023: de 42 servicios, 12 en meta, …»."""
    cuenta = Counter(s.luz for s in mapa.servicios)
    partes = [f"{cuenta[luz]} {nombre.lower()}" for luz, nombre in ESTADOS if cuenta[luz]]
    return (
        f"{mapa.periodo}: de {formato.plural(len(mapa.servicios), 'servicio')}, "
        f"{formato.lista(partes)}. Lo que no se reportó se cuenta, no se promedia."
    )


def por_objetivo(mapa: Mapa) -> Cuadro:
    """Cuántos servicios hay en cada situación, por objetivo."""
    filas = [(o.objetivo.codigo, o.resumen) for o in mapa.objetivos]
    if mapa.sueltos:
        total = sum((Resumen(**{s.luz.value: 1}) for s in mapa.sueltos), Resumen())
        filas.append(("Sin lineamiento", total))
    filas.append(("Total", sum((r for _, r in filas), Resumen())))
    return _de_resumenes("Servicios por objetivo y situación", "Objetivo", filas)


def _de_resumenes(titulo: str, primera: str, filas: Iterable[tuple[str, Resumen]]) -> Cuadro:
    numeros = [(n, [getattr(r, luz.value) for luz, _ in ESTADOS], r.total) for n, r in filas]
    return Cuadro(
        titulo,
        (primera, *(nombre for _, nombre in ESTADOS), "Total"),
        tuple((n, *map(formato.entero, cuenta), formato.entero(t)) for n, cuenta, t in numeros),
        tuple((n, *cuenta, t) for n, cuenta, t in numeros),
        (False, *(True,) * (len(ESTADOS) + 1)),
    )


def figura(mapa: Mapa) -> Imagen:
    """Los servicios de cada objetivo por situación, en barras al 100 %."""
    usados = [(luz, n) for luz, n in ESTADOS if any(s.luz == luz for s in mapa.servicios)]
    grupos = (
        (Luz.VERDE,),
        (Luz.AMARILLO, Luz.ROJO),
        (Luz.EN_REVISION, Luz.NO_CALCULABLE, Luz.SIN_PROGRAMACION),
        (Luz.SIN_REPORTE, Luz.SIN_INDICADOR),
    )
    nombres = ("En meta", "En riesgo o con retraso", "Sin avance que mostrar", "Sin reporte")
    filas = [
        Fila(
            o.objetivo.codigo,
            tuple(
                Barra(nombre, sum(getattr(o.resumen, luz.value) for luz in grupo))
                for nombre, grupo in zip(nombres, grupos, strict=True)
            ),
        )
        for o in mapa.objetivos
    ]
    grafico = apiladas(filas, titulo=f"Situación de los servicios, {mapa.periodo}",
                       unidad="servicios")  # fmt: skip
    resumen = mapa.resumen
    return Imagen(
        titular=f"{formato.entero(resumen.verde)} de {formato.entero(resumen.total)} servicios "
        f"están en meta, {mapa.periodo}",
        subtitulo="Servicios de cada objetivo según su situación · sólo reportes validados",
        svg=str(grafico.svg),
        cuadro=sin_cuadro(),
        descripcion=grafico.descripcion,
        fuente="Seguimiento de la Política Nacional, TRATA.",
        notas=("Los números están en el cuadro anterior.",),
        nativo="apiladas",
        categorias=tuple(o.objetivo.codigo for o in mapa.objetivos),
        series=tuple(
            SerieNativa(n, tuple(float(getattr(o.resumen, luz.value)) for o in mapa.objetivos))
            for luz, n in usados
        ),
    )


def _de_un_objetivo(o: FilaObjetivo, anio: int) -> list[Bloque]:
    codigo = o.objetivo.codigo
    bloques: list[Bloque] = [Titulo(f"{codigo}. {o.objetivo.titulo}")]
    if o.lineamientos:
        filas = [
            (f"{x.lineamiento.codigo}. {x.lineamiento.titulo or NO_DISPONIBLE}", x.resumen)
            for x in o.lineamientos
        ]
        bloques.append(_de_resumenes(f"Lineamientos de {codigo}", "Lineamiento", filas))
        vacios = [x.lineamiento.codigo for x in o.lineamientos if not x.servicios]
        if vacios:
            bloques.append(
                Nota(f"Sin servicios en las fuentes consultadas: {formato.lista(vacios)}.")
            )
    servicios = [s for x in o.lineamientos for s in x.servicios]
    if servicios:
        bloques.append(servicios_de(f"Servicios de {codigo}", servicios, anio))
    return bloques


def servicios_de(titulo: str, servicios: Iterable[FilaServicio], anio: int) -> Cuadro:
    """Servicio por servicio: quién lo brinda, cómo va y qué falta."""
    filas, valores = [], []
    for s in servicios:
        entidad = s.servicio.entidad
        inicio = (
            s.servicio.codigo,
            s.servicio.titulo or NO_DISPONIBLE,
            (entidad.sigla or entidad.nombre) if entidad else NO_DISPONIBLE,
            NOMBRE_DE[s.luz],
        )
        falta = formato.lista(que_falta(s, anio)) or "—"
        filas.append((*inicio, por_ciento(s.porcentaje), falta))
        valores.append((*inicio, _fraccion(s.porcentaje), falta))
    return Cuadro(
        titulo,
        ("Servicio", "Título", "Entidad", "Situación", "Avance", "Qué falta"),
        tuple(filas),
        tuple(valores),
        (False, False, False, False, True, False),
        "Avance: el menor de los indicadores del servicio, sólo con reportes validados.",
    )


def por_ciento(porcentaje: object) -> str:
    """«96,0 %» o «Sin dato»."""
    if porcentaje is None:
        return formato.SIN_DATO
    return f"{formato.decimal(porcentaje, 1)}{formato.NBSP}%"


def _fraccion(porcentaje: object) -> Valor:
    return None if porcentaje is None else float(porcentaje) / 100


def que_falta(s: FilaServicio, anio: int) -> list[str]:
    """Lo que las fuentes o la entidad no dicen del servicio."""
    falta = [] if s.servicio.titulo else ["título"]
    if not s.filas:
        return [*falta, "indicador"]
    if any(f.ficha.indicador.linea_base is None for f in s.filas):
        falta.append("línea base")
    if any(anio not in f.ficha.metas for f in s.filas):
        falta.append(f"logro esperado de {anio}")
    sin_programar = s.luz is Luz.SIN_PROGRAMACION
    if not sin_programar and (s.reporte is None or s.reporte.estado not in FIRMES):
        falta.append("reporte validado")
    return falta


def lo_que_falta(mapa: Mapa) -> Cuadro:
    """Los huecos del catálogo y de los reportes, contados."""
    servicios, anio = mapa.servicios, mapa.periodo.anio
    cuenta = Counter(x for s in servicios for x in que_falta(s, anio))
    filas = sorted(cuenta.items(), key=lambda x: (-x[1], x[0]))
    return Cuadro(
        "Lo que falta, contado por servicio",
        ("Qué falta", "Servicios", "De"),
        tuple((f"{x[0].upper()}{x[1:]}", formato.entero(n), formato.entero(len(servicios)))
              for x, n in filas),
        tuple((f"{x[0].upper()}{x[1:]}", n, len(servicios)) for x, n in filas),
        (False, True, True),
        "«No disponible en las fuentes consultadas» no es cero: es lo que nadie publicó o reportó.",
    )  # fmt: skip


# --- matrices de indicadores ---------------------------------------------------------------------
def indicadores_de_objetivo(mapa: Mapa) -> Cuadro:
    """Los indicadores de resultado de los objetivos."""
    filas = [f for o in mapa.objetivos for f in o.indicadores]
    return matriz("Indicadores de los objetivos prioritarios", filas, mapa)


def matriz(titulo: str, filas: Iterable[FilaIndicador], mapa: Mapa) -> Cuadro:
    """La matriz de seguimiento: ficha, línea base, logro esperado, valor, avance y alerta."""
    lista = list(filas)
    return Cuadro(
        titulo,
        (
            "Código", "Indicador", "Responsable", "Sentido", "Línea base", "Logro esperado",
            "Valor", "Avance I", "Avance II", "Alerta",
        ),
        tuple(_textos(f) for f in lista),
        tuple(_valores(f) for f in lista),
        (False, False, False, False, True, True, True, True, True, False),
        f"Logro esperado de {mapa.periodo.anio}. Avance I: valor entre logro esperado. Avance II: "
        "lo recorrido desde la línea base (o lo acumulado, si el indicador se suma). Los dos se "
        f"topan en 100 %. Alerta: en meta desde {formato.numero(mapa.bandas.verde_desde)} %, en "
        f"riesgo desde {formato.numero(mapa.bandas.amarillo_desde)} %. El tope y las bandas son "
        "los configurados en TRATA.",
    )  # fmt: skip


def _responsable(ficha: Ficha) -> str:
    entidad = ficha.indicador.entidad
    if entidad is not None:
        return entidad.sigla or entidad.nombre
    return ficha.indicador.responsable or NO_DISPONIBLE


def _numero(valor: object, ficha: Ficha) -> str:
    if valor is None:
        return formato.SIN_DATO
    return f"{formato.numero(valor)}{formato.NBSP}%" if ficha.indicador.es_porcentual else (
        formato.numero(valor)
    )  # fmt: skip


def _textos(f: FilaIndicador) -> tuple[str, ...]:
    ficha = f.ficha
    base = _numero(ficha.indicador.linea_base, ficha)
    if ficha.indicador.linea_base is not None and ficha.indicador.linea_base_anio:
        base += f" ({ficha.indicador.linea_base_anio})"
    return (
        ficha.codigo,
        ficha.indicador.nombre or NO_DISPONIBLE,
        _responsable(ficha),
        ficha.indicador.get_sentido_display(),
        base,
        _numero(f.meta, ficha),
        _numero(f.registro.valor if f.registro else None, ficha),
        por_ciento(f.tipo_1.porcentaje),
        por_ciento(f.tipo_2.porcentaje),
        NOMBRE_DE[f.luz],
    )


def _valores(f: FilaIndicador) -> tuple[Valor, ...]:
    ficha = f.ficha
    codigo, nombre, responsable, sentido = _textos(f)[:4]
    divisor = 100 if ficha.indicador.es_porcentual else 1

    def numero(valor: object) -> Valor:
        return None if valor is None else float(valor) / divisor

    return (
        codigo, nombre, responsable, sentido,
        numero(ficha.indicador.linea_base), numero(f.meta),
        numero(f.registro.valor if f.registro else None),
        _fraccion(f.tipo_1.porcentaje), _fraccion(f.tipo_2.porcentaje), NOMBRE_DE[f.luz],
    )  # fmt: skip
