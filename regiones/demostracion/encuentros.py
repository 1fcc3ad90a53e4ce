"""Encuentros posteriores, sintéticos, que siguen al Encuentro Macrorregional Sur de 2021."""

from datetime import date, timedelta
from typing import Any

from django.utils.timezone import localdate

from regiones.acciones import encuentros
from regiones.demostracion.cusco import datos
from regiones.demostracion.espacios import MARCA
from regiones.models import BuenaPractica, EncuentroMacrorregional, EspacioRegional
from trata.cuentas.models import Usuario

Regiones = dict[str, EspacioRegional]


def cargar_encuentros(por: Usuario) -> None:
    """Nudos, prácticas, adopciones y compromisos sintéticos, y su continuación."""
    textos, hoy = datos()["sintetico"], localdate()
    real = EncuentroMacrorregional.objects.get(es_sintetico=False, macrorregion_id="sur")
    regiones = {e.codigo: e for e in real.convocadas.all()}
    segundo = _encuentro(
        real,
        regiones,
        por,
        nombre="II Encuentro Macrorregional Sur",
        anio=hoy.year - 1,
        mes=9,
        sede="Arequipa",
        modalidad="presencial",
        proposito="Revisar los nudos críticos y compartir buenas prácticas.",
    )
    for nudo in textos["nudos"]:
        encuentros.registrar_nudo(encuentro=segundo, datos={**nudo, **MARCA}, por=por)
    for practica in textos["practicas"]:
        _practica(segundo, regiones, practica, por)
    for compromiso in textos["compromisos"]:
        _compromiso(segundo, regiones, compromiso, hoy, por)
    tercero = _encuentro(
        segundo,
        regiones,
        por,
        nombre="III Encuentro Macrorregional Sur",
        anio=hoy.year,
        mes=max(1, hoy.month - 2),
        sede="Cusco",
        modalidad="mixta",
    )
    encuentros.continuar_en(encuentro=tercero, por=por)


def _encuentro(
    anterior: EncuentroMacrorregional, regiones: Regiones, por: Usuario, **valores: Any
) -> EncuentroMacrorregional:
    return encuentros.registrar_encuentro(
        datos={"macrorregion_id": "sur", "anterior": anterior, **valores, **MARCA},
        convocadas=regiones.values(),
        por=por,
    )


def _practica(
    encuentro: EncuentroMacrorregional, regiones: Regiones, texto: dict[str, Any], por: Usuario
) -> BuenaPractica:
    """Una práctica y las tres regiones que la siguen."""
    origen = texto["region"]
    practica = encuentros.registrar_practica(
        encuentro=encuentro,
        datos={
            "objetivo": texto["objetivo"],
            "titulo": texto["titulo"],
            "espacio": regiones[origen],
            **MARCA,
        },
        por=por,
    )
    otras = [codigo for codigo in regiones if codigo != origen]
    for codigo, estado in zip(otras, ("adoptada", "en_adopcion", "en_estudio"), strict=False):
        encuentros.adoptar_practica(
            practica=practica, espacio=regiones[codigo], estado=estado, por=por, **MARCA
        )
    return practica


def _compromiso(
    encuentro: EncuentroMacrorregional,
    regiones: Regiones,
    texto: dict[str, Any],
    hoy: date,
    por: Usuario,
) -> None:
    cumplido = texto["estado"] == "cumplido"
    encuentros.registrar_compromiso(
        encuentro=encuentro,
        datos={
            "texto": texto["texto"],
            "espacio": regiones[texto["region"]],
            "responsable_texto": "Secretaría técnica del espacio",
            "estado": texto["estado"],
            "plazo": hoy - timedelta(days=40),
            "cumplido_el": hoy - timedelta(days=60) if cumplido else None,
            "evidencia": "Oficio múltiple (sintético)" if cumplido else "",
            **MARCA,
        },
        por=por,
    )
