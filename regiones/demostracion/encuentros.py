"""Un encuentro posterior, sintético, que sigue al Encuentro Macrorregional Sur de 2021."""

from datetime import timedelta

from django.utils.timezone import localdate

from regiones.acciones import encuentros
from regiones.demostracion.cusco import datos
from regiones.demostracion.espacios import MARCA
from regiones.models import EncuentroMacrorregional, EspacioRegional
from trata.cuentas.models import Usuario


def cargar_encuentros(por: Usuario) -> None:
    """Nudos, prácticas, adopciones y compromisos sintéticos, y su continuación."""
    textos, hoy = datos()["sintetico"], localdate()
    real = EncuentroMacrorregional.objects.get(es_sintetico=False, macrorregion_id="sur")
    regiones = {e.codigo: e for e in real.convocadas.all()}
    segundo = encuentros.registrar_encuentro(
        datos={
            "nombre": "II Encuentro Macrorregional Sur",
            "macrorregion_id": "sur",
            "anio": hoy.year - 1,
            "mes": 9,
            "anterior": real,
            "sede": "Arequipa",
            "modalidad": "presencial",
            "proposito": "Revisar los nudos críticos y compartir buenas prácticas.",
            **MARCA,
        },
        convocadas=regiones.values(),
        por=por,
    )
    for nudo in textos["nudos"]:
        encuentros.registrar_nudo(encuentro=segundo, datos={**nudo, **MARCA}, por=por)
    for practica in textos["practicas"]:
        region = practica["region"]
        nueva = encuentros.registrar_practica(
            encuentro=segundo,
            datos={
                "objetivo": practica["objetivo"],
                "titulo": practica["titulo"],
                "espacio": regiones[region],
                **MARCA,
            },
            por=por,
        )
        _adoptar(nueva, regiones, region, por)
    for compromiso in textos["compromisos"]:
        cumplido = compromiso["estado"] == "cumplido"
        encuentros.registrar_compromiso(
            encuentro=segundo,
            datos={
                "texto": compromiso["texto"],
                "espacio": regiones[compromiso["region"]],
                "responsable_texto": "Secretaría técnica del espacio",
                "estado": compromiso["estado"],
                "plazo": hoy - timedelta(days=40),
                "cumplido_el": hoy - timedelta(days=60) if cumplido else None,
                "evidencia": "Oficio múltiple (sintético)" if cumplido else "",
                **MARCA,
            },
            por=por,
        )
    tercero = encuentros.registrar_encuentro(
        datos={
            "nombre": "III Encuentro Macrorregional Sur",
            "macrorregion_id": "sur",
            "anio": hoy.year,
            "mes": max(1, hoy.month - 2),
            "anterior": segundo,
            "sede": "Cusco",
            "modalidad": "mixta",
            **MARCA,
        },
        convocadas=regiones.values(),
        por=por,
    )
    encuentros.continuar_en(encuentro=tercero, por=por)


def _adoptar(
    practica: object, regiones: dict[str, EspacioRegional], origen: str, por: Usuario
) -> None:
    otras = [codigo for codigo in regiones if codigo != origen]
    for codigo, estado in zip(otras[:3], ("adoptada", "en_adopcion", "en_estudio"), strict=False):
        encuentros.adoptar_practica(
            practica=practica, espacio=regiones[codigo], estado=estado, por=por, **MARCA
        )
