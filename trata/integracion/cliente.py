"""Escribe un cliente de Python desde el documento OpenAPI: un archivo, sin dependencias."""

import keyword
import re
from typing import Any

CABEZA = '''"""Cliente de la API de TRATA {version}. Generado: no lo edites, vuelve a generarlo.

    from trata_cliente import Cliente

    trata = Cliente("https://trata.ejemplo.gob.pe", "tu-token")
    alta = trata.casos_create({{"materia": "trata", "origen": "denuncia"}}, idempotency_key="mp-1")
    print(alta.datos["codigo"], alta.acuse)
    for caso in trata.todas(trata.casos_list, incluir="victimas"):
        print(caso["codigo"])
"""

import base64
import hashlib
import hmac
import json
import time
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any
from urllib.error import HTTPError
from urllib.parse import parse_qsl, quote, urlencode, urlsplit
from urllib.request import Request, urlopen


@dataclass(frozen=True)
class Respuesta:
    """Lo que respondió la casa."""

    estado: int
    datos: Any
    cabeceras: dict[str, str]

    @property
    def etag(self) -> str:
        """Lo que pide `if_match` para cambiarlo."""
        return self.cabeceras.get("ETag", "")

    @property
    def acuse(self) -> str:
        """El identificador del acuse firmado de lo enviado."""
        return self.cabeceras.get("Acuse", "")


class ProblemaError(Exception):
    """Un error de la API: `codigo` no cambia; `campos` dice qué corregir."""

    def __init__(self, estado: int, cuerpo: dict[str, Any], espera: int = 0) -> None:
        super().__init__(cuerpo.get("mensaje", f"Respondió {{estado}}"))
        self.estado, self.espera = estado, espera
        self.codigo = cuerpo.get("codigo", "")
        self.mensaje = cuerpo.get("mensaje", "")
        self.campos = cuerpo.get("campos", {{}})


class AvisoFalsoError(Exception):
    """Lo recibido no lo firmó la casa con tu secreto, o es viejo."""


def abrir_aviso(
    secreto: str, cabeceras: Mapping[str, str], cuerpo: bytes, *, segundos: int = 300
) -> dict[str, Any]:
    """Comprueba un aviso (Standard Webhooks) y devuelve su contenido.

    Recibe el secreto de la suscripción (`whsec_…`), las cabeceras y los bytes tal como llegaron.
    Lanza `AvisoFalsoError`. Descarta repetidos por la cabecera `webhook-id`.
    """
    dichas = {{n.lower(): v for n, v in cabeceras.items()}}
    momento = dichas.get("webhook-timestamp", "")
    if not momento.isdecimal() or abs(time.time() - int(momento)) > segundos:
        raise AvisoFalsoError("La hora del aviso no es la de ahora.")
    llave = base64.b64decode(secreto.removeprefix("whsec_"))
    firmado = f"{{dichas.get('webhook-id', '')}}.{{momento}}.".encode() + cuerpo
    firma = base64.b64encode(hmac.new(llave, firmado, hashlib.sha256).digest()).decode()
    dadas = dichas.get("webhook-signature", "").split()
    if not any(hmac.compare_digest(f"v1,{{firma}}".encode(), d.encode()) for d in dadas):
        raise AvisoFalsoError("La firma no es la de tu secreto.")
    return json.loads(cuerpo)


class Cliente:
    """Una casa y una credencial."""

    def __init__(self, raiz: str, token: str, *, segundos: float = 30) -> None:
        self.raiz, self.token, self.segundos = raiz.rstrip("/"), token, segundos

    def pedir(
        self,
        metodo: str,
        ruta: str,
        consulta: dict[str, Any] | None = None,
        cuerpo: Any = None,
        cabeceras: dict[str, str | None] | None = None,
    ) -> Respuesta:
        """Un pedido. Lanza `ProblemaError` si la casa no lo acepta."""
        pares = {{k: v for k, v in (consulta or {{}}).items() if v is not None}}
        direccion = self.raiz + ruta + (f"?{{urlencode(pares, doseq=True)}}" if pares else "")
        propias = {{k: v for k, v in (cabeceras or {{}}).items() if v is not None}}
        pedido = Request(
            direccion,
            method=metodo,
            data=None if cuerpo is None else json.dumps(cuerpo).encode(),
            headers={{
                "Authorization": f"Token {{self.token}}",
                "Accept": "application/json",
                "Content-Type": "application/json",
            }}
            | propias,
        )
        try:
            with urlopen(pedido, timeout=self.segundos) as respuesta:
                crudo, tipo = respuesta.read(), respuesta.headers.get("Content-Type", "")
                datos = json.loads(crudo) if crudo and "json" in tipo else crudo
                return Respuesta(respuesta.status, datos, dict(respuesta.headers))
        except HTTPError as error:
            crudo = error.read()
            es_json = "json" in error.headers.get("Content-Type", "")
            espera = int(error.headers.get("Retry-After") or 0)
            cuerpo_del_error = json.loads(crudo) if es_json else {{}}
            raise ProblemaError(error.code, cuerpo_del_error, espera) from None

    def todas(self, lista: Callable[..., Respuesta], *args: Any, **kwargs: Any) -> Iterator[Any]:
        """Recorre una lista entera, página por página."""
        pagina = lista(*args, **kwargs).datos
        while True:
            yield from pagina["resultados"]
            if not pagina["siguiente"]:
                return
            partes = urlsplit(pagina["siguiente"])
            pagina = self.pedir("GET", partes.path, dict(parse_qsl(partes.query))).datos
'''
METODO = '''
    def {nombre}(self, {parametros}) -> Respuesta:
        """{texto}"""
        return self.pedir(
            "{verbo}",
            {ruta},
            {consulta},
            {cuerpo},
            {cabeceras},
        )
'''


def escribir(documento: dict[str, Any]) -> str:
    """Recibe el documento OpenAPI; devuelve el módulo entero."""
    partes = [CABEZA.format(version=documento["info"]["version"])]
    for ruta, operaciones in sorted(documento["paths"].items()):
        for verbo, operacion in sorted(operaciones.items()):
            partes.append(_metodo(ruta, verbo, operacion))
    return "".join(partes)


def identificador(texto: str) -> str:
    """«Idempotency-Key» → `idempotency_key`; una palabra de Python lleva guion bajo."""
    nombre = re.sub(r"\W+", "_", texto).strip("_").lower()
    return f"{nombre}_" if keyword.iskeyword(nombre) else nombre


def _metodo(ruta: str, verbo: str, operacion: dict[str, Any]) -> str:
    suyos = operacion.get("parameters", [])
    de = {lugar: [p["name"] for p in suyos if p["in"] == lugar] for lugar in ("query", "header")}
    en_ruta = re.findall(r"{(\w+)}", ruta)
    con_cuerpo = "requestBody" in operacion
    obligatorio = con_cuerpo and operacion["requestBody"].get("required", False)
    parametros = [f"{identificador(n)}: str" for n in en_ruta]
    if con_cuerpo:
        parametros.append("cuerpo: Any" if obligatorio else "cuerpo: Any = None")
    opcionales = [f"{identificador(n)}: Any = None" for n in (*de["query"], *de["header"])]
    if opcionales:
        parametros += ["*", *opcionales]
    armada = re.sub(r"{(\w+)}", lambda m: "{quote(" + identificador(m[1]) + ", safe='')}", ruta)

    def mapa(nombres: list[str]) -> str:
        return "{" + ", ".join(f'"{n}": {identificador(n)}' for n in nombres) + "}"

    return METODO.format(
        nombre=identificador(operacion["operationId"]),
        parametros=", ".join(parametros) or "/",
        texto=operacion.get("summary", ruta).replace('"', "'"),
        verbo=verbo.upper(),
        ruta=f'f"{armada}"' if en_ruta else f'"{ruta}"',
        consulta=mapa(de["query"]),
        cuerpo="cuerpo" if con_cuerpo else "{}" if verbo == "post" else "None",
        cabeceras=mapa(de["header"]),
    ).replace("(self, /)", "(self)")
