"""`Idempotency-Key` para los viewsets."""

from collections.abc import Callable
from typing import Any, ClassVar

from django.db import transaction
from rest_framework.request import Request
from rest_framework.response import Response

from trata.comun.errores import ErrorDeDominio
from trata.trabajos import idempotencia

CABECERAS_QUE_SE_GUARDAN = ("Location", "ETag")


class IdempotenteMixin:
    """Antes de `BaseViewSet`: `create` respeta la cabecera `Idempotency-Key`.

    Para otra acción POST, que devuelva `self.una_vez(request, lambda: …)`. Con
    `exige_clave = True` la cabecera es obligatoria.
    """

    exige_clave: ClassVar[bool] = False

    def create(self, request: Request, *args: Any, **kwargs: Any) -> Response:
        """El alta, una sola vez por clave."""
        crear = super().create
        return self.una_vez(request, lambda: crear(request, *args, **kwargs))

    def una_vez(self, request: Request, hacer: Callable[[], Response]) -> Response:
        """Ejecuta `hacer` o devuelve lo que ya se respondió a esta clave."""
        clave = request.headers.get("Idempotency-Key", "").strip()
        if not clave:
            if self.exige_clave:
                raise ErrorDeDominio("falta_clave", "Envía la cabecera Idempotency-Key.")
            return hacer()
        cuerpo = self.cuerpo_de_la_huella(request)
        huella = idempotencia.huella_de(request.method, request.path, cuerpo)
        with transaction.atomic():
            guardada = idempotencia.tomar(usuario=request.user, clave=clave, huella=huella)
            if guardada is not None:
                return Response(
                    guardada.cuerpo,
                    status=guardada.estado,
                    headers=guardada.cabeceras | {"Idempotency-Replayed": "true"},
                )
            respuesta = hacer()
            self._recordar(request, clave, huella, respuesta)
            return respuesta

    def cuerpo_de_la_huella(self, request: Request) -> Any:
        """Lo que distingue un pedido de otro. Quien recibe archivos pone su huella."""
        return request.data

    def _recordar(self, request: Request, clave: str, huella: str, respuesta: Response) -> None:
        cabeceras = {c: respuesta[c] for c in CABECERAS_QUE_SE_GUARDAN if respuesta.has_header(c)}
        if isinstance(respuesta.data, dict) and "version" in respuesta.data:
            cabeceras["ETag"] = f'"{respuesta.data["version"]}"'
        idempotencia.guardar(
            usuario=request.user,
            clave=clave,
            huella=huella,
            estado=respuesta.status_code,
            cuerpo=respuesta.data,
            cabeceras=cabeceras,
        )
