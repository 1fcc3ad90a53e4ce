"""Carga de los espacios regionales, sus normas y planes conocidos, y los temas de capacitación.

Lo que una persona corrigió en pantalla (`editado`) se respeta. Los identificadores públicos se
derivan del código, así las direcciones no cambian entre instalaciones.
"""

import uuid
from collections import Counter
from collections.abc import Iterable, Mapping
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any

import yaml
from django.utils.timezone import localdate

from regiones.models import (
    CategoriaDeGrado,
    EspacioRegional,
    NormaDeEspacio,
    PlanRegional,
    TemaDeCapacitacion,
)
from trata.comun.catalogos import ErroresDeCatalogo, Resultado, sincronizar

DATOS = Path(__file__).resolve().parent / "datos"
ESPACIOS_REGIONALES = 26
CONTRA = "contra la Trata de Personas y el Tráfico Ilícito de Migrantes"
REGLAMENTO = (
    "periodicidad",
    "dias_convocatoria",
    "dias_convocatoria_extraordinaria",
    "regla_de_quorum",
    "minimo_segunda_citacion",
    "reglamento",
)


@cache
def leer(nombre: str) -> dict[str, Any]:
    """Un archivo de `datos/`, como está."""
    return yaml.safe_load((DATOS / nombre).read_text(encoding="utf-8"))


def identificador(*partes: str) -> uuid.UUID:
    """UUID estable para lo que viene de un catálogo."""
    return uuid.uuid5(uuid.NAMESPACE_URL, "trata/regiones/" + "/".join(partes))


def _fecha(texto: str | None) -> date | None:
    return date.fromisoformat(texto) if texto else None


def errores_de_espacios(datos: Mapping[str, Any]) -> list[str]:
    """Todo lo que no cuadra en `espacios.yaml`."""
    regionales, locales = datos["regionales"], datos["locales"]
    errores = []
    if len(regionales) != ESPACIOS_REGIONALES:
        errores.append(f"se esperaban {ESPACIOS_REGIONALES} espacios y hay {len(regionales)}")
    veces = Counter(e["codigo"] for e in [*regionales, *locales])
    errores += [f"el código {codigo} está {n} veces" for codigo, n in veces.items() if n > 1]
    codigos = {e["codigo"] for e in regionales}
    errores += [
        f"{e['codigo']}: su espacio padre «{e['padre']}» no existe"
        for e in locales
        if e["padre"] not in codigos
    ]
    efectos = set(NormaDeEspacio.Efecto.values)
    for espacio in regionales:
        errores += [
            f"{espacio['codigo']}: efecto desconocido «{norma['efecto']}»"
            for norma in espacio.get("normas", ())
            if norma["efecto"] not in efectos
        ]
        errores += [
            f"{espacio['codigo']}: un plan termina antes de empezar"
            for plan in espacio.get("planes", ())
            if plan["anio_fin"] < plan["anio_inicio"]
        ]
    return errores


def _valores(fila: Mapping[str, Any], *, padres: Mapping[str, int]) -> dict[str, Any]:
    """Campos del modelo para una fila del archivo."""
    normas = [n for n in fila.get("normas", ()) if n["efecto"] == "creacion"]
    creada = _fecha(normas[0].get("fecha")) if normas else _fecha(fila.get("fecha"))
    reglamento = fila.get("reglas", {})
    return {
        "nombre": fila["nombre"],
        "region": fila["region"],
        "nivel": fila.get("nivel", "regional"),
        "clase": fila.get("clase", ""),
        "ubigeo_id": fila["ubigeo"],
        "excluye": fila.get("excluye", ""),
        "padre_id": padres.get(fila["padre"]) if "padre" in fila else None,
        "presidencia": fila.get("presidencia", ""),
        "secretaria_tecnica": fila.get("secretaria_tecnica", ""),
        "creado_el": creada,
        "fuente": fila["fuente"],
        "fuente_url": fila.get("fuente_url", ""),
        "vigente_hasta": None,
        **{c: reglamento.get(c, _vacio(c)) for c in REGLAMENTO},
    }


def _vacio(campo: str) -> Any:
    return EspacioRegional._meta.get_field(campo).get_default()


def _sincronizar_espacios(filas: Iterable[Mapping[str, Any]], *, verificar: bool) -> Resultado:
    """Crea o pone al día los espacios que nadie corrigió en pantalla."""
    filas = list(filas)
    actuales = {e.codigo: e for e in EspacioRegional.objects.filter(es_sintetico=False)}
    padres = {codigo: e.pk for codigo, e in actuales.items()}
    nuevos = cambiados = iguales = 0
    for fila in filas:
        valores = _valores(fila, padres=padres)
        espacio = actuales.get(fila["codigo"])
        if espacio is None:
            nuevos += 1
            if not verificar:
                espacio = EspacioRegional.objects.create(
                    codigo=fila["codigo"], uuid=identificador("espacio", fila["codigo"]), **valores
                )
                padres[fila["codigo"]] = espacio.pk
            continue
        distintos = [c for c, v in valores.items() if getattr(espacio, c) != v]
        if espacio.editado or not distintos:
            iguales += 1
            continue
        cambiados += 1
        if not verificar:
            for campo in distintos:
                setattr(espacio, campo, valores[campo])
            espacio.save(update_fields=distintos)
    return Resultado(EspacioRegional._meta.verbose_name_plural, nuevos, cambiados, 0, iguales)


def _sincronizar_normas(filas: Iterable[Mapping[str, Any]], *, verificar: bool) -> Resultado:
    """Normas por espacio y número."""
    espacios = dict(EspacioRegional.objects.values_list("codigo", "pk"))
    actuales = {(n.espacio_id, n.numero): n for n in NormaDeEspacio.objects.all()}
    nuevos = cambiados = iguales = 0
    for fila in filas:
        for norma in _normas_de(fila):
            espacio_id = espacios.get(fila["codigo"])
            valores = {
                "fecha": _fecha(norma.get("fecha")),
                "efecto": norma["efecto"],
                "contenido": norma.get("contenido", ""),
                "fuente": norma.get("fuente", ""),
                "fuente_url": norma.get("fuente_url", ""),
            }
            actual = actuales.get((espacio_id, norma["numero"]))
            if actual is None:
                nuevos += 1
                if not verificar:
                    NormaDeEspacio.objects.create(
                        espacio_id=espacio_id, numero=norma["numero"], **valores
                    )
                continue
            distintos = [c for c, v in valores.items() if getattr(actual, c) != v]
            iguales, cambiados = iguales + (not distintos), cambiados + bool(distintos)
            if distintos and not verificar:
                for campo in distintos:
                    setattr(actual, campo, valores[campo])
                actual.save(update_fields=distintos)
    return Resultado(NormaDeEspacio._meta.verbose_name_plural, nuevos, cambiados, 0, iguales)


def _normas_de(fila: Mapping[str, Any]) -> list[dict[str, Any]]:
    """Las normas de un regional, o la única que crea un espacio local."""
    if "norma" in fila:
        return [
            {
                "numero": fila["norma"],
                "fecha": fila.get("fecha"),
                "efecto": "creacion",
                "fuente": fila["fuente"],
            }
        ]
    return list(fila.get("normas", ()))


def _crear_planes(filas: Iterable[Mapping[str, Any]], *, verificar: bool) -> Resultado:
    """Los planes regionales conocidos. Se crean una vez; después son del espacio."""
    espacios = dict(EspacioRegional.objects.values_list("codigo", "pk"))
    existentes = set(PlanRegional.objects.values_list("uuid", flat=True))
    nuevos = iguales = 0
    for fila in filas:
        for plan in fila.get("planes", ()):
            clave = identificador("plan", fila["codigo"], str(plan["anio_fin"]))
            if clave in existentes:
                iguales += 1
                continue
            nuevos += 1
            if not verificar:
                PlanRegional.objects.create(
                    uuid=clave,
                    espacio_id=espacios[fila["codigo"]],
                    nombre=f"Plan Regional {CONTRA} de {fila['region']}",
                    anio_inicio=plan["anio_inicio"],
                    anio_fin=plan["anio_fin"],
                    etapa=plan["etapa"],
                    aprobado_el=_fecha(plan.get("fecha")),
                    norma_de_aprobacion=plan.get("norma", ""),
                    fuente=plan.get("fuente", ""),
                    fuente_url=plan.get("fuente_url", ""),
                )
    return Resultado(PlanRegional._meta.verbose_name_plural, nuevos, 0, 0, iguales)


def cargar(*, verificar: bool) -> list[Resultado]:
    """Espacios, normas, planes conocidos, temas y categorías. Lanza todos los errores juntos."""
    espacios, listas = leer("espacios.yaml"), leer("capacitaciones.yaml")
    errores = errores_de_espacios(espacios)
    if errores:
        raise ErroresDeCatalogo(errores)
    filas = [*espacios["regionales"], *espacios["locales"]]
    temas = [{"fuente": "", **t} for t in listas["temas"]]
    return [
        _sincronizar_espacios(filas, verificar=verificar),
        _sincronizar_normas(filas, verificar=verificar),
        _crear_planes(filas, verificar=verificar),
        sincronizar(TemaDeCapacitacion, temas, verificar=verificar, hoy=localdate()),
        sincronizar(CategoriaDeGrado, listas["categorias"], verificar=verificar, hoy=localdate()),
    ]
