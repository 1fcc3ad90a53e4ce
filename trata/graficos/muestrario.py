"""Una figura de cada tipo con datos sintéticos, para la galería de componentes.

Ningún número viene de un registro: salen de fórmulas fijas y cada figura lo dice.
"""

from dataclasses import replace
from datetime import date
from functools import lru_cache

from trata.comun import formato
from trata.graficos.avance import avances
from trata.graficos.barras import barras
from trata.graficos.barras_multiples import agrupadas, apiladas
from trata.graficos.figura import Descarga, Figura
from trata.graficos.gantt import gantt
from trata.graficos.historia import arbol, linea_de_tiempo
from trata.graficos.lineas import lineas
from trata.graficos.mapa import contornos, mapa_departamentos, mapa_provincias
from trata.graficos.matriz import matriz
from trata.graficos.modelo import (
    Actividad,
    Avance,
    Banda,
    Barra,
    Celda,
    Elemento,
    Estado,
    Fila,
    Grafico,
    Hito,
    Nodo,
    Punto,
    Region,
    Serie,
    Tramo,
    adaptable,
)
from trata.graficos.mosaico import mosaico
from trata.graficos.piramide import piramide
from trata.graficos.proporcion import cobertura, embudo, gofre

SINTETICO = "Datos sintéticos, sólo para mostrar el gráfico: no describen a nadie."


@lru_cache(maxsize=1)
def muestras() -> tuple[Figura, ...]:
    """Todas las figuras de muestra, en el orden de la galería."""
    return tuple(
        Figura(
            titular=titular,
            subtitulo=subtitulo,
            grafico=grafico,
            notas=(SINTETICO,),
            fuente="Muestrario de TRATA",
            descargas=(Descarga("CSV", "#csv"), Descarga("SVG", "#svg")),
        )
        for titular, subtitulo, grafico in (
            *_composicion(),
            *_tiempo(),
            *_territorio(),
            *_gestion(),
        )
    )


Muestra = tuple[str, str, Grafico]


def _composicion() -> list[Muestra]:
    fines = (
        ("Explotación sexual", 268),
        ("Explotación laboral", 171),
        ("Mendicidad", 21),
        ("Servidumbre doméstica o trabajo forzoso en el hogar", 14),
        ("Venta de niñas y niños", 9),
    )
    datos = [Barra(n, v, 500, f"?fin={i}", destacada=i < 2) for i, (n, v) in enumerate(fines)]
    datos += [
        Barra("No consta", 17, 500, "?fin=no-consta", residual=True),
        Barra("Extracción de órganos", None, 500, estado=Estado.RESERVADO),
    ]
    sexos = [
        Fila(
            nombre, (Barra("Mujeres", m), Barra("Hombres", h), Barra("No consta", x, residual=True))
        )
        for nombre, m, h, x in (("Perú", 398, 96, 6), ("Costa", 210, 41, 2), ("Selva", 61, 29, 0))
    ]
    anios = ("2019", "2020", "2021")
    grupos = [
        Serie(
            a,
            tuple(
                Punto(c, v)
                for c, v in zip(("0 a 11", "12 a 17", "18 a 29", "30 a más"), vs, strict=True)
            ),
        )
        for a, vs in zip(
            anios, ((12, 96, 260, 51), (9, 70, 181, 44), (14, 121, 282, None)), strict=True
        )
    ]
    tramos = [
        Tramo(e, m, h, f"?edad={e}&sexo=m", f"?edad={e}&sexo=h")
        for e, m, h in (
            ("0 a 5", 4, 3),
            ("6 a 11", 9, 6),
            ("12 a 14", 31, 8),
            ("15 a 17", 78, 12),
            ("18 a 24", 161, 31),
            ("25 a 29", 64, 17),
            ("30 a 39", 38, 12),
            ("40 a 59", 12, 6),
            ("60 a más", 1, 1),
        )
    ]
    partes = [
        Barra("Desconocido", 302),
        Barra("Conocido o amigo", 61),
        Barra("Familiar o cónyuge", 22),
        Barra("No consta", 115, residual=True),
    ]
    return [
        (
            "Casi 9 de cada 10 víctimas fueron captadas para explotación sexual o laboral",
            "Víctimas por finalidad, 2021 · Perú · n = 500",
            adaptable(barras, datos, titulo="Víctimas por finalidad", encabezado="Finalidad"),
        ),
        (
            "La proporción de mujeres cambia con la región natural",
            "Porcentaje de víctimas por sexo, 2021",
            adaptable(apiladas, sexos, titulo="Víctimas por sexo y región natural"),
        ),
        (
            "El grupo de 18 a 29 años es el mayor en los tres años",
            "Víctimas por grupo de edad, 2019 a 2021",
            adaptable(agrupadas, grupos, titulo="Víctimas por grupo de edad y año"),
        ),
        (
            "Dos de cada tres víctimas mujeres tienen menos de 25 años",
            "Víctimas por edad y sexo, 2021 · n = 494",
            adaptable(piramide, tramos, titulo="Víctimas por edad y sexo"),
        ),
        (
            "En 6 de cada 10 casos no había vínculo previo",
            "Vínculo con la persona tratante, 2021 · cada cuadro es 1 %",
            adaptable(gofre, partes, titulo="Vínculo con la persona tratante"),
        ),
    ]


def _tiempo() -> list[Muestra]:
    estado = {2022: Estado.SIN_DATO, 2025: Estado.PROVISIONAL}
    anuales = [
        Punto(str(a), None if a == 2022 else v, f"?anio={a}", estado.get(a, Estado.NORMAL))
        for a, v in zip(range(2017, 2026), (640, 705, 510, 394, 535, 0, 701, 812, 604), strict=True)
    ]
    meses = [
        Punto(
            formato.mes_anio(2019 + i // 12, i % 12 + 1),
            None if i in (14, 15) else 30 + (i * 37) % 23 + i // 3,
            eje=str(2019 + i // 12) if i % 12 == 0 else "",
            estado=Estado.PROVISIONAL if i > 44 else Estado.NORMAL,
        )
        for i in range(48)
    ]
    varias = [
        Serie(nombre, tuple(Punto(str(2017 + i), base + (i * paso) % modulo) for i in range(9)))
        for nombre, base, paso, modulo in (
            ("Lima", 120, 31, 70),
            ("Madre de Dios", 70, 17, 41),
            ("Loreto", 30, 11, 29),
            ("Puno", 22, 13, 31),
        )
    ]
    hitos = [
        Hito("Denuncia en la comisaría", date(2021, 3, 4), detalle="Presentada por un familiar."),
        Hito(
            "Rescate de tres víctimas",
            date(2021, 3, 9),
            destacado=True,
            detalle="Operativo conjunto con la fiscalía especializada.",
        ),
        Hito("Formalización de la investigación", date(2021, 4, 2)),
        Hito(
            "Acogida en una residencia", cuando="abril de 2021", detalle="Fecha exacta: no consta."
        ),
    ]
    return [
        (
            "Los registros volvieron a subir después de 2020",
            "Víctimas registradas por año, 2017 a 2025 · Perú",
            adaptable(lineas, [Serie("", tuple(anuales))], titulo="Víctimas por año", extenso=True),
        ),
        (
            "Mes a mes, la serie crece con altibajos",
            "Víctimas registradas por mes, 2019 a 2022",
            adaptable(lineas, [Serie("", tuple(meses))], titulo="Víctimas por mes", extenso=True),
        ),
        (
            "Lima concentra el mayor número todos los años",
            "Víctimas registradas por año en cuatro departamentos",
            adaptable(lineas, varias, titulo="Víctimas por año y departamento", extenso=True),
        ),
        (
            "Del primer aviso a la protección pasaron cinco días",
            "Línea de tiempo de un caso inventado",
            adaptable(linea_de_tiempo, hitos, titulo="Historia de un caso"),
        ),
    ]


def _regiones(nivel: str, modulo: int) -> list[Region]:
    regiones = []
    for i, codigo in enumerate(contornos()[nivel]):
        valor = (int(codigo) * 53 + i * i * 7) % modulo
        r = Region(codigo, valor, url=f"?territorio={codigo}")
        if i % 17 == 5:
            r = Region(codigo, None, estado=Estado.SIN_DATO)
        elif i % 17 == 11:
            r = Region(codigo, None, estado=Estado.RESERVADO)
        regiones.append(r)
    return regiones


def _territorio() -> list[Muestra]:
    departamentos = _regiones("departamentos", 97)
    tasas = [
        replace(
            r,
            valor=None if r.valor is None else r.valor / 10,
            numerador=r.valor,
            denominador=None if r.valor is None else 1_000_000,
        )
        for r in departamentos
    ]
    nombres = ("Loreto", "San Martín", "Cusco", "Puno", "Cajamarca", "Huánuco")
    destinos = ("Lima", "Madre de Dios", "Loreto", "Cusco", "Arequipa", "Puno")
    celdas = [
        [Celda((i * 31 + j * 17) % 29 if (i + j) % 4 else 0, f"?de={i}&a={j}") for j in range(6)]
        for i in range(6)
    ]
    celdas[2][4] = Celda(None, estado=Estado.RESERVADO)
    redes = [
        Elemento(f["n"], None if c in ("05", "19") else int(c) % 4 != 0, url=f"?region={c}")
        for c, f in contornos()["departamentos"].items()
    ]
    return [
        (
            "Seis departamentos superan las siete víctimas por cada 100 000 habitantes",
            "Tasa por 100 000 habitantes, 2021 · lugar de registro",
            adaptable(
                mapa_departamentos,
                tasas,
                titulo="Tasa por departamento",
                etiquetas=True,
                unidad="víctimas por 100 000 habitantes",
                escribir=formato.decimal,
            ),
        ),
        (
            "La mitad de las provincias no registró víctimas o registró muy pocas",
            "Víctimas por provincia de registro, 2021",
            adaptable(
                mapa_provincias, _regiones("provincias", 41), titulo="Víctimas por provincia"
            ),
        ),
        (
            "Con losetas iguales, ningún departamento se pierde de vista",
            "Víctimas por departamento de registro, 2021",
            adaptable(mosaico, departamentos, titulo="Víctimas por departamento"),
        ),
        (
            "De Puno y Huánuco salen los flujos mayores",
            "Víctimas por lugar de captación y de explotación, 2021",
            adaptable(
                matriz,
                nombres,
                destinos,
                celdas,
                titulo="De la captación a la explotación",
                eje_filas="Captación",
                eje_columnas="Explotación",
            ),
        ),
        (
            "17 de 25 regiones tienen una red instalada",
            "Redes regionales contra la trata, 2021",
            adaptable(
                cobertura,
                redes,
                titulo="Redes regionales",
                si="Con red instalada",
                no="Sin red",
                encabezado="Región",
            ),
        ),
    ]


def _gestion() -> list[Muestra]:
    metas = [
        Avance("Operadores de justicia capacitados", 1412, 1400, Banda.LOGRADA, "personas"),
        Avance("Planes regionales vigentes", 19, 25, Banda.EN_CURSO, "planes"),
        Avance("Víctimas con plan de atención individual", 14.7, 30, Banda.EN_RIESGO, "%"),
        Avance("Centros de acogida acreditados", 2, 12, Banda.CRITICA, "centros"),
        Avance("Campañas en terminales terrestres", None, 10, Banda.SIN_REPORTE, "campañas"),
    ]
    plan = [
        Actividad("Diagnóstico regional", date(2021, 1, 11), date(2021, 3, 5), 1, "Terminada"),
        Actividad("Formulación del plan", date(2021, 3, 1), date(2021, 6, 18), 0.8, "En curso"),
        Actividad(
            "Validación con las redes provinciales",
            date(2021, 6, 7),
            date(2021, 8, 27),
            0.25,
            "En curso",
        ),
        Actividad(
            "Aprobación por ordenanza", date(2021, 9, 1), date(2021, 10, 29), 0, "Por empezar"
        ),
    ]
    etapas = [
        Barra("Denuncias registradas", 812),
        Barra("Con investigación formalizada", 344),
        Barra("Con acusación", 127),
        Barra("Con sentencia", 58),
    ]
    raiz = Nodo(
        "Objetivo 1",
        "Reducir los factores de riesgo",
        hijos=(
            Nodo(
                "Lineamiento 1.1",
                "Prevención en zonas de riesgo",
                hijos=(
                    Nodo("Servicio de orientación", "Ministerio de la Mujer"),
                    Nodo("Servicio de difusión", "Gobiernos regionales"),
                ),
            ),
            Nodo(
                "Lineamiento 1.2",
                "Fiscalización",
                hijos=(Nodo("Servicio de inspección", "SUNAFIL"),),
            ),
        ),
    )
    return [
        (
            "Dos de cinco metas van según lo previsto",
            "Metas del año, avance acumulado a setiembre",
            adaptable(avances, metas, titulo="Metas del año"),
        ),
        (
            "El plan regional va a tiempo: falta validarlo",
            "Cronograma 2021",
            adaptable(gantt, plan, titulo="Cronograma del plan regional", hoy=date(2021, 7, 5)),
        ),
        (
            "De cada 14 denuncias, una llega a sentencia",
            "Casos por etapa del proceso",
            adaptable(embudo, etapas, titulo="Casos por etapa del proceso"),
        ),
        (
            "Cómo cuelgan los servicios de un objetivo",
            "Estructura inventada",
            adaptable(arbol, raiz, titulo="Objetivo, lineamientos y servicios"),
        ),
    ]
