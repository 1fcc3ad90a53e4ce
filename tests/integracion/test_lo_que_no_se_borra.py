"""Qué tablas no puede borrar la aplicación, dicho aparte de los modelos y mirado en la base."""

import pytest
from django.db import connection

from trata.comun.historia import tablas_de_solo_agregar, tablas_que_no_se_borran
from trata.cuentas.models import Designacion

# Expediente, mitad protegida, constancias y lo publicado: se corrige con historia; no se borra.
NO_SE_BORRA = {
    "casos_caso", "casos_asignacion", "casos_atencion", "casos_casolugar", "casos_claveexterna",
    "casos_establecimiento", "casos_implicado", "casos_migrante", "casos_nota",
    "casos_observacion", "casos_operativo", "casos_solicituddeenlace", "casos_victima",
    "casos_victimaestado", "casos_vinculo", "casos_adjunto", "casos_apertura",
    "casos_datodeclarado", "casos_datodeidentidad", "casos_identidad", "casos_paradero",
    "casos_personaunica", "casos_union", "casos_uniondecasos", "auditoria_alerta",
    "auditoria_incidente", "auditoria_solicitudarco", "cuentas_autorizacion",
    "cuentas_designacion", "informes_archivopublicado", "informes_ejemplarfirmado",
    "informes_envio", "informes_informe", "informes_versionpublicada", "integracion_acuse",
    "integracion_convenio", "integracion_llavedefirma",
}  # fmt: skip
# Además, ni se cambia.
SOLO_SE_AGREGA = {
    "auditoria_acceso", "auditoria_entrada", "auditoria_historiaomitida", "auditoria_lote",
    "auditoria_lotetabla", "auditoria_verificacion", "casos_busquedadeidentidad",
}  # fmt: skip


def puede(tabla: str, permiso: str) -> bool:
    """Dice si la cuenta con que entra la aplicación tiene ese permiso sobre la tabla."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT has_table_privilege(current_user, %s, %s)", [tabla, permiso])
        return cursor.fetchone()[0]


def test_los_modelos_declaran_las_tablas_que_no_se_borran():
    assert set(tablas_que_no_se_borran()) == NO_SE_BORRA


def test_quitar_la_declaracion_a_un_modelo_se_nota(monkeypatch):
    monkeypatch.setattr(Designacion, "nunca_se_borra", False)
    assert NO_SE_BORRA - set(tablas_que_no_se_borran()) == {"cuentas_designacion"}


@pytest.mark.django_db
def test_la_base_no_deja_borrarlas_ni_vaciarlas():
    eventos = [t for t in tablas_de_solo_agregar() if t.endswith("event")]
    assert len(eventos) > 50
    for tabla in [*NO_SE_BORRA, *SOLO_SE_AGREGA, *eventos]:
        assert not puede(tabla, "DELETE"), tabla
        assert not puede(tabla, "TRUNCATE"), tabla
    for tabla in [*SOLO_SE_AGREGA, *eventos]:
        assert not puede(tabla, "UPDATE"), tabla


@pytest.mark.django_db
def test_lo_demas_se_escribe_como_siempre():
    assert puede("casos_caso", "UPDATE")
    assert puede("casos_borrador", "DELETE")
