"""Nombres de personas en español: normalización, fonética, semejanza y claves.

Python puro, salvo `indices`, que pide la huella con llave a `trata.comun.cifrado`. Nada consulta
la base.
"""
