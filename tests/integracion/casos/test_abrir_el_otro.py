"""«Abrir el Otro»: agrupa, propone, dice el efecto y, al aceptar, nada se pierde."""

import pytest
from django.test import Client

from casos import acciones
from casos.consultas.otro import apertura, proponer
from tests.fabricas.casos import crear_caso, crear_usuario
from trata.comun.errores import ErrorDeDominio, SinPermisoError

pytestmark = pytest.mark.django_db


def con_vinculo(texto, **campos):
    return crear_caso(
        estado="enviado", victima={"vinculo": "otro", "vinculo_otro": texto}, **campos
    ).victimas.get()


@pytest.mark.parametrize(
    ("dimension", "texto", "propuesta"),
    [
        ("vinculo", "Dueña del local", "empleador"),
        ("vinculo", "su ENAMORADO", "pareja"),
        ("vinculo", "Vecina", "vecino"),
        ("denunciante", "Efectivo PNP", "pnp_oficio"),
        ("lugar_explotacion", "Bar karaoke", "bar"),
        ("vinculo", "Sin detalle en la fuente", ""),
        ("lugar_explotacion", "barbería", ""),
    ],
)
def test_la_propuesta_sale_de_las_palabras(dimension, texto, propuesta):
    esperada = "bar" if texto == "barbería" else propuesta
    assert proponer(dimension, texto) == esperada


def test_los_textos_iguales_con_otra_escritura_van_juntos(vera):
    for texto in ("Dueña del local", "DUEÑA DEL LOCAL", "dueña del  local"):
        con_vinculo(texto)
    crear_caso(estado="enviado")
    abierta = apertura("vinculo", vera)
    assert [(g.n, g.propuesta) for g in abierta.grupos] == [(3, "empleador")]
    assert (abierta.total, abierta.otro, abierta.se_abren) == (4, 3, 3)
    assert abierta.antes.replace("\xa0", " ") == "75,0 %"
    assert abierta.despues.replace("\xa0", " ") == "0,0 %"


def test_al_aceptar_cambia_la_categoria_y_el_texto_queda_en_la_historia(vera):
    victima = con_vinculo("Dueña del local")
    clave = apertura("vinculo", vera).grupos[0].clave
    cuantos = acciones.abrir_otro(dimension="vinculo", grupos={clave: "empleador"}, por=vera)
    victima.refresh_from_db()
    assert (cuantos, victima.vinculo, victima.vinculo_otro) == (1, "empleador", "")
    assert "Dueña del local" in set(victima.eventos.values_list("vinculo_otro", flat=True))


def test_solo_quien_valida_y_solo_a_una_categoria_de_la_lista(vera):
    con_vinculo("x")
    with pytest.raises(ErrorDeDominio):
        acciones.abrir_otro(dimension="vinculo", grupos={"X": "no_existe"}, por=vera)
    ana = crear_usuario("ana", "analista", "15")
    with pytest.raises(SinPermisoError):
        acciones.abrir_otro(dimension="vinculo", grupos={"X": "pareja"}, por=ana)


def test_la_pantalla_abre_en_todas_las_dimensiones(vera):
    con_vinculo("Dueña del local")
    cliente = Client()
    cliente.force_login(vera)
    for dimension in ("vinculo", "denunciante", "lugar_explotacion", "captacion", "medio"):
        assert cliente.get(f"/casos/otro/?dimension={dimension}").status_code == 200
    assert cliente.get("/casos/otro/?dimension=x").status_code == 404
    assert cliente.get("/casos/catalogos/").status_code == 200


@pytest.fixture
def como_vera(vera):
    cliente = Client()
    cliente.force_login(vera)
    return cliente


def filas(vera, **elegidas):
    """Lo que enviaría el navegador: cada grupo de la página, con la categoría que se eligió."""
    datos = {"dimension": "vinculo"}
    for n, grupo in enumerate(apertura("vinculo", vera).grupos, start=1):
        datos |= {f"clave-{n}": grupo.clave, f"categoria-{n}": elegidas.get(grupo.ejemplo, "")}
    return datos


def test_de_un_clic_pasan_todos_los_grupos_marcados_y_solo_ellos(como_vera, vera):
    duena, vecina, tia = (con_vinculo(t) for t in ("duena", "vecina", "tia"))
    datos = filas(vera, duena="empleador", vecina="vecino", tia="familiar")
    marcados = [n[6:] for n, v in datos.items() if v in {"DUENA", "VECINA"}]
    texto = como_vera.post("/casos/otro/", datos | {"elegida": marcados}, follow=True)
    assert "2\xa0registros pasaron a su categoría." in texto.content.decode()
    for victima, vinculo in ((duena, "empleador"), (vecina, "vecino"), (tia, "otro")):
        victima.refresh_from_db()
        assert victima.vinculo == vinculo


def test_el_boton_de_una_fila_pasa_esa_y_ninguna_marcada(como_vera, vera):
    duena, vecina = con_vinculo("duena"), con_vinculo("vecina")
    datos = filas(vera, duena="empleador", vecina="vecino")
    (de_duena,) = [n[6:] for n, v in datos.items() if v == "DUENA"]
    (de_vecina,) = [n[6:] for n, v in datos.items() if v == "VECINA"]
    pedido = datos | {"elegida": [de_vecina], "solo": de_duena}
    texto = como_vera.post("/casos/otro/", pedido, follow=True).content.decode()
    assert "1\xa0registro pasó a su categoría." in texto
    duena.refresh_from_db()
    vecina.refresh_from_db()
    assert (duena.vinculo, vecina.vinculo) == ("empleador", "otro")


def test_una_categoria_que_falta_o_no_vale_no_deja_pasar_a_ninguna(como_vera, vera):
    duena, vecina = con_vinculo("duena"), con_vinculo("vecina")
    for mala, dicho in (("", "Elige la categoría"), ("no_existe", "Elige una categoría")):
        datos = filas(vera, duena="empleador", vecina=mala) | {"elegida": ["1", "2"]}
        assert dicho in como_vera.post("/casos/otro/", datos, follow=True).content.decode()
    sin_marcar = como_vera.post("/casos/otro/", filas(vera, duena="empleador"), follow=True)
    assert "Marca al menos un grupo." in sin_marcar.content.decode()
    for victima in (duena, vecina):
        victima.refresh_from_db()
        assert victima.vinculo == "otro"
