"""Cuántas identidades puede leer, buscar o verificar una persona en un día.

Son topes de prudencia propuestos por el diseño; la alerta de lecturas desusadas, que mira la
costumbre de cada quien, vive en la auditoría. El día es el de Lima.
"""

LECTURAS_POR_DIA = 40
LECTURAS_QUE_SE_PIDEN = 200
BUSQUEDAS_POR_DIA = 120
VERIFICACIONES_POR_DIA = 60
VERIFICACIONES_POR_PERSONA = 6
AVISOS_FUERA_POR_DIA = 15
ADJUNTOS_POR_DIA = 100
HORAS_DE_APERTURA = 8
SEGUNDOS_A_LA_VISTA = 90
