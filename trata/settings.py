"""Configuración de TRATA.

Un solo archivo. Todo lo que cambia de una instalación a otra viene del entorno y se lee con
`entorno`, que al faltar dice qué hay que definir. `TRATA_ENTORNO` vale `demo` (en esta máquina,
con PostgreSQL y Redis embebidos y datos sintéticos), `pruebas` o `servidor`.
"""

import sys
from datetime import timedelta
from pathlib import Path

import environ
from django.core.exceptions import ImproperlyConfigured

from trata.ajustes import (  # noqa: F401 - iguales en toda instalación
    CONTENT_SECURITY_POLICY,
    KNOX_TOKEN_MODEL,
    REST_FRAMEWORK,
    REST_KNOX,
    SPECTACULAR_SETTINGS,
    UMBRALES_DE_ALERTA,
    registro,
)
from trata.listas import (  # noqa: F401 - las lee quien las necesita, por settings
    ACTOS_DE_DOS_PERSONAS,
    ACUSE_DE_LA_API,
    ALMACENES_CIFRADOS,
    AVISOS_DE_AUTORIZACION,
    BUSCADORES,
    CATALOGOS,
    CIFRAS_DEL_REGISTRO,
    CUENTAS_DE_DEMOSTRACION,
    EFECTOS_DE_BANDEJA,
    FUENTES_DE_HECHOS,
    PASOS_DE_DEMOSTRACION,
    PASOS_DE_LA_CASA,
    TAREAS_PERIODICAS,
    TIPOS_DE_TRABAJO,
)
from trata.servicios_locales.rutas import rutas_locales, url_para_celery
from trata.servicios_locales.secretos import (
    llave_de_indice_nueva,
    llave_nueva,
    secreto_local,
)

BASE_DIR = Path(__file__).resolve().parent.parent
_env = environ.Env()


def entorno(
    nombre: str, *, pista: str, defecto: str | None = None, obligatoria: bool = True
) -> str:
    """Lee una variable de entorno o un archivo de secreto (`NOMBRE_FILE`).

    `pista` es la frase que verá quien instala si falta. Lanza `ImproperlyConfigured`, salvo que
    no sea `obligatoria`: entonces devuelve una cadena vacía.
    """
    archivo = _env.str(f"{nombre}_FILE", default="")
    if archivo:
        return Path(archivo).read_text(encoding="utf-8").strip()
    valor = _env.str(nombre, default=defecto)
    if valor in (None, "") and not obligatoria:
        return ""
    if valor in (None, ""):
        raise ImproperlyConfigured(f"Falta la variable {nombre}. {pista}")
    return valor


ENTORNO = _env.str("TRATA_ENTORNO", default="demo")
if ENTORNO not in {"demo", "pruebas", "servidor"}:
    raise ImproperlyConfigured(f"TRATA_ENTORNO vale «{ENTORNO}». Define demo, pruebas o servidor.")
EN_SERVIDOR = ENTORNO == "servidor"
EN_PRUEBAS = ENTORNO == "pruebas"
LOCAL = rutas_locales(BASE_DIR)

ORDEN = sys.argv[1] if len(sys.argv) > 1 else ""
# `manage.py llaves` crea lo que aún no existe: sólo esa orden arranca sin ello.
CREA_LLAVES = ORDEN == "llaves"
DEBUG = False
SECRET_KEY = (
    entorno(
        "SECRET_KEY",
        pista="Genera una con: python3 manage.py llaves clave-secreta",
        defecto="aun-no-hay-clave" if CREA_LLAVES else None,
    )
    if EN_SERVIDOR
    else secreto_local(LOCAL.raiz, "clave-secreta")
)
ALLOWED_HOSTS = _env.list(
    "ALLOWED_HOSTS", default=["localhost", "127.0.0.1", "[::1]", "testserver"]
)
CSRF_TRUSTED_ORIGINS = _env.list("CSRF_TRUSTED_ORIGINS", default=[])
# Cuántos proxies propios hay delante: sólo se cree lo que ellos agregan a X-Forwarded-For.
PROXIES_DE_CONFIANZA = _env.int("PROXIES_DE_CONFIANZA", default=0)
DIRECCION_PUBLICA = _env.str("DIRECCION_PUBLICA", default="http://localhost:8000")

INSTALLED_APPS = [
    "trata.comun",
    "trata.territorio",
    "trata.cuentas",
    "trata.auditoria",
    "trata.trabajos",
    "trata.agregados",
    "politica",
    "politica.comision",
    "casos",
    "regiones",
    "trata.tableros",
    "trata.informes",
    "trata.integracion",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "django.contrib.postgres",
    "django.forms",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "allauth.usersessions",
    "axes",
    "csp",
    "django_celery_beat",
    "django_filters",
    "django_htmx",
    "django_prometheus",
    "django_structlog",
    "django_tables2",
    "drf_spectacular",
    "drf_spectacular_sidecar",
    "knox",
    "pghistory",
    "pgtrigger",
    "rest_framework",
    "template_partials",
]

MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "csp.middleware.CSPMiddleware",
    "trata.comun.middleware.EncabezadosMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "trata.cuentas.middleware.SesionInactivaMiddleware",
    "trata.cuentas.middleware.EntradaObligatoriaMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "allauth.usersessions.middleware.UserSessionsMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "trata.comun.middleware.RegistroMiddleware",
    "trata.auditoria.middleware.ContextoMiddleware",
    "trata.cuentas.middleware.SegundoFactorMiddleware",
    "trata.comun.middleware.ErroresDeDominioMiddleware",
    "axes.middleware.AxesMiddleware",
]

ROOT_URLCONF = "trata.urls"
WSGI_APPLICATION = "trata.wsgi.application"
FORM_RENDERER = "django.forms.renderers.TemplatesSetting"
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [BASE_DIR / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "csp.context_processors.nonce",
                "trata.cuentas.contexto.casa",
            ],
            "builtins": [
                "trata.comun.templatetags.trata",
                "trata.comun.templatetags.componentes",
            ],
        },
    }
]

# --- Base de datos, caché y cola -------------------------------------------------------------
REDIS_URL = (
    entorno("REDIS_URL", pista="Por ejemplo: redis://servidor:6379/0")
    if EN_SERVIDOR and not CREA_LLAVES
    else entorno("REDIS_URL", pista="", defecto=LOCAL.redis_url)
)
# Las migraciones entran con `BASE_DE_MIGRACIONES` y actúan como `dueno`; lo demás, como `app`.
DATABASE_URL = (
    entorno("DATABASE_URL", pista="Por ejemplo: postgres://app:clave@servidor/trata")
    if EN_SERVIDOR and not CREA_LLAVES
    else entorno("DATABASE_URL", pista="", obligatoria=False)
)
if DATABASE_URL:
    DATABASES = {"default": environ.Env.db_url_config(DATABASE_URL)}
    BASE_DE_MIGRACIONES = environ.Env.db_url_config(
        entorno("DATABASE_URL_MIGRACIONES", pista="", defecto=DATABASE_URL)
    )
else:
    DATABASES = {"default": LOCAL.conexion("app")}
    BASE_DE_MIGRACIONES = LOCAL.conexion("postgres")
# Sin JIT: compilar una consulta corta cuesta más que hacerla (medio segundo en los tableros).
# `pgtrigger.ignore` con valor: sin él, cada disparador de historia atrapa una excepción y, con
# muchas filas en una transacción, cada una recorre todo lo pendiente (cuatro veces más lento).
_opciones = ["-c jit=off", "-c random_page_cost=1.1", "-c pgtrigger.ignore={}"]  # disco sólido
_opciones += ["-c role=app"] if DATABASES["default"]["USER"] != "app" else []
DATABASES["default"].setdefault("OPTIONS", {})["options"] = " ".join(_opciones)
DATABASES["default"] |= {
    "ENGINE": "django.db.backends.postgresql",
    "ATOMIC_REQUESTS": True,
    "CONN_MAX_AGE": 60,
    "CONN_HEALTH_CHECKS": True,
}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
CACHES = {
    "default": {
        "BACKEND": "django.core.cache.backends.redis.RedisCache",
        "LOCATION": REDIS_URL,
        "KEY_PREFIX": "trata",
    }
}
SESSION_ENGINE = "django.contrib.sessions.backends.db"

CELERY_BROKER_URL = url_para_celery(REDIS_URL)
CELERY_TASK_IGNORE_RESULT = True
CELERY_TASK_SERIALIZER = "json"
CELERY_ACCEPT_CONTENT = ["json"]
CELERY_TASK_ACKS_LATE = True
CELERY_WORKER_PREFETCH_MULTIPLIER = 1
CELERY_TASK_TIME_LIMIT = 1800
CELERY_TASK_SOFT_TIME_LIMIT = 1740
# Sin reintentos al publicar: con Redis caído, guardar no espera (lo barre la bandeja).
CELERY_BROKER_TRANSPORT_OPTIONS = {
    "visibility_timeout": 3600,
    "max_retries": 1,
    "interval_start": 0,
    "interval_step": 0,
    "socket_connect_timeout": 2,
}
CELERY_BEAT_SCHEDULER = "trata.trabajos.planificador:PlanificadorConLatido"
CELERY_TIMEZONE = "America/Lima"
CELERY_BROKER_CONNECTION_RETRY_ON_STARTUP = True

# --- Llaves ----------------------------------------------------------------------------------
# `LLAVES_DE_CIFRADO` es «id:llave,id:llave»; cifra la primera y descifran todas.
if EN_SERVIDOR:
    _PISTA_DE_LLAVE = "Créala con: python3 manage.py llaves crear"
    LLAVES_DE_CIFRADO = entorno(
        "LLAVES_DE_CIFRADO", pista=_PISTA_DE_LLAVE, obligatoria=not CREA_LLAVES
    )
    LLAVE_DE_INDICE = entorno("LLAVE_DE_INDICE", pista=_PISTA_DE_LLAVE, obligatoria=not CREA_LLAVES)
else:
    LLAVES_DE_CIFRADO = secreto_local(LOCAL.raiz, "llaves-de-cifrado", fabricar=llave_nueva)
    LLAVE_DE_INDICE = secreto_local(LOCAL.raiz, "llave-de-indice", fabricar=llave_de_indice_nueva)

# --- Cuentas ---------------------------------------------------------------------------------
AUTH_USER_MODEL = "cuentas.Usuario"
AUTHENTICATION_BACKENDS = [
    "axes.backends.AxesStandaloneBackend",
    "django.contrib.auth.backends.ModelBackend",
    "allauth.account.auth_backends.AuthenticationBackend",
]
PASSWORD_HASHERS = ["django.contrib.auth.hashers.Argon2PasswordHasher"]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": f"trata.cuentas.contrasenas.{nombre}", "OPTIONS": opciones}
    for nombre, opciones in (
        ("Distinta", {"user_attributes": ("username", "nombres", "email")}),
        ("Larga", {"min_length": 12}),
        ("PocoComun", {}),
        ("NoSoloCifras", {}),
    )
]
LOGIN_URL = "account_login"
_PUERTA = "trata.cuentas.formularios_de_entrada"
ACCOUNT_FORMS = {
    "login": f"{_PUERTA}.Entrada",
    "change_password": f"{_PUERTA}.CambioDeContrasena",
    "set_password": f"{_PUERTA}.CrearContrasena",
    "reset_password": f"{_PUERTA}.Recuperar",
    "reset_password_from_key": f"{_PUERTA}.ContrasenaNueva",
    "reauthenticate": f"{_PUERTA}.ConfirmarConContrasena",
}
MFA_FORMS = {
    "authenticate": f"{_PUERTA}.Codigo",
    "reauthenticate": f"{_PUERTA}.ConfirmarConCodigo",
    "activate_totp": f"{_PUERTA}.ActivarCodigos",
}
LOGIN_REDIRECT_URL = "cuentas:entrada"
SESION_INACTIVA_SEGUNDOS = 30 * 60
SEGUNDO_FACTOR_OBLIGATORIO = _env.bool("SEGUNDO_FACTOR_OBLIGATORIO", default=EN_SERVIDOR)
ACCOUNT_ADAPTER = "trata.cuentas.entrada.CuentaAdapter"
ACCOUNT_LOGIN_METHODS = {"username"}
ACCOUNT_SIGNUP_FIELDS = ["username*", "password1*"]
ACCOUNT_EMAIL_VERIFICATION = "none"
ACCOUNT_EMAIL_SUBJECT_PREFIX = ""
ACCOUNT_LOGOUT_REDIRECT_URL = "account_login"
ACCOUNT_SESSION_REMEMBER = False
ACCOUNT_REAUTHENTICATION_TIMEOUT = 600
# El freno de la puerta es uno solo: axes. Los límites de entrada de allauth van apagados.
ACCOUNT_RATE_LIMITS = {"login": None, "login_failed": None, "reset_password": "20/m/ip,5/m/key"}
MFA_ADAPTER = "trata.cuentas.entrada.SegundoFactorAdapter"
MFA_SUPPORTED_TYPES = ["totp", "webauthn", "recovery_codes"]
MFA_PASSKEY_LOGIN_ENABLED = True
MFA_TOTP_ISSUER = "TRATA"
MFA_WEBAUTHN_ALLOW_INSECURE_ORIGIN = not EN_SERVIDOR
USERSESSIONS_TRACK_ACTIVITY = False
# Diez intentos por hora y cuenta, venga de donde venga: una oficina detrás de una sola dirección
# no se bloquea entera, y repartir el ataque entre muchas direcciones no da más intentos.
AXES_LOCKOUT_PARAMETERS = ["username"]
SILENCED_SYSTEM_CHECKS = ["axes.W006"]  # contar por cuenta es la decisión: ADR 0004
AXES_FAILURE_LIMIT = 10
AXES_COOLOFF_TIME = timedelta(hours=1)
AXES_RESET_ON_SUCCESS = True
AXES_RESET_COOL_OFF_ON_FAILURE_DURING_LOCKOUT = False
AXES_LOCKOUT_CALLABLE = "trata.comun.paginas_de_error.error_429"
AXES_USERNAME_CALLABLE = "trata.cuentas.entrada.cuenta_que_intenta"
AXES_VERBOSE = False
AXES_IPWARE_PROXY_COUNT = PROXIES_DE_CONFIANZA or None
AXES_IPWARE_META_PRECEDENCE_ORDER = (
    ["HTTP_X_FORWARDED_FOR", "REMOTE_ADDR"] if AXES_IPWARE_PROXY_COUNT else ["REMOTE_ADDR"]
)

# --- Idioma, zona, formatos ------------------------------------------------------------------
LANGUAGE_CODE = "es-pe"
TIME_ZONE = "America/Lima"
USE_I18N = True
USE_TZ = True
USE_THOUSAND_SEPARATOR = False

# --- Archivos --------------------------------------------------------------------------------
STATIC_URL = "/static/"
STATIC_ROOT = Path(_env.str("STATIC_ROOT", default=str(LOCAL.raiz / "estaticos")))
STATICFILES_DIRS = [BASE_DIR / "static"]
WHITENOISE_USE_FINDERS = ENTORNO != "servidor"
STORAGES = {
    "default": {
        "BACKEND": "django.core.files.storage.FileSystemStorage",
        "OPTIONS": {"location": _env.str("RUTA_DE_ARCHIVOS", default=str(LOCAL.raiz / "archivos"))},
    },
    "staticfiles": {
        "BACKEND": "whitenoise.storage.CompressedManifestStaticFilesStorage"
        if EN_SERVIDOR
        else "django.contrib.staticfiles.storage.StaticFilesStorage"
    },
}
# El antivirus (ClamAV): `equipo:puerto` o la ruta de su socket. Vacío: no hay, y se dice.
CLAMAV_DIRECCION = _env.str("CLAMAV_DIRECCION", default="")
# Las anclas del sello: en el servidor, una carpeta que sólo monta el sellador.
RUTA_DE_ANCLAS = _env.str("RUTA_DE_ANCLAS", default=str(LOCAL.raiz / "anclas"))
DATA_UPLOAD_MAX_MEMORY_SIZE = 2_500_000
DATA_UPLOAD_MAX_NUMBER_FIELDS = 3000

# --- Seguridad -------------------------------------------------------------------------------
SECURE_CONTENT_TYPE_NOSNIFF = True
SECURE_REFERRER_POLICY = "same-origin"
SECURE_CROSS_ORIGIN_OPENER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = "Strict"
SESSION_COOKIE_AGE = 10 * 3600
CSRF_COOKIE_SAMESITE = "Strict"
CSRF_FAILURE_VIEW = "trata.comun.paginas_de_error.csrf"
# El balanceador y los contenedores preguntan por la salud sin pasar por https.
SECURE_REDIRECT_EXEMPT = [r"^salud/"]
if EN_SERVIDOR:
    SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = SECURE_SSL_REDIRECT = True
    SESSION_COOKIE_NAME, CSRF_COOKIE_NAME = "__Host-sesion", "__Host-csrf"
    SECURE_HSTS_SECONDS = 31_536_000
    SECURE_HSTS_INCLUDE_SUBDOMAINS = SECURE_HSTS_PRELOAD = True
    SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")

# --- API -------------------------------------------------------------------------------------
# Pedidos por minuto de cada cuenta: cinco por segundo una persona, treinta un sistema (lo que una
# instalación de 250 usuarios pide entera). `copia` no es de la API: las copias de un informe que
# una dirección sube a comprobar. En las pruebas no se frena, salvo la que lo prueba.
CUOTAS_DE_API = {
    clase: 10_000_000 if EN_PRUEBAS else _env.int(f"CUOTA_{clase.upper()}", default=por_minuto)
    for clase, por_minuto in (("persona", 300), ("sistema", 1800), ("anonima", 60), ("copia", 10))
}
DJANGO_TABLES2_TEMPLATE = "_componentes/tabla.html"

# --- Correo ----------------------------------------------------------------------------------
EMAIL_CONFIG = (
    _env.email_url("EMAIL_URL", default="memorymail://")
    if EN_SERVIDOR or EN_PRUEBAS
    else {"EMAIL_BACKEND": "trata.trabajos.correo.BuzonDeDemostracion"}
)
vars().update(EMAIL_CONFIG)
DEFAULT_FROM_EMAIL = _env.str("CORREO_REMITENTE", default="trata@localhost")

AVISOS_A_LA_RED_INTERNA = False  # los de otros sistemas, nunca: sólo las pruebas tienen receptor

# --- Registro de sucesos -----------------------------------------------------------------------
LOGGING = registro(_env.str("NIVEL_DE_REGISTRO", default="WARNING"))
