"""Informes de demostración: uno o más en cada estado, con trámite, encargos y suscripciones.

Las cifras son las de la serie oficial; los textos las citan vivas y no dicen nada que los datos no
digan. Los números de trámite y los envíos dicen que son de demostración.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from django.db import transaction
from django.utils import timezone

from politica.models import Periodo
from regiones.models import EspacioRegional
from trata.agregados.consultas import cobertura_de_la_serie
from trata.auditoria.contexto import como
from trata.cuentas.models import Usuario
from trata.informes import acciones
from trata.informes.models import Informe, VersionPublicada

MARCA = "(demostración)"
CAMINO = ("enviar", "aprobar", "publicar")


@dataclass(frozen=True)
class Ejemplo:
    """Un informe de muestra: qué es, hasta qué paso llega y qué se escribió en él."""

    tipo: str
    pasos: int
    anio: int | None = None
    region: str = ""
    con_periodo: bool = False
    semestre: int | None = None
    textos: tuple[tuple[str, str], ...] = ()
    comentarios: tuple[tuple[str, str], ...] = ()


EJEMPLOS = (
    Ejemplo(
        "boletin", 3,
        textos=(
            (
                "cifras",
                "Este boletín reúne las cifras de la serie oficial de la Policía Nacional. De las "
                "víctimas, {{ pais.sexo.pct }} son mujeres ({{ pais.sexo.n }} de "
                "{{ pais.sexo.base }} registros PNP).",
            ),
        ),
    ),
    Ejemplo("boletin", 1, semestre=2),
    Ejemplo(
        "presentacion-regional", 3, anio=2021, region="cusco",
        textos=(
            (
                "cifras",
                "Las cifras nacionales llevan la etiqueta «Perú» y su año; las de la región, las "
                "suyas con su número: {{ region.sexo.base }} registros PNP.",
            ),
        ),
    ),
    Ejemplo("ficha-regional", 2, region="cusco"),
    Ejemplo(
        "anual", 0, con_periodo=True,
        textos=(
            (
                "comision",
                "El presente informe da cuenta de la situación del delito, del avance de la "
                "Política Nacional y del trabajo en las regiones.",
            ),
        ),
        comentarios=(
            ("avance", "Falta confirmar con las entidades los servicios que aún no reportan."),
            ("conclusiones", "Propongo partir del borrador automático y acortarlo."),
        ),
    ),
    Ejemplo("seguimiento", 1, con_periodo=True),
    Ejemplo("cumplimiento", 0, con_periodo=True),
    Ejemplo("glotip", 0),
    Ejemplo("carpeta", 3, con_periodo=True),
    Ejemplo("boletin", 0, anio=2022),
)  # fmt: skip


def poblar(decir: Callable[[str], None]) -> None:
    """Los crea; si ya hay informes, no hace nada."""
    quienes = {u.username: u for u in Usuario.objects.filter(es_demostracion=True)}
    if Informe.objects.exists() or not {"vera", "dario", "clara"} <= quienes.keys():
        decir("Informes: los de demostración ya estaban")
        return
    vera, dario = quienes["vera"], quienes["dario"]
    with como(vera, motivo="carga de la demostración"), transaction.atomic():
        acciones.suscribir(datos={"tipo": "boletin", "periodicidad": "al_publicar"}, por=vera)
        acciones.suscribir(
            datos={"tipo": "boletin", "periodicidad": "trimestre"}, por=quienes["clara"]
        )
        hechos = [_crear(e, vera, dario) for e in EJEMPLOS if _se_puede(e)]
        _tramitar(VersionPublicada.objects.order_by("pk")[0], vera)
        _encargar(hechos[-1], vera, dario)
    publicados = sum(i.estado == Informe.Estado.PUBLICADO for i in hechos)
    decir(f"Informes: {len(hechos)} en todos los estados, {publicados} publicados con su folio")


def _se_puede(ejemplo: Ejemplo) -> bool:
    """Lo que pide está cargado (sin política o sin regiones, sus informes no se hacen)."""
    if ejemplo.con_periodo and _ultimo_periodo() is None:
        return False
    return not ejemplo.region or _region(ejemplo.region) is not None


def _crear(ejemplo: Ejemplo, vera: Usuario, dario: Usuario) -> Informe:
    informe = acciones.registrar_informe(datos=_datos(ejemplo), por=vera)
    for clave, texto in ejemplo.textos:
        acciones.escribir_texto(informe=informe, clave=clave, texto=texto, version=0, por=vera)
    for clave, texto in ejemplo.comentarios:
        acciones.comentar(informe=informe, clave=clave, texto=texto, por=dario)
    for paso in CAMINO[: ejemplo.pasos]:
        if paso == "publicar":
            acciones.publicar(informe=informe, por=dario)
        else:
            acciones.mover(informe=informe, paso=paso, por=vera if paso == "enviar" else dario)
    return informe


def _datos(ejemplo: Ejemplo) -> dict[str, Any]:
    datos: dict[str, Any] = {
        "tipo": ejemplo.tipo,
        "anio": ejemplo.anio or cobertura_de_la_serie().ultimo_completo,
        "semestre": ejemplo.semestre,
    }
    if ejemplo.region:
        datos["espacio"] = _region(ejemplo.region)
    if ejemplo.con_periodo:
        datos["periodo"] = _ultimo_periodo()
    return datos


def _region(codigo: str) -> EspacioRegional | None:
    return EspacioRegional.objects.regionales().filter(codigo=codigo).first()


def _ultimo_periodo() -> Periodo | None:
    """El último periodo cerrado; si ninguno lo está, el último."""
    return Periodo.objects.exclude(cerrado_en=None).first() or Periodo.objects.first()


def _tramitar(publicada: VersionPublicada, vera: Usuario) -> None:
    acciones.guardar_tramite(
        version=publicada,
        datos={"numero_de_informe": f"000001-2026 {MARCA}", "expediente": f"0001 {MARCA}"},
        esperada=0,
        por=vera,
    )
    hoy = timezone.localdate()
    for destino, hace, recibido in (
        (f"Presidencia de la Comisión {MARCA}", 12, True),
        (f"Comisión de la Mujer y Familia {MARCA}", 6, False),
    ):
        enviado = hoy - timedelta(days=hace)
        envio = acciones.registrar_envio(
            version=publicada,
            datos={"destinatario": destino, "canal": "mesa_virtual", "enviado_el": enviado},
            por=vera,
        )
        if recibido:
            cargo = {"recibido_el": enviado, "recibido_por": "Mesa de partes", "constancia": MARCA}
            acciones.registrar_cargo(envio=envio, datos=cargo, esperada=1, por=vera)


def _encargar(informe: Informe, vera: Usuario, dario: Usuario) -> None:
    acciones.asignar_seccion(
        informe=informe,
        clave="cifras",
        datos={
            "persona": vera,
            "vence_el": timezone.localdate() + timedelta(days=5),
            "nota": "Compara con 2021",
        },
        por=dario,
    )
    acciones.escribir_texto(
        informe=informe,
        clave="cifras",
        texto="De las víctimas registradas, {{ pais.sexo.pct }} son mujeres.",
        version=0,
        por=vera,
    )
    acciones.comentar(
        informe=informe,
        clave="cifras",
        texto="Agrega cuántas son, no sólo el porcentaje.",
        por=dario,
    )
