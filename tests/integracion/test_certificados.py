"""Certificados en lote: un PDF accesible y una página pública que sólo dice si valen."""

import re

import pytest
from django.urls import reverse

from regiones.acciones import capacitaciones as acciones
from regiones.llaves import PARTICIPANTES
from regiones.models import Capacitacion, Certificado
from tests.fabricas import regiones as fabrica
from tests.fabricas.cuentas import usuario
from trata.auditoria.models import Acceso
from trata.comun.errores import (
    DuplicadoError,
    EstadoInvalidoError,
    FueraDeAmbitoError,
    SinPermisoError,
)
from trata.trabajos.encargos import ejecutar
from trata.trabajos.models import Trabajo

pytestmark = pytest.mark.django_db


@pytest.fixture
def carmen():
    return usuario("coordinador_regional", prefijos=("08",))


def fila(n, **datos):
    return {
        "tipo_documento": "dni",
        "documento": f"{n:08d}",
        "nombre": f"Nombre Reservado {n}",
        "sexo": "mujer",
        **datos,
    }


@pytest.fixture
def curso(carmen):
    capacitacion = fabrica.capacitacion(carmen, nombre="Curso & taller <uno>")
    acciones.agregar_participantes(
        capacitacion=capacitacion, filas=[fila(n) for n in range(3)], por=carmen
    )
    return capacitacion


def test_el_lote_sale_en_un_pdf_y_repetirlo_no_cambia_los_codigos(curso, carmen):
    trabajo = acciones.encargar_certificados(capacitacion=curso, por=carmen)
    assert ejecutar(trabajo.pk)
    trabajo.refresh_from_db()
    assert trabajo.estado == Trabajo.Estado.TERMINADO, trabajo.error
    contenido = b"".join(trabajo.contenido())
    assert contenido.startswith(b"%PDF")
    assert len(re.findall(rb"/Type\s*/Page\b", contenido)) == 3
    codigos = set(Certificado.objects.values_list("codigo", flat=True))
    assert len(codigos) == 3
    otra_vez = acciones.encargar_certificados(capacitacion=curso, por=carmen)
    ejecutar(otra_vez.pk)
    assert set(Certificado.objects.values_list("codigo", flat=True)) == codigos
    assert Acceso.objects.filter(usuario=carmen).count() == 2


def test_anular_un_certificado_lo_dice_en_la_pagina_publica(curso, carmen, client):
    (uno, *_) = acciones.emitir_certificados(
        capacitacion=curso, participantes=list(curso.participantes.all()), por=carmen
    )
    ruta = reverse("regiones:certificado", args=[uno.codigo])
    assert "Certificado válido" in client.get(ruta).content.decode()
    acciones.anular_certificado(certificado=uno, por=carmen)
    pagina = client.get(ruta).content.decode()
    assert "Certificado anulado" in pagina
    assert "Nombre Reservado" not in pagina


def test_la_region_anula_por_el_codigo_y_otro_codigo_se_rechaza(curso, carmen, client):
    (uno, *_) = acciones.emitir_certificados(
        capacitacion=curso, participantes=list(curso.participantes.all()), por=carmen
    )
    client.force_login(carmen)
    ruta = reverse("regiones:certificado_anular", args=[curso.uuid])
    assert client.post(ruta, {"codigo": "ABCD"}).status_code == 422
    assert client.post(ruta, {"codigo": uno.codigo.lower()}).status_code == 302
    uno.refresh_from_db()
    assert uno.anulado_en is not None
    client.force_login(usuario("coordinador_regional", prefijos=("16",)))
    assert client.post(ruta, {"codigo": uno.codigo}).status_code == 404


def test_el_certificado_de_otro_curso_no_se_anula_desde_este(curso, carmen, client):
    otro = fabrica.capacitacion(carmen, nombre="Otro")
    (uno, *_) = acciones.emitir_certificados(
        capacitacion=curso, participantes=list(curso.participantes.all()), por=carmen
    )
    client.force_login(carmen)
    ruta = reverse("regiones:certificado_anular", args=[otro.uuid])
    assert client.post(ruta, {"codigo": uno.codigo}).status_code == 422
    uno.refresh_from_db()
    assert uno.anulado_en is None


def test_una_lista_larga_solo_la_encarga_y_la_carga_quien_registra_en_la_region(curso, carmen):
    de_loreto = usuario("coordinador_regional", prefijos=("16",))
    ajenos = ((de_loreto, FueraDeAmbitoError), (usuario("comisionado"), SinPermisoError))
    for ajeno, error in ajenos:
        with pytest.raises(error):
            acciones.encargar_participantes(
                capacitacion=curso, contenido=b"x", volver="/", por=ajeno
            )
    assert not Trabajo.objects.exists()
    trabajo = acciones.encargar_participantes(
        capacitacion=curso, contenido=b"x", volver="/", por=carmen
    )
    Trabajo.objects.filter(pk=trabajo.pk).update(propietario=de_loreto)
    ejecutar(trabajo.pk)
    trabajo.refresh_from_db()
    assert trabajo.estado == Trabajo.Estado.FALLIDO
    assert trabajo.resumen == {}


def test_el_codigo_se_puede_escribir_con_guiones_y_en_minusculas(curso, carmen, client):
    (uno, *_) = acciones.emitir_certificados(
        capacitacion=curso, participantes=list(curso.participantes.all()), por=carmen
    )
    escrito = "-".join(uno.codigo[i : i + 4] for i in range(0, 20, 4)).lower()
    respuesta = client.get(reverse("regiones:verificar"), {"codigo": escrito}, follow=True)
    assert "Certificado válido" in respuesta.content.decode()


def test_no_se_certifica_lo_que_no_se_realizo_ni_sin_lista(curso, carmen):
    curso.estado = "programada"
    curso.save()
    with pytest.raises(EstadoInvalidoError):
        acciones.encargar_certificados(capacitacion=curso, por=carmen)
    vacia = fabrica.capacitacion(carmen, nombre="Otro")
    with pytest.raises(EstadoInvalidoError):
        acciones.encargar_certificados(capacitacion=vacia, por=carmen)


def test_otra_region_no_certifica_ni_carga_la_lista(curso):
    luis = usuario("coordinador_regional", prefijos=("16",))
    with pytest.raises(FueraDeAmbitoError):
        acciones.encargar_certificados(capacitacion=curso, por=luis)
    with pytest.raises(FueraDeAmbitoError):
        acciones.agregar_participantes(capacitacion=curso, filas=[fila(9)], por=luis)


def test_quien_ya_esta_en_la_lista_no_entra_dos_veces(curso, carmen):
    with pytest.raises(DuplicadoError):
        acciones.agregar_participantes(capacitacion=curso, filas=[fila(1)], por=carmen)
    assert curso.participantes.count() == 3


def test_la_historia_no_guarda_nombres_y_lo_cifrado_se_recifra(curso):
    evento = Capacitacion.participantes.rel.related_model.eventos.rel.related_model
    assert "nombre_cifrado" not in {c.name for c in evento._meta.get_fields()}
    assert PARTICIPANTES.pendientes() == PARTICIPANTES.recifrar(10) == 0
