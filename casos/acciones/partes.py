"""Las partes de un caso: lugares, víctimas, implicados, atenciones… Un verbo para todas.

Cada parte dice en `MOMENTOS` si se escribe sólo mientras el registro está abierto, o también
después (la atención y el estado de la víctima siguen su vida).
"""

from collections.abc import Iterable, Mapping
from typing import Any, TypeVar

from django.db import transaction
from django.db.models import Max
from django.utils import timezone

from casos.acciones.comunes import (
    bloquear,
    error_en,
    exigir_editable,
    exigir_visible,
    poner,
    terminar,
    validar,
)
from casos.models import (
    Atencion,
    Caso,
    CasoLugar,
    ClaveExterna,
    Implicado,
    Migrante,
    Nota,
    Victima,
    VictimaEstado,
)
from casos.models.base import HijoDeCasoModel, PersonaModel
from casos.reglas import AVANCE_DE_VICTIMA, deducir_edad, estados_en_orden, normalizar_clave
from trata.comun.errores import ErrorDeDominio, EstadoInvalidoError, SinPermisoError
from trata.comun.modelos import error_de_validacion
from trata.comun.reglas import faltas
from trata.cuentas.models import Usuario
from trata.cuentas.permisos import Permiso
from trata.trabajos.sucesos import anunciar

P = TypeVar("P", bound=HijoDeCasoModel)
LETRAS: dict[type[PersonaModel], str] = {Victima: "V", Implicado: "I", Migrante: "M"}
DESPUES_DE_ENVIAR = (Atencion, VictimaEstado, Nota)
DE_ENLACE = (Atencion, VictimaEstado, Nota)


def rol_escribe(modelo: type[HijoDeCasoModel], por: Usuario) -> bool:
    """Dice si el rol escribe partes de esta clase, mirando sólo la tabla de roles."""
    return (
        por.tiene_permiso(Permiso.CASO_REGISTRAR)
        or (issubclass(modelo, DE_ENLACE) and por.tiene_permiso(Permiso.ATENCION_REGISTRAR))
        or (modelo is Nota and por.tiene_permiso(Permiso.CASO_VALIDAR))
    )


def _exigir_escritura(modelo: type[HijoDeCasoModel], caso: Caso, por: Usuario) -> None:
    if not rol_escribe(modelo, por):
        raise SinPermisoError()
    exigir_visible(caso, por)
    if issubclass(modelo, DESPUES_DE_ENVIAR):
        if caso.estado == Caso.Estado.ANULADO:
            raise EstadoInvalidoError("caso_anulado", "El caso está anulado: ya no se escribe.")
        return
    exigir_editable(caso)


def puede_escribir(modelo: type[HijoDeCasoModel], caso: Caso, por: Usuario) -> bool:
    """Dice si hoy `por` puede agregar o cambiar partes de esta clase en el caso."""
    try:
        _exigir_escritura(modelo, caso, por)
    except ErrorDeDominio:
        return False
    return True


def _preparar(parte: HijoDeCasoModel, por: Usuario) -> list[str]:
    """Lo que la acción deduce antes de validar. Devuelve los campos que puso."""
    if isinstance(parte, ClaveExterna):
        parte.numero = normalizar_clave(parte.numero)
        return ["numero"]
    if isinstance(parte, PersonaModel):
        for campo, valor in deducir_edad(parte.datos_para_reglas()).items():
            setattr(parte, campo, valor)
        return ["grupo_edad", "forma_edad"]
    es_registro = isinstance(parte, CasoLugar) and parte.rol == "registro" and parte.ubigeo_id
    if es_registro and not por.ambito.cubre(parte.ubigeo_id):
        raise error_en(
            "ubigeo", "lugar_fuera_de_ambito", "El lugar de registro no es de tu ámbito."
        )
    return []


def _comprobar_personas(parte: HijoDeCasoModel, caso: Caso) -> None:
    """Las personas que la parte nombra son de este caso."""
    for campo in ("victima", "implicado", "migrante"):
        persona = getattr(parte, campo, None)
        if persona is not None and persona.caso_id != caso.pk:
            raise error_en(campo, "persona_de_otro_caso", "Elige una persona de este caso.")


def _comprobar_avance(parte: HijoDeCasoModel, confirmar: Iterable[str]) -> None:
    """Un estado de la víctima que retrocede respecto de sus otros pasos pide confirmarse."""
    if not isinstance(parte, VictimaEstado):
        return
    otros = parte.victima.estados.vigentes().exclude(pk=parte.pk).values_list("fecha", "estado")
    pasos = estados_en_orden([*otros, (parte.fecha, parte.estado)])
    malas = faltas(AVANCE_DE_VICTIMA, {"pasos": pasos}, confirmados=frozenset(confirmar))
    if malas:
        raise error_de_validacion(malas, {"estado"})


@transaction.atomic
def registrar_parte(
    modelo: type[P],
    *,
    caso: Caso,
    datos: Mapping[str, Any],
    por: Usuario,
    confirmar: Iterable[str] = (),
) -> P:
    """Agrega una parte al caso. Numera y pone código a las personas.

    Lanza `ValidationError` por campo, `EstadoInvalidoError` y `FueraDeAmbitoError`.
    """
    caso = bloquear(caso)
    _exigir_escritura(modelo, caso, por)
    parte = modelo(caso=caso, registrado_por=por)
    varios = _separar_varios(modelo, datos)
    poner(parte, {c: v for c, v in datos.items() if c not in varios})
    if isinstance(parte, PersonaModel):
        _numerar(parte, caso)
    _preparar(parte, por)
    _comprobar_personas(parte, caso)
    validar(parte, confirmar)
    _comprobar_avance(parte, confirmar)
    parte.save(force_insert=True)
    for campo, valores in varios.items():
        getattr(parte, campo).set(valores)
    _al_guardar(parte)
    _cambio(parte, caso, por)
    return parte


@transaction.atomic
def editar_parte(
    *,
    parte: P,
    datos: Mapping[str, Any],
    version: int,
    por: Usuario,
    confirmar: Iterable[str] = (),
) -> P:
    """Cambia una parte si nadie la cambió antes (`ConflictoError` si sí)."""
    modelo = type(parte)
    if issubclass(modelo, Nota):
        raise EstadoInvalidoError("nota_cerrada", "Una nota no se edita: agrega otra.")
    caso = bloquear(parte.caso)
    _exigir_escritura(modelo, caso, por)
    actual = modelo.objects.get(pk=parte.pk)
    if actual.retirado_en is not None:
        raise EstadoInvalidoError("parte_retirada", "Esto ya se retiró del caso.")
    actual.caso = caso
    varios = _separar_varios(modelo, datos)
    campos = poner(actual, {c: v for c, v in datos.items() if c not in varios})
    campos += _preparar(actual, por)
    _comprobar_personas(actual, caso)
    validar(actual, confirmar)
    _comprobar_avance(actual, confirmar)
    actual.guardar_version(esperada=version, campos=campos)
    for campo, valores in varios.items():
        getattr(actual, campo).set(valores)
    _al_guardar(actual)
    _cambio(actual, caso, por)
    return actual


@transaction.atomic
def retirar_parte(*, parte: P, motivo: str, version: int, por: Usuario) -> P:
    """Saca una parte del caso con motivo. No se borra: queda en la historia."""
    if not motivo.strip():
        raise ErrorDeDominio(
            "falta_motivo", "Escribe por qué la retiras.", campos={"motivo": "Escribe el motivo."}
        )
    caso = bloquear(parte.caso)
    _exigir_escritura(type(parte), caso, por)
    parte.retirado_en = timezone.now()
    parte.retirado_motivo = motivo.strip()[:300]
    parte.guardar_version(esperada=version, campos=["retirado_en", "retirado_motivo"])
    if isinstance(parte, Victima | Implicado):
        for vinculo in parte.vinculos.vigentes():
            vinculo.retirado_en = parte.retirado_en
            vinculo.retirado_motivo = "Se retiró a la persona"
            vinculo.guardar_version(
                esperada=vinculo.version, campos=["retirado_en", "retirado_motivo"]
            )
    _al_guardar(parte)
    _cambio(parte, caso, por)
    return parte


def _cambio(parte: HijoDeCasoModel, caso: Caso, por: Usuario) -> None:
    """Cierra la escritura y avisa que el caso cambió, una vez por versión de la parte."""
    terminar(caso, por)
    anunciar(
        suceso="caso.cambiado",
        objeto=caso.uuid,
        version=caso.version,
        clave=f"{parte.uuid}:{parte.version}",
    )


def _separar_varios(modelo: type[HijoDeCasoModel], datos: Mapping[str, Any]) -> dict[str, Any]:
    """Los campos de muchos a muchos, que se escriben después de guardar."""
    muchos = {c.name for c in modelo._meta.many_to_many}
    return {c: v for c, v in datos.items() if c in muchos}


def _numerar(persona: PersonaModel, caso: Caso) -> None:
    """Da a la persona el siguiente número del caso y su código (el caso ya está bloqueado)."""
    modelo = type(persona)
    ultimo = modelo.objects.filter(caso=caso).aggregate(n=Max("numero"))["n"] or 0
    persona.numero = ultimo + 1
    persona.seudonimo = f"{caso.codigo}-{LETRAS[modelo]}{persona.numero}"


def _al_guardar(parte: HijoDeCasoModel) -> None:
    """El estado de la víctima repite su último paso vigente."""
    if not isinstance(parte, VictimaEstado):
        return
    pasos = parte.victima.estados.vigentes().order_by("pk").values_list("fecha", "estado")
    victima = Victima.objects.get(pk=parte.victima_id)
    victima.estado = (estados_en_orden(pasos) or [""])[-1]
    victima.guardar_version(esperada=victima.version, campos=["estado"])
