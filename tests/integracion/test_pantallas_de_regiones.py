"""Las pantallas de regiones: lo propio se ve y lo ajeno no existe."""

import io
from datetime import date, timedelta

import pytest
from django.urls import reverse
from docx import Document
from openpyxl import Workbook

from regiones.acciones import sesiones
from regiones.acciones.capacitaciones import emitir_certificados
from regiones.demostracion import cargar
from regiones.models import (
    Acuerdo,
    BuenaPractica,
    Capacitacion,
    EncuentroMacrorregional,
    EspacioRegional,
    Participante,
    PlanAnual,
    Sesion,
)
from tests.fabricas import regiones as fabrica
from tests.fabricas.cuentas import usuario
from tests.fabricas.importacion import correr_trabajos
from trata.cuentas.demostracion import crear_usuarios
from trata.cuentas.models import Usuario

pytestmark = pytest.mark.django_db


@pytest.fixture
def carmen():
    return usuario("coordinador_regional", prefijos=("08",))


@pytest.fixture
def pantalla(client, carmen):
    client.force_login(carmen)
    return client


def ir(nombre, *partes):
    return reverse(f"regiones:{nombre}", args=partes)


@pytest.fixture
def demostracion(client):
    crear_usuarios(lambda _: None)
    cargar(lambda _: None)
    client.force_login(Usuario.objects.get(username="carmen"))
    return client


def test_la_pagina_de_cusco_dice_cada_hecho_de_la_presentacion(demostracion):
    pagina = demostracion.get(ir("region", "cusco") + "?anio=2021").content.decode()
    for hecho in (
        "79,6\xa0%",
        "56,4\xa0%",
        "73,5\xa0%",
        "79,8\xa0%",
        "14,6\xa0%",
        "9,7\xa0%",
        "426 de 535",
        "302 de 535",
        "669",
        "en 2 actividades, 2021",
        "Macro Región Policial Cusco",
        "Macro Región Policial Madre de Dios",
        "Ciberdelincuencia",
        "Atención de denuncias de personas desaparecidas",
        "Uso de tecnologías de la información y la comunicación",
        "julio de 2021",
        "Arequipa, Cusco, Madre de Dios, Moquegua, Puno, Tacna",
        "nudos críticos de la lucha contra la trata",
        "vigente hasta 2022",
        "2018–2022",
        "plan anual",
        "Creación de redes provinciales",
        "tercer nivel de gobierno",
        "capacidades de sus integrantes",
        "009-2021-IN",
        "3 objetivos prioritarios",
        "19 lineamientos y 42 servicios",
        "11 sectores del Poder Ejecutivo y 4 organismos autónomos",
        "001-2016-IN",
        "Viceministerio de Seguridad Pública",
        "Dirección General de Seguridad Democrática",
    ):
        assert hecho in pagina, hecho


def test_todas_las_pantallas_de_lectura_abren(demostracion):
    cusco = EspacioRegional.objects.get(codigo="cusco")
    sesion = Sesion.objects.filter(espacio=cusco).first()
    encuentro = EncuentroMacrorregional.objects.filter(anterior__isnull=False).first()
    lista = Capacitacion.objects.filter(forma="lista").first()
    paginas = [
        ir(n)
        for n in (
            *("lista", "cobertura", "alertas", "acuerdos", "fortalecimiento"),
            *("capacitaciones", "capacitacion_nueva", "encuentros", "encuentro_nuevo"),
        )
    ]
    paginas += [
        ir("espacio", cusco.uuid),
        ir("espacio_nuevo", cusco.uuid),
        ir("convocar", cusco.uuid),
        ir("sesion", sesion.uuid),
        ir("acuerdo", Acuerdo.objects.filter(espacio=cusco).first().uuid),
        ir("plan_anual", PlanAnual.objects.get(espacio=cusco).uuid),
        ir("capacitacion", lista.uuid),
        ir("participantes", lista.uuid),
        ir("encuentro", encuentro.uuid),
        ir("nudo_nuevo", encuentro.uuid),
        ir("adoptar", BuenaPractica.objects.first().uuid),
        ir("informe", "cusco", 2026),
    ]
    for pagina in paginas:
        assert demostracion.get(pagina).status_code == 200, pagina


def test_lo_de_loreto_no_existe_para_cusco(pantalla):
    loreto = fabrica.espacio("loreto")
    luis = usuario("coordinador_regional", prefijos=("16",))
    ajena = fabrica.sesion(loreto, luis)
    for pagina in (
        ir("region", "loreto"),
        ir("espacio", loreto.uuid),
        ir("convocar", loreto.uuid),
        ir("plan_nuevo", loreto.uuid),
        ir("sesion", ajena.uuid),
        ir("documento", ajena.uuid, "acta"),
        ir("informe", "loreto", 2026),
    ):
        assert pantalla.get(pagina).status_code == 404, pagina
    assert pantalla.post(ir("sesion_verbo", ajena.uuid, "cerrar")).status_code == 404
    assert pantalla.post(ir("convocar", loreto.uuid), {}).status_code == 404
    ajena.refresh_from_db()
    assert ajena.estado == "convocada"


def test_quien_solo_lee_no_convoca(client):
    client.force_login(usuario("comisionado"))
    cusco = fabrica.espacio()
    assert client.get(ir("region", "cusco")).status_code == 200
    assert client.get(ir("convocar", cusco.uuid)).status_code == 403
    assert client.post(ir("convocar", cusco.uuid), {}).status_code == 403


def test_una_sesion_anterior_a_su_convocatoria_vuelve_con_su_falta(pantalla):
    respuesta = pantalla.post(
        ir("convocar", fabrica.espacio().uuid),
        {
            "tipo": "ordinaria",
            "convocada_el": "2026-04-01",
            "fecha": "2026-03-01",
            "modalidad": "presencial",
            "agenda": "Uno\n\nDos",
        },
    )
    assert respuesta.status_code == 422
    assert "La sesión no puede ser anterior a su convocatoria." in respuesta.content.decode()
    assert not Sesion.objects.exists()


def test_el_acta_en_vivo_de_principio_a_fin(pantalla, carmen):
    cusco = fabrica.espacio()
    todas = [fabrica.integrante(cusco, f"Institución {n}", carmen) for n in range(3)]
    pantalla.post(
        ir("convocar", cusco.uuid),
        {
            "tipo": "ordinaria",
            "convocada_el": "2026-03-01",
            "fecha": "2026-03-15",
            "modalidad": "presencial",
            "agenda": "Uno\nDos",
        },
    )
    sesion = Sesion.objects.get()
    assert sesion.agenda == ["Uno", "Dos"]
    verbo = lambda v, **d: pantalla.post(ir("sesion_verbo", sesion.uuid, v), d)  # noqa: E731
    verbo("instalar")
    sesion.refresh_from_db()
    assert sesion.estado == "convocada"
    for una in todas[:2]:
        verbo("asistencia", integrante=una.uuid, estado="presente")
    verbo("instalar")
    pantalla.post(
        ir("acuerdo_nuevo", sesion.uuid),
        {"texto": "Elaborar el protocolo", "responsable": todas[0].pk, "plazo": "2026-05-01"},
    )
    verbo("desarrollo", desarrollo="Se trató el protocolo & la ruta <urgente>.")
    verbo("cerrar")
    sesion.refresh_from_db()
    assert (sesion.estado, sesion.presentes, sesion.quorum_requerido) == ("realizada", 2, 2)
    archivo = pantalla.get(ir("documento", sesion.uuid, "acta"))
    documento = Document(io.BytesIO(archivo.content))
    texto = "\n".join(p.text for p in documento.paragraphs)
    assert "Elaborar el protocolo" in texto
    assert "protocolo & la ruta <urgente>" in texto
    assert "Hay quórum" in texto
    celdas = [c.text for fila in documento.tables[0].rows for c in fila.cells]
    assert celdas.count("Presente") == 2
    assert celdas.count("Ausente") == 1


def _capacitacion(carmen, **datos):
    return Capacitacion.objects.create(
        espacio=fabrica.espacio(),
        nombre="Curso",
        publico="pnp",
        anio=2026,
        estado="realizada",
        forma="lista",
        registrado_por=carmen,
        **datos,
    )


def _csv(filas):
    archivo = io.BytesIO(("documento;nombre;sexo\n" + "\n".join(filas)).encode())
    archivo.name = "lista.csv"
    return archivo


def test_los_documentos_repetidos_se_dicen_todos_y_no_se_guarda_nada(pantalla, carmen):
    capacitacion = _capacitacion(carmen)
    archivo = _csv(["45678901;Uno;F", "45678902;Dos;M", "45678901;Tres;M", "123;Cuatro;x"])
    respuesta = pantalla.post(ir("participantes", capacitacion.uuid), {"archivo": archivo})
    pagina = respuesta.content.decode()
    assert respuesta.status_code == 422
    assert "también está en el renglón 4" in pagina
    assert "también está en el renglón 2" in pagina
    assert "El DNI tiene 8 dígitos" in pagina
    assert "Escribe mujer, hombre o no consta" in pagina
    assert "45678901" not in pagina
    assert not Participante.objects.exists()


def test_diez_mil_participantes_en_un_xlsx_entran_y_diez_mil_uno_no(pantalla, carmen):
    capacitacion = _capacitacion(carmen)

    def libro(cuantas):
        hoja = (nuevo := Workbook(write_only=True)).create_sheet()
        hoja.append(["DNI", "Nombres y apellidos", "Sexo", "Nota salida"])
        for n in range(cuantas):
            hoja.append([f"{n:08d}", f"Persona {n}", "M" if n % 2 else "F", 15.5])
        nuevo.save(salida := io.BytesIO())
        salida.seek(0)
        salida.name = "lista.xlsx"
        return salida

    ruta = ir("participantes", capacitacion.uuid)
    assert pantalla.post(ruta, {"archivo": libro(10_001)}).status_code == 302
    (de_mas,) = correr_trabajos()
    assert de_mas.resumen == {"participantes agregados": 0, "por corregir": 1}
    assert "el máximo es 10\u00a0000" in b"".join(de_mas.contenido()).decode()
    assert not capacitacion.participantes.exists()
    respuesta = pantalla.post(ruta, {"archivo": libro(10_000)})
    assert "/trabajos/" in respuesta.url
    (hecho,) = correr_trabajos()
    assert hecho.resumen == {"participantes agregados": 10_000}
    assert capacitacion.participantes.count() == 10_000
    uno = capacitacion.participantes.first()
    assert "Persona" not in uno.nombre_cifrado
    assert len(uno.indice_documento) == 64


def test_la_lista_de_regiones_cuesta_lo_mismo_con_una_que_con_todas(
    client, django_assert_max_num_queries
):
    client.force_login(usuario("direccion"))
    with django_assert_max_num_queries(30):
        assert client.get(ir("lista")).status_code == 200


def test_verificar_un_certificado_no_pide_entrar_ni_dice_de_quien_es(client, carmen):
    capacitacion = _capacitacion(carmen)
    client.force_login(carmen)
    client.post(
        ir("participantes", capacitacion.uuid), {"archivo": _csv(["45678901;Rosa Prueba;F"])}
    )
    client.logout()
    (emitido,) = emitir_certificados(
        capacitacion=capacitacion, participantes=list(capacitacion.participantes.all()), por=carmen
    )
    pagina = client.get(ir("certificado", emitido.codigo)).content.decode()
    assert "Certificado válido" in pagina
    assert "Rosa" not in pagina
    assert "Curso" not in pagina
    assert client.get(ir("certificado", "NOEXISTE")).status_code == 404


def test_seguir_un_acuerdo_exige_evidencia_para_darlo_por_cumplido(pantalla, carmen):
    cusco = fabrica.espacio()
    todas = [fabrica.integrante(cusco, f"Institución {n}", carmen) for n in range(2)]
    sesion = fabrica.sesion(cusco, carmen)
    for una in todas:
        sesiones.registrar_asistencia(sesion=sesion, integrante=una, estado="presente", por=carmen)
    sesion = sesiones.instalar_sesion(sesion=sesion, por=carmen)
    acuerdo = sesiones.tomar_acuerdo(
        sesion=sesion,
        datos={
            "texto": "Algo",
            "responsable": todas[0],
            "plazo": sesion.fecha + timedelta(days=1),
        },
        por=carmen,
    )
    ruta = ir("acuerdo", acuerdo.uuid)
    datos = {"version": 1, "estado": "cumplido", "responsable": todas[0].pk}
    assert pantalla.post(ruta, datos).status_code == 422
    datos |= {"cumplido_el": date(2026, 4, 1), "evidencia": "Oficio 1"}
    assert pantalla.post(ruta, datos).status_code == 302
    assert pantalla.post(ruta, datos).status_code == 409


def test_el_plan_anual_se_aprueba_desde_su_pagina_y_una_version_vieja_no_pisa(pantalla):
    plan = PlanAnual.objects.create(espacio=fabrica.espacio("cusco"), anio=2026)
    ruta = ir("plan_anual_editar", plan.uuid)
    assert ruta in pantalla.get(ir("plan_anual", plan.uuid)).content.decode()
    datos = {
        "anio": "2026",
        "estado": "aprobado",
        "documento_de_aprobacion": "Acta 2",
        "version": str(plan.version),
    }
    respuesta = pantalla.post(ruta, datos)
    assert respuesta.url == ir("plan_anual", plan.uuid)
    plan.refresh_from_db()
    assert (plan.estado, plan.documento_de_aprobacion) == ("aprobado", "Acta 2")
    assert pantalla.post(ruta, datos | {"estado": "cerrado"}).status_code in {409, 422}
    plan.refresh_from_db()
    assert plan.estado == "aprobado"
    ajeno = PlanAnual.objects.create(espacio=fabrica.espacio("loreto"), anio=2026)
    assert pantalla.post(ir("plan_anual_editar", ajeno.uuid), datos).status_code == 404


def test_un_formulario_dice_de_que_cuelga_y_cancelar_vuelve_a_ello(pantalla, carmen):
    espacio = fabrica.espacio()
    for nombre in ("convocar", "espacio_editar", "plan_nuevo", "meta"):
        pagina = pantalla.get(ir(nombre, espacio.uuid)).content.decode()
        assert f'<a href="{ir("espacio", espacio.uuid)}">Cancelar</a>' in pagina, nombre
        assert f'<li><a href="{ir("lista")}">Regiones</a></li>' in pagina, nombre
        assert "---------" not in pagina, nombre


def test_quien_solo_lee_no_recibe_en_el_cronograma_enlaces_que_le_dan_403(demostracion):
    actividad = PlanAnual.objects.filter(espacio__codigo="cusco").first()
    enlace = f"/regiones/actividades/{actividad.actividades.first().uuid}/"
    ruta = ir("plan_anual", actividad.uuid)
    assert enlace in demostracion.get(ruta).content.decode()
    demostracion.force_login(Usuario.objects.get(username="clara"))
    assert enlace not in demostracion.get(ruta).content.decode()
