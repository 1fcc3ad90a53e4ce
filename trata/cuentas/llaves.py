"""Recifrado de lo que las cuentas guardan cifrado, cuando rota la llave."""

from allauth.mfa.models import Authenticator
from django.db import transaction
from django.db.models import Q

from trata.comun.cifrado import llave_vigente, recifrar
from trata.cuentas.models import EnvioPendiente

# Dónde guarda allauth lo que cifra: el secreto del TOTP y la semilla de los códigos.
CIFRADOS = ("secret", "seed")


def recifrar_segundo_factor(lote: int) -> int:
    """Recifra hasta `lote` secretos del segundo factor; devuelve cuántos. 0: no queda nada."""
    atrasado = Q()
    for clave in CIFRADOS:
        ruta = f"data__{clave}"
        atrasado |= Q(**{f"{ruta}__isnull": False}) & ~Q(
            **{f"{ruta}__startswith": f"{llave_vigente()}:"}
        )
    with transaction.atomic():
        filas = list(
            Authenticator.objects.select_for_update().filter(atrasado).order_by("pk")[:lote]
        )
        for fila in filas:
            for clave in CIFRADOS:
                if fila.data.get(clave):
                    fila.data[clave] = recifrar(fila.data[clave])
        Authenticator.objects.bulk_update(filas, ["data"])
    return len(filas)


def recifrar_envios(lote: int) -> int:
    """Recifra hasta `lote` envíos pendientes; devuelve cuántos."""
    with transaction.atomic():
        filas = list(
            EnvioPendiente.objects.select_for_update()
            .exclude(cuerpo__startswith=f"{llave_vigente()}:")
            .exclude(cuerpo="")
            .order_by("pk")[:lote]
        )
        for fila in filas:
            fila.cuerpo = recifrar(fila.cuerpo)
        EnvioPendiente.objects.bulk_update(filas, ["cuerpo"])
    return len(filas)
