"""Campos de formulario: fecha con su precisión y lugar por departamento, provincia y distrito."""

from calendar import monthrange
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from functools import cache
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.urls import reverse_lazy

from trata.territorio.models import Ubigeo
from trata.territorio.nombres import clave_orden, indice

MENSAJE_DE_FECHA = "Escribe una fecha que exista, con el año en 4 dígitos."
VACIO = [("", "Selecciona")]


@dataclass(frozen=True)
class FechaParcial:
    """Una fecha y lo que de ella se sabe: día, mes o sólo año."""

    fecha: date
    precision: str = "dia"


class FechaWidget(forms.MultiWidget):
    """Día, mes y año en tres campos. También se puede pegar «10/03/2026» en el primero."""

    template_name = "django/forms/widgets/fecha.html"
    use_fieldset = True

    def __init__(self, attrs: Mapping[str, Any] | None = None) -> None:
        partes = {n: forms.TextInput(attrs=attrs) for n in ("dia", "mes", "anio")}
        super().__init__(partes, attrs)

    def decompress(self, value: Any) -> list[str]:
        """De una fecha (o fecha parcial) a los tres textos."""
        if isinstance(value, FechaParcial):
            fecha, precision = value.fecha, value.precision
        elif isinstance(value, date):
            fecha, precision = value, "dia"
        else:
            return ["", "", ""]
        dia = str(fecha.day) if precision in {"", "dia"} else ""
        mes = str(fecha.month) if precision != "anio" else ""
        return [dia, mes, f"{fecha.year:04d}"]

    def value_from_datadict(self, data: Any, files: Any, name: str) -> list[str]:
        """Los tres textos; si el primero trae la fecha entera, la parte."""
        valores = [(v or "").strip() for v in super().value_from_datadict(data, files, name)]
        if not valores[0] and not any(valores) and data.get(name):
            valores[0] = str(data.get(name)).strip()
        entera = valores[0].replace("-", "/").replace(".", "/").split("/")
        if len(entera) == 3 and not valores[1] and not valores[2]:
            return entera[::-1] if len(entera[0]) == 4 else entera
        return valores


class FechaField(forms.Field):
    """Fecha de tres campos. Con `parcial=True` admite «sólo año» o «mes y año».

    Devuelve `FechaParcial`, o `date` si no es parcial; `None` si está vacía.
    """

    widget = FechaWidget

    def __init__(self, *, parcial: bool = False, **kwargs: Any) -> None:
        self.parcial = parcial
        kwargs.setdefault("required", False)
        super().__init__(**kwargs)

    def clean(self, value: list[str]) -> FechaParcial | date | None:
        """Convierte los tres textos. Lanza `ValidationError` con código `invalid`."""
        dia, mes, anio = value or ["", "", ""]
        if not (dia or mes or anio):
            return None
        try:
            fecha = date(_entero(anio, 4), _entero(mes or "1"), _entero(dia or "1"))
        except ValueError as error:
            raise ValidationError(MENSAJE_DE_FECHA, code="invalid") from error
        precision = "dia" if dia else "mes" if mes else "anio"
        if (dia and not mes) or (precision != "dia" and not self.parcial):
            raise ValidationError("Completa día, mes y año.", code="invalid")
        return FechaParcial(fecha, precision) if self.parcial else fecha

    def has_changed(self, initial: Any, data: Any) -> bool:
        """Compara los textos."""
        return self.widget.decompress(initial) != list(data or ["", "", ""])


class FechaEnLineaField(forms.CharField):
    """Una fecha en un solo campo, para filtros: «10/03/2026», «03/2026» o «2026».

    Devuelve el primer día de lo escrito; con `al_final=True`, el último.
    """

    def __init__(self, *, al_final: bool = False, **kwargs: Any) -> None:
        self.al_final = al_final
        kwargs.setdefault("widget", forms.TextInput(attrs={"placeholder": "dd/mm/aaaa"}))
        super().__init__(**kwargs | {"max_length": 10, "required": False})

    def to_python(self, value: Any) -> date | None:
        """Convierte el texto. Lanza `ValidationError` con código `invalid`."""
        texto = super().to_python(value)
        if not texto:
            return None
        partes = texto.replace("-", "/").split("/")
        if len(partes[0]) == 4:
            partes.reverse()
        try:
            anio = _entero(partes[-1], 4)
            mes = _entero(partes[-2]) if len(partes) > 1 else (12 if self.al_final else 1)
            ultimo = monthrange(anio, mes)[1] if self.al_final and 1 <= mes <= 12 else 1
            dia = _entero(partes[-3]) if len(partes) > 2 else ultimo
            return date(anio, mes, dia)
        except ValueError as error:
            raise ValidationError("Escribe la fecha como 10/03/2026.", code="invalid") from error

    def validate(self, value: Any) -> None:
        """Ya se convirtió."""

    def run_validators(self, value: Any) -> None:
        """Las de texto no aplican a una fecha."""


def _entero(texto: str, cifras: int | None = None) -> int:
    """Entero de cifras simples; `ValueError` si no lo es o no tiene las cifras pedidas."""
    if not texto.isascii() or not texto.isdecimal() or len(texto) > 4:
        raise ValueError(texto)
    if cifras is not None and len(texto) != cifras:
        raise ValueError(texto)
    return int(texto)


class UbigeoWidget(forms.MultiWidget):
    """Tres listas encadenadas. Con htmx se recargan al elegir; sin él, con «Actualizar lista»."""

    template_name = "casos/widgets/ubigeo.html"
    use_fieldset = True

    def __init__(self, attrs: Mapping[str, Any] | None = None) -> None:
        listas = {n: forms.Select(attrs=attrs) for n in ("departamento", "provincia", "distrito")}
        super().__init__(listas, attrs)

    def decompress(self, value: Any) -> list[str]:
        """«080105» → «08», «0801», «080105»."""
        codigo = str(getattr(value, "pk", value) or "")
        return [codigo[:n] if len(codigo) >= n else "" for n in (2, 4, 6)]

    def get_context(self, name: str, value: Any, attrs: Any) -> dict[str, Any]:
        """Llena cada lista con los hijos de lo elegido en la anterior."""
        valores = value if isinstance(value, list) else self.decompress(value)
        departamento, provincia = (valores + ["", "", ""])[:2]
        for lista, padre in zip(self.widgets, ("", departamento, provincia), strict=True):
            lista.choices = VACIO + _opciones(padre, lista is self.widgets[0])
        contexto = super().get_context(name, valores, attrs)
        contexto["widget"]["recargar"] = reverse_lazy("casos:ubigeo")
        return contexto


@cache
def _por_padre() -> dict[str, list[tuple[str, str]]]:
    """(código, nombre) de los hijos de cada lugar, en orden alfabético español."""
    grupos: dict[str, list[tuple[str, str]]] = {}
    for lugar in sorted(indice().lugares.values(), key=lambda x: clave_orden(x.nombre)):
        grupos.setdefault(lugar.padre, []).append((lugar.codigo, lugar.nombre))
    return grupos


def _opciones(padre: str, son_departamentos: bool) -> list[tuple[str, str]]:
    """Los hijos de un código, del índice en memoria."""
    if not padre and not son_departamentos:
        return []
    return _por_padre().get(padre, [])


class UbigeoField(forms.Field):
    """Un lugar del Perú. Devuelve el `Ubigeo` más preciso elegido, o `None`."""

    widget = UbigeoWidget

    def __init__(self, **kwargs: Any) -> None:
        kwargs.pop("queryset", None)
        kwargs.setdefault("required", False)
        super().__init__(**kwargs)

    def clean(self, value: list[str]) -> Ubigeo | None:
        """La cadena tiene que ser consecuente: `ubigeo_mal_formado`, `ubigeo_inexistente`."""
        elegidos = [v.strip() for v in (value or []) if v and v.strip()]
        if not elegidos:
            return None
        codigo = elegidos[-1]
        if any(not codigo.startswith(anterior) for anterior in elegidos):
            raise ValidationError(
                "La provincia o el distrito no corresponden. Elige de nuevo.",
                code="ubigeo_mal_formado",
            )
        if codigo not in indice().lugares:
            raise ValidationError("Ese lugar no existe. Elige de la lista.", "ubigeo_inexistente")
        return Ubigeo(pk=codigo)

    def has_changed(self, initial: Any, data: Any) -> bool:
        """Compara los códigos."""
        return self.widget.decompress(initial) != list(data or ["", "", ""])
