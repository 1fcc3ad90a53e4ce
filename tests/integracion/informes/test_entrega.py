"""Después de publicar: número, PDF firmado, cargos y verificación pública."""

import io
from datetime import timedelta

import pytest
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import IntegrityError, connection, transaction
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from tests.fabricas.documentos import PDF, con_parrafos
from tests.unidad.test_firma_pdf import pdf_firmado
from trata.comun.errores import ConflictoError, ErrorDeDominio, EstadoInvalidoError, SinPermisoError
from trata.cuentas.destinos import destinos
from trata.informes import acciones, consultas
from trata.informes.models import EjemplarFirmado, Envio, VersionPublicada
from trata.trabajos.encargos import ejecutar
from trata.trabajos.models import Trabajo

pytestmark = pytest.mark.django_db


def ruta(nombre: str, version, **mas) -> str:
    partes = {"uuid": version.informe.uuid, "version": version.version, **mas}
    return reverse(f"informes:{nombre}", kwargs=partes)


def firmar(version, por, contenido: bytes = PDF) -> EjemplarFirmado:
    return acciones.guardar_firmado(version=version, archivo=io.BytesIO(contenido), por=por)


def test_se_anota_el_numero_y_nadie_pisa_a_nadie(publicada, vera, client):
    client.force_login(vera)
    client.post(
        ruta("tramite", publicada),
        {"numero_de_informe": "012-2026/IN", "expediente": "E-9", "version": "0"},
    )
    publicada.refresh_from_db()
    assert publicada.tramite.numero_de_informe == "012-2026/IN"
    assert "012-2026/IN" in client.get(ruta("publicada", publicada)).content.decode()
    datos = {"numero_de_informe": "otro"}
    with pytest.raises(ConflictoError):
        acciones.guardar_tramite(version=publicada, datos=datos, esperada=1, por=vera)
    choque = client.post(ruta("tramite", publicada), {**datos, "version": "1"})
    assert choque.status_code == 409
    assert "Otra persona guardó" in choque.content.decode()


def test_el_pdf_firmado_se_guarda_tal_cual_y_dice_lo_que_se_ve(publicada, vera, client):
    contenido = pdf_firmado()
    firmado = firmar(publicada, vera, contenido)
    assert firmado.firmas[0]["clase"] == "ETSI.CAdES.detached"
    client.force_login(vera)
    pagina = client.get(ruta("publicada", publicada)).content.decode()
    assert "Cubre el archivo entero" in pagina
    assert "no comprueba quién firmó" in pagina
    assert "válida" not in pagina
    assert client.get(ruta("firmado-archivo", publicada)).content == contenido


def test_un_pdf_sin_firma_se_guarda_y_se_dice(publicada, vera, client):
    firmar(publicada, vera)
    client.force_login(vera)
    assert "No trae firma digital" in client.get(ruta("publicada", publicada)).content.decode()


@pytest.mark.parametrize(
    "contenido",
    [b"", b"hola", con_parrafos("no soy un pdf"), b"%PDF-1.4 sin final", PDF.replace(
        b"/Catalog", b"/Catalog /OpenAction << /S /JavaScript /JS (x) >>")],
)  # fmt: skip
def test_lo_que_no_es_un_pdf_sano_no_queda(publicada, vera, contenido):
    with pytest.raises(ErrorDeDominio) as error:
        firmar(publicada, vera, contenido)
    assert error.value.campos["archivo"]
    assert not EjemplarFirmado.objects.exists()


def test_solo_hay_un_firmado_y_se_reemplaza_retirandolo_con_motivo(publicada, vera, client):
    primero = firmar(publicada, vera)
    with pytest.raises(EstadoInvalidoError):
        firmar(publicada, vera, pdf_firmado())
    with pytest.raises(ErrorDeDominio):
        acciones.retirar_firmado(ejemplar=primero, motivo=" ", por=vera)
    client.force_login(vera)
    client.post(ruta("firmado-retirar", publicada), {"motivo": "Se firmó otra hoja"})
    firmar(publicada, vera, pdf_firmado())
    assert EjemplarFirmado.objects.count() == 2
    with pytest.raises(IntegrityError), transaction.atomic():
        EjemplarFirmado.objects.filter(pk=primero.pk).update(retirado_en=None)


def test_los_cargos_pendientes_se_ven_y_se_anotan(publicada, vera, client):
    client.force_login(vera)
    hoy = timezone.localdate()
    malo = client.post(ruta("envio", publicada), {"canal": "correo", "enviado_el": str(hoy)})
    assert malo.status_code == 422
    assert "Di a quién se envía" in malo.content.decode()
    client.post(
        ruta("envio", publicada),
        {"destinatario": "Presidencia de la Comisión de la Mujer", "canal": "mesa_virtual",
         "enviado_el": str(hoy - timedelta(days=3))},
    )  # fmt: skip
    envio = Envio.objects.get()
    pendientes = client.get(reverse("informes:cargos")).content.decode()
    assert "Presidencia de la Comisión de la Mujer" in pendientes
    assert "3 días" in pendientes
    url = ruta("cargo", publicada, envio=envio.uuid)
    antes = client.post(url, {"recibido_el": str(hoy - timedelta(days=9)), "recibido_por": "MP"})
    assert antes.status_code == 422
    assert "no puede ser anterior" in antes.content.decode()
    futuro = {"recibido_el": str(hoy + timedelta(days=9)), "recibido_por": "MP"}
    assert client.post(url, futuro).status_code == 422
    client.post(url, {"recibido_el": str(hoy), "recibido_por": "Mesa de partes", "constancia": "7"})
    assert "No falta ningún cargo" in client.get(reverse("informes:cargos")).content.decode()
    assert "cargo 7" in client.get(ruta("publicada", publicada)).content.decode()


def test_la_base_tampoco_admite_recibir_antes_de_enviar(publicada, vera):
    hoy = timezone.localdate()
    datos = {"destinatario": "X", "canal": "correo", "enviado_el": hoy}
    envio = acciones.registrar_envio(version=publicada, datos=datos, por=vera)
    ayer = {"recibido_el": hoy - timedelta(days=1), "recibido_por": "Y"}
    with pytest.raises(ValidationError):
        acciones.registrar_cargo(envio=envio, datos=ayer, esperada=1, por=vera)
    with pytest.raises(IntegrityError), transaction.atomic():
        Envio.objects.filter(pk=envio.pk).update(recibido_el=hoy - timedelta(days=1))


def test_clara_ve_lo_publicado_y_no_tramita(publicada, clara, client):
    client.force_login(clara)
    assert client.get(ruta("publicada", publicada)).status_code == 200
    assert client.get(ruta("tramite", publicada)).status_code == 403
    with pytest.raises(SinPermisoError):
        firmar(publicada, clara)


def verificar(version=None) -> str:
    if version is None:
        return reverse("informes:verificar-copia")
    return reverse("informes:verificar", kwargs={"clave": version.clave})


def corregir(publicada, vera, dario) -> VersionPublicada:
    informe = publicada.informe
    informe.refresh_from_db()
    acciones.mover(informe=informe, paso="reabrir", por=dario, motivo="Faltaba una fuente")
    acciones.mover(informe=informe, paso="enviar", por=vera)
    acciones.mover(informe=informe, paso="aprobar", por=dario)
    return acciones.publicar(informe=informe, por=dario)


def test_una_version_reemplazada_lo_dice_y_lleva_a_la_ultima(publicada, vera, dario, client):
    segunda = corregir(publicada, vera, dario)
    pagina = client.get(verificar(publicada)).content.decode()
    assert "fue reemplazado" in pagina
    assert "Faltaba una fuente" in pagina
    assert verificar(segunda) in pagina
    assert "Este informe es auténtico" in client.get(verificar(segunda)).content.decode()


def test_un_contenido_alterado_no_se_da_por_autentico(publicada, client):
    VersionPublicada.objects.filter(pk=publicada.pk).update(
        datos=dict(publicada.datos) | {"titulo": "otro"}
    )
    pagina = client.get(verificar(publicada)).content.decode()
    assert "No podemos confirmarlo" in pagina
    assert "es auténtico" not in pagina


def test_una_copia_se_compara_sin_guardarla(publicada, vera, client, tmp_path, settings):
    settings.FILE_UPLOAD_TEMP_DIR = str(tmp_path / "temporales")
    ejecutar(Trabajo.objects.get(tipo="informes.archivar").pk)
    archivo = publicada.archivos.get(formato="pdf")
    copia = consultas.leer_guardado(archivo.ruta, archivo.sha256)
    firmado = pdf_firmado()
    firmar(publicada, vera, firmado)

    def probar(contenido: bytes, url: str) -> str:
        subida = SimpleUploadedFile("copia.pdf", contenido)
        return client.post(url, {"archivo": subida}).content.decode()

    assert "Tu copia es idéntica" in probar(copia, verificar(publicada))
    assert "el PDF firmado" in probar(firmado, verificar(publicada))
    assert "Tu copia es idéntica" in probar(copia, verificar())
    cambiada = copia[:-10] + b"X" + copia[-9:]
    assert "no es idéntica a ninguna" in probar(cambiada, verificar(publicada))
    assert "No llegó ningún archivo" in client.post(verificar(publicada)).content.decode()
    grande = b"0" * 3_000_000  # lo que Django dejaría en disco
    assert "no es idéntica a ninguna" in probar(grande, verificar())
    assert not (tmp_path / "temporales").exists()


def test_una_copia_de_otro_folio_se_dice(publicada, vera, dario, client):
    ejecutar(Trabajo.objects.get(tipo="informes.archivar").pk)
    archivo = publicada.archivos.get(formato="xlsx")
    copia = consultas.leer_guardado(archivo.ruta, archivo.sha256)
    segunda = corregir(publicada, vera, dario)
    subida = SimpleUploadedFile("copia.xlsx", copia)
    pagina = client.post(verificar(segunda), {"archivo": subida}).content.decode()
    assert "es de otro folio" in pagina


def test_la_subida_publica_pide_su_ficha_y_tiene_tope(publicada, client):
    estricto = Client(enforce_csrf_checks=True)
    subida = SimpleUploadedFile("copia.pdf", PDF)
    assert estricto.post(verificar(publicada), {"archivo": subida}).status_code == 403
    enorme = SimpleUploadedFile("copia.pdf", b"0" * 30_000_001)
    respuesta = client.post(verificar(publicada), {"archivo": enorme})
    assert "No llegó ningún archivo" in respuesta.content.decode()


def test_quien_sube_copias_sin_parar_espera_y_los_demas_no(publicada, client, settings):
    settings.CUOTAS_DE_API = settings.CUOTAS_DE_API | {"copia": 2}

    def subir(direccion: str):
        subida = SimpleUploadedFile("copia.pdf", PDF)
        return client.post(verificar(publicada), {"archivo": subida}, REMOTE_ADDR=direccion)

    respuestas = [subir("203.0.113.7") for _ in range(5)]  # la ventana puede renovarse una vez
    frenada = next(r for r in respuestas if r.status_code == 429)
    assert respuestas[0].status_code == 200
    assert "Demasiadas copias seguidas" in frenada.content.decode()
    assert "no es idéntica" not in frenada.content.decode()
    assert 1 <= int(frenada["Retry-After"]) <= 61
    assert subir("203.0.113.8").status_code == 200
    assert client.get(verificar(publicada)).status_code == 200, "leer no gasta"


def test_un_envio_enorme_se_rechaza_sin_leerlo(publicada, client):
    respuesta = client.post(verificar(publicada), CONTENT_LENGTH=str(60_000_001))
    assert respuesta.status_code == 413
    assert "demasiado grande" in respuesta.content.decode()


def test_la_verificacion_no_ensena_nada_del_contenido(publicada, client):
    pagina = client.get(verificar(publicada)).content.decode()
    assert "79,6" not in pagina
    assert "Vera" not in pagina


def test_ir_a_un_folio_lleva_a_lo_publicado(publicada, vera, ana, adela):
    acciones.guardar_tramite(
        version=publicada, datos={"expediente": "E-2026-77"}, esperada=0, por=vera
    )
    url = ruta("publicada", publicada)
    for texto in (publicada.folio, publicada.folio.lower().replace("-00", " ")):
        [hallado] = [d for d in destinos(ana, texto) if d.clase == "Informe publicado"]
        assert (hallado.url, hallado.es_exacto) == (url, True)
    assert [d.url for d in destinos(vera, "2026-77") if d.clase == "Informe publicado"] == [url]
    assert [d for d in destinos(adela, publicada.folio) if d.clase == "Informe publicado"] == []


def test_las_listas_no_gastan_mas_consultas_con_mas_filas(publicada, vera, client):
    client.force_login(vera)
    hoy = timezone.localdate()
    paginas = (reverse("informes:cargos"), ruta("publicada", publicada))

    def enviar() -> None:
        datos = {"destinatario": "X", "entidad_id": "mimp", "canal": "correo", "enviado_el": hoy}
        acciones.registrar_envio(version=publicada, datos=datos, por=vera)

    def cuantas() -> list[int]:
        todas = []
        for url in paginas:
            with CaptureQueriesContext(connection) as captadas:
                assert client.get(url).status_code == 200
            todas.append(len(captadas))
        return todas

    enviar()
    cuantas()
    con_una = cuantas()
    for _ in range(19):
        enviar()
    assert cuantas() == con_una
