"""Dos casos que son el mismo hecho: proponerlos, decir qué son, unirlos y deshacerlo."""

from typing import Any, ClassVar
from uuid import UUID

from django.contrib import messages
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.template.response import TemplateResponse

from casos import consultas
from casos.acciones.casos_repetidos import separar_casos, unir_casos
from casos.acciones.duplicados import quitar_relacion, relacionar_casos
from casos.consultas import relacionados as lecturas
from casos.forms.identidad import RelacionarForm
from casos.models import Caso
from casos.views.apoyo import uuid_enviado
from trata.comun.errores import ConflictoError, ErrorDeDominio
from trata.comun.formularios import anotar_error
from trata.comun.vistas import PaginaView
from trata.cuentas.permisos import Permiso


class RelacionadosView(PaginaView):
    """Los casos relacionados con uno, los que podrían ser el mismo hecho y qué se decide."""

    permiso = Permiso.CASO_VER
    permiso_por_metodo: ClassVar[dict[str, Permiso]] = {"POST": Permiso.DUPLICADO_RESOLVER}
    template_name = "casos/duplicados/relacionados.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Lo decidido, lo propuesto y el formulario."""
        usuario = self.request.user
        caso = consultas.caso_de(usuario, self.kwargs["uuid"])
        resuelve = usuario.tiene_permiso(Permiso.DUPLICADO_RESOLVER)
        uniones = list(lecturas.uniones_de_caso(caso, usuario))
        return super().get_context_data(**kwargs) | {
            "caso": caso,
            "vinculos": lecturas.vinculos_de(caso, usuario),
            "uniones": uniones,
            "unidos": {u.queda_id for u in uniones} | {u.sale_id for u in uniones},
            "posibles": lecturas.posibles_hechos(caso, usuario) if resuelve else (),
            "resuelve": resuelve,
            "form": kwargs.get("form") or RelacionarForm(usuario=usuario),
        }

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """Lo que diga el botón: relacionar, quitar, unir o deshacer."""
        caso = consultas.caso_de(request.user, kwargs["uuid"])
        if "relacion" in request.POST:
            return self._relacionar(caso)
        verbo = next((v for v in ("quitar", "unir", "deshacer") if v in request.POST), "")
        uuid = uuid_enviado(request.POST.get(verbo, ""))
        try:
            with transaction.atomic():
                messages.success(request, self._hacer(verbo, caso, uuid))
        except (ErrorDeDominio, ConflictoError) as error:
            messages.error(request, error.mensaje)
        return redirect(request.path)

    def _hacer(self, verbo: str, caso: Caso, uuid: UUID) -> str:
        """Ejecuta un verbo sobre un vínculo o una unión; devuelve qué decir."""
        usuario, motivo = self.request.user, self.request.POST.get("motivo", "")
        if verbo == "quitar":
            quitar_relacion(vinculo=lecturas.vinculo_de(caso, usuario, uuid), por=usuario)
            return "Se quitó: vuelven a poder proponerse."
        if verbo == "deshacer":
            union = get_object_or_404(lecturas.uniones_de_caso(caso, usuario), uuid=uuid)
            separar_casos(union=union, motivo=motivo, por=usuario)
            return "Se deshizo: cada cosa volvió a su caso."
        otro = consultas.caso_de(usuario, uuid)
        unir_casos(queda=caso, sale=otro, motivo=motivo, por=usuario)
        return f"{otro.codigo} quedó unido a éste. Puedes deshacerlo."

    def _relacionar(self, caso: Caso) -> HttpResponse:
        form = RelacionarForm(self.request.POST, usuario=self.request.user)
        if form.is_valid():
            datos = form.cleaned_data
            otro = lecturas.caso_por_codigo(self.request.user, datos["codigo"])
            try:
                if otro is None:
                    mensaje = "No hay ningún caso con ese código en tu ámbito."
                    raise ErrorDeDominio("no_encontrado", mensaje, campos={"codigo": mensaje})
                relacionar_casos(
                    uno=caso,
                    otro=otro,
                    relacion=datos["relacion"],
                    motivo=datos["motivo"],
                    por=self.request.user,
                )
                messages.success(self.request, f"Quedó anotado qué es {otro.codigo}.")
                return redirect(self.request.path)
            except ErrorDeDominio as error:
                anotar_error(form, error)
        contexto = self.get_context_data(form=form)
        return TemplateResponse(self.request, self.template_name, contexto, status=422)
