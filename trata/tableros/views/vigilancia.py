"""Por qué no coinciden, quién dejó de reportar y qué mes se sale de su historia."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse

from trata.agregados import consultas as celdas
from trata.comun.vistas import AccionView, PaginaView
from trata.cuentas.permisos import Permiso
from trata.graficos.barras import barras
from trata.graficos.figura import Figura
from trata.graficos.modelo import Barra, adaptable
from trata.tableros import acciones, avisos, callados, consultas
from trata.tableros.coincidencias import RAZONES, fuentes_del_anio
from trata.tableros.registro import lugar_permitido


class CoincidenciasView(PaginaView):
    """El mismo año según cada fuente."""

    permiso = Permiso.TABLERO_VER
    template_name = "tableros/coincidencias.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Las fuentes del año, lado a lado."""
        cobertura = celdas.cobertura_de_la_serie()
        pedido = self.request.GET.get("anio", "")
        anios = cobertura.anios
        anio = int(pedido) if pedido.isdigit() and int(pedido[:5]) in anios else 2022
        ambito_departamento, _ = lugar_permitido("", "", self.request.user)
        fuentes = fuentes_del_anio(anio, ambito_departamento)
        return super().get_context_data(**kwargs) | {
            "anio": anio,
            "anios": anios,
            "fuentes": fuentes,
            "razones": RAZONES,
            "figura": self._figura(anio, fuentes),
        }

    def _figura(self, anio: int, fuentes: list[Any]) -> Figura:
        datos = [Barra(f.nombre, f.n) for f in fuentes if f.n is not None]
        unidades = "; ".join(
            f"{f.nombre}, {f.unidad.split(';')[0]}" for f in fuentes if f.n is not None
        )
        grafico = adaptable(
            barras,
            datos,
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
        )


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
        lista = avisos.silencios(self.fuente, self.departamentos or avisos.DEPARTAMENTOS)
        meses = avisos.meses_de(avisos.cobertura_de(self.fuente))
        return super().get_context_data(**kwargs) | {
            "pestanas": self.pestanas("tableros:silencios"),
            "callados": [s for s in lista if s.es_inusual],
            "demas": [s for s in lista if not s.es_inusual],
            "ve_registro": self.ve_registro,
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
