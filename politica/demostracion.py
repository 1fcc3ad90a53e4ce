"""Demostración: periodos posteriores a 2023-I con reportes sintéticos, marcados como tales.

Ningún número describe a una entidad real: salen de un generador con semilla fija. El árbol, las
metas de 2023 y el I semestre de 2023 son los oficiales.
"""

from collections.abc import Callable
from datetime import date, datetime, timedelta
from decimal import Decimal
from random import Random

from django.db import transaction
from django.utils import timezone

from politica.acciones.periodos import pedir_reportes
from politica.consultas.arbol import Arbol, Ficha, arbol_en
from politica.formulas import a_decimal, valor_desde
from politica.models import (
    AvanceIndicador,
    Desagregacion,
    Estado,
    Indicador,
    Movimiento,
    Observacion,
    Periodo,
    RecursoServicio,
    Reporte,
)
from trata.cuentas.models import Usuario
from trata.territorio.consultas import departamentos

SEMILLA = 20231
PASADOS = (
    (2023, "semestre_2"), (2024, "semestre_1"), (2024, "semestre_2"),
    (2025, "semestre_1"), (2025, "semestre_2"), (2026, "semestre_1"),
)  # fmt: skip
CAMPOS_DE_AVANCE = (
    "valor", "numerador", "denominador", "meta_programada", "sin_programacion",
    "motivo_sin_programacion",
)  # fmt: skip
CALLADOS = {"S01", "S15", "S21"}
RELATO = (
    "Texto de demostración. En el periodo se ejecutaron las actividades programadas con las "
    "direcciones regionales y se hizo seguimiento a los acuerdos del periodo anterior."
)
OBSTACULOS = "Texto de demostración. Alta rotación del personal y demora en la entrega de listas."
PESOS = (
    ("15", 34),
    ("08", 14),
    ("17", 12),
    ("21", 10),
    ("16", 8),
    ("20", 7),
    ("18", 5),
    ("25", 10),
)


def _ventana(anio: int, tipo: str) -> dict[str, date]:
    """Las fechas de un semestre y de su reporte."""
    primero = tipo == "semestre_1"
    inicio = date(anio, 1, 1) if primero else date(anio, 7, 1)
    fin = date(anio, 6, 30) if primero else date(anio, 12, 31)
    abre = fin + timedelta(days=1)
    return {"inicio": inicio, "fin": fin, "abre_el": abre, "cierra_el": abre + timedelta(days=30)}


def _periodo(anio: int, tipo: str, *, cerrado: bool, **fechas: date) -> Periodo:
    """Crea (o reusa) un periodo sintético."""
    datos = _ventana(anio, tipo) | fechas
    cerrado_en = None
    if cerrado:
        dia = datos["cierra_el"] + timedelta(days=20)
        cerrado_en = timezone.make_aware(datetime(dia.year, dia.month, dia.day, 12))
    periodo, _ = Periodo.objects.get_or_create(
        anio=anio,
        tipo=tipo,
        defaults=datos
        | {"cerrado_en": cerrado_en, "es_sintetico": True, "fuente": "Datos de demostración"},
    )
    return periodo


def _base_de(ficha: Ficha) -> Decimal:
    """La meta de 2023 del indicador, de donde parten los números sintéticos."""
    return ficha.metas.get(2023) or Decimal(50)


def _llenar(avance: AvanceIndicador, ficha: Ficha, paso: int, azar: Random) -> None:
    """Pone meta y valor sintéticos: cada indicador tiene su propio ritmo."""
    ritmo = Random(f"{SEMILLA}{ficha.codigo}").uniform(0.45, 1.1)  # noqa: S311 - datos de adorno
    crece = Decimal(1) + Decimal(paso) / 20
    meta = _base_de(ficha) * crece
    factor = Decimal(str(round(ritmo + paso * 0.02 + azar.uniform(-0.14, 0.14), 3)))
    indicador = ficha.indicador
    if indicador.unidad == Indicador.Unidad.PORCENTAJE:
        meta = min(meta, Decimal(95))
        avance.denominador = Decimal(azar.randint(120, 900))
        parte = min(meta * factor / 100, Decimal("0.99"))
        avance.numerador = max((avance.denominador * parte).quantize(Decimal(1)), Decimal(1))
        calculado = valor_desde(avance.numerador, avance.denominador, porcentual=True)
        avance.valor = a_decimal(calculado)
        avance.meta_programada = meta.quantize(Decimal("0.1")) or Decimal("0.1")
    elif indicador.es_porcentual:
        avance.meta_programada = meta.quantize(Decimal("0.01"))
        avance.valor = (meta * factor).quantize(Decimal("0.01"))
    else:
        avance.meta_programada = max(meta.quantize(Decimal(1)), Decimal(1))
        avance.valor = max((meta * factor).quantize(Decimal(1)), Decimal(1))


def _estado_pasado(reporte: Reporte, azar: Random) -> str:
    """La mayoría cerró; unos pocos nunca reportaron."""
    if reporte.codigo in CALLADOS and azar.random() < 0.6:
        return Estado.PENDIENTE
    return Estado.PENDIENTE if azar.random() < 0.06 else Estado.CERRADO


def _poblar_pasado(periodo: Periodo, arbol: Arbol, paso: int, ultimo: bool) -> None:
    azar = Random(f"{SEMILLA}{periodo.clave}")  # noqa: S311 - datos de adorno
    fichas, reportes, avances = arbol.fichas, [], []
    for reporte in periodo.reportes.order_by("pk").prefetch_related("avances__indicador"):
        estado = _estado_pasado(reporte, azar)
        if ultimo and estado == Estado.CERRADO:
            estado = azar.choices(
                [Estado.CONFORME, Estado.VALIDADO, Estado.ENVIADO], weights=[7, 3, 2]
            )[0]
        reporte.estado = estado
        if estado != Estado.PENDIENTE:
            reporte.narrativa, reporte.obstaculos = RELATO, OBSTACULOS
            reporte.enviado_en = timezone.make_aware(
                datetime.combine(periodo.cierra_el, datetime.min.time())
            ) - timedelta(days=azar.randint(0, 20))
            for avance in reporte.avances.all():
                if azar.random() < 0.03:
                    avance.sin_programacion = True
                    avance.motivo_sin_programacion = "Texto de demostración."
                else:
                    _llenar(avance, fichas[avance.indicador_id], paso, azar)
                avances.append(avance)
        reportes.append(reporte)
    Reporte.objects.bulk_update(reportes, ["estado", "narrativa", "obstaculos", "enviado_en"])
    AvanceIndicador.objects.bulk_update(avances, CAMPOS_DE_AVANCE)


def _cortes(periodo: Periodo) -> None:
    """Cortes por sexo y departamento de los indicadores que cuentan algo."""
    nombres = {d.codigo: d.nombre for d in departamentos()}
    filas = []
    for avance in AvanceIndicador.objects.filter(reporte__periodo=periodo, valor__isnull=False):
        total = avance.numerador or avance.valor
        if total < 40:
            continue
        mujeres = (total * Decimal("0.72")).quantize(Decimal(1))
        pares = [("sexo", "Mujeres", mujeres), ("sexo", "Hombres", total - mujeres)]
        suma = Decimal(0)
        for codigo, peso in PESOS[:-1]:
            parte = (total * peso / 100).quantize(Decimal(1))
            suma += parte
            pares.append(("departamento", nombres[codigo], parte))
        pares.append(("departamento", nombres[PESOS[-1][0]], max(total - suma, Decimal(0))))
        filas += [
            Desagregacion(avance=avance, dimension=d, categoria=c, valor=v) for d, c, v in pares
        ]
    Desagregacion.objects.bulk_create(filas)


def _recursos(arbol: Arbol) -> None:
    """PIA, PIM y devengado sintéticos de algunos servicios."""
    for rama in arbol.servicios[::3]:
        azar = Random(f"{SEMILLA}{rama.servicio.pk}")  # noqa: S311 - datos de adorno
        for anio in (2024, 2025, 2026):
            pia = Decimal(azar.randint(80, 900) * 1000)
            pim = (pia * Decimal(str(azar.uniform(0.9, 1.3)))).quantize(Decimal(1))
            RecursoServicio.objects.get_or_create(
                servicio=rama.servicio,
                anio=anio,
                defaults={
                    "pia": pia,
                    "pim": pim,
                    "devengado": (pim * Decimal(str(azar.uniform(0.3, 0.98)))).quantize(Decimal(1)),
                    "fuente": "Datos de demostración",
                    "es_sintetico": True,
                },
            )


def _en_curso(arbol: Arbol) -> None:
    """El semestre que corre, abierto: uno observado, uno por aprobar, uno enviado, lo demás por
    reportar."""
    hoy = timezone.localdate()
    tipo = "semestre_2" if hoy.month > 6 else "semestre_1"
    fechas = {"abre_el": hoy - timedelta(days=10), "cierra_el": hoy + timedelta(days=20)}
    periodo = _periodo(hoy.year, tipo, cerrado=False, **fechas)
    pedir_reportes(periodo=periodo, por=None, arbol=arbol)
    azar = Random(SEMILLA)  # noqa: S311 - datos de adorno
    gente = Usuario.objects.in_bulk(["paula", "pedro", "vera"], field_name="username")
    metas = {"S38": Estado.OBSERVADO, "S39": Estado.BORRADOR, "S42": Estado.ENVIADO,
             "S04": Estado.ENVIADO, "S20": Estado.BORRADOR}  # fmt: skip
    for reporte in periodo.reportes.filter(servicio__in=metas, estado=Estado.PENDIENTE):
        autor = gente.get("paula" if reporte.entidad_id == "mimp" else "pedro")
        reporte.estado, reporte.registrado_por = metas[reporte.servicio_id], autor
        reporte.narrativa, reporte.obstaculos = RELATO, OBSTACULOS
        if reporte.estado != Estado.BORRADOR:
            reporte.enviado_en, reporte.enviado_por = timezone.now(), autor
        for avance in reporte.avances.all():
            _llenar(avance, arbol.fichas[avance.indicador_id], 7, azar)
            avance.save()
        reporte.save()
        Movimiento.objects.create(
            reporte=reporte, desde=Estado.PENDIENTE, hasta=reporte.estado, registrado_por=autor
        )
        if reporte.estado == Estado.OBSERVADO:
            Observacion.objects.create(
                reporte=reporte,
                avance=reporte.avances.first(),
                campo="valor",
                texto="El denominador no incluye los CEM de Loreto. Corrígelo o explícalo.",
                registrado_por=gente.get("vera"),
            )


@transaction.atomic
def poblar(decir: Callable[[str], None]) -> None:
    """Crea los periodos sintéticos; si ya están, no hace nada."""
    if Periodo.objects.filter(es_sintetico=True).exists():
        decir("Política: los periodos de demostración ya estaban")
        return
    arbol = arbol_en(timezone.localdate())
    for paso, (anio, tipo) in enumerate(PASADOS, start=1):
        ultimo = paso == len(PASADOS)
        periodo = _periodo(anio, tipo, cerrado=not ultimo)
        pedir_reportes(periodo=periodo, por=None, arbol=arbol)
        _poblar_pasado(periodo, arbol, paso, ultimo)
    _cortes(periodo)
    _recursos(arbol)
    _en_curso(arbol)
    decir(f"Política: {len(PASADOS) + 1} periodos sintéticos con sus reportes")
