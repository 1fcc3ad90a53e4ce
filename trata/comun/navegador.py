"""El navegador y el sistema de una sesión, en palabras: «Chrome 156 en Windows»."""

import re

# El orden importa: Edge y Opera dicen también «Chrome», y Chrome dice también «Safari».
_NAVEGADORES = (
    ("Edge", re.compile(r"\bEdgA?(?:iOS)?/(\d+)")),
    ("Opera", re.compile(r"\bOPR/(\d+)")),
    ("Samsung Internet", re.compile(r"\bSamsungBrowser/(\d+)")),
    ("Firefox", re.compile(r"\b(?:Firefox|FxiOS)/(\d+)")),
    ("Chrome", re.compile(r"\b(?:Headless)?(?:Chrome|CriOS)/(\d+)")),
    ("Safari", re.compile(r"\bVersion/(\d+)[\d.]* (?:Mobile/\w+ )?Safari/")),
)
_SISTEMAS = (
    ("Android", "Android"),
    ("iPhone", "iPhone"),
    ("iPad", "iPad"),
    ("Windows", "Windows"),
    ("Mac OS X", "macOS"),
    ("CrOS", "ChromeOS"),
    ("Linux", "Linux"),
)
LARGO = 60


def navegador(agente: str) -> str:
    """Recibe el agente que declara el programa; si no se reconoce, su comienzo tal cual."""
    texto = agente or ""
    nombre = next((f"{n} {m[1]}" for n, p in _NAVEGADORES if (m := p.search(texto))), "")
    sistema = next((dicho for marca, dicho in _SISTEMAS if marca in texto), "")
    if nombre and sistema:
        return f"{nombre} en {sistema}"
    return nombre or (texto if len(texto) <= LARGO else f"{texto[: LARGO - 1]}…")
