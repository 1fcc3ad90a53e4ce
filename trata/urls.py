"""Rutas de la casa: sólo cadenas; cada app trae las suyas."""

from django.urls import include, path

urlpatterns = [
    path("", include("trata.tableros.urls")),
    path("cuenta/", include("allauth.urls")),
    path("cuentas/", include("trata.cuentas.urls")),
    path("territorio/", include("trata.territorio.urls")),
    path("auditoria/", include("trata.auditoria.urls")),
    path("trabajos/", include("trata.trabajos.urls")),
    path("salud/", include("trata.trabajos.urls_salud")),
    path("estadisticas/", include("trata.agregados.urls")),
    path("politica/", include("politica.urls")),
    path("comision/", include("politica.comision.urls")),
    path("casos/", include("casos.urls")),
    path("regiones/", include("regiones.urls")),
    path("informes/", include("trata.informes.urls")),
    path("integracion/", include("trata.integracion.urls")),
    path("api/v1/", include("trata.integracion.api_urls")),
    path("", include("trata.comun.urls")),
]

handler400 = "trata.comun.paginas_de_error.error_400"
handler403 = "trata.comun.paginas_de_error.error_403"
handler404 = "trata.comun.paginas_de_error.error_404"
handler500 = "trata.comun.paginas_de_error.error_500"
