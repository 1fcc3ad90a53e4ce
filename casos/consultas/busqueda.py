"""Encontrar casos: por texto, por filtros, por páginas, y los parecidos antes de crear."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Any

from django.contrib.postgres.search import SearchQuery
from django.db.models import Count, Exists, F, OuterRef, Q, QuerySet

from casos.models import BusquedaDeCaso, Caso, CasoLugar, ClaveExterna, Victima
from casos.reglas import normalizar_clave
from trata.comun.formato import plural
from trata.cuentas.models import Usuario
from trata.territorio.nombres import normalizar

POR_PAGINA = 50
DIAS_DE_CERCANIA = 7
ORDENES: dict[str, tuple[str, bool]] = {
    # nombre: (campo, descendente)
    "recientes": ("id", True),
    "antiguos": ("id", False),
    "fecha_desc": ("fecha_de_registro", True),
    "fecha_asc": ("fecha_de_registro", False),
}


CODIGO = re.compile(r"(TRATA[\s-]*)?(\d{4})[\s-]+0*(\d{1,6})(?:-[A-Z]\d+)?", re.IGNORECASE)


def codigo_escrito(texto: str) -> tuple[str, bool]:
    """«trata 2025-268», «2025-268» o el de una persona → («TRATA-2025-000268», si dice TRATA)."""
    partes = CODIGO.fullmatch(texto.strip())
    if partes is None:
        return "", False
    return f"TRATA-{partes[2]}-{int(partes[3]):06d}", bool(partes[1])


def con_texto(conjunto: QuerySet[Caso], texto: str) -> QuerySet[Caso]:
    """Casos cuyo texto coincide, con o sin tildes. Los guiones no cuentan; un código es exacto."""
    codigo, es_codigo = codigo_escrito(texto)
    if es_codigo:
        return conjunto.filter(codigo=codigo)
    limpio = re.sub(r"[^\w\s]", " ", texto, flags=re.UNICODE).strip()[:200]
    if not limpio:
        return conjunto.none() if texto.strip() else conjunto
    buscado = SearchQuery(limpio, config="spanish") | SearchQuery(
        normalizar(limpio), config="spanish"
    )
    if not codigo:
        return conjunto.filter(busqueda__vector=buscado)
    # «2025-268» puede ser un caso o el número de otra institución: vale cualquiera de los dos.
    con_las_palabras = BusquedaDeCaso.objects.filter(vector=buscado).values("caso_id")
    return conjunto.filter(Q(codigo=codigo) | Q(pk__in=con_las_palabras))


def con_lugar(conjunto: QuerySet[Caso], codigo: str, rol: str) -> QuerySet[Caso]:
    """Casos con un lugar del código (o dentro de él) en el rol dado; sin rol, en cualquiera."""
    lugares = CasoLugar.objects.filter(retirado_en=None, ubigeo__codigo__startswith=codigo)
    if rol:
        lugares = lugares.filter(rol=rol)
    return conjunto.filter(pk__in=lugares.values("caso_id"))


def con_victima(conjunto: QuerySet[Caso], condiciones: Mapping[str, Any]) -> QuerySet[Caso]:
    """Casos con una misma víctima que cumple todas las condiciones."""
    if not condiciones:
        return conjunto
    filtro = Q()
    for campo, valor in condiciones.items():
        filtro &= Q(**{campo: valor})
    victimas = Victima.objects.filter(filtro, caso=OuterRef("pk"), retirado_en=None)
    return conjunto.filter(Exists(victimas))


@dataclass(frozen=True)
class Cursor:
    """Un punto de la lista: el valor del orden y el id. «2026-03-10.123», «.123»."""

    valor: date | None
    pk: int

    @classmethod
    def leer(cls, texto: str) -> "Cursor | None":
        """De texto a cursor; `None` si no tiene la forma."""
        partes = re.fullmatch(r"(\d{4}-\d{2}-\d{2})?\.(\d{1,18})", texto or "")
        if partes is None:
            return None
        try:
            valor = date.fromisoformat(partes[1]) if partes[1] else None
        except ValueError:
            return None
        return cls(valor, int(partes[2]))

    @classmethod
    def de(cls, caso: Caso, campo: str) -> "Cursor":
        """El cursor de una fila."""
        return cls(None if campo == "id" else caso.fecha_de_registro, caso.pk)

    def __str__(self) -> str:
        return f"{self.valor.isoformat() if self.valor else ''}.{self.pk}"


@dataclass
class Pagina:
    """Una página de la lista, con los cursores de sus vecinas (vacíos si no hay)."""

    filas: list[Caso] = field(default_factory=list)
    siguiente: str = ""
    anterior: str = ""


def _tras(campo: str, desciende: bool, cursor: Cursor) -> Q:
    """Lo que va después del cursor. Las fechas vacías van siempre al final."""
    signo = "lt" if desciende else "gt"
    por_id = Q(**{f"id__{signo}": cursor.pk})
    if campo == "id":
        return por_id
    if cursor.valor is None:
        return Q(fecha_de_registro=None) & por_id
    return (
        Q(**{f"fecha_de_registro__{signo}": cursor.valor})
        | (Q(fecha_de_registro=cursor.valor) & por_id)
        | Q(fecha_de_registro=None)
    )


def _antes(campo: str, desciende: bool, cursor: Cursor) -> Q:
    signo = "gt" if desciende else "lt"
    por_id = Q(**{f"id__{signo}": cursor.pk})
    if campo == "id":
        return por_id
    if cursor.valor is None:
        return Q(fecha_de_registro__isnull=False) | (Q(fecha_de_registro=None) & por_id)
    return Q(**{f"fecha_de_registro__{signo}": cursor.valor}) | (
        Q(fecha_de_registro=cursor.valor) & por_id
    )


def _ordenar(conjunto: QuerySet[Caso], campo: str, desciende: bool, al_reves: bool) -> QuerySet:
    baja = desciende != al_reves
    por_id = F("id").desc() if baja else F("id").asc()
    if campo == "id":
        return conjunto.order_by(por_id)
    llave = F(campo)
    if al_reves:
        por_fecha = llave.desc(nulls_first=True) if baja else llave.asc(nulls_first=True)
    else:
        por_fecha = llave.desc(nulls_last=True) if baja else llave.asc(nulls_last=True)
    return conjunto.order_by(por_fecha, por_id)


def pagina(
    conjunto: QuerySet[Caso],
    *,
    orden: str = "recientes",
    despues: str = "",
    antes: str = "",
    por_pagina: int = POR_PAGINA,
) -> Pagina:
    """Una página por llave: la número 10 000 cuesta lo mismo que la primera."""
    campo, desciende = ORDENES.get(orden, ORDENES["recientes"])
    hacia_atras = Cursor.leer(antes)
    hacia_adelante = Cursor.leer(despues)
    if hacia_atras is not None:
        conjunto = conjunto.filter(_antes(campo, desciende, hacia_atras))
    elif hacia_adelante is not None:
        conjunto = conjunto.filter(_tras(campo, desciende, hacia_adelante))
    al_reves = hacia_atras is not None
    filas = list(
        _ordenar(conjunto.select_related("entidad"), campo, desciende, al_reves)[: por_pagina + 1]
    )
    hay_mas = len(filas) > por_pagina
    filas = filas[:por_pagina]
    if al_reves:
        filas.reverse()
    if not filas:
        return Pagina()
    primera, ultima = Cursor.de(filas[0], campo), Cursor.de(filas[-1], campo)
    hay_siguiente = al_reves or hay_mas
    hay_anterior = hay_mas if al_reves else hacia_adelante is not None
    return Pagina(filas, str(ultima) if hay_siguiente else "", str(primera) if hay_anterior else "")


def completar_filas(filas: Sequence[Caso]) -> Sequence[Caso]:
    """Pone en cada fila `lugar_de_registro` y `n_victimas`: dos consultas, sean cuantas sean."""
    pks = [c.pk for c in filas]
    registros = dict(
        CasoLugar.objects.filter(caso__in=pks, rol="registro", retirado_en=None).values_list(
            "caso_id", "ubigeo_id"
        )
    )
    conteos = dict(
        Victima.objects.filter(caso__in=pks, retirado_en=None)
        .values_list("caso_id")
        .annotate(n=Count("pk"))
        .order_by()
    )
    for caso in filas:
        caso.lugar_de_registro = registros.get(caso.pk)
        caso.n_victimas = conteos.get(caso.pk, 0)
    return filas


@dataclass
class Parecido:
    """Un caso que podría ser el mismo, con las razones."""

    caso: Caso
    razones: list[str]
    es_seguro: bool = False


def parecidos(usuario: Usuario, datos: Mapping[str, Any]) -> list[Parecido]:
    """Casos visibles que coinciden en número, o en lugar de registro y fecha cercana."""
    encontrados: dict[int, Parecido] = {}
    visibles = Caso.objects.visibles_para(usuario).exclude(estado=Caso.Estado.ANULADO)
    numero = normalizar_clave(datos.get("numero") or "")
    if numero:
        claves = ClaveExterna.objects.filter(numero=numero, retirado_en=None)
        if datos.get("tipo"):
            claves = claves.filter(tipo=datos["tipo"])
        for caso in visibles.filter(pk__in=claves.values("caso_id"))[:20]:
            encontrados[caso.pk] = Parecido(caso, [f"Tiene el número {numero}"], es_seguro=True)
    fecha, lugar = datos.get("fecha"), datos.get("ubigeo")
    dia = getattr(fecha, "fecha", fecha)
    if dia is not None and lugar is not None:
        margen = timedelta(days=DIAS_DE_CERCANIA if fecha.precision == "dia" else 31)
        cerca = con_lugar(visibles, lugar.pk, "registro").filter(
            fecha_de_registro__range=(dia - margen, dia + margen)
        )
        for caso in cerca.order_by("-id")[:20]:
            hallado = encontrados.setdefault(caso.pk, Parecido(caso, []))
            dias = abs((caso.fecha_de_registro - dia).days)
            hallado.razones.append("Mismo lugar de registro")
            hallado.razones.append(
                "Misma fecha" if dias == 0 else f"A {plural(dias, 'día')} de diferencia"
            )
    lista = sorted(encontrados.values(), key=lambda p: (not p.es_seguro, -len(p.razones)))
    completar_filas([p.caso for p in lista])
    return lista
