"""El pedido sobre el registro: con filtros cruzados, dentro del ámbito de quien mira."""

from dataclasses import dataclass
from functools import cached_property
from typing import Any
from urllib.parse import urlencode

from django.conf import settings

from trata.agregados import consultas
from trata.agregados.cortes import Corte
from trata.agregados.models import NumeroDeFuente, Unidad
from trata.agregados.variables import SIN_DATO, catalogo
from trata.agregados.vivo import fuente_de
from trata.comun.formato import entero, fecha_hora
from trata.cuentas.permisos import Permiso
from trata.tableros.pedido import CONTEO, Pedido, ruta
from trata.tableros.periodos import leer as leer_periodo
from trata.tableros.periodos import parametros as parametros_de_periodo
from trata.territorio.ambito import ambito_de
from trata.territorio.consultas import nombre_de

SIN_PERIODO = {"mes": "", "desde": "", "hasta": ""}
SINTETICO = "Datos sintéticos de demostración: ninguna persona es real. "
REGISTRO = "registro"
# Cada lugar de un caso: cómo se elige en el formulario y cómo se nombra en una frase.
NOMBRES_DE_LUGAR = {
    REGISTRO: ("Donde se registró", "registro"),
    "captacion": ("Donde ocurrió la captación", "captación"),
    "explotacion": ("Donde ocurrió la explotación", "explotación"),
    "residencia": ("Donde vive la víctima", "residencia"),
    "deteccion": ("Donde se le detectó", "detección"),
    "transito": ("Por donde pasó", "tránsito"),
}
POR_DEFECTO = (
    "Cuenta lo enviado y lo conforme, de materia trata, sin víctimas descartadas, por lugar y "
    "fecha de registro."
)


@dataclass
class PedidoDelRegistro(Pedido):
    """Un corte del registro para una persona: qué puede ver y adónde lleva cada barra."""

    puede_listar: bool = False
    puede_detallar: bool = False
    puede_comparar_provincias: bool = False
    rol: str = REGISTRO

    @property
    def variable_de_lugar(self) -> str:
        """La variable que dice el departamento en el rol elegido; vacía si es el de registro."""
        return "" if self.rol == REGISTRO else f"departamento_{self.rol}"

    @property
    def regla_de_lugar(self) -> str:
        """«según lugar de explotación»."""
        return f"según lugar de {NOMBRES_DE_LUGAR[self.rol][1]}"

    @property
    def que_hay_en_otro(self) -> str:
        """El registro guarda categorías más finas, que suben a «otro» para poder comparar."""
        return "reúne lo que la serie oficial no separa"

    @property
    def departamentos(self) -> dict[int, int]:
        """Total por departamento, según el rol del lugar."""
        if not self.variable_de_lugar:
            return self.por_departamento
        reparto = self.distribucion(self.variable_de_lugar)
        return {p.categoria.numero: p.n for p in reparto.partes if 0 < p.categoria.numero <= 25}

    @property
    def lugar(self) -> str:
        """País, departamento o provincia."""
        elegido = self.filtro_de(self.variable_de_lugar) if self.variable_de_lugar else None
        if elegido:
            return catalogo().variables[self.variable_de_lugar].categoria(elegido).nombre
        if self.corte.provincia:
            codigo = f"{self.corte.provincia:04}"
            return f"{nombre_de(codigo)} ({nombre_de(codigo[:2])})"
        return super().lugar

    @property
    def titulo(self) -> str:
        """«Cusco, 2024: 14 víctimas»."""
        return f"{self.lugar}, {self.periodo}: {entero(self.total)} {self.unidad}"

    @cached_property
    def fuente(self) -> str:
        """Fuente y hasta cuándo está al día."""
        corrida = consultas.ultima_corrida()
        al_dia = f" Al día: {fecha_hora(corrida.fin)}." if corrida else ""
        aviso = SINTETICO if settings.ENTORNO != "servidor" else ""
        return f"{aviso}Registro TRATA, Ministerio del Interior.{al_dia}"

    def es_inconsistente(self, codigo: str) -> bool:
        """El registro cuadra por construcción."""
        return False

    # --- direcciones ---
    def parametros(self, **cambios: object) -> str:
        """La cadena de consulta, con filtros; un valor vacío quita el parámetro."""
        pares = self._parametros | cambios
        return urlencode({k: v for k, v in pares.items() if v not in ("", None)})

    @cached_property
    def _parametros(self) -> dict[str, object]:
        """El pedido como parámetros, con los vacíos."""
        c = self.corte
        base: dict[str, object] = {
            "anio": c.anio,
            **parametros_de_periodo(c.mes, c.tramo),
            "departamento": f"{c.departamento:02}" if c.departamento else "",
            "provincia": f"{c.provincia:04}" if c.provincia else "",
            "unidad": "casos" if c.unidad == Unidad.CASO else "",
            "medida": "" if self.medida == CONTEO else self.medida,
            "rol": "" if self.rol == REGISTRO else self.rol,
        }
        return base | {v: catalogo().variables[v].categoria(n).codigo for v, n in c.filtros}

    def url_inicio(self, **cambios: object) -> str:
        """El tablero con otros parámetros."""
        return f"{ruta('tableros:registro')}?{self.parametros(**cambios)}"

    def url_lugar(self, departamento: str) -> str:
        """Un departamento del mapa: entra en él, o filtra si el lugar no es el de registro."""
        if self.variable_de_lugar:
            return self.url_filtro(**{self.variable_de_lugar: departamento})
        return self.url_inicio(departamento=departamento, provincia="")

    def url_figura(self, clave: str, formato: str = "") -> str:
        """La página de una figura o su descarga."""
        camino = (
            ruta("tableros:registro_figura_archivo", clave, formato)
            if formato
            else ruta("tableros:registro_figura", clave)
        )
        return f"{camino}?{self.parametros()}"

    def url_filtro(self, **categorias: str) -> str:
        """Una marca filtra por lo que dice; la que ya está elegida quita su filtro."""
        variables = catalogo().variables
        elegidas = {v: variables[v].categoria(c).numero for v, c in categorias.items()}
        if elegidas.items() <= dict(self.corte.filtros).items():
            categorias = dict.fromkeys(categorias, "")
        return self.url_inicio(**categorias)

    def url_anio(self, anio: int) -> str:
        """Un año entero."""
        return self.url_inicio(anio=anio, **SIN_PERIODO)

    def url_mes(self, anio: int, mes: int) -> str:
        """Un mes; el ya elegido vuelve al año. Vacía para quien no ve meses."""
        if not self.puede_detallar:
            return ""
        if (self.corte.anio, self.corte.mes) == (anio, mes):
            return self.url_anio(anio)
        return self.url_inicio(anio=anio, **(SIN_PERIODO | {"mes": mes}))

    @property
    def filtros_ocultos(self) -> list[tuple[str, str]]:
        """Los filtros cruzados, para que el formulario no los pierda."""
        return [(v, catalogo().variables[v].categoria(n).codigo) for v, n in self.corte.filtros]

    @property
    def url_sin_filtros(self) -> str:
        """El tablero sin filtros cruzados."""
        quitados = {v: "" for v, _ in self.corte.filtros} | SIN_PERIODO
        return self.url_inicio(**quitados, provincia="")

    @property
    def url_comparar(self) -> str:
        """La comparación, con este corte a la izquierda."""
        return f"{ruta('tableros:comparar')}?{self.parametros()}"

    @property
    def url_cruzar(self) -> str:
        """El constructor de cruces, con este corte."""
        return f"{ruta('tableros:cruce')}?{self.parametros()}"

    @property
    def url_lista(self) -> str:
        """La lista de lo contado."""
        return f"{ruta('tableros:lista')}?{self.parametros()}"

    @property
    def enlace(self) -> tuple[str, str]:
        """La lista de lo contado, si la persona puede verla."""
        if not self.puede_listar:
            return "", ""
        return self.url_lista, f"Ver la lista: {entero(self.total)} {self.unidad}"

    @property
    def fichas(self) -> list[dict[str, str]]:
        """Los filtros puestos, cada uno con la dirección que lo quita."""
        fichas = []
        for codigo, numero in self.corte.filtros:
            variable = catalogo().variables[codigo]
            texto = f"{variable.nombre}: {variable.categoria(numero).nombre}"
            fichas.append({"texto": texto, "url": self.url_inicio(**{codigo: ""})})
        if self.corte.provincia:
            fichas.append(
                {
                    "texto": f"Provincia: {nombre_de(f'{self.corte.provincia:04}')}",
                    "url": self.url_inicio(provincia=""),
                }
            )
        if self.corte.mes or self.corte.tramo:
            texto = f"Período: {self.periodo}"
            fichas.append({"texto": texto, "url": self.url_inicio(**SIN_PERIODO)})
        return fichas


def leer_filtros(datos: Any, unidad: Unidad) -> tuple[tuple[str, int], ...]:
    """Los filtros de la dirección que existen; lo demás se ignora."""
    propias = fuente_de(Corte(0, NumeroDeFuente.REGISTRO, unidad)).variables
    filtros = []
    # «agregar» es la forma del desplegable: «sexo:mujer».
    agregada, _, categoria = datos.get("agregar", "").partition(":")
    for codigo in propias:
        valor = categoria if codigo == agregada else datos.get(codigo, "")
        variable = catalogo().variables[codigo]
        conocidas = {c.codigo: c.numero for c in (*variable.categorias, SIN_DATO)}
        if valor in conocidas:
            filtros.append((codigo, conocidas[valor]))
    return tuple(filtros)


def leer_pedido(datos: Any, usuario: Any) -> PedidoDelRegistro:
    """De los parámetros de la dirección al pedido, recortado al ámbito y al permiso.

    Mes, provincia y lista sólo para quien trabaja con casos; fuera del ámbito no se ve nada: se
    vuelve al lugar propio.
    """
    unidad = Unidad.CASO if datos.get("unidad") == "casos" else Unidad.VICTIMA
    cobertura = consultas.cobertura_del_registro(unidad)
    detalla = usuario.tiene_permiso(Permiso.CASO_VER)
    reciente = cobertura.ultimo_completo or max(cobertura.anios, default=0)
    anio, mes, tramo = leer_periodo(datos, cobertura.anios, reciente, detalla)
    departamento, provincia = lugar_permitido(
        datos.get("departamento", ""), datos.get("provincia", "") if detalla else "", usuario
    )
    corte = Corte(
        anio,
        NumeroDeFuente.REGISTRO,
        unidad,
        departamento,
        provincia,
        mes,
        leer_filtros(datos, unidad),
        tramo,
    )
    medida = datos.get("medida", "")
    rol = datos.get("rol", "") if unidad == Unidad.VICTIMA else REGISTRO
    return PedidoDelRegistro(
        corte,
        cobertura,
        medida if medida in (CONTEO, "tasa") else CONTEO,
        puede_listar=detalla,
        puede_detallar=detalla,
        # Quien sólo tiene una provincia no ve las otras de su departamento.
        puede_comparar_provincias=detalla
        and departamento is not None
        and ambito_de(usuario).cubre(f"{departamento:02}"),
        rol=rol if rol in NOMBRES_DE_LUGAR else REGISTRO,
    )


def lugar_permitido(
    departamento: str, provincia: str, usuario: Any
) -> tuple[int | None, int | None]:
    """El lugar pedido si está en el ámbito; si no, el propio. (departamento, provincia)."""
    ambito = ambito_de(usuario)
    pedido = provincia if provincia[:2] == departamento and len(provincia) == 4 else departamento
    if pedido.isdecimal() and 2 <= len(pedido) <= 4 and ambito.cubre(pedido):
        codigo = pedido
    elif ambito.es_nacional:
        codigo = ""
    else:
        codigo = min(ambito.prefijos, default="00")[:4]
    if not codigo:
        return None, None
    return int(codigo[:2]), int(codigo) if len(codigo) == 4 else None
