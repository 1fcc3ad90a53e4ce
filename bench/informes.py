"""Los informes a tiempo. `python3 -m bench.informes [anual|regiones]`.

- `anual`: el informe anual, de los datos a los cinco formatos (meta: menos de 20 s).
- `regiones`: las presentaciones de los 26 espacios regionales, en un lote (meta: menos de 60 s).

Mide de verdad: lee la base, arma el documento y escribe los bytes. Cada formato se dice aparte.
"""

import sys
import time

from bench.base import base_desechable, decir, opciones
from casos.sintetico import demostracion as casos
from politica import demostracion as politica
from politica.models import Periodo
from regiones import demostracion as regiones
from regiones.consultas.espacios import regionales
from trata.cuentas.demostracion import crear_usuarios
from trata.cuentas.models import Usuario
from trata.informes.contexto import Contexto
from trata.informes.escritores import FORMATOS
from trata.informes.tipos import TIPOS, componer


def callar(_texto: str) -> None:
    """La demostración no dice su avance."""


def anual() -> float:
    """El informe anual en los cinco formatos, en frío y en caliente."""
    dario = Usuario.objects.get(username="dario")
    periodo = Periodo.objects.exclude(cerrado_en=None).first() or Periodo.objects.first()
    totales = []
    for vuelta in ("en frío", "en caliente"):
        inicio = time.perf_counter()
        documento = componer(TIPOS["anual"], Contexto(2024, dario, periodo=periodo))
        armado = time.perf_counter() - inicio
        partes = [f"armar {armado:.2f} s"]
        for codigo, formato in FORMATOS.items():
            antes = time.perf_counter()
            tamano = len(formato.escribir(documento))
            partes.append(f"{codigo} {time.perf_counter() - antes:.2f} s ({tamano // 1024} kB)")
        totales.append(time.perf_counter() - inicio)
        decir(f"  anual {vuelta}: {totales[-1]:.1f} s = {', '.join(partes)}")
    return totales[0]


def de_las_regiones() -> float:
    """Las 26 presentaciones regionales en PPTX, una tras otra."""
    dario = Usuario.objects.get(username="dario")
    espacios = list(regionales(dario))
    inicio = time.perf_counter()
    bytes_escritos = 0
    for espacio in espacios:
        documento = componer(TIPOS["presentacion-regional"], Contexto(2024, dario, espacio=espacio))
        bytes_escritos += len(FORMATOS["pptx"].escribir(documento))
    total = time.perf_counter() - inicio
    decir(f"  {len(espacios)} presentaciones: {total:.1f} s, {bytes_escritos // 1024} kB")
    return total


def main() -> int:
    """Mide y compara con las metas: cuántas no se cumplen."""
    orden = opciones(__doc__)
    orden.add_argument("cual", nargs="?", choices=("anual", "regiones"))
    cual = orden.parse_args().cual
    with base_desechable():
        crear_usuarios(callar)
        casos.cargar(callar)
        politica.poblar(callar)
        regiones.cargar(callar)
        pruebas = {"anual": (anual, 20), "regiones": (de_las_regiones, 60)}
        fallas = 0
        for nombre, (prueba, meta) in pruebas.items():
            if cual in (None, nombre):
                total = prueba()
                bien = total < meta
                fallas += not bien
                decir(f"{nombre}: {total:.1f} s (meta: menos de {meta} s) {'✓' if bien else '✗'}")
    return fallas


if __name__ == "__main__":
    sys.exit(main())
