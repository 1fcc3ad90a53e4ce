"""Pantallas de la política."""
