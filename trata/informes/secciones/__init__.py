"""Las secciones: funciones `(contexto) -> Seccion` sobre las mismas consultas que las pantallas."""
