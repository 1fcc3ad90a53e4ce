"""Formularios de regiones."""
