"""Lo que comparten los verbos de un reporte: bloquear, comprobar el paso y dejar constancia."""

from typing import Any

from django.conf import settings
from django.urls import reverse
from django.utils import timezone

from politica.consultas.personas import correos_de
from politica.estados import PASOS
from politica.models import Movimiento, Periodo, Reporte
from trata.comun.errores import EstadoInvalidoError, FueraDeAmbitoError, SinPermisoError
from trata.cuentas.models import Usuario
from trata.trabajos.acciones import enviar_correo
from trata.trabajos.sucesos import anunciar


def bloquear(reporte: Reporte, por: Usuario) -> Reporte:
    """Relee el reporte con bloqueo; fuera del alcance de `por` no existe."""
    visible = Reporte.objects.visibles_para(por).filter(pk=reporte.pk).exists()
    if not visible:
        raise FueraDeAmbitoError()
    return Reporte.objects.select_for_update().get(pk=reporte.pk)


def exigir_paso(reporte: Reporte, verbo: str) -> None:
    """Lanza `EstadoInvalidoError` si el verbo no existe desde el estado actual."""
    if reporte.estado not in PASOS[verbo].desde:
        raise EstadoInvalidoError(
            "paso_imposible",
            f"El reporte está «{reporte.get_estado_display()}»: ahora no se puede hacer eso.",
        )


def tiene_excepcion(periodo: Periodo, por: Usuario) -> bool:
    """Dice si `por` tiene una excepción vigente, con su nombre, en el periodo cerrado."""
    return periodo.excepciones.filter(usuario=por, hasta__gte=timezone.localdate()).exists()


def exigir_periodo(periodo: Periodo, por: Usuario) -> None:
    """El periodo admite cambios de `por`: está abierto, o cerrado con excepción a su nombre."""
    if periodo.esta_cerrado and not tiene_excepcion(periodo, por):
        raise EstadoInvalidoError(
            "periodo_cerrado",
            f"El {periodo} está cerrado. Pide a la Secretaría Técnica una excepción a tu nombre.",
        )
    if not periodo.esta_cerrado and not periodo.esta_abierto:
        raise EstadoInvalidoError(
            "periodo_sin_abrir", f"El {periodo} aún no se abre para reportar."
        )


def exigir_otra_persona(por: Usuario, quienes: set[int]) -> None:
    """Quien reportó no revisa lo suyo."""
    if por.pk in quienes:
        raise SinPermisoError("Participaste en este reporte: debe revisarlo otra persona.")


def mover(reporte: Reporte, verbo: str, por: Usuario, *, nota: str = "", **campos: Any) -> Reporte:
    """Cambia el estado, guarda los campos del paso y deja el movimiento con quién y cuándo."""
    desde, hasta = reporte.estado, PASOS[verbo].hasta or reporte.estado
    for campo, valor in campos.items():
        setattr(reporte, campo, valor)
    reporte.estado = hasta
    reporte.guardar_version(esperada=reporte.version, campos=["estado", *campos])
    Movimiento.objects.create(
        reporte=reporte, desde=desde, hasta=hasta, nota=nota, registrado_por=por
    )
    anunciar(suceso=f"reporte.{hasta}", objeto=reporte.uuid, version=reporte.version)
    return reporte


def avisar_a_la_entidad(reporte: Reporte, *, asunto: str, texto: str) -> None:
    """Correo a los puntos focales. La clave lleva la versión: un aviso por paso."""
    enlace = settings.DIRECCION_PUBLICA + reverse("politica:reporte", args=[reporte.uuid])
    enviar_correo(
        para=correos_de(reporte.entidad),
        asunto=asunto,
        texto=f"{texto}\n\n{enlace}\n",
        clave=f"politica:reporte:{reporte.uuid}:{reporte.version}",
    )
