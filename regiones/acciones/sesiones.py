"""Lo que se hace en la vida de un espacio: convocar, instalar, asistir, acordar y cerrar."""

from collections.abc import Collection, Mapping
from typing import Any

from django.db import transaction
from django.db.models import Max
from django.utils import timezone

from regiones.acciones.comun import bloquear, exigir_espacio, guardar_cambio, guardar_nuevo
from regiones.consultas.sesiones import estado_del_quorum, habiles_en
from regiones.models import Acuerdo, Asistencia, EspacioRegional, Integrante, Representante, Sesion
from trata.comun.errores import ErrorDeDominio, EstadoInvalidoError
from trata.cuentas.models import Usuario


@transaction.atomic
def convocar_sesion(
    *,
    espacio: EspacioRegional,
    datos: Mapping[str, Any],
    por: Usuario,
    confirmados: Collection[str] = (),
) -> Sesion:
    """Convoca una sesión; el número es correlativo por espacio y año."""
    exigir_espacio(espacio, por)
    bloquear(espacio)
    sesion = Sesion(espacio=espacio, **datos)
    if sesion.fecha is not None:
        mayor = espacio.sesiones.filter(fecha__year=sesion.fecha.year).aggregate(n=Max("numero"))[
            "n"
        ]
        sesion.numero = (mayor or 0) + 1
    return guardar_nuevo(sesion, por=por, confirmados=confirmados)


def _exigir_abierta(sesion: Sesion) -> Sesion:
    """La sesión, bloqueada y todavía abierta."""
    actual = Sesion.objects.select_for_update().select_related("espacio").get(pk=sesion.pk)
    if not actual.esta_abierta:
        raise EstadoInvalidoError(
            "sesion_cerrada", "Esta sesión ya está cerrada: su acta no cambia."
        )
    return actual


@transaction.atomic
def registrar_asistencia(
    *,
    sesion: Sesion,
    integrante: Integrante,
    estado: str,
    por: Usuario,
    representante: Representante | None = None,
) -> Asistencia:
    """Marca la asistencia de una institución; se puede cambiar mientras la sesión esté abierta."""
    exigir_espacio(sesion.espacio, por)
    sesion = _exigir_abierta(sesion)
    if not habiles_en(sesion).filter(pk=integrante.pk).exists():
        raise ErrorDeDominio(
            "no_integra_el_espacio", "Esa institución no integra el espacio en esta fecha."
        )
    if representante is not None and representante.integrante_id != integrante.pk:
        raise ErrorDeDominio(
            "representante_ajeno", "Esa persona no representa a la institución elegida."
        )
    asistencia = Asistencia.objects.filter(sesion=sesion, integrante=integrante).first()
    if asistencia is None:
        asistencia = Asistencia(sesion=sesion, integrante=integrante, registrado_por=por)
    asistencia.estado = estado
    asistencia.representante = representante if estado == Asistencia.Estado.PRESENTE else None
    asistencia.full_clean()
    asistencia.save()
    return asistencia


@transaction.atomic
def instalar_sesion(*, sesion: Sesion, por: Usuario) -> Sesion:
    """Declara instalada la sesión; exige quórum calculado con la asistencia marcada."""
    exigir_espacio(sesion.espacio, por)
    sesion = _exigir_abierta(sesion)
    if sesion.estado != Sesion.Estado.CONVOCADA:
        raise EstadoInvalidoError("ya_instalada", "La sesión ya está instalada.")
    quorum = estado_del_quorum(sesion)
    if not quorum.alcanza:
        raise ErrorDeDominio(
            "sin_quorum",
            f"Instituciones que faltan para el quórum de {quorum.requerido}: {quorum.faltan}.",
        )
    return guardar_cambio(
        sesion,
        datos={"estado": Sesion.Estado.EN_CURSO, "instalada_en": timezone.now()},
        version=None,
    )


@transaction.atomic
def guardar_desarrollo(*, sesion: Sesion, desarrollo: str, por: Usuario) -> Sesion:
    """Guarda lo tratado, durante la sesión."""
    exigir_espacio(sesion.espacio, por)
    sesion = _exigir_abierta(sesion)
    return guardar_cambio(sesion, datos={"desarrollo": desarrollo.strip()}, version=None)


@transaction.atomic
def tomar_acuerdo(*, sesion: Sesion, datos: Mapping[str, Any], por: Usuario) -> Acuerdo:
    """Registra un acuerdo en una sesión instalada; la fecha límite no antecede a la sesión."""
    exigir_espacio(sesion.espacio, por)
    sesion = _exigir_abierta(sesion)
    if sesion.estado != Sesion.Estado.EN_CURSO:
        raise EstadoInvalidoError(
            "sesion_sin_instalar", "Instala la sesión (con quórum) antes de tomar acuerdos."
        )
    acuerdo = Acuerdo(sesion=sesion, espacio=sesion.espacio, **datos)
    if acuerdo.plazo is not None and acuerdo.plazo < sesion.fecha:
        raise ErrorDeDominio(
            "plazo_antes_de_la_sesion",
            "El plazo no puede ser anterior a la sesión.",
            campos={"plazo": "El plazo no puede ser anterior a la sesión."},
        )
    acuerdo.numero = (sesion.acuerdos.aggregate(n=Max("numero"))["n"] or 0) + 1
    return guardar_nuevo(acuerdo, por=por)


@transaction.atomic
def cerrar_sesion(*, sesion: Sesion, por: Usuario) -> Sesion:
    """Cierra la sesión y congela integrantes, quórum y presentes.

    A quien no se marcó se le registra ausencia. Sin quórum queda como no instalada.
    """
    exigir_espacio(sesion.espacio, por)
    sesion = _exigir_abierta(sesion)
    quorum = estado_del_quorum(sesion)
    marcados = set(sesion.asistencias.values_list("integrante_id", flat=True))
    for integrante in habiles_en(sesion).exclude(pk__in=marcados):
        Asistencia.objects.create(
            sesion=sesion,
            integrante=integrante,
            estado=Asistencia.Estado.AUSENTE,
            registrado_por=por,
        )
    instalada = sesion.estado == Sesion.Estado.EN_CURSO
    return guardar_cambio(
        sesion,
        datos={
            "estado": Sesion.Estado.REALIZADA if instalada else Sesion.Estado.SIN_QUORUM,
            "cerrada_en": timezone.now(),
            "integrantes_habiles": quorum.habiles,
            "quorum_requerido": quorum.requerido,
            "presentes": quorum.presentes,
        },
        version=None,
    )


@transaction.atomic
def cancelar_sesion(*, sesion: Sesion, por: Usuario) -> Sesion:
    """Cancela una sesión que no se instaló."""
    exigir_espacio(sesion.espacio, por)
    sesion = _exigir_abierta(sesion)
    if sesion.estado != Sesion.Estado.CONVOCADA:
        raise EstadoInvalidoError("ya_instalada", "La sesión ya está instalada; ciérrala.")
    return guardar_cambio(sesion, datos={"estado": Sesion.Estado.CANCELADA}, version=None)


@transaction.atomic
def seguir_acuerdo(
    *, acuerdo: Acuerdo, datos: Mapping[str, Any], version: int | None, por: Usuario
) -> Acuerdo:
    """Actualiza estado, plazo, evidencia y fecha de cumplimiento de un acuerdo."""
    exigir_espacio(acuerdo.espacio, por)
    return guardar_cambio(acuerdo, datos=datos, version=version)
