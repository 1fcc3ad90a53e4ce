"""Decir quién lleva un caso: asignar uno o varios, dejar de llevarlo. El relevo, en `apertura`."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.db import transaction
from django.utils import timezone

from casos.acciones.comunes import bloquear, exigir_visible
from casos.models import Asignacion, Caso
from trata.comun.errores import ErrorDeDominio, EstadoInvalidoError
from trata.comun.formato import plural
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
    _exigir_que_vea_casos(a)
    if not aunque_no_lo_vea and not Caso.objects.visibles_para(a).filter(pk=caso.pk).exists():
        raise _no_en(
            "aunque_no_lo_vea",
            "fuera_de_su_ambito",
            f"{a} no ve este caso en su territorio. Marca que lo sabes, o elige a otra persona.",
        )


def _exigir_que_vea_casos(a: Usuario) -> None:
    if not a.is_active or not a.tiene_permiso(Permiso.CASO_VER):
        raise _no_en("persona", "sin_acceso", "Esa persona no puede ver casos.")


@dataclass(frozen=True)
class Reparto:
    """Lo que pasó con cada caso: nuevos, los que ya llevaba y los que no se pudo, con su razón."""

    nuevos: tuple[str, ...]
    ya_llevaba: tuple[str, ...]
    anulados: tuple[str, ...]
    fuera_de_su_ambito: tuple[str, ...]


@transaction.atomic
def asignar_casos(
    *,
    casos: Sequence[Caso],
    a: Usuario,
    por: Usuario,
    responsable: bool = False,
    motivo: str = "",
) -> Reparto:
    """Asigna varios casos a una persona, de una vez y con un solo aviso.

    Sólo los que `por` ve. Los anulados y los que la persona no vería en su territorio no se
    asignan y se dicen: darle acceso a uno de otro territorio se decide caso por caso.
    """
    exigir(por, Permiso.CASO_ASIGNAR)
    _exigir_que_vea_casos(a)
    visibles = Caso.objects.visibles_para(por).filter(pk__in=[c.pk for c in casos])
    bloqueados = list(
        Caso.objects.filter(pk__in=visibles.values("pk")).select_for_update().order_by("pk")
    )
    alcanza = set(
        Caso.objects.visibles_para(a)
        .filter(pk__in=[c.pk for c in bloqueados])
        .values_list("pk", flat=True)
    )
    anulados = [c for c in bloqueados if c.estado == Caso.Estado.ANULADO]
    lejos = [c for c in bloqueados if c.pk not in alcanza and c not in anulados]
    quedan = [c for c in bloqueados if c.pk in alcanza and c not in anulados]
    nuevos = _asignar_los_que_faltan(quedan, a, responsable, " ".join(motivo.split())[:200], por)
    if nuevos and a.email and a != por:
        _avisar_reparto(nuevos, a)
    hechos = {asignacion.caso_id for asignacion in nuevos}
    return Reparto(
        *(
            tuple(c.codigo for c in grupo)
            for grupo in (
                [c for c in quedan if c.pk in hechos],
                [c for c in quedan if c.pk not in hechos],
                anulados,
                lejos,
            )
        )
    )


def _asignar_los_que_faltan(
    casos: list[Caso], a: Usuario, responsable: bool, motivo: str, por: Usuario
) -> list[Asignacion]:
    """Las asignaciones nuevas; a quien ya llevaba alguno sólo le cambia la responsabilidad."""
    vigentes = Asignacion.objects.vigentes().filter(caso__in=casos)
    if responsable:
        vigentes.exclude(usuario=a).filter(es_responsable=True).update(es_responsable=False)
        vigentes.filter(usuario=a, es_responsable=False).update(es_responsable=True)
    ya = set(vigentes.filter(usuario=a).values_list("caso_id", flat=True))
    return Asignacion.objects.bulk_create(
        Asignacion(
            caso=caso, usuario=a, es_responsable=responsable, motivo=motivo, registrado_por=por
        )
        for caso in casos
        if caso.pk not in ya
    )


def _avisar_reparto(nuevas: list[Asignacion], a: Usuario) -> None:
    codigos = [n.caso.codigo for n in nuevas]
    enviar_correo(
        para=[a.email],
        asunto=f"Te asignaron {plural(len(codigos), 'caso')}",
        texto="Ahora llevas estos casos. Entra al registro: están en «Mi trabajo».\n\n"
        + "\n".join(codigos),
        clave=f"reparto:{a.pk}:{min(n.pk for n in nuevas)}",
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
