"""Las columnas que se pueden importar: es la plantilla, el emparejado y lo que se reconoce."""

from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property

from django.db import models

from casos.campos import CategoriaField, CategoriasField
from casos.ficha import PARTES, POR_CODIGO, PRECISION_DE
from casos.models import Caso, CasoLugar, ClaveExterna, Victima, VictimaEstado
from trata.comun.importador import normalizar_encabezado

ROLES = {f"ubigeo_de_{rol}": rol for rol in ("registro", "captacion", "explotacion")}
PARTES_DEL_LUGAR = (
    "departamento_de_registro", "provincia_de_registro", "distrito_de_registro",
)  # fmt: skip
NUMERO_DE_VICTIMA = "numero_de_victima"
CONFIRMAR = "confirmar"
# La escribe el archivo anotado; al volver a subirlo no se lee.
ANOTACION = "que_corregir"
# De cada grupo hace falta una.
NECESARIAS: tuple[tuple[str, ...], ...] = (
    ("materia",),
    ("fecha_de_registro",),
    ("ubigeo_de_registro", "departamento_de_registro"),
    ("sexo",),
)
# Se pueden dar una vez para todo el archivo.
FIJABLES = ("materia", "fuente", "origen", "institucion", "tipo_numero")
DE_CASO = tuple(
    c
    for c in (*POR_CODIGO["denuncia"].campos, "fecha_del_hecho", "fecha_fin_del_hecho")
    if c != "entidad"
)
DE_VICTIMA = PARTES["victima"].campos
DE_CLAVE = {"institucion": "institucion", "tipo_numero": "tipo", "numero": "numero"}
DE_ESTADO = {
    "estado_victima": "estado",
    "fecha_de_estado": "fecha",
    "organo": "organo",
    "sustento": "sustento",
}


@dataclass(frozen=True)
class Columna:
    """Una columna: código, nombre para las personas, grupo y el campo del modelo que llena."""

    codigo: str
    nombre: str
    grupo: str
    modelo: type[models.Model] | None = None
    atributo: str = ""
    ayuda: str = ""

    @cached_property
    def campo(self) -> models.Field | None:
        """El campo del modelo; `None` si la columna no llena uno directamente."""
        return self.modelo._meta.get_field(self.atributo) if self.modelo else None

    @cached_property
    def catalogo(self) -> str:
        """El vocabulario del que sale su valor; vacío si no sale de uno."""
        campo = self.campo
        return campo.catalogo if isinstance(campo, CategoriaField | CategoriasField) else ""

    @cached_property
    def es_multiple(self) -> bool:
        """Admite varios valores separados por `|`."""
        return isinstance(self.campo, CategoriasField)

    @cached_property
    def precision(self) -> str:
        """El campo que guarda la precisión de su fecha; vacío si pide el día."""
        nombre = PRECISION_DE.get(self.atributo, "")
        campos = {c.name for c in self.modelo._meta.concrete_fields} if self.modelo else set()
        return nombre if nombre in campos else ""

    @cached_property
    def es_texto(self) -> bool:
        """Texto libre: su contenido no se repite en los informes."""
        campo = self.campo
        return isinstance(campo, models.CharField | models.TextField) and not self.catalogo

    @property
    def necesaria(self) -> bool:
        """Hace falta en todo archivo (ella u otra de su grupo)."""
        return any(self.codigo in grupo for grupo in NECESARIAS)

    @property
    def guia(self) -> str:
        """Cómo se escribe, en una frase."""
        if self.ayuda:
            return self.ayuda
        if self.es_multiple:
            return "Uno o varios valores de la lista, separados con |."
        if self.catalogo:
            return "Elige un valor de la lista."
        if isinstance(self.campo, models.DateField):
            if self.precision:
                return "10/03/2026; si no consta el día, 03/2026 o 2026."
            return "Día, mes y año: 10/03/2026."
        if isinstance(self.campo, models.TimeField):
            return "Como 14:30."
        if isinstance(self.campo, models.PositiveSmallIntegerField):
            return "Un número entero."
        return f"Texto de hasta {self.campo.max_length} caracteres." if self.campo else ""


CODIGO_INEI = "Código INEI (080101) o «Cusco / Cusco / Cusco»."
_SUELTAS = (
    Columna("institucion", "institución que dio el número", "Número del caso", ClaveExterna,
            "institucion", "La sigla: PNP, MP, PJ…"),
    Columna("tipo_numero", "tipo de número", "Número del caso", ClaveExterna, "tipo"),
    Columna("numero", "número del caso", "Número del caso", ClaveExterna, "numero",
            "Las filas con el mismo número son del mismo caso."),
)  # fmt: skip
_LUGARES = (
    Columna("ubigeo_de_registro", "lugar de registro", "Lugares", CasoLugar, "ubigeo", CODIGO_INEI),
    Columna("departamento_de_registro", "departamento de registro", "Lugares",
            ayuda="Su nombre, si no usas «lugar de registro»."),
    Columna("provincia_de_registro", "provincia de registro", "Lugares",
            ayuda="Su nombre, dentro del departamento."),
    Columna("distrito_de_registro", "distrito de registro", "Lugares",
            ayuda="Su nombre, dentro de la provincia."),
    Columna("ubigeo_de_captacion", "lugar de captación", "Lugares", CasoLugar, "ubigeo",
            CODIGO_INEI),
    Columna("ubigeo_de_explotacion", "lugar de la explotación (distrito)", "Lugares", CasoLugar,
            "ubigeo", CODIGO_INEI),
)  # fmt: skip
_ESTADO = (
    Columna("estado_victima", "estado de la víctima", "Estado de la víctima", VictimaEstado,
            "estado"),
    Columna("fecha_de_estado", "fecha del estado", "Estado de la víctima", VictimaEstado, "fecha"),
    Columna("organo", "quién determinó el estado", "Estado de la víctima", VictimaEstado, "organo"),
    Columna("sustento", "sustento del estado", "Estado de la víctima", VictimaEstado, "sustento"),
)  # fmt: skip


def _de_modelo(modelo: type[models.Model], campos: Iterable[str], grupo: str) -> list[Columna]:
    return [
        Columna(c, str(modelo._meta.get_field(c).verbose_name).strip("¿?"), grupo, modelo, c)
        for c in campos
    ]


def _otras(columnas: Iterable[Columna]) -> Iterable[Columna]:
    """«¿cuál destino?» suelto no se entiende en una hoja: se dice de qué «otro» es."""
    for c in columnas:
        if c.codigo in {"denunciante_otro", "destino_otro"} or c.codigo.endswith(
            ("_otra", "_otro")
        ):
            nombre = f"{c.nombre} (si elegiste «otro»)"
            yield Columna(c.codigo, nombre, c.grupo, c.modelo, c.atributo)
        else:
            yield c


COLUMNAS: dict[str, Columna] = {
    c.codigo: c
    for c in (
        *_SUELTAS,
        *_otras(_de_modelo(Caso, DE_CASO, "El caso")),
        *_LUGARES,
        Columna(
            NUMERO_DE_VICTIMA,
            "n.° de la víctima en el caso",
            "La víctima: persona",
            ayuda="1, 2, 3… Si lo dejas vacío, es el orden de las filas.",
        ),
        *(
            c
            for g in PARTES["victima"].grupos
            for c in _otras(_de_modelo(Victima, g.campos, f"La víctima: {g.titulo.lower()}"))
        ),
        *_ESTADO,
        Columna(
            CONFIRMAR,
            "avisos confirmados",
            "Avisos",
            ayuda="Los códigos de aviso que revisaste y son correctos, separados con |.",
        ),
    )
}
GRUPOS: dict[str, list[Columna]] = {}
for _columna in COLUMNAS.values():
    GRUPOS.setdefault(_columna.grupo, []).append(_columna)
# Encabezado normalizado → código: sirven el código y el nombre.
POR_ENCABEZADO = {normalizar_encabezado(c.nombre): c.codigo for c in COLUMNAS.values()} | {
    c: c for c in COLUMNAS
}
CONOCIDOS = frozenset(POR_ENCABEZADO) | {ANOTACION}


def faltan_de(presentes: Iterable[str]) -> list[str]:
    """Los nombres de las columnas necesarias que no están entre `presentes` (códigos)."""
    puestas = set(presentes)
    return [COLUMNAS[g[0]].nombre for g in NECESARIAS if not puestas & set(g)]
