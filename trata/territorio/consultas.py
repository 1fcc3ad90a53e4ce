"""Lecturas del territorio: listas ordenadas para formularios, nombres y población."""

from django.db.models import Count, F, Q, QuerySet, Sum
from django.db.models.functions import Collate

from trata.territorio.models import MacroRegionPolicial, Macrorregion, Ubigeo
from trata.territorio.nombres import indice

PERU = "Perú"
EN_ORDEN = Collate(F("clave_orden"), "C")


def departamentos() -> QuerySet[Ubigeo]:
    """Los 25 departamentos (24 y Callao), en orden alfabético español."""
    return Ubigeo.objects.filter(nivel=Ubigeo.Nivel.DEPARTAMENTO, vigente_hasta=None).order_by(
        EN_ORDEN
    )


def hijos_de(codigo: str) -> QuerySet[Ubigeo]:
    """Provincias de un departamento o distritos de una provincia, vigentes y en orden."""
    return Ubigeo.objects.filter(padre_id=codigo, vigente_hasta=None).order_by(EN_ORDEN)


def nombre_de(codigo: str | None) -> str:
    """«08» → «Cusco»; vacío o nulo → «Perú». No consulta la base."""
    if not codigo:
        return PERU
    lugar = indice().lugares.get(codigo)
    return lugar.nombre if lugar else codigo


def nombre_completo(codigo: str) -> str:
    """«080101» → «Cusco, Cusco, Cusco» (distrito, provincia, departamento)."""
    return ", ".join(nombre_de(codigo[:n]) for n in (6, 4, 2) if len(codigo) >= n)


def poblacion_de(codigo: str | None) -> int | None:
    """Habitantes (INEI 2025) del lugar, o del país si `codigo` es vacío o nulo."""
    if not codigo:
        return Ubigeo.objects.filter(nivel=Ubigeo.Nivel.DEPARTAMENTO).aggregate(
            total=Sum("poblacion")
        )["total"]
    return Ubigeo.objects.filter(pk=codigo).values_list("poblacion", flat=True).first()


def poblacion_por_departamento() -> dict[str, int]:
    """Habitantes por código de departamento."""
    return dict(departamentos().values_list("codigo", "poblacion"))


def departamentos_con_provincias() -> QuerySet[Ubigeo]:
    """Los departamentos con `n_provincias` y `n_distritos` vigentes."""
    return departamentos().annotate(
        n_provincias=Count("hijos", filter=Q(hijos__vigente_hasta=None), distinct=True),
        n_distritos=Count(
            "hijos__hijos", filter=Q(hijos__hijos__vigente_hasta=None), distinct=True
        ),
    )


def macrorregiones() -> QuerySet[Macrorregion]:
    """Las macrorregiones vigentes con sus departamentos."""
    return Macrorregion.objects.filter(vigente_hasta=None).prefetch_related("departamentos")


def macro_regiones_policiales() -> QuerySet[MacroRegionPolicial]:
    """Las Macro Regiones Policiales vigentes con sus departamentos."""
    vigentes = MacroRegionPolicial.objects.filter(vigente_hasta=None)
    return vigentes.prefetch_related("departamentos")
