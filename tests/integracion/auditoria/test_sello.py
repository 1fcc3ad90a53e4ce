"""El sello: toda alteración se halla y se dice dónde; quien trabaja no causa falsas alarmas."""

import os
import shutil
import subprocess
import tempfile
import threading
import time
from pathlib import Path
from random import Random

import psycopg2
import pytest
from django.core.exceptions import ImproperlyConfigured
from django.core.management import CommandError, call_command
from django.db import connection, transaction
from django.utils import timezone

from tests import entorno
from tests.fabricas.cuentas import usuario
from tests.integracion.auditoria import manipulaciones
from trata.auditoria import demostracion
from trata.auditoria.acciones import registrar_acceso
from trata.auditoria.historia import sin_historia
from trata.auditoria.models import Acceso, Lote, PeticionDeVerificacion, Verificacion
from trata.auditoria.sello import anclas, proceso
from trata.auditoria.sello.cadena import Cabecera, ContenidoDeTabla, firmar
from trata.auditoria.sello.conciliar import conciliar
from trata.auditoria.sello.llave import leer_llaves_de_sello
from trata.auditoria.sello.sellar import sellar
from trata.auditoria.sello.verificar import verificar
from trata.cuentas.models import Usuario
from trata.servicios_locales.postgres import Postgres, carpeta_de_programas

LLAVES = {"s1": bytes(range(32))}
OTRAS = {"s1": bytes(range(1, 33))}
POR_FILA = (
    manipulaciones.editar,
    manipulaciones.borrar,
    manipulaciones.insertar_atrasada,
    manipulaciones.insertar_en_hueco,
    manipulaciones.correr_la_hora,
    manipulaciones.cambiar_autor,
    manipulaciones.intercambiar,
)
# La verificación completa del diseño pide mil: MANIPULACIONES=1000 pytest …
VUELTAS = int(os.environ.get("MANIPULACIONES", "90"))
SIN_FILA = (manipulaciones.recortar_la_cola, manipulaciones.quitar_un_lote)


@pytest.fixture(autouse=True)
def carpeta_propia(settings, tmp_path):
    settings.RUTA_DE_ANCLAS = str(tmp_path / "anclas")


def historia_sellada(lotes=5, por_lote=6):
    """Personas, accesos y lotes; devuelve el ancla del último."""
    for _ in range(lotes):
        personas = [usuario("analista") for _ in range(por_lote)]
        for persona in personas:
            registrar_acceso(
                usuario=persona, objeto=personas[0], campos=["nombres"], motivo="Citación"
            )
        assert proceso.sellar_pendiente(LLAVES) is not None
    return anclas.leer_anclas(anclas.archivos_propios())


def revisar(cursor, llaves=LLAVES, guardadas=()):
    return verificar(cursor, llaves, guardadas)


@pytest.mark.django_db(transaction=True)
def test_una_historia_sin_tocar_esta_integra_y_lo_nuevo_espera_su_lote():
    guardadas = historia_sellada()
    usuario(username="nueva")
    with transaction.atomic(), connection.cursor() as cursor:
        resultado = revisar(cursor, guardadas=guardadas)
    assert resultado.hallazgos == []
    assert (resultado.lotes, resultado.por_sellar) == (5, 1)
    assert resultado.filas >= 5 * 6 * 3
    assert guardadas[0].numero == 5


@pytest.mark.django_db(transaction=True)
def test_cada_manipulacion_al_azar_se_halla_y_se_dice_donde(como_administrador):
    guardadas = historia_sellada()
    como_administrador.autocommit = False
    azar = Random(20261124)
    for vuelta in range(VUELTAS):
        manipular = (POR_FILA + SIN_FILA)[vuelta % 9]
        with como_administrador.cursor() as cursor:
            cursor.execute("SET LOCAL session_replication_role = replica")
            donde = manipular(cursor, azar)
            resultado = revisar(cursor, guardadas=guardadas)
        como_administrador.rollback()
        assert resultado.hallazgos, f"{manipular.__name__} pasó sin verse"
        if donde is not None:
            lugares = {(h.tabla, h.fila) for h in resultado.hallazgos}
            assert donde in lugares, f"{manipular.__name__} se vio en otro sitio: {lugares}"
    with como_administrador.cursor() as cursor:
        assert revisar(cursor, guardadas=guardadas).es_integra


@pytest.mark.django_db(transaction=True)
def test_reescribirlo_todo_y_volver_a_firmar_sin_la_llave_se_halla(como_administrador):
    historia_sellada(lotes=2)
    como_administrador.autocommit = False
    with como_administrador.cursor() as cursor:
        cursor.execute("SET LOCAL session_replication_role = replica")
        cursor.execute("UPDATE auditoria_acceso SET motivo = 'falso'")
        cursor.execute("DELETE FROM auditoria_lotetabla")
        cursor.execute("DELETE FROM auditoria_lote")
        assert sellar(cursor, OTRAS, desde=timezone.now()) == 1
        resultado = revisar(cursor)
    como_administrador.rollback()
    assert {h.tipo for h in resultado.hallazgos} == {"lote alterado"}


@pytest.mark.django_db(transaction=True)
def test_sin_el_ancla_de_fuera_la_cola_recortada_no_se_ve_y_con_ella_si(como_administrador):
    guardadas = historia_sellada()
    como_administrador.autocommit = False
    with como_administrador.cursor() as cursor:
        cursor.execute("SET LOCAL session_replication_role = replica")
        manipulaciones.recortar_la_cola(cursor, Random(1))
        tipos = {h.tipo for h in revisar(cursor, guardadas=guardadas).hallazgos}
        sin_ancla = revisar(cursor).hallazgos
    como_administrador.rollback()
    assert "cola recortada" in tipos
    assert all(h.tipo != "cola recortada" for h in sin_ancla)


@pytest.mark.lenta
@pytest.mark.django_db(transaction=True)
@pytest.mark.skipif(entorno.postgres() is None, reason="hace falta el PostgreSQL embebido")
def test_restaurada_en_otro_servidor_sigue_integra_y_lo_alterado_se_ve():
    guardadas = historia_sellada(lotes=3)
    programas, datos = carpeta_de_programas(), connection.settings_dict
    carpeta = Path(tempfile.mkdtemp(prefix="tr-"))
    carpeta.chmod(0o755)
    copia, enchufes = carpeta / "copia.dump", carpeta / "e"
    subprocess.run(
        [
            *(programas / "pg_dump", "-Fc", "-h", datos["HOST"], "-U", "postgres"),
            *("-f", copia, datos["NAME"]),
        ],
        check=True,
    )
    otro = Postgres(carpeta / "datos", enchufes, duradero=False)
    otro.arrancar()
    try:
        subprocess.run(
            [
                *(programas / "pg_restore", "-h", enchufes, "-U", "postgres", "-d", "postgres"),
                *("--no-owner", "--no-privileges", copia),
            ],
            check=True,
        )
        ajena = psycopg2.connect(dbname="postgres", user="postgres", host=str(enchufes))
        with ajena.cursor() as cursor:
            assert revisar(cursor, guardadas=guardadas).hallazgos == []
            cursor.execute("SET LOCAL session_replication_role = replica")
            cursor.execute("UPDATE auditoria_acceso SET motivo = 'x' WHERE id = 3")
            hallazgos = revisar(cursor, guardadas=guardadas).hallazgos
        ajena.close()
        assert [(h.tipo, h.tabla, h.fila) for h in hallazgos] == [
            ("fila alterada", "auditoria_acceso", 3)
        ]
    finally:
        otro.detener()
        shutil.rmtree(carpeta, ignore_errors=True)


def _escribir(barrera, fin, azar):
    """Escribe, se arrepiente a veces y deja transacciones abiertas a ratos."""
    try:
        barrera.wait()
        while not fin.is_set():
            with transaction.atomic():
                for _ in range(azar.randint(1, 4)):
                    persona = usuario(username=f"u{azar.getrandbits(60)}")
                    time.sleep(azar.random() / 200)
                    registrar_acceso(
                        usuario=persona, objeto=persona, campos=["nombres"], motivo="Prueba"
                    )
                transaction.set_rollback(azar.random() < 0.3)
    finally:
        connection.close()


@pytest.mark.django_db(transaction=True)
def test_ocho_personas_escribiendo_y_arrepintiendose_no_causan_falsas_alarmas():
    fin, barrera = threading.Event(), threading.Barrier(9)
    hilos = [threading.Thread(target=_escribir, args=(barrera, fin, Random(n))) for n in range(8)]
    for hilo in hilos:
        hilo.start()
    barrera.wait()
    alarmas = []
    for _ in range(10):
        proceso.sellar_pendiente(LLAVES)
        alarmas += proceso.verificar_ahora(LLAVES, guardar=False).hallazgos
    fin.set()
    for hilo in hilos:
        hilo.join()
    assert alarmas == []
    while proceso.sellar_pendiente(LLAVES) is not None:
        pass
    resultado = proceso.verificar_ahora(LLAVES, guardar=False)
    assert resultado.hallazgos == []
    assert resultado.por_sellar == 0
    assert resultado.filas >= Acceso.objects.count() + Usuario.pgh_event_model.objects.count()


@pytest.mark.django_db(transaction=True)
def test_una_transaccion_larga_que_empezo_antes_del_sello_no_es_sospechosa():
    historia_sellada(lotes=1)
    abierta, sigue = threading.Event(), threading.Event()

    def larga():
        try:
            with transaction.atomic():
                usuario(username="antes_del_sello")
                abierta.set()
                sigue.wait(10)
        finally:
            connection.close()

    hilo = threading.Thread(target=larga)
    hilo.start()
    abierta.wait(10)
    for numero in range(3):
        usuario(username=f"durante{numero}")
        proceso.sellar_pendiente(LLAVES)
    sigue.set()
    hilo.join()
    assert proceso.verificar_ahora(LLAVES, guardar=False).es_integra
    assert proceso.sellar_pendiente(LLAVES) is not None
    resultado = proceso.verificar_ahora(LLAVES, guardar=False)
    assert (resultado.hallazgos, resultado.por_sellar) == ([], 0)


@pytest.mark.django_db(transaction=True)
def test_una_carga_mayor_que_un_lote_se_sella_en_varios_sin_falsas_alarmas(monkeypatch):
    monkeypatch.setattr("trata.auditoria.sello.sellar.FILAS_POR_TABLA", 10)
    for numero in range(35):
        usuario(username=f"muchos{numero}")
    proceso.sellar_pendiente(LLAVES)
    usuario(username="despues")
    while proceso.sellar_pendiente(LLAVES) is not None:
        pass
    resultado = proceso.verificar_ahora(LLAVES, guardar=False)
    assert (resultado.hallazgos, resultado.por_sellar) == ([], 0)
    assert resultado.lotes >= 4


@pytest.mark.django_db(transaction=True)
def test_agregar_una_columna_no_altera_lo_sellado_y_retirarla_si(como_administrador):
    historia_sellada(lotes=2)
    como_administrador.autocommit = False
    with como_administrador.cursor() as cursor:
        cursor.execute("ALTER TABLE auditoria_acceso ADD COLUMN nota text DEFAULT 'x'")
        assert revisar(cursor).es_integra
        cursor.execute("ALTER TABLE auditoria_acceso DROP COLUMN motivo")
        assert {h.tipo for h in revisar(cursor).hallazgos} == {"columnas retiradas"}
    como_administrador.rollback()


@pytest.mark.django_db(transaction=True)
def test_la_aplicacion_no_puede_cambiar_ni_borrar_lo_sellado():
    historia_sellada(lotes=1)
    tablas = ["cuentas_usuarioevent", "auditoria_acceso", "auditoria_lote", "auditoria_lotetabla"]
    for tabla in [*tablas, "auditoria_historiaomitida", "auditoria_verificacion"]:
        for orden in (f"DELETE FROM {tabla}", f"TRUNCATE {tabla} CASCADE"):
            with pytest.raises(Exception, match="permission denied"), transaction.atomic():
                connection.cursor().execute(orden)
    with pytest.raises(Exception, match="permission denied"), transaction.atomic():
        Acceso.objects.update(motivo="otro")


@pytest.mark.django_db(transaction=True)
def test_otra_llave_en_la_rotacion_sigue_verificando_lo_anterior():
    historia_sellada(lotes=1)
    usuario(username="nueva")
    nuevas = {"s2": bytes(range(2, 34))} | LLAVES
    assert proceso.sellar_pendiente(nuevas) == 2
    assert proceso.verificar_ahora(nuevas, guardar=False).es_integra
    assert list(Lote.objects.values_list("llave", flat=True)) == ["s2", "s1"]


@pytest.mark.django_db(transaction=True)
def test_el_sellador_atiende_a_quien_pide_verificar_y_guarda_el_resultado():
    historia_sellada(lotes=1)
    peticion = PeticionDeVerificacion.objects.create(pedida_por=usuario("auditor"))
    proceso.dar_una_vuelta(LLAVES)
    peticion.refresh_from_db()
    assert peticion.atendida_en is not None
    assert Verificacion.objects.get().es_integra
    proceso.dar_una_vuelta(LLAVES)
    assert Verificacion.objects.count() == 1


@pytest.mark.django_db(transaction=True)
def test_la_orden_de_verificar_dice_donde_y_termina_con_error(
    capsys, monkeypatch, como_administrador
):
    monkeypatch.setenv("LLAVE_DE_SELLO", f"s1:{'0f1e2d3c4b5a69788796a5b4c3d2e1f0' * 2}")
    usuario(username="nueva")
    call_command("sellador", una_vez=True)
    call_command("auditoria_verificar")
    assert "Íntegra" in capsys.readouterr().out
    with como_administrador.cursor() as cursor:
        cursor.execute("SET session_replication_role = replica")
        cursor.execute("UPDATE cuentas_usuarioevent SET nombres = 'Otra' RETURNING pgh_id")
        fila = cursor.fetchone()[0]
    with pytest.raises(CommandError, match="2 alteraciones"):
        call_command("auditoria_verificar")
    assert f"tabla cuentas_usuarioevent, fila {fila}" in capsys.readouterr().out


@pytest.mark.parametrize("mala", ["", "s1:", "s1:abcd", f"s1:{'00' * 32}", f":{'0f1e' * 16}"])
def test_el_sellador_no_arranca_sin_llave_o_con_una_de_ejemplo(mala):
    with pytest.raises(ImproperlyConfigured):
        leer_llaves_de_sello(mala)


def test_la_firma_cambia_con_cualquier_dato():
    ahora = timezone.now()
    cabecera = Cabecera(1, ahora, ahora, 2, "s1", "")
    tabla = ContenidoDeTabla("t", ("a",), (1, 2), b"x" * 64)
    base = firmar(LLAVES["s1"], cabecera, [tabla])
    otras = {
        firmar(OTRAS["s1"], cabecera, [tabla]),
        firmar(LLAVES["s1"], Cabecera(2, ahora, ahora, 2, "s1", ""), [tabla]),
        firmar(LLAVES["s1"], Cabecera(1, ahora, ahora, 2, "s1", "z"), [tabla]),
        firmar(LLAVES["s1"], cabecera, [ContenidoDeTabla("t", ("a",), (2, 1), b"x" * 64)]),
        firmar(LLAVES["s1"], cabecera, [ContenidoDeTabla("t", ("b",), (1, 2), b"x" * 64)]),
        firmar(LLAVES["s1"], cabecera, []),
    }
    assert base not in otras
    assert len(otras) == 6


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("con_historia_sellada", [False, True])
def test_la_demostracion_no_causa_una_falsa_alarma(con_historia_sellada):
    for nombre, rol in (("ana", "analista"), ("bruno", "analista"), ("nora", "analista")):
        usuario(rol, username=nombre, es_demostracion=True)
    usuario("auditor", username="augusto", es_demostracion=True)
    if con_historia_sellada:
        assert proceso.sellar_pendiente(LLAVES) is not None
    demostracion.poblar(lambda _: None)
    while proceso.sellar_pendiente(LLAVES) is not None:
        pass
    assert proceso.verificar_ahora(LLAVES, guardar=False).hallazgos == []


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize(
    ("orden", "tipo"),
    [
        ("UPDATE cuentas_usuario SET nombres = 'X' WHERE username = 'uno'", "cambiada"),
        ("DELETE FROM cuentas_usuario WHERE username = 'uno'", "borrada"),
        (
            "INSERT INTO cuentas_usuario (username, nombres, apellidos, email, password, uuid, "
            "is_active, is_superuser, es_sistema, es_demostracion, tabla_compacta, creado_en) "
            "SELECT 'intruso', nombres, apellidos, email, password, gen_random_uuid(), is_active, "
            "is_superuser, es_sistema, es_demostracion, tabla_compacta, creado_en "
            "FROM cuentas_usuario WHERE username = 'uno'",
            "escrita",
        ),
    ],
)
def test_un_cambio_con_los_disparadores_apagados_se_ve_al_conciliar(
    como_administrador, orden, tipo
):
    usuario(username="uno")
    Usuario.objects.filter(username="uno").update(nombres="Cambio con evento")
    usuario(username="dos").delete()
    como_administrador.autocommit = False
    with como_administrador.cursor() as cursor:
        assert conciliar(cursor) == []
        cursor.execute("SET LOCAL session_replication_role = replica")
        cursor.execute(orden)
        hallazgos = conciliar(cursor)
    como_administrador.rollback()
    assert [(h.tipo, h.tabla) for h in hallazgos] == [
        (f"{tipo} sin dejar evento", "cuentas_usuario")
    ]


@pytest.mark.django_db(transaction=True)
def test_lo_cargado_con_el_desvio_declarado_no_es_una_alteracion():
    with sin_historia(Usuario, motivo="volumen sintético"):
        usuario(username="sintetica")
    with connection.cursor() as cursor:
        assert conciliar(cursor) == []
