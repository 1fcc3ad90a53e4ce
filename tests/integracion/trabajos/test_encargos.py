"""Los trabajos largos: avance, cancelación, archivo y recuperación."""

import threading
from pathlib import Path

import pytest
from django.db import connection
from django.utils import timezone

from tests.fabricas.cuentas import usuario
from trata.comun.errores import (
    ErrorDeDominio,
    EstadoInvalidoError,
    FueraDeAmbitoError,
    ServicioNoDisponibleError,
)
from trata.servicios_locales.secretos import llave_nueva
from trata.trabajos import acciones, encargos, llaves
from trata.trabajos.models import EntradaDeTrabajo, Trabajo

VUELTAS: list[int] = []


def exportar(trabajo):
    """Trabajo de prueba con avance, archivo y resumen."""
    for i in range(trabajo.datos["filas"]):
        trabajo.avance(i + 1, trabajo.datos["filas"], f"Fila {i + 1}")
    trabajo.adjuntar("casos.csv", b"a,b\n", "text/csv")
    trabajo.resumen({"filas": trabajo.datos["filas"], "por": trabajo.usuario.username})


def fallar(trabajo):
    """Trabajo que termina mal de tres maneras."""
    if trabajo.datos["como"] == "dominio":
        raise ErrorDeDominio("sin_filas", "El archivo no tiene filas.")
    if trabajo.datos["como"] == "cancelado":
        Trabajo.objects.update(cancelacion_pedida_en=timezone.now())
        trabajo.parar_si_se_pidio()
    raise KeyError("45678912")


@pytest.fixture(autouse=True)
def tipos(settings, tmp_path):
    base = "tests.integracion.trabajos.test_encargos."
    settings.TIPOS_DE_TRABAJO = {"exportar": base + "exportar", "fallar": base + "fallar"}
    settings.STORAGES = settings.STORAGES | {
        "default": {
            "BACKEND": "django.core.files.storage.FileSystemStorage",
            "OPTIONS": {"location": str(tmp_path)},
        }
    }


@pytest.fixture
def ana(db):
    return usuario("analista")


def test_un_trabajo_termina_con_archivo_resumen_y_vencimiento(ana):
    trabajo = acciones.encargar(tipo="exportar", datos={"filas": 3}, por=ana)
    assert encargos.ejecutar(trabajo.pk)
    trabajo.refresh_from_db()
    assert trabajo.estado == "terminado"
    assert trabajo.porcentaje == 100
    assert trabajo.resumen == {"filas": 3, "por": ana.username}
    assert b"".join(trabajo.contenido()) == b"a,b\n"
    with trabajo.archivo.open() as guardado:
        assert b"a,b" not in guardado.read()
    assert trabajo.archivo_bytes == 4
    assert trabajo.archivo_nombre == "casos.csv"
    assert "casos" not in trabajo.archivo.name
    assert trabajo.vence_en > timezone.now()
    assert len(trabajo.archivo_huella) == 64


def test_un_trabajo_terminado_no_se_repite(ana):
    trabajo = acciones.encargar(tipo="exportar", datos={"filas": 1}, por=ana)
    assert encargos.ejecutar(trabajo.pk)
    assert not encargos.ejecutar(trabajo.pk)


def test_un_error_de_dominio_se_muestra_y_uno_inesperado_no_ensena_sus_datos(ana):
    uno = acciones.encargar(tipo="fallar", datos={"como": "dominio"}, por=ana)
    otro = acciones.encargar(tipo="fallar", datos={"como": "otro"}, por=ana)
    for trabajo in (uno, otro):
        encargos.ejecutar(trabajo.pk)
        trabajo.refresh_from_db()
        assert trabajo.estado == "fallido"
    assert uno.error == "El archivo no tiene filas."
    assert "KeyError" in otro.error
    assert "45678912" not in otro.error


def test_cancelar_en_cola_lo_saca_y_en_curso_le_pide_parar(ana):
    en_cola = acciones.encargar(tipo="exportar", datos={"filas": 1}, por=ana)
    acciones.cancelar_trabajo(trabajo=en_cola, por=ana)
    assert not encargos.ejecutar(en_cola.pk)
    en_cola.refresh_from_db()
    assert en_cola.estado == "cancelado"
    en_curso = acciones.encargar(tipo="fallar", datos={"como": "cancelado"}, por=ana)
    encargos.ejecutar(en_curso.pk)
    en_curso.refresh_from_db()
    assert en_curso.estado == "cancelado"
    assert en_curso.cancelacion_pedida_en is not None
    with pytest.raises(EstadoInvalidoError):
        acciones.cancelar_trabajo(trabajo=en_curso, por=ana)


def test_el_archivo_de_entrada_se_guarda_cifrado_y_se_borra_al_acabar_o_cancelar(ana):
    datos = {"tipo": "exportar", "datos": {"filas": 1}, "por": ana, "entrada": b"DNI 45678912"}
    corrido, cancelado = acciones.encargar(**datos), acciones.encargar(**datos)
    for guardada in EntradaDeTrabajo.objects.all():
        assert b"45678912" not in bytes(guardada.contenido_cifrado)
    assert encargos.EnCurso(corrido, None).entrada() == b"DNI 45678912"
    encargos.ejecutar(corrido.pk)
    assert [e.trabajo for e in EntradaDeTrabajo.objects.all()] == [cancelado]
    acciones.cancelar_trabajo(trabajo=cancelado, por=ana)
    assert not EntradaDeTrabajo.objects.exists()


def test_nadie_cancela_ni_ve_el_trabajo_de_otra_persona(ana):
    bruno = usuario("analista")
    trabajo = acciones.encargar(tipo="exportar", datos={"filas": 1}, por=ana)
    with pytest.raises(FueraDeAmbitoError):
        acciones.cancelar_trabajo(trabajo=trabajo, por=bruno)
    assert not Trabajo.objects.visibles_para(bruno).exists()
    assert Trabajo.objects.visibles_para(ana).exists()


@pytest.mark.django_db(transaction=True)
def test_un_trabajo_en_curso_sin_proceso_vivo_se_retoma_y_uno_vivo_no(monkeypatch):
    avisados = []
    monkeypatch.setattr("trata.trabajos.encargos.avisar_trabajo", avisados.append)
    trabajo = acciones.encargar(tipo="exportar", datos={"filas": 1}, por=usuario("analista"))
    hace_rato = timezone.now() - 2 * encargos.GRACIA
    Trabajo.objects.update(estado="en_curso", intentos=1, creado_en=hace_rato)
    with encargos._Lateral(trabajo.pk) as vivo:
        assert vivo.tomar()
        assert encargos.recuperar_abandonados() == 0
        assert not encargos.ejecutar(trabajo.pk)
    assert encargos.recuperar_abandonados() == 1
    assert avisados == [trabajo.pk]
    assert encargos.ejecutar(trabajo.pk)
    trabajo.refresh_from_db()
    assert (trabajo.estado, trabajo.intentos) == ("terminado", 2)


@pytest.mark.django_db
def test_un_trabajo_que_tumba_al_proceso_una_y_otra_vez_queda_fallido(ana):
    trabajo = acciones.encargar(tipo="exportar", datos={"filas": 1}, por=ana)
    Trabajo.objects.update(estado="en_curso", intentos=encargos.INTENTOS_MAXIMOS)
    assert not encargos.ejecutar(trabajo.pk)
    trabajo.refresh_from_db()
    assert trabajo.estado == "fallido"
    assert "Se interrumpió" in trabajo.error


@pytest.mark.django_db(transaction=True)
def test_dos_procesos_a_la_vez_ejecutan_un_trabajo_una_vez():
    trabajo = acciones.encargar(tipo="exportar", datos={"filas": 1}, por=usuario("analista"))
    hechos = []

    def correr():
        try:
            hechos.append(encargos.ejecutar(trabajo.pk))
        finally:
            connection.close()

    hilos = [threading.Thread(target=correr) for _ in range(3)]
    for hilo in hilos:
        hilo.start()
    for hilo in hilos:
        hilo.join()
    assert hechos.count(True) == 1
    trabajo.refresh_from_db()
    assert trabajo.intentos == 1


def test_rotar_la_llave_alcanza_los_resultados_guardados(ana, settings):
    trabajo = acciones.encargar(tipo="exportar", datos={"filas": 3}, por=ana)
    encargos.ejecutar(trabajo.pk)
    trabajo.refresh_from_db()
    anterior = settings.LLAVES_DE_CIFRADO
    settings.LLAVES_DE_CIFRADO = f"{llave_nueva()},{anterior}"
    assert llaves.RESULTADOS.pendientes() == 1
    assert llaves.recifrar_resultados(10) == 1
    assert llaves.RESULTADOS.pendientes() == 0
    settings.LLAVES_DE_CIFRADO = settings.LLAVES_DE_CIFRADO.split(",")[0]
    assert b"".join(trabajo.contenido()) == b"a,b\n"


def test_un_resultado_cortado_en_el_disco_no_se_entrega_como_bueno(ana):
    trabajo = acciones.encargar(tipo="exportar", datos={"filas": 3}, por=ana)
    encargos.ejecutar(trabajo.pk)
    trabajo.refresh_from_db()
    ruta = Path(trabajo.archivo.path)
    ruta.write_bytes(ruta.read_bytes()[:-5])
    with pytest.raises(ServicioNoDisponibleError):
        b"".join(trabajo.contenido())
