"""Las pantallas de control: quién miró, quién cambió, sello, alertas, incidentes y ARCO."""

from datetime import timedelta

import pytest
from django.contrib.auth.signals import user_login_failed
from django.test import RequestFactory
from django.urls import reverse
from django.utils import timezone

from tests.fabricas.cuentas import usuario
from trata.auditoria import acciones, alertas, consultas, demostracion
from trata.auditoria.contexto import como
from trata.auditoria.models import (
    Acceso,
    Alerta,
    Entrada,
    Incidente,
    PeticionDeVerificacion,
    SolicitudArco,
    Verificacion,
)
from trata.comun.errores import ErrorDeDominio, EstadoInvalidoError, SinPermisoError
from trata.cuentas.models import Usuario

SIN_PARAMETROS = ("inicio", "historia", "accesos", "sello", "incidentes", "solicitudes")


@pytest.fixture
def auditora(client, db):
    persona = usuario("auditor", username="augusta", nombres="Augusta")
    client.force_login(persona, backend="django.contrib.auth.backends.ModelBackend")
    return persona


def leer(client, nombre, **consulta):
    respuesta = client.get(reverse(f"auditoria:{nombre}"), consulta)
    assert respuesta.status_code == 200
    return respuesta.content.decode()


def acceso(quien, objeto_id="v1", hace=timedelta(0), **campos):
    return Acceso.objects.create(
        usuario=quien,
        rol="analista",
        objeto_tipo="cuentas.usuario",
        objeto_id=objeto_id,
        campos=["nombres"],
        motivo="Citación",
        momento=timezone.now() - hace,
        **campos,
    )


def incidente(por, **campos):
    ahora = timezone.now()
    datos = {
        "titulo": "Cuenta prestada",
        "tipo": "acceso_indebido",
        "conocido_en": ahora,
        "desde": ahora - timedelta(days=1),
    }
    return acciones.registrar_incidente(datos=datos | campos, por=por)


@pytest.mark.django_db
@pytest.mark.parametrize("rol", ["analista", "validador", "administrador", "direccion"])
def test_las_pantallas_de_control_son_de_quien_audita(client, rol):
    client.force_login(usuario(rol), backend="django.contrib.auth.backends.ModelBackend")
    for nombre in SIN_PARAMETROS:
        assert client.get(reverse(f"auditoria:{nombre}")).status_code == 403


def test_la_portada_dice_si_la_historia_esta_integra_o_no(client, auditora):
    assert "aún no se ha verificado" in leer(client, "inicio")
    Verificacion.objects.create(
        lotes=3, filas=20, por_sellar=0, milisegundos=5, hallazgos_en_total=0
    )
    assert "La historia está íntegra" in leer(client, "inicio")
    hallazgo = {"tipo": "fila borrada", "tabla": "t_x", "fila": 7, "lote": 2, "detalle": ""}
    Verificacion.objects.create(
        lotes=3, filas=20, por_sellar=0, milisegundos=5, hallazgos_en_total=1, hallazgos=[hallazgo]
    )
    assert "Alguien alteró la historia" in leer(client, "inicio")
    pagina = leer(client, "sello")
    assert "Fila borrada" in pagina
    assert "t_x" in pagina


def test_quien_vio_un_registro_entre_dos_fechas_en_una_consulta(
    client, auditora, django_assert_num_queries
):
    ana, bruno = usuario(nombres="Ana Vio"), usuario(nombres="Bruno Vio")
    acceso(ana)
    acceso(ana, hace=timedelta(days=1))
    acceso(bruno, hace=timedelta(days=40))
    acceso(bruno, objeto_id="otro")
    ahora = timezone.now()
    with django_assert_num_queries(1):
        vieron = consultas.quien_vio(
            objeto_tipo="cuentas.usuario",
            objeto_id="v1",
            desde=ahora - timedelta(days=7),
            hasta=ahora,
        )
    assert [(v.nombre, v.veces) for v in vieron] == [("Ana Vio", 2)]
    pagina = leer(
        client,
        "accesos",
        objeto_tipo="cuentas.usuario",
        objeto_id="v1",
        desde=(timezone.localdate() - timedelta(days=7)).isoformat(),
    )
    assert "Ana Vio" in pagina
    assert "Bruno Vio" not in pagina


def test_la_lista_de_accesos_cuesta_lo_mismo_con_uno_que_con_veinte(
    client, auditora, django_assert_max_num_queries, django_assert_num_queries
):
    acceso(auditora)
    leer(client, "accesos")
    with django_assert_max_num_queries(25) as uno:
        leer(client, "accesos")
    for _ in range(20):
        acceso(usuario())
    with django_assert_num_queries(len(uno.captured_queries)):
        leer(client, "accesos")


def test_el_csv_de_accesos_no_ejecuta_formulas(client, auditora):
    Acceso.objects.create(
        usuario=auditora, objeto_tipo="x.y", objeto_id="1", campos=[], motivo="=HYPERLINK(1)"
    )
    texto = client.get(reverse("auditoria:accesos_csv")).content.decode("utf-8-sig")
    assert '"\'=HYPERLINK(1)"' in texto


def test_el_rastro_se_filtra_por_quien_que_y_accion_y_no_ensena_textos(client, auditora):
    ana = usuario("analista", username="ana_rastro", nombres="Ana Rastro")
    with como(ana, motivo="alta de prueba"):
        nueva = usuario(username="nueva_persona", nombres="Nombre Secreto")
        Usuario.objects.filter(pk=nueva.pk).update(nombres="Otro Secreto", is_active=False)
    pagina = leer(client, "historia", usuario="ana_rastro", tabla="cuentas_usuarioevent")
    assert "Ana Rastro" in pagina
    assert "alta de prueba" in pagina
    assert pagina.count("<tr>") == 3
    evento = Usuario.pgh_event_model.objects.get(pgh_obj_id=nueva.pk, pgh_label="cambio")
    detalle = client.get(
        reverse("auditoria:evento", args=["cuentas_usuarioevent", evento.pk])
    ).content.decode()
    assert "Activo" in detalle
    assert "Dato reservado" in detalle
    assert "Secreto" not in detalle
    assert "Ningún cambio" in leer(client, "historia", usuario="nadie")


def test_el_rastro_sigue_hacia_atras_sin_repetir(client, auditora, monkeypatch):
    monkeypatch.setattr("trata.auditoria.views.rastro.POR_PAGINA", 5)
    for n in range(8):
        usuario(username=f"pagina{n}")
    primera = leer(client, "historia", tabla="cuentas_usuarioevent")
    assert "Más antiguo" in primera
    csv = client.get(reverse("auditoria:historia_csv"), {"tabla": "cuentas_usuarioevent"})
    assert len(csv.content.decode("utf-8-sig").splitlines()) >= 9


def test_una_tabla_que_no_es_de_historia_no_se_puede_mirar(client, auditora):
    for tabla in ("cuentas_usuario", "pg_authid", "django_session"):
        assert client.get(reverse("auditoria:evento", args=[tabla, 1])).status_code == 404
    leer(client, "historia", tabla="cuentas_usuario")


def test_pedir_verificacion_deja_un_solo_recado_al_sellador(client, auditora):
    for _ in range(2):
        client.post(reverse("auditoria:verificar"))
    assert PeticionDeVerificacion.objects.count() == 1
    assert "Verificación pedida" in leer(client, "sello")


def test_el_ancla_se_descarga_cuando_hay_lotes(client, auditora):
    assert client.get(reverse("auditoria:ancla")).status_code == 404


@pytest.mark.django_db
def test_las_cuatro_reglas_de_alerta_avisan_una_vez_y_lo_habitual_no(settings):
    settings.UMBRALES_DE_ALERTA = settings.UMBRALES_DE_ALERTA | {"masivo": 12, "nocturno": 3}
    auditora = usuario("auditor")
    mediodia = timezone.localtime().replace(hour=12, minute=5)
    ahora = mediodia + timedelta(hours=6)
    tranquila, masiva, noctambula, curiosa, desusada = (usuario() for _ in range(5))

    def pon(quien, momento, objeto="v1"):
        Acceso.objects.create(
            usuario=quien,
            objeto_tipo="cuentas.usuario",
            objeto_id=objeto,
            campos=[],
            motivo="m",
            momento=momento,
        )

    for minuto in range(5):
        pon(tranquila, mediodia + timedelta(minutes=minuto))
    for minuto in range(12):
        pon(masiva, mediodia + timedelta(minutes=minuto))
    for minuto in range(3):
        pon(noctambula, mediodia.replace(hour=2, minute=minuto))
    for dia in range(2, 9):
        pon(desusada, mediodia - timedelta(days=dia))
    for hora in range(11):
        pon(desusada, mediodia - timedelta(hours=2) + timedelta(minutes=20 * hora))
    acciones.poner_canario(
        datos={"objeto_tipo": "cuentas.usuario", "objeto_id": "señuelo", "nota": "prueba"},
        por=auditora,
    )
    pon(curiosa, mediodia, "señuelo")
    assert alertas.revisar(ahora) == 4
    assert alertas.revisar(ahora) == 0
    assert {(a.regla, a.usuario_id) for a in Alerta.objects.all()} == {
        ("masivo", masiva.pk),
        ("nocturno", noctambula.pk),
        ("canario", curiosa.pk),
        ("desusado", desusada.pk),
    }


def alerta_de(quien):
    ahora = timezone.now()
    return Alerta.objects.create(
        regla="masivo", clave="x", usuario=quien, desde=ahora, hasta=ahora, accesos=30, detalle="d"
    )


def test_una_alerta_se_revisa_con_explicacion_y_nadie_revisa_la_suya(client, auditora):
    alerta = alerta_de(usuario("analista"))
    ruta = reverse("auditoria:alerta", args=[alerta.uuid])
    assert client.post(ruta, {"estado": "justificada"}).status_code == 422
    client.post(ruta, {"estado": "justificada", "nota": "Operativo de ayer"})
    alerta.refresh_from_db()
    assert (alerta.estado, alerta.revisada_por) == ("justificada", auditora)
    with pytest.raises(EstadoInvalidoError):
        acciones.revisar_alerta(alerta=alerta, estado="incidente", nota="x", por=auditora)
    propia = Alerta.objects.create(
        regla="masivo",
        clave="y",
        usuario=auditora,
        desde=timezone.now(),
        hasta=timezone.now(),
        accesos=30,
        detalle="d",
    )
    with pytest.raises(ErrorDeDominio, match="Otra persona"):
        acciones.revisar_alerta(alerta=propia, estado="justificada", nota="x", por=auditora)


def test_el_reloj_de_un_incidente_corre_desde_que_se_conoce_y_no_se_puede_atrasar(auditora):
    hace = timezone.now() - timedelta(hours=50)
    caso = incidente(auditora, conocido_en=hace, desde=hace - timedelta(hours=1))
    assert caso.numero == f"INC-{timezone.localdate().year}-001"
    assert caso.vence_en == hace + timedelta(hours=48)
    assert caso.esta_vencido
    acciones.editar_incidente(
        incidente=caso, datos={"conocido_en": timezone.now(), "titulo": "Otro"}, version=1,
        por=auditora,
    )  # fmt: skip
    caso.refresh_from_db()
    assert (caso.titulo, caso.conocido_en) == ("Otro", hace)
    with pytest.raises(ErrorDeDominio, match="futuro"):
        incidente(auditora, conocido_en=timezone.now() + timedelta(hours=1))


def test_los_pasos_de_un_incidente_se_anotan_una_vez_y_no_se_cierra_sin_notificar(client, auditora):
    caso = incidente(auditora)
    with pytest.raises(EstadoInvalidoError, match="notificación"):
        acciones.marcar_hito(incidente=caso, hito="cerrado_en", por=auditora)
    for hito in ("borrador_en", "notificado_en", "cerrado_en"):
        client.post(reverse("auditoria:incidente_hito", args=[caso.uuid, hito]))
    caso.refresh_from_db()
    assert caso.cerrado_en is not None
    with pytest.raises(EstadoInvalidoError):
        acciones.marcar_hito(incidente=caso, hito="borrador_en", por=auditora)
    with pytest.raises(ErrorDeDominio):
        acciones.marcar_hito(incidente=caso, hito="version", por=auditora)
    with pytest.raises(SinPermisoError):
        acciones.marcar_hito(incidente=caso, hito="afectados_en", por=usuario("analista"))


def test_el_incidente_lista_afectados_y_accesos_de_su_intervalo(client, auditora):
    sospechosa = usuario(nombres="Sospechosa")
    for n in range(3):
        acceso(sospechosa, f"v{n}", hace=timedelta(hours=1))
    acceso(usuario(), "ajena", hace=timedelta(hours=1))
    acceso(sospechosa, "antigua", hace=timedelta(days=9))
    caso = incidente(auditora, usuario=sospechosa)
    assert {a["objeto_id"] for a in consultas.afectados_de_incidente(caso)} == {"v0", "v1", "v2"}
    pagina = client.get(reverse("auditoria:incidente", args=[caso.uuid])).content.decode()
    assert "Sospechosa" in pagina
    assert "antigua" not in pagina
    archivo = client.get(reverse("auditoria:incidente_csv", args=[caso.uuid])).content.decode()
    assert len(archivo.splitlines()) == 4


def test_un_incidente_se_registra_y_se_corrige_por_pantalla(client, auditora):
    ahora = timezone.localtime()
    datos = {
        "titulo": "Portátil perdido",
        "tipo": "equipo_perdido",
        "conocido_en": f"{ahora:%Y-%m-%dT%H:%M}",
        "desde": f"{ahora - timedelta(days=1):%Y-%m-%dT%H:%M}",
    }
    assert client.get(reverse("auditoria:incidente_nuevo")).status_code == 200
    client.post(reverse("auditoria:incidente_nuevo"), datos)
    caso = Incidente.objects.get()
    mala = datos | {"hasta": f"{ahora - timedelta(days=3):%Y-%m-%dT%H:%M}", "version": "1"}
    ruta = reverse("auditoria:incidente_editar", args=[caso.uuid])
    respuesta = client.post(ruta, mala)
    assert respuesta.status_code == 422
    assert "no puede ser anterior a su inicio" in respuesta.content.decode()
    client.post(ruta, datos | {"titulo": "Portátil hallado", "version": "1"})
    caso.refresh_from_db()
    assert (caso.titulo, caso.version) == ("Portátil hallado", 2)
    assert client.post(ruta, datos | {"version": "1"}).status_code == 409


def test_una_solicitud_arco_guarda_cifrado_quien_la_pide_y_verla_queda_anotado(client, auditora):
    hoy = timezone.localdate()
    assert client.get(reverse("auditoria:solicitud_nueva")).status_code == 200
    client.post(
        reverse("auditoria:solicitud_nueva"),
        {
            "nombre": "Rosa Solicitante",
            "contacto": "rosa@ejemplo.pe",
            "tipo": "acceso",
            "descripcion": "Quiere ver sus datos",
            "recibida_el": hoy.isoformat(),
            "vence_el": (hoy + timedelta(days=20)).isoformat(),
        },
    )
    solicitud = SolicitudArco.objects.get()
    assert "Rosa" not in solicitud.solicitante
    assert "solicitante" not in {
        c.name for c in SolicitudArco.pgh_event_model._meta.concrete_fields
    }
    ruta = reverse("auditoria:solicitud", args=[solicitud.uuid])
    assert "Rosa Solicitante" in client.get(ruta).content.decode()
    assert Acceso.objects.get().campos == ["solicitante", "contacto"]
    assert client.post(ruta, {"estado": "atendida", "version": "1"}).status_code == 422
    client.post(ruta, {"estado": "atendida", "respuesta": "Se le entregó", "version": "1"})
    solicitud.refresh_from_db()
    assert (solicitud.estado, solicitud.respondida_en is not None) == ("atendida", True)
    assert solicitud.numero in leer(client, "solicitudes")


@pytest.mark.django_db
def test_la_demostracion_llena_el_control_una_sola_vez():
    for nombre, rol in (
        ("ana", "analista"),
        ("bruno", "analista"),
        ("nora", "analista"),
        ("augusto", "auditor"),
    ):
        usuario(rol, username=nombre, es_demostracion=True)
    for _ in range(2):
        demostracion.poblar(lambda _: None)
    assert Acceso.objects.count() > 40
    assert {"nocturno", "masivo"} <= set(Alerta.objects.values_list("regla", flat=True))
    assert (Incidente.objects.count(), SolicitudArco.objects.count()) == (1, 2)
    assert consultas.afectados_de_incidente(Incidente.objects.get()).count() > 5


@pytest.mark.django_db
def test_entrar_salir_y_fallar_quedan_anotados_sin_lo_que_se_escribio(client):
    auditora = usuario("auditor", username="augusta", password="clave-de-prueba-larga-1")
    pedido = RequestFactory().post("/", REMOTE_ADDR="10.0.0.9", HTTP_USER_AGENT="Prueba/1")
    for cuenta in ("augusta", "mi-contraseña-secreta"):
        user_login_failed.send(sender=None, credentials={"username": cuenta}, request=pedido)
    client.force_login(auditora, backend="django.contrib.auth.backends.ModelBackend")
    assert list(Entrada.objects.order_by("pk").values_list("usuario", "resultado")) == [
        (auditora.pk, "fallo"),
        (None, "fallo"),
        (auditora.pk, "entro"),
    ]
    pagina = leer(client, "entradas", resultado="fallo")
    assert "10.0.0.9" in pagina
    assert "Cuenta desconocida" in pagina
    assert "secreta" not in pagina
    client.logout()
    assert Entrada.objects.filter(resultado="salio").count() == 1
