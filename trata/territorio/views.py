"""El territorio en pantalla. El permiso va por su nombre: `cuentas` está un piso más arriba."""

from typing import Any

from django.db.models import QuerySet
from django.urls import reverse

from trata.comun.vistas import EditarView, PaginaView
from trata.territorio import acciones, consultas
from trata.territorio.forms import MacroRegionPolicialForm
from trata.territorio.models import MacroRegionPolicial


class TerritorioView(PaginaView):
    """Departamentos con su población, macrorregiones y Macro Regiones Policiales."""

    permiso = "territorio_ver"
    template_name = "territorio/territorio.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Todo lo que se muestra."""
        return super().get_context_data(**kwargs) | {
            "departamentos": consultas.departamentos_con_provincias(),
            "poblacion": consultas.poblacion_de(""),
            "macrorregiones": consultas.macrorregiones(),
            "policiales": consultas.macro_regiones_policiales(),
            "puede_corregir": self.request.user.tiene_permiso("catalogo_gestionar"),
        }


class MacroRegionPolicialView(EditarView):
    """Corregir una Macro Región Policial."""

    permiso = "catalogo_gestionar"
    es_territorial = False
    template_name = "territorio/macro_region.html"
    form_class = MacroRegionPolicialForm
    slug_field = "codigo"
    slug_url_kwarg = "codigo"

    def get_queryset(self) -> QuerySet[MacroRegionPolicial]:
        """Las del catálogo."""
        return consultas.macro_regiones_policiales()

    def accion(self, form: MacroRegionPolicialForm) -> MacroRegionPolicial:
        """Guarda la corrección."""
        return acciones.corregir_macro_region_policial(
            macrorregion=self.object, por=self.request.user, **form.cleaned_data
        )

    def get_success_url(self) -> str:
        """De vuelta al territorio."""
        return f"{reverse('territorio:inicio')}#policiales"
