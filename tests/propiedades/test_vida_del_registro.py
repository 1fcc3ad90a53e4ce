"""La vida del registro como máquina de estados, contra una tabla de lo permitido escrita aparte.

Personas al azar intentan cosas al azar sobre un mismo caso. Lo permitido pasa y lleva al estado que
dice cada regla; lo demás se rechaza y no cambia nada. Nada se borra nunca, y nadie da conformidad a
lo que escribió, aunque entretanto le cambien el rol.
"""

import os
from datetime import date

import pytest
from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.utils import DatabaseError
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    initialize,
    invariant,
    rule,
    run_state_machine_as_test,
)

from casos import acciones
from casos.models import Caso, CasoLugar, Victima
from casos.reglas.completo import LISTA_DE_CONFORMIDAD
from tests.fabricas.casos import crear_usuario, datos_de_victima
from trata.auditoria.contexto import como
from trata.comun.errores import ErrorDeDominio
from trata.cuentas.models import Usuario
from trata.territorio.models import Ubigeo

pytestmark = pytest.mark.django_db
TODO = [p.codigo for p in LISTA_DE_CONFORMIDAD]
PERSONAS = {
    "ana": "analista",
    "rosa": "analista",
    "mateo": "enlace_institucional",
    "vera": "validador",
    "dario": "direccion",
}
ESCRIBE = {"analista"}
VALIDA = {"validador", "direccion"}
ABIERTOS = {"borrador", "observado"}
QUIEN = st.sampled_from(sorted(PERSONAS))


class VidaDelRegistro(RuleBasedStateMachine):
    """El modelo: en qué estado está, qué le falta, quién escribió."""

    @initialize()
    def abrir(self):
        for nombre, rol in PERSONAS.items():
            if not Usuario.objects.filter(username=nombre).exists():
                crear_usuario(nombre, rol, "")
            Usuario.objects.get(username=nombre).designaciones.update(rol=rol)
        self.roles = dict(PERSONAS)
        self.estado, self.hay_victima, self.abiertas = "borrador", False, 0
        self.escribieron, self.filas, self.eventos = {"ana"}, 0, 0
        datos = {
            "materia": "trata",
            "origen": "denuncia",
            "fuente": "pnp",
            "denunciante": "madre",
            "fecha_de_registro": date(2026, 3, 10),
        }
        self.caso = self.hacer("ana", lambda por: acciones.registrar_caso(datos=datos, por=por))
        lugar = {"rol": "registro", "ubigeo": Ubigeo.objects.get(pk="080101")}
        self.hacer(
            "ana",
            lambda por: acciones.registrar_parte(CasoLugar, caso=self.caso, datos=lugar, por=por),
        )

    def hacer(self, nombre, verbo):
        """Corre un verbo como la persona, recién leída de la base y con su historia."""
        persona = Usuario.objects.get(username=nombre)
        with como(persona, motivo="máquina de estados"), transaction.atomic():
            return verbo(persona)

    def intentar(self, nombre, se_puede, verbo):
        """Debe pasar si `se_puede`; si no, debe rechazarse sin dejar nada. Devuelve si pasó."""
        antes = Caso.objects.values().get(pk=self.caso.pk)
        paso = True
        try:
            self.hacer(nombre, verbo)
        except (ErrorDeDominio, ValidationError):
            paso = False
        assert paso is bool(se_puede), (nombre, self.roles[nombre], self.estado)
        if not paso:
            assert Caso.objects.values().get(pk=self.caso.pk) == antes
        return paso

    @property
    def version(self):
        return Caso.objects.values_list("version", flat=True).get(pk=self.caso.pk)

    @rule(quien=QUIEN)
    def editar(self, quien):
        se_puede = self.roles[quien] in ESCRIBE and self.estado in ABIERTOS
        if self.intentar(
            quien,
            se_puede,
            lambda por: acciones.editar_caso(
                caso=self.caso, datos={"dependencia": por.username}, version=self.version, por=por
            ),
        ):
            self.escribieron.add(quien)

    @rule(quien=QUIEN)
    def editar_con_una_version_vieja(self, quien):
        self.intentar(
            quien,
            False,
            lambda por: acciones.editar_caso(
                caso=self.caso, datos={"dependencia": "x"}, version=self.version - 1, por=por
            ),
        )

    @rule(quien=QUIEN)
    def agregar_victima(self, quien):
        datos = datos_de_victima(self.caso) | {"estado": None}
        for campo in ("caso", "numero", "seudonimo", "estado", "grupo_edad"):
            del datos[campo]
        se_puede = self.roles[quien] in ESCRIBE and self.estado in ABIERTOS

        def verbo(por):
            victima = acciones.registrar_parte(Victima, caso=self.caso, datos=datos, por=por)
            Victima.objects.filter(pk=victima.pk).update(estado="presunta")

        if self.intentar(quien, se_puede, verbo):
            self.hay_victima = True
            self.escribieron.add(quien)

    @rule(quien=QUIEN)
    def enviar(self, quien):
        se_puede = (
            self.roles[quien] in ESCRIBE
            and self.estado in ABIERTOS
            and self.hay_victima
            and not self.abiertas
        )
        if self.intentar(
            quien,
            se_puede,
            lambda por: acciones.enviar_caso(caso=self.caso, version=self.version, por=por),
        ):
            self.estado = "enviado"
            self.escribieron.add(quien)

    @rule(quien=QUIEN)
    def observar(self, quien):
        se_puede = (
            self.roles[quien] in VALIDA
            and self.estado in {"enviado", "conforme"}
            and quien not in self.escribieron
        )
        pedido = [{"seccion": "denuncia", "campo": "canal", "texto": "Precisa el canal"}]
        if self.intentar(
            quien,
            se_puede,
            lambda por: acciones.observar_caso(
                caso=self.caso, observaciones=pedido, version=self.version, por=por
            ),
        ):
            self.estado = "observado"
            self.abiertas += 1

    @rule(quien=QUIEN)
    def atender(self, quien):
        for observacion in self.caso.observaciones.filter(atendida_en=None):
            if self.intentar(
                quien,
                self.roles[quien] in ESCRIBE,
                lambda por, o=observacion: acciones.atender_observacion(observacion=o, por=por),
            ):
                self.abiertas -= 1

    @rule(quien=QUIEN, completa=st.booleans())
    def aprobar(self, quien, completa):
        se_puede = (
            completa
            and self.roles[quien] in VALIDA
            and self.estado == "enviado"
            and quien not in self.escribieron
        )
        if self.intentar(
            quien,
            se_puede,
            lambda por: acciones.aprobar_caso(
                caso=self.caso,
                comprobado=TODO if completa else TODO[1:],
                version=self.version,
                por=por,
            ),
        ):
            self.estado = "conforme"

    @rule(quien=QUIEN, motivo=st.sampled_from(["", "  ", "Repite otro caso"]))
    def anular(self, quien, motivo):
        propio = quien == "ana" and self.roles[quien] in ESCRIBE and self.estado == "borrador"
        se_puede = (
            bool(motivo.strip())
            and self.estado != "anulado"
            and (self.roles[quien] == "direccion" or propio)
        )
        if self.intentar(
            quien,
            se_puede,
            lambda por: acciones.anular_caso(
                caso=self.caso, motivo=motivo, version=self.version, por=por
            ),
        ):
            self.estado = "anulado"

    @rule(quien=st.sampled_from(["ana", "rosa"]), rol=st.sampled_from(["analista", "validador"]))
    def cambiar_de_rol(self, quien, rol):
        Usuario.objects.get(username=quien).designaciones.update(rol=rol)
        self.roles[quien] = rol

    @rule()
    def intentar_borrar(self):
        for objeto in (self.caso, *self.caso.victimas.all(), *self.caso.lugares.all()):
            try:
                with transaction.atomic():
                    type(objeto).objects.filter(pk=objeto.pk)._raw_delete("default")
            except DatabaseError:
                continue
            raise AssertionError(f"se borró {objeto!r}")

    @invariant()
    def la_base_dice_lo_mismo(self):
        caso = Caso.objects.get(pk=self.caso.pk)
        assert caso.estado == self.estado
        assert (caso.conforme_por is not None) == (caso.conforme_en is not None)
        if self.estado == "conforme":
            assert caso.conforme_por.username not in self.escribieron
        if self.estado == "anulado":
            assert caso.motivo_de_anulacion
        assert self.caso.observaciones.filter(atendida_en=None).count() == self.abiertas

    @invariant()
    def nada_se_borra(self):
        caso = self.caso
        filas = 1 + caso.victimas.count() + caso.lugares.count() + caso.observaciones.count()
        eventos = caso.eventos.count()
        assert filas >= self.filas
        assert eventos >= self.eventos
        assert not caso.eventos.filter(pgh_label="baja").exists()
        self.filas, self.eventos = filas, eventos


def test_la_vida_del_registro_es_la_de_la_tabla():
    run_state_machine_as_test(
        VidaDelRegistro,
        settings=settings(
            max_examples=int(os.environ.get("EJEMPLOS_DE_ESTADOS", "8")),
            stateful_step_count=int(os.environ.get("PASOS_DE_ESTADOS", "14")),
            deadline=None,
            suppress_health_check=list(HealthCheck),
        ),
    )
