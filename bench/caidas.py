"""Las estadísticas bajo fuego. `python3 -m bench.caidas [--segundos 60] [--semilla 1]`.

Una casa de verdad (PostgreSQL, Redis, dos trabajadores y el reloj) y cuatro escritores que crean
casos, los editan y los mueven de mes y de departamento, todos sobre las mismas rebanadas. Mientras
tanto: kill -9 a un trabajador, FLUSHALL a Redis con los trabajadores vivos, kill -9 a PostgreSQL y
reinicio, y un recálculo completo que se corta a la mitad. Al final se espera a que no quede ninguna
marca y se cuenta todo a mano: hechos contra registros y celdas contra hechos. Sale con error si una
sola celda difiere.
"""

import argparse
import json
import os
import shutil
import sys
import tempfile
import threading
import time
from collections import Counter
from datetime import date
from pathlib import Path
from random import Random
from typing import Any

CARPETA = Path(tempfile.mkdtemp(prefix="trata-caidas-"))
CARPETA.chmod(0o755)
os.environ |= {"TRATA_LOCAL": str(CARPETA), "TRATA_ENTORNO": "demo"}
os.environ.setdefault("DJANGO_SETTINGS_MODULE", "trata.settings")
for sobra in ("DATABASE_URL", "REDIS_URL"):
    os.environ.pop(sobra, None)

import django  # noqa: E402

django.setup()

import redis  # noqa: E402
from django.conf import settings  # noqa: E402
from django.db import DatabaseError, InterfaceError, connections, transaction  # noqa: E402

from bench.matar.casa import Casa  # noqa: E402
from casos.hechos import CASOS, VICTIMAS  # noqa: E402
from casos.models import Caso, CasoLugar, Victima  # noqa: E402
from tests.fabricas.casos import crear_caso  # noqa: E402
from tests.fabricas.hechos import celdas_guardadas  # noqa: E402
from tests.referencia.celdas import celdas_esperadas  # noqa: E402
from tests.referencia.hechos import hechos_esperados  # noqa: E402
from trata.agregados.acciones import marcar, recalcular_todo  # noqa: E402
from trata.agregados.models import Corrida, HechoCaso, HechoVictima, Marca  # noqa: E402
from trata.agregados.variables import variable  # noqa: E402

ESCRITORES = 4
LUGARES = ("080101", "150101", "170101")
GOLPES = ("trabajador", "flushall", "trabajador_2", "base", "recalculo", "trabajador", "flushall")


class CasaDeEstadisticas(Casa):
    """La casa con dos trabajadores y sin web, sobre la configuración de siempre."""

    def __init__(self, carpeta: Path) -> None:
        super().__init__(carpeta, ingenua=False)
        self.entorno["DJANGO_SETTINGS_MODULE"] = "trata.settings"
        orden = self.ordenes["trabajador"]
        self.ordenes = {
            "trabajador": [*orden, "-n", "uno@%h"],
            "trabajador_2": [*orden, "-n", "dos@%h"],
            "reloj": self.ordenes["reloj"],
        }

    def preparar(self) -> None:
        """Base nueva con sus catálogos."""
        self.rutas.raiz.mkdir(parents=True, exist_ok=True)
        self.postgres.arrancar()
        self.redis.arrancar()
        self.manage("migrate", "--verbosity", "0")
        self.manage("cargar_catalogos")
        for nombre in self.ordenes:
            self.arrancar(nombre)

    def levantar_caidos(self) -> None:
        """Lo que en un servidor hace el supervisor: un proceso que salió vuelve a arrancar.

        Un trabajador que arranca justo cuando la base está caída sale con error.
        """
        for nombre, proceso in list(self.procesos.items()):
            if proceso.poll() is not None:
                self.arrancar(nombre)


def escribir(azar: Random, casos: list[int], candado: threading.Lock) -> None:
    """Una escritura con su marca en la misma transacción; crear, editar o mover."""
    with transaction.atomic():
        if len(casos) < 40 or azar.random() < 0.2:
            caso = crear_caso(
                registro=azar.choice(LUGARES),
                victimas=azar.choice((1, 1, 2, 4)),
                estado="enviado",
                fecha_de_registro=date(azar.choice((2023, 2024)), azar.randint(1, 3), 3),
            ).pk
        else:
            with candado:
                caso = azar.choice(casos)
            mover(caso, azar)
        marcar(objetos=[caso])
    with candado:
        casos.append(caso)


def mover(caso: int, azar: Random) -> None:
    """Cambia un caso de mes, de departamento o de lo que dice."""
    que = azar.randint(0, 3)
    if que == 0:
        nueva = date(azar.choice((2023, 2024)), azar.randint(1, 3), 9)
        Caso.objects.filter(pk=caso).update(fecha_de_registro=nueva)
    elif que == 1:
        lugar = CasoLugar.objects.filter(caso=caso, rol="registro")
        lugar.update(ubigeo_id=azar.choice(LUGARES))
    elif que == 2:
        Victima.objects.filter(caso=caso).update(sexo=azar.choice(("mujer", "hombre")))
    else:
        Caso.objects.filter(pk=caso).update(estado=azar.choice(("enviado", "observado")))


def escritor(
    semilla: int, fin: threading.Event, casos: list[int], candado: Any, n: Counter
) -> None:
    """Escribe sin parar; si la base se cayó, espera y sigue."""
    azar = Random(semilla)
    while not fin.is_set():
        try:
            escribir(azar, casos, candado)
            n["escrituras"] += 1
        except (DatabaseError, InterfaceError):
            n["rechazadas"] += 1
            connections.close_all()
            time.sleep(0.3)
        time.sleep(azar.uniform(0, 0.08))
    connections.close_all()


def golpear(casa: CasaDeEstadisticas, golpe: str, azar: Random) -> None:
    """Un golpe y su recuperación."""
    if golpe == "flushall":
        redis.Redis.from_url(settings.REDIS_URL).flushall()
    elif golpe == "recalculo":
        cortado = threading.Thread(target=_recalculo_cortado)
        cortado.start()
        cortado.join()
    else:
        casa.matar(golpe)
        time.sleep(azar.uniform(0.1, 0.8))
        casa.arrancar(golpe)


def _recalculo_cortado() -> None:
    """Un recálculo completo que muere en el segundo paso: queda a medias y alguien lo retoma."""
    pasos = iter((True, False))

    def cortar(*_: object) -> None:
        if not next(pasos, False):
            raise ConnectionError("cortado")

    try:
        recalcular_todo(al_avanzar=cortar)
    except (ConnectionError, DatabaseError, InterfaceError):
        connections.close_all()
    connections.close_all()


def diferencias() -> dict[str, int]:
    """Hechos contra registros y celdas contra hechos, contado a mano."""
    esperados = hechos_esperados()
    guardados = {h["id"]: h for h in HechoVictima.objects.values()}
    salida = {"hechos": sum(esperados.get(k) != guardados.get(k) for k in esperados | guardados)}
    for f, filas in ((VICTIMAS, esperados.values()), (CASOS, HechoCaso.objects.values())):
        numeros = {v: variable(v).numero for v in f.variables}
        a_mano, celdas = celdas_esperadas(filas, numeros, f.pares), celdas_guardadas(f)
        salida[f.codigo] = sum(a_mano[c] != celdas.get(c, 0) for c in a_mano | celdas)
    return salida


def correr(segundos: float, semilla: int) -> dict[str, Any]:
    """Corre la prueba entera y devuelve la cuenta."""
    casa, azar = CasaDeEstadisticas(CARPETA), Random(semilla)
    fin, candado, casos, cuenta = threading.Event(), threading.Lock(), [], Counter()
    golpes: Counter[str] = Counter()
    try:
        casa.preparar()
        hilos = [
            threading.Thread(target=escritor, args=(i, fin, casos, candado, cuenta))
            for i in range(ESCRITORES)
        ]
        for hilo in hilos:
            hilo.start()
        limite, turno = time.monotonic() + segundos, 0
        while time.monotonic() < limite:
            time.sleep(azar.uniform(0.5, 2))
            golpe = GOLPES[turno % len(GOLPES)]
            golpear(casa, golpe, azar)
            golpes[golpe] += 1
            turno += 1
        fin.set()
        for hilo in hilos:
            hilo.join()
        espera = esperar_a_que_no_quede_nada(casa)
        if Corrida.objects.filter(estado=Corrida.Estado.EN_CURSO).exists():
            recalcular_todo()
        return {
            **cuenta, "casos": Caso.objects.count(), "golpes": dict(golpes),
            "segundos_hasta_ponerse_al_dia": round(espera, 1),
            "marcas_sin_atender": Marca.objects.count(), "diferencias": diferencias(),
        }  # fmt: skip
    finally:
        connections.close_all()
        casa.apagar()
        shutil.rmtree(casa.rutas.enchufes, ignore_errors=True)
        shutil.rmtree(CARPETA, ignore_errors=True)


def esperar_a_que_no_quede_nada(casa: CasaDeEstadisticas, limite: float = 120) -> float:
    """Segundos hasta que los trabajadores, solos, atienden todas las marcas."""
    inicio = time.monotonic()
    while time.monotonic() - inicio < limite and Marca.objects.exists():
        casa.levantar_caidos()
        time.sleep(0.5)
    return time.monotonic() - inicio


def principal() -> int:
    """Lee la orden, corre y dice el resultado."""
    opciones = argparse.ArgumentParser(description=__doc__)
    opciones.add_argument("--segundos", type=float, default=60)
    opciones.add_argument("--semilla", type=int, default=1)
    pedido = opciones.parse_args()
    cuenta = correr(pedido.segundos, pedido.semilla)
    sys.stdout.write(json.dumps(cuenta, ensure_ascii=False, indent=2) + "\n")
    sana = not (cuenta["marcas_sin_atender"] or any(cuenta["diferencias"].values()))
    sys.stdout.write("Las celdas son las que dicen los hechos\n" if sana else "FALLA\n")
    return int(not sana)


if __name__ == "__main__":
    sys.exit(principal())
