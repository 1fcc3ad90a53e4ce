"""Los hechos de la presentación del Ministerio sobre Cusco, uno por uno y con su fuente."""

from typing import Any

from regiones.acciones import capacitaciones, encuentros, planes
from regiones.catalogo import leer
from regiones.models import EspacioRegional, TemaDeCapacitacion
from trata.cuentas.models import Usuario
from trata.territorio.models import MacroRegionPolicial


def datos() -> dict[str, Any]:
    """El archivo de la demostración."""
    return leer("demostracion.yaml")


def cargar_hechos_de_cusco(por: Usuario) -> None:
    """Asistencias, capacitación de 669 participantes y Encuentro Macrorregional Sur."""
    hechos, fuente, anio = datos()["cusco"], datos()["fuente"], datos()["anio"]
    cusco = EspacioRegional.objects.get(codigo="cusco")
    for asistencia in hechos["asistencias"]:
        planes.registrar_asistencia_tecnica(
            espacio=cusco,
            datos={**asistencia, "anio": anio, "estado": "ejecutada", "fuente": fuente},
            por=por,
        )
    hecho = hechos["capacitacion"]
    capacitaciones.registrar_capacitacion(
        espacio=cusco,
        datos={
            "nombre": hecho["nombre"],
            "publico": "pnp",
            "numero_de_actividades": hecho["actividades"],
            "total_declarado": hecho["participantes"],
            "forma": "totales",
            "estado": "realizada",
            "anio": anio,
            "organiza": hecho["organiza"],
            "fuente": fuente,
            "temas": TemaDeCapacitacion.objects.filter(codigo__in=hecho["temas"]),
            "macrorregiones": MacroRegionPolicial.objects.filter(
                codigo__in=hecho["macrorregiones"]
            ),
            "alcance": EspacioRegional.objects.filter(codigo__in=hecho["alcance"]),
        },
        por=por,
    )
    encuentro = hechos["encuentro"]
    encuentros.registrar_encuentro(
        datos={
            "nombre": encuentro["nombre"],
            "macrorregion_id": encuentro["macrorregion"],
            "anio": anio,
            "mes": encuentro["mes"],
            "proposito": encuentro["proposito"],
            "fuente": fuente,
        },
        convocadas=EspacioRegional.objects.filter(codigo__in=encuentro["convocadas"]),
        por=por,
    )
