"""Lecturas de la importación: siempre por conjuntos, nunca una consulta por fila."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any
from uuid import UUID

from django.db import connection
from django.db.models import QuerySet
from django.shortcuts import get_object_or_404

from casos.ficha import PARTES
from casos.models import (
    Adjunto,
    Caso,
    CasoImportado,
    CasoLugar,
    ClaveExterna,
    FuenteDeImportacion,
    Identidad,
    Importacion,
    Victima,
    VictimaEstado,
)
from trata.comun.errores import FueraDeAmbitoError
from trata.cuentas.models import Entidad, Usuario

TANDA = 2_000
PARECIDOS_MAXIMOS = 500
Clave = tuple[str, str, str]
PESADOS = ("contenido_cifrado", "muestra_cifrada", "problemas", "parecidos", "informe")


def importacion_de(usuario: Usuario, uuid: Any) -> Importacion:
    """Una importación propia; 404 si es de otra persona."""
    conjunto = Importacion.objects.filter(usuario=usuario).defer("contenido_cifrado")
    return get_object_or_404(conjunto.select_related("trabajo", "revision", "fuente"), uuid=uuid)


def importacion_por_texto(usuario: Usuario, texto: str) -> Importacion:
    """Como `importacion_de`, con un identificador que llega en un formulario."""
    try:
        return importacion_de(usuario, UUID(texto))
    except ValueError as error:
        raise FueraDeAmbitoError() from error


def importaciones_de(usuario: Usuario) -> QuerySet[Importacion]:
    """Las importaciones del usuario, la última primero, sin lo pesado."""
    return (
        Importacion.objects.filter(usuario=usuario)
        .defer(*PESADOS[:-1])
        .select_related("trabajo", "fuente")
    )


def fuentes_de(usuario: Usuario) -> QuerySet[FuenteDeImportacion]:
    """Las fuentes que guardó alguien de su entidad."""
    return FuenteDeImportacion.objects.filter(entidad=usuario.entidad)


def fuente_con_huella(usuario: Usuario, huella: str) -> FuenteDeImportacion | None:
    """La última fuente usada con esos encabezados."""
    return fuentes_de(usuario).filter(huella=huella).first()


def importada_igual(usuario: Usuario, sha256: str) -> Importacion | None:
    """Otra importación viva del mismo archivo, de alguien de su entidad."""
    return (
        Importacion.objects.filter(
            sha256=sha256, estado=Importacion.Estado.IMPORTADA, usuario__entidad=usuario.entidad
        )
        .defer(*PESADOS)
        .select_related("usuario")
        .first()
    )


def entidades_por_sigla() -> dict[str, Entidad]:
    """De sigla, código o nombre en minúsculas a entidad vigente."""
    indice: dict[str, Entidad] = {}
    for entidad in Entidad.objects.filter(vigente_hasta=None):
        for texto in (entidad.nombre, str(entidad.pk), entidad.sigla):
            if texto:
                indice[texto.lower()] = entidad
    return indice


def _tandas(cosas: Collection[Any], de: int = TANDA) -> Iterator[list[Any]]:
    lista = list(cosas)
    for desde in range(0, len(lista), de):
        yield lista[desde : desde + de]


def casos_por_clave(claves: Collection[Clave]) -> dict[Clave, int]:
    """De cada (institución, tipo, número) ya registrado, su caso."""
    hallados: dict[Clave, int] = {}
    for tanda in _tandas(claves):
        filas = ClaveExterna.objects.filter(
            numero__in=[n for _, _, n in tanda], retirado_en=None
        ).values_list("institucion_id", "tipo", "numero", "caso_id")
        pedidas = set(tanda)
        hallados |= {(i, t, n): caso for i, t, n, caso in filas if (i, t, n) in pedidas}
    return hallados


def visibles_entre(usuario: Usuario, llaves: Collection[int]) -> set[int]:
    """De una lista de casos, los que el usuario ve."""
    vistos: set[int] = set()
    for tanda in _tandas(llaves):
        visibles = Caso.objects.visibles_para(usuario).filter(pk__in=tanda)
        vistos |= set(visibles.values_list("pk", flat=True))
    return vistos


def huellas_importadas(huellas: Collection[str]) -> set[str]:
    """De unas huellas de filas, las que ya entraron y no se han deshecho."""
    hallados: set[str] = set()
    for tanda in _tandas(huellas):
        vivas = CasoImportado.objects.filter(huella__in=tanda, deshecho_en=None)
        hallados |= set(vivas.values_list("huella", flat=True))
    return hallados


@dataclass
class Existente:
    """Un caso ya registrado, con lo que el archivo puede cambiar."""

    caso: Caso
    victimas: dict[int, Victima] = field(default_factory=dict)
    lugares: dict[str, CasoLugar] = field(default_factory=dict)
    todos_los_lugares: list[CasoLugar] = field(default_factory=list)
    estados: dict[int, list[VictimaEstado]] = field(default_factory=lambda: defaultdict(list))
    retiradas: set[int] = field(default_factory=set)

    def huella(self) -> frozenset[tuple[str, int, int]]:
        """Qué hay y en qué versión: si otra persona escribe, cambia."""
        pasos = (e for suyos in self.estados.values() for e in suyos)
        partes = (self.caso, *self.victimas.values(), *self.todos_los_lugares, *pasos)
        return frozenset((type(p).__name__, p.pk, p.version) for p in partes)


def para_comparar(llaves: Collection[int]) -> Iterator[dict[int, Existente]]:
    """Los casos con sus víctimas, lugares y estados vigentes, por tandas."""
    for tanda in _tandas(llaves, 500):
        yield existentes_de(tanda)


def existentes_de(llaves: Collection[int], *, bloqueados: bool = False) -> dict[int, Existente]:
    """Una tanda. `bloqueados`: nadie más los escribe hasta el fin de la transacción."""
    casos = Caso.objects.filter(pk__in=llaves).order_by("pk")
    if bloqueados:
        casos = casos.select_for_update()
    hallados = {c.pk: Existente(c) for c in casos}
    for victima in Victima.objects.filter(caso__in=llaves):
        existente = hallados[victima.caso_id]
        if victima.retirado_en is None:
            existente.victimas[victima.numero] = victima
        else:
            existente.retiradas.add(victima.numero)
    for lugar in CasoLugar.objects.vigentes().filter(caso__in=llaves).order_by("-id"):
        hallados[lugar.caso_id].lugares[lugar.rol] = lugar
        hallados[lugar.caso_id].todos_los_lugares.append(lugar)
    for estado in VictimaEstado.objects.vigentes().filter(caso__in=llaves):
        hallados[estado.caso_id].estados[estado.victima_id].append(estado)
    return hallados


@dataclass(frozen=True)
class Sena:
    """Lo que hace pensar que dos víctimas son la misma: fecha, lugar, sexo, edad y finalidad."""

    fila: int
    fecha: date
    lugar: str
    sexo: str
    grupo: str
    edad: int | None
    finalidad: str


PARECIDOS = """
SELECT DISTINCT ON (f.fila) f.fila, c.id
FROM unnest(%s::int[], %s::date[], %s::text[], %s::text[], %s::text[], %s::int[], %s::text[])
    AS f(fila, fecha, lugar, sexo, grupo, edad, finalidad)
JOIN casos_caso c ON c.fecha_de_registro = f.fecha AND c.estado <> 'anulado'
JOIN casos_casolugar l ON l.caso_id = c.id AND l.rol = 'registro' AND l.retirado_en IS NULL
    AND l.ubigeo_id = f.lugar
JOIN casos_victima v ON v.caso_id = c.id AND v.retirado_en IS NULL AND v.sexo = f.sexo
    AND v.grupo_edad = f.grupo AND v.edad IS NOT DISTINCT FROM f.edad
    AND v.finalidad = f.finalidad
ORDER BY f.fila, c.id
"""


def parecidos(usuario: Usuario, senas: Sequence[Sena]) -> list[tuple[int, Caso]]:
    """(fila, caso visible) de lo que ya podría estar registrado con otro número."""
    pares: list[tuple[int, int]] = []
    for tanda in _tandas(senas):
        columnas = zip(
            *((s.fila, s.fecha, s.lugar, s.sexo, s.grupo, s.edad, s.finalidad) for s in tanda),
            strict=True,
        )
        with connection.cursor() as cursor:
            cursor.execute(PARECIDOS, [list(c) for c in columnas])
            pares += cursor.fetchall()
        if len(pares) > PARECIDOS_MAXIMOS * 4:
            break
    visibles: dict[int, Caso] = {}
    for tanda in _tandas({caso for _, caso in pares}):
        visibles |= Caso.objects.visibles_para(usuario).in_bulk(tanda)
    return [(f, visibles[c]) for f, c in sorted(pares) if c in visibles][:PARECIDOS_MAXIMOS]


def casos_de_importacion(importacion: Importacion) -> QuerySet[CasoImportado]:
    """Lo que una importación dejó y sigue en pie."""
    return importacion.casos.filter(deshecho_en=None)


def tocados_despues(importacion: Importacion, llaves: Iterable[int]) -> set[int]:
    """De los casos que creó una importación, los que alguien escribió después.

    Se nota en la versión del caso o de una de sus partes, o en una parte agregada más tarde.
    """
    lista, desde = list(llaves), importacion.importada_en
    tocados: set[int] = set()
    for tanda in _tandas(lista):
        casos = Caso.objects.filter(pk__in=tanda)
        tocados |= set(
            (casos.filter(version__gt=1) | casos.exclude(estado=Caso.Estado.BORRADOR)).values_list(
                "pk", flat=True
            )
        )
        for parte in PARTES.values():
            de_ellos = parte.modelo.objects.filter(caso__in=tanda)
            tocadas = de_ellos.filter(version__gt=1) | de_ellos.filter(registrado_en__gt=desde)
            tocados |= set(tocadas.values_list("caso_id", flat=True))
        for modelo in (Identidad, Adjunto):
            puestas = modelo.objects.filter(caso__in=tanda, registrado_en__gt=desde)
            tocados |= set(puestas.values_list("caso_id", flat=True))
    return tocados
