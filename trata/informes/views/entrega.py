"""Una versión publicada: sus archivos, su trámite, su PDF firmado y sus cargos."""

from typing import Any

from django.contrib import messages
from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.views.generic import ListView
from django.views.generic.base import View

from trata.auditoria.acciones import registrar_acceso
from trata.comun.vistas import PaginaView, PermisoMixin
from trata.cuentas.permisos import Permiso
from trata.informes import acciones, consultas
from trata.informes.escritores import FORMATOS
from trata.informes.forms.entrega import CargoForm, EnvioForm, FirmadoForm, TramiteForm
from trata.informes.forms.redaccion import MotivoForm
from trata.informes.models import EjemplarFirmado, Envio, Tramite
from trata.informes.qr import qr_svg
from trata.informes.views.base import InformeAccionView, InformeFormView, VersionMixin


class PublicadaView(VersionMixin, PaginaView):
    """La ficha de una versión publicada."""

    template_name = "informes/publicada.html"

    def get_template_names(self) -> list[str]:
        """Con htmx, sólo los archivos, que se refrescan mientras se preparan."""
        if self.request.htmx and not self.request.htmx.boosted:
            return [f"{self.template_name}#archivos"]
        return [self.template_name]

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Todo lo que acompaña a la versión."""
        version = get_object_or_404(
            consultas.versiones_de(self.informe), version=self.kwargs["version"]
        )
        faltan = consultas.formatos_que_faltan(version)
        por_formato = {a.formato: a for a in version.archivos.all()}
        direccion = consultas.congelado(version).verificacion
        return super().get_context_data(**kwargs) | {
            "informe": self.informe,
            "version": version,
            "autenticidad": consultas.autenticidad(version.clave),
            "archivos": [(f, por_formato.get(f.codigo)) for f in FORMATOS.values()],
            "faltan": faltan,
            "preparando": bool(faltan) and consultas.se_estan_preparando([version]),
            "tramite": getattr(version, "tramite", None),
            "firmado": next(iter(version.en_vigor), None),
            "tramita": self.request.user.tiene_permiso(Permiso.INFORME_TRAMITAR),
            "direccion": direccion,
            "qr": qr_svg(direccion),
            "migas": self.migas((version.folio, "")),
        }


class ArchivoView(VersionMixin, View):
    """El archivo guardado de una versión: siempre los mismos bytes."""

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """Lo descarga, y lo anota antes."""
        formato = FORMATOS.get(kwargs["formato"])
        if formato is None:
            raise Http404
        archivo = self.version.archivos.filter(formato=formato.codigo).first()
        if archivo is None:
            messages.info(request, "Ese archivo todavía se está preparando.")
            return redirect(self.ruta_de_la_version())
        registrar_acceso(
            usuario=request.user,
            objeto=archivo,
            campos=["archivo"],
            motivo=f"Descarga de {self.version.folio} en {formato.nombre}",
        )
        contenido = consultas.leer_guardado(archivo.ruta, archivo.sha256)
        return descarga(contenido, f"{self.version.folio}.{formato.codigo}", formato.tipo)


def descarga(contenido: bytes, nombre: str, tipo: str) -> HttpResponse:
    """Una descarga: el navegador la guarda, nunca la abre."""
    return HttpResponse(
        contenido,
        content_type=tipo,
        headers={
            "Content-Disposition": f'attachment; filename="{nombre}"',
            "X-Content-Type-Options": "nosniff",
        },
    )


class PrepararView(VersionMixin, InformeAccionView):
    """Encarga los archivos que falten."""

    hecho = "Los archivos se están preparando."

    def actuar(self) -> Any:
        """Los encarga."""
        return acciones.encargar_archivos(version=self.version, por=self.request.user)

    def volver(self) -> str:
        """A la versión."""
        return self.ruta_de_la_version()


class VersionFormView(VersionMixin, InformeFormView):
    """Un formulario sobre una versión publicada."""

    permiso = Permiso.INFORME_TRAMITAR

    def get_success_url(self) -> str:
        """Vuelve a la versión."""
        return self.ruta_de_la_version()

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Con la versión en las migas."""
        migas = self.migas((self.version.folio, self.ruta_de_la_version()), (self.titulo, ""))
        return super().get_context_data(**kwargs) | {"antetitulo": self.version, "migas": migas}


class TramiteView(VersionFormView):
    """Con qué número y expediente salió."""

    form_class = TramiteForm
    titulo = "Número y expediente"
    hecho = "Número y expediente guardados."

    def get_form_kwargs(self) -> dict[str, Any]:
        """Lo ya anotado."""
        tramite = getattr(self.version, "tramite", None)
        return super().get_form_kwargs() | {"tramite": tramite}

    def get_initial(self) -> dict[str, Any]:
        """El expediente del informe, si aún no se anotó el de la versión."""
        if getattr(self.version, "tramite", None) is not None:
            return {}
        return {"expediente": self.informe.expediente}

    def accion(self, form: TramiteForm) -> Tramite:
        """Guarda."""
        return acciones.guardar_tramite(
            version=self.version,
            datos=form.cleaned_data,
            esperada=form.cleaned_data["version"],
            por=self.request.user,
        )


class FirmadoView(VersionFormView):
    """Subir el PDF firmado."""

    form_class = FirmadoForm
    titulo = "Subir el PDF firmado"
    entradilla = "Se guarda sin tocarlo. Se dirá si trae firma digital y qué parte cubre."
    boton = "Guardar el PDF firmado"
    hecho = "PDF firmado guardado."
    con_archivo = True

    def accion(self, form: FirmadoForm) -> EjemplarFirmado:
        """Guarda."""
        return acciones.guardar_firmado(
            version=self.version, archivo=form.cleaned_data["archivo"], por=self.request.user
        )


class FirmadoArchivoView(VersionMixin, View):
    """Descargar el PDF firmado."""

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """Los mismos bytes que se subieron."""
        ejemplar = get_object_or_404(self.version.firmados, retirado_en=None)
        registrar_acceso(
            usuario=request.user,
            objeto=ejemplar,
            campos=["archivo"],
            motivo=f"Descarga de {self.version.folio} firmado",
        )
        contenido = consultas.leer_guardado(ejemplar.ruta, ejemplar.sha256)
        return descarga(contenido, f"{self.version.folio}-firmado.pdf", "application/pdf")


class FirmadoRetirarView(VersionFormView):
    """Retirar el PDF firmado, con motivo."""

    form_class = MotivoForm
    titulo = "Retirar el PDF firmado"
    entradilla = "Deja de verse y de verificarse. El archivo y su huella se conservan."
    boton = "Retirar"
    hecho = "PDF firmado retirado."

    def accion(self, form: MotivoForm) -> None:
        """Lo retira."""
        ejemplar = get_object_or_404(self.version.firmados, retirado_en=None)
        acciones.retirar_firmado(
            ejemplar=ejemplar, motivo=form.cleaned_data["motivo"], por=self.request.user
        )


class EnvioView(VersionFormView):
    """Anotar un envío."""

    form_class = EnvioForm
    titulo = "Registrar un envío"
    entradilla = "A quién se entrega y por dónde. Quedará pendiente hasta que tengas su cargo."
    hecho = "Envío registrado. Falta su cargo de recepción."

    def accion(self, form: EnvioForm) -> Envio:
        """Registra."""
        return acciones.registrar_envio(
            version=self.version, datos=form.cleaned_data, por=self.request.user
        )

    def get_form_kwargs(self) -> dict[str, Any]:
        """Un formulario de modelo, sobre la versión."""
        instancia = Envio(version_publicada=self.version)
        return super().get_form_kwargs() | {"instance": instancia}


class CargoView(VersionFormView):
    """Anotar el cargo de recepción de un envío."""

    form_class = CargoForm
    titulo = "Cargo de recepción"
    hecho = "Cargo registrado."

    def get_initial(self) -> dict[str, Any]:
        """Lo que ya se anotó."""
        envio = self.envio()
        return {c: getattr(envio, c) for c in ("recibido_el", "recibido_por", "constancia")}

    def envio(self) -> Envio:
        """El envío de la dirección, en esta versión."""
        hallado = consultas.envio_visible(self.kwargs["envio"], self.request.user)
        if hallado is None or hallado.version_publicada_id != self.version.pk:
            raise Http404
        return hallado

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """A quién se envió."""
        envio = self.envio()
        self.entradilla = f"{envio.a_quien}, por {envio.get_canal_display().lower()}."
        return super().get_context_data(**kwargs)

    def accion(self, form: CargoForm) -> Envio:
        """Anota."""
        envio = self.envio()
        return acciones.registrar_cargo(
            envio=envio, datos=form.cleaned_data, esperada=envio.version, por=self.request.user
        )


class CargosView(PermisoMixin, ListView):
    """Lo enviado que nadie confirmó."""

    permiso = Permiso.INFORME_TRAMITAR
    template_name = "informes/cargos.html"
    paginate_by = 50
    page_kwarg = "pagina"

    def get_queryset(self) -> QuerySet[Envio]:
        """Primero lo que espera hace más."""
        return consultas.cargos_pendientes(self.request.user)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Con migas."""
        migas = [("Informes", reverse("informes:lista")), ("Cargos pendientes", "")]
        return super().get_context_data(**kwargs) | {"migas": migas}
