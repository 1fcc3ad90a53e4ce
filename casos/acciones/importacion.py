"""Los verbos de una importación: subir, emparejar, anotar su revisión e importar."""

import hashlib
import json
from collections.abc import Callable, Mapping
from datetime import timedelta
from typing import Any

from django.db import transaction
from django.utils import timezone

from casos.acciones.cambio_en_bloque import cambiar_en_bloque
from casos.acciones.escritura_en_bloque import crear_en_bloque
from casos.models import FuenteDeImportacion, Importacion
from trata.comun.candados import Candado, tomar
from trata.comun.cifrado import cifrar, cifrar_bytes, descifrar, descifrar_bytes
from trata.comun.errores import ErrorDeDominio, EstadoInvalidoError
from trata.cuentas.acciones import exigir
from trata.cuentas.models import Usuario
from trata.cuentas.permisos import Permiso
from trata.trabajos.acciones import encargar

Estado = Importacion.Estado
TIPO = "casos.importar"
DIAS_DE_GRACIA = 7


@transaction.atomic
def subir_archivo(
    *, nombre: str, contenido: bytes, por: Usuario, reemplaza: Importacion | None = None
) -> Importacion:
    """Guarda un archivo, cifrado, y encarga leerlo. Si corrige a otro, el otro queda atrás."""
    exigir(por, Permiso.CASO_IMPORTAR)
    importacion = Importacion.objects.create(
        usuario=por,
        nombre=nombre[-150:] or "archivo",
        sha256=hashlib.sha256(contenido).hexdigest(),
        bytes=len(contenido),
        contenido_cifrado=cifrar_bytes(contenido),
        reemplaza=reemplaza,
    )
    if reemplaza is not None and reemplaza.estado in Importacion.ABIERTAS:
        _poner(
            reemplaza, estado=Estado.REEMPLAZADA, contenido_cifrado=b"", muestra_cifrada="",
        )  # fmt: skip
    return encargar_paso(importacion=importacion, modo="leer", por=por)


def contenido_de(importacion: Importacion) -> bytes:
    """El archivo tal como se subió. Lanza `EstadoInvalidoError` si ya se borró."""
    guardado = Importacion.objects.values_list("contenido_cifrado", flat=True).get(
        pk=importacion.pk
    )
    if not guardado:
        raise EstadoInvalidoError("archivo_borrado", "El archivo ya se borró: súbelo otra vez.")
    return descifrar_bytes(bytes(guardado))


def muestra_de(importacion: Importacion) -> dict[str, list[str]]:
    """Las primeras celdas de cada columna, para emparejarlas."""
    return json.loads(descifrar(importacion.muestra_cifrada) or "{}")


@transaction.atomic
def encargar_paso(
    *, importacion: Importacion, modo: str, por: Usuario, **opciones: Any
) -> Importacion:
    """Encarga un paso (`leer`, `revisar`, `importar` o `deshacer`) y deja a mano su trabajo.

    Pedirlo dos veces a la vez encarga uno solo.
    """
    exigir(por, Permiso.CASO_IMPORTAR)
    actual = Importacion.objects.select_for_update(of=("self",)).get(pk=importacion.pk)
    if actual.en_marcha:
        return actual
    titulos = {
        "leer": "Revisar", "revisar": "Revisar", "importar": "Importar", "deshacer": "Deshacer",
    }  # fmt: skip
    trabajo = encargar(
        tipo=TIPO,
        datos={"importacion": str(actual.uuid), "modo": modo, **opciones},
        por=por,
        titulo=f"{titulos[modo]} {actual.nombre}",
    )
    estado = {"revisar": Estado.REVISANDO}.get(modo, actual.estado)
    return _poner(actual, trabajo=trabajo, estado=estado)


def _poner(importacion: Importacion, **campos: Any) -> Importacion:
    for campo, valor in campos.items():
        setattr(importacion, campo, valor)
    importacion.save(update_fields=list(campos))
    return importacion


def anotar_lectura(
    *, importacion: Importacion, columnas: Mapping[str, Any], muestra: Mapping[str, list[str]],
    emparejado: Mapping[str, Any], estado: str,
) -> Importacion:  # fmt: skip
    """Guarda qué columnas trae el archivo y la propuesta de emparejado."""
    return _poner(
        importacion,
        columnas=dict(columnas),
        muestra_cifrada=cifrar(json.dumps(muestra, ensure_ascii=False)),
        emparejado=dict(emparejado),
        estado=estado,
    )


def anotar_rechazo(*, importacion: Importacion, error: ErrorDeDominio) -> Importacion:
    """El archivo no se puede leer: queda la razón y no el archivo."""
    return _poner(
        importacion,
        estado=Estado.RECHAZADA,
        informe={"rechazo": error.mensaje, "codigo": error.codigo},
        contenido_cifrado=b"",
        muestra_cifrada="",
    )


def anotar_revision(
    *, importacion: Importacion, informe: Mapping[str, Any], problemas: list[Any],
    parecidos: list[Any],
) -> Importacion:  # fmt: skip
    """Guarda lo que haría el archivo. `revision` es el trabajo que lo juzgó (y su anotado)."""
    return _poner(
        importacion,
        estado=Estado.REVISADA,
        informe=dict(informe),
        problemas=problemas,
        parecidos=parecidos,
        revision_id=importacion.trabajo_id,
    )


@transaction.atomic
def emparejar(
    *, importacion: Importacion, emparejado: Mapping[str, Any], por: Usuario,
    guardar_como: str = "", hoja: str = "", fila: int = 0,
) -> Importacion:  # fmt: skip
    """Deja decidido qué columna es cuál, lo guarda para la fuente si se pide, y revisa."""
    exigir(por, Permiso.CASO_IMPORTAR)
    actual = Importacion.objects.select_for_update(of=("self",)).get(pk=importacion.pk)
    if actual.estado not in Importacion.ABIERTAS or actual.en_marcha:
        raise EstadoInvalidoError("importacion_cerrada", "Este archivo ya no se puede cambiar.")
    if hoja or fila:
        columnas = actual.columnas | {"hoja": hoja, "fila": fila}
        _poner(actual, columnas=columnas, emparejado={}, estado=Estado.LEYENDO)
        return encargar_paso(importacion=actual, modo="leer", por=por)
    fuente = actual.fuente
    if guardar_como.strip():
        fuente, _ = FuenteDeImportacion.objects.update_or_create(
            entidad=por.entidad,
            nombre=guardar_como.strip()[:80],
            defaults={
                "huella": actual.columnas.get("huella", ""),
                "emparejado": dict(emparejado),
                "guardada_por": por,
            },
        )
    _poner(actual, emparejado=dict(emparejado), fuente=fuente)
    return encargar_paso(importacion=actual, modo="revisar", por=por)


def tomar_turno(importacion: Importacion) -> Importacion:
    """Dentro de una transacción: sólo una importación de un mismo archivo escribe a la vez."""
    tomar(Candado.IMPORTACION, int(importacion.sha256[:7], 16))
    actual = Importacion.objects.select_for_update(of=("self",)).get(pk=importacion.pk)
    if actual.estado == Estado.IMPORTADA:
        raise EstadoInvalidoError("ya_importada", "Este archivo ya se importó.")
    if actual.estado != Estado.REVISADA:
        raise EstadoInvalidoError("sin_revisar", "Revisa el archivo antes de importarlo.")
    return actual


@transaction.atomic
def importar_lote(
    *,
    importacion: Importacion,
    lote: Any,
    informe: Mapping[str, Any],
    por: Usuario,
    al_avanzar: Callable[[int, int, str], None] = lambda hecho, total, texto: None,
) -> Importacion:
    """Registra y actualiza lo que el lote dice, en una sola transacción: todo o nada."""
    exigir(por, Permiso.CASO_IMPORTAR)
    casos = crear_en_bloque(
        leidos=lote.casos, importacion=importacion, por=por, al_avanzar=al_avanzar
    )
    cambiar_en_bloque(
        cambiados=lote.cambiados, importacion=importacion, por=por, al_avanzar=al_avanzar
    )
    return _poner(
        importacion,
        estado=Estado.IMPORTADA,
        informe=dict(informe) | {"registrados": len(casos), "actualizados": len(lote.cambiados)},
        importada_en=timezone.now(),
        contenido_cifrado=b"",
        muestra_cifrada="",
    )


def vencer_importaciones() -> int:
    """Borra el contenido de lo que nadie terminó en una semana; devuelve cuántas vencieron."""
    limite = timezone.now() - timedelta(days=DIAS_DE_GRACIA)
    return Importacion.objects.filter(estado__in=Importacion.ABIERTAS, subida_en__lt=limite).update(
        estado=Estado.VENCIDA, contenido_cifrado=b"", muestra_cifrada="", problemas=[]
    )
