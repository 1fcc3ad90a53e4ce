"""Necesidad de saber: abrir un caso ajeno con motivo, y el relevo de quien los lleva."""

from dataclasses import dataclass
from datetime import timedelta

from django.db import transaction
from django.utils import timezone

from casos.acciones.comunes import exigir_visible
from casos.consultas.necesidad import esta_abierto
from casos.identidad.cuotas import HORAS_DE_APERTURA
from casos.models import Apertura, Asignacion, Caso
from trata.auditoria.acciones import registrar_acceso
from trata.comun.errores import ErrorDeDominio, SinPermisoError
from trata.cuentas.acciones import exigir
from trata.cuentas.models import Usuario
from trata.cuentas.permisos import Permiso

MOTIVO_MINIMO = 10
LO_QUE_SE_ABRE = ("hechos", "notas", "adjuntos")


def exigir_motivo(motivo: str) -> str:
    """El motivo limpio. Lanza `ErrorDeDominio` si no dice nada."""
    limpio = " ".join(motivo.split())
    if len(limpio) < MOTIVO_MINIMO or len(set(limpio.lower())) < 5:
        mensaje = "Escribe para qué lo necesitas, en una frase."
        raise ErrorDeDominio("falta_motivo", mensaje, campos={"motivo": mensaje})
    return limpio[:300]


def exigir_abierto(caso: Caso, por: Usuario) -> None:
    """Lanza `SinPermisoError` si `por` no lleva el caso ni lo abrió con un motivo."""
    exigir_visible(caso, por)
    if not esta_abierto(caso, por):
        raise SinPermisoError("No llevas este caso: ábrelo y di para qué.")


@transaction.atomic
def abrir_caso(*, caso: Caso, motivo: str, por: Usuario) -> Apertura:
    """Abre por unas horas un caso del territorio que no se lleva. Queda en el registro de accesos.

    Lanza `ServicioNoDisponibleError` si no se puede anotar: entonces no se abre.
    """
    exigir(por, Permiso.CASO_VER)
    exigir_visible(caso, por)
    limpio = exigir_motivo(motivo)
    registrar_acceso(usuario=por, objeto=caso, campos=LO_QUE_SE_ABRE, motivo=limpio)
    return Apertura.objects.create(
        caso=caso,
        usuario=por,
        motivo=limpio,
        hasta=timezone.now() + timedelta(hours=HORAS_DE_APERTURA),
    )


@dataclass(frozen=True)
class Relevo:
    """Cuántos casos pasaron y cuántos no, porque la otra persona no los vería."""

    pasados: int
    fuera_de_ambito: tuple[str, ...]


@transaction.atomic
def relevar(*, sale: Usuario, entra: Usuario, motivo: str, por: Usuario) -> Relevo:
    """Pasa todos los casos vigentes de una persona a otra, de una vez, y deja el motivo.

    Una asignación da acceso aunque el caso quede fuera del territorio: por eso lo que quien entra
    no vería por su ámbito no se pasa, y se dice cuáles son.
    """
    exigir(por, Permiso.CASO_ASIGNAR)
    limpio = exigir_motivo(motivo)
    if sale.pk == entra.pk:
        raise ErrorDeDominio("mismo_usuario", "Elige a dos personas distintas.")
    if not entra.is_active or not entra.tiene_permiso(Permiso.CASO_VER):
        raise ErrorDeDominio(
            "sin_acceso", "Quien entra no puede ver casos.", campos={"entra": "No ve casos."}
        )
    salientes = _vigentes_de(sale, por)
    alcanzables = set(
        Caso.objects.visibles_para(entra)
        .filter(pk__in=[a.caso_id for a in salientes])
        .values_list("pk", flat=True)
    )
    pasan = [a for a in salientes if a.caso_id in alcanzables]
    _pasar(pasan, entra, f"Relevo de {sale.username}: {limpio}"[:200], por)
    quedan = tuple(a.caso.codigo for a in salientes if a.caso_id not in alcanzables)
    return Relevo(len(pasan), quedan)


def _vigentes_de(sale: Usuario, por: Usuario) -> list[Asignacion]:
    """Las asignaciones vigentes que quien hace el relevo ve, bloqueadas."""
    return list(
        Asignacion.objects.vigentes()
        .filter(usuario=sale, caso__in=Caso.objects.visibles_para(por))
        .select_related("caso")
        .select_for_update(of=("self",))
        .order_by("caso_id")
    )


def _pasar(pasan: list[Asignacion], entra: Usuario, nota: str, por: Usuario) -> None:
    """Termina unas asignaciones y abre las de quien entra, salvo las que ya tenía."""
    ya_los_lleva = set(
        Asignacion.objects.vigentes()
        .filter(usuario=entra, caso__in=[a.caso_id for a in pasan])
        .values_list("caso_id", flat=True)
    )
    ahora = timezone.now()
    Asignacion.objects.filter(pk__in=[a.pk for a in pasan]).update(hasta=ahora, motivo=nota)
    Asignacion.objects.bulk_create(
        Asignacion(
            caso_id=a.caso_id,
            usuario=entra,
            es_responsable=a.es_responsable,
            desde=ahora,
            motivo=nota,
            registrado_por=por,
        )
        for a in pasan
        if a.caso_id not in ya_los_lleva
    )
    _heredar_responsabilidad(pasan, ya_los_lleva, entra)


def _heredar_responsabilidad(pasan: list[Asignacion], ya: set[int], entra: Usuario) -> None:
    """Quien entra y ya llevaba el caso hereda la responsabilidad de quien sale."""
    responsables = [a.caso_id for a in pasan if a.es_responsable and a.caso_id in ya]
    Asignacion.objects.vigentes().filter(usuario=entra, caso__in=responsables).update(
        es_responsable=True
    )
