"""Encontrar casos: lista con filtros, colas de trabajo y búsquedas guardadas."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse

from casos import acciones, consultas
from casos.consultas.busqueda import ORDENES, completar_filas, pagina
from casos.consultas.colas import Cola, colas_de, tiempos_por_unidad
from casos.filtros import CasoFilterSet
from trata.comun.errores import ErrorDeDominio
from trata.comun.formato import decimal, entero
from trata.comun.vistas import AccionView, PaginaView
from trata.cuentas.permisos import Permiso

COLUMNAS = {
    "fecha": "Fecha",
    "lugar": "Lugar de registro",
    "materia": "Materia",
    "victimas": "Víctimas",
    "estado": "Estado",
    "fuente": "Fuente",
    "entidad": "Entidad",
    "origen": "Cómo empezó",
}
DE_ENTRADA = ("fecha", "lugar", "materia", "victimas", "estado")
NOMBRES_DE_ORDEN = {
    "recientes": "Abiertos más recientes",
    "antiguos": "Abiertos más antiguos",
    "fecha_desc": "Fecha de registro, reciente primero",
    "fecha_asc": "Fecha de registro, antigua primero",
}
# Los que viven plegados: si alguno está puesto, se abren.
AVANZADOS = (
    *("materia", "finalidad", "sexo", "grupo_edad", "hallazgo", "fuente", "entidad"),
    *("estado", "vencidos", "col"),
)
DE_PAGINA = ("despues", "antes")
# Columna → (orden que baja, orden que sube), para ordenar desde su encabezado.
DE_ENCABEZADO = {"codigo": ("recientes", "antiguos"), "fecha": ("fecha_desc", "fecha_asc")}
# Cola → lo que se hace con los casos elegidos: (vista, botón, lo que se declara al hacerlo).
EN_BLOQUE = {
    "por-validar": (
        "casos:aprobar-en-bloque",
        "Dar conformidad a los elegidos",
        "Revisé en cada caso elegido toda la lista de conformidad",
    ),
    "borradores": ("casos:enviar-en-bloque", "Enviar los elegidos", ""),
    "observados": ("casos:enviar-en-bloque", "Volver a enviar los elegidos", ""),
}


class CasoListView(PaginaView):
    """La lista. Con htmx devuelve la misma página y el navegador toma `#lista`."""

    permiso = Permiso.CASO_VER
    template_name = "casos/caso_list.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Filtros, página, cuenta exacta y columnas."""
        consulta = self.request.GET.copy()
        filtro = CasoFilterSet(
            self.request.GET or None,
            queryset=consultas.casos_de(self.request.user),
            request=self.request,
        )
        valido = not filtro.is_bound or filtro.is_valid()
        conjunto = filtro.qs if valido else consultas.casos_de(self.request.user).none()
        orden = consulta.get("orden", "")
        orden = orden if orden in ORDENES else "recientes"
        hoja = pagina(
            conjunto,
            orden=orden,
            despues=consulta.get("despues", ""),
            antes=consulta.get("antes", ""),
        )
        elegidas = [c for c in consulta.getlist("col") if c in COLUMNAS] or list(DE_ENTRADA)
        return super().get_context_data(**kwargs) | {
            "filtro": filtro,
            "form": filtro.form,
            "casos": completar_filas(hoja.filas),
            "cuantos": conjunto.count(),
            "siguiente": self._con(despues=hoja.siguiente) if hoja.siguiente else "",
            "anterior": self._con(antes=hoja.anterior) if hoja.anterior else "",
            "orden": orden,
            "ordenes": NOMBRES_DE_ORDEN,
            "por_encabezado": self._ordenes_de_encabezado(orden),
            "columnas": [(c, n) for c, n in COLUMNAS.items() if c in elegidas],
            "todas": [(c, n, c in elegidas) for c, n in COLUMNAS.items()],
            "busquedas": consultas.busquedas_de(self.request.user),
            "consulta": self._sin_pagina(),
            "avanzados": any(self.request.GET.get(c) for c in AVANZADOS),
            "limpiar": reverse("casos:lista"),
            "puede_registrar": self.request.user.tiene_permiso(Permiso.CASO_REGISTRAR),
            "puede_exportar": self.request.user.tiene_permiso(Permiso.CASO_EXPORTAR),
            "puede_asignar": self.request.user.tiene_permiso(Permiso.CASO_ASIGNAR),
        }

    def _ordenes_de_encabezado(self, actual: str) -> dict[str, tuple[str, str]]:
        """Columna → (dirección que la ordena, cómo está ahora para `aria-sort`)."""
        return {
            columna: (
                self._con(orden=sube if actual == baja else baja),
                {baja: "descending", sube: "ascending"}.get(actual, ""),
            )
            for columna, (baja, sube) in DE_ENCABEZADO.items()
        }

    def _sin_pagina(self) -> str:
        consulta = self.request.GET.copy()
        for clave in (*DE_PAGINA, "nombre"):
            consulta.pop(clave, None)
        return consulta.urlencode()

    def _con(self, **cambios: str) -> str:
        consulta = self.request.GET.copy()
        for clave in DE_PAGINA:
            consulta.pop(clave, None)
        for clave, valor in cambios.items():
            consulta[clave] = valor
        return f"?{consulta.urlencode()}"


class GuardarBusquedaView(AccionView):
    """Guarda los filtros de la lista con un nombre."""

    permiso = Permiso.CASO_VER

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """Guarda y vuelve a la misma lista."""
        consulta = request.POST.get("consulta", "").replace("\x00", "")
        try:
            acciones.guardar_busqueda(
                nombre=request.POST.get("nombre", "").replace("\x00", ""),
                consulta=consulta,
                por=request.user,
            )
            messages.success(request, "Guardaste la búsqueda.")
        except ErrorDeDominio as error:
            messages.error(request, error.mensaje)
        return HttpResponseRedirect(f"{reverse('casos:lista')}?{consulta[:2000]}")


class BorrarBusquedaView(AccionView):
    """Quita una búsqueda propia."""

    permiso = Permiso.CASO_VER

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """La quita."""
        busqueda = get_object_or_404(consultas.busquedas_de(request.user), pk=kwargs["pk"])
        acciones.borrar_busqueda(busqueda=busqueda, por=request.user)
        return redirect("casos:lista")


class ColasView(PaginaView):
    """El trabajo pendiente de cada persona, y los tiempos por unidad."""

    permiso = Permiso.CASO_VER
    template_name = "casos/colas.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Las colas con su cuenta y la que se mira, o los tiempos."""
        usuario = self.request.user
        colas, pedida = colas_de(usuario), self.request.GET.get("cola", "")
        ve_tiempos = pedida == "tiempos"
        activa = None if ve_tiempos else next((c for c in colas if c.codigo == pedida), colas[0])
        pestanas = [
            {
                "texto": c.titulo,
                "url": f"?cola={c.codigo}",
                "activa": c is activa,
                "cuenta": entero(c.casos.count()),
            }
            for c in colas
        ]
        pestanas.append(
            {"texto": "Tiempos por unidad", "url": "?cola=tiempos", "activa": ve_tiempos}
        )
        return (
            super().get_context_data(**kwargs)
            | {
                "pestanas": pestanas,
                "borradores": consultas.borradores_de(usuario)[:10],
                "puede_registrar": usuario.tiene_permiso(Permiso.CASO_REGISTRAR),
            }
            | (self._de_cola(activa) if activa else self._de_tiempos())
        )

    def _de_cola(self, cola: Cola) -> dict[str, Any]:
        hoja = pagina(
            cola.casos,
            orden="antiguos" if cola.codigo in {"por-validar", "vencidos"} else "recientes",
            despues=self.request.GET.get("despues", ""),
            antes=self.request.GET.get("antes", ""),
        )
        base = f"?cola={cola.codigo}"
        return {
            "activa": cola,
            "casos": completar_filas(hoja.filas),
            "siguiente": f"{base}&despues={hoja.siguiente}" if hoja.siguiente else "",
            "anterior": f"{base}&antes={hoja.anterior}" if hoja.anterior else "",
            "columnas_de_cola": [(c, COLUMNAS[c]) for c in DE_ENTRADA],
            "en_bloque": EN_BLOQUE.get(cola.codigo),
        }

    def _de_tiempos(self) -> dict[str, Any]:
        return {
            "tiempos": filas_de_tiempos(tiempos_por_unidad(self.request.user)),
            "columnas_de_tiempos": [{"texto": t, "numero": i > 0} for i, t in enumerate(TIEMPOS)],
        }


TIEMPOS = ("Entidad", "Casos", "Borrador", "Por validar", "Observados", "Conformes", "Días")


def filas_de_tiempos(tiempos: list[dict[str, Any]]) -> list[list[str]]:
    """Las filas de la tabla de tiempos por unidad."""
    filas = []
    for t in tiempos:
        nombre = t["entidad__sigla"] or t["entidad__nombre"] or "Sin entidad"
        conteos = [t[c] for c in ("n", "borradores", "esperan", "observados", "conformes")]
        demora = decimal(t["demora"].total_seconds() / 86_400) if t["demora"] else "—"
        filas.append([nombre, *(entero(n) for n in conteos), demora])
    return filas
