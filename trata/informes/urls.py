"""Rutas de informes."""

from django.urls import path, re_path

from trata.informes.views import (
    entrega,
    equipo,
    informes,
    plantillas,
    publicas,
    redaccion,
    suscripciones,
)

app_name = "informes"
UN_INFORME = "<uuid:uuid>"
UNA_SECCION = f"{UN_INFORME}/texto/<slug:clave>"
UNA_VERSION = f"{UN_INFORME}/version/<int:version>"
UUID = r"(?P<uuid>[0-9a-f-]{36})"
_generales = [
    path("", informes.InformeListView.as_view(), name="lista"),
    path("nuevo/", informes.InformeCreateView.as_view(), name="nuevo"),
    path("mis-secciones/", equipo.MisSeccionesView.as_view(), name="mis-secciones"),
    path("cargos/", entrega.CargosView.as_view(), name="cargos"),
    path("verificar/", publicas.VerificarInformeView.as_view(), name="verificar-copia"),
    path("verificar/<uuid:clave>/", publicas.VerificarInformeView.as_view(), name="verificar"),
]
_plantillas = [
    path("plantillas/", plantillas.PlantillasView.as_view(), name="plantillas"),
    path("plantillas/subir/", plantillas.PlantillaSubirView.as_view(), name="plantilla-subir"),
    path("plantillas/de-la-casa/", plantillas.PlantillaBaseView.as_view(), name="plantilla-base"),
    path("plantillas/volver/", plantillas.PlantillaVolverView.as_view(), name="plantilla-volver"),
    path("plantillas/<uuid:uuid>/", plantillas.PlantillaView.as_view(), name="plantilla"),
    path(
        "plantillas/<uuid:uuid>/ejemplo/",
        plantillas.PlantillaEjemploView.as_view(),
        name="plantilla-ejemplo",
    ),
    path(
        "plantillas/<uuid:uuid>/archivo/",
        plantillas.PlantillaArchivoView.as_view(),
        name="plantilla-archivo",
    ),
    path(
        "plantillas/<uuid:uuid>/usar/",
        plantillas.PlantillaUsarView.as_view(),
        name="plantilla-usar",
    ),
]
_suscripciones = [
    path("suscripciones/", suscripciones.SuscripcionesView.as_view(), name="suscripciones"),
    path("suscripciones/nueva/", suscripciones.SuscribirView.as_view(), name="suscribir"),
    path(
        "suscripciones/<uuid:uuid>/",
        suscripciones.SuscripcionView.as_view(),
        name="suscripcion",
    ),
    path(
        "suscripciones/<uuid:uuid>/baja/",
        suscripciones.SuscripcionBajaView.as_view(),
        name="suscripcion-baja",
    ),
]
_un_informe = [
    path(f"{UN_INFORME}/", informes.InformeDetailView.as_view(), name="detalle"),
    path(f"{UN_INFORME}/generar/<slug:formato>/", informes.GenerarView.as_view(), name="generar"),
    re_path(
        rf"^{UUID}/paso/(?P<paso>enviar|aprobar|publicar)/$",
        informes.PasoView.as_view(),
        name="paso",
    ),
    re_path(
        rf"^{UUID}/motivo/(?P<paso>devolver|retirar|reabrir)/$",
        equipo.MotivoView.as_view(),
        name="motivo",
    ),
    path(f"{UNA_SECCION}/", redaccion.TextoView.as_view(), name="texto"),
    path(f"{UNA_SECCION}/vista/", redaccion.VistaPreviaView.as_view(), name="texto-vista"),
    path(f"{UNA_SECCION}/campos/", redaccion.CamposView.as_view(), name="texto-campos"),
    path(f"{UNA_SECCION}/borrador/", redaccion.BorradorView.as_view(), name="texto-borrador"),
    path(f"{UNA_SECCION}/descartar/", redaccion.DescartarView.as_view(), name="texto-descartar"),
    path(f"{UN_INFORME}/comentar/<slug:clave>/", equipo.ComentarioView.as_view(), name="comentar"),
    path(
        f"{UN_INFORME}/comentarios/<uuid:comentario>/",
        equipo.ComentarioEstadoView.as_view(),
        name="comentario",
    ),
    path(f"{UN_INFORME}/asignar/<slug:clave>/", equipo.AsignarView.as_view(), name="asignar"),
    path(
        f"{UN_INFORME}/asignacion/<slug:clave>/",
        equipo.AsignacionEstadoView.as_view(),
        name="asignacion",
    ),
]
_una_version = [
    path(f"{UNA_VERSION}/", entrega.PublicadaView.as_view(), name="publicada"),
    path(f"{UNA_VERSION}/cambios/", informes.CambiosView.as_view(), name="cambios"),
    path(f"{UNA_VERSION}/preparar/", entrega.PrepararView.as_view(), name="preparar"),
    path(f"{UNA_VERSION}/tramite/", entrega.TramiteView.as_view(), name="tramite"),
    path(f"{UNA_VERSION}/firmado/", entrega.FirmadoView.as_view(), name="firmado"),
    path(
        f"{UNA_VERSION}/firmado/archivo/",
        entrega.FirmadoArchivoView.as_view(),
        name="firmado-archivo",
    ),
    path(
        f"{UNA_VERSION}/firmado/retirar/",
        entrega.FirmadoRetirarView.as_view(),
        name="firmado-retirar",
    ),
    path(f"{UNA_VERSION}/envios/", entrega.EnvioView.as_view(), name="envio"),
    path(f"{UNA_VERSION}/envios/<uuid:envio>/", entrega.CargoView.as_view(), name="cargo"),
    path(f"{UNA_VERSION}/archivo/<slug:formato>/", entrega.ArchivoView.as_view(), name="version"),
]
urlpatterns = [*_generales, *_plantillas, *_suscripciones, *_un_informe, *_una_version]
