"""Deshacer una importación: anular lo que creó y devolver lo que cambió. Nunca se borra nada.

Lo que alguien tocó después no se deshace: su trabajo vale más que la prisa.
"""

from collections.abc import Callable, Sequence
from typing import Any

from django.db import transaction
from django.db.models import F
from django.utils import timezone

from casos.acciones.busqueda import indexar
from casos.acciones.cambio_en_bloque import Trabajo, exigir_a_la_vista, terminar_en_bloque
from casos.acciones.escritura_en_bloque import LOTE
from casos.consultas.importacion import (
    Existente,
    casos_de_importacion,
    existentes_de,
    tocados_despues,
    visibles_entre,
)
from casos.models import (
    Caso,
    CasoImportado,
    ClaveExterna,
    Importacion,
    Victima,
    VictimaEstado,
    Vinculo,
)
from casos.models.base import FichaModel
from trata.agregados.acciones import marcar
from trata.comun.errores import ErrorDeDominio, EstadoInvalidoError
from trata.comun.reglas import faltas
from trata.cuentas.acciones import exigir
from trata.cuentas.models import Usuario
from trata.cuentas.permisos import Permiso
from trata.trabajos.sucesos import anunciar_varios

Avance = Callable[[int, int, str], None]
Accion = CasoImportado.Accion


def se_puede_deshacer(importacion: Importacion, por: Usuario) -> dict[str, int]:
    """Cuántos casos se anularían, cuántos volverían a como estaban y cuántos ya no se tocan."""
    creados, cambiados, tocados = _repartir(importacion, por)
    return {"se_anulan": len(creados), "vuelven": len(cambiados), "se_quedan": len(tocados)}


def _repartir(
    importacion: Importacion, por: Usuario
) -> tuple[list[CasoImportado], list[CasoImportado], list[CasoImportado]]:
    filas = list(casos_de_importacion(importacion).select_related("caso"))
    a_la_vista = visibles_entre(por, [f.caso_id for f in filas])
    creados = [f for f in filas if f.accion == Accion.CREADO and f.caso_id in a_la_vista]
    tocados = tocados_despues(importacion, [f.caso_id for f in creados])
    quietos = [f for f in creados if f.caso_id not in tocados]
    cambiados, cerrados = [], [f for f in filas if f.caso_id not in a_la_vista]
    editadas = [f for f in filas if f.accion == Accion.ACTUALIZADO and f.caso_id in a_la_vista]
    for desde in range(0, len(editadas), LOTE):
        tanda = editadas[desde : desde + LOTE]
        actuales = existentes_de([f.caso_id for f in tanda])
        for fila in tanda:
            igual = _sigue_igual(fila, actuales[fila.caso_id])
            (cambiados if igual else cerrados).append(fila)
    return quietos, cambiados, cerrados + [f for f in creados if f.caso_id in tocados]


def _sigue_igual(fila: CasoImportado, existente: Existente) -> bool:
    """Nadie ha escrito después en nada de lo que la importación cambió."""
    partes = _partes_de(existente)
    return existente.caso.es_editable and all(
        (objeto := partes.get(clave)) is not None and objeto.version == version
        for clave, version in _ultimas(fila.antes).items()
    )


def _ultimas(antes: Sequence[dict[str, Any]]) -> dict[tuple[str, int], int]:
    """De cada objeto, la última versión que dejó la importación."""
    return {(a["modelo"], a["pk"]): a["version"] for a in antes}


def _partes_de(existente: Existente) -> dict[tuple[str, int], FichaModel]:
    """Lo vigente de un caso, por su clase y su llave."""
    pasos = (e for suyos in existente.estados.values() for e in suyos)
    partes = (existente.caso, *existente.victimas.values(), *existente.todos_los_lugares, *pasos)
    return {(p._meta.label_lower, p.pk): p for p in partes}


@transaction.atomic
def deshacer_importacion(
    *,
    importacion: Importacion,
    motivo: str,
    por: Usuario,
    al_avanzar: Avance = lambda hecho, total, texto: None,
) -> dict[str, int]:
    """Anula lo creado y devuelve lo cambiado. Devuelve cuántos se anularon, volvieron y quedaron.

    Lanza `EstadoInvalidoError` si no está importada y `ErrorDeDominio` si falta el motivo o si
    alguien tocó después todos los casos.
    """
    exigir(por, Permiso.CASO_IMPORTAR)
    actual = Importacion.objects.select_for_update(of=("self",)).get(pk=importacion.pk)
    if actual.estado != Importacion.Estado.IMPORTADA:
        raise EstadoInvalidoError("no_importada", "Esta importación no se puede deshacer.")
    limpio = motivo.strip()[:300]
    if len(limpio) < 5:
        raise ErrorDeDominio(
            "falta_motivo", "Escribe por qué se deshace.", campos={"motivo": "Escribe el motivo."}
        )
    creados, cambiados, quedan = _repartir(actual, por)
    if not creados and not cambiados:
        raise ErrorDeDominio(
            "todo_tocado", "No se puede deshacer: todos los casos se trabajaron después."
        )
    for desde in range(0, len(creados), LOTE):
        tanda = creados[desde : desde + LOTE]
        _anular([f.caso for f in tanda], f"Se deshizo la importación: {limpio}", por)
        al_avanzar(desde + len(tanda), len(creados), "Anulando casos")
    for desde in range(0, len(cambiados), LOTE):
        tanda = cambiados[desde : desde + LOTE]
        _devolver(tanda, importacion, por)
        al_avanzar(desde + len(tanda), len(cambiados), "Devolviendo casos a como estaban")
    hechos = [f.pk for f in (*creados, *cambiados)]
    CasoImportado.objects.filter(pk__in=hechos).update(deshecho_en=timezone.now())
    cuenta = {
        "se_anularon": len(creados), "volvieron": len(cambiados), "se_quedaron": len(quedan),
    }  # fmt: skip
    actual.estado, actual.deshecha_en = Importacion.Estado.DESHECHA, timezone.now()
    actual.motivo_de_deshacer, actual.informe = limpio, actual.informe | {"deshecho": cuenta}
    actual.save(update_fields=["estado", "deshecha_en", "motivo_de_deshacer", "informe"])
    return cuenta


def _anular(casos: Sequence[Caso], motivo: str, por: Usuario) -> None:
    """Como `anular_caso`, para muchos borradores propios que nadie tocó."""
    llaves, ahora = [c.pk for c in casos], timezone.now()
    ClaveExterna.objects.filter(caso__in=llaves, retirado_en=None).update(
        retirado_en=ahora, retirado_motivo="Se anuló el caso", version=F("version") + 1
    )
    anulados = Caso.objects.filter(pk__in=llaves, version=1, estado=Caso.Estado.BORRADOR).update(
        estado=Caso.Estado.ANULADO,
        anulado_en=ahora,
        anulado_por=por,
        motivo_de_anulacion=motivo[:500],
        version=F("version") + 1,
    )
    if anulados != len(llaves):
        raise EstadoInvalidoError(
            "tocado_ahora", "Alguien está trabajando uno de estos casos. Inténtalo otra vez."
        )
    indexar(llaves)
    marcar(objetos=llaves)
    anunciar_varios(suceso="caso.anulado", objetos=[(c.uuid, c.version + 1) for c in casos])


def _devolver(tanda: Sequence[CasoImportado], importacion: Importacion, por: Usuario) -> None:
    """Deshace los cambios de unos casos, en cada uno del último al primero.

    Los avisos que se aceptaron al registrar lo de antes no se discuten otra vez.
    """
    actuales = existentes_de([f.caso_id for f in tanda], bloqueados=True)
    exigir_a_la_vista(list(actuales), por)
    trabajo = Trabajo(por)
    for fila in tanda:
        existente = actuales[fila.caso_id]
        if not _sigue_igual(fila, existente):
            raise EstadoInvalidoError(
                "tocado_ahora", "Alguien está trabajando uno de estos casos. Inténtalo otra vez."
            )
        partes = _partes_de(existente)
        for anotado in reversed(fila.antes):
            objeto = partes[anotado["modelo"], anotado["pk"]]
            if anotado["campos"]:
                trabajo.cambiar(existente, objeto, _valores(objeto, anotado))
            else:
                _retirar(trabajo, existente, objeto)
    retiradas = [o for o in trabajo.campos if isinstance(o, Victima) and o.retirado_en]
    for vinculo in Vinculo.objects.vigentes().filter(victima__in=retiradas):
        trabajo.poner(vinculo, _retirado("Se retiró a la persona"))
    for objeto in trabajo.campos:
        _exigir_reglas(objeto)
    trabajo.escribir(actuales)
    terminar_en_bloque(actuales, por, clave=f"deshecha:{importacion.uuid}")


def _retirar(trabajo: Trabajo, existente: Existente, parte: FichaModel) -> None:
    """Como `retirar_parte`, de una parte que sólo la importación puso."""
    trabajo.poner(parte, _retirado("Se deshizo la importación"))
    if isinstance(parte, VictimaEstado):
        quedan = existente.estados[parte.victima_id]
        quedan.remove(parte)
        victima = next(v for v in existente.victimas.values() if v.pk == parte.victima_id)
        trabajo.poner_estado(victima, quedan)


def _retirado(motivo: str) -> dict[str, Any]:
    return {"retirado_en": timezone.now(), "retirado_motivo": motivo}


def _exigir_reglas(objeto: FichaModel) -> None:
    """Lo de antes era válido, pero lo demás del caso pudo cambiar."""
    avisos = {r.codigo for r in objeto.reglas if r.es_aviso}
    for falta in faltas(objeto.reglas, objeto.datos_para_reglas(), confirmados=avisos):
        raise EstadoInvalidoError("no_vuelve", f"Un caso ya no admite volver: {falta.mensaje}")


def _valores(objeto: FichaModel, anotado: dict[str, Any]) -> dict[str, Any]:
    """Los valores de antes, otra vez como valores de modelo."""
    valores = {}
    for nombre, valor in anotado["campos"].items():
        campo = objeto._meta.get_field(nombre)
        if campo.is_relation:
            valores[nombre] = campo.related_model(pk=valor) if valor is not None else None
        else:
            valores[nombre] = campo.to_python(valor)
    return valores
