"""El registro por pantalla: buscar antes, escribir por secciones, revisar, enviar y validar."""

import re
from uuid import uuid4

import pytest
from django.test import Client

from casos import acciones
from casos.models import Borrador, Caso, Victima
from casos.reglas.completo import LISTA_DE_CONFORMIDAD
from tests.fabricas.casos import crear_caso, crear_usuario
from trata.auditoria.contexto import como

pytestmark = pytest.mark.django_db


def fecha(nombre, dia, mes, anio):
    return {f"{nombre}_dia": dia, f"{nombre}_mes": mes, f"{nombre}_anio": anio}


def abrir_caso(cliente):
    datos = fecha("fecha", "10", "3", "2026") | {
        "institucion": "mp",
        "tipo": "carpeta_fiscal",
        "numero": "506-2026-12",
        "ubigeo_departamento": "08",
        "ubigeo_provincia": "0801",
        "ubigeo_distrito": "080101",
    }
    pagina = cliente.get("/casos/nuevo/", datos)
    assert "No hay casos parecidos" in pagina.content.decode()
    respuesta = cliente.post("/casos/nuevo/registrar/", datos)
    assert respuesta.status_code == 302, respuesta.content.decode()
    return Caso.objects.get()


DENUNCIA = {
    "materia": "trata",
    "origen": "denuncia",
    "fuente": "pnp",
    "denunciante": "madre",
    **fecha("fecha_de_registro", "10", "3", "2026"),
}
VICTIMA = {
    "sexo": "mujer",
    "edad": "17",
    "nacionalidad": "pe",
    "educacion": "secundaria",
    "captacion": "oferta_trabajo",
    "vinculo": "amistad",
    "alcance": "nacional",
    "finalidad": "explotacion_sexual",
    "lugar_explotacion": "bar",
    "hallazgo": "rescatada_operativo",
}


def completar(como_ana, caso) -> Victima:
    """La denuncia, la víctima y su estado, como los pide el expediente."""
    base = f"/casos/{caso.uuid}"
    respuesta = como_ana.post(f"{base}/seccion/denuncia/", DENUNCIA | {"version": caso.version})
    assert respuesta.status_code == 302, respuesta.content.decode()
    assert respuesta.url == f"{base}/seccion/hechos/"
    respuesta = como_ana.post(f"{base}/victima/nueva/", VICTIMA)
    assert respuesta.status_code == 302, respuesta.content.decode()
    victima = Victima.objects.get()
    assert (victima.forma_edad, victima.grupo_edad) == ("exacta", "12-17")
    revision = como_ana.get(f"{base}/revisar/").content.decode()
    assert "registra el estado de la víctima" in revision
    respuesta = como_ana.post(
        f"{base}/estado/nueva/",
        {"victima": victima.pk, "estado": "presunta", "organo": "policia"}
        | fecha("fecha", "11", "3", "2026"),
    )
    assert respuesta.status_code == 302, respuesta.content.decode()
    assert "Está completo" in como_ana.get(f"{base}/revisar/").content.decode()
    return victima


def validar(como_vera, caso, **datos) -> str:
    """Manda la validación y devuelve el estado en que queda el caso."""
    como_vera.post(f"/casos/{caso.uuid}/validar/", {"version": caso.version} | datos)
    caso.refresh_from_db()
    return caso.estado


def enviar(como_ana, caso) -> str:
    """Lo envía y devuelve en qué estado queda."""
    caso.refresh_from_db()
    como_ana.post(f"/casos/{caso.uuid}/enviar/", {"version": caso.version})
    caso.refresh_from_db()
    return caso.estado


def test_el_camino_entero_de_un_caso_con_una_victima(como_ana, como_vera):
    caso = abrir_caso(como_ana)
    assert caso.claves.get().numero == "506-2026-12"
    assert caso.lugares.get().ubigeo_id == "080101"
    victima = completar(como_ana, caso)
    assert enviar(como_ana, caso) == "enviado"
    donde = {"en_1": f"victimas|{victima.uuid}|edad", "texto_1": "Confirma la edad"}
    assert validar(como_vera, caso, observar="1", **donde) == "observado"
    base = f"/casos/{caso.uuid}"
    assert "Confirma la edad" in como_ana.get(f"{base}/victima/{victima.uuid}/").content.decode()
    observacion = caso.observaciones.get()
    como_ana.post(f"{base}/observaciones/{observacion.uuid}/atender/")
    assert enviar(como_ana, caso) == "enviado"
    comprobado = [p.codigo for p in LISTA_DE_CONFORMIDAD]
    assert validar(como_vera, caso, aprobar="1", comprobado=comprobado) == "conforme"


def test_todas_las_paginas_del_caso_abren(como_ana, ana, como_vera):
    caso = crear_caso(registro="080101", victimas=2, estado="borrador")
    base = f"/casos/{caso.uuid}"
    rutas = ["/casos/", "/casos/colas/", "/casos/nuevo/", f"{base}/", f"{base}/ficha/"]
    rutas += [f"{base}/revisar/", f"{base}/imprimir/"]
    for codigo in ("denuncia", "hechos", "operativo", "victimas", "implicados", "atencion"):
        rutas.append(f"{base}/seccion/{codigo}/")
    for parte in ("clave", "lugar", "victima", "implicado", "operativo", "establecimiento"):
        rutas.append(f"{base}/{parte}/nueva/")
    rutas += [f"{base}/{p}/nueva/" for p in ("atencion", "estado", "nota", "vinculo", "migrante")]
    rutas.append(f"{base}/victima/{caso.victimas.first().uuid}/")
    rutas.append(f"{base}/victima/nueva/?copiar=1")
    rutas.append("/casos/ubigeo/?campo=ubigeo&ubigeo_departamento=08")
    for ruta in rutas:
        assert como_ana.get(ruta).status_code == 200, ruta
    assert como_ana.get(f"{base}/anular/").status_code == 403  # no lo registró ella
    Caso.objects.filter(pk=caso.pk).update(registrado_por=ana)
    assert como_ana.get(f"{base}/anular/").status_code == 200
    Caso.objects.filter(pk=caso.pk).update(estado="enviado")
    assert como_ana.get(f"{base}/anular/").status_code == 403
    assert como_vera.get(f"{base}/validar/").status_code == 200


def test_lo_ajeno_es_404_en_toda_pagina():
    caso = crear_caso(registro="160101")
    cliente = Client()
    cliente.force_login(crear_usuario("ana", "analista", "08"))
    victima = caso.victimas.get()
    for ruta in (
        "",
        "ficha/",
        "revisar/",
        "imprimir/",
        "seccion/denuncia/",
        "victima/nueva/",
        f"victima/{victima.uuid}/",
    ):
        assert cliente.get(f"/casos/{caso.uuid}/{ruta}").status_code == 404, ruta
    assert cliente.post(f"/casos/{caso.uuid}/enviar/").status_code == 404


def test_un_error_dice_que_hacer_junto_al_campo_y_conserva_lo_escrito(como_ana):
    caso = crear_caso(registro="080101", estado="borrador")
    datos = DENUNCIA | fecha("fecha_de_registro", "31", "2", "2026") | {"dependencia": "DEPINTRAP"}
    respuesta = como_ana.post(f"/casos/{caso.uuid}/seccion/denuncia/", datos | {"version": 1})
    texto = respuesta.content.decode()
    assert respuesta.status_code == 422
    assert "Escribe una fecha que exista" in texto
    assert 'value="DEPINTRAP"' in texto
    assert "<title>Error:" in texto


def test_un_aviso_se_confirma_y_pasa(como_ana):
    caso = crear_caso(registro="080101", estado="borrador")
    ruta = f"/casos/{caso.uuid}/victima/nueva/"
    respuesta = como_ana.post(ruta, VICTIMA | {"edad": "95", "medio": "engano"})
    assert respuesta.status_code == 422
    assert 'name="confirmar" value="edad_poco_probable"' in respuesta.content.decode()
    datos = VICTIMA | {"edad": "95", "medio": "engano", "confirmar": "edad_poco_probable"}
    assert como_ana.post(ruta, datos).status_code == 302


def test_lo_escrito_sobrevive_al_cierre_del_navegador(como_ana, ana):
    caso = crear_caso(registro="080101", estado="borrador")
    ruta = f"/casos/{caso.uuid}/victima/nueva/"
    respuesta = como_ana.post(
        f"/casos/borrador/?de={ruta}", VICTIMA | {"ajustes": "silla\x00", "_titulo": "Víctima"}
    )
    assert respuesta.status_code == 200
    otro_navegador = Client()
    otro_navegador.force_login(ana)
    texto = otro_navegador.get(ruta).content.decode()
    assert "Recuperamos lo que escribiste" in texto
    assert re.search(r'name="edad" value="17"', texto)
    assert "Dejaste a medio escribir" in otro_navegador.get("/casos/colas/").content.decode()
    otro_navegador.post(ruta, VICTIMA | {"marca": str(uuid4())})
    assert not Borrador.objects.exists()


def test_el_borrador_de_una_persona_no_lo_ve_otra(como_ana):
    caso = crear_caso(registro="080101", estado="borrador")
    ruta = f"/casos/{caso.uuid}/victima/nueva/"
    como_ana.post(f"/casos/borrador/?de={ruta}", VICTIMA)
    otra = Client()
    otra.force_login(crear_usuario("rosa", "analista", "08"))
    assert "Recuperamos" not in otra.get(ruta).content.decode()


def test_el_doble_envio_registra_una_sola_victima(como_ana):
    caso = crear_caso(registro="080101", victimas=0, estado="borrador")
    datos = VICTIMA | {"marca": str(uuid4())}
    ruta = f"/casos/{caso.uuid}/victima/nueva/"
    uno, dos = como_ana.post(ruta, datos), como_ana.post(ruta, datos)
    assert (uno.status_code, dos.status_code) == (302, 302)
    assert uno.url == dos.url
    assert caso.victimas.count() == 1


def test_el_conflicto_muestra_las_dos_versiones_y_deja_elegir(como_ana, ana):
    caso = crear_caso(registro="080101", estado="borrador")
    rosa = crear_usuario("rosa", "analista", "08")
    with como(rosa, motivo="corrige"):
        acciones.editar_caso(caso=caso, datos={"dependencia": "La de Rosa"}, version=1, por=rosa)
    ruta = f"/casos/{caso.uuid}/seccion/denuncia/"
    datos = DENUNCIA | {"version": "1", "dependencia": "La de Ana", "canal": "presencial"}
    respuesta = como_ana.post(ruta, datos)
    texto = respuesta.content.decode()
    assert respuesta.status_code == 409
    assert "La de Rosa" in texto
    assert "La de Ana" in texto
    assert re.search(rf"{rosa} guardó a las \d\d:\d\d", texto)
    caso.refresh_from_db()
    assert caso.dependencia == "La de Rosa"
    como_ana.post(
        ruta, datos | {"version": "2", "elige-dependencia": "guardada", "elige-canal": "tuya"}
    )
    caso.refresh_from_db()
    assert (caso.dependencia, caso.canal) == ("La de Rosa", "presencial")


def test_copiar_de_la_anterior_trae_los_hechos_y_no_lo_personal(como_ana):
    caso = crear_caso(registro="080101", estado="borrador")
    texto = como_ana.get(f"/casos/{caso.uuid}/victima/nueva/?copiar=1").content.decode()
    assert re.search(r'value="explotacion_sexual" selected', texto)
    assert not re.search(r'value="mujer" selected', texto)
    assert not re.search(r'name="edad" value="\d', texto)


def test_actualizar_lista_funciona_sin_javascript(como_ana):
    caso = crear_caso(registro="080101", estado="borrador")
    respuesta = como_ana.post(
        f"/casos/{caso.uuid}/lugar/nueva/",
        {"rol": "captacion", "pais": "pe", "ubigeo_departamento": "16", "actualizar": "1"},
    )
    assert respuesta.status_code == 200
    assert "Maynas" in respuesta.content.decode()


def test_retirar_pide_motivo(como_ana):
    caso = crear_caso(registro="080101", estado="borrador", victimas=2)
    ruta = f"/casos/{caso.uuid}/victima/{caso.victimas.last().uuid}/retirar/"
    assert como_ana.get(ruta).status_code == 200
    assert como_ana.post(ruta, {"motivo": ""}).status_code == 422
    assert como_ana.post(ruta, {"motivo": "Está dos veces"}).status_code == 302
    assert caso.victimas.vigentes().count() == 1


def test_la_cuenta_de_la_lista_es_la_de_sus_filas(como_ana):
    for i in range(53):
        crear_caso(registro="080101", materia="trata" if i % 2 else "explotacion_conexa")
    crear_caso(registro="160101")
    texto = como_ana.get("/casos/?orden=fecha_desc").content.decode()
    assert "53 casos" in texto.replace("\xa0", " ")
    siguiente = re.search(r'rel="next" href="([^"]+)"', texto)[1].replace("&amp;", "&")
    segunda = como_ana.get(f"/casos/{siguiente}").content.decode()
    vistos = set(re.findall(r"TRATA-2026-9\d{5}", texto + segunda))
    assert len(vistos) == 53
    anterior = re.search(r'rel="prev" href="([^"]+)"', segunda)[1].replace("&amp;", "&")
    primera = como_ana.get(f"/casos/{anterior}").content.decode()
    assert re.findall(r"TRATA-2026-9\d{5}", primera) == re.findall(r"TRATA-2026-9\d{5}", texto)
    filtrada = como_ana.get("/casos/?materia=trata&sexo=mujer&departamento=08").content.decode()
    assert "26 casos" in filtrada.replace("\xa0", " ")


def test_las_consultas_de_la_lista_no_crecen_con_las_filas(como_ana, django_assert_max_num_queries):
    crear_caso(registro="080101")
    como_ana.get("/casos/")

    def contar():
        with django_assert_max_num_queries(40) as captura:
            como_ana.get("/casos/")
        return len(captura)

    una = contar()
    for _ in range(19):
        crear_caso(registro="080101")
    assert contar() == una


def test_las_consultas_del_caso_no_crecen_con_las_victimas(como_ana, django_assert_max_num_queries):
    def contar(caso):
        with django_assert_max_num_queries(60) as captura:
            como_ana.get(f"/casos/{caso.uuid}/")
        return len(captura)

    contar(crear_caso(registro="080101"))
    assert contar(crear_caso(registro="080101", victimas=20)) == contar(
        crear_caso(registro="080101")
    )


def test_una_busqueda_guardada_vuelve_con_sus_filtros(como_ana):
    como_ana.post("/casos/busquedas/", {"nombre": "Sólo trata", "consulta": "materia=trata"})
    texto = como_ana.get("/casos/").content.decode()
    assert "Sólo trata" in texto
    assert "?materia=trata" in texto


def test_la_validacion_en_bloque_dice_cual_no_se_pudo(como_vera):
    uno, dos = crear_caso(estado="enviado"), crear_caso(estado="borrador")
    datos = {"caso": [str(uno.uuid), str(dos.uuid), "no-es-uuid"], "seguro": "1"}
    texto = como_vera.post("/casos/colas/aprobar/", datos, follow=True).content.decode()
    uno.refresh_from_db()
    assert uno.estado == "conforme"
    assert dos.codigo in texto


def test_sin_decir_que_reviso_la_lista_no_se_aprueba_ninguno_en_bloque(como_vera):
    caso = crear_caso(estado="enviado")
    texto = como_vera.post("/casos/colas/aprobar/", {"caso": [str(caso.uuid)]}, follow=True)
    caso.refresh_from_db()
    assert caso.estado == "enviado"
    assert caso.codigo in texto.content.decode()
    assert "Conformes:" not in texto.content.decode()


def test_un_caso_con_muchas_victimas_se_lee_plegado_y_sin_perder_ninguna(como_vera):
    caso = crear_caso(registro="080101", victimas=30, estado="enviado")
    texto = como_vera.get(f"/casos/{caso.uuid}/").content.decode().replace("\xa0", " ")
    assert "Ver las otras 18 víctimas" in texto
    assert "Ver 18 más de víctimas" in texto
    assert all(f"{caso.codigo}-V{n} <" in texto for n in range(1, 31))
    seccion = como_vera.get(f"/casos/{caso.uuid}/seccion/victimas/").content.decode()
    assert "Ver 5 más" in seccion
    assert seccion.count('<li class="partes__fila">') == 30
    pocas = crear_caso(registro="080101", victimas=2, estado="enviado")
    assert "Ver las otras" not in como_vera.get(f"/casos/{pocas.uuid}/").content.decode()


def test_un_caso_observado_no_dice_que_esta_completo(como_ana):
    caso = crear_caso(registro="080101", estado="observado")
    caso.observaciones.create(seccion="denuncia", campo="canal", texto="Precisa el canal")
    texto = como_ana.get(f"/casos/{caso.uuid}/ficha/").content.decode().replace("\xa0", " ")
    assert "Te pidieron corregir 1 punto" in texto
    assert "Está completo" not in texto


def test_la_hora_se_escribe_en_veinticuatro_horas(como_ana):
    caso = crear_caso(registro="080101", estado="borrador", hora_de_registro="14:30")
    texto = como_ana.get(f"/casos/{caso.uuid}/seccion/denuncia/").content.decode()
    assert re.search(r'<input type="text" name="hora_de_registro" value="14:30"', texto)
