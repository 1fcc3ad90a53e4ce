"""Los hallazgos de un informe: de las lecturas a las reglas, y de las reglas al borrador."""

from collections.abc import Iterable

from trata.agregados.cortes import Cifra, Distribucion
from trata.agregados.variables import NNA, catalogo
from trata.comun.formato import periodo as tramo
from trata.informes.contexto import Contexto
from trata.informes.documento import Bloque, Borrador, Citas, Nota, Seccion
from trata.informes.hallazgos import gestion, serie
from trata.informes.hallazgos.base import Hallazgo, Parte
from trata.informes.secciones.crimen import CORTOS
from trata.informes.semestre import NOMBRES
from trata.informes.textos import con_cifras
from trata.tableros.pedido import Pedido, cifras
from trata.territorio.consultas import nombre_de

NOTA = Nota(
    "Redactado por regla a partir de las cifras: dice cuánto, de cuántos y frente a qué; no dice "
    "por qué."
)


GRUPOS = {
    "calidad": "Lo que el dato no dice",
    "politica": "Política y gestión",
    "gestion": "Política y gestión",
    "alternativa": "",
}


def bloques_de(lista: Iterable[Hallazgo], *, con_titulos: bool = False) -> tuple[Bloque, ...]:
    """El borrador de unas frases y las cifras que cita; con títulos, una lista por grupo."""
    lista = list(lista)
    citadas = {c.clave: c for h in lista for c in h.cifras}
    grupos: dict[str, list[str]] = {}
    for h in lista:
        titulo = GRUPOS.get(h.clase, "Situación del delito") if con_titulos else ""
        grupos.setdefault(titulo, []).append(h.plantilla)
    borradores = (
        Borrador(tuple(con_cifras(p, citadas) for p in plantillas), tuple(plantillas), titulo)
        for titulo, plantillas in grupos.items()
    )
    return (*borradores, Citas(tuple(citadas.values())))


def seccion(contexto: Contexto) -> Seccion:
    """Los hallazgos principales: lo que dice la serie, la política y las regiones."""
    titulo = "Principales hallazgos"
    lista = de_la_serie(contexto) + de_la_gestion(contexto)
    return Seccion("hallazgos", titulo, (*bloques_de(lista, con_titulos=True), NOTA))


def seccion_de_la_serie(contexto: Contexto) -> Seccion:
    """Sólo lo que dice la serie: para el boletín."""
    bloques = bloques_de(de_la_serie(contexto), con_titulos=True)
    return Seccion("hallazgos", "Principales hallazgos", (*bloques, NOTA))


def de_la_serie(contexto: Contexto) -> list[Hallazgo]:
    """Tendencia, orden de territorios, seis cifras, brechas y calidad del dato."""
    if not contexto.hay_serie:
        motivo = contexto.falta_semestre or f"La serie oficial no tiene datos de {contexto.anio}."
        return [Hallazgo("calidad", motivo)]
    pedido = contexto.pedido
    ambito = "region" if contexto.regional is not None else "pais"
    lista = _tendencia(contexto, ambito)
    if contexto.regional is None:
        por_lugar = {nombre_de(f"{d:02}"): n for d, n in pedido.departamentos.items()}
        lista += serie.ranking(por_lugar, pedido.total, f"Perú, {pedido.periodo}")
        if not contexto.semestre and not contexto.cobertura.es_parcial(contexto.anio):
            habitantes = {nombre_de(c): p for c, p in pedido.poblacion.items()}
            lista += serie.tasas(por_lugar, habitantes, pedido.periodo)
    lista += _partes(pedido, ambito)
    if contexto.regional is not None:
        propias, pais = _seis(pedido, "region"), _seis(contexto.nacional, "pais")
        pares = [(a, pais[k], frase) for k, (a, frase) in propias.items() if k in pais]
        lista += serie.brecha([(a, b[0], f) for a, b, f in pares], pedido.lugar)
    else:
        lista += _cambio(contexto)
    return lista + calidad(pedido)


def _tendencia(contexto: Contexto, ambito: str) -> list[Hallazgo]:
    pedido, anio = contexto.pedido, contexto.anio
    valores, parciales = pedido.anuales, _parciales(contexto)
    if contexto.semestre:
        valores, previo = {anio: pedido.total}, pedido.hace_un_anio()
        parciales = {} if pedido.esta_completo else {anio: pedido.tramo}
        if previo is not None:
            valores[anio - 1] = previo.total
    nombre = NOMBRES[contexto.semestre] if contexto.semestre else ""
    datos = serie.Serie(ambito, pedido.lugar, valores, parciales, semestre=nombre)
    return serie.tendencia(datos, anio)


def _parciales(contexto: Contexto) -> dict[int, str]:
    cobertura = contexto.cobertura
    return {
        a: tramo((a, 1), (a, cobertura.ultimo_mes[a])).rsplit(" de ", 1)[0]
        for a in cobertura.anios
        if cobertura.es_parcial(a)
    }


def _parte(cifra: Cifra, clave: str, donde: str, unidad: str) -> Parte | None:
    if cifra.numerador is None or not cifra.denominador:
        return None
    frase = cifra.definicion.frase
    return Parte(clave, frase, donde, cifra.numerador, cifra.denominador, unidad)


def _seis(pedido: Pedido, ambito: str) -> dict[str, tuple[Parte, str]]:
    donde = f"{pedido.lugar}, {pedido.periodo}"
    salida = {}
    for c in cifras(pedido.leidos, pedido.corte.anio):
        clave = f"{ambito}.{c.definicion.variable}"
        parte = _parte(c, clave, donde, pedido.unidad)
        if parte is not None:
            salida[c.definicion.codigo] = (parte, c.definicion.frase)
    return salida


def _partes(pedido: Pedido, ambito: str) -> list[Hallazgo]:
    lista = [
        serie.reparto(parte, frase, CORTOS[codigo])
        for codigo, (parte, frase) in _seis(pedido, ambito).items()
    ]
    edades = pedido.distribucion("grupo_edad")
    if edades.tiene_datos and edades.total:
        ninos = Parte(f"{ambito}.nna", "son niñas, niños o adolescentes",
                      f"{pedido.lugar}, {pedido.periodo}", edades.contar(NNA), edades.total,
                      pedido.unidad)  # fmt: skip
        lista.append(serie.reparto(ninos, ninos.texto, "Niñas, niños o adolescentes"))
    return lista


def _cambio(contexto: Contexto) -> list[Hallazgo]:
    anio, cobertura = contexto.anio, contexto.cobertura
    if contexto.semestre or anio - 1 not in cobertura.anios or cobertura.es_parcial(anio):
        return []
    ahora, antes = (contexto.cifras_por_anio[a] for a in (anio, anio - 1))
    pares = []
    for a, b in zip(ahora, antes, strict=True):
        una = _parte(a, f"pais.{a.definicion.variable}", f"Perú, {anio}", "registros PNP")
        otra = _parte(b, f"pais.{a.definicion.variable}_antes", f"Perú, {anio - 1}",
                      "registros PNP")  # fmt: skip
        if una and otra:
            pares.append((una, otra, a.definicion.frase))
    return serie.cambio_de_partes(pares, anio)


def calidad(pedido: Pedido) -> list[Hallazgo]:
    """De qué variables poco se sabe y cuáles no cuadran en la fuente."""
    donde = f"{pedido.lugar}, {pedido.periodo}"
    con_datos = [d for d in _repartos(pedido) if d.tiene_datos and d.total]
    partes = [(d.variable.nombre, *_otro_y_no_consta(d, donde, pedido.unidad)) for d in con_datos]
    lista = serie.calidad(partes)
    malas = [d.variable.nombre for d in con_datos if pedido.es_inconsistente(d.variable.codigo)]
    lista += [
        Hallazgo(
            "calidad",
            f"{nombre}: en {pedido.corte.anio} las partes que publica la fuente no suman su total.",
        )
        for nombre in malas
    ]
    return lista


def _repartos(pedido: Pedido) -> list[Distribucion]:
    de_la_serie = [v for v in catalogo().variables.values() if v.numero <= 11]
    return [pedido.distribucion(v.codigo) for v in de_la_serie]


def _otro_y_no_consta(d: Distribucion, donde: str, unidad: str) -> tuple[Parte, Parte]:
    codigo, nombre = d.variable.codigo, d.variable.nombre
    otro = Parte(f"calidad.{codigo}_otro", f"{nombre}: «otro»", donde, d.otro, d.total, unidad)
    n = d.no_consta + max(d.sin_detalle, 0)
    return otro, Parte(f"calidad.{codigo}_no_consta", f"{nombre}: no consta", donde, n, d.total,
                       unidad)  # fmt: skip


# --- la política, la Comisión y las regiones -----------------------------------------------------
def cuenta(contexto: Contexto) -> gestion.Cuenta | None:
    """Los servicios del periodo por su situación."""
    mapa = contexto.mapa
    if mapa is None:
        return None
    r = mapa.resumen
    return gestion.Cuenta(
        periodo=str(mapa.periodo),
        total=r.total,
        en_meta=r.verde,
        en_riesgo=r.amarillo,
        con_retraso=r.rojo,
        en_revision=r.en_revision,
        sin_reporte=r.sin_reporte,
        resto=r.no_calculable + r.sin_programacion + r.sin_indicador,
        sin_reporte_por_objetivo={
            o.objetivo.codigo: (o.resumen.sin_reporte, o.resumen.total) for o in mapa.objetivos
        },
    )


def de_la_gestion(contexto: Contexto) -> list[Hallazgo]:
    """Avance de la política, acuerdos de la Comisión y vida de los espacios."""
    if contexto.espacio is not None:
        return []
    dicho = cuenta(contexto)
    lista = gestion.avance(dicho) if dicho else []
    acuerdos = contexto.acuerdos
    lista += gestion.acuerdos(
        "comision",
        "Acuerdos de la Comisión",
        str(contexto.anio),
        total=len(acuerdos),
        cumplidos=sum(a.estado == "cumplido" for a in acuerdos),
        vencidos=sum(a.esta_vencido for a in acuerdos),
    )
    filas = contexto.espacios
    return lista + gestion.espacios(
        str(contexto.anio),
        total=len(filas),
        con_plan=sum(f.plan_vigente for f in filas),
        con_sesion=sum(f.sesiones > 0 for f in filas),
        sin_sesion=[f.espacio.region for f in filas if not f.sesiones],
    )


def conclusiones(contexto: Contexto) -> Seccion:
    """Conclusiones: lo esencial de los hallazgos, para que alguien las escriba desde ahí."""
    clases = {"tendencia", "politica", "gestion"}
    lista = [h for h in de_la_serie(contexto) + de_la_gestion(contexto) if h.clase in clases]
    return Seccion("conclusiones", "Conclusiones", (*bloques_de(lista), NOTA))


def alternativas(contexto: Contexto) -> Seccion:
    """Una alternativa por cada falta contada."""
    filas, mapa = contexto.espacios, contexto.mapa
    con_otro = (
        sum("«otro»" in h.plantilla for h in calidad(contexto.nacional))
        if contexto.hay_serie
        else 0
    )
    lista = gestion.alternativas(
        cuenta(contexto),
        acuerdos_vencidos=sum(a.esta_vencido for a in contexto.acuerdos),
        espacios_sin_plan=sum(not f.plan_vigente for f in filas),
        huecos=len(mapa.arbol.huecos) if mapa else 0,
        variables_con_otro=con_otro,
    )
    vacio = () if lista else (Nota("Ninguna falta contada pide una alternativa."),)
    return Seccion(
        "alternativas",
        "Alternativas para mejorar la implementación",
        bloques_de(lista) if lista else vacio,
    )
