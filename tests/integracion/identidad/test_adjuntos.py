"""Archivos hostiles fuera; los buenos, cifrados, sin metadatos y sólo con permiso."""

import hashlib
import io
import socket
import struct
import threading
import zipfile
import zlib

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from PIL import Image

from casos.acciones.adjuntos import (
    descargar_adjunto,
    leer,
    retirar_adjunto,
    revisar_cuarentena,
    subir_adjunto,
)
from casos.acciones.apertura import abrir_caso
from casos.archivos.contenido import TAMANO_MAXIMO
from casos.models import Adjunto
from tests.fabricas.casos import crear_usuario
from tests.fabricas.identidad import caso_de
from trata.auditoria.models import Acceso
from trata.comun.errores import (
    DuplicadoError,
    ErrorDeDominio,
    EstadoInvalidoError,
    ServicioNoDisponibleError,
    SinPermisoError,
)

pytestmark = pytest.mark.django_db
MOTIVO = "Preparar el informe para la fiscalía"
EICAR = b"X5O!P%@AP[4\\PZX54(P^)7CC)7}$EICAR" + b"-STANDARD-ANTIVIRUS-TEST-FILE!$H+H*"


@pytest.fixture(autouse=True)
def carpeta(carpeta_de_archivos):
    return carpeta_de_archivos


@pytest.fixture
def ana():
    return crear_usuario("ana_a", "analista", "08")


def pdf(cuerpo=b"", final=b"%%EOF\n"):
    return (
        b"%PDF-1.4\n1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj\n"
        b"2 0 obj<</Type/Pages/Kids[]/Count 0>>endobj\n"
        b"3 0 obj<</Author (Persona Ficticia)/Producer (Programa Inventado)>>endobj\n"
        + cuerpo
        + b"trailer<</Root 1 0 R/Info 3 0 R>>\n"
        + final
    )


def foto(formato="JPEG", tamano=(40, 30)):
    imagen = Image.new("RGB", tamano, "#336699")
    exif = Image.Exif()
    exif[0x010E] = "Ficticia Inventada"
    exif[0x8825] = {1: "S", 2: (13.0, 31.0, 0.0)}
    destino = io.BytesIO()
    imagen.save(destino, formato, exif=exif)
    return destino.getvalue()


def paquete(entradas, *, tipos=True):
    destino = io.BytesIO()
    with zipfile.ZipFile(destino, "w", zipfile.ZIP_DEFLATED) as z:
        if tipos:
            z.writestr("[Content_Types].xml", "<Types/>")
        for nombre, contenido in entradas.items():
            z.writestr(nombre, contenido)
    return destino.getvalue()


def docx(**extra):
    return paquete(
        {
            "word/document.xml": "<w:document/>",
            "docProps/core.xml": "<creator>Persona Ficticia</creator>",
        }
        | extra
    )


def subir(ana, contenido, caso=None, **otros):
    return subir_adjunto(
        caso=caso or caso_de(ana), archivo=io.BytesIO(contenido), clase="informe", por=ana, **otros
    )


@pytest.mark.parametrize(
    ("contenido", "extension"),
    [
        (pdf(), "pdf"),
        (foto(), "jpg"),
        (foto("PNG"), "png"),
        (docx(), "docx"),
        (paquete({"xl/workbook.xml": "<workbook/>"}), "xlsx"),
    ],
    ids=["pdf", "jpg", "png", "docx", "xlsx"],
)
def test_lo_bueno_se_guarda_cifrado_con_nombre_al_azar_y_se_lee_igual(
    ana, carpeta, contenido, extension
):
    adjunto = subir(ana, contenido, nombre="acta de Ficticia Inventada.pdf")
    assert adjunto.nombre == f"{adjunto.caso.codigo}-A1.{extension}"
    assert adjunto.sha256_recibido == hashlib.sha256(contenido).hexdigest()
    guardado = (carpeta / adjunto.ruta).read_bytes()
    assert contenido[:40] not in guardado
    assert str(adjunto.uuid) not in adjunto.ruta
    assert hashlib.sha256(leer(adjunto)).hexdigest() == adjunto.sha256_guardado
    assert "Ficticia" not in adjunto.nombre_original_cifrado


def test_los_metadatos_se_van(ana):
    for contenido in (foto(), foto("PNG"), pdf(), docx()):
        limpio = leer(subir(ana, contenido))
        assert b"Ficticia" not in limpio
        if limpio[:2] == b"PK":
            partes = zipfile.ZipFile(io.BytesIO(limpio))
            assert b"Ficticia" not in b"".join(partes.read(n) for n in partes.namelist())
    imagen = Image.open(io.BytesIO(leer(subir(ana, foto()))))
    assert not imagen.getexif()


def test_un_pdf_firmado_no_se_toca_y_se_dice(ana):
    firmado = pdf(b"4 0 obj<</ByteRange[0 1 2 3]>>endobj\n")
    adjunto = subir(ana, firmado)
    assert leer(adjunto) == firmado
    assert "firmado" in adjunto.metadatos


def flujo(texto):
    comprimido = zlib.compress(texto, 9)
    return (
        b"9 0 obj<</Type/ObjStm/Filter/FlateDecode>>stream\n" + comprimido + b"\nendstream endobj\n"
    )


MALOS = {
    "vacio": (b"", "archivo_vacio"),
    "grande": (b"%PDF-" + b"0" * TAMANO_MAXIMO, "archivo_muy_grande"),
    "ejecutable": (b"MZ" + b"\0" * 200, "tipo_no_admitido"),
    "html": (b"<html><script>alert(1)</script>", "tipo_no_admitido"),
    "svg": (b'<svg xmlns="http://www.w3.org/2000/svg" onload="x()"/>', "tipo_no_admitido"),
    "eicar": (EICAR, "tipo_no_admitido"),
    "zip cualquiera": (paquete({"a.txt": "x"}), "tipo_no_admitido"),
    "gif": (b"GIF89a" + b"\0" * 50, "tipo_no_admitido"),
    "pdf con basura delante": (b"\n\n" + pdf(), "tipo_no_admitido"),
    "pdf y zip": (pdf() + paquete({"a.txt": "x"}), "archivo_doble"),
    "pdf y html": (b"%PDF-1.4\n<script>alert(1)</script>" + pdf(), "archivo_doble"),
    "jpg y zip": (foto() + paquete({"a.txt": "x"}), "archivo_doble"),
    "pdf con javascript": (pdf(b"/OpenAction<</S/JavaScript/JS(app.alert())>>"), "archivo_activo"),
    "pdf con javascript disfrazado": (pdf(b"<</S/J#61vaScript>>"), "archivo_activo"),
    "pdf que lanza": (pdf(b"<</S/Launch/F(cmd.exe)>>"), "archivo_activo"),
    "pdf con archivo adentro": (pdf(b"<</EmbeddedFiles 5 0 R>>"), "archivo_activo"),
    "pdf con javascript comprimido": (pdf(flujo(b"<</S/JavaScript>>")), "archivo_activo"),
    "pdf bomba": (pdf(flujo(b"0" * 40_000_000)), "archivo_bomba"),
    "pdf sin final": (pdf(final=b""), "archivo_danado"),
    "docx bomba": (docx(**{"word/media.xml": b"0" * 60_000_000}), "archivo_bomba"),
    "docx de mil partes": (docx(**{f"word/p{n}.xml": "" for n in range(2100)}), "archivo_bomba"),
    "docx con macros": (docx(**{"word/vbaProject.bin": "x"}), "archivo_activo"),
    "docx con programa": (docx(**{"word/a.exe": "x"}), "archivo_activo"),
    "docx que se sale": (docx(**{"../fuera.xml": "x"}), "archivo_danado"),
    "zip roto": (docx()[:200], "archivo_danado"),
    "png roto": (foto("PNG")[:60], "archivo_danado"),
}


@pytest.mark.parametrize("que", MALOS)
def test_lo_malo_se_rechaza_con_su_razon_y_no_deja_nada(ana, carpeta, que):
    contenido, codigo = MALOS[que]
    with pytest.raises(ErrorDeDominio) as rechazo:
        subir(ana, contenido)
    assert rechazo.value.codigo == codigo
    assert rechazo.value.campos["archivo"]
    assert not Adjunto.objects.exists()
    assert not [a for a in carpeta.rglob("*") if a.is_file()]


def test_una_imagen_de_demasiados_puntos_se_rechaza_sin_abrirla(ana):
    def trozo(tipo, datos):
        return (
            struct.pack("!I", len(datos))
            + tipo
            + datos
            + struct.pack("!I", zlib.crc32(tipo + datos))
        )

    cabecera = struct.pack("!IIBBBBB", 60_000, 60_000, 8, 2, 0, 0, 0)
    enorme = (
        b"\x89PNG\r\n\x1a\n"
        + trozo(b"IHDR", cabecera)
        + trozo(b"IDAT", zlib.compress(b"\0" * 1000))
        + trozo(b"IEND", b"")
    )
    with pytest.raises(ErrorDeDominio) as rechazo:
        subir(ana, enorme)
    assert rechazo.value.codigo == "imagen_muy_grande"


def test_el_mismo_archivo_dos_veces_se_dice_y_retirado_se_puede_volver_a_subir(ana):
    caso = caso_de(ana)
    adjunto = subir(ana, pdf(), caso)
    with pytest.raises(DuplicadoError):
        subir(ana, pdf(), caso)
    retirar_adjunto(adjunto=adjunto, motivo=MOTIVO, version=adjunto.version, por=ana)
    assert subir(ana, pdf(), caso).numero == 2


def test_si_alguien_cambia_el_archivo_en_el_disco_no_se_entrega(ana, carpeta):
    adjunto = subir(ana, pdf())
    ruta = carpeta / adjunto.ruta
    ruta.write_bytes(ruta.read_bytes()[:-4] + b"0000")
    with pytest.raises(ServicioNoDisponibleError):
        descargar_adjunto(adjunto=adjunto, motivo=MOTIVO, por=ana)
    ruta.unlink()
    with pytest.raises(ServicioNoDisponibleError):
        descargar_adjunto(adjunto=adjunto, motivo=MOTIVO, por=ana)


# --- Antivirus ---------------------------------------------------------------------------------


class ClamAVDePrueba:
    """Habla INSTREAM de verdad por un socket; dice FOUND si el contenido trae la marca."""

    def __init__(self, ruta, respuesta=None):
        self.ruta, self.respuesta = str(ruta), respuesta
        self.escucha = socket.socket(socket.AF_UNIX, socket.SOCK_STREAM)
        self.escucha.bind(self.ruta)
        self.escucha.listen(8)
        threading.Thread(target=self._atender, daemon=True).start()

    def _atender(self):
        while True:
            try:
                conexion, _ = self.escucha.accept()
            except OSError:
                return
            with conexion, conexion.makefile("rb") as lector:
                assert lector.read(10) == b"zINSTREAM\0"
                contenido = b""
                while largo := struct.unpack("!I", lector.read(4))[0]:
                    contenido += lector.read(largo)
                malo = b"MARCA-DE-PRUEBA" in contenido
                dice = self.respuesta or (
                    b"stream: Prueba-Firma FOUND\0" if malo else b"stream: OK\0"
                )
                conexion.sendall(dice)

    def apagar(self):
        self.escucha.close()


@pytest.fixture
def clamav(tmp_path_factory, settings):
    servidor = ClamAVDePrueba(tmp_path_factory.mktemp("clamav") / "s")
    settings.CLAMAV_DIRECCION = servidor.ruta
    yield servidor
    servidor.apagar()


def test_con_antivirus_lo_limpio_pasa_y_lo_infectado_no(ana, clamav):
    assert subir(ana, pdf()).antivirus == "limpio"
    with pytest.raises(ErrorDeDominio) as rechazo:
        subir(ana, pdf(b"%MARCA-DE-PRUEBA\n"))
    assert rechazo.value.codigo == "archivo_infectado"


def test_sin_antivirus_se_dice(ana, settings):
    settings.CLAMAV_DIRECCION = ""
    adjunto = subir(ana, pdf())
    assert adjunto.antivirus == "sin_revisar"
    assert adjunto.se_puede_descargar


def test_con_un_antivirus_que_no_responde_queda_en_cuarentena_hasta_revisarlo(
    ana, settings, tmp_path_factory
):
    ruta = tmp_path_factory.mktemp("clamav") / "s"
    settings.CLAMAV_DIRECCION = str(ruta)
    adjunto = subir(ana, pdf())
    assert adjunto.antivirus == "cuarentena"
    with pytest.raises(EstadoInvalidoError):
        descargar_adjunto(adjunto=adjunto, motivo=MOTIVO, por=ana)
    assert revisar_cuarentena() == 0
    servidor = ClamAVDePrueba(ruta)
    assert revisar_cuarentena() == 1
    servidor.apagar()
    adjunto.refresh_from_db()
    assert descargar_adjunto(adjunto=adjunto, motivo=MOTIVO, por=ana).contenido


def test_un_antivirus_que_contesta_otra_cosa_no_deja_pasar(ana, settings, tmp_path_factory):
    ruta = tmp_path_factory.mktemp("clamav") / "s"
    settings.CLAMAV_DIRECCION = str(ruta)
    servidor = ClamAVDePrueba(ruta, b"INSTREAM size limit exceeded. ERROR\0")
    assert subir(ana, pdf()).antivirus == "cuarentena"
    servidor.apagar()


# --- Quién lo ve -------------------------------------------------------------------------------


def test_se_descarga_con_motivo_y_queda_anotado(ana, client):
    adjunto = subir(ana, foto())
    client.force_login(ana)
    ruta = reverse("casos:adjunto", args=[adjunto.caso.uuid, adjunto.uuid])
    assert client.post(ruta, {"motivo": ""}).status_code == 422
    respuesta = client.post(ruta, {"motivo": MOTIVO})
    assert respuesta.content == leer(adjunto)
    assert f'filename="{adjunto.nombre}"' in respuesta.headers["Content-Disposition"]
    assert respuesta.headers["Content-Disposition"].startswith("attachment")
    assert respuesta.headers["X-Content-Type-Options"] == "nosniff"
    assert Acceso.objects.filter(objeto_tipo="casos.adjunto", motivo=MOTIVO).count() == 1


def test_ni_la_direccion_ni_el_uuid_sirven_a_quien_no_debe(ana, client):
    adjunto = subir(ana, pdf())
    ruta = reverse("casos:adjunto", args=[adjunto.caso.uuid, adjunto.uuid])
    bruno = crear_usuario("bruno_a", "analista", "15")
    client.force_login(bruno)
    assert client.post(ruta, {"motivo": MOTIVO}).status_code == 404
    assert client.get(f"/{adjunto.ruta}").status_code == 404
    otra = crear_usuario("otra_a", "analista", "08")
    with pytest.raises(SinPermisoError):
        descargar_adjunto(adjunto=adjunto, motivo=MOTIVO, por=otra)
    dario = crear_usuario("dario_a", "direccion", "")
    abrir_caso(caso=adjunto.caso, motivo=MOTIVO, por=dario)
    with pytest.raises(SinPermisoError):
        descargar_adjunto(adjunto=adjunto, motivo=MOTIVO, por=dario)


def test_se_sube_por_pantalla_y_lo_malo_vuelve_con_su_error(ana, client):
    caso = caso_de(ana)
    client.force_login(ana)
    ruta = reverse("casos:adjuntos", args=[caso.uuid])
    malo = SimpleUploadedFile("foto.jpg", b"MZ" + b"\0" * 90, "image/jpeg")
    respuesta = client.post(ruta, {"archivo": malo, "clase": "foto"})
    assert respuesta.status_code == 422
    assert "No se admite este archivo" in respuesta.content.decode()
    bueno = SimpleUploadedFile("Ficticia Inventada.exe", pdf(), "application/x-msdownload")
    assert client.post(ruta, {"archivo": bueno, "clase": "informe"}).status_code == 302
    texto = client.get(ruta).content.decode()
    assert f"{caso.codigo}-A1.pdf" in texto
    assert "Inventada" not in texto
