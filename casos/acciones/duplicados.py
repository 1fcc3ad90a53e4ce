"""Resolver un posible duplicado: distintas, la misma en dos casos, o registrada dos veces.

Unir no borra nada: mueve llaves, anota qué movió y se puede deshacer exactamente.
"""

from typing import Any

from django.db import IntegrityError, transaction
from django.db.models import Q
from django.utils import timezone

from casos.acciones.apertura import exigir_motivo
from casos.acciones.comunes import bloquear, exigir_visible, terminar
from casos.acciones.identidad import indexar_nombre
from casos.acciones.personas_unicas import proponer_duplicados
from casos.models import (
    Caso,
    CasosVinculados,
    Identidad,
    PersonaUnica,
    PosibleDuplicado,
    Union,
    UnionDeCasos,
)
from casos.models.base import HijoDeCasoModel
from casos.models.identidad import CAMPOS_CIFRADOS
from trata.comun.errores import ErrorDeDominio, EstadoInvalidoError, FueraDeAmbitoError
from trata.cuentas.acciones import exigir
from trata.cuentas.models import Usuario
from trata.cuentas.permisos import Permiso

Estado = PosibleDuplicado.Estado
# Relaciones de la persona que sale que pasan a la que queda, y el campo que la nombra.
PARTES_QUE_PASAN = ("atenciones", "estados", "vinculos")


def _tomar(par: PosibleDuplicado, por: Usuario) -> PosibleDuplicado:
    """El par con su fila bloqueada y sus personas. Fuera de ámbito o resuelto, no se toca."""
    exigir(por, Permiso.DUPLICADO_RESOLVER)
    if not PosibleDuplicado.objects.visibles_para(por).filter(pk=par.pk).exists():
        raise FueraDeAmbitoError()
    actual = PosibleDuplicado.objects.select_for_update(of=("self",)).get(pk=par.pk)
    if actual.estado != Estado.PENDIENTE:
        raise EstadoInvalidoError("par_resuelto", "Este par ya se resolvió.")
    return actual


def _decidir(par: PosibleDuplicado, estado: str, motivo: str, por: Usuario) -> PosibleDuplicado:
    par.estado, par.decidido_por, par.decidido_en = estado, por, timezone.now()
    par.decidido_motivo = motivo
    par.save(update_fields=["estado", "decidido_por", "decidido_en", "decidido_motivo"])
    return par


@transaction.atomic
def son_distintas(*, par: PosibleDuplicado, motivo: str, por: Usuario) -> PosibleDuplicado:
    """Son dos personas: el par no se vuelve a proponer."""
    actual = _tomar(par, por)
    return _decidir(actual, Estado.DISTINTAS, exigir_motivo(motivo), por)


@transaction.atomic
def vincular(*, par: PosibleDuplicado, motivo: str, por: Usuario) -> Union:
    """La misma persona en dos casos: los dos registros quedan, reunidos en una persona única."""
    actual = _tomar(par, por)
    if actual.una.caso_id == actual.otra.caso_id:
        raise ErrorDeDominio(
            "mismo_caso", "Están en el mismo caso: si es la misma persona, se unen."
        )
    return _reunir(actual, Estado.VINCULADAS, exigir_motivo(motivo), por, {})


@transaction.atomic
def unir(*, par: PosibleDuplicado, motivo: str, por: Usuario) -> Union:
    """La misma persona registrada dos veces en un caso: queda la primera y la otra se retira.

    Sus atenciones, pasos y vínculos pasan a la que queda; los datos que a ésta le faltaban se
    completan. Todo se anota para poder deshacerlo.
    """
    actual = _tomar(par, por)
    limpio = exigir_motivo(motivo)
    queda, sale = actual.una, actual.otra
    if queda.caso_id != sale.caso_id:
        raise ErrorDeDominio("otro_caso", "Están en casos distintos: se vinculan, no se unen.")
    if queda.clase != sale.clase or queda.persona is None:
        raise ErrorDeDominio("otra_clase", "Sólo se unen dos víctimas, o dos implicados.")
    caso = bloquear(queda.caso)
    movido = {
        "partes": _pasar_partes(sale.persona, queda.persona, queda.clase),
        "completados": _completar(queda, sale),
        "retirada": sale.pk,
    }
    _retirar_persona(sale.persona, f"Es la misma persona que {queda.seudonimo}")
    Identidad.objects.filter(pk=sale.pk).update(retirada_en=timezone.now())
    union = _reunir(actual, Estado.UNIDAS, limpio, por, movido)
    sale.refresh_from_db()
    indexar_nombre(sale)
    indexar_nombre(queda)
    terminar(caso, por)
    return union


def _retirar_persona(persona: Any, motivo: str) -> None:
    persona.retirado_en, persona.retirado_motivo = timezone.now(), motivo[:300]
    persona.guardar_version(esperada=persona.version, campos=["retirado_en", "retirado_motivo"])


def _pasar_partes(sale: Any, queda: Any, campo: str) -> dict[str, list[int]]:
    """Pasa las partes vigentes; un vínculo que ya existe con el mismo implicado no se pasa."""
    pasadas: dict[str, list[int]] = {}
    for relacion in PARTES_QUE_PASAN:
        gestor = getattr(sale, relacion, None)
        if gestor is None:
            continue
        for parte in gestor.filter(retirado_en=None):
            if relacion == "vinculos" and _ya_tiene_vinculo(queda, parte, campo):
                continue
            _mover(parte, campo, queda.pk)
            pasadas.setdefault(parte._meta.label_lower, []).append(parte.pk)
    return pasadas


def _ya_tiene_vinculo(queda: Any, vinculo: Any, campo: str) -> bool:
    otro = "implicado_id" if campo == "victima" else "victima_id"
    return queda.vinculos.filter(retirado_en=None, **{otro: getattr(vinculo, otro)}).exists()


def _mover(parte: HijoDeCasoModel, campo: str, pk: int) -> None:
    setattr(parte, f"{campo}_id", pk)
    parte.guardar_version(esperada=parte.version, campos=[campo])


def _completar(queda: Identidad, sale: Identidad) -> list[str]:
    """Copia, cifrado, lo que a la que queda le faltaba. Devuelve las columnas."""
    faltan = [c for c in CAMPOS_CIFRADOS.values() if not getattr(queda, c) and getattr(sale, c)]
    if "documento_cifrado" in faltan:
        faltan += ["documento_tipo", "documento_de", "documento_indice"]
    for columna in faltan:
        setattr(queda, columna, getattr(sale, columna))
    if faltan:
        Identidad.objects.filter(pk=sale.pk).update(retirada_en=timezone.now())
        queda.guardar_version(esperada=queda.version, campos=faltan)
    return faltan


def _reunir(
    par: PosibleDuplicado, estado: str, motivo: str, por: Usuario, movido: dict[str, Any]
) -> Union:
    """Junta las dos personas únicas: queda la que tiene documento o, si no, la primera."""
    unicas = PersonaUnica.objects.select_for_update().filter(
        pk__in={par.una.persona_unica_id, par.otra.persona_unica_id}
    )
    en_orden = sorted(unicas, key=lambda p: (not p.documento_indice, p.en_disputa, p.pk))
    queda, sale = en_orden[0], en_orden[-1]
    if queda.pk != sale.pk:
        movido["identidades"] = list(sale.identidades.values_list("pk", flat=True))
        sale.identidades.update(persona_unica=queda)
        sale.unida_a = queda
        sale.save(update_fields=["unida_a"])
    _decidir(par, estado, motivo, por)
    return Union.objects.create(par=par, queda=queda, sale=sale, movido=movido, registrado_por=por)


@transaction.atomic
def deshacer(*, union: Union, motivo: str, por: Usuario) -> Union:
    """Vuelve exactamente a como estaba y deja el par por resolver.

    Lanza `EstadoInvalidoError` si ya se deshizo o si hay que deshacer antes una más reciente.
    """
    exigir(por, Permiso.DUPLICADO_RESOLVER)
    limpio = exigir_motivo(motivo)
    actual = Union.objects.select_for_update(of=("self",)).get(pk=union.pk)
    for identidad in (actual.par.una, actual.par.otra):
        exigir_visible(identidad.caso, por)
    if actual.deshecha_en is not None:
        raise EstadoInvalidoError("ya_deshecha", "Esta unión ya se deshizo.")
    _exigir_la_ultima(actual)
    try:
        with transaction.atomic():
            _devolver(actual)
    except IntegrityError as error:
        raise EstadoInvalidoError(
            "documento_ocupado",
            "No se puede deshacer: otra persona ya tiene ese documento. Resuélvelo primero.",
        ) from error
    actual.deshecha_en, actual.deshecha_por = timezone.now(), por
    actual.deshecha_motivo = limpio
    actual.save(update_fields=["deshecha_en", "deshecha_por", "deshecha_motivo"])
    par = actual.par
    par.estado, par.decidido_en, par.decidido_por, par.decidido_motivo = "pendiente", None, None, ""
    par.save(update_fields=["estado", "decidido_en", "decidido_por", "decidido_motivo"])
    for caso in {par.una.caso, par.otra.caso}:
        terminar(caso, por)
    return actual


def _exigir_la_ultima(union: Union) -> None:
    tocadas = [union.queda_id, union.sale_id]
    posteriores = Union.objects.filter(pk__gt=union.pk, deshecha_en=None).filter(
        Q(queda__in=tocadas) | Q(sale__in=tocadas)
    )
    if posteriores.exists():
        raise EstadoInvalidoError("hay_otra_despues", "Deshaz primero la unión más reciente.")


def _devolver(union: Union) -> None:
    movido, par = union.movido, union.par
    if union.queda_id != union.sale_id:
        PersonaUnica.objects.filter(pk=union.sale_id).update(unida_a=None)
        Identidad.objects.filter(
            pk__in=movido.get("identidades", ()), persona_unica=union.queda_id
        ).update(persona_unica=union.sale_id)
    if "retirada" not in movido:
        return
    queda, sale = par.una, par.otra
    bloquear(queda.caso)
    for columna in movido["completados"]:
        setattr(queda, columna, Identidad._meta.get_field(columna).get_default())
    if movido["completados"]:
        queda.guardar_version(esperada=queda.version, campos=movido["completados"])
    Identidad.objects.filter(pk=sale.pk).update(retirada_en=None)
    sale.refresh_from_db()
    persona = sale.persona
    persona.retirado_en, persona.retirado_motivo = None, ""
    persona.guardar_version(esperada=persona.version, campos=["retirado_en", "retirado_motivo"])
    for relacion in PARTES_QUE_PASAN:
        gestor = getattr(queda.persona, relacion, None)
        if gestor is None:
            continue
        for parte in gestor.filter(pk__in=movido["partes"].get(gestor.model._meta.label_lower, ())):
            _mover(parte, queda.clase, persona.pk)
    for identidad in (queda, sale):
        indexar_nombre(identidad)
        proponer_duplicados(identidad)


@transaction.atomic
def relacionar_casos(
    *, uno: Caso, otro: Caso, relacion: str, motivo: str, por: Usuario
) -> CasosVinculados:
    """Dice qué son entre sí dos casos que se ven: el mismo hecho, relacionados o distintos."""
    exigir(por, Permiso.DUPLICADO_RESOLVER)
    limpio = exigir_motivo(motivo)
    if uno.pk == otro.pk:
        raise ErrorDeDominio("mismo_caso", "Elige otro caso.")
    for caso in (uno, otro):
        exigir_visible(caso, por)
    if relacion not in CasosVinculados.Relacion.values:
        raise ErrorDeDominio("falta_relacion", "Di qué relación tienen.")
    primero, segundo = sorted((uno, otro), key=lambda c: c.pk)
    vinculo, _ = CasosVinculados.objects.update_or_create(
        uno=primero,
        otro=segundo,
        defaults={"relacion": relacion, "motivo": limpio, "registrado_por": por},
    )
    return vinculo


@transaction.atomic
def quitar_relacion(*, vinculo: CasosVinculados, por: Usuario) -> None:
    """Olvida lo que se dijo de dos casos: vuelven a poder proponerse. La historia lo conserva."""
    exigir(por, Permiso.DUPLICADO_RESOLVER)
    for caso in (vinculo.uno, vinculo.otro):
        exigir_visible(caso, por)
    unidos = UnionDeCasos.objects.filter(deshecha_en=None).filter(
        Q(queda=vinculo.uno, sale=vinculo.otro) | Q(queda=vinculo.otro, sale=vinculo.uno)
    )
    if unidos.exists():
        raise EstadoInvalidoError("estan_unidos", "Están unidos: deshaz primero la unión.")
    vinculo.delete()
