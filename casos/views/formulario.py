"""La máquina de un formulario de la ficha: borrador, doble envío, avisos y conflicto.

Todo funciona sin JavaScript; con él, además, se guarda solo cada pocos segundos.
"""

from contextlib import suppress
from typing import Any, ClassVar
from uuid import UUID

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.db import transaction
from django.forms.utils import ErrorDict
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect, QueryDict
from django.shortcuts import redirect
from django.template.response import TemplateResponse

from casos import acciones, consultas
from casos.consultas import necesidad
from casos.consultas.autoria import ultimo_cambio
from casos.forms.ficha import FichaForm, datos_de_instancia
from casos.models import Borrador, Caso
from casos.views.apoyo import guardar_lo_escrito
from trata.comun.errores import ConflictoError, ErrorDeDominio
from trata.comun.formato import hora
from trata.comun.formularios import anotar_error
from trata.comun.vistas import PermisoMixin
from trata.cuentas.permisos import Permiso

DE_CONTROL = {"csrfmiddlewaretoken", "marca", "version", "confirmar", "guardar", "actualizar"}


class FichaFormView(PermisoMixin):
    """Vista de un formulario de la ficha. Cada una define `form_class_`, `instancia` y `accion`."""

    permiso: ClassVar[Any] = Permiso.CASO_REGISTRAR
    template_name: ClassVar[str] = "casos/ficha_form.html"
    caso: Caso | None = None

    def clase(self) -> type[FichaForm]:
        """La clase de formulario."""
        raise NotImplementedError

    def instancia(self) -> Any:
        """El objeto que se edita, o `None` si es un alta."""
        return None

    def preparar(self) -> None:
        """Carga el caso y lo que haga falta antes de atender (404 si no es del ámbito)."""

    def accion(self, form: FichaForm, version: int) -> Any:
        """Llama al verbo."""
        raise NotImplementedError

    def destino(self, objeto: Any) -> str:
        """Adónde se va después de guardar."""
        raise NotImplementedError

    def titulo(self) -> str:
        """El `h1`."""
        raise NotImplementedError

    def abierta(self) -> bool:
        """Dice si hoy se puede escribir aquí."""
        return True

    def trae_relato(self) -> bool:
        """Dice si el formulario mostraría un relato ya escrito, que sólo lee quien abre el caso."""
        instancia, campos = self.instancia(), self.clase().base_fields
        return self.caso is not None and any(
            getattr(instancia, campo, "") for campo in necesidad.CAMPOS_DE_RELATO if campo in campos
        )

    def se_lee(self) -> bool:
        """Dice si la página se abre aunque hoy no se pueda escribir."""
        return False

    def le_toca(self) -> bool:
        """Dice si el rol escribe aquí cuando el registro está abierto."""
        return True

    def razon_de_cierre(self) -> str:
        """Por qué hoy no se escribe aquí."""
        if not self.le_toca():
            return "Tu rol no escribe en esta sección."
        return f"El registro está {self.caso.get_estado_display().lower()}: ya no se escribe aquí."

    def cerrada(self, escrito: QueryDict | None = None) -> HttpResponse:
        """Ya no se puede guardar: al caso, con la razón; si había algo escrito, a la vista."""
        if escrito is None or not self.le_toca():
            messages.warning(self.request, self.razon_de_cierre())
            return redirect("casos:detalle", uuid=self.caso.uuid)
        form = self.formulario(escrito)
        form._errors = ErrorDict()
        leido = [{"clave": c.label, "valor": como_texto(c, c.value())} for c in form]
        return self.pintar(
            form,
            estado=409 if self.request.method == "POST" else 200,
            plantilla="casos/cerrada.html",
            razon=self.razon_de_cierre(),
            escrito=[f for f in leido if f["valor"]],
        )

    def contexto_propio(self) -> dict[str, Any]:
        """Contexto propio de cada vista."""
        return {}

    def iniciales(self) -> dict[str, Any]:
        """Valores con que se abre un alta."""
        return {}

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """Abre el formulario; si había algo escrito sin guardar, lo recupera."""
        self.preparar()
        if self.trae_relato() and not necesidad.esta_abierto(self.caso, request.user):
            return redirect("casos:abrir", uuid=self.caso.uuid)
        borrador = consultas.borrador_de(request.user, request.path)
        datos = QueryDict(mutable=True)
        for clave, valores in (borrador.datos if borrador else {}).items():
            datos.setlist(clave, valores)
        if not self.abierta() and (borrador or not self.se_lee()):
            return self.cerrada(datos if borrador else None)
        if borrador is None or "copiar" in request.GET:
            return self.pintar(self.formulario(), recuperado=None)
        form = self.formulario(datos)
        form._errors = ErrorDict()
        return self.pintar(form, recuperado=borrador)

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """Guarda. Un doble envío lleva a donde llevó el primero."""
        self.preparar()
        if self.trae_relato() and not necesidad.esta_abierto(self.caso, request.user):
            self.poner_a_salvo()
            return redirect("casos:abrir", uuid=self.caso.uuid)
        if "descartar" in request.POST:
            acciones.descartar_borrador(clave=request.path, por=request.user)
            messages.info(request, "Descartaste lo que estaba sin guardar.")
            return HttpResponseRedirect(request.path)
        if not self.abierta():
            return self.guardar_y_cerrar()
        form = self.formulario(self.resolver_conflicto(request.POST))
        if "actualizar" in request.POST:
            form._errors = ErrorDict()
            return self.pintar(form)
        hecho = consultas.envio_hecho(self.marca())
        if hecho is not None:
            return HttpResponseRedirect(hecho.destino)
        if not form.is_valid():
            return self.pintar(form, estado=422)
        return self.guardar(form)

    def guardar_y_cerrar(self) -> HttpResponse:
        """El registro se cerró mientras se escribía: lo escrito queda de borrador y a la vista."""
        hecho = consultas.envio_hecho(self.marca())
        if hecho is not None:
            return HttpResponseRedirect(hecho.destino)
        self.poner_a_salvo()
        return self.cerrada(self.request.POST)

    def poner_a_salvo(self) -> None:
        """Lo escrito pasa a los borradores de quien escribe, si su rol escribe aquí."""
        if self.le_toca() and "descartar" not in self.request.POST:
            with suppress(ErrorDeDominio):
                guardar_lo_escrito(self.request, self.request.path)

    def guardar(self, form: FichaForm) -> HttpResponse:
        """Ejecuta la acción una sola vez por marca; los errores vuelven con lo escrito intacto."""
        try:
            with transaction.atomic():
                objeto = self.accion(form, self.version_editada(form))
                destino = self.destino(objeto)
                if self.marca() is not None:
                    acciones.marcar_envio(
                        marca=self.marca(), destino=destino, por=self.request.user
                    )
        except ConflictoError as error:
            return self.conflicto(form, error)
        except (ErrorDeDominio, ValidationError) as error:
            anotar_error(form, error)
            return self.pintar(form, estado=422)
        acciones.descartar_borrador(clave=self.request.path, por=self.request.user)
        return HttpResponseRedirect(destino)

    def marca(self) -> UUID | None:
        """La marca del formulario; `None` si no vino (una herramienta, no una persona)."""
        try:
            return UUID(self.request.POST.get("marca", ""))
        except ValueError:
            return None

    def version_editada(self, form: FichaForm) -> int:
        """La versión que la persona tenía delante; 0 (que nunca coincide) si no vino."""
        return form.version_editada or 0

    def formulario(self, datos: QueryDict | None = None) -> FichaForm:
        """El formulario, con datos o recién abierto."""
        return self.clase()(
            datos,
            instance=self.instancia(),
            caso=self.caso,
            usuario=self.request.user,
            initial=self.iniciales() if datos is None else None,
        )

    def resolver_conflicto(self, datos: QueryDict) -> QueryDict:
        """Donde la persona eligió «versión guardada», pone lo guardado en lugar de lo suyo."""
        elegidos = {c.removeprefix("elige-"): v for c, v in datos.items() if c[:6] == "elige-"}
        if not elegidos or self.instancia() is None:
            return datos
        guardados = datos_de_instancia(self.formulario())
        nuevos = datos.copy()
        for nombre in (n for n, eleccion in elegidos.items() if eleccion == "guardada"):
            for clave in [c for c in guardados if c == nombre or c.startswith(f"{nombre}_")]:
                nuevos.setlist(clave, guardados.getlist(clave))
        return nuevos

    def conflicto(self, form: FichaForm, error: ConflictoError) -> HttpResponse:
        """Otra persona guardó antes: las dos versiones, campo por campo, para elegir (409)."""
        guardado = self.clase()(instance=error.actual, caso=self.caso, usuario=self.request.user)
        filas = [
            {
                "nombre": campo.html_name,
                "etiqueta": campo.label,
                "tuya": como_texto(campo, campo.value()),
                "guardada": como_texto(guardado[campo.name], guardado[campo.name].value()),
            }
            for campo in form
        ]
        for fila in filas:
            fila["distinto"] = fila["tuya"] != fila["guardada"]
        quien, cuando = ultimo_cambio(error.actual)
        ocultos = [
            (clave, valor)
            for clave, valores in self.request.POST.lists()
            for valor in valores
            if clave not in DE_CONTROL and not clave.startswith("elige-")
        ]
        return self.pintar(
            form,
            estado=409,
            filas=[f for f in filas if f["distinto"]] or filas,
            ocultos=ocultos,
            version_guardada=error.actual.version,
            plantilla="casos/conflicto.html",
            quien=quien or "Otra persona",
            propia=quien == str(self.request.user),
            cuando=hora(cuando),
        )

    def pintar(
        self,
        form: FichaForm,
        *,
        estado: int = 200,
        recuperado: Borrador | None = None,
        plantilla: str = "",
        **extra: Any,
    ) -> HttpResponse:
        """La página del formulario."""
        instancia = self.instancia()
        version = form.data.get("version") if form.is_bound else None
        contexto = {
            "form": form,
            "caso": self.caso,
            "titulo": self.titulo(),
            "version": version or getattr(instancia, "version", ""),
            "clave": self.request.path,
            "recuperado": recuperado,
        }
        return TemplateResponse(
            self.request,
            plantilla or self.template_name,
            contexto | self.contexto_propio() | extra,
            status=estado,
        )


def como_texto(campo: Any, valor: Any) -> str:
    """Un valor de formulario como lo lee una persona."""
    widget = campo.field.widget
    if hasattr(widget, "widgets_names"):
        partes = valor if isinstance(valor, list) else widget.decompress(valor)
        return "/".join(str(p) for p in partes if p)
    opciones = dict(aplanar(getattr(campo.field, "choices", ())))
    valores = valor if isinstance(valor, list | tuple) else [valor]
    textos = [
        str(opciones.get(str(getattr(v, "pk", v)), v)) for v in valores if v not in (None, "")
    ]
    return ", ".join(textos)


def aplanar(opciones: Any) -> list[tuple[str, str]]:
    """Las opciones sin sus grupos."""
    planas: list[tuple[str, str]] = []
    for valor, texto in opciones:
        if isinstance(texto, list | tuple):
            planas += [(str(v), str(t)) for v, t in texto]
        else:
            planas.append((str(valor), str(texto)))
    return planas
