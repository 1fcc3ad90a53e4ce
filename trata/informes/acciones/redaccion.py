"""Escribir y comentar las secciones."""

from django.db import transaction
from django.utils import timezone

from trata.comun.errores import ErrorDeDominio, EstadoInvalidoError
from trata.cuentas.acciones import exigir
from trata.cuentas.models import Usuario
from trata.cuentas.permisos import Permiso
from trata.informes import consultas
from trata.informes.documento import Seccion
from trata.informes.escritura import LARGO_MAXIMO, limpiar, revisar
from trata.informes.models import BorradorDeTexto, Comentario, Informe, TextoDeSeccion
from trata.informes.textos import opciones

REPAROS_QUE_SE_DICEN = 5
VERSION_MAXIMA = 2_147_483_647
LARGO_DE_CLAVE = BorradorDeTexto._meta.get_field("clave").max_length


def exigir_seccion(informe: Informe, clave: str, por: Usuario) -> Seccion:
    """La sección; lanza `ErrorDeDominio` si el informe no la tiene."""
    for seccion in consultas.sin_textos(informe, por).secciones:
        if seccion.clave == clave:
            return seccion
    raise ErrorDeDominio("seccion_desconocida", "Esa sección no está en este informe.")


@transaction.atomic
def escribir_texto(
    *, informe: Informe, clave: str, texto: str, version: int, por: Usuario
) -> TextoDeSeccion:
    """Guarda el texto de una sección (`version` 0 si aún no existía) y retira el borrador propio.

    Rechaza, con su línea, los campos que el documento no tiene y las cifras escritas a mano; y con
    `ConflictoError`, pisar lo que otra persona guardó.
    """
    exigir(por, Permiso.INFORME_REDACTAR)
    if informe.estado != Informe.Estado.BORRADOR:
        raise EstadoInvalidoError("no_es_borrador", "Sólo se redacta mientras es un borrador.")
    documento = consultas.sin_textos(informe, por)
    if clave not in {s.clave for s in documento.secciones}:
        raise ErrorDeDominio("seccion_desconocida", "Esa sección no está en este informe.")
    limpio = limpiar(texto)
    malos = [r for r in revisar(limpio, opciones(documento.cifras())) if not r.es_aviso]
    if malos:
        dicho = " ".join(map(str, malos[:REPAROS_QUE_SE_DICEN]))
        raise ErrorDeDominio(malos[0].codigo, dicho, campos={"texto": dicho})
    actual, nueva = TextoDeSeccion.objects.get_or_create(
        informe=informe, clave=clave, defaults={"registrado_por": por}
    )
    actual.texto, actual.actualizado_en, actual.actualizado_por = limpio, timezone.now(), por
    actual.full_clean()
    guardado = actual.guardar_version(
        esperada=1 if nueva else version, campos=["texto", "actualizado_en", "actualizado_por"]
    )
    BorradorDeTexto.objects.filter(informe=informe, clave=clave, persona=por).delete()
    return guardado


@transaction.atomic
def guardar_borrador(
    *, informe: Informe, clave: str, texto: str, version: int, por: Usuario
) -> BorradorDeTexto:
    """Guarda lo que la persona va tecleando, como está: ni se revisa ni pisa a nadie.

    Se acepta aunque el informe ya no sea un borrador: lo escrito no se pierde. Tampoco se compone
    el documento para saber si tiene la sección: esto se llama a cada rato.
    """
    exigir(por, Permiso.INFORME_REDACTAR)
    if len(clave) > LARGO_DE_CLAVE:
        raise ErrorDeDominio("seccion_desconocida", "Esa sección no está en este informe.")
    borrador, _ = BorradorDeTexto.objects.update_or_create(
        informe=informe,
        clave=clave,
        persona=por,
        defaults={"texto": texto[:LARGO_MAXIMO], "version_base": min(version, VERSION_MAXIMA)},
    )
    return borrador


@transaction.atomic
def descartar_borrador(*, informe: Informe, clave: str, por: Usuario) -> None:
    """Olvida el borrador propio de una sección y deja lo guardado."""
    exigir(por, Permiso.INFORME_REDACTAR)
    BorradorDeTexto.objects.filter(informe=informe, clave=clave, persona=por).delete()


@transaction.atomic
def comentar(*, informe: Informe, clave: str, texto: str, por: Usuario) -> Comentario:
    """Deja un comentario abierto en una sección (o en `general`, sobre todo el informe)."""
    exigir(por, Permiso.INFORME_REDACTAR)
    if clave != Comentario.GENERAL:
        exigir_seccion(informe, clave, por)
    comentario = Comentario(informe=informe, clave=clave, texto=texto, registrado_por=por)
    comentario.full_clean()
    comentario.save()
    return comentario


@transaction.atomic
def resolver_comentario(*, comentario: Comentario, resuelto: bool, por: Usuario) -> Comentario:
    """Da por atendido un comentario, o lo vuelve a abrir."""
    exigir(por, Permiso.INFORME_REDACTAR)
    actual = Comentario.objects.select_for_update().get(pk=comentario.pk)
    actual.resuelto_en = timezone.now() if resuelto else None
    actual.resuelto_por = por if resuelto else None
    actual.save(update_fields=["resuelto_en", "resuelto_por"])
    return actual
