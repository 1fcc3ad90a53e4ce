"""Lo que un informe sabe: año, semestre, región, periodo de la política y quién lo pide.

Las lecturas se hacen una vez y se comparten entre secciones.
"""

from dataclasses import dataclass
from datetime import date
from functools import cached_property
from typing import Any

from politica.comision.consultas import acuerdos, sesiones
from politica.comision.models import Acuerdo, Sesion
from politica.consultas.avances import Mapa, mapa_de
from politica.models import Periodo
from regiones.consultas import region
from regiones.consultas.espacios import FilaDeRegion, comparacion
from regiones.models import EspacioRegional
from trata.agregados import consultas
from trata.agregados.cortes import Cifra, Corte
from trata.agregados.models import NumeroDeFuente, Unidad
from trata.agregados.variables import catalogo
from trata.informes.semestre import de_semestre
from trata.tableros.pedido import Pedido
from trata.tableros.registro import PedidoDelRegistro


@dataclass
class Contexto:
    """Parámetros y lecturas de un informe."""

    anio: int
    usuario: Any
    espacio: EspacioRegional | None = None
    periodo: Periodo | None = None
    semestre: int | None = None

    # --- la serie oficial ---
    @cached_property
    def cobertura(self) -> consultas.Cobertura:
        """Años que la serie oficial tiene."""
        return consultas.cobertura_de_la_serie()

    def _pedido(self, departamento: int | None = None) -> Pedido:
        pedido = Pedido(Corte(self.anio, departamento=departamento), self.cobertura)
        return de_semestre(pedido, self.semestre) if self.semestre else pedido

    @cached_property
    def nacional(self) -> Pedido:
        """La serie oficial, todo el país."""
        return self._pedido()

    @cached_property
    def regional(self) -> Pedido | None:
        """La serie oficial en el departamento de la región."""
        if self.espacio is None:
            return None
        return self._pedido(int(self.espacio.ubigeo_id[:2]))

    @cached_property
    def anual(self) -> Pedido:
        """El año entero del lugar, aunque se pida un semestre: para la evolución."""
        return Pedido(self.pedido.corte.del_anio(self.anio), self.cobertura)

    @property
    def pedido(self) -> Pedido:
        """El de la región si la hay; si no, el nacional."""
        return self.regional or self.nacional

    @property
    def hay_serie(self) -> bool:
        """La serie oficial tiene el año (y, si se pide un semestre, lo trae por meses)."""
        return self.anio in self.cobertura.anios and not self.falta_semestre

    @property
    def falta_semestre(self) -> str:
        """Por qué la serie no da el semestre pedido; vacío si lo da o no se pide."""
        if not self.semestre or self.anio not in self.cobertura.anios:
            return ""
        if self.anio in self.cobertura.sin_mes:
            return f"La fuente publica {self.anio} sin meses: no hay semestre que mostrar."
        if self.semestre == 2 and self.cobertura.ultimo_mes.get(self.anio, 12) <= 6:
            return f"La serie de {self.anio} todavía no llega al II semestre."
        return ""

    @cached_property
    def cifras_por_anio(self) -> dict[int, list[Cifra]]:
        """Las seis cifras del lugar en cada año de la serie. Una consulta."""
        leidos = consultas.conteos_por(self.pedido.corte, "anio", _variables())
        return {a: _cifras(c, a) for a, c in leidos.items() if a in self.cobertura.anios}

    @cached_property
    def cifras_por_departamento(self) -> dict[int, list[Cifra]]:
        """Las seis cifras de cada departamento en el año. Una consulta."""
        leidos = consultas.conteos_por(self.nacional.corte, "departamento", _variables())
        return {d: _cifras(c, self.anio) for d, c in leidos.items()}

    # --- el registro ---
    @cached_property
    def registro(self) -> PedidoDelRegistro:
        """Las víctimas del registro en el año, todo el país."""
        corte = Corte(self.anio, NumeroDeFuente.REGISTRO, Unidad.VICTIMA)
        return PedidoDelRegistro(corte, consultas.cobertura_del_registro(Unidad.VICTIMA))

    # --- la región, la política, la Comisión ---
    @cached_property
    def region(self) -> dict[str, Any]:
        """Todo lo registrado de la región."""
        return region.todo_de(self.espacio, self.usuario) if self.espacio else {}

    @cached_property
    def mapa(self) -> Mapa | None:
        """El avance de la política en el periodo."""
        return mapa_de(self.periodo, self.usuario) if self.periodo else None

    @cached_property
    def espacios(self) -> list[FilaDeRegion]:
        """Los espacios regionales que el usuario ve, con su vida en el año."""
        return comparacion(self.usuario, self.anio)

    @cached_property
    def sesiones(self) -> list[Sesion]:
        """Las sesiones de la Comisión en el año."""
        return list(sesiones().filter(anio=self.anio).order_by("fecha"))

    @cached_property
    def acuerdos(self) -> list[Acuerdo]:
        """Los acuerdos de la Comisión tomados en el año."""
        return list(acuerdos().filter(acordado_el__year=self.anio).order_by("acordado_el", "pk"))

    @property
    def fin(self) -> date:
        """El último día del año."""
        return date(self.anio, 12, 31)


def _variables() -> list[str]:
    return [d.variable for d in catalogo().foto]


def _cifras(leidos: dict[int, dict[int, int]], anio: int) -> list[Cifra]:
    return [Cifra(d, consultas.distribucion(leidos, d.variable), anio) for d in catalogo().foto]
