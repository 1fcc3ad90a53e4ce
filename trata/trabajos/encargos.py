"""Quien ejecuta los trabajos largos.

Mientras un trabajo corre, su proceso sostiene un candado de la base (`pg_advisory_lock`) en una
conexión aparte. Si el proceso muere, la base suelta el candado en el acto: así se sabe que quedó
abandonado sin adivinar tiempos. Por esa misma conexión salen el avance y la señal de vida, que se
ven aunque el trabajo tenga una transacción abierta.
"""

import hashlib
import os
from collections.abc import Callable, Mapping
from datetime import timedelta
from io import BytesIO
from pathlib import Path
from tempfile import TemporaryFile
from typing import Any, BinaryIO, Self

import structlog
from celery.exceptions import SoftTimeLimitExceeded
from django.conf import settings
from django.core.files import File
from django.db import connection, connections, transaction
from django.utils import timezone
from django.utils.module_loading import import_string

from trata.auditoria.contexto import como
from trata.comun.candados import Candado
from trata.comun.cifrado import descifrar_bytes
from trata.comun.cifrado_por_trozos import cifrar_trozos
from trata.comun.errores import ErrorDeDominio
from trata.cuentas.models import Usuario
from trata.trabajos.acciones import VIGENCIA_DE_UN_RESULTADO, borrar_entrada
from trata.trabajos.avisos import avisar_trabajo
from trata.trabajos.bandeja import donde
from trata.trabajos.models import EntradaDeTrabajo, Trabajo

registro = structlog.get_logger(__name__)

Estado = Trabajo.Estado
INTENTOS_MAXIMOS = 5
GRACIA = timedelta(seconds=15)
CADA_CUANTO = timedelta(seconds=1)
# Lo que escribe quien lo ejecuta; la cancelación la escribe su dueño y no se pisa.
CAMPOS_DEL_RESULTADO = (
    *("estado", "error", "hecho", "total", "texto", "resumen", "terminado_en", "vence_en"),
    *("archivo", "archivo_nombre", "archivo_tipo", "archivo_bytes", "archivo_huella"),
)


class TrabajoCancelado(Exception):  # noqa: N818 - no es un error: alguien lo pidió
    """El dueño pidió que parara."""


class EnCurso:
    """Lo que ve la función que hace el trabajo."""

    def __init__(self, trabajo: Trabajo, lateral: Any) -> None:
        self.trabajo = trabajo
        self._lateral = lateral
        self._ultima_senal = timezone.now() - CADA_CUANTO

    @property
    def datos(self) -> Mapping[str, Any]:
        """Los datos con que se encargó."""
        return self.trabajo.datos

    @property
    def usuario(self) -> Usuario:
        """Quien lo encargó; su ámbito y sus permisos son los de ahora."""
        return self.trabajo.propietario

    def entrada(self) -> bytes:
        """El archivo con que se encargó; vacío si no trae."""
        guardada = EntradaDeTrabajo.objects.filter(trabajo=self.trabajo).first()
        return descifrar_bytes(bytes(guardada.contenido_cifrado)) if guardada else b""

    def avance(self, hecho: int, total: int, texto: str = "") -> None:
        """Anota cuánto va. Se puede llamar en cada vuelta: escribe una vez por segundo."""
        ahora = timezone.now()
        self.trabajo.hecho, self.trabajo.total, self.trabajo.texto = hecho, total, texto[:200]
        if ahora - self._ultima_senal < CADA_CUANTO and hecho < total:
            return
        self._ultima_senal = ahora
        with self._lateral.cursor() as cursor:
            cursor.execute(
                "UPDATE trabajos_trabajo SET hecho = %s, total = %s, texto = %s, latido_en = %s "
                "WHERE id = %s",
                [hecho, total, texto[:200], ahora, self.trabajo.pk],
            )

    def fue_cancelado(self) -> bool:
        """Dice si el dueño pidió que parara."""
        with self._lateral.cursor() as cursor:
            cursor.execute(
                "SELECT cancelacion_pedida_en IS NOT NULL FROM trabajos_trabajo WHERE id = %s",
                [self.trabajo.pk],
            )
            return bool(cursor.fetchone()[0])

    def parar_si_se_pidio(self) -> None:
        """Lanza `TrabajoCancelado` si se pidió parar: deshace la transacción en curso."""
        if self.fue_cancelado():
            raise TrabajoCancelado

    def adjuntar(self, nombre: str, contenido: bytes | Path, tipo: str) -> None:
        """Guarda cifrado el resultado (contenido o ruta) con el nombre que verá la persona."""
        if isinstance(contenido, Path):
            with contenido.open("rb") as abierto:
                self._guardar(nombre, abierto, tipo)
        else:
            self._guardar(nombre, BytesIO(contenido), tipo)

    def _guardar(self, nombre: str, contenido: BinaryIO, tipo: str) -> None:
        trabajo = self.trabajo
        trabajo.archivo_huella = hashlib.file_digest(contenido, "sha256").hexdigest()
        trabajo.archivo_bytes = contenido.seek(0, os.SEEK_END)
        contenido.seek(0)
        with TemporaryFile() as cifrado:
            cifrar_trozos(contenido, cifrado)
            cifrado.seek(0)
            trabajo.archivo.save(f"{trabajo.uuid}.bin", File(cifrado), save=False)
        trabajo.archivo_nombre, trabajo.archivo_tipo = nombre[:150], tipo[:100]

    def resumen(self, valores: Mapping[str, Any]) -> None:
        """Guarda las cifras del resultado, que la página muestra como lista."""
        self.trabajo.resumen = dict(valores)

    def dar_por_hecho(self, valores: Mapping[str, Any]) -> None:
        """Como `resumen`, pero en la transacción en curso, y es lo último que se escribe en ella.

        Si el proceso muere justo después de confirmarla, quien lo retome sabe que ya estaba.
        """
        self.resumen(valores)
        self.trabajo.save(update_fields=["resumen"])

    @property
    def ya_estaba_hecho(self) -> bool:
        """Un intento anterior lo terminó y murió antes de decirlo."""
        return bool(self.trabajo.resumen)


class _Lateral:
    """Conexión aparte con el candado del trabajo. Dentro de una transacción ya abierta (una
    prueba) se usa la misma conexión: otra no vería la fila."""

    def __init__(self, pk: int) -> None:
        self.pk = pk
        self.propia = not connection.in_atomic_block
        self.conexion = connections.create_connection("default") if self.propia else connection

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        if self.propia:
            self.conexion.close()
            return
        with self.conexion.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_unlock(%s, %s)", [Candado.TRABAJO, self.pk])

    def tomar(self) -> bool:
        """Toma el candado; falso si otro proceso está vivo con este trabajo."""
        with self.conexion.cursor() as cursor:
            cursor.execute("SELECT pg_try_advisory_lock(%s, %s)", [Candado.TRABAJO, self.pk])
            return bool(cursor.fetchone()[0])


def _empezar(pk: int) -> Trabajo | None:
    """Pasa a «en curso» lo que está en cola (o quedó abandonado); nada si ya no toca."""
    with transaction.atomic():
        trabajo = (
            Trabajo.objects.select_for_update(of=("self",))
            .select_related("propietario")
            .filter(pk=pk)
            .first()
        )
        if trabajo is None or not trabajo.esta_vivo:
            return None
        ahora = timezone.now()
        if trabajo.cancelacion_pedida_en is not None:
            trabajo.estado, trabajo.terminado_en = Estado.CANCELADO, ahora
        elif trabajo.intentos >= INTENTOS_MAXIMOS:
            trabajo.estado, trabajo.terminado_en = Estado.FALLIDO, ahora
            trabajo.error = f"Se interrumpió {INTENTOS_MAXIMOS} veces. Avisa a quien administra."
        else:
            trabajo.estado, trabajo.intentos = Estado.EN_CURSO, trabajo.intentos + 1
            trabajo.iniciado_en, trabajo.latido_en = trabajo.iniciado_en or ahora, ahora
        trabajo.save()
        return trabajo if trabajo.estado == Estado.EN_CURSO else None


def _terminar(trabajo: Trabajo, estado: str, error: str = "") -> None:
    trabajo.estado, trabajo.error, trabajo.terminado_en = estado, error[:300], timezone.now()
    if estado == Estado.TERMINADO:
        trabajo.hecho = trabajo.total
        trabajo.vence_en = trabajo.terminado_en + VIGENCIA_DE_UN_RESULTADO
    trabajo.save(update_fields=CAMPOS_DEL_RESULTADO)
    borrar_entrada(trabajo)


def _correr(funcion: Callable[[EnCurso], None], trabajo: Trabajo, lateral: Any) -> None:
    """Corre la función y deja el trabajo en su estado final. Una caída del proceso no pasa por
    aquí: el trabajo queda «en curso» y sin candado, y se retoma."""
    try:
        with como(trabajo.propietario, motivo=f"trabajo: {trabajo.tipo}"):
            funcion(EnCurso(trabajo, lateral))
    except TrabajoCancelado:
        _terminar(trabajo, Estado.CANCELADO)
    except ErrorDeDominio as error:
        _terminar(trabajo, Estado.FALLIDO, error.mensaje)
    except SoftTimeLimitExceeded:
        _terminar(trabajo, Estado.FALLIDO, "Tardó más de lo permitido.")
    except Exception as error:  # noqa: BLE001 - el trabajo queda fallido y visible
        registro.error("trabajo_fallido", tipo=trabajo.tipo, error=donde(error))
        _terminar(trabajo, Estado.FALLIDO, f"Falla nuestra ({donde(error)}).")
    else:
        _terminar(trabajo, Estado.TERMINADO)


def ejecutar(pk: int) -> bool:
    """Ejecuta el trabajo `pk` si nadie lo tiene; dice si lo ejecutó."""
    with _Lateral(pk) as lateral:
        if not lateral.tomar():
            return False
        trabajo = _empezar(pk)
        if trabajo is None:
            return False
        funcion = import_string(settings.TIPOS_DE_TRABAJO[trabajo.tipo])
        _correr(funcion, trabajo, lateral.conexion)
        return True


def recuperar_abandonados() -> int:
    """Vuelve a avisar de lo que está en cola hace rato o en curso sin proceso vivo."""
    limite = timezone.now() - GRACIA
    pendientes = Trabajo.objects.vivos().filter(creado_en__lt=limite).values_list("pk", flat=True)
    avisados = 0
    for pk in list(pendientes[:100]):
        with _Lateral(pk) as lateral:
            libre = lateral.tomar()
        if libre:
            avisar_trabajo(pk)
            avisados += 1
    return avisados
