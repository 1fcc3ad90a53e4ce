"""La figura completa: hallazgo, subtítulo, gráfico, tabla, descargas, fuente y notas.

La dibuja la plantilla `_componentes/figura.html`: `{% include "_componentes/figura.html" with
figura=figura %}`.
"""

from dataclasses import dataclass, replace

from trata.graficos.modelo import Grafico, Tabla
from trata.graficos.svg import huella


@dataclass(frozen=True, slots=True)
class Descarga:
    """Un archivo que se puede bajar: «CSV», su dirección y, si hace falta, qué contiene."""

    formato: str
    url: str
    detalle: str = ""


@dataclass(frozen=True, slots=True)
class Figura:
    """Todo lo que acompaña a un gráfico.

    `titular` dice el hallazgo («8 de cada 10 víctimas son mujeres»); `subtitulo`, la unidad, el
    período, el ámbito y la fecha de corte. `enlace` lleva a la lista de casos o a la figura sola.
    """

    titular: str
    grafico: Grafico
    subtitulo: str = ""
    notas: tuple[str, ...] = ()
    fuente: str = ""
    descargas: tuple[Descarga, ...] = ()
    enlace: str = ""
    texto_enlace: str = "Ver los casos"
    nivel: int = 3
    clave: str = ""

    def sola(self, url: str) -> "Figura":
        """La misma para su propia página, `url`: sin enlaces a ella y como segundo título."""
        quedan = tuple(d for d in self.descargas if d.url != url)
        enlace = "" if self.enlace == url else self.enlace
        return replace(self, descargas=quedan, enlace=enlace, nivel=2)

    @property
    def id(self) -> str:
        """Ancla estable de la figura en su página."""
        return self.clave or f"figura-{huella(self.titular, self.grafico.titulo)[1:]}"

    @property
    def etiqueta_titulo(self) -> str:
        return f"h{min(max(self.nivel, 2), 6)}"

    @property
    def tabla(self) -> Tabla:
        return self.grafico.tabla
