"""T11: repetir noventa días de lecturas normales con treinta abusos adentro, y ver quién avisa.

`INTRUSOS=completo` corre las 300 personas y los 90 días; sin eso, 80 personas y 40 días. Los
hábitos son inventados con semilla fija: hay días cargados, guardias con alguna lectura nocturna y
validaciones en bloque, para que la prueba también pueda fallar por falsas alarmas.
"""

import os
import random
from collections import Counter
from datetime import datetime, timedelta
from math import ceil
from statistics import median
from uuid import uuid4

import pytest
from django.utils import timezone

from trata.auditoria import alertas
from trata.auditoria.models import Acceso, Alerta, RegistroCanario
from trata.cuentas.models import Usuario

pytestmark = [pytest.mark.django_db, pytest.mark.lenta]
COMPLETO = os.environ.get("INTRUSOS") == "completo"
PERSONAS, DIAS = (300, 90) if COMPLETO else (80, 40)
ABUSOS = 30
TARDA_A_LO_MAS = timedelta(minutes=15)
SENUELO = "senuelo-1"


def a_la_hora(dia, hora):
    """Un momento de Lima."""
    return timezone.make_aware(datetime.combine(dia, datetime.min.time())) + timedelta(hours=hora)


def lectura(usuario, momento, objeto, tipo="casos.identidad"):
    return Acceso(
        usuario=usuario,
        momento=momento,
        objeto_tipo=tipo,
        objeto_id=objeto,
        campos=["nombres"],
        motivo="Lectura sintética",
    )


def normales(azar, usuario, costumbre, dias):
    """Lo que alguien lee sin abusar: su costumbre, días cargados, y pocas veces de noche."""
    for dia in dias:
        if dia.weekday() >= 5 and azar.random() < 0.9:
            continue
        cuantas = max(0, round(azar.gauss(costumbre, costumbre**0.5)))
        if azar.random() < 0.03:
            cuantas *= 2
        for _ in range(cuantas):
            yield lectura(usuario, a_la_hora(dia, azar.uniform(8, 18)), uuid4().hex)
        if azar.random() < 0.02:
            for _ in range(azar.randint(1, 2)):
                yield lectura(usuario, a_la_hora(dia, azar.uniform(0, 5)), uuid4().hex)
        for _ in range(azar.choice((0, 0, 0, 1, 2))):
            hora = a_la_hora(dia, azar.uniform(8, 18))
            yield lectura(usuario, hora, uuid4().hex, "casos.caso")


def mediana_previa(filas, dia):
    """La mediana de lecturas por día de una persona en los treinta días anteriores."""
    por_dia = Counter(timezone.localdate(f.momento) for f in filas)
    return median([n for d, n in por_dia.items() if dia - timedelta(days=30) <= d < dia] or [0])


def abuso(clase, usuario, mediana, dia):
    """Las lecturas de un abuso; la última es la que lo consuma."""
    if clase == "noche":
        return [lectura(usuario, a_la_hora(dia, 1 + n / 5), uuid4().hex) for n in range(7)]
    if clase == "costumbre":
        cuantas = max(10, ceil(5 * mediana))
        return [
            lectura(usuario, a_la_hora(dia, 9 + 8 * n / cuantas), uuid4().hex)
            for n in range(cuantas)
        ]
    if clase == "ajenos":
        return [
            lectura(usuario, a_la_hora(dia, 9 + n / 2), uuid4().hex, "casos.caso")
            for n in range(14)
        ]
    return [lectura(usuario, a_la_hora(dia, 11), SENUELO)]


@pytest.fixture
def repetido():
    """Siembra todo; devuelve los abusos: (usuario, clase, cuándo se consumó)."""
    azar = random.Random(11)
    hoy = timezone.localdate()
    dias = [hoy - timedelta(days=n) for n in range(DIAS, 0, -1)]
    gente = Usuario.objects.bulk_create(
        Usuario(username=f"u{n}", nombres=f"Persona {n}") for n in range(PERSONAS)
    )
    costumbres = {u.pk: azar.choice((1, 2, 2, 3, 3, 4, 6)) for u in gente}
    RegistroCanario.objects.create(objeto_tipo="casos.identidad", objeto_id=SENUELO, nota="x")
    de_cada_quien = {u.pk: list(normales(azar, u, costumbres[u.pk], dias)) for u in gente}
    filas = [f for suyas in de_cada_quien.values() for f in suyas]
    abusos = []
    for n, usuario in enumerate(azar.sample(gente, ABUSOS)):
        clase = ("noche", "costumbre", "ajenos", "senuelo")[n % 4]
        dia = azar.choice(dias[25:])
        suyas = abuso(clase, usuario, mediana_previa(de_cada_quien[usuario.pk], dia), dia)
        filas += suyas
        abusos.append((usuario, clase, max(f.momento for f in suyas)))
    Acceso.objects.bulk_create(filas, batch_size=4000)
    return abusos, dias, len(filas)


def test_se_avisa_de_29_de_30_abusos_en_quince_minutos_y_casi_sin_falsas_alarmas(repetido):
    abusos, dias, cuantas = repetido
    avisados = 0
    for usuario, _clase, consumado in abusos:
        alertas.revisar(consumado + timedelta(minutes=5))
        avisados += Alerta.objects.filter(usuario=usuario, desde__lte=consumado).exists()
    for dia in dias:
        alertas.revisar(a_la_hora(dia, 23.9))
    de_abuso = {u.pk for u, _, _ in abusos}
    falsas = Alerta.objects.exclude(usuario__in=de_abuso).count()
    print(
        f"{cuantas} lecturas de {PERSONAS} personas en {DIAS} días: {avisados} de {ABUSOS} abusos "
        f"avisados a los 5 minutos; {falsas} falsas alarmas, {falsas / DIAS:.2f} por día"
    )
    assert avisados >= 29
    assert falsas <= 2 * DIAS


def test_con_los_umbrales_apagados_no_se_avisa_de_nada(repetido, settings):
    """Control negativo: lo que avisa son las reglas, no la siembra."""
    settings.UMBRALES_DE_ALERTA = settings.UMBRALES_DE_ALERTA | dict.fromkeys(
        ("masivo", "nocturno", "minimo", "ajenos"), 10_000
    )
    RegistroCanario.objects.all().delete()
    abusos, _, _ = repetido
    for _usuario, _clase, consumado in abusos:
        alertas.revisar(consumado + timedelta(minutes=5))
    assert not Alerta.objects.exists()
