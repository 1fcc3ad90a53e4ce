"""Rutas de regiones."""

from django.urls import path, register_converter
from django.urls.converters import StringConverter

from regiones.views import (
    capacitaciones,
    encuentros,
    espacios,
    planes,
    publico,
    regiones,
    sesiones,
)


class VerboConverter(StringConverter):
    """Los verbos de una sesión."""

    regex = "instalar|cerrar|cancelar|asistencia|desarrollo"


class DocumentoConverter(StringConverter):
    """Los documentos de una sesión."""

    regex = "acta|oficio"


class FormatoConverter(StringConverter):
    """Los formatos en que se baja una tabla."""

    regex = "csv|xlsx"


register_converter(FormatoConverter, "formato_de_tabla")
register_converter(VerboConverter, "verbo_de_sesion")
register_converter(DocumentoConverter, "documento_de_sesion")

app_name = "regiones"
E_, S_, P_ = espacios, sesiones, planes
C_, N_, R_ = capacitaciones, encuentros, regiones
urlpatterns = [
    path("", R_.RegionesView.as_view(), name="lista"),
    path("comparacion.<formato_de_tabla:formato>", R_.DescargaView.as_view(), name="descarga"),
    path("cobertura/", R_.CoberturaView.as_view(), name="cobertura"),
    path("alertas/", R_.AlertasView.as_view(), name="alertas"),
    path("acuerdos/", R_.AcuerdosView.as_view(), name="acuerdos"),
    path("acuerdos/<uuid:uuid>/", S_.AcuerdoView.as_view(), name="acuerdo"),
    path("fortalecimiento/", R_.FortalecimientoView.as_view(), name="fortalecimiento"),
    path("certificado/", publico.VerificarCertificadoView.as_view(), name="verificar"),
    path(
        "certificado/<slug:codigo>/",
        publico.VerificarCertificadoView.as_view(),
        name="certificado",
    ),
    # Espacios
    path("espacios/<uuid:uuid>/", E_.EspacioView.as_view(), name="espacio"),
    path("espacios/<uuid:uuid>/corregir/", E_.EditarEspacioView.as_view(), name="espacio_editar"),
    path("espacios/<uuid:uuid>/red/", E_.EspacioNuevoView.as_view(), name="espacio_nuevo"),
    path("espacios/<uuid:uuid>/norma/", E_.NormaNuevaView.as_view(), name="norma_nueva"),
    path(
        "espacios/<uuid:uuid>/institucion/",
        E_.IntegranteNuevoView.as_view(),
        name="integrante_nuevo",
    ),
    path("espacios/<uuid:uuid>/convocar/", S_.ConvocarView.as_view(), name="convocar"),
    path("espacios/<uuid:uuid>/plan/", P_.PlanNuevoView.as_view(), name="plan_nuevo"),
    path(
        "espacios/<uuid:uuid>/plan-anual/", P_.PlanAnualNuevoView.as_view(), name="plan_anual_nuevo"
    ),
    path("espacios/<uuid:uuid>/meta/", P_.MetaView.as_view(), name="meta"),
    path(
        "espacios/<uuid:uuid>/asistencia-tecnica/",
        P_.AsistenciaTecnicaNuevaView.as_view(),
        name="asistencia_nueva",
    ),
    path(
        "instituciones/<uuid:uuid>/representante/",
        E_.RepresentanteNuevoView.as_view(),
        name="representante_nuevo",
    ),
    path(
        "instituciones/<uuid:uuid>/terminar/",
        E_.TerminarIntegranteView.as_view(),
        name="integrante_terminar",
    ),
    path(
        "instituciones/<uuid:uuid>/oficio/",
        E_.OficioDeInasistenciaView.as_view(),
        name="oficio_inasistencia",
    ),
    # Sesiones
    path("sesiones/<uuid:uuid>/", S_.SesionView.as_view(), name="sesion"),
    path("sesiones/<uuid:uuid>/acuerdo/", S_.AcuerdoNuevoView.as_view(), name="acuerdo_nuevo"),
    path(
        "sesiones/<uuid:uuid>/<documento_de_sesion:documento>.docx",
        S_.DocumentoDeSesionView.as_view(),
        name="documento",
    ),
    path(
        "sesiones/<uuid:uuid>/<verbo_de_sesion:verbo>/",
        S_.VerboDeSesionView.as_view(),
        name="sesion_verbo",
    ),
    # Planes
    path("planes/<uuid:uuid>/", P_.PlanEditarView.as_view(), name="plan"),
    path("planes-anuales/<uuid:uuid>/", P_.PlanAnualView.as_view(), name="plan_anual"),
    path(
        "planes-anuales/<uuid:uuid>/corregir/",
        P_.PlanAnualEditarView.as_view(),
        name="plan_anual_editar",
    ),
    path(
        "planes-anuales/<uuid:uuid>/actividad/",
        P_.ActividadNuevaView.as_view(),
        name="actividad_nueva",
    ),
    path("actividades/<uuid:uuid>/", P_.ActividadView.as_view(), name="actividad"),
    path("asistencias/<uuid:uuid>/", P_.AsistenciaTecnicaView.as_view(), name="asistencia"),
    # Capacitaciones
    path("capacitaciones/", C_.CapacitacionesView.as_view(), name="capacitaciones"),
    path("capacitaciones/nueva/", C_.CapacitacionNuevaView.as_view(), name="capacitacion_nueva"),
    path("capacitaciones/<uuid:uuid>/", C_.CapacitacionView.as_view(), name="capacitacion"),
    path(
        "capacitaciones/<uuid:uuid>/corregir/",
        C_.CapacitacionEditarView.as_view(),
        name="capacitacion_editar",
    ),
    path("capacitaciones/<uuid:uuid>/grupo/", C_.GrupoNuevoView.as_view(), name="grupo_nuevo"),
    path("capacitaciones/<uuid:uuid>/lista/", C_.ParticipantesView.as_view(), name="participantes"),
    path(
        "capacitaciones/<uuid:uuid>/certificados/",
        C_.CertificadosView.as_view(),
        name="certificados",
    ),
    path(
        "capacitaciones/<uuid:uuid>/anular-certificado/",
        C_.AnularCertificadoView.as_view(),
        name="certificado_anular",
    ),
    # Encuentros
    path("encuentros/", N_.EncuentrosView.as_view(), name="encuentros"),
    path("encuentros/nuevo/", N_.EncuentroNuevoView.as_view(), name="encuentro_nuevo"),
    path("encuentros/<uuid:uuid>/", N_.EncuentroView.as_view(), name="encuentro"),
    path("encuentros/<uuid:uuid>/nudo/", N_.NudoNuevoView.as_view(), name="nudo_nuevo"),
    path("encuentros/<uuid:uuid>/practica/", N_.PracticaNuevaView.as_view(), name="practica_nueva"),
    path(
        "encuentros/<uuid:uuid>/compromiso/",
        N_.CompromisoNuevoView.as_view(),
        name="compromiso_nuevo",
    ),
    path("encuentros/<uuid:uuid>/continuar/", N_.ContinuarView.as_view(), name="continuar"),
    path("nudos/<uuid:uuid>/", N_.NudoView.as_view(), name="nudo"),
    path("compromisos/<uuid:uuid>/", N_.CompromisoView.as_view(), name="compromiso"),
    path("practicas/<uuid:uuid>/adoptar/", N_.AdoptarView.as_view(), name="adoptar"),
    # Regiones, al final: su dirección es su nombre
    path("<slug:codigo>/", R_.RegionView.as_view(), name="region"),
    path("<slug:codigo>/informe/<int:anio>/", E_.InformeView.as_view(), name="informe"),
    path(
        "<slug:codigo>/informe/<int:anio>.docx", E_.InformeDocxView.as_view(), name="informe_docx"
    ),
]
