"""Clave fonética de una palabra de nombre en el español del Perú.

Junta lo que suena igual o se confunde al escribir: b/v, s/z/c, ll/y, h muda, qu/k/c, g/j/x,
hua/gua/wa del quechua, e/i y o/u («Choquehuanca», «Chuquiguanca»), y la j de «Jhon», «Yon».
Es a propósito gruesa: encuentra candidatos; quien decide es la semejanza de `parecido`.
"""

import re
from functools import lru_cache

# En orden: cada par es (patrón, reemplazo) sobre la palabra sin tildes, en mayúsculas.
REGLAS: tuple[tuple[str, str], ...] = (
    (r"Ñ", "N"),
    (r"PH", "F"),
    (r"TH", "T"),
    (r"CK|CQ", "K"),
    (r"SH", "8"),
    (r"CH", "8"),
    (r"^(?:JH|J|Y|LL)(?=[AEIOUY])", "J"),
    (r"^H?U(?=[AEIO])|^GU(?=[AO])|^W", "7"),
    (r"(?<=.)(?:HU(?=[AEIO])|GU(?=[AO])|W(?=[AEIO]))", "7"),
    (r"^G(?=[EI])|^X(?=[AEIOU])", "J"),
    (r"G(?=[EIY])", "J"),
    (r"GU(?=[EI])", "G"),
    (r"H", ""),
    (r"LL", "Y"),
    (r"SC(?=[EI])|XC(?=[EI])", "S"),
    (r"C(?=[EIY])", "S"),
    (r"KS|X|Z|Ç", "S"),
    (r"QU(?=[EI])|Q|C", "K"),
    (r"V", "B"),
    (r"^PS", "S"),
    (r"N(?=[BPM])", "M"),
    (r"Y(?![AEIOU])", "I"),
    (r"Y", "I"),
    (r"E", "I"),
    (r"O", "U"),
    (r"(.)\1+", r"\1"),
)
COMPILADAS = tuple((re.compile(patron), cambio) for patron, cambio in REGLAS)


@lru_cache(maxsize=50_000)
def clave_fonetica(palabra: str) -> str:
    """Recibe una palabra normalizada («QUISPE»); devuelve su clave («KISPI»)."""
    clave = palabra
    for patron, cambio in COMPILADAS:
        clave = patron.sub(cambio, clave)
    return clave or palabra
