"""Contenido sintético de los 26 espacios: integrantes, sesiones, acuerdos, planes y asistencias.

Es verosímil y siempre el mismo (semilla fija), se ancla a la fecha de hoy para que las alertas se
vean, y cada fila queda marcada como sintética.
"""

import random
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

from django.utils.text import slugify
from django.utils.timezone import localdate

from politica.models import Servicio
from regiones import reglas
from regiones.demostracion.cusco import datos
from regiones.models import (
    Actividad,
    Acuerdo,
    Asistencia,
    AsistenciaTecnica,
    Capacitacion,
    EspacioRegional,
    GrupoDeParticipantes,
    Integrante,
    MetaDeAsistencia,
    PlanAnual,
    PlanRegional,
    Representante,
    Sesion,
    TemaTratado,
)
from trata.cuentas.models import Entidad, Usuario
from trata.territorio.models import Ubigeo

SEMILLA = 2021
MARCA = {"es_sintetico": True, "fuente": "Contenido sintético de demostración"}
CON_SESION_CONVOCADA = {"cusco", "loreto"}
SIN_ACTIVIDAD = {"huancavelica", "pasco", "lambayeque"}


def cargar_espacios(por: Usuario) -> int:
    """Llena los espacios regionales y crea redes provinciales sintéticas. Devuelve cuántos."""
    azar = random.Random(SEMILLA)  # noqa: S311 - datos de demostración
    textos = datos()["sintetico"]
    espacios = list(EspacioRegional.objects.regionales().order_by("ubigeo_id", "codigo"))
    servicios = set(Servicio.objects.values_list("codigo", flat=True))
    for espacio in espacios:
        integrantes = _integrantes(espacio, textos, azar, por)
        if espacio.codigo not in SIN_ACTIVIDAD:
            _sesiones(espacio, integrantes, textos, azar, por)
            _plan_anual(espacio, textos, azar, por, servicios)
            if espacio.codigo in CON_SESION_CONVOCADA:
                _convocada(espacio, textos, por)
            _capacitaciones(espacio, textos, azar, por)
        _asistencias(espacio, textos, azar, por)
        if not espacio.periodicidad:
            espacio.periodicidad = azar.choice(["bimestral", "trimestral", "trimestral"])
            espacio.reglamento = "Periodicidad sintética, sólo para la demostración."
            espacio.editado = True
            espacio.save(update_fields=["periodicidad", "reglamento", "editado"])
    return len(espacios) + _redes(textos, azar, por, {e.codigo: e for e in espacios})


def _persona(textos: dict[str, Any], azar: random.Random) -> str:
    apellidos = azar.sample(textos["apellidos"], 2)
    return f"{azar.choice(textos['nombres'])} {' '.join(apellidos)}"


def _integrantes(
    espacio: EspacioRegional, textos: dict[str, Any], azar: random.Random, por: Usuario
) -> list[Integrante]:
    hoy = localdate()
    desde = date(hoy.year - 3, 1, 15)
    gobierno = "mml" if espacio.codigo == "lima-metropolitana" else f"gore-{espacio.codigo}"
    codigos = [gobierno.replace("lima-provincias", "lima"), *textos["entidades"]]
    entidades = Entidad.objects.in_bulk(codigos)
    claves: list[dict[str, Any]] = [{"entidad": entidades[c]} for c in codigos if c in entidades]
    claves += [{"institucion": i} for i in azar.sample(textos["instituciones"], 3)]
    integrantes = [
        Integrante(espacio=espacio, desde=desde, registrado_por=por, **clave) for clave in claves
    ]
    for integrante in integrantes:
        integrante.poner_clave()
    Integrante.objects.bulk_create(integrantes)
    _representantes(integrantes, textos, azar, por)
    return integrantes


def _representantes(
    integrantes: list[Integrante], textos: dict[str, Any], azar: random.Random, por: Usuario
) -> None:
    """Titular y alterno de cada institución; algunas cambiaron de titular el año pasado."""
    anio = localdate().year - 1
    representantes = []
    for integrante in integrantes:
        desde = integrante.desde
        cambio = date(anio, azar.randint(1, 12), 1)
        periodos = [(desde, cambio - timedelta(days=1)), (cambio, None)]
        for inicio, fin in periodos if azar.random() < 0.4 else [(desde, None)]:
            representantes.append(
                Representante(
                    integrante=integrante,
                    calidad="titular",
                    desde=inicio,
                    hasta=fin,
                    nombres=_persona(textos, azar),
                    cargo="Titular designado",
                    documento=f"Oficio {azar.randint(10, 400)}-{inicio.year}",
                    registrado_por=por,
                )
            )
        representantes.append(
            Representante(
                integrante=integrante,
                calidad="alterno",
                desde=desde,
                nombres=_persona(textos, azar),
                cargo="Alterno designado",
                registrado_por=por,
            )
        )
    Representante.objects.bulk_create(representantes)


def _sesiones(
    espacio: EspacioRegional,
    integrantes: list[Integrante],
    textos: dict[str, Any],
    azar: random.Random,
    por: Usuario,
) -> None:
    hoy = localdate()
    cuantas, atraso = azar.randint(4, 6), azar.choice([12, 20, 45, 60, 130])
    if espacio.codigo == "cusco":
        cuantas, atraso = 6, 25
    ausente = azar.choice(integrantes[3:])
    textos_de_acuerdos = azar.sample(textos["acuerdos"], len(textos["acuerdos"]))
    fechas = [hoy - timedelta(days=atraso + 61 * n) for n in range(cuantas)][::-1]
    numeros: dict[int, int] = {}
    for orden, fecha in enumerate(fechas):
        numeros[fecha.year] = numeros.get(fecha.year, 0) + 1
        presentes = [i for i in integrantes if i is not ausente and azar.random() < 0.82]
        requerido = reglas.quorum_requerido(integrantes=len(integrantes), regla="mitad_mas_uno")
        sesion = Sesion.objects.create(
            espacio=espacio,
            numero=numeros[fecha.year],
            tipo="ordinaria",
            fecha=fecha,
            convocada_el=fecha - timedelta(days=azar.choice([5, 7, 10])),
            hora="10:00",
            modalidad=azar.choice(["presencial", "mixta", "virtual"]),
            lugar="Sede del Gobierno Regional",
            agenda=azar.sample(textos["agenda"], 3),
            estado="realizada" if len(presentes) >= requerido else "sin_quorum",
            integrantes_habiles=len(integrantes),
            quorum_requerido=requerido,
            presentes=len(presentes),
            desarrollo="Se trató cada punto de la agenda.",
            registrado_por=por,
            **MARCA,
        )
        _asistencia(sesion, integrantes, presentes, por)
        if sesion.estado == "realizada":
            _acuerdos(
                sesion, integrantes, textos_de_acuerdos, azar, por, reciente=orden >= cuantas - 2
            )


def _convocada(espacio: EspacioRegional, textos: dict[str, Any], por: Usuario) -> None:
    """Una sesión por venir, para probar el acta en vivo."""
    hoy = localdate()
    fecha = hoy + timedelta(days=6)
    numero = espacio.sesiones.filter(fecha__year=fecha.year).count() + 1
    Sesion.objects.create(
        espacio=espacio,
        numero=numero,
        tipo="ordinaria",
        fecha=fecha,
        convocada_el=hoy - timedelta(days=1),
        hora="10:00",
        modalidad="mixta",
        lugar="Sede del Gobierno Regional",
        agenda=textos["agenda"][:4],
        registrado_por=por,
        **MARCA,
    )


def _asistencia(
    sesion: Sesion, integrantes: list[Integrante], presentes: list[Integrante], por: Usuario
) -> None:
    Asistencia.objects.bulk_create(
        Asistencia(
            sesion=sesion,
            integrante=i,
            registrado_por=por,
            estado="presente" if i in presentes else "ausente",
        )
        for i in integrantes
    )


def _acuerdos(
    sesion: Sesion,
    integrantes: list[Integrante],
    pendientes: list[str],
    azar: random.Random,
    por: Usuario,
    *,
    reciente: bool,
) -> None:
    cuantos = min(azar.randint(1, 3), len(pendientes))
    for numero, texto in enumerate([pendientes.pop() for _ in range(cuantos)], 1):
        plazo = sesion.fecha + timedelta(days=azar.choice([30, 60, 90]))
        cumplido = azar.random() < (0.35 if reciente else 0.8)
        estado = "cumplido" if cumplido else azar.choice(["pendiente", "en_proceso"])
        Acuerdo.objects.create(
            espacio=sesion.espacio,
            sesion=sesion,
            numero=numero,
            texto=texto,
            plazo=plazo,
            responsable=azar.choice(integrantes),
            estado=estado,
            cumplido_el=min(plazo, localdate()) if cumplido else None,
            evidencia=f"Informe {azar.randint(1, 90)} (sintético)" if cumplido else "",
            a_favor=sesion.presentes,
            en_contra=0,
            abstenciones=0,
            registrado_por=por,
            **MARCA,
        )


def _plan_anual(
    espacio: EspacioRegional,
    textos: dict[str, Any],
    azar: random.Random,
    por: Usuario,
    servicios: set[str],
) -> None:
    hoy = localdate()
    vigente = None
    if azar.random() < 0.6 or espacio.codigo == "cusco":
        vigente = PlanRegional.objects.create(
            espacio=espacio,
            anio_inicio=hoy.year - 2,
            anio_fin=hoy.year + 2,
            etapa="validado",
            nombre=f"Plan Regional {hoy.year - 2}–{hoy.year + 2} de {espacio.region}",
            registrado_por=por,
            **MARCA,
        )
    plan = PlanAnual.objects.create(
        espacio=espacio,
        anio=hoy.year,
        estado="aprobado",
        plan_regional=vigente,
        documento_de_aprobacion=f"Acta de la sesión 1-{hoy.year}",
        con_apoyo_del_ministerio=azar.random() < 0.7,
        registrado_por=por,
        **MARCA,
    )
    for modelo in azar.sample(textos["actividades"], azar.randint(5, 8)):
        _actividad(plan, modelo, textos, azar, por, servicios)


def _actividad(
    plan: PlanAnual,
    modelo: dict[str, Any],
    textos: dict[str, Any],
    azar: random.Random,
    por: Usuario,
    servicios: set[str],
) -> None:
    hoy = localdate()
    mes = azar.randint(1, 9)
    inicio = date(hoy.year, mes, 1)
    fin = date(hoy.year, min(12, mes + azar.randint(1, 4)), 28)
    transcurrido = min(1.0, (hoy - inicio).days / max(1, (fin - inicio).days))
    ritmo = max(0.0, min(1.0, transcurrido * azar.uniform(0.3, 1.05)))
    avance = round(modelo["meta"] * ritmo)
    concluida = avance >= modelo["meta"]
    presupuesto = Decimal(azar.randint(2, 40) * 1000)
    Actividad.objects.create(
        plan=plan,
        nombre=modelo["nombre"],
        objetivo=modelo["objetivo"],
        inicio=inicio,
        fin=fin,
        servicio_id=modelo.get("servicio") if modelo.get("servicio") in servicios else None,
        responsable=azar.choice(textos["instituciones"]),
        unidad_de_medida=modelo["unidad"],
        meta_fisica=modelo["meta"],
        avance_fisico=avance if ritmo else None,
        presupuesto=presupuesto,
        ejecutado=(presupuesto * Decimal(str(round(ritmo, 2)))).quantize(Decimal("0.01")),
        estado="concluida" if concluida else ("en_curso" if ritmo else "pendiente"),
        registrado_por=por,
        **MARCA,
    )


def _capacitaciones(
    espacio: EspacioRegional, textos: dict[str, Any], azar: random.Random, por: Usuario
) -> None:
    for modelo in azar.sample(textos["capacitaciones"], azar.randint(1, 2)):
        inicio = localdate() - timedelta(days=azar.randint(20, 500))
        mujeres, hombres = azar.randint(8, 40), azar.randint(20, 90)
        capacitacion = Capacitacion.objects.create(
            espacio=espacio,
            nombre=f"{modelo['nombre']} — {espacio.region}",
            publico="pnp",
            anio=inicio.year,
            inicio=inicio,
            fin=inicio + timedelta(days=2),
            horas=modelo["horas"],
            modalidad=azar.choice(["presencial", "virtual"]),
            estado="realizada",
            forma="totales",
            total_declarado=mujeres + hombres,
            organiza="Espacio regional",
            registrado_por=por,
            **MARCA,
        )
        TemaTratado.objects.bulk_create(
            TemaTratado(capacitacion=capacitacion, tema_id=tema) for tema in modelo["temas"]
        )
        GrupoDeParticipantes.objects.bulk_create(
            GrupoDeParticipantes(
                capacitacion=capacitacion,
                sexo=sexo,
                categoria_id="suboficial",
                cantidad=n,
                registrado_por=por,
            )
            for sexo, n in (("mujer", mujeres), ("hombre", hombres))
        )


def _asistencias(
    espacio: EspacioRegional, textos: dict[str, Any], azar: random.Random, por: Usuario
) -> None:
    hoy = localdate()
    for anio in (hoy.year - 1, hoy.year):
        programadas = azar.randint(4, 9)
        MetaDeAsistencia.objects.create(
            espacio=espacio, anio=anio, programadas=programadas, registrado_por=por, **MARCA
        )
        for _ in range(round(programadas * azar.uniform(0.4, 1.0))):
            modelo = azar.choice(textos["asistencias"])
            limite = (hoy - date(anio, 1, 1)).days if anio == hoy.year else 364
            fecha = date(anio, 1, 1) + timedelta(days=azar.randint(0, max(0, limite)))
            AsistenciaTecnica.objects.create(
                espacio=espacio,
                anio=anio,
                fecha=fecha,
                estado="ejecutada",
                modalidad=azar.choice(["presencial", "virtual"]),
                participantes=azar.randint(6, 40),
                registrado_por=por,
                **modelo,
                **MARCA,
            )


def _redes(
    textos: dict[str, Any],
    azar: random.Random,
    por: Usuario,
    espacios: dict[str, EspacioRegional],
) -> int:
    pedidas = {u: codigo for codigo, lista in textos["redes"].items() for u in lista}
    lugares = Ubigeo.objects.in_bulk(pedidas)
    for ubigeo, codigo in pedidas.items():
        padre, lugar = espacios[codigo], lugares[ubigeo]
        EspacioRegional.objects.create(
            codigo=slugify(f"{codigo}-{lugar.nombre}"),
            ubigeo=lugar,
            region=lugar.nombre,
            nombre=f"Red Provincial contra la Trata de Personas de {lugar.nombre}",
            nivel="provincial",
            clase="red",
            padre=padre,
            periodicidad="trimestral",
            creado_el=localdate() - timedelta(days=azar.randint(200, 900)),
            registrado_por=por,
            **MARCA,
        )
    return len(pedidas)
