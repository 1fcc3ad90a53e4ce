"""La Carpeta del Ministro: dos páginas y diez preguntas probables, cada una con su cifra."""

from collections.abc import Callable, Iterable
from dataclasses import replace

from trata.comun import formato
from trata.informes.contexto import Contexto
from trata.informes.documento import Bloque, Citas, Cuadro, Parrafo, Pregunta, Seccion
from trata.informes.hallazgos.base import Hallazgo
from trata.informes.reglas import campos_citados
from trata.informes.secciones import hallazgos
from trata.informes.secciones.avance import por_objetivo
from trata.informes.secciones.crimen import sin_serie
from trata.informes.secciones.figuras import imagen_de, sin_cuadro
from trata.informes.textos import con_cifras
from trata.tableros.figuras.catalogo import FIGURAS

PREGUNTAS = 10


def situacion(contexto: Contexto) -> Seccion:
    """Lo que hay que saber del delito en media página: evolución y hallazgos."""
    titulo = "Lo que dicen las cifras"
    if not contexto.hay_serie:
        return Seccion("situacion", titulo, sin_serie(contexto))
    lista = hallazgos.de_la_serie(contexto)
    claves = [h for h in lista if h.clase in {"tendencia", "ranking", "brecha"}]
    figura = imagen_de(FIGURAS["evolucion"](contexto.nacional), "lineas")
    return Seccion(
        "situacion",
        titulo,
        (
            *hallazgos.bloques_de(claves),
            replace(figura, cuadro=sin_cuadro()),
        ),
    )


def gestion(contexto: Contexto) -> Seccion:
    """La política, la Comisión y las regiones, en un cuadro y pocas frases."""
    bloques: list[Bloque] = [*hallazgos.bloques_de(hallazgos.de_la_gestion(contexto))]
    if contexto.mapa is not None:
        bloques.append(_corto(por_objetivo(contexto.mapa)))
    return Seccion("gestion", "Cómo va la respuesta del Estado", tuple(bloques))


def _corto(cuadro: Cuadro) -> Cuadro:
    """El mismo cuadro sin las columnas que sólo tienen ceros."""
    quedan = [
        j
        for j in range(len(cuadro.encabezados))
        if j == 0 or any(fila[j] for fila in cuadro.valores)
    ]
    return Cuadro(
        cuadro.titulo,
        tuple(cuadro.encabezados[j] for j in quedan),
        tuple(tuple(f[j] for j in quedan) for f in cuadro.filas),
        tuple(tuple(f[j] for j in quedan) for f in cuadro.valores),
        tuple(cuadro.numericas[j] for j in quedan),
    )


# --- las diez preguntas --------------------------------------------------------------------------
def _que_empieza(clave: str) -> Callable[[Hallazgo], bool]:
    return lambda h: any(c.startswith(clave) for c in campos_citados(h.plantilla))


def _de_clase(*clases: str) -> Callable[[Hallazgo], bool]:
    return lambda h: h.clase in clases


GUION: tuple[tuple[str, Callable[[Hallazgo], bool], str], ...] = (
    ("¿Cuántos casos hubo y cómo cambió?", _que_empieza("pais.total"),
     "Son registros PNP («Denuncias por comisión»), según lugar de registro."),
    ("¿Quiénes son las víctimas?", _que_empieza("pais.sexo."), ""),
    ("¿Cuántas son niñas, niños o adolescentes?", _que_empieza("pais.nna"), ""),
    ("¿Qué edad y qué educación tienen?", lambda h: h.clase == "reparto" and (
        _que_empieza("pais.grupo_edad")(h) or _que_empieza("pais.educacion")(h)), ""),
    ("¿Con qué fin las captan?", _que_empieza("pais.fin."), ""),
    ("¿Conocían a la persona denunciada? ¿Quién denuncia?", lambda h: h.clase == "reparto" and (
        _que_empieza("pais.vinculo")(h) or _que_empieza("pais.denunciante")(h)), ""),
    ("¿Dónde se registra más?", _de_clase("ranking"),
     "Es el lugar de registro, no el de la explotación."),
    ("¿Qué es lo que no sabemos?", _de_clase("calidad"),
     "Estas cifras no se suman con las de otras instituciones: difieren en unidad, fuente y "
     "corte."),
    ("¿Cómo va la Política Nacional?", _de_clase("politica"), ""),
    ("¿Qué hacen la Comisión y las regiones?", _de_clase("gestion"), ""),
)  # fmt: skip


def preguntas(contexto: Contexto) -> Seccion:
    """Diez preguntas probables; cada respuesta lleva a sus cifras."""
    lista = hallazgos.de_la_serie(contexto) + hallazgos.de_la_gestion(contexto)
    citadas = {c.clave: c for h in lista for c in h.cifras}
    bloques: list[Bloque] = []
    for i, (pregunta, elige, aclara) in enumerate(GUION, start=1):
        dichas = [h.plantilla for h in lista if elige(h)]
        respuesta = " ".join((*(con_cifras(p, citadas) for p in dichas), aclara)).strip()
        if not dichas:
            respuesta = _sin_respuesta(contexto, pregunta)
        claves = dict.fromkeys(
            c for p in dichas for campo in campos_citados(p) if (c := _cifra_de(campo, citadas))
        )
        bloques.append(Pregunta(pregunta, respuesta, tuple(claves), str(i)))
    return Seccion(
        "preguntas",
        "Diez preguntas probables",
        (
            Parrafo(
                "Cada respuesta sale de las cifras del anexo, con su denominador y su unidad. Al "
                "publicar quedan congeladas con su folio."
            ),
            *bloques,
            Citas(tuple(citadas.values())),
        ),
    )


def _cifra_de(campo: str, citadas: Iterable[str]) -> str:
    """La clave de la cifra a la que pertenece un campo (`x.pct`, `x.n` y `x.base` son una)."""
    if campo in citadas:
        return campo
    raiz = f"{campo.rpartition('.')[0]}.pct"
    return raiz if raiz in citadas else ""


def _sin_respuesta(contexto: Contexto, pregunta: str) -> str:
    if "Política" in pregunta and contexto.mapa is None:
        return "Este ejemplar se hizo sin un periodo de la política: elígelo para responder."
    if not contexto.hay_serie:
        return contexto.falta_semestre or (
            f"La serie oficial no tiene datos de {formato.mes_anio(contexto.anio)}."
        )
    return "La fuente no publica ese dato para el período."
