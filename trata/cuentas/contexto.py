"""Lo que toda plantilla sabe: menú según el rol, ámbito y entorno."""

from typing import Any

from django.conf import settings
from django.http import HttpRequest

from trata.cuentas.navegacion import ruta_de, secciones_de

AVISO_ANTES_SEGUNDOS = 300
ENTRADAS_SIN_PLEGAR = 12


def menu_para(usuario: Any, ruta_actual: str) -> list[dict[str, Any]]:
    """Recibe el usuario y la ruta del pedido; devuelve las secciones que su rol puede abrir."""
    secciones = []
    for seccion in secciones_de(usuario):
        entradas = [
            {"titulo": e.titulo, "url": url, "icono": e.icono, "prefijo": e.prefijo}
            for e in seccion.entradas
            if usuario.tiene_permiso(e.permiso) and (url := ruta_de(e.vista))
        ]
        if entradas:
            secciones.append({"titulo": seccion.titulo, "entradas": entradas})
    _marcar_activa(secciones, ruta_actual)
    return secciones


def _marcar_activa(secciones: list[dict[str, Any]], ruta_actual: str) -> None:
    """Activa la entrada de prefijo más largo que coincide (la raíz sólo si es exacta).

    Un menú corto va entero; de uno largo se despliega la primera sección y la de la página.
    """
    todas = [e for s in secciones for e in s["entradas"]]
    coinciden = [
        e
        for e in todas
        if ruta_actual == e["prefijo"]
        or (e["prefijo"] != "/" and ruta_actual.startswith(e["prefijo"]))
    ]
    mejor = max(coinciden, key=lambda e: len(e["prefijo"]), default=None)
    for entrada in todas:
        entrada["activa"] = entrada is mejor
    cortas = len(todas) <= ENTRADAS_SIN_PLEGAR
    for i, seccion in enumerate(secciones):
        de_aqui = any(e["activa"] for e in seccion["entradas"])
        seccion["abierta"] = cortas or i == 0 or de_aqui


def casa(request: HttpRequest) -> dict[str, Any]:
    """Procesador de contexto: menú, rol, ámbito, entorno y tiempos de la sesión."""
    usuario = getattr(request, "user", None)
    comunes = {"entorno": settings.ENTORNO, "es_demostracion": settings.ENTORNO == "demo"}
    if usuario is None or not usuario.is_authenticated:
        return comunes | {"menu": [], "rol": None, "ambito": None}
    return comunes | {
        "menu": menu_para(usuario, request.path),
        "rol": usuario.rol,
        "ambito": usuario.ambito,
        "sesion_fin_segundos": settings.SESION_INACTIVA_SEGUNDOS,
        "sesion_aviso_segundos": settings.SESION_INACTIVA_SEGUNDOS - AVISO_ANTES_SEGUNDOS,
    }
