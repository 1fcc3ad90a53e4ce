"""Escribir la identidad de una persona del caso: alta, cambios, aportes y reserva.

El texto en claro vive sólo lo que dura la acción: se valida, se indexa con llave y se cifra.
"""

from collections.abc import Iterable, Mapping
from typing import Any

from django.db import transaction
from django.utils import timezone

from casos.acciones.apertura import exigir_abierto
from casos.acciones.comunes import bloquear
from casos.acciones.contradicciones import avisar_contradiccion
from casos.acciones.personas_unicas import (
    con_candado,
    exigir_no_repetida,
    persona_unica_para,
    proponer_duplicados,
)
from casos.consultas.identidad import nombre_de
from casos.identidad.indices import claves_de_nombre, indice_de_documento
from casos.identidad.nombres import documento_normal, normalizar
from casos.models import Caso, ClaveDeNombre, DatoDeIdentidad, Identidad, PosibleDuplicado
from casos.models.identidad import CAMPOS_CIFRADOS, clase_de
from casos.reglas.identidad import IDENTIDAD
from trata.comun.cifrado import cifrar, descifrar
from trata.comun.errores import ErrorDeDominio, EstadoInvalidoError
from trata.comun.modelos import error_de_validacion
from trata.comun.reglas import faltas
from trata.cuentas.acciones import exigir
from trata.cuentas.models import Usuario
from trata.cuentas.permisos import Permiso

EN_CLARO = ("documento_tipo", "documento_de")
LETRA_DE_CLASE = {"denunciante": "D", "testigo": "T", "dependiente": "F"}


def _exigir_escritura(caso: Caso, por: Usuario, permiso: Permiso) -> Caso:
    exigir(por, permiso)
    exigir_abierto(caso, por)
    actual = bloquear(caso)
    if actual.estado == Caso.Estado.ANULADO:
        raise EstadoInvalidoError("caso_anulado", "El caso está anulado: ya no se escribe.")
    return actual


def limpiar(datos: Mapping[str, Any]) -> dict[str, str]:
    """Textos sin espacios de más; el documento en su forma única. Un campo ajeno es un error."""
    ajenos = sorted(set(datos) - set(CAMPOS_CIFRADOS) - set(EN_CLARO) - {"es_nna"})
    if ajenos:
        raise ErrorDeDominio("campo_desconocido", f"Aquí no se escribe: {', '.join(ajenos)}.")
    limpios = {c: " ".join(str(v or "").split()) for c, v in datos.items() if c != "es_nna"}
    if limpios.get("documento") and limpios.get("documento_tipo"):
        limpios["documento"] = documento_normal(limpios["documento_tipo"], limpios["documento"])
    return limpios


def _en_claro(identidad: Identidad) -> dict[str, str]:
    guardado = {c: descifrar(getattr(identidad, k)) for c, k in CAMPOS_CIFRADOS.items()}
    return guardado | {c: getattr(identidad, c) for c in EN_CLARO}


def _seudonimo(caso: Caso, clase: str, persona: Any) -> str:
    if persona is not None:
        return persona.seudonimo
    cuantas = Identidad.objects.filter(caso=caso, clase=clase).count()
    return f"{caso.codigo}-{LETRA_DE_CLASE[clase]}{cuantas + 1}"


@transaction.atomic
def registrar_identidad(
    *,
    caso: Caso,
    datos: Mapping[str, Any],
    por: Usuario,
    persona: Any = None,
    clase: str = "",
    fuente: str = "",
    confirmar: Iterable[str] = (),
) -> Identidad:
    """Guarda quién es una persona del caso, o un denunciante, testigo o familiar (`clase`).

    Lanza `ValidationError` por campo, `DuplicadoError` si en el caso ya está esa persona (se puede
    confirmar que son dos) y `SinPermisoError`.
    """
    actual = _exigir_escritura(caso, por, Permiso.IDENTIDAD_EDITAR)
    if persona is not None and persona.caso_id != actual.pk:
        raise ErrorDeDominio("persona_de_otro_caso", "Esa persona no es de este caso.")
    cual = clase_de(persona) if persona is not None else clase
    if cual not in Identidad.Clase.values or (persona is None and cual not in LETRA_DE_CLASE):
        raise ErrorDeDominio("falta_clase", "Di quién es: denunciante, testigo o familiar.")
    identidad = Identidad(caso=actual, clase=cual, registrado_por=por)
    if persona is not None:
        if Identidad.objects.filter(**{cual: persona}).exists():
            raise ErrorDeDominio("ya_tiene_identidad", "Esa persona ya tiene su identidad escrita.")
        setattr(identidad, cual, persona)
    identidad.es_nna = bool(datos.get("es_nna", False))
    identidad.seudonimo = _seudonimo(actual, cual, persona)
    limpios = limpiar(datos)
    _poner(identidad, limpios, limpios, frozenset(confirmar))
    identidad.save(force_insert=True)
    _terminar(identidad, limpios, por=por, fuente=fuente)
    return identidad


@transaction.atomic
def editar_identidad(
    *,
    identidad: Identidad,
    datos: Mapping[str, Any],
    version: int,
    por: Usuario,
    borrar: Iterable[str] = (),
    fuente: str = "",
    confirmar: Iterable[str] = (),
) -> Identidad:
    """Cambia lo que viene con texto; lo vacío se deja como está, salvo lo nombrado en `borrar`."""
    _exigir_escritura(identidad.caso, por, Permiso.IDENTIDAD_EDITAR)
    actual = Identidad.objects.select_for_update(of=("self",)).get(pk=identidad.pk)
    cambios = {c: v for c, v in limpiar(datos).items() if v}
    cambios |= {c: "" for c in borrar if c in CAMPOS_CIFRADOS}
    completos = _en_claro(actual) | cambios
    if completos["documento"] and completos["documento_tipo"]:
        completos["documento"] = documento_normal(
            completos["documento_tipo"], completos["documento"]
        )
    _poner(actual, completos, cambios, frozenset(confirmar))
    campos = [*CAMPOS_CIFRADOS.values(), *EN_CLARO, "documento_indice", "documento_en_disputa"]
    actual.guardar_version(esperada=version, campos=[*campos, "persona_unica"])
    _terminar(actual, cambios, por=por, fuente=fuente)
    return actual


def _poner(
    identidad: Identidad,
    completos: Mapping[str, str],
    cambios: Mapping[str, str],
    confirmados: frozenset[str],
) -> None:
    """Valida, busca repetidos en el caso, y deja la identidad lista para guardar."""
    encontradas = faltas(IDENTIDAD, completos, confirmados=confirmados)
    if encontradas:
        raise error_de_validacion(encontradas, {*CAMPOS_CIFRADOS, *EN_CLARO})
    if not any(completos.get(c) for c in CAMPOS_CIFRADOS):
        raise ErrorDeDominio(
            "identidad_vacia", "Escribe al menos un dato.", campos={"nombres": "Escribe un dato."}
        )
    for campo, valor in cambios.items():
        if campo in EN_CLARO:
            setattr(identidad, campo, valor or getattr(identidad, campo))
        else:
            setattr(identidad, CAMPOS_CIFRADOS[campo], cifrar(valor))
    indice = indice_de_documento(identidad.documento_tipo, completos.get("documento") or "")
    con_candado(indice)
    cambio_de_documento = indice != identidad.documento_indice or identidad.pk is None
    identidad.documento_indice = indice
    identidad.documento_recien_escrito = cambio_de_documento
    exigir_no_repetida(identidad, confirmados)
    if cambio_de_documento or identidad.persona_unica_id is None:
        identidad.persona_unica = persona_unica_para(identidad)


def _terminar(
    identidad: Identidad, cambios: Mapping[str, str], *, por: Usuario, fuente: str
) -> None:
    for campo, valor in cambios.items():
        if campo in CAMPOS_CIFRADOS and (valor or identidad.datos.filter(campo=campo).exists()):
            _anotar_dicho(identidad, campo, valor, por=por, fuente=fuente, vigente=True)
    indexar_nombre(identidad)
    proponer_duplicados(identidad)


def _anotar_dicho(
    identidad: Identidad, campo: str, valor: str, *, por: Usuario, fuente: str, vigente: bool
) -> DatoDeIdentidad:
    anterior = identidad.datos.filter(campo=campo, es_vigente=True).first()
    distinto = anterior is not None and _comparable(
        campo, descifrar(anterior.valor_cifrado)
    ) != _comparable(campo, valor)
    if vigente and anterior is not None:
        identidad.datos.filter(pk=anterior.pk).update(es_vigente=False)
    return DatoDeIdentidad.objects.create(
        identidad=identidad,
        campo=campo,
        valor_cifrado=cifrar(valor),
        entidad=por.entidad,
        documento_fuente=fuente.strip()[:200],
        es_vigente=vigente,
        contradice=distinto and not vigente,
        registrado_por=por,
    )


def _comparable(campo: str, valor: str) -> str:
    return valor.casefold() if campo == "correo" else normalizar(valor)


@transaction.atomic
def aportar_dato(
    *, identidad: Identidad, campo: str, valor: str, fuente: str, por: Usuario
) -> DatoDeIdentidad:
    """Una institución dice un dato según su documento, sin pisar el que se usa.

    Si dice otra cosa quedan los dos, y `contradice` lo señala a quien lleva el caso.
    """
    exigir(por, Permiso.ATENCION_REGISTRAR)
    exigir_abierto(identidad.caso, por)
    limpios = limpiar({campo: valor, "documento_tipo": identidad.documento_tipo})
    if campo not in CAMPOS_CIFRADOS or not limpios[campo]:
        raise ErrorDeDominio("dato_vacio", "Escribe el dato.", campos={"valor": "Escríbelo."})
    if not fuente.strip():
        raise ErrorDeDominio(
            "falta_documento", "Di de qué documento consta.", campos={"fuente": "Escríbelo."}
        )
    encontradas = faltas([r for r in IDENTIDAD if r.campo == campo], limpios)
    if encontradas:
        raise ErrorDeDominio(
            encontradas[0].codigo, encontradas[0].mensaje, campos={"valor": encontradas[0].mensaje}
        )
    dicho = _anotar_dicho(identidad, campo, limpios[campo], por=por, fuente=fuente, vigente=False)
    if dicho.contradice:
        avisar_contradiccion(
            caso=identidad.caso, codigo=identidad.seudonimo, clave=str(dicho.uuid), por=por
        )
    return dicho


@transaction.atomic
def poner_reserva(
    *, identidad: Identidad, reserva: bool, sustento: str, version: int, por: Usuario
) -> Identidad:
    """Pone o levanta la reserva: con ella, a la persona no se le encuentra ni se insinúa."""
    _exigir_escritura(identidad.caso, por, Permiso.IDENTIDAD_EDITAR)
    if not sustento.strip():
        mensaje = "Escribe la disposición o el documento que la ordena o la levanta."
        raise ErrorDeDominio("falta_sustento", mensaje, campos={"sustento": mensaje})
    actual = Identidad.objects.select_for_update(of=("self",)).get(pk=identidad.pk)
    actual.reserva_de_identidad = reserva
    actual.reserva_sustento = sustento.strip()[:200]
    actual.reserva_desde = timezone.now() if reserva else None
    actual.guardar_version(
        esperada=version, campos=["reserva_de_identidad", "reserva_sustento", "reserva_desde"]
    )
    indexar_nombre(actual)
    if not reserva:
        proponer_duplicados(actual)
    return actual


def indexar_nombre(identidad: Identidad) -> None:
    """Rehace las claves del nombre; bajo reserva, o retirada, no queda ninguna."""
    ClaveDeNombre.objects.filter(identidad=identidad).delete()
    if identidad.reserva_de_identidad or identidad.retirada_en is not None:
        PosibleDuplicado.objects.pendientes().filter(una=identidad).delete()
        PosibleDuplicado.objects.pendientes().filter(otra=identidad).delete()
        return
    nombre = nombre_de(identidad)
    huellas = claves_de_nombre([nombre.completo, nombre.otros])
    ClaveDeNombre.objects.bulk_create(
        ClaveDeNombre(identidad=identidad, clave=clave, exacta=exacta)
        for clave, exacta in huellas.items()
    )
