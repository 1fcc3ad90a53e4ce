"""Todo modelo está declarado territorial o no, y todo campo personal o no."""

from pathlib import Path

import pytest
import yaml
from django.apps import apps
from django.conf import settings
from pghistory.models import Event

PROPIAS = ("trata.", "politica", "casos", "regiones")
INVENTARIO = yaml.safe_load(
    (Path(settings.BASE_DIR) / "docs" / "inventario_de_datos.yaml").read_text(encoding="utf-8")
)


def modelos():
    return [
        m
        for m in apps.get_models()
        if m.__module__.startswith(PROPIAS) and not issubclass(m, Event)
    ]


def faltas_de(modelo, inventario) -> list[str]:
    """Lo que un modelo no declara, declara de más o declara distinto de como es."""
    etiqueta = modelo._meta.label
    dicho = inventario.get(etiqueta)
    if dicho is None:
        return [f"{etiqueta} no está en docs/inventario_de_datos.yaml"]
    declarados = dicho["personales"] + dicho["otros"]
    campos = [c.name for c in modelo._meta.concrete_fields]
    faltas = [f"{etiqueta}.{c} no dice si es personal" for c in campos if c not in declarados]
    faltas += [f"{etiqueta}.{c} ya no existe" for c in declarados if c not in campos]
    faltas += [f"{etiqueta}.{c} está dos veces" for c in campos if declarados.count(c) > 1]
    es_territorial = hasattr(modelo._default_manager.all(), "visibles_para")
    if es_territorial != dicho["territorial"]:
        faltas.append(f"{etiqueta} dice mal si es territorial")
    faltas += [
        f"{etiqueta}.{c} va cifrado: es personal"
        for c in campos
        if c.endswith("_cifrado") and c in dicho["otros"]
    ]
    return faltas


def test_todo_modelo_y_todo_campo_estan_en_el_inventario():
    assert [f for m in modelos() for f in faltas_de(m, INVENTARIO)] == []


def test_el_inventario_no_habla_de_modelos_que_no_existen():
    assert set(INVENTARIO) == {m._meta.label for m in modelos()}


@pytest.mark.parametrize(
    "cambio",
    [
        {"personales": []},
        {"otros": []},
        {"territorial": False},
        {"otros": ["id", "campo_inventado"]},
    ],
)
def test_un_inventario_incompleto_se_ve(cambio):
    victima = apps.get_model("casos.Victima")
    alterado = INVENTARIO | {"casos.Victima": INVENTARIO["casos.Victima"] | cambio}
    assert faltas_de(victima, alterado) != []
    assert faltas_de(victima, {}) != []
