"""Reglas de convenios y credenciales."""

import ipaddress

from trata.comun.reglas import Datos, Regla, en_orden


def _red_mal_escrita(datos: Datos) -> bool:
    for red in datos.get("redes") or ():
        try:
            ipaddress.ip_network(red)
        except ValueError:
            return True
    return False


CONVENIO = (
    Regla(
        "vence_antes_de_empezar",
        "hasta",
        "El convenio vence antes de empezar. Corrige una de las dos fechas.",
        en_orden("desde", "hasta"),
    ),
)
CREDENCIAL = (
    Regla(
        "sin_alcance",
        "alcances",
        "Marca al menos un alcance: una credencial sin alcances no sirve.",
        lambda datos: not datos.get("alcances"),
    ),
    Regla(
        "red_mal_escrita",
        "redes",
        "Escribe cada red como 192.0.2.0/24 o cada dirección como 192.0.2.7.",
        _red_mal_escrita,
    ),
)
SUSCRIPCION = (
    Regla(
        "sin_sucesos",
        "sucesos",
        "Marca al menos un suceso.",
        lambda datos: not datos.get("sucesos"),
    ),
)
