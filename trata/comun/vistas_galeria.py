"""La galería viva: cada componente dibujado, con su documentación leída de su propio archivo."""

from datetime import date

from django import forms
from django.contrib.auth.decorators import login_not_required
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from trata.comun import muestras
from trata.comun.formularios import BaseForm
from trata.graficos import muestrario

HOJAS = {
    "fundamentos": "Fundamentos",
    "avisos": "Avisos y estados",
    "formularios": "Formularios",
    "datos": "Datos y tablas",
    "graficos": "Gráficos y mapas",
    "registro": "Registro y trámite",
}


class FormularioDeMuestra(BaseForm):
    """Un control de cada clase, con datos inventados para la galería."""

    codigo = forms.CharField(
        label="Código del caso",
        help_text="Está en la carátula. Por ejemplo: 2026-LIM-000123.",
        max_length=20,
        widget=forms.TextInput({"class": "ancho-12"}),
    )
    correo = forms.EmailField(label="Correo institucional", required=False)
    fuente = forms.ChoiceField(
        label="¿Cómo se conoció el hecho?",
        choices=muestras.FUENTES,
        widget=forms.RadioSelect,
        help_text="Elige la primera vía.",
    )
    otra_fuente = forms.CharField(
        label="¿Cuál?", required=False, widget=forms.TextInput({"data-si": "fuente=otro"})
    )
    medios = forms.MultipleChoiceField(
        label="Medios de captación",
        choices=muestras.MEDIOS,
        widget=forms.CheckboxSelectMultiple({"class": "opciones--columnas"}),
        help_text="Marca todos los que correspondan.",
    )
    departamento = forms.ChoiceField(label="Departamento", choices=muestras.DEPARTAMENTOS)
    hechos = forms.CharField(
        label="Resumen de los hechos",
        max_length=500,
        widget=forms.Textarea({"rows": 4}),
        help_text="No escribas nombres ni direcciones aquí.",
    )
    documento = forms.FileField(label="Documento", required=False, help_text="PDF, hasta 10 MB.")
    confirmo = forms.BooleanField(label="Confirmo que revisé los datos")


class FiltrosDeMuestra(BaseForm):
    """Los filtros de la galería."""

    departamento = forms.ChoiceField(
        label="Departamento", choices=muestras.DEPARTAMENTOS, required=False
    )
    anio = forms.ChoiceField(
        label="Año",
        choices=[("", "Todos")] + [(str(a), str(a)) for a in range(2025, 2016, -1)],
        required=False,
    )
    texto = forms.CharField(label="Buscar", required=False)


@login_not_required
@require_safe
def galeria(request: HttpRequest, hoja: str = "fundamentos") -> HttpResponse:
    """Recibe la hoja pedida; responde la página con sus componentes."""
    if hoja not in HOJAS:
        raise Http404
    con_error = FormularioDeMuestra({"fuente": "otro", "correo": "sin-arroba"})
    con_error.is_valid()
    contexto = {
        "hoja": hoja,
        "titulo_hoja": HOJAS[hoja],
        "plantilla_hoja": f"galeria/{hoja}.html",
        "migas": [("Inicio", "/"), ("Componentes", "")],
        "pestanas": [
            {"texto": texto, "url": f"/_componentes/{clave}/", "activa": clave == hoja}
            for clave, texto in HOJAS.items()
        ],
        "formulario": FormularioDeMuestra(prefix="nuevo"),
        "formulario_con_error": con_error,
        "filtros_form": FiltrosDeMuestra(request.GET or {"departamento": "08", "anio": "2021"}),
        "pagina": Paginator(range(1, 1235), 50).page(3),
        "hoy": date(2026, 11, 23),
        "figuras": muestrario.muestras() if hoja == "graficos" else (),
        **muestras.EJEMPLOS,
    }
    return render(request, "galeria/galeria.html", contexto)
