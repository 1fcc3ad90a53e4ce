"""Cada ruta pide el permiso que dice la tabla; rebajar cualquiera se nota."""

from dataclasses import replace

from tests.arquitectura.permisos import NADIE, apartadas, tabla_de_permisos
from tests.arquitectura.rutas import Ruta, propias
from trata.cuentas.permisos import Permiso

# Los tiene todo rol, o casi: lo que pediría una vista a la que se le rebajó el permiso.
DEBILES = (Permiso.TRABAJO_VER, Permiso.CASO_VER)


def test_cada_ruta_pide_el_permiso_de_la_tabla():
    assert apartadas(propias(), tabla_de_permisos()) == []


def test_la_tabla_sólo_nombra_permisos_que_existen():
    valores = {
        permiso
        for debido in tabla_de_permisos().values()
        for permiso in ([debido] if isinstance(debido, str) else debido.values())
    }
    assert valores <= {*map(str, Permiso), NADIE}


def rebajada(ruta: Ruta, permiso: Permiso) -> Ruta:
    """La misma ruta con una vista que pide ese permiso para todo."""
    atributos = {"permiso": permiso, "permisos": {}, "permiso_por_metodo": {}}
    return replace(ruta, vista=type(ruta.clase, (ruta.vista,), atributos))


def test_rebajar_el_permiso_de_cualquier_vista_se_nota():
    tabla, calladas = tabla_de_permisos(), []
    for ruta in propias():
        sola = {ruta.nombre: tabla[ruta.nombre]}
        for debil in DEBILES:
            if sola[ruta.nombre] != debil and not apartadas([rebajada(ruta, debil)], sola):
                calladas.append((ruta.nombre, debil))
    assert calladas == []


def test_quitarle_a_una_vista_el_permiso_de_escribir_se_nota():
    tabla = tabla_de_permisos()
    ruta = next(r for r in propias() if r.nombre == "politica:reporte")
    vista = type("Sin", (ruta.vista,), {"permiso_por_metodo": {}})
    sola = {ruta.nombre: tabla[ruta.nombre]}
    assert apartadas([ruta], sola) == []
    assert apartadas([replace(ruta, vista=vista)], sola) == [
        ("politica:reporte", "post", "politica_ver", "reporte_registrar")
    ]


def test_una_ruta_nueva_sin_fila_y_una_fila_sin_ruta_se_notan():
    ruta = propias()[0]
    assert apartadas([ruta], {}) == [(ruta.nombre, "", "", "falta en la tabla")]
    assert apartadas([], {"x": "caso_ver"}) == [("x", "", "no existe", "")]
