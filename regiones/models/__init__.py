"""Modelos de regiones."""

from regiones.models.base import EstadoDeCompromiso, Modalidad, Objetivo
from regiones.models.capacitaciones import (
    AlcanceDeCapacitacion,
    Capacitacion,
    CategoriaDeGrado,
    Certificado,
    GrupoDeParticipantes,
    MacrorregionCapacitada,
    Participante,
    Sexo,
    TemaDeCapacitacion,
    TemaTratado,
)
from regiones.models.encuentros import (
    AdopcionDePractica,
    BuenaPractica,
    Compromiso,
    EncuentroMacrorregional,
    NudoCritico,
    RegionConvocada,
)
from regiones.models.espacios import EspacioRegional, Integrante, NormaDeEspacio, Representante
from regiones.models.fortalecimiento import AsistenciaTecnica, MetaDeAsistencia
from regiones.models.planes import Actividad, PlanAnual, PlanRegional
from regiones.models.sesiones import Acuerdo, Asistencia, Sesion

__all__ = [
    "Actividad",
    "Acuerdo",
    "AdopcionDePractica",
    "AlcanceDeCapacitacion",
    "Asistencia",
    "AsistenciaTecnica",
    "BuenaPractica",
    "Capacitacion",
    "CategoriaDeGrado",
    "Certificado",
    "Compromiso",
    "EncuentroMacrorregional",
    "EspacioRegional",
    "EstadoDeCompromiso",
    "GrupoDeParticipantes",
    "Integrante",
    "MacrorregionCapacitada",
    "MetaDeAsistencia",
    "Modalidad",
    "NormaDeEspacio",
    "NudoCritico",
    "Objetivo",
    "Participante",
    "PlanAnual",
    "PlanRegional",
    "RegionConvocada",
    "Representante",
    "Sesion",
    "Sexo",
    "TemaDeCapacitacion",
    "TemaTratado",
]
