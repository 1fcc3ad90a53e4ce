"""Escribir y comentar las secciones."""

from django.db import transaction

from trata.comun import formato
from trata.comun.errores import ErrorDeDominio, EstadoInvalidoError
from trata.cuentas.acciones import exigir
from trata.cuentas.models import Usuario
from trata.cuentas.permisos import Permiso
from trata.informes import consultas
from trata.informes.models import Comentario, Informe, TextoDeSeccion
from trata.informes.textos import campos_desconocidos


@transaction.atomic
def escribir_texto(
    *, informe: Informe, clave: str, texto: str, version: int, por: Usuario
) -> TextoDeSeccion:
    """Guarda el texto de una sección (`version` 0 si aún no existía).

    Rechaza campos que el documento no tiene y pisar lo que otra persona guardó.
    """
    exigir(por, Permiso.INFORME_REDACTAR)
    if informe.estado != Informe.Estado.BORRADOR:
        raise EstadoInvalidoError("no_es_borrador", "Sólo se redacta mientras es un borrador.")
    documento = consultas.sin_textos(informe, por)
    if clave not in {s.clave for s in documento.secciones}:
        raise ErrorDeDominio("seccion_desconocida", "Esa sección no está en este informe.")
    malas = campos_desconocidos(texto, documento.cifras())
    if malas:
        raise ErrorDeDominio(
            "campo_desconocido",
            f"No existe el campo {formato.lista(malas)}. Elígelo de la lista.",
            campos={"texto": f"No existe el campo {formato.lista(malas)}."},
        )
    actual, nueva = TextoDeSeccion.objects.get_or_create(
        informe=informe, clave=clave, defaults={"registrado_por": por}
    )
    actual.texto = texto
    actual.full_clean()
    return actual.guardar_version(esperada=1 if nueva else version, campos=["texto"])


@transaction.atomic
def comentar(*, informe: Informe, clave: str, texto: str, por: Usuario) -> Comentario:
    """Deja un comentario en una sección."""
    exigir(por, Permiso.INFORME_REDACTAR)
    comentario = Comentario(informe=informe, clave=clave, texto=texto, registrado_por=por)
    comentario.full_clean()
    comentario.save()
    return comentario
