"""Cuánto se parecen dos personas, y por qué. De 0 a 100.

No decide: propone con razones. Dos gemelas comparten apellidos y fecha, pero no nombres: por eso
ninguna palabra del nombre más corto puede quedar sin pareja.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field

from rapidfuzz import fuzz

from casos.identidad.fonetica import clave_fonetica
from casos.identidad.nombres import Nombre, palabras

MINIMO_POR_PALABRA = 83.0
SUENA_IGUAL = 96.0
POR_PALABRA_QUE_SOBRA = 6.0
UNA_SOLA_PALABRA = 60.0
UMBRAL = 80.0
MISMO_DOCUMENTO = 100.0


@dataclass(frozen=True)
class Persona:
    """Lo que se compara de una persona. `documento` ya viene en su forma única, con su tipo."""

    nombre: Nombre
    documento: str = ""
    sexo: str = ""
    edad: int | None = None
    grupo_edad: str = ""
    nacionalidad: str = ""


@dataclass(frozen=True)
class Semejanza:
    """Puntaje de 0 a 100 y las razones en frases."""

    puntaje: float
    razones: tuple[str, ...] = field(default=())

    @property
    def es_posible(self) -> bool:
        """Vale la pena que alguien lo mire."""
        return self.puntaje >= UMBRAL


def entre_palabras(una: str, otra: str) -> float:
    """Semejanza de dos palabras: iguales 100, suenan igual 96, o lo que comparten de letras."""
    if una == otra:
        return 100.0
    letras = fuzz.ratio(una, otra)
    if clave_fonetica(una) == clave_fonetica(otra) and letras >= 50:
        return SUENA_IGUAL
    if min(len(una), len(otra)) < 4:
        return 0.0
    sonidos = fuzz.ratio(clave_fonetica(una), clave_fonetica(otra))
    return max(letras, sonidos - 4)


def entre_nombres(uno: Sequence[str], otro: Sequence[str]) -> float:
    """Semejanza de dos listas de palabras, en cualquier orden; 0 si falta pareja a alguna."""
    corta, larga = sorted((tuple(uno), tuple(otro)), key=len)
    if not corta:
        return 0.0
    pares = sorted(
        ((entre_palabras(a, b), i, j) for i, a in enumerate(corta) for j, b in enumerate(larga)),
        reverse=True,
    )
    usadas: tuple[set[int], set[int]] = (set(), set())
    suma = 0.0
    for valor, i, j in pares:
        if valor < MINIMO_POR_PALABRA:
            break
        if i not in usadas[0] and j not in usadas[1]:
            usadas[0].add(i)
            usadas[1].add(j)
            suma += valor
    if len(usadas[0]) < len(corta):
        return 0.0
    puntaje = suma / len(corta) - POR_PALABRA_QUE_SOBRA * (len(larga) - len(corta))
    return min(puntaje, UNA_SOLA_PALABRA) if len(corta) == 1 else max(puntaje, 0.0)


def comparar_nombres(uno: Nombre, otro: Nombre) -> float:
    """La mejor semejanza entre los nombres completos y los alias o nombres sociales."""
    escritos = [palabras(n.completo) for n in (uno, otro)]
    mejor = entre_nombres(*escritos)
    if bool(uno.segundo_apellido) != bool(otro.segundo_apellido):
        cortos = [palabras(f"{n.nombres} {n.primer_apellido}") for n in (uno, otro)]
        mejor = max(mejor, entre_nombres(*cortos) - POR_PALABRA_QUE_SOBRA)
    for nombre, ajenas in ((uno, escritos[1]), (otro, escritos[0])):
        if nombre.otros:
            mejor = max(mejor, entre_nombres(palabras(nombre.otros), ajenas) - 5)
    return max(mejor, 0.0)


def _edades_lejanas(una: Persona, otra: Persona) -> bool:
    if una.edad is not None and otra.edad is not None:
        return abs(una.edad - otra.edad) > 3
    return False


def comparar(una: Persona, otra: Persona) -> Semejanza:
    """Semejanza de dos personas con sus razones."""
    nombre = comparar_nombres(una.nombre, otra.nombre)
    mismo_documento = bool(una.documento) and una.documento == otra.documento
    if mismo_documento:
        if nombre >= UMBRAL:
            return Semejanza(MISMO_DOCUMENTO, ("Mismo documento", "Mismo nombre"))
        return Semejanza(90.0, ("Mismo documento", "Nombres distintos: revisa de quién es"))
    if nombre < UMBRAL:
        return Semejanza(nombre)
    razones = ["Mismo nombre" if nombre >= 99.5 else "Nombre que suena o se escribe parecido"]
    puntaje = nombre
    if una.documento and otra.documento:
        puntaje -= 25
        razones.append("Documentos distintos")
    if una.sexo and otra.sexo and una.sexo != otra.sexo:
        puntaje -= 15
        razones.append("Sexo distinto")
    if _edades_lejanas(una, otra):
        puntaje -= 15
        razones.append("Edades distintas")
    elif una.edad is not None and una.edad == otra.edad:
        razones.append("Misma edad")
    elif una.grupo_edad and una.grupo_edad == otra.grupo_edad:
        razones.append("Mismo grupo de edad")
    if una.nacionalidad and una.nacionalidad == otra.nacionalidad:
        razones.append("Misma nacionalidad")
    return Semejanza(max(puntaje, 0.0), tuple(razones))
