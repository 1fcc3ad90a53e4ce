"""La verificación: cualquiera comprueba que un informe es auténtico, sin ver su contenido."""

from typing import Any

from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.utils.decorators import method_decorator
from django.views.decorators.csrf import csrf_exempt, csrf_protect
from django.views.generic import TemplateView

from trata.comun.cuotas import gastar
from trata.comun.direccion import direccion_de
from trata.comun.formato import tamano
from trata.comun.paginas_de_error import responder
from trata.informes import consultas
from trata.informes.huella_al_vuelo import TAMANO_MAXIMO, HuellaUploadHandler, huella_de

ENVIO_MAXIMO = 2 * TAMANO_MAXIMO


@method_decorator(login_not_required, name="dispatch")
@method_decorator(csrf_exempt, name="dispatch")
class VerificarInformeView(TemplateView):
    """Página pública: dice si un folio es auténtico, si fue reemplazado y, si se sube una copia, si
    es idéntica. La copia no se guarda: se calcula su huella mientras llega. Quien sube demasiadas
    seguidas desde una dirección espera: no se le lee ni el envío.

    La ficha CSRF se revisa después de poner quien calcula la huella (`csrf_protect`): antes, el
    archivo ya se habría leído de otra manera.
    """

    template_name = "informes/verificar.html"

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        """Pone quien calcula la huella antes de que nadie lea el envío."""
        if request.method == "POST":
            if int(request.META.get("CONTENT_LENGTH") or 0) > ENVIO_MAXIMO:
                return responder(request, "demasiado_grande")
            cuota = gastar("copia", direccion_de(request))
            if cuota is not None and cuota.se_paso:
                request.cuota_de_api = cuota
                return self.frenado(cuota.segundos)
            if not hasattr(request, "_files"):
                request.upload_handlers = [HuellaUploadHandler(request)]
        return _protegida(super().dispatch)(request, *args, **kwargs)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Lo que se puede decir de la clave, o nada."""
        clave = self.kwargs.get("clave")
        hallada = consultas.autenticidad(clave) if clave else None
        return super().get_context_data(**kwargs) | {
            "clave": clave,
            "hallada": hallada,
            "pedir_otro": f"Elige un archivo de hasta {tamano(TAMANO_MAXIMO)}.",
        }

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """Compara la huella de la copia con las publicadas."""
        archivo = request.FILES.get("archivo")
        contexto: dict[str, Any] = {"se_probo": True}
        if archivo is not None and 0 < archivo.size <= TAMANO_MAXIMO:
            huella = huella_de(archivo)
            contexto |= {"huella": huella, "coincide": consultas.de_quien_es(huella)}
        return self.render_to_response(self.get_context_data(**contexto))

    def frenado(self, segundos: int) -> HttpResponse:
        """429: la misma página, que pide esperar."""
        contexto = self.get_context_data(espera=segundos)
        respuesta = self.render_to_response(contexto, status=429)
        respuesta["Retry-After"] = str(segundos)
        return respuesta

    def render_to_response(self, context: dict[str, Any], **kwargs: Any) -> HttpResponse:
        """404 si la clave no existe, con la misma página."""
        estado = 404 if context["clave"] and context["hallada"] is None else 200
        return super().render_to_response(context, **{"status": estado} | kwargs)


def _protegida(vista: Any) -> Any:
    """La vista con su ficha CSRF."""
    return csrf_protect(lambda request, *args, **kwargs: vista(request, *args, **kwargs))
