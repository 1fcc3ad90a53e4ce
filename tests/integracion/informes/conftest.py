"""Lo común a las pruebas de informes: un boletín en cada paso, y todos los tipos armados."""

import pytest

from politica import demostracion as politica
from politica.models import Periodo
from regiones import demostracion as regiones
from regiones.consultas.region import espacio_regional
from trata.cuentas.demostracion import crear_usuarios
from trata.cuentas.models import Usuario
from trata.informes import acciones
from trata.informes.contexto import Contexto
from trata.informes.reglas import PIDEN_PERIODO, PIDEN_REGION
from trata.informes.tipos import TIPOS, componer


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


def callar(_texto: str) -> None:
    """La demostración no dice su avance."""


@pytest.fixture
def con_vida(db):
    """Usuarios, política y regiones de demostración; devuelve a Darío."""
    crear_usuarios(callar)
    politica.poblar(callar)
    regiones.cargar(callar)
    return Usuario.objects.get(username="dario")


@pytest.fixture
def armar(con_vida):
    """Arma un tipo: `armar("anual", anio=2024)`."""

    def _armar(codigo, **cambios):
        tipo = TIPOS[codigo]
        datos = {"anio": 2021, "usuario": con_vida}
        if codigo in PIDEN_REGION:
            datos["espacio"] = espacio_regional("cusco", con_vida)
        if codigo in {*PIDEN_PERIODO, "carpeta"}:
            datos["periodo"] = Periodo.objects.get(anio=2023, tipo="semestre_1")
        return componer(tipo, Contexto(**datos | cambios))

    return _armar
