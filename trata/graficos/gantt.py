"""Cronograma (Gantt): actividades con comienzo, fin y avance, y la línea de hoy."""

from collections.abc import Sequence
from datetime import date, timedelta

from trata.comun import formato
from trata.graficos import leyenda
from trata.graficos.modelo import COMPACTO, Actividad, Grafico, cifra, magnitud, tabla, texto
from trata.graficos.svg import (
    MENOR,
    Lienzo,
    ancho_texto,
    linea,
    parrafo,
    partir,
    rect,
    texto_svg,
)


def gantt(
    actividades: Sequence[Actividad], *, titulo: str, hoy: date | None = None, ancho: int = 600,
    descripcion: str = "",
) -> Grafico:  # fmt: skip
    """Una fila por actividad en el orden recibido. Un fin anterior al inicio lanza `ValueError`."""
    if any(a.fin < a.inicio for a in actividades):
        raise ValueError("Una actividad termina antes de empezar.")
    descripcion = descripcion or (
        f"Cronograma de {formato.plural(len(actividades), 'actividad', 'actividades')}. "
        + " ".join(f"{_frase(a)}." for a in actividades)
        if actividades
        else "No hay actividades para este filtro."
    )
    lienzo = Lienzo("gantt", titulo, tuple(actividades), hoy, ancho=ancho)
    if actividades:
        _Cronograma(lienzo, actividades, hoy).dibujar()
    else:
        leyenda.vacio(lienzo, "No hay actividades para este filtro")
    filas = [
        [
            texto(a.nombre, a.url), texto(a.responsable or "—"),
            texto(formato.fecha_corta(a.inicio)), texto(formato.fecha_corta(a.fin)),
            cifra(a.avance, lambda v: formato.proporcion(v, 0)), texto(a.situacion or "—"),
        ]
        for a in actividades
    ]  # fmt: skip
    cuadro = tabla(["Actividad", "Responsable", "Inicio", "Fin", "Avance", "Situación"], filas)
    return Grafico(lienzo.cerrar(titulo, descripcion), cuadro, titulo, descripcion, ancho)


def _frase(a: Actividad) -> str:
    avance = magnitud(a.avance)
    partes = [f"{a.nombre}: del {formato.fecha_larga(a.inicio)} al {formato.fecha_larga(a.fin)}"]
    if avance is not None:
        partes.append(f"avance {formato.proporcion(a.avance, 0)}")
    return ", ".join([*partes, *([a.situacion.lower()] if a.situacion else [])])


def meses_entre(desde: date, hasta: date) -> list[date]:
    """Primeros de mes desde el de `desde` hasta el primero posterior a `hasta`."""
    meses, actual = [], desde.replace(day=1)
    while actual <= hasta:
        meses.append(actual)
        actual = (actual + timedelta(days=32)).replace(day=1)
    return [*meses, actual]


class _Cronograma:
    """Geometría: columna de nombres, escala de días y filas."""

    def __init__(self, lienzo: Lienzo, actividades: Sequence[Actividad], hoy: date | None) -> None:
        self.lienzo, self.actividades, self.hoy = lienzo, actividades, hoy
        self.compacto = lienzo.ancho < COMPACTO
        nombres = max(ancho_texto(a.nombre) for a in actividades) + 16
        self.columna = 0.0 if self.compacto else min(nombres, lienzo.ancho * 0.36)
        fechas = [f for a in actividades for f in (a.inicio, a.fin)]
        self.meses = meses_entre(min(fechas), max(fechas))
        self.desde, self.hasta = self.meses[0], self.meses[-1]
        self.alto_fila = 52.0 if self.compacto else 44.0

    def x(self, dia: date) -> float:
        total = (self.hasta - self.desde).days
        return self.columna + (dia - self.desde).days / total * (self.lienzo.ancho - self.columna)

    def dibujar(self) -> None:
        fin = 30 + self.alto_fila * len(self.actividades)
        self._meses(fin)
        y = 34.0
        if self.hoy and self.desde <= self.hoy <= self.hasta:
            self._hoy(y + self.alto_fila * len(self.actividades))
        for a in self.actividades:
            self._fila(a, y)
            y += self.alto_fila
        self.lienzo.alto = y + 24

    def _meses(self, fin: float) -> None:
        libre = -1.0
        largo = len(self.meses) > 16
        for m in self.meses[:-1]:
            x = self.x(m)
            rotulo = str(m.year) if largo else formato.MESES[m.month - 1][:3]
            if largo and m.month != 1 and m != self.meses[0]:
                continue
            if not largo and (m.month == 1 or m == self.meses[0]):
                rotulo = f"{rotulo} {m.year}"
            self.lienzo.fondo(linea(x, 24, x, fin))
            if x < libre:
                continue
            libre = x + ancho_texto(rotulo, MENOR) + 8
            if libre - 8 <= self.lienzo.ancho:
                self.lienzo.fondo(texto_svg(x, 16, rotulo, tamano=MENOR, color="tenue"))

    def _fila(self, a: Actividad, y: float) -> None:
        x1, x2 = self.x(a.inicio), max(self.x(a.fin + timedelta(days=1)), self.x(a.inicio) + 4)
        x2 = min(x2, self.lienzo.ancho)
        barra_y = y + 26 if self.compacto else y + 12
        avance = magnitud(a.avance)
        largo = (x2 - x1) * min(max(avance or 0, 0), 1)
        if self.compacto:
            nombre = parrafo(0, y + 18, partir(a.nombre, self.lienzo.ancho, 14, 1), halo=True)
        else:
            lineas = partir(a.nombre, self.columna - 16)
            nombre = parrafo(0, y + 26 - (len(lineas) - 1) * 8.5, lineas)
        rotulo = "" if avance is None else formato.proporcion(a.avance, 0)
        ancho_rotulo = ancho_texto(rotulo, MENOR, negrita=True)
        fuera = x2 + 6 + ancho_rotulo <= self.lienzo.ancho
        dentro = not fuera and x1 - 6 - ancho_rotulo < self.columna
        x, ancla, color = x2 + 6, "start", "tinta"
        if not fuera:
            x, ancla = (x1 - 6, "end")
        if dentro:
            x, ancla, color = x1 + 6, "start", "fondo" if largo > ancho_rotulo + 8 else "tinta"
        self.lienzo.marca(
            _frase(a),
            rect(0, y, self.lienzo.ancho, self.alto_fila - 2, "fondo", fill_opacity=0),
            nombre,
            rect(x1, barra_y, x2 - x1, 18, "m2", radio=3),
            rect(x1, barra_y, largo, 18, "a", radio=3) if largo > 0 else "",
            texto_svg(x, barra_y + 13.5, rotulo, ancla=ancla, tamano=MENOR, peso=600, color=color,
                      clase="g-cifra", halo=color == "tinta" and not dentro) if rotulo else "",
            url=a.url,
        )  # fmt: skip

    def _hoy(self, fin: float) -> None:
        x = self.x(self.hoy)
        rotulo = f"hoy, {formato.fecha_corta(self.hoy)}"
        medio = ancho_texto(rotulo, MENOR) / 2
        centro = min(max(x, medio), self.lienzo.ancho - medio)
        self.lienzo.fondo(
            linea(x, 24, x, fin + 2, "critico", grosor=1.5),
            texto_svg(centro, fin + 18, rotulo, ancla="middle", tamano=MENOR, color="secundario"),
        )
