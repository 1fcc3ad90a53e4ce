"""Lecturas de la vida de un espacio: quórum, asistencia, acuerdos y alertas."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import Count, Prefetch, Q, QuerySet
from django.utils import timezone

from regiones import reglas
from regiones.models import Acuerdo, Asistencia, EspacioRegional, Integrante, Representante, Sesion

CON_ASISTENCIA = (Sesion.Estado.REALIZADA, Sesion.Estado.SIN_QUORUM)


@dataclass(frozen=True)
class Quorum:
    """Estado del quórum de una sesión, en instituciones con voto."""

    habiles: int
    requerido: int
    presentes: int
    de_referencia: bool

    @property
    def alcanza(self) -> bool:
        """Los presentes llegan al mínimo."""
        return reglas.hay_quorum(presentes=self.presentes, requerido=self.requerido)

    @property
    def faltan(self) -> int:
        """Instituciones que faltan para el quórum."""
        return max(0, self.requerido - self.presentes)


def habiles_en(sesion: Sesion) -> QuerySet[Integrante]:
    """Instituciones que integran el espacio el día de la sesión."""
    return Integrante.objects.filter(espacio_id=sesion.espacio_id).vigentes(sesion.fecha)


def estado_del_quorum(sesion: Sesion) -> Quorum:
    """El quórum de ahora; si la sesión ya cerró, el que quedó en su acta."""
    espacio = sesion.espacio
    if sesion.integrantes_habiles is not None:
        return Quorum(
            sesion.integrantes_habiles,
            sesion.quorum_requerido or 0,
            sesion.presentes or 0,
            espacio.quorum_de_referencia,
        )
    cuenta = (
        habiles_en(sesion)
        .filter(con_voto=True)
        .aggregate(
            habiles=Count("pk", distinct=True),
            presentes=Count(
                "pk",
                filter=Q(asistencias__sesion=sesion, asistencias__estado="presente"),
                distinct=True,
            ),
        )
    )
    requerido = reglas.quorum_requerido(
        integrantes=cuenta["habiles"],
        regla=espacio.regla_de_quorum or EspacioRegional.ReglaDeQuorum.MITAD_MAS_UNO,
        segunda_citacion=sesion.segunda_citacion,
        minimo=espacio.minimo_segunda_citacion,
    )
    return Quorum(cuenta["habiles"], requerido, cuenta["presentes"], espacio.quorum_de_referencia)


def lista_de_asistencia(sesion: Sesion) -> list[dict[str, Any]]:
    """Cada institución hábil con su asistencia y sus representantes vigentes ese día."""
    representantes = Representante.objects.filter(desde__lte=sesion.fecha).filter(
        Q(hasta__isnull=True) | Q(hasta__gte=sesion.fecha)
    )
    marcadas = {
        a.integrante_id: a for a in sesion.asistencias.select_related("representante").all()
    }
    integrantes = (
        habiles_en(sesion)
        .select_related("entidad")
        .prefetch_related(Prefetch("representantes", queryset=representantes, to_attr="del_dia"))
    )
    return [
        {"integrante": i, "asistencia": marcadas.get(i.pk), "representantes": i.del_dia}
        for i in integrantes
    ]


def sesiones_de(espacio: EspacioRegional) -> QuerySet[Sesion]:
    """Sesiones con el número de acuerdos."""
    return espacio.sesiones.annotate(n_acuerdos=Count("acuerdos")).order_by("-fecha", "-pk")


def acuerdos_visibles(usuario: Any) -> QuerySet[Acuerdo]:
    """Acuerdos del ámbito, con lo que la lista muestra."""
    return Acuerdo.objects.visibles_para(usuario).con_detalle()


@dataclass(frozen=True)
class AlertaDeInasistencia:
    """Una institución con demasiadas inasistencias seguidas."""

    espacio: EspacioRegional
    integrante: Integrante
    seguidas: int
    ultima: date


@dataclass(frozen=True)
class AlertaDeSesion:
    """Un espacio que no sesiona en su periodo, o del que no hay sesiones registradas."""

    espacio: EspacioRegional
    ultima: date | None
    limite: date | None


def alertas_de_inasistencia(espacios: Iterable[EspacioRegional]) -> list[AlertaDeInasistencia]:
    """Instituciones vigentes con más de tres ausencias seguidas. Tres consultas."""
    por_pk = {e.pk: e for e in espacios}
    filas = (
        Asistencia.objects.filter(sesion__espacio__in=por_pk, sesion__estado__in=CON_ASISTENCIA)
        .order_by("integrante_id", "-sesion__fecha", "-sesion_id")
        .values_list("integrante_id", "estado", "sesion__fecha")
    )
    historial: dict[int, list[tuple[str, date]]] = defaultdict(list)
    for integrante, estado, fecha in filas:
        historial[integrante].append((estado, fecha))
    malos = {
        pk: (reglas.inasistencias_seguidas([e for e, _ in lista]), lista[0][1])
        for pk, lista in historial.items()
        if reglas.supera_inasistencias([e for e, _ in lista])
    }
    integrantes = Integrante.objects.filter(pk__in=malos).vigentes().select_related("entidad")
    return [
        AlertaDeInasistencia(por_pk[i.espacio_id], i, *malos[i.pk])
        for i in sorted(integrantes, key=lambda i: -malos[i.pk][0])
    ]


def ultimas_sesiones(espacios: Iterable[EspacioRegional]) -> dict[int, date]:
    """Fecha de la última sesión realizada por espacio."""
    ultimas: dict[int, date] = {}
    filas = Sesion.objects.filter(
        espacio__in=list(espacios), estado=Sesion.Estado.REALIZADA
    ).values_list("espacio_id", "fecha")
    for espacio, fecha in filas:
        ultimas[espacio] = max(fecha, ultimas.get(espacio, fecha))
    return ultimas


def alertas_de_sesion(espacios: Iterable[EspacioRegional]) -> list[AlertaDeSesion]:
    """Espacios con periodicidad registrada que pasaron su límite sin sesionar."""
    espacios = list(espacios)
    hoy = timezone.localdate()
    inicio = date(hoy.year, 1, 1)
    ultimas = ultimas_sesiones(espacios)
    alertas = []
    for espacio in espacios:
        ultima = ultimas.get(espacio.pk)
        limite = reglas.proxima_sesion_limite(
            ultima=ultima,
            desde=max(espacio.creado_el or inicio, inicio),
            periodicidad=espacio.periodicidad,
        )
        if limite is not None and limite < hoy:
            alertas.append(AlertaDeSesion(espacio, ultima, limite))
    return sorted(alertas, key=lambda a: a.limite or hoy)


def acuerdos_del_anio(anio: int) -> dict[int, tuple[int, int]]:
    """Por espacio, los acuerdos de sesiones del año y cuántos se cumplieron. Una consulta."""
    filas = (
        Acuerdo.objects.filter(sesion__fecha__year=anio)
        .order_by()
        .values_list("espacio")
        .annotate(
            tomados=Count("pk"), cumplidos=Count("pk", filter=Q(estado=Acuerdo.Estado.CUMPLIDO))
        )
    )
    return {espacio: (tomados, cumplidos) for espacio, tomados, cumplidos in filas}
