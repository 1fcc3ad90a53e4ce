"""El camino de un informe: de borrador a publicado, y la corrección."""

from collections.abc import Mapping
from typing import Any

from django.db import connection, transaction
from django.db.models import Max
from django.utils import timezone

from trata.comun.errores import EstadoInvalidoError, SinPermisoError
from trata.cuentas.acciones import exigir
from trata.cuentas.models import Usuario
from trata.cuentas.permisos import Permiso
from trata.informes import consultas
from trata.informes.documento import a_datos, huella
from trata.informes.models import Informe, VersionPublicada
from trata.trabajos.sucesos import anunciar

CANDADO = 7310
PASOS: dict[str, tuple[str, str, Permiso]] = {
    "enviar": (Informe.Estado.BORRADOR, Informe.Estado.EN_REVISION, Permiso.INFORME_REDACTAR),
    "devolver": (Informe.Estado.EN_REVISION, Informe.Estado.BORRADOR, Permiso.INFORME_APROBAR),
    "aprobar": (Informe.Estado.EN_REVISION, Informe.Estado.APROBADO, Permiso.INFORME_APROBAR),
    "reabrir": (Informe.Estado.PUBLICADO, Informe.Estado.BORRADOR, Permiso.INFORME_PUBLICAR),
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
def mover(*, informe: Informe, paso: str, por: Usuario) -> Informe:
    """Envía, devuelve, aprueba o reabre. Nadie aprueba el informe que empezó."""
    desde, hasta, permiso = PASOS[paso]
    exigir(por, permiso)
    if informe.estado != desde:
        raise EstadoInvalidoError("paso_invalido", "El informe ya no está en ese paso.")
    if paso == "aprobar" and informe.registrado_por_id == por.pk:
        raise SinPermisoError("Otra persona debe aprobar el informe que empezaste.")
    informe.estado = hasta
    return informe.guardar_version(esperada=informe.version, campos=["estado"])


@transaction.atomic
def publicar(*, informe: Informe, por: Usuario) -> VersionPublicada:
    """Congela cifras, textos y corte bajo un número. Una corrección es otra versión del mismo."""
    exigir(por, Permiso.INFORME_PUBLICAR)
    actual = Informe.objects.select_for_update().get(pk=informe.pk)
    if actual.estado != Informe.Estado.APROBADO:
        raise EstadoInvalidoError("no_aprobado", "Sólo se publica un informe aprobado.")
    datos = a_datos(consultas.vivo(actual, por))
    anterior = actual.versiones.order_by("-version").first()
    anio = anterior.anio if anterior else timezone.localdate().year
    publicada = VersionPublicada.objects.create(
        informe=actual,
        anio=anio,
        numero=anterior.numero if anterior else _numero_nuevo(anio),
        version=anterior.version + 1 if anterior else 1,
        datos=datos,
        sha256=huella(datos),
        registrado_por=por,
    )
    actual.estado = Informe.Estado.PUBLICADO
    actual.guardar_version(esperada=actual.version, campos=["estado"])
    informe.estado, informe.version = actual.estado, actual.version
    anunciar(suceso="informe.publicado", objeto=informe.uuid, version=publicada.version)
    return publicada


def _numero_nuevo(anio: int) -> int:
    """El siguiente del año. El candado evita que dos publicaciones a la vez lo compartan."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(%s, %s)", [CANDADO, anio])
    ultimo = VersionPublicada.objects.filter(anio=anio).aggregate(m=Max("numero"))["m"]
    return (ultimo or 0) + 1
