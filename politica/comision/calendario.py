"""El calendario de la Comisión (.ics): obligaciones, sesiones y plazos de los acuerdos."""

from collections.abc import Sequence
from datetime import UTC, date, datetime, timedelta

from icalendar import Alarm, Calendar, Event

from politica.comision.consultas import Vencimiento
from politica.comision.models import Acuerdo, Sesion

DOMINIO = "trata.mininter"


def _evento(uid: str, titulo: str, cuando: date | datetime, detalle: str, sello: datetime) -> Event:
    evento = Event()
    evento.add("uid", f"{uid}@{DOMINIO}")
    evento.add("dtstamp", sello)
    evento.add("summary", titulo)
    evento.add("dtstart", cuando)
    fin = timedelta(hours=2) if isinstance(cuando, datetime) else timedelta(days=1)
    evento.add("dtend", cuando + fin)
    evento.add("description", detalle)
    return evento


def _con_aviso(evento: Event, dias: int) -> Event:
    aviso = Alarm()
    aviso.add("action", "DISPLAY")
    aviso.add("description", str(evento["summary"]))
    aviso.add("trigger", timedelta(days=-dias))
    evento.add_component(aviso)
    return evento


def calendario(
    vencimientos: Sequence[Vencimiento],
    sesiones: Sequence[Sesion],
    acuerdos: Sequence[Acuerdo],
    *,
    sello: datetime | None = None,
) -> bytes:
    """Devuelve el archivo .ics. Los identificadores son estables: volver a leerlo no duplica."""
    sello = sello or datetime.now(tz=UTC)
    agenda = Calendar()
    agenda.add("prodid", "-//TRATA//Comisión Multisectorial//ES")
    agenda.add("version", "2.0")
    agenda.add("x-wr-calname", "Comisión contra la Trata de Personas")
    agenda.add("x-wr-timezone", "America/Lima")
    for v in vencimientos:
        o = v.obligacion
        detalle = f"{o.norma}. {o.quien} ante {o.ante}. {o.contenido}"
        titulo = o.titulo if o.dia else f"{o.titulo} (último día del plazo)"
        evento = _evento(f"obligacion-{o.pk}-{v.anio}", titulo, v.limite, detalle, sello)
        agenda.add_component(_con_aviso(evento, 15))
    for sesion in sesiones:
        uid = f"sesion-{sesion.uuid}"
        evento = _evento(uid, str(sesion), sesion.fecha, sesion.lugar, sello)
        agenda.add_component(_con_aviso(evento, 3))
    for acuerdo in acuerdos:
        titulo = f"Plazo: acuerdo {acuerdo.numero} ({acuerdo.responsable})"
        evento = _evento(f"acuerdo-{acuerdo.uuid}", titulo, acuerdo.plazo, acuerdo.texto, sello)
        agenda.add_component(_con_aviso(evento, 7))
    return agenda.to_ical()
