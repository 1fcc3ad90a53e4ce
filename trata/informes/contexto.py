"""Lo que un informe sabe: año, región, periodo de la política y quién lo pide.

Las lecturas se hacen una vez y se comparten entre secciones.
"""

from dataclasses import dataclass
from functools import cached_property
from typing import Any

from politica.consultas.avances import Mapa, mapa_de
from politica.models import Periodo
from regiones.consultas import region
from regiones.models import EspacioRegional
from trata.agregados import consultas
from trata.agregados.cortes import Corte
from trata.tableros.pedido import Pedido


@dataclass
class Contexto:
    """Parámetros y lecturas de un informe."""

    anio: int
    usuario: Any
    espacio: EspacioRegional | None = None
    periodo: Periodo | None = None

    @cached_property
    def cobertura(self) -> consultas.Cobertura:
        """Años que la serie oficial tiene."""
        return consultas.cobertura_de_la_serie()

    @cached_property
    def nacional(self) -> Pedido:
        """La serie oficial, todo el país."""
        return Pedido(Corte(self.anio), self.cobertura)

    @cached_property
    def regional(self) -> Pedido | None:
        """La serie oficial en el departamento de la región."""
        if self.espacio is None:
            return None
        return Pedido(
            Corte(self.anio, departamento=int(self.espacio.ubigeo_id[:2])), self.cobertura
        )

    @cached_property
    def region(self) -> dict[str, Any]:
        """Todo lo registrado de la región."""
        return region.todo_de(self.espacio, self.usuario) if self.espacio else {}

    @cached_property
    def mapa(self) -> Mapa | None:
        """El avance de la política en el periodo."""
        return mapa_de(self.periodo, self.usuario) if self.periodo else None

    @property
    def hay_serie(self) -> bool:
        """La serie oficial tiene el año."""
        return self.anio in self.cobertura.anios
