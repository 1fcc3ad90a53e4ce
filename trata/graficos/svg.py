"""El lienzo: arma SVG válido y accesible, sin estilos en línea ni guiones.

Colores: cada forma lleva una clase (que la hoja de estilo puede cambiar) y el mismo color como
atributo de presentación, para que el archivo suelto se vea igual en un PDF o una imagen.
"""

import hashlib
import re
import unicodedata
from collections.abc import Iterator
from contextlib import contextmanager
from functools import lru_cache

from trata.graficos.modelo import Svg

TIPO = (
    "system-ui, -apple-system, 'Segoe UI', Roboto, 'Source Sans Pro', 'Liberation Sans', sans-serif"
)
COLORES = {
    "tinta": "#0D1028", "secundario": "#3D4053", "tenue": "#555869",
    "rejilla": "#DEE3EA", "eje": "#8A90A0", "fondo": "#FFFFFF", "papel": "#F3F6FA",
    "a": "#12436D", "b": "#F46A25", "c": "#28A197", "d": "#801650",
    "suave": "#7290AE", "residual": "#8A8F9C", "sin-dato": "#C9CED8", "enlace": "#0056AC",
    "m0": "#F3F6FA", "m1": "#D6E4F2", "m2": "#A3C4E2", "m3": "#5F97CB", "m4": "#2765A5",
    "m5": "#0F3A66",
    "logro": "#1B7F5A", "curso": "#0056AC", "riesgo": "#D75600", "critico": "#BF0909",
    "carril": "#E6EAF0",
}  # fmt: skip
CATEGORIAS = ("a", "b", "c", "d")
TAMANO = 14
MENOR = 13
_PROHIBIDOS = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x84\x86-\x9f\ud800-\udfff\ufffe\uffff]")
_SEGURO = re.compile(r"[\w .,:;/()#%?=«»·+-]*\Z")
_ENLACE = re.compile(r"^(https?://|/|\?|#)", re.IGNORECASE)
_ANCHOS = {
    **dict.fromkeys("iljI|.,:;'!·ı\u00a0 íìj", 0.32),
    **dict.fromkeys('ftr()[]/-"*`', 0.42),
    **dict.fromkeys("abcdeghknopqsuvxyzáéóúñüçJ0123456789$#?_", 0.63),
    **dict.fromkeys("ABCDEFGHKLNPQRSTUVXYZÁÉÓÚÑ&", 0.72),
    **dict.fromkeys("«»+=<>−–→↓", 0.84),
    **dict.fromkeys("mwMWO%@—…", 0.97),
}


def limpio(texto: object) -> str:
    """Texto listo para ir dentro de XML: sin caracteres prohibidos y con entidades."""
    return _limpio(str(texto))


@lru_cache(maxsize=4096)
def _limpio(texto: str) -> str:
    """Los mismos colores, clases y categorías se repiten miles de veces por página."""
    if _SEGURO.match(texto):
        return texto
    sano = _PROHIBIDOS.sub("", texto)
    return (
        sano.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;").replace('"', "&quot;")
    )


def num(valor: float) -> str:
    """Coordenada con dos decimales como mucho."""
    escrito = f"{valor:.2f}".rstrip("0").rstrip(".")
    return "0" if escrito == "-0" else escrito


_ATRIBUTOS: dict[str, str] = {}


def _atributo(clave: str) -> str:
    return _ATRIBUTOS.setdefault(clave, clave.rstrip("_").replace("_", "-"))


def elem(nombre: str, *hijos: str, **atributos: object) -> str:
    """Un elemento. `class_` → class, `font_size` → font-size; lo `None` se omite."""
    partes = []
    for clave, valor in atributos.items():
        if valor is None or valor == "":
            continue
        escrito = limpio(valor) if isinstance(valor, str) else num(valor)
        partes.append(f' {_ATRIBUTOS.get(clave) or _atributo(clave)}="{escrito}"')
    cuerpo = "".join(hijos)
    return (
        f"<{nombre}{''.join(partes)}>{cuerpo}</{nombre}>"
        if cuerpo
        else (f"<{nombre}{''.join(partes)}/>")
    )


def ancho_texto(texto: str, tamano: float = TAMANO, *, negrita: bool = False) -> float:
    """Ancho aproximado, por exceso: medido en la más ancha de las del sistema (DejaVu Sans)."""
    em = 0.0
    for c in texto:
        if c in _ANCHOS:
            em += _ANCHOS[c]
        elif unicodedata.combining(c):
            continue
        else:
            em += 1.2 if ord(c) > 0x2E80 else 0.72
    return em * tamano * (1.12 if negrita else 1.0)


def recortar(texto: str, ancho: float, tamano: float = TAMANO, *, negrita: bool = False) -> str:
    """Recorta con «…» lo que no cabe; el texto entero queda en el título y en la tabla."""
    if ancho_texto(texto, tamano, negrita=negrita) <= ancho:
        return texto
    while texto and ancho_texto(texto + "…", tamano, negrita=negrita) > ancho:
        texto = texto[:-1]
    return texto.rstrip() + "…"


def partir(
    texto: str, ancho: float, tamano: float = TAMANO, lineas: int = 2, *, negrita: bool = False
) -> list[str]:
    """Reparte el texto en líneas que caben en `ancho`; la última se recorta."""
    resultado, actual = [], ""
    palabras = texto.split()
    for i, palabra in enumerate(palabras):
        prueba = f"{actual} {palabra}".strip()
        if ancho_texto(prueba, tamano, negrita=negrita) <= ancho or not actual:
            actual = prueba
            continue
        if len(resultado) == lineas - 1:
            actual = " ".join([actual, *palabras[i:]])
            break
        resultado.append(actual)
        actual = palabra
    return [recortar(x, ancho, tamano, negrita=negrita) for x in [*resultado, actual]]


def huella(*datos: object) -> str:
    """Identificador corto, estable entre procesos, de unos datos."""
    crudo = repr(datos).encode("utf-8", "surrogatepass")
    return "g" + hashlib.blake2s(crudo, digest_size=5).hexdigest()


def texto_svg(
    x: float, y: float, contenido: str, *, ancla: str = "start", tamano: float = TAMANO,
    peso: int | None = None, color: str = "tinta", halo: bool = False, clase: str = "",
) -> str:  # fmt: skip
    """Una línea de texto; `halo` le pone un borde blanco para leerse sobre líneas."""
    return elem(
        "text", limpio(contenido), class_=f"g-t-{color} {clase}".strip(), x=x, y=y,
        text_anchor=None if ancla == "start" else ancla, font_size=tamano, font_weight=peso,
        fill=COLORES[color], paint_order="stroke" if halo else None,
        stroke=COLORES["fondo"] if halo else None, stroke_width=3.5 if halo else None,
        stroke_linejoin="round" if halo else None,
    )  # fmt: skip


def parrafo(x: float, y: float, lineas: list[str], *, interlinea: float = 17, **opciones) -> str:
    """Varias líneas, la primera con su base en `y`."""
    return "".join(
        texto_svg(x, y + i * interlinea, linea, **opciones) for i, linea in enumerate(lineas)
    )


def rect(x: float, y: float, ancho: float, alto: float, color: str, *, radio: float = 0, **mas):
    """Un rectángulo de color con su clase; `relleno` cambia el color por una trama."""
    relleno = mas.pop("relleno", None)
    return elem(
        "rect", x=x, y=y, width=max(ancho, 0), height=max(alto, 0), rx=radio or None,
        class_=None if relleno else f"g-f-{color}", fill=relleno or COLORES[color], **mas,
    )  # fmt: skip


def linea(x1: float, y1: float, x2: float, y2: float, color: str = "rejilla", **mas) -> str:
    """Una línea recta."""
    return elem(
        "line", x1=x1, y1=y1, x2=x2, y2=y2, class_=f"g-s-{color}", stroke=COLORES[color],
        stroke_width=mas.pop("grosor", 1), **mas,
    )  # fmt: skip


class Lienzo:
    """Acumula el dibujo y lo cierra con título, descripción y tramas usadas."""

    def __init__(self, *identidad: object, ancho: float) -> None:
        self.id = huella(*identidad, ancho)
        self.ancho = ancho
        self.alto = 0.0
        self._partes: list[str] = []
        self._tramas: dict[str, str] = {}
        self._enlaces = False

    def fondo(self, *partes: str) -> None:
        """Añade adorno: ejes, rótulos; un lector de pantalla no lo lee suelto."""
        cuerpo = "".join(partes)
        if cuerpo:
            self._partes.append(elem("g", cuerpo, aria_hidden="true"))

    def insertar(self, svg: str) -> None:
        """Añade un dibujo ya cerrado y escapado, tal cual."""
        self._partes.append(svg)

    def marca(self, nombre: str, *partes: str, url: str = "") -> None:
        """Añade un dato: con `url` es un enlace con nombre; sin ella, un grupo con su título."""
        titulo = elem("title", limpio(nombre))
        if url and _ENLACE.match(url):
            self._enlaces = True
            self._partes.append(
                elem("a", titulo, *partes, href=url, class_="g-enlace", aria_label=nombre)
            )
        else:
            self._partes.append(elem("g", titulo, *partes, class_="g-marca"))

    @contextmanager
    def grupo(self, transform: str) -> Iterator[None]:
        """Lo que se añada dentro lleva esta transformación."""
        self._partes.append(f'<g transform="{limpio(transform)}">')
        yield
        self._partes.append("</g>")

    def trama(self, clase: str, color: str = "sin-dato", *, escala: float = 1.0) -> str:
        """Relleno con trama: `raya` (sin dato), `provisional` o `punto` (reservado)."""
        clave = f"{self.id}-{clase}-{color}{'' if escala == 1 else f'-{escala:.2f}'}"
        if clave not in self._tramas:
            giro = f"rotate(45) scale({escala:.3f})"
            self._tramas[clave] = _TRAMAS[clase](clave, COLORES[color], giro)
        return f"url(#{clave})"

    def cerrar(self, titulo: str, descripcion: str) -> Svg:
        """El SVG completo. Con enlaces dentro no puede ser `img`: es un grupo con nombre."""
        ids = f"{self.id}-t {self.id}-d"
        defs = elem("defs", *self._tramas.values()) if self._tramas else ""
        return Svg(
            elem(
                "svg",
                elem("title", limpio(titulo) or " ", id=f"{self.id}-t"),
                elem("desc", limpio(descripcion) or " ", id=f"{self.id}-d"),
                defs, *self._partes,
                xmlns="http://www.w3.org/2000/svg", class_="grafico",
                viewBox=f"0 0 {num(self.ancho)} {num(self.alto)}", width=self.ancho,
                height=self.alto, role="group" if self._enlaces else "img",
                aria_labelledby=ids, font_family=TIPO, font_size=TAMANO, lang="es-PE",
            )
        )  # fmt: skip


def _raya(clave: str, color: str, giro: str) -> str:
    return elem(
        "pattern", rect(0, 0, 6, 6, "papel"), linea(0, 0, 0, 6, "eje", grosor=2.4),
        id=clave, width=6, height=6, patternUnits="userSpaceOnUse", patternTransform=giro,
    )  # fmt: skip


def _provisional(clave: str, color: str, giro: str) -> str:
    fondo = elem("rect", width=7, height=7, fill=color)
    raya = elem("rect", width=2.6, height=7, fill="#FFFFFF", fill_opacity=0.62)
    return elem(
        "pattern", fondo, raya, id=clave, width=7, height=7, patternUnits="userSpaceOnUse",
        patternTransform=giro,
    )  # fmt: skip


def _punto(clave: str, color: str, giro: str) -> str:
    punto = elem("circle", cx=3.5, cy=3.5, r=1.5, fill=COLORES["tenue"])
    return elem(
        "pattern", rect(0, 0, 7, 7, "papel"), punto, id=clave, width=7, height=7,
        patternUnits="userSpaceOnUse", patternTransform=giro,
    )  # fmt: skip


_TRAMAS = {"raya": _raya, "provisional": _provisional, "punto": _punto}
