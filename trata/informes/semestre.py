"""El pedido de un semestre: los meses de una mitad del año, sumados."""

from dataclasses import dataclass

from trata.agregados.tramos import Tramo
from trata.comun.formato import MESES
from trata.graficos.modelo import Estado
from trata.informes.models.informe import SEMESTRES
from trata.tableros.pedido import Pedido

NOMBRES = dict(SEMESTRES)


def tramo_de(anio: int, semestre: int, ultimo_mes: int = 12) -> Tramo:
    """Los meses del semestre, sin pasar del último que la fuente trae."""
    desde = 1 if semestre == 1 else 7
    return Tramo((anio, desde), (anio, max(min(desde + 5, ultimo_mes), desde)))


@dataclass
class PedidoDeSemestre(Pedido):
    """Un corte de la serie recortado a enero–junio o julio–diciembre. Se arma con `de_semestre`."""

    semestre: int = 1

    @property
    def meses(self) -> tuple[int, int]:
        """Primer y último mes que se suman."""
        return self.corte.tramo.desde[1], self.corte.tramo.hasta[1]

    @property
    def esta_completo(self) -> bool:
        """La fuente trae los seis meses."""
        return self.meses[1] - self.meses[0] == 5

    @property
    def estado(self) -> Estado:
        """Provisional si faltan meses del semestre."""
        return Estado.NORMAL if self.esta_completo else Estado.PROVISIONAL

    @property
    def tramo(self) -> str:
        """«julio a setiembre»."""
        desde, hasta = self.meses
        return f"{MESES[desde - 1]} a {MESES[hasta - 1]}" if hasta > desde else MESES[desde - 1]

    @property
    def periodo(self) -> str:
        """«I semestre de 2024», con los meses que haya si no está completo."""
        nombre = f"{NOMBRES[self.semestre]} de {self.corte.anio}"
        return nombre if self.esta_completo else f"{nombre} ({self.tramo})"

    def hace_un_anio(self) -> "PedidoDeSemestre | None":
        """El mismo semestre del año anterior; nada si la fuente no lo trae por meses."""
        anio = self.corte.anio - 1
        if anio not in self.cobertura.anios or anio in self.cobertura.sin_mes:
            return None
        previo = Pedido(self.corte.del_anio(anio), self.cobertura)
        return de_semestre(previo, self.semestre)


def de_semestre(pedido: Pedido, semestre: int) -> PedidoDeSemestre:
    """El pedido de un año, recortado a uno de sus semestres."""
    anio, cobertura = pedido.corte.anio, pedido.cobertura
    tramo = tramo_de(anio, semestre, cobertura.ultimo_mes.get(anio, 12))
    return PedidoDeSemestre(pedido.corte.en(tramo=tramo), cobertura, semestre=semestre)
