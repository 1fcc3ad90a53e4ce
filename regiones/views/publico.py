"""Verificación pública de un certificado: dice si es válido y nada más."""

from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.decorators import method_decorator
from django.views.generic.base import View

from regiones.consultas.capacitaciones import certificado_por_codigo


@method_decorator(login_not_required, name="dispatch")
class VerificarCertificadoView(View):
    """Válido, anulado o inexistente. Nunca dice de quién es."""

    http_method_names = ("get", "head")

    def get(self, request: HttpRequest, codigo: str = "") -> HttpResponse:
        """Sin código, el formulario; con `?codigo=`, lleva a su resultado."""
        if not codigo:
            pedido = "".join(c for c in request.GET.get("codigo", "") if c.isalnum())[:40]
            if pedido:
                return redirect("regiones:certificado", codigo=pedido.upper())
            return render(request, "regiones/verificar.html")
        hallado = certificado_por_codigo(codigo)
        situacion = "no_existe"
        if hallado is not None:
            situacion = "anulado" if hallado.anulado_en else "valido"
        contexto = {"situacion": situacion, "codigo": codigo.upper()}
        estado = 404 if hallado is None else 200
        return render(request, "regiones/verificar.html", contexto, status=estado)
