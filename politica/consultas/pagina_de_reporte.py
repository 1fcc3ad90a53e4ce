"""Lo que muestra la página de un reporte y lo que deja hacer a quien la mira."""

from dataclasses import dataclass
from typing import Any

from django.utils import timezone

from politica.consultas.arbol import arbol_en
from politica.consultas.avances import FilaIndicador, bandas_de, calcular, fila_de
from politica.consultas.personas import intervinieron_por_la_entidad, puede_enviar
from politica.formulas import Luz
from politica.models import FIRMES, Estado, Reporte
from trata.comun.formato import fecha_hora
from trata.cuentas.models import Usuario
from trata.cuentas.permisos import Permiso


@dataclass(frozen=True)
class Pantalla:
    """Los verbos que la página ofrece a una persona."""

    edita: bool = False
    envia: bool = False
    presenta: bool = False
    aprueba: bool = False
    valida: bool = False
    conforma: bool = False
    rectifica: bool = False
    por_que_no: str = ""


def _periodo_admite(reporte: Reporte, usuario: Usuario) -> bool:
    periodo = reporte.periodo
    if periodo.esta_cerrado:
        return periodo.excepciones.filter(usuario=usuario, hasta__gte=timezone.localdate()).exists()
    return periodo.esta_abierto


def pantalla_de(reporte: Reporte, usuario: Usuario) -> Pantalla:
    """Qué puede hacer `usuario` con el reporte en su estado y en su periodo."""
    if usuario.tiene_permiso(Permiso.REPORTE_REGISTRAR):
        if not _periodo_admite(reporte, usuario):
            motivo = "cerrado" if reporte.periodo.esta_cerrado else "aún sin abrir"
            return Pantalla(por_que_no=f"El {reporte.periodo} está {motivo}.")
        manda = puede_enviar(usuario)
        espera = reporte.estado == Estado.POR_APROBAR
        return Pantalla(
            edita=reporte.es_editable and (manda or not espera),
            envia=manda and reporte.es_editable,
            presenta=not manda and reporte.es_editable and not espera,
            aprueba=manda and espera,
            rectifica=manda and reporte.estado in FIRMES,
        )
    propios = intervinieron_por_la_entidad(reporte)
    if usuario.pk in propios:
        return Pantalla(por_que_no="Participaste en este reporte: lo revisa otra persona.")
    return Pantalla(
        valida=usuario.tiene_permiso(Permiso.REPORTE_VALIDAR) and reporte.estado == Estado.ENVIADO,
        conforma=usuario.tiene_permiso(Permiso.REPORTE_CONFORMIDAD)
        and reporte.estado == Estado.VALIDADO
        and usuario.pk != reporte.validado_por_id,
    )


def filas_de(reporte: Reporte) -> list[FilaIndicador]:
    """Cada indicador del reporte con su meta y su avance, también en borrador (sin luz)."""
    arbol = arbol_en(reporte.periodo.fin)
    bandas, fichas = bandas_de(arbol.semaforo), arbol.fichas
    filas = []
    for avance in reporte.avances.all():
        ficha = fichas.get(avance.indicador_id)
        if ficha is None:
            continue
        if reporte.estado in FIRMES:
            filas.append(fila_de(ficha, reporte, avance, anio=reporte.periodo.anio, bandas=bandas))
            continue
        meta, de, tipo_1, tipo_2 = calcular(ficha, avance, reporte.periodo.anio)
        filas.append(
            FilaIndicador(ficha, avance, reporte, meta, de, tipo_1, tipo_2, Luz.EN_REVISION)
        )
    return filas


def historia_de(reporte: Reporte) -> list[dict[str, Any]]:
    """Los pasos del reporte y sus rectificaciones, en orden, para la línea de tiempo."""
    hechos = [
        (
            m.registrado_en,
            Estado(m.hasta).label if m.desde != m.hasta else "Editado",
            m.registrado_por,
            m.nota,
        )
        for m in reporte.movimientos.select_related("registrado_por")
    ]
    hechos += [
        (
            r.registrado_en,
            f"Rectificación de {r.avance.indicador_id} ({r.campo})",
            r.registrado_por,
            f"De {r.anterior or 'vacío'} a {r.nuevo or 'vacío'}. {r.motivo}",
        )
        for r in reporte.rectificaciones.select_related("registrado_por", "avance")
    ]
    return [
        {
            "titulo": titulo,
            "cuando": fecha_hora(cuando),
            "fecha_iso": cuando.isoformat(),
            "quien": str(quien) if quien else "",
            "texto": texto,
        }
        for cuando, titulo, quien, texto in sorted(hechos, key=lambda h: h[0])
    ]


def camino_de(reporte: Reporte) -> list[dict[str, Any]]:
    """Los cinco hitos del reporte, para el componente de pasos."""
    orden = ("borrador", "enviado", "validado", "conforme", "cerrado")
    nombres = ("Borrador", "Enviado", "Validado", "Conformidad OGPP", "Cerrado")
    previos = {"pendiente": -1, "por_aprobar": 0, "observado": 0}
    donde = previos.get(reporte.estado)
    if donde is None:
        donde = orden.index(reporte.estado)
    return [
        {"texto": n, "estado": "hecho" if i < donde else "actual" if i == donde else "pendiente"}
        for i, n in enumerate(nombres)
    ]
