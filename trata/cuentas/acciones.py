"""Lo que se puede hacer con las cuentas."""

from collections.abc import Mapping
from typing import Any

from django.db import transaction
from django.utils import timezone

from trata.comun.errores import ErrorDeDominio, SinPermisoError
from trata.cuentas.models import Designacion, Usuario
from trata.cuentas.permisos import Permiso


def exigir(usuario: Usuario, permiso: Permiso) -> None:
    """Lanza `SinPermisoError` si el usuario no tiene el permiso."""
    if not usuario.tiene_permiso(permiso):
        raise SinPermisoError()


@transaction.atomic
def registrar_usuario(*, datos: Mapping[str, Any], por: Usuario | None) -> Usuario:
    """Crea un usuario sin contraseña utilizable (la define con el enlace que recibe).

    `por=None` sólo en la preparación de la casa. Devuelve el usuario guardado.
    """
    if por is not None:
        exigir(por, Permiso.USUARIO_GESTIONAR)
    valores = dict(datos)
    contrasena = valores.pop("password", None)
    usuario = Usuario(**valores)
    usuario.username = usuario.username.lower()
    usuario.set_password(contrasena)
    usuario.full_clean(exclude=["password"])
    usuario.save()
    return usuario


@transaction.atomic
def designar(*, usuario: Usuario, datos: Mapping[str, Any], por: Usuario | None) -> Designacion:
    """Da un rol a un usuario. Nadie se designa a sí mismo; dos roles vigentes a la vez, no."""
    if por is not None:
        exigir(por, Permiso.USUARIO_GESTIONAR)
        if por.pk == usuario.pk:
            raise ErrorDeDominio("autodesignacion", "No puedes cambiar tus propios accesos.")
    Usuario.objects.select_for_update().get(pk=usuario.pk)
    designacion = Designacion(usuario=usuario, registrado_por=por, **datos)
    designacion.full_clean()
    otras = usuario.designaciones.vigentes(designacion.desde).exclude(rol=designacion.rol)
    if otras.exists():
        raise ErrorDeDominio(
            "rol_incompatible",
            "Esta cuenta ya tiene otro rol vigente. Revócalo antes o crea otra cuenta.",
            campos={"rol": "Ya tiene otro rol vigente."},
        )
    designacion.save()
    usuario.__dict__.pop("designaciones_vigentes", None)
    return designacion


@transaction.atomic
def revocar_designacion(*, designacion: Designacion, por: Usuario) -> Designacion:
    """Termina una designación ahora. Surte efecto en el siguiente pedido."""
    exigir(por, Permiso.USUARIO_GESTIONAR)
    if designacion.revocada_en is not None:
        raise ErrorDeDominio("ya_revocada", "Esta designación ya estaba revocada.")
    designacion.revocada_en = timezone.now()
    designacion.revocada_por = por
    designacion.save(update_fields=["revocada_en", "revocada_por"])
    return designacion
