"""Los textos escritos por personas, unidos al documento: las cifras citadas se ponen solas."""

from collections.abc import Mapping
from dataclasses import replace

from trata.comun import formato
from trata.informes.documento import Cifra, Documento, Parrafo
from trata.informes.reglas import CAMPO_VIVO, campos_citados


def campos_desconocidos(texto: str, cifras: Mapping[str, Cifra]) -> list[str]:
    """Las claves citadas que el documento no tiene."""
    return [c for c in campos_citados(texto) if c not in opciones(cifras)]


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


def con_cifras(texto: str, cifras: Mapping[str, Cifra]) -> str:
    """El texto con cada campo cambiado por su valor; lo desconocido se ve como tal."""
    valores = opciones(cifras)
    return CAMPO_VIVO.sub(
        lambda m: valores.get(m.group(1), f"[campo desconocido: {m.group(1)}]"), texto
    )


def con_textos(documento: Documento, textos: Mapping[str, str]) -> Documento:
    """Pone el texto de cada sección al comienzo de la suya."""
    cifras = documento.cifras()
    secciones = tuple(
        replace(
            s,
            bloques=(
                *(
                    Parrafo(linea)
                    for linea in con_cifras(textos.get(s.clave, ""), cifras).split("\n")
                    if linea.strip()
                ),
                *s.bloques,
            ),
        )
        for s in documento.secciones
    )
    return replace(documento, secciones=secciones)
