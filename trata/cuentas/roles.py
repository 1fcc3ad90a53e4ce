"""La tabla de roles: quién puede qué. Es el único sitio, y se imprime para quien audita."""

from dataclasses import dataclass

from trata.cuentas.permisos import Permiso as P  # noqa: N817 - la tabla se lee mejor

BASICOS = frozenset({P.TRABAJO_VER, P.TERRITORIO_VER})
LECTURA = frozenset({P.TABLERO_VER, P.POLITICA_VER, P.COMISION_VER, P.REGION_VER, P.INFORME_VER})


@dataclass(frozen=True)
class Rol:
    """Una función en la casa: nombre, para quién es, lo que puede hacer y la sección del menú con
    que empieza su día."""

    codigo: str
    nombre: str
    para: str
    permisos: frozenset[P]
    exige_resolucion: bool = False
    es_territorial: bool = True
    empieza_en: str = "El país"

    def puede(self, permiso: P) -> bool:
        """Dice si el rol tiene el permiso."""
        return permiso in self.permisos


def _rol(codigo: str, nombre: str, para: str, *permisos: P, **extras: bool | str) -> Rol:
    return Rol(codigo, nombre, para, BASICOS | frozenset(permisos), **extras)


ROLES: dict[str, Rol] = {
    rol.codigo: rol
    for rol in (
        _rol(
            "analista",
            "Analista",
            "Registra casos y víctimas de su ámbito",
            P.CASO_VER,
            P.CASO_REGISTRAR,
            P.CASO_IMPORTAR,
            P.CASO_EXPORTAR,
            P.ATENCION_REGISTRAR,
            P.IDENTIDAD_VER,
            P.IDENTIDAD_EDITAR,
            P.DUPLICADO_RESOLVER,
            *LECTURA,
            empieza_en="Registro",
        ),
        _rol(
            "enlace_institucional",
            "Enlace institucional",
            "Escribe las secciones de su institución (MP, PJ, UDAVIT, UPE, CEM, "
            "Defensa Pública, Migraciones, MRE)",
            P.CASO_VER,
            P.ATENCION_REGISTRAR,
            P.IDENTIDAD_VER,
            P.TABLERO_VER,
            empieza_en="Registro",
        ),
        _rol(
            "validador",
            "Validador de la Secretaría Técnica",
            "Revisa registros y reportes que otra persona ingresó",
            P.CASO_VER,
            P.CASO_VALIDAR,
            P.CASO_ASIGNAR,
            P.CASO_EXPORTAR,
            P.IDENTIDAD_VER,
            P.DUPLICADO_RESOLVER,
            P.ALERTA_DE_ACCESO_VER,
            P.REPORTE_VALIDAR,
            P.PERIODO_GESTIONAR,
            P.POLITICA_COMPLETAR,
            P.COMISION_GESTIONAR,
            P.REGION_GESTIONAR,
            P.CAPACITACION_REGISTRAR,
            P.INFORME_REDACTAR,
            P.INFORME_TRAMITAR,
            P.PLANTILLA_GESTIONAR,
            P.ESTADISTICA_RECALCULAR,
            P.SERIE_IMPORTAR,
            *LECTURA,
            empieza_en="Registro",
        ),
        _rol(
            "direccion",
            "Dirección de la Secretaría Técnica",
            "Conduce, aprueba y publica",
            P.CASO_VER,
            P.CASO_VALIDAR,
            P.CASO_ANULAR,
            P.CASO_ASIGNAR,
            P.CASO_EXPORTAR,
            P.ALERTA_DE_ACCESO_VER,
            P.REPORTE_VALIDAR,
            P.PERIODO_GESTIONAR,
            P.POLITICA_COMPLETAR,
            P.COMISION_GESTIONAR,
            P.REGION_GESTIONAR,
            P.CAPACITACION_REGISTRAR,
            P.INFORME_REDACTAR,
            P.INFORME_APROBAR,
            P.INFORME_PUBLICAR,
            P.INFORME_TRAMITAR,
            P.PLANTILLA_GESTIONAR,
            P.ESTADISTICA_RECALCULAR,
            P.SERIE_IMPORTAR,
            *LECTURA,
        ),
        _rol(
            "punto_focal",
            "Punto focal de un sector",
            "Reporta los servicios de su entidad",
            P.REPORTE_REGISTRAR,
            *LECTURA,
            exige_resolucion=True,
            es_territorial=False,
            empieza_en="Política Nacional",
        ),
        _rol(
            "planeamiento",
            "Planeamiento (OGPP)",
            "Da conformidad a los reportes validados",
            P.REPORTE_CONFORMIDAD,
            *LECTURA,
            es_territorial=False,
            empieza_en="Política Nacional",
        ),
        _rol(
            "coordinador_regional",
            "Coordinador regional",
            "Ve los agregados de su región y lleva su espacio; no ve casos",
            P.REGION_GESTIONAR,
            P.CAPACITACION_REGISTRAR,
            *LECTURA,
            empieza_en="Regiones",
        ),
        _rol(
            "comisionado",
            "Comisionado",
            "Lee agregados e informes",
            *LECTURA,
            es_territorial=False,
        ),
        _rol(
            "auditor",
            "Auditor y oficial de datos",
            "Revisa quién hizo y quién miró; no ve identidades",
            P.AUDITORIA_VER,
            P.INCIDENTE_GESTIONAR,
            P.RECERTIFICAR,
            P.ALERTA_DE_ACCESO_VER,
            es_territorial=False,
            empieza_en="Control",
        ),
        _rol(
            "administrador",
            "Administrador",
            "Gestiona usuarios y catálogos; no ve datos de víctimas",
            P.USUARIO_GESTIONAR,
            P.CATALOGO_GESTIONAR,
            P.CONVENIO_GESTIONAR,
            P.WEBHOOK_GESTIONAR,
            P.CORREO_VER,
            P.BANDEJA_VER,
            es_territorial=False,
            empieza_en="Administración",
        ),
        _rol(
            "sistema",
            "Sistema de otra institución",
            "Cuenta de API; cada credencial recorta estos permisos con sus alcances",
            P.CASO_VER,
            P.CASO_REGISTRAR,
            P.CASO_IMPORTAR,
            P.ATENCION_REGISTRAR,
            P.IDENTIDAD_VER,
            P.IDENTIDAD_EDITAR,
            P.REPORTE_REGISTRAR,
            P.REGION_GESTIONAR,
            P.CAPACITACION_REGISTRAR,
            *LECTURA,
        ),
    )
}
OPCIONES_DE_ROL = tuple((rol.codigo, rol.nombre) for rol in ROLES.values())


def nombre_del_rol(codigo: str) -> str:
    """«analista» → «Analista»; un código que ya no existe se muestra tal cual."""
    rol = ROLES.get(codigo)
    return rol.nombre if rol else codigo
