"""La tercera puerta: subir un archivo, emparejarlo, ver qué pasaría, importarlo y deshacerlo."""

import tempfile
from pathlib import Path
from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import FileResponse, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.urls import reverse

from casos import acciones
from casos.consultas import importacion as consultas
from casos.forms.importacion import DeshacerForm, EmparejarForm, SubirArchivoForm
from casos.importador.columnas import COLUMNAS, GRUPOS
from casos.importador.juicio import AVISOS
from casos.importador.plantilla import escribir_plantilla
from casos.importador.proceso import XLSX, opciones_de
from casos.models import Importacion
from trata.comun.errores import ErrorDeDominio
from trata.comun.formato import entero
from trata.comun.numeros import natural
from trata.comun.planillas import respuesta_csv
from trata.comun.vistas import AccionView, PaginaView
from trata.cuentas.permisos import Permiso

Estado = Importacion.Estado
POR_PAGINA = 100
PASOS = ("Subir", "Emparejar columnas", "Revisar", "Importar")
PASO_DE_ESTADO = {
    Estado.LEYENDO: 0,
    Estado.POR_EMPAREJAR: 1,
    Estado.REVISANDO: 2,
    Estado.REVISADA: 2,
    Estado.IMPORTADA: 4,
    Estado.DESHECHA: 4,
}
TONOS = {
    Estado.IMPORTADA: "exito",
    Estado.RECHAZADA: "error",
    Estado.REVISADA: "info",
    Estado.POR_EMPAREJAR: "aviso",
    Estado.REVISANDO: "info",
    Estado.LEYENDO: "info",
}


def pasos_de(estado: str = "", actual: int | None = None) -> list[dict[str, str]]:
    """Los pasos del trámite con su estado, para el componente."""
    en = PASO_DE_ESTADO.get(Estado(estado), 0) if actual is None else actual
    estados = ["hecho" if i < en else "actual" if i == en else "pendiente" for i in range(4)]
    return [{"texto": t, "estado": e} for t, e in zip(PASOS, estados, strict=True)]


def migas(*resto: tuple[str, str]) -> list[tuple[str, str]]:
    """El camino de vuelta."""
    casos = ("Casos", reverse("casos:lista"))
    return [casos, ("Importar", reverse("casos:importar") if resto else ""), *resto]


class ImportarView(PaginaView):
    """Sube un archivo; leerlo y revisarlo va en segundo plano."""

    permiso = Permiso.CASO_IMPORTAR
    template_name = "casos/importar.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """El formulario y lo importado antes."""
        historial = Paginator(consultas.importaciones_de(self.request.user), 15)
        return super().get_context_data(**kwargs) | {
            "form": kwargs.get("form") or SubirArchivoForm(),
            "pagina": historial.get_page(self.request.GET.get("pagina")),
            "fuentes": consultas.fuentes_de(self.request.user)[:12],
            "grupos": GRUPOS.items(),
            "pasos": pasos_de(actual=0),
            "tonos": TONOS,
            "migas": migas(),
        }

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """Guarda el archivo y encarga leerlo. `reemplaza` es el que este corrige."""
        form = SubirArchivoForm(request.POST, request.FILES)
        if not form.is_valid():
            contexto = self.get_context_data(form=form)
            return TemplateResponse(request, self.template_name, contexto, status=422)
        anterior = None
        if request.POST.get("reemplaza"):
            anterior = consultas.importacion_por_texto(request.user, request.POST["reemplaza"])
        archivo = form.cleaned_data["archivo"]
        importacion = acciones.subir_archivo(
            nombre=archivo.name, contenido=archivo.read(), por=request.user, reemplaza=anterior
        )
        return redirect("casos:importacion", uuid=importacion.uuid)


class DeImportacionMixin:
    """Busca la importación propia de la dirección."""

    def importacion(self) -> Importacion:
        """La de la dirección; 404 si es de otra persona."""
        return consultas.importacion_de(self.request.user, self.kwargs["uuid"])


class ImportacionView(DeImportacionMixin, PaginaView):
    """Qué pasaría con cada fila: cifras, lo que hay que corregir y lo que se parece a otro caso."""

    permiso = Permiso.CASO_IMPORTAR
    template_name = "casos/importacion.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """El informe, los problemas de la página y los pasos."""
        importacion = self.importacion()
        columna = self.request.GET.get("columna", "")
        problemas = [
            dict(zip(("fila", "campo", "codigo", "mensaje", "es_aviso", "valor"), p, strict=True))
            for p in importacion.problemas
            if not columna or p[1] == columna
        ]
        for p in problemas:
            p["nombre"] = COLUMNAS[p["campo"]].nombre if p["campo"] in COLUMNAS else p["campo"]
        informe = importacion.informe
        for grupo in informe.get("por_codigo", ()):
            campo = grupo["campo"]
            grupo["nombre"] = COLUMNAS[campo].nombre if campo in COLUMNAS else campo
        por_columna: dict[str, dict[str, Any]] = {}
        for grupo in informe.get("por_codigo", ()):
            fila = por_columna.setdefault(
                grupo["campo"], {"campo": grupo["campo"], "nombre": grupo["nombre"], "veces": 0}
            )
            fila["veces"] += grupo["veces"]
        return super().get_context_data(**kwargs) | {
            "importacion": importacion,
            "informe": informe,
            "de_filas": f"de {entero(informe.get('filas', 0))}",
            "pasos": pasos_de(importacion.estado),
            "tono": TONOS.get(importacion.estado, ""),
            "se_interrumpio": not importacion.en_marcha
            and importacion.estado in (Estado.LEYENDO, Estado.REVISANDO),
            "problemas": Paginator(problemas, POR_PAGINA).get_page(self.request.GET.get("pagina")),
            "columna": columna,
            "base": f"columna={columna}" if columna in COLUMNAS else "",
            "por_columna": sorted(por_columna.values(), key=lambda c: -c["veces"]),
            "por_confirmar": [g for g in informe.get("por_codigo", ()) if g["es_confirmable"]],
            "valores": [
                v | {"nombre": COLUMNAS[v["campo"]].nombre, "opciones": opciones_de(v["campo"])}
                for v in informe.get("valores", ())
                if v["campo"] in COLUMNAS
            ],
            "form": SubirArchivoForm(),
            "migas": migas((importacion.nombre, "")),
        }


class EmparejarView(DeImportacionMixin, PaginaView):
    """Qué columna es cada una, en un archivo con otra forma."""

    permiso = Permiso.CASO_IMPORTAR
    template_name = "casos/emparejar.html"

    def formulario(self, importacion: Importacion, *datos: Any) -> EmparejarForm:
        """El formulario con la propuesta."""
        entidades = {str(e.pk): e for e in consultas.entidades_por_sigla().values()}
        return EmparejarForm(
            *datos,
            columnas=importacion.columnas,
            muestra=acciones.muestra_de(importacion),
            emparejado=importacion.emparejado,
            entidades=[
                (llave, f"{e.sigla} · {e.nombre}" if e.sigla else e.nombre)
                for llave, e in sorted(entidades.items(), key=lambda par: par[1].nombre)
            ],
        )

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """La propuesta."""
        importacion = kwargs.get("importacion") or self.importacion()
        return super().get_context_data(**kwargs) | {
            "importacion": importacion,
            "form": kwargs.get("form") or self.formulario(importacion),
            "pasos": pasos_de(actual=1),
            "migas": migas(
                (importacion.nombre, reverse("casos:importacion", args=[importacion.uuid])),
                ("Emparejar columnas", ""),
            ),
        }

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """Sólo mientras el archivo se puede volver a revisar."""
        importacion = self.importacion()
        if importacion.en_marcha or importacion.estado not in Importacion.ABIERTAS:
            return redirect("casos:importacion", uuid=importacion.uuid)
        return super().get(request, *args, **kwargs)

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """Guarda lo decidido y encarga la revisión, o vuelve a leer con otra hoja u otra fila."""
        importacion = self.importacion()
        pedido: dict[str, Any] = {"importacion": importacion, "por": request.user}
        if "releer" in request.POST:
            pedido |= {
                "emparejado": {},
                "hoja": request.POST.get("hoja", ""),
                "fila": natural(request.POST.get("fila"), cifras=5) or 0,
            }
        else:
            form = self.formulario(importacion, request.POST)
            if not form.is_valid():
                contexto = self.get_context_data(importacion=importacion, form=form)
                return TemplateResponse(request, self.template_name, contexto, status=422)
            pedido |= {
                "emparejado": form.emparejado,
                "guardar_como": form.cleaned_data["guardar_como"],
            }
        try:
            acciones.emparejar(**pedido)
        except ErrorDeDominio as error:
            messages.error(request, error.mensaje)
        return redirect("casos:importacion", uuid=importacion.uuid)


class RevisarView(DeImportacionMixin, AccionView):
    """Vuelve a revisar, con los valores que se emparejaron y los avisos que se confirmaron."""

    permiso = Permiso.CASO_IMPORTAR

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """Encarga la revisión."""
        importacion = self.importacion()
        emparejado = dict(importacion.emparejado)
        valores = {c: dict(v) for c, v in emparejado.get("valores", {}).items()}
        for i, pedido in enumerate(importacion.informe.get("valores", ())):
            elegido, campo = request.POST.get(f"valor_{i}", ""), pedido["campo"]
            if campo in COLUMNAS and elegido in dict(opciones_de(campo)):
                valores.setdefault(campo, {})[pedido["texto"]] = elegido
        confirmados = set(emparejado.get("confirmados", ())) | set(request.POST.getlist("aviso"))
        emparejado |= {"valores": valores, "confirmados": sorted(confirmados & AVISOS)}
        fuente = str(importacion.fuente) if importacion.fuente and "valor_0" in request.POST else ""
        try:
            if importacion.estado == Estado.LEYENDO:
                acciones.encargar_paso(importacion=importacion, modo="leer", por=request.user)
            else:
                acciones.emparejar(
                    importacion=importacion, emparejado=emparejado, por=request.user,
                    guardar_como=fuente,
                )  # fmt: skip
        except ErrorDeDominio as error:
            messages.error(request, error.mensaje)
        return redirect("casos:importacion", uuid=importacion.uuid)


class ImportacionConfirmarView(DeImportacionMixin, AccionView):
    """Importa lo revisado, en segundo plano."""

    permiso = Permiso.CASO_IMPORTAR

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """Encarga la importación. `solo_validas` deja fuera los casos con error."""
        importacion = self.importacion()
        if importacion.estado != Estado.REVISADA:
            messages.error(request, "Este archivo no está listo para importarse.")
        elif importacion.informe.get("filas_con_error") and not request.POST.get("solo_validas"):
            messages.error(request, "Corrige las filas con error o importa sólo las demás.")
        else:
            acciones.encargar_paso(
                importacion=importacion,
                modo="importar",
                por=request.user,
                solo_validas=bool(request.POST.get("solo_validas")),
                sin_parecidos=bool(request.POST.get("sin_parecidos")),
            )
        return redirect("casos:importacion", uuid=importacion.uuid)


class DeshacerView(DeImportacionMixin, PaginaView):
    """Deshacer lo importado: qué se anularía y qué ya no se puede tocar."""

    permiso = Permiso.CASO_IMPORTAR
    template_name = "casos/deshacer.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Las cuentas y el motivo."""
        importacion = self.importacion()
        cuenta = {}
        if importacion.estado == Estado.IMPORTADA:
            cuenta = acciones.se_puede_deshacer(importacion, self.request.user)
        return super().get_context_data(**kwargs) | {
            "importacion": importacion,
            "cuenta": cuenta,
            "form": kwargs.get("form") or DeshacerForm(),
            "migas": migas(
                (importacion.nombre, reverse("casos:importacion", args=[importacion.uuid])),
                ("Deshacer", ""),
            ),
        }

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """Encarga deshacer."""
        importacion = self.importacion()
        form = DeshacerForm(request.POST)
        if not form.is_valid():
            contexto = self.get_context_data(form=form)
            return TemplateResponse(request, self.template_name, contexto, status=422)
        if importacion.estado == Estado.IMPORTADA:
            acciones.encargar_paso(
                importacion=importacion,
                modo="deshacer",
                por=request.user,
                motivo=form.cleaned_data["motivo"],
            )
        else:
            messages.error(request, "Esta importación no se puede deshacer.")
        return redirect("casos:importacion", uuid=importacion.uuid)


class PlantillaView(PaginaView):
    """La plantilla vacía: un libro con listas e instrucciones o, si se pide, un CSV."""

    permiso = Permiso.CASO_IMPORTAR

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse | FileResponse:
        """El archivo."""
        if request.GET.get("formato") == "csv":
            return respuesta_csv("plantilla-casos.csv", list(COLUMNAS), [])
        with tempfile.TemporaryDirectory() as carpeta:
            ruta = Path(carpeta) / "plantilla.xlsx"
            escribir_plantilla(ruta)
            respuesta = HttpResponse(ruta.read_bytes(), content_type=XLSX)
        respuesta["Content-Disposition"] = 'attachment; filename="plantilla-casos.xlsx"'
        return respuesta
