"""Vistas de las estadísticas."""
