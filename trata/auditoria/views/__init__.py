"""Pantallas de control."""
