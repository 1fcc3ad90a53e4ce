"""Leer tablas que llegan de fuera: CSV o XLSX, con sus trampas, sin confiar en nada.

Entra el contenido y sale una `Tabla` de textos, o `ArchivoIlegibleError` con lo que hay que hacer.
Aquí no hay palabras del dominio: convertir y juzgar cada celda es de quien importa.
"""

import io
import json
import re
import resource
import subprocess
import sys
import tempfile
import unicodedata
import zipfile
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import islice
from pathlib import Path

from trata.comun.errores import ErrorDeDominio
from trata.comun.lector_aislado import FILAS_DE_PRUEBA

BYTES_MAXIMOS = 20_000_000
FILAS_MAXIMAS = 50_000
COLUMNAS_MAXIMAS = 200
DESCOMPRIMIDO_MAXIMO = 250_000_000
RAZON_MAXIMA = 120
PIEZAS_MAXIMAS = 1_000
MEMORIA_MAXIMA = 768 * 1024 * 1024
SALIDA_MAXIMA = 200 * 1024 * 1024
SEGUNDOS_MAXIMOS = 20
COMIENZO_DE_PIEZA = 2_000
LIBRO_ANTIGUO = b"\xd0\xcf\x11\xe0"
# Nombre de la pieza con que Office guarda un libro cifrado, en UTF-16.
CIFRADO = "EncryptedPackage".encode("utf-16-le")
OTROS_FORMATOS = (
    (b"%PDF", "Es un PDF"),
    (b"\x89PNG", "Es una imagen"),
    (b"\xff\xd8\xff", "Es una imagen"),
    (b"MZ", "Es un programa"),
    (b"<?xml", "Es un XML"),
    (b"<html", "Es una página web"),
    (b"<!DOCTYPE", "Es una página web"),
    (b"{\\rtf", "Es un documento de texto"),
)
LECTOR = Path(__file__).with_name("lector_aislado.py")


class ArchivoIlegibleError(ErrorDeDominio):
    """El archivo no se puede leer; el mensaje dice qué hacer."""

    def __init__(self, mensaje: str, codigo: str = "archivo_ilegible") -> None:
        super().__init__(codigo, mensaje, campos={"archivo": mensaje})


@dataclass(frozen=True)
class Problema:
    """Una falta de una fila: número de fila como se ve en la hoja, campo, código y mensaje.

    `valor` es lo que dice la celda, si se puede mostrar.
    """

    fila: int
    campo: str
    codigo: str
    mensaje: str
    es_aviso: bool = False
    valor: str = ""


@dataclass
class Tabla:
    """Encabezados normalizados y filas de textos, con el número que tienen en la hoja.

    Una fila es columna → texto, sin las celdas vacías. `titulos` son los encabezados tal como
    están; `hojas`, las visibles; `ocultas`, cuántas no se leyeron por estar ocultas.
    """

    encabezados: list[str]
    filas: list[tuple[int, dict[str, str]]] = field(default_factory=list)
    formato: str = ""
    titulos: list[str] = field(default_factory=list)
    fila_de_encabezado: int = 1
    hoja: str = ""
    hojas: list[str] = field(default_factory=list)
    ocultas: int = 0


def normalizar_encabezado(texto: str) -> str:
    """«Fecha de la Denuncia *» → «fecha_de_la_denuncia»."""
    plano = unicodedata.normalize("NFD", texto.lower())
    plano = "".join(c for c in plano if not unicodedata.combining(c))
    return "_".join(re.findall(r"[a-z0-9]+", plano))


def leer_tabla(
    contenido: bytes,
    *,
    conocidos: Collection[str] = (),
    hoja: str = "",
    fila_de_encabezado: int = 0,
) -> Tabla:
    """Reconoce el formato por el contenido, no por el nombre. Lanza `ArchivoIlegibleError`.

    `conocidos` son los encabezados que se esperan: ayudan a hallar su fila cuando hay títulos o
    encabezados en dos niveles. `hoja` y `fila_de_encabezado` mandan sobre lo que se adivina.
    """
    formato = formato_de(contenido)
    with tempfile.TemporaryDirectory() as carpeta:
        filas, hallado = _leer_aparte(contenido, formato, hoja, Path(carpeta))
        tabla = _tabla(filas, frozenset(conocidos), fila_de_encabezado)
    tabla.formato = formato
    tabla.hoja = str(hallado.get("hoja", ""))
    tabla.hojas = [str(h) for h in hallado.get("hojas", ())]
    tabla.ocultas = int(hallado.get("ocultas", 0))
    return tabla


def formato_de(contenido: bytes) -> str:
    """`csv` o `xlsx`, o `ArchivoIlegibleError` con lo que es y qué hacer."""
    if not contenido.strip():
        raise ArchivoIlegibleError("El archivo está vacío.", "archivo_vacio")
    if len(contenido) > BYTES_MAXIMOS:
        raise ArchivoIlegibleError("El archivo pesa más de 20 MB. Divídelo.", "archivo_grande")
    if contenido.startswith(LIBRO_ANTIGUO):
        if CIFRADO in contenido:
            raise ArchivoIlegibleError(
                "El libro tiene contraseña. Quítasela en Excel y súbelo otra vez.",
                "con_contrasena",
            )
        raise ArchivoIlegibleError(
            "Es un Excel antiguo (.xls). Ábrelo y guárdalo como .xlsx.", "excel_antiguo"
        )
    if contenido.startswith(b"PK"):
        revisar_zip(contenido)
        return "xlsx"
    comienzo = contenido.lstrip(b"\xef\xbb\xbf \r\n\t")[:20]
    for firma, que_es in OTROS_FORMATOS:
        if comienzo.lower().startswith(firma.lower()):
            raise ArchivoIlegibleError(
                f"{que_es}, no una tabla. Súbela en Excel (.xlsx) o CSV.", "no_es_tabla"
            )
    return "csv"


def revisar_zip(contenido: bytes) -> None:
    """Antes de abrir un XLSX: entero, sin clave, sin macros y sin esconder algo enorme."""
    try:
        with zipfile.ZipFile(io.BytesIO(contenido)) as comprimido:
            piezas = comprimido.infolist()
            nombres = {p.filename for p in piezas}
            if len(piezas) > PIEZAS_MAXIMAS or len(nombres) != len(piezas):
                raise ArchivoIlegibleError("El libro está armado de forma extraña.", "zip_raro")
            if any(p.flag_bits & 1 for p in piezas):
                raise ArchivoIlegibleError("El archivo tiene contraseña.", "con_contrasena")
            total = sum(p.file_size for p in piezas)
            if total > DESCOMPRIMIDO_MAXIMO or total > RAZON_MAXIMA * max(len(contenido), 1):
                raise ArchivoIlegibleError(
                    "El archivo es demasiado grande al descomprimirse.", "archivo_grande"
                )
            if "xl/workbook.xml" not in nombres:
                raise ArchivoIlegibleError(
                    "El archivo no es un libro de Excel (.xlsx).", "no_es_libro"
                )
            if any(n.endswith("vbaProject.bin") for n in nombres):
                raise ArchivoIlegibleError(
                    "El libro tiene macros. Guárdalo como .xlsx, sin macros.", "con_macros"
                )
            _revisar_piezas(comprimido, piezas)
    except (zipfile.BadZipFile, zipfile.LargeZipFile, OSError, EOFError) as error:
        raise ArchivoIlegibleError(
            "El archivo está dañado o incompleto. Descárgalo o guárdalo otra vez.", "danado"
        ) from error
    except NotImplementedError as error:
        raise ArchivoIlegibleError("El libro está comprimido de forma extraña.", "zip_raro") from (
            error
        )


def _revisar_piezas(comprimido: zipfile.ZipFile, piezas: Sequence[zipfile.ZipInfo]) -> None:
    """Un libro de Excel no declara entidades: quien lo hace quiere leer archivos o agrandarse."""
    for pieza in piezas:
        if not pieza.filename.endswith((".xml", ".rels")):
            continue
        with comprimido.open(pieza) as abierta:
            comienzo = abierta.read(COMIENZO_DE_PIEZA).replace(b"\x00", b"").upper()
        if b"<!DOCTYPE" in comienzo or b"<!ENTITY" in comienzo:
            raise ArchivoIlegibleError(
                "El libro trae declaraciones que Excel no usa. Guárdalo otra vez desde Excel.",
                "xml_con_entidades",
            )


def _limitar() -> None:
    resource.setrlimit(resource.RLIMIT_AS, (MEMORIA_MAXIMA, MEMORIA_MAXIMA))
    resource.setrlimit(resource.RLIMIT_CPU, (SEGUNDOS_MAXIMOS, SEGUNDOS_MAXIMOS))
    resource.setrlimit(resource.RLIMIT_FSIZE, (SALIDA_MAXIMA, SALIDA_MAXIMA))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))


def _leer_aparte(
    contenido: bytes, formato: str, hoja: str, carpeta: Path
) -> tuple[Iterator[tuple[int, list[str]]], Mapping[str, object]]:
    """Lanza el lector con sus límites; devuelve las filas (número y celdas) y lo que halló."""
    entrada, salida = carpeta / "entrada", carpeta / "salida"
    entrada.write_bytes(contenido)
    opciones = {"filas": FILAS_MAXIMAS, "columnas": COLUMNAS_MAXIMAS, "hoja": hoja}
    orden = [sys.executable, "-I", str(LECTOR), str(entrada), str(salida), formato]
    try:
        subprocess.run(
            [*orden, json.dumps(opciones)],
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            timeout=SEGUNDOS_MAXIMOS * 3,
            preexec_fn=_limitar,
            env={},  # quien abre el archivo no recibe las llaves del sistema
            check=False,
        )
    except subprocess.TimeoutExpired as error:
        raise ArchivoIlegibleError(
            "El archivo tarda demasiado en abrirse. Divídelo o guárdalo otra vez.", "muy_lento"
        ) from error
    ficha = carpeta / "salida.meta"
    if not ficha.exists():
        raise ArchivoIlegibleError(
            "No se pudo abrir: está dañado o es demasiado pesado. Bórrale lo que sobra (filas y "
            "columnas vacías, imágenes) y guárdalo otra vez como .xlsx.",
            "no_se_pudo_abrir",
        )
    hallado = json.loads(ficha.read_text(encoding="utf-8"))
    if "codigo" in hallado:
        raise ArchivoIlegibleError(hallado["mensaje"], hallado["codigo"])
    return _filas_de(salida), hallado


def _filas_de(salida: Path) -> Iterator[tuple[int, list[str]]]:
    with salida.open(encoding="utf-8", errors="surrogatepass") as abierta:
        for linea in abierta:
            numero, celdas = json.loads(linea)
            yield numero, celdas


def fila_de_los_encabezados(
    comienzo: Sequence[tuple[int, list[str]]], conocidos: Collection[str]
) -> int:
    """Posición, en `comienzo`, de la fila de encabezados: la que más conocidos trae o, si no hay
    dos, la primera casi tan llena como la más llena (un título combinado no lo está)."""
    aciertos = [len({normalizar_encabezado(c) for c in f} & set(conocidos)) for _, f in comienzo]
    if max(aciertos) >= 2:
        return aciertos.index(max(aciertos))
    llenas = [len({c for c in f if c}) for _, f in comienzo]
    return next(i for i, n in enumerate(llenas) if n >= 0.9 * max(llenas))


def _tabla(
    filas: Iterable[tuple[int, list[str]]], conocidos: Collection[str], fila_pedida: int
) -> Tabla:
    iterador = iter(filas)
    comienzo = list(islice(iterador, FILAS_DE_PRUEBA))
    if not comienzo:
        raise ArchivoIlegibleError("El archivo no tiene filas de datos.", "archivo_vacio")
    posicion = fila_de_los_encabezados(comienzo, conocidos)
    for i, (numero, _) in enumerate(comienzo):
        if numero == fila_pedida:
            posicion = i
    numero, titulos = comienzo[posicion]
    tabla = Tabla(_encabezados(titulos), titulos=titulos, fila_de_encabezado=numero)

    def agregar(numero: int, celdas: list[str]) -> None:
        pares = zip(tabla.encabezados, celdas, strict=False)
        fila = {e: c for e, c in pares if e and c}
        if fila:
            tabla.filas.append((numero, fila))

    for numero, celdas in comienzo[posicion + 1 :]:
        agregar(numero, celdas)
    for numero, celdas in iterador:
        agregar(numero, celdas)
    if not tabla.filas:
        raise ArchivoIlegibleError("El archivo no tiene filas de datos.", "archivo_vacio")
    if len(tabla.filas) > FILAS_MAXIMAS:
        raise ArchivoIlegibleError(
            "Son más de 50\u00a0000 filas. Divide el archivo.", "demasiadas_filas"
        )
    return tabla


def _encabezados(celdas: Sequence[str]) -> list[str]:
    """Normalizados y sin repetir: el segundo «fecha» es `fecha_2`. Vacío si no dice nada."""
    vistos: dict[str, int] = {}
    nombres = []
    for celda in celdas:
        nombre = normalizar_encabezado(celda)
        if nombre:
            vistos[nombre] = vistos.get(nombre, 0) + 1
            if vistos[nombre] > 1:
                nombre = f"{nombre}_{vistos[nombre]}"
        nombres.append(nombre)
    return nombres
