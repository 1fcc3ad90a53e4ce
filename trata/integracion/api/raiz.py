"""Lista de los recursos de la API, sacada de sus propias rutas."""

from collections.abc import Iterator

from django.urls import NoReverseMatch, get_resolver, reverse


def recursos() -> Iterator[tuple[str, str]]:
    """Cada recurso con lista: nombre y dirección, en orden."""
    nombres = sorted(
        nombre
        for nombre in get_resolver().reverse_dict
        if isinstance(nombre, str) and nombre.endswith("-list")
    )
    for nombre in nombres:
        try:
            ruta = reverse(nombre)
        except NoReverseMatch:  # lo que cuelga de otro recurso se descubre desde él
            continue
        yield nombre.removesuffix("-list").removeprefix("api-"), ruta
