"""Escribir los casos sintéticos con COPY, marcados como de demostración.

La historia se registra como con cualquier escritura: la ponen los disparadores de la base.
"""

from collections.abc import Iterable
from datetime import datetime, time, timedelta
from itertools import count
from typing import Any

from django.db import transaction
from django.utils import timezone

from casos.acciones.busqueda import indexar
from casos.models import Atencion, Caso, CasoLugar, Implicado, Victima, VictimaEstado
from casos.reglas.persona import GRUPOS_DE_NNA
from casos.sintetico.personas import CasoSintetico
from trata.comun.copia import copiar
from trata.cuentas.models import Entidad

ORGANO = {
    "posible": "policia", "presunta": "policia", "identificada": "fiscalia",
    "acreditada": "poder_judicial",
}  # fmt: skip
QUIEN_REGISTRA = "mininter"
TANDA = 5_000


@transaction.atomic
def escribir(sinteticos: Iterable[CasoSintetico]) -> list[int]:
    """Escribe los casos con lo que cuelga de ellos; devuelve las llaves de los casos."""
    sinteticos = list(sinteticos)
    numeros: dict[int, Any] = {}
    entidad = Entidad.objects.filter(pk=QUIEN_REGISTRA).first()
    casos = []
    for s in sinteticos:
        anio = s.campos["fecha_de_registro"].year
        numero = next(numeros.setdefault(anio, count(1)))
        casos.append(_caso(s, f"TRATA-{anio}-{numero:06d}", entidad))
    copiar(casos)
    victimas, lugares, implicados = [], [], []
    for s, caso in zip(sinteticos, casos, strict=True):
        lugares += [CasoLugar(caso=caso, **({"pais": "pe"} | d)) for d in s.lugares]
        for n, v in enumerate(s.victimas, 1):
            victimas.append(Victima(caso=caso, numero=n, seudonimo=f"{caso.codigo}-V{n}", **v))
        implicados.append(_implicado(caso, len(s.victimas)))
    copiar(lugares)
    copiar(victimas)
    copiar([i for i in implicados if i])
    copiar([_estado(v) for v in victimas])
    copiar([a for v in victimas for a in _atenciones(v)])
    llaves = [c.pk for c in casos]
    for desde in range(0, len(llaves), TANDA):
        indexar(llaves[desde : desde + TANDA])
    return llaves


def _caso(s: CasoSintetico, codigo: str, entidad: Entidad | None) -> Caso:
    cuando = timezone.make_aware(datetime.combine(s.campos["fecha_de_registro"], time(12)))
    caso = Caso(codigo=codigo, es_demostracion=True, entidad=entidad, **s.campos)
    caso.enviado_en = cuando + timedelta(days=2)
    if caso.estado == Caso.Estado.CONFORME:
        caso.conforme_en = cuando + timedelta(days=9)
    return caso


def _implicado(caso: Caso, cuantas: int) -> Implicado | None:
    """Un implicado en dos de cada tres casos, con condición según su antigüedad."""
    if caso.pk % 3 == 0:
        return None
    condiciones = ("denunciado", "investigado", "investigado", "acusado", "sentenciado")
    condicion = condiciones[caso.pk % 5] if caso.fecha_de_registro.year < 2024 else "investigado"
    return Implicado(
        caso=caso,
        numero=1,
        seudonimo=f"{caso.codigo}-I1",
        sexo="hombre" if caso.pk % 4 else "mujer",
        forma_edad="no_consta",
        grupo_edad="no_consta",
        nacionalidad="pe",
        condicion=condicion,
    )


def _estado(v: Victima) -> VictimaEstado:
    return VictimaEstado(
        caso=v.caso, victima=v, estado=v.estado, fecha=v.fecha_de_hallazgo, organo=ORGANO[v.estado]
    )


def _atenciones(v: Victima) -> list[Atencion]:
    """Tres de cada cuatro víctimas tienen una derivación; la mayoría, atendida."""
    if v.pk % 4 == 0:
        return []
    derivada = v.fecha_de_hallazgo + timedelta(days=1)
    atendida = v.pk % 5 != 0
    tipo = "proteccion_nna" if v.grupo_edad in GRUPOS_DE_NNA else "social"
    return [
        Atencion(
            caso=v.caso,
            victima=v,
            tipo=tipo if v.pk % 2 else "legal",
            fecha_de_derivacion=derivada,
            plazo=derivada + timedelta(days=3),
            fecha_de_acuse=derivada + timedelta(days=1) if atendida else None,
            fecha_de_inicio=derivada + timedelta(days=v.pk % 6) if atendida else None,
            resultado="atendida" if atendida else "pendiente",
        )
    ]
