"""El boletín estadístico: los cuadros del INEI, por año o por semestre, con su comparación."""

from dataclasses import replace

from trata.agregados import consultas
from trata.comun import formato
from trata.comun.formato import MESES
from trata.informes.contexto import Contexto
from trata.informes.documento import Bloque, Cuadro, Imagen, Nota, Seccion, Valor
from trata.informes.secciones.crimen import figura, sin_serie
from trata.informes.secciones.figuras import sin_cuadro
from trata.informes.semestre import PedidoDeSemestre
from trata.tableros.pedido import Pedido
from trata.territorio.consultas import nombre_de

REPARTOS = ("sexo", "grupo_edad", "fin", "captacion", "medio", "educacion", "vinculo",
            "denunciante", "lugar_explotacion", "reclutamiento")  # fmt: skip


def _previo(contexto: Contexto) -> Pedido | None:
    """El mismo período del año anterior, si se puede comparar."""
    pedido, cobertura = contexto.pedido, contexto.cobertura
    if isinstance(pedido, PedidoDeSemestre):
        return pedido.hace_un_anio() if pedido.esta_completo else None
    anio = contexto.anio - 1
    if anio not in cobertura.anios or cobertura.es_parcial(contexto.anio):
        return None
    return Pedido(pedido.corte.en(anio=anio), cobertura)


def cuadros(contexto: Contexto) -> Seccion:
    """Un cuadro por variable, absoluto y porcentaje, con el mismo período del año anterior."""
    titulo = "Cuadros estadísticos"
    if not contexto.hay_serie:
        return Seccion("cuadros", titulo, sin_serie(contexto))
    pedido, previo = contexto.pedido, _previo(contexto)
    bloques: list[Bloque] = [_meses(contexto)] if contexto.anio not in (
        contexto.cobertura.sin_mes
    ) else []  # fmt: skip
    if contexto.regional is None:
        bloques.append(_departamentos(pedido, previo))
    bloques += [_reparto(pedido, previo, codigo) for codigo in REPARTOS]
    bloques.append(Nota(f"Fuente: {pedido.fuente}"))
    return Seccion("cuadros", titulo, tuple(bloques))


def graficos(contexto: Contexto) -> Seccion:
    """Los gráficos del período."""
    titulo = "Gráficos"
    if not contexto.hay_serie:
        return Seccion("graficos", titulo, sin_serie(contexto))
    claves = ["evolucion", "edad_y_sexo", "fin", "captacion", "educacion", "vinculo"]
    if contexto.regional is None:
        claves.insert(1, "mapa")
    imagenes = [
        _sin_repetir(figura(contexto.anual if c == "evolucion" else contexto.pedido, c), c)
        for c in claves
    ]
    return Seccion("graficos", titulo, tuple(imagenes))


def _sin_repetir(imagen: Imagen, clave: str) -> Imagen:
    """La tabla de un reparto va en los cuadros, con su comparación: aquí no se repite."""
    if clave not in REPARTOS:
        return imagen
    notas = (*imagen.notas, "Los números están en los cuadros estadísticos.")
    return replace(imagen, cuadro=sin_cuadro(), notas=notas)


def _meses(contexto: Contexto) -> Cuadro:
    pedido = contexto.pedido
    leidos = consultas.por_mes(contexto.anual.corte)
    ultimo = contexto.cobertura.ultimo_mes.get(contexto.anio, 12)
    desde, hasta = pedido.meses if isinstance(pedido, PedidoDeSemestre) else (1, ultimo)
    filas = [(MESES[m - 1].capitalize(), leidos.get(m, 0)) for m in range(desde, hasta + 1)]
    suelto = 0 if contexto.semestre else leidos.get(0, 0)
    if suelto:
        filas.append(("Sin mes", suelto))
    filas.append(("Total", sum(n for _, n in filas)))
    return Cuadro(
        f"Registros PNP por mes, {pedido.lugar}, {pedido.periodo}",
        ("Mes", "Registros PNP"),
        tuple((m, formato.entero(n)) for m, n in filas),
        tuple(filas),
        (False, True),
    )


def _comparado(
    titulo: str, primera: str, filas: list[tuple[str, int, int | None]], total: int,
    antes: int | None, cuando: tuple[str, str],
) -> Cuadro:  # fmt: skip
    """Absoluto y porcentaje; con período anterior, su absoluto y la diferencia."""
    encabezados = [primera, f"{cuando[0]}", "%"]
    if antes is not None:
        encabezados += [cuando[1], "Diferencia"]
    textos, valores = [], []
    for nombre, n, previo in [*filas, ("Total", total, antes)]:
        texto = [nombre, formato.entero(n), formato.porcentaje(n, total)]
        valor: list[Valor] = [nombre, n, n / total if total else None]
        if antes is not None:
            texto += [formato.entero(previo), formato.diferencia(n, previo)]
            valor += [previo, n - (previo or 0)]
        textos.append(tuple(texto))
        valores.append(tuple(valor))
    return Cuadro(
        titulo, tuple(encabezados), tuple(textos), tuple(valores),
        (False, *(True,) * (len(encabezados) - 1)),
    )  # fmt: skip


def _cuando(pedido: Pedido, previo: Pedido | None) -> tuple[str, str]:
    return pedido.periodo, previo.periodo if previo else ""


def _departamentos(pedido: Pedido, previo: Pedido | None) -> Cuadro:
    antes = previo.departamentos if previo else {}
    codigos = sorted({*pedido.departamentos, *antes}, key=lambda c: nombre_de(f"{c:02}"))
    filas = [
        (nombre_de(f"{c:02}"), pedido.departamentos.get(c, 0), antes.get(c, 0) if previo else None)
        for c in codigos
    ]
    return _comparado(
        f"Registros PNP por departamento de registro, {pedido.periodo}",
        "Departamento", filas, pedido.total, previo.total if previo else None,
        _cuando(pedido, previo),
    )  # fmt: skip


def _reparto(pedido: Pedido, previo: Pedido | None, codigo: str) -> Cuadro:
    leido = pedido.distribucion(codigo)
    nombre = leido.variable.nombre
    titulo = f"{nombre}, {pedido.lugar}, {pedido.periodo}"
    if not leido.tiene_datos:
        return Cuadro(titulo, (nombre, "Registros PNP"), (("La fuente no lo publica", "Sin dato"),),
                      numericas=(False, True))  # fmt: skip
    anterior = previo.distribucion(codigo) if previo else None
    comparable = anterior is not None and anterior.tiene_datos
    de_antes = {p.categoria.codigo: p.n for p in anterior.partes} if comparable else {}
    filas = [
        (p.categoria.nombre, p.n, de_antes.get(p.categoria.codigo, 0) if comparable else None)
        for p in leido.partes
        if p.n or de_antes.get(p.categoria.codigo)
    ]
    sueltos = (leido.sin_detalle, anterior.sin_detalle if comparable else 0)
    if any(sueltos):
        rotulo = "Sin detalle en la fuente" if min(sueltos) >= 0 else "Diferencia con el total"
        filas.append((rotulo, sueltos[0], sueltos[1] if comparable else None))
    return _comparado(
        titulo, nombre, filas, leido.total, anterior.total if comparable else None,
        _cuando(pedido, previo),
    )  # fmt: skip
