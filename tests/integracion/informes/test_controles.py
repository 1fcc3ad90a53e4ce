"""Los controles de los informes, uno por uno: apagar cualquiera se nota aquí."""

import io
from datetime import timedelta

import pytest
from django.db import transaction
from django.urls import reverse
from django.utils import timezone

from casos.archivos.antivirus import Veredicto
from regiones.models import EspacioRegional
from tests.fabricas.documentos import PDF
from trata.auditoria.models import Acceso
from trata.comun.errores import ErrorDeDominio, EstadoInvalidoError, SinPermisoError
from trata.cuentas.destinos import destinos
from trata.informes import acciones, consultas
from trata.informes.escritores.plantilla import base
from trata.informes.models import (
    Asignacion,
    EjemplarFirmado,
    PlantillaDeInforme,
    VersionPublicada,
)

pytestmark = pytest.mark.django_db


def manana():
    return timezone.localdate() + timedelta(days=1)


def firmar(version, por) -> EjemplarFirmado:
    return acciones.guardar_firmado(version=version, archivo=io.BytesIO(PDF), por=por)


def subir_plantilla(por) -> PlantillaDeInforme:
    return acciones.subir_plantilla(archivo=io.BytesIO(base()), tipo="", nota="Otra", por=por)


def enviar(version, por):
    datos = {"destinatario": "X", "canal": "correo", "enviado_el": timezone.localdate()}
    return acciones.registrar_envio(version=version, datos=datos, por=por)


def asignar(informe, persona, por) -> Asignacion:
    datos = {"persona": persona, "vence_el": manana(), "nota": ""}
    return acciones.asignar_seccion(informe=informe, clave="cifras", datos=datos, por=por)


def publicar_a_mano(informe, por, **cambios) -> VersionPublicada:
    """Una versión sin recorrer el camino: para mirar qué se ve de ella."""
    datos = {"titulo": "X", "subtitulo": "", "corte": "", "secciones": []}
    campos = {"anio": 2026, "numero": 90, "version": 1, "datos": datos, "sha256": "0" * 64}
    return VersionPublicada.objects.create(informe=informe, registrado_por=por, **campos | cambios)


def los_que_no_se_negaron(verbos) -> list[str]:
    """Los verbos que no terminaron en `SinPermisoError`."""
    pasaron = []
    for nombre, verbo in verbos.items():
        try:
            with transaction.atomic():
                verbo()
        except SinPermisoError:
            continue
        except ErrorDeDominio as error:
            nombre = f"{nombre}: {error!r}"
        pasaron.append(nombre)
    return pasaron


def test_quien_solo_lee_no_escribe_ni_decide_nada(boletin, vera, dario, clara):
    comentario = acciones.comentar(informe=boletin, clave="general", texto="x", por=vera)
    asignacion = asignar(boletin, vera, vera)
    a = acciones
    verbos = {
        "empezar": lambda: a.registrar_informe(datos={"tipo": "boletin", "anio": 2021}, por=clara),
        "escribir": lambda: a.escribir_texto(
            informe=boletin, clave="cifras", texto="x", version=0, por=clara
        ),
        "autoguardar": lambda: a.guardar_borrador(
            informe=boletin, clave="cifras", texto="x", version=0, por=clara
        ),
        "descartar": lambda: a.descartar_borrador(informe=boletin, clave="cifras", por=clara),
        "comentar": lambda: a.comentar(informe=boletin, clave="general", texto="x", por=clara),
        "resolver": lambda: a.resolver_comentario(comentario=comentario, resuelto=True, por=clara),
        "asignar": lambda: asignar(boletin, vera, clara),
        "quitar": lambda: a.quitar_asignacion(asignacion=asignacion, por=clara),
        "enviar": lambda: a.mover(informe=boletin, paso="enviar", por=clara),
        "subir plantilla": lambda: subir_plantilla(clara),
        "volver": lambda: a.volver_a_la_de_la_casa(tipo="", por=clara),
    }
    assert los_que_no_se_negaron(verbos) == []
    Asignacion.objects.update(persona=clara)
    asignacion.refresh_from_db()
    suya = {"lista": lambda: a.marcar_lista(asignacion=asignacion, lista=True, por=clara)}
    assert los_que_no_se_negaron(suya) == []
    plantilla = subir_plantilla(vera)
    usar = {"usar": lambda: a.usar_plantilla(plantilla=plantilla, por=clara)}
    assert los_que_no_se_negaron(usar) == []


def test_quien_redacta_no_aprueba_ni_publica_ni_corrige(boletin, vera, dario):
    def negado(paso: str, estado: str) -> None:
        boletin.estado = estado
        boletin.save()
        verbo = {paso: lambda: acciones.mover(informe=boletin, paso=paso, motivo="x", por=vera)}
        assert los_que_no_se_negaron(verbo) == []

    negado("devolver", "en_revision")
    boletin.registrado_por = dario  # que no sea por haberlo empezado
    negado("aprobar", "en_revision")
    negado("retirar", "aprobado")
    publicar = {"publicar": lambda: acciones.publicar(informe=boletin, por=vera)}
    assert los_que_no_se_negaron(publicar) == []
    negado("reabrir", "publicado")
    with pytest.raises(EstadoInvalidoError):
        acciones.mover(informe=boletin, paso="aprobar", por=dario)


def test_quien_solo_lee_no_tramita(boletin, vera, clara, adela):
    version = publicar_a_mano(boletin, vera)
    firmado, envio, a = firmar(version, vera), enviar(version, vera), acciones
    cargo = {"recibido_el": timezone.localdate(), "recibido_por": "Y"}
    verbos = {
        "trámite": lambda: a.guardar_tramite(version=version, datos={}, esperada=0, por=clara),
        "retirar": lambda: a.retirar_firmado(ejemplar=firmado, motivo="x", por=clara),
        "enviar": lambda: enviar(version, clara),
        "cargo": lambda: a.registrar_cargo(envio=envio, datos=cargo, esperada=1, por=clara),
        "encargar": lambda: a.encargar_borrador(informe=boletin, formatos=["pdf"], por=adela),
        "archivar": lambda: a.encargar_archivos(version=version, por=adela),
        "suscribirse": lambda: a.suscribir(
            datos={"tipo": "boletin", "periodicidad": "mes"}, por=adela
        ),
        "suscribir a quien no ve informes": lambda: a.suscribir(
            datos={"tipo": "boletin", "periodicidad": "mes", "persona": adela}, por=vera
        ),
    }
    assert los_que_no_se_negaron(verbos) == []
    a.retirar_firmado(ejemplar=firmado, motivo="x", por=vera)
    assert los_que_no_se_negaron({"firmar": lambda: firmar(version, clara)}) == []


def test_luis_no_ve_nada_de_un_informe_de_cusco(vera, dario, luis, client):
    cusco = EspacioRegional.objects.get(codigo="cusco")
    informe = acciones.registrar_informe(
        datos={"tipo": "ficha-regional", "anio": 2021, "espacio": cusco}, por=vera
    )
    version = publicar_a_mano(informe, dario)
    envio = enviar(version, vera)
    Asignacion.objects.create(
        informe=informe, clave="cifras", persona=luis, vence_el=manana(), registrado_por=vera
    )
    client.force_login(luis)
    un_informe, una_version = [informe.uuid], [informe.uuid, 1]
    for nombre, partes in (
        ("detalle", un_informe),
        ("publicada", una_version),
        ("cambios", una_version),
        ("version", [*una_version, "pdf"]),
        ("firmado-archivo", una_version),
    ):
        ruta = reverse(f"informes:{nombre}", args=partes)
        assert client.get(ruta).status_code == 404, nombre
    assert client.get("/api/v1/informes/").json()["resultados"] == []
    assert client.get(f"/api/v1/informes/{informe.uuid}/documento/").status_code == 404
    assert consultas.envio_visible(envio.uuid, luis) is None
    assert not consultas.cargos_pendientes(luis).exists()
    assert not consultas.mis_secciones(luis).exists()
    assert [d for d in destinos(luis, version.folio) if d.clase == "Informe publicado"] == []
    assert consultas.envio_visible(envio.uuid, vera) == envio
    assert client.get(reverse("informes:lista")).status_code == 200


def test_no_se_asigna_a_quien_no_ve_el_informe(vera, dario, monkeypatch, luis):
    cusco = EspacioRegional.objects.get(codigo="cusco")
    informe = acciones.registrar_informe(
        datos={"tipo": "ficha-regional", "anio": 2021, "espacio": cusco}, por=vera
    )
    monkeypatch.setattr(type(luis), "tiene_permiso", lambda *_: True)
    assert not consultas.puede_redactar(luis, informe)
    assert consultas.puede_redactar(dario, informe)


def test_solo_quien_tiene_la_seccion_o_aprueba_la_da_por_lista(boletin, vera, dario):
    asignacion = asignar(boletin, dario, dario)
    with pytest.raises(SinPermisoError):
        acciones.marcar_lista(asignacion=asignacion, lista=True, por=vera)
    asignacion = asignar(boletin, vera, dario)
    assert acciones.marcar_lista(asignacion=asignacion, lista=True, por=dario).esta_lista


def test_lo_enviado_a_revision_ni_se_escribe_ni_se_reparte(boletin, vera):
    acciones.mover(informe=boletin, paso="enviar", por=vera)
    with pytest.raises(EstadoInvalidoError):
        acciones.escribir_texto(informe=boletin, clave="cifras", texto="Tarde", version=0, por=vera)
    with pytest.raises(EstadoInvalidoError):
        asignar(boletin, vera, vera)
    acciones.guardar_borrador(informe=boletin, clave="cifras", texto="Tarde", version=0, por=vera)


def test_una_seccion_que_el_informe_no_tiene_se_rechaza(boletin, vera):
    datos = {"persona": vera, "vence_el": manana(), "nota": ""}
    for verbo in (
        lambda: acciones.escribir_texto(
            informe=boletin, clave="nada", texto="x", version=0, por=vera
        ),
        lambda: acciones.comentar(informe=boletin, clave="nada", texto="x", por=vera),
        lambda: acciones.asignar_seccion(informe=boletin, clave="nada", datos=datos, por=vera),
    ):
        with pytest.raises(ErrorDeDominio) as error:
            verbo()
        assert error.value.codigo == "seccion_desconocida"


@pytest.mark.parametrize("estado", ["infectado", "cuarentena"])
def test_lo_que_el_antivirus_no_deja_pasar_no_queda(boletin, vera, monkeypatch, estado):
    for modulo in ("entrega", "plantillas"):
        monkeypatch.setattr(
            f"trata.informes.acciones.{modulo}.revisar", lambda _: Veredicto(estado)
        )
    with pytest.raises(ErrorDeDominio, match="antivirus"):
        firmar(publicar_a_mano(boletin, vera), vera)
    with pytest.raises(ErrorDeDominio, match="antivirus"):
        subir_plantilla(vera)
    assert not EjemplarFirmado.objects.exists()
    assert not PlantillaDeInforme.objects.exists()


def test_un_firmado_retirado_ni_se_baja_ni_se_verifica(boletin, vera, client):
    version = publicar_a_mano(boletin, vera)
    firmado = firmar(version, vera)
    assert consultas.de_quien_es(firmado.sha256).es_firmado
    acciones.retirar_firmado(ejemplar=firmado, motivo="Otra hoja", por=vera)
    assert consultas.de_quien_es(firmado.sha256) is None
    client.force_login(vera)
    ruta = reverse("informes:firmado-archivo", args=[boletin.uuid, 1])
    assert client.get(ruta).status_code == 404


def test_cada_descarga_de_lo_publicado_queda_anotada(boletin, vera, clara, client):
    version = publicar_a_mano(boletin, vera)
    acciones.guardar_archivo(
        version=version, formato="pdf", contenido=PDF, plantilla=None, por=vera
    )
    firmar(version, vera)
    client.force_login(clara)
    for ruta in (
        reverse("informes:version", args=[boletin.uuid, 1, "pdf"]),
        reverse("informes:firmado-archivo", args=[boletin.uuid, 1]),
    ):
        respuesta = client.get(ruta)
        assert respuesta.content == PDF
        assert respuesta["Content-Disposition"].startswith("attachment;")
    motivos = Acceso.objects.filter(usuario=clara).order_by("pk").values_list("motivo", flat=True)
    assert list(motivos) == [
        f"Descarga de {version.folio} en PDF",
        f"Descarga de {version.folio} firmado",
    ]


def test_nadie_da_de_baja_la_suscripcion_de_otra_persona(clara, olga, vera):
    datos = {"tipo": "boletin", "periodicidad": "mes"}
    suya = acciones.suscribir(datos=datos, por=clara)
    with pytest.raises(SinPermisoError):
        acciones.dar_de_baja(suscripcion=suya, por=olga)
    acciones.dar_de_baja(suscripcion=suya, por=vera)
    assert suya.baja_en is not None


def test_por_un_informe_no_se_toca_lo_de_otro(boletin, vera, client):
    otro = acciones.registrar_informe(datos={"tipo": "boletin", "anio": 2022}, por=vera)
    ajeno = acciones.comentar(informe=otro, clave="general", texto="x", por=vera)
    publicar_a_mano(boletin, vera)
    envio = enviar(publicar_a_mano(otro, vera, numero=91), vera)
    client.force_login(vera)
    comentario = reverse("informes:comentario", args=[boletin.uuid, ajeno.uuid])
    assert client.post(comentario, {"resuelto": "1"}).status_code == 404
    por_api = f"/api/v1/informes/{boletin.uuid}/comentarios/{ajeno.uuid}/resolver/"
    assert client.post(por_api).status_code == 404
    cargo = reverse("informes:cargo", args=[boletin.uuid, 1, envio.uuid])
    assert client.get(cargo).status_code == 404
