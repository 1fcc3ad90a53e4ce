"""La Comisión: composición por norma, quórum, acuerdos, obligaciones y calendario."""

from datetime import date, timedelta

import pytest
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from icalendar import Calendar

from politica.comision import acciones, catalogo, consultas, demostracion
from politica.comision.calendario import calendario
from politica.comision.models import Acuerdo, Composicion, Obligacion, Sesion
from politica.comision.reglas import quorum_de
from tests.fabricas.politica import punto_focal, secretaria, usuario
from trata.comun.errores import ConflictoError, ErrorDeDominio, EstadoInvalidoError, SinPermisoError
from trata.cuentas.models import Entidad
from trata.trabajos.models import Salida

pytestmark = pytest.mark.django_db


@pytest.fixture
def vera(db):
    return secretaria()


def cliente(quien) -> Client:
    nuevo = Client()
    nuevo.force_login(quien, backend="django.contrib.auth.backends.ModelBackend")
    return nuevo


def convocar(vera, dias=5, **cambios) -> Sesion:
    datos = {"tipo": "ordinaria", "fecha": timezone.now() + timedelta(days=dias), "lugar": "Sala"}
    return acciones.convocar_sesion(datos=datos | cambios, agenda=["Uno | DGSD", "Dos"], por=vera)


def asisten(sesion, cuantos, vera) -> Sesion:
    integran = [a.miembro_id for a in consultas.asistencias_de(sesion)][:cuantos]
    return acciones.registrar_asistencia(
        sesion=sesion, presentes=dict.fromkeys(integran, ""), por=vera
    )


@pytest.mark.parametrize(
    ("dia", "norma", "integrantes"),
    [
        (date(2020, 1, 1), "DS 001-2016-IN", 10),
        (date(2023, 6, 30), "DS 010-2022-IN", 14),
        (date(2026, 11, 24), "DS 006-2026-IN", 17),
    ],
)
def test_cada_fecha_tiene_la_composicion_de_su_norma(dia, norma, integrantes):
    composicion = consultas.composicion_en(dia)
    assert composicion.norma == norma
    miembros = consultas.miembros_de(composicion)
    assert sum(m.calidad != "participa" for m in miembros) == integrantes
    assert [m.entidad_id for m in miembros if m.calidad == "preside"] == ["mininter"]


def test_la_composicion_mala_dice_todos_sus_errores():
    malo = {
        "composiciones": [
            {
                "codigo": "x",
                "miembros": ["nadie", "mimp", "mimp"],
                "participan": [{"entidad": "tampoco"}],
            }
        ],
        "obligaciones": [{"codigo": "y", "mes": None, "dia": 3, "fuente": ""}],
    }
    texto = "\n".join(catalogo.errores_de_la_comision(malo, {"mimp"}))
    for esperado in ("nadie", "tampoco", "repite", "no dice su fuente", "tiene día y no mes"):
        assert esperado in texto


def test_el_quorum_es_mayoria_absoluta_de_quienes_integran(vera):
    assert [quorum_de(n) for n in (10, 14, 17)] == [6, 8, 9]
    sesion = convocar(vera)
    assert sesion.quorum_exigido == 9
    assert [p.expone for p in sesion.agenda.all()] == ["DGSD", ""]
    sesion = asisten(sesion, 8, vera)
    assert not consultas.quorum_de_sesion(sesion, consultas.asistencias_de(sesion)).alcanza
    sesion = asisten(sesion, 9, vera)
    assert consultas.quorum_de_sesion(sesion, consultas.asistencias_de(sesion)).alcanza


def test_quien_solo_participa_no_suma_quorum(vera):
    sesion = convocar(vera, quorum_exigido=1)
    participan = [
        a.miembro_id for a in consultas.asistencias_de(sesion) if a.miembro.calidad == "participa"
    ]  # noqa: E501
    acciones.registrar_asistencia(sesion=sesion, presentes=dict.fromkeys(participan, ""), por=vera)
    assert consultas.quorum_de_sesion(sesion, consultas.asistencias_de(sesion)).presentes == 0


def test_sin_quorum_no_se_instala_ni_acuerda(vera):
    sesion = acciones.cerrar_sesion(sesion=convocar(vera), desarrollo="", por=vera)
    assert sesion.estado == Sesion.Estado.SIN_QUORUM
    with pytest.raises(EstadoInvalidoError):
        acuerdo_de(sesion, vera)
    with pytest.raises(EstadoInvalidoError):
        asisten(sesion, 9, vera)


def acuerdo_de(sesion, vera, plazo=None) -> Acuerdo:
    datos = {
        "texto": "Remitir el informe",
        "responsable": Entidad.objects.get(pk="mimp"),
        "servicio": None,
        "plazo": plazo or timezone.localtime(sesion.fecha).date() + timedelta(days=30),
    }
    return acciones.registrar_acuerdo(sesion=sesion, datos=datos, por=vera)


def test_un_acuerdo_se_sigue_a_traves_de_las_sesiones(vera):
    acuerdo = acuerdo_de(asisten(convocar(vera, -40), 9, vera), vera)
    otra = convocar(vera)
    version = acuerdo.version
    datos = {"estado": "en_proceso", "texto": "Oficio 1", "sesion": otra, "cumplido_el": None}
    acuerdo = acciones.seguir_acuerdo(acuerdo=acuerdo, datos=datos, version=version, por=vera)
    with pytest.raises(ConflictoError):
        acciones.seguir_acuerdo(acuerdo=acuerdo, datos=datos, version=version, por=vera)
    with pytest.raises(ValidationError):
        acciones.seguir_acuerdo(
            acuerdo=acuerdo, datos=datos | {"estado": "cumplido"}, version=version + 1, por=vera
        )
    hecho = datos | {"estado": "cumplido", "cumplido_el": timezone.localdate()}
    acuerdo = acciones.seguir_acuerdo(acuerdo=acuerdo, datos=hecho, version=version + 1, por=vera)
    assert [s.estado for s in acuerdo.seguimientos.all()] == ["en_proceso", "cumplido"]
    assert not acuerdo.esta_abierto


def test_el_plazo_no_vence_antes_del_acuerdo(vera):
    sesion = asisten(convocar(vera), 9, vera)
    with pytest.raises(ValidationError) as error:
        acuerdo_de(sesion, vera, plazo=timezone.localdate() - timedelta(days=1))
    assert "plazo" in error.value.error_dict


def test_los_acuerdos_por_vencer_y_vencidos_se_recuerdan_una_vez_al_dia(vera):
    punto_focal()
    acuerdo = acuerdo_de(asisten(convocar(vera, -40), 9, vera), vera)
    for dia, esperado in (
        (acuerdo.plazo - timedelta(days=7), 1),
        (acuerdo.plazo + timedelta(days=1), 2),
    ):
        acciones.recordar_acuerdos(hoy=dia)
        acciones.recordar_acuerdos(hoy=dia)
        salidas = Salida.objects.filter(clave__startswith="comision:acuerdo")
        assert salidas.count() == esperado
    assert salidas.first().datos["para"] == ["paula@ejemplo.pe"]


def test_solo_la_secretaria_gestiona(vera):
    clara = usuario("clara", "comisionado", "mimp")
    with pytest.raises(SinPermisoError):
        convocar(clara)
    navegador = cliente(clara)
    assert navegador.get(reverse("comision:inicio")).status_code == 200
    assert navegador.get(reverse("comision:sesion_nueva")).status_code == 403


def test_el_acta_se_reconoce_por_su_contenido(vera):
    sesion = convocar(vera)
    with pytest.raises(ErrorDeDominio):
        acciones.adjuntar_acta(
            sesion=sesion, archivo=SimpleUploadedFile("a.pdf", b"hola"), por=vera
        )
    pdf = SimpleUploadedFile("acta.pdf", b"%PDF-1.4\n%acta")
    acciones.adjuntar_acta(sesion=sesion, archivo=pdf, por=vera)
    respuesta = cliente(vera).get(reverse("comision:acta", args=[sesion.uuid]))
    assert b"".join(respuesta.streaming_content).startswith(b"%PDF")


def test_las_obligaciones_tienen_la_fecha_de_su_norma():
    limites = {v.obligacion.pk: v.limite for v in consultas.vencimientos([2027])}
    assert limites == {
        "ceplan-cumplimiento": date(2027, 6, 15),
        "ceplan-informe-anual": date(2027, 7, 15),
        "congreso-ley-29918": date(2027, 9, 30),
        "congreso-informe-anual": date(2027, 12, 31),
    }


def test_el_calendario_se_puede_leer_y_no_se_duplica(vera):
    sesion = convocar(vera)
    acuerdo_de(sesion, vera)

    def leer():
        archivo = calendario(
            consultas.vencimientos([2027]), list(consultas.sesiones()), list(consultas.acuerdos())
        )
        return Calendar.from_ical(archivo)

    eventos = leer().walk("VEVENT")
    assert len(eventos) == 4 + 1 + 1
    assert {str(e["uid"]) for e in eventos} == {str(e["uid"]) for e in leer().walk("VEVENT")}
    ceplan = next(e for e in eventos if "ceplan-cumplimiento-2027" in e["uid"])
    assert ceplan.decoded("dtstart") == date(2027, 6, 15)


def test_la_suscripcion_vale_mientras_la_persona_tenga_su_rol(vera):
    ruta = reverse("comision:suscripcion", args=[consultas.llave_de_calendario(vera)])
    anonimo = Client()
    respuesta = anonimo.get(ruta)
    assert respuesta.status_code == 200
    assert respuesta.content.startswith(b"BEGIN:VCALENDAR")
    assert anonimo.get(ruta.replace(".ics", "x.ics")).status_code == 404
    vera.designaciones.update(revocada_en=timezone.now())
    assert anonimo.get(ruta).status_code == 404


def test_cada_pantalla_abre(vera):
    demostracion.poblar(lambda _: None)
    demostracion.poblar(lambda _: None)
    assert Sesion.objects.filter(es_sintetico=True).count() == 4
    navegador = cliente(vera)
    sesion, acuerdo = Sesion.objects.first(), Acuerdo.objects.first()
    rutas = [
        reverse(f"comision:{n}")
        for n in ("inicio", "miembros", "acuerdos", "calendario", "designar", "ics", "sesion_nueva")
    ]
    rutas += [
        reverse(f"comision:{n}", args=[sesion.uuid])
        for n in ("sesion", "asistencia", "sesion_editar", "acuerdo_nuevo", "acta_subir")
    ]
    rutas += [reverse("comision:acuerdo", args=[acuerdo.uuid])]
    rutas += [reverse("comision:rendir", args=["ceplan-cumplimiento"])]
    for ruta in rutas:
        respuesta = navegador.get(ruta)
        assert respuesta.status_code == 200, ruta


def test_se_convoca_se_pasa_lista_se_cierra_y_se_rinde_desde_los_formularios(vera):
    demostracion.poblar(lambda _: None)
    navegador = cliente(vera)
    datos = {
        "tipo": "extraordinaria",
        "fecha": "2026-12-10T10:00",
        "lugar": "Sala",
        "agenda": "Uno\nDos",
    }
    respuesta = navegador.post(reverse("comision:sesion_nueva"), datos)
    assert respuesta.status_code == 302, respuesta.context["form"].errors
    nueva = Sesion.objects.get(tipo="extraordinaria")
    assert (nueva.numero, nueva.quorum_exigido, nueva.agenda.count()) == (1, 9, 2)
    filas = nueva.asistencias.all()[:9]
    pase = {f"asistio-{f.pk}": "on" for f in filas}
    assert (
        navegador.post(reverse("comision:asistencia", args=[nueva.uuid]), pase).status_code == 302
    )
    cerrar = navegador.post(
        reverse("comision:sesion_cerrar", args=[nueva.uuid]), {"desarrollo": "Ok"}
    )
    assert cerrar.status_code == 302
    nueva.refresh_from_db()
    assert nueva.estado == Sesion.Estado.REALIZADA
    hecho = {"anio": 2026, "documento": "Oficio 1", "fecha": "15/06/2026"}
    assert (
        navegador.post(reverse("comision:rendir", args=["ceplan-cumplimiento"]), hecho).status_code
        == 302
    )
    assert Obligacion.objects.get(pk="ceplan-cumplimiento").rendiciones.count() == 1


def test_la_carga_es_idempotente():
    for resultado in catalogo.cargar(verificar=False):
        assert (resultado.nuevos, resultado.cambiados, resultado.cerrados) == (0, 0, 0)
    assert Composicion.objects.count() == 3


def test_una_sesion_se_suspende_con_motivo_y_ya_no_acuerda(vera):
    sesion = convocar(vera)
    ruta = reverse("comision:sesion_suspender", args=[sesion.uuid])
    navegador = cliente(vera)
    assert navegador.post(ruta, {"desarrollo": ""}).status_code == 422
    assert navegador.post(ruta, {"desarrollo": "Sin sala disponible"}).status_code == 302
    sesion.refresh_from_db()
    assert sesion.estado == Sesion.Estado.SUSPENDIDA
    with pytest.raises(EstadoInvalidoError):
        acuerdo_de(sesion, vera)


def test_designar_a_otro_titular_termina_al_anterior_el_dia_previo(vera):
    datos = {
        "entidad": Entidad.objects.get(pk="mimp"), "tipo": "titular", "nombre": "Uno",
        "resolucion": "RM 1", "desde": date(2026, 1, 1),
    }  # fmt: skip
    primero = acciones.designar_representante(datos=datos, por=vera)
    nuevo = datos | {"nombre": "Dos", "resolucion": "RM 2", "desde": date(2026, 6, 1)}
    acciones.designar_representante(datos=nuevo, por=vera)
    primero.refresh_from_db()
    assert primero.hasta == date(2026, 5, 31)
    assert [r.nombre for r in consultas.representantes(date(2026, 7, 1))["mimp"]] == ["Dos"]


def test_el_formulario_de_rendir_dice_que_obligacion_es_y_trae_su_anio(vera):
    obligacion = Obligacion.objects.first()
    ruta = reverse("comision:rendir", args=[obligacion.pk])
    respuesta = cliente(vera).get(ruta, {"anio": "2025"})
    pagina = respuesta.content.decode()
    assert obligacion.titulo in pagina
    assert obligacion.norma in pagina
    assert respuesta.context["form"]["anio"].value() == 2025
    assert reverse("comision:calendario") in pagina
    assert cliente(vera).get(reverse("comision:rendir", args=["no-existe"])).status_code == 404
