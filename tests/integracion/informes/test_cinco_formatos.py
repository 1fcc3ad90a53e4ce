"""Las mismas cifras en los cinco formatos y en el tablero, leídas con otros programas."""

import re

import pytest
from django.urls import reverse

from tests.integracion.informes import lectores
from tests.integracion.informes.lectores import junto
from trata.informes.contexto import Contexto
from trata.informes.documento import Cuadro, Imagen
from trata.informes.escritores import FORMATOS
from trata.informes.escritores.pptx_piezas import recortado
from trata.informes.tipos import TIPOS, componer

pytestmark = pytest.mark.django_db


def numero(texto: str) -> float | None:
    """El primer número de un texto peruano: «1 234,5 %» → 0.012345e5; con % se divide entre 100."""
    hallado = re.match(r"[+\u2212-]?\d[\d\u00a0 ]*(?:,\d+)?", texto)
    if hallado is None:
        return None
    crudo = re.sub(r"[\u00a0 ]", "", hallado[0]).replace(",", ".").replace("\u2212", "-")
    es_parte = texto[hallado.end() :].lstrip("\u00a0 ").startswith("%")
    return float(crudo) / (100 if es_parte else 1)


def filas_que_faltan(cuadro: Cuadro, texto: str, *, recorta=lambda t: t) -> list[str]:
    """Filas del cuadro que no se leen enteras y en orden."""
    filas = [junto("".join(map(recorta, fila))) for fila in cuadro.filas]
    return [f"{cuadro.rotulo}: {f}" for f in filas if f not in texto]


def de_la_hoja(cuadro: Cuadro, hojas: dict[str, list[tuple]]) -> list[str]:
    """Celdas del cuadro que en su hoja dicen otra cosa."""
    leidas = hojas[cuadro.numero or cuadro.titulo][3:]
    malas = []
    for fila, leida in zip(cuadro.filas, leidas, strict=False):
        for texto, valor in zip(fila, leida, strict=False):
            if isinstance(valor, int | float):
                esperado = numero(texto)
                tope = 0.00051 if "%" in texto else 0.0051
                if esperado is None or abs(esperado - valor) > tope:
                    malas.append(f"{cuadro.rotulo}: {texto} ≠ {valor}")
            elif junto(str(valor or "")) != junto(texto):
                malas.append(f"{cuadro.rotulo}: {texto} ≠ {valor}")
    return malas


def del_grafico(imagen: Imagen, graficos: list[dict[str, list]]) -> list[str]:
    """La figura nativa no está en las láminas con sus mismos valores."""
    esperado = {s.nombre: list(s.valores) for s in imagen.series}
    return [] if esperado in graficos else [f"{imagen.rotulo}: {esperado}"]


def discrepancias(documento, con_anexo: bool) -> list:
    """Todo lo que un formato dice distinto, o no dice."""
    escritos = {f: FORMATOS[f].escribir(documento) for f in FORMATOS}
    textos = {
        "html": lectores.de_html(escritos["html"]),
        "pdf": lectores.de_pdf(escritos["pdf"]),
        "docx": lectores.de_docx(escritos["docx"]),
    }
    laminas, graficos = lectores.de_pptx(escritos["pptx"])
    hojas = lectores.de_xlsx(escritos["xlsx"])
    malas: list = []
    for cuadro in documento.cuadros():
        malas += [(f, x) for f, t in textos.items() for x in filas_que_faltan(cuadro, t)]
        malas += [] if cuadro.anclas else de_la_hoja(cuadro, hojas)
    for bloque in documento.bloques():
        if isinstance(bloque, Cuadro):
            malas += filas_que_faltan(bloque, laminas, recorta=recortado)
        elif isinstance(bloque, Imagen) and bloque.series:
            malas += del_grafico(bloque, graficos)
    for cifra in documento.cifras().values():
        if con_anexo or cifra.clave.startswith(("pais.", "region.")):
            donde = {**textos, "pptx": laminas}
            malas += [(f, cifra) for f, t in donde.items() if junto(cifra.valor) not in t]
            malas += [(f, cifra) for f, t in donde.items() if junto(cifra.base) not in t]
        fila = next(f for f in hojas["Cifras"] if f[0] == cifra.clave)
        if fila[3:6] != (cifra.valor, cifra.numerador, cifra.denominador):
            malas.append(("xlsx", cifra, fila))
    return malas


def test_todos_los_formatos_de_todos_los_tipos_dicen_los_mismos_numeros(armar):
    for codigo, tipo in TIPOS.items():
        documento = armar(codigo)
        assert list(documento.cuadros()), "Un informe sin ninguna tabla no prueba nada."
        assert (codigo, discrepancias(documento, tipo.con_anexo)) == (codigo, [])


@pytest.fixture
def documento(dario):
    return componer(TIPOS["boletin"], Contexto(2021, dario))


def test_un_numero_cambiado_en_un_solo_formato_se_descubre(documento):
    cuadro = next(c for c in documento.cuadros() if not c.anclas)
    texto = lectores.de_html(FORMATOS["html"].escribir(documento))
    fila = junto("".join(cuadro.filas[0]))
    assert filas_que_faltan(cuadro, texto.replace(fila, fila[:-1] + "9" + "8")) != []
    hojas = lectores.de_xlsx(FORMATOS["xlsx"].escribir(documento))
    nombre = cuadro.numero
    hojas[nombre][3] = (hojas[nombre][3][0], -1, *hojas[nombre][3][2:])
    assert de_la_hoja(cuadro, hojas) != []


def test_las_seis_cifras_son_las_del_tablero(documento, dario, client):
    client.force_login(dario)
    tablero = lectores.de_html(client.get(reverse("inicio"), {"anio": 2021}).content)
    cifras = [c for clave, c in documento.cifras().items() if clave.startswith("pais.")]
    seis = [c for c in cifras if c.denominador == 535][:6]
    assert len(seis) == 6
    for cifra in seis:
        assert junto(cifra.valor) in tablero
        assert f"{cifra.numerador}de{cifra.denominador}" in tablero
