"""Enlaces entre operaciones (OpenAPI *links*): qué se puede hacer con lo que una respuesta trae.

Salen del propio documento: de una colección a cada registro suyo y a lo que cuelga de él, y de un
registro a las altas que lo nombran en su cuerpo. Los leen la documentación, los generadores de
clientes y la prueba que encadena pedidos.
"""

import re
from collections.abc import Iterator
from typing import Any

DE_LA_LISTA = "$response.body#/resultados/0/"
DEL_ALTA = "$response.body#/"
# Nombre en el cuerpo de un alta → colección cuyo registro nombra.
SE_NOMBRA = {
    "caso": "/api/v1/casos/",
    "victima": "/api/v1/victimas/",
    "implicado": "/api/v1/implicados/",
    "migrante": "/api/v1/migrantes/",
    "persona": "/api/v1/victimas/",
    "sesion": "/api/v1/comision/sesiones/",
}
# Lo que una parte sabe de su caso también sirve a quien la nombra.
COMPANERO = "caso"
LLAVE = re.compile(r"\{(\w+)\}/")
Operacion = dict[str, Any]


def enlazar(result: dict[str, Any], **_: Any) -> dict[str, Any]:
    """Gancho de spectacular: pone los enlaces en las respuestas 200 de listas y 201 de altas."""
    rutas, esquemas = result["paths"], result["components"]["schemas"]
    for ruta in rutas:
        for respuesta, desde, campos in _fuentes(rutas[ruta], esquemas):
            enlaces = dict(_hacia_dentro(ruta, rutas, desde, campos))
            enlaces |= dict(_hacia_las_altas(ruta, rutas, esquemas, desde, campos))
            if enlaces:
                respuesta["links"] = enlaces
    return result


def _fuentes(
    operaciones: dict[str, Operacion], esquemas: dict[str, Any]
) -> Iterator[tuple[Operacion, str, set[str]]]:
    """Las respuestas que traen registros: la respuesta, con qué se leen y qué campos tienen."""
    for metodo, estado, desde in (("get", "200", DE_LA_LISTA), ("post", "201", DEL_ALTA)):
        respuesta = operaciones.get(metodo, {}).get("responses", {}).get(estado)
        forma = _resuelto(_json(respuesta or {}), esquemas)
        if metodo == "get":
            lista = forma.get("properties", {}).get("resultados", {})
            forma = _resuelto(lista.get("items", {}), esquemas)
        if forma.get("properties"):
            yield respuesta, desde, set(forma["properties"])


def _json(parte: Operacion) -> Operacion:
    return parte.get("content", {}).get("application/json", {}).get("schema", {})


def _resuelto(forma: Operacion, esquemas: dict[str, Any]) -> Operacion:
    return esquemas.get(forma["$ref"].rsplit("/", 1)[-1], {}) if "$ref" in forma else forma


def _hacia_dentro(
    ruta: str, rutas: dict[str, Any], desde: str, campos: set[str]
) -> Iterator[tuple[str, Operacion]]:
    """A cada operación sobre un registro de la colección, o sobre lo que cuelga de él."""
    for otra, operaciones in rutas.items():
        hallada = LLAVE.match(otra.removeprefix(ruta)) if otra.startswith(ruta) else None
        if hallada is None or otra.count("{") != ruta.count("{") + 1:
            continue
        campo = hallada[1] if hallada[1] in campos else hallada[1].rsplit("_", 1)[-1]
        if campo not in campos:
            continue
        llaves = {hallada[1]: f"{desde}{campo}"}
        llaves |= {n: f"$request.path.{n}" for n in LLAVE.findall(ruta)}
        for operacion in operaciones.values():
            version = _version(operacion, desde, campos)
            yield operacion["operationId"], _enlace(operacion, llaves | version)


def _version(operacion: Operacion, desde: str, campos: set[str]) -> dict[str, str]:
    pide = any(p["name"] == "If-Match" for p in operacion.get("parameters", ()))
    if not pide or "version" not in campos:
        return {}
    return {"header.If-Match": '"{' + desde + 'version}"'}


def _hacia_las_altas(
    ruta: str, rutas: dict[str, Any], esquemas: dict[str, Any], desde: str, campos: set[str]
) -> Iterator[tuple[str, Operacion]]:
    """A cada alta que nombra un registro de esta colección en su cuerpo."""
    nombres = [n for n, coleccion in SE_NOMBRA.items() if coleccion == ruta]
    for operaciones in rutas.values() if "uuid" in campos else ():
        alta = operaciones.get("post")
        if alta is None or "201" not in alta["responses"]:
            continue
        pedido = set(_resuelto(_json(alta.get("requestBody", {})), esquemas).get("properties", ()))
        cuerpo = {n: f"{desde}uuid" for n in nombres if n in pedido}
        if cuerpo and COMPANERO in pedido & campos and COMPANERO not in cuerpo:
            cuerpo[COMPANERO] = f"{desde}{COMPANERO}"
        if cuerpo:
            yield alta["operationId"], _enlace(alta, {}) | {"requestBody": cuerpo}


def _enlace(operacion: Operacion, parametros: dict[str, str]) -> Operacion:
    enlace = {"operationId": operacion["operationId"], "description": operacion["summary"]}
    return enlace | ({"parameters": parametros} if parametros else {})
