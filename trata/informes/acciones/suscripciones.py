"""Suscribirse a un informe y recibir su enlace: nunca un archivo."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.conf import settings
from django.db import transaction
from django.urls import reverse
from django.utils import timezone

from trata.comun.errores import DuplicadoError, ErrorDeDominio, SinPermisoError
from trata.cuentas.acciones import exigir
from trata.cuentas.models import Usuario
from trata.cuentas.permisos import Permiso
from trata.informes import consultas
from trata.informes.models import SuscripcionDeInformes, VersionPublicada
from trata.informes.tipos import TIPOS
from trata.trabajos.acciones import enviar_correo
from trata.trabajos.periodicas import periodo_de

Periodicidad = SuscripcionDeInformes.Periodicidad


def etiqueta_de_periodo(periodicidad: str, momento: datetime) -> str:
    """El periodo en que cae un momento: `2026-07`, `2026-T3`, `2026-S2`, `2026`."""
    if periodicidad == Periodicidad.SEMESTRE:
        local = timezone.localtime(momento)
        return f"{local:%Y}-S{1 if local.month <= 6 else 2}"
    return periodo_de(periodicidad, momento)


@transaction.atomic
def suscribir(*, datos: Mapping[str, Any], por: Usuario) -> SuscripcionDeInformes:
    """Suscribe a `persona` (uno mismo, o quien diga la Secretaría) a un tipo de informe.

    El primer correo llega al empezar el periodo siguiente.
    """
    exigir(por, Permiso.INFORME_VER)
    persona = datos.get("persona") or por
    if persona.pk != por.pk and not por.tiene_permiso(Permiso.INFORME_TRAMITAR):
        raise SinPermisoError("Sólo la Secretaría suscribe a otra persona.")
    if not persona.tiene_permiso(Permiso.INFORME_VER):
        raise SinPermisoError("Esa persona no puede ver informes.")
    espacio = datos.get("espacio")
    if espacio is not None and not consultas.ve_el_espacio(persona, espacio):
        mensaje = "Esa persona no ve esa región."
        raise ErrorDeDominio("region_ajena", mensaje, campos={"espacio": mensaje})
    periodicidad = datos["periodicidad"]
    suscripcion = SuscripcionDeInformes(
        persona=persona,
        tipo=datos["tipo"],
        espacio=espacio,
        periodicidad=periodicidad,
        registrado_por=por,
    )
    if periodicidad != Periodicidad.AL_PUBLICAR:
        suscripcion.ultimo_periodo = etiqueta_de_periodo(periodicidad, timezone.now())
    if consultas.suscripciones_vivas().filter(
        persona=persona, tipo=suscripcion.tipo, espacio=suscripcion.espacio,
        periodicidad=periodicidad,
    ).exists():  # fmt: skip
        raise DuplicadoError("ya_suscrita", "Esa suscripción ya existe.")
    suscripcion.full_clean()
    suscripcion.save()
    return suscripcion


@transaction.atomic
def dar_de_baja(*, suscripcion: SuscripcionDeInformes, por: Usuario) -> None:
    """Deja de avisar. La propia, o cualquiera si es la Secretaría."""
    if suscripcion.persona_id != por.pk and not por.tiene_permiso(Permiso.INFORME_TRAMITAR):
        raise SinPermisoError()
    suscripcion.baja_en = timezone.now()
    suscripcion.save(update_fields=["baja_en"])


def _puede_recibir(suscripcion: SuscripcionDeInformes) -> bool:
    """Sigue activa, sigue viendo informes y sigue viendo esa región."""
    persona = suscripcion.persona
    if not persona.is_active or not persona.tiene_permiso(Permiso.INFORME_VER):
        return False
    return suscripcion.espacio is None or consultas.ve_el_espacio(persona, suscripcion.espacio)


def _avisar(suscripcion: SuscripcionDeInformes, que: str, ruta: str, clave: str) -> None:
    base = settings.DIRECCION_PUBLICA
    baja = reverse("informes:suscripcion-baja", kwargs={"uuid": suscripcion.uuid})
    enviar_correo(
        para=[suscripcion.persona.email],
        asunto=que,
        texto=(
            f"{que}.\n\nÁbrelo aquí, con tu cuenta: {base}{ruta}\n\n"
            "Este correo no lleva archivos: lo que veas depende de tus permisos de ahora.\n"
            f"Para dejar de recibirlo: {base}{baja}\n"
        ),
        clave=clave,
    )


def _nombre(suscripcion: SuscripcionDeInformes) -> str:
    nombre = TIPOS[suscripcion.tipo].nombre
    return f"{nombre} de {suscripcion.espacio.region}" if suscripcion.espacio else nombre


def enviar_programados() -> int:
    """Avisa a quien le toca el periodo que empezó. Repetirlo no manda dos correos."""
    ahora, enviados = timezone.now(), 0
    for suscripcion in consultas.suscripciones_vivas().exclude(
        periodicidad=Periodicidad.AL_PUBLICAR
    ):
        etiqueta = etiqueta_de_periodo(suscripcion.periodicidad, ahora)
        if etiqueta == suscripcion.ultimo_periodo or suscripcion.tipo not in TIPOS:
            continue
        with transaction.atomic():
            if _puede_recibir(suscripcion):
                ruta = reverse("informes:suscripcion", kwargs={"uuid": suscripcion.uuid})
                clave = f"informes.suscripcion:{suscripcion.uuid}:{etiqueta}"
                _avisar(suscripcion, f"{_nombre(suscripcion)}: al día", ruta, clave)
                enviados += 1
            suscripcion.ultimo_periodo = etiqueta
            suscripcion.save(update_fields=["ultimo_periodo"])
    return enviados


def avisar_publicacion(*, version: VersionPublicada) -> int:
    """Avisa de una versión recién publicada, en la misma transacción. Devuelve a cuántos."""
    informe = version.informe
    interesadas = consultas.suscripciones_vivas().filter(
        tipo=informe.tipo, espacio=informe.espacio, periodicidad=Periodicidad.AL_PUBLICAR
    )
    ruta = reverse("informes:detalle", kwargs={"uuid": informe.uuid})
    avisadas = 0
    for suscripcion in interesadas:
        if _puede_recibir(suscripcion):
            clave = f"informes.publicado:{version.clave}:{suscripcion.uuid}"
            _avisar(suscripcion, f"Se publicó {version.folio}: {informe}", ruta, clave)
            avisadas += 1
    return avisadas
