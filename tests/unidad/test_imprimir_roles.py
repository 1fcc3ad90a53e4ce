"""El documento de seguridad imprime la tabla que rige."""

from pathlib import Path

import pytest
from django.conf import settings
from django.core.management.base import CommandError

from trata.cuentas.management.commands.imprimir_roles import con_tabla, tabla_de_roles


def test_el_documento_de_seguridad_dice_lo_mismo_que_el_codigo():
    texto = (Path(settings.BASE_DIR) / "docs" / "seguridad.md").read_text(encoding="utf-8")
    assert tabla_de_roles() in texto
    assert con_tabla(texto) == texto


def test_un_documento_sin_marcas_se_rechaza():
    with pytest.raises(CommandError):
        con_tabla("nada")
