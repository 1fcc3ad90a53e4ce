"""Las lecturas de regiones."""
