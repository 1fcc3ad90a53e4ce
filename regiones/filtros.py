"""Filtros de las listas de regiones."""

from typing import Any

import django_filters as filtros
from django import forms
from django.db.models import QuerySet

from regiones.models import Acuerdo, Capacitacion, EspacioRegional, EstadoDeCompromiso

SITUACIONES = (("vencido", "Vencido"), ("abierto", "Abierto"), *EstadoDeCompromiso.choices)


def espacios_visibles(request: Any) -> QuerySet[EspacioRegional]:
    """Los espacios del ámbito de quien filtra."""
    if request is None:
        return EspacioRegional.objects.none()
    return EspacioRegional.objects.visibles_para(request.user).filter(vigente_hasta=None)


def regiones_visibles(request: Any) -> QuerySet[EspacioRegional]:
    """Los espacios regionales del ámbito."""
    return espacios_visibles(request).filter(nivel=EspacioRegional.Nivel.REGIONAL)


class AcuerdoFiltro(filtros.FilterSet):
    """Acuerdos por espacio, situación y texto."""

    espacio = filtros.ModelChoiceFilter(
        label="Espacio", queryset=espacios_visibles, to_field_name="codigo", empty_label="Todos"
    )
    situacion = filtros.ChoiceFilter(
        label="Situación", choices=SITUACIONES, method="por_situacion", empty_label="Todas"
    )
    texto = filtros.CharFilter(label="Texto del acuerdo", lookup_expr="icontains")

    class Meta:
        model = Acuerdo
        fields = ("espacio", "situacion", "texto")

    def por_situacion(self, conjunto: Any, nombre: str, valor: str) -> Any:
        """Vencido y abierto se calculan; lo demás es el estado."""
        if valor == "vencido":
            return conjunto.vencidos()
        if valor == "abierto":
            return conjunto.abiertos()
        return conjunto.filter(estado=valor)


class CapacitacionFiltro(filtros.FilterSet):
    """Capacitaciones por región, año y a quién van dirigidas."""

    espacio = filtros.ModelChoiceFilter(
        label="Región", queryset=regiones_visibles, to_field_name="codigo", empty_label="Todas"
    )
    anio = filtros.NumberFilter(
        label="Año",
        min_value=2000,
        max_value=2100,
        widget=forms.NumberInput(attrs={"class": "ancho-4", "inputmode": "numeric"}),
    )
    publico = filtros.ChoiceFilter(
        label="Dirigida a", choices=Capacitacion.Publico.choices, empty_label="Todos"
    )
    estado = filtros.ChoiceFilter(
        label="Estado", choices=Capacitacion.Estado.choices, empty_label="Todos"
    )

    class Meta:
        model = Capacitacion
        fields = ("espacio", "anio", "publico", "estado")
