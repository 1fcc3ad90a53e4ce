"""`manage.py llaves`: crea, lista, verifica y rota las llaves; ninguna se guarda en la base."""

import os
import stat
from collections.abc import Callable
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.exceptions import ImproperlyConfigured
from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils.module_loading import import_string

from trata.auditoria.sello.llave import NOMBRE as SELLO
from trata.auditoria.sello.llave import llaves_de_sello
from trata.comun import cifrado
from trata.comun.almacenes import Almacen
from trata.servicios_locales.secretos import (
    clave_secreta_nueva,
    escribir_secreto,
    llave_de_indice_nueva,
    llave_de_sello_nueva,
    llave_nueva,
)

LOTE = 500
LLAVES: dict[str, tuple[str, str, Callable[[], str]]] = {
    "cifrado": ("LLAVES_DE_CIFRADO", "llaves-de-cifrado", llave_nueva),
    "indice": ("LLAVE_DE_INDICE", "llave-de-indice", llave_de_indice_nueva),
    "sello": ("LLAVE_DE_SELLO", SELLO, llave_de_sello_nueva),
}
ACCIONES = ("crear", "listar", "verificar", "agregar", "rotar", "retirar", "clave-secreta")


class Command(BaseCommand):
    """Las llaves de cifrado, del índice y del sello."""

    help = (
        "crear: hace las que falten. listar: sus nombres, sin mostrarlas. verificar: que sirvan. "
        "agregar cifrado|sello: una nueva, que pasa a ser la vigente. rotar: recifra todo con la "
        "vigente (se puede cortar y repetir). retirar: quita las anteriores si ya nadie las usa. "
        "clave-secreta: escribe una SECRET_KEY."
    )
    requires_system_checks: list[str] = []

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("accion", choices=ACCIONES)
        parser.add_argument("cual", nargs="?", choices=("cifrado", "sello"), default="cifrado")
        parser.add_argument(
            "--carpeta", type=Path, help="dónde dejar los archivos (0600) al crear en un servidor"
        )

    def handle(self, *args: Any, accion: str, **options: Any) -> None:
        try:
            getattr(self, accion.replace("-", "_"))(**options)
        except ImproperlyConfigured as error:
            raise CommandError(str(error)) from error

    def clave_secreta(self, **_: Any) -> None:
        self.stdout.write(clave_secreta_nueva())

    def _archivo(self, cual: str, carpeta: Path | None = None) -> Path:
        return (carpeta or settings.LOCAL.raiz / "secretos") / LLAVES[cual][1]

    def crear(self, carpeta: Path | None = None, **_: Any) -> None:
        """Hace las que falten; en un servidor, con `--carpeta`, o las escribe para guardarlas."""
        for cual, (variable, _nombre, fabricar) in LLAVES.items():
            if settings.EN_SERVIDOR and carpeta is None:
                self.stdout.write(f"{variable}={fabricar()}")
                continue
            archivo = self._archivo(cual, carpeta)
            if archivo.exists():
                self.stdout.write(f"{variable}: ya existe en {archivo}")
                continue
            escribir_secreto(archivo, fabricar())
            self.stdout.write(f"{variable}_FILE={archivo}")
        if settings.EN_SERVIDOR:
            self.stdout.write("# LLAVE_DE_SELLO va sólo en el proceso sellador.")

    def listar(self, **_: Any) -> None:
        """Los nombres de las llaves; la primera es la vigente. Ninguna se muestra."""
        nombres = list(cifrado.leer_llaves(settings.LLAVES_DE_CIFRADO))
        self._lista("cifrado", nombres)
        cifrado.leer_llave_de_indice(settings.LLAVE_DE_INDICE)
        self.stdout.write("índice: hay una")
        try:
            self._lista("sello", list(llaves_de_sello()))
        except ImproperlyConfigured:
            self.stdout.write("sello: este proceso no la tiene (sólo el sellador)")

    def _lista(self, cual: str, nombres: list[str]) -> None:
        for i, nombre in enumerate(nombres):
            self.stdout.write(f"{cual}: {nombre}{' (vigente)' if i == 0 else ' (anterior)'}")

    def verificar(self, **_: Any) -> None:
        """Comprueba que las llaves sirvan y que los archivos sean sólo de su dueño."""
        cifrado.comprobar_llaves()
        prueba = "prueba de ida y vuelta"
        if cifrado.descifrar(cifrado.cifrar(prueba)) != prueba:
            raise CommandError("La llave vigente no descifra lo que cifra.")
        for cual, (variable, _nombre, _fabricar) in LLAVES.items():
            indicado = os.environ.get(f"{variable}_FILE")
            archivo = Path(indicado) if indicado else self._archivo(cual)
            if archivo.exists() and stat.S_IMODE(archivo.stat().st_mode) & 0o077:
                raise CommandError(f"{archivo} lo pueden leer otros. Ejecuta: chmod 600 {archivo}")
        self.stdout.write(self.style.SUCCESS("Las llaves sirven y están protegidas."))

    def agregar(self, cual: str, **_: Any) -> None:
        """Una llave nueva, que pasa a ser la vigente; las anteriores siguen descifrando."""
        variable, _nombre, fabricar = LLAVES[cual]
        archivo = self._archivo(cual)
        nueva = fabricar()
        if settings.EN_SERVIDOR or os.environ.get(variable):
            self.stdout.write(f"Pon esto delante de lo que ya tiene {variable}, con una coma:")
            self.stdout.write(nueva)
            return
        escribir_secreto(archivo, f"{nueva},{archivo.read_text(encoding='ascii').strip()}")
        self.stdout.write(f"Vigente: {nueva.partition(':')[0]}. Reinicia y ejecuta: llaves rotar")

    def rotar(self, **_: Any) -> None:
        """Recifra todos los almacenes con la llave vigente; se puede cortar y repetir."""
        total = 0
        for almacen in self._almacenes():
            propias = 0
            while hechas := almacen.recifrar(LOTE):
                propias += hechas
                self.stdout.write(f"{almacen.nombre}: {propias}")
            total += propias
        self.stdout.write(self.style.SUCCESS(f"Recifradas {total}. Vigente: {self._vigente()}"))

    def retirar(self, **_: Any) -> None:
        """Quita las llaves anteriores después de comprobar que ningún almacén las usa."""
        en_uso = [(a.nombre, n) for a in self._almacenes() if (n := a.pendientes())]
        if en_uso:
            detalle = "; ".join(f"{nombre}: {n}" for nombre, n in en_uso)
            raise CommandError(
                f"No se retira: aún hay datos con una llave anterior ({detalle}). Ejecuta: llaves "
                "rotar. Si quedan archivos, es que no están en su sitio: repónlos del respaldo."
            )
        archivo = self._archivo("cifrado")
        if settings.EN_SERVIDOR or not archivo.exists():
            self.stdout.write(f"Deja en LLAVES_DE_CIFRADO sólo {self._vigente()}.")
            return
        escribir_secreto(archivo, archivo.read_text(encoding="ascii").split(",")[0].strip())
        self.stdout.write(f"Queda sólo {self._vigente()}.")

    def _almacenes(self) -> list[Almacen]:
        return [import_string(ruta) for ruta in settings.ALMACENES_CIFRADOS]

    def _vigente(self) -> str:
        return cifrado.llave_vigente()
