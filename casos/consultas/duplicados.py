"""Los pares por resolver y su comparación, con códigos y hechos; nunca con nombres."""

from dataclasses import dataclass
from typing import Any

from django.db.models import Q, QuerySet
from django.shortcuts import get_object_or_404

from casos.models import Caso, CasoLugar, CasosVinculados, Identidad, PosibleDuplicado, Union
from casos.vocabulario import vocabulario
from trata.comun.formato import fecha_corta
from trata.cuentas.models import Usuario
from trata.territorio.consultas import nombre_completo

CON_TODO = (
    *("una__caso", "una__victima", "una__implicado", "una__migrante"),
    *("otra__caso", "otra__victima", "otra__implicado", "otra__migrante"),
)
SE_COMPARA = (
    ("Sexo", "sexo", "sexo"),
    ("Grupo de edad", "grupo_edad", "grupo_edad"),
    ("Nacionalidad", "nacionalidad", "pais"),
    ("Finalidad", "finalidad", "finalidad"),
    ("Cómo se le ubicó", "hallazgo", "hallazgo"),
)


def pares_de(usuario: Usuario) -> QuerySet[PosibleDuplicado]:
    """Los pares que el usuario ve, con sus personas y casos."""
    return PosibleDuplicado.objects.visibles_para(usuario).select_related(*CON_TODO)


def par_de(usuario: Usuario, uuid: Any) -> PosibleDuplicado:
    """Un par visible; 404 si no lo es."""
    return get_object_or_404(pares_de(usuario), uuid=uuid)


def uniones_de(usuario: Usuario) -> QuerySet[Union]:
    """Las uniones y vínculos que el usuario puede deshacer, la última primero."""
    visibles = Identidad.objects.visibles_para(usuario).values("pk")
    return (
        Union.objects.filter(par__una__in=visibles, par__otra__in=visibles, deshecha_en=None)
        .select_related("registrado_por", "par__una", "par__otra")
        .order_by("-id")
    )


def union_de(usuario: Usuario, uuid: Any) -> Union:
    """Una unión visible; 404 si no lo es."""
    return get_object_or_404(uniones_de(usuario), uuid=uuid)


@dataclass(frozen=True)
class Fila:
    """Una fila de la comparación: qué, lo de una, lo de otra y si coinciden."""

    que: str
    una: str
    otra: str

    @property
    def clase(self) -> str:
        """`igual`, `distinto` o vacío si falta alguno."""
        if not self.una or not self.otra:
            return ""
        return "igual" if self.una == self.otra else "distinto"


def _lugar(identidad: Identidad, registros: dict[int, str]) -> str:
    codigo = registros.get(identidad.caso_id)
    return nombre_completo(codigo) if codigo else ""


def comparacion(par: PosibleDuplicado) -> list[Fila]:
    """Las dos personas, hecho por hecho. El documento sólo dice si es el mismo."""
    una, otra = par.una, par.otra
    registros = dict(
        CasoLugar.objects.filter(
            caso__in=[una.caso_id, otra.caso_id], rol="registro", retirado_en=None
        ).values_list("caso_id", "ubigeo_id")
    )
    filas = [
        Fila("Código", una.seudonimo, otra.seudonimo),
        Fila("Es en el caso", una.get_clase_display(), otra.get_clase_display()),
        Fila("Documento", *_documentos(una, otra)),
    ]
    for que, campo, catalogo in SE_COMPARA:
        nombres = vocabulario(catalogo)
        valores = [nombres.nombre_de(getattr(i.persona, campo, "") or "") for i in (una, otra)]
        if any(valores):
            filas.append(Fila(que, *valores))
    edades = [getattr(i.persona, "edad", None) for i in (una, otra)]
    filas.append(Fila("Edad", *("" if e is None else f"{e} años" for e in edades)))
    filas.append(Fila("Lugar de registro", _lugar(una, registros), _lugar(otra, registros)))
    fechas = [
        fecha_corta(i.caso.fecha_de_registro) if i.caso.fecha_de_registro else ""
        for i in (una, otra)
    ]
    filas.append(Fila("Fecha de registro", *fechas))
    return filas


def _documentos(una: Identidad, otra: Identidad) -> tuple[str, str]:
    if una.documento_indice and una.documento_indice == otra.documento_indice:
        return "El mismo", "El mismo"
    textos = [
        f"Tiene{'' if i.documento_de == 'propio' else ' (de otra persona)'}"
        if i.documento_indice
        else ""
        for i in (una, otra)
    ]
    if all(textos):
        return f"{textos[0]}: A", f"{textos[1]}: otro"
    return textos[0], textos[1]


def relacionados_con(caso: Caso, usuario: Usuario) -> list[tuple[Caso, CasosVinculados]]:
    """Los casos vinculados que el usuario también ve."""
    visibles = Caso.objects.visibles_para(usuario)
    vinculos = CasosVinculados.objects.filter(Q(uno=caso) | Q(otro=caso)).select_related(
        "uno", "otro"
    )
    pares = [(v.otro if v.uno_id == caso.pk else v.uno, v) for v in vinculos]
    a_la_vista = set(visibles.filter(pk__in=[c.pk for c, _ in pares]).values_list("pk", flat=True))
    return [(c, v) for c, v in pares if c.pk in a_la_vista]
