"""Datos de ejemplo de la galería: inventados, sin personas, sólo para ver los componentes."""

from typing import Any

FUENTES = [
    ("denuncia", "Denuncia"),
    ("operativo", "Operativo"),
    ("derivacion", "Derivación de otra institución"),
    ("otro", "Otro"),
    ("no_consta", "No consta"),
]
MEDIOS = [
    ("engano", "Engaño"),
    ("amenaza", "Amenaza"),
    ("abuso_de_poder", "Abuso de poder"),
    ("beneficios", "Concesión de beneficios"),
    ("no_consta", "No consta"),
    ("no_se_pregunto", "No se preguntó"),
]
DEPARTAMENTOS = [
    ("", "Selecciona una opción"),
    ("08", "Cusco"),
    ("15", "Lima"),
    ("16", "Loreto"),
    ("17", "Madre de Dios"),
]

COLORES = [
    ("Tinta", "muestra-color--tinta", "#0D1028", "Texto"),
    ("Tinta 2", "muestra-color--tinta-2", "#3D4053", "Texto secundario"),
    ("Tinta 3", "muestra-color--tinta-3", "#555869", "Ayudas y notas"),
    ("Azul", "muestra-color--azul", "#0056AC", "Enlaces y acciones"),
    ("Azul oscuro", "muestra-color--azul-oscuro", "#184397", "Al pasar el puntero"),
    ("Azul profundo", "muestra-color--azul-profundo", "#12305C", "Cifra principal y pie"),
    ("Rojo", "muestra-color--rojo", "#BF0909", "Marca y errores, nada más"),
    ("Éxito", "muestra-color--exito", "#126B49", "Completo, conforme"),
    ("Aviso", "muestra-color--aviso", "#7A3A00", "Atención; siempre con palabra"),
    ("Foco", "muestra-color--foco", "#FFDD00", "Dónde está el teclado"),
]

ESTADOS = [
    ("Borrador", "neutro"),
    ("Enviado", "info"),
    ("Observado", "aviso"),
    ("Conforme", "exito"),
    ("Anulado", "error"),
    ("Dato reservado", "morado"),
]

FILAS_TABLA = [
    ["Madre de Dios", "61", "33,4", "96,7 %"],
    ["Lima", "143", "1,3", "71,3 %"],
    ["Loreto", "38", "3,7", "84,2 %"],
    ["Cusco", "27", "2,0", "77,8 %"],
]

ARBOL = [
    {
        "codigo": "1",
        "titulo": "Objetivo de ejemplo con sus lineamientos",
        "abierto": True,
        "datos": ["", "", "", ""],
        "hijos": [
            {
                "codigo": "1.1",
                "titulo": "Lineamiento de ejemplo",
                "abierto": True,
                "datos": ["80", "52", {"texto": "En curso", "tono": "info"}, "65 %"],
                "hijos": [
                    {
                        "codigo": "S1",
                        "titulo": "Servicio de ejemplo",
                        "url": "#arbol",
                        "datos": [
                            "40",
                            "38",
                            {"texto": "Cerca de la meta", "tono": "exito"},
                            "95 %",
                        ],
                    },
                    {
                        "codigo": "S2",
                        "titulo": "Otro servicio de ejemplo",
                        "url": "#arbol",
                        "datos": ["40", "14", {"texto": "En riesgo", "tono": "aviso"}, "35 %"],
                    },
                ],
            }
        ],
    }
]

COMPORTAMIENTOS = [
    ("data-si", "un control", "Lo muestra sólo con esa respuesta: fuente=otro|no_consta."),
    ("data-cuida-cambios", "form", "Avisa al salir con cambios; si vence la sesión los conserva."),
    ("data-contador", "tras un textarea", "Cuenta los caracteres. Sale solo con max_length."),
    ("data-resumen-errores", "el resumen", "Recibe el foco; sus enlaces llevan al campo."),
    ("data-anuncio", "en lo que trae htmx", "Dice en voz alta ese texto: «12 resultados»."),
    ("data-imprimir", "un botón oculto", "Lo muestra; imprime con las tablas desplegadas."),
    ("data-copiar-enlace", "un botón oculto", "Copia la dirección de la página."),
    ("data-ocultar-pantalla", "un botón oculto", "Difumina la pantalla; también con Esc Esc."),
    ("data-cierra-fuera", "un <details>", "Se cierra con Esc o con un clic fuera."),
]

EJEMPLOS: dict[str, Any] = {
    "comportamientos": COMPORTAMIENTOS,
    "colores": COLORES,
    "estados": ESTADOS,
    "columnas": [
        {"texto": "Departamento"},
        {"texto": "Víctimas", "numero": True},
        {"texto": "Tasa por 100 000 hab.", "numero": True},
        {"texto": "Mujeres", "numero": True},
    ],
    "filas_tabla": FILAS_TABLA,
    "total_tabla": ["Total de ejemplo", "269", "1,9", "78,4 %"],
    "nodos": ARBOL,
    "columnas_arbol": ["Meta", "Avance", "Estado", "Porcentaje"],
    "tareas": [
        {"titulo": "Denuncia y fuente", "url": "#tareas", "estado": "completa"},
        {"titulo": "Hechos y lugares", "url": "#tareas", "estado": "incompleta"},
        {
            "titulo": "Víctimas (2)",
            "url": "#tareas",
            "estado": "con-observaciones",
            "ayuda": "El validador pidió precisar la edad.",
        },
        {"titulo": "Documentos", "url": "#tareas", "estado": "sin-empezar"},
        {"titulo": "Revisar y enviar", "url": "", "estado": "no-disponible"},
    ],
    "resumen_filas": [
        {"clave": "Fecha del hecho", "valor": "Marzo de 2026 (sin día)", "url": "#resumen"},
        {"clave": "Lugar de captación", "valor": "Tambopata, Madre de Dios", "url": "#resumen"},
        {"clave": "Lugar de explotación", "valor": "", "url": "#resumen"},
    ],
    "hechos": [
        {
            "titulo": "Caso registrado",
            "cuando": "23 de noviembre de 2026, 10:42",
            "fecha_iso": "2026-11-23T10:42",
            "quien": "Analista regional",
        },
        {
            "titulo": "Derivado a la UDAVIT",
            "cuando": "24 de noviembre de 2026, 09:05",
            "fecha_iso": "2026-11-24T09:05",
            "quien": "Enlace institucional",
            "texto": "Se pidió acompañamiento legal y psicológico.",
        },
    ],
    "pasos": [
        {"texto": "Buscar", "estado": "hecho"},
        {"texto": "Registrar", "estado": "actual"},
        {"texto": "Revisar y enviar", "estado": "pendiente"},
    ],
    "pestanas_muestra": [
        {"texto": "Mis borradores", "url": "#pestanas", "activa": True, "cuenta": 4},
        {"texto": "Observados", "url": "#pestanas", "cuenta": 2},
        {"texto": "Por validar", "url": "#pestanas", "cuenta": 0},
    ],
    "conflicto": [
        {
            "nombre": "lugar",
            "etiqueta": "Lugar",
            "tuya": "Puno",
            "guardada": "Juliaca",
            "distinto": True,
        },
        {"nombre": "fecha", "etiqueta": "Fecha", "tuya": "2026-03-01", "guardada": "2026-03-01"},
    ],
    "secciones": [
        {"titulo": "¿Qué se cuenta?", "contenido": "Víctimas de registros enviados o conformes."},
        {"titulo": "¿Qué no se cuenta?", "contenido": "Víctimas descartadas."},
    ],
    "archivos": [
        {"texto": "CSV", "url": "#descargas", "peso": "12 kB"},
        {"texto": "XLSX", "url": "#descargas", "peso": "18 kB"},
    ],
    "migas_muestra": [("Inicio", "#migas"), ("Casos", "#migas"), ("2026-LIM-000123", "")],
}

# Cómo se escribe cada componente en una plantilla.
USOS: dict[str, str] = {
    "figura": '{% include "_componentes/figura.html" with figura=figura only %}',
    "cifra": (
        '{% include "_componentes/cifra.html" with numero="79,6" unidad="%" etiqueta="…" '
        'denominador="…" nota="…" only %}'
    ),
    "filtros": (
        '{% filtros accion=request.path limpiar=request.path htmx="#lista" %}{% for campo'
        " in form %}{{ campo.as_field_group }}{% endfor %}{% endfiltros %}"
    ),
    "fichas": (
        '{% fichas_de form as fichas %}{% include "_componentes/fichas.html" with fichas='
        "fichas limpiar=request.path only %}"
    ),
    "tabla_datos": (
        '{% include "_componentes/tabla_datos.html" with titulo="…" columnas=columnas fil'
        "as=filas total=total only %}"
    ),
    "orden_columna": (
        '{% include "_componentes/orden_columna.html" with texto="Fecha" url="?orden=-fec'
        'ha" orden="ascending" only %} dentro de {% region_tabla titulo="Casos" %}<table '
        'class="tabla">…{% endregion_tabla %}'
    ),
    "paginacion": (
        '{% include "_componentes/paginacion.html" with anterior=… siguiente=… resumen="5'
        '1–100 de 1 234" only %}'
    ),
    "descargas": (
        '{% include "_componentes/descargas.html" with titulo="Descargar" archivos=archivos only %}'
    ),
    "arbol": ('{% include "_componentes/arbol.html" with nodos=nodos columnas=columnas only %}'),
    "alerta": (
        '{% include "_componentes/alerta.html" with tipo="aviso" titulo="…" texto="…" onl'
        'y %} o {% aviso tipo="aviso" titulo="…" %} … {% endaviso %}'
    ),
    "etiqueta": (
        '{% include "_componentes/etiqueta.html" with texto="Conforme" tono="exito" only %}'
    ),
    "progreso": (
        '{% include "_componentes/progreso.html" with titulo="…" valor=40 texto="40 %" only %}'
    ),
    "vacio": '{% vacio titulo="…" texto="…" %} siguiente acción {% endvacio %}',
    "esqueleto": (
        '{% include "_componentes/esqueleto.html" with texto="Cargando la lista…" only %}'
    ),
    "pasos": '{% include "_componentes/pasos.html" with pasos=pasos only %}',
    "campo": (
        '{{ form }} · {{ form.codigo.as_field_group }} · {% include "_componentes/campo.h'
        'tml" with campo=form.codigo only %}'
    ),
    "resumen_errores": "sale solo si el contexto trae «form» con errores",
    "encabezado": (
        '{% encabezado titulo="Casos" antetitulo="Registro" entradilla="…" %} botones {% '
        "endencabezado %}"
    ),
    "boton": ('{% include "_componentes/boton.html" with texto="Guardar y continuar" only %}'),
    "tarjeta": '{% tarjeta titulo="…" url="…" pie="…" %} contenido {% endtarjeta %}',
    "desplegable": '{% desplegable titulo="…" %} contenido {% enddesplegable %}',
    "acordeon": '{% include "_componentes/acordeon.html" with secciones=secciones only %}',
    "migas": 'migas = [("Inicio", "/"), ("Casos", "")] en el contexto',
    "pestanas": (
        '{% include "_componentes/pestanas.html" with titulo="Colas" pestanas=pestanas only %}'
    ),
    "copiar_enlace": '{% include "_componentes/copiar_enlace.html" only %}',
    "lista_tareas": (
        '{% include "_componentes/lista_tareas.html" with tareas=tareas resumen="Completa'
        'ste 1 de 5 secciones" only %}'
    ),
    "lista_resumen": '{% include "_componentes/lista_resumen.html" with filas=filas only %}',
    "conflicto": (
        '{% include "_componentes/conflicto.html" with filas=filas quien="…" cuando="10:40" only %}'
    ),
    "linea_tiempo": '{% include "_componentes/linea_tiempo.html" with hechos=hechos only %}',
}
