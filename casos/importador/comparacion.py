"""Lo que un archivo cambia en un caso ya registrado. Una celda vacía no borra nada."""

from dataclasses import dataclass
from typing import Any, Protocol

from casos import reglas
from casos.consultas.importacion import Existente
from casos.importador.columnas import COLUMNAS, NUMERO_DE_VICTIMA, ROLES
from casos.importador.lectura import FilaLeida, Grupo
from casos.models import CasoLugar, Victima, VictimaEstado
from casos.models.base import FichaModel

DE_LA_EDAD = ("forma_edad", "grupo_edad")


@dataclass
class Cambio:
    """Un cambio en el caso o en una de sus partes, o una parte nueva (`objeto` es su clase).

    `victima` es el número de la víctima a la que pertenece un estado nuevo.
    """

    objeto: Any
    datos: dict[str, Any]
    fila: int
    victima: int = 0

    @property
    def es_nuevo(self) -> bool:
        """Agrega una parte en vez de cambiar una que ya está."""
        return isinstance(self.objeto, type)

    def descripcion(self) -> list[dict[str, str]]:
        """Campo, antes y después, en palabras."""
        if self.es_nuevo:
            return [{"campo": str(self.objeto._meta.verbose_name), "antes": "", "ahora": "nueva"}]
        return [
            {
                "campo": str(self.objeto._meta.get_field(c).verbose_name),
                "antes": en_palabras(self.objeto, c, getattr(self.objeto, _llave(self.objeto, c))),
                "ahora": en_palabras(self.objeto, c, v),
            }
            for c, v in self.datos.items()
        ]


class Juez(Protocol):
    """Lo que se usa de quien juzga."""

    def problema(self, fila: int, columna: str, codigo: str, mensaje: str) -> None: ...
    def juzgar(
        self, fila: int, lista: Any, datos: Any, confirmados: Any = ..., columnas: Any = ...
    ) -> bool: ...
    def juzgar_victima(self, fila: int, victima: Any, caso: Any, confirmados: Any) -> None: ...
    def victima(self, fila: FilaLeida, caso: Any, confirmados: Any) -> Any: ...
    def estado(self, fila: FilaLeida, confirmados: Any) -> Any: ...
    def lugar(self, fila: int, columna: str, datos: Any) -> None: ...


def _llave(objeto: FichaModel, campo: str) -> str:
    return objeto._meta.get_field(campo).attname


def en_palabras(objeto: FichaModel, campo: str, valor: Any) -> str:
    """Un valor como lo lee una persona; el texto libre sólo dice que está."""
    columna = COLUMNAS.get(campo)
    nombre_de = getattr(objeto._meta.get_field(campo), "nombre_de", None)
    if valor in (None, "", []):
        return "vacío"
    if columna is not None and columna.es_texto:
        return "otro texto"
    if nombre_de is not None:
        return str(nombre_de(valor))
    return str(getattr(valor, "pk", None) or valor)


def _distintos(objeto: FichaModel, dichos: dict[str, Any]) -> dict[str, Any]:
    return {c: v for c, v in dichos.items() if getattr(objeto, c) != v}


def cambios_de(existente: Existente, grupo: Grupo, juez: Juez) -> list[Cambio]:
    """Compara y juzga con las mismas reglas lo que quedaría. Las faltas las anota `juez`."""
    caso = existente.caso
    datos = caso.datos_para_reglas() | grupo.caso
    cambios = []
    propios = _distintos(caso, grupo.caso)
    if propios:
        juez.juzgar(grupo.fila, reglas.CASO, datos, grupo.confirmados)
        cambios.append(Cambio(caso, propios, grupo.fila))
    cambios += _de_lugares(existente, grupo, juez)
    for fila in grupo.filas:
        if fila.lugar_en_el_caso not in existente.retiradas:
            cambios += _de_victima(existente, fila, datos, grupo, juez)
    return cambios


def _de_lugares(existente: Existente, grupo: Grupo, juez: Juez) -> list[Cambio]:
    cambios = []
    for columna, rol in ROLES.items():
        dicho, actual = grupo.lugares.get(rol), existente.lugares.get(rol)
        if dicho is None or (actual is not None and actual.ubigeo_id == dicho.pk):
            continue
        datos = {"rol": rol, "pais": "pe", "ubigeo": dicho}
        juez.lugar(grupo.fila, columna, datos)
        if actual is None:
            cambios.append(Cambio(CasoLugar, datos, grupo.fila))
        else:
            cambios.append(Cambio(actual, {"pais": "pe", "ubigeo": dicho}, grupo.fila))
    return cambios


def _de_victima(
    existente: Existente, fila: FilaLeida, caso: dict[str, Any], grupo: Grupo, juez: Juez
) -> list[Cambio]:
    numero = fila.lugar_en_el_caso
    victima = existente.victimas.get(numero)
    if victima is None:
        return _victima_nueva(existente, fila, caso, grupo, juez)
    cambios = []
    propios = _distintos(victima, fila.victima)
    if propios:
        if {"edad", "fecha_nacimiento"} & propios.keys():
            propios |= {c: "" for c in DE_LA_EDAD if c not in fila.victima}
        datos = victima.datos_para_reglas() | propios
        juez.juzgar_victima(fila.numero, datos, caso, grupo.confirmados)
        cambios.append(Cambio(victima, propios, fila.numero))
    estado = juez.estado(fila, grupo.confirmados)
    if estado and not any(
        all(getattr(e, c) == v for c, v in estado.items() if v not in (None, ""))
        for e in existente.estados[victima.pk]
    ):
        pasos = [(e.fecha, e.estado) for e in existente.estados[victima.pk]]
        pasos = reglas.estados_en_orden([*pasos, (estado["fecha"], estado["estado"])])
        juez.juzgar(
            fila.numero, reglas.AVANCE_DE_VICTIMA, {"pasos": pasos},
            grupo.confirmados, {"estado": "estado_victima"},
        )  # fmt: skip
        cambios.append(Cambio(VictimaEstado, estado, fila.numero, numero))
    return cambios


def _victima_nueva(
    existente: Existente, fila: FilaLeida, caso: dict[str, Any], grupo: Grupo, juez: Juez
) -> list[Cambio]:
    numero = fila.lugar_en_el_caso
    usados = {*existente.victimas, *existente.retiradas}
    usados |= {f.lugar_en_el_caso for f in grupo.filas if f.lugar_en_el_caso < numero}
    if numero != max(usados, default=0) + 1:
        juez.problema(
            fila.numero,
            NUMERO_DE_VICTIMA,
            "victima_salteada",
            f"El caso llega a la víctima {max(usados, default=0)}: sigue la siguiente.",
        )
        return []
    victima, estado = juez.victima(fila, caso, grupo.confirmados)
    cambios = [Cambio(Victima, victima, fila.numero, numero)]
    if estado:
        cambios.append(Cambio(VictimaEstado, estado, fila.numero, numero))
    return cambios
