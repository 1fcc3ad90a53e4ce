"""El escritorio de la analista de demostración: borradores y un caso observado.

Ninguno cuenta en las cifras (no están enviados ni conformes), así que los márgenes del registro
sintético siguen siendo los de la serie oficial.
"""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

from django.db import transaction
from django.utils import timezone

from casos.acciones.casos import registrar_caso
from casos.acciones.ciclo import enviar_caso, observar_caso
from casos.acciones.partes import registrar_parte
from casos.models import Caso, CasoLugar, Victima, VictimaEstado
from trata.auditoria import contexto
from trata.cuentas.models import Usuario
from trata.territorio.models import Ubigeo

LUGARES = ("080101", "080901", "080801")
VICTIMA: dict[str, Any] = {
    "sexo": "mujer",
    "forma_edad": "exacta",
    "edad": 19,
    "nacionalidad": "pe",
    "educacion": "secundaria",
    "hallazgo": "rescatada_operativo",
    "alcance": "nacional",
    "finalidad": "explotacion_sexual",
    "medio": "engano",
    "captacion": "oferta_trabajo",
    "vinculo": "conocido",
    "lugar_explotacion": "bar",
}
OBSERVACIONES: tuple[dict[str, str], ...] = (
    {
        "seccion": "denuncia",
        "campo": "canal",
        "texto": "Demostración: precisa por qué canal llegó la denuncia.",
    },
    {
        "seccion": "denuncia",
        "campo": "denunciante",
        "texto": "Demostración: el acta dice «madre»; confirma quién denunció.",
    },
)


def cargar(decir: Callable[[str], None] = lambda _: None) -> None:
    """Deja trabajo por hacer a la analista del Cusco. Una sola vez."""
    ana = Usuario.objects.filter(username="ana", es_demostracion=True).first()
    vera = Usuario.objects.filter(username="vera", es_demostracion=True).first()
    if ana is None or vera is None or Caso.objects.filter(registrado_por=ana).exists():
        return
    with contexto.como(ana, motivo="Demostración"), transaction.atomic():
        _caso(ana, dias=1)
        _con_lugar(_caso(ana, dias=2, origen="operativo", denunciante=""), LUGARES[2], ana)
        _con_victima(_con_lugar(_caso(ana, dias=4), LUGARES[1], ana), ana)
        observado = _con_victima(_con_lugar(_caso(ana, dias=9), LUGARES[0], ana), ana)
        enviado = enviar_caso(caso=observado, version=observado.version, por=ana)
    with contexto.como(vera, motivo="Demostración"), transaction.atomic():
        observar_caso(caso=enviado, observaciones=OBSERVACIONES, version=enviado.version, por=vera)
    decir("Escritorio de la analista: tres borradores y un caso observado.")


def _caso(por: Usuario, *, dias: int, **campos: Any) -> Caso:
    datos = {
        "materia": "trata",
        "origen": "denuncia",
        "fuente": "pnp",
        "fecha_de_registro": timezone.localdate() - timedelta(days=dias),
        "denunciante": "madre",
        "destino": "fiscalia",
    } | campos
    caso = registrar_caso(datos=datos, por=por)
    Caso.objects.filter(pk=caso.pk).update(es_demostracion=True)
    return caso


def _con_lugar(caso: Caso, ubigeo: str, por: Usuario) -> Caso:
    datos = {"rol": "registro", "pais": "pe", "ubigeo": Ubigeo.objects.get(pk=ubigeo)}
    registrar_parte(CasoLugar, caso=caso, datos=datos, por=por)
    return Caso.objects.get(pk=caso.pk)


def _con_victima(caso: Caso, por: Usuario) -> Caso:
    victima = registrar_parte(Victima, caso=caso, datos=VICTIMA, por=por)
    datos = {
        "victima": victima,
        "estado": "presunta",
        "fecha": caso.fecha_de_registro,
        "organo": "policia",
    }
    registrar_parte(VictimaEstado, caso=caso, datos=datos, por=por)
    return Caso.objects.get(pk=caso.pk)
