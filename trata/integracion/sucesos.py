"""Catálogo de sucesos a los que un sistema se puede suscribir."""

SUCESOS: dict[str, str] = {
    "caso.registrado": "Se empezó a registrar un caso",
    "caso.cambiado": "Cambió un caso o una de sus partes",
    "caso.enviado": "Un caso pasó a validación",
    "caso.observado": "Un caso fue observado",
    "caso.conforme": "Un caso recibió conformidad",
    "caso.anulado": "Un caso fue anulado",
    "reporte.enviado": "Una entidad envió el reporte de un servicio",
    "reporte.observado": "Un reporte fue observado",
    "reporte.validado": "Un reporte fue validado",
    "reporte.conforme": "Un reporte recibió conformidad",
    "enlace.pedido": "Se pidió enlazar un caso",
    "enlace.respondido": "Se respondió una solicitud de enlace",
    "tablero.recalculado": "Las cifras del registro se volvieron a calcular",
    "informe.publicado": "Se publicó un informe",
}
OPCIONES_DE_SUCESO = tuple(SUCESOS.items())
