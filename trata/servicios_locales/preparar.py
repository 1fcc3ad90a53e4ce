"""Prepara el entorno de Python para `demo` y `test` en una máquina donde no hay nada instalado.

Usa sólo la biblioteca estándar y se lee con cualquier Python 3, para poder decir que es antiguo.
Actúa sólo si no se puede importar Django: en un entorno preparado no hace nada.
"""

import hashlib
import importlib.util
import os
import shutil
import subprocess
import sys

VERSION_MINIMA = (3, 11)
REQUISITOS = {
    "demo": ("requirements.txt", "requirements-local.txt"),
    "test": ("requirements.txt", "requirements-local.txt", "requirements-dev.txt"),
}
DISCO_MINIMO_EN_MB = {"demo": 900, "test": 1800}
MARCA = "instalado.txt"
SENALES_DE_SIN_RED = (
    "NewConnectionError",
    "Temporary failure in name resolution",
    "Network is unreachable",
    "No route to host",
    "ConnectTimeout",
    "Read timed out",
    "ProxyError",
    "No matching distribution found",
)
SENALES_DE_SIN_DISCO = ("No space left on device", "Disk quota exceeded")


class NoSePuede(Exception):
    """Falta algo en la máquina; el mensaje es una línea que dice qué hacer."""


def preparar(base, orden, argumentos):
    """Deja listo `.venv` y vuelve a ejecutar la orden dentro de él; no vuelve si lo hizo.

    Recibe la carpeta del proyecto, la orden y sus argumentos. Si Django ya se puede importar
    (y pytest, para `test`), vuelve sin hacer nada. Termina el programa con una línea si no puede.
    """
    if esta_listo(orden):
        return
    try:
        revisar_version(sys.version_info, orden)
        python = os.path.join(base, ".venv", "bin", "python")
        if not instalado(base, orden):
            instalar(base, orden, python)
    except NoSePuede as error:
        sys.exit("TRATA: %s" % error)
    except KeyboardInterrupt:
        sys.exit("\nTRATA: instalación cancelada. Vuelve a escribir la orden para seguir.")
    sys.stdout.flush()
    os.execv(python, [python, os.path.join(base, "manage.py"), orden, *argumentos])


def esta_listo(orden):
    """Dice si este mismo Python ya tiene lo que `orden` necesita."""
    modulos = ("django", "pytest", "psycopg2") if orden == "test" else ("django",)
    return all(importlib.util.find_spec(modulo) is not None for modulo in modulos)


def revisar_version(version, orden):
    """Lanza `NoSePuede` si el Python es demasiado antiguo."""
    if tuple(version[:2]) < VERSION_MINIMA:
        raise NoSePuede(
            "hace falta Python %d.%d o más nuevo y este es el %d.%d. Instálalo (en Debian 12: "
            "sudo apt install python3 python3-venv) y escribe: python3.11 manage.py %s"
            % (VERSION_MINIMA + tuple(version[:2]) + (orden,))
        )


def huella(base, archivos):
    """Devuelve una huella de los requisitos y de la versión de Python."""
    resumen = hashlib.sha256(sys.version.encode())
    for archivo in archivos:
        with open(os.path.join(base, archivo), "rb") as abierto:
            resumen.update(abierto.read())
    return resumen.hexdigest()


def instalado(base, orden):
    """Dice si `.venv` ya tiene exactamente los requisitos de `orden` (o más)."""
    try:
        with open(os.path.join(base, ".venv", MARCA), encoding="ascii") as abierto:
            huellas = abierto.read().split()
    except OSError:
        return False
    return huella(base, REQUISITOS[orden]) in huellas


def instalar(base, orden, python):
    """Crea `.venv` si falta e instala los requisitos de `orden`. Lanza `NoSePuede`."""
    revisar_maquina(base, orden)
    avisar("Preparo TRATA en %s (sólo esta vez)." % os.path.join(base, ".venv"))
    if not funciona(python):
        avisar("Creo el entorno de Python…")
        crear_entorno(os.path.join(base, ".venv"))
    instalar_paquetes(base, orden, python)
    hechos = [REQUISITOS[orden]] if orden == "demo" else list(REQUISITOS.values())
    with open(os.path.join(base, ".venv", MARCA), "w", encoding="ascii") as abierto:
        abierto.write("\n".join(huella(base, archivos) for archivos in hechos))


def revisar_maquina(base, orden):
    """Comprueba antes de empezar el módulo venv, el disco y el permiso de escritura."""
    if importlib.util.find_spec("venv") is None or importlib.util.find_spec("ensurepip") is None:
        raise NoSePuede(
            "a este Python le falta el módulo venv. Instálalo (en Debian: sudo apt install "
            "python3-venv) y vuelve a escribir la orden."
        )
    if not os.access(base, os.W_OK):
        raise NoSePuede("no puedo escribir en %s. Clona el proyecto en una carpeta tuya." % base)
    libre = shutil.disk_usage(base).free // 1_000_000
    if libre < DISCO_MINIMO_EN_MB[orden]:
        raise NoSePuede(
            "quedan %d MB libres en %s y hacen falta %d. Libera espacio y vuelve a escribir la "
            "orden." % (libre, base, DISCO_MINIMO_EN_MB[orden])
        )


def funciona(python):
    """Dice si el Python del entorno existe y responde (puede haber quedado a medias)."""
    try:
        return (
            subprocess.run([python, "-m", "pip", "--version"], capture_output=True).returncode == 0
        )
    except OSError:
        return False


def crear_entorno(carpeta):
    """Crea el entorno virtual desde cero. Lanza `NoSePuede`."""
    hecho = subprocess.run(
        [sys.executable, "-m", "venv", "--clear", carpeta], capture_output=True, text=True
    )
    if hecho.returncode:
        raise NoSePuede(motivo(hecho.stdout + hecho.stderr, "no se pudo crear el entorno"))


def instalar_paquetes(base, orden, python):
    """Instala los requisitos con pip y muestra cuántos van. Lanza `NoSePuede`."""
    ordenes = [python, "-m", "pip", "install", "--no-input", "--progress-bar=off", "--no-compile"]
    for archivo in REQUISITOS[orden]:
        ordenes += ["-r", os.path.join(base, archivo)]
    entorno = dict(os.environ, PYTHONUNBUFFERED="1", PIP_DISABLE_PIP_VERSION_CHECK="1")
    proceso = subprocess.Popen(
        ordenes, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, env=entorno
    )
    try:
        salida = seguir(proceso.stdout)
    except KeyboardInterrupt:
        proceso.terminate()
        proceso.wait()
        raise
    if proceso.wait():
        raise NoSePuede(motivo(salida, "pip no pudo instalar los paquetes"))


def seguir(lineas):
    """Lee lo que dice pip, muestra el avance y devuelve todo el texto."""
    dicho, descargados = [], 0
    for linea in lineas:
        dicho.append(linea)
        if linea.startswith("Collecting "):
            descargados += 1
            avance("Descargo paquetes… %d" % descargados)
        elif linea.startswith("Installing collected packages"):
            avance("Instalo %d paquetes…" % descargados)
    if sys.stdout.isatty():
        print()
    return "".join(dicho)


def motivo(salida, que_paso):
    """Traduce el fallo de un programa a una línea que dice qué hacer."""
    if any(senal in salida for senal in SENALES_DE_SIN_DISCO):
        return "no queda espacio en el disco. Libera espacio y vuelve a escribir la orden."
    if any(senal in salida for senal in SENALES_DE_SIN_RED):
        return (
            "no se pudieron descargar los paquetes. Revisa la conexión a Internet (o la "
            "configuración de pip, si usas un repositorio propio) y vuelve a escribir la orden."
        )
    errores = [linea for linea in salida.splitlines() if "error" in linea.lower()]
    ultima = (errores or salida.strip().splitlines() or ["sin más detalle"])[-1]
    return "%s: %s" % (que_paso, ultima.strip())


def avisar(texto):
    """Escribe una línea de avance."""
    print(texto, flush=True)


def avance(texto):
    """Reescribe la línea de avance en una terminal; fuera de ella, escribe de diez en diez."""
    if sys.stdout.isatty():
        print("\r\033[K" + texto, end="", flush=True)
    elif texto.endswith("0") or not texto[-1].isdecimal():
        print(texto, flush=True)


def ejecutar_pruebas(base, argumentos):
    """Cede el proceso a pytest: la suite entera, en paralelo, con los argumentos recibidos."""
    elige_reparto = any(a.startswith(("-n", "--numprocesses", "--pdb")) for a in argumentos)
    reparto = [] if elige_reparto else ["-n", "2"]
    os.chdir(base)
    sys.stdout.flush()
    os.execv(sys.executable, [sys.executable, "-m", "pytest", *reparto, *argumentos])
