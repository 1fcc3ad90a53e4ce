"""Subir un archivo de casos, emparejar sus columnas y deshacer lo importado."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django import forms
from django.core.exceptions import ValidationError

from casos.importador.columnas import ANOTACION, COLUMNAS, FIJABLES, GRUPOS, faltan_de
from casos.importador.encabezados import parece_identidad
from casos.vocabulario import vocabulario
from trata.comun.formato import entero, tamano
from trata.comun.formularios import BaseForm
from trata.comun.importador import BYTES_MAXIMOS, FILAS_MAXIMAS

NO_IMPORTAR = ("", "No importar")


class SubirArchivoForm(BaseForm):
    """Un CSV o XLSX con una víctima por fila."""

    use_required_attribute = False
    archivo = forms.FileField(
        label="Archivo Excel (.xlsx) o CSV",
        help_text=f"Hasta {tamano(BYTES_MAXIMOS)} y {entero(FILAS_MAXIMAS)} filas. Si tiene otras "
        "columnas, te ayudamos a emparejarlas.",
        error_messages={
            "required": "Elige un archivo.",
            "empty": "El archivo está vacío.",
            "invalid": "Elige un archivo.",
        },
        widget=forms.ClearableFileInput(attrs={"accept": ".xlsx,.csv,.txt"}),
    )

    def clean_archivo(self) -> object:
        """Ni vacío ni enorme."""
        archivo = self.cleaned_data["archivo"]
        if archivo.size > BYTES_MAXIMOS:
            raise ValidationError(
                f"El archivo pesa más de {tamano(BYTES_MAXIMOS)}. Divídelo en partes.",
                code="archivo_grande",
            )
        return archivo


@dataclass(frozen=True)
class FilaDeEmparejado:
    """Una columna del archivo en la pantalla: su título, sus primeras celdas y su selector."""

    titulo: str
    muestras: list[str]
    campo: forms.BoundField
    es_identidad: bool


def opciones_de_columnas() -> list[Any]:
    """Las columnas del registro por grupo, las necesarias con asterisco."""
    return [
        NO_IMPORTAR,
        *(
            (g, [(c.codigo, f"{c.nombre.capitalize()}{' *' if c.necesaria else ''}") for c in cs])
            for g, cs in GRUPOS.items()
        ),
    ]


class EmparejarForm(BaseForm):
    """Qué columna del registro es cada columna del archivo, y qué vale para todas las filas."""

    use_required_attribute = False

    def __init__(
        self,
        *args: Any,
        columnas: Mapping[str, Any],
        muestra: Mapping[str, Sequence[str]],
        emparejado: Mapping[str, Any],
        entidades: Sequence[tuple[str, str]],
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        self.columnas, self.muestra, self.previo = columnas, muestra, emparejado
        propuesta, fijos = emparejado.get("columnas", {}), emparejado.get("fijos", {})
        opciones = opciones_de_columnas()
        self.encabezados = [
            (i, e) for i, e in enumerate(columnas.get("encabezados", ())) if e and e != ANOTACION
        ]
        for i, encabezado in self.encabezados:
            self.fields[f"columna_{i}"] = forms.ChoiceField(
                label=self._titulo(i),
                choices=opciones,
                required=False,
                initial=propuesta.get(encabezado, ""),
            )
        for codigo in FIJABLES:
            catalogo = COLUMNAS[codigo].catalogo
            valores = vocabulario(catalogo).opciones() if catalogo else entidades
            self.fields[f"fijo_{codigo}"] = forms.ChoiceField(
                label=COLUMNAS[codigo].nombre.capitalize(),
                choices=[("", "Lo dice el archivo"), *valores],
                required=False,
                initial=fijos.get(codigo, ""),
            )
        self.fields["guardar_como"] = forms.CharField(
            label="Guardar para la próxima como",
            help_text="Por ejemplo, «MP, reporte mensual». La próxima vez te lo proponemos.",
            max_length=80,
            required=False,
            initial=columnas.get("fuente", ""),
        )

    def _titulo(self, i: int) -> str:
        titulos = self.columnas.get("titulos", ())
        return titulos[i] if i < len(titulos) else f"Columna {i + 1}"

    @property
    def filas(self) -> Iterator[FilaDeEmparejado]:
        """Las columnas del archivo, en su orden."""
        for i, encabezado in self.encabezados:
            es_identidad = parece_identidad(encabezado)
            muestras = [] if es_identidad else list(self.muestra.get(encabezado, ()))
            campo = self[f"columna_{i}"]
            yield FilaDeEmparejado(self._titulo(i), muestras, campo, es_identidad)

    @property
    def fijos(self) -> list[forms.BoundField]:
        """Los valores que pueden valer para todo el archivo."""
        return [self[f"fijo_{c}"] for c in FIJABLES]

    def clean(self) -> dict[str, Any]:
        """Cada columna una vez, y las necesarias o su valor para todo el archivo."""
        limpio = super().clean()
        elegidas: dict[str, int] = {}
        for i, _ in self.encabezados:
            codigo = limpio.get(f"columna_{i}")
            if not codigo:
                continue
            if codigo in elegidas:
                self.add_error(
                    f"columna_{i}",
                    ValidationError(
                        f"«{COLUMNAS[codigo].nombre}» ya es «{self._titulo(elegidas[codigo])}».",
                        code="columna_repetida",
                    ),
                )
            elegidas.setdefault(codigo, i)
        fijos = {c for c in FIJABLES if limpio.get(f"fijo_{c}")}
        faltan = faltan_de(elegidas.keys() | fijos)
        if faltan:
            raise ValidationError(
                f"Falta decir cuál es: {', '.join(faltan)}.", code="faltan_columnas"
            )
        return limpio

    @property
    def emparejado(self) -> dict[str, Any]:
        """Lo decidido, como se guarda. Conserva los valores ya emparejados."""
        datos = self.cleaned_data
        return {
            "columnas": {
                e: datos[f"columna_{i}"] for i, e in self.encabezados if datos[f"columna_{i}"]
            },
            "fijos": {c: datos[f"fijo_{c}"] for c in FIJABLES if datos[f"fijo_{c}"]},
            "valores": self.previo.get("valores", {}),
        }


class DeshacerForm(BaseForm):
    """Por qué se deshace una importación."""

    motivo = forms.CharField(
        label="Por qué la deshaces",
        help_text="Queda en la historia de cada caso. Sin nombres ni datos personales.",
        min_length=5,
        max_length=300,
        widget=forms.Textarea(attrs={"rows": 3}),
        error_messages={
            "required": "Escribe por qué la deshaces.",
            "min_length": "Escribe el motivo con al menos 5 letras.",
        },
    )
