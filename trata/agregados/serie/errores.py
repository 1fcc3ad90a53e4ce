"""Lo que impide cargar un archivo de la serie: con un solo hallazgo de aquí no se guarda nada."""

from collections import Counter

from trata.agregados.serie.contenido import ROTULOS_DE_TOTAL, TOTAL, Contenido, ejemplos
from trata.agregados.serie.tipos import Hallazgo
from trata.agregados.variables import catalogo
from trata.comun.formato import mes_anio
from trata.territorio.nombres import indice


def departamentos(c: Contenido) -> list[Hallazgo]:
    """Nombres que no son de un departamento, o cuyo CCDD dice otro."""
    malos: Counter[str] = Counter()
    for fila in c.filas:
        codigo = indice().departamento(fila.lugar)
        if codigo is None:
            malos[f"«{fila.lugar}» no es un departamento"] += 1
        elif fila.ccdd.zfill(2) != codigo:
            malos[f"{fila.lugar} es {codigo} y CCDD dice «{fila.ccdd}»"] += 1
    if not malos:
        return []
    return [
        Hallazgo(
            "departamento_desconocido",
            "error",
            "Departamentos que no se reconocen o cuyo código no coincide",
            sum(malos.values()),
            "No se cargó nada.",
            ejemplos(malos),
        )
    ]


def bloques(c: Contenido) -> list[Hallazgo]:
    """Datos dobles con valores distintos, y dependencias a las que les faltan rótulos."""
    hallazgos = []
    veces = Counter((*f[:7], f.item) for f in c.filas)
    dobles = Counter(
        f"{k[3]} {mes_anio(k[0], k[1] or None)}: {k[7]}" for k, n in veces.items() if n > 1
    )
    if dobles:
        hallazgos.append(
            Hallazgo(
                "clave_repetida",
                "error",
                "El mismo dato aparece dos veces con valores distintos",
                len(dobles),
                "No se cargó nada: no se puede saber cuál vale.",
                ejemplos(dobles),
            )
        )
    tamanos = Counter(len(b) for b in c.bloques.values())
    completo = max(tamanos)
    cortos = [b for b, items in c.bloques.items() if len(items) < completo]
    if cortos and tamanos[completo] >= 0.95 * len(c.bloques):
        hallazgos.append(
            Hallazgo(
                "bloque_incompleto",
                "error",
                "Dependencias a las que les faltan rótulos: el archivo parece truncado",
                len(cortos),
                "No se cargó nada. Descarga el archivo de nuevo.",
                tuple(
                    f"{b[3]}, {mes_anio(b[0], b[1] or None)}: {len(c.bloques[b])} de {completo}"
                    for b in cortos[:12]
                ),
            )
        )
    return hallazgos


def rotulos(c: Contenido) -> list[Hallazgo]:
    """Rótulos que sobran o faltan frente al diccionario; sin la finalidad no hay total."""
    conocidos = set(catalogo().por_item()) | ROTULOS_DE_TOTAL
    vistos = Counter(f.item for f in c.filas)
    nuevos = Counter({i: n for i, n in vistos.items() if i not in conocidos})
    hallazgos = []
    if nuevos:
        hallazgos.append(
            Hallazgo(
                "rotulo_desconocido",
                "aviso",
                "Rótulos que el diccionario no trae",
                sum(nuevos.values()),
                "Esas filas no se contaron. Agrégalos al catálogo de variables si corresponde.",
                ejemplos(nuevos),
            )
        )
    ausentes = sorted(i for i in conocidos if i not in vistos)
    if TOTAL not in vistos or not any(i in vistos for i in ("F1_EXPLOTACION SEXUAL",)):
        hallazgos.append(
            Hallazgo(
                "sin_total",
                "error",
                "Falta la finalidad (F1), que da el total de registros",
                1,
                "No se cargó nada: sin ella no hay denominador.",
                tuple(ausentes[:12]),
            )
        )
    elif ausentes:
        hallazgos.append(
            Hallazgo(
                "rotulo_ausente",
                "aviso",
                "Rótulos del diccionario que el archivo no trae",
                len(ausentes),
                "Quedan sin dato.",
                tuple(ausentes[:12]),
            )
        )
    return hallazgos
