"""Formularios del registro."""
