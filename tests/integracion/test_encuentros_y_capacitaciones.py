"""Encuentros de encuentro en encuentro, totales parciales y descargas."""

import csv
import io

import pytest
from django.core.exceptions import ValidationError
from django.urls import reverse
from python_calamine import CalamineWorkbook

from regiones.acciones import capacitaciones, encuentros, planes
from regiones.consultas import capacitaciones as consultas
from regiones.models import Capacitacion, EncuentroMacrorregional, EspacioRegional
from tests.fabricas import regiones as fabrica
from tests.fabricas.cuentas import usuario
from trata.comun.errores import (
    ErrorDeDominio,
    EstadoInvalidoError,
    FueraDeAmbitoError,
    SinPermisoError,
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def carmen():
    return usuario("coordinador_regional", prefijos=("08",))


def encuentro(por, codigos=("cusco", "puno"), **datos):
    return encuentros.registrar_encuentro(
        datos={"nombre": "Encuentro", "anio": 2025, "mes": 7, **datos},
        convocadas=EspacioRegional.objects.filter(codigo__in=codigos),
        por=por,
    )


def test_un_encuentro_convoca_al_menos_dos_regiones_y_a_la_propia(carmen):
    with pytest.raises(ErrorDeDominio) as error:
        encuentro(carmen, ("cusco",))
    assert error.value.codigo == "pocas_regiones"
    with pytest.raises(FueraDeAmbitoError):
        encuentro(carmen, ("puno", "tacna"))
    assert not EncuentroMacrorregional.objects.visibles_para(carmen).exists()


def test_lo_abierto_pasa_al_siguiente_una_sola_vez(carmen):
    primero = encuentro(carmen)
    cusco = fabrica.espacio()
    for titulo, estado in (("Abierto", "identificado"), ("Ya superado", "superado")):
        encuentros.registrar_nudo(
            encuentro=primero,
            datos={"objetivo": 1, "titulo": titulo, "estado": estado, "espacio": cusco},
            por=carmen,
        )
    encuentros.registrar_compromiso(encuentro=primero, datos={"texto": "Hacer algo"}, por=carmen)
    segundo = encuentro(carmen, anio=2026, anterior=primero)
    assert encuentros.continuar_en(encuentro=segundo, por=carmen) == (1, 1)
    assert encuentros.continuar_en(encuentro=segundo, por=carmen) == (0, 0)
    nudo = segundo.nudos.get()
    assert (nudo.titulo, nudo.estado, nudo.origen.encuentro) == ("Abierto", "persiste", primero)


def test_solo_una_region_convocada_tiene_hallazgos_y_nadie_adopta_lo_propio(carmen):
    uno = encuentro(carmen)
    with pytest.raises(ErrorDeDominio) as error:
        encuentros.registrar_nudo(
            encuentro=uno,
            datos={"objetivo": 1, "titulo": "x", "espacio": fabrica.espacio("loreto")},
            por=carmen,
        )
    assert error.value.codigo == "region_no_convocada"
    propia = encuentros.registrar_practica(
        encuentro=uno,
        datos={"objetivo": 2, "titulo": "Propia", "espacio": fabrica.espacio()},
        por=carmen,
    )
    with pytest.raises(ErrorDeDominio) as error:
        encuentros.adoptar_practica(
            practica=propia, espacio=fabrica.espacio(), estado="adoptada", por=carmen
        )
    assert error.value.codigo == "practica_propia"
    with pytest.raises(FueraDeAmbitoError):
        encuentros.adoptar_practica(
            practica=propia, espacio=fabrica.espacio("puno"), estado="adoptada", por=carmen
        )


def test_el_compromiso_de_otra_region_no_se_toca(carmen):
    uno = encuentro(carmen)
    nacional = usuario("validador")
    ajeno = encuentros.registrar_compromiso(
        encuentro=uno, datos={"texto": "De Puno", "espacio": fabrica.espacio("puno")}, por=nacional
    )
    with pytest.raises(FueraDeAmbitoError):
        encuentros.seguir_hallazgo(
            objeto=ajeno, datos={"estado": "en_proceso"}, version=1, por=carmen
        )
    with pytest.raises(SinPermisoError):
        encuentros.seguir_hallazgo(
            objeto=ajeno, datos={"estado": "en_proceso"}, version=1, por=usuario("comisionado")
        )
    with pytest.raises(ValidationError):
        encuentros.seguir_hallazgo(
            objeto=ajeno, datos={"estado": "cumplido"}, version=1, por=nacional
        )


def capacitacion(por, **datos):
    return fabrica.capacitacion(por, **{"forma": "totales", "total_declarado": 10} | datos)


def test_los_totales_parciales_no_pasan_del_total_y_lo_que_falta_se_dice(carmen):
    curso = capacitacion(carmen)
    capacitaciones.registrar_grupo(
        capacitacion=curso, datos={"sexo": "mujer", "cantidad": 4}, por=carmen
    )
    with pytest.raises(ErrorDeDominio) as error:
        capacitaciones.registrar_grupo(
            capacitacion=curso, datos={"sexo": "hombre", "cantidad": 7}, por=carmen
        )
    assert error.value.codigo == "suma_mayor_al_total"
    perfil = consultas.perfil(curso)
    assert perfil.por_sexo == [("Mujeres", 4), ("La fuente no detalla", 6)]


def test_una_capacitacion_por_totales_no_recibe_lista_ni_una_con_lista_vuelve_a_totales(carmen):
    fila = {"tipo_documento": "dni", "documento": "1", "nombre": "x", "sexo": "mujer"}
    with pytest.raises(EstadoInvalidoError):
        capacitaciones.agregar_participantes(
            capacitacion=capacitacion(carmen), filas=[fila], por=carmen
        )
    con_lista = capacitacion(carmen, forma="lista", total_declarado=None)
    capacitaciones.agregar_participantes(capacitacion=con_lista, filas=[fila], por=carmen)
    with pytest.raises(EstadoInvalidoError):
        capacitaciones.editar_capacitacion(
            capacitacion=con_lista, datos={"forma": "totales"}, version=1, por=carmen
        )


def test_lo_programado_no_capacita_a_nadie(carmen):
    capacitacion(carmen, estado="programada")
    capacitacion(carmen)
    cuenta = consultas.capacitados(Capacitacion.objects.all())
    assert (cuenta.actividades, cuenta.participaciones) == (1, 10)


def test_una_capacitacion_que_termina_antes_de_empezar_o_sin_total_no_entra(carmen):
    for datos in (
        {"inicio": "2026-05-02", "fin": "2026-05-01"},
        {"inicio": "2025-05-02"},
        {"total_declarado": None},
    ):
        with pytest.raises(ValidationError):
            capacitacion(carmen, **datos)


def test_fijar_la_meta_dos_veces_la_cambia(carmen):
    cusco = fabrica.espacio()
    for n in (4, 6):
        meta = planes.fijar_meta(espacio=cusco, anio=2026, programadas=n, por=carmen)
    assert (cusco.metas.count(), meta.programadas) == (1, 6)


def test_la_tabla_descargada_dice_lo_mismo_en_csv_y_xlsx(client):
    client.force_login(usuario("direccion"))
    texto = client.get(reverse("regiones:descarga", args=["csv"]) + "?anio=2026").content
    filas = list(csv.reader(io.StringIO(texto.decode("utf-8-sig"))))
    assert len(filas) == 27
    libro = client.get(reverse("regiones:descarga", args=["xlsx"]) + "?anio=2026").content
    hoja = CalamineWorkbook.from_filelike(io.BytesIO(libro)).get_sheet_by_index(0).to_python()
    assert [[str(c).removesuffix(".0") for c in f] for f in hoja] == filas
