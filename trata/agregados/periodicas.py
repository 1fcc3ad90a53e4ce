"""Lo que el reloj pide a las estadísticas, y los trabajos largos que pide una persona."""

from trata.agregados import acciones, consultas
from trata.comun.errores import ErrorDeDominio
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


def trabajo_cargar_serie(en_curso: EnCurso) -> None:
    """La serie oficial que subió una persona: se lee, se revisa y reemplaza a la vigente o nada.

    `datos`: `archivo`, su nombre. Una carga rechazada queda anotada con su informe y el trabajo
    dice por qué.
    """
    carga = acciones.importar_serie(
        contenido=en_curso.entrada(),
        archivo=str(en_curso.datos["archivo"]),
        por=en_curso.usuario,
        al_avanzar=lambda porcentaje, texto: en_curso.avance(porcentaje, 100, texto),
    )
    en_curso.resumen({"estado": carga.get_estado_display(), "filas": carga.filas})
    if carga.estado == carga.Estado.RECHAZADA:
        raise ErrorDeDominio("serie_rechazada", f"Rechazada. {carga.informe['mensaje']}")
