"""La vida del registro: borrador → enviado → observado → conforme; anulado con motivo.

Nada se borra. Quien valida no aprueba lo que ingresó.
"""

from collections.abc import Collection, Iterable, Mapping
from typing import Any

from django.db import transaction
from django.utils import timezone

from casos.acciones.comunes import bloquear, exigir_visible, terminar
from casos.consultas.autoria import escribio_en
from casos.consultas.expediente import expediente
from casos.models import Caso, Observacion
from casos.reglas.completo import LISTA_DE_CONFORMIDAD
from trata.comun.errores import ErrorDeDominio, EstadoInvalidoError, SinPermisoError
from trata.cuentas.acciones import exigir
from trata.cuentas.models import Usuario
from trata.cuentas.permisos import Permiso
from trata.trabajos.acciones import enviar_correo
from trata.trabajos.sucesos import anunciar

Estado = Caso.Estado


def _pasar(caso: Caso, version: int, *, por: Usuario, **campos: Any) -> Caso:
    for campo, valor in campos.items():
        setattr(caso, campo, valor)
    caso.guardar_version(esperada=version, campos=list(campos))
    terminar(caso, por)
    anunciar(suceso=f"caso.{caso.estado}", objeto=caso.uuid, version=caso.version)
    return caso


def _exigir_estado(caso: Caso, *estados: Estado) -> None:
    if caso.estado not in estados:
        raise EstadoInvalidoError(
            "estado_invalido", f"El caso está {caso.get_estado_display().lower()}."
        )


@transaction.atomic
def enviar_caso(*, caso: Caso, version: int, por: Usuario) -> Caso:
    """Envía el registro a validación. Lanza `ErrorDeDominio` con todo lo que falta."""
    exigir(por, Permiso.CASO_REGISTRAR)
    exigir_visible(caso, por)
    actual = bloquear(caso)
    _exigir_estado(actual, Estado.BORRADOR, Estado.OBSERVADO)
    completo = expediente(actual)
    if completo.faltas:
        raise ErrorDeDominio(
            "incompleto",
            "Todavía falta información para enviar el caso.",
            campos={f.campo: f.mensaje for f in completo.faltas},
            faltas=completo.faltas,
        )
    if completo.observaciones_abiertas:
        raise ErrorDeDominio(
            "observaciones_abiertas", "Atiende todas las observaciones antes de enviar."
        )
    return _pasar(
        actual,
        version,
        por=por,
        estado=Estado.ENVIADO,
        enviado_en=timezone.now(),
        enviado_por=por,
    )


def _exigir_otra_persona(caso: Caso, por: Usuario) -> None:
    """Lanza `SinPermisoError` si `por` ingresó o corrigió el caso o alguna de sus partes."""
    if escribio_en(caso, por):
        raise SinPermisoError("Tú ingresaste datos de este caso: debe validarlo otra persona.")


@transaction.atomic
def observar_caso(
    *, caso: Caso, observaciones: Iterable[Mapping[str, Any]], version: int, por: Usuario
) -> Caso:
    """Devuelve el caso con observaciones, cada una en su sección, parte y campo."""
    exigir(por, Permiso.CASO_VALIDAR)
    exigir_visible(caso, por)
    actual = bloquear(caso)
    _exigir_estado(actual, Estado.ENVIADO, Estado.CONFORME)
    _exigir_otra_persona(actual, por)
    lista = [Observacion(caso=actual, registrado_por=por, **dict(o)) for o in observaciones]
    if not lista:
        raise ErrorDeDominio("sin_observaciones", "Escribe al menos una observación.")
    for observacion in lista:
        observacion.full_clean(exclude=["registrado_por"])
        observacion.save(force_insert=True)
    _avisar_observacion(actual, len(lista))
    return _pasar(
        actual,
        version,
        por=por,
        estado=Estado.OBSERVADO,
        conforme_en=None,
        conforme_por=None,
    )


def _avisar_observacion(caso: Caso, cuantas: int) -> None:
    destino = caso.enviado_por or caso.registrado_por
    if destino is None or not destino.email:
        return
    enviar_correo(
        para=[destino.email],
        asunto=f"Observaciones en el caso {caso.codigo}",
        texto=f"Hay {cuantas} por atender en el caso {caso.codigo}. Entra al registro para verlas.",
        clave=f"observado:{caso.uuid}:{caso.version}",
    )


@transaction.atomic
def atender_observacion(*, observacion: Observacion, por: Usuario) -> Observacion:
    """Marca una observación como atendida."""
    exigir(por, Permiso.CASO_REGISTRAR)
    exigir_visible(observacion.caso, por)
    actual = Observacion.objects.select_for_update().get(pk=observacion.pk)
    if actual.atendida_en is None:
        actual.atendida_en = timezone.now()
        actual.atendida_por = por
        actual.guardar_version(esperada=actual.version, campos=["atendida_en", "atendida_por"])
    return actual


@transaction.atomic
def aprobar_caso(*, caso: Caso, comprobado: Collection[str], version: int, por: Usuario) -> Caso:
    """Da la conformidad. `comprobado` son los puntos de la lista que la persona revisó: todos."""
    exigir(por, Permiso.CASO_VALIDAR)
    exigir_visible(caso, por)
    actual = bloquear(caso)
    _exigir_estado(actual, Estado.ENVIADO)
    _exigir_otra_persona(actual, por)
    pendientes = [p for p in LISTA_DE_CONFORMIDAD if p.codigo not in set(comprobado)]
    if pendientes:
        raise ErrorDeDominio(
            "lista_incompleta",
            "Revisa cada punto de la lista antes de dar la conformidad.",
            campos={"comprobado": f"Falta: {pendientes[0].texto}"},
        )
    return _pasar(
        actual,
        version,
        por=por,
        estado=Estado.CONFORME,
        conforme_en=timezone.now(),
        conforme_por=por,
    )


def _permiso_para_anular(caso: Caso, por: Usuario) -> Permiso:
    """Un borrador propio lo anula quien lo registró; lo demás pide su permiso."""
    propio = caso.estado == Estado.BORRADOR and caso.registrado_por_id == por.pk
    return Permiso.CASO_REGISTRAR if propio else Permiso.CASO_ANULAR


def puede_anular(caso: Caso, por: Usuario) -> bool:
    """Dice si hoy `por` puede anular el registro."""
    abierto = caso.estado != Estado.ANULADO
    return abierto and por.tiene_permiso(_permiso_para_anular(caso, por))


@transaction.atomic
def anular_caso(*, caso: Caso, motivo: str, version: int, por: Usuario) -> Caso:
    """Anula el registro con motivo. Un borrador propio lo anula quien lo registró."""
    exigir_visible(caso, por)
    actual = bloquear(caso)
    exigir(por, _permiso_para_anular(actual, por))
    if actual.estado == Estado.ANULADO:
        raise EstadoInvalidoError("estado_invalido", "El caso ya está anulado.")
    if not motivo.strip():
        raise ErrorDeDominio(
            "falta_motivo", "Escribe por qué se anula.", campos={"motivo": "Escribe el motivo."}
        )
    for clave in actual.claves.vigentes():
        clave.retirado_en = timezone.now()
        clave.retirado_motivo = "Se anuló el caso"
        clave.guardar_version(esperada=clave.version, campos=["retirado_en", "retirado_motivo"])
    return _pasar(
        actual,
        version,
        por=por,
        estado=Estado.ANULADO,
        anulado_en=timezone.now(),
        anulado_por=por,
        motivo_de_anulacion=motivo.strip()[:500],
    )
