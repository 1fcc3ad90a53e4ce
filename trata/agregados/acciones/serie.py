"""Lo que se escribe en las estadísticas. La serie oficial se reemplaza entera o no se toca."""

import hashlib
import io
import json
import time
from collections.abc import Callable, Mapping
from typing import Any

from django.db import connection, transaction

from trata.agregados.models import Carga, Celda, NumeroDeFuente, Unidad
from trata.agregados.serie import calidad, lectura, reducida
from trata.agregados.serie.celdas import Coordenada, celdas_de, datos_de
from trata.agregados.serie.tipos import ArchivoIlegibleError, InformeDeCalidad
from trata.agregados.variables import DATOS
from trata.comun.candados import Candado, tomar

SERIE = NumeroDeFuente.SERIE_PNP
Avance = Callable[[int, str], None]
INFORME_INCLUIDO = DATOS / "serie_pnp_calidad.json"


def _sin_avance(_: int, __: str) -> None:
    """No dice nada."""


def importar_serie(
    *, contenido: bytes, archivo: str, por: Any, al_avanzar: Avance = _sin_avance
) -> Carga:
    """Lee, revisa y carga la serie publicada. Devuelve la carga con su informe.

    Un archivo que no se puede leer o que trae errores queda como carga rechazada y no cambia
    ninguna celda. El mismo archivo por segunda vez no cambia nada. `al_avanzar` recibe porcentaje
    y frase.
    """
    inicio = time.monotonic()
    huella = hashlib.sha256(contenido).hexdigest()
    al_avanzar(5, "Leyendo el archivo")
    try:
        informe, revisado = calidad.revisar(lectura.leer(contenido))
    except ArchivoIlegibleError as error:
        informe = InformeDeCalidad("ilegible", hallazgos=list(error.hallazgos))
        return _anotar(
            archivo, huella, Carga.Estado.RECHAZADA, informe.como_json(), por, inicio,
            mensaje=error.mensaje,
        )  # fmt: skip
    al_avanzar(40, "Calidad revisada")
    resumen = informe.como_json()
    if informe.errores:
        titulos = "; ".join(h.titulo for h in informe.errores)
        return _anotar(
            archivo, huella, Carga.Estado.RECHAZADA, resumen, por, inicio, mensaje=titulos
        )
    if Carga.objects.filter(fuente=SERIE, vigente=True, sha256=huella).exists():
        return _anotar(archivo, huella, Carga.Estado.SIN_CAMBIOS, resumen, por, inicio)
    celdas = celdas_de(datos_de(revisado))
    al_avanzar(60, "Celdas calculadas")
    return _reemplazar(celdas, archivo, huella, resumen, por, inicio)


def cargar_serie_incluida(*, por: Any = None) -> Carga:
    """Carga la serie reducida que trae el proyecto, con el informe del archivo original."""
    inicio = time.monotonic()
    datos, meta = reducida.leer_reducida()
    resumen = json.loads(INFORME_INCLUIDO.read_text(encoding="utf-8"))
    return _reemplazar(
        celdas_de(datos), reducida.RUTA.name, meta["sha256_original"], resumen, por, inicio
    )


@transaction.atomic
def _reemplazar(
    celdas: Mapping[Coordenada, int],
    archivo: str,
    huella: str,
    resumen: dict[str, Any],
    por: Any,
    inicio: float,
) -> Carga:
    """Cambia todas las celdas de la serie y marca la carga como vigente, o no cambia nada."""
    tomar(Candado.SERIE_OFICIAL)
    Celda.objects.filter(fuente=SERIE).delete()
    _copiar(celdas)
    Carga.objects.filter(fuente=SERIE, vigente=True).update(vigente=False)
    return _anotar(archivo, huella, Carga.Estado.CARGADA, resumen, por, inicio, celdas=len(celdas))


def _copiar(celdas: Mapping[Coordenada, int]) -> None:
    """Escribe las celdas con COPY: diez veces más rápido que insertarlas."""
    columnas = ("fuente", "unidad", *Coordenada._fields, "n")
    propias = (int(SERIE), int(Unidad.REGISTRO_PNP))
    texto = io.StringIO()
    for coordenada, n in celdas.items():
        fila = (*propias, *coordenada, n)
        texto.write("\t".join("\\N" if v is None else str(v) for v in fila) + "\n")
    texto.seek(0)
    with connection.cursor() as cursor:
        cursor.copy_expert(f"COPY {Celda._meta.db_table} ({', '.join(columnas)}) FROM STDIN", texto)


def _anotar(
    archivo: str,
    huella: str,
    estado: Carga.Estado,
    resumen: dict[str, Any],
    por: Any,
    inicio: float,
    *,
    celdas: int = 0,
    mensaje: str = "",
) -> Carga:
    """Deja constancia de la carga, haya terminado como haya terminado."""
    corte = max(((int(a), m) for a, m in resumen["ultimo_mes"].items()), default=(None, None))
    return Carga.objects.create(
        fuente=SERIE,
        archivo=archivo[-200:],
        sha256=huella,
        estado=estado,
        filas=resumen["filas"],
        celdas=celdas,
        milisegundos=int((time.monotonic() - inicio) * 1000),
        corte_anio=corte[0],
        corte_mes=corte[1],
        informe=resumen | {"mensaje": mensaje},
        vigente=estado == Carga.Estado.CARGADA,
        registrado_por=por,
    )
