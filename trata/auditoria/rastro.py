"""El rastro de cambios de todas las tablas, como una sola lista.

Nunca muestra texto libre ni datos cifrados: quien audita ve quién cambió qué campo y cuándo, y los
valores de los que son una opción, un número, una fecha o una referencia.
"""

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from functools import cache
from typing import Any

from django.apps import apps
from django.db import connection, models
from django.utils.text import capfirst
from pghistory.models import Event

from trata.auditoria.consultas import inicio_del_dia
from trata.comun import formato
from trata.cuentas.models import Usuario
from trata.cuentas.roles import ROLES

ETIQUETAS = {"alta": "Alta", "cambio": "Cambio", "baja": "Baja"}
PROPIOS_DEL_EVENTO = "pgh_"
RESERVADO = "Dato reservado"
# Se ve que cambió, no a qué: identifica a una persona aunque sea una fecha o una opción.
RESERVADOS = ("nacimiento", "documento", "direccion", "telefono", "correo")


@dataclass(frozen=True)
class Evento:
    """Un cambio: dónde, cuándo, qué y quién."""

    tabla: str
    pk: int
    momento: datetime
    etiqueta: str
    objeto: str
    contexto: Mapping[str, Any] = field(default_factory=dict)
    autor: str = ""

    @property
    def que(self) -> str:
        """El nombre en castellano de lo que cambió."""
        modelo = modelo_de(self.tabla)
        return str(modelo._meta.verbose_name) if modelo else self.tabla

    @property
    def accion(self) -> str:
        """Alta, cambio o baja."""
        return ETIQUETAS.get(self.etiqueta, self.etiqueta)

    @property
    def rol(self) -> str:
        """El nombre del rol que tenía."""
        rol = ROLES.get(self.contexto.get("rol") or "")
        return rol.nombre if rol else ""


@dataclass(frozen=True)
class Diferencia:
    """Un campo que cambió, con su valor de antes y de después si se puede mostrar."""

    campo: str
    antes: str
    despues: str


@cache
def _modelos_por_tabla() -> dict[str, type[models.Model]]:
    return {
        m._meta.db_table: m
        for m in apps.get_models()
        if issubclass(m, Event) and getattr(m, "pgh_tracked_model", None) is not None
    }


def modelo_de(tabla: str) -> type[models.Model] | None:
    """El modelo cuyos eventos guarda esa tabla."""
    evento = _modelos_por_tabla().get(tabla)
    return evento.pgh_tracked_model if evento else None


def tablas_con_nombre() -> list[tuple[str, str]]:
    """Las tablas de eventos y el nombre de lo que cuentan, para el filtro."""
    pares = [(t, str(modelo_de(t)._meta.verbose_name).capitalize()) for t in _modelos_por_tabla()]
    return sorted(pares, key=lambda par: par[1])


def _condiciones(filtro: Mapping[str, Any]) -> tuple[str, list[Any]]:
    partes, datos = ["TRUE"], []
    if filtro.get("accion"):
        partes.append("pgh_label = %s")
        datos.append(filtro["accion"])
    if filtro.get("desde"):
        partes.append("pgh_created_at >= %s")
        datos.append(inicio_del_dia(filtro["desde"]))
    if filtro.get("hasta"):
        partes.append("pgh_created_at < %s")
        datos.append(inicio_del_dia(filtro["hasta"] + timedelta(days=1)))
    if filtro.get("antes"):
        partes.append("pgh_created_at < %s")
        datos.append(filtro["antes"])
    if filtro.get("objeto"):
        partes.append("pgh_obj_id::text = %s")
        datos.append(filtro["objeto"])
    if (usuario := filtro.get("usuario")) is not None:
        partes.append("pgh_context->>'usuario' = %s")
        datos.append(str(usuario))
    return " AND ".join(partes), datos


def eventos(filtro: Mapping[str, Any], *, limite: int) -> list[Evento]:
    """Los últimos `limite` cambios que cumplen el filtro, en una consulta.

    `filtro`: `tabla`, `accion`, `usuario` (llave), `objeto`, `desde`, `hasta` (días) y `antes`
    (momento, para seguir hacia atrás).
    """
    conocidas = _modelos_por_tabla()
    tablas = [filtro["tabla"]] if filtro.get("tabla") in conocidas else sorted(conocidas)
    condicion, datos = _condiciones(filtro)
    citar = connection.ops.quote_name
    partes = [
        f"(SELECT '{tabla}' AS tabla, pgh_id, pgh_created_at, pgh_label, pgh_obj_id::text, "  # noqa: S608
        f"pgh_context FROM {citar(tabla)} WHERE {condicion} ORDER BY pgh_id DESC LIMIT {limite:d})"
        for tabla in tablas
    ]
    with connection.cursor() as cursor:
        cursor.execute(
            f"SELECT * FROM ({' UNION ALL '.join(partes)}) todo "  # noqa: S608
            f"ORDER BY pgh_created_at DESC, pgh_id DESC LIMIT {limite:d}",
            datos * len(tablas),
        )
        filas = cursor.fetchall()
    return _con_autor(filas)


def _con_autor(filas: list[tuple]) -> list[Evento]:
    contextos = [_contexto(f[5]) for f in filas]
    llaves = {c["usuario"] for c in contextos if c.get("usuario")}
    nombres = {u.pk: str(u) for u in Usuario.objects.filter(pk__in=llaves)}
    return [
        Evento(*fila[:5], contexto, _autor(contexto, nombres))
        for fila, contexto in zip(filas, contextos, strict=True)
    ]


def _contexto(valor: Any) -> dict[str, Any]:
    """El contexto llega como texto JSON: el conector no lo convierte en consultas crudas."""
    leido = json.loads(valor) if isinstance(valor, str) else valor
    return leido if isinstance(leido, dict) else {}


def _autor(contexto: Mapping[str, Any], nombres: Mapping[int, str]) -> str:
    if contexto.get("usuario"):
        return nombres.get(contexto["usuario"], f"Cuenta {contexto['usuario']}")
    return contexto.get("proceso") or "Preparación de la casa"


def evento(tabla: str, pk: int) -> Evento | None:
    """Un evento por su tabla y su número; nada si no existe."""
    if tabla not in _modelos_por_tabla():
        return None
    with connection.cursor() as cursor:
        cursor.execute(
            f"SELECT %s, pgh_id, pgh_created_at, pgh_label, pgh_obj_id::text, pgh_context "  # noqa: S608
            f"FROM {connection.ops.quote_name(tabla)} WHERE pgh_id = %s",
            [tabla, pk],
        )
        filas = cursor.fetchall()
    return _con_autor(filas)[0] if filas else None


def diferencias(tabla: str, pk: int) -> list[Diferencia]:
    """Qué campos cambió un evento respecto del anterior del mismo objeto."""
    modelo = _modelos_por_tabla()[tabla]
    actual = modelo.objects.get(pk=pk)
    previo = (
        modelo.objects.filter(pgh_obj_id=actual.pgh_obj_id, pk__lt=pk).order_by("-pk").first()
        if actual.pgh_label != "alta"
        else None
    )
    return [
        Diferencia(
            capfirst(str(campo.verbose_name)),
            _mostrable(campo, previo),
            _mostrable(campo, None if actual.pgh_label == "baja" else actual),
        )
        for campo in modelo._meta.concrete_fields
        if not campo.name.startswith(PROPIOS_DEL_EVENTO)
        and campo.name != "id"
        and (
            actual.pgh_label == "baja"
            or getattr(actual, campo.attname)
            != (getattr(previo, campo.attname) if previo else None)
        )
    ]


def _mostrable(campo: models.Field, fila: models.Model | None) -> str:
    """El valor que se puede enseñar: opción, número, fecha, sí o no, o referencia."""
    valor = getattr(fila, campo.attname) if fila is not None else None
    if valor is None or valor == "":
        return "—"
    if any(palabra in campo.name for palabra in RESERVADOS):
        return RESERVADO
    if campo.choices:
        return str(dict(campo.flatchoices).get(valor, valor))
    if isinstance(valor, bool):
        return "Sí" if valor else "No"
    if campo.related_model is Usuario:
        return str(Usuario.objects.filter(pk=valor).first() or f"Cuenta {valor}")
    if isinstance(campo, models.DateTimeField):
        return formato.fecha_hora(valor)
    if isinstance(campo, models.DateField):
        return formato.fecha_corta(valor)
    if isinstance(campo, models.IntegerField | models.UUIDField) or campo.is_relation:
        return str(valor)
    return RESERVADO
