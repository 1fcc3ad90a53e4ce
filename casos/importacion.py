"""Los dos pasos de una importación: revisar el archivo y, si está bien, registrar."""

from collections import Counter
from typing import Any

from casos import acciones
from casos.importador import Lector, Lote
from casos.models import Importacion
from trata.comun.errores import ErrorDeDominio
from trata.comun.importador import leer_tabla
from trata.cuentas.models import Usuario

PROBLEMAS_QUE_SE_MUESTRAN = 500
Estado = Importacion.Estado


def informe_de(lote: Lote) -> dict[str, Any]:
    """Lo que ve la persona: cuentas, y cada problema con su fila."""
    victimas = sum(len(c.victimas) for c in lote.casos)
    return {
        "filas": lote.filas,
        "casos": len(lote.casos),
        "victimas": victimas,
        "repetidos": lote.repetidos,
        "filas_con_error": len(lote.filas_con_error),
        "por_codigo": dict(Counter(p.codigo for p in lote.problemas).most_common()),
        "problemas": [
            {"fila": p.fila, "campo": p.campo, "codigo": p.codigo, "mensaje": p.mensaje}
            for p in sorted(lote.problemas, key=lambda p: p.fila)[:PROBLEMAS_QUE_SE_MUESTRAN]
        ],
    }


def _leer(importacion: Importacion, por: Usuario) -> Lote:
    return Lector(por).leer(leer_tabla(bytes(importacion.contenido)))


def revisar(importacion: Importacion, por: Usuario) -> dict[str, Any]:
    """Juzga el archivo sin registrar nada. Devuelve el informe."""
    try:
        informe = informe_de(_leer(importacion, por))
        estado = Estado.REVISADA
    except ErrorDeDominio as error:
        informe, estado = {"rechazo": error.mensaje, "codigo": error.codigo}, Estado.RECHAZADA
    acciones.anotar_importacion(importacion=importacion, estado=estado, informe=informe)
    return informe


def importar(
    importacion: Importacion, por: Usuario, *, solo_validas: bool = False
) -> dict[str, Any]:
    """Registra los casos. Con errores no registra ninguno, salvo que se pida `solo_validas`.

    Volver a importar el mismo archivo no registra nada nuevo: sus números ya existen.
    """
    if importacion.estado == Estado.IMPORTADA:
        raise ErrorDeDominio("ya_importada", "Este archivo ya se importó.")
    lote = _leer(importacion, por)
    informe = informe_de(lote)
    if lote.filas_con_error and not solo_validas:
        acciones.anotar_importacion(
            importacion=importacion, estado=Estado.REVISADA, informe=informe
        )
        raise ErrorDeDominio("filas_con_error", "Corrige las filas con error o impórtalas aparte.")
    casos = acciones.importar_casos(leidos=lote.casos, por=por) if lote.casos else []
    informe["registrados"] = len(casos)
    acciones.anotar_importacion(importacion=importacion, estado=Estado.IMPORTADA, informe=informe)
    return informe
