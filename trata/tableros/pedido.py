"""Lo que una página o una figura pide: corte, comparación y medida, y sus lecturas sin repetir."""

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache, cached_property
from urllib.parse import urlencode

from django.urls import reverse

from trata.agregados import consultas, vivo
from trata.agregados.consultas import Cobertura, Corte, Distribucion
from trata.agregados.models import Unidad
from trata.agregados.tramos import Mes
from trata.agregados.variables import NO_CONSTA, TOTAL, catalogo, variable
from trata.comun.formato import fecha_larga, mes_anio
from trata.graficos.modelo import Estado, mayuscula
from trata.tableros.periodos import en_palabras
from trata.territorio.consultas import nombre_de, poblacion_por_departamento

CONTEO, TASA = "conteo", "tasa"


@cache
def ruta(nombre: str, *argumentos: str) -> str:
    """La dirección de una ruta; un tablero enlaza cientos de veces a las mismas diez."""
    return reverse(nombre, args=argumentos)


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
    def en_vivo(self) -> vivo.Lectura | None:
        """Lo contado sobre los hechos, de una pasada, si ninguna celda guarda el corte."""
        return vivo.lectura(self.corte) if consultas.es_en_vivo(self.corte) else None

    @cached_property
    def leidos(self) -> Mapping[int, Mapping[int, int]]:
        """Conteos del corte."""
        return self.en_vivo.conteos if self.en_vivo else consultas.conteos(self.corte)

    def cruce(self, primera: str, segunda: str) -> Mapping[tuple[int, int], int]:
        """Dos variables cruzadas en el corte."""
        if self.en_vivo and (primera, segunda) in self.en_vivo.pares:
            return self.en_vivo.pares[primera, segunda]
        return consultas.cruce(self.corte, primera, segunda)

    @cached_property
    def meses(self) -> Mapping[Mes, int]:
        """{(año, mes): total} del período; si es un mes, los de todo su año."""
        if self.corte.mes is None and self.en_vivo:
            return {k: n for k, n in self.en_vivo.meses.items() if k[1]}
        if self.corte.tramo:
            return consultas.por_meses_del_tramo(self.corte)
        leidos = consultas.por_mes(self.corte)
        return {(self.corte.anio, mes): n for mes, n in leidos.items() if mes}

    @cached_property
    def provincias(self) -> Mapping[int, int]:
        """Total por provincia del departamento en el período (0: sin provincia)."""
        if self.corte.provincia is None and self.en_vivo:
            lugares = self.en_vivo.lugares.items()
            return {p: n for (d, p), n in lugares if d == self.corte.departamento}
        return consultas.por_provincia(self.corte)

    @cached_property
    def nacionales(self) -> Mapping[int, Mapping[int, int]]:
        """Conteos de todo el país en el mismo período."""
        return self.leidos if self.es_nacional else consultas.conteos(self.corte.nacional())

    @cached_property
    def anuales(self) -> dict[int, int]:
        """Total por año en el lugar."""
        return consultas.por_anio(self.corte)

    @property
    def departamentos(self) -> Mapping[int, int]:
        """Total por departamento en el período."""
        return self.por_departamento

    @cached_property
    def por_departamento(self) -> Mapping[int, int]:
        """Total por departamento de registro en el período."""
        if self.es_nacional and self.en_vivo:
            suma: dict[int, int] = defaultdict(int)
            for (departamento, _), n in self.en_vivo.lugares.items():
                suma[departamento] += n
            return dict(suma)
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
        propio = consultas.margen(self.corte.sin_filtro_de(codigo), codigo)
        total = {NO_CONSTA: sum(propio.values())}
        return consultas.distribucion({variable(codigo).numero: propio, TOTAL: total}, codigo)

    def filtro_de(self, codigo: str) -> int | None:
        """La categoría por la que se filtra una variable, si se filtra."""
        return dict(self.corte.filtros).get(codigo)

    def url_filtro(self, **categorias: str) -> str:
        """Adónde lleva una marca: filtrar por {variable: categoría}. La serie no se filtra."""
        return ""

    def url_anio(self, anio: int) -> str:
        """Adónde lleva un año."""
        return self.url_inicio(anio=anio)

    def url_mes(self, anio: int, mes: int) -> str:
        """Adónde lleva un mes. La serie oficial no se abre por meses."""
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
        if self.corte.tramo:
            return en_palabras(self.corte.tramo)
        if self.corte.mes:
            return mes_anio(anio, self.corte.mes)
        if self.cobertura.es_parcial(anio):
            ultimo = mes_anio(anio, self.cobertura.ultimo_mes[anio]).split(" de ")[0]
            return f"{anio} (enero a {ultimo})"
        return str(anio)

    @property
    def estado(self) -> Estado:
        """Provisional si el período no está completo."""
        return Estado.PROVISIONAL if self.es_parcial else Estado.NORMAL

    @property
    def es_parcial(self) -> bool:
        """El período pasa del último mes que la fuente cubre."""
        c = self.corte
        ultimo = self.cobertura.ultimo_mes.get(c.anio, 12)
        return (c.tramo.hasta[1] if c.tramo else c.mes or 12) > ultimo

    @property
    def que_hay_en_otro(self) -> str:
        """Qué decir de «otro» en la fuente."""
        return "la fuente no dice más"

    @property
    def regla_de_lugar(self) -> str:
        """Qué lugar dice el territorio."""
        return "según lugar de registro"

    @property
    def subtitulo(self) -> str:
        """Unidad, período, ámbito y regla de lugar."""
        return f"{mayuscula(self.unidad)} · {self.lugar}, {self.periodo} · {self.regla_de_lugar}"

    @cached_property
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
        return f"{ruta('inicio')}?{self.parametros(**cambios)}"

    def url_figura(self, clave: str, formato: str = "") -> str:
        """La página de una figura o su descarga."""
        if formato:
            camino = ruta("tableros:figura_archivo", clave, formato)
        else:
            camino = ruta("tableros:figura", clave)
        return f"{camino}?{self.parametros()}"


def cifras(leidos: Mapping[int, Mapping[int, int]], anio: int) -> list[consultas.Cifra]:
    """Las cifras de la foto sobre unos conteos."""
    return [
        consultas.Cifra(definicion, consultas.distribucion(leidos, definicion.variable), anio)
        for definicion in catalogo().foto
    ]
