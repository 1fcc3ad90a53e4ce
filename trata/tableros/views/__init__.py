"""Vistas de los tableros."""
