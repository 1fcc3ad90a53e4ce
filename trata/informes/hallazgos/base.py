"""Lo común a todas las reglas: el hallazgo y cómo se arman sus cifras."""

from dataclasses import dataclass

from trata.comun import formato
from trata.comun.formato import Numero
from trata.informes.documento import Cifra

SINGULARES = {
    "registros PNP": "registro PNP",
    "víctimas": "víctima",
    "servicios": "servicio",
    "acuerdos": "acuerdo",
    "espacios regionales": "espacio regional",
}


@dataclass(frozen=True, slots=True)
class Hallazgo:
    """Una frase con campos vivos y las cifras que cita."""

    clase: str
    plantilla: str
    cifras: tuple[Cifra, ...] = ()


@dataclass(frozen=True, slots=True)
class Parte:
    """Un numerador con su denominador, de qué lugar y período y en qué unidad."""

    clave: str
    texto: str
    donde: str
    n: int
    de: int
    unidad: str

    @property
    def cifra(self) -> Cifra:
        """Como cifra del documento: porcentaje con su base."""
        return Cifra(
            clave=f"{self.clave}.pct",
            etiqueta=self.donde,
            valor=formato.porcentaje(self.n, self.de),
            texto=self.texto,
            base=f"{formato.entero(self.n)} de {formato.entero(self.de)} {self.palabra}",
            numerador=self.n,
            denominador=self.de,
        )

    @property
    def palabra(self) -> str:
        """La unidad, que concuerda con el denominador."""
        return SINGULARES.get(self.unidad, self.unidad) if self.de == 1 else self.unidad

    @property
    def contada(self) -> str:
        """«{{ x.n }} de {{ x.base }} registros PNP»."""
        return f"{campo(f'{self.clave}.n')} de {campo(f'{self.clave}.base')} {self.palabra}"

    @property
    def base(self) -> str:
        """Lo contado, entre paréntesis."""
        return f"({self.contada})"

    @property
    def citada(self) -> str:
        """«{{ x.pct }} ({{ x.n }} de {{ x.base }} registros PNP)»."""
        return f"{campo(f'{self.clave}.pct')} {self.base}"


def campo(clave: str) -> str:
    """La clave como campo vivo."""
    return f"{{{{ {clave} }}}}"


def cantidad(clave: str, texto: str, donde: str, n: Numero, unidad: str) -> Cifra:
    """Un conteo como cifra, con su unidad en la base."""
    return Cifra(clave, donde, formato.entero(n), texto, unidad)


def medida(clave: str, texto: str, donde: str, valor: str, base: str) -> Cifra:
    """Un número ya escrito (una variación, una tasa), con de qué sale en la base."""
    return Cifra(clave, donde, valor, texto, base)


def segun(n: int, singular: str, muchos: str) -> str:
    """La palabra que concuerda con la cantidad."""
    return singular if n == 1 else muchos
