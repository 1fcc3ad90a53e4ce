"""Por qué no coinciden, quién dejó de reportar y qué mes se sale de su historia."""

from collections.abc import Sequence
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse

from trata.agregados import consultas as celdas
from trata.comun.numeros import natural
from trata.comun.vistas import AccionView, PaginaView, PermisoMixin, View
from trata.cuentas.permisos import Permiso
from trata.graficos.barras import barras
from trata.graficos.figura import Descarga, Figura
from trata.graficos.modelo import Barra, adaptable
from trata.tableros import acciones, avisos, callados, consultas
from trata.tableros.coincidencias import RAZONES, FuenteDelAnio, fuentes_del_anio
from trata.tableros.exportar import ARCHIVOS, respuesta_de_figura
from trata.tableros.figuras.armado import FORMATOS
from trata.tableros.registro import lugar_permitido


class CoincidenciasMixin(PermisoMixin, View):
    """El año pedido y sus fuentes, en el ámbito de quien mira."""

    permiso = Permiso.TABLERO_VER

    def leer_anio(self, anios: Sequence[int]) -> int:
        """El año de la dirección; por defecto 2022, el que todas las fuentes publican."""
        pedido = natural(self.request.GET.get("anio"), cifras=4)
        return pedido if pedido in anios else 2022

    def fuentes(self, anio: int) -> list[FuenteDelAnio]:
        """Las fuentes del año."""
        departamento, _ = lugar_permitido("", "", self.request.user)
        return fuentes_del_anio(anio, departamento)

    def figura(self, anio: int, fuentes: list[FuenteDelAnio]) -> Figura:
        """Una barra por fuente, con sus unidades dichas; nunca su suma."""
        con_dato = [f for f in fuentes if f.n is not None]
        unidades = "; ".join(f"{f.nombre}, {f.unidad.split(';')[0]}" for f in con_dato)
        grafico = adaptable(
            barras,
            [Barra(f.nombre, f.n) for f in con_dato],
            titulo=f"El {anio} según cada fuente",
            unidad="cantidad",
            encabezado="Fuente",
        )
        return Figura(
            "Cada barra cuenta otra cosa: se miran juntas, no se suman",
            grafico,
            subtitulo=f"{anio} · unidades distintas",
            notas=(f"Cada una cuenta lo suyo: {unidades}.",),
            fuente="La de cada barra, con su corte, en las fichas de arriba.",
            descargas=tuple(
                Descarga(
                    f.upper(), f"{reverse('tableros:coincidencias_archivo', args=[f])}?anio={anio}"
                )
                for f in FORMATOS
            ),
        )


class CoincidenciasView(CoincidenciasMixin, PaginaView):
    """El mismo año según cada fuente."""

    template_name = "tableros/coincidencias.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Las fuentes del año, lado a lado."""
        anios = celdas.cobertura_de_la_serie().anios
        anio = self.leer_anio(anios)
        fuentes = self.fuentes(anio)
        return super().get_context_data(**kwargs) | {
            "anio": anio,
            "anios": anios,
            "fuentes": fuentes,
            "razones": RAZONES,
            "figura": self.figura(anio, fuentes),
        }


class CoincidenciasArchivoView(CoincidenciasMixin):
    """La figura de las fuentes como archivo."""

    def get(self, request: HttpRequest, formato: str) -> HttpResponse:
        """CSV, XLSX, SVG o PNG."""
        if formato not in ARCHIVOS:
            raise Http404
        anio = self.leer_anio(celdas.cobertura_de_la_serie().anios)
        figura = self.figura(anio, self.fuentes(anio))
        return respuesta_de_figura(figura, formato, f"trata-fuentes-{anio}")


class FuenteVigiladaMixin(PaginaView):
    """Elige la fuente: la serie es pública; el registro, por meses, sólo con acceso a casos."""

    permiso = Permiso.TABLERO_VER

    @property
    def ve_registro(self) -> bool:
        """Si la persona puede ver meses del registro."""
        return self.request.user.tiene_permiso(Permiso.CASO_VER)

    @property
    def fuente(self) -> str:
        """«serie» o «registro»."""
        return (
            "registro"
            if self.request.GET.get("fuente") == "registro" and self.ve_registro
            else "serie"
        )

    @property
    def departamentos(self) -> list[int] | None:
        """Los del ámbito, si la fuente es el registro."""
        return avisos.departamentos_de(self.request.user) if self.fuente == "registro" else None

    def pestanas(self, vista: str) -> list[dict[str, Any]]:
        """Las fuentes como pestañas."""
        opciones = [("serie", "Serie oficial PNP")]
        if self.ve_registro:
            opciones.append(("registro", "Registro TRATA"))
        return [
            {"texto": t, "url": f"{reverse(vista)}?fuente={c}", "activa": c == self.fuente}
            for c, t in opciones
        ]


class SilenciosView(FuenteVigiladaMixin):
    """Quién dejó de reportar, según su propia historia."""

    template_name = "tableros/silencios.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Departamentos, sectores, espacios regionales, unidades y fuentes."""
        lista = avisos.silencios(self.fuente, self.departamentos)
        meses = avisos.meses_de(avisos.cobertura_de(self.fuente))
        return super().get_context_data(**kwargs) | {
            "pestanas": self.pestanas("tableros:silencios"),
            "callados": [s for s in lista if s.es_inusual],
            "demas": [s for s in lista if not s.es_inusual],
            "hasta": meses[-1] if meses else None,
            "unidades": callados.unidades(self.request.user),
            "sectores": callados.sectores(self.request.user),
            "regiones": callados.regiones(self.request.user),
            "carga": celdas.cobertura_de_la_serie().carga,
        }


class AlertasView(FuenteVigiladaMixin):
    """Los meses que se salen de lo habitual."""

    template_name = "tableros/alertas.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Las alertas, las últimas primero, y la suscripción de quien mira."""
        encontradas = avisos.alertas_de(self.fuente, self.departamentos)
        ultimo = max(avisos.meses_de(avisos.cobertura_de(self.fuente)), default=(0, 0))
        hace_un_anio = (ultimo[0] - 1, ultimo[1])
        return super().get_context_data(**kwargs) | {
            "pestanas": self.pestanas("tableros:alertas"),
            "fuente": self.fuente,
            "unidad": "víctimas" if self.fuente == "registro" else "registros",
            "recientes": [a for a in encontradas if a.mes > hace_un_anio],
            "anteriores": [a for a in encontradas if a.mes <= hace_un_anio],
            "suscrito": consultas.esta_suscrito(self.request.user, self.fuente),
        }


class SuscribirView(AccionView):
    """Pedir o dejar los avisos por correo."""

    permiso = Permiso.TABLERO_VER

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """Cambia la suscripción; del registro, sólo con acceso a casos."""
        fuente = request.POST.get("fuente", "")
        if fuente == "registro" and not request.user.tiene_permiso(Permiso.CASO_VER):
            fuente = "serie"
        acciones.cambiar_suscripcion(
            fuente=fuente, activa=request.POST.get("activa") == "si", por=request.user
        )
        return redirect(f"{reverse('tableros:alertas')}?fuente={fuente}")
