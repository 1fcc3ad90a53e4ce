"""La hoja de cálculo del reporte de una entidad: escribirla con sus listas y leerla de vuelta.

Aquí no se guarda nada: leer devuelve lo escrito y todos los errores, cada uno con su hoja, fila y
columna.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field
from decimal import Decimal, InvalidOperation
from io import BytesIO
from typing import Any, BinaryIO

from openpyxl import Workbook
from openpyxl.styles import Alignment, Font, PatternFill, Protection
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.datavalidation import DataValidation
from openpyxl.worksheet.worksheet import Worksheet
from python_calamine import CalamineError, CalamineWorkbook

from politica.consultas.arbol import Ficha
from politica.models import AvanceIndicador, Indicador, Reporte

VALORES, RELATO, LEEME = "Valores", "Relato", "Instrucciones"
COLUMNAS = (
    ("Servicio", 10), ("Indicador", 11), ("Nombre del indicador", 60), ("Unidad", 14),
    ("Logro esperado", 14), ("Numerador", 14), ("Denominador", 14), ("Valor", 14),
    ("Meta programada", 16), ("Sin programación", 16), ("Motivo", 40), ("Versión", 9),
)  # fmt: skip
COLUMNAS_DE_RELATO = (
    ("Servicio", 10), ("Título", 60), ("Qué se hizo", 70), ("Obstáculos", 60), ("Versión", 9),
)  # fmt: skip
CAMPOS = {5: "numerador", 6: "denominador", 7: "valor", 8: "meta_programada"}
SI, NO = "Sí", "No"
FILAS_MAXIMAS = 500
OCTETOS_MAXIMOS = 5_000_000
AZUL, GRIS = PatternFill("solid", fgColor="12305C"), PatternFill("solid", fgColor="EEF3F8")


@dataclass(frozen=True)
class ErrorDeHoja:
    """Un error con su sitio: «Valores, fila 7, Denominador»."""

    hoja: str
    fila: int
    columna: str
    mensaje: str
    es_aviso: bool = False

    def __str__(self) -> str:
        sitio = f"{self.hoja}, fila {self.fila}" if self.fila else self.hoja
        return f"{sitio}{', ' + self.columna if self.columna else ''}: {self.mensaje}"


@dataclass
class Leida:
    """Lo leído de una hoja: por código de servicio u objetivo, los datos de su reporte."""

    clave: str = ""
    entidad: str = ""
    reportes: dict[str, dict[str, Any]] = field(default_factory=dict)
    filas: dict[str, int] = field(default_factory=dict)
    errores: list[ErrorDeHoja] = field(default_factory=list)


def _encabezar(hoja: Worksheet, columnas: Sequence[tuple[str, int]]) -> None:
    for i, (titulo, ancho) in enumerate(columnas, start=1):
        celda = hoja.cell(1, i, titulo)
        celda.font, celda.fill = Font(bold=True, color="FFFFFF"), AZUL
        celda.alignment = Alignment(wrap_text=True, vertical="center")
        hoja.column_dimensions[get_column_letter(i)].width = ancho
    hoja.freeze_panes = "C2"
    hoja.protection.sheet = True


def _poner(hoja: Worksheet, fila: int, columna: int, valor: Any, *, editable: bool = False) -> None:
    """Escribe un valor; un texto nunca se vuelve fórmula."""
    celda = hoja.cell(fila, columna, valor)
    if isinstance(valor, str):
        celda.data_type = "s"
    celda.protection = Protection(locked=not editable)
    celda.alignment = Alignment(wrap_text=True, vertical="top")
    if not editable:
        celda.fill = GRIS


def _fila_de_valores(
    hoja: Worksheet, fila: int, reporte: Reporte, avance: AvanceIndicador, ficha: Ficha | None
) -> None:
    indicador = avance.indicador
    meta = ficha.metas.get(reporte.periodo.anio) if ficha else None
    fijos = (
        reporte.codigo, indicador.pk, indicador.nombre, indicador.get_unidad_display(),
        "No disponible" if meta is None else float(meta),
    )  # fmt: skip
    for i, valor in enumerate(fijos, start=1):
        _poner(hoja, fila, i, valor)
    es_porcentaje = indicador.unidad == Indicador.Unidad.PORCENTAJE
    for i, campo in CAMPOS.items():
        numero = getattr(avance, campo)
        editable = campo == "meta_programada" or (campo == "valor") != es_porcentaje
        _poner(hoja, fila, i + 1, None if numero is None else float(numero), editable=editable)
    _poner(hoja, fila, 10, SI if avance.sin_programacion else NO, editable=True)
    _poner(hoja, fila, 11, avance.motivo_sin_programacion, editable=True)
    _poner(hoja, fila, 12, reporte.version)


def escribir(
    reportes: Sequence[Reporte], fichas: dict[str, Ficha], *, clave: str, entidad: str, titulo: str
) -> bytes:
    """El libro con una fila por indicador, listas desplegables y lo ya guardado."""
    libro = Workbook()
    leeme = libro.active
    leeme.title = LEEME
    textos = (
        titulo,
        "Llena las celdas blancas de «Valores» y «Relato» y súbelo tal cual.",
        "Un porcentaje va en sus partes: numerador y denominador. Lo demás, en Valor.",
        "Si no hubo programación, elige «Sí» y di el motivo. Un blanco no es un cero.",
        "No cambies códigos ni versiones: sirven para no pisar lo que otra persona guardó.",
    )
    for i, texto in enumerate(textos, start=1):
        _poner(leeme, i, 1, texto)
    leeme.column_dimensions["A"].width = 100
    _poner(leeme, 8, 1, clave)
    _poner(leeme, 9, 1, entidad)
    leeme.protection.sheet = True
    valores, relato = libro.create_sheet(VALORES), libro.create_sheet(RELATO)
    _encabezar(valores, COLUMNAS)
    _encabezar(relato, COLUMNAS_DE_RELATO)
    fila = 1
    for n, reporte in enumerate(reportes, start=2):
        for avance in reporte.avances.all():
            fila += 1
            _fila_de_valores(valores, fila, reporte, avance, fichas.get(avance.indicador_id))
        for i, texto in enumerate((reporte.codigo, reporte.titulo), start=1):
            _poner(relato, n, i, texto)
        _poner(relato, n, 3, reporte.narrativa, editable=True)
        _poner(relato, n, 4, reporte.obstaculos, editable=True)
        _poner(relato, n, 5, reporte.version)
    _validar_celdas(valores, max(fila, 2))
    libro.active = 1
    salida = BytesIO()
    libro.save(salida)
    return salida.getvalue()


def _validar_celdas(hoja: Worksheet, ultima: int) -> None:
    """Lista «Sí, No» y números desde 0, con mensaje en español."""
    lista = DataValidation(type="list", formula1=f'"{SI},{NO}"', allow_blank=True)
    lista.error, lista.errorTitle = "Elige Sí o No.", "Sin programación"
    numero = DataValidation(type="decimal", operator="greaterThanOrEqual", formula1="0")
    numero.error, numero.errorTitle = "Escribe un número desde 0.", "Número"
    for regla, rango in ((lista, f"J2:J{ultima}"), (numero, f"F2:I{ultima}")):
        regla.showErrorMessage = True
        hoja.add_data_validation(regla)
        regla.add(rango)


def _numero(valor: Any) -> Decimal | None:
    """Un número de una celda; admite coma decimal. Lanza `InvalidOperation` si no lo es."""
    if valor in (None, ""):
        return None
    if isinstance(valor, bool):
        raise InvalidOperation
    texto = str(valor).strip().replace("\u00a0", "").replace(" ", "").removesuffix("%")
    numero = Decimal(texto.replace(",", ".") if texto.count(",") == 1 else texto)
    if not numero.is_finite() or abs(numero) >= Decimal(10) ** 14:
        raise InvalidOperation
    return round(numero, 6)


def leer(archivo: BinaryIO) -> Leida:
    """Lee el libro entero y junta todos los errores de forma."""
    leida = Leida()
    try:
        libro = CalamineWorkbook.from_filelike(archivo)
        tablas = {n: libro.get_sheet_by_name(n).to_python() for n in libro.sheet_names}
    except (CalamineError, OSError, ValueError):
        leida.errores.append(
            ErrorDeHoja("Archivo", 0, "", "No es un XLSX que se pueda leer. Descarga la plantilla.")
        )
        return leida
    for nombre, columnas in ((VALORES, COLUMNAS), (RELATO, COLUMNAS_DE_RELATO)):
        tabla = tablas.get(nombre)
        if not tabla or [str(x).strip() for x in tabla[0]] != [c for c, _ in columnas]:
            mensaje = "Falta la hoja o cambiaron sus encabezados. Descarga de nuevo la plantilla."
            leida.errores.append(ErrorDeHoja(nombre, 0, "", mensaje))
        elif len(tabla) > FILAS_MAXIMAS:
            leida.errores.append(ErrorDeHoja(nombre, 0, "", "Tiene demasiadas filas."))
    if leida.errores:
        return leida
    sueltas = [f[0] if f else "" for f in tablas.get(LEEME, [])]
    leida.clave = str(sueltas[7]) if len(sueltas) > 7 else ""
    leida.entidad = str(sueltas[8]) if len(sueltas) > 8 else ""
    for n, fila in enumerate(tablas[VALORES][1:], start=2):
        if any(x not in (None, "") for x in fila):
            _leer_valores(leida, n, fila)
    for n, fila in enumerate(tablas[RELATO][1:], start=2):
        if any(x not in (None, "") for x in fila):
            _leer_relato(leida, n, fila)
    return leida


def _reporte_de(leida: Leida, codigo: str, version: Any) -> dict[str, Any]:
    datos = leida.reportes.setdefault(codigo, {"avances": {}, "version": None})
    if isinstance(version, int | float) and not isinstance(version, bool):
        datos["version"] = int(version)
    return datos


def _leer_valores(leida: Leida, n: int, fila: list[Any]) -> None:
    codigo, indicador = str(fila[0]).strip(), str(fila[1]).strip()
    datos = _reporte_de(leida, codigo, fila[11])
    if indicador in datos["avances"]:
        leida.errores.append(ErrorDeHoja(VALORES, n, "Indicador", f"{indicador} está repetido."))
        return
    valores: dict[str, Any] = {}
    for i, campo in CAMPOS.items():
        try:
            valores[campo] = _numero(fila[i])
        except InvalidOperation:
            mensaje = f"«{str(fila[i])[:40]}» no es un número."
            leida.errores.append(ErrorDeHoja(VALORES, n, COLUMNAS[i][0], mensaje))
    respuesta = str(fila[9] or NO).strip().casefold()
    if respuesta not in {"sí", "si", "no"}:
        leida.errores.append(ErrorDeHoja(VALORES, n, "Sin programación", "Elige Sí o No."))
    valores["sin_programacion"] = respuesta in {"sí", "si"}
    valores["motivo_sin_programacion"] = str(fila[10] or "").strip()
    if valores.get("numerador") is not None:
        valores["valor"] = None
    datos["avances"][indicador] = valores
    leida.filas[indicador] = n


def _leer_relato(leida: Leida, n: int, fila: list[Any]) -> None:
    codigo = str(fila[0]).strip()
    datos = _reporte_de(leida, codigo, fila[4])
    datos["narrativa"] = str(fila[2] or "").strip()
    datos["obstaculos"] = str(fila[3] or "").strip()
    leida.filas[codigo] = n
