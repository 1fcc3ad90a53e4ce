"""Redactar en equipo: editor, autoguardado, conflicto, comentarios, reparto y lo que falta."""

import re
from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from trata.comun.errores import ConflictoError, ErrorDeDominio, EstadoInvalidoError, SinPermisoError
from trata.informes import acciones, consultas
from trata.informes.models import BorradorDeTexto, Comentario, TextoDeSeccion
from trata.informes.textos import borrador_de
from trata.trabajos.models import Salida

pytestmark = pytest.mark.django_db
CITA = "{{ pais.sexo.pct }}"


def ruta(nombre: str, informe, **mas) -> str:
    return reverse(f"informes:{nombre}", kwargs={"uuid": informe.uuid, **mas})


def escribir(informe, texto, version, por):
    return acciones.escribir_texto(
        informe=informe, clave="cifras", texto=texto, version=version, por=por
    )


def test_una_cifra_escrita_a_mano_se_rechaza_con_su_linea(boletin, vera):
    with pytest.raises(ErrorDeDominio) as error:
        escribir(boletin, "Primera.\nEl 79,6 % son mujeres.", 0, vera)
    assert error.value.codigo == "cifra_a_mano"
    assert error.value.campos["texto"].startswith("Línea 2:")
    assert "pais.sexo.pct" in error.value.mensaje
    assert not TextoDeSeccion.objects.exists()


def test_dos_personas_no_se_pisan(boletin, vera, dario):
    escribir(boletin, "De Vera", 0, vera)
    with pytest.raises(ConflictoError):
        escribir(boletin, "De Darío", 0, dario)
    assert TextoDeSeccion.objects.get().texto == "De Vera"


def test_el_conflicto_muestra_los_dos_textos_y_deja_guardar_a_sabiendas(
    boletin, vera, dario, client
):
    url = ruta("texto", boletin, clave="cifras")
    escribir(boletin, "De Vera", 0, vera)
    client.force_login(dario)
    choque = client.post(url, {"texto": "De Darío", "version": "0"})
    pagina = choque.content.decode()
    assert choque.status_code == 409
    assert "De Vera" in pagina
    assert "De Darío" in pagina
    assert BorradorDeTexto.objects.get(persona=dario).texto == "De Darío"
    version = re.search(r'name="version" value="(\d+)"', pagina)[1]
    assert client.post(url, {"texto": "De los dos", "version": version}).status_code == 302
    assert TextoDeSeccion.objects.get().texto == "De los dos"
    assert not BorradorDeTexto.objects.exists()


def test_lo_que_se_va_tecleando_se_conserva_y_se_recupera(boletin, vera, dario, client):
    client.force_login(vera)
    guardado = client.post(
        ruta("texto-borrador", boletin, clave="cifras"), {"texto": "A medias {{ x", "version": "0"}
    )
    assert guardado.status_code == 204
    enorme = {"texto": "A medias {{ x", "version": "9" * 30}
    assert client.post(ruta("texto-borrador", boletin, clave="cifras"), enorme).status_code == 204
    larga = client.post(ruta("texto-borrador", boletin, clave="x" * 60), {"texto": "x"})
    assert larga.status_code == 400
    pagina = client.get(ruta("texto", boletin, clave="cifras")).content.decode()
    assert "A medias {{ x" in pagina
    assert "Recuperamos tu borrador" in pagina
    client.force_login(dario)
    assert "A medias" not in client.get(ruta("texto", boletin, clave="cifras")).content.decode()
    client.force_login(vera)
    client.post(ruta("texto-descartar", boletin, clave="cifras"))
    assert "A medias" not in client.get(ruta("texto", boletin, clave="cifras")).content.decode()


def test_lo_rechazado_queda_en_pantalla_y_en_el_borrador(boletin, vera, client):
    client.force_login(vera)
    mala = client.post(
        ruta("texto", boletin, clave="cifras"), {"texto": "Mucho <b> {{ no }}", "version": "0"}
    )
    assert mala.status_code == 422
    assert "Mucho &lt;b&gt; {{ no }}" in mala.content.decode()
    assert BorradorDeTexto.objects.get().texto == "Mucho <b> {{ no }}"


def test_sin_javascript_el_campo_se_inserta_al_final_y_no_se_guarda(boletin, vera, client):
    client.force_login(vera)
    respuesta = client.post(
        ruta("texto", boletin, clave="cifras"),
        {"texto": "Son mujeres", "version": "0", "insertar": CITA},
    )
    assert respuesta.status_code == 200
    assert f"Son mujeres {CITA}" in respuesta.content.decode()
    assert not TextoDeSeccion.objects.exists()


def test_la_vista_previa_pone_la_cifra_y_dice_que_corregir(boletin, vera, client):
    client.force_login(vera)
    url = ruta("texto-vista", boletin, clave="cifras")
    html = client.post(url, {"texto": f"Son {CITA} <script>\n{{{{ nada }}}}"}).content.decode()
    assert "79,6" in html
    assert "&lt;script&gt;" in html, "se lee tal cual: ni se ejecuta ni se pierde"
    assert "Línea 2: no existe el campo «nada»" in html


def test_los_campos_se_buscan_sin_tildes_y_muestran_su_valor(boletin, vera, client):
    client.force_login(vera)
    url = ruta("texto-campos", boletin, clave="cifras")
    todos = client.get(url).content.decode()
    cuantas = todos.count("data-cita=")
    assert cuantas >= 18
    mujeres = client.get(url, {"buscar": "MUJERÉS"}).content.decode()
    assert 0 < mujeres.count("data-cita=") < cuantas
    assert 'data-cita="{{ pais.sexo.pct }}"' in mujeres
    assert "79,6" in mujeres
    assert "Ninguna cifra" in client.get(url, {"buscar": "zzz"}).content.decode()


def test_un_comentario_abierto_impide_aprobar_hasta_que_se_resuelve(boletin, vera, dario, client):
    comentario = acciones.comentar(informe=boletin, clave="cifras", texto="¿Y 2022?", por=dario)
    acciones.mover(informe=boletin, paso="enviar", por=vera)
    with pytest.raises(EstadoInvalidoError, match="comentario"):
        acciones.mover(informe=boletin, paso="aprobar", por=dario)
    client.force_login(vera)
    client.post(ruta("comentario", boletin, comentario=comentario.uuid), {"resuelto": "1"})
    comentario.refresh_from_db()
    assert comentario.resuelto_por == vera
    boletin.refresh_from_db()
    acciones.mover(informe=boletin, paso="aprobar", por=dario)


def test_devolver_pide_motivo_y_lo_deja_como_comentario(boletin, vera, dario, client):
    acciones.mover(informe=boletin, paso="enviar", por=vera)
    client.force_login(dario)
    url = reverse("informes:motivo", args=[boletin.uuid, "devolver"])
    assert client.post(url, {"motivo": "  "}).status_code == 422
    with pytest.raises(ErrorDeDominio) as error:
        acciones.mover(informe=boletin, paso="devolver", motivo="  ", por=dario)
    assert error.value.codigo == "falta_motivo"
    client.post(url, {"motivo": "Falta la fuente"})
    boletin.refresh_from_db()
    assert boletin.estado == "borrador"
    assert Comentario.objects.get().texto == "Falta la fuente"


def test_quien_escribio_un_texto_no_aprueba(boletin, vera, dario):
    escribir(boletin, "De Darío", 0, dario)
    acciones.mover(informe=boletin, paso="enviar", por=vera)
    with pytest.raises(SinPermisoError):
        acciones.mover(informe=boletin, paso="aprobar", por=dario)


def test_quien_escribio_no_aprueba_aunque_otra_persona_corrija_despues(boletin, vera, dario):
    escribir(boletin, "De Darío", 0, dario)
    escribir(boletin, "De Darío, con una coma de Vera", TextoDeSeccion.objects.get().version, vera)
    acciones.mover(informe=boletin, paso="enviar", por=vera)
    with pytest.raises(SinPermisoError):
        acciones.mover(informe=boletin, paso="aprobar", por=dario)


def test_asignar_avisa_por_correo_una_vez_y_aparece_en_mis_secciones(boletin, vera, dario, client):
    dentro_de_nada = timezone.localdate() + timedelta(days=1)
    datos = {"persona": vera, "vence_el": dentro_de_nada, "nota": "Con fuente"}
    asignacion = acciones.asignar_seccion(informe=boletin, clave="cifras", datos=datos, por=dario)
    correo = Salida.objects.get(clave__startswith="informes.asignacion")
    assert correo.datos["para"] == [vera.email]
    assert "/informes/mis-secciones/" in correo.datos["texto"]
    acciones.recordar_secciones()
    acciones.recordar_secciones()
    assert Salida.objects.filter(clave__startswith="informes.asignacion").count() == 2
    client.force_login(vera)
    pagina = client.get(reverse("informes:mis-secciones")).content.decode()
    assert asignacion.titulo in pagina
    with pytest.raises(EstadoInvalidoError, match="Vera|vera|tiene"):
        acciones.mover(informe=boletin, paso="enviar", por=vera)
    client.post(ruta("asignacion", boletin, clave="cifras"), {"que": "lista"})
    boletin.refresh_from_db()
    assert acciones.mover(informe=boletin, paso="enviar", por=vera).estado == "en_revision"


def test_no_se_asigna_a_quien_no_redacta_ni_para_ayer(boletin, vera, clara):
    manana = timezone.localdate() + timedelta(days=1)
    for datos, codigo in (
        ({"persona": clara, "vence_el": manana}, "no_redacta"),
        ({"persona": vera, "vence_el": manana - timedelta(days=9)}, "vence_antes_de_hoy"),
    ):
        with pytest.raises(ErrorDeDominio) as error:
            acciones.asignar_seccion(informe=boletin, clave="cifras", datos=datos, por=vera)
        assert error.value.codigo == codigo


def test_un_campo_que_dejo_de_existir_impide_publicar_y_se_puede_volver_atras(
    aprobado, vera, dario
):
    TextoDeSeccion.objects.create(informe=aprobado, clave="cifras", texto="{{ ya.no.esta }}")
    with pytest.raises(EstadoInvalidoError, match=r"ya\.no\.esta"):
        acciones.publicar(informe=aprobado, por=dario)
    documento = consultas.sin_textos(aprobado, vera)
    assert [f.bloquea for f in consultas.que_falta(aprobado, documento)] == ["publicar"]
    aprobado.refresh_from_db()
    vuelto = acciones.mover(informe=aprobado, paso="retirar", por=dario, motivo="Campo roto")
    assert vuelto.estado == "borrador"


def test_las_paginas_del_informe_no_gastan_mas_consultas_con_mas_comentarios(boletin, vera, client):
    client.force_login(vera)

    def consultas_de() -> int:
        with CaptureQueriesContext(connection) as captadas:
            assert client.get(ruta("detalle", boletin)).status_code == 200
        return len(captadas)

    acciones.comentar(informe=boletin, clave="cifras", texto="1", por=vera)
    consultas_de()
    con_uno = consultas_de()
    for n in range(20):
        acciones.comentar(informe=boletin, clave="cifras", texto=str(n), por=vera)
    assert consultas_de() == con_uno


def test_el_borrador_automatico_se_trae_al_editor_y_se_puede_guardar(boletin, vera, client):
    client.force_login(vera)
    documento = consultas.sin_textos(boletin, vera)
    con_borrador = [s.clave for s in documento.secciones if borrador_de(documento, s.clave)]
    assert con_borrador
    for clave in con_borrador:
        url = ruta("texto", boletin, clave=clave)
        assert "Empezar desde el borrador automático" in client.get(url).content.decode()
        texto = borrador_de(documento, clave)
        pedida = client.get(url, {"automatico": "1"})
        assert pedida.context["form"]["texto"].value() == texto
        assert client.post(url, {"texto": texto, "version": "0"}).status_code == 302
