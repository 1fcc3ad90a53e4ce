"""La bóveda, leer más del tope, suprimir y exportar mucho: nadie lo hace a solas."""

from datetime import timedelta

import pytest
from django.db import connection
from django.urls import reverse
from django.utils import timezone

from casos.acciones.apertura import abrir_caso
from casos.acciones.lecturas import pedir_lecturas, tope_de_lecturas
from casos.acciones.paradero import guardar_paradero, pedir_paradero, ver_paradero
from casos.acciones.revelar import CuotaAgotadaError, revelar_identidad
from casos.acciones.supresion import pedir_supresion
from casos.identidad import cuotas
from casos.models import (
    Asignacion,
    Atencion,
    Caso,
    ClaveDeNombre,
    DatoDeIdentidad,
    Identidad,
    Paradero,
    PersonaUnica,
    PosibleDuplicado,
)
from tests.fabricas.casos import crear_usuario
from tests.fabricas.identidad import caso_de, con_identidad
from trata.auditoria.models import Acceso
from trata.comun.errores import ErrorDeDominio, SinPermisoError
from trata.cuentas.acciones.autorizaciones import aprobar_autorizacion
from trata.cuentas.consultas import autorizaciones_por_decidir
from trata.cuentas.models import Autorizacion, Entidad
from trata.integracion import exportacion_masiva
from trata.integracion.exportacion_masiva import pedir_exportacion
from trata.trabajos.models import Trabajo

pytestmark = pytest.mark.django_db
MOTIVO = "Llevarla a declarar mañana con la UDAVIT"
DIRECCION = "Pasaje Imaginario 9, puerta verde"


@pytest.fixture
def ana(db):
    return crear_usuario("ana_2", "analista", "08")


@pytest.fixture
def vera(db):
    return crear_usuario("vera_2", "validador", "")


@pytest.fixture
def guardado(ana):
    return guardar_paradero(victima=caso_de(ana).victimas.get(), direccion=DIRECCION, por=ana)


def ver(paradero, por):
    return ver_paradero(paradero=paradero, por=por, segundos=90).direccion


def test_la_direccion_se_ve_una_vez_con_otra_persona_y_queda_anotada(guardado, ana, vera):
    with pytest.raises(SinPermisoError):
        ver(guardado, ana)
    pedido = pedir_paradero(paradero=guardado, motivo=MOTIVO, por=ana)
    with pytest.raises(SinPermisoError):
        ver(guardado, ana)
    aprobar_autorizacion(autorizacion=pedido, motivo="La audiencia es cierta", por=vera)
    assert ver(guardado, ana) == DIRECCION
    acceso = Acceso.objects.get(objeto_tipo="casos.paradero")
    assert (acceso.usuario, acceso.campos) == (ana, ["direccion"])
    assert "vera_2" in acceso.motivo
    with pytest.raises(SinPermisoError):
        ver(guardado, ana)


def test_la_autorizacion_es_de_quien_la_pidio_y_vence(guardado, ana, vera):
    pedido = pedir_paradero(paradero=guardado, motivo=MOTIVO, por=ana)
    aprobar_autorizacion(autorizacion=pedido, motivo="La audiencia es cierta", por=vera)
    otra = crear_usuario("otra_2", "analista", "08")
    guardado.caso.asignaciones.create(usuario=otra)
    with pytest.raises(SinPermisoError):
        ver(guardado, otra)
    antes = timezone.now() - timedelta(hours=25)
    Autorizacion.objects.update(pedida_en=antes, vence_en=antes + timedelta(hours=24))
    with pytest.raises(SinPermisoError):
        ver(guardado, ana)


def test_quien_autoriza_ve_el_caso_y_no_es_de_otra_region(guardado, ana):
    lejana = crear_usuario("lejana_2", "validador", "15")
    pedido = pedir_paradero(paradero=guardado, motivo=MOTIVO, por=ana)
    assert autorizaciones_por_decidir(lejana) == []
    with pytest.raises(SinPermisoError):
        aprobar_autorizacion(autorizacion=pedido, motivo="La audiencia es cierta", por=lejana)


def test_si_no_se_puede_anotar_no_se_muestra_ni_se_gasta(guardado, ana, vera, client, monkeypatch):
    pedido = pedir_paradero(paradero=guardado, motivo=MOTIVO, por=ana)
    aprobar_autorizacion(autorizacion=pedido, motivo="La audiencia es cierta", por=vera)
    client.force_login(ana)
    ruta = reverse("casos:paradero", args=[guardado.caso.uuid, guardado.victima.uuid])

    def roto(self, *args, **kwargs):
        with connection.cursor() as cursor:
            cursor.execute("SELECT 1/0")

    with monkeypatch.context() as m:
        m.setattr(Acceso, "save", roto)
        respuesta = client.post(ruta, {"ver": "1"})
    assert respuesta.status_code == 503
    assert "Imaginario" not in respuesta.content.decode()
    bien = client.post(ruta, {"ver": "1"})
    assert DIRECCION in bien.content.decode()
    assert bien.headers["Refresh"].endswith(ruta)
    assert client.post(ruta, {"ver": "1"}).status_code == 302


def test_la_direccion_no_esta_en_claro_en_ninguna_tabla_ni_pagina(guardado, ana, client):
    with connection.cursor() as cursor:
        cursor.execute("SELECT tablename FROM pg_tables WHERE tablename LIKE 'casos_paradero%'")
        for (tabla,) in cursor.fetchall():
            cursor.execute(f'SELECT count(*) FROM "{tabla}" t WHERE t::text LIKE %s', ["%Imag%"])
            assert cursor.fetchone()[0] == 0, tabla
    client.force_login(ana)
    victima = guardado.victima
    for ruta in (
        reverse("casos:paradero", args=[guardado.caso.uuid, victima.uuid]),
        reverse("casos:detalle", args=[guardado.caso.uuid]),
        reverse("casos:imprimir", args=[guardado.caso.uuid]),
        f"/api/v1/victimas/{victima.uuid}/",
    ):
        assert "Imaginario" not in client.get(ruta).content.decode()


def test_solo_quien_lleva_el_caso_guarda_y_vacia_la_boveda(guardado, ana, vera):
    otra = crear_usuario("otra_2", "analista", "08")
    for quien in (otra, vera):
        with pytest.raises(SinPermisoError):
            guardar_paradero(victima=guardado.victima, direccion="x", por=quien)
    guardar_paradero(victima=guardado.victima, direccion="", por=ana)
    with pytest.raises(ErrorDeDominio):
        pedir_paradero(paradero=Paradero.objects.get(), motivo=MOTIVO, por=ana)


def test_haber_abierto_el_caso_no_basta_para_guardar_ni_para_suprimir(ana):
    identidad = con_identidad(caso_de(ana), ana)
    caso, victima = identidad.caso, identidad.victima
    rosa = crear_usuario("rosa_2", "analista", "08")
    abrir_caso(caso=caso, motivo=MOTIVO, por=rosa)
    with pytest.raises(SinPermisoError, match="quien lleva el caso"):
        guardar_paradero(victima=victima, direccion=DIRECCION, por=rosa)
    with pytest.raises(SinPermisoError, match="quien lleva el caso"):
        pedir_supresion(identidad=identidad, motivo="Solicitud ARCO-2026-004", por=rosa)
    enlace = crear_usuario("enlace_2", "enlace_institucional", "08")
    Asignacion.objects.create(caso=caso, usuario=enlace)
    with pytest.raises(SinPermisoError):
        guardar_paradero(victima=victima, direccion=DIRECCION, por=enlace)
    with pytest.raises(SinPermisoError):
        pedir_supresion(identidad=identidad, motivo="Solicitud ARCO-2026-004", por=enlace)
    assert not Paradero.objects.exists()
    assert not Autorizacion.objects.exists()


def test_sin_abrir_el_caso_no_se_pide_la_direccion_ni_se_ve_la_autorizada(guardado, ana, vera):
    caso = guardado.caso
    rosa = crear_usuario("rosa_2", "analista", "08")
    with pytest.raises(SinPermisoError):
        pedir_paradero(paradero=guardado, motivo=MOTIVO, por=rosa)
    pedido = pedir_paradero(paradero=guardado, motivo=MOTIVO, por=ana)
    aprobar_autorizacion(autorizacion=pedido, motivo="La audiencia es cierta", por=vera)
    caso.asignaciones.all().update(hasta=timezone.now())
    with pytest.raises(SinPermisoError):
        ver(guardado, ana)
    assert not Acceso.objects.filter(objeto_tipo="casos.paradero").exists()


def test_la_boveda_no_recibe_textos_largos_ni_casos_anulados(guardado, ana):
    with pytest.raises(ErrorDeDominio, match="como máximo"):
        guardar_paradero(victima=guardado.victima, direccion="x" * 301, por=ana)
    Caso.objects.filter(pk=guardado.caso_id).update(
        estado="anulado", motivo_de_anulacion="Repetido"
    )
    with pytest.raises(ErrorDeDominio, match="anulado"):
        guardar_paradero(victima=guardado.victima, direccion="otra", por=ana)


def test_quien_acoge_no_se_nombra_en_la_ficha_la_impresion_ni_la_api(ana, client):
    caso = caso_de(ana)
    hogar = Entidad.objects.create(codigo="hogar-x", nombre="Hogar Inventado", tipo="otra")
    for tipo in ("acogida", "legal"):
        Atencion.objects.create(
            caso=caso,
            victima=caso.victimas.get(),
            tipo=tipo,
            entidad=hogar,
            fecha_de_inicio=timezone.localdate(),
        )
    client.force_login(ana)
    for vista in ("detalle", "imprimir"):
        texto = client.get(reverse(f"casos:{vista}", args=[caso.uuid])).content.decode()
        assert "Dato reservado" in texto
    por_lista = [
        client.get("/api/v1/atenciones/").json()["resultados"],
        client.get("/api/v1/casos/?incluir=atenciones").json()["resultados"][0]["atenciones"],
    ]
    for atenciones in por_lista:
        por_tipo = {a["tipo"]: a["entidad"] for a in atenciones}
        assert por_tipo == {"acogida": None, "legal": "hogar-x"}
    sueltas = client.get("/api/v1/atenciones/?campos=entidad").json()["resultados"]
    assert sorted(a["entidad"] or "" for a in sueltas) == ["", "hogar-x"]
    assert client.get("/api/v1/atenciones/", {"entidad": "hogar-x"}).status_code == 400
    for lista in ("/api/v1/atenciones/", "/api/v1/casos/?incluir=atenciones"):
        en_csv = client.get(lista, headers={"Accept": "text/csv"})
        assert en_csv.content.decode().count("hogar-x") <= 1


def test_pasado_el_tope_otra_persona_puede_subirlo_por_un_dia(ana, vera, monkeypatch):
    monkeypatch.setattr(cuotas, "LECTURAS_POR_DIA", 1)
    caso = caso_de(ana, victimas=2)
    revelar_identidad(identidad=con_identidad(caso, ana), motivo=MOTIVO, por=ana)
    segunda = con_identidad(caso, ana, 2, documento="00000018", nombres="Supuesta")
    with pytest.raises(CuotaAgotadaError):
        revelar_identidad(identidad=segunda, motivo=MOTIVO, por=ana)
    pedido = pedir_lecturas(cuantas=5, motivo=MOTIVO, por=ana)
    assert tope_de_lecturas(ana) == 1
    aprobar_autorizacion(autorizacion=pedido, motivo="Cierra el informe anual", por=vera)
    assert tope_de_lecturas(ana) == 6
    assert tope_de_lecturas(crear_usuario("rosa_2", "analista", "08")) == 1
    assert revelar_identidad(identidad=segunda, motivo=MOTIVO, por=ana).filas
    with pytest.raises(ErrorDeDominio):
        pedir_lecturas(cuantas=10_000, motivo=MOTIVO, por=ana)


def test_suprimir_borra_los_datos_y_deja_el_caso_y_la_constancia(ana, augusto):
    identidad = con_identidad(caso_de(ana), ana)
    paradero = guardar_paradero(victima=identidad.victima, direccion=DIRECCION, por=ana)
    pedido = pedir_supresion(identidad=identidad, motivo="Solicitud ARCO-2026-004", por=ana)
    assert Identidad.objects.get().nombres_cifrado
    assert autorizaciones_por_decidir(augusto) == [pedido]
    aprobar_autorizacion(autorizacion=pedido, motivo="Procede la cancelación", por=augusto)
    identidad.refresh_from_db()
    assert identidad.guardados == []
    assert identidad.suprimida_en is not None
    assert identidad.documento_indice == ""
    with pytest.raises(ErrorDeDominio, match="ningún dato guardado"):
        pedir_supresion(identidad=identidad, motivo="Solicitud ARCO-2026-005", por=ana)
    assert not DatoDeIdentidad.objects.exclude(valor_cifrado="").exists()
    assert not ClaveDeNombre.objects.exists()
    paradero.refresh_from_db()
    assert paradero.direccion_cifrado == ""
    assert not PersonaUnica.objects.exclude(documento_indice="").exists()
    assert identidad.caso.victimas.filter(retirado_en=None).count() == 1


def test_al_suprimir_se_van_los_posibles_duplicados_por_los_dos_lados(ana, augusto):
    sin_documento = {"documento": "", "documento_tipo": ""}
    antes = con_identidad(caso_de(ana), ana, **sin_documento)
    identidad = con_identidad(caso_de(ana), ana)
    despues = con_identidad(caso_de(ana), ana, **sin_documento)
    for una, otra in ((antes, identidad), (identidad, despues), (antes, despues)):
        PosibleDuplicado.objects.get_or_create(una=una, otra=otra, defaults={"puntaje": 80})
    pedido = pedir_supresion(identidad=identidad, motivo="Solicitud ARCO-2026-004", por=ana)
    aprobar_autorizacion(autorizacion=pedido, motivo="Procede la cancelación", por=augusto)
    quedan = PosibleDuplicado.objects.values_list("una", "otra")
    assert list(quedan) == [(antes.pk, despues.pk)]


def test_exportar_poco_es_de_una_persona_y_mucho_de_dos(ana, vera, client, monkeypatch):
    for _ in range(3):
        caso_de(ana)
    assert isinstance(pedir_exportacion(consulta="", formato="csv", por=ana), Trabajo)
    monkeypatch.setattr(exportacion_masiva, "CASOS_SIN_SEGUNDA_PERSONA", 2)
    antes = Trabajo.objects.count()
    client.force_login(ana)
    ruta = reverse("integracion:exportar")
    pregunta = client.post(ruta, {"consulta": "", "formato": "csv"})
    assert "¿Para qué los necesitas?" in pregunta.content.decode()
    respuesta = client.post(ruta, {"consulta": "", "formato": "csv", "motivo": MOTIVO})
    pedido = Autorizacion.objects.get()
    assert respuesta.url == reverse("cuentas:autorizacion", args=[pedido.uuid])
    assert Trabajo.objects.count() == antes
    lima = crear_usuario("lima_2", "validador", "15")
    assert autorizaciones_por_decidir(lima) == []
    hecho = aprobar_autorizacion(autorizacion=pedido, motivo="Lo pidió el MP por oficio", por=vera)
    trabajo = Trabajo.objects.order_by("-pk").first()
    assert hecho.destino == reverse("trabajos:detalle", args=[trabajo.uuid])
    assert trabajo.propietario == ana


def test_las_pantallas_de_lo_que_pide_dos_personas(ana, client):
    identidad = con_identidad(caso_de(ana), ana)
    caso, victima = identidad.caso, identidad.victima
    client.force_login(ana)
    paradero = reverse("casos:paradero", args=[caso.uuid, victima.uuid])
    assert "La bóveda está vacía" in client.get(paradero).content.decode()
    guardar = {"guardar": "1", "direccion": DIRECCION}
    assert client.post(paradero, guardar).status_code == 302
    assert client.post(paradero, {"motivo": "x"}).status_code == 422
    assert client.post(paradero, {"motivo": MOTIVO}).status_code == 302
    assert "espera a otra persona" in client.get(paradero).content.decode()
    suprimir = reverse("casos:identidad-suprimir", args=[caso.uuid, identidad.uuid])
    assert client.post(suprimir, {"motivo": "Solicitud ARCO-2026-004"}).status_code == 302
    lecturas = reverse("casos:lecturas")
    assert client.post(lecturas, {"cuantas": "0", "motivo": MOTIVO}).status_code == 422
    assert client.post(lecturas, {"cuantas": "30", "motivo": MOTIVO}).status_code == 302
    assert Autorizacion.objects.filter(solicitante=ana).count() == 3
    client.force_login(crear_usuario("bruno_2", "analista", "15"))
    for ruta in (paradero, suprimir):
        assert client.get(ruta).status_code == 404
        assert client.post(ruta, {"motivo": MOTIVO}).status_code == 404
