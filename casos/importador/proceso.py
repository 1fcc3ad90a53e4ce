"""Los pasos de una importación, que corren en segundo plano: leer, revisar, importar, deshacer."""

import tempfile
from collections import Counter
from collections.abc import Callable, Iterable, Mapping
from dataclasses import replace
from pathlib import Path
from typing import Any

from django.db import transaction

from casos import acciones
from casos.campos import FUERA
from casos.consultas import importacion as consultas
from casos.importador import encabezados
from casos.importador.anotado import escribir_anotado
from casos.importador.columnas import COLUMNAS, CONOCIDOS
from casos.importador.juicio import AVISOS, Lector, Lote
from casos.importador.lectura import LARGO_DEL_VALOR
from casos.models import Importacion
from casos.vocabulario import vocabulario
from trata.comun.errores import ErrorDeDominio
from trata.comun.importador import Problema, Tabla, leer_tabla
from trata.trabajos.encargos import EnCurso

PROBLEMAS_QUE_SE_GUARDAN = 20_000
VALORES_QUE_SE_PROPONEN = 40
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
Estado = Importacion.Estado


def avance_de(trabajo: EnCurso) -> Callable[[int, int, str], None]:
    """El avance del trabajo, que además para si su dueño lo pidió."""

    def avanzar(hecho: int, total: int, texto: str) -> None:
        trabajo.avance(hecho, total, texto)
        trabajo.parar_si_se_pidio()

    return avanzar


def leer(importacion: Importacion, trabajo: EnCurso) -> None:
    """Abre el archivo, propone el emparejado y, si no hay nada que preguntar, lo revisa."""
    trabajo.avance(0, 100, "Abriendo el archivo")
    pedido = importacion.columnas
    try:
        tabla = leer_tabla(
            acciones.contenido_de(importacion),
            conocidos=CONOCIDOS,
            hoja=str(pedido.get("hoja", "")),
            fila_de_encabezado=int(pedido.get("fila", 0)),
        )
    except ErrorDeDominio as error:
        acciones.anotar_rechazo(importacion=importacion, error=error)
        raise
    descripcion = encabezados.descripcion_de(tabla)
    fuente = consultas.fuente_con_huella(trabajo.usuario, descripcion["huella"])
    previo = importacion.reemplaza
    directo = encabezados.es_de_la_casa(tabla)
    if previo is not None and encabezados.huella_de(tabla.encabezados) == previo.columnas.get(
        "huella"
    ):
        emparejado = encabezados.vigente(previo.emparejado, tabla.encabezados)
        directo = True
    elif fuente is not None and not directo:
        emparejado = encabezados.vigente(fuente.emparejado, tabla.encabezados)
    else:
        emparejado = {"columnas": encabezados.proponer(tabla.encabezados)}
    acciones.anotar_lectura(
        importacion=importacion,
        columnas=descripcion | {"fuente": str(fuente) if fuente and not directo else ""},
        muestra=encabezados.muestra_de(tabla),
        emparejado=emparejado,
        estado=Estado.REVISANDO if directo else Estado.POR_EMPAREJAR,
    )
    if directo:
        _revisar(importacion, tabla, trabajo)
    else:
        trabajo.resumen({"filas": len(tabla.filas), "falta": "emparejar las columnas"})


def revisar(importacion: Importacion, trabajo: EnCurso) -> None:
    """Juzga el archivo con el emparejado decidido, sin registrar nada."""
    trabajo.avance(0, 100, "Abriendo el archivo")
    try:
        tabla = _tabla_de(importacion)
    except ErrorDeDominio as error:
        acciones.anotar_rechazo(importacion=importacion, error=error)
        raise
    _revisar(importacion, tabla, trabajo)


def _tabla_de(importacion: Importacion) -> Tabla:
    return leer_tabla(
        acciones.contenido_de(importacion),
        conocidos=CONOCIDOS,
        hoja=str(importacion.columnas.get("hoja", "")),
        fila_de_encabezado=int(importacion.columnas.get("fila", 0)),
    )


def _revisar(importacion: Importacion, tabla: Tabla, trabajo: EnCurso) -> None:
    emparejado = importacion.emparejado
    lote = Lector(trabajo.usuario).leer(tabla, emparejado, avance_de(trabajo))
    informe = informe_de(lote)
    igual = consultas.importada_igual(trabajo.usuario, importacion.sha256)
    if igual is not None:
        informe["ya_importado_por"] = str(igual.usuario)
        informe["ya_importado_el"] = igual.importada_en.isoformat()
    if lote.problemas:
        with tempfile.TemporaryDirectory() as carpeta:
            destino = Path(carpeta) / "anotado.xlsx"
            escribir_anotado(
                destino,
                tabla,
                lote.problemas,
                emparejado["columnas"],
                lambda hecho: trabajo.avance(hecho, len(tabla.filas), "Anotando las faltas"),
            )
            nombre = f"{Path(importacion.nombre).stem[:100]} - por corregir.xlsx"
            trabajo.adjuntar(nombre, destino, XLSX)
    problemas = sorted(_con_valor(lote.problemas, tabla, emparejado["columnas"]), key=_en_orden)
    acciones.anotar_revision(
        importacion=importacion,
        informe=informe | {"valores": _valores_por_emparejar(problemas)},
        problemas=[_en_lista(p) for p in problemas[:PROBLEMAS_QUE_SE_GUARDAN]],
        parecidos=[{"fila": f, "caso": c.codigo, "uuid": str(c.uuid)} for f, c in lote.parecidos],
    )
    trabajo.resumen({c: v for c, v in informe.items() if isinstance(v, int)})


def _en_orden(p: Problema) -> tuple[bool, int]:
    return p.es_aviso, p.fila


def _con_valor(
    problemas: Iterable[Problema], tabla: Tabla, columnas: Mapping[str, str]
) -> list[Problema]:
    """Cada falta con lo que dice su celda, si no es texto libre."""
    encabezado_de = {c: e for e, c in columnas.items()}
    con_falta = {p.fila for p in problemas}
    celdas = {numero: fila for numero, fila in tabla.filas if numero in con_falta}
    completos = []
    for p in problemas:
        columna = COLUMNAS.get(p.campo)
        if columna is not None and not p.valor and not columna.es_texto:
            texto = celdas.get(p.fila, {}).get(encabezado_de.get(p.campo, ""), "")
            completos.append(replace(p, valor=texto[:LARGO_DEL_VALOR]))
        else:
            completos.append(p)
    return completos


def _en_lista(p: Problema) -> list[Any]:
    return [p.fila, p.campo, p.codigo, p.mensaje, p.es_aviso, p.valor]


def informe_de(lote: Lote) -> dict[str, Any]:
    """Las cuentas que ve la persona antes de confirmar."""
    errores = [p for p in lote.problemas if not p.es_aviso]
    por_codigo = Counter((p.campo, p.codigo, p.mensaje) for p in errores)
    return {
        "filas": lote.filas,
        "nuevos": len(lote.casos),
        "victimas": sum(len(c.victimas) for c in lote.casos),
        "actualizados": len(lote.cambiados),
        "ignorados": sum(lote.ignorados.values()),
        "ya_registrados": lote.ignorados["ya_registrados"],
        "cerrados": lote.ignorados["cerrados"],
        "filas_con_error": len(lote.filas_con_error),
        "errores": len(errores),
        "avisos": len(lote.problemas) - len(errores),
        "parecidos": len(lote.parecidos),
        "por_codigo": [
            {"campo": campo, "codigo": codigo, "mensaje": mensaje, "veces": veces,
             "es_confirmable": codigo in AVISOS}
            for (campo, codigo, mensaje), veces in por_codigo.most_common(200)
        ],
        "cambios": [
            {"caso": c.caso.codigo, "uuid": str(c.caso.uuid), "fila": c.fila,
             "cambios": [d for cambio in c.cambios for d in cambio.descripcion()][:12]}
            for c in lote.cambiados[:200]
        ],
    }  # fmt: skip


def _valores_por_emparejar(problemas: list[Problema]) -> list[dict[str, Any]]:
    """Los textos que no están en su lista, del que más se repite al que menos."""
    cuenta = Counter(
        (p.campo, p.valor.strip())
        for p in problemas
        if p.codigo == FUERA and p.valor and p.campo in COLUMNAS and COLUMNAS[p.campo].catalogo
        and not COLUMNAS[p.campo].es_multiple
    )  # fmt: skip
    return [
        {"campo": campo, "texto": texto, "filas": veces}
        for (campo, texto), veces in cuenta.most_common(VALORES_QUE_SE_PROPONEN)
    ]


def opciones_de(campo: str) -> list[tuple[str, str]]:
    """Los valores que admite una columna."""
    return vocabulario(COLUMNAS[campo].catalogo).opciones()


@transaction.atomic
def importar(importacion: Importacion, trabajo: EnCurso) -> None:
    """Registra lo revisado en una sola transacción. Con errores no registra nada, salvo que se
    pidan sólo los casos sin error. El archivo se juzga otra vez: el mundo pudo cambiar."""
    if trabajo.ya_estaba_hecho:
        return
    actual = acciones.tomar_turno(importacion)
    trabajo.avance(0, 100, "Abriendo el archivo")
    lote = Lector(trabajo.usuario).leer(_tabla_de(actual), actual.emparejado, avance_de(trabajo))
    if lote.filas_con_error and not trabajo.datos.get("solo_validas"):
        raise ErrorDeDominio(
            "filas_con_error", "Hay filas con error: corrígelas o importa sólo los casos sin error."
        )
    if trabajo.datos.get("sin_parecidos"):
        dudosas = {fila for fila, _ in lote.parecidos}
        lote.casos = [c for c in lote.casos if not dudosas & set(c.filas)]
    if not lote.casos and not lote.cambiados:
        raise ErrorDeDominio("nada_que_importar", "No queda nada por importar en este archivo.")
    hecha = acciones.importar_lote(
        importacion=actual,
        lote=lote,
        informe=actual.informe | informe_de(lote),
        por=trabajo.usuario,
        al_avanzar=avance_de(trabajo),
    )
    trabajo.dar_por_hecho(
        {"registrados": hecha.informe["registrados"], "actualizados": len(lote.cambiados)}
    )


@transaction.atomic
def deshacer(importacion: Importacion, trabajo: EnCurso) -> None:
    """Deshace lo importado que nadie tocó después."""
    if trabajo.ya_estaba_hecho:
        return
    trabajo.avance(0, 100, "Buscando lo que alguien cambió después")
    cuenta = acciones.deshacer_importacion(
        importacion=importacion,
        motivo=str(trabajo.datos.get("motivo", "")),
        por=trabajo.usuario,
        al_avanzar=avance_de(trabajo),
    )
    trabajo.dar_por_hecho({c.replace("_", " "): v for c, v in cuenta.items()})


PASOS = {"leer": leer, "revisar": revisar, "importar": importar, "deshacer": deshacer}
