"""El avance de la política en un periodo: del indicador al servicio, y de ahí hacia arriba.

Sólo cuentan los reportes validados. Lo enviado se ve como «en revisión» y lo que falta, como
falta: nunca un promedio que esconda silencios.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from decimal import Decimal

from politica.consultas.arbol import Arbol, Ficha, RamaObjetivo, RamaServicio, arbol_en
from politica.formulas import (
    Avance,
    Bandas,
    Luz,
    Motivo,
    Resumen,
    avance_tipo_1,
    avance_tipo_2,
    avance_tipo_2_agregable,
    resumir,
)
from politica.models import (
    EN_REVISION,
    FIRMES,
    AvanceIndicador,
    CifraOficial,
    Indicador,
    Lineamiento,
    Objetivo,
    Periodo,
    Reporte,
    Semaforo,
    Servicio,
    es_de_una_entidad,
)
from trata.cuentas.models import Entidad, Usuario

GRAVEDAD = (
    Luz.ROJO,
    Luz.AMARILLO,
    Luz.VERDE,
    Luz.EN_REVISION,
    Luz.NO_CALCULABLE,
    Luz.SIN_REPORTE,
    Luz.SIN_PROGRAMACION,
    Luz.SIN_INDICADOR,
)


@dataclass(frozen=True)
class FilaIndicador:
    """Un indicador en un periodo: lo reportado, la meta con que se compara y su luz."""

    ficha: Ficha
    registro: AvanceIndicador | None
    reporte: Reporte | None
    meta: Decimal | None
    meta_de: str
    tipo_1: Avance
    tipo_2: Avance
    luz: Luz

    @property
    def oficial(self) -> CifraOficial | None:
        """La cifra del informe publicado, si la hay."""
        return getattr(self.registro, "cifra_oficial", None) if self.registro else None

    @property
    def porcentaje(self) -> Decimal | None:
        """El avance que se muestra (tipo I)."""
        return self.tipo_1.porcentaje


@dataclass(frozen=True)
class FilaServicio:
    """Un servicio en un periodo: sus indicadores y la peor de sus luces."""

    rama: RamaServicio
    filas: tuple[FilaIndicador, ...]
    reporte: Reporte | None
    luz: Luz

    @property
    def servicio(self) -> Servicio:
        """El servicio."""
        return self.rama.servicio

    @property
    def porcentaje(self) -> Decimal | None:
        """El menor avance de sus indicadores."""
        return min((f.porcentaje for f in self.filas if f.porcentaje is not None), default=None)

    @property
    def contradice(self) -> bool:
        """El informe publicado se contradice en alguno de sus indicadores."""
        return any(f.oficial and f.oficial.contradiccion for f in self.filas)


@dataclass(frozen=True)
class FilaLineamiento:
    """Un lineamiento con sus servicios y su cuenta."""

    lineamiento: Lineamiento
    servicios: tuple[FilaServicio, ...]

    @property
    def resumen(self) -> Resumen:
        """Cuántos servicios hay en cada luz."""
        return resumir(s.luz for s in self.servicios)


@dataclass(frozen=True)
class FilaObjetivo:
    """Un objetivo: sus indicadores de resultado y sus lineamientos."""

    rama: RamaObjetivo
    indicadores: tuple[FilaIndicador, ...]
    lineamientos: tuple[FilaLineamiento, ...]

    @property
    def objetivo(self) -> Objetivo:
        """El objetivo."""
        return self.rama.objetivo

    @property
    def resumen(self) -> Resumen:
        """Cuántos servicios hay en cada luz."""
        return sum((x.resumen for x in self.lineamientos), Resumen())


@dataclass(frozen=True)
class Mapa:
    """La política entera en un periodo."""

    periodo: Periodo
    arbol: Arbol
    objetivos: tuple[FilaObjetivo, ...]
    sueltos: tuple[FilaServicio, ...]
    bandas: Bandas
    semaforo: Semaforo | None

    @property
    def servicios(self) -> list[FilaServicio]:
        """Todos los servicios por número."""
        filas = [s for o in self.objetivos for x in o.lineamientos for s in x.servicios]
        return sorted([*filas, *self.sueltos], key=lambda s: s.servicio.numero)

    @property
    def resumen(self) -> Resumen:
        """Cuántos de los servicios hay en cada luz."""
        return resumir(s.luz for s in self.servicios)

    @property
    def filas(self) -> list[FilaIndicador]:
        """Todos los indicadores: los de objetivo y los de servicio."""
        de_objetivo = [f for o in self.objetivos for f in o.indicadores]
        return de_objetivo + [f for s in self.servicios for f in s.filas]


@dataclass
class _Reportado:
    """Lo reportado en el periodo, indexado."""

    por_servicio: dict[str, Reporte] = field(default_factory=dict)
    por_indicador: dict[str, tuple[Reporte, AvanceIndicador]] = field(default_factory=dict)


def reportes_por_periodo(periodos: Iterable[Periodo], usuario: Usuario) -> dict[int, list[Reporte]]:
    """Los reportes visibles de varios periodos, en consultas fijas."""
    por_periodo: dict[int, list[Reporte]] = {p.pk: [] for p in periodos}
    visibles = Reporte.objects.visibles_para(usuario).filter(periodo__in=por_periodo)
    for reporte in visibles.con_todo():
        por_periodo[reporte.periodo_id].append(reporte)
    return por_periodo


def _reportado(reportes: Iterable[Reporte]) -> _Reportado:
    hallado = _Reportado()
    for reporte in reportes:
        if reporte.servicio_id:
            hallado.por_servicio[reporte.servicio_id] = reporte
        for avance in reporte.avances.all():
            hallado.por_indicador[avance.indicador_id] = (reporte, avance)
    return hallado


def acumulados_de(
    fichas: Iterable[Ficha], periodo: Periodo, usuario: Usuario
) -> dict[str, dict[int, Decimal]]:
    """Valores firmes por año, hasta el periodo, de los indicadores agregables.

    Si un año tiene un reporte anual vale ése; si no, la suma de sus semestres.
    """
    agregables = [
        f.codigo for f in fichas if f.indicador.agregacion == Indicador.Agregacion.AGREGABLE
    ]
    if not agregables:
        return {}
    filas = AvanceIndicador.objects.filter(
        indicador__in=agregables,
        valor__isnull=False,
        reporte__in=Reporte.objects.visibles_para(usuario).filter(estado__in=FIRMES),
        reporte__periodo__fin__lte=periodo.fin,
    ).values_list("indicador_id", "reporte__periodo__anio", "reporte__periodo__tipo", "valor")
    anuales: dict[str, dict[int, Decimal]] = {}
    semestres: dict[str, dict[int, Decimal]] = {}
    for codigo, anio, tipo, valor in filas:
        destino = anuales if tipo == Periodo.Tipo.ANUAL else semestres
        por_anio = destino.setdefault(codigo, {})
        por_anio[anio] = por_anio.get(anio, Decimal(0)) + valor
    return {c: semestres.get(c, {}) | anuales.get(c, {}) for c in {*semestres, *anuales}}


def calcular(
    ficha: Ficha, registro: AvanceIndicador | None, anio: int
) -> tuple[Decimal | None, str, Avance, Avance]:
    """Meta, de dónde sale, avance tipo I y tipo II de un indicador.

    La meta es el logro esperado del año; si las fuentes no lo dan, la programada por la entidad.
    """
    meta, de = ficha.metas.get(anio), "logro esperado del año"
    if meta is None and registro is not None and registro.meta_programada is not None:
        meta, de = registro.meta_programada, "meta programada por la entidad"
    valor = registro.valor if registro else None
    indicador = ficha.indicador
    tipo_1 = avance_tipo_1(valor, meta, indicador.sentido, indicador.agregacion)
    tipo_2 = avance_tipo_2(valor, meta, indicador.linea_base, indicador.sentido)
    oficial = getattr(registro, "cifra_oficial", None) if registro else None
    if valor is None and oficial is not None:
        tipo_1 = Avance(
            min(oficial.cumplimiento, Decimal(100)), oficial.cumplimiento, Motivo.PUBLICADO
        )
    return meta, de if meta is not None else "", tipo_1, tipo_2


def fila_de(
    ficha: Ficha,
    reporte: Reporte | None,
    registro: AvanceIndicador | None,
    *,
    anio: int,
    bandas: Bandas,
    acumulado: Mapping[int, Decimal] | None = None,
) -> FilaIndicador:
    """Arma la fila de un indicador con la luz que le toca por su estado y su avance."""
    firme = reporte is not None and reporte.estado in FIRMES
    visible = reporte is not None and (firme or reporte.estado in EN_REVISION)
    mostrado = registro if visible else None
    meta, de, tipo_1, tipo_2 = calcular(ficha, mostrado, anio)
    if acumulado is not None:
        hasta = {a: m for a, m in ficha.metas.items() if a <= anio}
        tipo_2 = avance_tipo_2_agregable(acumulado, hasta)
    if reporte is not None and reporte.estado in EN_REVISION:
        luz = Luz.EN_REVISION
    elif mostrado is not None and mostrado.sin_programacion:
        luz = Luz.SIN_PROGRAMACION
    else:
        luz = bandas.luz(tipo_1)
    return FilaIndicador(ficha, mostrado, reporte, meta, de, tipo_1, tipo_2, luz)


def peor(luces: Iterable[Luz]) -> Luz:
    """La luz de un servicio con varios indicadores: la más grave."""
    presentes = set(luces)
    return next((luz for luz in GRAVEDAD if luz in presentes), Luz.SIN_INDICADOR)


def bandas_de(semaforo: Semaforo | None) -> Bandas:
    """Las bandas guardadas, o las de la casa."""
    if semaforo is None:
        return Bandas()
    return Bandas(semaforo.verde_desde, semaforo.amarillo_desde)


def recortar(arbol: Arbol, usuario: Usuario) -> Arbol:
    """Quien reporta por una entidad ve sólo sus servicios y los de los órganos de su sector."""
    if not es_de_una_entidad(usuario):
        return arbol
    propia = usuario.entidad_id

    def es_suya(entidad: Entidad | None) -> bool:
        return entidad is not None and propia in {entidad.pk, entidad.sector_id}

    objetivos = []
    for rama in arbol.objetivos:
        lineamientos = [
            replace(x, servicios=[s for s in x.servicios if es_suya(s.servicio.entidad)])
            for x in rama.lineamientos
        ]
        fichas = [f for f in rama.fichas if es_suya(f.indicador.entidad)]
        con_algo = [x for x in lineamientos if x.servicios]
        if con_algo or fichas:
            objetivos.append(replace(rama, fichas=fichas, lineamientos=con_algo))
    return replace(arbol, objetivos=objetivos, sueltos=[])


def mapa_de(
    periodo: Periodo,
    usuario: Usuario,
    arbol: Arbol | None = None,
    reportes: Iterable[Reporte] | None = None,
) -> Mapa:
    """El mapa de la política en un periodo, con el catálogo que regía y lo que `usuario` ve."""
    if reportes is None:
        reportes = reportes_por_periodo([periodo], usuario)[periodo.pk]
    arbol = arbol or recortar(arbol_en(periodo.fin), usuario)
    reportado, bandas = _reportado(reportes), bandas_de(arbol.semaforo)
    acumulados = acumulados_de(arbol.fichas.values(), periodo, usuario)

    def indicador(ficha: Ficha) -> FilaIndicador:
        reporte, registro = reportado.por_indicador.get(ficha.codigo, (None, None))
        return fila_de(
            ficha, reporte, registro, anio=periodo.anio, bandas=bandas,
            acumulado=acumulados.get(ficha.codigo),
        )  # fmt: skip

    def servicio(rama: RamaServicio) -> FilaServicio:
        filas = tuple(indicador(f) for f in rama.fichas)
        reporte = reportado.por_servicio.get(rama.servicio.pk)
        return FilaServicio(rama, filas, reporte, peor(f.luz for f in filas))

    objetivos = tuple(
        FilaObjetivo(
            o,
            tuple(indicador(f) for f in o.fichas),
            tuple(
                FilaLineamiento(x.lineamiento, tuple(servicio(s) for s in x.servicios))
                for x in o.lineamientos
            ),
        )
        for o in arbol.objetivos
    )
    sueltos = tuple(servicio(s) for s in arbol.sueltos)
    return Mapa(periodo, arbol, objetivos, sueltos, bandas, arbol.semaforo)
