"""El expediente en filas (clave, valor) para leer, revisar e imprimir, sin identidades."""

from datetime import date, time
from typing import Any

from django.db import models
from django.urls import reverse

from casos.campos import CategoriaField, CategoriasField
from casos.consultas.cronologia import fecha_con_precision
from casos.consultas.expediente import Expediente
from casos.ficha import PARTES, PRECISION_DE, Seccion, rotulo
from casos.vocabulario import vocabulario
from trata.comun.formato import entero, fecha_larga
from trata.territorio.consultas import nombre_completo
from trata.territorio.models import Ubigeo

RESERVADO = "Dato reservado"


def lugar_legible(codigo: str) -> str:
    """«080601» → «Sicuani, Canchis, Cusco»; sin repetir: «080101» → «Cusco»."""
    return ", ".join(dict.fromkeys(nombre_completo(codigo).split(", ")))


def valor_legible(objeto: models.Model, nombre: str) -> str:
    """El valor de un campo como lo lee una persona; vacío si no hay."""
    if nombre == "entidad" and getattr(objeto, "calla_quien_atiende", False):
        return RESERVADO
    campo = objeto._meta.get_field(nombre)
    if campo.many_to_many:
        return ", ".join(str(x) for x in getattr(objeto, nombre).all())
    crudo = getattr(objeto, campo.attname)
    if crudo in (None, "", []):
        return ""
    if isinstance(campo, CategoriasField):
        lista = vocabulario(campo.catalogo)
        return ", ".join(lista.nombre_de(c) for c in crudo)
    if isinstance(campo, CategoriaField):
        return campo.nombre_de(crudo)
    if campo.related_model is Ubigeo:
        return lugar_legible(crudo)
    if isinstance(crudo, date):
        precision = PRECISION_DE.get(nombre, "")
        return (
            fecha_con_precision(crudo, getattr(objeto, precision, ""))
            if precision
            else fecha_larga(crudo)
        )
    if isinstance(crudo, time):
        return crudo.strftime("%H:%M")
    if isinstance(campo, models.PositiveSmallIntegerField):
        return entero(crudo)
    return str(getattr(objeto, nombre))


def filas_de(
    objeto: models.Model, campos: tuple[str, ...], *, vacias: bool
) -> list[dict[str, Any]]:
    """Filas de una lista de resumen. Con `vacias=False` sólo lo que tiene valor."""
    filas = []
    for nombre in campos:
        valor = valor_legible(objeto, nombre)
        # «¿Cuál?» sólo se lee si se respondió: sin «otro» no es un vacío.
        if valor or (vacias and not nombre.endswith(("_otro", "_otra"))):
            clave = rotulo(objeto._meta.get_field(nombre))
            filas.append({"clave": clave, "valor": valor, "campo": nombre})
    return filas


# Lo que ya dice el título de la parte, o sólo sirve para llenarla.
NO_SE_REPITE = {"lugar": {"rol", "pais"}, "estado": {"victima"}, "atencion": {"victima"}}


def sin_lo_del_titulo(codigo: str) -> tuple[str, ...]:
    """Los campos de una parte que se leen en su resumen."""
    omitidos = NO_SE_REPITE.get(codigo, set()) | {"forma_edad"}
    return tuple(c for c in PARTES[codigo].campos if c not in omitidos)


def titulo_de(parte: models.Model) -> str:
    """Cómo se nombra una parte en el resumen."""
    if hasattr(parte, "seudonimo"):
        return parte.seudonimo
    if parte._meta.model_name == "casolugar":
        pais = "" if parte.pais == "pe" else f" ({vocabulario('pais').nombre_de(parte.pais)})"
        return f"{vocabulario('rol_lugar').nombre_de(parte.rol)}{pais}"
    if parte._meta.model_name in {"victimaestado", "vinculo", "atencion"}:
        return str(getattr(parte, "victima", None) or getattr(parte, "migrante", None) or "")
    return ""


def resumen_de_seccion(completo: Expediente, seccion: Seccion, con_enlaces: bool) -> dict[str, Any]:
    """Una sección con las filas del caso y de cada una de sus partes."""
    caso = completo.caso
    direccion = reverse("casos:seccion", args=[caso.uuid, seccion.codigo])
    propias = filas_de(caso, seccion.campos, vacias=con_enlaces)
    if con_enlaces:
        propias = [f | {"url": f"{direccion}#id_{f['campo']}"} for f in propias]
    partes = []
    for codigo in seccion.partes:
        for parte in completo.de(codigo):
            url = reverse("casos:parte", args=[caso.uuid, codigo, parte.uuid])
            partes.append(
                {
                    "clase": PARTES[codigo].uno,
                    "titulo": titulo_de(parte),
                    "filas": filas_de(parte, sin_lo_del_titulo(codigo), vacias=False),
                    "url": url if con_enlaces and codigo != "nota" else "",
                }
            )
    return {
        "seccion": seccion,
        "filas": propias,
        "partes": partes,
        "url": direccion if con_enlaces else "",
    }


def resumen_de_expediente(
    completo: Expediente, *, con_enlaces: bool = False
) -> list[dict[str, Any]]:
    """Todas las secciones que corresponden a la materia."""
    return [resumen_de_seccion(completo, s, con_enlaces) for s in completo.secciones()]
