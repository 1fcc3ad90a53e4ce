"""Dos capacitaciones sintéticas con lista: algunas personas asisten a las dos."""

import random
from datetime import timedelta

from django.utils.timezone import localdate

from regiones.acciones import capacitaciones
from regiones.demostracion.cusco import datos
from regiones.demostracion.espacios import MARCA, SEMILLA
from regiones.models import EspacioRegional, TemaDeCapacitacion
from trata.cuentas.models import Usuario
from trata.territorio.models import MacroRegionPolicial

POR_LISTA = 60
REPITEN = 25


def cargar_lista_de_participantes(por: Usuario) -> int:
    """Crea las dos capacitaciones en Cusco; devuelve cuántas filas de participantes."""
    azar = random.Random(SEMILLA)  # noqa: S311 - datos de demostración
    textos, cusco = datos()["sintetico"], EspacioRegional.objects.get(codigo="cusco")
    total = 0
    for n, modelo in enumerate(textos["capacitaciones"][:2]):
        inicio = localdate() - timedelta(days=90 - 40 * n)
        capacitacion = capacitaciones.registrar_capacitacion(
            espacio=cusco,
            datos={
                "nombre": f"{modelo['nombre']} (curso con lista)",
                "publico": "pnp",
                "anio": inicio.year,
                "inicio": inicio,
                "fin": inicio + timedelta(days=4),
                "horas": modelo["horas"],
                "modalidad": "presencial",
                "lugar": "Cusco",
                "organiza": "Secretaría técnica del espacio",
                "ponentes": "Especialistas de la policía y de la fiscalía",
                "estado": "realizada",
                "forma": "lista",
                "temas": TemaDeCapacitacion.objects.filter(codigo__in=modelo["temas"]),
                "macrorregiones": MacroRegionPolicial.objects.filter(codigo="cusco"),
                "alcance": [cusco],
                **MARCA,
            },
            por=por,
        )
        desde = n * (POR_LISTA - REPITEN)
        filas = [_fila(numero, textos, azar) for numero in range(desde, desde + POR_LISTA)]
        total += capacitaciones.agregar_participantes(
            capacitacion=capacitacion, filas=filas, por=por
        )
    return total


def _fila(numero: int, textos: dict, azar: random.Random) -> dict:
    apellidos = azar.sample(textos["apellidos"], 2)
    entrada = azar.randint(6, 14)
    return {
        "tipo_documento": "dni",
        "documento": f"9{numero:07d}",
        "nombre": f"{azar.choice(textos['nombres'])} {' '.join(apellidos)}",
        "sexo": azar.choice(["mujer", "hombre", "hombre"]),
        "categoria_id": azar.choice(["suboficial", "suboficial", "oficial-subalterno"]),
        "unidad": azar.choice(["Depincri", "Comisaría", "Unidad de Tránsito"]),
        "asistencia": azar.choice([100, 100, 90, 80]),
        "nota_entrada": entrada,
        "nota_salida": min(20, entrada + azar.randint(1, 6)),
    }
