"""Lo que se hace con los encuentros macrorregionales y lo que dejan."""

from collections.abc import Iterable, Mapping
from typing import Any

from django.db import transaction

from regiones.acciones.comun import exigir_espacio, guardar_cambio, guardar_nuevo
from regiones.models import (
    AdopcionDePractica,
    BuenaPractica,
    Compromiso,
    EncuentroMacrorregional,
    EspacioRegional,
    NudoCritico,
    RegionConvocada,
)
from trata.comun.errores import ErrorDeDominio, FueraDeAmbitoError
from trata.cuentas.acciones import exigir
from trata.cuentas.models import Usuario
from trata.cuentas.permisos import Permiso


def _exigir_encuentro(encuentro: EncuentroMacrorregional, por: Usuario) -> None:
    if not EncuentroMacrorregional.objects.visibles_para(por).filter(pk=encuentro.pk).exists():
        raise FueraDeAmbitoError()
    exigir(por, Permiso.CAPACITACION_REGISTRAR)


@transaction.atomic
def registrar_encuentro(
    *, datos: Mapping[str, Any], convocadas: Iterable[EspacioRegional], por: Usuario
) -> EncuentroMacrorregional:
    """Registra un encuentro con sus regiones; quien lo registra debe poder verlo después."""
    exigir(por, Permiso.CAPACITACION_REGISTRAR)
    espacios = list(convocadas)
    if len(espacios) < 2:
        raise ErrorDeDominio(
            "pocas_regiones",
            "Un encuentro macrorregional convoca al menos a dos regiones.",
            campos={"convocadas": "Elige al menos dos regiones."},
        )
    encuentro = guardar_nuevo(EncuentroMacrorregional(**datos), por=por)
    RegionConvocada.objects.bulk_create(
        RegionConvocada(encuentro=encuentro, espacio=espacio) for espacio in espacios
    )
    _exigir_encuentro(encuentro, por)
    return encuentro


def _exigir_convocada(encuentro: EncuentroMacrorregional, espacio: EspacioRegional | None) -> None:
    if espacio is not None and not encuentro.convocadas.filter(pk=espacio.pk).exists():
        raise ErrorDeDominio(
            "region_no_convocada",
            "Esa región no fue convocada al encuentro.",
            campos={"espacio": "Elige una región convocada."},
        )


def _agregar(objeto: Any, encuentro: EncuentroMacrorregional, por: Usuario) -> Any:
    _exigir_encuentro(encuentro, por)
    _exigir_convocada(encuentro, objeto.espacio)
    return guardar_nuevo(objeto, por=por)


@transaction.atomic
def registrar_nudo(
    *, encuentro: EncuentroMacrorregional, datos: Mapping[str, Any], por: Usuario
) -> NudoCritico:
    """Anota un nudo crítico."""
    return _agregar(NudoCritico(encuentro=encuentro, **datos), encuentro, por)


@transaction.atomic
def registrar_practica(
    *, encuentro: EncuentroMacrorregional, datos: Mapping[str, Any], por: Usuario
) -> BuenaPractica:
    """Anota una buena práctica."""
    return _agregar(BuenaPractica(encuentro=encuentro, **datos), encuentro, por)


@transaction.atomic
def registrar_compromiso(
    *, encuentro: EncuentroMacrorregional, datos: Mapping[str, Any], por: Usuario
) -> Compromiso:
    """Anota un compromiso."""
    return _agregar(Compromiso(encuentro=encuentro, **datos), encuentro, por)


@transaction.atomic
def seguir_hallazgo(
    *,
    objeto: NudoCritico | Compromiso,
    datos: Mapping[str, Any],
    version: int | None,
    por: Usuario,
) -> NudoCritico | Compromiso:
    """Actualiza el seguimiento de un nudo o el estado de un compromiso."""
    _exigir_encuentro(objeto.encuentro, por)
    if objeto.espacio_id and not por.ambito.cubre(objeto.espacio.ubigeo_id):
        raise FueraDeAmbitoError()
    return guardar_cambio(objeto, datos=datos, version=version)


@transaction.atomic
def adoptar_practica(
    *,
    practica: BuenaPractica,
    espacio: EspacioRegional,
    estado: str,
    por: Usuario,
    nota: str = "",
    **marcas: Any,
) -> AdopcionDePractica:
    """Una región registra que estudia, adopta o adoptó una práctica de otra."""
    exigir_espacio(espacio, por, Permiso.CAPACITACION_REGISTRAR)
    if practica.espacio_id == espacio.pk:
        raise ErrorDeDominio("practica_propia", "La práctica ya es de esta región.")
    adopcion = AdopcionDePractica.objects.filter(practica=practica, espacio=espacio).first()
    if adopcion is not None:
        return guardar_cambio(adopcion, datos={"estado": estado, "nota": nota}, version=None)
    return guardar_nuevo(
        AdopcionDePractica(practica=practica, espacio=espacio, estado=estado, nota=nota, **marcas),
        por=por,
    )


@transaction.atomic
def continuar_en(*, encuentro: EncuentroMacrorregional, por: Usuario) -> tuple[int, int]:
    """Trae del encuentro anterior lo que sigue abierto; devuelve cuántos nudos y compromisos.

    Se puede repetir: lo que ya pasó no se duplica.
    """
    _exigir_encuentro(encuentro, por)
    if encuentro.anterior_id is None:
        raise ErrorDeDominio("sin_encuentro_anterior", "Este encuentro no sigue a ninguno.")
    pasados = set(encuentro.nudos.values_list("origen_id", flat=True))
    nudos = encuentro.anterior.nudos.exclude(estado=NudoCritico.Estado.SUPERADO)
    n = 0
    for nudo in nudos.exclude(pk__in=[p for p in pasados if p]):
        _copiar(
            nudo,
            encuentro,
            por,
            ("objetivo", "titulo", "descripcion", "espacio", "seguimiento"),
            estado=NudoCritico.Estado.PERSISTE,
        )
        n += 1
    c = 0
    for compromiso in encuentro.anterior.compromisos.abiertos():
        _copiar(
            compromiso, encuentro, por, ("espacio", "texto", "responsable_texto", "plazo", "estado")
        )
        c += 1
    return n, c


def _copiar(
    origen: NudoCritico | Compromiso,
    encuentro: EncuentroMacrorregional,
    por: Usuario,
    campos: Iterable[str],
    **cambios: Any,
) -> None:
    valores = {campo: getattr(origen, campo) for campo in campos} | cambios
    nuevo = type(origen)(
        encuentro=encuentro, origen=origen, es_sintetico=origen.es_sintetico, **valores
    )
    guardar_nuevo(nuevo, por=por)
