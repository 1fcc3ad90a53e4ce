"""Listas abiertas: lo que un piso bajo descubre de uno alto, por nombre.

Son sólo cadenas, para que se encuentren con una búsqueda de texto y nadie importe hacia arriba.
"""

# Lo que el motor de estadísticas cuenta: cada una es una `FuenteDeHechos`.
FUENTES_DE_HECHOS = (
    "casos.hechos.VICTIMAS",
    "casos.hechos.CASOS",
)
# Cifras que el registro calcula para los indicadores de la política (`CifraDelRegistro`).
CIFRAS_DEL_REGISTRO: tuple[str, ...] = (
    "casos.cifras.CASOS_REGISTRADOS",
    "casos.cifras.VICTIMAS_DETECTADAS",
    "casos.cifras.VICTIMAS_RESCATADAS",
    "regiones.cifras.PERSONAS_CAPACITADAS",
    "regiones.cifras.ESPACIOS_CON_PLAN",
)
# Cada una lee su archivo y pone la base igual a él; el orden importa (unas citan a otras).
CATALOGOS: tuple[str, ...] = (
    "trata.territorio.catalogo.cargar",
    "trata.cuentas.catalogo.cargar",
    "trata.agregados.catalogo.cargar",
    "politica.catalogo.cargar",
    "casos.catalogo.cargar",
    "trata.agregados.catalogo.cargar_serie",
    "trata.trabajos.catalogo.cargar",
    "politica.informe_inicial.cargar",
    "politica.comision.catalogo.cargar",
    "regiones.catalogo.cargar",
)
# «Ir a…»: `(usuario, texto) -> list[Destino]`, cada uno sobre lo que ese usuario puede ver.
BUSCADORES: tuple[str, ...] = (
    "casos.consultas.destinos.buscar",
    "politica.consultas.destinos.buscar",
    "regiones.consultas.destinos.buscar",
    "trata.informes.consultas.destinos.buscar",
)
# Efecto → función `(datos: dict) -> None`, que corre en la transacción que lo marca hecho.
EFECTOS_DE_BANDEJA: dict[str, str] = {
    "trabajos.correo": "trata.trabajos.correo.entregar",
    "integracion.suceso": "trata.integracion.avisos.repartir",
}
# Tipo de trabajo → función `(trabajo: EnCurso) -> None`.
TIPOS_DE_TRABAJO: dict[str, str] = {
    "integracion.exportar_casos": "trata.integracion.exportacion.exportar",
    "regiones.certificados": "regiones.tasks.certificados",
    "informes.generar": "trata.informes.tasks.generar",
    "informes.archivar": "trata.informes.tasks.archivar",
    "casos.importar": "casos.tasks.importar_archivo",
    "agregados.cargar_serie": "trata.agregados.periodicas.trabajo_cargar_serie",
    "regiones.participantes": "regiones.tasks.participantes",
    "agregados.recalcular": "trata.agregados.periodicas.trabajo_recalcular",
    "agregados.revisar": "trata.agregados.periodicas.trabajo_revisar",
}
# Código → `Acto` que una persona pide y otra aprueba.
ACTOS_DE_DOS_PERSONAS: dict[str, str] = {
    "cuentas.designar": "trata.cuentas.designaciones.DESIGNAR",
    "integracion.exportar": "trata.integracion.exportacion_masiva.EXPORTAR",
    "casos.paradero": "casos.actos.PARADERO",
    "casos.lecturas": "casos.actos.LECTURAS",
    "casos.suprimir": "casos.actos.SUPRIMIR",
}
# Cada una, `(paso, autorizacion) -> None`, corre en la transacción que la pide o la decide.
AVISOS_DE_AUTORIZACION: tuple[str, ...] = ("trata.trabajos.autorizaciones.avisar",)
# Nombre → (función sin argumentos, cuándo): cinco campos de cron o «cada N s».
TAREAS_PERIODICAS: dict[str, tuple[str, str]] = {
    "trabajos.barrer_bandeja": ("trata.trabajos.bandeja.barrer", "cada 5 s"),
    "integracion.entregar": ("trata.integracion.avisos.entregar_pendientes", "cada 10 s"),
    "trabajos.recuperar": ("trata.trabajos.encargos.recuperar_abandonados", "cada 20 s"),
    "agregados.barrer_marcas": ("trata.agregados.periodicas.barrer_marcas", "cada 10 s"),
    "tableros.alertas": ("trata.tableros.avisos.enviar_alertas", "40 6 * * *"),
    "agregados.revision_nocturna": ("trata.agregados.periodicas.revision_nocturna", "20 3 * * *"),
    "auditoria.alertas": ("trata.auditoria.alertas.revisar", "*/5 * * * *"),
    "trabajos.caducar": ("trata.trabajos.limpieza.caducar", "7 * * * *"),
    "casos.revisar_cuarentena": (
        "casos.tareas_de_archivos.revisar_lo_que_espera",
        "*/5 * * * *",
    ),
    "casos.vencer_importaciones": ("casos.acciones.importacion.vencer_importaciones", "15 3 * * *"),
    "politica.recordar": ("politica.tasks.recordar", "0 8 * * *"),
    "informes.recordar": ("trata.informes.tasks.recordar", "20 8 * * *"),
    "informes.suscripciones": ("trata.informes.tasks.avisar_suscritos", "30 8 * * *"),
    "comision.recordar": ("politica.comision.tasks.recordar", "10 8 * * *"),
}
# Cada `Almacen` de datos cifrados: lo que `llaves rotar` recifra y `llaves retirar` comprueba.
ALMACENES_CIFRADOS: tuple[str, ...] = (
    "trata.cuentas.llaves.SEGUNDO_FACTOR",
    "trata.cuentas.llaves.ENVIOS",
    "trata.auditoria.llaves.SOLICITUDES",
    "regiones.llaves.PARTICIPANTES",
    "casos.llaves.IDENTIDADES",
    "casos.llaves.DATOS_DICHOS",
    "casos.llaves.PARADEROS",
    "casos.llaves.NOMBRES_DE_ADJUNTOS",
    "casos.llaves.CONTENIDO_DE_ADJUNTOS",
    "casos.llaves.ARCHIVOS_POR_IMPORTAR",
    "casos.llaves.MUESTRAS_POR_IMPORTAR",
    "trata.trabajos.llaves.ENTRADAS",
    "trata.trabajos.llaves.RESULTADOS",
    "trata.integracion.llaves.SECRETOS_DE_AVISOS",
    "trata.integracion.llaves.LLAVES_DE_FIRMA",
)
# Función `(pedido, estado, datos) -> uuid | None` que acusa recibo de lo que la API aceptó.
ACUSE_DE_LA_API = "trata.integracion.acuses.acusar"
# Pasos de la demostración, en orden. Cada uno es `paso(decir)`, donde `decir(texto)` cuenta el
# avance, y se puede repetir sin daño. Los de la casa corren también con `demo --sin-datos`.
PASOS_DE_LA_CASA: tuple[str, ...] = ("trata.cuentas.demostracion.crear_usuarios",)
PASOS_DE_DEMOSTRACION: tuple[str, ...] = (
    "casos.sintetico.demostracion.cargar",
    "casos.sintetico.identidades.cargar",
    "casos.sintetico.pendientes.cargar",
    "politica.demostracion.poblar",
    "politica.comision.demostracion.poblar",
    "regiones.demostracion.cargar",
    "trata.informes.demostracion.poblar",
    "trata.auditoria.demostracion.poblar",
)
# Función que devuelve lo que `demo` muestra al arrancar: `(usuario, contraseña, quién es)`.
CUENTAS_DE_DEMOSTRACION = "trata.cuentas.demostracion.cuentas"
