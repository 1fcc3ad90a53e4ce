"""Ejemplos del documento OpenAPI: se arman de los esquemas, con valores posibles y sintéticos."""

from typing import Any

from casos.vocabulario import vocabulario

UUID = "3f2b8f5e-6c1d-4a55-9d3e-0c6c2f1a7b10"
POR_FORMATO = {
    "uuid": UUID,
    "date": "2026-03-10",
    "date-time": "2026-03-10T09:30:00-05:00",
    "time": "09:30:00",
    "uri": "https://sistema.example.pe/recibir",
    "email": "contacto@example.pe",
}
POR_NOMBRE = {
    "ubigeo": "080101",
    "departamento": "08",
    "provincia": "0801",
    "numero": "506-2026-77",
    "entidad": "mp",
    "institucion": "mp",
    "codigo_externo": "SGF-2026-000123",
    "seudonimo": "TRATA-2026-000123-V1",
    "motivo": "Seguimiento del caso asignado",
    "materia": "trata",
    "origen": "denuncia",
    "fuente": "pnp",
    "sexo": "mujer",
    "forma_edad": "exacta",
    "edad": 22,
    "grupo_edad": "18-29",
    "nacionalidad": "pe",
    "pais": "pe",
    "rol": "registro",
    "finalidad": "explotacion_sexual",
    "tipo_de_numero": "carpeta_fiscal",
    "anio": 2026,
    "version": 1,
    "servicio": "S20",
    "responsable": "mp",
    "derivado_a": "mp",
    "entidades": "mp",
    "correo": "contacto@example.pe",
    "temas": "trata-de-personas",
    "macrorregiones": "cusco",
    "tipo": "carpeta_fiscal",
    "huella": "9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08",
}
PROBLEMA = {
    "codigo": "datos_invalidos",
    "mensaje": "Hay datos por corregir.",
    "campos": {"sexo": [{"codigo": "fuera_de_catalogo", "mensaje": "Elige uno de la lista."}]},
}
ESQUEMA_DE_PROBLEMA = {
    "type": "object",
    "description": "La forma única de todo error.",
    "required": ["codigo", "mensaje", "campos"],
    "properties": {
        "codigo": {"type": "string", "description": "No cambia: prográmate con él."},
        "mensaje": {"type": "string", "description": "En español, para mostrarlo."},
        "campos": {
            "type": "object",
            "description": "Campo → faltas. Los mismos códigos que da el formulario.",
            "additionalProperties": {
                "type": "array",
                "items": {
                    "type": "object",
                    "required": ["codigo", "mensaje"],
                    "properties": {"codigo": {"type": "string"}, "mensaje": {"type": "string"}},
                },
            },
        },
    },
    "example": PROBLEMA,
}
HONDURA = 5
# Lo que en un alta sobra: se dice sólo en otro caso (con «otro», con la fecha en vez de la edad…).
SOBRAN_AL_ENVIAR = frozenset(
    {
        *("fecha_nacimiento", "precision_nacimiento", "sentencia_firme", "quorum_exigido"),
        *("finalidades_adicionales", "captaciones_adicionales", "confirmar"),
        *("migrante", "menor_de_14"),
    }
)
DE_OTRO = ("_otro", "_otra", "_adicionales")


def completar(result: dict[str, Any], **_: Any) -> dict[str, Any]:
    """Gancho de spectacular: pone los códigos de cada catálogo y un ejemplo donde falte."""
    esquemas = result.setdefault("components", {}).setdefault("schemas", {})
    esquemas["Problema"] = ESQUEMA_DE_PROBLEMA
    for esquema in esquemas.values():
        _poner_catalogos(esquema)
    for operaciones in result["paths"].values():
        for operacion in operaciones.values():
            _completar_operacion(operacion, esquemas)
    return result


def _poner_catalogos(nodo: Any) -> None:
    if isinstance(nodo, list):
        for hijo in nodo:
            _poner_catalogos(hijo)
    elif isinstance(nodo, dict):
        if isinstance(nodo.get("x-catalogo"), str):
            vacio = [""] if nodo.pop("x-admite-vacio", False) else []
            nodo["enum"] = [*vacio, *vocabulario(nodo["x-catalogo"]).por_codigo]
        for hijo in nodo.values():
            _poner_catalogos(hijo)


def _completar_operacion(operacion: dict[str, Any], esquemas: dict[str, Any]) -> None:
    cuerpo = operacion.get("requestBody", {}).get("content", {})
    respuestas = [r.get("content", {}) for r in operacion["responses"].values()]
    for contenido in (cuerpo, *respuestas):
        for tipo, forma in contenido.items():
            if "schema" in forma and "example" not in forma and "examples" not in forma:
                de_entrada = contenido is cuerpo
                forma["example"] = (
                    PROBLEMA
                    if "problem" in tipo
                    else "codigo,estado\r\n…"
                    if tipo == "text/csv"
                    else ejemplo(forma["schema"], esquemas, de_entrada=de_entrada)
                )


def ejemplo(
    esquema: dict[str, Any],
    esquemas: dict[str, Any],
    nombre: str = "",
    hondura: int = 0,
    *,
    de_entrada: bool = False,
) -> Any:
    """Un valor posible de un esquema. Al enviar, sin lo que es de sólo lectura."""
    if "$ref" in esquema:
        esquema = esquemas.get(esquema["$ref"].rsplit("/", 1)[-1], {})
    for clave in ("example", "const", "default"):
        if clave in esquema:
            return esquema[clave]
    if nombre in POR_NOMBRE and not esquema.get("properties") and _cabe(nombre, esquema):
        return POR_NOMBRE[nombre]
    if "enum" in esquema:
        return next((v for v in esquema["enum"] if v not in ("", None)), "")
    partes = next((esquema[c] for c in ("allOf", "oneOf", "anyOf") if c in esquema), None)
    if partes:
        return ejemplo(partes[0], esquemas, nombre, hondura, de_entrada=de_entrada)
    return _por_tipo(esquema, esquemas, nombre, hondura, de_entrada)


def _por_tipo(
    esquema: dict[str, Any], esquemas: dict[str, Any], nombre: str, hondura: int, de_entrada: bool
) -> Any:
    tipo = esquema.get("type")
    tipo = next((t for t in tipo if t != "null"), None) if isinstance(tipo, list) else tipo
    if tipo == "array":
        uno = esquema.get("items", {})
        return [] if hondura > HONDURA else [ejemplo(uno, esquemas, nombre, hondura + 1)]
    if "properties" in esquema or tipo == "object":
        return {
            n: ejemplo(h, esquemas, n, hondura + 1, de_entrada=de_entrada)
            for n, h in esquema.get("properties", {}).items()
            if hondura <= HONDURA and not (de_entrada and (h.get("readOnly") or _sobra(n)))
        }
    return _simple(tipo, esquema)


def _cabe(nombre: str, esquema: dict[str, Any]) -> bool:
    valor = POR_NOMBRE[nombre]
    if "enum" in esquema:
        return valor in esquema["enum"]
    tipos = esquema.get("type", "string")
    esperado = "integer" if isinstance(valor, int) else "string"
    return esperado in tipos and "format" not in esquema


def _sobra(nombre: str) -> bool:
    return nombre in SOBRAN_AL_ENVIAR or nombre.endswith(DE_OTRO)


def _simple(tipo: str | None, esquema: dict[str, Any]) -> Any:
    if tipo in {"integer", "number"}:
        return esquema.get("minimum", 1)
    if tipo == "boolean":
        return True
    return POR_FORMATO.get(esquema.get("format", ""), "texto"[: esquema.get("maxLength", 5)])
