"""Cambiar en bloque lo que un archivo ya juzgado dice distinto de casos registrados.

Deja lo mismo que los verbos de la pantalla, por tandas: bloquea los casos, comprueba que nadie
escribió desde que se juzgó el archivo, cambia y agrega, y vuelve a indexar, contar y avisar.
"""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from typing import Any

from django.db import IntegrityError, transaction

from casos.acciones.busqueda import indexar
from casos.acciones.comunes import exigir_editable
from casos.acciones.escritura_en_bloque import LOTE, Avance
from casos.consultas.importacion import Existente, existentes_de, visibles_entre
from casos.models import Caso, CasoImportado, CasoLugar, Importacion, Victima, VictimaEstado
from casos.models.base import FichaModel
from casos.reglas import deducir_edad, estados_en_orden, grupo_calculado
from trata.agregados.acciones import marcar
from trata.comun.errores import DuplicadoError, EstadoInvalidoError, FueraDeAmbitoError
from trata.cuentas.models import Usuario
from trata.trabajos.sucesos import anunciar_varios

FECHAS_DE_LA_EDAD = frozenset({"fecha_del_hecho", "fecha_de_registro"})


def guardable(valor: Any) -> Any:
    """Un valor de modelo como JSON, para poder volver a él."""
    if hasattr(valor, "pk"):
        return valor.pk
    return valor.isoformat() if hasattr(valor, "isoformat") else valor


def cambiar_en_bloque(
    *, cambiados: Sequence[Any], importacion: Importacion, por: Usuario, al_avanzar: Avance
) -> None:
    """Aplica los cambios y guarda cómo estaba cada cosa.

    Lanza `EstadoInvalidoError` si alguien escribió a la vez en uno de los casos.
    """
    for desde in range(0, len(cambiados), LOTE):
        tanda = cambiados[desde : desde + LOTE]
        try:
            with transaction.atomic():
                _cambiar_tanda(tanda, importacion, por)
        except IntegrityError as error:
            raise DuplicadoError(
                "clave_repetida", "Alguien registró a la vez lo mismo en un caso. Revisa de nuevo."
            ) from error
        al_avanzar(desde + len(tanda), len(cambiados), "Actualizando casos")


def _cambiar_tanda(tanda: Sequence[Any], importacion: Importacion, por: Usuario) -> None:
    llaves = sorted({c.caso.pk for c in tanda})
    actuales = existentes_de(llaves, bloqueados=True)
    exigir_a_la_vista(llaves, por)
    trabajo = Trabajo(por)
    for cambiado in tanda:
        existente = actuales[cambiado.caso.pk]
        exigir_editable(existente.caso)
        if existente.huella() != cambiado.huella:
            raise EstadoInvalidoError(
                "cambio_a_la_vez",
                f"Alguien escribió en el caso {existente.caso.codigo} mientras se importaba. "
                "Revisa el archivo otra vez.",
            )
        trabajo.aplicar(existente, cambiado.cambios)
    trabajo.escribir(actuales)
    CasoImportado.objects.bulk_create(
        CasoImportado(
            importacion=importacion,
            caso=cambiado.caso,
            accion=CasoImportado.Accion.ACTUALIZADO,
            antes=trabajo.anotado(cambiado.caso.pk),
        )
        for cambiado in tanda
    )
    terminar_en_bloque(actuales, por, clave=f"importacion:{importacion.uuid}")


def terminar_en_bloque(actuales: dict[int, Existente], por: Usuario, *, clave: str) -> None:
    """Como `comunes.terminar`, para muchos: siguen a la vista, se buscan, se cuentan y se avisa."""
    llaves = list(actuales)
    exigir_a_la_vista(llaves, por)
    indexar(llaves)
    marcar(objetos=llaves)
    anunciar_varios(
        suceso="caso.cambiado",
        objetos=[(e.caso.uuid, e.caso.version) for e in actuales.values()],
        clave=clave,
    )


def exigir_a_la_vista(llaves: Sequence[int], por: Usuario) -> None:
    """Lanza `FueraDeAmbitoError` si alguno no se ve: para él no existe."""
    if visibles_entre(por, llaves) != set(llaves):
        raise FueraDeAmbitoError()


class Trabajo:
    """Lo que se va a escribir de una tanda: qué objeto cambia en qué, y qué se agrega."""

    def __init__(self, por: Usuario) -> None:
        self.por = por
        self.campos: dict[FichaModel, set[str]] = defaultdict(set)
        self.nuevas: list[FichaModel] = []
        self.antes: dict[int, list[tuple[FichaModel, dict[str, Any]]]] = defaultdict(list)

    def aplicar(self, existente: Existente, cambios: Iterable[Any]) -> None:
        """Pone en los objetos lo que dice el archivo, en su orden."""
        caso = existente.caso
        nuevas: dict[int, Victima] = {}
        for cambio in cambios:
            if cambio.es_nuevo:
                parte = self._agregar(existente, cambio, nuevas)
                self.antes[caso.pk].append((parte, {}))
                continue
            objeto = _el_de(existente, cambio.objeto)
            previos = {c: guardable(getattr(objeto, _llave(objeto, c))) for c in cambio.datos}
            self.antes[caso.pk].append((objeto, previos))
            self.cambiar(existente, objeto, cambio.datos)

    def cambiar(self, existente: Existente, objeto: FichaModel, datos: dict[str, Any]) -> None:
        """Pone unos valores y lo que de ellos se deduce."""
        self.poner(objeto, datos)
        if objeto is not existente.caso:
            objeto.caso = existente.caso
        if isinstance(objeto, Victima):
            self.poner(objeto, deducir_edad(objeto.datos_para_reglas()))
        if objeto is existente.caso and FECHAS_DE_LA_EDAD & set(datos):
            self._recalcular_grupos(existente)

    def poner(self, objeto: FichaModel, datos: dict[str, Any]) -> None:
        """Pone unos valores tal cual y anota que hay que escribirlos."""
        for campo, valor in datos.items():
            setattr(objeto, campo, valor)
        self.campos[objeto] |= set(datos)

    def _agregar(self, existente: Existente, cambio: Any, nuevas: dict[int, Victima]) -> FichaModel:
        caso, datos = existente.caso, dict(cambio.datos)
        if cambio.objeto is VictimaEstado:
            victima = nuevas.get(cambio.victima) or existente.victimas[cambio.victima]
            parte = VictimaEstado(victima=victima, **datos)
            if victima.pk is None:
                victima.estado = parte.estado
        elif cambio.objeto is Victima:
            parte = Victima(
                numero=cambio.victima, seudonimo=f"{caso.codigo}-V{cambio.victima}", **datos
            )
            nuevas[cambio.victima] = parte
        else:
            parte = cambio.objeto(**datos)
        parte.caso, parte.registrado_por = caso, self.por
        self.nuevas.append(parte)
        return parte

    def _recalcular_grupos(self, existente: Existente) -> None:
        """La edad se cuenta a la fecha del hecho: si cambia, el grupo deducido también."""
        for victima in existente.victimas.values():
            if victima.forma_edad != "nacimiento":
                continue
            victima.caso = existente.caso
            grupo = grupo_calculado(victima.datos_para_reglas())
            if grupo and grupo != victima.grupo_edad:
                self.poner(victima, {"grupo_edad": grupo})

    def escribir(self, actuales: dict[int, Existente]) -> None:
        """Primero las víctimas nuevas, que otras partes nombran; después lo que cambió."""
        for modelo in (Victima, CasoLugar, VictimaEstado):
            modelo.objects.bulk_create([p for p in self.nuevas if type(p) is modelo])
        for paso in self.nuevas:
            if isinstance(paso, VictimaEstado):
                suyos = actuales[paso.caso_id].estados[paso.victima_id]
                suyos.append(paso)
                self.poner_estado(paso.victima, suyos)
        por_clase: dict[type[FichaModel], list[FichaModel]] = defaultdict(list)
        for objeto in self.campos:
            por_clase[type(objeto)].append(objeto)
        for modelo, objetos in por_clase.items():
            escribir_cambios(modelo, objetos, {c for o in objetos for c in self.campos[o]})

    def poner_estado(self, victima: Victima, pasos: Iterable[VictimaEstado]) -> None:
        """El estado de la víctima repite su último paso vigente."""
        registrados = sorted(pasos, key=lambda p: p.pk)
        estado = (estados_en_orden((p.fecha, p.estado) for p in registrados) or [""])[-1]
        if victima.estado != estado:
            self.poner(victima, {"estado": estado})

    def anotado(self, caso: int) -> list[dict[str, Any]]:
        """Por parte cambiada o nueva, sus valores anteriores y la versión en que quedó."""
        return [
            {"modelo": o._meta.label_lower, "pk": o.pk, "campos": previos, "version": o.version}
            for o, previos in self.antes[caso]
        ]


def _el_de(existente: Existente, juzgado: FichaModel) -> FichaModel:
    """El objeto recién leído que corresponde al que se juzgó (nadie lo cambió)."""
    if isinstance(juzgado, Caso):
        return existente.caso
    if isinstance(juzgado, Victima):
        return existente.victimas[juzgado.numero]
    return existente.lugares[juzgado.rol]


def _llave(objeto: FichaModel, campo: str) -> str:
    return objeto._meta.get_field(campo).attname


def escribir_cambios(
    modelo: type[FichaModel], objetos: Sequence[FichaModel], campos: Iterable[str]
) -> None:
    """Una sola sentencia por tanda para filas ya bloqueadas; cada una sube de versión.

    Es un `INSERT … ON CONFLICT (id) DO UPDATE`: las filas existen, así que siempre actualiza.
    """
    for objeto in objetos:
        objeto.version += 1
    modelo._base_manager.bulk_create(
        objetos,
        update_conflicts=True,
        unique_fields=["id"],
        update_fields=sorted({*campos, "version"}),
    )
