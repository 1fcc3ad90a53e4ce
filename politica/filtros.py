"""Los filtros de la política, los mismos en pantalla y en la API."""

import django_filters as filtros

from politica.models import Estado, Indicador, Periodo, Reporte, Servicio


class ReporteFilterSet(filtros.FilterSet):
    """Reportes por periodo, entidad, servicio y estado."""

    anio = filtros.NumberFilter(field_name="periodo__anio", label="Año")
    tipo = filtros.ChoiceFilter(
        field_name="periodo__tipo", choices=Periodo.Tipo.choices, label="Tipo de periodo"
    )
    estado = filtros.MultipleChoiceFilter(choices=Estado.choices, label="Estado")

    class Meta:
        model = Reporte
        fields = ("entidad", "servicio", "indicador")


class ServicioFilterSet(filtros.FilterSet):
    """Servicios por lineamiento y entidad."""

    class Meta:
        model = Servicio
        fields = ("lineamiento", "entidad")


class IndicadorFilterSet(filtros.FilterSet):
    """Indicadores por servicio y objetivo."""

    class Meta:
        model = Indicador
        fields = ("servicio", "objetivo", "unidad")
