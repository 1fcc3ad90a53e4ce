"""Informes de demostración: uno publicado con su trámite, uno en redacción y dos suscripciones.

Las cifras son las de la serie oficial; los números de trámite y los envíos dicen que son de
demostración.
"""

from collections.abc import Callable
from datetime import timedelta

from django.db import transaction
from django.utils import timezone

from trata.cuentas.models import Usuario
from trata.informes import acciones
from trata.informes.models import Informe

MARCA = "(demostración)"


@transaction.atomic
def poblar(decir: Callable[[str], None]) -> None:
    """Los crea; si ya hay informes, no hace nada."""
    quienes = {u.username: u for u in Usuario.objects.filter(es_demostracion=True)}
    if Informe.objects.exists() or not {"vera", "dario", "clara"} <= quienes.keys():
        return
    vera, dario = quienes["vera"], quienes["dario"]
    acciones.suscribir(datos={"tipo": "boletin", "periodicidad": "al_publicar"}, por=vera)
    acciones.suscribir(datos={"tipo": "boletin", "periodicidad": "trimestre"}, por=quienes["clara"])
    _publicado(vera, dario)
    _en_redaccion(vera, dario)
    decir("Informes: un boletín publicado y otro en redacción")


def _publicado(vera: Usuario, dario: Usuario) -> None:
    informe = acciones.registrar_informe(datos={"tipo": "boletin", "anio": 2021}, por=vera)
    acciones.mover(informe=informe, paso="enviar", por=vera)
    acciones.mover(informe=informe, paso="aprobar", por=dario)
    publicada = acciones.publicar(informe=informe, por=dario)
    acciones.guardar_tramite(
        version=publicada,
        datos={"numero_de_informe": f"000001-2026 {MARCA}", "expediente": f"0001 {MARCA}"},
        esperada=0,
        por=vera,
    )
    hoy = timezone.localdate()
    for destino, hace, recibido in (
        (f"Presidencia de la Comisión {MARCA}", 12, True),
        (f"Comisión de la Mujer y Familia {MARCA}", 6, False),
    ):
        enviado = hoy - timedelta(days=hace)
        envio = acciones.registrar_envio(
            version=publicada,
            datos={"destinatario": destino, "canal": "mesa_virtual", "enviado_el": enviado},
            por=vera,
        )
        if recibido:
            cargo = {"recibido_el": enviado, "recibido_por": "Mesa de partes", "constancia": MARCA}
            acciones.registrar_cargo(envio=envio, datos=cargo, esperada=1, por=vera)


def _en_redaccion(vera: Usuario, dario: Usuario) -> None:
    informe = acciones.registrar_informe(datos={"tipo": "boletin", "anio": 2022}, por=dario)
    acciones.asignar_seccion(
        informe=informe,
        clave="cifras",
        datos={
            "persona": vera,
            "vence_el": timezone.localdate() + timedelta(days=5),
            "nota": "Compara con 2021",
        },
        por=dario,
    )
    acciones.escribir_texto(
        informe=informe,
        clave="cifras",
        texto="De las víctimas registradas, {{ pais.sexo.pct }} son mujeres.",
        version=0,
        por=vera,
    )
    acciones.comentar(
        informe=informe,
        clave="cifras",
        texto="Agrega cuántas son, no sólo el porcentaje.",
        por=dario,
    )
