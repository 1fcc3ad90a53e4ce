"""Quien controla lee nombres y fechas, no llaves; y elige de listas."""

import re

import pytest
from django.urls import reverse

from tests.fabricas.cuentas import usuario
from trata.auditoria import acciones, rastro
from trata.auditoria.contexto import como


@pytest.fixture
def auditora(client, db):
    persona = usuario("auditor", username="augusta", nombres="Augusta")
    client.force_login(persona, backend="django.contrib.auth.backends.ModelBackend")
    return persona


def test_un_cambio_se_lee_con_nombres_y_fechas_y_sin_llaves(client, auditora):
    with como(auditora, motivo="prueba"):
        acciones.poner_canario(
            datos={"objeto_tipo": "casos.caso", "objeto_id": "x1", "nota": "prueba"}, por=auditora
        )
    [evento] = rastro.eventos({"tabla": "auditoria_registrocanarioevent"}, limite=5)
    campos = {d.campo: d.despues for d in rastro.diferencias(evento.tabla, evento.pk)}
    assert "Id" not in campos
    assert campos["Registrado por"] == str(auditora)
    assert re.fullmatch(r"\d\d/\d\d/\d{4}\s\d\d:\d\d", campos["Registrado el"])


def test_un_senuelo_se_elige_de_una_lista(client, auditora):
    pagina = client.get(reverse("auditoria:canario")).content.decode()
    assert '<option value="casos.caso"' in pagina
    respuesta = client.post(
        reverse("auditoria:canario"), {"objeto_tipo": "no.existe", "objeto_id": "1", "nota": "x"}
    )
    assert respuesta.status_code == 422
