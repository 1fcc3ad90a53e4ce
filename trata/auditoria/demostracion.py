"""Lecturas, alertas, un incidente y solicitudes sintéticas para las pantallas de control."""

from collections.abc import Callable
from datetime import timedelta
from random import Random

from django.utils import timezone

from trata.auditoria import acciones, alertas
from trata.auditoria.contexto import como
from trata.auditoria.models import Acceso, Incidente, Lote, SolicitudArco
from trata.cuentas.models import Usuario

MOTIVOS = (
    "Citación para entrevista única",
    "Derivación a la UDAVIT",
    "Verificar un posible duplicado",
    "Completar la ficha observada",
)
CAMPOS = (["nombres", "documento"], ["nombres"], ["direccion"], ["telefono"])
# Un registro que no existe: en la demostración las lecturas son inventadas.
OBJETO = "casos.victima"
DIAS = 12


def poblar(decir: Callable[[str], None]) -> None:
    """Llena lo que falta; si ya hay lecturas, no hace nada."""
    quienes = {u.username: u for u in Usuario.objects.filter(es_demostracion=True)}
    if Acceso.objects.exists() or not {"ana", "bruno", "nora", "augusto"} <= quienes.keys():
        return
    decir("Lecturas, alertas, un incidente y solicitudes ARCO sintéticas")
    with como(None, motivo="demostración", proceso="demostración"):
        _lecturas(quienes)
        alertas.revisar()
        _incidente(quienes)
        _solicitudes(quienes["augusto"])


def _lectura(quien: Usuario, momento: object, azar: Random) -> Acceso:
    rol = quien.rol
    return Acceso(
        usuario=quien,
        rol=rol.codigo if rol else "",
        momento=momento,
        objeto_tipo=OBJETO,
        objeto_id=f"SINTETICO-{azar.randint(1, 40):03d}",
        campos=azar.choice(CAMPOS),
        motivo=azar.choice(MOTIVOS),
        direccion=f"10.20.{azar.randint(1, 4)}.{azar.randint(2, 250)}",
        url="/casos/",
    )


def _lecturas(quienes: dict[str, Usuario]) -> None:
    """Doce días de lecturas de oficina y una noche fuera de lo habitual."""
    azar, ahora = Random(17), timezone.localtime()  # noqa: S311 - datos de demostración
    if Lote.objects.exists():
        # Ya hay historia sellada: una lectura con fecha anterior sería una alteración, y se vería.
        Acceso.objects.bulk_create(_lectura(quienes["bruno"], ahora, azar) for _ in range(28))
        return
    filas = []
    for dia in range(DIAS, 0, -1):
        for nombre in ("ana", "bruno", "nora"):
            base = (ahora - timedelta(days=dia)).replace(hour=9, minute=0, second=0)
            filas += [
                _lectura(quienes[nombre], base + timedelta(minutes=azar.randint(0, 480)), azar)
                for _ in range(azar.randint(1, 4))
            ]
    noche = ahora.replace(hour=1, minute=10, second=0)
    if noche > ahora:
        noche -= timedelta(days=1)
    filas += [_lectura(quienes["bruno"], noche + timedelta(minutes=n), azar) for n in range(28)]
    Acceso.objects.bulk_create(sorted(filas, key=lambda f: f.momento))


def _incidente(quienes: dict[str, Usuario]) -> None:
    if Incidente.objects.exists():
        return
    ahora = timezone.now()
    incidente = acciones.registrar_incidente(
        datos={
            "titulo": "Lecturas de madrugada con una cuenta de Lima (sintético)",
            "tipo": Incidente.Tipo.ACCESO_INDEBIDO,
            "conocido_en": ahora - timedelta(hours=7),
            "desde": ahora - timedelta(hours=30),
            "usuario": quienes["bruno"],
            "descripcion": "Una alerta mostró lecturas fuera de horario. Caso inventado.",
            "medidas": "Se cerraron las sesiones de la cuenta.",
        },
        por=quienes["augusto"],
    )
    acciones.marcar_hito(incidente=incidente, hito="borrador_en", por=quienes["augusto"])


def _solicitudes(por: Usuario) -> None:
    if SolicitudArco.objects.exists():
        return
    hoy = timezone.localdate()
    for tipo, texto, dias in (
        (SolicitudArco.Tipo.ACCESO, "Quiere saber qué datos suyos constan.", 12),
        (SolicitudArco.Tipo.RECTIFICACION, "Pide corregir su lugar de nacimiento.", 3),
    ):
        acciones.registrar_solicitud(
            datos={
                "nombre": "Persona sintética",
                "contacto": "persona@ejemplo.invalid",
                "tipo": tipo,
                "descripcion": texto,
                "recibida_el": hoy - timedelta(days=2),
                "vence_el": hoy + timedelta(days=dias),
            },
            por=por,
        )
