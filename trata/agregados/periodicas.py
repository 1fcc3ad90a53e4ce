"""Lo que el reloj pide a las estadísticas, y los trabajos largos que pide una persona."""

from trata.agregados import acciones, consultas
from trata.trabajos.encargos import EnCurso


def barrer_marcas() -> int:
    """Encuentra las marcas cuyo aviso se perdió."""
    return acciones.procesar_marcas()


def revision_nocturna() -> None:
    """Comprueba celdas contra hechos y hechos contra registros, una vez por día.

    No corre en una sola transacción: cada año es la suya, para no detener lo que se registra.
    """
    if not consultas.hubo_revision_hoy():
        acciones.revisar()
        acciones.limpiar_corridas()


def trabajo_recalcular(en_curso: EnCurso) -> None:
    """El botón «Recalcular»: rehace todo con barra de avance."""
    corrida = acciones.recalcular_todo(por=en_curso.usuario, al_avanzar=en_curso.avance)
    en_curso.resumen({"Hechos": corrida.hechos, "Celdas": corrida.celdas})


def trabajo_revisar(en_curso: EnCurso) -> None:
    """El botón «Revisar ahora»."""
    corrida = acciones.revisar(por=en_curso.usuario, al_avanzar=en_curso.avance)
    en_curso.resumen({"Diferencias": corrida.diferencias, "Celdas": corrida.celdas})
