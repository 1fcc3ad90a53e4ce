"""«Ir a…»: de un folio («INF-2026-003») o un expediente a su informe."""

import re
from typing import Any

from django.db.models import Q
from django.urls import reverse

from trata.cuentas.destinos import Destino
from trata.cuentas.permisos import Permiso
from trata.informes.models import Informe, VersionPublicada

FOLIO = re.compile(r"inf[\s-]*(\d{4})[\s-]+0*(\d{1,6})(?:[\s-]*v(\d+))?", re.IGNORECASE)
CUANTOS = 8


def buscar(usuario: Any, texto: str) -> list[Destino]:
    """Las versiones publicadas que el usuario ve con ese folio, número de trámite o expediente."""
    if not usuario.tiene_permiso(Permiso.INFORME_VER):
        return []
    folio = FOLIO.fullmatch(texto.strip())
    if folio:
        anio, numero, version = folio.groups()
        condicion = Q(anio=int(anio), numero=int(numero))
        if version:
            condicion &= Q(version=int(version))
    elif any(c.isdigit() for c in texto):
        condicion = (
            Q(tramite__numero_de_informe__icontains=texto)
            | Q(tramite__numero_de_oficio__icontains=texto)
            | Q(tramite__expediente__icontains=texto)
        )
    else:
        return []
    halladas = (
        VersionPublicada.objects.filter(
            condicion, informe__in=Informe.objects.visibles_para(usuario)
        )
        .select_related("informe__espacio")
        .order_by("-registrado_en")[:CUANTOS]
    )
    return [
        Destino(
            v.folio,
            "Informe publicado",
            reverse("informes:publicada", args=[v.informe.uuid, v.version]),
            str(v.informe),
            es_exacto=bool(folio) and n == 0,
        )
        for n, v in enumerate(halladas)
    ]
