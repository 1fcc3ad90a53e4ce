"""Lo común a toda figura: subtítulo, notas, fuente, enlace y descargas iguales en todas."""

from trata.agregados.consultas import Distribucion
from trata.comun.formato import entero, porcentaje
from trata.graficos.figura import Descarga, Figura
from trata.graficos.modelo import Grafico
from trata.tableros.palabras import en_frase
from trata.tableros.pedido import Pedido

FORMATOS = ("csv", "xlsx", "svg", "png")


def figura(
    pedido: Pedido,
    clave: str,
    titular: str,
    grafico: Grafico,
    notas: tuple[str, ...] = (),
    *,
    alcance: str = "",
) -> Figura:
    """Completa una figura con lo que todas llevan."""
    url, texto = pedido.enlace
    descargas = [Descarga(f.upper(), pedido.url_figura(clave, f)) for f in FORMATOS]
    if url:
        descargas.append(Descarga("Figura sola", pedido.url_figura(clave)))
    return Figura(
        titular=titular,
        grafico=grafico,
        subtitulo=alcance or pedido.subtitulo,
        notas=notas,
        fuente=pedido.fuente,
        descargas=tuple(descargas),
        enlace=url or pedido.url_figura(clave),
        texto_enlace=texto or "Abrir y compartir esta figura",
        clave=f"figura-{clave}",
    )


def _sin_otro(pedido: Pedido, reparto: Distribucion) -> list[str]:
    """La categoría mayor si «otro» y lo que no se sabe se dejan fuera, con su denominador."""
    quedan = [p for p in reparto.partes if not p.categoria.es_otro and not p.categoria.es_no_consta]
    base = sum(p.n for p in quedan)
    if not base:
        return []
    mayor = max(quedan, key=lambda p: p.n)
    return [
        f"Sin «otro» ni lo que no consta: {en_frase(mayor.categoria.nombre)}, "
        f"{porcentaje(mayor.n, base)} de {entero(base)} {pedido.unidad}."
    ]


def notas_de(pedido: Pedido, reparto: Distribucion) -> tuple[str, ...]:
    """Denominador, «otro», «no consta» y lo que la fuente no detalla."""
    notas = [f"Denominador: {entero(reparto.total)} {pedido.unidad}."]
    if reparto.otro:
        parte = porcentaje(reparto.otro, reparto.total)
        notas.append(f"«Otro» es {parte} ({entero(reparto.otro)}): {pedido.que_hay_en_otro}.")
        notas += _sin_otro(pedido, reparto)
    if reparto.no_consta:
        parte = porcentaje(reparto.no_consta, reparto.total)
        notas.append(f"No consta: {parte} ({entero(reparto.no_consta)}).")
    if reparto.sin_detalle > 0:
        notas.append(f"Sin detalle en la fuente: {entero(reparto.sin_detalle)}.")
    if pedido.es_inconsistente(reparto.variable.codigo):
        notas.append(
            f"Fuente inconsistente en {pedido.corte.anio}: las partes no suman el total publicado."
        )
    return tuple(notas)
