"""Los ejemplos de alta del documento sirven tal cual, con identificadores de quien los copia."""

import json
from datetime import UTC, datetime

import pytest
from django.test import Client
from django.utils import timezone

from casos.models import Asignacion, Implicado
from politica.comision import acciones as de_comision
from tests.fabricas.casos import crear_caso, crear_usuario
from tests.fabricas.integracion import documento_openapi, token_para
from trata.cuentas.models import Entidad

pytestmark = pytest.mark.django_db
# Van por otra vía: un archivo, un secreto con destino de Internet, o un caso de otra materia.
APARTE = {"/api/v1/adjuntos/", "/api/v1/avisos/suscripciones/", "/api/v1/migrantes/"}


def altas():
    """Cada colección con alta y su ejemplo."""
    for ruta, operaciones in documento_openapi()["paths"].items():
        alta = operaciones.get("post", {})
        if "201" in alta.get("responses", {}) and not ruta.endswith("}/") and ruta not in APARTE:
            contenido = alta["requestBody"]["content"]["application/json"]
            if "{uuid}" not in ruta and "{codigo}" not in ruta:
                yield ruta, contenido["example"]


@pytest.fixture
def puertas(vera, db):
    """El sistema para el registro y las regiones; la Secretaría para la Comisión."""
    cuenta = crear_usuario("sistema-mp", "sistema", "")
    cuenta.entidad = Entidad.objects.get(pk="mp")
    cuenta.save()
    secretaria = Client()
    secretaria.force_login(vera)
    return Client(headers={"Authorization": f"Token {token_para(cuenta)}"}), secretaria, cuenta


def test_cada_ejemplo_de_alta_se_acepta(puertas, vera):
    sistema, secretaria, cuenta = puertas
    sesion = de_comision.convocar_sesion(
        datos={"fecha": datetime(2026, 3, 1, tzinfo=UTC)}, agenda=["Uno"], por=None
    )
    rechazadas = {}
    for ruta, ejemplo in altas():
        caso = crear_caso(registro="080101", victimas=1)
        Asignacion.objects.create(caso=caso, usuario=cuenta, es_responsable=True)
        implicado = Implicado.objects.create(
            caso=caso, numero=1, seudonimo=f"{caso.codigo}-I1", sexo="hombre", edad=30
        )
        propios = {"caso": caso.uuid, "victima": caso.victimas.get().uuid}
        propios |= {"implicado": implicado.uuid, "persona": propios["victima"]}
        propios["sesion"] = sesion.uuid
        if ruta == "/api/v1/lugares/":
            caso.lugares.update(retirado_en=timezone.now())
        cuerpo = ejemplo | {n: str(v) for n, v in propios.items() if n in ejemplo}
        quien = secretaria if "/comision/" in ruta else sistema
        respuesta = quien.post(
            ruta.replace("{espacio_codigo}", "cusco"), json.dumps(cuerpo), "application/json"
        )
        if respuesta.status_code != 201:
            rechazadas[ruta] = respuesta.content.decode()
    assert rechazadas == {}
