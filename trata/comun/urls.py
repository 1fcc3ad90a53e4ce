"""Rutas de comun."""

from django.urls import path

from trata.comun import vistas_galeria, vistas_publicas

urlpatterns = [
    path("_componentes/", vistas_galeria.galeria, name="galeria"),
    path("_componentes/<slug:hoja>/", vistas_galeria.galeria, name="galeria_hoja"),
    path("accesibilidad/", vistas_publicas.accesibilidad, name="accesibilidad"),
    path("sin-conexion/", vistas_publicas.sin_conexion, name="sin_conexion"),
    path("sin-conexion.js", vistas_publicas.trabajador_sin_conexion, name="sin_conexion_js"),
    path("sesion/seguir/", vistas_publicas.seguir, name="seguir_conectado"),
]
