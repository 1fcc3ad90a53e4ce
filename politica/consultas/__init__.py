"""Lecturas de la política."""
