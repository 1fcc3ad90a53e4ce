"""El camino de un informe: de borrador a publicado, y la corrección."""

from collections.abc import Mapping
from typing import Any

from django.db import transaction
from django.db.models import Max
from django.utils import timezone

from trata.comun.candados import Candado, tomar
from trata.comun.errores import ErrorDeDominio, EstadoInvalidoError, SinPermisoError
from trata.cuentas.acciones import exigir
from trata.cuentas.models import Usuario
from trata.cuentas.permisos import Permiso
from trata.informes import consultas
from trata.informes.acciones.archivos import encargar_archivos
from trata.informes.acciones.redaccion import comentar
from trata.informes.acciones.suscripciones import avisar_publicacion
from trata.informes.documento import Documento, a_datos, huella
from trata.informes.models import Comentario, Informe, VersionPublicada
from trata.informes.textos import con_textos
from trata.trabajos.sucesos import anunciar

Estado = Informe.Estado
PASOS: dict[str, tuple[str, str, Permiso]] = {
    "enviar": (Estado.BORRADOR, Estado.EN_REVISION, Permiso.INFORME_REDACTAR),
    "devolver": (Estado.EN_REVISION, Estado.BORRADOR, Permiso.INFORME_APROBAR),
    "aprobar": (Estado.EN_REVISION, Estado.APROBADO, Permiso.INFORME_APROBAR),
    "retirar": (Estado.APROBADO, Estado.BORRADOR, Permiso.INFORME_APROBAR),
    "reabrir": (Estado.PUBLICADO, Estado.BORRADOR, Permiso.INFORME_PUBLICAR),
}
PIDEN_MOTIVO = frozenset({"devolver", "retirar", "reabrir"})
QUE_BLOQUEA = {
    "enviar": ("enviar",),
    "aprobar": ("enviar", "aprobar"),
    "publicar": ("enviar", "aprobar", "publicar"),
}


@transaction.atomic
def registrar_informe(*, datos: Mapping[str, Any], por: Usuario) -> Informe:
    """Empieza un informe."""
    exigir(por, Permiso.INFORME_REDACTAR)
    informe = Informe(**datos, registrado_por=por)
    informe.full_clean()
    informe.save()
    return informe


@transaction.atomic
def mover(*, informe: Informe, paso: str, por: Usuario, motivo: str = "") -> Informe:
    """Envía, devuelve, aprueba, retira la aprobación o reabre.

    Devolver, retirar y reabrir piden motivo. Nadie aprueba lo que empezó o escribió.
    """
    desde, hasta, permiso = PASOS[paso]
    exigir(por, permiso)
    if informe.estado != desde:
        raise EstadoInvalidoError("paso_invalido", "El informe ya no está en ese paso.")
    if paso == "aprobar" and consultas.escribio(por, informe):
        raise SinPermisoError("Otra persona debe aprobar el informe que empezaste o escribiste.")
    limpio = motivo.strip()
    if paso in PIDEN_MOTIVO and not limpio:
        mensaje = "Escribe el motivo: quien lo lea después tiene que entenderlo."
        raise ErrorDeDominio("falta_motivo", mensaje, campos={"motivo": mensaje})
    if paso in QUE_BLOQUEA:
        _exigir_completo(informe, paso, consultas.sin_textos(informe, por))
    informe.estado = hasta
    if paso == "reabrir":
        informe.motivo_de_correccion = limpio
    guardado = informe.guardar_version(
        esperada=informe.version, campos=["estado", "motivo_de_correccion"]
    )
    if paso in {"devolver", "retirar"}:
        comentar(informe=informe, clave=Comentario.GENERAL, texto=limpio, por=por)
    return guardado


def _exigir_completo(informe: Informe, paso: str, documento: Documento) -> None:
    """Lanza `EstadoInvalidoError` con lo primero que falta para dar el paso.

    `documento` es el vivo sin textos.
    """
    faltas = [f for f in consultas.que_falta(informe, documento) if f.bloquea in QUE_BLOQUEA[paso]]
    if faltas:
        otras = f" Y {len(faltas) - 1} más." if len(faltas) > 1 else ""
        raise EstadoInvalidoError("falta_algo", f"Todavía no se puede. {faltas[0].texto}.{otras}")


@transaction.atomic
def publicar(*, informe: Informe, por: Usuario) -> VersionPublicada:
    """Congela cifras, textos y corte bajo un número. Una corrección es otra versión del mismo.

    Encarga los archivos de la versión, que se producen una sola vez, y avisa a los suscritos.
    """
    exigir(por, Permiso.INFORME_PUBLICAR)
    actual = Informe.objects.select_for_update().get(pk=informe.pk)
    if actual.estado != Estado.APROBADO:
        raise EstadoInvalidoError("no_aprobado", "Sólo se publica un informe aprobado.")
    documento = consultas.sin_textos(actual, por)
    _exigir_completo(actual, "publicar", documento)
    datos = a_datos(con_textos(documento, consultas.textos_de(actual)))
    anterior = actual.versiones.order_by("-version").first()
    anio = anterior.anio if anterior else timezone.localdate().year
    publicada = VersionPublicada.objects.create(
        informe=actual,
        anio=anio,
        numero=anterior.numero if anterior else _numero_nuevo(anio),
        version=anterior.version + 1 if anterior else 1,
        datos=datos,
        sha256=huella(datos),
        motivo=actual.motivo_de_correccion,
        procedencia=consultas.procedencia(),
        registrado_por=por,
    )
    actual.estado, actual.motivo_de_correccion = Estado.PUBLICADO, ""
    actual.guardar_version(esperada=actual.version, campos=["estado", "motivo_de_correccion"])
    informe.estado, informe.version = actual.estado, actual.version
    anunciar(suceso="informe.publicado", objeto=informe.uuid, version=publicada.version)
    encargar_archivos(version=publicada, por=por)
    avisar_publicacion(version=publicada)
    return publicada


def _numero_nuevo(anio: int) -> int:
    """El siguiente del año. El candado evita que dos publicaciones a la vez lo compartan."""
    tomar(Candado.NUMERO_DE_INFORME, anio)
    ultimo = VersionPublicada.objects.filter(anio=anio).aggregate(m=Max("numero"))["m"]
    return (ultimo or 0) + 1
