"""El registro de demostración: casos y víctimas inventados que suman lo que suma la serie oficial.

Ninguna persona es real. Los márgenes por departamento, mes y variable son los publicados; todo lo
demás es verosímil y sale de una semilla fija.
"""
