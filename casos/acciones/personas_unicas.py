"""Que una persona registrada a la vez por dos manos termine siendo una.

El candado por documento ordena a quienes llegan juntos; el índice único de la base es el que
manda. Sin documento no se decide nada: se propone un par con sus razones.
"""

from casos.consultas.identidad import (
    nombre_de,
    parecidas,
    persona_para_comparar,
    persona_unica_de,
)
from casos.identidad.parecido import comparar_nombres
from casos.models import Identidad, PersonaUnica, PosibleDuplicado
from trata.comun.candados import Candado, tomar
from trata.comun.errores import DuplicadoError

SON_DOS = "documento_compartido"
ES_OTRA = "nombre_repetido"
PARECIDO_PARA_SER_LA_MISMA = 60.0


def con_candado(indice: str) -> None:
    """Hace esperar a quien registre el mismo documento hasta el fin de la transacción."""
    if indice:
        tomar(Candado.DOCUMENTO, indice)


def _repetidas_por_documento(identidad: Identidad) -> list[Identidad]:
    if not identidad.documento_indice or identidad.documento_de != "propio":
        return []
    conjunto = Identidad.objects.buscables().filter(
        caso=identidad.caso,
        clase=identidad.clase,
        documento_indice=identidad.documento_indice,
        documento_de="propio",
        retirada_en=None,
    )
    return list(conjunto.exclude(pk=identidad.pk)[:1])


def exigir_no_repetida(identidad: Identidad, confirmados: frozenset[str]) -> None:
    """Lanza `DuplicadoError` si en el mismo caso ya está esa persona y nadie confirmó que son dos.

    Confirmar que dos personas tienen el mismo documento lo deja marcado como disputa.
    """
    if identidad.reserva_de_identidad:
        return
    repetidas = _repetidas_por_documento(identidad)
    if repetidas and SON_DOS not in confirmados:
        raise DuplicadoError(
            SON_DOS,
            f"Ese documento ya es de {repetidas[0].seudonimo} en este caso. Si son dos personas "
            "con el mismo documento, confírmalo.",
            campos={"documento": f"Ya lo tiene {repetidas[0].seudonimo}."},
            otra=repetidas[0].seudonimo,
        )
    if repetidas:
        identidad.documento_en_disputa = True
        return
    mismo_caso = Identidad.objects.buscables().filter(caso=identidad.caso, clase=identidad.clase)
    if ES_OTRA in confirmados or not mismo_caso.exclude(pk=identidad.pk).exists():
        return
    nombre = nombre_de(identidad)
    for otra in mismo_caso.exclude(pk=identidad.pk).filter(retirada_en=None):
        if comparar_nombres(nombre, nombre_de(otra)) >= 99.5:
            raise DuplicadoError(
                ES_OTRA,
                f"{otra.seudonimo} tiene el mismo nombre en este caso. Si es otra persona, "
                "confírmalo.",
                campos={"nombres": f"Igual que {otra.seudonimo}."},
                otra=otra.seudonimo,
            )


def persona_unica_para(identidad: Identidad) -> PersonaUnica:
    """La persona única que le corresponde: la de su documento propio, o una nueva.

    El mismo documento con un nombre que no se parece no es prueba de ser la misma persona: se abre
    otra, en disputa, y el par queda propuesto a quien ve los dos. En la identidad no se marca nada:
    sería decir que ese documento existe en otro caso, quizá ajeno o bajo reserva.
    """
    propio = identidad.documento_indice if identidad.documento_de == "propio" else ""
    existente = persona_unica_de(propio)
    en_disputa = identidad.documento_en_disputa
    if existente is not None and not en_disputa:
        if _puede_ser(identidad, existente):
            return existente
        en_disputa = True
    return PersonaUnica.objects.create(
        documento_indice=propio,
        en_disputa=en_disputa,
        registrado_por=identidad.registrado_por,
    )


def _puede_ser(identidad: Identidad, unica: PersonaUnica) -> bool:
    nombre = nombre_de(identidad)
    if not nombre.completo:
        return True
    for otra in unica.identidades.filter(retirada_en=None)[:5]:
        suyo = nombre_de(otra)
        if not suyo.completo or comparar_nombres(nombre, suyo) >= PARECIDO_PARA_SER_LA_MISMA:
            return True
    return not unica.identidades.exists()


def proponer_duplicados(identidad: Identidad) -> int:
    """Anota los pares que alguien debería mirar; devuelve cuántos nuevos. Bajo reserva, ninguno.

    Dos apariciones ya reunidas en una persona única no se proponen.
    """
    if identidad.reserva_de_identidad or identidad.retirada_en is not None:
        return 0
    entre = Identidad.objects.buscables()
    hallados = parecidas(persona_para_comparar(identidad), entre, sin=[identidad.pk])
    pares = [
        PosibleDuplicado(
            una_id=min(identidad.pk, h.identidad.pk),
            otra_id=max(identidad.pk, h.identidad.pk),
            puntaje=round(h.puntaje),
            razones=list(h.razones),
        )
        for h in hallados
        if h.identidad.persona_unica_id != identidad.persona_unica_id
        or h.identidad.caso_id == identidad.caso_id
    ]
    return len(PosibleDuplicado.objects.bulk_create(pares, ignore_conflicts=True))
