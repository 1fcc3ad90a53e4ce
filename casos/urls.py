"""Rutas de casos."""

from django.urls import path

from casos import urls_protegido
from casos.views import apoyo, caso, entrada, importar, lista, otro

app_name = "casos"
urlpatterns = [
    *urls_protegido.urlpatterns,
    path("", lista.CasoListView.as_view(), name="lista"),
    path("colas/", lista.ColasView.as_view(), name="colas"),
    path("colas/aprobar/", caso.AprobarEnBloqueView.as_view(), name="aprobar-en-bloque"),
    path("colas/enviar/", caso.EnviarEnBloqueView.as_view(), name="enviar-en-bloque"),
    path("busquedas/", lista.GuardarBusquedaView.as_view(), name="guardar-busqueda"),
    path("busquedas/<int:pk>/borrar/", lista.BorrarBusquedaView.as_view(), name="borrar-busqueda"),
    path("nuevo/", entrada.BuscarAntesView.as_view(), name="nuevo"),
    path("nuevo/registrar/", entrada.CasoNuevoView.as_view(), name="registrar"),
    path("borrador/", apoyo.BorradorView.as_view(), name="borrador"),
    path("ubigeo/", apoyo.UbigeoView.as_view(), name="ubigeo"),
    path("otro/", otro.AbrirOtroView.as_view(), name="otro"),
    path("catalogos/", otro.VocabulariosView.as_view(), name="vocabularios"),
    path("importar/", importar.ImportarView.as_view(), name="importar"),
    path("importar/plantilla/", importar.PlantillaView.as_view(), name="plantilla"),
    path("importar/<uuid:uuid>/", importar.ImportacionView.as_view(), name="importacion"),
    path("importar/<uuid:uuid>/columnas/", importar.EmparejarView.as_view(), name="emparejar"),
    path(
        "importar/<uuid:uuid>/revisar/",
        importar.RevisarView.as_view(),
        name="importacion-revisar",
    ),
    path(
        "importar/<uuid:uuid>/deshacer/",
        importar.DeshacerView.as_view(),
        name="importacion-deshacer",
    ),
    path(
        "importar/<uuid:uuid>/confirmar/",
        importar.ImportacionConfirmarView.as_view(),
        name="importacion-confirmar",
    ),
    path("<uuid:uuid>/", caso.CasoDetailView.as_view(), name="detalle"),
    path("<uuid:uuid>/ficha/", entrada.TareasView.as_view(), name="tareas"),
    path("<uuid:uuid>/imprimir/", caso.CasoImprimirView.as_view(), name="imprimir"),
    path("<uuid:uuid>/revisar/", caso.RevisarView.as_view(), name="revisar"),
    path("<uuid:uuid>/enviar/", caso.EnviarView.as_view(), name="enviar"),
    path("<uuid:uuid>/validar/", caso.ValidarView.as_view(), name="validar"),
    path("<uuid:uuid>/anular/", caso.AnularView.as_view(), name="anular"),
    path(
        "<uuid:uuid>/observaciones/<uuid:observacion>/atender/",
        caso.AtenderView.as_view(),
        name="atender",
    ),
    path("<uuid:uuid>/seccion/<slug:codigo>/", entrada.SeccionView.as_view(), name="seccion"),
    path("<uuid:uuid>/<slug:codigo>/nueva/", entrada.ParteCreateView.as_view(), name="parte-nueva"),
    path(
        "<uuid:uuid>/<slug:codigo>/<uuid:parte>/", entrada.ParteUpdateView.as_view(), name="parte"
    ),
    path(
        "<uuid:uuid>/<slug:codigo>/<uuid:parte>/retirar/",
        apoyo.ParteRetirarView.as_view(),
        name="parte-retirar",
    ),
]
