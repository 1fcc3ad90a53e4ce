"""La API a volumen: `python3 -m bench.api [listas|altas] [victimas]`.

- `listas`: cien casos con sus víctimas, frente a un ModelViewSet llano con los mismos campos
  (`bench/llana.py`; meta: ≥ 3 veces sus pedidos por segundo, comprobando antes que dicen lo mismo),
  y la página 10 000 frente a la primera (meta: ≤ 1,2 veces), en cada orden. Con 1 millón de
  víctimas si no se dice otra cosa. Las dos cosas se miden por turnos y la meta se exige en tiempo
  de procesador (el de Python y el de su conexión a PostgreSQL), que no depende de quién más usa
  la máquina; el de reloj se dice al lado. Si una meta no se cumple, sale con error.
- `altas`: casos creados por segundo por un solo proceso del servidor real (gunicorn, cuatro hilos)
  con veinte sistemas a la vez, con su credencial y su clave, durante quince segundos, con la base
  en modo duradero (meta: ≥ 25 por segundo y ningún fallo).
"""

import json
import os
import subprocess
import sys
import time
from contextlib import contextmanager
from functools import partial
from http.client import HTTPConnection
from multiprocessing import get_context
from pathlib import Path
from uuid import uuid4

from django.contrib.auth import get_user
from django.db import connection
from django.test import Client, override_settings

from bench.base import Medida, base_desechable, decir, medir_a_la_par, opciones
from bench.casos import analizar
from bench.matar.casa import puerto_libre
from casos.api.views import CasoViewSet
from casos.models import Caso
from casos.sintetico.demostracion import cargar
from casos.sintetico.volumen import multiplicar
from tests import bases
from tests.fabricas.casos import crear_usuario
from tests.fabricas.integracion import token_para
from trata.comun.paginacion import Cursor

MILLON = 1_000_000
PAGINA_LEJANA, POR_PAGINA = 10_000, 50
VECES, VECES_LA_LLANA, LEJANA_MAXIMA = 31, 3, 1.2
AMBITOS = (("nacional", ("",)), ("Cusco", ("08",)))
ORDENES = tuple(f"{s}{campo}" for campo in CasoViewSet.ordenables for s in ("", "-"))
INCUMPLIDAS: list[str] = []
CLIENTES, SEGUNDOS = 20, 15


def entrar(*prefijos: str) -> Client:
    """Un analista de ese ámbito, ya dentro."""
    cliente = Client()
    cliente.force_login(crear_usuario(f"bench-{uuid4().hex[:6]}", "analista", *prefijos))
    return cliente


def leer(cliente: Client, ruta: str) -> dict:
    """El cuerpo; se detiene si no es 200."""
    respuesta = cliente.get(ruta)
    if respuesta.status_code != 200:
        raise SystemExit(f"{ruta}: {respuesta.status_code} {respuesta.content[:200]}")
    return json.loads(respuesta.content)


def frente_a_la_llana() -> None:
    """Pedidos por segundo de las dos, tras comprobar que responden lo mismo."""
    propia, llana = "/api/v1/casos/?incluir=victimas&limite=100", "/llana/casos/"
    for nombre, prefijos in AMBITOS:
        cliente = entrar(*prefijos)
        a, b = leer(cliente, propia)["resultados"], leer(cliente, llana)["results"]
        for caso in (*a, *b):
            caso["hechos"] = ""  # el relato sólo lo ve quien lleva el caso; la llana no lo cuida
        if a != b:
            raise SystemExit("La API y la llana no dicen lo mismo.")
        suyas = sum(len(c["victimas"]) for c in a)
        propia_, llana_ = medir_a_la_par(
            partial(cliente.get, propia), partial(cliente.get, llana), veces=VECES
        )
        razon = llana_.procesador / propia_.procesador
        decir(
            f"cien casos con {suyas} víctimas, {nombre}: {_ms(propia_)} frente a {_ms(llana_)}; "
            f"razón {llana_.reloj / propia_.reloj:.1f} en reloj, {razon:.1f} en procesador"
        )
        exigir(razon >= VECES_LA_LLANA, f"La API no llega a {VECES_LA_LLANA} veces la llana.")


def _ms(m: Medida) -> str:
    return f"{m.reloj * 1000:.1f} ms ({m.procesador * 1000:.1f} de procesador)"


def exigir(cumple: bool, mensaje: str) -> None:
    """Se anota y, al final, el banco sale con error: una meta que no se cumple no pasa callada."""
    if not cumple:
        INCUMPLIDAS.append(mensaje)


def pagina_lejana(nombre: str, *prefijos: str) -> None:
    """La última página (la 10 000, si la hay) y la primera, en cada orden, para un ámbito."""
    cliente = entrar(*prefijos)
    usuario = get_user(cliente)
    visibles = Caso.objects.visibles_para(usuario).exclude(fecha_de_registro=None)
    pagina = min(PAGINA_LEJANA, visibles.count() // POR_PAGINA)
    for orden in ORDENES:
        campo = {"registrado_en": "pk"}.get(orden.removeprefix("-"), orden.removeprefix("-"))
        sentido = "-" if orden.startswith("-") else ""
        fila = visibles.order_by(f"{sentido}{campo}", f"{sentido}pk")[(pagina - 1) * POR_PAGINA - 1]
        cursor = Cursor(None if campo == "pk" else getattr(fila, campo), fila.pk).escrito()
        ruta = f"/api/v1/casos/?orden={orden}&limite={POR_PAGINA}"
        primera, lejana = medir_a_la_par(
            partial(leer, cliente, ruta), partial(leer, cliente, f"{ruta}&cursor={cursor}"),
            veces=VECES,
        )  # fmt: skip
        razon = lejana.procesador / primera.procesador
        decir(
            f"página {pagina} por {orden}, {nombre}: {_ms(lejana)}; la primera, {_ms(primera)}; "
            f"razón {lejana.reloj / primera.reloj:.2f} en reloj, {razon:.2f} en procesador"
        )
        cumple = razon <= LEJANA_MAXIMA or pagina < PAGINA_LEJANA
        exigir(cumple, f"La página {pagina} por {orden} cuesta {razon:.2f} veces.")


def listas(victimas: int) -> None:
    """Lo que cuesta leer."""
    cargar(lambda _: None)
    inicio = time.perf_counter()
    n = multiplicar(victimas)
    analizar()
    segundos = time.perf_counter() - inicio
    decir(f"{Caso.objects.count()} casos, {n} víctimas ({segundos:.0f} s en prepararlo)")
    with override_settings(ROOT_URLCONF="bench.llana"):
        frente_a_la_llana()
    for nombre, prefijos in AMBITOS:
        pagina_lejana(nombre, *prefijos)


@contextmanager
def servidor() -> int:
    """Un proceso de gunicorn, como el de la imagen; devuelve su puerto."""
    puerto = puerto_libre()
    entorno = os.environ | {"BENCH_BASE": bases.nombre_de_mi_base()}
    orden = [
        *(str(Path(sys.executable).parent / "gunicorn"), "bench.servidor", "--workers", "1"),
        *("--worker-class", "gthread", "--threads", "4", "--log-level", "warning"),
        *("--bind", f"127.0.0.1:{puerto}", "--keep-alive", "30"),
    ]
    proceso = subprocess.Popen(orden, env=entorno)
    try:
        for _ in range(100):
            try:
                HTTPConnection("127.0.0.1", puerto, timeout=5).request("GET", "/salud/")
                break
            except OSError:
                time.sleep(0.2)
        yield puerto
    finally:
        proceso.terminate()
        proceso.wait(20)


def un_sistema(puerto: int, token: str, hasta: float, salida: object) -> None:
    """Un cliente: crea casos sin parar hasta la hora dicha y anota cuánto tardó cada uno."""
    tiempos, fallos = [], []
    conexion = HTTPConnection("127.0.0.1", puerto, timeout=60)
    cuerpo = json.dumps(
        {
            "materia": "trata",
            "origen": "denuncia",
            "fuente": "pnp",
            "denunciante": "madre",
            "destino": "fiscalia",
            "fecha_de_registro": "2026-03-10",
        }
    )
    while time.time() < hasta:
        inicio = time.perf_counter()
        conexion.request(
            "POST",
            "/api/v1/casos/",
            body=cuerpo,
            headers={
                "Authorization": f"Token {token}",
                "Content-Type": "application/json",
                "Idempotency-Key": uuid4().hex,
            },
        )
        respuesta = conexion.getresponse()
        contenido = respuesta.read()
        tiempos.append(time.perf_counter() - inicio)
        if respuesta.status != 201:
            fallos.append(f"{respuesta.status}: {contenido[:200]!r}")
    salida.put((tiempos, fallos))


def altas() -> None:
    """Veinte sistemas a la vez contra un solo proceso."""
    tokens = []
    for i in range(CLIENTES):
        tokens.append(token_para(crear_usuario(f"sistema-{i}", "sistema", "")))
    contexto = get_context("fork")
    with servidor() as puerto:
        cola = contexto.Queue()
        un_sistema(puerto, tokens[0], time.time() + 2, cola)  # para que el servidor entre en calor
        cola.get()
        antes = Caso.objects.count()
        connection.close()
        inicio = time.time()
        procesos = [
            contexto.Process(target=un_sistema, args=(puerto, t, inicio + SEGUNDOS, cola))
            for t in tokens
        ]
        for proceso in procesos:
            proceso.start()
        resultados = [cola.get(timeout=120) for _ in procesos]
        duracion = time.time() - inicio
        for proceso in procesos:
            proceso.join(10)
    tiempos = sorted(t for suyos, _ in resultados for t in suyos)
    fallos = [f for _, suyos in resultados for f in suyos]
    creados = Caso.objects.count() - antes
    mediana, p95 = (tiempos[int(len(tiempos) * q)] * 1000 for q in (0.5, 0.95))
    decir(
        f"{creados} casos en {duracion:.1f} s por un proceso, {CLIENTES} a la vez: "
        f"{creados / duracion:.0f} por segundo; mediana {mediana:.0f} ms, p95 {p95:.0f} ms; "
        f"fallos: {len(fallos)}"
    )
    if fallos or creados != len(tiempos):
        raise SystemExit(f"Falló: {fallos[:3]}")


def principal() -> None:
    """Corre lo pedido, o las dos cosas."""
    orden = opciones(__doc__)
    orden.add_argument("que", nargs="?", choices=("listas", "altas"))
    orden.add_argument("victimas", nargs="?", type=int, default=MILLON)
    pedido = orden.parse_args()
    os.environ["BASE_DURADERA"] = "1"  # lo confirmado queda en el disco, como en un servidor
    with base_desechable():
        if pedido.que != "listas":
            altas()
        if pedido.que != "altas":
            listas(pedido.victimas)
    if INCUMPLIDAS:
        raise SystemExit("\n".join(INCUMPLIDAS))


if __name__ == "__main__":
    principal()
