"""Espacios, integrantes, sesiones y planes sobre la base real."""

from datetime import date, timedelta

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction

from regiones import catalogo
from regiones.acciones import espacios as acciones
from regiones.acciones import planes, sesiones
from regiones.consultas import sesiones as consultas
from regiones.consultas.espacios import comparacion
from regiones.models import (
    EspacioRegional,
    Integrante,
    PlanRegional,
    Representante,
    Sesion,
)
from tests.fabricas import regiones as fabrica
from tests.fabricas.cuentas import usuario
from trata.comun.errores import (
    ConflictoError,
    ErrorDeDominio,
    EstadoInvalidoError,
    FueraDeAmbitoError,
    SinPermisoError,
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def carmen():
    return usuario("coordinador_regional", prefijos=("08",))


@pytest.fixture
def luis():
    return usuario("coordinador_regional", prefijos=("16",))


def test_hay_veintiseis_espacios_y_lima_metropolitana_va_aparte():
    regionales = EspacioRegional.objects.regionales()
    assert regionales.count() == 26
    assert EspacioRegional.objects.get(codigo="lima-metropolitana").ubigeo_id == "1501"
    assert EspacioRegional.objects.get(codigo="lima-provincias").excluye == "1501"


def test_cargar_otra_vez_no_cambia_nada_y_respeta_lo_corregido(carmen):
    assert not any(r.nuevos or r.cambiados for r in catalogo.cargar(verificar=False))
    cusco = fabrica.espacio()
    acciones.editar_espacio(
        espacio=cusco, datos={"presidencia": "Gobernación Regional"}, version=1, por=carmen
    )
    catalogo.cargar(verificar=False)
    assert EspacioRegional.objects.get(codigo="cusco").presidencia == "Gobernación Regional"


def test_el_catalogo_dice_todos_sus_defectos():
    malo = {
        "regionales": [
            {
                "codigo": "a",
                "normas": [{"efecto": "x"}],
                "planes": [{"anio_inicio": 2022, "anio_fin": 2020}],
            }
        ],
        "locales": [{"codigo": "a", "padre": "z"}],
    }
    assert len(catalogo.errores_de_espacios(malo)) == 5


def test_la_coordinadora_de_cusco_no_escribe_en_loreto(carmen):
    loreto = fabrica.espacio("loreto")
    assert not EspacioRegional.objects.visibles_para(carmen).filter(pk=loreto.pk).exists()
    with pytest.raises(FueraDeAmbitoError):
        fabrica.integrante(loreto, "Una institución", carmen)
    with pytest.raises(FueraDeAmbitoError):
        fabrica.sesion(loreto, carmen)


def test_quien_solo_lee_no_escribe():
    lector = usuario("comisionado")
    with pytest.raises(SinPermisoError):
        fabrica.integrante(fabrica.espacio(), "Una institución", lector)


def test_una_red_provincial_cuelga_de_su_region(carmen):
    cusco = fabrica.espacio()
    datos = {
        "nombre": "Red Provincial de La Convención",
        "region": "La Convención",
        "nivel": "provincial",
        "clase": "red",
        "ubigeo_id": "0809",
        "padre": cusco,
    }
    red = acciones.registrar_espacio(datos=datos, por=carmen)
    assert list(cusco.hijos.all()) == [red]
    with pytest.raises(ErrorDeDominio) as error:
        acciones.registrar_espacio(datos=datos | {"ubigeo_id": "1601"}, por=carmen)
    assert error.value.codigo == "lugar_fuera_del_padre"


def test_dos_periodos_de_la_misma_institucion_no_se_superponen(carmen):
    cusco = fabrica.espacio()
    fabrica.integrante(cusco, "Defensoría", carmen, date(2020, 1, 1), hasta=date(2022, 1, 1))
    fabrica.integrante(cusco, "Defensoría", carmen, date(2022, 1, 2))
    with pytest.raises(ValidationError) as error:
        fabrica.integrante(cusco, " defensoría ", carmen, date(2021, 6, 1), hasta=date(2021, 7, 1))
    assert "periodo_superpuesto" in str(error.value.error_dict["__all__"][0].code)


def test_la_base_rechaza_la_superposicion_aunque_nadie_valide(carmen):
    cusco = fabrica.espacio()
    uno = fabrica.integrante(cusco, "Defensoría", carmen)
    otro = Integrante(espacio=cusco, institucion="Defensoría", desde=date(2021, 1, 1))
    otro.poner_clave()
    with pytest.raises(IntegrityError), transaction.atomic():
        otro.save()
    titular = {"calidad": "titular", "nombres": "Persona Uno", "desde": date(2021, 1, 1)}
    acciones.registrar_representante(integrante=uno, datos=titular, por=carmen)
    with pytest.raises(IntegrityError), transaction.atomic():
        Representante(integrante=uno, **titular).save()
    Representante(integrante=uno, **titular | {"calidad": "alterno"}).save()


def test_el_titular_nuevo_cierra_al_anterior_y_la_historia_queda(carmen):
    uno = fabrica.integrante(fabrica.espacio(), "Defensoría", carmen)
    for nombre, dia in (("Persona Uno", date(2021, 1, 1)), ("Persona Dos", date(2023, 5, 10))):
        acciones.registrar_representante(
            integrante=uno,
            datos={"calidad": "titular", "nombres": nombre, "desde": dia},
            por=carmen,
        )
    primero, segundo = uno.representantes.order_by("desde")
    assert (primero.hasta, segundo.hasta) == (date(2023, 5, 9), None)
    assert primero.eventos.count() == 2


def test_una_institucion_escrita_dos_veces_o_ninguna_es_falta(carmen):
    for datos in ({"institucion": ""}, {"institucion": "X", "entidad_id": "mininter"}):
        with pytest.raises(ValidationError):
            acciones.registrar_integrante(
                espacio=fabrica.espacio(), datos={"desde": date(2020, 1, 1), **datos}, por=carmen
            )


def _cinco(carmen):
    cusco = fabrica.espacio()
    return cusco, [fabrica.integrante(cusco, f"Institución {n}", carmen) for n in range(5)]


def test_sin_quorum_no_se_instala_y_con_quorum_si(carmen):
    cusco, todas = _cinco(carmen)
    sesion = fabrica.sesion(cusco, carmen)
    for una in todas[:2]:
        sesiones.registrar_asistencia(sesion=sesion, integrante=una, estado="presente", por=carmen)
    quorum = consultas.estado_del_quorum(sesion)
    assert (quorum.habiles, quorum.requerido, quorum.presentes, quorum.faltan) == (5, 3, 2, 1)
    assert quorum.de_referencia
    with pytest.raises(ErrorDeDominio) as error:
        sesiones.instalar_sesion(sesion=sesion, por=carmen)
    assert error.value.codigo == "sin_quorum"
    sesiones.registrar_asistencia(sesion=sesion, integrante=todas[2], estado="presente", por=carmen)
    instalada = sesiones.instalar_sesion(sesion=sesion, por=carmen)
    acuerdo = sesiones.tomar_acuerdo(
        sesion=instalada,
        datos={"texto": "Elaborar el plan", "responsable": todas[0], "plazo": date(2026, 4, 1)},
        por=carmen,
    )
    assert acuerdo.numero == 1
    cerrada = sesiones.cerrar_sesion(sesion=instalada, por=carmen)
    assert (cerrada.estado, cerrada.presentes) == ("realizada", 3)
    assert cerrada.asistencias.filter(estado="ausente").count() == 2
    with pytest.raises(EstadoInvalidoError):
        sesiones.registrar_asistencia(
            sesion=cerrada, integrante=todas[4], estado="presente", por=carmen
        )


def test_quien_no_tiene_voto_no_cuenta_para_el_quorum(carmen):
    cusco, todas = _cinco(carmen)
    invitada = fabrica.integrante(cusco, "Invitada", carmen, con_voto=False)
    sesion = fabrica.sesion(cusco, carmen)
    sesiones.registrar_asistencia(sesion=sesion, integrante=invitada, estado="presente", por=carmen)
    assert consultas.estado_del_quorum(sesion).presentes == 0
    assert consultas.estado_del_quorum(sesion).habiles == len(todas)


def test_una_sesion_antes_de_su_convocatoria_no_entra_ni_por_la_base(carmen):
    cusco = fabrica.espacio()
    with pytest.raises(ValidationError):
        fabrica.sesion(cusco, carmen, convocada_el=date(2026, 4, 1))
    with pytest.raises(IntegrityError), transaction.atomic():
        Sesion(
            espacio=cusco,
            numero=1,
            tipo="ordinaria",
            convocada_el=date(2026, 4, 1),
            fecha=date(2026, 3, 1),
            modalidad="presencial",
            agenda=["x"],
        ).save()


def test_la_convocatoria_corta_es_un_aviso_que_se_confirma(carmen):
    lima = fabrica.espacio("lima-metropolitana")
    lucia = usuario("coordinador_regional", prefijos=("1501",))
    datos = {
        "tipo": "ordinaria",
        "convocada_el": date(2026, 3, 18),
        "fecha": date(2026, 3, 20),
        "modalidad": "presencial",
        "agenda": ["Uno"],
    }
    with pytest.raises(ValidationError) as error:
        sesiones.convocar_sesion(espacio=lima, datos=datos, por=lucia)
    assert error.value.error_dict["convocada_el"][0].es_aviso
    sesiones.convocar_sesion(
        espacio=lima, datos=datos, por=lucia, confirmados=("convocatoria_corta",)
    )


def test_el_plazo_de_un_acuerdo_no_antecede_a_su_sesion(carmen):
    cusco, todas = _cinco(carmen)
    sesion = fabrica.sesion(cusco, carmen)
    for una in todas:
        sesiones.registrar_asistencia(sesion=sesion, integrante=una, estado="presente", por=carmen)
    sesion = sesiones.instalar_sesion(sesion=sesion, por=carmen)
    with pytest.raises(ErrorDeDominio) as error:
        sesiones.tomar_acuerdo(
            sesion=sesion,
            datos={"texto": "x", "responsable_texto": "y", "plazo": date(2026, 3, 1)},
            por=carmen,
        )
    assert error.value.codigo == "plazo_antes_de_la_sesion"


def test_mas_de_tres_inasistencias_seguidas_levantan_alerta_y_tres_no(carmen):
    cusco, (falta, cumple, *_) = _cinco(carmen)
    for n in range(3):
        fabrica.sesion_con_asistencia(
            cusco, {cumple: "presente"}, carmen, fecha=date(2026, 1, 10) + timedelta(days=30 * n)
        )
    assert consultas.alertas_de_inasistencia([cusco]) == []
    fabrica.sesion_con_asistencia(cusco, {cumple: "presente"}, carmen, fecha=date(2026, 5, 10))
    alertas = consultas.alertas_de_inasistencia([cusco])
    assert falta in {a.integrante for a in alertas}
    assert cumple not in {a.integrante for a in alertas}
    assert {a.seguidas for a in alertas} == {4}


def test_un_espacio_que_no_sesiona_en_su_periodo_levanta_alerta(carmen):
    cusco = fabrica.espacio()
    acciones.editar_espacio(espacio=cusco, datos={"periodicidad": "mensual"}, version=1, por=carmen)
    alertas = consultas.alertas_de_sesion([cusco])
    assert [a.espacio for a in alertas] == [cusco]
    assert consultas.alertas_de_sesion([fabrica.espacio("loreto")]) == []


def test_un_plan_que_termina_antes_de_empezar_no_entra(carmen):
    with pytest.raises(ValidationError):
        planes.registrar_plan(
            espacio=fabrica.espacio(),
            datos={
                "nombre": "Plan",
                "anio_inicio": 2024,
                "anio_fin": 2022,
                "etapa": "formulado",
            },
            por=carmen,
        )
    with pytest.raises(IntegrityError), transaction.atomic():
        PlanRegional(
            espacio=fabrica.espacio(),
            nombre="P",
            anio_inicio=2024,
            anio_fin=2022,
            etapa="formulado",
        ).save()


def test_un_plan_aprobado_lleva_norma_y_la_version_vieja_no_pisa(carmen):
    plan = planes.registrar_plan(
        espacio=fabrica.espacio(),
        datos={"nombre": "Plan", "anio_inicio": 2026, "anio_fin": 2030, "etapa": "formulado"},
        por=carmen,
    )
    with pytest.raises(ValidationError):
        planes.editar_plan(plan=plan, datos={"etapa": "aprobado"}, version=1, por=carmen)
    plan.refresh_from_db()
    planes.editar_plan(
        plan=plan,
        datos={"etapa": "aprobado", "norma_de_aprobacion": "OR 1-2026"},
        version=1,
        por=carmen,
    )
    with pytest.raises(ConflictoError):
        planes.editar_plan(plan=plan, datos={"etapa": "validado"}, version=1, por=carmen)


def test_el_plan_de_cusco_rige_de_2018_a_2022_con_su_fuente():
    plan = PlanRegional.objects.get(espacio__codigo="cusco")
    assert plan.vigencia == "2018–2022"
    assert "168-2019" in plan.norma_de_aprobacion
    assert [a for a in range(2015, 2027) if plan.rige_en(a)] == [2018, 2019, 2020, 2021, 2022]
    assert plan.fuente_url


def test_un_plan_rige_lo_mismo_en_la_base_que_en_la_memoria(carmen):
    donde = fabrica.espacio("cusco")
    datos = {"nombre": "Otro", "etapa": "formulado", "anio_fin": 2026}
    planes.registrar_plan(espacio=donde, datos=datos | {"anio_inicio": 2024}, por=carmen)
    planes.registrar_plan(espacio=donde, datos=datos, por=carmen)
    todos = list(PlanRegional.objects.all())
    for anio in range(2015, 2030):
        en_la_base = set(PlanRegional.objects.que_rigen(anio))
        assert en_la_base == {p for p in todos if p.rige_en(anio)}, anio
        assert en_la_base == set(PlanRegional.objects.que_rigen(anio, anio))
    varios = set(PlanRegional.objects.que_rigen(2021, 2024))
    assert varios == {p for p in todos for a in range(2021, 2025) if p.rige_en(a)}


def test_la_comparacion_de_cada_anio_muestra_el_plan_que_regia(carmen):
    donde = fabrica.espacio("cusco")
    datos = {"nombre": "El nuevo", "etapa": "formulado", "anio_inicio": 2025, "anio_fin": 2028}
    planes.registrar_plan(espacio=donde, datos=datos, por=carmen)

    def fila(anio):
        [de_cusco] = [f for f in comparacion(carmen, anio) if f.espacio.pk == donde.pk]
        return de_cusco.plan.vigencia, de_cusco.plan_vigente

    assert fila(2020) == ("2018–2022", True)
    assert fila(2023) == ("2025–2028", False)
    assert fila(2026) == ("2025–2028", True)
    assert fila(2030) == ("2025–2028", False)


def test_luis_no_ve_lo_de_cusco(luis, carmen):
    cusco, _ = _cinco(carmen)
    sesion = fabrica.sesion(cusco, carmen)
    for modelo, objeto in (
        (Sesion, sesion),
        (PlanRegional, PlanRegional.objects.get(espacio__codigo="cusco")),
    ):
        assert not modelo.objects.visibles_para(luis).filter(pk=objeto.pk).exists()
        assert modelo.objects.visibles_para(carmen).filter(pk=objeto.pk).exists()
