"""El registro a volumen: `python3 -m bench.casos [10000 100000 1000000] [--editores 1000]`.

Cuesta lo que ve una persona: la página entera por el servidor de Django, con plantillas, como
analista de una región pequeña (Cusco), de la más grande (Lima y Callao) y con ámbito nacional.
Meta: menos de 150 ms la primera página de la lista con 100 000 casos, como analista regional.
Las cifras medidas están en `docs/operacion.md`, «Crecer». Con `--editores N`, dos personas editan
el mismo caso N veces a la vez y se cuentan las pisadas en silencio.
"""

import threading
import time

from django.db import connection, transaction
from django.test import Client

from bench.base import base_desechable, decir, medir, opciones
from casos import acciones
from casos.models import Caso, CasoLugar, Victima, VictimaEstado
from casos.sintetico.demostracion import cargar
from casos.sintetico.volumen import multiplicar
from tests import bases
from tests.fabricas.casos import crear_caso, crear_usuario, datos_de_victima
from trata.comun.base_de_datos import conectar_como_administrador
from trata.comun.errores import ConflictoError
from trata.cuentas.models import Usuario

INDEXAR_LO_QUE_FALTA = """
INSERT INTO casos_busquedadecaso (caso_id, vector)
SELECT c.id, b.vector || to_tsvector('spanish', replace(c.codigo, '-', ' '))
FROM casos_caso c JOIN casos_busquedadecaso b ON b.caso_id = mod(c.id, 10000000)
WHERE c.id > 10000000
ON CONFLICT (caso_id) DO NOTHING
"""
PAGINAS = {
    "lista": "/casos/",
    "lista por fecha": "/casos/?orden=fecha_desc",
    "filtros: estado y materia": "/casos/?estado=enviado&materia=trata",
    "filtros: víctima": "/casos/?finalidad=explotacion_laboral&sexo=hombre&grupo_edad=18-29",
    "filtros: lugar y fecha": "/casos/?departamento=08&rol=registro&desde=2021&hasta=2021",
    "texto": "/casos/?texto=wanchaq",
    "texto sin resultados": "/casos/?texto=zzzz",
    "mi trabajo": "/casos/colas/",
}


def personas() -> dict[str, Usuario]:
    """Quienes miden."""
    return {
        "Cusco": crear_usuario("ana-b", "analista", "08"),
        "Lima y Callao": crear_usuario("bruno-b", "analista", "15", "07"),
        "nacional": crear_usuario("vera-b", "validador", ""),
    }


def volumen(victimas: int) -> None:
    """Lleva el registro a `victimas`, con su texto de búsqueda y sus estadísticas."""
    inicio = time.perf_counter()
    n = multiplicar(victimas)
    with connection.cursor() as cursor:
        cursor.execute(INDEXAR_LO_QUE_FALTA)
    analizar()
    decir(
        f"\n== {Caso.objects.count()} casos, {n} víctimas "
        f"({time.perf_counter() - inicio:.0f} s en prepararlo)"
    )


def analizar() -> None:
    """Pone al día las estadísticas del planificador, como hace autovacuum (pide ser el dueño)."""
    administrador = conectar_como_administrador(bases.nombre_de_mi_base())
    with administrador.cursor() as cursor:
        cursor.execute("VACUUM ANALYZE")
    administrador.close()


def paginas(quienes: dict[str, Usuario]) -> None:
    """La mediana de cada página, por persona (ms)."""
    clientes = {}
    for nombre, usuario in quienes.items():
        clientes[nombre] = Client()
        clientes[nombre].force_login(usuario)
    decir(f"{'página':28}" + "".join(f"{n:>16}" for n in quienes))
    for titulo, ruta in PAGINAS.items():
        filas = []
        for cliente in clientes.values():
            respuesta = cliente.get(ruta)
            if respuesta.status_code != 200:
                raise SystemExit(f"{ruta} respondió {respuesta.status_code}")
            filas.append(medir(lambda c=cliente, r=ruta: c.get(r), veces=5) * 1000)
        decir(f"{titulo:28}" + "".join(f"{ms:>13.0f} ms" for ms in filas))
    caso = Caso.objects.visibles_para(quienes["Cusco"]).order_by("id").first()
    ms = medir(lambda: clientes["Cusco"].get(f"/casos/{caso.uuid}/"), veces=5) * 1000
    decir(f"{'página del caso':28}{ms:>13.0f} ms")


def enviar(usuario: Usuario) -> None:
    """Registrar y enviar un caso con una víctima, por las acciones (ms por caso entero)."""
    lugar = CasoLugar._meta.get_field("ubigeo").related_model.objects.get(pk="080101")
    victima = datos_de_victima(Caso(codigo="X"))
    for campo in ("caso", "numero", "seudonimo", "estado", "grupo_edad"):
        del victima[campo]

    def uno() -> None:
        with transaction.atomic():
            datos = {
                "materia": "trata",
                "origen": "denuncia",
                "fuente": "pnp",
                "denunciante": "madre",
                "fecha_de_registro": "2026-03-10",
            }
            datos["fecha_de_registro"] = Caso._meta.get_field("fecha_de_registro").to_python(
                datos["fecha_de_registro"]
            )
            caso = acciones.registrar_caso(datos=datos, por=usuario)
            acciones.registrar_parte(
                CasoLugar, caso=caso, datos={"rol": "registro", "ubigeo": lugar}, por=usuario
            )
            v = acciones.registrar_parte(Victima, caso=caso, datos=victima, por=usuario)
            acciones.registrar_parte(
                VictimaEstado,
                caso=caso,
                datos={
                    "victima": v,
                    "estado": "presunta",
                    "fecha": datos["fecha_de_registro"],
                    "organo": "policia",
                },
                por=usuario,
            )
            caso.refresh_from_db()
            acciones.enviar_caso(caso=caso, version=caso.version, por=usuario)

    decir(f"{'registrar y enviar un caso':28}{medir(uno, veces=5) * 1000:>13.0f} ms")


def editores(rondas: int, quienes: dict[str, Usuario]) -> None:
    """Dos personas con la misma versión delante, `rondas` veces: nadie se pisa en silencio."""
    caso = crear_caso(registro="080101", estado="borrador")
    personas_ = [quienes["Cusco"], crear_usuario("rosa-b", "analista", "08")]
    cuenta = {"guardado": 0, "avisado": 0}
    barrera, candado = threading.Barrier(2), threading.Lock()

    def editar(persona: Usuario) -> None:
        for ronda in range(rondas):
            barrera.wait()
            version = Caso.objects.values_list("version", flat=True).get(pk=caso.pk)
            barrera.wait()
            try:
                acciones.editar_caso(
                    caso=caso,
                    datos={"dependencia": f"{persona.username}-{ronda}"},
                    version=version,
                    por=persona,
                )
                resultado = "guardado"
            except ConflictoError:
                resultado = "avisado"
            with candado:
                cuenta[resultado] += 1
        connection.close()

    inicio = time.perf_counter()
    hilos = [threading.Thread(target=editar, args=(p,)) for p in personas_]
    for hilo in hilos:
        hilo.start()
    for hilo in hilos:
        hilo.join()
    caso.refresh_from_db()
    silencios = rondas - (caso.version - 1) + abs(cuenta["guardado"] - rondas)
    decir(
        f"\n== {rondas} rondas de dos editores en {time.perf_counter() - inicio:.0f} s: {cuenta}, "
        f"versión final {caso.version}, pisadas en silencio: {silencios}"
    )


def principal() -> None:
    """Corre lo pedido."""
    orden = opciones(__doc__)
    orden.add_argument("tamanos", nargs="*", type=int, help="víctimas")
    orden.add_argument("--editores", type=int, default=0, metavar="N")
    pedido = orden.parse_args()
    rondas = pedido.editores
    tamanos = pedido.tamanos or ([] if rondas else [10_000, 100_000])
    with base_desechable():
        cargar(lambda _: None)
        quienes = personas()
        for tamano in tamanos:
            volumen(tamano)
            paginas(quienes)
            enviar(quienes["Cusco"])
        if rondas:
            editores(rondas, quienes)


if __name__ == "__main__":
    principal()
