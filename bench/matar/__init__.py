"""Prueba de fuego: se mata todo mientras entran envíos y se cuenta si algo se perdió o dobló."""
