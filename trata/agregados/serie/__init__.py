"""La serie oficial de la PNP: leerla como se publica, revisar su calidad, volverla celdas."""
