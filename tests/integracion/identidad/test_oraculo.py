"""El oráculo de lo enmascarado: preguntar y comparar respuestas no revela ningún dato oculto.

A cada pregunta se le da el dato verdadero y uno falso de la misma forma. Si la respuesta cambia en
algo que no sea lo que la propia persona escribió, el dato se podría adivinar.
"""

import os
import re
import time
from collections.abc import Callable, Iterator
from uuid import uuid4

import pytest
from django.test import Client
from django.urls import reverse

from casos.acciones.identidad import registrar_identidad
from casos.models import Asignacion, Identidad, Victima
from tests.fabricas.casos import crear_usuario
from tests.fabricas.identidad import caso_de
from trata.agregados.acciones import marcar, procesar_marcas
from trata.comun.errores import ErrorDeDominio
from trata.cuentas.models import Usuario
from trata.integracion.exportacion import casos_filtrados, filas_de

pytestmark = pytest.mark.django_db
MOTIVO = "Sembrar marcas para la prueba"
CAMBIA_EN_CADA_PEDIDO = re.compile(
    rb'(?:csrf-token" content|csrfmiddlewaretoken" value|name="marca" value)="[^"]*"'
    rb"|\d{2}/\d{2}/\d{4} \d{2}:\d{2}(?::\d{2})?"
)

# Qué se pregunta → dirección; `{v}` es el dato que se prueba.
PREGUNTAS: dict[str, str] = {
    # Buscar
    "buscar en la lista": "/casos/?texto={v}",
    "buscar antes de registrar": "/casos/nuevo/?numero={v}",
    "buscar en la API": "/api/v1/casos/?texto={v}",
    "buscar víctimas en la API": "/api/v1/victimas/?search={v}",
    "buscar en el territorio": "/casos/ubigeo/?campo={v}",
    # Filtrar
    "filtrar la lista": "/casos/?identidades__documento_indice__startswith={v}",
    "filtrar por una víctima": "/casos/?victimas__identidad__nombres_cifrado={v}",
    "filtrar casos en la API": "/api/v1/casos/?identidades__nombres_cifrado={v}",
    "filtrar víctimas en la API": "/api/v1/victimas/?identidad__documento_indice={v}",
    "filtrar identidades en la API": "/api/v1/identidades/?documento_indice={v}&nombres={v}",
    # Ordenar, elegir columnas
    "ordenar la lista": "/casos/?orden={v}",
    "ordenar en la API": "/api/v1/casos/?ordering={v}",
    "ordenar identidades": "/api/v1/identidades/?ordering={v}",
    "elegir columnas": "/api/v1/casos/?fields={v}",
    "pasar de página": "/casos/?despues={v}",
    # Agrupar: tablero, lista detrás de una barra, cruce, comparación y sus archivos
    "tablero": "/tablero/?anio=2026&departamento=08&nombres={v}&documento={v}",
    "lista de una barra": "/tablero/lista/?anio=2026&departamento=08&documento={v}",
    "cruzar": "/tablero/cruce/?anio=2026&filas=documento&columnas={v}",
    "cruce como archivo": "/tablero/cruce.csv?anio=2026&filas={v}&columnas=nombres",
    "comparar": "/tablero/comparar/?anio=2026&contra_departamento={v}",
    "estadísticas en la API": "/api/v1/estadisticas/figuras/?anio=2026&nombres={v}",
    "lista en la API": "/api/v1/estadisticas/lista/?anio=2026&documento={v}",
}
EXPORTAR = "exportar lo filtrado"


def preguntar_exportando(usuario: Usuario, valor: str) -> bytes:
    """Lo que saldría en el archivo con ese filtro: el mismo camino que la exportación."""
    consulta = f"texto={valor}&identidades__documento_indice={valor}"
    try:
        return repr(list(filas_de(casos_filtrados(consulta, usuario), "F"))).encode()
    except ErrorDeDominio as error:
        return error.codigo.encode()


def sin_lo_escrito(cuerpo: bytes, escrito: bytes) -> bytes:
    """La respuesta sin lo que la propia persona escribió ni lo que cambia en cada pedido."""
    for forma in (escrito, escrito.upper()):
        cuerpo = cuerpo.replace(forma, "·".encode())
    return CAMBIA_EN_CADA_PEDIDO.sub(b"", cuerpo)


def preguntas_de(usuario: Usuario) -> Iterator[tuple[str, Callable[[str], tuple[int, bytes]]]]:
    """Cada pregunta como función: recibe el dato y devuelve (estado, cuerpo comparable)."""
    cliente = Client(raise_request_exception=False)
    cliente.force_login(usuario)

    def por_direccion(direccion: str) -> Callable[[str], tuple[int, bytes]]:
        def preguntar(valor: str) -> tuple[int, bytes]:
            respuesta = cliente.get(direccion.format(v=valor))
            assert respuesta.status_code < 500, direccion
            cuerpo = b"".join(respuesta) if respuesta.streaming else respuesta.content
            return respuesta.status_code, sin_lo_escrito(cuerpo, valor.encode())

        return preguntar

    for que, direccion in PREGUNTAS.items():
        yield que, por_direccion(direccion)
    yield (
        EXPORTAR,
        lambda valor: (200, sin_lo_escrito(preguntar_exportando(usuario, valor), valor.encode())),
    )


def recuperados(
    usuario: Usuario, ocultos: list[tuple[str, str]], pedidos: int
) -> set[tuple[int, str]]:
    """Qué datos ocultos, y con qué pregunta, se adivinan en a lo más `pedidos` pedidos."""
    adivinados: set[tuple[int, str]] = set()
    preguntas, hechos, vuelta = list(preguntas_de(usuario)), 0, 0
    while True:
        for indice, (verdadero, falso) in enumerate(ocultos):
            largo = len(verdadero) - vuelta % 6
            for que, preguntar in preguntas:
                if hechos + 2 > pedidos:
                    return adivinados
                if preguntar(verdadero[:largo]) != preguntar(falso[:largo]):
                    adivinados.add((indice, que))
                hechos += 2
        vuelta += 1


def letras_al_azar() -> str:
    """Doce letras que no son palabra de nada."""
    return re.sub(r"\d", lambda m: "ghijklmnop"[int(m[0])], uuid4().hex)[:12]


def identidades_ocultas(cuantas: int) -> list[tuple[str, str]]:
    """Nombres y documentos de un caso del territorio que quien pregunta no lleva: (cierto, falso).

    El caso está contado en los tableros, para que agrupar tenga qué agrupar.
    """
    duena = crear_usuario("duena_o", "analista", "08")
    caso = caso_de(duena, victimas=cuantas, estado="enviado")
    valores = []
    for victima in caso.victimas.all():
        nombre = letras_al_azar()
        documento = f"{victima.pk * 7919 % 10**8:08d}"
        datos = {"nombres": nombre, "documento_tipo": "dni", "documento": documento}
        registrar_identidad(caso=caso, persona=victima, datos=datos, por=duena)
        valores.append((nombre, letras_al_azar()))
        valores.append((documento, f"{(int(documento) + 31337) % 10**8:08d}"))
    marcar(objetos=[caso.pk])
    procesar_marcas()
    return valores


def test_no_se_recupera_ningun_dato_oculto_preguntando(db):
    valores = identidades_ocultas(2)
    curiosa = crear_usuario("curiosa_o", "analista", "08")
    assert recuperados(curiosa, valores, pedidos=4 * 2 * (len(PREGUNTAS) + 1)) == set()


@pytest.mark.lenta
def test_no_se_recupera_ningun_dato_oculto_en_muchos_pedidos(db):
    """`PEDIDOS_DE_ORACULO=10000` corre la prueba entera (200 datos); sin eso, 400 pedidos."""
    pedidos = int(os.environ.get("PEDIDOS_DE_ORACULO", "400"))
    valores = identidades_ocultas(100 if pedidos >= 10_000 else 4)
    curiosa = crear_usuario("curiosa_o", "analista", "08")
    inicio = time.perf_counter()
    hallados = recuperados(curiosa, valores, pedidos=pedidos)
    segundos = time.perf_counter() - inicio
    print(f"oráculo: {pedidos} pedidos, {len(valores)} datos, {len(hallados)} recuperados, "
          f"{segundos:.0f} s")  # fmt: skip
    assert hallados == set()


def test_el_oraculo_sabe_ver_una_fuga(db, monkeypatch):
    """Control negativo: si la búsqueda de la lista mirara los documentos, se adivinarían.

    La misma fuga se nota en la pantalla, en la API y en lo que se exporta.
    """
    valores = identidades_ocultas(1)
    curiosa = crear_usuario("curiosa_o", "analista", "08")

    def con_fuga(conjunto, texto):
        return conjunto if any(v.startswith(texto) for v, _ in valores) else conjunto.none()

    monkeypatch.setattr("casos.consultas.busqueda.con_texto", con_fuga)
    halladas = {q for _, q in recuperados(curiosa, valores, pedidos=2 * (len(PREGUNTAS) + 1))}
    assert halladas >= {"buscar en la lista", "buscar en la API", EXPORTAR}


def test_buscar_por_nombre_dentro_de_lo_que_se_puede_sigue_sirviendo(db):
    valores = identidades_ocultas(1)
    vecina = crear_usuario("vecina_o", "analista", "08")
    cliente = Client()
    cliente.force_login(vecina)
    identidad = Identidad.objects.get()
    respuesta = cliente.post(
        reverse("casos:buscar-identidad"), {"documento": valores[1][0], "motivo": MOTIVO}
    )
    assert identidad.seudonimo in respuesta.content.decode()
    assert Asignacion.objects.filter(usuario=vecina).count() == 0
    assert Victima.objects.count() == 1
