"""Escribir en bloque lo que trae un archivo ya juzgado: todo o nada, y sólo en borrador."""

from collections.abc import Callable, Sequence
from typing import Any

from django.apps import apps
from django.db import IntegrityError, connection, transaction
from django.utils import timezone

from casos.acciones.casos import editar_caso
from casos.acciones.partes import editar_parte, registrar_parte
from casos.models import (
    Asignacion,
    Caso,
    CasoImportado,
    CasoLugar,
    ClaveExterna,
    Importacion,
    Victima,
    VictimaEstado,
)
from casos.models.base import FichaModel
from trata.agregados.acciones import marcar
from trata.comun.errores import DuplicadoError, ErrorDeDominio
from trata.cuentas.models import Usuario
from trata.trabajos.sucesos import anunciar_varios

LOTE = 1000
Avance = Callable[[int, int, str], None]
# Igual que `comunes.indexar`, para muchos casos: códigos, números y nombres de lugares.
INDEXAR = """
INSERT INTO casos_busquedadecaso (caso_id, vector)
SELECT c.id, to_tsvector('spanish', t.texto) || to_tsvector('spanish', t.plano)
FROM casos_caso c CROSS JOIN LATERAL (
    SELECT concat_ws(' ', c.codigo, replace(c.codigo, '-', ' '), c.dependencia,
        string_agg(DISTINCT k.numero || ' ' || replace(k.numero, '-', ' '), ' '),
        string_agg(DISTINCT u.nombre, ' ')) AS texto,
        string_agg(DISTINCT replace(u.clave_orden, '~', ''), ' ') AS plano
    FROM casos_casolugar l
    LEFT JOIN territorio_ubigeo u
        ON u.codigo IN (l.ubigeo_id, left(l.ubigeo_id, 4), left(l.ubigeo_id, 2))
    LEFT JOIN casos_claveexterna k ON k.caso_id = c.id AND k.retirado_en IS NULL
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


def crear_en_bloque(
    *, leidos: Sequence[Any], importacion: Importacion, por: Usuario, al_avanzar: Avance
) -> list[Caso]:
    """Registra los casos nuevos. Lanza `DuplicadoError` si otra persona los registró a la vez."""
    casos: list[Caso] = []
    try:
        with transaction.atomic():
            for desde in range(0, len(leidos), LOTE):
                tanda = leidos[desde : desde + LOTE]
                casos += _crear_tanda(tanda, importacion, por)
                al_avanzar(desde + len(tanda), len(leidos), "Registrando casos")
    except IntegrityError as error:
        raise DuplicadoError(
            "clave_repetida", "Alguien registró a la vez uno de estos casos. Revisa de nuevo."
        ) from error
    return casos


def _crear_tanda(leidos: Sequence[Any], importacion: Importacion, por: Usuario) -> list[Caso]:
    casos = [
        Caso(codigo=codigo, registrado_por=por, entidad=por.entidad, **leido.caso)
        for codigo, leido in zip(_codigos(len(leidos)), leidos, strict=True)
    ]
    Caso.objects.bulk_create(casos)
    _crear_partes(casos, leidos, por)
    llaves = [c.pk for c in casos]
    # Antes de asignárselos: lo que uno lleva se ve siempre, y aquí manda el lugar.
    if Caso.objects.visibles_para(por).filter(pk__in=llaves).count() != len(llaves):
        raise ErrorDeDominio("fuera_de_ambito", "El archivo trae casos fuera de tu ámbito.")
    Asignacion.objects.bulk_create(
        Asignacion(
            caso=c, usuario=por, es_responsable=True, motivo="Lo importó", registrado_por=por
        )
        for c in casos
    )
    CasoImportado.objects.bulk_create(
        CasoImportado(
            importacion=importacion,
            caso=c,
            accion=CasoImportado.Accion.CREADO,
            huella=leido.huella,
        )
        for c, leido in zip(casos, leidos, strict=True)
    )
    indexar_en_bloque(llaves)
    marcar(objetos=llaves)
    anunciar_varios(suceso="caso.registrado", objetos=[(c.uuid, c.version) for c in casos])
    return casos


def _crear_partes(casos: Sequence[Caso], leidos: Sequence[Any], por: Usuario) -> None:
    claves, lugares, victimas, pasos = [], [], [], []
    for caso, leido in zip(casos, leidos, strict=True):
        if leido.clave:
            claves.append(ClaveExterna(caso=caso, registrado_por=por, **leido.clave))
        lugares += [CasoLugar(caso=caso, registrado_por=por, **d) for d in leido.lugares]
        for numero, datos, estado in leido.victimas:
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
    ClaveExterna.objects.bulk_create(claves)
    CasoLugar.objects.bulk_create(lugares)
    Victima.objects.bulk_create(victimas)
    VictimaEstado.objects.bulk_create(
        VictimaEstado(caso=v.caso, victima=v, registrado_por=por, **e) for v, e in pasos
    )


# --- Cambios en lo ya registrado ------------------------------------------------------------------
def guardable(valor: Any) -> Any:
    """Un valor de modelo como JSON, para poder volver a él."""
    if hasattr(valor, "pk"):
        return valor.pk
    return valor.isoformat() if hasattr(valor, "isoformat") else valor


def cambiar_en_bloque(
    *, cambiados: Sequence[Any], importacion: Importacion, por: Usuario, al_avanzar: Avance
) -> None:
    """Aplica los cambios con los mismos verbos que la pantalla, y guarda cómo estaba cada cosa."""
    for i, cambiado in enumerate(cambiados):
        antes: list[dict[str, Any]] = []
        nuevas: dict[int, Victima] = {}
        for cambio in cambiado.cambios:
            antes.append(_cambiar(cambiado, cambio, nuevas, por))
        for anotado in antes:
            modelo = apps.get_model(anotado["modelo"])
            anotado["version"] = modelo._base_manager.get(pk=anotado["pk"]).version
        CasoImportado.objects.create(
            importacion=importacion,
            caso=cambiado.caso,
            accion=CasoImportado.Accion.ACTUALIZADO,
            antes=antes,
        )
        al_avanzar(i + 1, len(cambiados), "Actualizando casos")


def _cambiar(
    cambiado: Any, cambio: Any, nuevas: dict[int, Victima], por: Usuario
) -> dict[str, Any]:
    confirmar = cambiado.confirmados
    if cambio.es_nuevo:
        datos = dict(cambio.datos)
        if cambio.objeto is VictimaEstado:
            datos["victima"] = nuevas.get(cambio.victima) or Victima.objects.vigentes().get(
                caso=cambiado.caso, numero=cambio.victima
            )
        parte = registrar_parte(
            cambio.objeto, caso=cambiado.caso, datos=datos, por=por, confirmar=confirmar
        )
        if isinstance(parte, Victima):
            nuevas[parte.numero] = parte
        return _anotado(parte, {})
    objeto = cambio.objeto
    actual = type(objeto).objects.get(pk=objeto.pk)
    campos = {
        c: guardable(getattr(actual, objeto._meta.get_field(c).attname)) for c in cambio.datos
    }
    pedido = {
        "datos": cambio.datos, "version": actual.version, "por": por, "confirmar": confirmar,
    }  # fmt: skip
    if isinstance(objeto, Caso):
        return _anotado(editar_caso(caso=objeto, **pedido), campos)
    return _anotado(editar_parte(parte=objeto, **pedido), campos)


def _anotado(objeto: FichaModel, campos: dict[str, Any]) -> dict[str, Any]:
    return {"modelo": objeto._meta.label_lower, "pk": objeto.pk, "campos": campos}
