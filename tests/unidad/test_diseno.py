"""El sistema de diseño: archivos cortos, nada de fuera, mensajes que dicen qué hacer."""

import re
import tomllib
from datetime import date
from pathlib import Path

import pytest
from django import forms
from django.template import Context, Template
from django.template.loader import get_template
from django.test import RequestFactory

from trata.comun import muestras
from trata.comun.formularios import BaseForm
from trata.comun.iconos import ICONOS
from trata.comun.version import VERSION
from trata.cuentas.models import Usuario

RAIZ = Path(__file__).resolve().parents[2]
HOJAS = sorted((RAIZ / "static" / "css").glob("*.css"))
GUIONES = sorted((RAIZ / "static" / "js").glob("*.js"))
COMPONENTES = sorted((RAIZ / "templates" / "_componentes").glob("*.html"))
FUERA = re.compile(r"""(?:url\(\s*["']?|@import\s+["']?|src=["']|from\s+["'])https?://""")
BYTES_DE_GUIONES = 20_000


def dibujar(texto: str, **datos: object) -> str:
    return Template(texto).render(Context(datos))


@pytest.mark.parametrize("archivo", HOJAS + GUIONES, ids=lambda a: a.name)
def test_ninguna_hoja_ni_guion_pasa_de_400_lineas_ni_trae_algo_de_fuera(archivo):
    texto = archivo.read_text(encoding="utf-8")
    assert texto.count("\n") <= 400
    assert FUERA.search(texto) is None
    assert "eval(" not in texto


def test_la_busqueda_de_cosas_de_fuera_si_las_encuentra():
    assert FUERA.search('@import "https://fuente.example/x.css"')
    assert FUERA.search("background: url(https://fuente.example/x.png)")


def test_los_guiones_propios_pesan_poco():
    assert sum(g.stat().st_size for g in GUIONES) < BYTES_DE_GUIONES


@pytest.mark.parametrize("archivo", COMPONENTES, ids=lambda a: a.stem)
def test_cada_componente_explica_sus_parametros_y_compila(archivo):
    assert "{% comment %}" in archivo.read_text(encoding="utf-8")[:200]
    get_template(f"_componentes/{archivo.name}")


def test_cada_uso_de_la_galeria_nombra_un_componente_que_existe():
    nombres = {a.stem for a in COMPONENTES}
    assert set(muestras.USOS) <= nombres


def test_la_version_es_la_del_proyecto():
    proyecto = tomllib.loads((RAIZ / "pyproject.toml").read_text(encoding="utf-8"))
    assert proyecto["project"]["version"] == VERSION


def test_un_componente_escapa_lo_que_recibe():
    html = dibujar("{% tarjeta titulo=t %}<p>{{ t }}</p>{% endtarjeta %}", t="<script>x</script>")
    assert "<script>" not in html
    assert html.count("&lt;script&gt;") == 2
    assert "<p>" in html


def test_un_icono_sin_texto_es_decorativo_y_con_texto_tiene_nombre():
    assert 'aria-hidden="true"' in dibujar('{% icono "aviso" %}')
    assert 'aria-label="Aviso"' in dibujar('{% icono "aviso" "Aviso" %}')
    assert all(re.fullmatch(r"[MmLlHhVvAaCcSszZ0-9.\- ]+", trazo) for trazo in ICONOS.values())


class _Formulario(BaseForm):
    """Uno de cada tipo para leer sus mensajes."""

    nombre = forms.CharField(label="Nombre del lugar")
    pregunta = forms.ChoiceField(label="¿Cómo se supo?", choices=[("a", "A")])
    lista = forms.ChoiceField(label="Fuente", choices=[("a", "A"), ("b", "B")])
    correo = forms.EmailField(label="Correo")
    edad = forms.IntegerField(label="Edad")
    dia = forms.DateField(label="Fecha")
    acepto = forms.BooleanField(label="Revisé los datos")
    propio = forms.CharField(label="Propio", error_messages={"required": "Escríbelo tú."})


def test_los_errores_dicen_que_hacer_y_en_que_campo():
    datos = {"correo": "x", "edad": "x", "dia": "32/13/2026", "lista": "z"}
    errores = _Formulario(datos).errors
    assert errores["nombre"] == ["Completa «Nombre del lugar»."]
    assert errores["pregunta"] == ["Responde «¿Cómo se supo?»."]
    assert errores["lista"] == ["Elige una opción de la lista en «Fuente»."]
    assert errores["correo"] == ["Escribe un correo completo, como nombre@entidad.gob.pe."]
    assert errores["edad"] == ["Escribe un número en «Edad», sólo con cifras."]
    assert errores["dia"] == ["Escribe una fecha que exista en «Fecha», como 23/11/2026."]
    assert errores["acepto"] == ["Marca «Revisé los datos» para continuar."]
    assert errores["propio"] == ["Escríbelo tú."]


def test_un_campo_se_dibuja_con_su_error_enlazado():
    html = str(_Formulario({}, prefix="p")["nombre"].as_field_group())
    assert 'aria-invalid="true"' in html
    assert 'aria-describedby="id_p-nombre_error"' in html
    assert 'id="id_p-nombre_error"' in html
    assert "placeholder" not in html


def test_cada_filtro_activo_da_una_ficha_que_lo_quita():
    pedido = RequestFactory().get("/casos/?lista=a&lista=b&nombre=&cursor=xyz&edad=20")
    form = _Formulario(pedido.GET)
    html = dibujar(
        "{% fichas_de form as fs %}{% for f in fs %}[{{ f.texto }}|{{ f.url }}]{% endfor %}",
        form=form,
        request=pedido,
    )
    assert "[Fuente: A|/casos/?lista=b&amp;nombre=&amp;edad=20]" in html
    assert "[Edad: 20|/casos/?lista=a&amp;lista=b&amp;nombre=]" in html
    assert "Nombre" not in html


class _ConOpciones(BaseForm):
    """Fecha y opciones como las deja Django."""

    dia = forms.DateField(label="Día")
    tipo = forms.ChoiceField(
        label="Tipo", choices=[("", "---------"), ("a", "A")], widget=forms.RadioSelect
    )
    varias = forms.ModelMultipleChoiceField(
        label="Varias",
        required=False,
        queryset=Usuario.objects.none(),
        widget=forms.CheckboxSelectMultiple,
    )
    modo = forms.ChoiceField(
        label="Modo",
        required=False,
        choices=[("", "---------"), ("a", "A")],
        widget=forms.RadioSelect,
    )


def test_las_fechas_traen_selector_y_ninguna_opcion_dice_guiones():
    form = _ConOpciones(initial={"dia": date(2026, 11, 24)})
    html = str(form["dia"])
    assert 'type="date"' in html
    assert 'value="2026-11-24"' in html
    assert "-----" not in form.as_p()
    assert [o.data["value"] for o in form["tipo"].subwidgets] == ["a"]
    assert [str(o.data["label"]) for o in form["modo"].subwidgets] == ["Sin indicar", "A"]
    assert not list(form["varias"].subwidgets)
    assert _ConOpciones({"dia": "24/11/2026", "tipo": "a"}).is_valid()
