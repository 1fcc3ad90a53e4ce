"""Formularios del ciclo de reporte y del catálogo."""

from decimal import Decimal
from typing import Any

from django import forms

from politica.hoja import OCTETOS_MAXIMOS
from politica.models import (
    AvanceIndicador,
    Desagregacion,
    ExcepcionDePeriodo,
    Indicador,
    Periodo,
    RecursoServicio,
    Reporte,
    Semaforo,
)
from politica.reglas import EVIDENCIA_MAXIMA
from trata.comun.formato import tamano
from trata.comun.formularios import BaseForm, BaseModelForm, Grupo, avisos_de

GRANDE = {"rows": 6}
PARTES = ("numerador", "denominador", "valor", "meta_programada")
SEXOS = ("Mujeres", "Hombres", "Sin dato")
EDADES = ("0 a 11 años", "12 a 17 años", "18 a 29 años", "30 a 59 años", "60 y más", "Sin dato")


def llave(codigo: str, campo: str) -> str:
    """Nombre del campo de un indicador: `S16_1-valor` (el mismo de los errores de la acción)."""
    return f"{codigo.replace('.', '_')}-{campo}"


def numero(etiqueta: str, ayuda: str = "", **extra: Any) -> forms.DecimalField:
    """Campo numérico que acepta coma decimal."""
    return forms.DecimalField(
        label=etiqueta,
        help_text=ayuda,
        required=False,
        localize=True,
        max_digits=20,
        decimal_places=6,
        widget=forms.TextInput(attrs={"inputmode": "decimal", "class": "campo--corto"}),
        **extra,
    )


class ReporteForm(BaseForm):
    """El borrador de un reporte: relato, obstáculos y los campos de cada indicador."""

    narrativa = forms.CharField(
        label="Qué se hizo en el periodo",
        required=False,
        widget=forms.Textarea(attrs=GRANDE),
        help_text="Actividades, lugares y resultados. No escribas nombres de víctimas.",
    )
    obstaculos = forms.CharField(
        label="Obstáculos y cómo se atendieron",
        required=False,
        widget=forms.Textarea(attrs={"rows": 4}),
    )

    def __init__(self, *args: Any, reporte: Reporte, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.reporte = reporte
        self.avances = list(reporte.avances.all())
        self.fields["narrativa"].necesario = True
        self.initial |= {"narrativa": reporte.narrativa, "obstaculos": reporte.obstaculos}
        for avance in self.avances:
            self._agregar(avance)

    def _agregar(self, avance: AvanceIndicador) -> None:
        """Los campos de un indicador según su unidad: partes si es porcentaje, valor si no."""
        indicador = avance.indicador
        campos: dict[str, forms.Field] = {}
        if indicador.unidad == Indicador.Unidad.PORCENTAJE:
            campos["numerador"] = numero("Numerador", indicador.numerador_nombre)
            campos["denominador"] = numero("Denominador", indicador.denominador_nombre)
        else:
            campos["valor"] = numero("Valor", f"En {indicador.get_unidad_display().lower()}.")
        campos["meta_programada"] = numero(
            "Meta programada del periodo", "Lo que tu entidad programó."
        )
        campos["sin_programacion"] = forms.BooleanField(
            label="Sin programación este periodo", required=False
        )
        campos["motivo_sin_programacion"] = forms.CharField(
            label="Por qué no hubo programación",
            required=False,
            widget=forms.Textarea(attrs={"rows": 2}),
        )
        for nombre, campo in campos.items():
            clave = llave(avance.indicador_id, nombre)
            campo.necesario = nombre in {"numerador", "denominador", "valor"}
            self.fields[clave] = campo
            inicial = getattr(avance, nombre)
            self.initial[clave] = sin_ceros(inicial) if isinstance(inicial, Decimal) else inicial

    @property
    def por_indicador(self) -> list[tuple[AvanceIndicador, list[forms.BoundField]]]:
        """Cada avance con sus campos, para la plantilla."""
        return [
            (a, [self[n] for n in self.fields if n.startswith(llave(a.indicador_id, ""))])
            for a in self.avances
        ]

    @property
    def textos(self) -> list[forms.BoundField]:
        """Los campos del reporte entero."""
        return [self["narrativa"], self["obstaculos"]]

    @property
    def avisos(self) -> list[Any]:
        """Los avisos que se pueden confirmar."""
        return avisos_de(self)

    @property
    def datos(self) -> dict[str, Any]:
        """Lo que recibe la acción."""
        limpios = self.cleaned_data
        avances = {}
        for avance in self.avances:
            prefijo = llave(avance.indicador_id, "")
            propios = {n.removeprefix(prefijo): v for n, v in limpios.items() if prefijo in n}
            if "numerador" in propios:
                propios["valor"] = None
            avances[avance.indicador_id] = propios
        textos = {c: limpios.get(c, "") for c in ("narrativa", "obstaculos")}
        return textos | {"avances": avances}


def sin_ceros(valor: Decimal) -> Decimal:
    """`12.500000` → `12.5`; los enteros, sin coma."""
    entero = valor.to_integral_value()
    return entero if valor == entero else valor.normalize()


class EvidenciaForm(BaseForm):
    """Un archivo y qué sustenta."""

    archivo = forms.FileField(
        label="Archivo",
        help_text=f"PDF, JPG, PNG, DOCX o XLSX, de hasta {tamano(EVIDENCIA_MAXIMA)}.",
    )
    descripcion = forms.CharField(label="Qué sustenta", max_length=300, required=False)


class NotaForm(BaseForm):
    """Una nota obligatoria."""

    nota = forms.CharField(label="Qué hay que corregir", widget=forms.Textarea(attrs={"rows": 3}))


class DesagregacionForm(BaseForm):
    """Los cortes de un avance: por departamento, sexo y edad."""

    def __init__(
        self, *args: Any, avance: AvanceIndicador, departamentos: list[str], **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        actuales = {(d.dimension, d.categoria): d.valor for d in avance.desagregaciones.all()}
        dimension = Desagregacion.Dimension
        self.cortes = {
            dimension.SEXO: SEXOS,
            dimension.EDAD: EDADES,
            dimension.DEPARTAMENTO: tuple(departamentos),
        }
        for corte, categorias in self.cortes.items():
            for i, categoria in enumerate(categorias):
                clave = f"{corte}-{i}"
                self.fields[clave] = numero(categoria, min_value=0)
                valor = actuales.get((corte, categoria))
                if valor is not None:
                    self.initial[clave] = sin_ceros(valor)

    @property
    def por_corte(self) -> list[tuple[str, list[forms.BoundField]]]:
        """Cada corte con sus campos."""
        return [
            (f"Por {corte.label.lower()}", [self[f"{corte}-{i}"] for i in range(len(categorias))])
            for corte, categorias in self.cortes.items()
        ]

    @property
    def filas(self) -> list[dict[str, Any]]:
        """Lo que recibe la acción: sólo lo escrito."""
        return [
            {"dimension": str(corte), "categoria": c, "valor": self.cleaned_data[f"{corte}-{i}"]}
            for corte, categorias in self.cortes.items()
            for i, c in enumerate(categorias)
            if self.cleaned_data.get(f"{corte}-{i}") is not None
        ]


class RectificarForm(BaseForm):
    """El valor nuevo de un avance validado y por qué cambia."""

    motivo = forms.CharField(label="Por qué cambia", widget=forms.Textarea(attrs={"rows": 3}))

    def __init__(self, *args: Any, avance: AvanceIndicador, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        es_porcentaje = avance.indicador.unidad == Indicador.Unidad.PORCENTAJE
        for nombre in ("numerador", "denominador") if es_porcentaje else ("valor",):
            self.fields[nombre] = numero(nombre.capitalize())
            inicial = getattr(avance, nombre)
            self.initial[nombre] = sin_ceros(inicial) if inicial is not None else None
        self.order_fields(("numerador", "denominador", "valor", "motivo"))

    @property
    def cambios(self) -> dict[str, Any]:
        """Los números escritos."""
        return {c: self.cleaned_data[c] for c in PARTES if c in self.cleaned_data}


class ObservarForm(BaseForm):
    """Una observación por campo: relato, obstáculos, evidencias y cada indicador."""

    def __init__(self, *args: Any, reporte: Reporte, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.destinos: dict[str, tuple[AvanceIndicador | None, str]] = {}
        for avance in reporte.avances.all():
            self._agregar(f"valor-{avance.pk}", f"Valor de {avance.indicador_id}", avance, "valor")
        self._agregar("narrativa", "Qué se hizo", None, "narrativa")
        self._agregar("obstaculos", "Obstáculos", None, "obstaculos")
        self._agregar("evidencias", "Evidencias", None, "evidencias")

    def _agregar(self, clave: str, etiqueta: str, avance: Any, campo: str) -> None:
        self.destinos[clave] = (avance, campo)
        self.fields[clave] = forms.CharField(
            label=f"Observación a: {etiqueta}",
            required=False,
            widget=forms.Textarea(attrs={"rows": 2}),
        )

    @property
    def observaciones(self) -> list[dict[str, Any]]:
        """Lo que recibe la acción."""
        return [
            {"avance": avance, "campo": campo, "texto": self.cleaned_data.get(clave, "")}
            for clave, (avance, campo) in self.destinos.items()
        ]


class PeriodoForm(BaseModelForm):
    """Un periodo con su ventana."""

    grupos = (
        Grupo("Periodo", "anio", "tipo", "inicio", "fin"),
        Grupo("Ventana para reportar", "abre_el", "cierra_el"),
    )

    class Meta:
        model = Periodo
        fields = ("anio", "tipo", "inicio", "fin", "abre_el", "cierra_el")


class ExcepcionForm(BaseModelForm):
    """A quién, hasta cuándo y por qué."""

    class Meta:
        model = ExcepcionDePeriodo
        fields = ("usuario", "hasta", "motivo")
        widgets = {"motivo": forms.Textarea(attrs={"rows": 3})}

    def __init__(self, *args: Any, personas: Any = None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if personas is not None:
            self.fields["usuario"].queryset = personas


class RecursoForm(BaseModelForm):
    """PIA, PIM y devengado de un servicio en un año."""

    class Meta:
        model = RecursoServicio
        fields = ("pia", "pim", "devengado", "fuente")
        help_texts = {"fuente": "Por ejemplo: Consulta Amigable del MEF, 15/07/2026."}


class SemaforoForm(BaseModelForm):
    """Bandas del semáforo y su sustento."""

    class Meta:
        model = Semaforo
        fields = ("verde_desde", "amarillo_desde", "rige_desde", "fuente")


class HojaForm(BaseForm):
    """El libro XLSX lleno."""

    archivo = forms.FileField(
        label="Archivo XLSX", help_text=f"La plantilla llena, de hasta {tamano(OCTETOS_MAXIMOS)}."
    )
