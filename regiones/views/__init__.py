"""Pantallas de regiones."""
