"""Dos personas sobre el mismo caso, a la vez: nunca se pisa a nadie en silencio."""

import threading

import pytest
from django.db import connection

from casos import acciones
from casos.models import Caso
from tests.fabricas.casos import crear_caso, crear_usuario
from trata.comun.errores import ConflictoError

RONDAS = 60


@pytest.mark.django_db(transaction=True)
def test_en_cada_ronda_gana_uno_y_el_otro_lo_sabe():
    personas = [crear_usuario(n, "analista", "08") for n in ("ana", "rosa")]
    caso = crear_caso(registro="080101", estado="borrador")
    resultados: list[tuple[str, int, str]] = []
    barrera = threading.Barrier(2)

    def editar(persona):
        try:
            for ronda in range(RONDAS):
                barrera.wait(timeout=30)
                version = Caso.objects.values_list("version", flat=True).get(pk=caso.pk)
                barrera.wait(timeout=30)
                texto = f"{persona.username}-{ronda}"
                try:
                    acciones.editar_caso(
                        caso=caso, datos={"dependencia": texto}, version=version, por=persona
                    )
                    resultados.append((texto, ronda, "guardado"))
                except ConflictoError:
                    resultados.append((texto, ronda, "avisado"))
                barrera.wait(timeout=30)
        finally:
            connection.close()

    hilos = [threading.Thread(target=editar, args=(p,)) for p in personas]
    for hilo in hilos:
        hilo.start()
    for hilo in hilos:
        hilo.join()
    assert len(resultados) == RONDAS * 2
    for ronda in range(RONDAS):
        assert sorted(r for _, n, r in resultados if n == ronda) == ["avisado", "guardado"]
    ganador = next(t for t, n, r in resultados if n == RONDAS - 1 and r == "guardado")
    caso.refresh_from_db()
    assert caso.dependencia == ganador
    assert caso.version == RONDAS + 1
