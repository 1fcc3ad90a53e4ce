"""Las estadísticas a volumen. `python3 -m bench.estadisticas [tableros|celdas|frescura|registro]`.

- `tableros`: lo que cuesta un tablero con 10 mil y con 1 millón de víctimas, y la razón entre
  ambos (meta: ≤ 1,2; menos de 60 ms de servidor para lo declarado y de 300 ms para lo que va en
  vivo).
- `celdas`: rehacer todas las celdas de 1 millón frente a la consulta `GROUPING SETS` pelada que da
  las mismas celdas desde los mismos hechos (meta: ≤ 2 veces).
- `frescura`: del commit al tablero con 20 escritores (meta: p95 < 2 s).

El registro calibrado (5 142 víctimas) se deriva de verdad; el volumen son copias de sus hechos, que
es lo único que leen las celdas. `registro` multiplica además los casos mismos (tarda minutos).
"""

import multiprocessing
import random
import threading
import time
from statistics import quantiles

from django.db import connection, connections, transaction

from bench.base import base_desechable, decir, medir, opciones
from casos.hechos import VICTIMAS
from casos.models import Caso
from casos.sintetico.demostracion import cargar
from casos.sintetico.volumen import SALTO, multiplicar
from trata.agregados import consultas
from trata.agregados.acciones import marcar, procesar_marcas
from trata.agregados.cortes import Corte
from trata.agregados.models import HechoVictima, Marca, NumeroDeFuente, Unidad
from trata.agregados.motor import calculo
from trata.agregados.tramos import Tramo
from trata.comun.base_de_datos import conectar_como_administrador
from trata.tableros.figuras.catalogo import FIGURAS_DEL_REGISTRO, claves_de
from trata.tableros.registro import PedidoDelRegistro

COPIAR_HECHOS = """
INSERT INTO agregados_hechovictima ({columnas})
SELECT {valores} FROM agregados_hechovictima t, generate_series(1, {veces}) AS k(k)
WHERE t.id < {salto}
"""


def llenar(victimas: int) -> None:
    """Deja `victimas` hechos, copias del registro calibrado, con sus celdas."""
    inicio = time.perf_counter()
    columnas = [c.column for c in HechoVictima._meta.concrete_fields]
    propias = {c: f"t.{c} + k.k * {SALTO}::bigint" for c in ("id", "caso")}
    base = HechoVictima.objects.filter(pk__lt=SALTO).count()
    HechoVictima.objects.filter(pk__gte=SALTO).delete()
    with connection.cursor() as cursor:
        cursor.execute(
            COPIAR_HECHOS.format(
                columnas=", ".join(columnas),
                valores=", ".join(propias.get(c, f"t.{c}") for c in columnas),
                veces=-(-victimas // base) - 1,
                salto=SALTO,
            )
        )
        cursor.execute("ANALYZE agregados_hechovictima")
    n = HechoVictima.objects.count()
    decir(
        f"  {n} hechos en {time.perf_counter() - inicio:.1f} s; celdas en {rehacer_celdas():.2f} s"
    )
    limpiar_la_tabla()


def limpiar_la_tabla() -> None:
    """Lo que el autovacuum de la base hace solo, a su ritmo, después de rehacer las celdas."""
    administrador = conectar_como_administrador(connection.settings_dict["NAME"])
    administrador.autocommit = True
    with administrador.cursor() as cursor:
        for tabla in ("agregados_celda", "agregados_hechovictima"):
            cursor.execute(f"VACUUM ANALYZE {tabla}")
    administrador.close()


def registro() -> None:
    """Multiplica los casos y deriva sus hechos desde cero: 100 mil víctimas."""
    inicio = time.perf_counter()
    n = multiplicar(100_000)
    decir(f"  registro: {n} víctimas en {time.perf_counter() - inicio:.1f} s")
    inicio = time.perf_counter()
    with transaction.atomic():
        calculo.tomar_candado()
        hechos = calculo.rehacer_hechos(VICTIMAS)
    decir(f"  hechos: {hechos} en {time.perf_counter() - inicio:.1f} s")


def anios() -> list[int]:
    """Los años con hechos."""
    return sorted(HechoVictima.objects.values_list("anio", flat=True).distinct())


def rehacer_celdas() -> float:
    """Segundos que toma rehacer todas las celdas, año por año, como lo hace el motor."""
    inicio = time.perf_counter()
    for anio in anios():
        with transaction.atomic():
            calculo.tomar_candado()
            calculo.recalcular_anio(VICTIMAS, anio)
    return time.perf_counter() - inicio


def pelada() -> float:
    """Segundos de la consulta que da las mismas celdas, sin guardarlas."""
    f = VICTIMAS
    niveles = ("departamento, anio, mes", "departamento, anio", "anio, mes", "anio")
    niveles = (*niveles, "departamento, provincia, anio")
    conjuntos = [f"({n})" for n in niveles] + [f"({n}, {v})" for n in niveles for v in f.variables]
    conjuntos += [f"({n}, {a}, {b})" for n in ("departamento, anio", "anio") for a, b in f.pares]
    columnas = f"departamento, provincia, anio, mes, {', '.join(f.variables)}"
    consulta = (
        f"SELECT count(*) FROM (SELECT {columnas}, count(*) FROM {f.tabla} WHERE contable "
        f"GROUP BY GROUPING SETS ({', '.join(conjuntos)})) AS todas"
    )
    inicio = time.perf_counter()
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SELECT set_config('work_mem', %s, true)", [calculo.MEMORIA])
        cursor.execute(consulta)
        celdas = cursor.fetchone()[0]
    decir(f"  consulta pelada: {celdas} celdas")
    return time.perf_counter() - inicio


def pedido(**cambios: object) -> PedidoDelRegistro:
    """Un pedido del registro."""
    corte = Corte(2021, NumeroDeFuente.REGISTRO, Unidad.VICTIMA).en(**cambios)
    cobertura = consultas.cobertura_del_registro(Unidad.VICTIMA)
    return PedidoDelRegistro(
        corte, cobertura, puede_listar=True, puede_detallar=True, puede_comparar_provincias=True
    )


CORTES = {
    "país, un año": {},
    "Lima, un año": {"departamento": 15},
    "Cusco, un mes": {"departamento": 8, "mes": 7},
    "Perú, marzo 2019 a junio 2022": {"tramo": Tramo((2019, 3), (2022, 6)), "anio": 2022},
    "en vivo: país, un filtro": {"filtros": (("sexo", 1),)},
    "en vivo: Lima, dos filtros": {"departamento": 15, "filtros": (("sexo", 1), ("fin", 1))},
}


# Los que salen de celdas ya calculadas: han de costar lo mismo con 10 mil que con 1 millón.
DECLARADOS = ("país, un año", "Lima, un año", "Cusco, un mes")


def leer(cambios: dict[str, object]) -> None:
    """Todo lo que un tablero lee de la base, sin dibujar."""
    p = pedido(**cambios)
    _ = p.leidos, p.anuales, p.meses, p.provincias if p.corte.departamento else p.departamentos
    for codigo, _ in p.corte.filtros:
        p.distribucion(codigo)
    p.cruce("sexo", "grupo_edad")
    p.cruce("departamento_captacion", "departamento_explotacion")


def dibujar(cambios: dict[str, object]) -> None:
    """El tablero entero: leer y dibujar todas sus figuras."""
    p = pedido(**cambios)
    for clave in claves_de(p):
        FIGURAS_DEL_REGISTRO[clave](p)


def tableros() -> None:
    """La razón entre 1 millón y 10 mil."""
    tiempos: dict[int, dict[str, float]] = {}
    for n in (10_000, 1_000_000):
        decir(f"{n} víctimas")
        llenar(n)
        tiempos[n] = {c: medir(lambda c=c: leer(CORTES[c]), veces=25) for c in CORTES}
        for corte, cambios in CORTES.items():
            veces = 25 if corte in DECLARADOS else 9
            nombre = f"dibujado: {corte.removeprefix('en vivo: ')}"
            tiempos[n][nombre] = medir(lambda c=cambios: dibujar(c), veces=veces)
    decir(f"{'tablero':42} {'10 mil':>10} {'1 millón':>10} {'razón':>7}")
    for corte, chico in tiempos[10_000].items():
        grande = tiempos[1_000_000][corte]
        decir(f"{corte:42} {chico * 1000:8.1f}ms {grande * 1000:8.1f}ms {grande / chico:7.2f}")


def celdas() -> None:
    """La razón entre rehacer y la consulta pelada."""
    llenar(1_000_000)
    vueltas = [(rehacer_celdas(), pelada()) for _ in range(3)]
    for nuestra, desnuda in vueltas:
        decir(f"  rehacer {nuestra:.2f} s · pelada {desnuda:.2f} s · razón {nuestra / desnuda:.2f}")


def _atender_sin_fin() -> None:
    """El trabajador: otro proceso, como en la realidad."""
    while True:
        if procesar_marcas(segundos=1) == 0:
            time.sleep(0.02)


def frescura(escritores: int = 20, segundos: float = 20, pausa: float = 1.0) -> None:
    """Del commit a la celda con 20 escritores (una escritura por segundo cada uno)."""
    llenar(1_000_000)
    casos = list(Caso.objects.order_by("?").values_list("pk", flat=True)[:4000])
    connections.close_all()
    trabajador = multiprocessing.get_context("fork").Process(target=_atender_sin_fin, daemon=True)
    trabajador.start()
    fin = time.monotonic() + segundos
    demoras: list[float] = []

    def escribir(i: int) -> None:
        azar = random.Random(i)
        while time.monotonic() < fin:
            pk = azar.choice(casos)
            with transaction.atomic():
                Caso.objects.filter(pk=pk).update(destino=azar.choice(("fiscalia", "comisaria")))
                marcar(objetos=[pk])
                ultima = Marca.objects.filter(objeto=pk).order_by("-id").values_list("id").first()
            inicio = time.monotonic()
            while Marca.objects.filter(pk=ultima[0]).exists():
                time.sleep(0.02)
            demoras.append(time.monotonic() - inicio)
            time.sleep(max(0.0, pausa - demoras[-1]))
        connections.close_all()

    hilos = [threading.Thread(target=escribir, args=(i,)) for i in range(escritores)]
    for hilo in hilos:
        hilo.start()
    for hilo in hilos:
        hilo.join()
    trabajador.kill()
    trabajador.join()
    p95 = quantiles(demoras, n=20)[18]
    decir(f"  {len(demoras)} escrituras, p95 del commit a la celda: {p95:.2f} s (meta: < 2)")


ORDENES = {"tableros": tableros, "celdas": celdas, "frescura": frescura, "registro": registro}


def principal() -> None:
    """Corre lo pedido, o todo."""
    orden = opciones(__doc__)
    orden.add_argument("que", nargs="?", choices=tuple(ORDENES))
    que = orden.parse_args().que
    pedidos = [que] if que else ["tableros", "celdas", "frescura"]
    with base_desechable():
        cargar()
        for nombre in pedidos:
            decir(f"== {nombre}")
            ORDENES[nombre]()


if __name__ == "__main__":
    principal()
