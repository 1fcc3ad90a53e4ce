"""Usuarios de la demostración: un personaje por rol. Son ficticios y sólo existen en `demo`."""

from collections.abc import Callable
from dataclasses import dataclass

from django.db import transaction

from trata.cuentas import acciones
from trata.cuentas.models import Entidad, Usuario
from trata.cuentas.roles import ROLES

CONTRASENA = "Demostracion-2026"


@dataclass(frozen=True)
class Personaje:
    """Un usuario de demostración."""

    username: str
    nombres: str
    apellidos: str
    rol: str
    prefijos: tuple[str, ...]
    entidad: str
    resolucion: str = ""
    calidad: str = "titular"


PERSONAJES = (
    Personaje("ana", "Ana", "Analista del Cusco", "analista", ("08",), "mininter"),
    Personaje("bruno", "Bruno", "Analista de Lima y Callao", "analista", ("15", "07"), "mininter"),
    Personaje("nora", "Nora", "Analista nacional", "analista", ("",), "mininter"),
    Personaje(
        "mateo", "Mateo", "Enlace del Ministerio Público", "enlace_institucional", ("08",), "mp"
    ),
    Personaje("vera", "Vera", "Validadora", "validador", ("",), "mininter"),
    Personaje("dario", "Darío", "Dirección", "direccion", ("",), "mininter"),
    Personaje(
        "paula",
        "Paula",
        "Punto focal del MIMP",
        "punto_focal",
        ("",),
        "mimp",
        "Resolución sintética 001-2026",
    ),
    Personaje(
        "pedro",
        "Pedro",
        "Punto focal del MININTER",
        "punto_focal",
        ("",),
        "mininter",
        "Resolución sintética 002-2026",
    ),
    Personaje("olga", "Olga", "Planeamiento", "planeamiento", ("",), "mininter"),
    Personaje(
        "carmen", "Carmen", "Coordinadora del Cusco", "coordinador_regional", ("08",), "gore-cusco"
    ),
    Personaje(
        "luis", "Luis", "Coordinador de Loreto", "coordinador_regional", ("16",), "gore-loreto"
    ),
    Personaje("clara", "Clara", "Comisionada", "comisionado", ("",), "mimp"),
    Personaje("augusto", "Augusto", "Auditor", "auditor", ("",), "mininter"),
    Personaje("adela", "Adela", "Administradora", "administrador", ("",), "mininter"),
    Personaje("sistema_mp", "Sistema del", "Ministerio Público", "sistema", ("",), "mp"),
)
ENTIDADES = {
    "mininter": ("Ministerio del Interior", "MININTER", Entidad.Tipo.SECTOR),
    "mimp": ("Ministerio de la Mujer y Poblaciones Vulnerables", "MIMP", Entidad.Tipo.SECTOR),
    "mp": ("Ministerio Público", "MP", Entidad.Tipo.AUTONOMA),
    "gore-cusco": ("Gobierno Regional del Cusco", "GORE Cusco", Entidad.Tipo.REGIONAL),
    "gore-loreto": ("Gobierno Regional de Loreto", "GORE Loreto", Entidad.Tipo.REGIONAL),
}


@transaction.atomic
def crear_personaje(personaje: Personaje) -> Usuario:
    """Crea un personaje con su designación, si aún no existe."""
    existente = Usuario.objects.filter(username=personaje.username).first()
    if existente is not None:
        return existente
    nombre, sigla, tipo = ENTIDADES[personaje.entidad]
    entidad, _ = Entidad.objects.get_or_create(
        codigo=personaje.entidad, defaults={"nombre": nombre, "sigla": sigla, "tipo": tipo}
    )
    usuario = acciones.registrar_usuario(
        datos={
            "username": personaje.username,
            "nombres": personaje.nombres,
            "apellidos": personaje.apellidos,
            "email": f"{personaje.username}@demo.invalid",
            "entidad": entidad,
            "password": CONTRASENA,
            "es_sistema": personaje.rol == "sistema",
            "es_demostracion": True,
        },
        por=None,
    )
    acciones.designar(
        usuario=usuario,
        datos={
            "rol": personaje.rol,
            "prefijos": list(personaje.prefijos),
            "resolucion": personaje.resolucion,
            "calidad": personaje.calidad,
        },
        por=None,
    )
    return usuario


def crear_usuarios(decir: Callable[[str], None]) -> None:
    """Paso de la demostración: crea los personajes que falten."""
    for personaje in PERSONAJES:
        crear_personaje(personaje)
    decir(f"{len(PERSONAJES)} usuarios de demostración, contraseña «{CONTRASENA}»")


def cuentas() -> list[tuple[str, str, str]]:
    """Lo que `demo` muestra al arrancar: usuario, contraseña y quién es."""
    return [(p.username, CONTRASENA, f"{p.nombres} · {ROLES[p.rol].nombre}") for p in PERSONAJES]
