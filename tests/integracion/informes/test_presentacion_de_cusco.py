"""La presentación regional de Cusco, corte 2021, dice cada hecho de la del Ministerio."""

import io
import re

import pytest
from pptx import Presentation

from regiones.consultas.region import espacio_regional
from regiones.demostracion import cargar
from trata.cuentas.demostracion import crear_usuarios
from trata.cuentas.models import Usuario
from trata.informes.contexto import Contexto
from trata.informes.escritores import FORMATOS
from trata.informes.tipos import TIPOS, componer

pytestmark = pytest.mark.django_db


@pytest.fixture
def documento():
    crear_usuarios(lambda _: None)
    cargar(lambda _: None)
    dario = Usuario.objects.get(username="dario")
    contexto = Contexto(2021, dario, espacio=espacio_regional("cusco", dario))
    return componer(TIPOS["presentacion-regional"], contexto)


def texto_de(pptx: bytes) -> str:
    """Todo lo que se lee en las láminas, con un solo espacio."""
    partes = []
    for lamina in Presentation(io.BytesIO(pptx)).slides:
        for forma in lamina.shapes:
            if forma.has_text_frame:
                partes.append(forma.text_frame.text)
            if forma.has_table:
                partes += [c.text for f in forma.table.rows for c in f.cells]
    return re.sub(r"[\s\u00a0\u202f]+", " ", " ".join(partes))


HECHOS = (
    "009-2021-IN",
    "27 de julio de 2021",
    "res objetivos prioritarios",
    "19 lineamientos",
    "42 servicios",
    "11 sectores",
    "4 instituciones autónomas",
    "001-2016-IN",
    "Ley 28950",
    "seguimiento",
    "tráfico ilícito de migrantes",
    "Viceministro de Seguridad Pública",
    "Dirección General de Seguridad Democrática",
    "fortalecimiento del espacio de articulación",
    "Formulación y validación de un plan regional",
    "hasta 2022",
    "plan anual de trabajo",
    "redes provinciales",
    "tercer nivel de gobierno",
    "2 actividades",
    "669 participantes",
    "iberdelincuencia",
    "personas desaparecidas",
    "tecnologías",
    "Cusco",
    "Madre de Dios",
    "Encuentro Macrorregional Sur",
    "julio de 2021",
    "Arequipa",
    "Moquegua",
    "Puno",
    "Tacna",
    "nudos críticos",
    "buenas prácticas",
    "Perú, 2021",
    "79,6 %",
    "426 de 535",
    "56,4 %",
    "302 de 535",
    "73,5 %",
    "393 de 535",
    "79,8 %",
    "427 de 535",
    "14,6 %",
    "78 de 535",
    "9,7 %",
    "52 de 535",
    "Cusco, 2021",
    "n = 32",
    "30 de 32",
    "19 de 32",
)


def test_las_laminas_dicen_cada_hecho_de_la_presentacion_del_ministerio(documento):
    texto = texto_de(FORMATOS["pptx"].escribir(documento))
    assert [hecho for hecho in HECHOS if hecho.lower() not in texto.lower()] == []


def test_cada_cifra_nacional_lleva_su_etiqueta(documento):
    nacionales = [c for clave, c in documento.cifras().items() if clave.startswith("pais.")]
    assert len(nacionales) == 6
    assert {c.etiqueta for c in nacionales} == {"Perú, 2021"}
