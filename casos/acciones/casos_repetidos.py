"""Un mismo hecho registrado dos veces: unir los dos casos en uno, y poder deshacerlo.

Unir no borra nada. Lo del caso que sale pasa al que queda, salvo las personas que ya están en él
(la misma persona única), que se quedan en el que sale; ése queda anulado y dice por qué. Se anota
fila por fila qué pasó, para volver exactamente.
"""

from typing import Any

from django.db import transaction
from django.db.models import F, Max
from django.utils import timezone

from casos.acciones.apertura import exigir_abierto, exigir_motivo
from casos.acciones.comunes import bloquear, exigir_visible, terminar
from casos.acciones.duplicados import relacionar_casos
from casos.models import (
    Adjunto,
    Atencion,
    Caso,
    CasoLugar,
    ClaveExterna,
    Establecimiento,
    Identidad,
    Implicado,
    Migrante,
    Nota,
    Operativo,
    UnionDeCasos,
    Victima,
    VictimaEstado,
    Vinculo,
)
from trata.comun.errores import ErrorDeDominio, EstadoInvalidoError
from trata.cuentas.acciones import exigir
from trata.cuentas.models import Usuario
from trata.cuentas.permisos import Permiso

PERSONAS = {"victima": Victima, "migrante": Migrante, "implicado": Implicado}
DE_PERSONAS = (VictimaEstado, Vinculo, Atencion)
SUELTAS = (ClaveExterna, Operativo, Establecimiento, Nota)
MODELOS = {
    m._meta.label_lower: m
    for m in (*PERSONAS.values(), *DE_PERSONAS, *SUELTAS, CasoLugar, Adjunto, Identidad)
}
Filas = dict[str, list[list[int | None]]]


def _bloquear_los_dos(uno: Caso, otro: Caso) -> dict[int, Caso]:
    """Siempre en el mismo orden: dos uniones cruzadas no se traban."""
    return {caso.pk: bloquear(caso) for caso in sorted((uno, otro), key=lambda c: c.pk)}


@transaction.atomic
def unir_casos(*, queda: Caso, sale: Caso, motivo: str, por: Usuario) -> UnionDeCasos:
    """Deja en `queda` todo lo de los dos y anula `sale`. Pide llevar o haber abierto ambos."""
    exigir(por, Permiso.DUPLICADO_RESOLVER)
    limpio = exigir_motivo(motivo)
    if queda.pk == sale.pk:
        raise ErrorDeDominio("mismo_caso", "Elige otro caso.")
    for caso in (queda, sale):
        exigir_abierto(caso, por)
    actuales = _bloquear_los_dos(queda, sale)
    queda, sale = actuales[queda.pk], actuales[sale.pk]
    if Caso.Estado.ANULADO in {queda.estado, sale.estado}:
        raise EstadoInvalidoError("caso_anulado", "Uno de los dos casos está anulado.")
    if queda.materia != sale.materia:
        raise ErrorDeDominio(
            "otra_materia", "Son de materias distintas: relaciónalos, no se pueden unir."
        )
    antes = {"estado": sale.estado}
    filas = _pasar_todo(queda, sale)
    Caso.objects.filter(pk=sale.pk).update(
        estado=Caso.Estado.ANULADO,
        anulado_en=timezone.now(),
        anulado_por=por,
        motivo_de_anulacion=f"Es el mismo hecho que {queda.codigo}: {limpio}"[:500],
        version=F("version") + 1,
    )
    relacionar_casos(uno=queda, otro=sale, relacion="mismo_hecho", motivo=limpio, por=por)
    union = UnionDeCasos.objects.create(
        queda=queda, sale=sale, motivo=limpio, movido={"filas": filas, "antes": antes},
        registrado_por=por,
    )  # fmt: skip
    for caso in (queda, sale):
        terminar(caso, por)
    return union


def _pasar_todo(queda: Caso, sale: Caso) -> Filas:
    filas: Filas = {}
    pasan = {campo: _personas_que_pasan(queda, sale, campo) for campo in PERSONAS}
    for campo, modelo in PERSONAS.items():
        _pasar(filas, modelo, pasan[campo], queda)
        con_identidad = Identidad.objects.filter(**{f"{campo}__in": pasan[campo]})
        _pasar(filas, Identidad, _llaves(con_identidad), queda)
    sueltas = Identidad.objects.filter(
        caso=sale, clase__in=["denunciante", "testigo", "dependiente"], retirada_en=None
    )
    _pasar(filas, Identidad, _llaves(sueltas), queda)
    for modelo in DE_PERSONAS:
        vigentes = modelo.objects.filter(caso=sale, retirado_en=None)
        _pasar(filas, modelo, [p.pk for p in vigentes if _va_con(p, pasan)], queda)
    for modelo in SUELTAS:
        _pasar(filas, modelo, _llaves(modelo.objects.filter(caso=sale, retirado_en=None)), queda)
    lugares = CasoLugar.objects.filter(caso=sale, retirado_en=None).exclude(rol="registro")
    _pasar(filas, CasoLugar, _llaves(lugares), queda)
    ya_estan = Adjunto.objects.filter(caso=queda, retirado_en=None).values("sha256_recibido")
    archivos = Adjunto.objects.filter(caso=sale, retirado_en=None).exclude(
        sha256_recibido__in=ya_estan
    )
    _pasar(filas, Adjunto, _llaves(archivos), queda)
    return filas


def _llaves(conjunto: Any) -> list[int]:
    return list(conjunto.order_by("pk").values_list("pk", flat=True))


def _personas_que_pasan(queda: Caso, sale: Caso, campo: str) -> list[int]:
    """Las de `sale` que no son ya una persona de `queda`."""
    en_las_dos = Identidad.objects.filter(caso=queda, clase=campo, retirada_en=None).exclude(
        persona_unica=None
    )
    repetidas = Identidad.objects.filter(
        caso=sale, clase=campo, persona_unica__in=en_las_dos.values("persona_unica")
    )
    return _llaves(
        PERSONAS[campo]
        .objects.filter(caso=sale, retirado_en=None)
        .exclude(pk__in=repetidas.values(campo))
    )


def _va_con(parte: Any, pasan: dict[str, list[int]]) -> bool:
    """Una parte pasa si pasan todas las personas que nombra."""
    return all(
        llave is None or llave in pasan[campo]
        for campo in PERSONAS
        if (llave := getattr(parte, f"{campo}_id", None)) is not None
    )


def _pasar(filas: Filas, modelo: Any, llaves: list[int], queda: Caso) -> None:
    """Cambia de caso unas filas; las que llevan número reciben el que sigue."""
    numerado = any(c.name == "numero" for c in modelo._meta.concrete_fields)
    numerado = numerado and modelo is not ClaveExterna
    anotadas = filas.setdefault(modelo._meta.label_lower, [])
    for llave in llaves:
        fila = modelo.objects.filter(pk=llave)
        cambios: dict[str, Any] = {"caso": queda, "version": F("version") + 1}
        previo = None
        if numerado:
            previo = fila.values_list("numero", flat=True).get()
            ultimo = modelo.objects.filter(caso=queda).aggregate(n=Max("numero"))["n"]
            cambios["numero"] = (ultimo or 0) + 1
        fila.update(**cambios)
        anotadas.append([llave, previo])


@transaction.atomic
def separar_casos(*, union: UnionDeCasos, motivo: str, por: Usuario) -> UnionDeCasos:
    """Deshace una unión: cada fila vuelve a su caso y el anulado, a su estado de antes.

    Lo que se agregó al caso que queda después de unir se queda en él.
    """
    exigir(por, Permiso.DUPLICADO_RESOLVER)
    limpio = exigir_motivo(motivo)
    for caso in (union.queda, union.sale):
        exigir_visible(caso, por)
    actuales = _bloquear_los_dos(union.queda, union.sale)
    actual = UnionDeCasos.objects.select_for_update(of=("self",)).get(pk=union.pk)
    if actual.deshecha_en is not None:
        raise EstadoInvalidoError("ya_deshecha", "Esta unión ya se deshizo.")
    queda, sale = actuales[actual.queda_id], actuales[actual.sale_id]
    if queda.estado == Caso.Estado.ANULADO:
        raise EstadoInvalidoError(
            "hay_otra_despues", f"{queda.codigo} está anulado: deshaz primero lo que lo anuló."
        )
    for etiqueta, filas in actual.movido["filas"].items():
        for llave, numero in filas:
            cambios = {"caso": sale, "version": F("version") + 1}
            cambios |= {} if numero is None else {"numero": numero}
            MODELOS[etiqueta].objects.filter(pk=llave, caso=queda).update(**cambios)
    Caso.objects.filter(pk=sale.pk).update(
        estado=actual.movido["antes"]["estado"],
        anulado_en=None,
        anulado_por=None,
        motivo_de_anulacion="",
        version=F("version") + 1,
    )
    actual.deshecha_en, actual.deshecha_por = timezone.now(), por
    actual.deshecha_motivo = limpio
    actual.save(update_fields=["deshecha_en", "deshecha_por", "deshecha_motivo"])
    for caso in (queda, sale):
        terminar(caso, por)
    return actual
