"""Deshacer una importación: anular lo que creó y devolver lo que cambió. Nunca se borra nada.

Lo que alguien tocó después no se deshace: su trabajo vale más que la prisa.
"""

from collections.abc import Callable, Sequence
from typing import Any

from django.apps import apps
from django.db import transaction
from django.db.models import F
from django.utils import timezone

from casos.acciones.busqueda import indexar
from casos.acciones.casos import editar_caso
from casos.acciones.escritura_en_bloque import LOTE
from casos.acciones.partes import editar_parte, retirar_parte
from casos.consultas.importacion import casos_de_importacion, tocados_despues, visibles_entre
from casos.models import Caso, CasoImportado, ClaveExterna, Importacion
from casos.models.base import FichaModel
from trata.agregados.acciones import marcar
from trata.comun.errores import ErrorDeDominio, EstadoInvalidoError
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
    for fila in filas:
        if fila.accion == Accion.ACTUALIZADO and fila.caso_id in a_la_vista:
            (cambiados if _sigue_igual(fila) else cerrados).append(fila)
    return quietos, cambiados, cerrados + [f for f in creados if f.caso_id in tocados]


def _sigue_igual(fila: CasoImportado) -> bool:
    """Nadie ha escrito después en nada de lo que la importación cambió."""
    return fila.caso.es_editable and all(
        (objeto := _objeto(anotado)) is not None and objeto.version == anotado["version"]
        for anotado in _ultimas(fila.antes)
    )


def _ultimas(antes: Sequence[dict[str, Any]]) -> list[dict[str, Any]]:
    """De cada objeto, la última versión que dejó la importación."""
    return list({(a["modelo"], a["pk"]): a for a in antes}.values())


def _objeto(anotado: dict[str, Any]) -> FichaModel | None:
    modelo = apps.get_model(anotado["modelo"])
    return modelo._base_manager.filter(pk=anotado["pk"]).first()


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
    for i, fila in enumerate(cambiados):
        _devolver(fila, por)
        al_avanzar(i + 1, len(cambiados), "Devolviendo casos a como estaban")
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


def _devolver(fila: CasoImportado, por: Usuario) -> None:
    """Deshace los cambios de un caso, del último al primero, con los verbos de siempre."""
    for anotado in reversed(fila.antes):
        objeto = _objeto(anotado)
        if objeto is None:
            continue
        if isinstance(objeto, Caso):
            editar_caso(caso=objeto, datos=_valores(objeto, anotado), version=objeto.version,
                        por=por, confirmar=_avisos(objeto))  # fmt: skip
            continue
        objeto.caso = fila.caso
        if anotado["campos"]:
            editar_parte(parte=objeto, datos=_valores(objeto, anotado), version=objeto.version,
                         por=por, confirmar=_avisos(objeto))  # fmt: skip
        else:
            retirar_parte(
                parte=objeto, motivo="Se deshizo la importación", version=objeto.version, por=por
            )


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


def _avisos(objeto: FichaModel) -> set[str]:
    """Al volver atrás no se discuten los avisos que ya se aceptaron."""
    return {r.codigo for r in objeto.reglas if r.es_aviso}
