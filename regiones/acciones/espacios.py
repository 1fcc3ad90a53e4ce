"""Lo que se hace con los espacios, sus normas y sus integrantes."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from django.db import transaction
from django.utils.text import slugify

from regiones.acciones.comun import bloquear, exigir_espacio, guardar_cambio, guardar_nuevo
from regiones.models import EspacioRegional, Integrante, NormaDeEspacio, Representante
from trata.comun.errores import ErrorDeDominio
from trata.cuentas.models import Usuario


@transaction.atomic
def registrar_espacio(*, datos: Mapping[str, Any], por: Usuario) -> EspacioRegional:
    """Registra una red provincial o un espacio distrital dentro de un espacio del ámbito."""
    espacio = EspacioRegional(**datos)
    if espacio.padre is None:
        raise ErrorDeDominio(
            "falta_espacio_padre",
            "Elige el espacio del que depende.",
            campos={"padre": "Elige el espacio del que depende."},
        )
    exigir_espacio(espacio.padre, por)
    _revisar_territorio(espacio)
    espacio.codigo = slugify(f"{espacio.padre.codigo}-{espacio.region}")[:60]
    return guardar_nuevo(espacio, por=por)


def _revisar_territorio(espacio: EspacioRegional) -> None:
    """El lugar del espacio está dentro del de su padre, y no en la parte que su padre excluye."""
    padre, codigo = espacio.padre, espacio.ubigeo_id or ""
    excluido = bool(padre.excluye) and codigo.startswith(padre.excluye)
    if not codigo.startswith(padre.ubigeo_id) or excluido:
        raise ErrorDeDominio(
            "lugar_fuera_del_padre",
            "El lugar no está dentro del territorio del espacio del que depende.",
            campos={"ubigeo": f"Elige un lugar de {padre.region}."},
        )


@transaction.atomic
def editar_espacio(
    *, espacio: EspacioRegional, datos: Mapping[str, Any], version: int | None, por: Usuario
) -> EspacioRegional:
    """Corrige la ficha de un espacio; desde entonces el catálogo no la pisa."""
    exigir_espacio(espacio, por)
    return guardar_cambio(espacio, datos={**datos, "editado": True}, version=version)


@transaction.atomic
def registrar_norma(
    *, espacio: EspacioRegional, datos: Mapping[str, Any], por: Usuario
) -> NormaDeEspacio:
    """Agrega una norma al espacio."""
    exigir_espacio(espacio, por)
    return guardar_nuevo(NormaDeEspacio(espacio=espacio, **datos), por=por)


@transaction.atomic
def registrar_integrante(
    *, espacio: EspacioRegional, datos: Mapping[str, Any], por: Usuario
) -> Integrante:
    """Incorpora una institución. Dos periodos de la misma institución no se superponen."""
    exigir_espacio(espacio, por)
    bloquear(espacio)
    return guardar_nuevo(Integrante(espacio=espacio, **datos), por=por)


@transaction.atomic
def terminar_integrante(*, integrante: Integrante, hasta: date, por: Usuario) -> Integrante:
    """Cierra la participación de una institución y la de sus representantes. Nada se borra."""
    exigir_espacio(integrante.espacio, por)
    bloquear(integrante.espacio)
    for representante in integrante.representantes.filter(hasta=None):
        guardar_cambio(
            representante, datos={"hasta": max(hasta, representante.desde)}, version=None
        )
    return guardar_cambio(integrante, datos={"hasta": hasta}, version=None)


@transaction.atomic
def registrar_representante(
    *, integrante: Integrante, datos: Mapping[str, Any], por: Usuario
) -> Representante:
    """Designa titular o alterno. Dos titulares (o dos alternos) no coinciden en fechas.

    Si hay uno vigente sin fecha de fin y el nuevo empieza después, aquel termina el día anterior.
    """
    exigir_espacio(integrante.espacio, por)
    bloquear(integrante.espacio)
    nuevo = Representante(integrante=integrante, **datos)
    anterior = integrante.representantes.filter(
        calidad=nuevo.calidad, hasta=None, desde__lt=nuevo.desde
    ).first()
    if anterior is not None:
        fin = date.fromordinal(nuevo.desde.toordinal() - 1)
        guardar_cambio(anterior, datos={"hasta": fin}, version=None)
    return guardar_nuevo(nuevo, por=por)
