"""Decir una proporción con palabras, por regla: «ocho de cada diez», «casi la mitad»."""

import re
from fractions import Fraction

FRACCIONES = (
    (Fraction(1, 10), "uno de cada diez"),
    (Fraction(1, 5), "uno de cada cinco"),
    (Fraction(1, 4), "uno de cada cuatro"),
    (Fraction(3, 10), "tres de cada diez"),
    (Fraction(1, 3), "uno de cada tres"),
    (Fraction(2, 5), "cuatro de cada diez"),
    (Fraction(1, 2), "la mitad"),
    (Fraction(3, 5), "seis de cada diez"),
    (Fraction(2, 3), "dos de cada tres"),
    (Fraction(7, 10), "siete de cada diez"),
    (Fraction(3, 4), "tres de cada cuatro"),
    (Fraction(4, 5), "ocho de cada diez"),
    (Fraction(9, 10), "nueve de cada diez"),
)
TOLERANCIA = Fraction(6, 1000)
CERCA = Fraction(45, 1000)


def en_palabras(numerador: int, denominador: int) -> str:
    """(426, 535) → «ocho de cada diez»; (302, 535) → «más de la mitad»; sin denominador, «».

    «Casi» y «más de» se dicen hasta a 4,5 puntos; más lejos se elige otra fracción o se calla.
    """
    if not denominador or numerador < 0 or numerador > denominador:
        return ""
    parte = Fraction(numerador, denominador)
    if parte == 0:
        return "ninguno"
    if parte == 1:
        return "todos"
    if parte < Fraction(1, 20):
        return "menos de uno de cada veinte"
    if parte > Fraction(945, 1000):
        return "casi todos"
    if Fraction(1, 2) + TOLERANCIA < parte < Fraction(23, 40):
        return "más de la mitad"
    valor, texto = min(FRACCIONES, key=lambda f: (abs(f[0] - parte), f[0]))
    distancia = parte - valor
    if abs(distancia) <= TOLERANCIA:
        return texto
    if abs(distancia) <= CERCA:
        return f"más de {texto}" if distancia > 0 else f"casi {texto}"
    return ""


def en_frase(nombre: str) -> str:
    """El nombre de una categoría dentro de una frase: «Se presentó» → «se presentó».

    Un nombre propio conserva sus mayúsculas: «Policía Nacional», «UPE o CEM».
    """
    sin_parentesis = re.sub(r"\([^)]*\)", "", nombre)
    sigla = re.sub(r"\W", "", nombre)[:2]
    if any(p[:1].isupper() for p in sin_parentesis.split()[1:]) or sigla.isupper():
        return nombre
    return re.sub(r"\w", lambda letra: letra[0].lower(), nombre, count=1)
