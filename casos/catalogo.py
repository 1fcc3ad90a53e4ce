"""Carga los vocabularios del registro en la base, para consultarlos y unirlos en SQL."""

from casos.models import CategoriaPublicada
from casos.vocabulario import PAIS, leer_crudo, vocabularios
from trata.agregados.variables import catalogo as variables
from trata.comun.catalogos import ErroresDeCatalogo, Resultado, sincronizar

# El nombre que cada dimensión publicada tiene en las estadísticas, si es otro.
VARIABLE_DE = {"finalidad": "fin", "alcance": "reclutamiento"}


def errores_de_vocabularios() -> list[str]:
    """Códigos repetidos, finas que suben a nada y publicadas que las cifras no conocen."""
    errores: list[str] = []
    for nombre, vocabulario in vocabularios().items():
        codigos = [c.codigo for c in vocabulario.categorias]
        errores += [
            f"catalogos.yaml: {nombre} repite «{c}»" for c in set(codigos) if codigos.count(c) > 1
        ]
        publicadas = {c.codigo for c in vocabulario.categorias if c.item}
        errores += [
            f"catalogos.yaml: {nombre}.{c.codigo} sube a «{c.sube_a}», que no se publica"
            for c in vocabulario.categorias
            if c.sube_a and c.sube_a not in publicadas
        ]
        if not vocabulario.publicado:
            continue
        variable = variables().variables.get(VARIABLE_DE.get(nombre, nombre))
        conocidas = {c.codigo for c in variable.categorias} if variable else set()
        if publicadas != conocidas:
            errores.append(
                f"catalogos.yaml: {nombre} y las estadísticas difieren en "
                f"{sorted(publicadas ^ conocidas)}"
            )
    if len(leer_crudo()["no_son_dato"]) != 6:
        errores.append("catalogos.yaml: las respuestas que no son dato son seis")
    return errores


def cargar(*, verificar: bool) -> list[Resultado]:
    """Sincroniza los vocabularios. Lanza todos los errores juntos."""
    errores = errores_de_vocabularios()
    if errores:
        raise ErroresDeCatalogo(errores)
    filas = [
        {
            "codigo": f"{nombre}:{c.codigo}",
            "nombre": c.nombre,
            "vocabulario": nombre,
            "categoria": c.codigo,
            "item": c.item,
            "sube_a": vocabulario.sube(c.codigo) if vocabulario.publicado else "",
            "desde": c.desde,
            "hasta": c.hasta,
            "es_dato": c.es_dato,
            "orden": i,
        }
        for nombre, vocabulario in vocabularios().items()
        for i, c in enumerate(vocabulario.categorias)
        if nombre != PAIS or c.es_dato
    ]
    return [sincronizar(CategoriaPublicada, filas, verificar=verificar)]
