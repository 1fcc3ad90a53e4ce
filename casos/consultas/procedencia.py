"""Lo que cada institución dice de cada persona, junto a lo registrado."""

from dataclasses import dataclass
from typing import Any

from casos.campos import CategoriaField
from casos.models import Caso, DatoDeclarado
from trata.comun.formato import fecha_larga

DE_TODAS = ("sexo", "edad", "fecha_nacimiento", "grupo_edad", "nacionalidad", "tipo_documento")
# Qué datos de cada clase de persona puede declarar una institución.
SE_DECLARA: dict[str, tuple[str, ...]] = {
    "victima": (
        *DE_TODAS,
        *("hallazgo", "educacion", "finalidad", "lugar_explotacion", "etnia", "lengua"),
        *("discapacidad", "gestante"),
    ),
    "implicado": (*DE_TODAS, "condicion", "detenido", "es_funcionario"),
    "migrante": (*DE_TODAS, "pais_de_origen", "pais_de_destino", "cruce"),
}


@dataclass(frozen=True)
class Dicho:
    """Un dato declarado con lo que hoy dice el registro, ambos legibles."""

    dato: DatoDeclarado
    codigo: str
    que: str
    declarado: str
    registrado: str


def personas_de(caso: Caso) -> list[Any]:
    """Las personas vigentes del caso, en tres consultas."""
    return [
        p
        for conjunto in (caso.victimas, caso.migrantes, caso.implicados)
        for p in conjunto.filter(retirado_en=None).order_by("numero")
    ]


def legible(persona: Any, campo: str, valor: Any) -> str:
    """Un valor como lo lee una persona; vacío si no hay."""
    if valor in (None, ""):
        return ""
    modelo = persona._meta.get_field(campo)
    if isinstance(modelo, CategoriaField):
        return modelo.nombre_de(str(valor))
    if hasattr(valor, "year"):
        return fecha_larga(valor)
    return str(valor)


def nombre_del_dato(persona: Any, campo: str) -> str:
    """«Edad (años cumplidos)»."""
    nombre = str(persona._meta.get_field(campo).verbose_name)
    return nombre[:1].upper() + nombre[1:]


def dichos_de(caso: Caso, personas: list[Any]) -> list[Dicho]:
    """Lo declarado, lo último primero, con lo registrado al lado."""
    por_uuid = {p.uuid: p for p in personas}
    datos = DatoDeclarado.objects.filter(caso=caso, retirado_en=None)
    return [
        Dicho(
            d,
            persona.seudonimo,
            nombre_del_dato(persona, d.campo),
            legible(persona, d.campo, persona._meta.get_field(d.campo).to_python(d.valor)),
            legible(persona, d.campo, getattr(persona, d.campo)),
        )
        for d in datos.select_related("registrado_por", "entidad")
        if (persona := por_uuid.get(d.parte_uuid)) is not None
    ]
