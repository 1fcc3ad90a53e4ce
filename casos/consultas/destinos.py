"""Casos a los que se va por su código o por su número en otra institución."""

from typing import Any

from django.db.models import Q
from django.urls import reverse

from casos.consultas.busqueda import codigo_escrito
from casos.models import Caso, ClaveExterna
from casos.reglas import normalizar_clave
from trata.cuentas.destinos import POR_BUSCADOR, Destino
from trata.cuentas.permisos import Permiso


def buscar(usuario: Any, texto: str) -> list[Destino]:
    """«TRATA-2025-000268», «2025-268» o el número de otra institución, sólo entre los visibles."""
    if not usuario.tiene_permiso(Permiso.CASO_VER):
        return []
    codigo = codigo_escrito(texto)[0] or texto.upper()
    claves = ClaveExterna.objects.filter(numero=normalizar_clave(texto), retirado_en=None)
    visibles = Caso.objects.visibles_para(usuario)
    casos = visibles.filter(Q(codigo=codigo) | Q(pk__in=claves.values("caso_id")))
    return [
        Destino(
            caso.codigo,
            "Caso",
            reverse("casos:detalle", args=[caso.uuid]),
            caso.get_estado_display(),
            es_exacto=True,
        )
        for caso in casos.order_by("-id")[:POR_BUSCADOR]
    ]
