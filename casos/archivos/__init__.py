"""Archivos hostiles: qué son por su contenido, qué se les quita y si traen algo malo.

Recibe bytes y devuelve bytes; no sabe de casos ni de personas.
"""
