"""Una institución dice lo que consta en su documento sobre una persona del caso."""

import re
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import DateField

from casos.acciones.apertura import exigir_abierto
from casos.acciones.comunes import bloquear
from casos.acciones.contradicciones import avisar_contradiccion
from casos.campos import CategoriaField
from casos.consultas.procedencia import SE_DECLARA
from casos.models import Caso, DatoDeclarado
from casos.models.base import PersonaModel
from casos.vocabulario import vocabulario
from trata.comun.errores import ErrorDeDominio, EstadoInvalidoError
from trata.cuentas.acciones import exigir
from trata.cuentas.models import Usuario
from trata.cuentas.permisos import Permiso
from trata.territorio.nombres import normalizar


def _falla(campo: str, codigo: str, mensaje: str) -> ErrorDeDominio:
    return ErrorDeDominio(codigo, mensaje, campos={campo: mensaje})


def leer_valor(persona: PersonaModel, campo: str, texto: str) -> str:
    """El valor en su forma guardada: el código si es de una lista, o el número.

    Admite el código o el nombre de la categoría. Lanza `ErrorDeDominio` en el campo `valor`.
    """
    modelo = persona._meta.get_field(campo)
    limpio = " ".join(texto.split())
    if isinstance(modelo, CategoriaField):
        for categoria in vocabulario(modelo.catalogo).categorias:
            if normalizar(limpio) in {normalizar(categoria.codigo), normalizar(categoria.nombre)}:
                return categoria.codigo
        nombres = ", ".join(n for _, n in vocabulario(modelo.catalogo).opciones()[:8])
        raise _falla("valor", "valor_fuera_de_catalogo", f"Escribe uno de la lista: {nombres}…")
    if isinstance(modelo, DateField):
        limpio = re.sub(r"^(\d{1,2})[/-](\d{1,2})[/-](\d{4})$", r"\3-\2-\1", limpio)
    try:
        return str(modelo.clean(limpio, persona))
    except ValidationError as error:
        raise _falla("valor", "valor_mal_formado", error.messages[0]) from error


@transaction.atomic
def declarar_dato(
    *,
    caso: Caso,
    persona: PersonaModel,
    campo: str,
    valor: str,
    fuente: str,
    por: Usuario,
    fecha: Any = None,
) -> DatoDeclarado:
    """Anota quién dice qué, cuándo y según qué documento. No cambia lo registrado.

    Si lo registrado es otra cosa, quedan los dos a la vista (`contradice`).
    """
    exigir(por, Permiso.ATENCION_REGISTRAR)
    exigir_abierto(caso, por)
    actual = bloquear(caso)
    if actual.estado == Caso.Estado.ANULADO:
        raise EstadoInvalidoError("caso_anulado", "El caso está anulado: ya no se escribe.")
    if persona.caso_id != caso.pk or campo not in SE_DECLARA.get(persona._meta.model_name, ()):
        raise _falla("campo", "campo_desconocido", "Ese dato no se declara aquí.")
    if not fuente.strip():
        raise _falla("fuente", "falta_documento", "Di de qué documento consta.")
    leido = leer_valor(persona, campo, valor)
    registrado = getattr(persona, campo)
    dato = DatoDeclarado(
        caso=actual,
        parte_codigo=persona._meta.model_name,
        parte_uuid=persona.uuid,
        campo=campo,
        valor=leido,
        entidad=por.entidad,
        documento_fuente=fuente.strip()[:200],
        fecha_del_documento=fecha,
        contradice=registrado not in (None, "") and str(registrado) != leido,
        registrado_por=por,
    )
    dato.full_clean(exclude=["registrado_por", "entidad"])
    dato.save(force_insert=True)
    if dato.contradice:
        avisar_contradiccion(caso=caso, codigo=persona.seudonimo, clave=str(dato.uuid), por=por)
    return dato
