"""Quién lleva un caso, qué lee quien no lo lleva, y qué escribe cada rol en la ficha."""

import pytest
from django.test import Client

from casos import acciones
from casos.models import Asignacion, Atencion, Caso, Nota
from casos.reglas.completo import LISTA_DE_CONFORMIDAD
from tests.fabricas.casos import crear_caso, crear_usuario
from tests.personajes import POR_NOMBRE
from trata.auditoria.contexto import como
from trata.comun.errores import (
    ErrorDeDominio,
    EstadoInvalidoError,
    FueraDeAmbitoError,
    SinPermisoError,
)
from trata.cuentas.models import Entidad
from trata.cuentas.permisos import Permiso
from trata.trabajos.models import Salida

pytestmark = pytest.mark.django_db
RELATO = "La encerraban de noche en un cuarto"


@pytest.fixture
def mateo():
    return crear_usuario("mateo", "enlace_institucional", "08")


@pytest.fixture
def caso(ana):
    caso = crear_caso(registro="080101", estado="borrador", registrado_por=ana)
    Asignacion.objects.create(caso=caso, usuario=ana, es_responsable=True)
    return caso


def navega(usuario):
    cliente = Client()
    cliente.force_login(usuario)
    return cliente


# --- Asignar -----------------------------------------------------------------------------------


def test_vera_asigna_a_rosa_por_pantalla_y_rosa_lo_tiene_en_su_trabajo(caso, ana, vera):
    rosa = crear_usuario("rosa", "analista", "08")
    rosa.email = "rosa@ejemplo.pe"
    rosa.save(update_fields=["email"])
    ruta = f"/casos/{caso.uuid}/asignar/"
    assert "Asignar" in navega(vera).get(f"/casos/{caso.uuid}/").content.decode()
    datos = {"persona": rosa.pk, "responsable": "on", "motivo": "Reparto de la semana"}
    assert navega(vera).post(ruta, datos).status_code == 302
    responsables = caso.asignaciones.vigentes().filter(es_responsable=True)
    assert [a.usuario for a in responsables] == [rosa]
    assert caso.asignaciones.vigentes().filter(usuario=ana).exists()
    assert caso.codigo in navega(rosa).get("/casos/colas/?cola=asignados").content.decode()
    assert Salida.objects.filter(clave__startswith=f"asignado:{caso.uuid}").count() == 1
    navega(vera).post(ruta, datos)
    assert caso.asignaciones.vigentes().filter(usuario=rosa).count() == 1


def test_dar_acceso_fuera_del_territorio_se_confirma(caso, vera):
    bruno = crear_usuario("bruno", "analista", "15")
    ruta = f"/casos/{caso.uuid}/asignar/"
    respuesta = navega(vera).post(ruta, {"persona": bruno.pk})
    assert respuesta.status_code == 422
    assert "no ve este caso en su territorio" in respuesta.content.decode()
    assert not Caso.objects.visibles_para(bruno).exists()
    navega(vera).post(ruta, {"persona": bruno.pk, "aunque_no_lo_vea": "on"})
    assert list(Caso.objects.visibles_para(bruno)) == [caso]


def test_dejar_de_llevarlo_pide_motivo_y_queda_en_la_historia(caso, ana, vera):
    asignacion = caso.asignaciones.get()
    ruta = f"/casos/{caso.uuid}/asignar/"
    cliente = navega(vera)
    cliente.post(ruta, {"quitar": asignacion.pk, "motivo": " "})
    assert caso.asignaciones.vigentes().exists()
    cliente.post(ruta, {"quitar": asignacion.pk, "motivo": "Cambio de colocación"})
    assert not caso.asignaciones.vigentes().exists()
    assert caso.asignaciones.get().motivo == "Cambio de colocación"
    assert "Nadie lo lleva" in cliente.get(ruta).content.decode()
    assert cliente.post(ruta, {"quitar": "9" * 30}).status_code == 404
    assert cliente.post(ruta, {"quitar": asignacion.pk}).status_code == 404


def test_no_asigna_quien_no_debe_ni_a_quien_no_ve_casos(caso, ana, vera):
    assert navega(ana).get(f"/casos/{caso.uuid}/asignar/").status_code == 403
    with pytest.raises(SinPermisoError):
        acciones.asignar_caso(caso=caso, a=ana, por=ana)
    olga = crear_usuario("olga", "planeamiento", "")
    with pytest.raises(ErrorDeDominio) as error:
        acciones.asignar_caso(caso=caso, a=olga, por=vera)
    assert error.value.codigo == "sin_acceso"
    Caso.objects.filter(pk=caso.pk).update(estado="anulado", motivo_de_anulacion="Repetido")
    with pytest.raises(EstadoInvalidoError):
        acciones.asignar_caso(caso=caso, a=ana, por=vera)


def test_se_asigna_y_se_termina_en_el_propio_ambito_y_con_permiso(caso, ana):
    lima = crear_usuario("lima", "validador", "15")
    with pytest.raises(FueraDeAmbitoError):
        acciones.asignar_caso(caso=caso, a=lima, por=lima)
    asignacion = caso.asignaciones.get()
    with pytest.raises(FueraDeAmbitoError):
        acciones.terminar_asignacion(asignacion=asignacion, motivo="Relevo", por=lima)
    with pytest.raises(SinPermisoError):
        acciones.terminar_asignacion(asignacion=asignacion, motivo="Relevo", por=ana)
    assert caso.asignaciones.vigentes().get() == asignacion


def test_una_cuenta_desactivada_no_recibe_casos(caso, vera):
    rosa = crear_usuario("rosa", "analista", "08")
    rosa.is_active = False
    with pytest.raises(ErrorDeDominio, match="no puede ver casos"):
        acciones.asignar_caso(caso=caso, a=rosa, por=vera, aunque_no_lo_vea=True)


# --- Lo que lee quien no lleva el caso -----------------------------------------------------------


def test_quien_no_lleva_el_caso_no_lee_notas_ni_observaciones_en_ninguna_seccion(caso, ana, vera):
    Nota.objects.create(caso=caso, texto=RELATO, registrado_por=ana)
    victima = caso.victimas.get()
    caso.observaciones.create(
        seccion="victimas", parte=victima.uuid, campo="edad", texto=RELATO, registrado_por=vera
    )
    rutas = [f"/casos/{caso.uuid}/seccion/{s}/" for s in ("notas", "victimas")]
    rutas.append(f"/casos/{caso.uuid}/victima/{victima.uuid}/")
    rosa = crear_usuario("rosa", "analista", "08")
    for ruta in rutas:
        assert RELATO not in navega(rosa).get(ruta).content.decode(), ruta
        assert RELATO in navega(ana).get(ruta).content.decode(), ruta
    acciones_de_rosa = navega(rosa)
    acciones_de_rosa.post(f"/casos/{caso.uuid}/abrir/", {"motivo": "Coordinar la atención hoy"})
    for ruta in rutas:
        assert RELATO in acciones_de_rosa.get(ruta).content.decode(), ruta


# --- El enlace institucional escribe lo suyo y nada más ------------------------------------------


def test_el_enlace_registra_una_atencion_vuelve_a_su_seccion_y_la_puede_retirar(caso, mateo):
    cliente = navega(mateo)
    base = f"/casos/{caso.uuid}"
    datos = {
        "victima": caso.victimas.get().pk,
        "tipo": "salud_mental",
        "entidad": Entidad.objects.get(pk="mp").pk,
    }
    respuesta = cliente.post(f"{base}/atencion/nueva/", datos, follow=True)
    assert respuesta.status_code == 200, respuesta.redirect_chain
    assert respuesta.redirect_chain[-1][0] == f"{base}/seccion/atencion/"
    atencion = Atencion.objects.get()
    assert cliente.get(f"{base}/atencion/{atencion.uuid}/retirar/").status_code == 200
    cliente.post(f"{base}/atencion/{atencion.uuid}/retirar/", {"motivo": "Era de otro caso"})
    assert not Atencion.objects.vigentes().exists()


def test_el_enlace_lee_las_demas_secciones_y_no_las_escribe(caso, mateo):
    cliente = navega(mateo)
    base = f"/casos/{caso.uuid}"
    texto = cliente.get(f"{base}/seccion/victimas/").content.decode()
    assert "Agregar víctima" not in texto
    assert "Agregar paso" in texto
    denuncia = cliente.get(f"{base}/seccion/denuncia/").content.decode()
    assert "<dt>Materia</dt>" in denuncia
    assert 'name="materia"' not in denuncia
    assert cliente.post(f"{base}/seccion/denuncia/", {"version": 1}).status_code == 403
    assert cliente.get(f"{base}/ficha/").status_code == 403
    victima = caso.victimas.get()
    respuesta = cliente.post(f"{base}/victima/{victima.uuid}/", {"version": 1}, follow=True)
    assert "Tu rol no escribe en esta sección" in respuesta.content.decode()
    assert cliente.get(f"{base}/victima/{victima.uuid}/retirar/").status_code == 403


# --- Validar lo ajeno ----------------------------------------------------------------------------


@pytest.mark.parametrize(
    "corregir",
    [
        lambda caso: caso.victimas.update(edad=23),
        lambda caso: Caso.objects.filter(pk=caso.pk).update(denunciante="padre"),
    ],
    ids=["una víctima", "el caso"],
)
def test_no_aprueba_quien_corrigio_aunque_la_fila_la_ingresara_otra_persona(
    caso, ana, vera, corregir
):
    Caso.objects.filter(pk=caso.pk).update(estado="enviado", enviado_por=ana)
    rosa = crear_usuario("rosa", "analista", "08")
    with como(rosa, motivo="corrige"):
        corregir(caso)
    rosa.designaciones.update(rol="validador")
    rosa = type(rosa).objects.get(pk=rosa.pk)
    todo = [p.codigo for p in LISTA_DE_CONFORMIDAD]
    caso.refresh_from_db()
    with pytest.raises(SinPermisoError):
        acciones.aprobar_caso(caso=caso, comprobado=todo, version=caso.version, por=rosa)
    with como(vera, motivo="revisa"):
        acciones.aprobar_caso(caso=caso, comprobado=todo, version=caso.version, por=vera)
    caso.refresh_from_db()
    assert caso.estado == "conforme"


def test_enviar_varios_dice_cual_no_esta_completo(caso, ana):
    incompleto = acciones.registrar_caso(datos={"materia": "trata"}, por=ana)
    cliente = navega(ana)
    assert "Enviar los elegidos" in cliente.get("/casos/colas/").content.decode()
    datos = {"caso": [str(caso.uuid), str(incompleto.uuid)]}
    texto = cliente.post("/casos/colas/enviar/", datos, follow=True).content.decode()
    caso.refresh_from_db()
    incompleto.refresh_from_db()
    assert (caso.estado, incompleto.estado) == ("enviado", "borrador")
    assert f"{incompleto.codigo}: Todavía falta información" in texto


def test_registrar_caso_solo_lo_ofrece_a_quien_registra(ana, vera, mateo):
    for usuario, lo_ve in ((ana, True), (vera, False), (mateo, False)):
        for ruta in ("/casos/colas/", "/casos/"):
            principal = navega(usuario).get(ruta).content.decode().partition("<main")[2]
            assert ("Registrar caso" in principal) is lo_ve, (usuario.username, ruta)


@pytest.mark.parametrize("nombre", sorted(POR_NOMBRE))
def test_cada_persona_ve_en_el_menu_y_en_el_registro_solo_lo_suyo(nombre, todos):
    usuario = todos[nombre]
    ve, escribe = (usuario.tiene_permiso(p) for p in (Permiso.CASO_VER, Permiso.CASO_REGISTRAR))
    caso = crear_caso(registro="080101", estado="enviado")
    cliente = navega(usuario)
    assert (cliente.get("/casos/colas/").status_code == 200) is ve
    pagina = cliente.get("/trabajos/").content.decode()
    for ruta, le_toca in (
        ("/casos/", ve),
        ("/casos/colas/", ve),
        ("/casos/nuevo/", escribe),
        ("/casos/importar/", usuario.tiene_permiso(Permiso.CASO_IMPORTAR)),
        ("/casos/relevo/", usuario.tiene_permiso(Permiso.CASO_ASIGNAR)),
        ("/casos/otro/", usuario.tiene_permiso(Permiso.CASO_VALIDAR)),
    ):
        assert (f'href="{ruta}"' in pagina) is le_toca, ruta
    respuesta = cliente.get(f"/casos/{caso.uuid}/")
    esperado = 403 if not ve else 200 if usuario.ambito.cubre("080101") else 404
    assert respuesta.status_code == esperado
    assert (caso.codigo in respuesta.content.decode()) is (esperado == 200)
