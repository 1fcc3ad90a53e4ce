"""Las tablas estrechas: una fila por víctima o por caso, todo en enteros pequeños.

Cada columna de variable guarda el número de categoría de `datos/variables.yaml` (0 = «No consta»).
Qué expresión llena cada una se declara en los `hechos.py` de las apps; aquí sólo está el lugar.
Se derivan enteras de los registros: se pueden borrar y rehacer.
"""

from typing import ClassVar

from django.db import models


def _variable(nombre: str) -> models.SmallIntegerField:
    return models.SmallIntegerField(nombre, default=0)


class HechoModel(models.Model):
    """Lo común: de qué caso viene, dónde y cuándo se registró, y si cuenta por defecto."""

    motivo_sin_historia: ClassVar[str] = "Se deriva entera de los registros, que tienen la suya."

    id = models.BigIntegerField("llave del registro", primary_key=True)
    caso = models.BigIntegerField("llave del caso")
    anio = models.SmallIntegerField("año")
    mes = models.SmallIntegerField("mes (0: sólo se sabe el año)")
    departamento = models.SmallIntegerField("departamento de registro (0: no consta)")
    provincia = models.SmallIntegerField("provincia de registro (0: no consta)")
    contable = models.BooleanField("cuenta por defecto")
    estado_registro = _variable("estado del registro")
    fuente_caso = _variable("institución que informó")

    class Meta:
        abstract = True


# Qué pasó en cada lugar de un caso, además del registro: hay un `departamento_…` por cada uno.
ROLES_DE_LUGAR = ("captacion", "explotacion", "residencia", "deteccion", "transito")


class HechoVictima(HechoModel):
    """Una víctima."""

    sexo = _variable("sexo")
    grupo_edad = _variable("grupo de edad")
    fin = _variable("finalidad")
    educacion = _variable("nivel educativo")
    vinculo = _variable("vínculo")
    denunciante = _variable("quién denuncia")
    captacion = _variable("forma de captación")
    medio = _variable("medio empleado")
    lugar_explotacion = _variable("lugar de explotación")
    reclutamiento = _variable("alcance del reclutamiento")
    destino = _variable("destino del hecho")
    nacionalidad = _variable("nacionalidad")
    hallazgo = _variable("cómo se le ubicó")
    estado_victima = _variable("estado de la víctima")
    asistencia = _variable("asistencia recibida")
    departamento_captacion = _variable("departamento de captación")
    departamento_explotacion = _variable("departamento de explotación")
    departamento_residencia = _variable("departamento de residencia")
    departamento_deteccion = _variable("departamento de detección")
    departamento_transito = _variable("departamento de tránsito")

    class Meta:
        verbose_name = "hecho de víctima"
        verbose_name_plural = "hechos de víctimas"
        indexes = [
            # Con lo que cruzan todos los tableros: un mes se lee sin tocar la tabla.
            models.Index(
                fields=["anio", "departamento", "mes"],
                include=[
                    *("contable", "provincia", "sexo", "grupo_edad"),
                    *("departamento_captacion", "departamento_explotacion"),
                ],
                name="hecho_victima_rebanada_ancha",
            ),
            models.Index(fields=["caso"], name="hecho_victima_caso"),
        ]


class HechoCaso(HechoModel):
    """Un caso."""

    denunciante = _variable("quién denuncia")
    destino = _variable("destino del hecho")
    origen = _variable("cómo empezó")
    tamano = _variable("víctimas en el caso")

    class Meta:
        verbose_name = "hecho de caso"
        verbose_name_plural = "hechos de casos"
        indexes = [
            models.Index(fields=["anio", "departamento", "mes"], name="hecho_caso_rebanada"),
            models.Index(fields=["caso"], name="hecho_caso_caso"),
        ]
