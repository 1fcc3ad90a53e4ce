"""Exportar exactamente lo filtrado en la lista de casos: una fila por persona (véase `hojas`).

Sin identidades, salvo que el rol pueda, se diga para qué y sean personas de casos que lleva: esas
se revelan de una en una, con los mismos topes y el mismo registro que en la pantalla. Memoria
constante: se lee con cursor y se escribe fila a fila. Cada fila lleva el folio, que dice quién y
cuándo.
"""

import tempfile
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from django.db.models import OuterRef, QuerySet, Subquery
from django.http import QueryDict
from django.utils import timezone

from casos.acciones.apertura import exigir_motivo
from casos.acciones.lecturas import tope_de_lecturas
from casos.acciones.revelar import lecturas_de_hoy, revelar_identidad
from casos.consultas import casos_de
from casos.filtros import CasoFilterSet
from casos.models import Asignacion, Caso, Identidad, Victima, VictimaEstado
from casos.models.identidad import ETIQUETAS
from trata.auditoria.acciones import registrar_acceso
from trata.comun.errores import ErrorDeDominio, SinPermisoError
from trata.comun.formato import entero
from trata.cuentas.acciones import exigir
from trata.cuentas.models import Entidad, Usuario
from trata.cuentas.permisos import Permiso
from trata.integracion import htcds
from trata.integracion.catalogos import HTCDS
from trata.integracion.escritores import Fila, a_csv, a_json, a_xlsx, escribir_json
from trata.integracion.hojas import FOLIO, HOJAS, VICTIMAS, Hoja, lugar
from trata.territorio.consultas import nombre_completo
from trata.trabajos.encargos import EnCurso

# Lo que se agrega, delante del folio, si se piden identidades.
DE_IDENTIDAD = tuple(f"identidad_{c}" for c in ETIQUETAS)
EN_CASOS_AJENOS = "No llevas este caso"
RESERVADA = "Reservada"
POR_TANDA = 2000


@dataclass(frozen=True)
class Formato:
    """Un formato: su extensión, su tipo, cómo se llama y, si es tabla, cómo se escribe."""

    extension: str
    tipo: str
    nombre: str
    para: str
    escribir: Callable[..., int] | None = None


FORMATOS: dict[str, Formato] = {
    "xlsx": Formato(
        "xlsx",
        "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
        "Excel",
        "Para trabajarlo en una hoja: trae su ficha y su marca de agua.",
        a_xlsx,
    ),
    "csv": Formato("csv", "text/csv; charset=utf-8", "CSV", "Para otro programa, en UTF-8.", a_csv),
    "json": Formato(
        "json", "application/json", "JSON", "Para otro sistema, con los códigos.", a_json
    ),
    HTCDS: Formato(
        "json",
        "application/json",
        "HTCDS 2.0",
        "El estándar internacional de datos de casos de trata (OIM). Sin quien no aceptó "
        "compartir sus datos.",
    ),
}


def casos_filtrados(consulta: str, usuario: Usuario) -> QuerySet[Caso]:
    """Los casos que la lista muestra para esa consulta: el mismo filtro y el mismo alcance.

    Lanza `ErrorDeDominio` si el filtro no es válido.
    """
    filtro = CasoFilterSet(QueryDict(consulta) if consulta else None, queryset=casos_de(usuario))
    if filtro.is_bound and not filtro.is_valid():
        raise ErrorDeDominio("filtro_invalido", "El filtro de la lista no es válido.")
    return filtro.qs


def victimas_de(casos: QuerySet[Caso]) -> QuerySet[Victima]:
    """Las víctimas vigentes de esos casos, en orden, con su ubigeo de registro."""
    return VICTIMAS.personas(casos)


def filas_de(casos: QuerySet[Caso], folio: str, hoja: Hoja = VICTIMAS) -> Iterator[Fila]:
    """Una fila por persona vigente, con su caso. Lee por tandas; una lista sale con comas."""
    for valores in hoja.personas(casos).values_list(*hoja.rutas).iterator(POR_TANDA):
        yield [*(", ".join(v) if isinstance(v, list) else v for v in valores), folio]


# --- Con identidades ------------------------------------------------------------------------------
def identidades_que_puede(casos: QuerySet[Caso], usuario: Usuario) -> QuerySet[Identidad]:
    """Las identidades de víctimas de los casos filtrados que el usuario lleva hoy."""
    lleva = Asignacion.objects.vigentes().filter(usuario=usuario).values("caso")
    return (
        Identidad.objects.filter(clase=Identidad.Clase.VICTIMA, retirada_en=None)
        .filter(victima__retirado_en=None, caso__in=casos.order_by().values("pk"))
        .filter(caso__in=lleva)
        .select_related("caso", "victima")
    )


def admite_identidades(formato: Formato, hoja: Hoja) -> bool:
    """Sólo las víctimas, y en un formato de tabla."""
    return formato.escribir is not None and hoja is VICTIMAS


def exigir_identidades(casos: QuerySet[Caso], motivo: str, usuario: Usuario) -> str:
    """El motivo limpio. Lanza lo que corresponda si no puede, no dice para qué o son demasiadas."""
    exigir(usuario, Permiso.IDENTIDAD_VER)
    limpio = exigir_motivo(motivo)
    quedan = max(tope_de_lecturas(usuario) - lecturas_de_hoy(usuario), 0)
    cuantas = identidades_que_puede(casos, usuario).count()
    if cuantas > quedan:
        raise ErrorDeDominio(
            "demasiadas_identidades",
            f"Son {entero(cuantas)} personas y hoy te quedan {quedan} lecturas de identidad. "
            "Filtra la lista, exporta sin identidades o pide leer más.",
        )
    return limpio


def filas_con_identidad(
    casos: QuerySet[Caso], folio: str, motivo: str, usuario: Usuario
) -> Iterator[Fila]:
    """Como `filas_de`, con los datos de quien se puede. De una niña o niño no sale su nombre."""
    propias = {i.victima.seudonimo: i for i in identidades_que_puede(casos, usuario)}
    con_datos = set(
        Identidad.objects.filter(caso__in=casos.order_by().values("pk"), retirada_en=None)
        .exclude(seudonimo__in=[i.seudonimo for i in propias.values()])
        .values_list("victima__seudonimo", flat=True)
    )
    sitio = VICTIMAS.columnas.index("victima_seudonimo")
    for fila in filas_de(casos, folio):
        identidad = propias.get(fila[sitio])
        if identidad is not None:
            datos = _revelar(identidad, motivo, usuario)
        else:
            datos = [EN_CASOS_AJENOS if fila[sitio] in con_datos else ""] * len(DE_IDENTIDAD)
        yield [*fila[:-1], *datos, fila[-1]]


def _revelar(identidad: Identidad, motivo: str, usuario: Usuario) -> list[str]:
    try:
        revelada = revelar_identidad(identidad=identidad, motivo=motivo, por=usuario)
    except SinPermisoError:
        return [RESERVADA] * len(DE_IDENTIDAD)
    vistas, ocultas = dict(revelada.filas), set(revelada.ocultos)
    return [RESERVADA if e in ocultas else vistas.get(e, "") for e in ETIQUETAS.values()]


# --- HTCDS ----------------------------------------------------------------------------------------
def registros_htcds(casos: QuerySet[Caso]) -> Iterator[dict[str, Any]]:
    """Un registro por víctima de trata que no se negó a compartir sus datos."""
    organo = (
        VictimaEstado.objects.filter(victima=OuterRef("pk"), retirado_en=None)
        .order_by("-fecha", "-id")
        .values("organo")[:1]
    )
    explotacion = lugar("explotacion")
    victimas = (
        victimas_de(casos)
        .exclude(caso__materia="tim")
        .exclude(consiente_compartir__in=htcds.NO_COMPARTE)
        .annotate(
            organo=Subquery(organo),
            pais_de_explotacion=Subquery(explotacion.values("pais")[:1]),
            ubigeo_de_explotacion=Subquery(explotacion.values("ubigeo_id")[:1]),
        )
    )
    de_caso = ("codigo", "estado", "entidad_id", "fuente", "origen", "fecha_de_registro")
    de_victima = (
        "seudonimo", "sexo", "edad", "nacionalidad", "lengua", "educacion", "vinculo", "captacion",
        "captaciones_adicionales", "controles", "finalidad", "finalidades_adicionales",
        "lugar_explotacion", "consiente_compartir", "organo", "pais_de_explotacion",
        "ubigeo_de_explotacion",
    )  # fmt: skip
    entidades = {e.pk: e.nombre for e in Entidad.objects.all()}
    columnas = (*(f"caso__{c}" for c in de_caso), "estado", *de_victima)
    nombres = (*de_caso, "estado_victima", *de_victima)
    for valores in victimas.values_list(*columnas).iterator(POR_TANDA):
        datos = dict(zip(nombres, valores, strict=True))
        datos["entidad"] = entidades.get(datos["entidad_id"], "")
        ubigeo = datos["ubigeo_de_explotacion"]
        datos["departamento_de_explotacion"] = nombre_completo(ubigeo[:2]) if ubigeo else None
        yield htcds.registro_de(datos)


# --- El trabajo -----------------------------------------------------------------------------------
def _con_avance(trabajo: EnCurso, filas: Iterable[Any], total: int) -> Iterator[Any]:
    """Las filas, avisando cada tanda y parando si se pidió."""
    for n, fila in enumerate(filas, 1):
        yield fila
        if n % POR_TANDA == 0:
            trabajo.avance(n, max(total, n), "Escribiendo el archivo")
            trabajo.parar_si_se_pidio()


def _ficha(trabajo: EnCurso, folio: str, n_casos: int, con_identidades: bool) -> dict[str, str]:
    return {
        "Folio": folio,
        "Exportó": trabajo.usuario.username,
        "Cuándo": f"{timezone.localtime():%d/%m/%Y %H:%M}",
        "Filtro": trabajo.datos["consulta"] or "Ninguno",
        "Casos": entero(n_casos),
        "Motivo": str(trabajo.datos.get("motivo", "")) or "No se pidió",
        "Clasificación": "Confidencial: contiene identidades."
        if con_identidades
        else "Uso reservado. Sin identidades.",
    }


def exportar(trabajo: EnCurso) -> None:
    """Trabajo en segundo plano. `datos`: `consulta` (la de la lista), `formato`, `hoja` y, si se
    piden identidades, `identidades` y `motivo`. Lo que el rol no puede hoy, no sale."""
    usuario, formato = trabajo.usuario, FORMATOS[trabajo.datos["formato"]]
    hoja = HOJAS[trabajo.datos.get("hoja", VICTIMAS.codigo)]
    exigir(usuario, Permiso.CASO_EXPORTAR)
    casos = casos_filtrados(trabajo.datos["consulta"], usuario)
    con_identidades = bool(trabajo.datos.get("identidades")) and admite_identidades(formato, hoja)
    motivo = "Exportación de casos sin identidades"
    if con_identidades:
        motivo = exigir_identidades(casos, str(trabajo.datos.get("motivo", "")), usuario)
    n_casos, n_personas = casos.count(), hoja.personas(casos).count()
    folio = f"EXP-{timezone.localtime():%Y%m%d-%H%M%S}-{usuario.username}"
    ficha = _ficha(trabajo, folio, n_casos, con_identidades)
    columnas = (*hoja.columnas[:-1], *DE_IDENTIDAD, FOLIO) if con_identidades else hoja.columnas
    registrar_acceso(
        usuario=usuario, objeto=trabajo.trabajo, campos=list(columnas), motivo=f"{folio}: {motivo}"
    )
    trabajo.avance(0, max(n_personas, 1), f"Escribiendo {entero(n_personas)} filas")
    with tempfile.TemporaryDirectory() as carpeta:
        archivo = Path(carpeta) / "exportacion"
        if formato.escribir is None:
            comienzo = {"estandar": "HTCDS", "version": htcds.crudo()["version"]}
            comienzo |= {"folio": folio, "ficha": ficha}
            registros = _con_avance(trabajo, registros_htcds(casos), n_personas)
            n = escribir_json(comienzo, "registros", registros, archivo)
        else:
            filas = (
                filas_con_identidad(casos, folio, motivo, usuario)
                if con_identidades
                else filas_de(casos, folio, hoja)
            )
            filas = _con_avance(trabajo, filas, n_personas)
            n = formato.escribir(filas, archivo, ficha, columnas, hoja.nombre)
        final = HTCDS if formato.escribir is None else hoja.codigo
        trabajo.adjuntar(f"{folio}-{final}.{formato.extension}", archivo, formato.tipo)
    trabajo.avance(n_personas or 1, n_personas or 1, "Listo")
    resumen: dict[str, Any] = {"folio": folio, "casos": n_casos, hoja.nombre.lower(): n}
    if formato.escribir is None:
        resumen["sin exportar (no comparten o no es trata)"] = n_personas - n
    trabajo.resumen(resumen)
