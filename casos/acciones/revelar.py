"""Mostrar una identidad: de una en una, con motivo, anotado antes y en la misma transacción."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, time

from django.db import transaction
from django.utils import timezone

from casos.acciones.apertura import exigir_abierto, exigir_motivo
from casos.acciones.lecturas import tope_de_lecturas
from casos.consultas.identidad import (
    Hallado,
    fuera_de_ambito,
    identidades_visibles,
    parecidas,
    por_documento,
    por_nombre,
)
from casos.consultas.necesidad import esta_asignado, protegida_como_nna
from casos.identidad import cuotas
from casos.identidad.indices import indice_de_documento
from casos.identidad.nombres import Nombre, documento_normal, normalizar, palabras
from casos.identidad.parecido import Persona
from casos.models import BusquedaDeIdentidad, Caso, Identidad
from casos.models.identidad import CAMPOS_CIFRADOS, ETIQUETAS, NUNCA_DE_NNA
from trata.auditoria.acciones import registrar_acceso
from trata.auditoria.models import Acceso
from trata.comun.cifrado import descifrar, indice_ciego
from trata.comun.errores import ErrorDeDominio, SinPermisoError
from trata.cuentas.acciones import exigir
from trata.cuentas.models import Usuario
from trata.cuentas.permisos import Permiso

Clase = BusquedaDeIdentidad.Clase


class CuotaAgotadaError(ErrorDeDominio):
    """Se llegó al tope de lecturas o búsquedas del día."""

    estado = 429


@dataclass(frozen=True)
class Revelada:
    """Lo que se muestra: pares (etiqueta, valor) y cuántos segundos queda a la vista."""

    identidad: Identidad
    filas: tuple[tuple[str, str], ...]
    ocultos: tuple[str, ...]
    segundos: int


def inicio_de_hoy() -> datetime:
    """Medianoche de Lima."""
    return timezone.make_aware(datetime.combine(timezone.localdate(), time.min))


def lecturas_de_hoy(usuario: Usuario) -> int:
    """Cuántas personas distintas leyó hoy."""
    return (
        Acceso.objects.filter(
            usuario=usuario,
            objeto_tipo=Identidad._meta.label_lower,
            momento__gte=inicio_de_hoy(),
            resultado="mostrado",
        )
        .values("objeto_id")
        .distinct()
        .count()
    )


def exigir_cuota(usuario: Usuario, clase: str, tope: int) -> None:
    """Lanza `CuotaAgotadaError` si hoy ya hizo `tope` búsquedas de esa clase."""
    hechas = BusquedaDeIdentidad.objects.filter(
        usuario=usuario, clase=clase, momento__gte=inicio_de_hoy()
    ).count()
    if hechas >= tope:
        raise CuotaAgotadaError(
            "cuota_agotada",
            "Llegaste al tope de hoy. Si lo necesitas para un caso, pídelo a quien supervisa.",
        )


def campos_visibles(identidad: Identidad) -> tuple[list[str], list[str]]:
    """Qué datos guardados se pueden mostrar y cuáles no (niñas, niños y adolescentes)."""
    protegida = protegida_como_nna(identidad)
    ocultos = [c for c in identidad.guardados if protegida and c in NUNCA_DE_NNA]
    return [c for c in identidad.guardados if c not in ocultos], ocultos


@transaction.atomic
def revelar_identidad(*, identidad: Identidad, motivo: str, por: Usuario) -> Revelada:
    """Muestra los datos de una persona a quien lleva el caso o lo abrió.

    De una niña, niño o adolescente sólo se muestra el contacto, y sólo a quien lleva el caso: su
    nombre y su documento se pueden verificar, no leer. Lanza `CuotaAgotadaError`,
    `SinPermisoError`, `ErrorDeDominio` (motivo) y `ServicioNoDisponibleError` si no se puede
    anotar: entonces no se descifra nada.
    """
    exigir(por, Permiso.IDENTIDAD_VER)
    exigir_abierto(identidad.caso, por)
    if protegida_como_nna(identidad) and not esta_asignado(identidad.caso, por):
        raise SinPermisoError(
            "Es una niña, niño o adolescente: sólo ve su contacto quien lleva el caso."
        )
    limpio = exigir_motivo(motivo)
    tope = tope_de_lecturas(por)
    if lecturas_de_hoy(por) >= tope:
        raise CuotaAgotadaError(
            "cuota_agotada",
            f"Hoy ya leíste {tope} identidades, tu tope del día. Puedes pedir más: lo autoriza "
            "quien supervisa.",
        )
    visibles, ocultos = campos_visibles(identidad)
    registrar_acceso(usuario=por, objeto=identidad, campos=visibles, motivo=limpio)
    filas = [(ETIQUETAS[c], descifrar(getattr(identidad, CAMPOS_CIFRADOS[c]))) for c in visibles]
    return Revelada(
        identidad,
        tuple(filas),
        tuple(ETIQUETAS[c] for c in ocultos),
        cuotas.SEGUNDOS_A_LA_VISTA,
    )


def anotar_negado(*, identidad: Identidad, motivo: str, por: Usuario) -> None:
    """Deja constancia de un intento que no se permitió (tope del día)."""
    registrar_acceso(
        usuario=por,
        objeto=identidad,
        campos=(),
        motivo=motivo.strip() or "Sin motivo",
        resultado="negado",
    )


def _anotar_busqueda(
    usuario: Usuario, clase: str, texto: str, motivo: str, hallados: Sequence[object]
) -> None:
    busqueda = BusquedaDeIdentidad.objects.create(
        usuario=usuario,
        clase=clase,
        huella=indice_ciego(normalizar(texto), uso=f"casos.busqueda.{clase}"),
        hallados=len(hallados),
    )
    registrar_acceso(usuario=usuario, objeto=busqueda, campos=(clase,), motivo=motivo)


@transaction.atomic
def buscar_identidades(
    *, por: Usuario, motivo: str, nombre: str = "", tipo: str = "", documento: str = ""
) -> list[Hallado]:
    """Busca por documento exacto o por nombre, sólo en su ámbito. Devuelve códigos, no nombres.

    Cada búsqueda se anota con su motivo (la huella, no el texto) y cuenta contra el tope del día.
    """
    exigir(por, Permiso.IDENTIDAD_VER)
    limpio = exigir_motivo(motivo)
    clase = Clase.DOCUMENTO if documento.strip() else Clase.NOMBRE
    texto = documento if documento.strip() else nombre
    if not normalizar(texto):
        raise ErrorDeDominio("falta_texto", "Escribe un nombre o un número de documento.")
    exigir_cuota(por, clase, cuotas.BUSQUEDAS_POR_DIA)
    if clase == Clase.DOCUMENTO:
        hallados = por_documento(por, tipo, documento)
    else:
        hallados = por_nombre(por, nombre)
    _anotar_busqueda(por, clase, texto, limpio, hallados)
    return hallados


@transaction.atomic
def verificar_dato(
    *, identidad: Identidad, campo: str, valor: str, motivo: str, por: Usuario
) -> bool:
    """Dice si `valor` es el dato guardado, sin mostrarlo. Con tope por día y por persona."""
    exigir(por, Permiso.IDENTIDAD_VER)
    exigir_abierto(identidad.caso, por)
    limpio = exigir_motivo(motivo)
    if campo not in CAMPOS_CIFRADOS or not valor.strip():
        raise ErrorDeDominio("dato_vacio", "Escribe el dato que quieres comprobar.")
    exigir_cuota(por, Clase.VERIFICACION, cuotas.VERIFICACIONES_POR_DIA)
    hoy = Acceso.objects.filter(
        usuario=por,
        objeto_tipo=identidad._meta.label_lower,
        objeto_id=str(identidad.uuid),
        resultado="verificado",
        momento__gte=inicio_de_hoy(),
    )
    if hoy.count() >= cuotas.VERIFICACIONES_POR_PERSONA:
        raise CuotaAgotadaError(
            "cuota_agotada", "Ya comprobaste bastantes veces los datos de esta persona hoy."
        )
    registrar_acceso(
        usuario=por, objeto=identidad, campos=(campo,), motivo=limpio, resultado="verificado"
    )
    guardado = descifrar(getattr(identidad, CAMPOS_CIFRADOS[campo]))
    coincide = bool(guardado) and _comparable(identidad, campo, guardado) == _comparable(
        identidad, campo, valor
    )
    _anotar_busqueda(por, Clase.VERIFICACION, valor, limpio, [1] if coincide else [])
    return coincide


SE_COMPARAN = (
    *("nombres", "primer_apellido", "segundo_apellido", "documento_tipo", "documento", "propia"),
)


@transaction.atomic
def parecidas_al_escribir(*, caso: Caso, datos: Mapping[str, str], por: Usuario) -> list[Hallado]:
    """Quién de su ámbito podría ser la misma persona que se está escribiendo, con las razones.

    Cuenta como búsqueda: se anota y tiene el mismo tope. Con menos de dos palabras y sin documento
    no se busca.
    """
    exigir(por, Permiso.IDENTIDAD_EDITAR)
    exigir_abierto(caso, por)
    nombre = Nombre(*(datos.get(c, "") for c in SE_COMPARAN[:3]))
    indice = indice_de_documento(datos.get("documento_tipo", ""), datos.get("documento", ""))
    if not indice and len(palabras(nombre.completo)) < 2:
        return []
    exigir_cuota(por, Clase.NOMBRE, cuotas.BUSQUEDAS_POR_DIA)
    visibles = identidades_visibles(por)
    entre = (Identidad.objects.all() if visibles is None else visibles).buscables()
    if datos.get("propia"):
        entre = entre.exclude(seudonimo=datos["propia"])
    hallados = parecidas(Persona(nombre, indice), entre, visibles=visibles)
    _anotar_busqueda(
        por,
        Clase.NOMBRE,
        f"{nombre.completo} {indice}",
        f"Buscar duplicados al registrar en {caso.codigo}",
        hallados,
    )
    return hallados


@transaction.atomic
def avisar_fuera_de_ambito(*, identidad: Identidad, por: Usuario) -> list[str]:
    """Tras guardar un documento: si ese mismo consta fuera del ámbito, con quién coordinar.

    Dice sólo que existe y qué entidad lo lleva; nunca bajo reserva. Cada comprobación queda
    anotada, halle o no, y hay dos topes al día: de avisos y de comprobaciones.
    """
    if not identidad.documento_recien_escrito or not identidad.documento_indice:
        return []
    if identidad.documento_de != "propio" or identidad.reserva_de_identidad:
        return []
    de_hoy = BusquedaDeIdentidad.objects.filter(
        usuario=por, clase=Clase.FUERA, momento__gte=inicio_de_hoy()
    )
    if (
        de_hoy.count() >= cuotas.BUSQUEDAS_POR_DIA
        or de_hoy.filter(hallados__gt=0).count() >= cuotas.AVISOS_FUERA_POR_DIA
    ):
        return []
    ajenas = fuera_de_ambito(por, identidad.documento_indice, sin=identidad.pk)
    _anotar_busqueda(
        por,
        Clase.FUERA,
        identidad.documento_indice,
        f"Aviso de existencia al registrar {identidad.seudonimo}",
        ajenas,
    )
    if not ajenas:
        return []
    entidades = sorted({str(a.caso.entidad or "la Secretaría Técnica") for a in ajenas})
    return [
        "Esta persona ya figura en otro registro, fuera de tu ámbito. Para no volver a preguntarle "
        f"lo mismo, coordina con {' y '.join(entidades)}."
    ]


def _comparable(identidad: Identidad, campo: str, valor: str) -> str:
    if campo == "documento":
        return documento_normal(identidad.documento_tipo, valor)
    return valor.strip().casefold() if campo == "correo" else normalizar(valor)
