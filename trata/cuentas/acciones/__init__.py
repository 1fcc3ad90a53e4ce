"""Lo que se puede hacer con las cuentas."""

from collections.abc import Mapping
from typing import Any

from allauth.account.forms import default_token_generator
from allauth.account.utils import user_pk_to_url_str
from django.conf import settings
from django.contrib.sessions.models import Session
from django.core.mail import send_mail
from django.db import transaction
from django.urls import reverse
from django.utils import timezone

from trata.comun import cifrado
from trata.comun.errores import ErrorDeDominio, SinPermisoError
from trata.cuentas.models import Designacion, EnvioPendiente, Usuario
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


def comprobar_designacion(
    *, usuario: Usuario, datos: Mapping[str, Any], por: Usuario | None
) -> Designacion:
    """La designación lista para guardar. Nadie se designa a sí mismo; dos roles a la vez, no."""
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
    return designacion


@transaction.atomic
def designar(*, usuario: Usuario, datos: Mapping[str, Any], por: Usuario | None) -> Designacion:
    """Da un rol a un usuario. Desde la pantalla se llega aquí con la aprobación de otra persona."""
    designacion = comprobar_designacion(usuario=usuario, datos=datos, por=por)
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


@transaction.atomic
def recertificar_designacion(*, designacion: Designacion, por: Usuario) -> Designacion:
    """Deja constancia de que el acceso sigue haciendo falta (revisión trimestral)."""
    exigir(por, Permiso.RECERTIFICAR)
    if designacion.usuario_id == por.pk:
        raise ErrorDeDominio("autorecertificacion", "Otra persona debe recertificar tu acceso.")
    designacion.recertificada_en = timezone.now()
    designacion.recertificada_por = por
    designacion.save(update_fields=["recertificada_en", "recertificada_por"])
    return designacion


@transaction.atomic
def editar_usuario(*, usuario: Usuario, datos: Mapping[str, Any], por: Usuario) -> Usuario:
    """Cambia los datos de contacto. El nombre de usuario y el rol no se cambian aquí."""
    exigir(por, Permiso.USUARIO_GESTIONAR)
    campos = [c for c in ("nombres", "apellidos", "email", "entidad") if c in datos]
    for campo in campos:
        setattr(usuario, campo, datos[campo])
    usuario.full_clean(exclude=["password"])
    usuario.save(update_fields=campos)
    return usuario


@transaction.atomic
def desactivar_usuario(*, usuario: Usuario, por: Usuario) -> Usuario:
    """Termina la cuenta y cierra sus sesiones. Su rastro se conserva."""
    exigir(por, Permiso.USUARIO_GESTIONAR)
    if usuario.pk == por.pk:
        raise ErrorDeDominio("autodesactivacion", "No puedes desactivar tu propia cuenta.")
    usuario.is_active = False
    usuario.save(update_fields=["is_active"])
    cerrar_sesiones(usuario=usuario)
    return usuario


@transaction.atomic
def reactivar_usuario(*, usuario: Usuario, por: Usuario) -> Usuario:
    """Devuelve la entrada a una cuenta; sus designaciones vencidas siguen vencidas."""
    exigir(por, Permiso.USUARIO_GESTIONAR)
    usuario.is_active = True
    usuario.save(update_fields=["is_active"])
    return usuario


def cerrar_sesiones(*, usuario: Usuario) -> int:
    """Cierra en el servidor todas las sesiones del usuario; devuelve cuántas."""
    claves = list(usuario.usersession_set.values_list("session_key", flat=True))
    return Session.objects.filter(session_key__in=claves).delete()[0]


def enviar_enlace_de_contrasena(*, usuario: Usuario, por: Usuario) -> None:
    """Manda el enlace para definir contraseña. Vale una vez y vence."""
    exigir(por, Permiso.USUARIO_GESTIONAR)
    if not usuario.email:
        raise ErrorDeDominio(
            "sin_correo", "Escribe su correo institucional antes de enviar el enlace."
        )
    llave = f"{user_pk_to_url_str(usuario)}-{default_token_generator.make_token(usuario)}"
    uidb36, clave = llave.split("-", 1)
    ruta = reverse("account_reset_password_from_key", kwargs={"uidb36": uidb36, "key": clave})
    send_mail(
        "Define tu contraseña de TRATA",
        "Hola:\n\nPara definir tu contraseña, abre este enlace. Vale una sola vez:\n\n"
        f"{settings.DIRECCION_PUBLICA}{ruta}\n\nSi no esperabas este mensaje, avisa a tu "
        "administrador.\n",
        None,
        [usuario.email],
    )


def guardar_envio_pendiente(*, ruta: str, cuerpo: str, por: Usuario) -> EnvioPendiente | None:
    """Guarda cifrado un formulario que llegó con la sesión vencida (hasta 500 kB)."""
    if len(cuerpo) > 500_000 or "password" in cuerpo:
        return None
    EnvioPendiente.objects.filter(usuario=por).delete()
    return EnvioPendiente.objects.create(
        usuario=por, ruta=ruta[:300], cuerpo=cifrado.cifrar(cuerpo)
    )


def descartar_envio_pendiente(*, por: Usuario) -> None:
    """Borra lo que quedó pendiente (ya se usó o la persona lo descartó)."""
    EnvioPendiente.objects.filter(usuario=por).delete()


@transaction.atomic
def elegir_tabla_compacta(*, compacta: bool, por: Usuario) -> None:
    """Guarda la preferencia de densidad de las tablas."""
    por.tabla_compacta = compacta
    por.save(update_fields=["tabla_compacta"])
