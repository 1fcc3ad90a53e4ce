"""Carga del territorio: revisa los archivos enteros y pone la base igual a ellos."""

from collections import Counter
from collections.abc import Iterable, Sequence
from typing import Any

import yaml

from trata.comun.catalogos import ErroresDeCatalogo, Resultado, sincronizar
from trata.territorio.models import MacroRegionPolicial, Macrorregion, Ubigeo
from trata.territorio.nombres import (
    DATOS,
    Lugar,
    clave_orden,
    leer_lugares,
    leer_variantes,
)

ANIO_DE_LA_POBLACION = 2025
NIVELES = {2: Ubigeo.Nivel.DEPARTAMENTO, 4: Ubigeo.Nivel.PROVINCIA, 6: Ubigeo.Nivel.DISTRITO}
ESPERADOS = {2: 25, 4: 196, 6: 1891}


def errores_de_lugares(lugares: Sequence[Lugar]) -> list[str]:
    """Todo lo que no cuadra en el catálogo: códigos, padres, cantidades y sumas de población."""
    errores: list[str] = []
    veces = Counter(lugar.codigo for lugar in lugares)
    errores += [f"el código {codigo} está {n} veces" for codigo, n in veces.items() if n > 1]
    hijos: Counter[str] = Counter()
    for lugar in lugares:
        if len(lugar.codigo) not in NIVELES or not lugar.codigo.isdecimal():
            errores.append(f"«{lugar.codigo}» no es un código INEI de 2, 4 o 6 cifras")
            continue
        if lugar.padre and lugar.padre not in veces:
            errores.append(f"{lugar.codigo} {lugar.nombre}: falta su padre {lugar.padre}")
        if not lugar.nombre.strip():
            errores.append(f"{lugar.codigo}: falta el nombre")
        hijos[lugar.padre] += lugar.poblacion
    for lugar in lugares:
        if len(lugar.codigo) < 6 and hijos[lugar.codigo] != lugar.poblacion:
            errores.append(
                f"{lugar.codigo} {lugar.nombre}: la población {lugar.poblacion} no es la suma "
                f"de sus partes ({hijos[lugar.codigo]})"
            )
    cuenta = Counter(len(lugar.codigo) for lugar in lugares)
    errores += [
        f"se esperaban {n} filas de {NIVELES[cifras]} y hay {cuenta[cifras]}"
        for cifras, n in ESPERADOS.items()
        if cuenta[cifras] != n
    ]
    return errores


def errores_de_variantes(variantes: dict[str, Any], codigos: Iterable[str]) -> list[str]:
    """Variantes que apuntan a un código que no existe o de otro nivel."""
    existentes = set(codigos)
    pedidos = [(c, 2) for c in variantes["departamentos"].values()]
    pedidos += [(c, 4) for c in variantes["provincias"]]
    pedidos += [(c, 6) for c in variantes["distritos"]]
    return [
        f"variantes.yaml: {codigo} no existe o no es del nivel esperado"
        for codigo, cifras in pedidos
        if codigo not in existentes or len(codigo) != cifras
    ]


def cargar(*, verificar: bool) -> list[Resultado]:
    """Ubigeos, macrorregiones y Macro Regiones Policiales. Lanza todos los errores juntos."""
    lugares = leer_lugares()
    grupos = yaml.safe_load((DATOS / "macrorregiones.yaml").read_text(encoding="utf-8"))
    codigos = {lugar.codigo for lugar in lugares}
    errores = errores_de_lugares(lugares) + errores_de_variantes(leer_variantes(), codigos)
    for grupo in grupos["macrorregiones"] + grupos["macro_regiones_policiales"]:
        errores += [
            f"macrorregiones.yaml: {grupo['codigo']} nombra el departamento {c}, que no existe"
            for c in grupo["departamentos"]
            if c not in codigos
        ]
    if errores:
        raise ErroresDeCatalogo(errores)
    filas = [
        {
            "codigo": lugar.codigo,
            "nombre": lugar.nombre,
            "nivel": NIVELES[len(lugar.codigo)].value,
            "clave_orden": clave_orden(lugar.nombre),
            "poblacion": lugar.poblacion,
            "poblacion_anio": ANIO_DE_LA_POBLACION,
            "padre_id": lugar.padre or None,
        }
        for lugar in sorted(lugares, key=lambda x: (len(x.codigo), x.codigo))
    ]
    return [
        sincronizar(Ubigeo, filas, verificar=verificar),
        _cargar_grupos(Macrorregion, grupos["macrorregiones"], verificar=verificar),
        _cargar_grupos(
            MacroRegionPolicial, grupos["macro_regiones_policiales"], verificar=verificar
        ),
    ]


def _cargar_grupos(
    modelo: type[Macrorregion] | type[MacroRegionPolicial],
    grupos: Sequence[dict[str, Any]],
    *,
    verificar: bool,
) -> Resultado:
    """Sincroniza grupos de departamentos; lo que una persona corrigió en pantalla se respeta."""
    editados = modelo is MacroRegionPolicial and set(
        MacroRegionPolicial.objects.filter(editada=True).values_list("codigo", flat=True)
    )
    conocidos = {
        fila["codigo"]: fila
        for fila in modelo.objects.filter(codigo__in=editados or ()).values(
            "codigo", "nombre", "fuente", "vigente_hasta"
        )
    }
    filas = [
        conocidos.get(g["codigo"])
        or {"codigo": g["codigo"], "nombre": g["nombre"], "fuente": " ".join(g["fuente"].split())}
        for g in grupos
    ]
    if modelo is MacroRegionPolicial:
        filas += [f for c, f in conocidos.items() if c not in {g["codigo"] for g in grupos}]
    resultado = sincronizar(modelo, filas, verificar=verificar)
    if not verificar:
        for grupo in grupos:
            if grupo["codigo"] not in (editados or ()):
                modelo.objects.get(pk=grupo["codigo"]).departamentos.set(grupo["departamentos"])
    return resultado
