"""«¿Por qué no coinciden?»: el mismo año según cada fuente, lado a lado, nunca sumado."""

from dataclasses import dataclass

from trata.agregados import consultas
from trata.agregados.catalogo import leer_fuentes
from trata.agregados.cortes import Corte
from trata.agregados.models import NumeroDeFuente, Unidad
from trata.comun.formato import NO_DISPONIBLE, entero, fecha_hora, mes_anio


@dataclass(frozen=True)
class FuenteDelAnio:
    """Lo que una fuente dice de un año, con todo lo que la distingue."""

    nombre: str
    emisor: str
    unidad: str
    cobertura: str
    corte: str
    cifra: str
    nota: str
    advertencia: str
    n: int | None


def fuentes_del_anio(anio: int, departamento: int | None = None) -> list[FuenteDelAnio]:
    """Una fila por fuente. Lo que ninguna fuente consultada dice se escribe así, no como cero."""
    return [_fuente(f, anio, departamento) for f in leer_fuentes()]


def _fuente(f: dict, anio: int, departamento: int | None) -> FuenteDelAnio:
    n, corte, nota = _cifra(f, anio, departamento)
    return FuenteDelAnio(
        f["nombre"],
        f["emisor"],
        f["unidad"],
        f["cobertura"],
        corte,
        NO_DISPONIBLE if n is None else entero(n),
        nota,
        " ".join(f.get("advertencia", "").split()),
        n,
    )


def _cifra(f: dict, anio: int, departamento: int | None) -> tuple[int | None, str, str]:
    if f["codigo"] == "serie-pnp":
        cobertura = consultas.cobertura_de_la_serie()
        corte = Corte(anio, departamento=departamento)
        n = consultas.total_de(consultas.conteos(corte)) if anio in cobertura.anios else None
        carga = cobertura.carga
        hasta = mes_anio(carga.corte_anio, carga.corte_mes) if carga else ""
        nota = "Año incompleto" if cobertura.es_parcial(anio) else ""
        return n, hasta, nota
    if f["codigo"] == "registro":
        return _del_registro(anio, departamento)
    if departamento is None:
        for cifra in f.get("cifras", ()):
            if cifra["anio"] == anio:
                return cifra["n"], str(anio), cifra.get("nota", "")
    return None, "", ""


def _del_registro(anio: int, departamento: int | None) -> tuple[int | None, str, str]:
    corte = Corte(anio, NumeroDeFuente.REGISTRO, Unidad.VICTIMA, departamento)
    victimas = consultas.total_de(consultas.conteos(corte))
    casos = consultas.total_de(consultas.conteos(corte.en(unidad=Unidad.CASO)))
    corrida = consultas.ultima_corrida()
    nota = f"En {entero(casos)} casos: la víctima y el caso son unidades distintas" if casos else ""
    return victimas or None, fecha_hora(corrida.fin) if corrida else "", nota


RAZONES = (
    ("Cuentan cosas distintas", "Un registro policial, una denuncia fiscal, una persona atendida y "
     "una víctima son unidades distintas. Una denuncia puede tener varias víctimas."),
    ("Cortan en fechas distintas", "Cada fuente cierra su año cuando puede: la misma consulta, "
     "meses después, da otro número."),
    ("Miran momentos distintos", "La policía cuenta cuando registra; la fiscalía, cuando ingresa; "
     "el servicio, cuando atiende. Un mismo caso puede caer en años distintos."),
    ("Miran lugares distintos", "El lugar de registro no es el de captación ni el de explotación."),
    ("Lo mismo puede estar en varias", "Un caso puede llegar a todas: por eso no se suman."),
)  # fmt: skip
