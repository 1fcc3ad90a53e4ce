"""Los verbos de la bandeja y de los trabajos. Todo se escribe en la transacción de quien llama."""

from collections.abc import Mapping, Sequence
from datetime import timedelta
from typing import Any

from django.conf import settings
from django.core.exceptions import ImproperlyConfigured
from django.db import connection, transaction
from django.utils import timezone

from trata.comun.cifrado import cifrar_bytes
from trata.comun.errores import EstadoInvalidoError, FueraDeAmbitoError
from trata.cuentas.models import Usuario
from trata.trabajos.avisos import avisar_bandeja, avisar_trabajo
from trata.trabajos.models import EntradaDeTrabajo, Salida, Trabajo

CORREO = "trabajos.correo"
VIGENCIA_DE_UN_RESULTADO = timedelta(hours=24)


def dejar_en_bandeja(*, efecto: str, clave: str, datos: Mapping[str, Any]) -> None:
    """Deja un efecto pendiente, en la transacción de quien escribe.

    El mismo `efecto` con la misma `clave` queda una sola vez, aunque se pida mil. La función que
    lo atiende está en `settings.EFECTOS_DE_BANDEJA`. `datos` lleva llaves, no datos personales.
    Lanza `ImproperlyConfigured` si el efecto no está declarado.
    """
    dejar_varios_en_bandeja(efecto=efecto, salidas={clave: datos})


def dejar_varios_en_bandeja(*, efecto: str, salidas: Mapping[str, Mapping[str, Any]]) -> None:
    """Como `dejar_en_bandeja`, para muchas claves (clave → datos) con una sola escritura."""
    if efecto not in settings.EFECTOS_DE_BANDEJA:
        raise ImproperlyConfigured(f"El efecto «{efecto}» no está en EFECTOS_DE_BANDEJA.")
    Salida.objects.bulk_create(
        [Salida(efecto=efecto, clave=c, datos=dict(d)) for c, d in salidas.items()],
        ignore_conflicts=True,
        batch_size=2000,
    )
    _avisar_al_confirmar()


def _avisar_al_confirmar() -> None:
    """Un solo aviso por transacción, aunque deje mil salidas."""
    if not any(funcion is avisar_bandeja for _, funcion, _ in connection.run_on_commit):
        transaction.on_commit(avisar_bandeja, robust=True)


def enviar_correo(*, para: Sequence[str], asunto: str, texto: str, clave: str) -> None:
    """Encola un correo. La misma `clave` no se envía dos veces. Sin datos de víctimas."""
    direcciones = [d for d in para if d]
    if not direcciones:
        return
    datos = {"para": direcciones, "asunto": asunto, "texto": texto}
    dejar_en_bandeja(efecto=CORREO, clave=clave, datos=datos)


@transaction.atomic
def encargar(
    *,
    tipo: str,
    datos: Mapping[str, Any],
    por: Usuario,
    titulo: str = "",
    entrada: bytes = b"",
) -> Trabajo:
    """Encarga un trabajo largo; devuelve el trabajo en cola, que sólo verá `por`.

    `entrada` es el archivo que necesita: se guarda cifrado y se borra al terminar. En `datos`,
    `volver` es la dirección de la casa adonde lleva la página del trabajo cuando acaba.

    La función que lo hace está en `settings.TIPOS_DE_TRABAJO`. Lanza `ImproperlyConfigured` si el
    tipo no está declarado.
    """
    if tipo not in settings.TIPOS_DE_TRABAJO:
        raise ImproperlyConfigured(f"El trabajo «{tipo}» no está en TIPOS_DE_TRABAJO.")
    trabajo = Trabajo.objects.create(tipo=tipo, titulo=titulo, datos=dict(datos), propietario=por)
    if entrada:
        EntradaDeTrabajo.objects.create(trabajo=trabajo, contenido_cifrado=cifrar_bytes(entrada))
    transaction.on_commit(lambda: avisar_trabajo(trabajo.pk), robust=True)
    return trabajo


def borrar_entrada(trabajo: Trabajo) -> None:
    """Borra el archivo con que se encargó un trabajo."""
    EntradaDeTrabajo.objects.filter(trabajo=trabajo).delete()


@transaction.atomic
def cancelar_trabajo(*, trabajo: Trabajo, por: Usuario) -> Trabajo:
    """Cancela lo que está en cola; a lo que está en curso le pide que pare."""
    trabajo = Trabajo.objects.select_for_update().get(pk=trabajo.pk)
    if trabajo.propietario_id != por.pk:
        raise FueraDeAmbitoError()
    if not trabajo.esta_vivo:
        raise EstadoInvalidoError("ya_termino", "Este trabajo ya terminó.")
    ahora = timezone.now()
    trabajo.cancelacion_pedida_en = ahora
    if trabajo.estado == Trabajo.Estado.EN_COLA:
        trabajo.estado = Trabajo.Estado.CANCELADO
        trabajo.terminado_en = ahora
        borrar_entrada(trabajo)
    trabajo.save(update_fields=["cancelacion_pedida_en", "estado", "terminado_en"])
    return trabajo


@transaction.atomic
def reintentar_salida(*, salida: Salida, por: Usuario) -> Salida:
    """Pone una salida atascada al frente de la cola."""
    salida = Salida.objects.select_for_update().get(pk=salida.pk)
    if salida.hecha_en is None:
        salida.proximo_en = timezone.now()
        salida.save(update_fields=["proximo_en"])
        _avisar_al_confirmar()
    return salida
