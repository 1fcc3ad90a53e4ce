"""Buscar personas a volumen, y con qué acierto. `python3 -m bench.identidad [rapidez|acierto]`.

- `rapidez`: con 100 000 víctimas con identidad, lo que cuesta buscar por nombre (meta: < 150 ms) y
  comprobar duplicados al registrar (meta: < 100 ms), con ámbito nacional y de un departamento.
- `acierto`: un conjunto rotulado de nombres inventados, cada uno escrito de varias maneras, con
  gemelas y homónimos parciales; se imprime la exhaustividad y la precisión.

Todos los nombres se arman con sílabas y apellidos frecuentes al azar: no son de nadie.
"""

import random
from collections.abc import Callable
from functools import partial
from statistics import quantiles
from typing import Any

from django.db import connection

from bench.base import base_desechable, decir, medir, opciones
from casos.consultas.identidad import (
    identidades_visibles,
    parecidas,
    por_documento,
    por_nombre,
)
from casos.identidad.indices import claves_de_nombre, indice_de_documento
from casos.identidad.nombres import Nombre
from casos.identidad.parecido import UMBRAL, Persona, comparar_nombres
from casos.models import Caso, CasoLugar, ClaveDeNombre, Identidad, PersonaUnica, Victima
from tests.fabricas.casos import crear_usuario
from tests.fabricas.nombres import conjunto_rotulado, persona
from trata.auditoria.historia import sin_historia
from trata.comun.base_de_datos import como_dueno
from trata.comun.cifrado import cifrar

CUANTAS = 100_000


def acierto(parejas: int = 2_000) -> tuple[float, float]:
    """Imprime y devuelve (exhaustividad, precisión) de la comparación, sin base de datos."""
    halladas = falsas = iguales = distintas = 0
    for nombre, otra, es_la_misma in conjunto_rotulado(parejas):
        propuesta = comparar_nombres(Nombre(*nombre), Nombre(*otra)) >= UMBRAL
        iguales, distintas = iguales + es_la_misma, distintas + (not es_la_misma)
        halladas, falsas = (
            halladas + (propuesta and es_la_misma),
            falsas + (propuesta and not es_la_misma),
        )
    exhaustividad, precision = halladas / iguales, halladas / (halladas + falsas)
    decir(f"conjunto rotulado: {iguales} parejas iguales y {distintas} distintas")
    decir(f"  exhaustividad {exhaustividad:.3f}   precisión {precision:.3f}")
    return exhaustividad, precision


def cargar(cuantas: int) -> None:
    """Casos, víctimas e identidades cifradas con sus claves, de mil en mil."""

    azar = random.Random(5)  # noqa: S311 - datos de prueba
    departamentos = [f"{d:02d}0101" for d in range(1, 26)]
    for inicio in range(0, cuantas, 1000):
        numeros = range(inicio, inicio + 1000)
        with sin_historia(Caso, CasoLugar, Victima, Identidad, PersonaUnica, motivo="medición"):
            casos = Caso.objects.bulk_create(
                Caso(codigo=f"TRATA-B-{n:06d}", materia="trata", estado="enviado") for n in numeros
            )
            CasoLugar.objects.bulk_create(
                CasoLugar(caso=c, rol="registro", ubigeo_id=azar.choice(departamentos))
                for c in casos
            )
            victimas = Victima.objects.bulk_create(
                Victima(caso=c, numero=1, seudonimo=f"{c.codigo}-V1", grupo_edad="18-29")
                for c in casos
            )
            unicas = PersonaUnica.objects.bulk_create(PersonaUnica() for _ in casos)
            nombres = [persona(azar) for _ in casos]
            identidades = Identidad.objects.bulk_create(
                Identidad(
                    caso=v.caso,
                    clase="victima",
                    victima=v,
                    seudonimo=v.seudonimo,
                    persona_unica=u,
                    nombres_cifrado=cifrar(nombre[0]),
                    primer_apellido_cifrado=cifrar(nombre[1]),
                    segundo_apellido_cifrado=cifrar(nombre[2]),
                    documento_tipo="dni",
                    documento_indice=indice_de_documento("dni", f"{n:08d}"),
                )
                for v, u, nombre, n in zip(victimas, unicas, nombres, numeros, strict=True)
            )
            ClaveDeNombre.objects.bulk_create(
                (
                    ClaveDeNombre(identidad=i, clave=clave, exacta=exacta)
                    for i, nombre in zip(identidades, nombres, strict=True)
                    for clave, exacta in claves_de_nombre([" ".join(nombre)]).items()
                ),
                batch_size=5000,
            )


def rapidez(cuantas: int = CUANTAS) -> None:
    """Carga y mide búsqueda por nombre, por documento y comprobación de duplicados."""

    with base_desechable():
        cargar(cuantas)
        with como_dueno(), connection.cursor() as cursor:
            # Lo que en un servidor hace solo el mantenimiento automático.
            cursor.execute("VACUUM ANALYZE")
        azar = random.Random(99)  # noqa: S311 - datos de prueba
        buscados = [persona(azar) for _ in range(24)] + [("ROSA MARIA", "QUISPE", "MAMANI")]
        for quien, prefijo in (("nacional", ""), ("de un departamento", "08")):
            decir(f"{cuantas} víctimas, ámbito {quien}:")
            medir_todo(crear_usuario(f"mide{prefijo or 'p'}", "analista", prefijo), buscados)


def medir_todo(usuario: Any, buscados: list[tuple[str, str, str]]) -> None:
    """Mide cada lectura con cada nombre e imprime mediana, p95 y peor, en milisegundos."""
    visibles = identidades_visibles(usuario)
    entre = (Identidad.objects.all() if visibles is None else visibles).buscables()
    indice = indice_de_documento("dni", "00000500")
    lecturas: dict[str, Callable[[tuple[str, str, str]], Any]] = {
        "por nombre": lambda n: por_nombre(usuario, " ".join(n)),
        "por documento": lambda n: por_documento(usuario, "dni", "00000500"),
        "duplicados al registrar": lambda n: parecidas(
            Persona(Nombre(*n), indice), entre, visibles=visibles
        ),
    }
    for que, leer in lecturas.items():
        tiempos = sorted(medir(partial(leer, n), 3) * 1000 for n in buscados)
        decir(
            f"  {que:24s} mediana {tiempos[len(tiempos) // 2]:6.1f} ms   "
            f"p95 {quantiles(tiempos, n=20)[-1]:6.1f} ms   peor {tiempos[-1]:6.1f} ms"
        )


if __name__ == "__main__":
    orden = opciones(__doc__)
    orden.add_argument("que", nargs="?", choices=("rapidez", "acierto"))
    orden.add_argument("victimas", nargs="?", type=int, default=CUANTAS)
    pedido = orden.parse_args()
    if pedido.que != "rapidez":
        acierto()
    if pedido.que != "acierto":
        rapidez(pedido.victimas)
