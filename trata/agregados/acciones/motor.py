"""Los verbos del motor: marcar lo que cambió, atender las marcas, rehacer todo, revisar.

Garantías: la marca viaja en la transacción de quien escribe; atenderla (hechos, celdas y borrado
de la marca) es otra transacción, entera o nada. Una caída en cualquier línea deja la marca puesta
y las celdas como estaban.
"""

import time
from collections import Counter
from collections.abc import Callable, Iterable
from datetime import timedelta
from typing import Any
from uuid import NAMESPACE_URL, uuid5

from django.db import connection, transaction
from django.utils import timezone

from trata.agregados.models import Celda, Corrida, Marca, NumeroDeFuente
from trata.agregados.motor import calculo
from trata.agregados.motor.fuentes import FuenteDeHechos, de_la_familia, fuentes
from trata.trabajos.avisos import avisar_tarea
from trata.trabajos.sucesos import anunciar

TAREA = "trata.agregados.tasks.atender_marcas"
CASO = "caso"
# Lo que se recalcula, como objeto de un aviso: el tablero del registro no es una fila.
REGISTRO = uuid5(NAMESPACE_URL, "trata:tablero-del-registro")
LOTE = 400
SEGUNDOS_POR_TAREA = 40.0
Avance = Callable[[int, int, str], None]


def _sin_avance(_: int, __: int, ___: str) -> None:
    """No dice nada."""


def marcar(*, objetos: Iterable[int], familia: str = CASO) -> None:
    """Anota que unos objetos cambiaron, en la transacción de quien escribe.

    Se llama después de escribir y antes de confirmar. `objetos` son llaves de casos (u otra
    familia declarada en los hechos). El aviso al trabajador sale al confirmar; si se pierde, el
    barrido encuentra la marca.
    """
    marcas = [Marca(familia=familia, objeto=objeto) for objeto in objetos]
    if not marcas:
        return
    Marca.objects.bulk_create(marcas, batch_size=5000)
    if not any(funcion is _avisar for _, funcion, _ in connection.run_on_commit):
        transaction.on_commit(_avisar, robust=True)


def _avisar() -> None:
    avisar_tarea(TAREA)


def procesar_marcas(*, segundos: float = SEGUNDOS_POR_TAREA) -> int:
    """Atiende las marcas pendientes por lotes; devuelve cuántas. Para a los `segundos`."""
    limite = time.monotonic() + segundos
    atendidas = 0
    while time.monotonic() < limite:
        lote = _atender_un_lote()
        atendidas += lote
        if lote == 0:
            break
    return atendidas


@transaction.atomic
def _atender_un_lote() -> int:
    """Un lote: reclama, deriva, recalcula y borra las marcas leídas, en una transacción."""
    inicio = timezone.now()
    marcas = list(
        Marca.objects.select_for_update(skip_locked=True)
        .order_by("id")
        .values_list("id", "familia", "objeto")[:LOTE]
    )
    if not marcas:
        return 0
    calculo.tomar_candado()
    total = calculo.Resultado()
    for familia in sorted({m[1] for m in marcas}):
        objetos = sorted({m[2] for m in marcas if m[1] == familia})
        for f in de_la_familia(familia):
            cambio = calculo.refrescar_hechos(f, objetos)
            total.hechos += cambio.derivados
            total.sumar(calculo.poner_al_dia(f, cambio))
    Marca.objects.filter(id__in=[m[0] for m in marcas]).delete()
    _avisar_recalculo()
    Corrida.objects.create(
        tipo=Corrida.Tipo.MARCAS,
        estado=Corrida.Estado.TERMINADA,
        inicio=inicio,
        fin=timezone.now(),
        marcas=len(marcas),
        hechos=total.hechos,
        rebanadas=total.rebanadas,
        celdas=total.celdas,
    )
    return len(marcas)


def recalcular_todo(*, por: Any = None, al_avanzar: Avance = _sin_avance) -> Corrida:
    """Rehace todos los hechos y todas las celdas, año por año.

    Se puede interrumpir: una corrida completa que quedó a medias se retoma en el año que faltaba.
    """
    corrida = _corrida_a_medias(Corrida.Tipo.COMPLETA) or Corrida.objects.create(
        tipo=Corrida.Tipo.COMPLETA, pedida_por=por
    )
    if "anios" not in corrida.detalle:
        _rehacer_los_hechos(corrida)
    pendientes = [tuple(x) for x in corrida.detalle["anios"]]
    total = len(pendientes) + len(corrida.detalle["hechos"])
    por_codigo = {f.codigo: f for f in fuentes()}
    for codigo, anio in pendientes:
        al_avanzar(total - len(corrida.detalle["anios"]), total, f"{codigo}, {anio}")
        with transaction.atomic():
            calculo.tomar_candado()
            corrida.refresh_from_db()
            if [codigo, anio] not in corrida.detalle["anios"]:
                continue  # otra persona pidió lo mismo a la vez y ya lo hizo
            corrida.celdas += calculo.recalcular_anio(por_codigo[codigo], anio)
            corrida.detalle["anios"].remove([codigo, anio])
            corrida.detalle["hechos"].append([codigo, anio])
            corrida.save()
    al_avanzar(total, total, "Terminado")
    return _terminar(corrida)


def _corrida_a_medias(tipo: Corrida.Tipo) -> Corrida | None:
    return Corrida.objects.filter(tipo=tipo, estado=Corrida.Estado.EN_CURSO).first()


@transaction.atomic
def _rehacer_los_hechos(corrida: Corrida) -> None:
    """Deriva todos los hechos y deja anotado qué años hay que recalcular."""
    calculo.tomar_candado()
    anios: list[list[Any]] = []
    for f in fuentes():
        con_celdas = Celda.objects.filter(fuente=NumeroDeFuente.REGISTRO, unidad=f.unidad)
        antes = set(con_celdas.values_list("anio", flat=True).distinct())
        corrida.hechos += calculo.rehacer_hechos(f)
        ahora = set(f.modelo.objects.values_list("anio", flat=True).distinct())
        anios += [[f.codigo, anio] for anio in sorted(antes | ahora)]
    corrida.detalle = {"anios": anios, "hechos": []}
    corrida.save()


def _avisar_recalculo() -> None:
    """Anuncia que las cifras cambiaron, a lo más una vez por minuto: la versión es el minuto."""
    minuto = int(timezone.now().timestamp() // 60)
    anunciar(suceso="tablero.recalculado", objeto=REGISTRO, version=minuto)


def _terminar(corrida: Corrida) -> Corrida:
    corrida.estado, corrida.fin = Corrida.Estado.TERMINADA, timezone.now()
    corrida.save()
    if corrida.tipo == Corrida.Tipo.COMPLETA:
        _avisar_recalculo()
    return corrida


def revisar(*, por: Any = None, al_avanzar: Avance = _sin_avance) -> Corrida:
    """Comprueba hechos contra registros y celdas contra hechos; corrige y anota las diferencias."""
    procesar_marcas()
    corrida = Corrida.objects.create(tipo=Corrida.Tipo.REVISION, pedida_por=por)
    muestras: list[str] = []
    for f in fuentes():
        distintos = calculo.objetos_distintos(f)
        if distintos:
            corrida.diferencias += len(distintos)
            muestras.append(f"{f.codigo}: {len(distintos)} objetos con hechos distintos")
            with transaction.atomic():
                marcar(objetos=distintos, familia=f.familia)
    procesar_marcas(segundos=3600)
    pasos = [(f, anio) for f in fuentes() for anio in _anios_de(f)]
    for n, (f, anio) in enumerate(pasos):
        al_avanzar(n, len(pasos), f"{f.codigo}, {anio}")
        diferencias, ejemplos, celdas = _revisar_anio(f, anio)
        corrida.diferencias += diferencias
        corrida.celdas += celdas
        corrida.rebanadas += 1
        muestras += ejemplos
    corrida.detalle = {"muestras": muestras[:40]}
    al_avanzar(len(pasos), len(pasos), "Terminado")
    return _terminar(corrida)


def _anios_de(f: FuenteDeHechos) -> list[int]:
    celdas = Celda.objects.filter(fuente=NumeroDeFuente.REGISTRO, unidad=f.unidad)
    return sorted(
        set(celdas.values_list("anio", flat=True).distinct())
        | set(f.modelo.objects.values_list("anio", flat=True).distinct())
    )


def limpiar_corridas(*, dias: int = 30) -> int:
    """Borra la constancia de los lotes de cambios de hace más de `dias`; las demás se quedan."""
    viejas = Corrida.objects.filter(
        tipo=Corrida.Tipo.MARCAS, inicio__lt=timezone.now() - timedelta(days=dias)
    )
    return viejas.delete()[0]


COORDENADAS = (
    *("departamento", "provincia", "mes", "variable", "categoria", "variable2", "categoria2"),
)


@transaction.atomic
def _revisar_anio(f: FuenteDeHechos, anio: int) -> tuple[int, list[str], int]:
    """Compara las celdas guardadas de un año con las recién calculadas, y deja éstas."""
    calculo.tomar_candado()
    celdas = Celda.objects.filter(fuente=NumeroDeFuente.REGISTRO, unidad=f.unidad, anio=anio)
    antes = Counter({tuple(x[:-1]): x[-1] for x in celdas.values_list(*COORDENADAS, "n")})
    escritas = calculo.recalcular_anio(f, anio)
    ahora = Counter({tuple(x[:-1]): x[-1] for x in celdas.values_list(*COORDENADAS, "n")})
    distintas = [c for c in antes.keys() | ahora.keys() if antes[c] != ahora[c]]
    ejemplos = [
        f"{f.codigo} {anio} {dict(zip(COORDENADAS, c, strict=True))}: {antes[c]} → {ahora[c]}"
        for c in distintas[:5]
    ]
    return len(distintas), ejemplos, escritas
