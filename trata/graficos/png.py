"""SVG → PNG en el servidor, con typst (rueda de pip, sin bibliotecas del sistema).

La tipografía sale de la rueda `font-source-sans-pro` si está; si no, de las del sistema.
"""

import importlib.util
import re
from functools import lru_cache
from pathlib import Path

import typst

FAMILIAS = "Source Sans Pro, Liberation Sans, DejaVu Sans, Noto Sans, sans-serif"
_PAGINA = b"""#set page(width: auto, height: auto, margin: %dpt, fill: white)
#image(bytes(sys.inputs.svg), format: "svg", width: %dpt)
"""


@lru_cache(maxsize=1)
def rutas_de_fuentes() -> tuple[str, ...]:
    """Carpetas con tipografías que no dependen del sistema (también sirven al PDF)."""
    lugar = importlib.util.find_spec("font_source_sans_pro")
    carpetas = (
        [Path(c) / "files" for c in (lugar.submodule_search_locations or [])] if lugar else []
    )
    return tuple(str(c) for c in carpetas if c.is_dir())


def svg_a_png(svg: str, *, escala: float = 2.0, margen: int = 12) -> bytes:
    """El dibujo como PNG de fondo blanco; `escala` 2 son 2 píxeles por unidad del dibujo.

    Lanza `ValueError` si el texto no es un SVG con `viewBox`.
    """
    caja = re.search(r'viewBox="0 0 ([\d.]+) ([\d.]+)"', svg)
    if not caja:
        raise ValueError("El texto no es un SVG con viewBox.")
    suelto = re.sub(r'font-family="[^"]*"', f'font-family="{FAMILIAS}"', svg)
    ancho = max(round(float(caja[1])), 1)
    return typst.compile(
        _PAGINA % (margen, ancho),
        format="png",
        ppi=72 * escala,
        font_paths=list(rutas_de_fuentes()),
        sys_inputs={"svg": suelto},
    )
