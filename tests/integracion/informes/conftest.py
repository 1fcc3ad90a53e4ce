"""Lo común a las pruebas de informes: un boletín en cada paso de su camino."""

import pytest

from trata.informes import acciones


@pytest.fixture(autouse=True)
def archivos_aparte(settings, tmp_path):
    """Cada prueba guarda sus archivos en su carpeta."""
    settings.MEDIA_ROOT = tmp_path / "archivos"


@pytest.fixture
def boletin(vera):
    return acciones.registrar_informe(datos={"tipo": "boletin", "anio": 2021}, por=vera)


@pytest.fixture
def aprobado(boletin, vera, dario):
    acciones.mover(informe=boletin, paso="enviar", por=vera)
    return acciones.mover(informe=boletin, paso="aprobar", por=dario)


@pytest.fixture
def publicada(aprobado, dario):
    return acciones.publicar(informe=aprobado, por=dario)
