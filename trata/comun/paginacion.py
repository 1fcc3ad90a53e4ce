"""Paginación de la API: por llave, nunca por posición.

El cursor guarda el valor del orden y la llave de la fila donde quedó. Saltar a la página 10 000
cuesta lo mismo que leer la primera porque el índice lleva directo a esa fila. Los vacíos van al
final, en su propio tramo, para que ninguna condición impida usar el índice.
"""

import json
from base64 import urlsafe_b64decode, urlsafe_b64encode
from dataclasses import dataclass
from functools import partial
from typing import Any

from django.core.exceptions import ValidationError
from django.db.models import BooleanField, F, Func, Q, QuerySet, Value
from rest_framework.pagination import BasePagination
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.utils.urls import replace_query_param

from trata.comun.errores import ErrorDeDominio
from trata.comun.numeros import natural

MAXIMO = 500
LARGO_DE_CURSOR = 600


@dataclass(frozen=True)
class Orden:
    """Por qué campo se ordena y hacia dónde; la llave desempata."""

    campo: str = "pk"
    baja: bool = True

    @property
    def es_llave(self) -> bool:
        """Sin otro campo: el orden es el de la llave."""
        return self.campo in {"pk", "id"}


@dataclass(frozen=True)
class Cursor:
    """Dónde quedó la página: valor del orden, llave y si se camina hacia atrás."""

    valor: Any
    llave: Any
    atras: bool = False

    def escrito(self) -> str:
        """El texto que va en la dirección."""
        crudo = json.dumps([self.valor, self.llave, int(self.atras)], default=str)
        return urlsafe_b64encode(crudo.encode()).decode().rstrip("=")


class _MasAlla(Func):
    """`(campo, llave) < (valor, llave)`: lo que sigue al cursor, en un solo salto del índice."""

    output_field = BooleanField()

    def __init__(self, modelo: Any, campo: str, cursor: Cursor, signo: str) -> None:
        llave, columna = modelo._meta.pk, modelo._meta.get_field(campo)
        self.signo = signo
        super().__init__(
            F(campo),
            F("pk"),
            Value(columna.to_python(cursor.valor), output_field=columna),
            Value(llave.to_python(cursor.llave), output_field=llave),
        )

    def as_sql(self, compiler: Any, connection: Any, **_: Any) -> tuple[str, list[Any]]:
        """La comparación de filas."""
        partes = [compiler.compile(e) for e in self.source_expressions]
        (a, b, c, d), parametros = zip(*partes, strict=True)
        return f"({a}, {b}) {self.signo} ({c}, {d})", [p for suyos in parametros for p in suyos]


def leer_cursor(texto: str) -> Cursor | None:
    """El cursor de la dirección. Lanza `ErrorDeDominio` si no es de los nuestros."""
    if not texto:
        return None
    try:
        if len(texto) > LARGO_DE_CURSOR:
            raise ValueError(texto)
        crudo = json.loads(urlsafe_b64decode(texto + "=" * (-len(texto) % 4)))
        valor, llave, atras = crudo
        simples = (str, int, float, type(None))
        if not isinstance(valor, simples) or not isinstance(llave, simples) or llave is None:
            raise ValueError(texto)
        return Cursor(valor, llave, bool(atras))
    except (ValueError, TypeError, UnicodeDecodeError) as error:
        raise _cursor_malo() from error


def _cursor_malo() -> ErrorDeDominio:
    return ErrorDeDominio(
        "cursor_invalido", "Usa el enlace «siguiente» tal como lo recibiste.", campos={}
    )


class PaginaPorCursor(BasePagination):
    """`?limite=` (hasta 500) y `?cursor=`; `siguiente` y `anterior` son direcciones completas."""

    def paginate_queryset(
        self, queryset: QuerySet, request: Request, view: Any = None
    ) -> list[Any] | None:
        """Las filas de la página pedida, en su orden. Una consulta (dos si cruza a los vacíos)."""
        self.request = request
        self.leer = view.lectura.valor if hasattr(view, "lectura") else getattr
        self.limite = self._limite(request, view)
        self.orden = view.orden_pedido() if hasattr(view, "orden_pedido") else Orden()
        self.cursor = leer_cursor(request.query_params.get("cursor", ""))
        atras = bool(self.cursor and self.cursor.atras)
        try:
            filas = self._traer(queryset, atras)
        except (ValidationError, ValueError, TypeError, OverflowError) as error:
            raise _cursor_malo() from error
        hay_mas, filas = len(filas) > self.limite, filas[: self.limite]
        if atras:
            filas.reverse()
        self.hay_siguiente = bool(filas) and (hay_mas if not atras else True)
        self.hay_anterior = bool(filas) and (hay_mas if atras else self.cursor is not None)
        self.filas = filas
        return filas

    def _limite(self, request: Request, view: Any) -> int:
        limite = natural(request.query_params.get("limite"), cifras=6)
        return min(limite, MAXIMO) if limite else getattr(view, "por_pagina", 50)

    def _traer(self, queryset: QuerySet, atras: bool) -> list[Any]:
        baja = self.orden.baja ^ atras
        filas: list[Any] = []
        for condicion, por_campo in self._tramos(queryset.model, atras, baja):
            falta = self.limite + 1 - len(filas)
            if falta <= 0:
                break
            filas += queryset.filter(condicion).order_by(*self._orden(por_campo, baja))[:falta]
        return filas

    def _orden(self, por_campo: bool, baja: bool) -> list[Any]:
        llave = F("pk").desc() if baja else F("pk").asc()
        if not por_campo:
            return [llave]
        campo = F(self.orden.campo)
        # La misma forma del índice: bajando, los vacíos al final; subiendo, igual (es lo propio).
        nulos = {"nulls_last": True} if baja and self.admite_vacios else {}
        return [campo.desc(**nulos) if baja else campo.asc(), llave]

    def _tramos(self, modelo: Any, atras: bool, baja: bool) -> list[tuple[Q, bool]]:
        """Los tramos que faltan desde el cursor, en el sentido en que se camina."""
        despues = "lt" if baja else "gt"
        if self.orden.es_llave:
            return [(Q(**{f"pk__{despues}": self.cursor.llave}) if self.cursor else Q(), False)]
        campo, cursor = self.orden.campo, self.cursor
        self.admite_vacios = _admite_vacios(modelo, campo)
        con_valor = Q(**{f"{campo}__isnull": False}) if self.admite_vacios else Q()
        vacios = Q(**{f"{campo}__isnull": True})
        tramos = [(con_valor, True)] + ([(vacios, False)] if self.admite_vacios else [])
        if atras:
            tramos.reverse()
        if cursor is None:
            return tramos
        if cursor.valor is None:
            desde = (vacios & Q(**{f"pk__{despues}": cursor.llave}), False)
            return [desde, tramos[1]] if atras and len(tramos) > 1 else [desde]
        desde = (Q(_MasAlla(modelo, campo, cursor, "<" if baja else ">")), True)
        return [desde] if atras or len(tramos) == 1 else [desde, tramos[1]]

    def _enlace(self, fila: Any, atras: bool) -> str:
        leer = partial(self.leer, fila)
        valor = None if self.orden.es_llave else leer(self.orden.campo)
        cursor = Cursor(valor, leer("pk"), atras).escrito()
        return replace_query_param(self.request.build_absolute_uri(), "cursor", cursor)

    def siguiente(self) -> str | None:
        """La dirección de la página que sigue."""
        return self._enlace(self.filas[-1], False) if self.hay_siguiente else None

    def anterior(self) -> str | None:
        """La dirección de la página previa."""
        return self._enlace(self.filas[0], True) if self.hay_anterior else None

    def get_paginated_response(self, data: Any) -> Response:
        """La página y sus vecinas; también en `Link`, para quien lee el CSV."""
        cuerpo = {"siguiente": self.siguiente(), "anterior": self.anterior(), "resultados": data}
        enlaces = [
            f'<{cuerpo[nombre]}>; rel="{rel}"'
            for nombre, rel in (("siguiente", "next"), ("anterior", "prev"))
            if cuerpo[nombre]
        ]
        return Response(cuerpo, headers={"Link": ", ".join(enlaces)} if enlaces else None)

    def get_paginated_response_schema(self, schema: dict[str, Any]) -> dict[str, Any]:
        """La forma de la página en OpenAPI."""
        enlace = {"type": ["string", "null"], "format": "uri"}
        return {
            "type": "object",
            "required": ["siguiente", "anterior", "resultados"],
            "properties": {
                "siguiente": enlace | {"description": "La página que sigue, o vacío."},
                "anterior": enlace | {"description": "La página previa, o vacío."},
                "resultados": schema,
            },
        }

    def get_schema_operation_parameters(self, view: Any) -> list[dict[str, Any]]:
        """`limite` y `cursor`."""
        return [
            {
                "name": "limite",
                "in": "query",
                "description": f"Cuántos por página, hasta {MAXIMO}.",
                "schema": {"type": "integer", "minimum": 1, "maximum": MAXIMO, "default": 50},
            },
            {
                "name": "cursor",
                "in": "query",
                "description": "Dónde sigue: viene en `siguiente` y `anterior`. No lo armes.",
                "schema": {"type": "string", "maxLength": LARGO_DE_CURSOR},
            },
        ]


def _admite_vacios(modelo: Any, campo: str) -> bool:
    return bool(modelo._meta.get_field(campo).null)
