"""Fábricas de la mitad protegida. Todos los nombres son inventados y lo parecen."""

from typing import Any

from django.http import HttpResponse
from django.test import Client
from django.urls import reverse

from casos.acciones.identidad import registrar_identidad
from casos.models import Asignacion, Caso, Identidad
from tests.fabricas.casos import crear_caso
from trata.cuentas.models import Usuario

FICTICIA = {
    "nombres": "Ficticia Rosaura",
    "primer_apellido": "Inventada",
    "segundo_apellido": "Huamán",
    "documento_tipo": "dni",
    "documento": "00000017",
    "telefono": "900000017",
    "direccion": "Jirón Imaginario 17",
}


def caso_de(usuario: Usuario, *, registro: str = "080101", **campos: Any) -> Caso:
    """Un caso con su víctima adulta, asignado al usuario."""
    caso = crear_caso(registro=registro, **campos)
    Asignacion.objects.create(caso=caso, usuario=usuario, es_responsable=True)
    return caso


def con_identidad(caso: Caso, por: Usuario, numero: int = 1, **datos: Any) -> Identidad:
    """La identidad de la víctima `numero` del caso."""
    victima = caso.victimas.get(numero=numero)
    return registrar_identidad(caso=caso, persona=victima, datos=FICTICIA | datos, por=por)


def pagina(client: Client, usuario: Usuario, vista: str, *args: Any, **post: Any) -> HttpResponse:
    """Una página del registro vista por esa persona; con datos, los manda."""
    client.force_login(usuario)
    direccion = reverse(f"casos:{vista}", args=args)
    return client.post(direccion, post) if post else client.get(direccion)
