"""El ciclo de reporte, de pendiente a cerrado, con sus puertas y sus errores."""

from datetime import timedelta
from decimal import Decimal

import pytest
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import timezone

from politica.acciones import evidencias, periodos, recordatorios, recursos, reportes, revision
from politica.consultas.avances import mapa_de
from politica.consultas.reportes import faltantes
from politica.models import (
    AvanceIndicador,
    Estado,
    Evidencia,
    Indicador,
    LogroEsperado,
    Periodo,
    Reporte,
    Servicio,
)
from tests.fabricas.politica import periodo_abierto, planeamiento, punto_focal, secretaria, usuario
from trata.comun.errores import (
    ConflictoError,
    DuplicadoError,
    ErrorDeDominio,
    EstadoInvalidoError,
    FueraDeAmbitoError,
    SinPermisoError,
)
from trata.trabajos.models import Salida

pytestmark = pytest.mark.django_db
PDF = b"%PDF-1.4\n%prueba\n"


@pytest.fixture
def vera(db):
    return secretaria()


@pytest.fixture
def paula(vera):
    return punto_focal()


@pytest.fixture
def periodo(vera) -> Periodo:
    return periodo_abierto(por=vera)


def reporte_de(periodo: Periodo, servicio: str = "S28") -> Reporte:
    return Reporte.objects.get(periodo=periodo, servicio_id=servicio)


def llenar(reporte, por, codigo="S28.1", numerador=300, denominador=1000, **extra):
    partes = {"numerador": Decimal(numerador), "denominador": Decimal(denominador)}
    datos = {
        "narrativa": "Se capacitó a operadores.",
        "avances": {codigo: partes | extra},
    }
    return reportes.guardar_reporte(reporte=reporte, datos=datos, version=reporte.version, por=por)


def enviado(periodo, paula, servicio="S28"):
    reporte = llenar(reporte_de(periodo, servicio), paula, f"{servicio}.1")
    return reportes.enviar_reporte(reporte=reporte, por=paula)


def test_abrir_un_periodo_pide_un_reporte_por_servicio_con_indicador(periodo):
    assert Reporte.objects.filter(periodo=periodo, servicio__isnull=False).count() == 37
    assert Reporte.objects.filter(periodo=periodo, indicador__isnull=False).count() == 4
    propios = Reporte.objects.filter(periodo=periodo)
    assert AvanceIndicador.objects.filter(reporte__in=propios.filter(servicio="S16")).count() == 2
    assert set(propios.values_list("estado", flat=True)) == {"pendiente"}


def test_el_ciclo_entero_llega_a_cerrado(periodo, paula, vera):
    reporte = llenar(reporte_de(periodo), paula)
    assert (reporte.estado, reporte.avances.get().valor) == (Estado.BORRADOR, 30)
    reporte = reportes.enviar_reporte(reporte=reporte, por=paula)
    reporte = revision.observar_reporte(
        reporte=reporte,
        observaciones=[{"avance": reporte.avances.get(), "campo": "valor", "texto": "Revisa."}],
        por=vera,
    )
    assert reporte.estado == Estado.OBSERVADO
    assert Salida.objects.filter(clave__startswith="politica:reporte").exists(), (
        "se avisa por correo"
    )
    reporte = llenar(reporte, paula, numerador=310)
    reporte = reportes.enviar_reporte(reporte=reporte, por=paula)
    assert not reporte.observaciones.filter(atendida_en__isnull=True).exists()
    reporte = revision.validar_reporte(reporte=reporte, por=vera)
    reporte = revision.dar_conformidad(reporte=reporte, por=planeamiento())
    assert reporte.estado == Estado.CONFORME
    Periodo.objects.filter(pk=periodo.pk).update(cierra_el=timezone.localdate() - timedelta(days=1))
    periodos.cerrar_periodo(periodo=periodo, por=vera)
    reporte.refresh_from_db()
    assert reporte.estado == Estado.CERRADO
    pasos = list(reporte.movimientos.values_list("hasta", flat=True))
    assert pasos == [
        "borrador",
        "enviado",
        "observado",
        "enviado",
        "validado",
        "conforme",
        "cerrado",
    ]
    assert reporte_de(periodo, "S29").estado == Estado.PENDIENTE, "lo no reportado queda a la vista"


def test_sin_validar_no_cuenta_y_se_ve_en_revision(periodo, paula, vera):
    reporte = enviado(periodo, paula)
    fila = next(s for s in mapa_de(periodo, vera).servicios if s.servicio.pk == "S28")
    assert fila.luz == "en_revision"
    revision.validar_reporte(reporte=reporte, por=vera)
    fila = next(s for s in mapa_de(periodo, vera).servicios if s.servicio.pk == "S28")
    assert fila.luz == "no_calculable", "no hay logro esperado de 2031 en las fuentes"


def test_la_entidad_solo_ve_lo_suyo(periodo, paula):
    pedro = punto_focal("pedro", "mininter")
    assert set(Reporte.objects.visibles_para(paula).values_list("entidad", flat=True)) == {"mimp"}
    suyos = set(Reporte.objects.visibles_para(pedro).values_list("entidad", flat=True))
    assert suyos == {"mininter", "dirctptim", "migraciones"}
    with pytest.raises(FueraDeAmbitoError):
        llenar(reporte_de(periodo), pedro)
    visibles = {s.servicio.pk for s in mapa_de(periodo, paula).servicios}
    assert visibles == {"S28", "S29", "S34", "S38", "S39", "S42"}


def test_quien_reporta_no_valida_ni_da_conformidad(periodo, paula, vera):
    reporte = enviado(periodo, paula)
    with pytest.raises(SinPermisoError):
        revision.validar_reporte(reporte=reporte, por=paula)
    Reporte.objects.filter(pk=reporte.pk).update(enviado_por=vera)
    with pytest.raises(SinPermisoError, match="otra persona"):
        revision.validar_reporte(reporte=reporte, por=vera)
    reporte = revision.validar_reporte(reporte=reporte, por=secretaria("otra"))
    with pytest.raises(SinPermisoError):
        revision.dar_conformidad(reporte=reporte, por=vera)


def test_el_subreportante_presenta_y_el_titular_envia(periodo, paula):
    sub = punto_focal("sara", "mimp", "subreportante")
    reporte = llenar(reporte_de(periodo), sub)
    with pytest.raises(SinPermisoError):
        reportes.enviar_reporte(reporte=reporte, por=sub)
    reporte = reportes.presentar_reporte(reporte=reporte, por=sub)
    with pytest.raises(SinPermisoError):
        llenar(reporte, sub)
    reporte = reportes.devolver_reporte(reporte=reporte, nota="Falta Puno.", por=paula)
    reporte = reportes.presentar_reporte(reporte=llenar(reporte, sub), por=sub)
    assert reportes.enviar_reporte(reporte=reporte, por=paula).estado == Estado.ENVIADO


def test_dos_personas_a_la_vez_no_se_pisan(periodo, paula):
    reporte = reporte_de(periodo)
    vieja = reporte.version
    llenar(reporte, paula)
    with pytest.raises(ConflictoError):
        reportes.guardar_reporte(
            reporte=reporte, datos={"narrativa": "Otra"}, version=vieja, por=punto_focal("pia")
        )
    assert reporte_de(periodo).narrativa == "Se capacitó a operadores."


@pytest.mark.parametrize(
    ("valores", "campo", "codigo"),
    [
        ({"numerador": 5, "denominador": 0}, "denominador", "denominador_cero"),
        ({"numerador": 1200, "denominador": 1000}, "numerador", "porcentaje_mayor_de_cien"),
        ({"numerador": 5}, "denominador", "parte_sin_todo"),
        ({"numerador": -1, "denominador": 10}, "numerador", "numerador_negativo"),
        ({"sin_programacion": True}, "motivo_sin_programacion", "falta_motivo"),
        ({"numerador": 5, "denominador": 10, "valor": 70}, "valor", "valor_no_coincide"),
    ],
)
def test_lo_mal_escrito_dice_que_hacer_y_no_guarda_nada(periodo, paula, valores, campo, codigo):
    valores = {c: Decimal(v) if not isinstance(v, bool) else v for c, v in valores.items()}
    with pytest.raises(ValidationError) as error:
        reportes.guardar_reporte(
            reporte=reporte_de(periodo), datos={"avances": {"S28.1": valores}}, version=1, por=paula
        )
    lista = error.value.error_dict[f"S28_1-{campo}"]
    assert codigo in {e.code for e in lista}
    assert reporte_de(periodo).estado == Estado.PENDIENTE


def test_otro_orden_de_magnitud_se_pide_confirmar(periodo, paula, vera):
    revision.validar_reporte(reporte=enviado(periodo, paula), por=vera)
    nuevo = _periodo_siguiente(vera)
    reporte = reporte_de(nuevo)
    with pytest.raises(ValidationError) as error:
        llenar(reporte, paula, numerador=10)
    aviso = error.value.error_dict["S28_1-valor"][0]
    assert (aviso.code, aviso.es_aviso) == ("otra_magnitud", True)
    datos = {"avances": {"S28.1": {"numerador": Decimal(10), "denominador": Decimal(1000)}}}
    reporte = reportes.guardar_reporte(
        reporte=reporte, datos=datos, version=1, por=paula, confirmados=["otra_magnitud"]
    )
    assert reporte.avances.get().valor == 1


def _periodo_siguiente(vera) -> Periodo:
    hoy = timezone.localdate()
    datos = {
        "anio": 2031, "tipo": "semestre_2", "inicio": hoy - timedelta(days=19),
        "fin": hoy - timedelta(days=1), "abre_el": hoy, "cierra_el": hoy + timedelta(days=30),
    }  # fmt: skip
    return periodos.registrar_periodo(datos=datos, por=vera)


def test_copiar_el_periodo_anterior_trae_relato_y_meta_pero_no_valores(periodo, paula, vera):
    reporte = llenar(reporte_de(periodo), paula, meta_programada=Decimal(40))
    nuevo = reporte_de(_periodo_siguiente(vera))
    copiado = reportes.copiar_periodo_anterior(reporte=nuevo, version=1, por=paula)
    avance = copiado.avances.get()
    assert copiado.narrativa == reporte.narrativa
    assert (avance.meta_programada, avance.valor) == (40, None)


def test_enviar_exige_valor_y_relato_y_lo_dice_todo_junto(periodo, paula):
    reporte = reportes.guardar_reporte(
        reporte=reporte_de(periodo), datos={"obstaculos": "Ninguno"}, version=1, por=paula
    )
    with pytest.raises(ValidationError) as error:
        reportes.enviar_reporte(reporte=reporte, por=paula)
    assert set(error.value.error_dict) == {"S28_1-valor", "narrativa"}


def test_sin_programacion_se_envia_con_su_motivo(periodo, paula, vera):
    valores = {"sin_programacion": True, "motivo_sin_programacion": "Empieza en agosto."}
    datos = {"narrativa": "Nada este semestre.", "avances": {"S28.1": valores}}
    reporte = reportes.guardar_reporte(
        reporte=reporte_de(periodo), datos=datos, version=1, por=paula
    )
    reporte = reportes.enviar_reporte(reporte=reporte, por=paula)
    revision.validar_reporte(reporte=reporte, por=vera)
    fila = next(s for s in mapa_de(periodo, vera).servicios if s.servicio.pk == "S28")
    assert fila.luz == "sin_programacion"


def test_cambiar_tras_validar_guarda_los_dos_valores_y_quien(periodo, paula, vera):
    reporte = revision.validar_reporte(reporte=enviado(periodo, paula), por=vera)
    avance = reporte.avances.get()
    reporte = reportes.rectificar_avance(
        avance=avance, cambios={"numerador": Decimal(280)}, motivo="Se contó dos veces.", por=paula
    )
    assert reporte.estado == Estado.ENVIADO
    hechas = {
        r.campo: (r.anterior, r.nuevo, r.registrado_por) for r in reporte.rectificaciones.all()
    }
    assert hechas == {"numerador": ("300", "280", paula), "valor": ("30", "28", paula)}
    with pytest.raises(EstadoInvalidoError):
        reportes.rectificar_avance(avance=avance, cambios={}, motivo="x", por=paula)


def test_un_periodo_cerrado_solo_lo_toca_quien_tiene_una_excepcion_con_nombre(periodo, paula, vera):
    Periodo.objects.filter(pk=periodo.pk).update(cierra_el=timezone.localdate() - timedelta(days=1))
    with pytest.raises(EstadoInvalidoError):
        periodos.cerrar_periodo(periodo=_periodo_siguiente(vera), por=vera)
    periodo = periodos.cerrar_periodo(periodo=periodo, por=vera)
    with pytest.raises(EstadoInvalidoError, match="cerrado"):
        llenar(reporte_de(periodo), paula)
    datos = {"usuario": paula, "hasta": timezone.localdate(), "motivo": "Oficio 12-2031"}
    periodos.dar_excepcion(periodo=periodo, datos=datos, por=vera)
    assert llenar(reporte_de(periodo), paula).estado == Estado.BORRADOR
    with pytest.raises(EstadoInvalidoError):
        llenar(reporte_de(periodo), punto_focal("pia"))


def test_las_evidencias_se_reconocen_por_su_contenido(periodo, paula):
    reporte = reporte_de(periodo)

    def subir(nombre, contenido):
        archivo = SimpleUploadedFile(nombre, contenido)
        return evidencias.adjuntar_evidencia(
            reporte=reporte, archivo=archivo, descripcion="Acta", por=paula
        )

    primera = subir("acta.pdf", PDF)
    subir("lista.pdf", PDF + b"otra")
    with pytest.raises(DuplicadoError):
        subir("copia.pdf", PDF)
    for nombre, contenido in (("virus.pdf", b"MZ\x90\x00"), ("nota.pdf", b"hola"), ("v.pdf", b"")):
        with pytest.raises(ErrorDeDominio):
            subir(nombre, contenido)
    evidencias.retirar_evidencia(evidencia=primera, motivo="Era otra", por=paula)
    assert Evidencia.objects.filter(reporte=reporte).count() == 2, "retirar no borra"
    assert "acta" not in primera.archivo.name


def test_el_dinero_va_por_servicio_y_anio_con_su_fuente(periodo, paula):
    servicio = Servicio.objects.get(pk="S28")
    datos = {"pia": Decimal(100), "pim": Decimal(90), "devengado": Decimal(95), "fuente": ""}
    with pytest.raises(ValidationError) as error:
        recursos.registrar_recurso(
            servicio=servicio, anio=2031, datos=datos, version=None, por=paula
        )
    assert set(error.value.error_dict) == {"fuente", "devengado"}
    datos |= {"fuente": "Consulta Amigable"}
    recurso = recursos.registrar_recurso(
        servicio=servicio, anio=2031, datos=datos, version=None, por=paula,
        confirmados=["devengado_mayor_que_pim"],
    )  # fmt: skip
    with pytest.raises(ConflictoError):
        recursos.registrar_recurso(
            servicio=servicio, anio=2031, datos={"pia": Decimal(1)}, version=recurso.version - 1,
            por=paula, confirmados=["devengado_mayor_que_pim"],
        )  # fmt: skip
    with pytest.raises(FueraDeAmbitoError):
        recursos.registrar_recurso(
            servicio=servicio,
            anio=2031,
            datos={},
            version=None,
            por=punto_focal("pedro", "mininter"),
        )


@pytest.mark.parametrize(
    ("faltan", "toca"),
    [(15, True), (14, False), (7, True), (1, True), (0, True), (-1, True), (-2, False), (-7, True)],
)
def test_los_recordatorios_tocan_los_dias_senalados(faltan, toca):
    assert recordatorios.toca_recordar(faltan) is toca


def test_se_recuerda_antes_y_despues_y_nunca_dos_veces_el_mismo_dia(periodo, paula):
    enviado(periodo, paula)
    assert recordatorios.recordar_plazos() == 1, "sólo hay un punto focal: el del MIMP"
    recordatorios.recordar_plazos()
    salidas = Salida.objects.filter(clave__startswith="politica:plazo")
    assert salidas.count() == 1
    datos = salidas.get().datos
    assert datos["para"] == ["paula@ejemplo.pe"]
    assert "6\xa0reportes" in datos["texto"]
    recordatorios.recordar_plazos(hoy=periodo.cierra_el + timedelta(days=1))
    assert "vencido" in salidas.order_by("id").last().datos["asunto"]


def test_las_reglas_y_la_base_dicen_lo_mismo_del_denominador_cero(periodo):
    avance = reporte_de(periodo).avances.get()
    avance.numerador, avance.denominador = Decimal(1), Decimal(0)
    with pytest.raises(ValidationError):
        avance.full_clean()
    assert Indicador.objects.get(pk="S28.1").es_porcentual


def test_un_documento_en_el_relato_se_avisa_y_se_puede_confirmar(periodo, paula):
    reporte = reporte_de(periodo)
    datos = {"narrativa": "Se atendió a 45678912 en Puno", "obstaculos": "Llamar al 987 654 321"}
    with pytest.raises(ValidationError) as error:
        reportes.guardar_reporte(reporte=reporte, datos=datos, version=1, por=paula)
    assert set(error.value.error_dict) == {"narrativa", "obstaculos"}
    assert all(e.es_aviso for lista in error.value.error_dict.values() for e in lista)
    libres = {"narrativa": "Se ejecutó S/ 12 345 678,50 en 1 234 talleres; 20260101 es fecha."}
    with pytest.raises(ValidationError):
        reportes.guardar_reporte(reporte=reporte, datos=libres, version=1, por=paula)
    reporte = reportes.guardar_reporte(
        reporte=reporte, datos=datos, version=1, por=paula, confirmados=["posible_dato_personal"]
    )
    assert reporte.narrativa == datos["narrativa"]


def test_el_tipo_2_de_un_agregable_acumula_los_anios(periodo, paula, vera):
    Indicador.objects.filter(pk="S28.1").update(agregacion="agregable")
    LogroEsperado.objects.create(
        codigo="S28.1-2031", indicador_id="S28.1", anio=2031, valor=30, fuente="prueba"
    )
    revision.validar_reporte(reporte=enviado(periodo, paula), por=vera)
    fila = next(f for f in mapa_de(periodo, vera).filas if f.ficha.codigo == "S28.1")
    oficial = Decimal(466) / Decimal(3167) * 100
    esperado = (Decimal(30) + oficial) / (30 + 30) * 100
    assert abs(fila.tipo_2.porcentaje - esperado) < Decimal("0.06")
    assert fila.tipo_1.porcentaje == 100


def test_la_comision_lee_lo_validado_y_cuenta_lo_que_falta(periodo, paula, vera):
    clara = usuario("clara", "comisionado", "mimp")
    reporte = enviado(periodo, paula)
    propios = Reporte.objects.filter(periodo=periodo)
    assert not propios.visibles_para(clara).exists()
    assert sum(f.total for f in faltantes(periodo, clara)) == 41
    revision.validar_reporte(reporte=reporte, por=vera)
    assert list(propios.visibles_para(clara)) == [reporte]
    assert propios.visibles_para(vera).count() == 41
    assert propios.visibles_para(planeamiento()).count() == 41
