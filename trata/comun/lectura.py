"""Leer listas para la API sin pagar el precio de armar objetos.

Cuando todo lo que un serializador muestra es una columna (propia o de una relación de una fila),
la lista se lee con `values()` y cada fila pasa casi intacta a la respuesta. Si algo se calcula, se
usa el camino de siempre. `incluir=` trae lo que cuelga con una consulta más por nombre, nunca una
por fila; `campos=` deja sólo lo pedido.
"""

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Any

from django.core.exceptions import EmptyResultSet, FieldDoesNotExist
from django.db import connection, models
from django.db.models import QuerySet
from django.db.models.functions import Cast
from django.db.models.query import ValuesListIterable
from django.utils import timezone
from rest_framework import serializers

from trata.comun.errores import ErrorDeDominio
from trata.comun.preparadas import LISTA, Preparada

SIN_CAMBIO = (
    serializers.CharField,
    serializers.IntegerField,
    serializers.BooleanField,
    serializers.DateField,
    serializers.TimeField,
    serializers.ChoiceField,
    serializers.FloatField,
    serializers.ListField,
    serializers.JSONField,
    serializers.RelatedField,
)


@dataclass(frozen=True)
class Columna:
    """Un campo de la respuesta, la ruta con que se consulta y cómo se escribe."""

    nombre: str
    ruta: str
    convertir: Any = None
    expresion: Any = None
    tal_cual: bool = True  # la base la entrega como se escribe: Django no la convierte al leerla

    @property
    def pedida(self) -> Any:
        """Lo que se le pide a la base: la ruta, o el identificador ya en texto."""
        return self.expresion or self.ruta


@dataclass(frozen=True)
class Inclusion:
    """Lo que se puede traer con cada fila: `incluir=victimas`.

    `conjunto` son las filas posibles; `ajena` es la ruta desde ellas hasta la fila que las pide, y
    `propia`, la llave de ésta. `permiso` es el del recurso incluido. `hereda` dice que lo incluido
    se ve exactamente cuando se ve la fila que lo pide: no hace falta volver a recortar.
    `conocidos` son campos de lo incluido que la fila que lo pide ya dice (suyo, de ella).
    """

    serializador: Callable[[], type[serializers.Serializer]]
    conjunto: Callable[[], QuerySet]
    permiso: Any
    ajena: str
    propia: str = "pk"
    es_una: bool = False
    hereda: bool = False
    conocidos: tuple[tuple[str, str], ...] = ()


def _camino(modelo: type[models.Model], pasos: Sequence[str]) -> models.Field | None:
    """El campo al final de una cadena de atributos, si toda ella son columnas."""
    campo: Any = None
    for i, paso in enumerate(pasos):
        try:
            campo = modelo._meta.get_field(paso)
        except FieldDoesNotExist:
            propios = {c.attname: c for c in modelo._meta.concrete_fields}
            campo = propios.get(paso) if i == len(pasos) - 1 else None
        if campo is None or not getattr(campo, "concrete", False) or campo.many_to_many:
            return None
        if i < len(pasos) - 1:
            if not campo.is_relation:
                return None
            modelo = campo.related_model
    return campo


FECHA_Y_HORA = "fecha y hora"


def _fechas_y_horas(valores: Iterable[Any]) -> list[Any]:
    """Cada momento en la hora del Perú; quien escribe la respuesta lo pone en ISO 8601."""
    zona = timezone.get_current_timezone()
    return [v and v.astimezone(zona) for v in valores]


def _conversor(campo: serializers.Field, columna: models.Field) -> Any:
    """Cómo se escribe el valor; `False` si no se sabe escribir sin el objeto."""
    if isinstance(campo, serializers.DateTimeField):
        return FECHA_Y_HORA
    if isinstance(campo, serializers.DecimalField):
        return campo.to_representation
    if isinstance(campo, SIN_CAMBIO) or getattr(campo, "es_columna", False):
        return None
    return False


def _columna(campo: serializers.Field, clase: type[serializers.ModelSerializer]) -> Columna | None:
    modelo = clase.Meta.model
    if isinstance(campo, serializers.BaseSerializer | serializers.ManyRelatedField):
        return None
    pasos = [*campo.source_attrs]
    if isinstance(campo, serializers.SlugRelatedField):
        pasos += campo.slug_field.split("__")
    columna = _camino(modelo, pasos) if pasos else None
    if columna is None or isinstance(columna, models.FileField):
        return None
    ruta = "__".join(pasos)
    tal_cual = not columna.get_db_converters(connection)
    if isinstance(columna, models.UUIDField):
        return Columna(campo.field_name, ruta, None, Cast(ruta, models.TextField()))
    convertir = _conversor(campo, columna)
    enmascarar = getattr(clase, "expresion_de_lectura", None)
    expresion = enmascarar(campo.field_name) if enmascarar else None
    if convertir is False:
        return None
    return Columna(campo.field_name, ruta, convertir, expresion, tal_cual)


@cache
def plan_de(clase: type[serializers.ModelSerializer]) -> tuple[Columna, ...] | None:
    """Las columnas de un serializador, o `None` si algo suyo se calcula."""
    # Quien cambia cómo se escribe un objeto tiene que decir lo mismo para las columnas.
    quien = next(c for c in clase.__mro__ if "to_representation" in vars(c))
    if quien is not serializers.Serializer and "retocar_lectura" not in vars(quien):
        return None
    columnas = [_columna(c, clase) for c in clase()._readable_fields]
    return None if None in columnas else tuple(columnas)  # type: ignore[arg-type]


class _Crudas(ValuesListIterable):
    """Las filas de un `values_list` como las entrega la base, de una vez y sin revisarlas."""

    def __iter__(self) -> Iterator[tuple]:
        try:
            sentencia, parametros = self.queryset.query.sql_with_params()
        except EmptyResultSet:
            return iter(())
        with connection.cursor() as cursor:
            cursor.execute(sentencia, parametros)
            return iter(cursor.fetchall())


class Lectura:
    """Cómo se lee un conjunto: con qué columnas, qué se incluye y qué se deja fuera."""

    def __init__(
        self,
        clase: type[serializers.Serializer],
        contexto: dict[str, Any],
        *,
        campos: frozenset[str] = frozenset(),
        inclusiones: dict[str, Inclusion] | None = None,
        de_incluidos: dict[str, frozenset[str]] | None = None,
        sin: frozenset[str] = frozenset(),
    ) -> None:
        self.clase, self.contexto = clase, contexto
        self.campos, self.inclusiones = campos, inclusiones or {}
        self.de_incluidos = de_incluidos or {}
        plan = plan_de(clase) if issubclass(clase, serializers.ModelSerializer) else None
        self.sin = sin
        self.columnas = plan and tuple(
            c for c in plan if c.nombre not in sin and (not campos or c.nombre in campos)
        )

    def preparar(self, conjunto: QuerySet, extra: Iterable[str] = ()) -> QuerySet:
        """El conjunto listo para paginar: con columnas sueltas si se puede."""
        if self.columnas is None:
            return conjunto
        propias = {i.propia for i in self.inclusiones.values()}
        retoque = getattr(self.clase, "llave_de_retoque", ())
        ocultas = sorted(propias | {"pk", *extra, *retoque})
        n = len(self.columnas)
        self.lugares = {ruta: n + i for i, ruta in enumerate(ocultas)}
        sueltas = conjunto.select_related(None).prefetch_related(None)
        filas = sueltas.values_list(*(c.pedida for c in self.columnas), *ocultas)
        if self.es_tal_cual:
            filas._iterable_class = _Crudas
        return filas

    @property
    def es_tal_cual(self) -> bool:
        """Ninguna columna pasa por Django al leerla: valen las filas de la base."""
        return all(c.tal_cual for c in self.columnas or ())

    def valor(self, fila: Any, ruta: str) -> Any:
        """Lo que una fila, por columnas o como objeto, tiene en una ruta."""
        if self.columnas is not None:
            return fila[self.lugares[ruta]]
        for paso in ruta.split("__"):
            fila = getattr(fila, paso, None)
        return fila

    def escribir(self, filas: Sequence[Any]) -> list[dict[str, Any]]:
        """Las filas como van en la respuesta, con lo incluido."""
        escritas = self._planas(filas) if self.columnas is not None else self._con_objetos(filas)
        for nombre, inclusion in self.inclusiones.items():
            self._incluir(nombre, inclusion, filas, escritas)
        return escritas

    def _planas(self, filas: Sequence[tuple]) -> list[dict[str, Any]]:
        nombres = [c.nombre for c in self.columnas or ()]
        escritas = [dict(zip(nombres, fila, strict=False)) for fila in filas]
        for nombre, convertir in ((c.nombre, c.convertir) for c in self.columnas or ()):
            if convertir is FECHA_Y_HORA:
                momentos = _fechas_y_horas(f[nombre] for f in escritas)
                for fila, momento in zip(escritas, momentos, strict=True):
                    fila[nombre] = momento
            elif convertir:
                for fila in escritas:
                    if fila[nombre] is not None:
                        fila[nombre] = convertir(fila[nombre])
        if hasattr(self.clase, "retocar_lectura") and filas:
            llave = getattr(self.clase, "llave_de_retoque", ("pk",))[0]
            llaves = [self.valor(f, llave) for f in filas]
            self.clase.retocar_lectura(escritas, llaves, self.contexto)
        return escritas

    def _con_objetos(self, filas: Sequence[Any]) -> list[dict[str, Any]]:
        serializador = self.clase(filas, many=True, context=self.contexto)
        if self.campos:
            for nombre in set(serializador.child.fields) - self.campos:
                serializador.child.fields.pop(nombre)
        return list(serializador.data)

    def hijas(self, inclusion: Inclusion, llaves: set[Any]) -> list[Any]:
        """Las filas incluidas de un grupo de llaves."""
        if inclusion.hereda and self.columnas and not self.campos and self.es_tal_cual:
            preparada, self.lugares = _preparada(self.clase, inclusion, self.sin)
            return preparada.filas(list(llaves))
        conjunto = inclusion.conjunto()
        if hasattr(conjunto, "visibles_para") and not inclusion.hereda:
            conjunto = conjunto.visibles_para(self.contexto["request"].user)
        conjunto = conjunto.filter(**{f"{inclusion.ajena}__in": llaves}).order_by("pk")
        return list(self.preparar(conjunto, (inclusion.ajena,)))

    def _incluir(
        self, nombre: str, inclusion: Inclusion, filas: Sequence[Any], escritas: list[dict]
    ) -> None:
        llaves = [self.valor(f, inclusion.propia) for f in filas]
        pedidos = self.de_incluidos.get(nombre, _NADA)
        conocidos = inclusion.conocidos
        if not escritas or pedidos or any(de_ella not in escritas[0] for _, de_ella in conocidos):
            conocidos = ()
        sin = frozenset(suyo for suyo, _ in conocidos)
        interior = Lectura(inclusion.serializador(), self.contexto, campos=pedidos, sin=sin)
        buscadas = {k for k in llaves if k is not None}
        hijas = interior.hijas(inclusion, buscadas)
        madres = dict(zip(llaves, escritas, strict=True))
        por_llave: dict[Any, list[dict[str, Any]]] = {}
        for hija, escrita in zip(hijas, interior.escribir(hijas), strict=True):
            clave = interior.valor(hija, inclusion.ajena)
            for suyo, de_ella in conocidos:
                escrita[suyo] = madres[clave][de_ella]
            por_llave.setdefault(clave, []).append(escrita)
        for fila, clave in zip(escritas, llaves, strict=True):
            suyas = por_llave.get(clave, [])
            fila[nombre] = (suyas[0] if suyas else None) if inclusion.es_una else suyas


@cache
def _preparada(
    clase: type[serializers.ModelSerializer], inclusion: Inclusion, sin: frozenset[str]
) -> tuple[Preparada, dict[str, int]]:
    """La consulta que Django redactaría en cada pedido (50 columnas), y dónde queda cada llave."""
    lectura = Lectura(clase, {}, sin=sin)

    def armar(llaves: list[int]) -> QuerySet:
        conjunto = inclusion.conjunto().filter(**{f"{inclusion.ajena}__in": llaves})
        return lectura.preparar(conjunto.order_by("pk"), (inclusion.ajena,))

    armar([])
    return Preparada(armar, LISTA), lectura.lugares


_NADA: frozenset[str] = frozenset()


def partir_campos(texto: str) -> tuple[frozenset[str], dict[str, frozenset[str]]]:
    """«uuid,estado,victimas.sexo» → los propios y los de cada inclusión."""
    propios: set[str] = set()
    ajenos: dict[str, set[str]] = {}
    for pedazo in (p.strip() for p in texto.split(",")):
        antes, punto, despues = pedazo.partition(".")
        if punto:
            ajenos.setdefault(antes, set()).add(despues)
        elif antes:
            propios.add(antes)
    return frozenset(propios), {n: frozenset(c) for n, c in ajenos.items()}


def comprobar(pedidos: Iterable[str], posibles: Iterable[str], parametro: str) -> None:
    """Lanza `ErrorDeDominio` si algo de lo pedido no existe; dice qué sí."""
    lista = sorted(posibles)
    malos = sorted(set(pedidos) - set(lista))
    if malos:
        mensaje = f"«{malos[0][:60]}» no existe aquí. Puedes pedir: {', '.join(lista) or 'nada'}."
        raise ErrorDeDominio("parametro_desconocido", mensaje, campos={parametro: mensaje})
