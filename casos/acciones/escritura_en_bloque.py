"""Escribir en bloque lo que trae un archivo ya juzgado: todo o nada, y sólo en borrador."""

from collections.abc import Callable, Sequence
from typing import Any

from django.db import IntegrityError, connection, transaction
from django.utils import timezone

from casos.acciones.busqueda import indexar
from casos.models import (
    Asignacion,
    Caso,
    CasoImportado,
    CasoLugar,
    ClaveExterna,
    Importacion,
    Victima,
    VictimaEstado,
)
from trata.agregados.acciones import marcar
from trata.comun.errores import DuplicadoError, ErrorDeDominio
from trata.cuentas.models import Usuario
from trata.trabajos.sucesos import anunciar_varios

LOTE = 1000
Avance = Callable[[int, int, str], None]


def _codigos(cuantos: int) -> list[str]:
    with connection.cursor() as cursor:
        cursor.execute("SELECT nextval('casos_numero') FROM generate_series(1, %s)", [cuantos])
        return [f"TRATA-{timezone.localdate().year}-{n:06d}" for (n,) in cursor.fetchall()]


def crear_en_bloque(
    *, leidos: Sequence[Any], importacion: Importacion, por: Usuario, al_avanzar: Avance
) -> list[Caso]:
    """Registra los casos nuevos. Lanza `DuplicadoError` si otra persona los registró a la vez."""
    casos: list[Caso] = []
    try:
        with transaction.atomic():
            for desde in range(0, len(leidos), LOTE):
                tanda = leidos[desde : desde + LOTE]
                casos += _crear_tanda(tanda, importacion, por)
                al_avanzar(desde + len(tanda), len(leidos), "Registrando casos")
    except IntegrityError as error:
        raise DuplicadoError(
            "clave_repetida", "Alguien registró a la vez uno de estos casos. Revisa de nuevo."
        ) from error
    return casos


def _crear_tanda(leidos: Sequence[Any], importacion: Importacion, por: Usuario) -> list[Caso]:
    casos = [
        Caso(codigo=codigo, registrado_por=por, entidad=por.entidad, **leido.caso)
        for codigo, leido in zip(_codigos(len(leidos)), leidos, strict=True)
    ]
    Caso.objects.bulk_create(casos)
    _crear_partes(casos, leidos, por)
    llaves = [c.pk for c in casos]
    # Antes de asignárselos: lo que uno lleva se ve siempre, y aquí manda el lugar.
    if Caso.objects.visibles_para(por).filter(pk__in=llaves).count() != len(llaves):
        raise ErrorDeDominio("fuera_de_ambito", "El archivo trae casos fuera de tu ámbito.")
    Asignacion.objects.bulk_create(
        Asignacion(
            caso=c, usuario=por, es_responsable=True, motivo="Lo importó", registrado_por=por
        )
        for c in casos
    )
    CasoImportado.objects.bulk_create(
        CasoImportado(
            importacion=importacion,
            caso=c,
            accion=CasoImportado.Accion.CREADO,
            huella=leido.huella,
        )
        for c, leido in zip(casos, leidos, strict=True)
    )
    indexar(llaves)
    marcar(objetos=llaves)
    anunciar_varios(suceso="caso.registrado", objetos=[(c.uuid, c.version) for c in casos])
    return casos


def _crear_partes(casos: Sequence[Caso], leidos: Sequence[Any], por: Usuario) -> None:
    claves, lugares, victimas, pasos = [], [], [], []
    for caso, leido in zip(casos, leidos, strict=True):
        if leido.clave:
            claves.append(ClaveExterna(caso=caso, registrado_por=por, **leido.clave))
        lugares += [CasoLugar(caso=caso, registrado_por=por, **d) for d in leido.lugares]
        for numero, datos, estado in leido.victimas:
            victima = Victima(
                caso=caso,
                numero=numero,
                seudonimo=f"{caso.codigo}-V{numero}",
                registrado_por=por,
                estado=estado["estado"] if estado else "",
                **datos,
            )
            victimas.append(victima)
            if estado:
                pasos.append((victima, estado))
    ClaveExterna.objects.bulk_create(claves)
    CasoLugar.objects.bulk_create(lugares)
    Victima.objects.bulk_create(victimas)
    VictimaEstado.objects.bulk_create(
        VictimaEstado(caso=v.caso, victima=v, registrado_por=por, **e) for v, e in pasos
    )
