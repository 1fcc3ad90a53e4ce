"""Lo que se hace con las capacitaciones: registrar, llenar la lista y emitir certificados."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from django.db import transaction
from django.db.models import Sum
from django.utils import timezone

from regiones.acciones.comun import exigir_espacio, guardar_cambio, guardar_nuevo
from regiones.models import (
    AlcanceDeCapacitacion,
    Capacitacion,
    Certificado,
    EspacioRegional,
    GrupoDeParticipantes,
    MacrorregionCapacitada,
    Participante,
    TemaTratado,
)
from regiones.reglas import PARTICIPANTE
from trata.auditoria.acciones.accesos import registrar_acceso
from trata.comun.cifrado import cifrar, indice_ciego
from trata.comun.errores import DuplicadoError, ErrorDeDominio, EstadoInvalidoError
from trata.comun.reglas import faltas
from trata.cuentas.models import Usuario
from trata.cuentas.permisos import Permiso
from trata.trabajos.acciones import encargar
from trata.trabajos.models import Trabajo

USO_DEL_INDICE = "regiones.participante"
ENLACES = (
    ("temas", TemaTratado, "tema"),
    ("macrorregiones", MacrorregionCapacitada, "macrorregion"),
    ("alcance", AlcanceDeCapacitacion, "espacio"),
)


def _poner_enlaces(capacitacion: Capacitacion, listas: Mapping[str, Iterable[Any]]) -> None:
    for nombre, modelo, campo in ENLACES:
        if nombre not in listas:
            continue
        pedidos = {objeto.pk: objeto for objeto in listas[nombre]}
        actuales = modelo.objects.filter(capacitacion=capacitacion)
        actuales.exclude(**{f"{campo}__in": pedidos}).delete()
        tiene = set(actuales.values_list(f"{campo}_id", flat=True))
        modelo.objects.bulk_create(
            modelo(capacitacion=capacitacion, **{campo: objeto})
            for pk, objeto in pedidos.items()
            if pk not in tiene
        )


def _separar(datos: Mapping[str, Any]) -> tuple[dict[str, Any], dict[str, Any]]:
    nombres = {nombre for nombre, _, _ in ENLACES}
    propios = {c: v for c, v in datos.items() if c not in nombres}
    return propios, {c: list(v) for c, v in datos.items() if c in nombres}


@transaction.atomic
def registrar_capacitacion(
    *, espacio: EspacioRegional, datos: Mapping[str, Any], por: Usuario
) -> Capacitacion:
    """Registra una capacitación con sus temas, Macro Regiones Policiales y regiones que alcanza."""
    exigir_espacio(espacio, por, Permiso.CAPACITACION_REGISTRAR)
    propios, listas = _separar(datos)
    capacitacion = guardar_nuevo(Capacitacion(espacio=espacio, **propios), por=por)
    _poner_enlaces(capacitacion, listas)
    return capacitacion


@transaction.atomic
def editar_capacitacion(
    *, capacitacion: Capacitacion, datos: Mapping[str, Any], version: int | None, por: Usuario
) -> Capacitacion:
    """Corrige una capacitación. Con lista cargada no se puede volver a «sólo totales»."""
    exigir_espacio(capacitacion.espacio, por, Permiso.CAPACITACION_REGISTRAR)
    propios, listas = _separar(datos)
    forma = propios.get("forma", capacitacion.forma)
    if forma == Capacitacion.Forma.TOTALES and capacitacion.participantes.exists():
        raise EstadoInvalidoError(
            "tiene_lista", "Esta capacitación ya tiene una lista de participantes."
        )
    guardar_cambio(capacitacion, datos=propios, version=version)
    _poner_enlaces(capacitacion, listas)
    return capacitacion


@transaction.atomic
def registrar_grupo(
    *, capacitacion: Capacitacion, datos: Mapping[str, Any], por: Usuario
) -> GrupoDeParticipantes:
    """Agrega un total parcial; la suma no puede pasar del total declarado."""
    exigir_espacio(capacitacion.espacio, por, Permiso.CAPACITACION_REGISTRAR)
    if capacitacion.forma != Capacitacion.Forma.TOTALES:
        raise EstadoInvalidoError("tiene_lista", "Los totales salen de la lista de participantes.")
    Capacitacion.objects.select_for_update().get(pk=capacitacion.pk)
    suma = capacitacion.grupos.aggregate(n=Sum("cantidad"))["n"] or 0
    if suma + datos["cantidad"] > (capacitacion.total_declarado or 0):
        raise ErrorDeDominio(
            "suma_mayor_al_total",
            "La suma de los grupos pasa del total declarado.",
            campos={"cantidad": "La suma de los grupos pasa del total declarado."},
        )
    return guardar_nuevo(GrupoDeParticipantes(capacitacion=capacitacion, **datos), por=por)


def indice_de_documento(tipo: str, numero: str) -> str:
    """Índice ciego de un documento: tipo y número, sin espacios ni guiones."""
    limpio = "".join(c for c in numero if c.isalnum())
    return indice_ciego(f"{tipo}:{limpio}", uso=USO_DEL_INDICE)


def _preparar(capacitacion: Capacitacion, fila: Mapping[str, Any], por: Usuario) -> Participante:
    return Participante(
        capacitacion=capacitacion,
        indice_documento=indice_de_documento(fila["tipo_documento"], fila["documento"]),
        nombre_cifrado=cifrar(fila["nombre"]),
        sexo=fila["sexo"],
        categoria_id=fila.get("categoria_id"),
        unidad=fila.get("unidad", ""),
        asistencia=fila.get("asistencia"),
        nota_entrada=fila.get("nota_entrada"),
        nota_salida=fila.get("nota_salida"),
        registrado_por=por,
    )


@transaction.atomic
def agregar_participantes(
    *, capacitacion: Capacitacion, filas: Sequence[Mapping[str, Any]], por: Usuario
) -> int:
    """Agrega participantes ya revisados; devuelve cuántos. Todo o nada.

    Cada fila trae `tipo_documento`, `documento`, `nombre`, `sexo` y lo opcional. Lanza
    `DuplicadoError` si un documento se repite en las filas o ya está en la lista.
    """
    exigir_espacio(capacitacion.espacio, por, Permiso.CAPACITACION_REGISTRAR)
    if capacitacion.forma != Capacitacion.Forma.LISTA:
        raise EstadoInvalidoError("solo_totales", "Esta capacitación se registra por totales.")
    Capacitacion.objects.select_for_update().get(pk=capacitacion.pk)
    for fila in filas:
        malas = faltas(PARTICIPANTE, fila)
        if malas:
            raise ErrorDeDominio(malas[0].codigo, malas[0].mensaje)
    nuevos = [_preparar(capacitacion, fila, por) for fila in filas]
    indices = [p.indice_documento for p in nuevos]
    existentes = capacitacion.participantes.filter(indice_documento__in=indices).exists()
    if existentes or len(set(indices)) != len(indices):
        raise DuplicadoError("documento_repetido", "Hay documentos repetidos en la lista.")
    Participante.objects.bulk_create(nuevos, batch_size=1000)
    return len(nuevos)


@transaction.atomic
def emitir_certificados(
    *, capacitacion: Capacitacion, participantes: Sequence[Participante], por: Usuario
) -> list[Certificado]:
    """Los certificados de esos participantes, en su orden; los que faltan se crean una sola vez."""
    exigir_espacio(capacitacion.espacio, por, Permiso.CAPACITACION_REGISTRAR)
    if capacitacion.estado != Capacitacion.Estado.REALIZADA:
        raise EstadoInvalidoError(
            "capacitacion_sin_realizar", "Sólo se certifica una capacitación realizada."
        )
    registrar_acceso(
        usuario=por,
        objeto=capacitacion,
        campos=["participantes.nombre"],
        motivo=f"emisión de {len(participantes)} certificados",
    )
    Certificado.objects.bulk_create(
        [Certificado(participante=p) for p in participantes], ignore_conflicts=True
    )
    return list(
        Certificado.objects.filter(participante__in=participantes)
        .select_related("participante")
        .order_by("participante_id")
    )


@transaction.atomic
def encargar_participantes(
    *, capacitacion: Capacitacion, contenido: bytes, volver: str, por: Usuario
) -> Trabajo:
    """Encarga una lista larga de participantes; el archivo va cifrado y se borra al terminar."""
    exigir_espacio(capacitacion.espacio, por, Permiso.CAPACITACION_REGISTRAR)
    return encargar(
        tipo="regiones.participantes",
        datos={"capacitacion": str(capacitacion.uuid), "volver": volver},
        por=por,
        titulo="Agregar la lista de participantes",
        entrada=contenido,
    )


@transaction.atomic
def encargar_certificados(*, capacitacion: Capacitacion, por: Usuario) -> Trabajo:
    """Encarga el lote de certificados de una capacitación con lista."""
    exigir_espacio(capacitacion.espacio, por, Permiso.CAPACITACION_REGISTRAR)
    if capacitacion.estado != Capacitacion.Estado.REALIZADA:
        raise EstadoInvalidoError(
            "capacitacion_sin_realizar", "Sólo se certifica una capacitación realizada."
        )
    if not capacitacion.participantes.exists():
        raise EstadoInvalidoError("sin_lista", "Primero carga la lista de participantes.")
    return encargar(
        tipo="regiones.certificados", datos={"capacitacion": str(capacitacion.uuid)}, por=por
    )


@transaction.atomic
def anular_certificado(*, certificado: Certificado, por: Usuario) -> Certificado:
    """Anula un certificado: su página de verificación dirá que no es válido."""
    exigir_espacio(
        certificado.participante.capacitacion.espacio, por, Permiso.CAPACITACION_REGISTRAR
    )
    certificado.anulado_en = timezone.now()
    certificado.save(update_fields=["anulado_en"])
    return certificado
