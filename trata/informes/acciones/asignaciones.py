"""Repartir las secciones entre las personas de la Secretaría, con fecha y recordatorio."""

from collections.abc import Mapping
from datetime import timedelta
from typing import Any

from django.conf import settings
from django.db import transaction
from django.urls import reverse
from django.utils import timezone

from trata.comun import formato
from trata.comun.errores import ErrorDeDominio, EstadoInvalidoError, SinPermisoError
from trata.cuentas.acciones import exigir
from trata.cuentas.models import Usuario
from trata.cuentas.permisos import Permiso
from trata.informes import consultas
from trata.informes.acciones.redaccion import exigir_seccion
from trata.informes.models import Asignacion, Informe
from trata.trabajos.acciones import enviar_correo

AVISO_PREVIO = timedelta(days=2)


@transaction.atomic
def asignar_seccion(
    *, informe: Informe, clave: str, datos: Mapping[str, Any], por: Usuario
) -> Asignacion:
    """Da una sección a una persona (`persona`, `vence_el`, `nota`) y se lo avisa por correo.

    La persona tiene que poder redactar y ver el informe. Asignar otra vez cambia la asignación.
    """
    exigir(por, Permiso.INFORME_REDACTAR)
    if informe.estado != Informe.Estado.BORRADOR:
        raise EstadoInvalidoError("no_es_borrador", "Sólo se reparte mientras es un borrador.")
    seccion = exigir_seccion(informe, clave, por)
    persona, vence = datos["persona"], datos["vence_el"]
    if not consultas.puede_redactar(persona, informe):
        mensaje = "Esa persona no puede redactar este informe."
        raise ErrorDeDominio("no_redacta", mensaje, campos={"persona": mensaje})
    if vence < timezone.localdate():
        mensaje = "Elige una fecha de hoy en adelante."
        raise ErrorDeDominio("vence_antes_de_hoy", mensaje, campos={"vence_el": mensaje})
    asignacion, nueva = Asignacion.objects.select_for_update().get_or_create(
        informe=informe,
        clave=clave,
        defaults={**datos, "titulo": seccion.titulo[:200], "registrado_por": por},
    )
    if not nueva:
        asignacion.persona, asignacion.vence_el = persona, vence
        asignacion.nota, asignacion.lista_en = datos.get("nota", ""), None
        asignacion.full_clean()
        asignacion.guardar_version(
            esperada=asignacion.version, campos=["persona", "vence_el", "nota", "lista_en"]
        )
    if persona.pk != por.pk:
        _avisar(asignacion, "Tienes una sección por redactar", f"v{asignacion.version}")
    return asignacion


@transaction.atomic
def quitar_asignacion(*, asignacion: Asignacion, por: Usuario) -> None:
    """Deja la sección sin asignar. Lo escrito se queda."""
    exigir(por, Permiso.INFORME_REDACTAR)
    asignacion.delete()


@transaction.atomic
def marcar_lista(*, asignacion: Asignacion, lista: bool, por: Usuario) -> Asignacion:
    """La persona dice que terminó su sección, o que la retoma. También quien aprueba."""
    exigir(por, Permiso.INFORME_REDACTAR)
    if asignacion.persona_id != por.pk and not por.tiene_permiso(Permiso.INFORME_APROBAR):
        raise SinPermisoError("Sólo quien tiene la sección dice que está lista.")
    asignacion.lista_en = timezone.now() if lista else None
    return asignacion.guardar_version(esperada=asignacion.version, campos=["lista_en"])


def recordar_secciones() -> int:
    """Avisa, una vez por plazo, de lo que vence en dos días y de lo vencido. Devuelve cuántas."""
    hoy = timezone.localdate()
    pendientes = Asignacion.objects.filter(
        lista_en=None,
        informe__estado=Informe.Estado.BORRADOR,
        persona__is_active=True,
        vence_el__lte=hoy + AVISO_PREVIO,
    ).select_related("informe__espacio", "persona")
    avisadas = 0
    for asignacion in pendientes:
        if not asignacion.persona.tiene_permiso(Permiso.INFORME_REDACTAR):
            continue
        vencida = asignacion.vence_el < hoy
        asunto = "Se venció tu sección" if vencida else "Tu sección vence pronto"
        _avisar(asignacion, asunto, f"{asignacion.vence_el}:{'vencida' if vencida else 'pronto'}")
        avisadas += 1
    return avisadas


def _avisar(asignacion: Asignacion, asunto: str, cola: str) -> None:
    """El correo dice qué y cuándo, y lleva a «Mis secciones»; el texto del informe no viaja."""
    ruta = reverse("informes:mis-secciones")
    enviar_correo(
        para=[asignacion.persona.email],
        asunto=f"{asunto}: {asignacion.informe}",
        texto=(
            f"{asunto}: «{asignacion.titulo}», de «{asignacion.informe}».\n"
            f"Tiene que estar lista el {formato.fecha_larga(asignacion.vence_el)}.\n\n"
            f"Ábrela aquí: {settings.DIRECCION_PUBLICA}{ruta}\n"
        ),
        clave=f"informes.asignacion:{asignacion.uuid}:{cola}",
    )
