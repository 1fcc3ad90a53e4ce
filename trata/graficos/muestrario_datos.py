"""Datos sintéticos del muestrario: fórmulas y números inventados, sin nadie detrás."""

from dataclasses import replace
from datetime import date

from trata.comun import formato
from trata.graficos.mapa import contornos
from trata.graficos.modelo import (
    Actividad,
    Avance,
    Banda,
    Barra,
    Celda,
    Elemento,
    Estado,
    Fila,
    Hito,
    Nodo,
    Punto,
    Region,
    Serie,
    Tramo,
)

FINES = [
    Barra("Explotación sexual", 268, 500, "?fin=sexual", destacada=True),
    Barra("Explotación laboral", 171, 500, "?fin=laboral", destacada=True),
    Barra("Mendicidad", 21, 500, "?fin=mendicidad"),
    Barra("Servidumbre doméstica o trabajo forzoso en el hogar", 14, 500, "?fin=servidumbre"),
    Barra("Venta de niñas y niños", 9, 500, "?fin=venta"),
    Barra("Extracción de órganos", None, 500, estado=Estado.RESERVADO),
    Barra("No consta", 17, 500, "?fin=no-consta", residual=True),
]
SEXOS = [
    Fila(
        nombre,
        (Barra("Mujeres", m), Barra("Hombres", h), Barra("No consta", x, residual=True)),
    )
    for nombre, m, h, x in (("Perú", 398, 96, 6), ("Costa", 210, 41, 2), ("Selva", 61, 29, 0))
]
EDADES = ("0 a 11", "12 a 17", "18 a 29", "30 a más")
EDAD_POR_ANIO = [
    Serie(anio, tuple(Punto(e, v) for e, v in zip(EDADES, valores, strict=True)))
    for anio, valores in (
        ("2019", (12, 96, 260, 51)),
        ("2020", (9, 70, 181, 44)),
        ("2021", (14, 121, 282, None)),
    )
]
TRAMOS = [
    Tramo(edad, m, h, f"?edad={i}&sexo=m", f"?edad={i}&sexo=h")
    for i, (edad, m, h) in enumerate(
        (
            ("0 a 5", 4, 3), ("6 a 11", 9, 6), ("12 a 14", 31, 8), ("15 a 17", 78, 12),
            ("18 a 24", 161, 31), ("25 a 29", 64, 17), ("30 a 39", 38, 12), ("40 a 59", 12, 6),
            ("60 a más", 1, 1),
        )
    )
]  # fmt: skip
VINCULOS = [
    Barra("Desconocido", 302),
    Barra("Conocido o amigo", 61),
    Barra("Familiar o cónyuge", 22),
    Barra("No consta", 115, residual=True),
]

_ANUALES = (640, 705, 510, 394, 535, None, 701, 812, 604)
_ESTADOS = {2022: Estado.SIN_DATO, 2025: Estado.PROVISIONAL}
ANUAL = [
    Serie(
        "",
        tuple(
            Punto(str(a), v, f"?anio={a}", _ESTADOS.get(a, Estado.NORMAL))
            for a, v in enumerate(_ANUALES, start=2017)
        ),
    )
]
MENSUAL = [
    Serie(
        "",
        tuple(
            Punto(
                formato.mes_anio(2019 + i // 12, i % 12 + 1),
                None if i in (14, 15) else 30 + (i * 37) % 23 + i // 3,
                eje=str(2019 + i // 12) if i % 12 == 0 else "",
                estado=Estado.PROVISIONAL if i > 44 else Estado.NORMAL,
            )
            for i in range(48)
        ),
    )
]
DEPARTAMENTOS_EN_EL_TIEMPO = [
    Serie(nombre, tuple(Punto(str(2017 + i), base + (i * paso) % modulo) for i in range(9)))
    for nombre, base, paso, modulo in (
        ("Lima", 120, 31, 70),
        ("Madre de Dios", 70, 17, 41),
        ("Loreto", 30, 11, 29),
        ("Puno", 22, 13, 31),
    )
]
HITOS = [
    Hito("Denuncia en la comisaría", date(2021, 3, 4), detalle="Presentada por un familiar."),
    Hito(
        "Rescate de tres víctimas", date(2021, 3, 9), destacado=True,
        detalle="Operativo conjunto con la fiscalía especializada.",
    ),
    Hito("Formalización de la investigación", date(2021, 4, 2)),
    Hito("Acogida en una residencia", cuando="abril de 2021", detalle="Fecha exacta: no consta."),
]  # fmt: skip


def regiones(nivel: str, modulo: int) -> list[Region]:
    """Un valor inventado por región, con algunas sin dato y otras reservadas."""
    salida = []
    for i, codigo in enumerate(contornos()[nivel]):
        estado = {5: Estado.SIN_DATO, 11: Estado.RESERVADO}.get(i % 17, Estado.NORMAL)
        valor = ((int(codigo) * 53 + i * i * 7) % modulo) ** 2 // modulo
        valor = valor if estado is Estado.NORMAL else None
        salida.append(Region(codigo, valor, url=f"?territorio={codigo}", estado=estado))
    return salida


def tasas() -> list[Region]:
    """Tasas con su numerador y denominador."""
    return [
        replace(
            r,
            valor=None if r.valor is None else r.valor / 10,
            numerador=r.valor,
            denominador=None if r.valor is None else 1_000_000,
        )
        for r in regiones("departamentos", 97)
    ]


ORIGENES = ("Loreto", "San Martín", "Cusco", "Puno", "Cajamarca", "Huánuco")
DESTINOS = ("Lima", "Madre de Dios", "Loreto", "Cusco", "Arequipa", "Puno")
FLUJOS = [
    [
        Celda(None, estado=Estado.RESERVADO)
        if (i, j) == (2, 4)
        else Celda((i * 31 + j * 17) % 29 if (i + j) % 4 else 0, f"?de={i}&a={j}")
        for j in range(6)
    ]
    for i in range(6)
]


def redes() -> list[Elemento]:
    """Qué regiones inventadas tienen una red."""
    return [
        Elemento(f["n"], None if c in ("05", "19") else int(c) % 4 != 0, url=f"?region={c}")
        for c, f in contornos()["departamentos"].items()
    ]


METAS = [
    Avance("Operadores de justicia capacitados", 1412, 1400, Banda.LOGRADA, "personas"),
    Avance("Planes regionales vigentes", 19, 25, Banda.EN_CURSO, "planes"),
    Avance("Víctimas con plan de atención individual", 14.7, 30, Banda.EN_RIESGO, "%"),
    Avance("Centros de acogida acreditados", 2, 12, Banda.CRITICA, "centros"),
    Avance("Campañas en terminales terrestres", None, 10, Banda.SIN_REPORTE, "campañas"),
]
PLAN = [
    Actividad("Diagnóstico regional", date(2021, 1, 11), date(2021, 3, 5), 1, "Terminada"),
    Actividad("Formulación del plan", date(2021, 3, 1), date(2021, 6, 18), 0.8, "En curso"),
    Actividad("Validación con las redes provinciales", date(2021, 6, 7), date(2021, 8, 27), 0.25),
    Actividad("Aprobación por ordenanza", date(2021, 9, 1), date(2021, 10, 29), 0, "Por empezar"),
]
ETAPAS = [
    Barra("Denuncias registradas", 812),
    Barra("Con investigación formalizada", 344),
    Barra("Con acusación", 127),
    Barra("Con sentencia", 58),
]
ESTRUCTURA = Nodo(
    "Objetivo 1",
    "Reducir los factores de riesgo",
    hijos=(
        Nodo(
            "Lineamiento 1.1",
            "Prevención en zonas de riesgo",
            hijos=(
                Nodo("Servicio de orientación", "Ministerio inventado"),
                Nodo("Servicio de difusión", "Gobiernos regionales"),
            ),
        ),
        Nodo("Lineamiento 1.2", "Fiscalización", hijos=(Nodo("Servicio de inspección"),)),
    ),
)
