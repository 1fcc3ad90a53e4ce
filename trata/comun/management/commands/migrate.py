"""`migrate` de Django, pero con los roles de la base asegurados y actuando como `dueno`."""

from contextlib import nullcontext
from typing import Any

from django.core.management.commands import migrate
from django.db import connections

from trata.comun.base_de_datos import (
    asegurar_roles,
    como_dueno,
    indexar_autores,
    retirar_borrado,
    retirar_escritura,
)
from trata.comun.historia import (
    tablas_de_eventos,
    tablas_de_solo_agregar,
    tablas_que_no_se_borran,
)
from trata.comun.primera_migracion import es_la_primera, sin_reconstruir_parientes


class Command(migrate.Command):
    """Aplica las migraciones como dueño del esquema."""

    # Las comprobaciones que tocan la base se harían antes de que existan los roles.
    requires_system_checks: list[str] = []

    def handle(self, *args: Any, **options: Any) -> None:
        alias = options["database"]
        asegurar_roles(connections[alias].settings_dict["NAME"])
        with como_dueno(alias):
            primera = es_la_primera(alias)
            with sin_reconstruir_parientes() if primera else nullcontext():
                super().handle(*args, **options)
            retirar_escritura(tablas_de_solo_agregar(), alias)
            retirar_borrado(tablas_que_no_se_borran(), alias)
            indexar_autores(tablas_de_eventos(), alias)
