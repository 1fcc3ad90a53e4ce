"""Decir quién lleva un caso: asignar, dejar de llevarlo. El relevo está en `apertura`."""

from django.db import transaction
from django.utils import timezone

from casos.acciones.comunes import bloquear, exigir_visible
from casos.models import Asignacion, Caso
from trata.comun.errores import ErrorDeDominio, EstadoInvalidoError
from trata.cuentas.acciones import exigir
from trata.cuentas.models import Usuario
from trata.cuentas.permisos import Permiso
from trata.trabajos.acciones import enviar_correo


@transaction.atomic
def asignar_caso(
    *,
    caso: Caso,
    a: Usuario,
    por: Usuario,
    responsable: bool = False,
    motivo: str = "",
    aunque_no_lo_vea: bool = False,
) -> Asignacion:
    """Asigna el caso a una persona; si es responsable, quien lo era sigue, sin serlo.

    Llevar un caso da acceso aunque sea de otro territorio: entonces pide `aunque_no_lo_vea`.
    """
    exigir(por, Permiso.CASO_ASIGNAR)
    exigir_visible(caso, por)
    _exigir_que_pueda(bloquear(caso), a, aunque_no_lo_vea)
    if responsable:
        caso.asignaciones.vigentes().filter(es_responsable=True).exclude(usuario=a).update(
            es_responsable=False
        )
    asignacion, nueva = Asignacion.objects.get_or_create(
        caso=caso,
        usuario=a,
        hasta=None,
        defaults={
            "es_responsable": responsable,
            "motivo": " ".join(motivo.split())[:200],
            "registrado_por": por,
        },
    )
    if not nueva and asignacion.es_responsable != responsable:
        Asignacion.objects.filter(pk=asignacion.pk).update(es_responsable=responsable)
        asignacion.es_responsable = responsable
    if nueva and a.email and a != por:
        _avisar(asignacion)
    return asignacion


def _exigir_que_pueda(caso: Caso, a: Usuario, aunque_no_lo_vea: bool) -> None:
    """El caso se puede asignar, y la persona lo puede ver (o quien asigna sabe que no)."""
    if caso.estado == Caso.Estado.ANULADO:
        raise EstadoInvalidoError("caso_anulado", "El caso está anulado: ya no se asigna.")
    if not a.is_active or not a.tiene_permiso(Permiso.CASO_VER):
        raise _no_en("persona", "sin_acceso", "Esa persona no puede ver casos.")
    if not aunque_no_lo_vea and not Caso.objects.visibles_para(a).filter(pk=caso.pk).exists():
        raise _no_en(
            "aunque_no_lo_vea",
            "fuera_de_su_ambito",
            f"{a} no ve este caso en su territorio. Marca que lo sabes, o elige a otra persona.",
        )


def _avisar(asignacion: Asignacion) -> None:
    codigo = asignacion.caso.codigo
    enviar_correo(
        para=[asignacion.usuario.email],
        asunto=f"Te asignaron el caso {codigo}",
        texto=f"Ahora llevas el caso {codigo}. Entra al registro: está en «Mi trabajo».",
        clave=f"asignado:{asignacion.caso.uuid}:{asignacion.pk}",
    )


@transaction.atomic
def terminar_asignacion(*, asignacion: Asignacion, motivo: str, por: Usuario) -> Asignacion:
    """La persona deja de llevar el caso, con motivo. La asignación no se borra: termina."""
    exigir(por, Permiso.CASO_ASIGNAR)
    exigir_visible(asignacion.caso, por)
    nota = " ".join(motivo.split())[:200]
    if not nota:
        raise _no_en("motivo", "falta_motivo", "Escribe por qué deja de llevarlo.")
    bloquear(asignacion.caso)
    actual = Asignacion.objects.get(pk=asignacion.pk)
    if actual.hasta is None:
        actual.hasta, actual.motivo = timezone.now(), nota
        actual.save(update_fields=["hasta", "motivo"])
    return actual


def _no_en(campo: str, codigo: str, mensaje: str) -> ErrorDeDominio:
    return ErrorDeDominio(codigo, mensaje, campos={campo: mensaje})
