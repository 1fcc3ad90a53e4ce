"""Registrar en bloque lo que trae un archivo: todo o nada, y sólo en borrador."""

import hashlib
from collections.abc import Sequence
from datetime import datetime
from typing import Any

from django.db import IntegrityError, connection, transaction
from django.utils import timezone

from casos.models import (
    Asignacion,
    Caso,
    CasoLugar,
    ClaveExterna,
    Importacion,
    Victima,
    VictimaEstado,
)
from trata.agregados.acciones import marcar
from trata.comun.errores import DuplicadoError, ErrorDeDominio
from trata.cuentas.acciones import exigir
from trata.cuentas.models import Usuario
from trata.cuentas.permisos import Permiso

LOTE = 1000
# Igual que `comunes.indexar`, para muchos casos: códigos, números y nombres de lugares.
INDEXAR = """
INSERT INTO casos_busquedadecaso (caso_id, vector)
SELECT c.id, to_tsvector('spanish', t.texto) || to_tsvector('spanish', t.plano)
FROM casos_caso c CROSS JOIN LATERAL (
    SELECT concat_ws(' ', c.codigo, replace(c.codigo, '-', ' '), c.dependencia,
        string_agg(DISTINCT k.numero || ' ' || replace(k.numero, '-', ' '), ' '),
        string_agg(DISTINCT u.nombre, ' ')) AS texto,
        string_agg(DISTINCT u.clave_orden, ' ') AS plano
    FROM casos_casolugar l
    LEFT JOIN territorio_ubigeo u
        ON u.codigo IN (l.ubigeo_id, left(l.ubigeo_id, 4), left(l.ubigeo_id, 2))
    LEFT JOIN casos_claveexterna k ON k.caso_id = c.id
    WHERE l.caso_id = c.id
) t WHERE c.id = ANY(%s)
ON CONFLICT (caso_id) DO UPDATE SET vector = EXCLUDED.vector
"""


def indexar_en_bloque(llaves: Sequence[int]) -> None:
    """Prepara el texto de búsqueda de muchos casos."""
    with connection.cursor() as cursor:
        cursor.execute(INDEXAR, [list(llaves)])


def _codigos(cuantos: int) -> list[str]:
    with connection.cursor() as cursor:
        cursor.execute("SELECT nextval('casos_numero') FROM generate_series(1, %s)", [cuantos])
        return [f"TRATA-{timezone.localdate().year}-{n:06d}" for (n,) in cursor.fetchall()]


@transaction.atomic
def importar_casos(*, leidos: Sequence[Any], por: Usuario) -> list[Caso]:
    """Registra los casos leídos por `casos.importador`, ya juzgados. Devuelve los casos.

    Lanza `DuplicadoError` si otra persona registró a la vez uno de sus números externos.
    """
    exigir(por, Permiso.CASO_IMPORTAR)
    ahora = timezone.now()
    casos = [
        Caso(codigo=codigo, registrado_por=por, entidad=por.entidad, **leido.caso)
        for codigo, leido in zip(_codigos(len(leidos)), leidos, strict=True)
    ]
    try:
        with transaction.atomic():
            Caso.objects.bulk_create(casos, batch_size=LOTE)
            _crear_partes(casos, leidos, por)
    except IntegrityError as error:
        raise DuplicadoError(
            "clave_repetida", "Alguien registró a la vez uno de estos casos. Revisa de nuevo."
        ) from error
    Asignacion.objects.bulk_create(
        [
            Asignacion(
                caso=c, usuario=por, es_responsable=True, motivo="Lo importó", registrado_por=por
            )
            for c in casos
        ],
        batch_size=LOTE,
    )
    indexar_en_bloque([c.pk for c in casos])
    marcar(objetos=[c.pk for c in casos])
    _comprobar(casos, por, ahora)
    return casos


def _comprobar(casos: Sequence[Caso], por: Usuario, desde: datetime) -> None:
    """Después de escribir, todo sigue a la vista de quien importó."""
    llaves = [c.pk for c in casos]
    if Caso.objects.visibles_para(por).filter(pk__in=llaves).count() != len(llaves):
        raise ErrorDeDominio("fuera_de_ambito", "El archivo trae casos fuera de tu ámbito.")


def _crear_partes(casos: Sequence[Caso], leidos: Sequence[Any], por: Usuario) -> None:
    claves, lugares, victimas, pasos = [], [], [], []
    for caso, leido in zip(casos, leidos, strict=True):
        if leido.clave:
            claves.append(ClaveExterna(caso=caso, registrado_por=por, **leido.clave))
        lugares += [CasoLugar(caso=caso, registrado_por=por, **d) for d in leido.lugares]
        for numero, (datos, estado) in enumerate(leido.victimas, 1):
            victima = Victima(
                caso=caso,
                numero=numero,
                seudonimo=f"{caso.codigo}-V{numero}",
                registrado_por=por,
                estado=estado["estado"] if estado else "",
                **datos,
            )
            victimas.append(victima)
            if estado:
                pasos.append((victima, estado))
    ClaveExterna.objects.bulk_create(claves, batch_size=LOTE)
    CasoLugar.objects.bulk_create(lugares, batch_size=LOTE)
    Victima.objects.bulk_create(victimas, batch_size=LOTE)
    VictimaEstado.objects.bulk_create(
        [VictimaEstado(caso=v.caso, victima=v, registrado_por=por, **e) for v, e in pasos],
        batch_size=LOTE,
    )


def subir_archivo(*, nombre: str, contenido: bytes, por: Usuario) -> Importacion:
    """Guarda un archivo para revisarlo."""
    exigir(por, Permiso.CASO_IMPORTAR)
    return Importacion.objects.create(
        usuario=por,
        nombre=nombre[:150],
        sha256=hashlib.sha256(contenido).hexdigest(),
        contenido=contenido,
    )


def anotar_importacion(
    *, importacion: Importacion, estado: str, informe: dict[str, Any]
) -> Importacion:
    """Guarda en qué quedó una importación."""
    importacion.estado, importacion.informe = estado, informe
    importacion.save(update_fields=["estado", "informe"])
    return importacion
