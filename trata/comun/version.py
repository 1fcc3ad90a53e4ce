"""La versión de la casa: la misma que dice `pyproject.toml`."""

VERSION = "0.1.0"
