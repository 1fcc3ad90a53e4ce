"""El documento OpenAPI: cada operación dice su permiso, sus errores, sus cabeceras y un ejemplo.

No importa vistas: DRF carga este módulo mientras las carga.
"""

from typing import Any

from drf_spectacular.openapi import AutoSchema

from trata.cuentas.permisos import Permiso
from trata.integracion.alcances import ALCANCES, SIEMPRE

PROBLEMA = {"$ref": "#/components/schemas/Problema"}
ERRORES = {
    "400": "Los datos o los parámetros no valen; `campos` dice cuáles y por qué.",
    "401": "Falta la credencial, o no vale.",
    "403": "El rol o los alcances de la credencial no lo permiten.",
    "404": "No existe, o está fuera de tu ámbito: desde fuera es lo mismo.",
    "406": "Sólo hay JSON y, al leer, CSV.",
    "409": "El estado actual no lo permite, o choca con otro registro.",
    "412": "La versión de `If-Match` no es la última.",
    "413": "El cuerpo pesa más de 2,5 MB.",
    "415": "El cuerpo va como `application/json`.",
    "422": "La `Idempotency-Key` ya se usó con otro contenido.",
    "428": "Falta `If-Match`.",
    "429": "Se pasó la cuota; `Retry-After` dice cuántos segundos esperar.",
    "503": "Una pieza necesaria no responde; no se hizo nada.",
}
CABECERAS = {
    "ETag": "La versión o la huella de lo leído.",
    "RateLimit-Limit": "Pedidos por minuto de la cuenta.",
    "RateLimit-Remaining": "Cuántos quedan en esta ventana.",
    "RateLimit-Reset": "Segundos hasta la siguiente.",
}
VERBOS = {
    "list": "Listar",
    "retrieve": "Leer uno",
    "create": "Registrar",
    "partial_update": "Cambiar",
    "lote": "Registrar muchos",
}
ESCRITURAS = {"POST", "PATCH", "PUT"}
# Formatos que un texto vacío no cumple.
CON_FORMA = {"uri", "email"}
HORA = {"pattern": r"^([01]\d|2[0-3]):[0-5]\d(:[0-5]\d(\.\d{1,6})?)?$", "example": "09:30:00"}


def permiso_de(vista: Any, metodo: str) -> Permiso | None:
    """El permiso que la operación pide."""
    accion = getattr(vista, "action", None) or metodo.lower()
    return getattr(vista, "permisos", {}).get(accion, getattr(vista, "permiso", None))


def alcances_de(permiso: Permiso) -> list[str]:
    """Los alcances de credencial que lo prestan."""
    if permiso in SIEMPRE:
        return ["cualquiera"]
    return [a.codigo for a in ALCANCES.values() if permiso in a.permisos]


def parametro(nombre: str, texto: str, **esquema: Any) -> dict[str, Any]:
    """Un parámetro de consulta."""
    return {
        "name": nombre,
        "in": "query",
        "description": texto,
        "schema": {"type": "string"} | esquema,
    }


class EsquemaDeLaCasa(AutoSchema):
    """Agrega a cada operación lo que la casa promete en todas."""

    def get_summary(self) -> str:
        """Verbo y recurso."""
        puesto = super().get_summary()
        if puesto:
            return puesto
        recurso = (self.view.__class__.__doc__ or "").strip().splitlines()[0].rstrip(".")
        accion = getattr(self.view, "action", None)
        if accion in VERBOS:
            return f"{VERBOS[accion]}: {recurso[0].lower()}{recurso[1:]}"
        hecho = (getattr(self.view, accion or self.method.lower()).__doc__ or recurso).strip()
        return hecho.splitlines()[0].rstrip(".")

    def get_description(self) -> str:
        """Lo que hace y qué permiso pide."""
        permiso = permiso_de(self.view, self.method)
        texto = super().get_description() or ""
        if permiso is None:
            return texto
        alcances = alcances_de(permiso)
        con = (
            f" Con credencial, el alcance `{'` o `'.join(alcances)}`."
            if alcances
            else (" Ninguna credencial lo presta: es de las personas.")
        )
        return f"{texto}\n\n**Permiso:** `{permiso}` ({permiso.descripcion}).{con}".strip()

    def get_operation(self, *args: Any, **kwargs: Any) -> dict[str, Any] | None:
        """La operación con sus errores, cabeceras y parámetros."""
        operacion = super().get_operation(*args, **kwargs)
        if operacion is None:
            return None
        permiso = permiso_de(self.view, self.method)
        operacion["x-permiso"] = str(permiso)
        operacion["x-alcances"] = alcances_de(permiso) if permiso else []
        propios = self._de_lectura() if self.method == "GET" else self._de_escritura()
        if propios:
            operacion["parameters"] = [*operacion.get("parameters", []), *propios]
        for estado in self._errores(operacion):
            operacion["responses"].setdefault(
                estado,
                {
                    "description": ERRORES[estado],
                    "content": {"application/problem+json": {"schema": PROBLEMA}},
                },
            )
        cabeceras = {n: _cabecera(t) for n, t in CABECERAS.items()}
        for estado, respuesta in operacion["responses"].items():
            if estado.startswith("2"):
                respuesta["headers"] = cabeceras | self._de_mas(estado)
        return operacion

    def _map_serializer_field(self, field: Any, *args: Any, **kwargs: Any) -> dict[str, Any]:
        """Lo que sólo se lee también puede faltar, si su columna lo admite."""
        esquema = super()._map_serializer_field(field, *args, **kwargs)
        if esquema.get("format") == "time":
            # En JSON Schema «time» exige huso; las horas de la casa son las del Perú, sin él.
            esquema = {c: v for c, v in esquema.items() if c != "format"} | HORA
        columna = _columna_de(field)
        if columna is not None and columna.null and isinstance(esquema.get("type"), str):
            esquema = esquema | {"type": [esquema["type"], "null"]}
        return esquema

    def _insert_field_validators(self, field: Any, schema: dict[str, Any]) -> None:
        """Y puede venir vacío: entonces no tiene la forma de una dirección."""
        super()._insert_field_validators(field, schema)
        columna = _columna_de(field)
        if columna is not None and columna.blank and schema.get("format") in CON_FORMA:
            del schema["format"]

    def _de_mas(self, estado: str) -> dict[str, Any]:
        if self.method in ESCRITURAS:
            return {"Acuse": _cabecera("El acuse firmado, si escribe un sistema.")}
        return {"Link": _cabecera("Las páginas vecinas: `next` y `prev`.")}

    def _es_lectura(self) -> bool:
        return hasattr(type(self.view), "lectura") and self.view.action in {"list", "retrieve"}

    def _de_lectura(self) -> list[dict[str, Any]]:
        if not self._es_lectura():
            return []
        propios = [parametro("campos", "Sólo estos campos, con comas: `uuid,estado`.")]
        if self.view.inclusiones:
            nombres = ", ".join(sorted(self.view.inclusiones))
            propios.append(parametro("incluir", f"Trae con cada uno, con comas: {nombres}."))
        ordenables = self.view.columnas_para_ordenar()
        if self.view.action == "list" and ordenables:
            valores = [f"{s}{n}" for n in sorted(ordenables) for s in ("", "-")]
            propios.append(parametro("orden", "Por qué se ordena; `-` lo invierte.", enum=valores))
        condicional = parametro("If-None-Match", "La `ETag` que ya tienes: si es la misma, 304.")
        return [*propios, condicional | {"in": "header"}]

    def _de_escritura(self) -> list[dict[str, Any]]:
        propios = []
        accion = getattr(self.view, "action", "")
        if hasattr(self.view, "una_vez") and accion in {"create", "lote"}:
            propios.append(
                parametro(
                    "Idempotency-Key",
                    "Repetir el pedido con la misma clave no lo repite: responde lo mismo.",
                    maxLength=200,
                )
            )
        if self._pide_version():
            propios.append(
                parametro("If-Match", "La `ETag` o la versión que leíste.", example='"1"')
                | {"required": True}
            )
        return [p | {"in": "header"} for p in propios]

    def _pide_version(self) -> bool:
        accion = getattr(self.view, "action", "")
        return accion in {"partial_update", *getattr(self.view, "con_version", ())}

    def _errores(self, operacion: dict[str, Any]) -> list[str]:
        estados = {"400", "401", "403", "406", "429"}
        # Un alta también puede nombrar un caso que no existe o no se ve.
        if "{" in self.path or self.method != "GET":
            estados.add("404")
        if self.method == "GET":
            return sorted(estados | ({"304"} & set(ERRORES)))
        estados |= {"409", "413", "415", "503"}
        if self.method == "POST":
            estados.add("422")
        if self._pide_version():
            estados |= {"412", "428"}
        return sorted(estados)


def _columna_de(campo: Any) -> Any:
    """La columna del modelo que un campo de sólo lectura muestra tal cual, o nada."""
    if not campo.read_only:
        return None
    modelo = getattr(getattr(campo.parent, "Meta", None), "model", None)
    if modelo is None or not campo.source or "." in campo.source:
        return None
    return next((c for c in modelo._meta.concrete_fields if c.name == campo.source), None)


def _cabecera(texto: str) -> dict[str, Any]:
    return {"description": texto, "schema": {"type": "string"}}
