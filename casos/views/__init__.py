"""Pantallas del registro."""
