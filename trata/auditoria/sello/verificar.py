"""Verificar: encontrar cualquier alteración de la historia y decir dónde está.

Revisa la cadena de firmas, las anclas de fuera y cada fila sellada. Una fila nueva sin sello sólo
es sospechosa si su número es anterior a lo ya sellado o si su fecha lo es.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import asdict, dataclass, field
from datetime import UTC, datetime, timedelta
from typing import Any

from trata.auditoria.sello.anclas import Ancla
from trata.auditoria.sello.cadena import Cabecera, ContenidoDeTabla, firmar, iguales
from trata.auditoria.sello.tablas import (
    TablaSellada,
    citar,
    columnas_por_tabla,
    huella_sql,
    preparar_sesion,
    tablas_selladas,
)

# La fecha de un acceso la pone el reloj de la aplicación; la de un lote, el de la base.
TOLERANCIA = timedelta(minutes=5)
BYTES_DE_HUELLA = 32
SIN_LIMITE = datetime(1970, 1, 2, tzinfo=UTC)


@dataclass(frozen=True)
class Hallazgo:
    """Una alteración: qué es y dónde."""

    tipo: str
    lote: int | None = None
    tabla: str = ""
    fila: int | None = None
    detalle: str = ""

    def como_dict(self) -> dict[str, Any]:
        """Para guardarlo como JSON."""
        return asdict(self)

    def __str__(self) -> str:
        partes = [self.tipo]
        if self.tabla:
            partes.append(f"tabla {self.tabla}")
        if self.fila is not None:
            partes.append(f"fila {self.fila}")
        if self.lote is not None:
            partes.append(f"lote {self.lote}")
        return ", ".join(partes) + (f": {self.detalle}" if self.detalle else "")


@dataclass
class Resultado:
    """Lo revisado y lo hallado."""

    lotes: int = 0
    filas: int = 0
    por_sellar: int = 0
    hallazgos: list[Hallazgo] = field(default_factory=list)

    @property
    def es_integra(self) -> bool:
        """No hay ninguna alteración."""
        return not self.hallazgos


def verificar(cursor: Any, llaves: Mapping[str, bytes], anclas: Iterable[Ancla] = ()) -> Resultado:
    """Revisa toda la historia con `cursor`, en una transacción de lectura estable.

    `llaves` son las del sello, por id; `anclas`, las guardadas fuera de la base.
    """
    preparar_sesion(cursor)
    resultado = Resultado()
    firmas: dict[int, str] = {}
    anterior: Cabecera | None = None
    actuales = {t.nombre: t for t in tablas_selladas()}
    columnas = columnas_por_tabla(cursor)
    for cabecera, firma in _lotes(cursor):
        contenidos = _contenidos(cursor, cabecera.numero)
        firma_anterior = firmas[anterior.numero] if anterior else ""
        resultado.lotes += 1
        resultado.hallazgos += _eslabon(cabecera, contenidos, anterior, firma_anterior)
        resultado.hallazgos += _firma(cabecera, firma, contenidos, llaves)
        minimo = anterior.completa_hasta - TOLERANCIA if anterior else None
        for contenido in contenidos:
            resultado.filas += len(contenido.llaves)
            tabla = actuales.get(contenido.tabla)
            existentes = columnas.get(contenido.tabla, [])
            resultado.hallazgos += _filas(
                cursor, cabecera.numero, contenido, tabla, existentes, minimo
            )
        firmas[cabecera.numero] = firma
        anterior = cabecera
    resultado.hallazgos += _anclas(firmas, anclas)
    resultado.hallazgos += _selladas_dos_veces(cursor)
    for tabla in actuales.values():
        if tabla.nombre in columnas:
            _sin_sello(cursor, tabla, anterior, resultado)
    return resultado


def _lotes(cursor: Any) -> Iterator[tuple[Cabecera, str]]:
    cursor.execute(
        "SELECT numero, momento, completa_hasta, filas, llave, anterior, firma "
        "FROM auditoria_lote ORDER BY numero"
    )
    for *datos, firma in cursor.fetchall():
        yield Cabecera(*datos), firma


def _contenidos(cursor: Any, numero: int) -> list[ContenidoDeTabla]:
    cursor.execute(
        "SELECT tabla, columnas, llaves, huellas FROM auditoria_lotetabla WHERE lote_id = %s",
        [numero],
    )
    return [
        ContenidoDeTabla(tabla, tuple(columnas), tuple(llaves), bytes(huellas))
        for tabla, columnas, llaves, huellas in cursor.fetchall()
    ]


def _eslabon(
    cabecera: Cabecera,
    contenidos: list[ContenidoDeTabla],
    anterior: Cabecera | None,
    firma_anterior: str,
) -> Iterator[Hallazgo]:
    esperado = anterior.numero + 1 if anterior else 1
    if cabecera.numero != esperado:
        yield Hallazgo("faltan lotes", cabecera.numero, detalle=f"se esperaba el lote {esperado}")
    elif not iguales(cabecera.anterior, firma_anterior):
        yield Hallazgo("cadena rota", cabecera.numero, detalle="no enlaza con el lote anterior")
    if cabecera.filas != sum(len(c.llaves) for c in contenidos):
        yield Hallazgo("lote alterado", cabecera.numero, detalle="no cuadra el número de filas")


def _firma(
    cabecera: Cabecera, firma: str, contenidos: list[ContenidoDeTabla], llaves: Mapping[str, bytes]
) -> Iterator[Hallazgo]:
    llave = llaves.get(cabecera.llave)
    if llave is None:
        yield Hallazgo("llave desconocida", cabecera.numero, detalle=cabecera.llave)
    elif not iguales(firma, firmar(llave, cabecera, contenidos)):
        yield Hallazgo("lote alterado", cabecera.numero, detalle="la firma no corresponde")


def _filas(
    cursor: Any,
    lote: int,
    contenido: ContenidoDeTabla,
    tabla: TablaSellada | None,
    existentes: list[str],
    minimo: datetime | None,
) -> Iterator[Hallazgo]:
    nombre = contenido.tabla
    if not existentes or tabla is None:
        yield Hallazgo("tabla desaparecida", lote, nombre)
        return
    perdidas = sorted(set(contenido.columnas) - set(existentes))
    if perdidas:
        yield Hallazgo("columnas retiradas", lote, nombre, detalle=", ".join(perdidas))
        return
    cursor.execute(
        f"SELECT t.{tabla.llave}, {huella_sql(list(contenido.columnas))}, t.{tabla.momento} "  # noqa: S608
        f"FROM {citar(nombre)} t WHERE t.{tabla.llave} = ANY(%s)",
        [list(contenido.llaves)],
    )
    halladas = {llave: (bytes(huella), momento) for llave, huella, momento in cursor.fetchall()}
    for i, llave in enumerate(contenido.llaves):
        sellada = contenido.huellas[i * BYTES_DE_HUELLA : (i + 1) * BYTES_DE_HUELLA]
        if llave not in halladas:
            yield Hallazgo("fila borrada", lote, nombre, llave)
        elif halladas[llave][0] != sellada:
            yield Hallazgo("fila alterada", lote, nombre, llave)
        elif minimo is not None and halladas[llave][1] < minimo:
            yield Hallazgo("fila con fecha anterior", lote, nombre, llave)


def _anclas(firmas: Mapping[int, str], anclas: Iterable[Ancla]) -> Iterator[Hallazgo]:
    for ancla in anclas:
        if ancla.numero not in firmas:
            yield Hallazgo("cola recortada", ancla.numero, detalle="el ancla existe y el lote no")
        elif not iguales(firmas[ancla.numero], ancla.firma):
            yield Hallazgo("historia reescrita", ancla.numero, detalle="no coincide con el ancla")


def _selladas_dos_veces(cursor: Any) -> Iterator[Hallazgo]:
    cursor.execute(
        "SELECT tabla, llave, max(lote_id) FROM auditoria_lotetabla, unnest(llaves) AS llave "
        "GROUP BY tabla, llave HAVING count(*) > 1"
    )
    for tabla, llave, lote in cursor.fetchall():
        yield Hallazgo("sellada dos veces", lote, tabla, llave)


def _sin_sello(
    cursor: Any, tabla: TablaSellada, ultimo: Cabecera | None, resultado: Resultado
) -> None:
    """Filas sin sello: las nuevas esperan su lote; las metidas entre lo sellado, no.

    Una fila es intrusa si su fecha o su número son anteriores a lo que el último lote dio por
    completo.
    """
    completa = ultimo.completa_hasta if ultimo else SIN_LIMITE
    cursor.execute(
        f"WITH sellada AS (SELECT unnest(llaves) AS llave FROM auditoria_lotetabla "  # noqa: S608
        f"WHERE tabla = %s), marca AS (SELECT COALESCE(max(lt.ultima), 0) AS llave "
        f"FROM auditoria_lotetabla lt JOIN auditoria_lote l ON l.numero = lt.lote_id "
        f"WHERE lt.tabla = %s AND l.momento <= %s) "
        f"SELECT t.{tabla.llave}, t.{tabla.llave} <= marca.llave OR t.{tabla.momento} < %s "
        f"FROM {tabla.sql} t, marca "
        f"WHERE NOT EXISTS (SELECT 1 FROM sellada s WHERE s.llave = t.{tabla.llave})",
        [tabla.nombre, tabla.nombre, completa, completa - TOLERANCIA],
    )
    for llave, es_intrusa in cursor.fetchall():
        if es_intrusa:
            resultado.hallazgos.append(
                Hallazgo("fila insertada", None, tabla.nombre, llave, "no pasó por el sello")
            )
        else:
            resultado.por_sellar += 1
