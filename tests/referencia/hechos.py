"""Los hechos derivados a mano desde el registro, víctima por víctima, sin SQL."""

from typing import Any

from casos.hechos import VOCABULARIO_DE
from casos.models import Caso, CasoLugar, Victima
from casos.vocabulario import vocabulario
from trata.agregados.variables import EXTERIOR, variable

DE_LA_VICTIMA = {
    "sexo": "sexo", "grupo_edad": "grupo_edad", "fin": "finalidad", "educacion": "educacion",
    "vinculo": "vinculo", "captacion": "captacion", "medio": "medio",
    "lugar_explotacion": "lugar_explotacion", "reclutamiento": "alcance", "hallazgo": "hallazgo",
    "estado_victima": "estado",
}  # fmt: skip


ROLES = ("captacion", "explotacion", "residencia", "deteccion", "transito")


def _numero(codigo: str, valor: str, caso: Caso) -> int:
    sube = vocabulario(VOCABULARIO_DE[codigo]).sube(valor, caso.fecha_de_registro)
    return variable(codigo).categoria(sube).numero if sube else 0


def _lugar(caso: Caso, rol: str) -> int:
    lugar = caso.lugares.filter(rol=rol, retirado_en=None).order_by("id").first()
    if lugar is None:
        return 0
    if lugar.ubigeo_id:
        return int(lugar.ubigeo_id[:2])
    return EXTERIOR if lugar.pais not in ("", "pe") else 0


def _asistencia(v: Victima) -> int:
    atenciones = list(v.atenciones.filter(retirado_en=None))
    if any(a.fecha_de_inicio or a.resultado == "atendida" for a in atenciones):
        return 1
    return 2 if atenciones else 3


def hechos_esperados() -> dict[int, dict[str, Any]]:
    """Los hechos de todas las víctimas, por su llave."""
    nacionalidades = {c.codigo: c.numero for c in variable("nacionalidad").categorias}
    estados = {c.codigo: c.numero for c in variable("estado_registro").categorias}
    hechos = {}
    for v in Victima.objects.filter(retirado_en=None).select_related("caso"):
        caso = v.caso
        if caso.estado == "borrador" or caso.fecha_de_registro is None:
            continue
        registro = CasoLugar.objects.filter(caso=caso, rol="registro", retirado_en=None).first()
        ubigeo = registro.ubigeo_id if registro and registro.ubigeo_id else ""
        hechos[v.pk] = {
            "id": v.pk,
            "caso": caso.pk,
            "anio": caso.fecha_de_registro.year,
            "mes": 0 if caso.precision_de_registro == "anio" else caso.fecha_de_registro.month,
            "departamento": int(ubigeo[:2] or 0),
            "provincia": int(ubigeo[:4]) if len(ubigeo) >= 4 else 0,
            "contable": caso.materia in ("trata", "trata_con_tim")
            and caso.estado in ("enviado", "conforme")
            and v.estado != "descartada",
            "estado_registro": estados.get(caso.estado, 0),
            "denunciante": _numero("denunciante", caso.denunciante, caso),
            "destino": _numero("destino", caso.destino, caso),
            "nacionalidad": nacionalidades.get(v.nacionalidad, nacionalidades["otra"])
            if len(v.nacionalidad) == 2
            else 0,
            "asistencia": _asistencia(v),
            "fuente_caso": _numero("fuente_caso", caso.fuente, caso),
        }
        hechos[v.pk] |= {f"departamento_{rol}": _lugar(caso, rol) for rol in ROLES}
        hechos[v.pk] |= {
            c: _numero(c, getattr(v, campo), caso) for c, campo in DE_LA_VICTIMA.items()
        }
    return hechos
