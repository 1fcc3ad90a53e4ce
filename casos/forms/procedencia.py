"""El formulario de lo que dice una institución."""

from typing import Any

from django import forms

from casos.consultas.procedencia import SE_DECLARA, nombre_del_dato
from casos.forms.campos import FechaField
from trata.comun.formularios import BaseForm


class DeclararForm(BaseForm):
    """De quién, qué dato, qué consta y en qué documento."""

    dato = forms.ChoiceField(label="¿De quién y qué dato?", choices=())
    valor = forms.CharField(
        label="Lo que consta",
        max_length=200,
        help_text="Un número, una fecha como 10/03/2008, o el nombre de la lista de ese dato.",
    )
    fuente = forms.CharField(
        label="Documento del que consta",
        max_length=200,
        help_text="Por ejemplo: «Disposición fiscal n.º 3».",
    )
    fecha = FechaField(label="Fecha del documento")

    def __init__(self, *args: Any, personas: list[Any], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.personas = {str(p.uuid): p for p in personas}
        self.fields["dato"].choices = [
            ("", "Selecciona una opción"),
            *((p.seudonimo, self._datos_de(u, p)) for u, p in self.personas.items()),
        ]

    def _datos_de(self, uuid: str, persona: Any) -> list[tuple[str, str]]:
        """Cada dato con la letra y el número de la persona: cerrada, la lista también lo dice."""
        cual = persona.seudonimo.rpartition("-")[2]
        return [
            (f"{uuid}.{campo}", f"{cual} · {nombre_del_dato(persona, campo)}")
            for campo in SE_DECLARA[persona._meta.model_name]
        ]

    @property
    def persona(self) -> Any:
        """La persona elegida."""
        return self.personas[self.cleaned_data["dato"].partition(".")[0]]

    @property
    def declarado(self) -> dict[str, Any]:
        """Lo que recibe la acción."""
        datos = self.cleaned_data
        campo = datos["dato"].partition(".")[2]
        return {"campo": campo} | {c: datos[c] for c in ("valor", "fuente", "fecha")}
