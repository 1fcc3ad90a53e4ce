"""Un informe como datos: secciones de bloques. Todos los formatos se escriben desde aquí.

Python puro. Un bloque lleva los textos y números ya decididos; los escritores sólo les dan forma,
así que la misma cifra sale igual en la pantalla, el PDF, el DOCX, el XLSX y el PPTX. Un documento
se congela como JSON (`a_datos`) y se reconstruye igual (`de_datos`).
"""

import hashlib
import json
from collections.abc import Iterator
from dataclasses import asdict, dataclass, field, fields
from typing import Any

Valor = str | int | float | None


@dataclass(frozen=True, slots=True)
class Titulo:
    """Un subtítulo dentro de la sección."""

    texto: str
    tipo: str = "titulo"


@dataclass(frozen=True, slots=True)
class Parrafo:
    """Un párrafo de texto. `marcado`: trae negritas, cursivas o notas (`trata.informes.marcas`)."""

    texto: str
    marcado: bool = False
    tipo: str = "parrafo"


@dataclass(frozen=True, slots=True)
class Nota:
    """Letra chica: base, fuente o advertencia."""

    texto: str
    tipo: str = "nota"


@dataclass(frozen=True, slots=True)
class Lista:
    """Viñetas. `marcado`, como en el párrafo."""

    items: tuple[str, ...]
    marcado: bool = False
    tipo: str = "lista"


@dataclass(frozen=True, slots=True)
class Cifra:
    """Una cifra con su base. `clave` la nombra para citarla (`victimas.mujeres.pct`)."""

    clave: str
    etiqueta: str
    valor: str
    texto: str
    base: str = ""
    nota: str = ""
    numerador: int | None = None
    denominador: int | None = None


@dataclass(frozen=True, slots=True)
class Cifras:
    """Un grupo de cifras que se leen juntas."""

    cifras: tuple[Cifra, ...]
    tipo: str = "cifras"


@dataclass(frozen=True, slots=True)
class Citas:
    """Cifras que el texto puede citar sin que se dibujen aquí: salen en el anexo."""

    cifras: tuple[Cifra, ...]
    tipo: str = "citas"


@dataclass(frozen=True, slots=True)
class Borrador:
    """Frases redactadas por regla: se leen mientras nadie escriba el texto de la sección.

    `plantillas` son las mismas frases con sus campos vivos, para empezar a escribir desde ellas.
    """

    items: tuple[str, ...]
    plantillas: tuple[str, ...] = ()
    titulo: str = ""
    tipo: str = "borrador"


@dataclass(frozen=True, slots=True)
class Pregunta:
    """Una pregunta probable, su respuesta y las cifras (claves) en que se apoya."""

    pregunta: str
    respuesta: str
    claves: tuple[str, ...]
    numero: str = ""
    tipo: str = "pregunta"


@dataclass(frozen=True, slots=True)
class Cuadro:
    """Una tabla. `numericas` dice qué columnas se alinean a la derecha.

    `numero` es el del cuadro en el documento («Cuadro 3»). `anclas`, si las hay, son las claves de
    las cifras de cada fila: adonde llegan los enlaces.
    """

    titulo: str
    encabezados: tuple[str, ...]
    filas: tuple[tuple[str, ...], ...]
    valores: tuple[tuple[Valor, ...], ...] = ()
    numericas: tuple[bool, ...] = ()
    nota: str = ""
    numero: str = ""
    anclas: tuple[str, ...] = ()
    tipo: str = "cuadro"

    @property
    def rotulo(self) -> str:
        """«Cuadro 3. Registros por departamento»."""
        return f"{self.numero}. {self.titulo}" if self.numero else self.titulo


@dataclass(frozen=True, slots=True)
class SerieNativa:
    """Una serie de un gráfico nativo de oficina."""

    nombre: str
    valores: tuple[float | None, ...]


@dataclass(frozen=True, slots=True)
class Imagen:
    """Una figura: hallazgo, dibujo SVG, tabla completa, fuente y, si se puede, gráfico nativo."""

    titular: str
    subtitulo: str
    svg: str
    cuadro: Cuadro
    descripcion: str = ""
    fuente: str = ""
    notas: tuple[str, ...] = ()
    nativo: str = ""
    categorias: tuple[str, ...] = ()
    series: tuple[SerieNativa, ...] = ()
    numero: str = ""
    tipo: str = "imagen"

    @property
    def rotulo(self) -> str:
        """«Gráfico 2. Ocho de cada diez registros PNP son de mujeres»."""
        return f"{self.numero}. {self.titular}" if self.numero else self.titular


Bloque = Titulo | Parrafo | Nota | Lista | Cifras | Citas | Borrador | Pregunta | Cuadro | Imagen


def textos_marcados(bloque: Bloque) -> tuple[str, ...]:
    """Los textos del bloque que llevan marcas; ninguno si no las lleva."""
    if not getattr(bloque, "marcado", False):
        return ()
    return bloque.items if isinstance(bloque, Lista) else (bloque.texto,)


@dataclass(frozen=True, slots=True)
class Seccion:
    """Una sección con nombre estable: la clave une el texto editado con su sitio."""

    clave: str
    titulo: str
    bloques: tuple[Bloque, ...]


@dataclass(frozen=True, slots=True)
class Documento:
    """Un informe entero, listo para escribirse en cualquier formato.

    `forma` dice cómo se arma el papel: «informe» (portada e índice), «carpeta» o «ficha» (sin
    ellos, pocas páginas).
    """

    titulo: str
    subtitulo: str
    corte: str
    secciones: tuple[Seccion, ...]
    fuente: str = ""
    folio: str = "Borrador"
    clasificacion: str = "Uso reservado"
    verificacion: str = ""
    marcas: tuple[str, ...] = field(default=())
    forma: str = "informe"

    def bloques(self) -> Iterator[Bloque]:
        """Todos los bloques, en orden."""
        for seccion in self.secciones:
            yield from seccion.bloques

    def cifras(self) -> dict[str, Cifra]:
        """Las cifras por clave: las que un texto puede citar. Vale la primera que aparece."""
        todas: dict[str, Cifra] = {}
        for bloque in self.bloques():
            if isinstance(bloque, Cifras | Citas):
                for cifra in bloque.cifras:
                    todas.setdefault(cifra.clave, cifra)
        return todas

    def cuadros(self) -> Iterator[Cuadro]:
        """Todas las tablas, también las de las figuras."""
        for bloque in self.bloques():
            if isinstance(bloque, Cuadro):
                yield bloque
            elif isinstance(bloque, Imagen) and bloque.cuadro.encabezados:
                yield bloque.cuadro


_BLOQUES: dict[str, type] = {
    "titulo": Titulo,
    "parrafo": Parrafo,
    "nota": Nota,
    "lista": Lista,
    "cifras": Cifras,
    "citas": Citas,
    "borrador": Borrador,
    "pregunta": Pregunta,
    "cuadro": Cuadro,
    "imagen": Imagen,
}
_HIJOS: dict[str, type] = {"cifras": Cifra, "cuadro": Cuadro, "series": SerieNativa}


def a_datos(documento: Documento) -> dict[str, Any]:
    """El documento como diccionario de listas y textos, para congelarlo en JSON."""
    return json.loads(json.dumps(asdict(documento, dict_factory=_campos), ensure_ascii=False))


def _campos(pares: list[tuple[str, Any]]) -> dict[str, Any]:
    """Los campos de un dato; el texto sin marcas se congela como siempre se congeló."""
    return {clave: valor for clave, valor in pares if (clave, valor) != ("marcado", False)}


def de_datos(datos: dict[str, Any]) -> Documento:
    """Reconstruye el documento congelado. `de_datos(a_datos(d)) == d`."""
    secciones = tuple(
        Seccion(
            s["clave"],
            s["titulo"],
            tuple(_armar(_BLOQUES[b["tipo"]], b) for b in s["bloques"]),
        )
        for s in datos["secciones"]
    )
    resto = {c.name: datos[c.name] for c in fields(Documento) if c.name in datos}
    return Documento(**resto | {"secciones": secciones, "marcas": tuple(datos.get("marcas", ()))})


def _armar(tipo: type, datos: dict[str, Any]) -> Any:
    valores = {}
    for campo in fields(tipo):
        valor = datos.get(campo.name)
        if campo.name in _HIJOS and isinstance(valor, list):
            valor = tuple(_armar(_HIJOS[campo.name], v) for v in valor)
        elif campo.name in _HIJOS and isinstance(valor, dict):
            valor = _armar(_HIJOS[campo.name], valor)
        elif isinstance(valor, list):
            valor = tuple(tuple(v) if isinstance(v, list) else v for v in valor)
        if campo.name in datos:
            valores[campo.name] = valor
    return tipo(**valores)


def huella(datos: dict[str, Any]) -> str:
    """SHA-256 en hexadecimal del documento congelado, sin que importe el orden de las llaves.

    El folio, la dirección de verificación y las marcas no cuentan: son del ejemplar.
    """
    propio = {k: v for k, v in datos.items() if k not in {"folio", "verificacion", "marcas"}}
    texto = json.dumps(propio, sort_keys=True, ensure_ascii=False, separators=(",", ":"))
    return hashlib.sha256(texto.encode()).hexdigest()
