"""La plantilla XLSX: listas desplegables, ida y vuelta sin pérdida y todos los errores a la vez."""

from io import BytesIO

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from openpyxl import load_workbook

from politica import importador
from politica.acciones import reportes
from politica.models import Estado, Periodo, Reporte
from tests.fabricas.politica import periodo_abierto, punto_focal, secretaria

pytestmark = pytest.mark.django_db


@pytest.fixture
def paula(db):
    return punto_focal()


@pytest.fixture
def periodo(db) -> Periodo:
    return periodo_abierto(por=secretaria())


def libro(periodo, quien):
    return load_workbook(BytesIO(importador.plantilla(periodo, quien)))


def llenar(hoja, indicador, **valores):
    columnas = {"numerador": 6, "denominador": 7, "valor": 8, "meta": 9, "sin": 10, "motivo": 11}
    for fila in hoja.iter_rows(min_row=2):
        if fila[1].value == indicador:
            for campo, valor in valores.items():
                hoja.cell(fila[0].row, columnas[campo], valor)
            return fila[0].row
    raise AssertionError(indicador)


def subir(libro_lleno, periodo, quien, **extra):
    salida = BytesIO()
    libro_lleno.save(salida)
    salida.seek(0)
    return importador.importar(
        archivo=salida, octetos=salida.getbuffer().nbytes, periodo=periodo, por=quien, **extra
    )


def test_la_plantilla_trae_lo_de_la_entidad_con_sus_listas(periodo, paula):
    hoja = libro(periodo, paula)["Valores"]
    codigos = {fila[1].value for fila in hoja.iter_rows(min_row=2)}
    assert codigos == {"S28.1", "S29.1", "S34.1", "S38.1", "S39.1", "S42.1", "OP3.1"}
    reglas = {r.type: str(r.sqref) for r in hoja.data_validations.dataValidation}
    assert reglas == {"list": "J2:J8", "decimal": "F2:I8"}
    assert hoja.protection.sheet
    assert not hoja["F2"].protection.locked
    assert hoja["A2"].protection.locked


def test_ida_y_vuelta_guarda_todo_como_borrador(periodo, paula):
    lleno = libro(periodo, paula)
    llenar(lleno["Valores"], "S28.1", numerador=30, denominador="120,5", meta=40)
    llenar(lleno["Valores"], "S29.1", sin="Sí", motivo="Empieza en agosto")
    lleno["Relato"]["C2"] = "Se capacitó"
    guardados, errores = subir(lleno, periodo, paula)
    assert (guardados, errores) == (7, [])
    reporte = Reporte.objects.get(periodo=periodo, servicio="S28")
    avance = reporte.avances.get()
    assert reporte.estado == Estado.BORRADOR
    assert (avance.numerador, float(avance.valor)) == (30, pytest.approx(24.896, abs=0.001))
    assert Reporte.objects.get(periodo=periodo, servicio="S29").avances.get().sin_programacion


def test_todos_los_errores_a_la_vez_y_no_se_guarda_nada(periodo, paula):
    lleno = libro(periodo, paula)
    filas = {
        "S28.1": llenar(lleno["Valores"], "S28.1", numerador=5, denominador=0),
        "S29.1": llenar(lleno["Valores"], "S29.1", numerador=50, denominador=10),
        "S34.1": llenar(lleno["Valores"], "S34.1", sin="Sí"),
    }
    _, errores = subir(lleno, periodo, paula)
    sitios = {(e.fila, e.columna) for e in errores}
    assert sitios == {
        (filas["S28.1"], "Denominador"), (filas["S29.1"], "Numerador"), (filas["S34.1"], "Motivo"),
    }  # fmt: skip
    assert set(periodo.reportes.values_list("estado", flat=True)) == {Estado.PENDIENTE}


def test_los_errores_de_forma_tambien_salen_juntos(periodo, paula):
    lleno = libro(periodo, paula)
    hoja = lleno["Valores"]
    llenar(hoja, "S28.1", numerador="muchos", denominador="1e999")
    llenar(hoja, "S29.1", sin="Quizás")
    hoja.append(["S28", "S28.1"])
    _, errores = subir(lleno, periodo, paula)
    texto = "\n".join(map(str, errores))
    for esperado in ("«muchos» no es un número", "1e999", "Elige Sí o No", "está repetido"):
        assert esperado in texto


def test_un_codigo_ajeno_otro_periodo_y_un_archivo_roto_se_rechazan(periodo, paula):
    lleno = libro(periodo, paula)
    lleno["Valores"].append(["S04", "S04.1"])
    _, errores = subir(lleno, periodo, paula)
    assert "S04 no es de tu entidad" in str(errores[0])
    lleno = libro(periodo, punto_focal("pedro", "mininter"))
    _, errores = subir(lleno, periodo, paula)
    assert "no es del" in str(errores[0])
    for contenido in (b"hola", b"PK\x03\x04roto"):
        _, errores = importador.importar(
            archivo=BytesIO(contenido), octetos=9, periodo=periodo, por=paula
        )
        assert "No es un XLSX" in str(errores[0])
    _, errores = importador.importar(
        archivo=BytesIO(b""), octetos=10**8, periodo=periodo, por=paula
    )
    assert "5\u00a0MB" in str(errores[0])


def test_si_otra_persona_guardo_despues_de_la_descarga_no_se_pisa(periodo, paula):
    lleno = libro(periodo, paula)
    reporte = Reporte.objects.get(periodo=periodo, servicio="S28")
    reportes.guardar_reporte(
        reporte=reporte, datos={"narrativa": "De Pía"}, version=1, por=punto_focal("pia")
    )
    lleno["Relato"]["C2"] = "De Paula"
    _, errores = subir(lleno, periodo, paula)
    assert "Otra persona guardó" in str(errores[0])
    reporte.refresh_from_db()
    assert reporte.narrativa == "De Pía"


def test_un_relato_que_empieza_con_igual_no_se_vuelve_formula(periodo, paula):
    reporte = Reporte.objects.get(periodo=periodo, servicio="S28")
    reportes.guardar_reporte(
        reporte=reporte, datos={"narrativa": "=HYPERLINK(1)"}, version=1, por=paula
    )
    celda = libro(periodo, paula)["Relato"]["C2"]
    assert (celda.value, celda.data_type) == ("=HYPERLINK(1)", "s")


def test_por_la_pantalla_se_descarga_se_sube_y_se_ven_los_errores(periodo, paula):
    navegador = Client()
    navegador.force_login(paula, backend="django.contrib.auth.backends.ModelBackend")
    consulta = f"?periodo={periodo.clave}"
    respuesta = navegador.get(reverse("politica:plantilla") + consulta)
    assert respuesta.content.startswith(b"PK")
    archivo = SimpleUploadedFile("r.xlsx", respuesta.content)
    ruta = reverse("politica:subir") + consulta
    assert navegador.post(ruta, {"archivo": archivo}).status_code == 302
    malo = navegador.post(ruta, {"archivo": SimpleUploadedFile("r.xlsx", b"no")})
    assert malo.status_code == 422
    assert "No se guardó nada" in malo.content.decode()
    assert navegador.post(ruta).status_code == 422
    vera = Client()
    vera.force_login(secretaria(), backend="django.contrib.auth.backends.ModelBackend")
    assert vera.get(ruta).status_code == 403
