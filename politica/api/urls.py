"""Rutas de la API de la política."""

from rest_framework.routers import SimpleRouter

from politica.api import views

rutas = SimpleRouter()
rutas.register("politica/objetivos", views.ObjetivoViewSet, basename="api-objetivo")
rutas.register("politica/lineamientos", views.LineamientoViewSet, basename="api-lineamiento")
rutas.register("politica/servicios", views.ServicioViewSet, basename="api-servicio")
rutas.register("politica/indicadores", views.IndicadorViewSet, basename="api-indicador")
rutas.register("politica/periodos", views.PeriodoViewSet, basename="api-periodo")
rutas.register("politica/reportes", views.ReporteViewSet, basename="api-reporte")
urlpatterns = rutas.urls
