"""Los dos servicios embebidos juntos: qué hace falta arrancar según el entorno."""

import os
import shutil

from trata.servicios_locales.postgres import Postgres
from trata.servicios_locales.procesos import refugio
from trata.servicios_locales.redis_local import Redis, hay_redis_externo
from trata.servicios_locales.rutas import RutasLocales

Servicio = Postgres | Redis


def hay_base_externa() -> bool:
    """Dice si el entorno define su propio PostgreSQL."""
    return bool(os.environ.get("DATABASE_URL") or os.environ.get("DATABASE_URL_FILE"))


def servicios(rutas: RutasLocales, *, duradero: bool = True) -> dict[str, Servicio]:
    """Devuelve los servicios embebidos que este entorno necesita, por nombre."""
    hacen_falta: dict[str, Servicio] = {}
    if not hay_base_externa():
        datos = refugio(rutas.raiz / "postgres")
        hacen_falta["PostgreSQL"] = Postgres(datos, rutas.enchufes, duradero)
    if not hay_redis_externo():
        hacen_falta["Redis"] = Redis(rutas.raiz / "redis", rutas.enchufes)
    return hacen_falta


def arrancar(rutas: RutasLocales, *, duradero: bool = True) -> list[str]:
    """Arranca lo que falte; devuelve los nombres de lo que arrancó ahora."""
    rutas.raiz.mkdir(parents=True, exist_ok=True)
    nuevos = []
    for nombre, servicio in servicios(rutas, duradero=duradero).items():
        if not servicio.listo():
            servicio.arrancar()
            nuevos.append(nombre)
    return nuevos


def detener(rutas: RutasLocales) -> None:
    """Detiene los servicios embebidos y borra la carpeta de enchufes."""
    for servicio in servicios(rutas).values():
        servicio.detener()
    shutil.rmtree(rutas.enchufes, ignore_errors=True)


def borrar_base(rutas: RutasLocales) -> None:
    """Borra los datos del PostgreSQL embebido, ya detenido."""
    servicio = servicios(rutas).get("PostgreSQL")
    if servicio is not None:
        shutil.rmtree(servicio.datos, ignore_errors=True)


def nacimiento(rutas: RutasLocales) -> str:
    """Devuelve cuándo se creó la base embebida; vacío si es ajena o aún no existe."""
    servicio = servicios(rutas).get("PostgreSQL")
    marca = servicio.datos / "PG_VERSION" if servicio is not None else None
    return str(marca.stat().st_mtime) if marca is not None and marca.exists() else ""
