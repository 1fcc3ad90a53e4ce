"""La casa se sostiene: cada contrato se cumple y cada contrato sabe ver una infracción."""

import pytest

from tests.arquitectura import contratos


def infracciones(contrato, rutas):
    """Lo que el contrato halla en esos archivos."""
    return [
        infraccion
        for ruta in rutas
        for infraccion in contrato(
            ruta.relative_to(contratos.RAIZ).as_posix(), ruta.read_text(encoding="utf-8")
        )
    ]


@pytest.mark.parametrize("contrato", contratos.CONTRATOS_DE_PYTHON, ids=lambda c: c.__name__)
def test_el_codigo_cumple_el_contrato(contrato):
    assert infracciones(contrato, contratos.archivos_python()) == []


def test_las_pruebas_y_los_bancos_tambien_tienen_medida():
    assert infracciones(contratos.tamano, contratos.pruebas_y_bancos()) == []


def test_las_plantillas_son_cortas_y_no_traen_nada_en_linea():
    assert infracciones(contratos.plantilla_sana, contratos.plantillas()) == []


INFRACCIONES = [
    (contratos.mira_hacia_arriba, "trata/comun/x.py", "from casos.models import Caso\n"),
    (contratos.mira_hacia_arriba, "casos/x.py", "import regiones.models\n"),
    (contratos.mira_hacia_arriba, "politica/x.py", "from trata.tableros import views\n"),
    (contratos.mira_hacia_arriba, "casos/x.py", "from trata.settings import DEBUG\n"),
    (contratos.imports_escondidos, "casos/x.py", "def f():\n    import os\n    return os\n"),
    (contratos.imports_escondidos, "casos/x.py", "from os import *\n"),
    (contratos.receptores, "casos/x.py", "from django.dispatch import receiver\n"),
    (contratos.receptores, "casos/x.py", "from django.db.models.signals import post_save\n"),
    (contratos.tamano, "casos/x.py", "x = 1\n" * 401),
    (contratos.tamano, "casos/x.py", "def f():\n" + "    x = 1\n" * 46),
    (contratos.nombre_prohibido, "casos/utils.py", ""),
    (contratos.papel_respetado, "casos/reglas.py", "from django.db import models\n"),
    (contratos.papel_respetado, "casos/models/caso.py", "from casos.acciones import x\n"),
    (contratos.papel_respetado, "casos/acciones.py", "from casos.forms import F\n"),
    (contratos.papel_respetado, "casos/forms.py", "from casos.acciones import x\n"),
    (contratos.papel_respetado, "casos/api/serializers.py", "from casos.acciones import x\n"),
    (contratos.puertas_sin_orm, "casos/views.py", "def f():\n    return Caso.objects.all()\n"),
    (contratos.puertas_sin_orm, "casos/tasks.py", "def f(c):\n    c.save()\n"),
    (contratos.inyeccion, "casos/views.py", "q.filter(**request.GET.dict())\n"),
]


@pytest.mark.parametrize(("contrato", "ruta", "texto"), INFRACCIONES)
def test_el_contrato_ve_la_infraccion_plantada(contrato, ruta, texto):
    assert contrato(ruta, texto) != []


@pytest.mark.parametrize(
    "texto",
    [
        "<p>\n</p>" * 160,
        '<p style="color:red">x</p>',
        "<script>alert(1)</script>",
        '<a onclick="x()">y</a>',
        '<img src="https://otro.sitio/x.png">',
    ],
)
def test_una_plantilla_enferma_se_ve(texto):
    assert contratos.plantilla_sana("x.html", texto) != []


def test_un_archivo_correcto_no_levanta_falsa_alarma():
    texto = "from trata.comun.reglas import Regla\n\nREGLAS: tuple[Regla, ...] = ()\n"
    for contrato in contratos.CONTRATOS_DE_PYTHON:
        assert contrato("casos/reglas.py", texto) == []
