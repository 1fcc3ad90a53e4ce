"""Silencios y alertas sobre las celdas, y su aviso por correo a quien lo pidió."""

from collections.abc import Iterable
from typing import Any

from trata.agregados import consultas
from trata.agregados.models import NumeroDeFuente, Unidad
from trata.agregados.variables import variable
from trata.tableros.models import SuscripcionDeAlerta
from trata.tableros.palabras import en_frase
from trata.tableros.vigilancia import Alerta, Mes, Silencio, alertas, meses_entre, silencio
from trata.territorio.ambito import ambito_de
from trata.territorio.consultas import nombre_de
from trata.trabajos.acciones import enviar_correo

FUENTES = {
    "serie": (NumeroDeFuente.SERIE_PNP, Unidad.REGISTRO_PNP),
    "registro": (NumeroDeFuente.REGISTRO, Unidad.VICTIMA),
}
DEPARTAMENTOS = range(1, 26)


def cobertura_de(fuente: str) -> consultas.Cobertura:
    """La cobertura de la serie o del registro."""
    if fuente == "serie":
        return consultas.cobertura_de_la_serie()
    return consultas.cobertura_del_registro(Unidad.VICTIMA)


def meses_de(cobertura: consultas.Cobertura) -> list[Mes]:
    """Los meses que la fuente cubre, del primero al último."""
    if not cobertura.anios:
        return []
    ultimo = cobertura.anios[-1]
    hasta = (ultimo, cobertura.ultimo_mes[ultimo] or 12)
    return meses_entre((cobertura.anios[0], 1), hasta, cobertura.sin_mes)


def silencios(fuente: str, departamentos: Iterable[int] | None = None) -> list[Silencio]:
    """Los departamentos, del más callado al que reporta, según su propia historia."""
    meses = meses_de(cobertura_de(fuente))
    series = consultas.meses_por_departamento(*FUENTES[fuente])
    todos = [
        silencio(nombre_de(f"{d:02}"), series.get(d, {}), meses)
        for d in (DEPARTAMENTOS if departamentos is None else departamentos)
    ]
    return sorted(todos, key=lambda s: (not s.es_inusual, -s.callados, s.nombre))


def alertas_de(fuente: str, departamentos: Iterable[int] | None = None) -> list[Alerta]:
    """Meses inusuales por departamento y, para el país, por finalidad; los últimos primero."""
    meses = meses_de(cobertura_de(fuente))
    por_departamento = consultas.meses_por_departamento(*FUENTES[fuente])
    encontradas = [
        alerta
        for d in (DEPARTAMENTOS if departamentos is None else departamentos)
        for alerta in alertas(
            f"departamento-{d:02}", nombre_de(f"{d:02}"), por_departamento.get(d, {}), meses
        )
    ]
    if departamentos is None:
        por_fin = consultas.meses_por_categoria(*FUENTES[fuente], "fin")
        for c in variable("fin").categorias:
            serie = por_fin.get(c.numero, {})
            nombre = f"Perú, finalidad: {en_frase(c.nombre)}"
            encontradas += alertas(f"fin-{c.codigo}", nombre, serie, meses)
    return sorted(encontradas, key=lambda a: (a.mes, a.n), reverse=True)


def departamentos_de(usuario: Any) -> list[int] | None:
    """Los departamentos del ámbito; nulo si es nacional."""
    ambito = ambito_de(usuario)
    return None if ambito.es_nacional else sorted(int(d) for d in ambito.departamentos())


def enviar_alertas() -> int:
    """Escribe a cada suscrito las alertas del último mes en su ámbito; nunca dos veces la misma."""
    enviadas = 0
    for suscripcion in SuscripcionDeAlerta.objects.select_related("usuario"):
        usuario = suscripcion.usuario
        if not (usuario.is_active and usuario.email):
            continue
        propias = alertas_de(suscripcion.fuente, departamentos_de(usuario))
        ultimo = max((a.mes for a in propias), default=None)
        meses = meses_de(cobertura_de(suscripcion.fuente))
        if ultimo is None or ultimo != meses[-1]:
            continue
        for alerta in [a for a in propias if a.mes == ultimo]:
            enviar_correo(
                para=[usuario.email],
                asunto=f"TRATA: mes inusual en {alerta.nombre}",
                texto=f"{alerta.frase}\n\nFuente: {suscripcion.get_fuente_display()}. Las cifras "
                "son por lugar de registro. Puedes dejar de recibir estos avisos en la página "
                "Alertas.",
                clave=f"alerta-{usuario.pk}-{suscripcion.fuente}-{alerta.clave}-{ultimo}",
            )
            enviadas += 1
    return enviadas
