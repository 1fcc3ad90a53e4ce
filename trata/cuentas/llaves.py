"""Lo que las cuentas guardan cifrado."""

from allauth.mfa.models import Authenticator
from django.db import transaction
from django.db.models import Q, QuerySet

from trata.comun.almacenes import Almacen
from trata.comun.cifrado import llave_vigente, recifrar
from trata.cuentas.models import EnvioPendiente

# Dónde guarda allauth lo que cifra: el secreto del TOTP y la semilla de los códigos.
CIFRADOS = ("secret", "seed")


def _factores_atrasados() -> QuerySet[Authenticator]:
    atrasado = Q()
    for clave in CIFRADOS:
        ruta = f"data__{clave}"
        atrasado |= Q(**{f"{ruta}__isnull": False}) & ~Q(
            **{f"{ruta}__startswith": f"{llave_vigente()}:"}
        )
    return Authenticator.objects.filter(atrasado)


def recifrar_segundo_factor(lote: int) -> int:
    """Recifra hasta `lote` secretos del segundo factor; devuelve cuántos. 0: no queda nada."""
    with transaction.atomic():
        filas = list(_factores_atrasados().select_for_update().order_by("pk")[:lote])
        for fila in filas:
            for clave in CIFRADOS:
                if fila.data.get(clave):
                    fila.data[clave] = recifrar(fila.data[clave])
        Authenticator.objects.bulk_update(filas, ["data"])
    return len(filas)


def _envios_atrasados() -> QuerySet[EnvioPendiente]:
    return EnvioPendiente.objects.exclude(cuerpo__startswith=f"{llave_vigente()}:").exclude(
        cuerpo=""
    )


def recifrar_envios(lote: int) -> int:
    """Recifra hasta `lote` envíos pendientes; devuelve cuántos."""
    with transaction.atomic():
        filas = list(_envios_atrasados().select_for_update().order_by("pk")[:lote])
        for fila in filas:
            fila.cuerpo = recifrar(fila.cuerpo)
        EnvioPendiente.objects.bulk_update(filas, ["cuerpo"])
    return len(filas)


SEGUNDO_FACTOR = Almacen(
    "secretos del segundo factor",
    ("mfa.Authenticator.data",),
    recifrar_segundo_factor,
    lambda: _factores_atrasados().count(),
)
ENVIOS = Almacen(
    "envíos pendientes",
    ("cuentas.EnvioPendiente.cuerpo",),
    recifrar_envios,
    lambda: _envios_atrasados().count(),
)
