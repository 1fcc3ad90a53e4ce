"""Qué cambió entre dos documentos: cifra por cifra, celda por celda y texto por texto.

Python puro. Sirve para comparar lo publicado con los datos de ahora, y una versión con otra.
"""

from dataclasses import dataclass

from trata.comun import formato
from trata.informes.documento import (
    Borrador,
    Cifra,
    Documento,
    Imagen,
    Lista,
    Nota,
    Parrafo,
    Pregunta,
    Titulo,
)

NO_ESTABA = "No estaba"
YA_NO_ESTA = "Ya no está"


@dataclass(frozen=True, slots=True)
class Cambio:
    """Algo que ya no coincide. `diferencia` sólo si las dos partes tienen numerador."""

    clave: str
    texto: str
    publicada: str
    actual: str
    diferencia: int | None = None
    es_cifra: bool = True

    @property
    def salto(self) -> str:
        """La diferencia con su signo («+12»), o una raya si no se puede restar."""
        if self.diferencia is None:
            return "—"
        signo = "+" if self.diferencia > 0 else "\u2212" if self.diferencia < 0 else ""
        return f"{signo}{formato.entero(abs(self.diferencia))}"


@dataclass(frozen=True, slots=True)
class TextoCambiado:
    """Una sección cuyo texto cambió: líneas que se quitaron y que se agregaron."""

    seccion: str
    quitadas: tuple[str, ...]
    agregadas: tuple[str, ...]


def comparar(antes: Documento, ahora: Documento) -> list[Cambio]:
    """Lo que cambió de `antes` a `ahora`, primero las cifras y luego las celdas de los cuadros."""
    return [*_cifras(antes, ahora), *_celdas(antes, ahora)]


def _dicho(cifra: Cifra | None, falta: str) -> str:
    if cifra is None:
        return falta
    return f"{cifra.valor} ({cifra.base})" if cifra.base else cifra.valor


def _cifras(antes: Documento, ahora: Documento) -> list[Cambio]:
    viejas, nuevas = antes.cifras(), ahora.cifras()
    cambios = []
    for clave in dict.fromkeys((*viejas, *nuevas)):
        vieja, nueva = viejas.get(clave), nuevas.get(clave)
        if vieja and nueva and (vieja.valor, vieja.base) == (nueva.valor, nueva.base):
            continue
        alguna = vieja or nueva
        numeradores = (getattr(vieja, "numerador", None), getattr(nueva, "numerador", None))
        cambios.append(
            Cambio(
                clave,
                f"{alguna.etiqueta} · {alguna.texto}",
                _dicho(vieja, NO_ESTABA),
                _dicho(nueva, YA_NO_ESTA),
                None if None in numeradores else numeradores[1] - numeradores[0],
            )
        )
    return cambios


Celdas = dict[tuple[str, str, str, int], str]


def _de_cuadros(documento: Documento) -> Celdas:
    """Cada celda por cuadro, fila y columna; lo repetido se distingue por su orden."""
    celdas: Celdas = {}
    vistas: dict[tuple[str, str, str], int] = {}
    for cuadro in documento.cuadros():
        for fila in cuadro.filas:
            for encabezado, valor in zip(cuadro.encabezados[1:], fila[1:], strict=False):
                lugar = (cuadro.titulo, fila[0], encabezado)
                vistas[lugar] = n = vistas.get(lugar, 0) + 1
                celdas[(*lugar, n)] = valor
    return celdas


def _celdas(antes: Documento, ahora: Documento) -> list[Cambio]:
    viejas, nuevas = _de_cuadros(antes), _de_cuadros(ahora)
    cambios = []
    for lugar in dict.fromkeys((*viejas, *nuevas)):
        vieja, nueva = viejas.get(lugar, NO_ESTABA), nuevas.get(lugar, YA_NO_ESTA)
        if vieja == nueva:
            continue
        titulo, fila, columna, n = lugar
        clave = f"{titulo}/{fila}/{columna}/{n}"
        texto = f"{titulo}: {fila}, {columna}"
        cambios.append(Cambio(clave, texto, vieja or "(vacío)", nueva or "(vacío)", None, False))
    return cambios


def _lineas(documento: Documento) -> dict[str, tuple[str, list[str]]]:
    """El texto de cada sección, sin cifras ni cuadros."""
    por_clave: dict[str, tuple[str, list[str]]] = {}
    for seccion in documento.secciones:
        lineas: list[str] = []
        for bloque in seccion.bloques:
            if isinstance(bloque, Titulo | Parrafo | Nota):
                lineas += bloque.texto.split("\n")
            elif isinstance(bloque, Lista | Borrador):
                lineas += bloque.items
            elif isinstance(bloque, Pregunta):
                lineas += [bloque.pregunta, bloque.respuesta]
            elif isinstance(bloque, Imagen):
                lineas.append(bloque.titular)
        por_clave[seccion.clave] = (seccion.titulo, lineas)
    return por_clave


def textos_que_cambian(antes: Documento, ahora: Documento) -> list[TextoCambiado]:
    """Las secciones cuyo texto cambió, con lo que se quitó y lo que se agregó."""
    viejas, nuevas = _lineas(antes), _lineas(ahora)
    cambiadas = []
    for clave in dict.fromkeys((*viejas, *nuevas)):
        titulo, de_antes = viejas.get(clave, ("", []))
        titulo_nuevo, de_ahora = nuevas.get(clave, ("", []))
        quitadas = tuple(x for x in de_antes if x not in de_ahora)
        agregadas = tuple(x for x in de_ahora if x not in de_antes)
        if quitadas or agregadas:
            cambiadas.append(TextoCambiado(titulo_nuevo or titulo, quitadas, agregadas))
    return cambiadas
