"""Identidades de la demostración: nombres de fábula, que no pueden ser de nadie.

Muestran lo que la mitad protegida sabe hacer: una persona en dos casos, gemelas, una niña con el
documento de su madre, una reserva de identidad y una institución que dice otra cosa.
"""

from collections.abc import Callable
from typing import Any

from django.db import transaction

from casos.acciones.apertura import abrir_caso
from casos.acciones.identidad import aportar_dato, poner_reserva, registrar_identidad
from casos.acciones.paradero import guardar_paradero, pedir_paradero
from casos.models import Asignacion, Caso, CasoLugar, Identidad, Victima
from trata.auditoria import contexto
from trata.cuentas.models import Usuario

CUSCO = "08"
ADULTAS = ("18-29", "30-59")
NNA = ("12-17",)
FUENTE = "Acta de intervención de demostración"
PERSONAS: tuple[dict[str, str], ...] = (
    {"nombres": "Fábula Rosaura", "primer_apellido": "Ejemplo", "segundo_apellido": "Ensayo"},
    {"nombres": "Ficticia", "primer_apellido": "Muestra", "segundo_apellido": "Valverde"},
    {"nombres": "Imaginaria", "primer_apellido": "Demostración", "segundo_apellido": "Ensayo"},
    {
        "nombres": "Rosaura Fábula",
        "primer_apellido": "Exemplo",
        "segundo_apellido": "Ensallo",
        "documento": "",
    },
    {"nombres": "Inventada Sol", "primer_apellido": "Cuento", "segundo_apellido": "Muestra"},
    {"nombres": "Supuesta", "primer_apellido": "Leyenda", "segundo_apellido": "Ejemplo"},
)


def cargar(decir: Callable[[str], None] = lambda _: None) -> None:
    """Asigna a la analista de Cusco unos casos y escribe identidades de fábula. Una sola vez."""
    ana = Usuario.objects.filter(username="ana", es_demostracion=True).first()
    mateo = Usuario.objects.filter(username="mateo", es_demostracion=True).first()
    if ana is None or mateo is None or Identidad.objects.exists():
        return
    with contexto.como(ana, motivo="Demostración"), transaction.atomic():
        adultas = _victimas(ADULTAS, len(PERSONAS))
        ninas = _victimas(NNA, 2)
        for victima in [*adultas, *ninas]:
            _asignar(victima.caso, ana)
        escritas = [
            _escribir(v, ana, n, d) for n, (v, d) in enumerate(zip(adultas, PERSONAS, strict=False))
        ]
        for numero, nina in enumerate(ninas):
            _escribir(
                nina,
                ana,
                90,
                {
                    "nombres": f"Niña de Fábula {['Primera', 'Segunda'][numero]}",
                    "documento_de": "madre",
                },
            )
        if escritas:
            _contar_la_historia(escritas, ana, mateo)
    decir(f"Identidades de demostración: {Identidad.objects.count()}, con nombres de fábula.")


def _victimas(grupos: tuple[str, ...], cuantas: int) -> list[Victima]:
    """Víctimas de casos recientes de Cusco, una por caso."""
    casos = CasoLugar.objects.filter(
        rol="registro", ubigeo__codigo__startswith=CUSCO, retirado_en=None
    ).values("caso")
    conjunto = Victima.objects.filter(
        caso__in=casos, caso__es_demostracion=True, numero=1, grupo_edad__in=grupos
    )
    return list(
        conjunto.select_related("caso").order_by("-caso__fecha_de_registro", "pk")[:cuantas]
    )


def _asignar(caso: Caso, ana: Usuario) -> None:
    Asignacion.objects.get_or_create(
        caso=caso,
        usuario=ana,
        hasta=None,
        defaults={"es_responsable": True, "motivo": "Demostración", "registrado_por": ana},
    )


def _escribir(victima: Victima, por: Usuario, numero: int, datos: dict[str, Any]) -> Identidad:
    completos = {
        "documento_tipo": "dni",
        "documento": f"{numero + 1:08d}",
        "telefono": f"90000000{numero % 10}",
        "direccion": "Jirón Imaginario s/n, localidad de demostración",
    } | datos
    return registrar_identidad(
        caso=victima.caso, persona=victima, datos=completos, por=por, fuente=FUENTE
    )


def _contar_la_historia(escritas: list[Identidad], ana: Usuario, mateo: Usuario) -> None:
    """La fiscalía dice otro apellido de la primera, cuyo paradero espera a otra persona; la última
    queda en reserva."""
    abrir_caso(caso=escritas[0].caso, motivo="Disposición fiscal de demostración", por=mateo)
    aportar_dato(
        identidad=escritas[0],
        campo="segundo_apellido",
        valor="Ensayos",
        fuente="Disposición fiscal de demostración n.º 1",
        por=mateo,
    )
    victima = escritas[0].victima
    boveda = guardar_paradero(
        victima=victima, direccion="Pasaje Imaginario s/n, dirección de demostración", por=ana
    )
    pedir_paradero(paradero=boveda, motivo="Acompañarla a la audiencia de demostración", por=ana)
    ultima = escritas[-1]
    poner_reserva(
        identidad=ultima,
        reserva=True,
        sustento="Disposición fiscal de demostración n.º 2",
        version=ultima.version,
        por=ana,
    )
