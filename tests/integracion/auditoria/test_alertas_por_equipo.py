"""Las alertas de lecturas se revisan por equipo: el ámbito de quien supervisa."""

import pytest
from django.urls import reverse
from django.utils import timezone

from tests.fabricas.cuentas import usuario
from trata.auditoria import acciones, consultas
from trata.auditoria.models import Alerta
from trata.comun.errores import FueraDeAmbitoError
from trata.cuentas.models import Designacion


def alerta_de(quien):
    ahora = timezone.now()
    return Alerta.objects.create(
        regla="masivo",
        clave=f"x{quien.pk}",
        usuario=quien,
        desde=ahora,
        hasta=ahora,
        accesos=30,
        detalle="d",
    )


def test_quien_supervisa_una_region_revisa_a_su_equipo_y_a_nadie_mas(client, db):
    supervisora = usuario("validador", prefijos=("08",), username="celia", nombres="Celia")
    client.force_login(supervisora, backend="django.contrib.auth.backends.ModelBackend")
    propia = alerta_de(usuario("analista", prefijos=("0801",), username="canas", nombres="Canas"))
    for nombre, prefijos in (("loreto", ("16",)), ("ambas", ("08", "16")), ("pais", ("",))):
        ajena = alerta_de(usuario("analista", prefijos=prefijos, username=nombre, nombres=nombre))
        assert client.get(reverse("auditoria:alerta", args=[ajena.uuid])).status_code == 404
        with pytest.raises(FueraDeAmbitoError):
            acciones.revisar_alerta(alerta=ajena, estado="justificada", nota="x", por=supervisora)
    assert list(consultas.alertas(supervisora)) == [propia]
    assert client.get(reverse("auditoria:alerta", args=[propia.uuid])).status_code == 200
    nacional = usuario("direccion", username="dora", nombres="Dora")
    assert consultas.alertas(nacional).count() == 4


def test_con_una_designacion_fuera_o_sin_territorio_no_es_de_su_equipo(db):
    supervisora = usuario("validador", prefijos=("08",), username="celia", nombres="Celia")
    for primera, segunda in (("08", "16"), ("16", "08")):
        doble = usuario("analista", prefijos=(primera,), username=f"d{primera}", nombres="D")
        Designacion.objects.create(usuario=doble, rol="analista", prefijos=[segunda])
        alerta_de(doble)
    alerta_de(usuario("auditor", prefijos=(), username="augusta", nombres="Augusta"))
    assert list(consultas.alertas(supervisora)) == []
