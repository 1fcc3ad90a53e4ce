"""Lecturas de la Comisión."""

from calendar import monthrange
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.core.signing import BadSignature, Signer
from django.db.models import Count, Q, QuerySet
from django.utils import timezone

from politica.comision.models import (
    Acuerdo,
    Asistencia,
    Composicion,
    Miembro,
    Obligacion,
    Rendicion,
    Representante,
    Sesion,
)
from politica.comision.reglas import quorum_de
from trata.comun.formato import mes_anio
from trata.cuentas.models import Usuario
from trata.cuentas.permisos import Permiso

FIRMA_DEL_CALENDARIO = Signer(salt="politica.comision.calendario")


def composicion_en(dia: date) -> Composicion | None:
    """La que regía en la fecha (las normas anteriores siguen ahí)."""
    return Composicion.objects.filter(rige_desde__lte=dia).first()


def composiciones() -> list[Composicion]:
    """Todas, de la vigente a la primera, con sus puestos."""
    return list(Composicion.objects.prefetch_related("miembros__entidad"))


def miembros_de(composicion: Composicion) -> list[Miembro]:
    """Los puestos de una composición, en su orden."""
    return list(composicion.miembros.select_related("entidad"))


def quorum_por_defecto(composicion: Composicion) -> int:
    """Mayoría absoluta de quienes integran (no de quienes participan)."""
    integran = composicion.miembros.exclude(calidad=Miembro.Calidad.PARTICIPA)
    return quorum_de(integran.count())


def representantes(hoy: date | None = None) -> dict[str, list[Representante]]:
    """Representantes vigentes por entidad."""
    dia = hoy or timezone.localdate()
    vigentes = Representante.objects.filter(
        Q(hasta__isnull=True) | Q(hasta__gte=dia), desde__lte=dia
    ).select_related("entidad")
    por_entidad: dict[str, list[Representante]] = {}
    for representante in vigentes.order_by("-tipo"):
        por_entidad.setdefault(representante.entidad_id, []).append(representante)
    return por_entidad


def sesiones() -> QuerySet[Sesion]:
    """Las sesiones con cuántos acuerdos dejaron."""
    return Sesion.objects.select_related("composicion").annotate(n_acuerdos=Count("acuerdos"))


def proxima_sesion() -> Sesion | None:
    """La convocada más próxima."""
    return (
        Sesion.objects.filter(estado=Sesion.Estado.CONVOCADA, fecha__gte=timezone.now())
        .order_by("fecha")
        .first()
    )


def acuerdos() -> QuerySet[Acuerdo]:
    """Los acuerdos con lo que usan las listas."""
    return Acuerdo.objects.select_related("sesion", "responsable", "servicio").prefetch_related(
        "seguimientos__registrado_por", "seguimientos__sesion"
    )


def acuerdos_filtrados(datos: dict[str, Any]) -> list[Acuerdo]:
    """Por situación y entidad responsable."""
    lista = acuerdos()
    abiertos = Q(estado__in=[Acuerdo.Estado.PENDIENTE, Acuerdo.Estado.EN_PROCESO])
    situacion = datos.get("situacion") or "abiertos"
    if situacion == "abiertos":
        lista = lista.filter(abiertos)
    elif situacion == "vencidos":
        lista = lista.filter(abiertos, plazo__lt=timezone.localdate())
    elif situacion == "cumplidos":
        lista = lista.filter(estado=Acuerdo.Estado.CUMPLIDO)
    if datos.get("responsable"):
        lista = lista.filter(responsable=datos["responsable"])
    return list(lista)


def puede_aportar(usuario: Usuario, acuerdo: Acuerdo) -> bool:
    """Dice qué hizo quien reporta por la entidad responsable, mientras el acuerdo esté abierto."""
    return (
        acuerdo.esta_abierto
        and usuario.entidad_id == acuerdo.responsable_id
        and usuario.tiene_permiso(Permiso.REPORTE_REGISTRAR)
    )


def cuenta_de_acuerdos() -> dict[str, int]:
    """Abiertos, vencidos y cumplidos."""
    abiertos = Q(estado__in=[Acuerdo.Estado.PENDIENTE, Acuerdo.Estado.EN_PROCESO])
    return Acuerdo.objects.aggregate(
        total=Count("pk"),
        abiertos=Count("pk", filter=abiertos),
        vencidos=Count("pk", filter=abiertos & Q(plazo__lt=timezone.localdate())),
        cumplidos=Count("pk", filter=Q(estado=Acuerdo.Estado.CUMPLIDO)),
    )


@dataclass(frozen=True)
class Quorum:
    """Cuántos integrantes asistieron frente a los que hacen falta."""

    presentes: int
    integrantes: int
    exigido: int

    @property
    def alcanza(self) -> bool:
        """Hay quórum."""
        return self.presentes >= self.exigido


def quorum_de_sesion(sesion: Sesion, asistencias: Sequence[Asistencia]) -> Quorum:
    """Cuenta sólo a quienes integran."""
    integran = [a for a in asistencias if a.miembro.calidad != Miembro.Calidad.PARTICIPA]
    return Quorum(sum(a.asistio for a in integran), len(integran), sesion.quorum_exigido)


def asistencias_de(sesion: Sesion) -> list[Asistencia]:
    """Una fila por puesto, en el orden de la norma."""
    return list(sesion.asistencias.select_related("miembro__entidad"))


@dataclass(frozen=True)
class Vencimiento:
    """Una obligación en un año: hasta cuándo y con qué se cumplió."""

    obligacion: Obligacion
    anio: int
    limite: date | None
    rendicion: Rendicion | None

    @property
    def cuando(self) -> str:
        """«15 de junio de 2027», «septiembre de 2027» o que la norma no fija fecha."""
        if self.obligacion.mes is None:
            return f"Durante {self.anio} (la norma no fija fecha)"
        if self.obligacion.dia is None:
            return f"Durante {mes_anio(self.anio, self.obligacion.mes)}"
        return f"{self.obligacion.dia} de {mes_anio(self.anio, self.obligacion.mes)}"

    @property
    def esta_vencido(self) -> bool:
        """Pasó el límite y nadie anotó con qué se cumplió."""
        return (
            self.rendicion is None
            and self.limite is not None
            and self.limite < timezone.localdate()
        )


def limite_de(obligacion: Obligacion, anio: int) -> date:
    """Último día para cumplir: el de la norma, el fin del mes o el fin del año."""
    if obligacion.mes is None:
        return date(anio, 12, 31)
    dia = obligacion.dia or monthrange(anio, obligacion.mes)[1]
    return date(anio, obligacion.mes, dia)


def vencimientos(anios: Sequence[int]) -> list[Vencimiento]:
    """Las obligaciones vigentes de esos años, por fecha."""
    hechas = {(r.obligacion_id, r.anio): r for r in Rendicion.objects.filter(anio__in=anios)}
    lista = [
        Vencimiento(o, anio, limite_de(o, anio), hechas.get((o.pk, anio)))
        for o in Obligacion.objects.filter(vigente_hasta__isnull=True)
        for anio in anios
    ]
    return sorted(lista, key=lambda v: (v.limite, v.obligacion.pk))


def llave_de_calendario(usuario: Usuario) -> str:
    """La llave firmada con que un programa de calendario se suscribe en nombre del usuario."""
    return FIRMA_DEL_CALENDARIO.sign(str(usuario.uuid))


def usuario_de_calendario(llave: str) -> Usuario | None:
    """El usuario de una llave, si la firma vale y aún puede ver la Comisión."""
    try:
        uuid = FIRMA_DEL_CALENDARIO.unsign(llave)
    except BadSignature:
        return None
    usuario = Usuario.objects.filter(uuid=uuid, is_active=True).first()
    return usuario if usuario and usuario.tiene_permiso(Permiso.COMISION_VER) else None


def por_recordar(dia: date) -> list[Acuerdo]:
    """Los acuerdos abiertos, con su responsable."""
    abiertos = [Acuerdo.Estado.PENDIENTE, Acuerdo.Estado.EN_PROCESO]
    return list(acuerdos().filter(estado__in=abiertos, acordado_el__lte=dia))


def obligaciones() -> QuerySet[Obligacion]:
    """Las obligaciones."""
    return Obligacion.objects.all()
