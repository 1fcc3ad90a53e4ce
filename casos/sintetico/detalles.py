"""Lo que se escribe al elegir «otro»: frases inventadas, sin personas, para la demostración."""

SIN_DETALLE = "Sin detalle en la fuente"
DETALLES: dict[str, tuple[str, ...]] = {
    "denunciante": (
        *(SIN_DETALLE, SIN_DETALLE, "Personal PNP en intervención", "Efectivo PNP de oficio"),
        *("Fiscalía de turno", "La agraviada", "CEM de la provincia", "Llamada anónima"),
        *("Padre de la víctima", "Vecinos del lugar", "Docente del colegio"),
    ),
    "vinculo": (
        *(SIN_DETALLE, SIN_DETALLE, "Dueña del local", "Encargado del bar", "Enamorado"),
        *("Contacto de Facebook", "No lo conocía", "Amiga del colegio", "Vecina", "Su jefe"),
        *("Tía política", "Prestamista"),
    ),
    "lugar_explotacion": (
        *(SIN_DETALLE, SIN_DETALLE, "Cantina", "Bar karaoke", "Hospedaje", "Hotel"),
        *("Vivienda particular", "Chacra de coca", "Campamento minero", "Página de internet"),
    ),
    "captacion": (
        *(SIN_DETALLE, SIN_DETALLE, "Por Facebook", "Aviso en la web", "Agencia de empleos"),
        *("Entregada por un familiar", "En una fiesta", "Por WhatsApp", "Terminal terrestre"),
    ),
    "medio": (
        *(SIN_DETALLE, SIN_DETALLE, "Situación de pobreza", "Aprovechó su necesidad"),
        *("La obligaba con deudas", "Promesa de regalos", "Retención del DNI"),
    ),
}
