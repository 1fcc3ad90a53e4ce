"""Los hallazgos redactados por regla: números entran, frases con sus cifras salen.

Python puro. Cada frase cita sus cifras como campos vivos (`{{ pais.sexo.pct }}`), con su
denominador y su unidad, y dice sólo lo que los números dicen: nunca una causa.
"""
