#!/usr/bin/env python3
"""Crea los secretos de una instalación en servidor, cada uno en su archivo.

Uso: python3 trata/servicios_locales/crear_llaves.py [CARPETA]   (por defecto, `secretos`)

Sólo usa la biblioteca estándar: se puede ejecutar antes de instalar nada. Lo que ya existe no se
toca: perder una llave de cifrado es perder lo cifrado. La carpeta queda con permiso 0700; los
archivos, 0444, porque dentro de cada contenedor los lee una cuenta sin privilegios.
"""

import os
import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent))

from secretos import (  # noqa: E402 - se ejecuta por su ruta, sin el paquete
    clave_secreta_nueva,
    llave_de_indice_nueva,
    llave_nueva,
)

BASE = "db:5432/trata"


def secretos_nuevos(carpeta: Path) -> dict[str, str]:
    """Devuelve el texto de cada secreto; las direcciones usan las claves que ya haya."""
    valores = {
        nombre: _existente(carpeta, nombre) or fabricar()
        for nombre, fabricar in (
            ("clave_postgres", clave_secreta_nueva),
            ("clave_app", clave_secreta_nueva),
            ("clave_redis", clave_secreta_nueva),
            ("secret_key", clave_secreta_nueva),
            ("llaves_de_cifrado", llave_nueva),
            ("llave_de_indice", llave_de_indice_nueva),
            ("llave_de_sello", lambda: f"s1:{llave_de_indice_nueva()}"),
        )
    }
    return valores | {
        "database_url": f"postgres://app:{valores['clave_app']}@{BASE}",
        "database_url_migraciones": f"postgres://postgres:{valores['clave_postgres']}@{BASE}",
        "redis_url": f"redis://:{valores['clave_redis']}@redis:6379/0",
    }


def _existente(carpeta: Path, nombre: str) -> str:
    archivo = carpeta / nombre
    return archivo.read_text(encoding="ascii").strip() if archivo.exists() else ""


def crear(carpeta: Path) -> list[str]:
    """Escribe los secretos que falten en `carpeta`; devuelve los nombres de los que escribió."""
    carpeta.mkdir(parents=True, exist_ok=True)
    carpeta.chmod(0o700)
    escritos = []
    for nombre, valor in secretos_nuevos(carpeta).items():
        try:
            descriptor = os.open(carpeta / nombre, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o444)
        except FileExistsError:
            continue
        with os.fdopen(descriptor, "w", encoding="ascii") as salida:
            salida.write(valor)
        os.chmod(carpeta / nombre, 0o444)
        escritos.append(nombre)
    return escritos


def principal(argumentos: list[str]) -> None:
    """Crea los secretos en la carpeta pedida y dice qué hizo."""
    carpeta = Path(argumentos[0] if argumentos else "secretos")
    escritos = crear(carpeta)
    print(f"Escribí {len(escritos)} secretos en {carpeta.resolve()}.")
    print("Guarda una copia fuera de este equipo: sin las llaves, un respaldo no se puede leer.")


if __name__ == "__main__":
    principal(sys.argv[1:])
