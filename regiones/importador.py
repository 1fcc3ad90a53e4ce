"""Lista de participantes desde CSV o XLSX: todas las filas se revisan y todas las faltas se dicen.

Nada se guarda si alguna fila tiene una falta. El archivo no se conserva.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal, InvalidOperation
from typing import Any, BinaryIO

from regiones.reglas import PARTICIPANTE
from trata.comun.formato import entero
from trata.comun.importador import ArchivoIlegibleError, leer_tabla
from trata.comun.importador import normalizar_encabezado as clave
from trata.comun.numeros import natural
from trata.comun.reglas import faltas

FILAS_MAXIMAS = 10_000
OBLIGATORIAS = ("documento", "nombre", "sexo")
COLUMNAS = (
    "tipo_documento",
    *OBLIGATORIAS,
    "categoria",
    "unidad",
    "asistencia",
    "nota_entrada",
    "nota_salida",
)
SINONIMOS = {
    "dni": "documento",
    "numero_documento": "documento",
    "nombres": "nombre",
    "nombres_y_apellidos": "nombre",
    "apellidos_y_nombres": "nombre",
    "grado": "categoria",
    "categoria_de_grado": "categoria",
}
SEXOS = {
    "f": "mujer",
    "m": "hombre",
    "mujer": "mujer",
    "femenino": "mujer",
    "hombre": "hombre",
    "masculino": "hombre",
    "no_consta": "no_consta",
    "": "no_consta",
}
TIPOS = ("dni", "ce", "pasaporte", "cip")


@dataclass(frozen=True)
class FaltaDeFila:
    """Una falta: en qué renglón del archivo, en qué columna y qué hacer."""

    renglon: int
    columna: str
    mensaje: str


@dataclass
class Lectura:
    """El resultado de leer y revisar un archivo."""

    filas: list[dict[str, Any]] = field(default_factory=list)
    faltas: list[FaltaDeFila] = field(default_factory=list)
    leidas: int = 0

    @property
    def sirve(self) -> bool:
        """Se puede guardar entera."""
        return bool(self.filas) and not self.faltas


def leer(archivo: BinaryIO, *, categorias: Mapping[str, str]) -> Lectura:
    """Recibe el archivo y las categorías (nombre → código); devuelve la lectura con sus faltas."""
    lectura = Lectura()
    try:
        tabla = leer_tabla(archivo.read())
    except ArchivoIlegibleError as error:
        return _rechazar(lectura, error.mensaje)
    encabezados = {c: SINONIMOS.get(c, c) for c in tabla.encabezados}
    faltan = [c for c in OBLIGATORIAS if c not in encabezados.values()]
    if faltan:
        return _rechazar(lectura, f"Faltan las columnas: {', '.join(faltan)}.")
    lectura.leidas = len(tabla.filas)
    if lectura.leidas > FILAS_MAXIMAS:
        hay, tope = entero(lectura.leidas), entero(FILAS_MAXIMAS)
        return _rechazar(lectura, f"El archivo tiene {hay} filas; el máximo es {tope}.")
    if not lectura.leidas:
        return _rechazar(lectura, "El archivo no tiene filas de participantes.")
    for renglon, celdas in tabla.filas:
        crudo = {encabezados[c]: texto for c, texto in celdas.items()}
        fila = _convertir(crudo, renglon, categorias, lectura.faltas)
        fila["renglon"] = renglon
        lectura.filas.append(fila)
    lectura.faltas += repetidos(lectura.filas)
    lectura.faltas.sort(key=lambda f: f.renglon)
    return lectura


def _rechazar(lectura: Lectura, mensaje: str) -> Lectura:
    lectura.faltas.append(FaltaDeFila(1, "archivo", mensaje))
    return lectura


def _convertir(
    crudo: Mapping[str, str],
    renglon: int,
    categorias: Mapping[str, str],
    malas: list[FaltaDeFila],
) -> dict[str, Any]:
    """Una fila convertida; lo que falla se anota y queda vacío."""

    def anotar(columna: str, mensaje: str) -> None:
        malas.append(FaltaDeFila(renglon, columna, mensaje))

    tipo = clave(crudo.get("tipo_documento") or "dni")
    documento = "".join(c for c in crudo.get("documento", "") if c.isalnum())
    if tipo not in TIPOS:
        anotar("tipo_documento", f"Escribe uno de: {', '.join(TIPOS)}.")
    if not documento:
        anotar("documento", "Escribe el número de documento.")
    elif tipo == "dni" and not (documento.isdecimal() and len(documento) == 8):
        anotar("documento", "El DNI tiene 8 dígitos (revisa los ceros a la izquierda).")
    if not crudo.get("nombre"):
        anotar("nombre", "Escribe el nombre.")
    sexo = SEXOS.get(clave(crudo.get("sexo", "")))
    if sexo is None:
        anotar("sexo", "Escribe mujer, hombre o no consta.")
    fila = {
        "tipo_documento": tipo,
        "documento": documento.upper(),
        "nombre": crudo.get("nombre", "")[:160],
        "sexo": sexo or "no_consta",
        "categoria_id": _categoria(crudo.get("categoria", ""), categorias, anotar),
        "unidad": crudo.get("unidad", "")[:160],
        "asistencia": _entero(crudo.get("asistencia", ""), anotar),
        "nota_entrada": _nota(crudo.get("nota_entrada", ""), "nota_entrada", anotar),
        "nota_salida": _nota(crudo.get("nota_salida", ""), "nota_salida", anotar),
    }
    for falta in faltas(PARTICIPANTE, fila):
        anotar(falta.campo, falta.mensaje)
    return fila


def _categoria(texto: str, categorias: Mapping[str, str], anotar: Any) -> str | None:
    if not texto:
        return None
    codigo = categorias.get(clave(texto))
    if codigo is None:
        anotar("categoria", "Esa categoría no está en el catálogo.")
    return codigo


def _entero(texto: str, anotar: Any) -> int | None:
    limpio = texto.replace("%", "").strip()
    if not limpio:
        return None
    leido = natural(limpio, cifras=3)
    if leido is None:
        anotar("asistencia", "Escribe un número entero de 0 a 100.")
    return leido


def _nota(texto: str, columna: str, anotar: Any) -> Decimal | None:
    if not texto:
        return None
    try:
        nota = Decimal(texto.replace(",", "."))
    except InvalidOperation:
        anotar(columna, "Escribe una nota de 0 a 20.")
        return None
    if not nota.is_finite():
        anotar(columna, "Escribe una nota de 0 a 20.")
        return None
    return nota.quantize(Decimal("0.01"))


def repetidos(filas: Sequence[Mapping[str, Any]]) -> list[FaltaDeFila]:
    """Documentos que aparecen más de una vez: se dice en qué renglones, no el número."""
    donde: dict[tuple[str, str], list[int]] = defaultdict(list)
    for fila in filas:
        if fila["documento"]:
            donde[(fila["tipo_documento"], fila["documento"])].append(fila["renglon"])
    return [
        FaltaDeFila(
            renglon, "documento", f"Documento repetido: también está en {_otros(lista, i)}."
        )
        for lista in donde.values()
        if len(lista) > 1
        for i, renglon in enumerate(lista)
    ]


def _otros(lista: Iterable[int], propio: int) -> str:
    otros = [str(r) for i, r in enumerate(lista) if i != propio]
    return f"el renglón {otros[0]}" if len(otros) == 1 else f"los renglones {', '.join(otros[:5])}"
