"""El pedido de un semestre: los meses de una mitad del año, sumados."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property

from trata.agregados import consultas
from trata.agregados.consultas import Corte
from trata.comun.formato import MESES
from trata.graficos.modelo import Estado
from trata.tableros.pedido import Pedido

NOMBRES = {1: "I semestre", 2: "II semestre"}


@dataclass
class PedidoDeMeses(Pedido):
    """Un corte de la serie recortado a enero–junio o julio–diciembre."""

    semestre: int = 1

    @property
    def meses(self) -> tuple[int, int]:
        """Primer y último mes, sin pasar del último que la fuente trae."""
        desde = 1 if self.semestre == 1 else 7
        return desde, min(desde + 5, self.cobertura.ultimo_mes.get(self.corte.anio, 12))

    @cached_property
    def leidos(self) -> Mapping[int, Mapping[int, int]]:
        """Conteos de los meses del semestre."""
        return consultas.conteos_de_meses(self.corte, *self.meses)

    @cached_property
    def departamentos(self) -> dict[int, int]:
        """Total por departamento en el semestre."""
        return consultas.por_departamento_en_meses(self.corte, *self.meses)

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

    def hace_un_anio(self) -> "PedidoDeMeses | None":
        """El mismo semestre del año anterior; nada si la fuente no lo trae por meses."""
        anio = self.corte.anio - 1
        if anio not in self.cobertura.anios or anio in self.cobertura.sin_mes:
            return None
        corte: Corte = self.corte.en(anio=anio)
        return PedidoDeMeses(corte, self.cobertura, semestre=self.semestre)
