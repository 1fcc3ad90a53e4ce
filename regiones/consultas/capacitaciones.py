"""Lecturas de capacitaciones: cuántas personas, sin contar dos veces a nadie donde hay lista."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.db.models import Avg, Count, Q, QuerySet, Sum
from django.db.models.functions import Coalesce

from regiones.models import (
    Capacitacion,
    CategoriaDeGrado,
    Certificado,
    EspacioRegional,
    GrupoDeParticipantes,
    MacrorregionCapacitada,
    Participante,
)
from trata.comun.importador import normalizar_encabezado as clave


@dataclass(frozen=True)
class Capacitados:
    """Participantes de un conjunto de capacitaciones realizadas.

    `personas` son distintas (por su documento) y sólo salen de listas; `declarados`, participantes
    que una fuente o un registro da como total: no se sabe si alguien se repite.
    """

    actividades: int
    filas: int
    personas: int
    declarados: int

    @property
    def participaciones(self) -> int:
        """Filas de lista más totales declarados: participaciones, no personas."""
        return self.filas + self.declarados

    @property
    def repetidas(self) -> int:
        """Participaciones de lista de quien ya estaba en otra."""
        return self.filas - self.personas


def realizadas(conjunto: QuerySet[Capacitacion]) -> QuerySet[Capacitacion]:
    """Sólo las que ya ocurrieron: lo programado no capacita a nadie."""
    return conjunto.filter(estado=Capacitacion.Estado.REALIZADA)


def capacitados(conjunto: QuerySet[Capacitacion]) -> Capacitados:
    """Cuenta actividades, participaciones y personas distintas. Dos consultas."""
    pks = Capacitacion.objects.filter(pk__in=realizadas(conjunto).order_by().values("pk"))
    sumas = pks.aggregate(
        actividades=Coalesce(Sum("numero_de_actividades"), 0),
        declarados=Coalesce(Sum("total_declarado", filter=Q(forma=Capacitacion.Forma.TOTALES)), 0),
    )
    listas = Participante.objects.filter(capacitacion__in=pks.values("pk")).aggregate(
        filas=Count("pk"), personas=Count("indice_documento", distinct=True)
    )
    return Capacitados(**sumas, **listas)


@dataclass(frozen=True)
class FilaDeCobertura:
    """Capacitación de un grupo de Macro Regiones Policiales en un año."""

    macrorregiones: str
    anio: int
    capacitados: Capacitados


def cobertura_por_macrorregion(conjunto: QuerySet[Capacitacion]) -> list[FilaDeCobertura]:
    """Por año y grupo de Macro Regiones Policiales.

    Un total que la fuente da para dos macrorregiones juntas se queda en la fila de las dos: no se
    reparte ni se cuenta dos veces.
    """
    datos = {
        pk: (anio, actividades, total if forma == Capacitacion.Forma.TOTALES else 0)
        for pk, anio, actividades, total, forma in realizadas(conjunto)
        .order_by()
        .values_list("pk", "anio", "numero_de_actividades", "total_declarado", "forma")
    }
    nombres: dict[int, list[str]] = defaultdict(list)
    for pk, nombre in (
        MacrorregionCapacitada.objects.filter(capacitacion__in=datos)
        .order_by("macrorregion__nombre")
        .values_list("capacitacion_id", "macrorregion__nombre")
    ):
        nombres[pk].append(nombre.removeprefix("Macro Región Policial "))
    indices: dict[int, list[str]] = defaultdict(list)
    for pk, indice in Participante.objects.filter(capacitacion__in=datos).values_list(
        "capacitacion_id", "indice_documento"
    ):
        indices[pk].append(indice)
    grupos: dict[tuple[int, str], list[int]] = defaultdict(list)
    for pk, (anio, _, _) in datos.items():
        grupos[anio, " y ".join(nombres[pk]) or "Sin macrorregión registrada"].append(pk)
    filas = [
        FilaDeCobertura(nombre, anio, _sumar(pks, datos, indices))
        for (anio, nombre), pks in grupos.items()
    ]
    return sorted(filas, key=lambda f: (-f.anio, f.macrorregiones))


def _sumar(
    pks: Iterable[int],
    datos: dict[int, tuple[int, int, int | None]],
    indices: dict[int, list[str]],
) -> Capacitados:
    todos = [i for pk in pks for i in indices[pk]]
    return Capacitados(
        actividades=sum(datos[pk][1] for pk in pks),
        filas=len(todos),
        personas=len(set(todos)),
        declarados=sum(datos[pk][2] or 0 for pk in pks),
    )


@dataclass(frozen=True)
class PerfilDeParticipantes:
    """Participantes por sexo y categoría de grado, con lo que la fuente no detalla."""

    total: int
    por_sexo: list[tuple[str, int]]
    por_categoria: list[tuple[str, int]]
    asistencia_media: float | None
    entrada_media: float | None
    salida_media: float | None


def perfil(capacitacion: Capacitacion) -> PerfilDeParticipantes:
    """El perfil de una capacitación, venga de lista o de totales."""
    if capacitacion.forma == Capacitacion.Forma.LISTA:
        filas = capacitacion.participantes
        peso: Any = Count("pk")
        total = filas.count()
        medias = filas.aggregate(a=Avg("asistencia"), e=Avg("nota_entrada"), s=Avg("nota_salida"))
    else:
        filas = GrupoDeParticipantes.objects.filter(capacitacion=capacitacion)
        peso = Sum("cantidad")
        total = capacitacion.total_declarado or 0
        medias = {"a": None, "e": None, "s": None}
    rotulos = {"mujer": "Mujeres", "hombre": "Hombres", "no_consta": "No consta"}
    sexos = [
        (rotulos[sexo], n)
        for sexo, n in filas.order_by().values_list("sexo").annotate(n=peso).order_by("-n")
    ]
    categorias = [
        (nombre or "Sin categoría registrada", n)
        for nombre, n in filas.order_by()
        .values_list("categoria__nombre")
        .annotate(n=peso)
        .order_by("-n")
    ]
    falta = total - sum(n for _, n in sexos)
    if falta > 0:
        sexos.append(("La fuente no detalla", falta))
        categorias.append(("La fuente no detalla", falta))
    return PerfilDeParticipantes(total, sexos, categorias, medias["a"], medias["e"], medias["s"])


def _limpio(codigo: str) -> str:
    """El código como se guarda, se escriba como se escriba."""
    return "".join(c for c in codigo.upper() if c.isalnum())


def certificado_por_codigo(codigo: str) -> Certificado | None:
    """El certificado de un código, o nada. Es lectura pública: no trae a la persona."""
    return Certificado.objects.filter(codigo=_limpio(codigo)).only("codigo", "anulado_en").first()


def certificado_de(capacitacion: Capacitacion, codigo: str) -> Certificado | None:
    """El certificado de esa capacitación con ese código."""
    return (
        Certificado.objects.filter(codigo=_limpio(codigo), participante__capacitacion=capacitacion)
        .select_related("participante__capacitacion__espacio")
        .first()
    )


def participantes_de(capacitacion: Capacitacion) -> QuerySet[Participante]:
    """La lista, con su certificado si lo tiene."""
    return capacitacion.participantes.select_related("categoria", "certificado")


def indice_de_categorias() -> dict[str, str]:
    """Nombre o código de cada categoría, sin tildes, a su código."""
    return claves_de_categorias(
        CategoriaDeGrado.objects.filter(vigente_hasta=None).values_list("codigo", "nombre")
    )


def claves_de_categorias(categorias: Iterable[tuple[str, str]]) -> dict[str, str]:
    """Recibe (código, nombre); devuelve las formas en que un archivo puede escribirlas."""
    indice: dict[str, str] = {}
    for codigo, nombre in categorias:
        indice[clave(nombre)] = codigo
        indice[clave(codigo)] = codigo
    return indice


def espacio_por_codigo(codigo: str, usuario: Any) -> EspacioRegional | None:
    """Un espacio regional del ámbito por su código."""
    return EspacioRegional.objects.regionales().visibles_para(usuario).filter(codigo=codigo).first()
