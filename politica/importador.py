"""Del libro XLSX al reporte: valida todo, dice todos los errores y guarda todo o nada."""

from collections.abc import Collection
from typing import BinaryIO

from django.core.exceptions import ValidationError

from politica.acciones.hoja import VarioError, guardar_hoja
from politica.consultas.arbol import arbol_en
from politica.consultas.reportes import editables_de
from politica.hoja import (
    COLUMNAS,
    OCTETOS_MAXIMOS,
    RELATO,
    VALORES,
    ErrorDeHoja,
    Leida,
    escribir,
    leer,
)
from politica.models import Periodo
from trata.comun.errores import ErrorDeDominio
from trata.comun.formato import tamano
from trata.cuentas.models import Usuario

NOMBRE_DE_CAMPO = {
    "numerador": COLUMNAS[5][0],
    "denominador": COLUMNAS[6][0],
    "valor": COLUMNAS[7][0],
    "meta_programada": COLUMNAS[8][0],
    "sin_programacion": COLUMNAS[9][0],
    "motivo_sin_programacion": COLUMNAS[10][0],
}


def plantilla(periodo: Periodo, usuario: Usuario) -> bytes:
    """El libro del periodo con los reportes que `usuario` puede llenar."""
    reportes = editables_de(periodo, usuario)
    entidad = usuario.entidad_id or ""
    titulo = f"Reporte del {periodo} · {usuario.entidad.nombre if usuario.entidad else ''}"
    fichas = arbol_en(periodo.fin).fichas
    return escribir(reportes, fichas, clave=periodo.clave, entidad=entidad, titulo=titulo)


def importar(
    *,
    archivo: BinaryIO,
    octetos: int,
    periodo: Periodo,
    por: Usuario,
    confirmados: Collection[str] = (),
) -> tuple[int, list[ErrorDeHoja]]:
    """Lee, valida y guarda. Devuelve cuántos reportes guardó, o todos los errores y ninguno."""
    if octetos > OCTETOS_MAXIMOS:
        return 0, [ErrorDeHoja("Archivo", 0, "", f"El archivo pasa de {tamano(OCTETOS_MAXIMOS)}.")]
    leida = leer(archivo)
    errores = [*leida.errores, *_ajenos(leida, periodo, por)]
    if errores:
        return 0, errores
    try:
        return guardar_hoja(
            periodo=periodo, reportes=leida.reportes, por=por, confirmados=confirmados
        ), []
    except VarioError as error:
        return 0, [e for codigo, causa in error.causas for e in _traducir(leida, codigo, causa)]


def _ajenos(leida: Leida, periodo: Periodo, por: Usuario) -> list[ErrorDeHoja]:
    """El libro es de otro periodo o entidad, o trae códigos que no le tocan."""
    if leida.errores:
        return []
    if (leida.clave, leida.entidad) != (periodo.clave, por.entidad_id or ""):
        mensaje = f"Este libro no es del {periodo} de tu entidad. Descarga su plantilla."
        return [ErrorDeHoja("Archivo", 0, "", mensaje)]
    propios = {
        r.codigo: {a.indicador_id for a in r.avances.all()} for r in editables_de(periodo, por)
    }
    errores = []
    for codigo, datos in leida.reportes.items():
        if codigo not in propios:
            n = leida.filas.get(codigo, 0)
            mensaje = f"{codigo} no es de tu entidad o ya no se puede editar."
            errores.append(ErrorDeHoja(RELATO, n, "Servicio", mensaje))
            continue
        errores += [
            ErrorDeHoja(VALORES, leida.filas[i], "Indicador", f"{i} no es de {codigo}.")
            for i in datos["avances"]
            if i not in propios[codigo]
        ]
    return errores


def _traducir(leida: Leida, codigo: str, causa: Exception) -> list[ErrorDeHoja]:
    """De un error de la acción a errores con hoja, fila y columna."""
    if isinstance(causa, ErrorDeDominio):
        return [ErrorDeHoja(RELATO, leida.filas.get(codigo, 0), "", causa.mensaje)]
    if not isinstance(causa, ValidationError):
        raise causa
    lista = []
    for llave, errores in causa.error_dict.items():
        indicador, _, campo = llave.replace("_", ".", 1).partition("-")
        for error in errores:
            lista.append(
                ErrorDeHoja(
                    VALORES,
                    leida.filas.get(indicador, 0),
                    NOMBRE_DE_CAMPO.get(campo, campo),
                    " ".join(error.messages),
                    getattr(error, "es_aviso", False),
                )
            )
    return lista
