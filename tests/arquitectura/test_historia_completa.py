"""Todo modelo propio lleva `@con_historia()` o declara `motivo_sin_historia`."""

from django.apps import apps
from pghistory.models import Event

PROPIAS = ("trata.", "politica", "casos", "regiones")


def modelos_propios():
    return [
        m
        for m in apps.get_models()
        if m.__module__.startswith(PROPIAS) and not issubclass(m, Event)
    ]


def sin_motivo(modelos):
    return [
        m._meta.label
        for m in modelos
        if getattr(m, "pgh_event_model", None) is None
        and not getattr(m, "motivo_sin_historia", "").strip()
    ]


def test_todo_modelo_propio_lleva_historia_o_dice_por_que_no():
    assert sin_motivo(modelos_propios()) == []


def test_un_modelo_sin_historia_y_sin_motivo_se_ve():
    class Olvidado:
        class _meta:  # noqa: N801
            label = "casos.Olvidado"

    assert sin_motivo([Olvidado]) == ["casos.Olvidado"]
