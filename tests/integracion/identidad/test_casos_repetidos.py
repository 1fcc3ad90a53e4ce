"""Un hecho registrado dos veces: se propone, se dice qué es, se une y se puede deshacer."""

import pytest
from django.http import Http404
from django.urls import reverse
from django.utils import timezone

from casos.acciones.casos_repetidos import separar_casos, unir_casos
from casos.acciones.duplicados import quitar_relacion, relacionar_casos
from casos.consultas.relacionados import (
    posibles_hechos,
    uniones_de_caso,
    vinculo_de,
    vinculos_de,
)
from casos.models import (
    Asignacion,
    Atencion,
    Caso,
    CasosVinculados,
    ClaveExterna,
    Identidad,
    Implicado,
    Nota,
    UnionDeCasos,
    Victima,
    Vinculo,
)
from tests.fabricas.casos import crear_caso, crear_usuario
from tests.fabricas.identidad import caso_de, con_identidad
from trata.comun.errores import (
    ErrorDeDominio,
    EstadoInvalidoError,
    FueraDeAmbitoError,
    SinPermisoError,
)
from trata.cuentas.models import Entidad

pytestmark = pytest.mark.django_db
MOTIVO = "La misma intervención, según las dos actas"


@pytest.fixture
def ana():
    return crear_usuario("ana_h", "analista", "08")


@pytest.fixture
def par(ana):
    """Dos casos del mismo hecho: una víctima está en los dos; la otra, sólo en el segundo."""
    queda, sale = caso_de(ana, estado="enviado"), caso_de(ana, victimas=2, estado="enviado")
    con_identidad(queda, ana)
    con_identidad(sale, ana)
    con_identidad(sale, ana, 2, nombres="Supuesta", documento="00000018")
    implicado = Implicado.objects.create(
        caso=sale, numero=1, seudonimo=f"{sale.codigo}-I1", grupo_edad="30-59"
    )
    for victima in sale.victimas.all():
        Atencion.objects.create(caso=sale, victima=victima, tipo="legal")
        Vinculo.objects.create(caso=sale, victima=victima, implicado=implicado, tipo="conocido")
    Nota.objects.create(caso=sale, texto="Una nota", registrado_por=ana)
    return queda, sale


def foto():
    """De quién es cada fila, para comparar antes y después."""
    return {
        m.__name__: list(m.objects.order_by("pk").values_list("pk", "caso", *otros))
        for m, otros in (
            *((Victima, ("numero", "retirado_en")), (Implicado, ("numero",))),
            *((Identidad, ("persona_unica",)), (Atencion, ("victima",)), (Vinculo, ())),
            (Nota, ()),
        )
    } | {"Caso": list(Caso.objects.order_by("pk").values_list("pk", "estado"))}


def test_se_propone_con_sus_razones_y_lo_decidido_no_se_repite(ana, par):
    queda, sale = par
    posibles = posibles_hechos(queda, ana)
    assert [p.caso for p in posibles] == [sale]
    assert "Comparten 1\N{NO-BREAK SPACE}persona" in posibles[0].razones
    assert "Mismo lugar de registro y misma fecha" in posibles[0].razones
    relacionar_casos(uno=queda, otro=sale, relacion="distinto", motivo=MOTIVO, por=ana)
    assert posibles_hechos(queda, ana) == posibles_hechos(sale, ana) == []
    quitar_relacion(vinculo=CasosVinculados.objects.get(), por=ana)
    assert [p.caso for p in posibles_hechos(queda, ana)] == [sale]


def test_unir_cuenta_a_cada_quien_una_vez_y_deshacer_vuelve_exactamente(ana, par):
    queda, sale = par
    antes = foto()
    union = unir_casos(queda=queda, sale=sale, motivo=MOTIVO, por=ana)
    sale.refresh_from_db()
    assert sale.estado == "anulado"
    assert queda.codigo in sale.motivo_de_anulacion
    en_pie = Victima.objects.filter(retirado_en=None).exclude(caso__estado="anulado")
    assert {v.caso_id for v in en_pie} == {queda.pk}
    assert [v.numero for v in en_pie.order_by("numero")] == [1, 2]
    assert queda.atenciones.count() == 1, "la de quien ya estaba se queda en el anulado"
    assert queda.vinculos.count() == 1
    assert queda.notas.count() == 1
    assert Identidad.objects.filter(caso=queda).count() == 2
    separar_casos(union=union, motivo=MOTIVO, por=ana)
    assert foto() == antes
    with pytest.raises(EstadoInvalidoError):
        separar_casos(union=union, motivo=MOTIVO, por=ana)
    unir_casos(queda=sale, sale=queda, motivo=MOTIVO, por=ana)


def test_no_se_une_lo_ajeno_lo_cerrado_ni_lo_anulado(ana, par):
    queda, sale = par
    ajeno = crear_caso(registro="150101")
    sin_abrir = crear_caso(registro="080101")
    with pytest.raises(FueraDeAmbitoError):
        unir_casos(queda=queda, sale=ajeno, motivo=MOTIVO, por=ana)
    with pytest.raises(SinPermisoError):
        unir_casos(queda=queda, sale=sin_abrir, motivo=MOTIVO, por=ana)
    unir_casos(queda=queda, sale=sale, motivo=MOTIVO, por=ana)
    with pytest.raises(EstadoInvalidoError):
        unir_casos(queda=queda, sale=sale, motivo=MOTIVO, por=ana)
    with pytest.raises(EstadoInvalidoError):
        quitar_relacion(vinculo=CasosVinculados.objects.get(), por=ana)


def test_unir_separar_y_quitar_piden_el_permiso_y_un_motivo(ana, par):
    queda, sale = par
    enlace = crear_usuario("enlace_h", "enlace_institucional", "08")
    for caso in par:
        Asignacion.objects.create(caso=caso, usuario=enlace)
    with pytest.raises(SinPermisoError):
        unir_casos(queda=queda, sale=sale, motivo=MOTIVO, por=enlace)
    with pytest.raises(ErrorDeDominio, match="en una frase"):
        unir_casos(queda=queda, sale=sale, motivo=" ", por=ana)
    with pytest.raises(ErrorDeDominio, match="otro caso"):
        unir_casos(queda=queda, sale=queda, motivo=MOTIVO, por=ana)
    vinculo = relacionar_casos(uno=queda, otro=sale, relacion="distinto", motivo=MOTIVO, por=ana)
    with pytest.raises(SinPermisoError):
        quitar_relacion(vinculo=vinculo, por=enlace)
    union = unir_casos(queda=queda, sale=sale, motivo=MOTIVO, por=ana)
    with pytest.raises(SinPermisoError):
        separar_casos(union=union, motivo=MOTIVO, por=enlace)


def test_de_otra_materia_se_relacionan_y_no_se_unen(ana, par):
    queda, sale = par
    Caso.objects.filter(pk=sale.pk).update(materia="trata_con_tim")
    with pytest.raises(ErrorDeDominio, match="materias distintas"):
        unir_casos(queda=queda, sale=sale, motivo=MOTIVO, por=ana)


def test_de_un_par_con_un_lado_fuera_de_su_ambito_no_ve_ni_toca_nada(ana, par):
    queda, _ = par
    lejos = caso_de(ana, registro="150101", estado="enviado")
    fiscalia = Entidad.objects.get(pk="mp")
    for caso, tipo in ((queda, "carpeta_fiscal"), (lejos, "otro")):
        ClaveExterna.objects.create(caso=caso, institucion=fiscalia, tipo=tipo, numero="77-2026")
    vinculo = relacionar_casos(uno=queda, otro=lejos, relacion="distinto", motivo=MOTIVO, por=ana)
    union = unir_casos(queda=queda, sale=lejos, motivo=MOTIVO, por=ana)
    lejos.asignaciones.all().update(hasta=timezone.now())
    assert vinculos_de(queda, ana) == []
    assert not uniones_de_caso(queda, ana).exists()
    with pytest.raises(Http404):
        vinculo_de(queda, ana, vinculo.uuid)
    with pytest.raises(FueraDeAmbitoError):
        separar_casos(union=union, motivo=MOTIVO, por=ana)
    with pytest.raises(FueraDeAmbitoError):
        quitar_relacion(vinculo=vinculo, por=ana)
    CasosVinculados.objects.all().delete()
    Caso.objects.filter(pk=lejos.pk).update(estado="enviado")
    assert lejos not in [p.caso for p in posibles_hechos(queda, ana)]


def test_una_union_encima_de_otra_se_deshace_en_orden(ana, par):
    queda, sale = par
    tercero = caso_de(ana, estado="enviado")
    primera = unir_casos(queda=queda, sale=sale, motivo=MOTIVO, por=ana)
    segunda = unir_casos(queda=tercero, sale=queda, motivo=MOTIVO, por=ana)
    with pytest.raises(EstadoInvalidoError):
        separar_casos(union=primera, motivo=MOTIVO, por=ana)
    separar_casos(union=segunda, motivo=MOTIVO, por=ana)
    separar_casos(union=primera, motivo=MOTIVO, por=ana)


def test_bajo_reserva_compartir_persona_no_se_insinua(ana, par):
    queda, sale = par
    Identidad.objects.filter(caso=sale).update(reserva_de_identidad=True)
    razones = [r for p in posibles_hechos(queda, ana) for r in p.razones]
    assert not any("persona" in r for r in razones)


def test_todo_se_hace_por_pantalla(ana, par, client):
    queda, sale = par
    client.force_login(ana)
    ruta = reverse("casos:relacionados", args=[queda.uuid])
    assert sale.codigo in client.get(ruta).content.decode()
    malo = {"codigo": "TRATA-0000-1", "relacion": "mismo_hecho", "motivo": MOTIVO}
    assert client.post(ruta, malo).status_code == 422
    assert client.post(ruta, malo | {"codigo": sale.codigo}).status_code == 302
    assert "Unir en éste" in client.get(ruta).content.decode()
    client.post(ruta, {"unir": str(sale.uuid), "motivo": MOTIVO})
    union = UnionDeCasos.objects.get()
    assert union.queda == queda
    client.post(ruta, {"deshacer": str(union.uuid), "motivo": MOTIVO})
    union.refresh_from_db()
    assert union.deshecha_por == ana
    for raro in ({}, {"unir": "x"}, {"quitar": ""}, {"deshacer": "\x00"}):
        assert client.post(ruta, raro | {"motivo": MOTIVO}).status_code == 404
    client.post(ruta, {"quitar": str(CasosVinculados.objects.get().uuid)})
    assert not CasosVinculados.objects.exists()


def test_bruno_no_ve_ni_nombra_los_casos_de_cusco(ana, par, client):
    queda, sale = par
    bruno = crear_usuario("bruno_h", "analista", "15")
    propio = caso_de(bruno, registro="150101")
    relacionar_casos(uno=queda, otro=sale, relacion="mismo_hecho", motivo=MOTIVO, por=ana)
    client.force_login(bruno)
    assert client.get(reverse("casos:relacionados", args=[queda.uuid])).status_code == 404
    ruta = reverse("casos:relacionados", args=[propio.uuid])
    respuesta = client.post(
        ruta, {"codigo": queda.codigo, "relacion": "mismo_hecho", "motivo": MOTIVO}
    )
    assert respuesta.status_code == 422
    assert "No hay ningún caso con ese código en tu ámbito" in respuesta.content.decode()
    assert client.post(ruta, {"unir": str(queda.uuid), "motivo": MOTIVO}).status_code == 404
    assert vinculos_de(propio, bruno) == []
