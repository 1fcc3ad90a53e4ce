"""Proponer qué columna del registro es cada encabezado de un archivo ajeno."""

import hashlib
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from rapidfuzz import fuzz, process

from casos.importador.columnas import (
    ANOTACION,
    COLUMNAS,
    PARTES_DEL_LUGAR,
    POR_ENCABEZADO,
    faltan_de,
)
from trata.comun.importador import Tabla, normalizar_encabezado

PARECIDO_MINIMO = 87
CELDAS_DE_MUESTRA = 3
# Como se les llama en los reportes que circulan: la serie abierta de la PNP y hojas de trabajo.
SINONIMOS = {
    "fecha_de_registro": "fecha fecha_denuncia fecha_de_denuncia fecha_de_la_denuncia fec_denuncia "
    "fecha_registro fec_registro fecha_de_intervencion fecha_intervencion",
    "hora_de_registro": "hora hora_denuncia",
    "fecha_del_hecho": "fecha_hecho fec_hecho fecha_de_los_hechos fecha_hechos",
    "ubigeo_de_registro": "ubigeo ubigeo_inei cod_ubigeo codigo_ubigeo iddist ubigeo_registro",
    "departamento_de_registro": "departamento dpto depto region lugar departamento_registro",
    "provincia_de_registro": "provincia provincia_registro",
    "distrito_de_registro": "distrito distrito_registro",
    "dependencia": "comisaria dependencia_policial unidad unidad_policial comisaria_o_unidad",
    "numero": "numero_de_denuncia n_denuncia nro_denuncia n_sidpol sidpol carpeta_fiscal n_carpeta "
    "nro_carpeta expediente n_expediente nro_expediente numero_de_caso n_caso codigo_externo",
    "institucion": "institucion entidad fuente_institucion",
    "materia": "materia delito tipo_de_delito",
    "sexo": "sexo genero sexo_victima",
    "edad": "edad edad_victima anios edad_en_anios",
    "fecha_nacimiento": "fecha_de_nacimiento fec_nac fecha_nac nacimiento",
    "grupo_edad": "grupo_de_edad rango_de_edad rango_edad grupo_etario",
    "nacionalidad": "nacionalidad pais pais_de_origen",
    "educacion": "grado_de_instruccion instruccion nivel_de_instruccion nivel_educativo",
    "finalidad": "finalidad fin tipo_de_explotacion modalidad_de_explotacion fines",
    "medio": "medio medios medio_empleado",
    "captacion": "captacion forma_de_captacion modalidad_de_captacion",
    "vinculo": "vinculo relacion parentesco vinculo_con_el_tratante",
    "lugar_explotacion": "lugar_de_explotacion lugar_de_la_explotacion",
    "denunciante": "denunciante quien_denuncia",
    "alcance": "alcance ambito_de_reclutamiento alcance_del_reclutamiento",
    "destino": "destino",
    "estado_victima": "estado_de_victima situacion_de_la_victima",
    "numero_de_victima": "n_victima nro_victima numero_victima victima",
}
POR_SINONIMO = {s: c for c, lista in SINONIMOS.items() for s in lista.split()}
# Lo que identifica a alguien no entra por un archivo: se escribe en el caso, cifrado.
DE_IDENTIDAD = (
    "nombre", "nombres", "apellido", "apellidos", "dni", "documento", "telefono", "celular",
    "direccion", "domicilio", "correo", "email", "agraviado", "agraviada",
)  # fmt: skip
IDENTIDAD = "identidad"


def huella_de(encabezados: Iterable[str]) -> str:
    """Identifica un juego de encabezados, sin importar el orden."""
    juntos = "\x1f".join(sorted(e for e in encabezados if e and e != ANOTACION))
    return hashlib.sha256(juntos.encode()).hexdigest()


def parece_identidad(encabezado: str) -> bool:
    """«Nombres y apellidos», «DNI de la víctima»: identifica a alguien."""
    palabras = encabezado.split("_")
    return any(p in DE_IDENTIDAD for p in palabras) and encabezado not in POR_ENCABEZADO


def proponer(encabezados: Sequence[str]) -> dict[str, str]:
    """Encabezado → columna: por código o nombre, por sinónimo y, si no, por parecido."""
    propuesta: dict[str, str] = {}
    libres = [e for e in encabezados if e and e != ANOTACION and not parece_identidad(e)]
    for fuente in (POR_ENCABEZADO, POR_SINONIMO):
        for encabezado in libres:
            columna = fuente.get(encabezado)
            if columna and encabezado not in propuesta and columna not in propuesta.values():
                propuesta[encabezado] = columna
    for encabezado in libres:
        if encabezado in propuesta:
            continue
        quedan = {
            normalizar_encabezado(c.nombre).replace("_", " "): c.codigo
            for c in COLUMNAS.values()
            if c.codigo not in propuesta.values()
        }
        hallado = (
            process.extractOne(
                encabezado.replace("_", " "),
                quedan,
                scorer=fuzz.token_sort_ratio,
                processor=None,
                score_cutoff=PARECIDO_MINIMO,
            )
            if quedan
            else None
        )
        if hallado is not None:
            propuesta[encabezado] = hallado[2]
    return _sin_lugar_doble(propuesta)


def _sin_lugar_doble(propuesta: dict[str, str]) -> dict[str, str]:
    """Con código de ubigeo no hacen falta los nombres del lugar."""
    if "ubigeo_de_registro" not in propuesta.values():
        return propuesta
    return {e: c for e, c in propuesta.items() if c not in PARTES_DEL_LUGAR}


def es_de_la_casa(tabla: Tabla) -> bool:
    """Usa los encabezados de la plantilla, trae los necesarios y ninguno desconocido."""
    conocidos = [e for e in tabla.encabezados if e and e != ANOTACION]
    return all(e in POR_ENCABEZADO for e in conocidos) and not faltan_de(
        POR_ENCABEZADO[e] for e in conocidos
    )


def muestra_de(tabla: Tabla) -> dict[str, list[str]]:
    """Las primeras celdas distintas de cada columna."""
    muestra: dict[str, list[str]] = {e: [] for e in tabla.encabezados if e}
    for _, fila in tabla.filas[:200]:
        for encabezado, texto in fila.items():
            vistas = muestra[encabezado]
            if len(vistas) < CELDAS_DE_MUESTRA and texto not in vistas:
                vistas.append(texto[:40])
    return muestra


def descripcion_de(tabla: Tabla) -> dict[str, Any]:
    """Lo que se guarda del archivo: encabezados, hoja, filas. Sin celdas."""
    return {
        "encabezados": tabla.encabezados,
        "titulos": tabla.titulos,
        "huella": huella_de(tabla.encabezados),
        "fila": tabla.fila_de_encabezado,
        "hoja": tabla.hoja,
        "hojas": tabla.hojas,
        "ocultas": tabla.ocultas,
        "formato": tabla.formato,
        "filas": len(tabla.filas),
    }


def vigente(emparejado: Mapping[str, Any], encabezados: Iterable[str]) -> dict[str, Any]:
    """Lo guardado de una fuente, con sólo lo que el archivo y el registro tienen hoy."""
    presentes = set(encabezados)
    columnas = {
        e: c for e, c in emparejado.get("columnas", {}).items() if e in presentes and c in COLUMNAS
    }
    return {
        "columnas": columnas,
        "valores": dict(emparejado.get("valores", {})),
        "fijos": dict(emparejado.get("fijos", {})),
    }
