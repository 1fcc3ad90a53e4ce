"""Los filtros de los tableros: viven en la dirección, así que toda pantalla es un enlace."""

from typing import Any

from django import forms

from trata.agregados.consultas import Cobertura
from trata.agregados.models import Unidad
from trata.comun.formato import MESES
from trata.tableros.cruces import MEDIDAS, variables_de
from trata.tableros.pedido import CONTEO, TASA
from trata.tableros.registro import ROLES_DE_LUGAR
from trata.territorio.ambito import ambito_de
from trata.territorio.consultas import departamentos


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
    """Año, mes, lugar, unidad y medida de un tablero del registro, dentro del ámbito."""

    anio = forms.ChoiceField(label="Año", required=False)
    mes = forms.ChoiceField(label="Mes", required=False)
    departamento = forms.ChoiceField(label="Departamento", required=False)
    unidad = forms.ChoiceField(
        label="Qué se cuenta", required=False, choices=[("", "Víctimas"), ("casos", "Casos")]
    )
    rol = forms.ChoiceField(
        label="Lugar del mapa", required=False, choices=list(ROLES_DE_LUGAR.items())
    )
    medida = forms.ChoiceField(
        label="En el mapa",
        required=False,
        choices=[(CONTEO, "Cantidad"), (TASA, "Por 100 000 habitantes")],
    )

    def __init__(self, *args: Any, pedido: Any, usuario: Any, **kwargs: Any) -> None:
        c = pedido.corte
        inicial = {
            "anio": c.anio,
            "mes": c.mes or "",
            "departamento": f"{c.departamento:02}" if c.departamento else "",
            "unidad": "casos" if c.unidad == Unidad.CASO else "",
            "medida": pedido.medida,
            "rol": pedido.rol,
        }
        super().__init__(*args, initial=inicial, **kwargs)
        self.fields["anio"].choices = _anios(pedido.cobertura)
        self.fields["mes"].choices = [
            ("", "Todo el año"),
            *((n, m.capitalize()) for n, m in enumerate(MESES, 1)),
        ]
        self.fields["departamento"].choices = _lugares(usuario)
        if not pedido.puede_detallar:
            del self.fields["mes"]
        if c.unidad == Unidad.CASO:
            del self.fields["rol"]


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
    field_order = ("filas", "columnas", "mostrar", "anio", "mes", "departamento", "unidad")

    def __init__(self, *args: Any, parametros: dict[str, str], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for sobra in ("medida", "rol"):
            self.fields.pop(sobra, None)
        variables = [(v.codigo, v.nombre) for v in variables_de(kwargs["pedido"])]
        self.fields["filas"].choices = self.fields["columnas"].choices = variables
        self.initial |= parametros


class FiltroDeComparacion(forms.Form):
    """Los dos lados de una comparación."""

    anio = forms.ChoiceField(label="Año")
    departamento = forms.ChoiceField(label="Lugar", required=False)
    contra_anio = forms.ChoiceField(label="Contra el año")
    contra_departamento = forms.ChoiceField(label="Contra el lugar", required=False)

    def __init__(self, *args: Any, a: Any, b: Any, usuario: Any, **kwargs: Any) -> None:
        inicial = {}
        for prefijo, pedido in (("", a), ("contra_", b)):
            departamento = pedido.corte.departamento
            inicial[f"{prefijo}anio"] = pedido.corte.anio
            inicial[f"{prefijo}departamento"] = f"{departamento:02}" if departamento else ""
        super().__init__(*args, initial=inicial, **kwargs)
        for nombre, campo in self.fields.items():
            campo.choices = _anios(a.cobertura) if nombre.endswith("anio") else _lugares(usuario)
