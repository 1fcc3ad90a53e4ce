"""El motor: de los registros a los hechos, de los hechos a las celdas. Ver ADR del motor."""
