"""Lo que hace la entidad con su reporte: guardar, copiar, presentar, enviar y rectificar."""

from collections.abc import Collection, Mapping
from decimal import Decimal
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone

from politica import reglas
from politica.acciones.comun import bloquear, exigir_paso, exigir_periodo, mover
from politica.acciones.desagregaciones import reemplazar
from politica.consultas.personas import puede_enviar
from politica.consultas.reportes import anterior_de, valores_anteriores
from politica.formulas import a_decimal, otra_magnitud, valor_desde
from politica.models import AvanceIndicador, Estado, Rectificacion, Reporte
from trata.comun.errores import ConflictoError, ErrorDeDominio, SinPermisoError
from trata.comun.modelos import error_de_validacion
from trata.comun.reglas import faltas
from trata.cuentas.acciones import exigir
from trata.cuentas.models import Usuario
from trata.cuentas.permisos import Permiso

TEXTOS = ("narrativa", "obstaculos")
NUMEROS = ("numerador", "denominador", "valor", "meta_programada")
CAMPOS = (*NUMEROS, "sin_programacion", "motivo_sin_programacion")


def llave(codigo: str, campo: str) -> str:
    """Nombre del campo de un indicador en formularios, API y errores: `S16_1-valor`."""
    return f"{codigo.replace('.', '_')}-{campo}"


@transaction.atomic
def guardar_reporte(
    *,
    reporte: Reporte,
    datos: Mapping[str, Any],
    version: int,
    por: Usuario,
    confirmados: Collection[str] = (),
) -> Reporte:
    """Guarda el borrador. `datos`: `narrativa`, `obstaculos` y `avances` por código de indicador.

    Cada avance trae los campos de `CAMPOS` que cambian y, si quiere, `desagregaciones` (lista de
    dimensión, categoría, valor). Lanza `ConflictoError`, `EstadoInvalidoError` o un
    `ValidationError` con todas las faltas de todos los indicadores.
    """
    exigir(por, Permiso.REPORTE_REGISTRAR)
    reporte = bloquear(reporte, por)
    exigir_periodo(reporte.periodo, por)
    exigir_paso(reporte, "guardar")
    if reporte.version != version:
        raise ConflictoError(actual=reporte, esperada=version)
    if reporte.estado == Estado.POR_APROBAR and not puede_enviar(por):
        raise SinPermisoError("El reporte espera la aprobación de tu entidad.")
    textos = {c: datos[c] for c in TEXTOS if c in datos}
    avisos = _de_los_textos(textos, confirmados)
    _guardar_avances(reporte, datos.get("avances", {}), confirmados, avisos)
    if reporte.registrado_por_id is None:
        textos["registrado_por"] = por
        Reporte.objects.filter(pk=reporte.pk).update(registrado_por=por)
    estado = Estado.BORRADOR if reporte.estado == Estado.PENDIENTE else reporte.estado
    desde = reporte.estado
    if desde != estado:
        reporte.estado = estado
    for campo, valor in textos.items():
        setattr(reporte, campo, valor)
    reporte.guardar_version(esperada=version, campos=["estado", *TEXTOS])
    if desde != estado or not reporte.movimientos.filter(registrado_por=por).exists():
        reporte.movimientos.create(desde=desde, hasta=estado, registrado_por=por)
    return reporte


def _de_los_textos(
    textos: Mapping[str, str], confirmados: Collection[str]
) -> dict[str, list[ValidationError]]:
    """Los avisos del relato: parece llevar un documento o un teléfono."""
    encontradas = faltas(reglas.REPORTE, textos, confirmados=confirmados)
    return error_de_validacion(encontradas, TEXTOS).error_dict if encontradas else {}


def _guardar_avances(
    reporte: Reporte,
    por_codigo: Mapping[str, Mapping[str, Any]],
    confirmados: Collection[str],
    de_los_textos: dict[str, list[ValidationError]],
) -> None:
    """Pone, valida y guarda cada avance; junta las faltas de todos con las de los textos."""
    avances = {a.indicador_id: a for a in reporte.avances.select_related("indicador")}
    previos = valores_anteriores(reporte)
    errores = dict(de_los_textos)
    for codigo, valores in por_codigo.items():
        avance = avances.get(codigo)
        if avance is None:
            continue
        _poner(avance, valores, previos.get(codigo, []))
        avance.avisos_confirmados = confirmados
        try:
            avance.full_clean(exclude=["reporte", "indicador"], validate_unique=False)
        except ValidationError as error:
            for campo, lista in error.error_dict.items():
                errores.setdefault(llave(codigo, campo), []).extend(lista)
    if errores:
        raise ValidationError(errores)
    for codigo in por_codigo:
        if codigo in avances:
            avances[codigo].save()
            if por_codigo[codigo].get("desagregaciones") is not None:
                reemplazar(avances[codigo], por_codigo[codigo]["desagregaciones"])


def _poner(avance: AvanceIndicador, valores: Mapping[str, Any], previos: list[Decimal]) -> None:
    """Pasa los valores al avance; si hay partes y no valor, lo calcula.

    Un valor que venía del registro y cambia a mano deja de ser «calculado».
    """
    antes = avance.valor
    for campo in CAMPOS:
        if campo in valores:
            setattr(avance, campo, valores[campo])
    if avance.valor is None or "valor" not in valores:
        calculado = valor_desde(
            avance.numerador, avance.denominador, porcentual=avance.indicador.es_porcentual
        )
        if calculado is not None:
            avance.valor = a_decimal(calculado)
    avance.es_calculado = avance.es_calculado and avance.valor == antes
    avance.es_otra_magnitud = otra_magnitud(avance.valor, previos)


@transaction.atomic
def copiar_periodo_anterior(*, reporte: Reporte, version: int, por: Usuario) -> Reporte:
    """Trae relato, obstáculos y meta programada del periodo anterior. Los valores no se copian."""
    previo = anterior_de(reporte)
    if previo is None:
        raise ErrorDeDominio("sin_anterior", "No hay un reporte anterior que copiar.")
    avances = {
        a.indicador_id: {"meta_programada": a.meta_programada}
        for a in previo.avances.all()
        if a.meta_programada is not None
    }
    datos = {"narrativa": previo.narrativa, "obstaculos": previo.obstaculos, "avances": avances}
    return guardar_reporte(reporte=reporte, datos=datos, version=version, por=por)


@transaction.atomic
def presentar_reporte(*, reporte: Reporte, por: Usuario) -> Reporte:
    """El subreportante deja el reporte listo para que lo apruebe su entidad."""
    exigir(por, Permiso.REPORTE_REGISTRAR)
    reporte = bloquear(reporte, por)
    exigir_periodo(reporte.periodo, por)
    exigir_paso(reporte, "presentar")
    exigir_completo(reporte)
    return mover(reporte, "presentar", por)


@transaction.atomic
def devolver_reporte(*, reporte: Reporte, nota: str, por: Usuario) -> Reporte:
    """Quien aprueba en la entidad devuelve el reporte a su autor con una nota."""
    exigir(por, Permiso.REPORTE_REGISTRAR)
    reporte = bloquear(reporte, por)
    exigir_paso(reporte, "devolver")
    if not puede_enviar(por):
        raise SinPermisoError("Sólo quien aprueba en tu entidad puede devolver el reporte.")
    if not nota.strip():
        raise ErrorDeDominio(
            "falta_nota", "Di qué hay que corregir.", campos={"nota": "Escríbelo."}
        )
    return mover(reporte, "devolver", por, nota=nota)


@transaction.atomic
def enviar_reporte(*, reporte: Reporte, por: Usuario) -> Reporte:
    """Aprueba por la entidad y envía a la Secretaría Técnica. Exige que esté completo."""
    exigir(por, Permiso.REPORTE_REGISTRAR)
    reporte = bloquear(reporte, por)
    exigir_periodo(reporte.periodo, por)
    exigir_paso(reporte, "enviar")
    if not puede_enviar(por):
        raise SinPermisoError("Preséntalo: lo envía el titular, el alterno o quien aprueba.")
    exigir_completo(reporte)
    ahora = timezone.now()
    reporte.observaciones.filter(atendida_en__isnull=True).update(atendida_en=ahora)
    return mover(
        reporte, "enviar", por,
        aprobado_en=ahora, aprobado_por=por, enviado_en=ahora, enviado_por=por,
    )  # fmt: skip


def exigir_completo(reporte: Reporte) -> None:
    """Lanza un `ValidationError` con todo lo que falta para enviar."""
    errores: dict[str, list[ValidationError]] = {}
    for avance in reporte.avances.select_related("indicador"):
        falta = faltas(reglas.ENVIO_DE_AVANCE, avance.datos_para_reglas())
        if falta:
            propio = error_de_validacion(falta, {f.campo for f in falta})
            for campo, lista in propio.error_dict.items():
                errores[llave(avance.indicador_id, campo)] = lista
    generales = faltas(reglas.ENVIO_DE_REPORTE, {"narrativa": reporte.narrativa})
    if generales:
        errores |= error_de_validacion(generales, {f.campo for f in generales}).error_dict
    if errores:
        raise ValidationError(errores)


@transaction.atomic
def rectificar_avance(
    *, avance: AvanceIndicador, cambios: Mapping[str, Any], motivo: str, por: Usuario
) -> Reporte:
    """Cambia un valor ya validado: guarda el de antes y el de después, y vuelve a revisión."""
    exigir(por, Permiso.REPORTE_REGISTRAR)
    reporte = bloquear(avance.reporte, por)
    exigir_periodo(reporte.periodo, por)
    exigir_paso(reporte, "rectificar")
    if not puede_enviar(por):
        raise SinPermisoError("Sólo el titular, el alterno o quien aprueba puede rectificar.")
    if not motivo.strip():
        raise ErrorDeDominio("falta_motivo", "Di por qué cambia.", campos={"motivo": "Escríbelo."})
    avance = AvanceIndicador.objects.select_for_update().get(pk=avance.pk)
    antes = {c: getattr(avance, c) for c in ("numerador", "denominador", "valor")}
    _poner(avance, cambios, [])
    avance.full_clean(exclude=["reporte", "indicador"], validate_unique=False)
    distintos = {c: v for c, v in antes.items() if getattr(avance, c) != v}
    if not distintos:
        raise ErrorDeDominio("sin_cambios", "No cambiaste ningún valor.")
    avance.save()
    Rectificacion.objects.bulk_create(
        Rectificacion(
            reporte=reporte, avance=avance, campo=campo, motivo=motivo, registrado_por=por,
            anterior=_texto(anterior), nuevo=_texto(getattr(avance, campo)),
        )
        for campo, anterior in distintos.items()
    )  # fmt: skip
    return mover(
        reporte, "rectificar", por, nota=motivo,
        validado_en=None, validado_por=None, conforme_en=None, conforme_por=None,
        enviado_en=timezone.now(), enviado_por=por,
    )  # fmt: skip


def _texto(valor: Decimal | None) -> str:
    return "" if valor is None else f"{Decimal(valor).normalize():f}"
