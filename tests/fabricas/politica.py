"""Personas y periodos de prueba para la política."""

from datetime import date, timedelta

from django.utils import timezone

from politica.acciones import periodos
from politica.models import Periodo
from trata.cuentas.models import Designacion, Entidad, Usuario


def usuario(nombre: str, rol: str, entidad: str = "mininter", calidad: str = "titular") -> Usuario:
    """Crea (o reusa) un usuario con su rol nacional vigente."""
    quien, _ = Usuario.objects.get_or_create(
        username=nombre,
        defaults={
            "nombres": nombre.title(),
            "email": f"{nombre}@ejemplo.pe",
            "entidad": Entidad.objects.filter(pk=entidad).first(),
        },
    )
    Designacion.objects.get_or_create(
        usuario=quien,
        rol=rol,
        defaults={
            "calidad": calidad,
            "prefijos": [""],
            "resolucion": "RM 001-2024 (prueba)",
            "desde": date(2022, 1, 1),
        },
    )
    return quien


def secretaria(nombre: str = "vera") -> Usuario:
    """Persona de la Secretaría Técnica que valida."""
    return usuario(nombre, "validador")


def punto_focal(nombre: str = "paula", entidad: str = "mimp", calidad: str = "titular") -> Usuario:
    """Persona que reporta los servicios de una entidad."""
    return usuario(nombre, "punto_focal", entidad, calidad)


def planeamiento(nombre: str = "olga") -> Usuario:
    """Persona de la OGPP."""
    return usuario(nombre, "planeamiento")


def periodo(anio: int = 2026, **cambios) -> Periodo:
    """Un primer semestre sin reportes, abierto en las fechas que se digan."""
    datos = {
        "inicio": date(anio, 1, 1),
        "fin": date(anio, 6, 30),
        "abre_el": date(anio, 7, 1),
        "cierra_el": date(anio, 7, 31),
    }
    return Periodo(anio=anio, tipo=Periodo.Tipo.SEMESTRE_1, **(datos | cambios))


def periodo_abierto(*, por: Usuario) -> Periodo:
    """Un semestre con sus reportes, abierto y vence en una semana."""
    hoy = timezone.localdate()
    datos = {
        "anio": 2031,
        "tipo": "semestre_1",
        "inicio": hoy - timedelta(days=200),
        "fin": hoy - timedelta(days=20),
        "abre_el": hoy - timedelta(days=19),
        "cierra_el": hoy + timedelta(days=7),
    }
    return periodos.registrar_periodo(datos=datos, por=por)
