"""De un mazo a casos con sus víctimas: mezcla, correlaciona, agrupa y viste lo que falta.

Cualquier orden de las cartas conserva los márgenes; por eso se puede buscar verosimilitud (un
«night club» con explotación sexual) sin mover una sola suma. Quién denuncia y el destino son del
caso: sólo comparten caso las víctimas que coinciden en ambos.
"""

import random
from collections import defaultdict
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Any

from casos.sintetico.detalles import DETALLES
from casos.sintetico.margenes import NO_CONSTA, Lugar, Mazo
from trata.territorio.nombres import leer_lugares

AFINES = {
    "explotacion_sexual": {
        *("prostibulo", "night_club", "discoteca", "centro_masajes", "produccion_pornografia"),
        *("estudio_modelaje", "otro"),
    },
    "mendicidad": {"via_publica"},
    "explotacion_laboral": {
        *("servicio_domestico", "mineria_artesanal", "actividad_agropecuaria", "mercados"),
        *("fabrica_ladrillos", "albanileria", "tala_ilegal", "actividad_pesquera"),
    },
    "trabajos_forzados": {"mineria_artesanal", "tala_ilegal", "servicio_domestico"},
}
FINAS = {
    "vinculo": ("desconocido", "empleador", "contacto_redes", "pareja", "amistad", "vecino"),
    "denunciante": ("pnp_oficio", "victima", "fiscalia", "upe_cem", "linea", "anonimo"),
    "lugar_explotacion": ("bar", "hostal", "domicilio", "virtual"),
    "captacion": ("evento_social", "entrega_familiar"),
    "medio": ("vulnerabilidad", "coaccion"),
}
NACIONALIDADES = (("ve", 68), ("co", 9), ("bo", 8), ("ec", 7), ("br", 3), ("do", 2), ("cl", 1))
HALLAZGOS = (
    *(("rescatada_operativo", 52), ("detectada", 18), ("se_presento", 17)),
    *(("desaparicion_ubicada", 9), ("consulado", 1), ("aun_no_ubicada", 3)),
)
ESTADOS = (("presunta", 58), ("identificada", 30), ("acreditada", 7), ("posible", 5))
ORIGENES = (10, 16, 22, 8, 25, 20, 17, 15)
EDADES = {
    "0-5": (0, 5), "6-11": (6, 11), "12-17": (12, 17), "18-29": (18, 29), "30-59": (30, 59),
    "60-mas": (60, 71),
}  # fmt: skip


@dataclass
class CasoSintetico:
    """Un caso por escribir: sus campos, sus víctimas y sus lugares."""

    campos: dict[str, Any]
    victimas: list[dict[str, Any]] = field(default_factory=list)
    lugares: list[dict[str, Any]] = field(default_factory=list)


def _elegir(azar: random.Random, pesos: tuple[tuple[str, int], ...]) -> str:
    return azar.choices([v for v, _ in pesos], [p for _, p in pesos])[0]


def distritos_por_departamento() -> dict[int, tuple[list[str], list[int]]]:
    """Códigos de distrito y población, para elegir dónde se registró."""
    por: dict[int, tuple[list[str], list[int]]] = defaultdict(lambda: ([], []))
    for lugar in leer_lugares():
        if len(lugar.codigo) == 6:
            codigos, pesos = por[int(lugar.codigo[:2])]
            codigos.append(lugar.codigo)
            pesos.append(lugar.poblacion)
    return por


class Fabrica:
    """Convierte mazos en casos con un azar de semilla fija."""

    def __init__(self, semilla: int = 9) -> None:
        self.azar = random.Random(semilla)  # noqa: S311 - datos inventados, no un secreto
        self.azar_de_textos = random.Random(semilla)  # noqa: S311 - igual
        self.azar_de_lugares = random.Random(semilla)  # noqa: S311 - igual
        self.distritos = distritos_por_departamento()

    def casos(self, lugar: Lugar, mazo: Mazo) -> list[CasoSintetico]:
        """Los casos de un departamento y mes, con todas sus víctimas."""
        personas = self._personas(mazo)
        grupos: dict[tuple[str, str], list[dict[str, Any]]] = defaultdict(list)
        for persona in personas:
            grupos[(persona.pop("denunciante"), persona.pop("destino"))].append(persona)
        casos = []
        for (denunciante, destino), miembros in sorted(grupos.items()):
            while miembros:
                cuantas = min(
                    len(miembros), self.azar.choices((1, 2, 3, 4, 6), (58, 20, 11, 7, 4))[0]
                )
                casos.append(self._caso(lugar, denunciante, destino, miembros[:cuantas]))
                miembros = miembros[cuantas:]
        return casos

    def _personas(self, mazo: Mazo) -> list[dict[str, Any]]:
        cartas = {codigo: list(valores) for codigo, valores in mazo.cartas.items()}
        for codigo, valores in cartas.items():
            if codigo not in ("fin", "lugar_explotacion"):
                self.azar.shuffle(valores)
        self._emparejar(cartas)
        parejas = list(mazo.sexo_y_edad)
        self.azar.shuffle(parejas)
        return [
            {"sexo": sexo, "grupo_edad": grupo} | {c: v[i] for c, v in cartas.items()}
            for i, (sexo, grupo) in enumerate(parejas)
        ]

    def _emparejar(self, cartas: dict[str, list[str]]) -> None:
        """Da a cada finalidad, mientras haya, un lugar de explotación afín."""
        lugares = cartas["lugar_explotacion"]
        self.azar.shuffle(lugares)
        cartas["fin"].sort(key=lambda f: (f not in AFINES, f))
        sobrantes, puestos = list(lugares), []
        for fin in cartas["fin"]:
            afines = AFINES.get(fin, set())
            i = next((i for i, x in enumerate(sobrantes) if x in afines), 0)
            puestos.append(sobrantes.pop(i))
        orden = list(range(len(puestos)))
        self.azar.shuffle(orden)
        cartas["lugar_explotacion"] = [puestos[i] for i in orden]
        cartas["fin"] = [cartas["fin"][i] for i in orden]

    def _caso(
        self, lugar: Lugar, denunciante: str, destino: str, personas: list[dict[str, Any]]
    ) -> CasoSintetico:
        anio, mes, departamento = lugar
        fecha = date(anio, mes or 1, self.azar.randint(1, 28) if mes else 1)
        campos = {
            "materia": "trata",
            "origen": _elegir(self.azar, (("operativo", 48), ("denuncia", 42), ("derivacion", 10))),
            "fuente": "pnp",
            "fecha_de_registro": fecha,
            "precision_de_registro": "dia" if mes else "anio",
            "denunciante": self._afinar("denunciante", denunciante),
            "destino": destino,
            "destino_otro": "Sin detalle en la fuente" if destino == "otro" else "",
            "estado": _elegir(self.azar, (("conforme", 71), ("enviado", 29))),
        }
        campos["denunciante_otro"] = self._detalle("denunciante", campos["denunciante"])
        caso = CasoSintetico(campos)
        caso.victimas = [self._victima(p, fecha) for p in personas]
        caso.lugares = self._lugares(departamento, caso.victimas[0])
        return caso

    def _afinar(self, codigo: str, valor: str) -> str:
        """La mayor parte de los «otro» se abre en categorías finas, que suben a «otro»."""
        if valor == "otro" and self.azar.random() < 0.72:
            return self.azar.choice(FINAS[codigo])
        return valor

    def _detalle(self, codigo: str, valor: str) -> str:
        """El texto que «otro» exige: lo que la gente suele escribir. No gasta el azar principal."""
        return self.azar_de_textos.choice(DETALLES[codigo]) if valor == "otro" else ""

    def _victima(self, p: dict[str, Any], fecha: date) -> dict[str, Any]:
        internacional = p["reclutamiento"] == "internacional"
        nacionalidad = _elegir(self.azar, NACIONALIDADES) if internacional else "pe"
        rango = EDADES.get(p["grupo_edad"])
        v = {
            "sexo": p["sexo"],
            "grupo_edad": p["grupo_edad"],
            "forma_edad": "exacta" if rango else NO_CONSTA,
            "edad": self.azar.randint(*rango) if rango else None,
            "educacion": p["educacion"],
            "alcance": p["reclutamiento"],
            "finalidad": p["fin"],
            "medio": self._afinar("medio", p["medio"]),
            "captacion": self._afinar("captacion", p["captacion"]),
            "vinculo": self._afinar("vinculo", p["vinculo"]),
            "lugar_explotacion": self._afinar("lugar_explotacion", p["lugar_explotacion"]),
            "nacionalidad": nacionalidad,
            "hallazgo": _elegir(self.azar, HALLAZGOS),
            "fecha_de_hallazgo": fecha - timedelta(days=self.azar.randint(0, 6)),
            "estado": _elegir(self.azar, ESTADOS),
        }
        for codigo, detalle in (
            *(("medio", "medio_otro"), ("captacion", "captacion_otra")),
            *(("vinculo", "vinculo_otro"), ("lugar_explotacion", "lugar_explotacion_otro")),
        ):
            v[detalle] = self._detalle(codigo, v[codigo])
        return v

    def _lugares(self, departamento: int, victima: dict[str, Any]) -> list[dict[str, Any]]:
        """Registro en el departamento; captación y explotación, verosímiles."""
        lugares = [{"rol": "registro", "ubigeo_id": self._distrito(departamento)}]
        if victima["nacionalidad"] == "pe":
            origen = departamento if self.azar.random() < 0.42 else self.azar.choice(ORIGENES)
            lugares.append({"rol": "captacion", "ubigeo_id": self._distrito(origen)})
        else:
            lugares.append({"rol": "captacion", "pais": victima["nacionalidad"]})
        destino = departamento if self.azar.random() < 0.83 else self.azar.choice((15, 17, 8, 23))
        lugares.append({"rol": "explotacion", "ubigeo_id": self._distrito(destino)})
        return [*lugares, *self._lugares_del_camino(lugares, destino)]

    def _lugares_del_camino(
        self, conocidos: list[dict[str, Any]], destino: int
    ) -> list[dict[str, Any]]:
        """Residencia, detección y tránsito. No gastan el azar principal."""
        azar = self.azar_de_lugares
        captacion = conocidos[1]
        camino = []
        if "pais" in captacion or azar.random() < 0.7:
            camino.append(captacion | {"rol": "residencia"})
        if azar.random() < 0.9:
            camino.append(conocidos[2] | {"rol": "deteccion"})
        if azar.random() < 0.2:
            paso = azar.choice([d for d in (1, 6, 8, 15, 17, 20, 22, 24) if d != destino])
            camino.append({"rol": "transito", "ubigeo_id": self._distrito(paso, azar)})
        return camino

    def _distrito(self, departamento: int, azar: random.Random | None = None) -> str:
        codigos, pesos = self.distritos[departamento]
        return (azar or self.azar).choices(codigos, pesos)[0]
