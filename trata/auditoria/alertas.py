"""Reglas que buscan lecturas fuera de lo habitual. Corren cada pocos minutos y no repiten aviso.

Umbrales propuestos por el diseño; cada instalación los ajusta en `settings.UMBRALES_DE_ALERTA`.
"""

from datetime import datetime, timedelta
from typing import Any

from django.conf import settings
from django.db import connection
from django.utils import timezone

from trata.auditoria.models import Alerta

MIRADA = timedelta(hours=26)

# Cada consulta devuelve: clave, usuario, desde, hasta, lecturas, detalle.
CANARIO = """
SELECT a.id::text, a.usuario_id, a.momento, a.momento, 1, c.objeto_tipo || ' ' || c.objeto_id
FROM auditoria_acceso a JOIN auditoria_registrocanario c USING (objeto_tipo, objeto_id)
WHERE a.momento BETWEEN %(desde)s AND %(ahora)s
"""
MASIVO = """
SELECT usuario_id || ':' || to_char(date_trunc('hour', momento), 'YYYYMMDDHH24'), usuario_id,
       min(momento), max(momento), count(*),
       count(DISTINCT (objeto_tipo, objeto_id)) || ' registros distintos en una hora'
FROM auditoria_acceso WHERE momento BETWEEN %(desde)s AND %(ahora)s
GROUP BY usuario_id, date_trunc('hour', momento) HAVING count(*) >= %(masivo)s
"""
NOCTURNO = """
SELECT usuario_id || ':' || to_char(momento AT TIME ZONE %(zona)s, 'YYYYMMDD'), usuario_id,
       min(momento), max(momento), count(*), 'entre las 0:00 y las 5:00'
FROM auditoria_acceso
WHERE momento BETWEEN %(desde)s AND %(ahora)s
  AND extract(hour FROM momento AT TIME ZONE %(zona)s) < 5
GROUP BY usuario_id, to_char(momento AT TIME ZONE %(zona)s, 'YYYYMMDD')
HAVING count(*) >= %(nocturno)s
"""
DESUSADO = """
WITH por_dia AS (
  SELECT usuario_id, (momento AT TIME ZONE %(zona)s)::date AS dia, count(*) AS n,
         min(momento) AS desde, max(momento) AS hasta
  FROM auditoria_acceso WHERE momento BETWEEN %(mes)s AND %(ahora)s GROUP BY 1, 2),
costumbre AS (
  SELECT usuario_id, percentile_cont(0.5) WITHIN GROUP (ORDER BY n) AS mediana, count(*) AS dias
  FROM por_dia WHERE dia < (%(desde)s AT TIME ZONE %(zona)s)::date GROUP BY 1)
SELECT p.usuario_id || ':' || p.dia, p.usuario_id, p.desde, p.hasta, p.n,
       'su mediana de ' || c.dias || ' días es ' || round(c.mediana)
FROM por_dia p JOIN costumbre c USING (usuario_id)
WHERE p.dia >= (%(desde)s AT TIME ZONE %(zona)s)::date AND c.dias >= 5
  AND p.n >= %(minimo)s AND p.n >= %(veces)s * c.mediana
"""
# Abrir con motivo un caso que no se lleva es normal; abrir muchos en un día, no.
AJENOS = """
SELECT usuario_id || ':' || to_char(momento AT TIME ZONE %(zona)s, 'YYYYMMDD'), usuario_id,
       min(momento), max(momento), count(DISTINCT objeto_id),
       count(DISTINCT objeto_id) || ' casos que no lleva, en un día'
FROM auditoria_acceso
WHERE momento BETWEEN %(desde)s AND %(ahora)s AND objeto_tipo = %(apertura)s
GROUP BY usuario_id, to_char(momento AT TIME ZONE %(zona)s, 'YYYYMMDD')
HAVING count(DISTINCT objeto_id) >= %(ajenos)s
"""
CONSULTAS = {
    Alerta.Regla.CANARIO: CANARIO,
    Alerta.Regla.MASIVO: MASIVO,
    Alerta.Regla.NOCTURNO: NOCTURNO,
    Alerta.Regla.DESUSADO: DESUSADO,
    Alerta.Regla.AJENOS: AJENOS,
}


def revisar(ahora: datetime | None = None) -> int:
    """Busca en el último día y abre las alertas que falten; devuelve cuántas abrió.

    Con `ahora` se mira como se habría mirado entonces: sirve para repetir lo pasado.
    """
    ahora = ahora or timezone.now()
    datos: dict[str, Any] = settings.UMBRALES_DE_ALERTA | {
        "ahora": ahora,
        "desde": ahora - MIRADA,
        "mes": ahora - timedelta(days=30),
        "zona": settings.TIME_ZONE,
    }
    antes = Alerta.objects.count()
    nuevas: list[Alerta] = []
    with connection.cursor() as cursor:
        for regla, consulta in CONSULTAS.items():
            cursor.execute(consulta, datos)
            nuevas += [
                Alerta(
                    regla=regla,
                    clave=clave,
                    usuario_id=usuario,
                    desde=desde,
                    hasta=hasta,
                    accesos=lecturas,
                    detalle=detalle[:300],
                )
                for clave, usuario, desde, hasta, lecturas, detalle in cursor.fetchall()
            ]
    Alerta.objects.bulk_create(nuevas, ignore_conflicts=True)
    return Alerta.objects.count() - antes
