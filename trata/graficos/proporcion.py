"""Partes de un todo que se cuentan: gofre, cobertura y embudo."""

from collections.abc import Callable, Sequence

from trata.comun import formato
from trata.graficos import leyenda
from trata.graficos.barras import describir as describir_barras
from trata.graficos.escalas import proporcional
from trata.graficos.modelo import (
    COMPACTO,
    Barra,
    Elemento,
    Grafico,
    Valor,
    cifra,
    magnitud,
    mayuscula,
    sumar,
    tabla,
    texto,
    texto_de,
)
from trata.graficos.svg import (
    CATEGORIAS,
    COLORES,
    MENOR,
    Lienzo,
    ancho_texto,
    elem,
    num,
    parrafo,
    partir,
    rect,
    texto_svg,
)


def repartir(valores: Sequence[float], unidades: int = 100) -> list[int]:
    """Reparte `unidades` en proporción exacta (restos mayores): suma siempre `unidades`."""
    total = sum(valores)
    if total <= 0:
        return [0] * len(valores)
    cuotas = [v / total * unidades for v in valores]
    enteros = [int(c) for c in cuotas]
    faltan = unidades - sum(enteros)
    orden = sorted(range(len(valores)), key=lambda i: (enteros[i] - cuotas[i], i))
    for i in orden[:faltan]:
        enteros[i] += 1
    return enteros


def gofre(
    partes: Sequence[Barra], *, titulo: str, unidad: str = "víctimas", ancho: int = 600,
    escribir: Callable[[Valor], str] = formato.entero, descripcion: str = "",
) -> Grafico:  # fmt: skip
    """Cien cuadros: cada uno vale el 1 % del total. Hasta cuatro partes y las residuales."""
    visibles = [p for p in partes if magnitud(p.valor, p.estado) is not None]
    if len([p for p in visibles if not p.residual]) > len(CATEGORIAS):
        raise ValueError("Como mucho cuatro partes.")
    total = sumar(p.valor for p in visibles)
    con_total = [Barra(p.etiqueta, p.valor, total, p.url, p.estado) for p in partes]
    descripcion = descripcion or describir_barras(con_total, unidad, escribir)
    lienzo = Lienzo("gofre", titulo, tuple(partes), ancho=ancho)
    if total > 0:
        _dibujar_gofre(lienzo, visibles, total, escribir)
    else:
        leyenda.vacio(lienzo)
    filas = [
        [texto(p.etiqueta, p.url), cifra(p.valor, escribir, p.estado), _parte(p, total)]
        for p in partes
    ]
    cuadro = tabla(["Categoría", mayuscula(unidad), "Porcentaje"], filas)
    return Grafico(lienzo.cerrar(titulo, descripcion), cuadro, titulo, descripcion, ancho)


def _parte(p: Barra, total: Valor):
    valor = magnitud(p.valor, p.estado)
    if valor is None or not total:
        return cifra(None, formato.proporcion, p.estado)
    return cifra(valor / float(total), lambda _: formato.porcentaje(p.valor, total))


def _dibujar_gofre(lienzo, partes, total, escribir) -> None:
    colores = iter(CATEGORIAS)
    tonos = ["residual" if p.residual else next(colores) for p in partes]
    cuadros = repartir([magnitud(p.valor) or 0.0 for p in partes])
    lado = 20.0
    i = 0
    for p, tono, cuantos in zip(partes, tonos, cuadros, strict=True):
        piezas = [
            rect((k // 10) * lado, (9 - k % 10) * lado, lado - 3, lado - 3, tono, radio=2)
            for k in range(i, i + cuantos)
        ]
        i += cuantos
        if piezas:
            dicho = f"{p.etiqueta}: {escribir(p.valor)} ({formato.porcentaje(p.valor, total)})"
            lienzo.marca(dicho, *piezas)
    compacto = lienzo.ancho < COMPACTO
    x, y = (0.0, 10 * lado + 14) if compacto else (10 * lado + 28, 6.0)
    for p, tono in zip(partes, tonos, strict=True):
        nombre = partir(p.etiqueta, lienzo.ancho - x - 20, 14, 2, negrita=True)
        cifras = f"{formato.porcentaje(p.valor, total)} · {escribir(p.valor)}"
        lienzo.fondo(
            rect(x, y + 3, 12, 12, tono, radio=2),
            parrafo(x + 20, y + 14, nombre, peso=600),
            texto_svg(x + 20, y + 14 + 18 * len(nombre), cifras, tamano=MENOR, color="secundario",
                      clase="g-cifra"),
        )  # fmt: skip
        y += 18 * len(nombre) + 30
    lienzo.alto = max(y, 10 * lado) + 2


def cobertura(
    elementos: Sequence[Elemento], *, titulo: str, si: str = "Tiene", no: str = "No tiene",
    encabezado: str = "Ámbito", ancho: int = 600, descripcion: str = "",
) -> Grafico:  # fmt: skip
    """Qué unidades tienen algo, una por una: visto, aro o raya, además del color."""
    tienen = [e for e in elementos if e.tiene]
    faltan = [e for e in elementos if e.tiene is False]
    ignoradas = [e for e in elementos if e.tiene is None]
    parte = formato.porcentaje(len(tienen), len(elementos))
    descripcion = descripcion or (
        f"{si}: {len(tienen)} de {len(elementos)} ({parte}). "
        + (f"{no}: {formato.lista([e.etiqueta for e in faltan])}. " if faltan else "")
        + (f"Sin dato: {formato.lista([e.etiqueta for e in ignoradas])}." if ignoradas else "")
        if elementos
        else "No hay datos para este filtro."
    )
    lienzo = Lienzo("cobertura", titulo, tuple(elementos), si, no, ancho=ancho)
    y = 0.0
    for grupo, nombre in ((tienen, si), (faltan, no), (ignoradas, "Sin dato")):
        if grupo:
            y = _grupo(lienzo, grupo, f"{nombre} · {len(grupo)} de {len(elementos)}", y)
    lienzo.alto = y
    if not elementos:
        leyenda.vacio(lienzo)
    dicho = {True: si, False: no, None: "Sin dato"}
    filas = [[texto(e.etiqueta, e.url), texto(dicho[e.tiene]), texto(e.detalle)] for e in elementos]
    cuadro = tabla([encabezado, "Situación", "Detalle"], filas)
    return Grafico(lienzo.cerrar(titulo, descripcion), cuadro, titulo, descripcion, ancho)


def _grupo(lienzo: Lienzo, grupo: Sequence[Elemento], nombre: str, y: float) -> float:
    columnas = 2 if lienzo.ancho < COMPACTO else 4
    paso = lienzo.ancho / columnas
    lienzo.fondo(texto_svg(0, y + 16, nombre, peso=600, clase="g-cifra"))
    y += 26
    for i, e in enumerate(grupo):
        x, base = (i % columnas) * paso, y + (i // columnas) * 28
        rotulo = partir(e.etiqueta, paso - 28, MENOR, 1)
        lienzo.marca(
            f"{e.etiqueta}: {nombre.split(' · ')[0]}{f'. {e.detalle}' if e.detalle else ''}",
            rect(x, base, paso - 4, 27, "fondo", fill_opacity=0),
            _signo(lienzo, e.tiene, x + 8, base + 13),
            parrafo(x + 22, base + 18, rotulo, tamano=MENOR),
            url=e.url,
        )
    return y + -(-len(grupo) // columnas) * 28 + 14


def _signo(lienzo: Lienzo, tiene: bool | None, x: float, y: float) -> str:
    if tiene is None:
        return elem("circle", cx=x, cy=y, r=7, fill=lienzo.trama("raya"), stroke=COLORES["eje"])
    if not tiene:
        return elem("circle", cx=x, cy=y, r=6, fill="#FFFFFF", class_="g-s-eje",
                    stroke=COLORES["eje"], stroke_width=2)  # fmt: skip
    visto = f"M{num(x - 3.2)} {num(y)}l2.3 2.5l4.2-5"
    return elem("circle", cx=x, cy=y, r=7, class_="g-f-a", fill=COLORES["a"]) + elem(
        "path", d=visto, fill="none", stroke="#FFFFFF", stroke_width=1.8, stroke_linecap="round",
        stroke_linejoin="round",
    )  # fmt: skip


def embudo(
    etapas: Sequence[Barra], *, titulo: str, unidad: str = "casos", ancho: int = 600,
    escribir: Callable[[Valor], str] = formato.entero, descripcion: str = "",
) -> Grafico:  # fmt: skip
    """Etapas sucesivas; entre una y otra, qué parte de la anterior llega."""
    primero = next((e.valor for e in etapas if magnitud(e.valor, e.estado) is not None), None)
    descripcion = descripcion or (
        f"Embudo de {formato.plural(len(etapas), 'etapa')} ({unidad}). "
        + "; ".join(f"{e.etiqueta}: {texto_de(e.valor, e.estado, escribir)}" for e in etapas)
        + "."
        if etapas
        else "No hay datos para este filtro."
    )
    lienzo = Lienzo("embudo", titulo, tuple(etapas), ancho=ancho)
    if etapas:
        _dibujar_embudo(lienzo, etapas, escribir)
    else:
        leyenda.vacio(lienzo)
    filas = [
        [
            texto(e.etiqueta, e.url), cifra(e.valor, escribir, e.estado),
            _parte(e, magnitud(anterior.valor, anterior.estado) if anterior else primero),
            _parte(e, primero),
        ]
        for anterior, e in zip([None, *etapas], etapas, strict=False)
    ]  # fmt: skip
    cuadro = tabla(["Etapa", mayuscula(unidad), "De la anterior", "De la primera"], filas)
    return Grafico(lienzo.cerrar(titulo, descripcion), cuadro, titulo, descripcion, ancho)


def _dibujar_embudo(lienzo: Lienzo, etapas: Sequence[Barra], escribir: Callable) -> None:
    maximo = max((magnitud(e.valor, e.estado) or 0.0 for e in etapas), default=0.0)
    y, anterior = 2.0, None
    for e in etapas:
        valor = magnitud(e.valor, e.estado)
        if anterior:
            paso = f"↓ {formato.porcentaje(valor, anterior)} de la etapa anterior"
            if valor is not None:
                lienzo.fondo(
                    texto_svg(4, y + 13, paso, tamano=MENOR, color="tenue", clase="g-cifra")
                )
            y += 24
        dicho = texto_de(e.valor, e.estado, escribir)
        nombre = partir(e.etiqueta, lienzo.ancho - ancho_texto(dicho, negrita=True) - 16, 14, 2)
        base = y + 16 + 17 * (len(nombre) - 1)
        largo = proporcional(valor, maximo, lienzo.ancho)
        barra = rect(0, base + 8, largo, 22, "a", radio=2)
        if valor is None:
            barra = rect(0, base + 8, 28, 22, "papel", relleno=lienzo.trama("raya"))
        lienzo.marca(
            f"{e.etiqueta}: {dicho}",
            rect(0, y, lienzo.ancho, base + 30 - y, "fondo", fill_opacity=0),
            parrafo(0, y + 16, nombre),
            texto_svg(lienzo.ancho, y + 16, dicho, ancla="end", peso=600, clase="g-cifra"),
            rect(0, base + 8, lienzo.ancho, 22, "carril", radio=2), barra,
            url=e.url,
        )  # fmt: skip
        y = base + 38
        anterior = valor
    lienzo.alto = y
