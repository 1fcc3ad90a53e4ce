"""Cada tipo trae lo que su norma o su lector pide, con números sacados por otro camino."""

import io
from collections import Counter

import pytest
from django.db.models import Sum
from pypdf import PdfReader

from trata.agregados.models import Celda, NumeroDeFuente
from trata.agregados.variables import TOTAL, variable
from trata.comun import formato
from trata.informes.contexto import Contexto
from trata.informes.documento import Borrador, Cuadro, Pregunta
from trata.informes.escritores import FORMATOS
from trata.informes.secciones import glotip
from trata.informes.tipos import TIPOS, componer

pytestmark = pytest.mark.django_db


def cuadro(documento, comienzo: str) -> Cuadro:
    return next(c for c in documento.cuadros() if c.titulo.startswith(comienzo))


def claves(documento) -> list[str]:
    return [s.clave for s in documento.secciones]


def test_los_tipos_que_miran_toda_la_gestion_traen_cada_parte(armar):
    _anual(armar("anual"))
    _carpeta(armar("carpeta"))
    _ceplan(armar("seguimiento"), armar("cumplimiento"))


def _anual(documento):
    assert claves(documento) == [
        "hallazgos", "comision", "politica", "cifras", "seis", "situacion", "avance", "sesiones",
        "espacios", "capacitaciones", "encuentros", "conclusiones", "alternativas",
        "definiciones", "anexo",
    ]  # fmt: skip
    servicios = [f for c in documento.cuadros() if c.titulo.startswith("Servicios ")
                 and "Qué falta" in c.encabezados for f in c.filas]  # fmt: skip
    assert sorted(f[0] for f in servicios) == [f"S{n:02}" for n in range(1, 43)]
    lineamientos = [f for c in documento.cuadros() if c.titulo.startswith("Lineamientos de ")
                    for f in c.filas]  # fmt: skip
    assert len(lineamientos) == 19
    espacios = cuadro(documento, "Los espacios regionales")
    assert len(espacios.filas) == 26
    capacitados = cuadro(documento, "Capacitación por Macro Región")
    assert capacitados.valores[-1][:3] == ("Total", 2, 669)
    reparto = cuadro(documento, "Servicios por objetivo")
    assert sum(reparto.valores[-1][1:-1]) == reparto.valores[-1][-1] == 42
    por_anio = cuadro(documento, "Las seis cifras por año")
    [de_2021] = [f for f in por_anio.filas if f[0] == "2021"]
    assert [c.replace("\u00a0", " ") for c in de_2021[2:]] == [
        "79,6 % (426)", "56,4 % (302)", "73,5 % (393)", "79,8 % (427)", "14,6 % (78)", "9,7 % (52)",
    ]  # fmt: skip
    propuestas = [b for s in documento.secciones if s.clave == "alternativas"
                  for b in s.bloques if isinstance(b, Borrador)]  # fmt: skip
    assert propuestas[0].items


def _carpeta(documento):
    preguntas = [b for b in documento.bloques() if isinstance(b, Pregunta)]
    assert [p.numero for p in preguntas] == [str(n) for n in range(1, 11)]
    anexo = next(c for c in documento.cuadros() if c.anclas)
    for p in preguntas:
        assert p.claves, p.pregunta
        assert set(p.claves) <= set(anexo.anclas)
        for clave in p.claves:
            valor = documento.cifras()[clave].valor
            assert valor in p.respuesta or documento.cifras()[clave].base in p.respuesta
    lector = PdfReader(io.BytesIO(FORMATOS["pdf"].escribir(documento)))
    paginas = [" ".join(p.extract_text().split()) for p in lector.pages]
    primera = next(i for i, t in enumerate(paginas) if "Diez preguntas probables" in t)
    assert primera <= 2, "Lo que va antes de las preguntas son dos páginas."
    enlaces = [a.get_object() for a in lector.pages[primera].get("/Annots", [])]
    assert sum(a["/Subtype"] == "/Link" for a in enlaces) >= len(preguntas)


def _ceplan(seguimiento, cumplimiento):
    assert claves(seguimiento) == [
        "identificacion", "objetivos", "servicios", "alertas", "entidades", "recursos",
    ]  # fmt: skip
    matriz = cuadro(seguimiento, "Indicadores de los objetivos prioritarios")
    assert len(matriz.filas) == 4
    [supera] = [f for f in matriz.filas if "rescatadas en operativos" in f[1]]
    assert supera[5:8] == ("450", "962", f"100,0{formato.NBSP}%")
    indicadores = [f for c in seguimiento.cuadros() if c.titulo.startswith("Indicadores de serv")
                   for f in c.filas]  # fmt: skip
    assert len(indicadores) == 39
    assert claves(cumplimiento) == [
        "identificacion", "objetivos", "avance", "recursos", "alternativas",
    ]  # fmt: skip


def test_el_glotip_cuadra_con_la_serie_y_protege_el_registro(dario):
    documento = componer(TIPOS["glotip"], Contexto(2021, dario))
    tabla = cuadro(documento, "Víctimas detectadas por edad y sexo, serie")
    assert tabla.valores[0] == ("0 a 17 años", 103, 43, 0, 146)
    assert tabla.valores[1] == ("18 años o más", 323, 66, 0, 389)
    assert tabla.valores[-1] == ("Total", 426, 109, 0, 535)
    formas = dict(cuadro(documento, "Víctimas detectadas por forma").valores)
    assert formas["Explotación sexual"] == 327
    assert formas["Trabajo forzoso (explotación laboral, trabajos y servicios forzados)"] == 109
    assert formas["Total"] == 535 == sum(n for t, n in formas.items() if t != "Total")


@pytest.mark.parametrize(
    ("n", "dicho"), [(0, "Menos de 10"), (4, "Menos de 10"), (5, "10"), (14, "10"), (15, "20"),
                     (535, "540")]
)  # fmt: skip
def test_del_registro_se_redondea_a_decenas_y_lo_pequeno_no_se_escribe(n, dicho):
    texto, valor = glotip.protegido(n)
    assert texto == dicho
    assert valor in (dicho, int(dicho) if dicho.isdigit() else dicho)


def test_el_boletin_de_un_semestre_suma_sus_meses(dario):
    semestre = componer(TIPOS["boletin"], Contexto(2024, dario, semestre=1))
    base = Celda.objects.filter(
        fuente=NumeroDeFuente.SERIE_PNP, anio=2024, mes__in=range(1, 7), departamento=None,
        provincia=None, variable2=None,
    )  # fmt: skip
    total = base.filter(variable=TOTAL).aggregate(n=Sum("n"))["n"]
    sexo = variable("sexo")
    mujeres = base.filter(variable=sexo.numero, categoria=sexo.categoria("mujer").numero)
    assert cuadro(semestre, "Registros PNP por mes").valores[-1] == ("Total", total)
    por_sexo = cuadro(semestre, "Sexo, Perú, I semestre de 2024")
    assert por_sexo.valores[0][:2] == ("Mujer", mujeres.aggregate(n=Sum("n"))["n"])
    edades = cuadro(semestre, "Edad y sexo")
    assert sum(f[1] + f[2] for f in edades.valores) == total
    assert Counter(c.titulo for c in semestre.cuadros()).most_common(1)[0][1] == 1
