"""Completar y cambiar el catálogo en pantalla, siempre con la norma que lo sustenta."""

from collections.abc import Mapping
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

from django.core.exceptions import ValidationError
from django.db import models, transaction
from django.db.models import Max

from politica.catalogo import ELEMENTOS
from politica.models import CambioCatalogo, Indicador, LogroEsperado, Semaforo, VersionCatalogo
from trata.comun.errores import ErrorDeDominio
from trata.cuentas.acciones import exigir
from trata.cuentas.models import Usuario
from trata.cuentas.permisos import Permiso

EDITABLES: dict[str, tuple[str, ...]] = {
    "objetivo": ("titulo", "causa"),
    "lineamiento": ("titulo", "responsable", "nota"),
    "proveedor": ("entidad_id",),
    "servicio": (
        "titulo", "lineamiento_id", "entidad_id", "organo", "receptores", "condicion", "cobertura",
        "estandares", "nota",
    ),
    "indicador": (
        "nombre", "objeto_medicion", "justificacion", "limitaciones", "responsable", "entidad_id",
        "metodo_calculo", "numerador_nombre", "denominador_nombre", "proceso_recoleccion",
        "fuente_de_datos", "relevancia", "unidad", "sentido", "agregacion", "frecuencia",
        "supera_cien", "linea_base_anio", "linea_base", "calculado_de", "nota",
    ),
}  # fmt: skip


@transaction.atomic
def registrar_version(*, datos: Mapping[str, Any], por: Usuario) -> VersionCatalogo:
    """Abre una versión del catálogo con la norma que la aprueba."""
    exigir(por, Permiso.POLITICA_COMPLETAR)
    numero = (VersionCatalogo.objects.aggregate(n=Max("numero"))["n"] or 0) + 1
    version = VersionCatalogo(numero=numero, registrado_por=por, **datos)
    version.full_clean()
    version.save()
    return version


def _a_json(valor: Any) -> Any:
    return str(valor) if isinstance(valor, Decimal | date) else valor


def _exigir_sustento(sustento: str) -> None:
    if not sustento.strip():
        mensaje = "Di qué norma y página lo sustenta."
        raise ErrorDeDominio("falta_sustento", mensaje, campos={"sustento": mensaje})


@transaction.atomic
def cambiar_elemento(
    *,
    elemento: str,
    codigo: str,
    cambios: Mapping[str, Any],
    version: VersionCatalogo,
    sustento: str,
    por: Usuario,
) -> models.Model:
    """Cambia campos de un elemento del árbol y guarda, por cada uno, antes, después y sustento.

    Rellenar un vacío vale desde el inicio de la política; cambiar un dato, desde que rige la
    versión. Lanza `ErrorDeDominio` sin sustento y `ValidationError` si un valor no va.
    """
    exigir(por, Permiso.POLITICA_COMPLETAR)
    _exigir_sustento(sustento)
    obj = ELEMENTOS[elemento]._default_manager.select_for_update().get(pk=codigo)
    permitidos = {c: v for c, v in cambios.items() if c in EDITABLES[elemento]}
    antes = {c: getattr(obj, c) for c in permitidos}
    for campo, valor in permitidos.items():
        setattr(obj, campo, valor)
    distintos = [c for c in permitidos if getattr(obj, c) != antes[c]]
    if not distintos:
        raise ErrorDeDominio("sin_cambios", "No cambiaste ningún dato.")
    obj.full_clean()
    obj.save()
    inicio = VersionCatalogo.objects.order_by("numero").values_list("rige_desde", flat=True)[0]
    for campo in distintos:
        vacio = antes[campo] in (None, "", [])
        CambioCatalogo.objects.create(
            version_catalogo=version,
            clase=CambioCatalogo.Clase.COMPLETA if vacio else CambioCatalogo.Clase.MODIFICA,
            elemento=elemento,
            codigo=codigo,
            campo=campo,
            anterior=_a_json(antes[campo]),
            nuevo=_a_json(getattr(obj, campo)),
            rige_desde=inicio if vacio else version.rige_desde,
            sustento=sustento,
            registrado_por=por,
        )
    return obj


def _anotar(
    clase: str,
    elemento: str,
    obj: models.Model,
    version: VersionCatalogo,
    sustento: str,
    por: Usuario,
) -> None:
    CambioCatalogo.objects.create(
        version_catalogo=version,
        clase=clase,
        elemento=elemento,
        codigo=obj.pk,
        campo="vigente_hasta" if clase == CambioCatalogo.Clase.RETIRA else "",
        anterior=None,
        nuevo=_a_json(getattr(obj, "vigente_hasta", None)),
        rige_desde=version.rige_desde,
        sustento=sustento,
        registrado_por=por,
    )


@transaction.atomic
def incorporar_indicador(
    *, datos: Mapping[str, Any], version: VersionCatalogo, sustento: str, por: Usuario
) -> Indicador:
    """Agrega un indicador a un servicio (o el que faltaba en las fuentes)."""
    exigir(por, Permiso.POLITICA_COMPLETAR)
    servicio = datos.get("servicio")
    if servicio is None:
        raise ValidationError({"servicio": "Elige el servicio."})
    n = Indicador.objects.filter(servicio=servicio).count() + 1
    era_vacio = n == 1
    indicador = Indicador(
        codigo=f"{servicio.pk}.{n}",
        fuente=sustento,
        rige_desde=None if era_vacio else version.rige_desde,
        **datos,
    )
    indicador.full_clean()
    indicador.save()
    _anotar("incorpora", "indicador", indicador, version, sustento, por)
    return indicador


@transaction.atomic
def retirar_elemento(
    *, elemento: str, codigo: str, version: VersionCatalogo, sustento: str, por: Usuario
) -> models.Model:
    """Retira un servicio o indicador desde que rige la versión; lo pasado lo sigue mostrando."""
    exigir(por, Permiso.POLITICA_COMPLETAR)
    if elemento not in {"servicio", "indicador"}:
        raise ErrorDeDominio("no_se_retira", "Sólo se retiran servicios e indicadores.")
    obj = ELEMENTOS[elemento]._default_manager.select_for_update().get(pk=codigo)
    obj.vigente_hasta = version.rige_desde - timedelta(days=1)
    obj.save(update_fields=["vigente_hasta"])
    _anotar("retira", elemento, obj, version, sustento, por)
    return obj


@transaction.atomic
def fijar_logro(
    *,
    indicador: Indicador,
    anio: int,
    valor: Decimal,
    version: VersionCatalogo,
    sustento: str,
    por: Usuario,
) -> LogroEsperado:
    """Pone o cambia el logro esperado de un indicador en un año."""
    exigir(por, Permiso.POLITICA_COMPLETAR)
    codigo = f"{indicador.pk}-{anio}"
    logro = LogroEsperado.objects.filter(pk=codigo).first()
    anterior = logro.valor if logro else None
    logro = logro or LogroEsperado(codigo=codigo, indicador=indicador, anio=anio, fuente=sustento)
    logro.valor = valor
    logro.full_clean()
    logro.save()
    CambioCatalogo.objects.create(
        version_catalogo=version,
        clase="modifica" if anterior is not None else "incorpora",
        elemento="logro",
        codigo=codigo,
        campo="valor" if anterior is not None else "",
        anterior=_a_json(anterior),
        nuevo=_a_json(logro.valor),
        rige_desde=version.rige_desde,
        sustento=sustento,
        registrado_por=por,
    )
    return logro


@transaction.atomic
def fijar_semaforo(*, datos: Mapping[str, Any], por: Usuario) -> Semaforo:
    """Nuevas bandas del semáforo desde una fecha; los periodos anteriores conservan las suyas."""
    exigir(por, Permiso.POLITICA_COMPLETAR)
    bandas = Semaforo(registrado_por=por, **datos)
    bandas.full_clean()
    bandas.save()
    return bandas
