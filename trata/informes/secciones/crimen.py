"""La situación del delito según la serie oficial: las seis cifras, su evolución y su mapa."""

from trata.agregados.cortes import Cifra as CifraDeLaFoto
from trata.comun import formato
from trata.informes.contexto import Contexto
from trata.informes.documento import Bloque, Cifra, Cifras, Imagen, Nota, Parrafo, Seccion
from trata.informes.secciones.figuras import imagen_de
from trata.tableros.figuras.catalogo import FIGURAS
from trata.tableros.pedido import Pedido, cifras

CORTOS = {
    "mujeres": "Mujeres",
    "jovenes": "De 18 a 29 años",
    "secundaria": "Con secundaria",
    "sexual_laboral": "Fines de explotación sexual o laboral",
    "vinculo": "Vínculo conocido con la persona denunciada",
    "denunciante": "Denuncia un familiar",
}
NATIVO_DE = {
    "evolucion": "lineas",
    "edad_y_sexo": "barras",
    "fin": "barras",
    "educacion": "barras",
    "captacion": "barras",
    "vinculo": "barras",
}
TODAS = frozenset({"edad_y_sexo"})


def _cifra(pedido: Pedido, dato: CifraDeLaFoto, ambito: str) -> Cifra:
    n, de = dato.numerador, dato.denominador
    nombre = dato.definicion.variable
    sin_dato = n is None or not de
    return Cifra(
        clave=f"{ambito}.{nombre}.pct",
        etiqueta=f"{pedido.lugar}, {pedido.periodo}",
        valor=formato.SIN_DATO if sin_dato else formato.porcentaje(n, de),
        texto=dato.definicion.frase,
        base="" if sin_dato else f"{formato.entero(n)} de {formato.entero(de)} {pedido.unidad}",
        nota=dato.definicion.nota or "",
        numerador=n,
        denominador=de,
    )


def _grupo(pedido: Pedido, ambito: str) -> Cifras:
    return Cifras(
        tuple(_cifra(pedido, c, ambito) for c in cifras(pedido.leidos, pedido.corte.anio))
    )


def sin_serie(contexto: Contexto) -> tuple[Bloque, ...]:
    """Lo que se dice cuando la serie no tiene el año o el semestre."""
    if contexto.falta_semestre:
        return (Parrafo(contexto.falta_semestre),)
    anios = ", ".join(str(a) for a in contexto.cobertura.anios) or "ninguno"
    return (
        Parrafo(f"La serie oficial no tiene datos de {contexto.anio}. Años disponibles: {anios}."),
    )


def seis_cifras(contexto: Contexto) -> Seccion:
    """Las seis cifras del país y, si hay región, las suyas al lado con su n."""
    if not contexto.hay_serie:
        return Seccion("cifras", "Estadísticas de casos de trata", sin_serie(contexto))
    bloques: list[Bloque] = [_grupo(contexto.nacional, "pais")]
    if contexto.regional is not None:
        pedido = contexto.regional
        bloques += [
            Parrafo(
                f"Las mismas cifras en {pedido.lugar}, {pedido.periodo}: n = "
                f"{formato.entero(pedido.total)} {pedido.unidad}. Con tan pocos registros, un "
                "porcentaje cambia mucho de un año a otro."
                if pedido.total < 100
                else f"Las mismas cifras en {pedido.lugar}, {pedido.periodo}: n = "
                f"{formato.entero(pedido.total)} {pedido.unidad}."
            ),
            _grupo(pedido, "region"),
        ]
    bloques += [
        Nota("Unidad: registro PNP («Denuncias por comisión»), según lugar de registro."),
        Nota(contexto.nacional.fuente),
    ]
    return Seccion("cifras", "Estadísticas de casos de trata", tuple(bloques))


def situacion(contexto: Contexto) -> Seccion:
    """Evolución, mapa y repartos."""
    if not contexto.hay_serie:
        return Seccion("situacion", "Situación del delito", sin_serie(contexto))
    pedido = contexto.regional or contexto.nacional
    claves = ["evolucion", "edad_y_sexo", "fin", "captacion", "educacion", "vinculo"]
    if contexto.regional is None:
        claves.insert(1, "mapa")
    bloques = [figura(pedido, c) for c in claves]
    return Seccion("situacion", "Situación del delito", tuple(bloques))


def figura(pedido: Pedido, clave: str) -> Imagen:
    """La figura del tablero como bloque, con su mismo titular."""
    return imagen_de(FIGURAS[clave](pedido), NATIVO_DE.get(clave, ""), todas=clave in TODAS)
