"""Reglas sobre la política, la Comisión y las regiones: cuántos, de cuántos y qué falta."""

from collections.abc import Mapping
from dataclasses import dataclass

from trata.comun import formato
from trata.informes.hallazgos.base import Hallazgo, Parte, segun


@dataclass(frozen=True, slots=True)
class Cuenta:
    """Servicios de la política por su situación en un periodo. Nunca un promedio."""

    periodo: str
    total: int
    en_meta: int
    en_riesgo: int
    con_retraso: int
    en_revision: int
    sin_reporte: int
    resto: int
    sin_reporte_por_objetivo: Mapping[str, tuple[int, int]]


def avance(cuenta: Cuenta) -> list[Hallazgo]:
    """Cuántos servicios están en meta, cuántos no y de cuántos no se sabe."""
    if not cuenta.total:
        return []

    def parte(clave: str, texto: str, n: int) -> Parte:
        return Parte(f"politica.{clave}", texto, cuenta.periodo, n, cuenta.total, "servicios")

    meta, retraso = (
        parte("en_meta", "servicios en meta", cuenta.en_meta),
        parte("con_retraso", "servicios en riesgo o con retraso",
              cuenta.en_riesgo + cuenta.con_retraso),
    )  # fmt: skip
    callados = parte("sin_reporte", "servicios sin reporte", cuenta.sin_reporte)
    frases = [
        Hallazgo(
            "politica",
            f"{cuenta.periodo}: están en meta {meta.citada}; en riesgo o con retraso, "
            f"{retraso.citada}.",
            (meta.cifra, retraso.cifra),
        )
    ]
    if cuenta.sin_reporte:
        texto = f"No tienen reporte {callados.citada}: se cuentan, no se promedian."
        frases.append(Hallazgo("politica", texto, (callados.cifra,)))
        frases += _objetivo_con_mas_silencio(cuenta)
    return frases


def _objetivo_con_mas_silencio(cuenta: Cuenta) -> list[Hallazgo]:
    con = {o: x for o, x in cuenta.sin_reporte_por_objetivo.items() if x[0] and x[1]}
    if len(cuenta.sin_reporte_por_objetivo) < 2 or not con:
        return []
    mayor = max(n for n, _ in con.values())
    cuales = sorted(o for o, (n, _) in con.items() if n == mayor)
    if len(cuales) > 1:
        return []
    objetivo = cuales[0]
    n, de = con[objetivo]
    parte = Parte("politica.mas_silencio", f"servicios de {objetivo} sin reporte",
                  cuenta.periodo, n, de, f"servicios de {objetivo}")  # fmt: skip
    texto = f"El objetivo con más servicios sin reporte es {objetivo}: {parte.citada}."
    return [Hallazgo("politica", texto, (parte.cifra,))]


def acuerdos(
    clave: str, quien: str, donde: str, *, total: int, cumplidos: int, vencidos: int
) -> list[Hallazgo]:
    """Cuántos acuerdos se cumplieron y cuántos tienen el plazo pasado."""
    if not total:
        return [Hallazgo("gestion", f"{quien}: no hay acuerdos registrados ({donde}).")]
    hechos = Parte(f"{clave}.cumplidos", f"acuerdos cumplidos: {quien}", donde, cumplidos, total,
                   "acuerdos")  # fmt: skip
    tarde = Parte(f"{clave}.vencidos", f"acuerdos con el plazo pasado: {quien}", donde, vencidos,
                  total, "acuerdos")  # fmt: skip
    texto = f"{quien}: se cumplieron {hechos.citada} ({donde})"
    if vencidos:
        return [
            Hallazgo(
                "gestion",
                f"{texto}; siguen abiertos con el plazo pasado {tarde.citada}.",
                (hechos.cifra, tarde.cifra),
            )
        ]
    return [
        Hallazgo("gestion", f"{texto}; ninguno abierto tiene el plazo pasado.", (hechos.cifra,))
    ]


def espacios(
    donde: str, *, total: int, con_plan: int, con_sesion: int, sin_sesion: list[str]
) -> list[Hallazgo]:
    """Cuántos espacios regionales tienen plan en vigor y cuántos sesionaron."""
    if not total:
        return []
    plan = Parte("espacios.plan", "espacios con plan regional en vigor", donde, con_plan,
                 total, "espacios regionales")  # fmt: skip
    sesion = Parte("espacios.sesion", "espacios que sesionaron en el año", donde, con_sesion, total,
                   "espacios regionales")  # fmt: skip
    texto = f"Tienen un plan regional en vigor {plan.citada}; sesionaron en el año {sesion.citada}."
    if 0 < len(sin_sesion) <= 8:
        texto += f" Sin sesión registrada: {formato.lista(sin_sesion)}."
    return [Hallazgo("gestion", texto, (plan.cifra, sesion.cifra))]


def alternativas(
    cuenta: Cuenta | None, *, acuerdos_vencidos: int, espacios_sin_plan: int, huecos: int,
    variables_con_otro: int,
) -> list[Hallazgo]:  # fmt: skip
    """Qué se puede hacer con cada falta contada: una propuesta por falta, sin prometer efectos."""
    salida: list[Hallazgo] = []

    def agregar(n: int, uno: str, muchos: str) -> None:
        if n:
            texto = segun(n, uno, muchos).format(n=formato.entero(n))
            salida.append(Hallazgo("alternativa", texto))

    if cuenta is not None:
        if cuenta.sin_reporte:
            falta = Parte("politica.sin_reporte", "servicios sin reporte", cuenta.periodo,
                          cuenta.sin_reporte, cuenta.total, "servicios")  # fmt: skip
            texto = f"Pedir a sus entidades el reporte que falta: {falta.contada}."
            salida.append(Hallazgo("alternativa", texto, (falta.cifra,)))
        agregar(
            cuenta.con_retraso,
            "Acordar con su entidad una fecha para el servicio con retraso ({n}).",
            "Acordar con sus entidades una fecha para cada uno de los {n} servicios con retraso.",
        )
    agregar(
        huecos,
        "Completar en las fichas el dato que las fuentes consultadas no dicen ({n}).",
        "Completar en las fichas los {n} datos que las fuentes consultadas no dicen: títulos, "
        "indicadores, líneas base.",
    )
    agregar(
        acuerdos_vencidos,
        "Revisar en la próxima sesión el acuerdo con el plazo pasado ({n}).",
        "Revisar en la próxima sesión los {n} acuerdos con el plazo pasado.",
    )
    agregar(
        espacios_sin_plan,
        "Apoyar al espacio regional sin plan en vigor ({n}) para que lo formule o lo renueve.",
        "Apoyar a los {n} espacios regionales sin plan en vigor para que lo formulen o renueven.",
    )
    agregar(
        variables_con_otro,
        "Detallar al registrar la variable que hoy se publica sobre todo como «otro» ({n}).",
        "Detallar al registrar las {n} variables que hoy se publican sobre todo como «otro».",
    )
    return salida
