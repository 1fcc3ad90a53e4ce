"""Pantallas de informes."""
