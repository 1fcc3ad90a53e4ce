"""Los filtros de la lista de casos: los mismos en pantalla, en la API y en la exportación."""

from typing import Any

import django_filters as filtros
from django import forms
from django.db.models import QuerySet
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import extend_schema_field

from casos.campos import CategoriaFormField
from casos.consultas import busqueda, entidades_vigentes
from casos.consultas.colas import vencidos
from casos.forms.campos import FechaEnLineaField
from casos.forms.ficha import preparar_categoria
from casos.models import Caso
from casos.vocabulario import vocabulario
from trata.territorio.consultas import departamentos

TODOS = "Todos"


@extend_schema_field(OpenApiTypes.STR)
class CategoriaFilter(filtros.Filter):
    """Un valor de un vocabulario. Una categoría publicada incluye a las finas que suben a ella."""

    field_class = CategoriaFormField

    def __init__(self, *, catalogo: str, de_victima: bool = False, **kwargs: Any) -> None:
        self.catalogo, self.de_victima = catalogo, de_victima
        super().__init__(catalogo=catalogo, required=False, **kwargs)

    def valores(self, valor: str) -> list[str]:
        """Los códigos que cuentan como `valor`."""
        lista = vocabulario(self.catalogo)
        categoria = lista.por_codigo.get(valor)
        if lista.publicado and categoria is not None and categoria.item:
            return sorted(lista.que_suben_a(valor) | ({valor} if valor else set()))
        return [valor]

    def filter(self, qs: QuerySet, value: str) -> QuerySet:
        """Los de la víctima se aplican juntos, en `CasoFilterSet`."""
        if not value or self.de_victima:
            return qs
        return qs.filter(**{f"{self.field_name}__in": self.valores(value)})


class FechaFilter(filtros.Filter):
    """Una fecha escrita en línea; `al_final` toma el último día del mes o del año escrito."""

    field_class = FechaEnLineaField


@extend_schema_field(OpenApiTypes.STR)
class DepartamentoFilter(filtros.ModelChoiceFilter):
    """Un departamento por su código INEI."""


class CasoFilterSet(filtros.FilterSet):
    """Filtros combinables. Los de víctima se piden todos a la misma víctima."""

    texto = filtros.CharFilter(
        label="Texto, código o número", method="por_texto", max_length=200, strip=True
    )
    departamento = DepartamentoFilter(
        label="Departamento", queryset=departamentos(), method="por_lugar", empty_label=TODOS
    )
    rol = CategoriaFilter(label="Qué ocurrió ahí", catalogo="rol_lugar", method="sin_efecto")
    desde = FechaFilter(field_name="fecha_de_registro", lookup_expr="gte", label="Registrado desde")
    hasta = FechaFilter(
        field_name="fecha_de_registro", lookup_expr="lte", label="Hasta", al_final=True
    )
    estado = filtros.MultipleChoiceFilter(
        label="Estado del registro",
        choices=Caso.Estado.choices,
        widget=forms.CheckboxSelectMultiple(attrs={"class": "opciones--fila"}),
    )
    materia = CategoriaFilter(label="Materia", catalogo="materia")
    fuente = CategoriaFilter(label="Fuente", catalogo="fuente")
    entidad = filtros.ModelChoiceFilter(
        label="Entidad", queryset=entidades_vigentes(), empty_label=TODOS
    )
    finalidad = CategoriaFilter(label="Finalidad", catalogo="finalidad", de_victima=True)
    sexo = CategoriaFilter(label="Sexo", catalogo="sexo", de_victima=True)
    grupo_edad = CategoriaFilter(label="Grupo de edad", catalogo="grupo_edad", de_victima=True)
    estado_victima = CategoriaFilter(
        label="Estado de la víctima",
        catalogo="estado_victima",
        field_name="estado",
        de_victima=True,
    )
    hallazgo = CategoriaFilter(label="Cómo se le ubicó", catalogo="hallazgo", de_victima=True)
    vencidos = filtros.BooleanFilter(
        label="Sólo vencidos", method="por_vencidos", widget=forms.CheckboxInput
    )

    class Meta:
        model = Caso
        fields: tuple[str, ...] = ()

    @property
    def form(self) -> Any:
        """El formulario con las listas agrupadas y «Todos» como opción vacía. Se arma una vez."""
        if hasattr(self, "_form"):
            return self._form
        form = super().form
        for campo in form.fields.values():
            campo.necesario = True
            if isinstance(campo, CategoriaFormField):
                preparar_categoria(campo)
                if isinstance(campo.widget, forms.RadioSelect):
                    campo.widget = forms.Select(choices=vocabulario(campo.catalogo).opciones())
                opciones = list(campo.widget.choices)
                if opciones and opciones[0][0] == "":
                    opciones = opciones[1:]
                campo.widget.choices = [("", TODOS), *opciones]
        return form

    def filter_queryset(self, queryset: QuerySet) -> QuerySet:
        """Aplica los filtros; los de víctima, en un solo EXISTS."""
        conjunto = super().filter_queryset(queryset)
        condiciones = {
            f"{f.field_name}__in": f.valores(self.form.cleaned_data[nombre])
            for nombre, f in self.filters.items()
            if getattr(f, "de_victima", False) and self.form.cleaned_data.get(nombre)
        }
        return busqueda.con_victima(conjunto, condiciones)

    def por_texto(self, conjunto: QuerySet, nombre: str, valor: str) -> QuerySet:
        """Busca en el texto preparado."""
        return busqueda.con_texto(conjunto, valor)

    def por_lugar(self, conjunto: QuerySet, nombre: str, valor: Any) -> QuerySet:
        """Casos con un lugar del departamento, en el rol elegido (registro por defecto)."""
        rol = self.form.cleaned_data.get("rol") or "registro"
        return busqueda.con_lugar(conjunto, valor.pk, rol)

    def sin_efecto(self, conjunto: QuerySet, nombre: str, valor: str) -> QuerySet:
        """El rol sólo califica al departamento."""
        return conjunto

    def por_vencidos(self, conjunto: QuerySet, nombre: str, valor: bool) -> QuerySet:
        """Los que pasaron su plazo."""
        return vencidos(conjunto) if valor else conjunto
