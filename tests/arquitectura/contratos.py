"""Los contratos de la casa como funciones: reciben un archivo y devuelven sus infracciones.

Usan sólo `ast`, para que la prueba de cada contrato pueda plantar una infracción en un texto.
"""

import ast
import re
from collections.abc import Iterator
from pathlib import Path

RAIZ = Path(__file__).resolve().parents[2]
PAQUETES = ("trata", "politica", "casos", "regiones")
PISOS: dict[str, int] = {
    "trata.comun": 0,
    "trata.graficos": 0,
    "trata.servicios_locales": 0,
    "trata.territorio": 1,
    "trata.cuentas": 2,
    "trata.auditoria": 3,
    "trata.trabajos": 4,
    "trata.agregados": 5,
    "politica": 6,
    "casos": 7,
    "regiones": 7,
    "trata.tableros": 8,
    "trata.informes": 9,
    "trata.integracion": 10,
}
TECHO = {"settings", "listas", "ajustes", "urls", "celery", "wsgi", "asgi"}
NOMBRES_PROHIBIDOS = {"utils.py", "helpers.py", "manager.py", "managers.py", "misc.py"}
LINEAS_POR_ARCHIVO = 400
LINEAS_POR_FUNCION = 45
LINEAS_POR_PLANTILLA = 150
RECEPTORES_PERMITIDOS = {"trata/auditoria/entradas.py"}
ESCRITURAS = {"save", "delete", "update", "bulk_create", "bulk_update", "create", "get_or_create"}
PUERTAS = {"views", "importador", "tasks"}


def archivos_python() -> Iterator[Path]:
    """Todo el código propio, sin migraciones."""
    yield RAIZ / "manage.py"
    for paquete in PAQUETES:
        for ruta in sorted((RAIZ / paquete).rglob("*.py")):
            if "migrations" not in ruta.parts:
                yield ruta


def pruebas_y_bancos() -> Iterator[Path]:
    """Las pruebas y las mediciones, que también se leen."""
    for carpeta in ("tests", "bench"):
        yield from sorted((RAIZ / carpeta).rglob("*.py"))


def plantillas() -> Iterator[Path]:
    """Todas las plantillas."""
    yield from sorted((RAIZ / "templates").rglob("*.html"))


def modulo_de(ruta: str) -> str:
    """`trata/comun/api.py` → `trata.comun.api`."""
    return ruta.removesuffix(".py").removesuffix("/__init__").replace("/", ".")


def piso_de(modulo: str) -> tuple[str, int] | None:
    """El paquete de pisos al que pertenece un módulo (el de prefijo más largo)."""
    candidatos = [p for p in PISOS if modulo == p or modulo.startswith(p + ".")]
    if not candidatos:
        return None
    mejor = max(candidatos, key=len)
    return mejor, PISOS[mejor]


def importados(arbol: ast.AST) -> Iterator[tuple[int, str]]:
    """Cada módulo importado, con su línea."""
    for nodo in ast.walk(arbol):
        if isinstance(nodo, ast.Import):
            for alias in nodo.names:
                yield nodo.lineno, alias.name
        elif isinstance(nodo, ast.ImportFrom) and nodo.module:
            for alias in nodo.names:
                yield nodo.lineno, f"{nodo.module}.{alias.name}"


def mira_hacia_arriba(ruta: str, texto: str) -> list[str]:
    """Un piso sólo importa pisos más bajos; los hermanos no se importan (salvo en el piso 0)."""
    propio = piso_de(modulo_de(ruta))
    if propio is None:
        return []
    malas = []
    for linea, modulo in importados(ast.parse(texto)):
        ajeno = piso_de(modulo)
        if ajeno is None and modulo.split(".")[0] == "trata" and modulo.count(".") >= 1:
            if modulo.split(".")[1] in TECHO:
                malas.append(f"{ruta}:{linea} importa el techo ({modulo})")
            continue
        if ajeno is None or ajeno[0] == propio[0]:
            continue
        if ajeno[1] >= propio[1] and propio[1] > 0 or ajeno[1] > propio[1]:
            malas.append(f"{ruta}:{linea} importa {modulo}, que no está más abajo")
    return malas


def imports_escondidos(ruta: str, texto: str) -> list[str]:
    """Nada se importa dentro de una función, y nunca con asterisco."""
    if ruta == "manage.py":
        return []
    arbol = ast.parse(texto)
    malas = []
    for nodo in ast.walk(arbol):
        if isinstance(nodo, ast.FunctionDef | ast.AsyncFunctionDef):
            malas += [
                f"{ruta}:{n.lineno} importa dentro de {nodo.name}"
                for n in ast.walk(nodo)
                if isinstance(n, ast.Import | ast.ImportFrom)
            ]
        if isinstance(nodo, ast.ImportFrom) and any(a.name == "*" for a in nodo.names):
            malas.append(f"{ruta}:{nodo.lineno} importa con asterisco")
    return malas


def receptores(ruta: str, texto: str) -> list[str]:
    """Sin señales: ni `@receiver` ni `.connect(` fuera del único archivo permitido."""
    if ruta in RECEPTORES_PERMITIDOS:
        return []
    malas = []
    for linea, modulo in importados(ast.parse(texto)):
        if modulo.startswith("django.dispatch") or ".signals" in modulo:
            malas.append(f"{ruta}:{linea} usa señales ({modulo})")
    return malas


def tamano(ruta: str, texto: str) -> list[str]:
    """Archivos y funciones dentro de su medida."""
    malas = []
    lineas = texto.count("\n") + 1
    if lineas > LINEAS_POR_ARCHIVO:
        malas.append(f"{ruta} tiene {lineas} líneas")
    for nodo in ast.walk(ast.parse(texto)):
        if isinstance(nodo, ast.FunctionDef | ast.AsyncFunctionDef):
            largo = (nodo.end_lineno or nodo.lineno) - nodo.lineno + 1
            if largo > LINEAS_POR_FUNCION:
                malas.append(f"{ruta}:{nodo.lineno} {nodo.name} tiene {largo} líneas")
    return malas


def nombre_prohibido(ruta: str, texto: str) -> list[str]:
    """Ningún cajón de sastre."""
    return [f"{ruta} es un cajón de sastre"] if Path(ruta).name in NOMBRES_PROHIBIDOS else []


def _archivo(ruta: str) -> str:
    """El papel de un archivo: su nombre, o el de su carpeta si es un paquete (`models/`)."""
    partes = Path(ruta).parts
    papeles = {"models", "reglas", "acciones", "consultas", "forms", "views", "api", "tasks"}
    for parte in reversed(partes[:-1]):
        if parte in papeles - {"api"}:
            return parte
    nombre = Path(ruta).stem
    if "api" in partes[:-1] and nombre in {"views", "serializers"}:
        return nombre
    return nombre


def papel_respetado(ruta: str, texto: str) -> list[str]:
    """Cada archivo importa lo que su papel permite (`diseno`: tabla «quién importa a quién»)."""
    papel = _archivo(ruta)
    prohibidos = {
        "reglas": r"^(django|rest_framework|celery)\b",
        "models": r"\.(forms|acciones|views|api|tasks)\b",
        "consultas": r"\.(forms|views|serializers)\b|^django\.http",
        "hechos": r"\.(forms|views|serializers)\b|^django\.http",
        "acciones": r"\.(forms|serializers|views)\b|^django\.http|^rest_framework",
        "forms": r"\.(acciones|serializers)\b",
        "filtros": r"\.acciones\b",
        "serializers": r"\.(acciones|forms)\b",
    }
    patron = prohibidos.get(papel)
    if patron is None:
        return []
    malas = []
    for linea, modulo in importados(ast.parse(texto)):
        propio = re.match(
            r"^(trata|politica|casos|regiones|django|rest_framework|celery)\b", modulo
        )
        if propio and re.search(patron, modulo) and not modulo.startswith("django.forms"):
            malas.append(f"{ruta}:{linea} ({papel}) importa {modulo}")
    return malas


def puertas_sin_orm(ruta: str, texto: str) -> list[str]:
    """Vistas, importadores y tareas no consultan ni escriben: llaman a consultas y acciones."""
    if _archivo(ruta) not in PUERTAS or ruta.startswith("trata/comun/"):
        return []
    malas = []
    for nodo in ast.walk(ast.parse(texto)):
        if not isinstance(nodo, ast.Attribute):
            continue
        if nodo.attr == "objects" and not _es_declaracion(nodo, texto):
            malas.append(f"{ruta}:{nodo.lineno} usa .objects")
        elif nodo.attr in {"save", "bulk_create", "bulk_update", "get_or_create"}:
            malas.append(f"{ruta}:{nodo.lineno} usa .{nodo.attr}")
    return malas


def _es_declaracion(nodo: ast.Attribute, texto: str) -> bool:
    """`queryset = Modelo.objects.…` de una vista genérica es su declaración, no una consulta."""
    linea = texto.splitlines()[nodo.lineno - 1]
    return bool(re.match(r"^    queryset(: [\w\[\]]+)? = ", linea)) or bool(
        re.match(r"^    queryset = \($", texto.splitlines()[nodo.lineno - 2])
    )


def inyeccion(ruta: str, texto: str) -> list[str]:
    """Nada de lo que llega del navegador se expande como argumentos, ni se marca como seguro."""
    malas = []
    for nodo in ast.walk(ast.parse(texto)):
        if isinstance(nodo, ast.Call):
            for clave in nodo.keywords:
                if clave.arg is None and re.search(r"\brequest\.", ast.unparse(clave.value)):
                    malas.append(f"{ruta}:{nodo.lineno} expande el pedido en argumentos")
        if isinstance(nodo, ast.Attribute) and nodo.attr == "extra":
            malas.append(f"{ruta}:{nodo.lineno} usa .extra")
    return malas


CONTRATOS_DE_PYTHON = (
    mira_hacia_arriba,
    imports_escondidos,
    receptores,
    tamano,
    nombre_prohibido,
    papel_respetado,
    puertas_sin_orm,
    inyeccion,
)


def plantilla_sana(ruta: str, texto: str) -> list[str]:
    """Plantillas cortas, sin estilos ni scripts en línea y sin nada de fuera."""
    malas = []
    if texto.count("\n") + 1 > LINEAS_POR_PLANTILLA:
        malas.append(f"{ruta} pasa de {LINEAS_POR_PLANTILLA} líneas")
    if re.search(r"<[^>]+\sstyle\s*=", texto) or "<style" in texto:
        malas.append(f"{ruta} tiene estilo en línea")
    if re.search(r"<script(?![^>]*\bsrc=)[^>]*>\s*[^<\s]", texto):
        malas.append(f"{ruta} tiene un script en línea")
    if re.search(r"\son[a-z]+\s*=\s*[\"']", texto):
        malas.append(f"{ruta} tiene un manejador en línea")
    if re.search(r"(src|href|action)\s*=\s*[\"']https?://", texto) and 'rel="external' not in texto:
        malas.append(f"{ruta} trae algo de fuera")
    return malas
