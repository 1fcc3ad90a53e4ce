"""Los verbos de la Comisión: convocar, asistir, cerrar, acordar, seguir, rendir, recordar."""

from collections.abc import Collection, Mapping, Sequence
from datetime import date, timedelta
from typing import Any

from django.conf import settings
from django.core.files import File
from django.db import transaction
from django.db.models import Max
from django.urls import reverse
from django.utils import timezone

from politica.acciones.evidencias import tipo_de
from politica.acciones.recordatorios import toca_recordar
from politica.comision.consultas import (
    asistencias_de,
    composicion_en,
    miembros_de,
    por_recordar,
    quorum_de_sesion,
    quorum_por_defecto,
    representantes,
)
from politica.comision.models import (
    Acuerdo,
    Asistencia,
    Obligacion,
    PuntoDeAgenda,
    Rendicion,
    Representante,
    Seguimiento,
    Sesion,
)
from politica.consultas.personas import correos_de
from politica.reglas import EVIDENCIA_MAXIMA
from trata.comun.errores import ErrorDeDominio, EstadoInvalidoError, SinPermisoError
from trata.comun.formato import fecha_larga, tamano
from trata.cuentas.acciones import exigir
from trata.cuentas.models import Usuario
from trata.cuentas.permisos import Permiso
from trata.trabajos.acciones import enviar_correo


@transaction.atomic
def convocar_sesion(
    *, datos: Mapping[str, Any], agenda: Sequence[str], por: Usuario | None
) -> Sesion:
    """Convoca una sesión con su agenda. La composición es la de la norma que rige ese día.

    Avisa por correo a los representantes vigentes. `por=None` sólo en la demostración.
    """
    if por is not None:
        exigir(por, Permiso.COMISION_GESTIONAR)
    valores = {"tipo": Sesion.Tipo.ORDINARIA} | dict(datos)
    dia = timezone.localtime(valores["fecha"]).date()
    composicion = composicion_en(dia)
    if composicion is None:
        raise ErrorDeDominio(
            "sin_composicion", "Ninguna norma regía en esa fecha.", campos={"fecha": "Corrígela."}
        )
    previas = Sesion.objects.filter(anio=dia.year, tipo=valores["tipo"])
    numero = (previas.order_by().aggregate(n=Max("numero"))["n"] or 0) + 1
    valores["quorum_exigido"] = valores.get("quorum_exigido") or quorum_por_defecto(composicion)
    sesion = Sesion(
        composicion=composicion, numero=numero, anio=dia.year, registrado_por=por, **valores
    )
    sesion.full_clean(exclude=["registrado_por"])
    sesion.save()
    _poner_agenda(sesion, agenda)
    Asistencia.objects.bulk_create(
        Asistencia(sesion=sesion, miembro=m) for m in miembros_de(composicion)
    )
    if por is not None:
        _avisar_convocatoria(sesion, agenda)
    return sesion


def _poner_agenda(sesion: Sesion, agenda: Sequence[str]) -> None:
    """Reemplaza la agenda; cada línea puede decir quién expone tras una barra."""
    sesion.agenda.all().delete()
    puntos = []
    for orden, linea in enumerate((x for x in agenda if x.strip()), start=1):
        texto, _, expone = linea.partition("|")
        puntos.append(
            PuntoDeAgenda(
                sesion=sesion, orden=orden, texto=texto.strip()[:300], expone=expone.strip()[:200]
            )
        )
    PuntoDeAgenda.objects.bulk_create(puntos)


def _avisar_convocatoria(sesion: Sesion, agenda: Sequence[str]) -> None:
    correos = [r.correo for lista in representantes().values() for r in lista if r.correo]
    puntos = "\n".join(f"{i}. {x}" for i, x in enumerate(agenda, start=1) if x.strip())
    enlace = settings.DIRECCION_PUBLICA + reverse("comision:sesion", args=[sesion.uuid])
    cuando = fecha_larga(timezone.localtime(sesion.fecha))
    enviar_correo(
        para=sorted(set(correos)),
        asunto=f"Convocatoria: {sesion}, {cuando}",
        texto=f"{sesion}\n{cuando}\n{sesion.lugar}\n\nAgenda:\n{puntos}\n\n{enlace}\n",
        clave=f"comision:convocatoria:{sesion.uuid}",
    )


def _abierta(sesion: Sesion) -> Sesion:
    sesion = Sesion.objects.select_for_update().get(pk=sesion.pk)
    if sesion.estado != Sesion.Estado.CONVOCADA:
        raise EstadoInvalidoError("sesion_cerrada", "La sesión ya se cerró: no admite cambios.")
    return sesion


@transaction.atomic
def editar_sesion(
    *,
    sesion: Sesion,
    datos: Mapping[str, Any],
    agenda: Sequence[str],
    version: int,
    por: Usuario,
) -> Sesion:
    """Cambia convocatoria, agenda o quórum mientras está convocada."""
    exigir(por, Permiso.COMISION_GESTIONAR)
    sesion = _abierta(sesion)
    for campo, valor in datos.items():
        setattr(sesion, campo, valor)
    sesion.full_clean(exclude=["registrado_por"])
    sesion.guardar_version(esperada=version, campos=list(datos))
    _poner_agenda(sesion, agenda)
    return sesion


@transaction.atomic
def registrar_asistencia(
    *, sesion: Sesion, presentes: Mapping[str, str], por: Usuario | None
) -> Sesion:
    """Anota quién asistió: puesto → en representación de quién (texto, puede ir vacío)."""
    if por is not None:
        exigir(por, Permiso.COMISION_GESTIONAR)
    sesion = _abierta(sesion)
    filas = list(sesion.asistencias.all())
    for fila in filas:
        fila.asistio = fila.miembro_id in presentes
        fila.por = presentes.get(fila.miembro_id, "")[:200]
    Asistencia.objects.bulk_update(filas, ["asistio", "por"])
    return sesion


@transaction.atomic
def cerrar_sesion(*, sesion: Sesion, desarrollo: str, por: Usuario | None) -> Sesion:
    """Cierra la sesión: realizada si hubo quórum; si no, queda como no instalada."""
    if por is not None:
        exigir(por, Permiso.COMISION_GESTIONAR)
    sesion = _abierta(sesion)
    hay = quorum_de_sesion(sesion, asistencias_de(sesion)).alcanza
    if not hay and sesion.acuerdos.exists():
        raise EstadoInvalidoError(
            "acuerdos_sin_quorum", "Sin quórum no hay acuerdos: revisa la asistencia."
        )
    sesion.estado = Sesion.Estado.REALIZADA if hay else Sesion.Estado.SIN_QUORUM
    sesion.desarrollo = desarrollo
    return sesion.guardar_version(esperada=sesion.version, campos=["estado", "desarrollo"])


@transaction.atomic
def suspender_sesion(*, sesion: Sesion, motivo: str, por: Usuario) -> Sesion:
    """Suspende una sesión convocada, con su motivo. No admite acuerdos."""
    exigir(por, Permiso.COMISION_GESTIONAR)
    sesion = _abierta(sesion)
    if not motivo.strip():
        raise ErrorDeDominio(
            "falta_motivo", "Di por qué se suspende.", campos={"desarrollo": "Di por qué."}
        )
    sesion.estado, sesion.desarrollo = Sesion.Estado.SUSPENDIDA, motivo
    return sesion.guardar_version(esperada=sesion.version, campos=["estado", "desarrollo"])


@transaction.atomic
def adjuntar_acta(*, sesion: Sesion, archivo: File, por: Usuario) -> Sesion:
    """Guarda el acta firmada (PDF o DOCX, por su contenido)."""
    exigir(por, Permiso.COMISION_GESTIONAR)
    sesion = Sesion.objects.select_for_update().get(pk=sesion.pk)
    if archivo.size > EVIDENCIA_MAXIMA:
        mensaje = f"El archivo pasa de {tamano(EVIDENCIA_MAXIMA)}. Sube uno más liviano."
        raise ErrorDeDominio("archivo_muy_grande", mensaje, campos={"archivo": mensaje})
    tipo_de(archivo)
    sesion.acta_nombre = str(archivo.name)[-200:]
    sesion.acta.save(sesion.acta_nombre, archivo, save=False)
    return sesion.guardar_version(esperada=sesion.version, campos=["acta", "acta_nombre"])


@transaction.atomic
def registrar_acuerdo(*, sesion: Sesion, datos: Mapping[str, Any], por: Usuario | None) -> Acuerdo:
    """Anota un acuerdo con responsable y plazo. Una sesión sin quórum no acuerda."""
    if por is not None:
        exigir(por, Permiso.COMISION_GESTIONAR)
    sesion = Sesion.objects.select_for_update().get(pk=sesion.pk)
    if sesion.estado in {Sesion.Estado.SIN_QUORUM, Sesion.Estado.SUSPENDIDA}:
        raise EstadoInvalidoError("sin_quorum", "Esta sesión no se instaló: no puede acordar.")
    numero = (sesion.acuerdos.order_by().aggregate(n=Max("numero"))["n"] or 0) + 1
    acuerdo = Acuerdo(
        sesion=sesion,
        numero=numero,
        acordado_el=timezone.localtime(sesion.fecha).date(),
        registrado_por=por,
        **datos,
    )
    acuerdo.full_clean(exclude=["registrado_por"])
    acuerdo.save()
    return acuerdo


@transaction.atomic
def seguir_acuerdo(
    *,
    acuerdo: Acuerdo,
    datos: Mapping[str, Any],
    version: int,
    por: Usuario | None,
    confirmados: Collection[str] = (),
) -> Acuerdo:
    """Anota qué se hizo y el nuevo estado. `datos`: estado, texto, cumplido_el y sesion."""
    if por is not None:
        exigir(por, Permiso.COMISION_GESTIONAR)
    acuerdo = Acuerdo.objects.select_for_update().get(pk=acuerdo.pk)
    acuerdo.estado = datos["estado"]
    acuerdo.cumplido_el = (
        datos.get("cumplido_el") if acuerdo.estado == Acuerdo.Estado.CUMPLIDO else None
    )
    acuerdo.avisos_confirmados = confirmados
    acuerdo.full_clean(exclude=["registrado_por"])
    acuerdo.guardar_version(esperada=version, campos=["estado", "cumplido_el"])
    Seguimiento.objects.create(
        acuerdo=acuerdo,
        sesion=datos.get("sesion"),
        estado=acuerdo.estado,
        texto=datos["texto"],
        registrado_por=por,
    )
    return acuerdo


@transaction.atomic
def aportar_seguimiento(*, acuerdo: Acuerdo, texto: str, por: Usuario) -> Seguimiento:
    """La entidad responsable dice qué hizo. El estado lo decide después la Secretaría Técnica."""
    exigir(por, Permiso.REPORTE_REGISTRAR)
    actual = Acuerdo.objects.select_for_update().get(pk=acuerdo.pk)
    if por.entidad_id != actual.responsable_id:
        raise SinPermisoError("Aporta la entidad responsable del acuerdo.")
    if not actual.esta_abierto:
        raise EstadoInvalidoError("acuerdo_cerrado", "Este acuerdo ya se cerró.")
    seguimiento = Seguimiento(
        acuerdo=actual, estado=actual.estado, texto=texto.strip(), registrado_por=por
    )
    seguimiento.full_clean()
    seguimiento.save()
    return seguimiento


@transaction.atomic
def designar_representante(*, datos: Mapping[str, Any], por: Usuario) -> Representante:
    """Anota a quién designa una entidad. El anterior del mismo tipo termina el día previo."""
    exigir(por, Permiso.COMISION_GESTIONAR)
    representante = Representante(registrado_por=por, **datos)
    representante.full_clean(exclude=["registrado_por"])
    Representante.objects.filter(
        entidad=representante.entidad, tipo=representante.tipo, hasta__isnull=True
    ).update(hasta=representante.desde - timedelta(days=1))
    representante.save()
    return representante


@transaction.atomic
def registrar_rendicion(
    *, obligacion: Obligacion, datos: Mapping[str, Any], por: Usuario
) -> Rendicion:
    """Anota con qué documento se cumplió una obligación en un año."""
    exigir(por, Permiso.COMISION_GESTIONAR)
    rendicion, _ = Rendicion.objects.get_or_create(
        obligacion=obligacion,
        anio=datos["anio"],
        defaults={
            "documento": datos["documento"],
            "fecha": datos["fecha"],
            "registrado_por": por,
        },
    )
    return rendicion


@transaction.atomic
def recordar_acuerdos(*, hoy: date | None = None) -> int:
    """Encola los recordatorios que tocan hoy; devuelve cuántos. Repetible sin daño."""
    dia = hoy or timezone.localdate()
    designados = representantes(dia)
    enviados = 0
    for acuerdo in por_recordar(dia):
        faltan = (acuerdo.plazo - dia).days
        if not toca_recordar(faltan):
            continue
        propios = [r.correo for r in designados.get(acuerdo.responsable_id, []) if r.correo]
        destinatarios = sorted(set(propios) or set(correos_de(acuerdo.responsable)))
        if not destinatarios:
            continue
        vence = "vence" if faltan >= 0 else "venció"
        enlace = settings.DIRECCION_PUBLICA + reverse("comision:acuerdo", args=[acuerdo.uuid])
        enviar_correo(
            para=destinatarios,
            asunto=f"Acuerdo de la Comisión: {vence} el {fecha_larga(acuerdo.plazo)}",
            texto=f"{acuerdo}\n\n{acuerdo.texto}\n\n{enlace}\n",
            clave=f"comision:acuerdo:{acuerdo.uuid}:{dia.isoformat()}",
        )
        enviados += 1
    return enviados
