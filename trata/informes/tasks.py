"""Lo que los informes hacen en segundo plano y cada mañana."""

import io
import zipfile

from trata.comun.errores import ErrorDeDominio, FueraDeAmbitoError
from trata.cuentas.permisos import Permiso
from trata.informes import acciones, consultas
from trata.informes.documento import huella
from trata.informes.escritores import FORMATOS
from trata.informes.models import Informe
from trata.informes.produccion import producir
from trata.trabajos.encargos import EnCurso
from trata.trabajos.periodicas import una_vez_por


def _informe(trabajo: EnCurso) -> Informe:
    """El informe del encargo, si quien lo encargó todavía lo ve."""
    if not trabajo.usuario.tiene_permiso(Permiso.INFORME_VER):
        raise FueraDeAmbitoError()
    visibles = consultas.informes(trabajo.usuario)
    informe = visibles.filter(uuid=trabajo.datos["informe"]).first()
    if informe is None:
        raise FueraDeAmbitoError()
    return informe


def generar(trabajo: EnCurso) -> None:
    """El documento vivo en uno o varios formatos; varios salen en un ZIP."""
    informe = _informe(trabajo)
    formatos = [f for f in trabajo.datos["formatos"] if f in FORMATOS]
    total = len(formatos) + 1
    trabajo.avance(0, total, "Leyendo las cifras")
    documento = consultas.vivo(informe, trabajo.usuario)
    plantilla = consultas.plantilla_en_vigor(informe.tipo)
    hechos: list[tuple[str, bytes]] = []
    for n, formato in enumerate(formatos, start=1):
        trabajo.parar_si_se_pidio()
        trabajo.avance(n, total, f"Escribiendo el {FORMATOS[formato].nombre}")
        hechos.append((f"informe-borrador.{formato}", producir(documento, formato, plantilla)))
    if len(hechos) == 1:
        trabajo.adjuntar(*hechos[0], FORMATOS[formatos[0]].tipo)
    elif hechos:
        trabajo.adjuntar("informe-borrador.zip", _juntar(hechos), "application/zip")
    trabajo.avance(total, total, "Listo")
    trabajo.resumen({"Corte": documento.corte, "Formatos": ", ".join(f.upper() for f in formatos)})


def archivar(trabajo: EnCurso) -> None:
    """Los archivos de una versión publicada: los que falten, una sola vez."""
    informe = _informe(trabajo)
    version = consultas.versiones_de(informe).filter(version=trabajo.datos["version"]).first()
    if version is None:
        raise FueraDeAmbitoError()
    if huella(version.datos) != version.sha256:
        raise ErrorDeDominio("version_alterada", "El contenido congelado ya no es el publicado.")
    documento = consultas.congelado(version)
    plantilla = consultas.plantilla_en_vigor(informe.tipo)
    faltan = consultas.formatos_que_faltan(version)
    for n, formato in enumerate(faltan):
        trabajo.avance(n, len(faltan), f"Escribiendo el {FORMATOS[formato].nombre}")
        acciones.guardar_archivo(
            version=version,
            formato=formato,
            contenido=producir(documento, formato, plantilla),
            plantilla=plantilla if formato == "docx" else None,
            por=trabajo.usuario,
        )
    trabajo.avance(len(faltan), len(faltan), "Listo")
    trabajo.resumen({"Folio": version.folio, "Archivos": len(faltan)})


def _juntar(archivos: list[tuple[str, bytes]]) -> bytes:
    salida = io.BytesIO()
    with zipfile.ZipFile(salida, "w", zipfile.ZIP_STORED) as comprimido:
        for nombre, contenido in archivos:
            comprimido.writestr(nombre, contenido)
    return salida.getvalue()


@una_vez_por("dia")
def recordar() -> int:
    """Cada mañana, las secciones que vencen o vencieron."""
    return acciones.recordar_secciones()


@una_vez_por("dia")
def avisar_suscritos() -> int:
    """Cada mañana, el enlace de los informes cuyo periodo empezó."""
    return acciones.enviar_programados()
