"""Las tablas del cuestionario GLOTIP (UNODC): víctimas y personas en contacto con la justicia.

Dos fuentes que no se suman: la serie oficial de la PNP (publicada, exacta) y el registro. Del
registro se redondea a decenas y lo que no llega a diez no se escribe: así ninguna resta descubre a
una persona. El GLOTIP publica «<5»; esta regla es más cuidadosa y se dice en cada tabla.
"""

from collections.abc import Callable, Mapping

from casos.consultas.justicia import implicados_por_condicion
from trata.agregados import consultas
from trata.agregados.variables import NNA, variable
from trata.comun import formato
from trata.graficos.modelo import mayuscula
from trata.informes.contexto import Contexto
from trata.informes.documento import Bloque, Cuadro, Nota, Parrafo, Seccion, Valor
from trata.informes.secciones.crimen import sin_serie
from trata.tableros.pedido import Pedido

ADULTOS = ("18-29", "30-59", "60-mas")
FORMAS = (
    ("Explotación sexual", ("explotacion_sexual",)),
    ("Trabajo forzoso (explotación laboral, trabajos y servicios forzados)",
     ("explotacion_laboral", "trabajos_forzados")),
    ("Otras formas (mendicidad, venta de niños, tráfico de órganos)",
     ("mendicidad", "venta_ninos", "trafico_organos")),
    ("No identificada", ("no_identificado",)),
)  # fmt: skip
MINIMO = 10
POCOS = "Menos de 10"
PROTEGIDO = (
    "Del registro: redondeado a decenas; lo que no llega a 10 (también cero) no se escribe. Por "
    "eso las partes no suman el total exacto."
)
Escribir = Callable[[int], tuple[str, Valor]]


def exacto(n: int) -> tuple[str, Valor]:
    """El número tal cual."""
    return formato.entero(n), n


def protegido(n: int) -> tuple[str, Valor]:
    """Redondeado a decenas, la mitad hacia arriba; «Menos de 10» si no llega."""
    redondo = (n + 5) // 10 * 10
    return (formato.entero(redondo), redondo) if redondo >= MINIMO else (POCOS, POCOS)


def alcance(contexto: Contexto) -> Seccion:
    """Qué responde el Perú, de qué año y con qué reglas."""
    return Seccion(
        "alcance",
        "Alcance y reglas",
        (
            Parrafo(
                f"Respuesta del Perú al cuestionario para el Informe Mundial sobre la Trata de "
                f"Personas (GLOTIP), año {contexto.anio}. Dos fuentes que no se suman: la serie "
                "oficial de la Policía Nacional y el registro TRATA."
            ),
            Nota(
                "Personas «en contacto formal con la justicia» son las denunciadas o investigadas; "
                "«procesadas», las acusadas; «condenadas», las sentenciadas, firme o no la "
                "sentencia. Cada persona cuenta una vez por caso, en su condición más reciente."
            ),
            Nota(PROTEGIDO),
        ),
    )


def victimas(contexto: Contexto) -> Seccion:
    """Víctimas detectadas: sexo por edad y forma de explotación, según la serie oficial."""
    titulo = "Víctimas detectadas, serie oficial de la PNP"
    if not contexto.hay_serie:
        return Seccion("victimas", titulo, sin_serie(contexto))
    pedido = contexto.nacional
    bloques: list[Bloque] = [
        _sexo_y_edad(pedido, "serie oficial", exacto),
        _formas(pedido, "serie oficial", exacto),
        Nota("Nacionalidad: la serie oficial no la publica."),
        Nota(pedido.fuente),
    ]
    return Seccion("victimas", titulo, tuple(bloques))


def del_registro(contexto: Contexto) -> Seccion:
    """Víctimas detectadas según el registro: lo mismo, con nacionalidad."""
    titulo = "Víctimas detectadas, registro TRATA"
    pedido = contexto.registro
    if not pedido.total:
        texto = f"El registro no tiene víctimas que contar en {contexto.anio}."
        return Seccion("registro", titulo, (Parrafo(texto),))
    return Seccion(
        "registro",
        titulo,
        (
            _sexo_y_edad(pedido, "registro", protegido),
            _formas(pedido, "registro", protegido),
            _nacionalidad(pedido),
            Nota(pedido.fuente),
        ),
    )


def _sexo_y_edad(pedido: Pedido, fuente: str, escribir: Escribir) -> Cuadro:
    celdas = consultas.cruce(pedido.corte, "sexo", "grupo_edad")
    sexos = [*variable("sexo").categorias, variable("sexo").categoria(0)]
    edades = variable("grupo_edad")
    grupos = (
        ("0 a 17 años", [edades.categoria(c).numero for c in NNA]),
        ("18 años o más", [edades.categoria(c).numero for c in ADULTOS]),
        ("Edad no consta", [0]),
    )
    filas, valores = [], []
    for nombre, numeros in grupos:
        cuenta = [sum(celdas.get((s.numero, e), 0) for e in numeros) for s in sexos]
        partes = [escribir(n) for n in (*cuenta, sum(cuenta))]
        filas.append((nombre, *(t for t, _ in partes)))
        valores.append((nombre, *(v for _, v in partes)))
    totales = [sum(celdas.get((s.numero, e), 0) for _, g in grupos for e in g) for s in sexos]
    partes = [escribir(n) for n in (*totales, sum(totales))]
    filas.append(("Total", *(t for t, _ in partes)))
    valores.append(("Total", *(v for _, v in partes)))
    sin_detalle = pedido.total - sum(totales)
    nota = f"Unidad: {pedido.unidad}."
    if sin_detalle > 0 and escribir is exacto:
        nota += f" Sin sexo o edad en la fuente: {formato.entero(sin_detalle)}."
    return Cuadro(
        f"Víctimas detectadas por edad y sexo, {fuente}, {pedido.corte.anio}",
        ("Edad", *(c.plural or c.nombre for c in sexos[:2]), "Sexo no consta", "Total"),
        tuple(filas), tuple(valores), (False, *(True,) * 4), nota,
    )  # fmt: skip


def _formas(pedido: Pedido, fuente: str, escribir: Escribir) -> Cuadro:
    reparto = pedido.distribucion("fin")
    cuenta = [(nombre, reparto.contar(codigos)) for nombre, codigos in FORMAS]
    resto = reparto.total - sum(n for _, n in cuenta)
    if resto > 0:
        cuenta.append(("No consta", resto))
    cuenta.append(("Total", reparto.total))
    return _de_dos(
        f"Víctimas detectadas por forma de explotación, {fuente}, {pedido.corte.anio}",
        "Forma de explotación",
        mayuscula(pedido.unidad),
        cuenta,
        escribir,
    )


def _nacionalidad(pedido: Pedido) -> Cuadro:
    reparto = pedido.distribucion("nacionalidad")
    cuenta = [(p.categoria.nombre, p.n) for p in reparto.partes if p.n]
    cuenta.sort(key=lambda x: (-x[1], x[0]))
    grandes = [(nombre, n) for nombre, n in cuenta if protegido(n)[1] != POCOS]
    pequenas = sum(n for nombre, n in cuenta if (nombre, n) not in grandes)
    if pequenas:
        grandes.append(("Las demás, juntas", pequenas))
    return _de_dos(
        f"Víctimas detectadas por nacionalidad, registro, {pedido.corte.anio}",
        "Nacionalidad",
        "Víctimas",
        [*grandes, ("Total", reparto.total)],
        protegido,
    )


def _de_dos(
    titulo: str, primera: str, segunda: str, cuenta: list[tuple[str, int]], escribir: Escribir
) -> Cuadro:
    partes = [(nombre, *escribir(n)) for nombre, n in cuenta]
    return Cuadro(
        titulo,
        (primera, segunda),
        tuple((nombre, texto) for nombre, texto, _ in partes),
        tuple((nombre, valor) for nombre, _, valor in partes),
        (False, True),
    )


CONTACTO = (
    ("En contacto formal (denunciadas o investigadas)", ("denunciado", "investigado")),
    ("Procesadas (acusadas)", ("acusado",)),
    ("Condenadas (sentenciadas)", ("sentenciado",)),
    ("Absueltas o con sobreseimiento", ("absuelto", "sobreseido")),
)


def justicia(contexto: Contexto) -> Seccion:
    """Personas en contacto formal, procesadas y condenadas, por sexo, según el registro."""
    titulo = "Personas en contacto con la justicia"
    cuenta: Mapping[tuple[str, str], int] = implicados_por_condicion(contexto.anio)
    if not cuenta:
        texto = (
            f"El registro no tiene personas implicadas con condición en {contexto.anio}. La serie "
            "oficial no las publica."
        )
        return Seccion("justicia", titulo, (Parrafo(texto),))
    sexos = (("Mujeres", ("mujer",)), ("Hombres", ("hombre",)))
    conocidos = {"mujer", "hombre"}
    filas, valores = [], []
    for nombre, condiciones in CONTACTO:
        numeros = [
            sum(cuenta.get((c, s), 0) for c in condiciones for s in codigos) for _, codigos in sexos
        ]
        otros = sum(n for (c, s), n in cuenta.items() if c in condiciones and s not in conocidos)
        partes = [protegido(n) for n in (*numeros, otros, sum(numeros) + otros)]
        filas.append((nombre, *(t for t, _ in partes)))
        valores.append((nombre, *(v for _, v in partes)))
    return Seccion(
        "justicia",
        titulo,
        (
            Cuadro(
                f"Personas por situación ante la justicia y sexo, registro, {contexto.anio}",
                ("Situación", *(n for n, _ in sexos), "Sexo no consta", "Total"),
                tuple(filas), tuple(valores), (False, *(True,) * 4),
                "Casos de materia trata enviados o conformes, por su año de registro.",
            ),
            Nota(PROTEGIDO),
            Nota(contexto.registro.fuente),
        ),
    )  # fmt: skip
