"""Espacios con integrantes y sesiones para las pruebas."""

from datetime import date, timedelta
from typing import Any

from regiones.acciones import capacitaciones, sesiones
from regiones.acciones import espacios as acciones
from regiones.models import Capacitacion, EspacioRegional, Integrante, Sesion
from trata.cuentas.models import Usuario


def espacio(codigo: str = "cusco") -> EspacioRegional:
    """Un espacio del catálogo."""
    return EspacioRegional.objects.get(codigo=codigo)


def integrante(
    donde: EspacioRegional, nombre: str, por: Usuario, desde: date = date(2020, 1, 1), **datos: Any
) -> Integrante:
    """Una institución libre."""
    return acciones.registrar_integrante(
        espacio=donde, datos={"institucion": nombre, "desde": desde, **datos}, por=por
    )


def sesion(donde: EspacioRegional, por: Usuario, **datos: Any) -> Sesion:
    """Una sesión ordinaria convocada con diez días."""
    fecha = datos.pop("fecha", date(2026, 3, 20))
    return sesiones.convocar_sesion(
        espacio=donde,
        datos={
            "tipo": "ordinaria",
            "convocada_el": fecha - timedelta(days=10),
            "fecha": fecha,
            "modalidad": "presencial",
            "agenda": ["Revisión del plan anual"],
            **datos,
        },
        por=por,
    )


def sesion_con_asistencia(
    donde: EspacioRegional, estados: dict[Integrante, str], por: Usuario, **datos: Any
) -> Sesion:
    """Una sesión cerrada con la asistencia dada."""
    nueva = sesion(donde, por, **datos)
    for institucion, estado in estados.items():
        sesiones.registrar_asistencia(sesion=nueva, integrante=institucion, estado=estado, por=por)
    return sesiones.cerrar_sesion(sesion=nueva, por=por)


def capacitacion(por: Usuario, **datos: Any) -> Capacitacion:
    """Un curso ya realizado para la policía, en Cusco, con lista de participantes."""
    curso = {"nombre": "Curso", "publico": "pnp", "anio": 2026}
    return capacitaciones.registrar_capacitacion(
        espacio=espacio(),
        datos=curso | {"estado": "realizada", "forma": "lista"} | datos,
        por=por,
    )
