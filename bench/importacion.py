"""La importación a volumen: `python3 -m bench.importacion [filas] [--escribir]`.

Mide, con un libro de verdad: abrirlo en su proceso aparte, leer y juzgar todas sus filas con las
reglas, la revisión entera y, con `--escribir`, importarlas, actualizarlas con otro archivo y
deshacer esa actualización (meta: 50 000 en menos de 5 minutos, con el juicio que se repite antes de
escribir). Imprime también la memoria máxima. El ritmo se da por segundo de reloj y por segundo de
procesador (propio y del proceso aparte): la meta, 2 000 filas por segundo, se exige al segundo
porque el primero depende de quién más usa la máquina.
"""

import io
import os
import random
import resource
import time
from datetime import date, timedelta

import xlsxwriter

from bench.base import base_desechable, decir, opciones
from casos import acciones
from casos.importador import Lector
from casos.importador.columnas import COLUMNAS, CONOCIDOS
from casos.models import Caso, Importacion
from casos.vocabulario import vocabulario
from tests.fabricas.casos import crear_usuario
from trata.comun.importador import leer_tabla
from trata.trabajos import encargos
from trata.trabajos.models import Trabajo

META = 2_000
LLENAS = (
    *("institucion", "tipo_numero", "numero", "materia", "origen", "fuente", "dependencia"),
    *("fecha_de_registro", "hora_de_registro", "denunciante", "destino", "fecha_del_hecho"),
    *("ubigeo_de_registro", "ubigeo_de_captacion", "sexo", "edad", "nacionalidad", "educacion"),
    *("captacion", "medio", "vinculo", "alcance", "finalidad", "lugar_explotacion", "hallazgo"),
    *("controles", "lengua", "gestante", "dependientes", "consiente_asistencia"),
    *("estado_victima", "fecha_de_estado", "organo"),
)
LUGARES = ("080101", "080108", "080901", "150101", "150132", "160101", "170101", "210101")


def _celda(columna: str, i: int, azar: random.Random, unidad: str) -> object:
    dia = date(2019, 1, 1) + timedelta(days=azar.randrange(2000))
    fijas = {
        "institucion": "MP", "tipo_numero": "Carpeta fiscal", "numero": f"{i // 2}-2025-{i % 7}",
        "dependencia": f"{unidad} {i % 90}", "hora_de_registro": "14:30", "edad": 18 + i % 60,
        "dependientes": i % 4, "gestante": "no", "materia": "Trata de personas",
        "estado_victima": "presunta", "controles": "Amenazas físicas" if i % 3 else "",
    }  # fmt: skip
    if columna in fijas:
        return fijas[columna]
    if columna.startswith("fecha"):
        base = date(2019, 1, 1) + timedelta(days=(i // 2) % 2000)
        return {"fecha_del_hecho": base - timedelta(days=9), "fecha_de_registro": base}.get(
            columna, base + timedelta(days=3)
        )
    if columna.startswith("ubigeo"):
        return LUGARES[(i // 2) % len(LUGARES)]
    opciones = [
        c.nombre
        for c in vocabulario(COLUMNAS[columna].catalogo).categorias
        if not c.es_otro and c.vigente(None) and c.es_dato
    ]
    # Lo del caso es igual en sus dos filas.
    return opciones[(i // 2 if columna in ("origen", "fuente", "denunciante", "destino") else
                     dia.toordinal()) % len(opciones)]  # fmt: skip


def libro(filas: int, unidad: str = "Comisaría") -> bytes:
    """Un libro con `filas` casos de una víctima y las columnas que suelen llenarse."""
    azar, salida = random.Random(7), io.BytesIO()
    with xlsxwriter.Workbook(salida, {"in_memory": True}) as armado:
        hoja = armado.add_worksheet("Casos")
        fecha = armado.add_format({"num_format": "dd/mm/yyyy"})
        hoja.write_row(0, 0, [COLUMNAS[c].nombre for c in LLENAS])
        for i in range(filas):
            for j, columna in enumerate(LLENAS):
                valor = _celda(columna, i, azar, unidad)
                if isinstance(valor, date):
                    hoja.write_datetime(i + 1, j, valor, fecha)
                else:
                    hoja.write(i + 1, j, valor)
    return salida.getvalue()


def memoria() -> int:
    """Máximo de memoria de este proceso, en MB."""
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024


def procesador() -> float:
    """Segundos de procesador de este proceso y de los que lanzó."""
    usado = os.times()
    return usado.user + usado.system + usado.children_user + usado.children_system


def principal(filas: int, escribir: bool) -> None:
    """Mide y dice."""
    quien = crear_usuario("bench", "analista", "")
    contenido = libro(filas)
    decir(f"libro de {filas} filas × {len(LLENAS)} columnas: {len(contenido) / 1e6:.1f} MB")
    antes = memoria()
    inicio, cpu = time.perf_counter(), procesador()
    tabla = leer_tabla(contenido, conocidos=CONOCIDOS)
    abrir, cpu_abrir = time.perf_counter() - inicio, procesador() - cpu
    inicio, cpu = time.perf_counter(), procesador()
    lote = Lector(quien).leer(tabla)
    juzgar, cpu_juzgar = time.perf_counter() - inicio, procesador() - cpu
    decir(f"{'':22}{'reloj':>16}{'procesador':>16}")
    for que, reloj, uso in (
        ("abrir en su proceso", abrir, cpu_abrir),
        ("leer y juzgar", juzgar, cpu_juzgar),
        ("las dos cosas", abrir + juzgar, cpu_abrir + cpu_juzgar),
    ):
        decir(f"{que:22}{filas / reloj:>9,.0f} filas/s{filas / uso:>9,.0f} filas/s")
    decir(f"errores: {len(lote.filas_con_error)}; casos: {len(lote.casos)}")
    decir(f"memoria máxima: {memoria()} MB (antes {antes} MB)")
    if lote.problemas[:3]:
        decir(*lote.problemas[:3])
    del tabla, lote
    if escribir:
        _escribir(quien, contenido, filas)
    if filas / (cpu_abrir + cpu_juzgar) < META:
        raise SystemExit("Por debajo de la meta.")


def _correr(importacion: Importacion) -> float:
    inicio = time.perf_counter()
    encargos.ejecutar(Trabajo.objects.latest("pk").pk)
    tardo = time.perf_counter() - inicio
    importacion.refresh_from_db()
    trabajo = Trabajo.objects.latest("pk")
    if trabajo.estado != Trabajo.Estado.TERMINADO:
        raise SystemExit(trabajo.error)
    return tardo


def _escribir(quien: object, contenido: bytes, filas: int) -> None:
    importacion = acciones.subir_archivo(nombre="bench.xlsx", contenido=contenido, por=quien)
    decir(f"revisión entera (trabajo): {_correr(importacion):.1f} s")
    acciones.encargar_paso(importacion=importacion, modo="importar", por=quien)
    decir(f"importar: {_correr(importacion):.1f} s · {Caso.objects.count()} casos")
    otra = acciones.subir_archivo(nombre="otra.xlsx", contenido=contenido, por=quien)
    decir(f"revisar el mismo archivo otra vez: {_correr(otra):.1f} s · nuevos: "
          f"{otra.informe['nuevos']}")  # fmt: skip
    cambia = acciones.subir_archivo(
        nombre="cambia.xlsx", contenido=libro(filas, "Unidad"), por=quien
    )
    _correr(cambia)
    acciones.encargar_paso(importacion=cambia, modo="importar", por=quien)
    decir(f"actualizar: {_correr(cambia):.1f} s · {cambia.informe['actualizados']} casos")
    acciones.encargar_paso(importacion=cambia, modo="deshacer", por=quien, motivo="medición")
    decir(f"deshacer la actualización: {_correr(cambia):.1f} s · {cambia.informe['deshecho']}")
    decir(f"memoria máxima: {memoria()} MB")


if __name__ == "__main__":
    orden = opciones(__doc__)
    orden.add_argument("filas", nargs="?", type=int, default=50_000)
    orden.add_argument("--escribir", action="store_true")
    pedido = orden.parse_args()
    with base_desechable():
        principal(pedido.filas, pedido.escribir)
