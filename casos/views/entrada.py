"""La entrada: buscar antes de crear, la lista de tareas y los formularios de la ficha."""

from typing import Any, ClassVar

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.db import transaction
from django.forms.utils import ErrorDict
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.urls import reverse

from casos import acciones, consultas
from casos.consultas import necesidad
from casos.consultas.busqueda import parecidos
from casos.consultas.expediente import Expediente, expediente
from casos.consultas.resumen import filas_de
from casos.ficha import PARTES, POR_CODIGO, SECCION_DE_PARTE, Parte, Seccion
from casos.forms.ficha import (
    BuscarAntesForm,
    FichaForm,
    datos_de_instancia,
    form_de_parte,
    form_de_seccion,
)
from casos.models import Caso, CasoLugar, ClaveExterna
from casos.views.caso import faltas_con_enlace
from casos.views.formulario import FichaFormView
from casos.views.indice import indice_de
from trata.comun.errores import ErrorDeDominio
from trata.comun.formularios import anotar_error
from trata.comun.vistas import AccionView, PaginaView
from trata.cuentas.permisos import Permiso


class BuscarAntesView(PaginaView):
    """Antes de crear se busca. Si no hay ninguno igual, se registra con lo ya escrito."""

    permiso = Permiso.CASO_REGISTRAR
    template_name = "casos/nuevo.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """El formulario y, si se buscó, los parecidos."""
        buscado = bool(self.request.GET)
        form = BuscarAntesForm(self.request.GET if buscado else None, usuario=self.request.user)
        hallados = None
        if buscado and form.is_valid():
            hallados = parecidos(self.request.user, form.cleaned_data)
        return super().get_context_data(**kwargs) | {
            "form": form,
            "hallados": hallados,
            "enviados": [(c, v) for c, vs in self.request.GET.lists() for v in vs],
        }


class CasoNuevoView(AccionView):
    """Abre el caso con el número y el lugar que ya se escribieron al buscar."""

    permiso = Permiso.CASO_REGISTRAR

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """Crea el borrador; un dato que no vale vuelve a la búsqueda con su error."""
        form = BuscarAntesForm(request.POST, usuario=request.user)
        if not form.is_valid():
            return self._volver(form)
        datos = form.cleaned_data
        try:
            with transaction.atomic():
                caso = self._registrar(datos)
        except (ErrorDeDominio, ValidationError) as error:
            anotar_error(form, error)
            return self._volver(form)
        messages.success(request, f"Abriste el caso {caso.codigo}. Todavía es un borrador.")
        return redirect("casos:seccion", uuid=caso.uuid, codigo="denuncia")

    def _registrar(self, datos: dict[str, Any]) -> Caso:
        por, fecha = self.request.user, datos.get("fecha")
        iniciales = (
            {"fecha_de_registro": fecha.fecha, "precision_de_registro": fecha.precision}
            if fecha
            else {}
        )
        caso = acciones.registrar_caso(datos=iniciales, por=por)
        if datos.get("numero"):
            clave = {c: datos[c] for c in ("institucion", "tipo", "numero")}
            acciones.registrar_parte(ClaveExterna, caso=caso, datos=clave, por=por)
        if datos.get("ubigeo"):
            lugar = {"rol": "registro", "pais": "pe", "ubigeo": datos["ubigeo"]}
            acciones.registrar_parte(CasoLugar, caso=caso, datos=lugar, por=por)
        return caso

    def _volver(self, form: BuscarAntesForm) -> HttpResponse:
        return TemplateResponse(
            self.request, "casos/nuevo.html", {"form": form, "hallados": None}, status=422
        )


class TareasView(PaginaView):
    """La lista de tareas: la casa de un caso mientras se escribe."""

    permiso = Permiso.CASO_REGISTRAR
    template_name = "casos/tareas.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Las secciones con su estado y lo que falta."""
        caso = consultas.caso_de(self.request.user, kwargs["uuid"])
        completo = expediente(caso)
        tareas = [t for t in completo.avance() if t.es_necesaria]
        return super().get_context_data(**kwargs) | {
            "caso": caso,
            "tareas": indice_de(completo, ""),
            "necesarias": len(tareas),
            "hechas": sum(t.hecha for t in tareas),
            "faltas": faltas_con_enlace(completo),
            "observadas": secciones_observadas(completo),
            "expediente": completo,
            "puede_anular": acciones.puede_anular(caso, self.request.user),
        }


def secciones_observadas(completo: Expediente) -> list[Seccion]:
    """Las secciones con algo por corregir, en el orden de la ficha."""
    codigos = {o.seccion for o in completo.observaciones_abiertas}
    return [s for s in POR_CODIGO.values() if s.codigo in codigos]


class SeccionView(FichaFormView):
    """Una sección: sus campos del caso y la lista de sus partes."""

    permiso = Permiso.CASO_VER
    permiso_por_metodo: ClassVar[dict[str, Permiso]] = {"POST": Permiso.CASO_REGISTRAR}
    seccion: Seccion
    template_name = "casos/seccion.html"

    def preparar(self) -> None:
        """Carga el caso y la sección."""
        self.caso = consultas.caso_de(self.request.user, self.kwargs["uuid"])
        if self.kwargs["codigo"] not in POR_CODIGO:
            raise Http404
        self.seccion = POR_CODIGO[self.kwargs["codigo"]]

    def clase(self) -> type[FichaForm]:
        """El formulario de la sección."""
        return form_de_seccion(self.seccion.codigo)

    def instancia(self) -> Caso:
        """El caso mismo, en una copia: un error no lo ensucia."""
        return consultas.caso_de(self.request.user, self.kwargs["uuid"])

    def formulario(self, datos: Any = None) -> FichaForm:
        """El formulario de los campos del caso."""
        return self.clase()(datos, instance=self.instancia(), usuario=self.request.user)

    def accion(self, form: FichaForm, version: int) -> Caso:
        """Guarda los campos del caso."""
        return acciones.editar_caso(
            caso=self.caso,
            datos=form.datos,
            version=version,
            por=self.request.user,
            confirmar=self.request.POST.getlist("confirmar"),
        )

    def destino(self, objeto: Any) -> str:
        """La lista de tareas, o la sección siguiente si se pidió continuar."""
        if self.request.POST.get("guardar") == "volver":
            return reverse("casos:tareas", args=[self.caso.uuid])
        return siguiente_paso(self.caso, self.seccion.codigo, objeto.materia)

    def titulo(self) -> str:
        """El de la sección."""
        return self.seccion.titulo

    def abierta(self) -> bool:
        """Sus campos se escriben sólo si el registro está abierto."""
        return self.caso.es_editable

    def se_lee(self) -> bool:
        """La página, con sus partes, se abre siempre."""
        return True

    def contexto_propio(self) -> dict[str, Any]:
        """Las partes de la sección, cuáles puede escribir quien mira, y sus observaciones."""
        usuario = self.request.user
        completo = necesidad.expediente_para(self.caso, usuario)
        registra = usuario.tiene_permiso(Permiso.CASO_REGISTRAR)
        editable = registra and self.caso.es_editable
        return {
            "seccion": self.seccion,
            "listas": [
                (
                    PARTES[p],
                    completo.de(p),
                    acciones.puede_escribir(PARTES[p].modelo, self.caso, usuario),
                )
                for p in self.seccion.partes
            ],
            "observaciones": [
                o for o in completo.observaciones_abiertas if o.seccion == self.seccion.codigo
            ],
            "siguiente": siguiente_paso(self.caso, self.seccion.codigo, self.caso.materia),
            "editable": editable,
            "indice": indice_de(completo, self.seccion.codigo),
            "registra": registra,
            "abierto": necesidad.esta_abierto(self.caso, usuario),
            "filas": filas_de(self.caso, self.seccion.campos, vacias=False),
        }


def siguiente_paso(caso: Caso, actual: str, materia: str) -> str:
    """La dirección de la sección que sigue, o la revisión al final."""
    codigos = [s.codigo for s in POR_CODIGO.values() if s.corresponde(materia)]
    lugar = codigos.index(actual) + 1 if actual in codigos else len(codigos)
    if lugar < len(codigos):
        return reverse("casos:seccion", args=[caso.uuid, codigos[lugar]])
    return reverse("casos:revisar", args=[caso.uuid])


class ParteView(FichaFormView):
    """Lo común al alta y al cambio de una parte."""

    parte: Parte
    permiso = Permiso.CASO_VER
    objeto: Any = None

    def preparar(self) -> None:
        """Carga el caso y la parte; 404 si no son del ámbito."""
        self.caso = consultas.caso_de(self.request.user, self.kwargs["uuid"])
        if self.kwargs["codigo"] not in PARTES:
            raise Http404
        self.parte = PARTES[self.kwargs["codigo"]]
        if "parte" in self.kwargs:
            self.objeto = self._parte()

    def _parte(self) -> Any:
        """La parte de la dirección, aunque otra persona la haya retirado: hay que decirlo."""
        return consultas.parte_de(
            self.caso, self.parte.codigo, self.kwargs["parte"], aun_retirada=True
        )

    def abierta(self) -> bool:
        """Dice si esta parte se puede escribir hoy."""
        retirada = self.objeto is not None and self.objeto.retirado_en is not None
        return not retirada and acciones.puede_escribir(
            self.parte.modelo, self.caso, self.request.user
        )

    def le_toca(self) -> bool:
        """Lo dice la tabla de roles."""
        return acciones.rol_escribe(self.parte.modelo, self.request.user)

    def razon_de_cierre(self) -> str:
        """Una parte retirada no se escribe aunque el registro esté abierto."""
        if self.le_toca() and self.objeto is not None and self.objeto.retirado_en is not None:
            return f"Otra persona retiró esto del caso: {self.parte.uno} {self.objeto}."
        return super().razon_de_cierre()

    def clase(self) -> type[FichaForm]:
        """El formulario de la parte."""
        return form_de_parte(self.parte.codigo)

    def destino(self, objeto: Any) -> str:
        """Otra igual, o la sección."""
        pedido = self.request.POST.get("guardar")
        if pedido == "otra":
            return reverse("casos:parte-nueva", args=[self.caso.uuid, self.parte.codigo])
        return reverse("casos:seccion", args=[self.caso.uuid, SECCION_DE_PARTE[self.parte.codigo]])

    def contexto_propio(self) -> dict[str, Any]:
        """La parte, sus observaciones y la sección a la que vuelve."""
        seccion = SECCION_DE_PARTE[self.parte.codigo]
        return {
            "plegados": PLEGADOS,
            "antetitulo": self.parte.uno.capitalize() if self.objeto else self.caso.codigo,
            "parte": self.parte,
            "objeto": self.objeto,
            "seccion": POR_CODIGO[seccion],
            "indice": indice_de(expediente(self.caso), seccion),
            "registra": self.request.user.tiene_permiso(Permiso.CASO_REGISTRAR),
            "puede_retirar": self.objeto is not None and self.parte.codigo != "nota",
            "observaciones": necesidad.observaciones_abiertas(
                self.caso, self.request.user, self.objeto
            )
            if self.objeto
            else (),
        }


class ParteCreateView(ParteView):
    """Alta de una parte. Una víctima puede empezar copiando lo común de la anterior."""

    def accion(self, form: FichaForm, version: int) -> Any:
        """Registra la parte."""
        return acciones.registrar_parte(
            self.parte.modelo,
            caso=self.caso,
            datos=form.datos,
            por=self.request.user,
            confirmar=self.request.POST.getlist("confirmar"),
        )

    def titulo(self) -> str:
        """«Agregar víctima»."""
        return self.parte.agregar

    def formulario(self, datos: Any = None) -> FichaForm:
        """El alta; con `?copiar=1`, con lo común de la persona anterior."""
        if datos is None and "copiar" in self.request.GET:
            datos = self._copiados()
        form = super().formulario(datos)
        if datos is None:
            form.enfocar_el_primero()
        if "copiar" in self.request.GET and self.request.method == "GET":
            form._errors = ErrorDict()
        return form

    def _copiados(self) -> Any:
        anterior = consultas.anterior_de(self.caso, self.parte.codigo)
        if anterior is None:
            return None
        anterior.caso = self.caso
        datos = datos_de_instancia(self.clase()(instance=anterior, caso=self.caso))
        for campo in PROPIOS_DE_LA_PERSONA:
            for clave in [c for c in datos if c == campo or c.startswith(f"{campo}_")]:
                del datos[clave]
        return datos

    def contexto_propio(self) -> dict[str, Any]:
        """Dice si hay de quién copiar."""
        es_persona = self.parte.codigo in {"victima", "migrante", "implicado"}
        anterior = consultas.anterior_de(self.caso, self.parte.codigo) if es_persona else None
        return super().contexto_propio() | {
            "anterior": anterior,
            "copiado": anterior is not None and "copiar" in self.request.GET,
        }


# Grupos que se abren sólo si constan.
PLEGADOS = ("Además de lo principal", "Diversidad y apoyo")
# Lo que es de cada persona y no se copia de la anterior.
PROPIOS_DE_LA_PERSONA = (
    *("sexo", "forma_edad", "edad", "fecha_nacimiento", "grupo_edad", "menor_de_14"),
    *("tipo_documento", "discapacidad", "ajustes", "gestante", "dependientes"),
    *("consiente_asistencia", "consiente_compartir", "consiente_consulado"),
)


class ParteUpdateView(ParteView):
    """Cambio de una parte."""

    def instancia(self) -> Any:
        """La parte, en una copia recién leída."""
        return self._parte()

    def accion(self, form: FichaForm, version: int) -> Any:
        """Guarda la parte."""
        return acciones.editar_parte(
            parte=self.objeto,
            datos=form.datos,
            version=version,
            por=self.request.user,
            confirmar=self.request.POST.getlist("confirmar"),
        )

    def titulo(self) -> str:
        """El código de la persona, o qué es."""
        nombrables = {"victima", "migrante", "implicado"}
        return str(self.objeto) if self.parte.codigo in nombrables else f"Cambiar {self.parte.uno}"
