"""Lo que una página o una figura pide: corte, comparación y medida, y sus lecturas sin repetir."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from urllib.parse import urlencode

from django.urls import reverse

from trata.agregados import consultas
from trata.agregados.consultas import Cobertura, Corte, Distribucion
from trata.agregados.models import Unidad
from trata.agregados.variables import catalogo
from trata.comun.formato import fecha_larga, mes_anio
from trata.graficos.modelo import Estado
from trata.territorio.consultas import nombre_de, poblacion_por_departamento

CONTEO, TASA = "conteo", "tasa"


@dataclass
class Pedido:
    """Un corte de una fuente con todo lo que hace falta para dibujarlo y enlazarlo.

    Las lecturas se hacen una vez y se comparten entre las figuras de la página.
    """

    corte: Corte
    cobertura: Cobertura
    medida: str = CONTEO

    # --- lecturas ---
    @cached_property
    def leidos(self) -> Mapping[int, Mapping[int, int]]:
        """Conteos del corte."""
        return consultas.conteos(self.corte)

    @cached_property
    def nacionales(self) -> Mapping[int, Mapping[int, int]]:
        """Conteos de todo el país en el mismo período."""
        return self.leidos if self.es_nacional else consultas.conteos(self.corte.nacional())

    @cached_property
    def anuales(self) -> dict[int, int]:
        """Total por año en el lugar."""
        return consultas.por_anio(self.corte)

    @cached_property
    def departamentos(self) -> dict[int, int]:
        """Total por departamento en el período."""
        return consultas.por_departamento(self.corte)

    @cached_property
    def poblacion(self) -> dict[str, int]:
        """Habitantes por departamento (INEI 2025)."""
        return poblacion_por_departamento()

    @property
    def total(self) -> int:
        """El denominador."""
        return consultas.total_de(self.leidos)

    def distribucion(self, codigo: str) -> Distribucion:
        """La distribución de una variable en el corte (sin su propio filtro, si lo tiene)."""
        if self.filtro_de(codigo) is None:
            return consultas.distribucion(self.leidos, codigo)
        return consultas.distribucion(consultas.conteos(self.corte.sin_filtro_de(codigo)), codigo)

    def filtro_de(self, codigo: str) -> int | None:
        """La categoría por la que se filtra una variable, si se filtra."""
        return dict(self.corte.filtros).get(codigo)

    def url_filtro(self, codigo: str, categoria: str) -> str:
        """Adónde lleva una barra: filtrar por ella. La serie oficial no se filtra."""
        return ""

    def url_lugar(self, departamento: str) -> str:
        """Adónde lleva un departamento del mapa."""
        return self.url_inicio(departamento=departamento)

    @property
    def enlace(self) -> tuple[str, str]:
        """Enlace principal de las figuras y su texto; vacío = la figura sola."""
        return "", ""

    def es_inconsistente(self, codigo: str) -> bool:
        """La fuente no cuadra en esa variable y año."""
        return (codigo, self.corte.anio) in self.cobertura.pares_inconsistentes

    # --- palabras ---
    @property
    def es_nacional(self) -> bool:
        """El corte es todo el país."""
        return self.corte.departamento is None

    @property
    def lugar(self) -> str:
        """«Perú» o el nombre del departamento."""
        codigo = self.corte.departamento
        return nombre_de(f"{codigo:02}" if codigo else None)

    @property
    def unidad(self) -> str:
        """La unidad en plural."""
        return Unidad(self.corte.unidad).plural

    @property
    def periodo(self) -> str:
        """«2021», «2025 (enero a setiembre)»."""
        anio = self.corte.anio
        if self.corte.mes:
            return mes_anio(anio, self.corte.mes)
        if self.cobertura.es_parcial(anio):
            ultimo = mes_anio(anio, self.cobertura.ultimo_mes[anio]).split(" de ")[0]
            return f"{anio} (enero a {ultimo})"
        return str(anio)

    @property
    def estado(self) -> Estado:
        """Provisional si el año no está completo."""
        parcial = self.cobertura.es_parcial(self.corte.anio)
        return Estado.PROVISIONAL if parcial else Estado.NORMAL

    @property
    def regla_de_lugar(self) -> str:
        """Qué lugar dice el territorio."""
        return "según lugar de registro"

    @property
    def subtitulo(self) -> str:
        """Unidad, período, ámbito y regla de lugar."""
        unidad = f"{self.unidad[:1].upper()}{self.unidad[1:]}"
        return f"{unidad} · {self.lugar}, {self.periodo} · {self.regla_de_lugar}"

    @property
    def fuente(self) -> str:
        """Fuente y corte, en una frase."""
        carga = self.cobertura.carga
        if carga is None:
            return "Sin carga vigente"
        corte = mes_anio(carga.corte_anio, carga.corte_mes)
        return (
            "Ministerio del Interior, PNP, datos abiertos «Trata de personas». "
            f"Corte: {corte}. Cargada el {fecha_larga(carga.registrado_en)}."
        )

    # --- direcciones ---
    def parametros(self, **cambios: object) -> str:
        """La cadena de consulta del pedido, con cambios; un valor vacío quita el parámetro."""
        codigo = self.corte.departamento
        base: dict[str, object] = {
            "anio": self.corte.anio,
            "departamento": f"{codigo:02}" if codigo else "",
            "medida": "" if self.medida == CONTEO else self.medida,
        }
        return urlencode({k: v for k, v in (base | cambios).items() if v not in ("", None)})

    def url_inicio(self, **cambios: object) -> str:
        """La foto con otros parámetros."""
        return f"{reverse('inicio')}?{self.parametros(**cambios)}"

    def url_figura(self, clave: str, formato: str = "") -> str:
        """La página de una figura o su descarga."""
        if formato:
            ruta = reverse("tableros:figura_archivo", args=[clave, formato])
        else:
            ruta = reverse("tableros:figura", args=[clave])
        return f"{ruta}?{self.parametros()}"


def cifras(leidos: Mapping[int, Mapping[int, int]], anio: int) -> list[consultas.Cifra]:
    """Las cifras de la foto sobre unos conteos."""
    return [
        consultas.Cifra(definicion, consultas.distribucion(leidos, definicion.variable), anio)
        for definicion in catalogo().foto
    ]
