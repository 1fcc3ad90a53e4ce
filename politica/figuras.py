"""Los dibujos de la política: la barra de luces y la evolución de un indicador."""

from collections.abc import Sequence
from dataclasses import dataclass, fields
from decimal import Decimal

from politica.consultas.avances import FilaServicio, Mapa
from politica.consultas.evolucion import PuntoDeSerie, resumen_de
from politica.formulas import Luz, Resumen
from politica.models import Indicador, Periodo
from trata.comun.formato import numero
from trata.graficos.figura import Figura
from trata.graficos.lineas import lineas
from trata.graficos.modelo import Estado, Punto, Serie, Svg, Valor, adaptable
from trata.graficos.svg import elem

NOMBRES: dict[str, str] = {
    Luz.VERDE: "En meta",
    Luz.AMARILLO: "En riesgo",
    Luz.ROJO: "Con retraso",
    Luz.NO_CALCULABLE: "No calculable",
    Luz.EN_REVISION: "En revisión",
    Luz.SIN_PROGRAMACION: "Sin programación",
    Luz.SIN_REPORTE: "Sin reporte",
    Luz.SIN_INDICADOR: "Sin indicador",
}
COLOR: dict[str, str] = {
    Luz.VERDE: "#126B49",
    Luz.AMARILLO: "#F2B33D",
    Luz.ROJO: "#BF0909",
    Luz.NO_CALCULABLE: "#8A90A0",
    Luz.EN_REVISION: "#5F97CB",
    Luz.SIN_PROGRAMACION: "#C9CED8",
    Luz.SIN_REPORTE: "#DEE3EA",
    Luz.SIN_INDICADOR: "#EEF1F5",
}


@dataclass(frozen=True)
class Porcion:
    """Una luz con su cuenta y su nombre."""

    luz: str
    nombre: str
    cuantos: int


def porciones(resumen: Resumen) -> list[Porcion]:
    """Las luces que hay, en orden, con su cuenta."""
    return [
        Porcion(f.name, NOMBRES[f.name], getattr(resumen, f.name))
        for f in fields(Resumen)
        if getattr(resumen, f.name)
    ]


def barra_de_luces(resumen: Resumen, *, alto: int = 18) -> Svg:
    """Una barra proporcional con las luces; el texto va aparte, en la leyenda."""
    total, x, piezas = resumen.total or 1, 0.0, []
    for porcion in porciones(resumen):
        ancho = porcion.cuantos / total * 1000
        piezas.append(
            elem(
                "rect",
                x=round(x, 2),
                y=0,
                width=round(max(ancho - 3, 1), 2),
                height=alto,
                fill=COLOR[porcion.luz],
                class_=f"luz-{porcion.luz}",
            )
        )
        x += ancho
    frase = ", ".join(f"{p.cuantos} {p.nombre.lower()}" for p in porciones(resumen))
    return Svg(
        elem(
            "svg",
            elem("title", frase or "Sin servicios"),
            *piezas,
            viewBox=f"0 0 1000 {alto}",
            preserveAspectRatio="none",
            role="img",
            aria_label=frase or "Sin servicios",
            class_="barra-de-luces",
        )
    )


@dataclass(frozen=True)
class FilaDeEvolucion:
    """Un periodo con su cuenta de luces."""

    periodo: Periodo
    resumen: Resumen
    barra: Svg


def evolucion_de_luces(
    mapas: Sequence[Mapa], codigos: set[str] | None = None
) -> list[FilaDeEvolucion]:
    """Por periodo, cuántos de estos servicios (todos si no se dice) hay en cada luz."""
    filas = []
    for mapa in sorted(mapas, key=lambda m: m.periodo.fin):
        propios: list[FilaServicio] = [
            s for s in mapa.servicios if codigos is None or s.servicio.pk in codigos
        ]
        resumen = resumen_de(propios)
        filas.append(FilaDeEvolucion(mapa.periodo, resumen, barra_de_luces(resumen)))
    return filas


def _escribir(indicador: Indicador):
    def escribir(valor: Valor) -> str:
        return f"{numero(valor, 1)}\u00a0%" if indicador.es_porcentual else numero(valor, 1)

    return escribir


def _titular(indicador: Indicador, puntos: Sequence[PuntoDeSerie]) -> str:
    """El hallazgo en una frase: último valor, contra su meta y contra el anterior."""
    con_valor = [p for p in puntos if p.valor is not None]
    if not con_valor:
        return "Aún no hay valores que dibujar"
    escribir, ultimo = _escribir(indicador), con_valor[-1]
    frase = f"{escribir(ultimo.valor)} en el {ultimo.periodo.nombre}"
    if ultimo.meta is not None:
        frase += f", frente a una meta de {escribir(ultimo.meta)}"
    if len(con_valor) > 1:
        previo = con_valor[-2]
        if ultimo.valor == previo.valor:
            frase += "; igual que el periodo anterior"
        else:
            sube = "más" if ultimo.valor > previo.valor else "menos"
            distancia = numero(abs(ultimo.valor - previo.valor), 1)
            unidad = " puntos" if indicador.es_porcentual else ""
            frase += f"; {distancia}{unidad} {sube} que el periodo anterior"
    return frase[0].upper() + frase[1:]


def evolucion_de_indicador(indicador: Indicador, puntos: Sequence[PuntoDeSerie]) -> Figura:
    """La línea del valor y la de la meta, periodo a periodo."""

    def punto(p: PuntoDeSerie, valor: Decimal | None) -> Punto:
        estado = Estado.NORMAL if valor is not None else Estado.SIN_DATO
        return Punto(p.periodo.corto, valor, estado=estado, eje=p.periodo.corto)

    series = [Serie("Valor", tuple(punto(p, p.valor) for p in puntos))]
    if any(p.meta is not None for p in puntos):
        series.append(Serie("Meta", tuple(punto(p, p.meta) for p in puntos)))
    sinteticos = any(p.periodo.es_sintetico for p in puntos)
    grafico = adaptable(
        lineas,
        series,
        extenso=True,
        titulo=indicador.nombre,
        unidad=indicador.get_unidad_display().lower(),
        encabezado="Periodo",
        escribir=_escribir(indicador),
    )
    return Figura(
        titular=_titular(indicador, puntos),
        subtitulo=f"{indicador.codigo}. {indicador.nombre}",
        grafico=grafico,
        fuente="Reportes validados de la entidad",
        notas=("Los periodos posteriores a 2023-I son datos sintéticos de demostración.",)
        if sinteticos
        else (),
        clave=f"evolucion-{indicador.codigo.replace('.', '-')}",
    )
