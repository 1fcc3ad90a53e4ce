"""Los textos escritos por personas, unidos al documento: las cifras citadas se ponen solas."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from itertools import count

from trata.comun import formato
from trata.informes.documento import Borrador, Cifra, Documento, Seccion
from trata.informes.escritura import bloques_de
from trata.informes.marcas import numerar
from trata.informes.reglas import CAMPO_VIVO
from trata.territorio.nombres import normalizar


def opciones(cifras: Mapping[str, Cifra]) -> dict[str, str]:
    """Lo que se puede citar: clave → valor de ahora (`pais.sexo.pct`, `.n`, `.base`)."""
    todas: dict[str, str] = {}
    for clave, cifra in cifras.items():
        raiz = clave.removesuffix(".pct")
        todas[clave] = cifra.valor
        if cifra.numerador is not None:
            todas[f"{raiz}.n"] = formato.entero(cifra.numerador)
        if cifra.denominador is not None:
            todas[f"{raiz}.base"] = formato.entero(cifra.denominador)
    return todas


@dataclass(frozen=True)
class Campo:
    """Un campo que se puede citar: su clave, qué es y cuánto vale ahora."""

    clave: str
    que: str
    valor: str

    @property
    def cita(self) -> str:
        """Como va en el texto."""
        return f"{{{{ {self.clave} }}}}"


def campos(cifras: Mapping[str, Cifra], buscar: str = "") -> list[Campo]:
    """La lista de donde se eligen los campos, filtrada por las palabras de `buscar`."""
    lista = []
    for clave, valor in opciones(cifras).items():
        cifra = cifras.get(clave) or cifras.get(f"{clave.rpartition('.')[0]}.pct")
        cola = {"n": " (cuántas)", "base": " (de cuántas)"}.get(clave.rpartition(".")[2], "")
        que = f"{cifra.etiqueta} · {cifra.texto}{cola}" if cifra else clave
        lista.append(Campo(clave, que, valor))
    palabras = normalizar(buscar).split()
    return [c for c in lista if all(p in normalizar(f"{c.clave} {c.que}") for p in palabras)]


def con_cifras(texto: str, cifras: Mapping[str, Cifra]) -> str:
    """El texto con cada campo cambiado por su valor; lo desconocido se ve como tal."""
    valores = opciones(cifras)
    return CAMPO_VIVO.sub(
        lambda m: valores.get(m.group(1), f"[campo desconocido: {m.group(1)}]"), texto
    )


def con_textos(documento: Documento, textos: Mapping[str, str]) -> Documento:
    """Pone el texto de cada sección al comienzo de la suya, en vez de su borrador automático.

    Las notas al pie se numeran de corrido en todo el documento.
    """
    cifras, notas = documento.cifras(), count(1)
    secciones = tuple(
        _con_texto(s, textos.get(s.clave, ""), cifras, notas) for s in documento.secciones
    )
    return replace(documento, secciones=secciones)


def _con_texto(
    seccion: Seccion, texto: str, cifras: Mapping[str, Cifra], notas: Iterator[int]
) -> Seccion:
    if not texto.strip():
        return seccion
    resto = (b for b in seccion.bloques if not isinstance(b, Borrador))
    escrito = numerar(con_cifras(texto, cifras), notas)
    return replace(seccion, bloques=(*bloques_de(escrito), *resto))


def borrador_de(documento: Documento, clave: str) -> str:
    """El borrador automático de una sección, con sus campos vivos; vacío si no tiene."""
    return "\n".join(
        frase
        for s in documento.secciones
        if s.clave == clave
        for b in s.bloques
        if isinstance(b, Borrador)
        for frase in b.plantillas
    )
