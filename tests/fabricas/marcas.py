"""Un caso lleno de marcas únicas: lo que se busca en cada byte que ve quien no debe verlas."""

from typing import Any
from uuid import uuid4

from casos.acciones.busqueda import indexar
from casos.acciones.identidad import aportar_dato, registrar_identidad
from casos.models import (
    Atencion,
    Caso,
    ClaveExterna,
    Establecimiento,
    Identidad,
    Implicado,
    Nota,
    Observacion,
    Operativo,
    VictimaEstado,
)
from casos.models.base import PersonaModel
from tests.fabricas.identidad import caso_de
from trata.cuentas.models import Entidad, Usuario

DE_IDENTIDAD = ("nombres", "primer_apellido", "segundo_apellido", "otros_nombres", "direccion")
EN_LETRAS = str.maketrans("0123456789", "ghijklmnop")


def marca() -> str:
    """Una marca única que ningún otro texto puede contener."""
    return f"Kanario{uuid4().hex[:10]}"


def rellenar(objeto: Any, marcas: list[str], *, menos: tuple[str, ...] = ()) -> Any:
    """Pone una marca en cada texto libre del objeto y lo guarda."""
    for campo in objeto._meta.concrete_fields:
        libre = campo.get_internal_type() in {"CharField", "TextField"} and not campo.choices
        es_categoria = hasattr(campo, "catalogo")
        if libre and not es_categoria and campo.editable and campo.name not in menos:
            nueva = marca()
            if (campo.max_length or 999) >= len(nueva):
                setattr(objeto, campo.name, nueva)
                marcas.append(nueva)
    objeto.save()
    return objeto


def caso_con_marcas(
    duena: Usuario, registro: str = "160101"
) -> tuple[Caso, list[str], list[str], list[str]]:
    """Un caso con todas sus partes, y sus marcas: de la ficha, del relato y de identidad."""
    caso = caso_de(duena, registro=registro, estado="enviado")
    ficha: list[str] = []
    rellenar(caso, ficha, menos=("hechos",))
    caso.hechos = marca()
    caso.save()
    implicado = Implicado(caso=caso, numero=1, seudonimo=f"{caso.codigo}-I1", grupo_edad="30-59")
    personas = [rellenar(caso.victimas.get(), ficha), rellenar(implicado, ficha)]
    _llenar_ficha(caso, ficha)
    relato = [caso.hechos, *_llenar_relato(caso, duena)]
    identidades = [m for persona in personas for m in _identificar(persona, duena)]
    identidades.append(_contradecir(caso, duena))
    indexar([caso.pk])
    return caso, ficha, relato, identidades


def _llenar_ficha(caso: Caso, ficha: list[str]) -> None:
    institucion, _ = Entidad.objects.get_or_create(
        codigo="prueba-canario", defaults={"nombre": "Entidad de prueba", "tipo": "otra"}
    )
    rellenar(ClaveExterna(caso=caso, institucion=institucion, tipo="sidpol"), ficha)
    rellenar(Operativo(caso=caso), ficha)
    rellenar(Establecimiento(caso=caso, tipo="otro"), ficha)


def _llenar_relato(caso: Caso, duena: Usuario) -> list[str]:
    relato: list[str] = []
    victima = caso.victimas.get()
    rellenar(VictimaEstado(caso=caso, victima=victima, estado="posible"), relato)
    rellenar(Atencion(caso=caso, victima=victima, tipo="legal"), relato)
    rellenar(Nota(caso=caso, registrado_por=duena), relato)
    observacion = Observacion(caso=caso, registrado_por=duena, seccion="hechos", campo="hechos")
    rellenar(observacion, relato, menos=("seccion", "campo"))
    return relato


def _identificar(persona: PersonaModel, duena: Usuario) -> list[str]:
    """Un nombre no lleva cifras: la marca va en letras."""
    datos = {campo: marca().translate(EN_LETRAS) for campo in DE_IDENTIDAD}
    registrar_identidad(caso=persona.caso, persona=persona, datos=datos, por=duena, fuente="Acta")
    return list(datos.values())


def _contradecir(caso: Caso, duena: Usuario) -> str:
    dicho = marca().translate(EN_LETRAS)
    identidad = Identidad.objects.filter(caso=caso).latest("pk")
    aportar_dato(
        identidad=identidad, campo="segundo_apellido", valor=dicho, fuente="Acta", por=duena
    )
    return dicho
