"""`python -m bench.matar [--envios 2000] [--ingenua]`: mata y cuenta.

Sale con error si se perdió o se dobló un envío reconocido. Con `--ingenua` (sin bandeja) se espera
que pierda: si no pierde, la prueba no prueba nada.
"""

import argparse
import json
import shutil
import sys
import tempfile
import threading
import time
import urllib.error
import urllib.request
from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from dataclasses import asdict, dataclass
from pathlib import Path
from random import Random

from bench.matar.casa import Casa

PIEZAS = ("trabajador", "web", "redis", "trabajador", "base", "reloj", "trabajador", "redis")


@dataclass
class Cuenta:
    """Lo que se contó al final."""

    envios: int
    reconocidos: int
    filas: int
    filas_dobles: int
    efectos: int
    perdidos: int
    dobles: int
    muertes: dict[str, int]
    reintentos: int
    segundos: float
    segundos_hasta_vaciar: float


class Cliente:
    """Envía con clave hasta que le responden que sí."""

    def __init__(self, url: str) -> None:
        self.url = url
        self.reconocidos: set[str] = set()
        self.reintentos = 0

    def enviar(self, clave: str) -> None:
        cuerpo = json.dumps({"clave": clave}).encode()
        while True:
            pedido = urllib.request.Request(
                self.url,
                data=cuerpo,
                headers={"Content-Type": "application/json", "Idempotency-Key": clave},
            )
            try:
                with urllib.request.urlopen(pedido, timeout=10) as respuesta:
                    if respuesta.status == 201:
                        self.reconocidos.add(clave)
                        return
            except (OSError, urllib.error.URLError):
                pass
            self.reintentos += 1
            time.sleep(0.1)


def matanza(casa: Casa, fin: threading.Event, muertes: Counter, azar: Random) -> None:
    """Mata una pieza, espera un momento y la vuelve a arrancar, hasta que se acabe."""
    turno = 0
    while not fin.wait(azar.uniform(0.6, 1.6)):
        pieza = PIEZAS[turno % len(PIEZAS)]
        turno += 1
        casa.matar(pieza)
        muertes[pieza] += 1
        time.sleep(azar.uniform(0.1, 0.8))
        casa.arrancar(pieza)


def esperar_a_la_web(cliente: Cliente) -> None:
    """Envía uno que no cuenta, para que todo esté arrancado."""
    cliente.enviar("calentamiento")
    cliente.reconocidos.clear()
    cliente.reintentos = 0


def contar(casa: Casa, cliente: Cliente) -> dict[str, int]:
    """Filas, efectos, lo reconocido que no tiene efecto y lo que lo tiene dos veces."""
    with casa.conectar() as conexion, conexion.cursor() as cursor:
        cursor.execute("SELECT clave FROM matar_envio WHERE clave <> 'calentamiento'")
        filas = Counter(f[0] for f in cursor.fetchall())
        cursor.execute("SELECT clave FROM matar_efecto WHERE clave <> 'calentamiento'")
        efectos = Counter(f[0] for f in cursor.fetchall())
    return {
        "filas": len(filas),
        "filas_dobles": sum(n > 1 for n in filas.values()),
        "efectos": sum(efectos.values()),
        "perdidos": len(cliente.reconocidos - set(efectos)),
        "dobles": sum(n > 1 for n in efectos.values()),
    }


def esperar_a_que_se_vacie(casa: Casa, cliente: Cliente, limite: float) -> float:
    """Espera a que todo reconocido tenga efecto, hasta `limite` segundos."""
    inicio = time.monotonic()
    while time.monotonic() - inicio < limite and contar(casa, cliente)["perdidos"]:
        time.sleep(1)
    return time.monotonic() - inicio


def correr(envios: int, *, ingenua: bool, semilla: int = 1, limite: float = 120) -> Cuenta:
    """Corre la prueba entera en una carpeta temporal y devuelve la cuenta."""
    carpeta = Path(tempfile.mkdtemp(prefix="trata-matar-"))
    carpeta.chmod(0o755)
    casa = Casa(carpeta, ingenua=ingenua)
    try:
        casa.preparar()
        cliente = Cliente(casa.url)
        esperar_a_la_web(cliente)
        fin, muertes, inicio = threading.Event(), Counter(), time.monotonic()
        verdugo = threading.Thread(target=matanza, args=(casa, fin, muertes, Random(semilla)))
        verdugo.start()
        with ThreadPoolExecutor(8) as hilos:
            list(hilos.map(cliente.enviar, [f"e{n}" for n in range(envios)]))
        fin.set()
        verdugo.join()
        segundos = time.monotonic() - inicio
        vaciar = esperar_a_que_se_vacie(casa, cliente, limite)
        return Cuenta(
            envios=envios,
            reconocidos=len(cliente.reconocidos),
            **contar(casa, cliente),
            muertes=dict(muertes),
            reintentos=cliente.reintentos,
            segundos=round(segundos, 1),
            segundos_hasta_vaciar=round(vaciar, 1),
        )
    finally:
        casa.apagar()
        shutil.rmtree(casa.rutas.enchufes, ignore_errors=True)
        shutil.rmtree(carpeta, ignore_errors=True)


def principal() -> int:
    """Lee la orden, corre y dice el resultado."""
    opciones = argparse.ArgumentParser(description=__doc__)
    opciones.add_argument("--envios", type=int, default=2000)
    opciones.add_argument("--ingenua", action="store_true")
    opciones.add_argument("--semilla", type=int, default=1)
    pedido = opciones.parse_args()
    limite = 20 if pedido.ingenua else 120
    cuenta = correr(pedido.envios, ingenua=pedido.ingenua, semilla=pedido.semilla, limite=limite)
    print(json.dumps(asdict(cuenta), ensure_ascii=False, indent=2))
    sana = not (cuenta.perdidos or cuenta.dobles or cuenta.filas_dobles)
    if pedido.ingenua:
        print("Rojo, como debe" if not sana else "No perdió nada: la prueba no prueba nada")
        return int(sana)
    print("Nada se perdió ni se dobló" if sana else "FALLA")
    return int(not sana)


if __name__ == "__main__":
    sys.exit(principal())
