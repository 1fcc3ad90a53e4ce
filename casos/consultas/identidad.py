"""Lecturas de identidades: la de una persona, la búsqueda exacta y la búsqueda por nombre.

Nada de aquí devuelve un dato descifrado a la pantalla: eso sólo lo hace la acción de revelar. Los
nombres se descifran aquí únicamente para ordenar candidatos, dentro de lo que el usuario ve.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from typing import Any

from django.db.models import Count, QuerySet
from django.shortcuts import get_object_or_404

from casos.identidad.indices import claves_de_nombre, indice_de_documento
from casos.identidad.nombres import Nombre, palabras
from casos.identidad.parecido import Persona, comparar, comparar_nombres
from casos.models import Caso, ClaveDeNombre, DatoDeIdentidad, Identidad, PersonaUnica
from casos.models.identidad import CAMPOS_CIFRADOS
from casos.vocabulario import vocabulario
from trata.comun.cifrado import descifrar
from trata.comun.errores import FueraDeAmbitoError
from trata.cuentas.models import Usuario

CANDIDATOS = 50
# Se cuenta primero y se recorta al ámbito después: contar dentro del ámbito cuesta diez veces más.
CANDIDATOS_SIN_RECORTAR = 3_000
TRAMO = 500
RESULTADOS = 20
DE_NOMBRE = ("nombres", "primer_apellido", "segundo_apellido")
PERSONAS = ("victima", "implicado", "migrante")
CON_TODO = ("caso", *PERSONAS)
# Lo que se lee de cada candidato: nada que no se compare.
PARA_COMPARAR = (
    *(CAMPOS_CIFRADOS[c] for c in (*DE_NOMBRE, "otros_nombres")),
    *("documento_indice", "documento_de", "clase", *PERSONAS),
)
DE_LA_PERSONA = tuple(
    f"{persona}__{campo}"
    for persona in PERSONAS
    for campo in ("sexo", "edad", "grupo_edad", "nacionalidad")
)


@dataclass(frozen=True)
class Hallado:
    """Un resultado de búsqueda: la identidad (su código y su caso) y cuánto coincide."""

    identidad: Identidad
    puntaje: float
    razones: tuple[str, ...] = ()

    @property
    def coincide(self) -> str:
        """El puntaje en palabras."""
        if self.puntaje >= 99.5:
            return "Coincide"
        return "Muy parecido" if self.puntaje >= 90 else "Parecido"


def identidad_de(caso: Caso, uuid: Any) -> Identidad:
    """Una identidad del caso; 404 si no está."""
    conjunto = Identidad.objects.filter(caso=caso, retirada_en=None)
    identidad = get_object_or_404(
        conjunto.select_related("victima", "implicado", "migrante"), uuid=uuid
    )
    identidad.caso = caso
    return identidad


def persona_de(caso: Caso, uuid: Any) -> Any:
    """La víctima, el implicado o el migrante del caso con ese identificador; 404 si no está."""
    for conjunto in (caso.victimas, caso.implicados, caso.migrantes):
        persona = conjunto.filter(uuid=uuid, retirado_en=None).first()
        if persona is not None:
            return persona
    raise FueraDeAmbitoError()


def identidades_de(caso: Caso) -> list[Identidad]:
    """Todas las del caso, con su persona."""
    conjunto = Identidad.objects.filter(caso=caso, retirada_en=None)
    return list(conjunto.select_related("victima", "implicado", "migrante").order_by("seudonimo"))


def datos_dichos(identidad: Identidad) -> QuerySet[DatoDeIdentidad]:
    """Quién dijo cada dato, el último primero; sin los valores."""
    return (
        DatoDeIdentidad.objects.filter(identidad=identidad)
        .select_related("registrado_por", "entidad")
        .defer("valor_cifrado")
    )


def nombre_de(identidad: Identidad) -> Nombre:
    """El nombre en claro, para comparar. No se devuelve a ninguna pantalla."""
    return Nombre(
        *(descifrar(getattr(identidad, CAMPOS_CIFRADOS[c])) for c in DE_NOMBRE),
        descifrar(identidad.otros_nombres_cifrado),
    )


def persona_para_comparar(identidad: Identidad) -> Persona:
    """Lo que se compara de una identidad."""
    persona = identidad.persona
    propio = identidad.documento_de == "propio"
    return Persona(
        nombre_de(identidad),
        identidad.documento_indice if propio else "",
        *(getattr(persona, c, "") for c in ("sexo",)),
        edad=getattr(persona, "edad", None),
        grupo_edad=getattr(persona, "grupo_edad", ""),
        nacionalidad=getattr(persona, "nacionalidad", ""),
    )


def indices_posibles(tipo: str, numero: str) -> list[str]:
    """El índice del documento; sin tipo, el de cada tipo posible."""
    tipos = [tipo] if tipo else [c.codigo for c in vocabulario("tipo_documento").categorias]
    return [i for t in tipos if (i := indice_de_documento(t, numero))]


def por_documento(usuario: Usuario, tipo: str, numero: str) -> list[Hallado]:
    """Identidades visibles con ese documento exacto. Una consulta; nada se descifra."""
    conjunto = _buscables(usuario).filter(documento_indice__in=indices_posibles(tipo, numero))
    return [
        Hallado(
            i,
            100.0,
            ("Mismo documento",)
            if i.documento_de == "propio"
            else (f"Mismo documento: {i.get_documento_de_display().lower()}",),
        )
        for i in conjunto.order_by("-id")[:RESULTADOS]
    ]


def identidades_visibles(usuario: Usuario) -> QuerySet[Identidad] | None:
    """Las identidades del ámbito; `None` si es nacional y no hace falta recortar."""
    return None if usuario.ambito.es_nacional else Identidad.objects.visibles_para(usuario)


def _buscables(usuario: Usuario) -> QuerySet[Identidad]:
    visibles = identidades_visibles(usuario)
    return (
        (Identidad.objects.all() if visibles is None else visibles)
        .buscables()
        .filter(retirada_en=None)
        .select_related(*CON_TODO)
    )


def candidatas(textos: Sequence[str], visibles: QuerySet[Identidad] | None) -> list[int]:
    """Llaves de las identidades que comparten más palabras o sonidos, sin descifrar nada.

    Recibe los textos del nombre y, si no es nacional, el conjunto visible.
    """
    sonidos = [clave for clave, exacta in claves_de_nombre(textos).items() if not exacta]
    if not sonidos:
        return []
    minimo = max(1, len(sonidos) - (1 if len(sonidos) <= 2 else 2))
    # Contar `identidad`, que está en el índice, evita ir a la tabla por cada coincidencia.
    filas = (
        ClaveDeNombre.objects.filter(clave__in=sonidos)
        .values("identidad")
        .annotate(comunes=Count("identidad"))
        .filter(comunes__gte=minimo)
        .order_by("-comunes", "-identidad")
    )
    if visibles is None:
        return list(filas.values_list("identidad", flat=True)[:CANDIDATOS])
    mejores = list(filas.values_list("identidad", flat=True)[:CANDIDATOS_SIN_RECORTAR])
    hallados: list[int] = []
    # Por tramos: con la lista entera, la base prefiere recorrer todas las identidades.
    for inicio in range(0, len(mejores), TRAMO):
        tramo = mejores[inicio : inicio + TRAMO]
        a_la_vista = set(visibles.filter(pk__in=tramo).order_by().values_list("pk", flat=True))
        hallados += [llave for llave in tramo if llave in a_la_vista]
        if len(hallados) >= CANDIDATOS:
            break
    return hallados[:CANDIDATOS]


def _completas(hallados: list[Hallado]) -> list[Hallado]:
    """Los mejores, con su caso y su persona; hasta aquí sólo se leyó lo que se compara."""
    mejores = sorted(hallados, key=lambda h: (-h.puntaje, -h.identidad.pk))[:RESULTADOS]
    conjunto = Identidad.objects.filter(pk__in=[h.identidad.pk for h in mejores])
    enteras = {i.pk: i for i in conjunto.select_related(*CON_TODO).order_by()}
    return [replace(h, identidad=enteras[h.identidad.pk]) for h in mejores]


def por_nombre(usuario: Usuario, texto: str) -> list[Hallado]:
    """Identidades visibles cuyo nombre se parece a `texto`, en cualquier orden, las mejores antes.

    Sólo se descifran los candidatos, que están todos dentro de lo que el usuario ve.
    """
    buscado = Nombre(texto)
    if not palabras(texto):
        return []
    llaves = candidatas([texto], identidades_visibles(usuario))
    hallados = []
    conjunto = _buscables(usuario).select_related(None).only(*PARA_COMPARAR)
    for identidad in conjunto.filter(pk__in=llaves).order_by():
        puntaje = comparar_nombres(buscado, nombre_de(identidad))
        if puntaje >= (55 if len(palabras(texto)) == 1 else 75):
            hallados.append(Hallado(identidad, puntaje))
    return _completas(hallados)


def parecidas(
    persona: Persona,
    entre: QuerySet[Identidad],
    *,
    visibles: QuerySet[Identidad] | None = None,
    sin: Iterable[int] = (),
) -> list[Hallado]:
    """Identidades de `entre` que podrían ser la misma persona, con las razones.

    `visibles` recorta los candidatos al ámbito antes de contarlos; `None` si no hay recorte.
    """
    textos = [persona.nombre.completo, persona.nombre.otros]
    llaves = set(candidatas(textos, visibles))
    if persona.documento:
        iguales = entre.filter(documento_indice=persona.documento).order_by()
        llaves |= set(iguales.values_list("pk", flat=True)[:RESULTADOS])
    conjunto = entre.filter(pk__in=llaves - set(sin), retirada_en=None)
    hallados = []
    conjunto = conjunto.select_related(*PERSONAS).only(*PARA_COMPARAR, *DE_LA_PERSONA)
    for identidad in conjunto.order_by():
        semejanza = comparar(persona, persona_para_comparar(identidad))
        if semejanza.es_posible:
            hallados.append(Hallado(identidad, semejanza.puntaje, semejanza.razones))
    return _completas(hallados)


def persona_unica_de(indice: str) -> PersonaUnica | None:
    """La persona única que tiene ese documento, si la hay."""
    if not indice:
        return None
    hallada = (
        PersonaUnica.objects.filter(documento_indice=indice, en_disputa=False)
        .select_related("unida_a")
        .order_by("-unida_a", "pk")
        .last()
    )
    while hallada is not None and hallada.unida_a is not None:
        hallada = hallada.unida_a
    return hallada


def fuera_de_ambito(usuario: Usuario, indice: str, *, sin: int) -> list[Identidad]:
    """Identidades no visibles con ese documento exacto, nunca bajo reserva."""
    if not indice:
        return []
    return list(
        Identidad.objects.buscables()
        .filter(documento_indice=indice, documento_de="propio", retirada_en=None)
        .exclude(pk=sin)
        .exclude(pk__in=Identidad.objects.visibles_para(usuario).values("pk"))
        .select_related("caso__entidad")[:5]
    )
