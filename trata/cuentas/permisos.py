"""Los permisos de la casa, uno por verbo. Quién tiene cuál se lee en `roles.py`."""

from enum import StrEnum


class Permiso(StrEnum):
    """Cada permiso es `cosa_verbo`; `descripcion` lo explica en una frase."""

    # Registro
    CASO_VER = "caso_ver"
    CASO_REGISTRAR = "caso_registrar"
    CASO_VALIDAR = "caso_validar"
    CASO_ANULAR = "caso_anular"
    CASO_ASIGNAR = "caso_asignar"
    CASO_EXPORTAR = "caso_exportar"
    CASO_IMPORTAR = "caso_importar"
    ATENCION_REGISTRAR = "atencion_registrar"
    IDENTIDAD_VER = "identidad_ver"
    IDENTIDAD_EDITAR = "identidad_editar"
    DUPLICADO_RESOLVER = "duplicado_resolver"
    # Estadística
    TABLERO_VER = "tablero_ver"
    ESTADISTICA_RECALCULAR = "estadistica_recalcular"
    SERIE_IMPORTAR = "serie_importar"
    # Política y Comisión
    POLITICA_VER = "politica_ver"
    POLITICA_COMPLETAR = "politica_completar"
    REPORTE_REGISTRAR = "reporte_registrar"
    REPORTE_VALIDAR = "reporte_validar"
    REPORTE_CONFORMIDAD = "reporte_conformidad"
    PERIODO_GESTIONAR = "periodo_gestionar"
    COMISION_VER = "comision_ver"
    COMISION_GESTIONAR = "comision_gestionar"
    # Regiones
    REGION_VER = "region_ver"
    REGION_GESTIONAR = "region_gestionar"
    CAPACITACION_REGISTRAR = "capacitacion_registrar"
    # Informes
    INFORME_VER = "informe_ver"
    INFORME_REDACTAR = "informe_redactar"
    INFORME_APROBAR = "informe_aprobar"
    INFORME_PUBLICAR = "informe_publicar"
    INFORME_TRAMITAR = "informe_tramitar"
    PLANTILLA_GESTIONAR = "plantilla_gestionar"
    # Interoperabilidad
    CONVENIO_GESTIONAR = "convenio_gestionar"
    WEBHOOK_GESTIONAR = "webhook_gestionar"
    # Auditoría
    AUDITORIA_VER = "auditoria_ver"
    INCIDENTE_GESTIONAR = "incidente_gestionar"
    ALERTA_DE_ACCESO_VER = "alerta_de_acceso_ver"
    # Casa
    USUARIO_GESTIONAR = "usuario_gestionar"
    RECERTIFICAR = "recertificar"
    CATALOGO_GESTIONAR = "catalogo_gestionar"
    TERRITORIO_VER = "territorio_ver"
    TRABAJO_VER = "trabajo_ver"
    CORREO_VER = "correo_ver"
    BANDEJA_VER = "bandeja_ver"

    @property
    def descripcion(self) -> str:
        """La frase que se imprime en `docs/seguridad.md` y en la pantalla de roles."""
        return DESCRIPCIONES[self]


DESCRIPCIONES: dict[Permiso, str] = {
    Permiso.CASO_VER: "Ver los casos de su ámbito, con seudónimo",
    Permiso.CASO_REGISTRAR: "Registrar y corregir casos",
    Permiso.CASO_VALIDAR: "Observar o dar conformidad a lo que otra persona registró",
    Permiso.CASO_ANULAR: "Anular un registro con motivo",
    Permiso.CASO_ASIGNAR: "Asignar personas a un caso y hacer el relevo",
    Permiso.CASO_EXPORTAR: "Exportar casos sin identidades",
    Permiso.CASO_IMPORTAR: "Importar casos desde un archivo",
    Permiso.ATENCION_REGISTRAR: "Escribir las secciones y atenciones de su institución",
    Permiso.IDENTIDAD_VER: "Revelar una identidad, de una en una y con motivo",
    Permiso.IDENTIDAD_EDITAR: "Escribir la identidad de una persona",
    Permiso.DUPLICADO_RESOLVER: "Unir o separar posibles duplicados",
    Permiso.TABLERO_VER: "Ver tableros y cuadros de su ámbito",
    Permiso.ESTADISTICA_RECALCULAR: "Pedir el recálculo de los agregados",
    Permiso.SERIE_IMPORTAR: "Cargar la serie oficial",
    Permiso.POLITICA_VER: "Ver la política y su avance",
    Permiso.POLITICA_COMPLETAR: "Completar el catálogo de la política con su norma",
    Permiso.REPORTE_REGISTRAR: "Reportar los servicios de su entidad",
    Permiso.REPORTE_VALIDAR: "Observar o validar reportes de otra entidad",
    Permiso.REPORTE_CONFORMIDAD: "Dar conformidad de planeamiento a un reporte validado",
    Permiso.PERIODO_GESTIONAR: "Abrir y cerrar periodos de reporte",
    Permiso.COMISION_VER: "Ver sesiones y acuerdos de la Comisión",
    Permiso.COMISION_GESTIONAR: "Convocar sesiones y registrar acuerdos de la Comisión",
    Permiso.REGION_VER: "Ver espacios, planes y actividades regionales",
    Permiso.REGION_GESTIONAR: "Registrar lo de su espacio regional",
    Permiso.CAPACITACION_REGISTRAR: "Registrar capacitaciones y encuentros",
    Permiso.INFORME_VER: "Ver informes",
    Permiso.INFORME_REDACTAR: "Redactar secciones de un informe",
    Permiso.INFORME_APROBAR: "Aprobar un informe",
    Permiso.INFORME_PUBLICAR: "Publicar y numerar un informe",
    Permiso.INFORME_TRAMITAR: "Llevar el número, el PDF firmado y los cargos de un informe",
    Permiso.PLANTILLA_GESTIONAR: "Reemplazar la plantilla de Word de los informes",
    Permiso.CONVENIO_GESTIONAR: "Gestionar convenios y credenciales de sistemas",
    Permiso.WEBHOOK_GESTIONAR: "Gestionar avisos a otros sistemas",
    Permiso.AUDITORIA_VER: "Ver la historia, los accesos y la verificación del sello",
    Permiso.INCIDENTE_GESTIONAR: "Llevar incidentes y solicitudes ARCO",
    Permiso.ALERTA_DE_ACCESO_VER: "Ver alertas de lecturas inusuales de su equipo",
    Permiso.USUARIO_GESTIONAR: "Gestionar usuarios y designaciones",
    Permiso.RECERTIFICAR: "Recertificar accesos cada trimestre",
    Permiso.CATALOGO_GESTIONAR: "Gestionar catálogos",
    Permiso.TERRITORIO_VER: "Consultar el territorio",
    Permiso.TRABAJO_VER: "Ver sus propios trabajos en segundo plano",
    Permiso.CORREO_VER: "Ver los correos retenidos en la demostración",
    Permiso.BANDEJA_VER: "Ver la bandeja de salida y reintentar lo atascado",
}
