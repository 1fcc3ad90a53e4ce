"""El menú como datos: cada entrada dice a qué vista va y qué permiso pide."""

from dataclasses import dataclass
from typing import Any

from django.urls import NoReverseMatch, reverse

from trata.cuentas.permisos import Permiso


@dataclass(frozen=True)
class Entrada:
    """Una entrada del menú. `vista` es el nombre de URL; `prefijo` marca cuándo está activa."""

    titulo: str
    vista: str
    permiso: Permiso
    prefijo: str
    icono: str = ""


@dataclass(frozen=True)
class Seccion:
    """Un grupo de entradas."""

    titulo: str
    entradas: tuple[Entrada, ...]


# Cada app agrega aquí sus entradas en su sección.
MENU: tuple[Seccion, ...] = (
    Seccion(
        "El país",
        (
            Entrada("La foto del año", "inicio", Permiso.TABLERO_VER, "/"),
            Entrada("Tablero del registro", "tableros:registro", Permiso.TABLERO_VER, "/tablero/"),
            Entrada(
                "¿Por qué no coinciden?",
                "tableros:coincidencias",
                Permiso.TABLERO_VER,
                "/por-que-no-coinciden/",
            ),
            Entrada("Territorio", "territorio:inicio", Permiso.TERRITORIO_VER, "/territorio/"),
            Entrada("Silencios", "tableros:silencios", Permiso.TABLERO_VER, "/silencios/"),
            Entrada("Alertas", "tableros:alertas", Permiso.TABLERO_VER, "/alertas/"),
            Entrada(
                "Serie oficial", "agregados:cargas", Permiso.TABLERO_VER, "/estadisticas/serie/"
            ),
        ),
    ),
    Seccion(
        "Registro",
        (
            Entrada("Mi trabajo", "casos:colas", Permiso.CASO_VER, "/casos/colas/"),
            Entrada("Casos", "casos:lista", Permiso.CASO_VER, "/casos/"),
            Entrada("Registrar caso", "casos:nuevo", Permiso.CASO_REGISTRAR, "/casos/nuevo/"),
            Entrada("Importar", "casos:importar", Permiso.CASO_IMPORTAR, "/casos/importar/"),
            Entrada(
                "Buscar a una persona",
                "casos:buscar-identidad",
                Permiso.IDENTIDAD_VER,
                "/casos/personas/",
            ),
            Entrada(
                "Posibles duplicados",
                "casos:duplicados",
                Permiso.DUPLICADO_RESOLVER,
                "/casos/duplicados/",
            ),
            Entrada("Enlaces", "casos:enlaces", Permiso.CASO_VER, "/casos/enlaces/"),
            Entrada("Relevo", "casos:relevo", Permiso.CASO_ASIGNAR, "/casos/relevo/"),
            Entrada("Abrir el «otro»", "casos:otro", Permiso.CASO_VALIDAR, "/casos/otro/"),
            Entrada("Vocabularios", "casos:vocabularios", Permiso.TABLERO_VER, "/casos/catalogos/"),
        ),
    ),
    Seccion(
        "Política Nacional",
        (
            Entrada(
                "La política en una página", "politica:mapa", Permiso.POLITICA_VER, "/politica/"
            ),
            Entrada(
                "Reportes", "politica:mis_reportes", Permiso.POLITICA_VER, "/politica/reportes/"
            ),
            Entrada(
                "Cifras del registro",
                "politica:calculados",
                Permiso.POLITICA_VER,
                "/politica/cifras-del-registro/",
            ),
            Entrada("Retrasos", "politica:retrasos", Permiso.POLITICA_VER, "/politica/retrasos/"),
            Entrada(
                "Comisión Multisectorial", "comision:inicio", Permiso.COMISION_VER, "/comision/"
            ),
            Entrada(
                "Catálogo", "politica:catalogo", Permiso.POLITICA_COMPLETAR, "/politica/catalogo/"
            ),
        ),
    ),
    Seccion(
        "Regiones",
        (
            Entrada("Las regiones", "regiones:lista", Permiso.REGION_VER, "/regiones/"),
            Entrada(
                "Redes provinciales",
                "regiones:cobertura",
                Permiso.REGION_VER,
                "/regiones/cobertura/",
            ),
            Entrada("Acuerdos", "regiones:acuerdos", Permiso.REGION_VER, "/regiones/acuerdos/"),
            Entrada("Alertas", "regiones:alertas", Permiso.REGION_VER, "/regiones/alertas/"),
            Entrada(
                "Fortalecimiento",
                "regiones:fortalecimiento",
                Permiso.REGION_VER,
                "/regiones/fortalecimiento/",
            ),
            Entrada(
                "Capacitaciones",
                "regiones:capacitaciones",
                Permiso.REGION_VER,
                "/regiones/capacitaciones/",
            ),
            Entrada(
                "Encuentros", "regiones:encuentros", Permiso.REGION_VER, "/regiones/encuentros/"
            ),
        ),
    ),
    Seccion(
        "Informes",
        (
            Entrada("Informes", "informes:lista", Permiso.INFORME_VER, "/informes/"),
            Entrada(
                "Mis secciones",
                "informes:mis-secciones",
                Permiso.INFORME_REDACTAR,
                "/informes/mis-secciones/",
            ),
            Entrada(
                "Cargos pendientes",
                "informes:cargos",
                Permiso.INFORME_TRAMITAR,
                "/informes/cargos/",
            ),
            Entrada(
                "Suscripciones",
                "informes:suscripciones",
                Permiso.INFORME_VER,
                "/informes/suscripciones/",
            ),
            Entrada(
                "Plantilla de Word",
                "informes:plantillas",
                Permiso.PLANTILLA_GESTIONAR,
                "/informes/plantillas/",
            ),
        ),
    ),
    Seccion(
        "Control",
        (
            Entrada("Estado del control", "auditoria:inicio", Permiso.AUDITORIA_VER, "/auditoria/"),
            Entrada(
                "Quién miró", "auditoria:accesos", Permiso.AUDITORIA_VER, "/auditoria/accesos/"
            ),
            Entrada(
                "Quién cambió", "auditoria:historia", Permiso.AUDITORIA_VER, "/auditoria/historia/"
            ),
            Entrada(
                "Quién entró", "auditoria:entradas", Permiso.AUDITORIA_VER, "/auditoria/entradas/"
            ),
            Entrada(
                "Alertas", "auditoria:alertas", Permiso.ALERTA_DE_ACCESO_VER, "/auditoria/alertas/"
            ),
            Entrada("Sello", "auditoria:sello", Permiso.AUDITORIA_VER, "/auditoria/sello/"),
            Entrada(
                "Incidentes",
                "auditoria:incidentes",
                Permiso.INCIDENTE_GESTIONAR,
                "/auditoria/incidentes/",
            ),
            Entrada(
                "Solicitudes ARCO",
                "auditoria:solicitudes",
                Permiso.INCIDENTE_GESTIONAR,
                "/auditoria/solicitudes/",
            ),
        ),
    ),
    Seccion(
        "Tu espacio",
        (
            Entrada("Trabajos", "trabajos:lista", Permiso.TRABAJO_VER, "/trabajos/"),
            Entrada(
                "Autorizaciones",
                "cuentas:autorizaciones",
                Permiso.TRABAJO_VER,
                "/cuentas/autorizaciones/",
            ),
        ),
    ),
    Seccion(
        "Administración",
        (
            Entrada(
                "Usuarios", "cuentas:usuarios", Permiso.USUARIO_GESTIONAR, "/cuentas/usuarios/"
            ),
            Entrada(
                "Recertificar accesos",
                "cuentas:recertificacion",
                Permiso.RECERTIFICAR,
                "/cuentas/recertificacion/",
            ),
            Entrada(
                "Convenios y credenciales",
                "integracion:convenios",
                Permiso.CONVENIO_GESTIONAR,
                "/integracion/convenios/",
            ),
            Entrada(
                "Avisos a otros sistemas",
                "integracion:avisos",
                Permiso.WEBHOOK_GESTIONAR,
                "/integracion/avisos/",
            ),
            Entrada(
                "Roles y permisos", "cuentas:roles", Permiso.USUARIO_GESTIONAR, "/cuentas/roles/"
            ),
            Entrada(
                "Bandeja de salida", "trabajos:bandeja", Permiso.BANDEJA_VER, "/trabajos/bandeja/"
            ),
            Entrada(
                "Correos retenidos", "trabajos:correos", Permiso.CORREO_VER, "/trabajos/correos/"
            ),
        ),
    ),
)


def ruta_de(vista: str) -> str | None:
    """La dirección de una vista, o `None` si todavía no existe."""
    try:
        return reverse(vista)
    except NoReverseMatch:
        return None


def secciones_de(usuario: Any) -> list[Seccion]:
    """Las secciones en el orden de quien mira: primero aquella con que empieza su día."""
    primera = usuario.rol.empieza_en if usuario.rol else ""
    return sorted(MENU, key=lambda seccion: seccion.titulo != primera)


def primera_vista(usuario: Any) -> str | None:
    """La dirección de la primera entrada del menú que el usuario puede abrir."""
    for seccion in secciones_de(usuario):
        for entrada in seccion.entradas:
            if usuario.tiene_permiso(entrada.permiso) and (ruta := ruta_de(entrada.vista)):
                return ruta
    return None
