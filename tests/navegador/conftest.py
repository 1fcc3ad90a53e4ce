"""Navegador real para las pruebas: chromium de Debian contra el servidor con el rol `app`.

`pagina` falla la prueba si la consola se queja, si hay un error de JavaScript, una violación de
la política de contenido o un pedido fuera de esta máquina. Sin chromium se saltan, y se ve.
"""

import os
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe
from django.conf import settings
from django.test import Client
from playwright.sync_api import Browser, Page, Route, sync_playwright
from pytest_django.live_server_helper import LiveServer

from tests import bases
from trata.cuentas.models import Designacion, Usuario

CHROMIUM = os.environ.get("CHROMIUM", "/usr/bin/chromium")
NIVELES_GRAVES = {"serious", "critical"}
REGLAS_AXE = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
# Playwright mantiene un bucle de eventos en este hilo; el ORM se usa aquí sólo para preparar datos.
os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "true"


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Marca como `navegador` todo lo de esta carpeta y lo salta si no hay chromium."""
    aqui = Path(__file__).parent
    for item in items:
        if aqui in item.path.parents:
            item.add_marker(pytest.mark.navegador)
            if not Path(CHROMIUM).exists():
                item.add_marker(pytest.mark.skip(reason=f"no hay navegador en {CHROMIUM}"))


@pytest.fixture(scope="session")
def navegador() -> Iterator[Browser]:
    """Un chromium para toda la corrida."""
    with sync_playwright() as juego:
        abierto = juego.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox"])
        yield abierto
        abierto.close()


class Quejas(list):
    """Lo que el navegador reprochó. `perdonar(texto)` acepta una queja esperada."""

    def __init__(self) -> None:
        super().__init__()
        self.perdonadas = ["Service Worker registration blocked by Playwright"]

    def perdonar(self, texto: str) -> None:
        """Acepta las quejas que contienen `texto` (por ejemplo, el 404 que la prueba provoca)."""
        self.perdonadas.append(texto)

    def graves(self) -> list[str]:
        """Las que nadie perdonó."""
        return [q for q in self if not any(p in q for p in self.perdonadas)]


@pytest.fixture
def servidor(live_server: Any) -> str:
    """Dirección del servidor de la prueba: base propia, que se repone al terminar cada prueba.

    Un módulo que sólo lee puede cambiarlo por `servidor_compartido` y ahorrarse la reposición.
    """
    return live_server.url


@pytest.fixture(scope="module")
def servidor_compartido(django_db_setup: None, django_db_blocker: Any) -> Iterator[str]:
    """Un servidor para todo el módulo; la base se repone una sola vez, al final."""
    with django_db_blocker.unblock():
        vivo = LiveServer("localhost")
        yield vivo.url
        vivo.stop()
        bases.clonar()


@pytest.fixture
def abrir_pagina(navegador: Browser, servidor: str) -> Iterator[Callable[..., Page]]:
    """Fábrica de páginas: `abrir_pagina(ancho=360, con_js=False)`. Cada una, un contexto limpio."""
    contextos = []
    quejas = Quejas()

    def abrir(
        *, ancho: int = 1280, alto: int = 900, con_js: bool = True, con_trabajador: bool = False
    ) -> Page:
        contexto = navegador.new_context(
            base_url=servidor,
            viewport={"width": ancho, "height": alto},
            locale="es-PE",
            timezone_id="America/Lima",
            java_script_enabled=con_js,
            reduced_motion="reduce",
            service_workers="allow" if con_trabajador else "block",
        )
        contexto.set_default_timeout(10_000)
        contextos.append(contexto)

        def vigilar(ruta: Route) -> None:
            if ruta.request.url.startswith((servidor, "data:", "blob:")):
                ruta.continue_()
            else:
                quejas.append(f"pidió algo de fuera: {ruta.request.url}")
                ruta.abort()

        contexto.route("**/*", vigilar)
        pagina = contexto.new_page()
        pagina.on(
            "console",
            lambda m: quejas.append(f"consola: {m.text}") if m.type in {"error", "warning"} else 0,
        )
        pagina.on("pageerror", lambda e: quejas.append(f"JavaScript: {e}"))
        pagina.quejas = quejas
        return pagina

    yield abrir
    for contexto in contextos:
        contexto.close()
    assert quejas.graves() == []


@pytest.fixture
def pagina(abrir_pagina: Callable[..., Page]) -> Page:
    """Una página de escritorio; `pagina.goto("/casos/")` usa el servidor de la prueba."""
    return abrir_pagina()


def crear_usuario(rol: str, *, prefijos: list[str] | None = None, **campos: Any) -> Usuario:
    """Crea un usuario con un rol de la tabla y un ámbito (nacional si no se dice); si ya está, lo
    devuelve."""
    nombre = campos.pop("username", f"{rol}-de-prueba")
    if existente := Usuario.objects.filter(username=nombre).first():
        return existente
    usuario = Usuario.objects.create_user(
        nombre,
        campos.pop("password", "clave-de-prueba-1"),
        nombres=campos.pop("nombres", "Rosa"),
        apellidos=campos.pop("apellidos", "Quispe"),
        **campos,
    )
    Designacion.objects.create(
        usuario=usuario, rol=rol, prefijos=[""] if prefijos is None else prefijos, resolucion="R-1"
    )
    return usuario


@pytest.fixture
def entrar(servidor: str) -> Callable[..., Usuario]:
    """`entrar(pagina, "analista", prefijos=["08"])`: deja la página con la sesión abierta.

    Pone la cookie de sesión sin pasar por el formulario; la entrada tiene sus propias pruebas.
    Acepta también un `Usuario` ya creado.
    """

    def _entrar(pagina: Page, quien: str | Usuario, **campos: Any) -> Usuario:
        usuario = quien if isinstance(quien, Usuario) else crear_usuario(quien, **campos)
        cliente = Client()
        cliente.force_login(usuario, backend="django.contrib.auth.backends.ModelBackend")
        nombre = settings.SESSION_COOKIE_NAME
        pagina.context.add_cookies(
            [{"name": nombre, "value": cliente.cookies[nombre].value, "url": servidor}]
        )
        return usuario

    return _entrar


@pytest.fixture
def sin_faltas_graves() -> Callable[[Page], None]:
    """`sin_faltas_graves(pagina)`: axe no encuentra nada serio ni crítico (WCAG 2.2 AA)."""

    def revisar(pagina: Page) -> None:
        opciones = {
            "resultTypes": ["violations"],
            "runOnly": {"type": "tag", "values": REGLAS_AXE},
        }
        faltas = Axe().run(pagina, options=opciones).response["violations"]
        graves = [
            f"{f['id']}: {f['help']} → {[n['target'] for n in f['nodes'][:4]]}"
            for f in faltas
            if f["impact"] in NIVELES_GRAVES
        ]
        assert graves == [], f"{pagina.url}\n" + "\n".join(graves)

    return revisar


@pytest.fixture
def sin_desborde() -> Callable[[Page], None]:
    """`sin_desborde(pagina)`: nada obliga a desplazarse a los lados (WCAG 1.4.10)."""

    def revisar(pagina: Page) -> None:
        ancho = pagina.evaluate("document.documentElement.scrollWidth")
        assert ancho <= pagina.viewport_size["width"], f"{pagina.url} mide {ancho} px de ancho"

    return revisar
