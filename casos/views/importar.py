"""La tercera puerta: subir un archivo, ver qué falla en cada fila e importar."""

import csv
from typing import Any

from django.contrib import messages
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.template.response import TemplateResponse

from casos import acciones, consultas
from casos.forms.importacion import SubirArchivoForm
from casos.importacion import importar, revisar
from casos.importador import NECESARIAS, columnas
from trata.comun.errores import ErrorDeDominio
from trata.comun.vistas import AccionView, PaginaView
from trata.cuentas.permisos import Permiso
from trata.trabajos.acciones import encargar

BYTES_AL_MOMENTO = 400_000


class ImportarView(PaginaView):
    """Sube un archivo. Los pequeños se revisan al momento; los grandes, en segundo plano."""

    permiso = Permiso.CASO_IMPORTAR
    template_name = "casos/importar.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """El formulario y lo importado antes."""
        return super().get_context_data(**kwargs) | {
            "form": kwargs.get("form") or SubirArchivoForm(),
            "importaciones": consultas.importaciones_de(self.request.user)[:20],
            "columnas": [
                {"columna": c, "nombre": n, "necesaria": c in NECESARIAS}
                for c, n in columnas().items()
            ],
        }

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """Guarda el archivo y lo revisa."""
        form = SubirArchivoForm(request.POST, request.FILES)
        if not form.is_valid():
            contexto = self.get_context_data(form=form)
            return TemplateResponse(request, self.template_name, contexto, status=422)
        archivo = form.cleaned_data["archivo"]
        importacion = acciones.subir_archivo(
            nombre=archivo.name, contenido=archivo.read(), por=request.user
        )
        if archivo.size <= BYTES_AL_MOMENTO:
            revisar(importacion, request.user)
        else:
            encargar(
                tipo="casos.importar",
                datos={"importacion": str(importacion.uuid), "modo": "revisar"},
                por=request.user,
                titulo=f"Revisar {importacion.nombre}",
            )
        return redirect("casos:importacion", uuid=importacion.uuid)


class ImportacionView(PaginaView):
    """El informe de un archivo, fila por fila."""

    permiso = Permiso.CASO_IMPORTAR
    template_name = "casos/importacion.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """El informe."""
        importacion = consultas.importacion_de(self.request.user, kwargs["uuid"])
        return super().get_context_data(**kwargs) | {
            "importacion": importacion,
            "informe": importacion.informe,
        }


class ImportacionConfirmarView(AccionView):
    """Importa lo revisado."""

    permiso = Permiso.CASO_IMPORTAR

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """Registra al momento o en segundo plano, según el tamaño."""
        importacion = consultas.importacion_de(request.user, kwargs["uuid"])
        solo_validas = bool(request.POST.get("solo_validas"))
        if len(importacion.contenido) > BYTES_AL_MOMENTO:
            trabajo = encargar(
                tipo="casos.importar",
                datos={
                    "importacion": str(importacion.uuid),
                    "modo": "importar",
                    "solo_validas": solo_validas,
                },
                por=request.user,
                titulo=f"Importar {importacion.nombre}",
            )
            return redirect("trabajos:detalle", uuid=trabajo.uuid)
        try:
            with transaction.atomic():
                informe = importar(importacion, request.user, solo_validas=solo_validas)
            messages.success(request, f"Se registraron {informe['registrados']} casos en borrador.")
        except ErrorDeDominio as error:
            messages.error(request, error.mensaje)
        return redirect("casos:importacion", uuid=importacion.uuid)


class PlantillaView(PaginaView):
    """La plantilla vacía, en CSV con BOM para que Excel la abra bien."""

    permiso = Permiso.CASO_IMPORTAR

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """El archivo."""
        respuesta = HttpResponse(content_type="text/csv; charset=utf-8")
        respuesta["Content-Disposition"] = 'attachment; filename="plantilla-casos.csv"'
        respuesta.write("\ufeff")
        csv.writer(respuesta, delimiter=";").writerow(columnas())
        return respuesta
