"""Los filtros de los tableros: viven en la dirección, así que toda pantalla es un enlace."""

from typing import Any

from django import forms

from trata.agregados.consultas import Cobertura
from trata.agregados.models import Unidad
from trata.agregados.variables import SIN_DATO
from trata.tableros.cruces import MEDIDAS, variables_de
from trata.tableros.pedido import CONTEO, TASA
from trata.tableros.periodos import opciones_de_mes, opciones_de_parte, parametros
from trata.tableros.registro import NOMBRES_DE_LUGAR, REGISTRO
from trata.territorio.ambito import ambito_de
from trata.territorio.consultas import departamentos, hijos_de


class FiltroDeFoto(forms.Form):
    """Año, departamento y medida del mapa. Lo vacío o inválido cae en lo más útil."""

    anio = forms.TypedChoiceField(label="Año", coerce=int, required=False)
    departamento = forms.ChoiceField(label="Departamento", required=False)
    medida = forms.ChoiceField(
        label="En el mapa",
        required=False,
        choices=[(CONTEO, "Cantidad"), (TASA, "Por 100 000 habitantes")],
    )

    def __init__(self, *args: Any, cobertura: Cobertura, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["anio"].choices = _anios(cobertura)
        self.fields["departamento"].choices = [
            ("", "Todo el Perú"),
            *departamentos().values_list("codigo", "nombre"),
        ]


class FiltroDelRegistro(forms.Form):
    """Período, lugar, unidad y medida de un tablero del registro, dentro del ámbito.

    Lo de todos los días va a la vista (`principales`); lo demás, plegado (`otros`).
    """

    SIEMPRE = ("filas", "columnas", "mostrar", "anio", "mes", "departamento", "provincia")

    anio = forms.ChoiceField(label="Año", required=False)
    mes = forms.ChoiceField(label="Período", required=False, choices=opciones_de_parte)
    departamento = forms.ChoiceField(label="Departamento", required=False)
    provincia = forms.ChoiceField(label="Provincia", required=False)
    unidad = forms.ChoiceField(
        label="Qué se cuenta", required=False, choices=[("", "Víctimas"), ("casos", "Casos")]
    )
    rol = forms.ChoiceField(
        label="Lugar del mapa",
        required=False,
        choices=[(rol, nombre) for rol, (nombre, _) in NOMBRES_DE_LUGAR.items()],
    )
    medida = forms.ChoiceField(
        label="En el mapa",
        required=False,
        choices=[(CONTEO, "Cantidad"), (TASA, "Por 100 000 habitantes")],
    )
    agregar = forms.ChoiceField(label="Filtrar por", required=False)
    desde = forms.ChoiceField(label="O desde", required=False)
    hasta = forms.ChoiceField(label="Hasta", required=False)

    def __init__(self, *args: Any, pedido: Any, usuario: Any, **kwargs: Any) -> None:
        c = pedido.corte
        inicial = parametros(c.mes, c.tramo) | {
            "anio": c.anio,
            "departamento": f"{c.departamento:02}" if c.departamento else "",
            "provincia": f"{c.provincia:04}" if c.provincia else "",
            "unidad": "casos" if c.unidad == Unidad.CASO else "",
            "medida": pedido.medida,
            "rol": pedido.rol,
        }
        if not pedido.puede_detallar:
            for extremo in ("desde", "hasta"):
                inicial[extremo] = inicial[extremo][:4]
        super().__init__(*args, initial=inicial, **kwargs)
        self.fields["anio"].choices = _anios(pedido.cobertura)
        self.fields["departamento"].choices = _lugares(usuario)
        self.fields["provincia"].choices = _provincias(inicial["departamento"], usuario)
        self.fields["agregar"].choices = _categorias(pedido)
        self._poner_extremos(pedido)
        if not pedido.puede_detallar:
            del self.fields["mes"]
        if not pedido.puede_detallar or len(self.fields["provincia"].choices) < 2:
            del self.fields["provincia"]
        if c.unidad == Unidad.CASO:
            del self.fields["rol"]

    def _poner_extremos(self, pedido: Any) -> None:
        """De un mes a otro; quien no ve meses, de un año a otro."""
        if pedido.puede_detallar:
            opciones = opciones_de_mes(pedido.cobertura.anios, pedido.cobertura.ultimo_mes)
        else:
            opciones = [("", "—"), *((a, a) for a in reversed(pedido.cobertura.anios))]
        self.fields["desde"].choices = self.fields["hasta"].choices = opciones

    @property
    def principales(self) -> list[forms.BoundField]:
        """Los campos a la vista."""
        return [campo for campo in self if campo.name in self.SIEMPRE]

    @property
    def otros(self) -> list[forms.BoundField]:
        """Los campos plegados."""
        return [campo for campo in self if campo.name not in self.SIEMPRE]

    @property
    def hay_otros(self) -> bool:
        """Alguno de los plegados está en uso: se muestran abiertos."""
        iniciales = {"medida": CONTEO, "rol": REGISTRO}
        return any(
            self.initial.get(campo.name, "") != iniciales.get(campo.name, "")
            for campo in self.otros
        )


def _categorias(pedido: Any) -> list[Any]:
    """Toda categoría por la que se puede filtrar, por variable. Los lugares van por el mapa."""
    puestas = dict(pedido.corte.filtros)
    return [
        ("", "—"),
        *(
            (v.nombre, [(f"{v.codigo}:{c.codigo}", c.nombre) for c in (*v.categorias, SIN_DATO)])
            for v in variables_de(pedido)
            if v.codigo not in puestas and not v.codigo.startswith("departamento_")
        ),
    ]


def _provincias(departamento: str, usuario: Any) -> list[tuple[str, str]]:
    """Las provincias del departamento que el ámbito cubre."""
    if not departamento:
        return []
    ambito = ambito_de(usuario)
    propias = [
        (codigo, nombre)
        for codigo, nombre in hijos_de(departamento).values_list("codigo", "nombre")
        if ambito.cubre(codigo)
    ]
    return [("", "Todo el departamento"), *propias] if ambito.cubre(departamento) else propias


def _lugares(usuario: Any) -> list[tuple[str, str]]:
    """Los departamentos del ámbito; «Todo el Perú» sólo para el nacional."""
    ambito = ambito_de(usuario)
    lugares = [
        (codigo, nombre)
        for codigo, nombre in departamentos().values_list("codigo", "nombre")
        if ambito.es_nacional or codigo in ambito.departamentos()
    ]
    return [("", "Todo el Perú"), *lugares] if ambito.es_nacional else lugares


def _anios(cobertura: Cobertura) -> list[tuple[int, str]]:
    return [
        (a, f"{a} (incompleto)" if cobertura.es_parcial(a) else str(a))
        for a in reversed(cobertura.anios)
    ]


class FiltroDeCruce(FiltroDelRegistro):
    """Además del corte: qué va en filas, qué en columnas, qué se muestra y por qué se filtra."""

    filas = forms.ChoiceField(label="Filas")
    columnas = forms.ChoiceField(label="Columnas")
    mostrar = forms.ChoiceField(label="Mostrar", choices=list(MEDIDAS.items()))
    field_order = ("filas", "columnas", "mostrar", "anio", "mes", "departamento", "provincia")

    def __init__(self, *args: Any, cruce: dict[str, str], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for sobra in ("medida", "rol"):
            self.fields.pop(sobra, None)
        variables = [(v.codigo, v.nombre) for v in variables_de(kwargs["pedido"])]
        self.fields["filas"].choices = self.fields["columnas"].choices = variables
        self.initial |= cruce


class FiltroDeComparacion(forms.Form):
    """Los dos lados de una comparación."""

    anio = forms.ChoiceField(label="Año")
    mes = forms.ChoiceField(label="Período", required=False, choices=opciones_de_parte)
    departamento = forms.ChoiceField(label="Lugar", required=False)
    contra_anio = forms.ChoiceField(label="Contra el año")
    contra_mes = forms.ChoiceField(
        label="Contra el período", required=False, choices=opciones_de_parte
    )
    contra_departamento = forms.ChoiceField(label="Contra el lugar", required=False)

    def __init__(self, *args: Any, a: Any, b: Any, usuario: Any, **kwargs: Any) -> None:
        inicial = {}
        for prefijo, pedido in (("", a), ("contra_", b)):
            c = pedido.corte
            inicial[f"{prefijo}anio"] = c.anio
            inicial[f"{prefijo}mes"] = parametros(c.mes, c.tramo)["mes"]
            inicial[f"{prefijo}departamento"] = f"{c.departamento:02}" if c.departamento else ""
        super().__init__(*args, initial=inicial, **kwargs)
        for nombre in ("mes", "contra_mes"):
            if not a.puede_detallar:
                del self.fields[nombre]
        for nombre, campo in self.fields.items():
            if nombre.endswith("anio"):
                campo.choices = _anios(a.cobertura)
            elif nombre.endswith("departamento"):
                campo.choices = _lugares(usuario)
