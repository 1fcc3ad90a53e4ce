"""La identidad se escribe cifrada, se revela de una en una y no se filtra por ningún lado."""

import re

import pytest
from django.core.exceptions import ValidationError
from django.db import connection

from casos.acciones.apertura import abrir_caso, relevar
from casos.acciones.identidad import (
    aportar_dato,
    editar_identidad,
    poner_reserva,
    registrar_identidad,
)
from casos.acciones.revelar import (
    CuotaAgotadaError,
    avisar_fuera_de_ambito,
    buscar_identidades,
    revelar_identidad,
    verificar_dato,
)
from casos.identidad import cuotas
from casos.llaves import DATOS_DICHOS, IDENTIDADES
from casos.models import (
    BusquedaDeIdentidad,
    ClaveDeNombre,
    DatoDeIdentidad,
    Identidad,
    PersonaUnica,
    PosibleDuplicado,
)
from tests.fabricas.casos import crear_usuario
from tests.fabricas.identidad import FICTICIA, caso_de, con_identidad, pagina
from trata.auditoria.models import Acceso
from trata.comun.cifrado import descifrar
from trata.comun.errores import DuplicadoError, ErrorDeDominio, SinPermisoError

pytestmark = pytest.mark.django_db
MOTIVO = "Coordinar la declaración de mañana"


def buscados(usuario, **que):
    return [h.identidad for h in buscar_identidades(por=usuario, motivo=MOTIVO, **que)]


def test_nada_de_la_identidad_queda_en_claro_en_ninguna_tabla(ana):
    con_identidad(caso_de(ana), ana)
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT table_name FROM information_schema.tables WHERE table_schema='public'"
        )
        tablas = [f[0] for f in cursor.fetchall()]
        for tabla in tablas:
            cursor.execute(
                f'SELECT count(*) FROM "{tabla}" t WHERE t::text ~* %s',
                ["inventada|00000017|imaginario"],
            )
            assert cursor.fetchone()[0] == 0, tabla


def test_quien_lleva_el_caso_la_revela_con_motivo_y_queda_anotado(ana):
    identidad = con_identidad(caso_de(ana), ana)
    revelada = revelar_identidad(identidad=identidad, motivo=MOTIVO, por=ana)
    assert ("Primer apellido", "Inventada") in revelada.filas
    acceso = Acceso.objects.get(objeto_tipo="casos.identidad")
    assert acceso.objeto_id == str(identidad.uuid)
    assert "primer_apellido" in acceso.campos
    assert acceso.motivo == MOTIVO


@pytest.mark.parametrize("motivo", ["", "  ", "aaaaaaaaaaaa", "ver"])
def test_sin_un_motivo_que_diga_algo_no_se_revela(ana, motivo):
    identidad = con_identidad(caso_de(ana), ana)
    with pytest.raises(ErrorDeDominio):
        revelar_identidad(identidad=identidad, motivo=motivo, por=ana)
    assert not Acceso.objects.exists()


def test_en_su_territorio_sin_llevar_el_caso_hay_que_abrirlo(ana):
    otra = crear_usuario("otra_i", "analista", "08")
    identidad = con_identidad(caso_de(ana), ana)
    with pytest.raises(SinPermisoError):
        revelar_identidad(identidad=identidad, motivo=MOTIVO, por=otra)
    abrir_caso(caso=identidad.caso, motivo=MOTIVO, por=otra)
    assert revelar_identidad(identidad=identidad, motivo=MOTIVO, por=otra).filas


def test_de_una_nina_nunca_se_muestra_el_nombre_ni_el_documento(ana):
    caso = caso_de(ana, victima={"edad": 15, "grupo_edad": "12-17"})
    revelada = revelar_identidad(identidad=con_identidad(caso, ana), motivo=MOTIVO, por=ana)
    assert {e for e, _ in revelada.filas} == {"Teléfono de contacto", "Dirección exacta"}
    otra = crear_usuario("otra_i", "analista", "08")
    abrir_caso(caso=caso, motivo=MOTIVO, por=otra)
    with pytest.raises(SinPermisoError):
        revelar_identidad(identidad=caso.identidades.get(), motivo=MOTIVO, por=otra)


def test_si_no_se_sabe_la_edad_se_protege_como_nina(ana):
    caso = caso_de(ana, victima={"forma_edad": "", "edad": None, "grupo_edad": "no_determinado"})
    revelada = revelar_identidad(identidad=con_identidad(caso, ana), motivo=MOTIVO, por=ana)
    assert "Nombres" in revelada.ocultos


def test_un_dato_se_comprueba_sin_verlo_y_con_tope(ana):
    identidad = con_identidad(caso_de(ana), ana)
    comprobar = {"identidad": identidad, "motivo": MOTIVO, "por": ana}
    assert verificar_dato(campo="documento", valor="0000 0017", **comprobar)
    assert verificar_dato(campo="segundo_apellido", valor="huaman", **comprobar)
    assert not verificar_dato(campo="nombres", valor="Otra", **comprobar)
    for _ in range(cuotas.VERIFICACIONES_POR_PERSONA - 3):
        verificar_dato(campo="nombres", valor="Otra", **comprobar)
    with pytest.raises(CuotaAgotadaError):
        verificar_dato(campo="nombres", valor="Otra", **comprobar)


def test_pasado_el_tope_del_dia_no_se_lee_otra(ana, monkeypatch):
    monkeypatch.setattr(cuotas, "LECTURAS_POR_DIA", 1)
    caso = caso_de(ana, victimas=2)
    revelar_identidad(identidad=con_identidad(caso, ana), motivo=MOTIVO, por=ana)
    segunda = con_identidad(caso, ana, 2, documento="00000018", nombres="Supuesta")
    with pytest.raises(CuotaAgotadaError):
        revelar_identidad(identidad=segunda, motivo=MOTIVO, por=ana)


@pytest.mark.parametrize(
    "texto",
    [
        "Rosaura Inventada",
        "inventada rosaura",
        "HUAMAN INVENTADA FICTICIA ROSAURA",
        "Rozaura Imbentada Guamán",
        "Fictisia Rosaura Inventada Waman",
    ],
)
def test_se_encuentra_por_nombre_sin_tildes_en_cualquier_orden_y_como_suena(ana, texto):
    identidad = con_identidad(caso_de(ana), ana)
    assert buscados(ana, nombre=texto) == [identidad]


def test_se_encuentra_por_documento_exacto_y_solo_exacto(ana):
    identidad = con_identidad(caso_de(ana), ana)
    assert buscados(ana, tipo="dni", documento="00000017") == [identidad]
    assert buscados(ana, documento="17000000") == []
    assert buscados(ana, tipo="pasaporte", documento="00000017") == []


def test_fuera_de_su_ambito_no_aparece_en_ninguna_busqueda(ana, bruno):
    con_identidad(caso_de(ana), ana)
    assert buscados(bruno, nombre="Rosaura Inventada") == []
    assert buscados(bruno, documento="00000017") == []


def test_la_reserva_apaga_busquedas_claves_y_avisos(ana, bruno):
    identidad = con_identidad(caso_de(ana), ana)
    identidad = poner_reserva(
        identidad=identidad,
        reserva=True,
        sustento="Disposición 3",
        version=identidad.version,
        por=ana,
    )
    assert buscados(ana, nombre="Rosaura Inventada") == []
    assert buscados(ana, documento="00000017") == []
    assert not ClaveDeNombre.objects.filter(identidad=identidad).exists()
    ajena = con_identidad(caso_de(bruno, registro="150101"), bruno)
    assert avisar_fuera_de_ambito(identidad=ajena, por=bruno) == []
    assert not PosibleDuplicado.objects.exists()
    poner_reserva(
        identidad=identidad,
        reserva=False,
        sustento="Se levanta",
        version=identidad.version,
        por=ana,
    )
    assert buscados(ana, documento="00000017") == [identidad]


def test_fuera_de_ambito_se_avisa_solo_con_el_documento_exacto_y_con_tope(ana, bruno, monkeypatch):
    con_identidad(caso_de(ana), ana)
    caso = caso_de(bruno, registro="150101", victimas=2)
    otra = con_identidad(caso, bruno, documento="00000099")
    assert avisar_fuera_de_ambito(identidad=otra, por=bruno) == []
    misma = con_identidad(caso, bruno, 2, nombres="Ficticia", segundo_apellido="")
    avisos = avisar_fuera_de_ambito(identidad=misma, por=bruno)
    assert len(avisos) == 1
    assert "TRATA-" not in avisos[0]
    anotadas = BusquedaDeIdentidad.objects.filter(usuario=bruno, clase="fuera")
    assert sorted(anotadas.values_list("hallados", flat=True)) == [0, 1], "lo que no halla, también"
    releida = Identidad.objects.get(pk=misma.pk)
    assert avisar_fuera_de_ambito(identidad=releida, por=bruno) == [], "sólo al escribirlo"
    monkeypatch.setattr(cuotas, "AVISOS_FUERA_POR_DIA", 1)
    assert avisar_fuera_de_ambito(identidad=misma, por=bruno) == []
    monkeypatch.setattr(cuotas, "AVISOS_FUERA_POR_DIA", 99)
    monkeypatch.setattr(cuotas, "BUSQUEDAS_POR_DIA", 2)
    assert avisar_fuera_de_ambito(identidad=misma, por=bruno) == []
    assert anotadas.count() == 2


def test_editar_deja_lo_vacio_como_estaba_y_conserva_lo_dicho(ana):
    identidad = con_identidad(caso_de(ana), ana)
    identidad = editar_identidad(
        identidad=identidad,
        datos={"nombres": "Ficticia Rosalía", "telefono": ""},
        version=identidad.version,
        por=ana,
        fuente="Acta 12",
    )
    assert descifrar(identidad.nombres_cifrado) == "Ficticia Rosalía"
    assert descifrar(identidad.telefono_cifrado) == "900000017"
    dichos = identidad.datos.filter(campo="nombres")
    assert [(d.es_vigente, d.documento_fuente) for d in dichos] == [(True, "Acta 12"), (False, "")]
    assert buscados(ana, nombre="Rosalía Inventada") == [identidad]


def test_una_institucion_que_dice_otra_cosa_no_pisa_lo_registrado(ana):
    mateo = crear_usuario("mateo_i", "enlace_institucional", "08")
    identidad = con_identidad(caso_de(ana), ana)
    abrir_caso(caso=identidad.caso, motivo=MOTIVO, por=mateo)
    igual = aportar_dato(
        identidad=identidad, campo="primer_apellido", valor="INVENTADA", fuente="Disp. 3", por=mateo
    )
    distinto = aportar_dato(
        identidad=identidad, campo="segundo_apellido", valor="Guzmán", fuente="Disp. 3", por=mateo
    )
    assert (igual.contradice, distinto.contradice) == (False, True)
    identidad.refresh_from_db()
    assert descifrar(identidad.segundo_apellido_cifrado) == "Huamán"


def test_el_documento_de_la_madre_no_hace_de_madre_e_hija_una_persona(ana):
    caso = caso_de(ana, victimas=2)
    madre = con_identidad(caso, ana)
    hija = con_identidad(caso, ana, 2, nombres="Imaginaria", documento_de="madre")
    assert madre.persona_unica_id != hija.persona_unica_id
    assert PersonaUnica.objects.count() == 2


def test_dos_personas_con_un_documento_se_confirman_y_quedan_en_disputa(ana):
    caso = caso_de(ana, victimas=2)
    con_identidad(caso, ana)
    with pytest.raises(DuplicadoError):
        con_identidad(caso, ana, 2, nombres="Supuesta")
    segunda = registrar_identidad(
        caso=caso,
        persona=caso.victimas.get(numero=2),
        datos=FICTICIA | {"nombres": "Supuesta"},
        por=ana,
        confirmar=["documento_compartido"],
    )
    assert segunda.documento_en_disputa
    assert PersonaUnica.objects.count() == 2


@pytest.mark.parametrize("reserva", [False, True])
def test_un_documento_que_ya_existe_en_otro_ambito_no_deja_ninguna_marca(
    client, ana, bruno, reserva
):
    identidad = con_identidad(caso_de(ana), ana)
    if reserva:
        poner_reserva(identidad=identidad, reserva=True, sustento="Disp. 3", version=1, por=ana)
    paginas = []
    for documento in ("00000017", "00000055"):
        ajena = con_identidad(
            caso_de(bruno, registro="150101"), bruno, nombres="Distinta", documento=documento
        )
        assert not ajena.documento_en_disputa
        texto = pagina(client, bruno, "identidad", ajena.caso.uuid, ajena.uuid).content.decode()
        for propio in (ajena.seudonimo, ajena.caso.codigo, str(ajena.caso.uuid), str(ajena.uuid)):
            texto = texto.replace(propio, "·")
        texto = re.sub(r'(csrfmiddlewaretoken" value|csrf-token" content)="[^"]*"', "", texto)
        paginas.append(re.sub(r"[0-9a-f-]{36}|\d\d:\d\d", "", texto))
    assert paginas[0] == paginas[1]


def test_las_gemelas_no_se_proponen_como_duplicado(ana):
    caso = caso_de(ana, victimas=2)
    con_identidad(caso, ana, nombres="Ficticia", documento="")
    con_identidad(caso, ana, 2, nombres="Supuesta", documento="")
    assert not PosibleDuplicado.objects.exists()


def test_una_persona_con_tres_escrituras_en_tres_casos_se_propone(ana):
    for nombres, apellido in (
        ("Rosaura Ficticia", "Valverde"),
        ("Rozaura Fictisia", "Balberde"),
        ("Ficticia Rosaura", "Valberde"),
    ):
        con_identidad(caso_de(ana), ana, nombres=nombres, primer_apellido=apellido, documento="")
    assert PosibleDuplicado.objects.count() == 3


@pytest.mark.parametrize(
    ("cambios", "campo"),
    [
        ({"documento": "123"}, "documento"),
        ({"documento_tipo": ""}, "documento_tipo"),
        ({"documento_tipo": "sin_documento"}, "documento"),
        ({"nombres": "12345"}, "nombres"),
        ({"correo": "sin-arroba"}, "correo"),
        ({"direccion": "x" * 400}, "direccion"),
        ({"nombres": "Fic\x00ticia"}, "nombres"),
    ],
)
def test_un_dato_mal_escrito_se_dice_en_su_campo(ana, cambios, campo):
    with pytest.raises(ValidationError) as caso_de_error:
        con_identidad(caso_de(ana), ana, **cambios)
    assert campo in caso_de_error.value.message_dict
    assert not Identidad.objects.exists()


def test_un_rol_sin_identidad_no_la_escribe_ni_la_lee(ana, vera):
    identidad = con_identidad(caso_de(ana), ana)
    dario = crear_usuario("dario_i", "direccion", "")
    abrir_caso(caso=identidad.caso, motivo=MOTIVO, por=dario)
    abrir_caso(caso=identidad.caso, motivo=MOTIVO, por=vera)
    with pytest.raises(SinPermisoError):
        revelar_identidad(identidad=identidad, motivo=MOTIVO, por=dario)
    with pytest.raises(SinPermisoError):
        con_identidad(identidad.caso, vera)


def test_el_relevo_pasa_todos_los_casos_y_dice_los_que_no(ana, vera):
    entra = crear_usuario("entra_i", "analista", "08")
    casos = [caso_de(ana) for _ in range(3)]
    lejano = caso_de(ana, registro="150101")
    relevo = relevar(sale=ana, entra=entra, motivo="Cambio de colocación de marzo", por=vera)
    assert relevo.pasados == 3
    assert relevo.fuera_de_ambito == (lejano.codigo,)
    assert entra.asignaciones.filter(hasta=None, es_responsable=True).count() == 3
    assert list(ana.asignaciones.filter(hasta=None).values_list("caso_id", flat=True)) == [
        lejano.pk
    ]
    assert {c.pk for c in casos} == set(entra.asignaciones.values_list("caso_id", flat=True))


def test_al_rotar_la_llave_todo_se_sigue_leyendo(ana, settings):
    identidad = con_identidad(caso_de(ana), ana)
    nueva = "nueva:" + "QWxmYWJldG9EZVBydWViYXNQYXJhUm90YXIxMjM0NTY="
    settings.LLAVES_DE_CIFRADO = f"{nueva},{settings.LLAVES_DE_CIFRADO}"
    assert (IDENTIDADES.recifrar(10), IDENTIDADES.recifrar(10)) == (1, 0)
    while DATOS_DICHOS.recifrar(3):
        pass
    identidad.refresh_from_db()
    assert identidad.nombres_cifrado.startswith("nueva:")
    assert descifrar(identidad.nombres_cifrado) == "Ficticia Rosaura"
    assert not DatoDeIdentidad.objects.exclude(valor_cifrado__startswith="nueva:").exists()
