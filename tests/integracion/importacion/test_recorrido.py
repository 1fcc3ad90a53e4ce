"""Subir, revisar, corregir, importar, volver a subir y deshacer."""

import io

import pytest
from openpyxl import load_workbook

from casos import acciones
from casos.models import Caso, CasoImportado, ClaveExterna, Importacion, Victima
from tests.fabricas.casos import crear_caso, crear_usuario
from tests.fabricas.importacion import FILA, SIN_NUMERO, a_csv, a_xlsx, pedir, subir
from trata.trabajos.models import Salida, Trabajo

pytestmark = pytest.mark.django_db
Estado = Importacion.Estado


def importar(cliente, filas, **datos):
    return pedir(cliente, subir(cliente, a_csv(filas)), "confirmar", **datos)


def test_se_agrupa_por_numero_y_subirlo_otra_vez_no_duplica(cliente):
    contenido = a_csv([FILA, FILA | {"edad": "30", "sexo": "hombre"}])
    primera = pedir(cliente, subir(cliente, contenido), "confirmar")
    assert primera.estado == Estado.IMPORTADA
    assert primera.informe["registrados"] == 1
    caso = Caso.objects.get()
    assert [v.numero for v in caso.victimas.order_by("numero")] == [1, 2]
    assert caso.estado == "borrador"
    assert caso.victimas.first().estado == "presunta"
    assert "1\xa0caso" in cliente.get("/casos/?texto=506-2026-12").content.decode()
    segunda = subir(cliente, contenido, "con otro nombre.csv")
    assert segunda.informe["ya_registrados"] == 1
    assert segunda.informe["nuevos"] == 0
    assert segunda.informe["ya_importado_por"]
    pedir(cliente, segunda, "confirmar")
    assert (Caso.objects.count(), Victima.objects.count()) == (1, 2)


def test_una_fila_sin_numero_tampoco_entra_dos_veces(cliente):
    importar(cliente, [SIN_NUMERO, SIN_NUMERO | {"edad": "20"}])
    assert Caso.objects.count() == 2
    otra = importar(cliente, [SIN_NUMERO | {"edad": "20"}, SIN_NUMERO | {"edad": "33"}])
    assert otra.informe["registrados"] == 1
    assert Caso.objects.count() == 3


def test_dos_filas_iguales_del_mismo_archivo_son_dos_victimas_con_aviso(cliente):
    importacion = subir(cliente, a_csv([SIN_NUMERO, SIN_NUMERO]))
    assert importacion.informe["avisos"] == 1
    pedir(cliente, importacion, "confirmar")
    assert Caso.objects.count() == 2


def test_con_una_fila_mala_no_entra_nada_y_se_dice_que_corregir(cliente):
    otra = FILA | {"numero": "507-2026-1", "edad": "150"}
    importacion = subir(cliente, a_csv([FILA, otra]))
    pagina = cliente.get(f"/casos/importar/{importacion.uuid}/").content.decode()
    assert "Escribe una edad entre 0 y 120" in pagina
    assert "edad_imposible" in pagina
    pedir(cliente, importacion, "confirmar")
    assert Caso.objects.count() == 0
    pedir(cliente, importacion, "confirmar", solo_validas="1")
    assert Caso.objects.count() == 1


def test_el_archivo_anotado_se_corrige_y_se_vuelve_a_subir(cliente):
    filas = [FILA, FILA | {"numero": "507-2026-1", "edad": "150", "sexo": "Mujr"}]
    importacion = subir(cliente, a_csv(filas))
    respuesta = cliente.get(f"/trabajos/{importacion.revision.uuid}/archivo/")
    libro = load_workbook(io.BytesIO(b"".join(respuesta.streaming_content)))
    hoja = libro["Casos"]
    titulos = [c.value for c in hoja[1]]
    assert titulos[0] == "Qué corregir"
    assert "edad_imposible" in hoja.cell(3, 1).value
    columna = titulos.index("edad") + 1
    assert "entre 0 y 120" in hoja.cell(3, columna).comment.text
    assert hoja.cell(2, columna).comment is None
    assert hoja.cell(3, columna).fill.fgColor.rgb.endswith("FDE2E2")
    hoja.cell(3, columna).value = "19"
    hoja.cell(3, titulos.index("sexo") + 1).value = "Mujer"
    guardado = io.BytesIO()
    libro.save(guardado)
    corregida = subir(
        cliente, guardado.getvalue(), "corregido.xlsx", reemplaza=str(importacion.uuid)
    )
    assert corregida.estado == Estado.REVISADA, corregida.informe
    assert corregida.informe["errores"] == 0
    importacion.refresh_from_db()
    assert importacion.estado == Estado.REEMPLAZADA
    pedir(cliente, corregida, "confirmar")
    assert Caso.objects.count() == 2


def test_lo_que_cambia_se_actualiza_y_una_celda_vacia_no_borra(cliente, ana):
    importar(cliente, [FILA])
    nueva = FILA | {
        "edad": "",
        "finalidad": "",
        "dependencia": "Wanchaq",
        "medio": "engano",
    }
    importacion = subir(cliente, a_csv([nueva, FILA | {"sexo": "hombre", "edad": "40"}]))
    assert importacion.informe["actualizados"] == 1, importacion.problemas
    pagina = cliente.get(f"/casos/importar/{importacion.uuid}/").content.decode()
    assert "Qué se actualiza" in pagina
    pedir(cliente, importacion, "confirmar")
    caso = Caso.objects.get()
    primera, segunda = caso.victimas.order_by("numero")
    assert caso.dependencia == "Wanchaq"
    assert (primera.edad, primera.finalidad, primera.medio) == (17, "explotacion_sexual", "engano")
    assert (segunda.numero, segunda.edad) == (2, 40)
    igual = subir(cliente, a_csv([nueva, FILA | {"sexo": "hombre", "edad": "40"}]), "otro.csv")
    assert igual.informe["ya_registrados"] == 1


def test_un_caso_enviado_no_se_cambia_y_uno_ajeno_es_clave_repetida(cliente, ana):
    importar(cliente, [FILA])
    Caso.objects.update(estado="enviado")
    importacion = subir(cliente, a_csv([FILA | {"dependencia": "Otra"}]))
    assert importacion.informe["cerrados"] == 1
    assert importacion.informe["actualizados"] == 0
    ajeno = crear_caso(registro="160101")
    clave = ClaveExterna.objects.get()
    ClaveExterna.objects.create(
        caso=ajeno, institucion=clave.institucion, tipo=clave.tipo, numero="900-2026-1"
    )
    ajena = subir(cliente, a_csv([FILA | {"numero": "900-2026-1"}]))
    assert [p[2] for p in ajena.problemas] == ["clave_repetida"]


def test_deshacer_anula_con_motivo_y_deja_volver_a_importar(cliente):
    contenido = a_csv([FILA, SIN_NUMERO])
    importacion = pedir(cliente, subir(cliente, contenido), "confirmar")
    assert Caso.objects.count() == 2
    assert cliente.post(f"/casos/importar/{importacion.uuid}/deshacer/", {}).status_code == 422
    pedir(cliente, importacion, "deshacer", motivo="Era el archivo del mes pasado")
    assert importacion.estado == Estado.DESHECHA
    assert set(Caso.objects.values_list("estado", flat=True)) == {"anulado"}
    assert "mes pasado" in Caso.objects.first().motivo_de_anulacion
    assert Salida.objects.filter(clave__startswith="caso.anulado").count() == 2
    pedir(cliente, subir(cliente, contenido), "confirmar")
    assert Caso.objects.filter(estado="borrador").count() == 2


def test_lo_que_alguien_toco_despues_no_se_deshace(cliente, ana):
    filas = [FILA, FILA | {"numero": "507-2026-1"}]
    importacion = importar(cliente, filas)
    tocado = Caso.objects.order_by("pk").first()
    acciones.registrar_parte(Victima, caso=tocado, datos={"sexo": "mujer"}, por=ana, confirmar=())
    pagina = cliente.get(f"/casos/importar/{importacion.uuid}/deshacer/")
    assert pagina.context["cuenta"] == {"se_anulan": 1, "vuelven": 0, "se_quedan": 1}
    pedir(cliente, importacion, "deshacer", motivo="Se repitió el archivo")
    tocado.refresh_from_db()
    assert tocado.estado == "borrador"
    assert Caso.objects.filter(estado="anulado").count() == 1
    otra = importar(cliente, [FILA | {"numero": "509-2026-1"}])
    acciones.editar_caso(
        caso=Caso.objects.latest("pk"), datos={"dependencia": "x"}, version=1, por=ana
    )
    pedir(cliente, otra, "deshacer", motivo="Se repitió el archivo")
    assert otra.estado == Estado.IMPORTADA
    assert "trabajaron después" in Trabajo.objects.latest("pk").error


def test_deshacer_una_actualizacion_devuelve_lo_de_antes(cliente, ana):
    importar(cliente, [FILA])
    cambio = FILA | {"dependencia": "Wanchaq", "edad": "16", "ubigeo_de_registro": "080108",
                     "estado_victima": "identificada", "sustento": "Disp. 3"}  # fmt: skip
    importacion = importar(cliente, [cambio])
    assert importacion.informe["actualizados"] == 1
    victima = Victima.objects.get()
    assert (victima.edad, victima.estado) == (16, "identificada")
    pedir(cliente, importacion, "deshacer", motivo="Era de otro caso")
    assert importacion.estado == Estado.DESHECHA, Trabajo.objects.latest("pk").error
    caso, victima = Caso.objects.get(), Victima.objects.get()
    assert (caso.dependencia, caso.estado) == ("", "borrador")
    assert (victima.edad, victima.grupo_edad, victima.estado) == (17, "12-17", "presunta")
    assert caso.lugares.get(rol="registro").ubigeo_id == "080101"
    assert CasoImportado.objects.filter(deshecho_en=None).count() == 1


def test_dos_personas_de_una_institucion_no_importan_el_mismo_archivo_dos_veces(cliente, ana):
    otra = crear_usuario("rosa", "analista", "08")
    otra.entidad = ana.entidad
    otra.save()
    contenido = a_csv([SIN_NUMERO])
    de_ana = subir(cliente, contenido)
    cliente.force_login(otra)
    de_rosa = subir(cliente, contenido)
    pedir(cliente, de_rosa, "confirmar")
    cliente.force_login(ana)
    pedir(cliente, de_ana, "confirmar")
    assert Caso.objects.count() == 1
    assert "No queda nada" in Trabajo.objects.latest("pk").error
    assert cliente.get(f"/casos/importar/{de_rosa.uuid}/").status_code == 404


def test_otra_forma_de_archivo_se_empareja_y_se_recuerda(cliente):
    ajeno = [
        ["REPORTE DE CASOS 2026"],
        ["N° Carpeta", "FEC. DENUNCIA", "DPTO", "PROVINCIA", "DISTRITO", "Nombres y apellidos",
         "Género", "EDAD VICTIMA", "Tipo de explotación"],
        ["506-2026-12", "10/03/2026", "CUZCO", "La Convención", "Santa Ana", "Rosa Quispe", "F",
         17, "Expl. sexual"],
    ]  # fmt: skip
    importacion = subir(cliente, a_xlsx(ajeno), "mp.xlsx")
    assert importacion.estado == Estado.POR_EMPAREJAR
    assert "Rosa" not in str(importacion.columnas)
    pagina = cliente.get(f"/casos/importar/{importacion.uuid}/columnas/")
    form = pagina.context["form"]
    propuesta = {f.titulo: f.campo.value() for f in form.filas}
    assert propuesta["FEC. DENUNCIA"] == "fecha_de_registro"
    assert propuesta["Género"] == "sexo"
    assert propuesta["DPTO"] == "departamento_de_registro"
    assert propuesta["Nombres y apellidos"] == ""
    assert "Rosa" not in pagina.content.decode()
    datos = {f.campo.html_name: f.campo.value() for f in form.filas}
    faltan = cliente.post(f"/casos/importar/{importacion.uuid}/columnas/", datos)
    assert faltan.status_code == 422
    assert "materia" in faltan.content.decode()
    datos |= {"fijo_materia": "trata", "fijo_institucion": "mp", "fijo_tipo_numero":
              "carpeta_fiscal", "guardar_como": "MP mensual"}  # fmt: skip
    pedir(cliente, importacion, "columnas", **datos)
    assert importacion.informe["filas_con_error"] == 1
    textos = {v["texto"]: v["campo"] for v in importacion.informe["valores"]}
    assert textos == {"F": "sexo", "Expl. sexual": "finalidad"}
    elegidos = {"F": "mujer", "Expl. sexual": "explotacion_sexual"}
    valores = {
        f"valor_{i}": elegidos[v["texto"]] for i, v in enumerate(importacion.informe["valores"])
    }
    pedir(cliente, importacion, "revisar", **valores)
    assert importacion.informe["errores"] == 0, importacion.problemas
    pedir(cliente, importacion, "confirmar")
    caso = Caso.objects.get()
    assert caso.claves.get().numero == "506-2026-12"
    assert caso.lugares.get().ubigeo_id == "080901"
    otra_vez = subir(cliente, a_xlsx([*ajeno, [*ajeno[2][:7], 30, "Expl. sexual"]]), "mp2.xlsx")
    assert otra_vez.columnas["fuente"] == "MP mensual"
    pagina = cliente.get(f"/casos/importar/{otra_vez.uuid}/columnas/").content.decode()
    assert "Reconocimos estas columnas" in pagina
    assert otra_vez.emparejado["valores"]["sexo"] == {"F": "mujer"}


def test_los_avisos_se_confirman_para_todo_el_archivo(cliente):
    importacion = subir(cliente, a_csv([SIN_NUMERO | {"edad": "95"}]))
    assert [p[2] for p in importacion.problemas] == ["edad_poco_probable"]
    pedir(cliente, importacion, "revisar", aviso="edad_poco_probable")
    assert importacion.informe["errores"] == 0
    pedir(cliente, importacion, "revisar", aviso="edad_imposible")
    assert importacion.emparejado["confirmados"] == ["edad_poco_probable"]


def test_lo_parecido_se_dice_y_se_puede_dejar_fuera(cliente, ana):
    importar(cliente, [FILA])
    importacion = subir(cliente, a_csv([FILA | {"numero": "999-2026-9"}, FILA | {
        "numero": "998-2026-9", "edad": "45"}]))  # fmt: skip
    assert [p["fila"] for p in importacion.parecidos] == [2]
    assert (
        Caso.objects.get().codigo
        in cliente.get(f"/casos/importar/{importacion.uuid}/").content.decode()
    )
    pedir(cliente, importacion, "confirmar", sin_parecidos="1")
    assert Caso.objects.count() == 2


def test_la_plantilla_se_llena_y_se_importa_tal_cual(cliente):
    respuesta = cliente.get("/casos/importar/plantilla/")
    libro = load_workbook(io.BytesIO(respuesta.content))
    assert libro.sheetnames == ["Casos", "Instrucciones", "Listas", "Lugares"]
    assert libro["Listas"].sheet_state == "hidden"
    hoja = libro["Casos"]
    assert len(hoja.data_validations.dataValidation) > 20
    titulos = {c.value.rstrip(" *"): c.column for c in hoja[2]}
    for titulo, valor in {
        "Materia": "Trata de personas", "Fecha de la denuncia o intervención": "10/03/2026",
        "Lugar de registro": "Cusco / Cusco / Cusco", "Sexo": "Mujer",
        "Edad (años cumplidos)": 17,
    }.items():  # fmt: skip
        hoja.cell(3, titulos[titulo]).value = valor
    salida = io.BytesIO()
    libro.save(salida)
    importacion = subir(cliente, salida.getvalue(), "plantilla.xlsx")
    assert importacion.estado == Estado.REVISADA, (importacion.columnas, importacion.informe)
    assert importacion.informe["nuevos"] == 1, importacion.problemas
    pedir(cliente, importacion, "confirmar")
    assert Victima.objects.get().edad == 17


def test_el_contenido_va_cifrado_y_se_borra_al_importar_o_a_la_semana(cliente):
    importacion = subir(cliente, a_csv([FILA]))
    assert b"506-2026-12" not in bytes(importacion.contenido_cifrado)
    assert "506" not in importacion.muestra_cifrada
    pedir(cliente, importacion, "confirmar")
    assert bytes(importacion.contenido_cifrado) == b""
    otra = subir(cliente, a_csv([FILA | {"numero": "1-2026-1"}]))
    Importacion.objects.filter(pk=otra.pk).update(subida_en="2020-01-01T00:00Z")
    assert acciones.vencer_importaciones() == 1
    otra.refresh_from_db()
    assert (otra.estado, bytes(otra.contenido_cifrado)) == (Estado.VENCIDA, b"")


def test_las_paginas_cuestan_lo_mismo_con_mil_faltas(cliente, django_assert_max_num_queries):
    filas = [SIN_NUMERO | {"edad": "150", "dependencia": f"c{i}"} for i in range(1000)]
    importacion = subir(cliente, a_csv(filas))
    with django_assert_max_num_queries(14):
        pagina = cliente.get(f"/casos/importar/{importacion.uuid}/")
    assert pagina.context["problemas"].paginator.count == 1000
    assert len(pagina.context["problemas"].object_list) == 100
    assert "1\xa0000" in pagina.content.decode()
