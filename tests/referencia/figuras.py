"""Comparar una figura en todas sus formas: pantalla, API, XLSX, CSV y la lista de cada marca."""

import csv
import io
import os
from typing import Any

import python_calamine
from django.test import Client

from trata.cuentas.permisos import Permiso
from trata.tableros.figuras.catalogo import FIGURAS_DEL_REGISTRO
from trata.tableros.registro import PedidoDelRegistro, leer_pedido

PERILLA = os.environ.get("TRATA_CRUCE_ENTERO", "")
ENTERO = bool(PERILLA)
"""Se cruzan todas las figuras de cada combinación, y no seis al azar. Con «1», cada región con tres
roles y cada rol con nueve regiones; con «todo», cada región con cada rol y cada período (horas)."""
API = "/api/v1/estadisticas"


def enlaces_con_numero(figura: Any) -> list[tuple[str, int]]:
    """(dirección, cantidad) de cada marca de la figura que filtra el tablero."""
    pares = []
    for fila in figura.tabla.filas:
        if fila[0].url:
            # En una tasa, la tercera columna es el numerador; si no, la segunda es la cantidad.
            valor = (
                fila[2].valor if figura.tabla.encabezados[2:3] == ("Numerador",) else fila[1].valor
            )
            pares.append((fila[0].url, valor))
        pares += [(d.url, d.valor) for d in fila[1:] if d.url]
    return [(url, n) for url, n in pares if n is not None]


def numeros(valores: Any) -> list[list[str]]:
    """Filas comparables: lo que es un número, con seis decimales; lo demás, como texto."""
    return [[_comparable(v) for v in fila] for fila in valores]


def _comparable(valor: Any) -> str:
    try:
        return f"{float(valor):.6f}"
    except ValueError:
        return str(valor)


def comprobar_archivos(client: Client, clave: str, corte: dict[str, str], en_pantalla: Any) -> None:
    """La tabla de la pantalla es la de la API, la del XLSX y la del CSV."""
    de_la_api = client.get(f"{API}/figuras/{clave}/", corte).json()
    assert numeros(de_la_api["filas"]) == en_pantalla, clave
    xlsx = client.get(f"/tablero/figura/{clave}.xlsx", corte).content
    libro = python_calamine.CalamineWorkbook.from_filelike(io.BytesIO(xlsx))
    del_xlsx = libro.get_sheet_by_name("Datos").to_python()[1:]
    assert numeros(del_xlsx) == en_pantalla, clave
    texto = client.get(f"/tablero/figura/{clave}.csv", corte).content.decode("utf-8-sig")
    del_csv = list(csv.reader(io.StringIO(texto)))[1:]
    assert numeros(del_csv) == en_pantalla, clave


def comprobar_enlaces(client: Client, persona: Any, pedido: Any, figura: Any, azar: Any) -> None:
    """Cada marca lleva a un tablero y a una lista con su mismo número.

    La marca ya elegida quita su filtro: ésa no se sigue.
    """
    puestos = {codigo for codigo, _ in pedido.corte.filtros}
    puestos |= {"mes"} if pedido.corte.mes and "-meses" in figura.clave else set()
    enlaces = [
        (url, n)
        for url, n in enlaces_con_numero(figura)
        if all(f"&{codigo}=" in url for codigo in puestos)
    ]
    for url, n in azar.sample(enlaces, min(2, len(enlaces))):
        consulta = dict(par.split("=") for par in url.split("?")[1].split("&"))
        assert leer_pedido(consulta, persona).total == n, (figura.clave, url)
        if persona.tiene_permiso(Permiso.CASO_VER):
            lista = client.get(url.replace("/tablero/?", "/tablero/lista/?"))
            assert lista.context["total"] == n, (figura.clave, url)


def suma_su_total(pedido: PedidoDelRegistro, clave: str, figura: Any) -> None:
    """Las barras de una variable sin filtrar suman el denominador, con lo que no consta."""
    definida = FIGURAS_DEL_REGISTRO[clave]
    if getattr(definida, "keywords", None) and pedido.filtro_de(clave) is None:
        assert sum(fila[1].valor for fila in figura.tabla.filas) == pedido.total, clave
