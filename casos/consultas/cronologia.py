"""La línea de tiempo de un caso: lo que pasó en la vida y lo que pasó con el registro."""

from datetime import date, datetime
from typing import Any

from django.utils import timezone

from casos.consultas.expediente import Expediente
from casos.vocabulario import vocabulario
from trata.comun.formato import fecha_hora, fecha_larga, mes_anio


def fecha_con_precision(fecha: date | None, precision: str) -> str:
    """«10 de marzo de 2026», «marzo de 2026» o «2026», según lo que se sabe."""
    if fecha is None:
        return ""
    if precision == "anio":
        return str(fecha.year)
    return mes_anio(fecha.year, fecha.month) if precision == "mes" else fecha_larga(fecha)


def _nombre(catalogo: str, codigo: str) -> str:
    return vocabulario(catalogo).nombre_de(codigo) if codigo else ""


def _hecho(titulo: str, momento: date | datetime | None, **extra: Any) -> dict[str, Any]:
    es_instante = isinstance(momento, datetime)
    dia = timezone.localtime(momento).date() if es_instante else momento
    return {
        "titulo": titulo,
        "orden": dia or date.min,
        "cuando": fecha_hora(momento) if es_instante else fecha_larga(momento),
        "fecha_iso": momento.isoformat() if momento else "",
    } | extra


def _de_la_vida(expediente: Expediente) -> list[dict[str, Any]]:
    caso = expediente.caso
    hechos = [
        _hecho(
            "Ocurre el hecho",
            caso.fecha_del_hecho,
            cuando=fecha_con_precision(caso.fecha_del_hecho, caso.precision_del_hecho),
        ),
        _hecho(
            f"{_nombre('origen', caso.origen) or 'Denuncia'}",
            caso.fecha_de_registro,
            cuando=fecha_con_precision(caso.fecha_de_registro, caso.precision_de_registro),
            texto=caso.dependencia,
        ),
    ]
    for paso in expediente.de("estado"):
        hechos.append(
            _hecho(
                f"{paso.victima}: {_nombre('estado_victima', paso.estado).lower()}",
                paso.fecha,
                quien=_nombre("organo", paso.organo),
                texto=paso.sustento,
            )
        )
    for victima in expediente.de("victima"):
        hallazgo = _nombre("hallazgo", victima.hallazgo).lower()
        hechos.append(_hecho(f"{victima}: {hallazgo}", victima.fecha_de_hallazgo))
    for operativo in expediente.de("operativo"):
        hechos.append(_hecho("Operativo", operativo.fecha, texto=operativo.unidad))
    for implicado in expediente.de("implicado"):
        condicion = _nombre("condicion", implicado.condicion).lower()
        hechos.append(_hecho(f"{implicado}: {condicion}", implicado.fecha_de_condicion))
    return hechos + _de_las_atenciones(expediente)


def _de_las_atenciones(expediente: Expediente) -> list[dict[str, Any]]:
    hechos = []
    for atencion in expediente.de("atencion"):
        tipo = _nombre("tipo_atencion", atencion.tipo).lower()
        quien = "" if atencion.calla_quien_atiende else str(atencion.entidad or "")
        hechos.append(_hecho(f"Derivación: {tipo}", atencion.fecha_de_derivacion, quien=quien))
        hechos.append(
            _hecho(
                f"Atención: {tipo}",
                atencion.fecha_de_inicio,
                quien=quien,
                texto=_nombre("resultado", atencion.resultado),
            )
        )
    return hechos


def _del_registro(expediente: Expediente) -> list[dict[str, Any]]:
    caso = expediente.caso
    hechos = [
        _hecho("Se abre el registro", caso.registrado_en, quien=str(caso.registrado_por or "")),
        _hecho("Se envía a validación", caso.enviado_en, quien=str(caso.enviado_por or "")),
        _hecho("Conforme", caso.conforme_en, quien=str(caso.conforme_por or "")),
        _hecho(
            "Se anula",
            caso.anulado_en,
            quien=str(caso.anulado_por or ""),
            texto=caso.motivo_de_anulacion,
        ),
    ]
    for observacion in expediente.observaciones:
        hechos.append(
            _hecho(
                "Observación",
                observacion.registrado_en,
                quien=str(observacion.registrado_por or ""),
                texto=observacion.texto,
            )
        )
        hechos.append(
            _hecho(
                "Observación atendida",
                observacion.atendida_en,
                quien=str(observacion.atendida_por or ""),
            )
        )
    return hechos


def cronologia(expediente: Expediente) -> list[dict[str, Any]]:
    """Todo lo que tiene fecha, de lo más antiguo a lo más reciente."""
    todos = _de_la_vida(expediente) + _del_registro(expediente)
    return sorted((h for h in todos if h["fecha_iso"]), key=lambda h: h["orden"])
