"""Fábricas del registro: usuarios con rol y ámbito, y casos completos y sintéticos."""

from datetime import date
from itertools import count
from typing import Any

from casos.models import Caso, CasoLugar, Victima
from trata.cuentas.models import Designacion, Usuario

_NUMERO = count(1)


def crear_usuario(nombre: str, rol: str, *prefijos: str) -> Usuario:
    """Un usuario con una designación vigente. Sin prefijos, ámbito vacío; `""` es nacional."""
    usuario = Usuario.objects.create_user(nombre, nombres=nombre.capitalize())
    Designacion.objects.create(usuario=usuario, rol=rol, prefijos=list(prefijos))
    return usuario


def crear_caso(
    *, registro: str = "150101", victimas: int = 1, victima: dict[str, Any] | None = None, **campos
) -> Caso:
    """Un caso de trata completo, con su lugar de registro y sus víctimas."""
    valores = {
        "codigo": f"TRATA-2026-9{next(_NUMERO):05d}",
        "materia": "trata",
        "origen": "denuncia",
        "fuente": "pnp",
        "fecha_de_registro": date(2026, 3, 10),
        "denunciante": "madre",
        "destino": "fiscalia",
    } | campos
    caso = Caso.objects.create(**valores)
    CasoLugar.objects.create(caso=caso, rol="registro", ubigeo_id=registro)
    for numero in range(1, victimas + 1):
        Victima.objects.create(**datos_de_victima(caso, numero) | (victima or {}))
    return caso


def datos_de_victima(caso: Caso, numero: int = 1) -> dict[str, Any]:
    """Los campos de una víctima completa."""
    return {
        "caso": caso,
        "numero": numero,
        "seudonimo": f"{caso.codigo}-V{numero}",
        "sexo": "mujer",
        "forma_edad": "exacta",
        "edad": 22,
        "grupo_edad": "18-29",
        "nacionalidad": "pe",
        "educacion": "secundaria",
        "estado": "presunta",
        "hallazgo": "rescatada_operativo",
        "alcance": "nacional",
        "finalidad": "explotacion_sexual",
        "medio": "engano",
        "captacion": "oferta_trabajo",
        "vinculo": "conocido",
        "lugar_explotacion": "bar",
    }
