"""Rutas de politica."""

from django.urls import URLPattern, path

from politica.views import catalogo, hoja, mapa, reportes, revision

app_name = "politica"
REPORTE = "reportes/<uuid:uuid>/"
urlpatterns: list[URLPattern] = [
    path("", mapa.MapaView.as_view(), name="mapa"),
    path("objetivos/<str:codigo>/", mapa.ObjetivoView.as_view(), name="objetivo"),
    path("lineamientos/<str:codigo>/", mapa.LineamientoView.as_view(), name="lineamiento"),
    path("servicios/<str:codigo>/", mapa.ServicioView.as_view(), name="servicio"),
    path("indicadores/<str:codigo>/", mapa.FichaView.as_view(), name="ficha"),
    path("entidades/<slug:codigo>/", mapa.EntidadView.as_view(), name="entidad"),
    path("retrasos/", mapa.RetrasosView.as_view(), name="retrasos"),
    path("comparar/", mapa.ComparacionView.as_view(), name="comparar"),
    path("cifras-del-registro/", mapa.CalculadosView.as_view(), name="calculados"),
    path("catalogo/", mapa.HuecosView.as_view(), name="catalogo"),
    path("catalogo/version/", catalogo.VersionCrearView.as_view(), name="version_nueva"),
    path("catalogo/semaforo/", catalogo.SemaforoView.as_view(), name="semaforo"),
    path("catalogo/indicador/", catalogo.IndicadorNuevoView.as_view(), name="indicador_nuevo"),
    path("catalogo/logro/<str:codigo>/", catalogo.LogroView.as_view(), name="logro"),
    path(
        "catalogo/completar/<slug:elemento>/<str:codigo>/",
        catalogo.CompletarView.as_view(),
        name="completar",
    ),
    path(
        "catalogo/retirar/<slug:elemento>/<str:codigo>/",
        catalogo.RetirarView.as_view(),
        name="retirar",
    ),
    path("reportes/", reportes.MisReportesView.as_view(), name="mis_reportes"),
    path("reportes/plantilla.xlsx", hoja.PlantillaView.as_view(), name="plantilla"),
    path("reportes/subir/", hoja.SubirHojaView.as_view(), name="subir"),
    path(REPORTE, reportes.ReporteView.as_view(), name="reporte"),
    path(f"{REPORTE}enviar/", reportes.EnviarView.as_view(), name="enviar"),
    path(f"{REPORTE}devolver/", reportes.DevolverView.as_view(), name="devolver"),
    path(f"{REPORTE}copiar/", reportes.CopiarView.as_view(), name="copiar"),
    path(f"{REPORTE}evidencia/", reportes.EvidenciaCrearView.as_view(), name="evidencia_nueva"),
    path(
        f"{REPORTE}evidencia/<uuid:evidencia>/retirar/",
        reportes.EvidenciaRetirarView.as_view(),
        name="evidencia_retirar",
    ),
    path("evidencias/<uuid:evidencia>/", reportes.EvidenciaView.as_view(), name="evidencia"),
    path(
        f"{REPORTE}desagregar/<uuid:indicador>/",
        reportes.DesagregarView.as_view(),
        name="desagregar",
    ),
    path(
        f"{REPORTE}rectificar/<uuid:indicador>/",
        reportes.RectificarView.as_view(),
        name="rectificar",
    ),
    path(
        f"{REPORTE}traer/<uuid:indicador>/",
        reportes.TraerDelRegistroView.as_view(),
        name="traer",
    ),
    path(f"{REPORTE}presupuesto/", reportes.RecursoView.as_view(), name="recurso"),
    path(f"{REPORTE}observar/", revision.ObservarView.as_view(), name="observar"),
    path(f"{REPORTE}validar/", revision.ValidarView.as_view(), name="validar"),
    path(f"{REPORTE}conformidad/", revision.ConformidadView.as_view(), name="conformidad"),
    path("periodos/", revision.PeriodoListView.as_view(), name="periodos"),
    path("periodos/nuevo/", revision.PeriodoCrearView.as_view(), name="periodo_nuevo"),
    path("periodos/<uuid:uuid>/", revision.PeriodoView.as_view(), name="periodo"),
    path("periodos/<uuid:uuid>/editar/", revision.PeriodoEditarView.as_view(), name="editar"),
    path("periodos/<uuid:uuid>/cerrar/", revision.PeriodoCerrarView.as_view(), name="cerrar"),
]
