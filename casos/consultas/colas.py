"""Las colas de trabajo y sus tiempos."""

from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from django.db.models import Avg, Count, F, Q, QuerySet
from django.utils import timezone

from casos.models import Asignacion, Caso
from trata.cuentas.models import Usuario
from trata.cuentas.permisos import Permiso

# Plazos propios del registro (no los fija una norma): días corridos.
PLAZOS = {"enviado": 5, "observado": 10, "borrador": 30}
Estado = Caso.Estado


@dataclass(frozen=True)
class Cola:
    """Una cola: su título, para qué es, sus casos y lo que se lee cuando no hay ninguno."""

    codigo: str
    titulo: str
    ayuda: str
    casos: QuerySet[Caso]
    vacia: str = ""


def _mios(usuario: Usuario) -> Any:
    return Asignacion.objects.vigentes().filter(usuario=usuario).values("caso_id")


def vencidos(conjunto: QuerySet[Caso]) -> QuerySet[Caso]:
    """Los que pasaron el plazo de su estado."""
    ahora = timezone.now()
    return conjunto.filter(
        Q(estado=Estado.ENVIADO, enviado_en__lt=ahora - timedelta(days=PLAZOS["enviado"]))
        | Q(estado=Estado.OBSERVADO, enviado_en__lt=ahora - timedelta(days=PLAZOS["observado"]))
        | Q(estado=Estado.BORRADOR, registrado_en__lt=ahora - timedelta(days=PLAZOS["borrador"]))
    )


def _de_quien_registra(mios: QuerySet[Caso]) -> list[Cola]:
    return [
        Cola(
            "borradores",
            "Mis borradores",
            "Casos que llevas y todavía no envías.",
            mios.filter(estado=Estado.BORRADOR),
            "Todo lo que empezaste ya se envió.",
        ),
        Cola(
            "observados",
            "Observados",
            "Te pidieron corregir algo.",
            mios.filter(estado=Estado.OBSERVADO),
            "Nadie te ha pedido correcciones.",
        ),
    ]


def colas_de(usuario: Usuario) -> list[Cola]:
    """Las colas que corresponden al rol del usuario."""
    visibles = Caso.objects.visibles_para(usuario)
    mios = visibles.filter(pk__in=_mios(usuario))
    colas: list[Cola] = []
    if usuario.tiene_permiso(Permiso.CASO_REGISTRAR):
        colas += _de_quien_registra(mios)
    if usuario.tiene_permiso(Permiso.CASO_VALIDAR):
        colas.append(
            Cola(
                "por-validar",
                "Por validar",
                "Enviados por otra persona, del más antiguo al más reciente.",
                visibles.filter(estado=Estado.ENVIADO).exclude(registrado_por=usuario),
                "Todo lo enviado ya se revisó.",
            )
        )
    return [
        *colas,
        Cola(
            "asignados",
            "Los que llevas",
            "Todos los casos que tienes asignados, en cualquier estado.",
            mios.exclude(estado=Estado.ANULADO),
            "No tienes casos asignados. Los de tu ámbito están en «Casos».",
        ),
        Cola(
            "vencidos",
            "Vencidos",
            f"Más de {PLAZOS['enviado']} días sin validar, {PLAZOS['observado']} sin corregir o "
            f"{PLAZOS['borrador']} en borrador.",
            vencidos(visibles),
            "Ningún caso de tu ámbito pasó su plazo.",
        ),
    ]


def tiempos_por_unidad(usuario: Usuario) -> list[dict[str, Any]]:
    """Por entidad: casos, cuántos esperan, y el promedio de días de envío a conformidad."""
    return list(
        Caso.objects.visibles_para(usuario)
        .exclude(estado=Estado.ANULADO)
        .values("entidad__nombre", "entidad__sigla")
        .annotate(
            n=Count("pk"),
            borradores=Count("pk", filter=Q(estado=Estado.BORRADOR)),
            esperan=Count("pk", filter=Q(estado=Estado.ENVIADO)),
            observados=Count("pk", filter=Q(estado=Estado.OBSERVADO)),
            conformes=Count("pk", filter=Q(estado=Estado.CONFORME)),
            demora=Avg(F("conforme_en") - F("enviado_en"), filter=Q(estado=Estado.CONFORME)),
        )
        .order_by("-n")[:40]
    )
