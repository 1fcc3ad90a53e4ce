"""Quién escribió en un caso: lo que ingresó y lo que corrigió."""

from datetime import datetime

from django.db import models

from casos.ficha import PARTES
from casos.models import Caso, Nota
from trata.cuentas.models import Usuario
from trata.cuentas.permisos import Permiso
from trata.cuentas.roles import ROLES

# Con estos roles se escribe el registro; con los demás sólo se anota, se observa o se aprueba.
ESCRIBEN = [
    r.codigo
    for r in ROLES.values()
    if r.puede(Permiso.CASO_REGISTRAR) or r.puede(Permiso.ATENCION_REGISTRAR)
]


def escribio_en(caso: Caso, usuario: Usuario) -> bool:
    """Dice si el usuario ingresó, envió o corrigió el caso o alguna de sus partes.

    Lo ingresado lo dice cada fila; lo corregido, la historia. Una nota la escribe cualquiera.
    """
    if usuario.pk in {caso.registrado_por_id, caso.enviado_por_id}:
        return True
    modelos = [p.modelo for p in PARTES.values() if p.modelo is not Nota]
    return (
        any(m.objects.filter(caso=caso, registrado_por=usuario).exists() for m in modelos)
        or _corrigio(Caso, usuario, pgh_obj=caso)
        or any(_corrigio(m, usuario, pgh_obj__caso=caso) for m in modelos)
    )


def _corrigio(modelo: type[models.Model], usuario: Usuario, **filtro: Caso) -> bool:
    eventos = modelo._meta.get_field("eventos").related_model.objects
    return eventos.filter(
        **filtro, pgh_context__usuario=usuario.pk, pgh_context__rol__in=ESCRIBEN
    ).exists()


def ultimo_cambio(objeto: models.Model) -> tuple[str, datetime | None]:
    """Quién hizo el último cambio y cuándo, según la historia; «» si la historia no lo dice."""
    evento = objeto.eventos.order_by("-pgh_id").first()
    if evento is None:
        return "", None
    autor = Usuario.objects.filter(pk=(evento.pgh_context or {}).get("usuario")).first()
    return str(autor or ""), evento.pgh_created_at
