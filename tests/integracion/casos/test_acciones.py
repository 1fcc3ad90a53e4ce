"""Los verbos del registro: crear, editar sin pisar, enviar completo, validar lo ajeno, anular."""

from datetime import date

import pytest
from django.core.exceptions import ValidationError

from casos import acciones
from casos.consultas.expediente import expediente
from casos.models import (
    Asignacion,
    BusquedaDeCaso,
    Caso,
    CasoLugar,
    ClaveExterna,
    Implicado,
    Victima,
    VictimaEstado,
    Vinculo,
)
from casos.reglas.completo import LISTA_DE_CONFORMIDAD
from tests.fabricas.casos import crear_usuario, datos_de_victima
from trata.comun.errores import (
    ConflictoError,
    ErrorDeDominio,
    EstadoInvalidoError,
    FueraDeAmbitoError,
    SinPermisoError,
)
from trata.cuentas.models import Entidad

pytestmark = pytest.mark.django_db
TODO = [p.codigo for p in LISTA_DE_CONFORMIDAD]


def datos_de_caso(**cambios):
    return {
        "materia": "trata",
        "origen": "denuncia",
        "fuente": "pnp",
        "fecha_de_registro": date(2026, 3, 10),
        "denunciante": "madre",
    } | cambios


def caso_completo(ana, **cambios):
    caso = acciones.registrar_caso(datos=datos_de_caso(**cambios), por=ana)
    acciones.registrar_parte(CasoLugar, caso=caso, datos=registro(), por=ana)
    victima = acciones.registrar_parte(Victima, caso=caso, datos=de_victima(), por=ana)
    acciones.registrar_parte(
        VictimaEstado,
        caso=caso,
        datos={
            "victima": victima,
            "estado": "presunta",
            "fecha": date(2026, 3, 11),
            "organo": "policia",
        },
        por=ana,
    )
    return Caso.objects.get(pk=caso.pk)


def registro(ubigeo="080101"):
    return {"rol": "registro", "pais": "pe", "ubigeo": lugar(ubigeo)}


def lugar(codigo):
    return CasoLugar._meta.get_field("ubigeo").related_model.objects.get(pk=codigo)


def de_victima(**cambios):
    datos = datos_de_victima(Caso(codigo="X"))
    for campo in ("caso", "numero", "seudonimo", "estado", "grupo_edad"):
        del datos[campo]
    return datos | cambios


def test_registrar_un_caso_le_da_codigo_y_lo_asigna_a_quien_lo_registra(ana):
    caso = acciones.registrar_caso(datos=datos_de_caso(), por=ana)
    assert caso.codigo.startswith("TRATA-")
    assert caso.estado == "borrador"
    assert Asignacion.objects.get(caso=caso).usuario == ana
    assert Caso.objects.visibles_para(ana).get() == caso


def test_dos_casos_no_comparten_codigo(ana):
    codigos = {acciones.registrar_caso(datos={}, por=ana).codigo for _ in range(5)}
    assert len(codigos) == 5


def test_quien_no_registra_no_puede_crear(vera):
    with pytest.raises(SinPermisoError):
        acciones.registrar_caso(datos=datos_de_caso(), por=vera)


def test_un_aviso_se_puede_confirmar(ana):
    datos = datos_de_caso(fecha_del_hecho=date(2026, 5, 1))
    with pytest.raises(ValidationError) as error:
        acciones.registrar_caso(datos=datos, por=ana)
    assert error.value.error_dict["fecha_del_hecho"][0].code == "hecho_posterior_a_registro"
    assert acciones.registrar_caso(
        datos=datos, por=ana, confirmar=["hecho_posterior_a_registro"]
    ).pk


def test_no_se_escribe_el_estado_por_la_puerta_de_los_datos(ana):
    with pytest.raises(ErrorDeDominio):
        acciones.registrar_caso(datos={"estado": "conforme"}, por=ana)


def test_dos_editores_no_se_pisan(ana):
    caso = acciones.registrar_caso(datos=datos_de_caso(), por=ana)
    acciones.editar_caso(caso=caso, datos={"dependencia": "A"}, version=1, por=ana)
    with pytest.raises(ConflictoError) as error:
        acciones.editar_caso(caso=caso, datos={"dependencia": "B"}, version=1, por=ana)
    assert error.value.actual.dependencia == "A"


def test_el_lugar_de_registro_tiene_que_ser_del_ambito(ana):
    caso = acciones.registrar_caso(datos=datos_de_caso(), por=ana)
    with pytest.raises(ValidationError) as error:
        acciones.registrar_parte(CasoLugar, caso=caso, datos=registro("160101"), por=ana)
    assert error.value.error_dict["ubigeo"][0].code == "lugar_fuera_de_ambito"
    otro = {"rol": "captacion", "pais": "pe", "ubigeo": lugar("160101")}
    assert acciones.registrar_parte(CasoLugar, caso=caso, datos=otro, por=ana).pk


def test_un_ajeno_no_puede_tocar_el_caso(ana):
    bruno = crear_usuario("bruno", "analista", "15")
    caso = caso_completo(ana)
    with pytest.raises(FueraDeAmbitoError):
        acciones.editar_caso(caso=caso, datos={"dependencia": "x"}, version=1, por=bruno)
    with pytest.raises(FueraDeAmbitoError):
        acciones.registrar_parte(Victima, caso=caso, datos=de_victima(), por=bruno)


def test_las_personas_se_numeran_y_el_grupo_se_deduce(ana):
    caso = acciones.registrar_caso(datos=datos_de_caso(), por=ana)
    uno = acciones.registrar_parte(Victima, caso=caso, datos=de_victima(edad=17), por=ana)
    dos = acciones.registrar_parte(Victima, caso=caso, datos=de_victima(edad=30), por=ana)
    assert [uno.seudonimo, dos.seudonimo] == [f"{caso.codigo}-V1", f"{caso.codigo}-V2"]
    assert [uno.grupo_edad, dos.grupo_edad] == ["12-17", "30-59"]


def test_la_clave_externa_repetida_en_la_misma_institucion_se_rechaza(ana):
    mp = Entidad.objects.get(pk="mp")
    uno = acciones.registrar_caso(datos=datos_de_caso(), por=ana)
    otro = acciones.registrar_caso(datos=datos_de_caso(), por=ana)
    datos = {"institucion": mp, "tipo": "carpeta_fiscal", "numero": " 506-2026-12 "}
    acciones.registrar_parte(ClaveExterna, caso=uno, datos=datos, por=ana)
    with pytest.raises(ValidationError) as error:
        acciones.registrar_parte(
            ClaveExterna, caso=otro, datos=datos | {"numero": "506-2026-12"}, por=ana
        )
    codigos = {e.code for lista in error.value.error_dict.values() for e in lista}
    assert "clave_repetida" in codigos


def test_un_borrador_incompleto_no_se_envia_y_dice_todo_lo_que_falta(ana):
    caso = acciones.registrar_caso(datos={"materia": "trata"}, por=ana)
    with pytest.raises(ErrorDeDominio) as error:
        acciones.enviar_caso(caso=caso, version=1, por=ana)
    codigos = {f.codigo for f in error.value.datos["faltas"]}
    assert {"falta_origen", "falta_victima", "falta_lugar_de_registro"} <= codigos


def test_el_ciclo_completo_borrador_enviado_observado_conforme(ana, vera):
    caso = caso_completo(ana)
    assert expediente(caso).faltas == []
    caso = acciones.enviar_caso(caso=caso, version=caso.version, por=ana)
    assert caso.estado == "enviado"
    with pytest.raises(EstadoInvalidoError):
        acciones.editar_caso(caso=caso, datos={"dependencia": "x"}, version=caso.version, por=ana)
    caso = acciones.observar_caso(
        caso=caso,
        observaciones=[{"seccion": "denuncia", "campo": "canal", "texto": "Precisa el canal"}],
        version=caso.version,
        por=vera,
    )
    with pytest.raises(ErrorDeDominio):
        acciones.enviar_caso(caso=caso, version=caso.version, por=ana)
    acciones.atender_observacion(observacion=caso.observaciones.get(), por=ana)
    caso = acciones.enviar_caso(caso=caso, version=caso.version, por=ana)
    with pytest.raises(ErrorDeDominio):
        acciones.aprobar_caso(caso=caso, comprobado=TODO[1:], version=caso.version, por=vera)
    caso = acciones.aprobar_caso(caso=caso, comprobado=TODO, version=caso.version, por=vera)
    assert caso.estado == "conforme"
    assert caso.conforme_por == vera


def test_quien_valida_no_aprueba_lo_que_ingreso(ana, vera):
    caso = caso_completo(ana)
    caso = acciones.enviar_caso(caso=caso, version=caso.version, por=ana)
    Victima.objects.filter(caso=caso).update(registrado_por=vera)
    with pytest.raises(SinPermisoError):
        acciones.aprobar_caso(caso=caso, comprobado=TODO, version=caso.version, por=vera)


def test_anular_pide_motivo_y_libera_la_clave(ana):
    mp = Entidad.objects.get(pk="mp")
    caso = acciones.registrar_caso(datos=datos_de_caso(), por=ana)
    datos = {"institucion": mp, "tipo": "carpeta_fiscal", "numero": "506-2026-12"}
    acciones.registrar_parte(ClaveExterna, caso=caso, datos=datos, por=ana)
    with pytest.raises(ErrorDeDominio):
        acciones.anular_caso(caso=caso, motivo=" ", version=1, por=ana)
    caso = acciones.anular_caso(caso=caso, motivo="Duplicado", version=1, por=ana)
    assert caso.estado == "anulado"
    otro = acciones.registrar_caso(datos=datos_de_caso(), por=ana)
    assert acciones.registrar_parte(ClaveExterna, caso=otro, datos=datos, por=ana).pk


def test_un_borrador_lo_anula_quien_lo_registro_y_lo_enviado_quien_tiene_permiso(ana):
    caso = caso_completo(ana)
    rosa = crear_usuario("rosa_a", "analista", "08")
    dario = crear_usuario("dario_a", "direccion", "")
    version = caso.version
    with pytest.raises(SinPermisoError):
        acciones.anular_caso(caso=caso, motivo="Repetido", version=version, por=rosa)
    caso = acciones.enviar_caso(caso=caso, version=version, por=ana)
    with pytest.raises(SinPermisoError):
        acciones.anular_caso(caso=caso, motivo="Repetido", version=caso.version, por=ana)
    anulado = acciones.anular_caso(caso=caso, motivo="Repetido", version=caso.version, por=dario)
    assert anulado.anulado_por == dario


def test_retirar_a_una_victima_retira_sus_vinculos_y_no_borra_nada(ana):
    caso = caso_completo(ana)
    victima = caso.victimas.get()
    implicado = acciones.registrar_parte(
        Implicado, caso=caso, datos={"condicion": "denunciado"}, por=ana
    )
    acciones.registrar_parte(
        Vinculo,
        caso=caso,
        datos={"victima": victima, "implicado": implicado, "tipo": "pareja"},
        por=ana,
    )
    victima.refresh_from_db()
    acciones.retirar_parte(parte=victima, motivo="Está dos veces", version=victima.version, por=ana)
    assert not caso.victimas.vigentes().exists()
    assert caso.victimas.count() == 1
    assert not Vinculo.objects.vigentes().exists()


def test_el_estado_de_la_victima_repite_su_ultimo_paso(ana):
    caso = caso_completo(ana)
    victima = caso.victimas.get()
    assert victima.estado == "presunta"
    datos = {
        "victima": victima,
        "estado": "identificada",
        "fecha": date(2026, 5, 1),
        "organo": "fiscalia",
        "sustento": "Disposición 3",
    }
    acciones.registrar_parte(VictimaEstado, caso=caso, datos=datos, por=ana)
    victima.refresh_from_db()
    assert victima.estado == "identificada"


def test_una_parte_no_nombra_a_una_victima_de_otro_caso(ana):
    ajena = caso_completo(ana).victimas.get()
    caso = acciones.registrar_caso(datos=datos_de_caso(), por=ana)
    datos = {"victima": ajena, "estado": "posible", "fecha": date(2026, 5, 1), "organo": "policia"}
    with pytest.raises(ValidationError):
        acciones.registrar_parte(VictimaEstado, caso=caso, datos=datos, por=ana)


def test_cambiar_la_fecha_del_hecho_recalcula_el_grupo_deducido(ana):
    caso = acciones.registrar_caso(datos=datos_de_caso(), por=ana)
    victima = acciones.registrar_parte(
        Victima,
        caso=caso,
        datos={"forma_edad": "nacimiento", "fecha_nacimiento": date(2008, 6, 1)},
        por=ana,
    )
    assert victima.grupo_edad == "12-17"
    acciones.editar_caso(
        caso=caso, datos={"fecha_de_registro": date(2026, 9, 1)}, version=1, por=ana
    )
    victima.refresh_from_db()
    assert victima.grupo_edad == "18-29"


def test_se_busca_con_y_sin_tildes(ana):
    caso = acciones.registrar_caso(datos=datos_de_caso(dependencia="Comisaría Ñahuí"), por=ana)
    assert BusquedaDeCaso.objects.filter(caso=caso).exists()
